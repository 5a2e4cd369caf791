"""Which column of a CSV says what: a file, so that another CSV needs no new code."""

from collections.abc import Collection
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML

MAPPINGS = Path(__file__).parents[3] / "mappings"

OutcomeName = Literal["came", "cancelled", "no_show"]
GuaranteeName = Literal["none", "card", "prepaid"]


class NoMappingFits(Exception):
    """No mapping's columns are all in the header, or a mapping cannot be read; the message says what is missing."""


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DateColumns(Part):
    """Columns, joined by a space and read by a `strptime` format."""

    columns: list[str]
    format: str


class OutcomeColumn(Part):
    column: str
    values: dict[str, OutcomeName]


class GuaranteeColumn(Part):
    column: str
    values: dict[str, GuaranteeName]


class LanguageColumn(Part):
    column: str
    values: dict[str, str]
    otherwise: str


class Mapping(Part):
    """`nights` and `party` are sums of columns; hours are by the clock on the hotel's wall."""

    name: str
    time_zone: str
    currency: str
    check_in: str
    check_out: str
    hold_hour: int
    arrival: DateColumns
    nights: list[str]
    party: list[str]
    room_type: str
    waited_days: str
    outcome: OutcomeColumn
    outcome_on: DateColumns
    guarantee: GuaranteeColumn
    language: LanguageColumn

    def columns(self) -> set[str]:
        """Every column that the mapping reads."""
        return {
            *self.arrival.columns,
            *self.outcome_on.columns,
            *self.nights,
            *self.party,
            self.room_type,
            self.waited_days,
            self.outcome.column,
            self.guarantee.column,
            self.language.column,
        }


def read_mapping(path: Path) -> Mapping:
    """Raises NoMappingFits with the field that is wrong."""
    told = YAML(typ="safe").load(path.read_text())
    try:
        return Mapping.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(step) for step in first["loc"])
        raise NoMappingFits(f"{path.name}: {field}: {first['msg']}") from error


def mapping_for(header: Collection[str], folder: Path = MAPPINGS) -> Mapping:
    """The first mapping, by file name, whose columns are all there. Raises NoMappingFits."""
    misses = []
    for path in sorted(folder.glob("*.yaml")):
        mapping = read_mapping(path)
        missing = sorted(mapping.columns() - set(header))
        if not missing:
            return mapping
        misses.append(f"{path.name} lacks {', '.join(missing)}")
    raise NoMappingFits("no mapping fits this file: " + ("; ".join(misses) or f"there is none in {folder}"))
