"""What a service that speaks HTTP is told by its environment."""

from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from web.signed_links import KeyRing

S = TypeVar("S", bound=BaseSettings)


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("an absolute http:// or https:// URL is needed")
    return value.rstrip("/")


def _link_keys(value: str) -> str:
    if value:
        KeyRing(value)
    return value


HttpUrl = Annotated[str, AfterValidator(_http_url)]


class WebSettings(BaseSettings):
    """The settings of libs/web; the environment names are the field names in upper case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    public_url: HttpUrl = Field(description="where guests reach this service, e.g. https://book.example.org")
    oidc_issuer: str = Field(min_length=1, description="the `iss` of accepted tokens, letter for letter")
    oidc_audience: str = Field(min_length=1, description="the `aud` of accepted tokens")
    oidc_jwks_url: HttpUrl = Field(description="where the issuer publishes its signing keys")
    guest_link_keys: Annotated[str, AfterValidator(_link_keys)] = Field(
        default="", repr=False, description="key ring of guest links, `kid:base64secret,…`; the first signs, all verify"
    )
    log_format: Literal["json", "console"] = Field(default="json", description="json for machines, console for people")
    http_host: str = Field(default="127.0.0.1", description="the address to listen on; 0.0.0.0 in a container")
    http_port: int = Field(default=8000, ge=1, le=65535, description="the port to listen on")
    http_timeout_seconds: float = Field(default=10.0, gt=0, le=10, description="every request ends within this")
    http_drain_seconds: float = Field(
        default=1.0, ge=0, le=5, description="after SIGTERM: not ready, but still accepting, for so long"
    )
    otel_exporter_otlp_endpoint: HttpUrl | None = Field(
        default=None,
        description="where an OTLP/HTTP collector listens, e.g. http://collector:4318; without it no traces",
    )


def read_settings(kind: type[S]) -> S:
    """The settings from the environment. A wrong or missing one ends the process (exit 2), naming it and what is
    allowed; values are not repeated, because some are secret."""
    try:
        return kind()
    except ValidationError as error:
        raise SystemExit(explain(error, kind)) from None


def explain(error: ValidationError, kind: type[BaseSettings]) -> str:
    """One line for each wrong setting: its environment name, what is wrong, what it is for."""
    lines = ["Settings are wrong:"]
    for one in error.errors(include_input=False, include_url=False):
        field = str(one["loc"][0]) if one["loc"] else "(all)"
        purpose = kind.model_fields[field].description if field in kind.model_fields else None
        what = "is missing" if one["type"] == "missing" else one["msg"].removeprefix("Value error, ")
        lines.append(f"  {field.upper()}: {what}" + (f" ({purpose})" if purpose else ""))
    return "\n".join(lines)
