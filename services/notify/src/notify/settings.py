"""What notify is told by its environment."""

from email.utils import parseaddr
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlsplit

from messaging.migrations_runner import driver_url
from messaging.settings import DeliverySettings
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict
from web.settings import WebSettings
from web.signed_links import KeyRing

from notify.domain.key_ring import key_ring
from notify.domain.mail_server import MailServer
from notify.domain.safe_text import writable_address

_STARTTLS: dict[str, bool | None] = {"auto": None, "always": True, "never": False}


def mail_server(url: str) -> MailServer:
    """Read `smtp://user:password@host:587?starttls=always` or `smtps://…:465`. ValueError says what is allowed."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"}:
        raise ValueError("smtp://[user:password@]host[:port][?starttls=auto|always|never] or smtps://… is needed")
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    tls = parts.scheme == "smtps"
    if options.keys() - {"starttls"} or options.get("starttls", "auto") not in _STARTTLS:
        raise ValueError("the only option is starttls=auto, always or never")
    if tls and options:
        raise ValueError("smtps:// is encrypted from the start: starttls does not go with it")
    if (parts.username is None) != (parts.password is None):
        raise ValueError("user and password go together")
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if tls else 25),
        tls=tls,
        starttls=False if tls else _STARTTLS[options.get("starttls", "auto")],
        username=None if parts.username is None else unquote(parts.username),
        password=None if parts.password is None else unquote(parts.password),
    )


def _database(value: str) -> str:
    driver_url(value)
    return value


def _smtp(value: str) -> str:
    mail_server(value)
    return value


def _sender(value: str) -> str:
    if writable_address(parseaddr(value)[1]) is None:
        raise ValueError("an address is needed, such as `Trattoria <hello@example.org>`")
    return value


def _sealing_keys(value: str) -> str:
    key_ring(value)
    return value


def _link_keys(value: str) -> str:
    KeyRing(value)
    return value


class NotifySettings(WebSettings, DeliverySettings):
    """The environment names are the field names in upper case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    notify_database_url: Annotated[str, AfterValidator(_database)] = Field(
        repr=False, description="notify's own PostgreSQL: postgresql://user:password@host:port/name"
    )
    smtp_url: Annotated[str, AfterValidator(_smtp)] = Field(
        repr=False, description="the mail server: smtp://[user:password@]host[:port][?starttls=auto|always|never]"
    )
    mail_from: Annotated[str, AfterValidator(_sender)] = Field(
        description="the address that mail comes from, with or without a name"
    )
    contact_keys: Annotated[str, AfterValidator(_sealing_keys)] = Field(
        repr=False,
        description="key ring that seals contacts and copies at rest, `kid:base64secret,…` of 32 bytes each; "
        "the first seals, all open",
    )
    guest_link_keys: Annotated[str, AfterValidator(_link_keys)] = Field(
        repr=False, description="key ring of guest links, the same as booking's: `kid:base64secret,…`; the first signs"
    )
    mail_lanes: int = Field(default=4, ge=1, le=32, description="lines that are kept open to the mail server")
    mail_timeout_seconds: float = Field(
        default=10.0, gt=0, le=60, description="handing one message over must end within this, connecting included"
    )
