"""Ten rows of a real hotel, through three services in processes of their own."""

import asyncio
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from local_stack.temporary import temporary_stack
from rich.console import Console
from stories.replay.play import load, replay
from stories.urls import Urls

SAMPLE = Path(__file__).parents[1] / "data/hotel_day.csv"


@pytest.mark.xdist_group("stack")
def test_the_room_of_a_no_show_goes_to_the_waiter_and_every_rule_is_kept() -> None:
    told = StringIO()
    console = Console(file=told, width=200)
    mapping, day = load(SAMPLE, date(2017, 2, 13), console)
    with temporary_stack(durable=False) as stack:
        code = asyncio.run(replay(Urls.of(stack.urls), console, mapping, day, seed=1))
    story = told.getvalue()
    assert code == 0, story
    assert "line 11: arrival_date_year" in story
    assert "of the no-show in line 8" in story
    assert "went to the waiter of line 9" in " ".join(story.split())
