"""Where mail is handed over."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """`tls`: encrypted from the start. `starttls` None: used if the server offers it."""

    host: str
    port: int
    tls: bool
    starttls: bool | None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
