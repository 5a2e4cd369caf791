"""The replay's pure parts: mapping, reading, the day's rooms, the assumed arrivals."""

import gzip
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stories.replay.arrivals import FIRST, LAST, arrival_of, histogram, stated_arrival
from stories.replay.day import day_of
from stories.replay.mapping import MAPPINGS, NoMappingFits, mapping_for, read_mapping
from stories.replay.stays import Stay, read_file, read_stays

SAMPLE = Path(__file__).parents[3] / "tests/data/hotel_day.csv"
DAY = date(2017, 2, 13)
LISBON = ZoneInfo("Europe/Lisbon")


def a_stay(line: int = 2, **changes: object) -> Stay:
    told: dict[str, object] = {
        "line": line,
        "room_type": "A",
        "arrival": DAY,
        "departure": DAY + timedelta(days=2),
        "party": 2,
        "outcome": "came",
        "outcome_on": DAY,
        "waited": False,
        "guarantee": "none",
        "language": "en",
    }
    return Stay(**(told | changes))  # type: ignore[arg-type]


def test_a_row_becomes_a_stay() -> None:
    _, stays, _ = read_file(SAMPLE)
    absent = next(stay for stay in stays if stay.outcome == "no_show")
    assert (absent.room_type, absent.arrival, absent.nights, absent.party) == ("D", DAY, 7, 2)
    assert not absent.waited
    assert absent.guarantee == "none"


def test_a_row_that_cannot_be_read_is_told_with_line_and_reason_and_the_rest_goes_on() -> None:
    _, stays, unreadable = read_file(SAMPLE)
    assert len(stays) == 9
    assert [bad.line for bad in unreadable] == [11]
    assert "arrival_date_month" in unreadable[0].reason
    assert "Febuary" in unreadable[0].reason


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("adults", "two", "adults: 'two' is not a count"),
        ("adults", "-1", "adults: '-1' is not a count"),
        ("adults", "", "adults: nothing stands there"),
        ("adults", "0", "adults + children: a stay of nobody"),
        ("reservation_status", "Lost", "reservation_status: 'Lost' is none of Check-Out, Canceled, No-Show"),
        ("reservation_status_date", "2017-02-13", "reservation_status_date: '2017-02-13' is not a date like %d-%m-%Y"),
    ],
)
def test_each_wrong_cell_is_named(column: str, cell: str, reason: str) -> None:
    mapping = read_mapping(MAPPINGS / "hotel_bookings.yaml")
    row = dict.fromkeys(mapping.columns(), "1") | {
        "arrival_date_year": "2017",
        "arrival_date_month": "February",
        "arrival_date_day_of_month": "13",
        "children": "0",
        "reservation_status": "Check-Out",
        "reservation_status_date": "15-02-2017",
        "deposit_type": "No Deposit",
    }
    assert read_stays([row], mapping)[1] == []
    stays, unreadable = read_stays([row | {column: cell}], mapping)
    assert stays == []
    assert [bad.reason for bad in unreadable] == [reason]


def test_a_gzipped_file_is_read_like_a_plain_one(tmp_path: Path) -> None:
    packed = tmp_path / "day.csv.gz"
    packed.write_bytes(gzip.compress(SAMPLE.read_bytes()))
    assert read_file(packed) == read_file(SAMPLE)


def test_a_file_that_no_mapping_fits_names_the_missing_columns() -> None:
    with pytest.raises(NoMappingFits, match=r"hotel_bookings\.yaml lacks .*deposit_type"):
        mapping_for(["arrival", "departure"])


def test_a_mapping_with_an_unknown_field_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "odd.yaml").write_text((MAPPINGS / "hotel_bookings.yaml").read_text() + "\ncolour: blue\n")
    with pytest.raises(NoMappingFits, match=r"odd\.yaml: colour"):
        mapping_for([], tmp_path)


def test_the_sample_day_has_one_room_less_than_it_has_guests() -> None:
    _, stays, _ = read_file(SAMPLE)
    day = day_of(stays, DAY)
    assert [len(part) for part in (day.leaving, day.staying, day.arriving, day.absent, day.waiting)] == [1, 2, 3, 1, 1]
    assert day.rooms == {"D": 6}


def test_rooms_are_the_larger_of_morning_and_night() -> None:
    leaving = [a_stay(line, arrival=DAY - timedelta(days=1), departure=DAY, room_type="B") for line in range(2, 5)]
    arriving = [a_stay(5, room_type="B"), a_stay(6, room_type="A")]
    assert day_of([*leaving, *arriving], DAY).rooms == {"A": 1, "B": 3}


def test_who_waited_for_tonight_takes_no_room_and_who_waited_before_has_one() -> None:
    tonight = a_stay(2, waited=True)
    before = a_stay(3, waited=True, arrival=DAY - timedelta(days=1))
    day = day_of([tonight, before], DAY)
    assert [stay.line for stay in day.waiting] == [2]
    assert day.rooms == {"A": 1}


@pytest.mark.parametrize(
    ("stay", "reason"),
    [
        (a_stay(departure=DAY), "stayed for no night"),
        (a_stay(outcome="cancelled", outcome_on=DAY - timedelta(days=3)), "cancelled before the day"),
        (a_stay(outcome="no_show", arrival=DAY - timedelta(days=1)), "a no-show of an earlier day"),
    ],
)
def test_who_was_not_in_the_house_is_left_out_with_the_reason(stay: Stay, reason: str) -> None:
    day = day_of([stay], DAY)
    assert [(out.stay, out.reason) for out in day.left_out] == [(stay, reason)]
    assert day.rooms == {}


def test_arrivals_are_the_same_for_the_same_seed_and_lie_in_the_stated_hours() -> None:
    drawn = [arrival_of(a_stay(line), day=DAY, zone=LISBON, seed=7) for line in range(2, 500)]
    assert drawn == [arrival_of(a_stay(line), day=DAY, zone=LISBON, seed=7) for line in range(2, 500)]
    assert drawn != [arrival_of(a_stay(line), day=DAY, zone=LISBON, seed=8) for line in range(2, 500)]
    assert min(drawn).hour >= FIRST
    assert max(drawn).hour < LAST
    assert max(histogram(drawn), key=lambda hour: histogram(drawn)[hour]) in (16, 17)


@pytest.mark.parametrize(
    ("arrives", "stated"), [((17, 59), None), ((18, 0), (18, 0)), ((18, 1), (18, 30)), ((21, 30), (21, 30))]
)
def test_who_comes_after_the_hold_hour_had_said_when(arrives: tuple[int, int], stated: tuple[int, int] | None) -> None:
    told = stated_arrival(datetime(2017, 2, 13, *arrives, tzinfo=LISBON), hold_hour=18)
    assert told == (datetime(2017, 2, 13, *stated, tzinfo=LISBON) if stated else None)
