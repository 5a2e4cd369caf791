"""Stays as the file tells them; a row that cannot be read is told with its line and reason, and the rest goes on."""

import csv
import gzip
from collections.abc import Iterable
from collections.abc import Mapping as Row
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import TypeVar

from stories.replay.mapping import DateColumns, GuaranteeName, Mapping, OutcomeName, mapping_for

T = TypeVar("T")

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """One row: nights are `[arrival, departure)`."""

    line: int
    room_type: str
    arrival: date
    departure: date
    party: int
    outcome: OutcomeName
    outcome_on: date
    waited: bool
    guarantee: GuaranteeName
    language: str

    @property
    def nights(self) -> int:
        return (self.departure - self.arrival).days

    @property
    def came(self) -> bool:
        return self.outcome == "came"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that is left out. The header is line 1."""

    line: int
    reason: str


class CannotRead(ValueError):
    """A cell does not say what its column must."""


def read_file(path: Path, mapping: Mapping | None = None) -> tuple[Mapping, list[Stay], list[Unreadable]]:
    """Stays of a CSV, gzipped or not, with the mapping that fits its header. Raises NoMappingFits, OSError."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if content.startswith(_GZIP) else content).decode("utf-8-sig")
    rows = csv.DictReader(StringIO(text))
    fitting = mapping or mapping_for(rows.fieldnames or ())
    stays, unreadable = read_stays(rows, fitting)
    return fitting, stays, unreadable


def read_stays(rows: Iterable[Row[str, str]], mapping: Mapping) -> tuple[list[Stay], list[Unreadable]]:
    """Every row becomes a stay or a reason why not."""
    stays, unreadable = [], []
    for line, row in enumerate(rows, start=2):
        try:
            stays.append(read_stay(row, mapping, line=line))
        except CannotRead as error:
            unreadable.append(Unreadable(line, str(error)))
    return stays, unreadable


def read_stay(row: Row[str, str], mapping: Mapping, *, line: int) -> Stay:
    """Raises CannotRead with the column and what stands there."""
    arrival = _date(row, mapping.arrival)
    party = sum(_count(row, column) for column in mapping.party)
    if party < 1:
        raise CannotRead(f"{' + '.join(mapping.party)}: a stay of nobody")
    return Stay(
        line=line,
        room_type=_cell(row, mapping.room_type),
        arrival=arrival,
        departure=arrival + timedelta(days=sum(_count(row, column) for column in mapping.nights)),
        party=party,
        outcome=_one_of(row, mapping.outcome.column, mapping.outcome.values),
        outcome_on=_date(row, mapping.outcome_on),
        waited=_count(row, mapping.waited_days) > 0,
        guarantee=_one_of(row, mapping.guarantee.column, mapping.guarantee.values),
        language=mapping.language.values.get(_cell(row, mapping.language.column), mapping.language.otherwise),
    )


def _cell(row: Row[str, str], column: str) -> str:
    cell = row.get(column)
    if cell is None or not cell.strip():
        raise CannotRead(f"{column}: nothing stands there")
    return cell.strip()


def _count(row: Row[str, str], column: str) -> int:
    cell = _cell(row, column)
    number = cell.removesuffix(".0")
    if not (number.isascii() and number.isdigit()):
        raise CannotRead(f"{column}: {cell!r} is not a count")
    return int(number)


def _date(row: Row[str, str], columns: DateColumns) -> date:
    text = " ".join(_cell(row, column) for column in columns.columns)
    try:
        return datetime.strptime(text, columns.format).date()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        raise CannotRead(f"{', '.join(columns.columns)}: {text!r} is not a date like {columns.format}") from None


def _one_of(row: Row[str, str], column: str, values: Row[str, T]) -> T:
    cell = _cell(row, column)
    if cell not in values:
        raise CannotRead(f"{column}: {cell!r} is none of {', '.join(values)}")
    return values[cell]
