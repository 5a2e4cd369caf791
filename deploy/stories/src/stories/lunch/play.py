"""Playing the whole lunch, and holding it against the rules."""

from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from stories.lunch.acts import Acts
from stories.lunch.cast import ZONE, Cast
from stories.lunch.front_of_house import FrontOfHouse
from stories.lunch.room import show_room
from stories.lunch.telling import Teller
from stories.patience import Patience, StillWaiting
from stories.rest import Refused
from stories.rules.audit import Finding, audit
from stories.urls import Urls
from stories.world import open_world


async def play(urls: Urls, console: Console, *, patience_seconds: float = 90.0) -> int:
    """The exit code: 0 when the story was told and nothing differs from the rules."""
    patience = Patience(patience_seconds)
    async with open_world(urls, patience=patience) as world:
        teller = Teller(console, world, ZoneInfo(ZONE))
        patience.tell(teller.waits)
        acts = Acts(world, FrontOfHouse(world), Cast(), teller)
        try:
            for act in (
                acts.morning,
                acts.two_change_their_minds,
                acts.noon,
                acts.six_wait,
                acts.two_say_that_they_are_late,
                acts.four_say_nothing,
                acts.windows_close,
                acts.places_go_on,
                acts.one_makes_it_and_one_comes_back,
                acts.those_who_waited_come,
                acts.an_offer_runs_out,
                acts.the_wait_ends,
            ):
                await act()
            teller.scene("How it ended")
            show_room(teller)
            return show_findings(console, await audit(world))
        except (StillWaiting, Refused) as stop:
            console.print(f"\n[bold red]The story stops:[/] {stop}", highlight=False)
            return 1


def show_findings(console: Console, findings: list[Finding]) -> int:
    """A table of rules; the exit code is 1 if anything differs."""
    grid = Table(
        title="The rules, held against databases, topics and mailbox", title_style="bold", title_justify="left"
    )
    for column in ("rule", "looked at", "result"):
        grid.add_column(column)
    for finding in findings:
        result = "[green]kept[/]" if not finding.differs else f"[red]{len(finding.differs)} differ[/]"
        grid.add_row(finding.rule, finding.looked_at, result)
    console.print(grid)
    for finding in findings:
        for words in finding.differs[:20]:
            console.print(f"[red]differs:[/] {finding.rule}: {words}", highlight=False, soft_wrap=True)
    differ = sum(1 for finding in findings if finding.differs)
    console.print(f"[red]{differ} rules are broken.[/]" if differ else f"[green]All {len(findings)} rules are kept.[/]")
    return 1 if differ else 0
