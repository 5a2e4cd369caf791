"""Parts of a row that are kept as JSON: read back as exactly the dataclass that was written."""

from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from booking.domain.booking import Hold, Question, Release, Terms
from booking.domain.venue import Card, Settings

D = TypeVar("D")


class Document(Generic[D]):
    def __init__(self, kind: type[D]) -> None:
        self._adapter: TypeAdapter[D] = TypeAdapter(kind)

    def dump(self, value: D | None) -> dict[str, Any] | None:
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def load(self, value: Any) -> D | None:
        return None if value is None else self._adapter.validate_python(value)

    def require(self, value: Any) -> D:
        return self._adapter.validate_python(value)


HOLD = Document(Hold)
QUESTION = Document(Question)
RELEASE = Document(Release)
TERMS = Document(Terms)
CARD = Document(Card)
SETTINGS = Document(Settings)
