"""What booking is told by its environment."""

from typing import Annotated

from messaging.migrations_runner import driver_url
from messaging.settings import DeliverySettings
from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict
from web.settings import WebSettings
from web.signed_links import KeyRing


def _database(value: str) -> str:
    driver_url(value)
    return value


def _link_keys(value: str) -> str:
    KeyRing(value)
    return value


class BookingSettings(WebSettings, DeliverySettings):
    """The environment names are the field names in upper case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    booking_database_url: Annotated[str, AfterValidator(_database)] = Field(
        repr=False, description="booking's own PostgreSQL: postgresql://user:password@host:port/name"
    )
    guest_link_keys: Annotated[str, AfterValidator(_link_keys)] = Field(
        repr=False, description="key ring of guest links, the same as notify's: `kid:base64secret,…`; the first signs"
    )
