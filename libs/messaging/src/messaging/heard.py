"""What a service hears of others: only the fields that it uses."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict


class HeardEvent(BaseModel):
    """The hearer's own, smaller model of an event; unknown fields are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")


M = TypeVar("M", bound=HeardEvent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Generic[M]):
    """An event as it came: the envelope's attributes and the data that the hearer understands."""

    id: str
    type: str
    source: str
    subject: str
    tenant: str
    sequence: int
    time: datetime
    causation_id: str | None
    data: M
