"""Where the mail server is, as the operator writes it."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

_STARTTLS: dict[str, bool | None] = {"auto": None, "always": True, "never": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """`starttls` None: used if the server offers it."""

    host: str
    port: int
    tls: bool
    starttls: bool | None
    username: str | None = None
    password: str | None = field(default=None, repr=False)


def mail_server(url: str) -> MailServer:
    """Read `smtp://user:password@host:587?starttls=always` or `smtps://…:465`. ValueError says what is allowed."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("smtp://[user:password@]host[:port][?starttls=auto|always|never] or smtps://… is needed")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = options.keys() - {"starttls"}
    starttls = options.get("starttls", "auto")
    if unknown or starttls not in _STARTTLS:
        raise ValueError("the only option is starttls=auto, always or never")
    tls = parts.scheme == "smtps"
    if tls and "starttls" in options:
        raise ValueError("smtps:// is encrypted from the start: starttls does not go with it")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("user and password go together")
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if tls else 25),
        tls=tls,
        starttls=False if tls else _STARTTLS[starttls],
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )
