"""Statistics and drips on the screen."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.habits import Text
from reader.library import dripping, lists, reading
from reader.locale import Say
from reader.model import Locator, State
from reader.tui.app import Tsuzuki
from reader.tui.contents import Contents
from reader.tui.reading import Reading
from reader.tui.shelf import Shelf
from reader.tui.statistics import StatisticsScreen
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.library.shelf import Library

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


@pytest.fixture(autouse=True)
def utc() -> Iterator[None]:
    """Days of the screens are the machine's."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


class Clock:
    def __init__(self, start: datetime) -> None:
        self.time = start

    def __call__(self) -> datetime:
        return self.time


def read_a_while(library: Library) -> None:
    """A serial read from New Year on, every other day, then daily."""
    clock = Clock(datetime(2026, 1, 2, 20, 0, tzinfo=UTC))
    library.now = clock
    tide = next(one for one in lists.serials(library) if one.language == "ja")
    saved = [one for one in lists.episodes(library, tide.id) if one.saved]
    for number, episode in enumerate(saved[:10]):
        for page in range(1, 5):
            clock.time += timedelta(seconds=20 + number)
            reading.keep_place(library, episode.id, Locator(3 * page, 0), page / 4)
        reading.mark(library, [episode.id], State.READ)
        clock.time += timedelta(days=20 - 2 * number)
    library.now = lambda: samples.NOW


@pytest.fixture
def japanese(tmp_path: Path) -> Iterator[Library]:
    with samples.open_library(tmp_path, samples.settings("ja")) as library:
        samples.follow_lamp(library)
        samples.follow_tide(library)
        read_a_while(library)
        yield library


@pytest.mark.parametrize("size", SIZES)
async def test_the_year_as_it_is_kept(library: Library, size: str) -> None:
    read_a_while(library)
    app = Tsuzuki(library)
    async with app.run_test(size=SIZES[size]) as pilot:
        await pilot.press("%")
        await pilot.pause()
        assert isinstance(app.screen, StatisticsScreen)
        matches_snapshot(app, f"statistics-{size}")


async def test_the_year_in_japanese(japanese: Library) -> None:
    app = Tsuzuki(japanese)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("%")
        await pilot.pause()
        matches_snapshot(app, "statistics-ja-80x24")


async def test_years_are_turned_and_this_is_the_last(library: Library) -> None:
    read_a_while(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("%")
        await pilot.pause()
        this = screen_text(app)
        assert "10 days" in this
        await pilot.press("left")
        assert "2025" in screen_text(app)
        assert "0 days" in screen_text(app)
        await pilot.press("right", "right")
        assert screen_text(app) == this
        await pilot.press("q")
        assert isinstance(app.screen, Shelf)


async def test_a_low_window_moves_over_the_lines(library: Library) -> None:
    read_a_while(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("%")
        await pilot.pause()
        first = screen_text(app)
        assert "Sun" not in first
        await pilot.press("end")
        assert "Sun" in screen_text(app)
        await pilot.press("home")
        assert screen_text(app) == first
        await pilot.press("down", "pagedown", "pageup", "up")
        assert screen_text(app) == first


async def test_of_one_serial_from_its_contents_and_its_text(library: Library) -> None:
    read_a_while(library)
    lamp = next(one for one in lists.serials(library) if one.language == "en")
    app = Tsuzuki(library, serial=lamp.id, episode=lists.episodes(library, lamp.id)[0].id)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert type(app.screen) is Reading
        await pilot.press("%")
        await pilot.pause()
        shown = screen_text(app)
        assert lamp.title in shown
        assert "0 days" in shown
        assert "8 unread" in shown
        await pilot.press("q", "t")
        await pilot.pause()
        assert type(next(app.panes())) is Contents
        await pilot.press("%")
        await pilot.pause()
        assert screen_text(app) == shown


async def test_a_drip_by_key_with_a_way_back(japanese: Library) -> None:
    tide = next(one for one in lists.serials(japanese) if one.language == "ja")
    app = Tsuzuki(japanese)
    async with app.run_test(size=(120, 24)) as pilot:
        app.contents(tide.id)
        await pilot.pause()
        await pilot.press("D")
        await pilot.pause()
        assert "（読み終わるのは5月22日）" in screen_text(app)
        await pilot.press("y")
        await pilot.pause()
        assert dripping.of_serial(japanese, lists.serials(japanese)[1]) is not None
        assert "今日までの分1話" in screen_text(app)
        await pilot.press("q")
        await pilot.pause()
        assert "今日までの分1話" in screen_text(app)
        await pilot.press("%")
        await pilot.pause()
        assert "読み終わるのは5月22日" in screen_text(app)
        await pilot.press("q")
        app.contents(tide.id)
        await pilot.pause()
        await pilot.press("D", "y")
        await pilot.pause()
        assert "今日までの分" not in screen_text(app)
        await pilot.press("u")
        await pilot.pause()
        assert "今日までの分1話" in screen_text(app)


async def test_time_left_goes_by_the_speed_that_was_learnt(library: Library) -> None:
    tide = next(one for one in lists.serials(library) if one.language == "ja")
    last = lists.episodes(library, tide.id)[-1]
    assert Text(last.characters).units < 1000
    clock = Clock(samples.NOW)
    library.now = clock
    for episode in [one for one in lists.episodes(library, tide.id) if one.saved][:8]:
        for page in range(1, 5):  # 140 characters in 110 seconds: slowly
            clock.time += timedelta(seconds=110)
            reading.keep_place(library, episode.id, Locator(3 * page, 0), page / 4)
    app = Tsuzuki(library, serial=tide.id, episode=last.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, Reading)
        learnt = app.screen._speed(last.id)
        assert learnt.characters_per_minute < 100
        assert learnt.words_per_minute == library.settings.reading.words_per_minute
        assert f"{Say().minutes(last.characters / learnt.characters_per_minute)} left" in screen_text(app)
