"""Telling a story line by line; every line is read from an event or a mail, and names its id."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from stories.mails import Mail
from stories.topics import Told
from stories.world import World

_MARKS = {"booking": "cyan", "policy": "magenta", "notify": "yellow"}


@dataclass
class Teller:
    """Prints what was heard. Times are by the clock on the venue's wall."""

    console: Console
    world: World
    zone: ZoneInfo

    def scene(self, title: str) -> None:
        self.console.print()
        self.console.print(Rule(Text(title, style="bold"), align="left", style="dim"))

    def waits(self, what: str) -> None:
        """A visible word when something takes long: somebody may have stopped a process."""
        self.console.print(Text(f"       … waiting for {what.removeprefix('missing event ')}", style="dim italic"))

    def event(self, told: Told, words: str) -> None:
        """One line from an event."""
        source = told.headers["ce_source"].strip("/")
        line = Text.assemble(
            (self.wall(told.time), "bold"),
            "  ",
            (f"{source:<8}", _MARKS.get(source, "")),
            words,
            ("  " + told.type.removesuffix(".v1") + " ", "dim"),
            (told.id, "dim"),
        )
        self.console.print(line, soft_wrap=True)

    def mail(self, sent: Told, mail: Mail) -> None:
        """One line from a mail, with the message that it is."""
        line = Text.assemble(
            (self.wall(sent.time), "bold"),
            ("  ✉       ", "yellow"),
            (mail.to.split("@")[0].capitalize(), "bold"),
            f" reads: “{mail.subject}”",
            (f"  {sent.data['message_id']}", "dim"),
        )
        self.console.print(line, soft_wrap=True)

    def quote(self, text: str) -> None:
        """What a guest is told, in the guest's language."""
        self.console.print(Text(f"                    “{' '.join(text.split())}”", style="italic"), soft_wrap=True)

    def wall(self, instant: datetime | str, *, seconds: bool = True) -> str:
        at = datetime.fromisoformat(instant) if isinstance(instant, str) else instant
        return at.astimezone(self.zone).strftime("%H:%M:%S" if seconds else "%H:%M")

    async def mailed(self, kind: str, *, booking_id: str = "", entry_id: str = "") -> Mail:
        """Wait for the message of this kind, tell it, and return the mail that arrived."""

        def answers(told: Told) -> bool:
            about = told.data["booking_id"] if booking_id else told.data["entry_id"]
            return (about, told.data["kind"]) == (booking_id or entry_id, kind)

        about = f"{kind} for {booking_id or entry_id}"
        sent = await self.world.heard("message.sent.v1", where=answers, about=about)
        message = sent.data["message_id"]

        async def look() -> Mail | None:
            return next((mail for mail in await self.world.mailbox.all() if mail.names([message])), None)

        mail = await self.world.patience.until(look, lambda: f"the mail of message {message}")
        self.mail(sent, mail)
        return mail
