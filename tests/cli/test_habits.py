"""``stats`` and ``drip``: what they print, and what is in their JSON."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.cli.habits import SHADES, drawn
from reader.files import find_folders
from reader.library import reading
from reader.library.shelf import Library
from reader.model import Locator, State
from reader.settings import Settings
from reader.typeset.width import cells
from reader.yearly import picture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .conftest import Tsuzuki


@pytest.fixture(autouse=True)
def utc() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def read_one(folder: Path, position: int, ago: timedelta = timedelta(0)) -> None:
    """Read an episode through, page by page, a minute a page."""
    moment = [datetime.now(UTC) - ago - timedelta(minutes=5)]
    with Library.open(find_folders(data=str(folder)), Settings(), now=lambda: moment[0]) as library:
        episode = library.store.episodes.all(1)[position - 1]
        for page in range(1, 6):
            reading.keep_place(library, episode.id, Locator(page, 0), page / 5)
            moment[0] += timedelta(minutes=1)
        reading.mark(library, [episode.id], State.READ)


def test_days_speed_and_what_is_left(followed: Tsuzuki, tmp_path: Path) -> None:
    read_one(tmp_path / "data", 1, timedelta(days=1))
    followed("mark", 1, "3-4", "read")
    yesterday = f"{datetime.now(UTC) - timedelta(days=1):%Y-%m-%d}"
    told = followed("stats", 1, "--since", "3d", "--json").document
    assert [(day["date"], day["episodes"]) for day in told["days"]] == [(yesterday, 1)]
    assert told["total"]["characters"] == told["days"][0]["characters"] > 0
    assert told["streak"] == {"days": 1, "with_today": False, "longest": 1}
    assert [(one["language"], one["unit"], one["pages"]) for one in told["speeds"]] == [("en", "word", 4)]
    listed = followed("show", 1, "--json").document
    assert told["left"]["episodes"] == sum(one["state"] == "unread" for one in listed["episodes"])
    assert told["left"]["minutes"] > 0
    assert listed["serial"]["left"] == told["left"]
    assert told["drip"] is None
    assert followed("stats", "--since", "0d", "--json").document["days"] == []
    text = followed("stats", 1, "--since", "3d").out
    assert f"{yesterday} " in text
    assert "1 day in a row (not yet today), 1 at most" in text
    assert "words a minute, learnt from 4 pages" in text
    assert " unread: " in text


def test_a_picture_of_the_year_stands_in_80_cells(followed: Tsuzuki, tmp_path: Path) -> None:
    read_one(tmp_path / "data", 2)
    year = datetime.now(UTC).year
    lines = followed("stats", "--year", year).out.splitlines()
    assert all(cells(line) <= 80 for line in lines)
    assert lines[0].startswith(f"{year}: 1 day, ")
    weekdays = [line for line in lines if line[:3] in {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}]
    assert len(weekdays) == 7
    assert sum(line.count(shade) for line in weekdays for shade in "░▒▓█") == 1
    assert sum(line.count("·") for line in weekdays) in {364, 365}
    assert lines[-1].startswith(f"{year}-")
    empty = followed("stats", "--year", year - 1).out
    assert f"{year - 1}: 0 days, 0 characters, 0 episodes" in empty
    assert followed("stats", "--year", 0).status == 2


def test_the_picture_has_plain_signs_for_terminals_that_draw_others_wide() -> None:
    assert all(line.isascii() for line in drawn(picture(2026, {}), SHADES[True]))
    assert [cells(shade) for shade in SHADES[False]] == [1] * 5


def test_a_drip_is_put_on_told_and_taken_off(followed: Tsuzuki) -> None:
    count = len(followed("show", 1, "--json").document["episodes"])
    day = datetime.now(UTC).date()
    assert "No serial is let out" in followed("drip").err
    on = followed("drip", 1, "--json").document["drip"]
    assert on == {
        "count": 1,
        "every_days": 1,
        "since": day.isoformat(),
        "new": 1,
        "unread": count,
        "next": (day + timedelta(days=1)).isoformat(),
        "caught_up": (day + timedelta(days=count - 1)).isoformat(),
    }
    assert followed("drip", 1, "--json").document["drip"] == on
    weekly = followed("drip", 1, "--count", 2, "--every", "1w").out
    assert f"2 episodes a week, 2 new, more on {day + timedelta(days=7)}, caught up on " in weekly
    assert len(followed("drip", "--json").document["drips"]) == 1
    assert "2 episodes a week" in followed("drip").out
    assert "let out bit by bit" in followed("undo").err
    assert followed("drip", 1, "--json").document["drip"] == on
    assert followed("stats", 1, "--json").document["drip"] == on
    assert followed("show", 1, "--json").document["serial"]["drip"] == on
    assert "1 episode a day, 1 new, more on " in followed("show", 1).out
    assert ", 1 let out" in followed("list").out
    assert "caught up on" in followed("stats", 1).out
    assert "all at once again" in followed("drip", 1, "--off").err
    assert "was on no drip" in followed("drip", 1, "--off").err
    assert followed("drip", 1, "--off", "--json").document == {"serial": 1, "drip": None}
    assert followed("drip", "--json").document == {"drips": []}


@pytest.mark.parametrize("wrong", [("--every", "x"), ("--count", "0"), ("--every", "0d"), ("--count", "1001")])
def test_what_is_no_drip_is_refused(followed: Tsuzuki, wrong: tuple[str, str]) -> None:
    assert followed("drip", 1, *wrong).status == 2
    assert followed("drip", *wrong).status == 2
