"""What was read, how fast, and how long the rest takes."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.drip import Drip
from reader.habits import Day, Streak
from reader.library import dripping, exporting, following, habits, importing, lists, reading, syncing
from reader.model import Kind, Locator, Origin, State

from .fakes import NOW, Clock, a_library, discovered, found

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import Serial

TODAY = NOW.date()
LENGTH = 1000
PAGES = 10


def follow(library: Library, count: int = 4, *, title: str = "The ferry") -> Serial:
    """A Japanese serial, each episode :data:`LENGTH` characters long."""
    base = 100 * len(title)
    episodes = [found(base + number) for number in range(count)]
    serial = following.follow(library, discovered(*episodes, title=title, language="ja"))
    for one in lists.episodes(library, serial.id):
        text = Document((Block(Role.PARAGRAPH, "あ" * LENGTH),), "ja")
        library.store.texts.save(one.id, text, origin=Origin.LIVE, url=one.url, fetched_at=NOW, words=0)
    return lists.serials(library)[-1]


def turn(library: Library, **by: float) -> None:
    assert isinstance(library.now, Clock)
    library.now.turn(**by)


def read_through(library: Library, episode_id: int, seconds: float) -> None:
    """As the reading screen does: a place a page, the last one at the end, and the mark."""
    for page in range(1, PAGES + 1):
        turn(library, seconds=seconds)
        reading.keep_place(library, episode_id, Locator(0, page * LENGTH // PAGES), page / PAGES)
    reading.mark(library, [episode_id], State.READ)


def today(library: Library) -> habits.Statistics:
    day = library.now().astimezone(UTC).date()
    return habits.statistics(library, day, day, zone=UTC)


def test_reading_counts_and_marking_does_not(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = follow(library)
        first, second, *rest = lists.episodes(library, serial.id)
        assert today(library).whole == Day()
        read_through(library, first.id, 12)
        assert today(library).whole.episodes == 1
        assert today(library).whole.characters == LENGTH
        reading.mark(library, [one.id for one in rest], State.READ)
        reading.mark(library, [second.id], State.READ)
        assert today(library).whole.episodes == 1
        reading.undo(library)
        reading.undo(library)
        assert today(library).whole.episodes == 1
        reading.undo(library)
        told = today(library)
        assert (told.whole.episodes, told.whole.characters) == (0, LENGTH)
        assert told.whole.seconds == pytest.approx(9 * 12 + 12, abs=1)


def test_what_an_import_brings_was_not_read_now(tmp_path: Path) -> None:
    with a_library(tmp_path / "one") as library:
        for one in lists.episodes(library, follow(library).id):
            reading.keep_place(library, one.id, Locator(0, 500), 0.5)
            turn(library, seconds=60)
        text = exporting.export(library, "json")
    with a_library(tmp_path / "two") as library:
        importing.take_in(library, asyncio.run(importing.preview(library, text.encode(), "list.json")))
        assert sum(one.fraction for one in lists.episodes(library, 1)) == 2
        assert library.store.habits.recent(10) == []
        assert today(library).whole == Day()


def test_a_drip_goes_along_with_a_list(tmp_path: Path) -> None:
    with a_library(tmp_path / "one") as library:
        serial = follow(library)
        dripping.begin(library, serial, 3, 7, UTC)
        text = exporting.export(library, "json")
        dripping.end(library, serial)
        importing.take_in(library, asyncio.run(importing.preview(library, text.encode(), "list.json")))
        assert library.store.habits.drips() == {serial.id: f"3/7d {TODAY} 0"}
    with a_library(tmp_path / "two") as library:
        importing.take_in(library, asyncio.run(importing.preview(library, text.encode(), "list.json")))
        assert library.store.habits.drips() == {1: f"3/7d {TODAY} 0"}
        assert exporting.export(library, "json") == text


def test_machines_that_sync_add_up_and_nothing_counts_twice(tmp_path: Path) -> None:
    carried = tmp_path / "carried"
    carried.mkdir()
    with a_library(tmp_path / "one") as one, a_library(tmp_path / "two") as two:
        here = lists.episodes(one, follow(one).id)
        there = lists.episodes(two, follow(two).id)
        read_through(one, here[0].id, 12)
        turn(two, minutes=30)
        read_through(two, there[1].id, 12)
        for library in (one, two, one, two, one):
            syncing.sync(library, carried)
        for library in (one, two):
            assert today(library).whole.episodes == 2
            assert today(library).whole.characters == 2 * LENGTH
        assert today(one).days == today(two).days
        assert habits.speeds(one).known == habits.speeds(two).known


def test_the_speed_is_learnt_from_this_reader_and_time_left_goes_by_it(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = follow(library)
        ids = [one.id for one in lists.episodes(library, serial.id)]
        whole = habits.left(library, serial)
        assert (whole.minutes, whole.characters, whole.episodes, whole.unsaved) == (8, 4000, 4, 0)
        read_through(library, ids[0], 6)
        read_through(library, ids[1], 6)
        learnt = habits.speeds(library)
        assert [(one.language, one.in_words, one.speed.pages) for one in learnt.known] == [("ja", False, 19)]
        assert learnt.reading("ja-JP").characters_per_minute == pytest.approx(1000, rel=0.01)
        assert learnt.reading("en") == library.settings.reading_for("en")
        reading.keep_place(library, ids[2], Locator(0, 500), 0.5)
        rest = habits.left(library, serial)
        assert rest.minutes == pytest.approx(1.5, rel=0.01)
        assert (rest.characters, rest.episodes) == (1500, 2)
        assert reading.remaining(library, ids[2]).serial_minutes == pytest.approx(1.5, rel=0.01)


def test_what_is_not_saved_is_reckoned_with_the_others_and_notices_are_not(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        episodes = [found(1), found(2), found(3, kind=Kind.NOTICE)]
        serial = following.follow(library, discovered(*episodes, language="ja"))
        text = Document((Block(Role.PARAGRAPH, "あ" * LENGTH),), "ja")
        first = lists.episodes(library, serial.id)[0]
        library.store.texts.save(first.id, text, origin=Origin.LIVE, url=first.url, fetched_at=NOW, words=0)
        rest = habits.left(library, serial)
        assert (rest.minutes, rest.characters, rest.episodes, rest.unsaved) == (4, 2000, 2, 1)


def test_days_are_the_readers_and_one_serial_is_told_alone(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        one, two = follow(library), follow(library, title="The bridge")
        turn(library, hours=23)
        read_through(library, lists.episodes(library, one.id)[0].id, 12)
        turn(library, days=1)
        read_through(library, lists.episodes(library, two.id)[0].id, 12)
        week = TODAY, TODAY + timedelta(days=6)
        both = habits.statistics(library, *week, zone=UTC)
        assert list(both.days) == [TODAY, TODAY + timedelta(days=1)]
        assert both.streak == Streak(2, with_today=True, longest=2)
        alone = habits.statistics(library, *week, serial_id=two.id, zone=UTC)
        assert list(alone.days) == [TODAY + timedelta(days=1)]
        tokyo = habits.statistics(library, *week, zone=timezone(timedelta(hours=9)))
        assert list(tokyo.days) == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
        later = habits.statistics(library, TODAY + timedelta(days=1), date.max, zone=UTC)
        assert later.whole.episodes == 1
        assert later.streak == both.streak
        assert habits.statistics(library, date.min, date.max, zone=UTC).whole.episodes == 2


# --- drips


def test_a_drip_lets_out_one_a_day_and_hides_nothing(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = follow(library, 42)
        ids = [one.id for one in lists.episodes(library, serial.id)]
        assert dripping.of_serial(library, serial, UTC) is None
        begun = dripping.begin(library, serial, 1, 1, UTC)
        assert (begun.drip, begun.waiting, begun.unread) == (Drip(1, 1, TODAY), 1, 42)
        assert (begun.next_day, begun.caught_up) == (TODAY + timedelta(days=1), TODAY + timedelta(days=41))
        reading.mark(library, ids[:3], State.READ)
        ahead = dripping.of_serial(library, lists.serials(library)[0], UTC)
        assert ahead is not None
        assert (ahead.waiting, ahead.unread) == (0, 39)
        resumed = reading.resume(library, serial.id)
        assert resumed is not None
        assert resumed[1].id == ids[3]
        turn(library, days=50)
        late = dripping.of_all(library, lists.serials(library), UTC)[serial.id]
        assert (late.waiting, late.next_day, late.caught_up) == (39, None, TODAY + timedelta(days=50))
        assert dripping.end(library, serial)
        assert not dripping.end(library, serial)
        assert dripping.of_all(library, [serial], UTC) == {}
        reading.undo(library)
        assert dripping.of_serial(library, serial, UTC) is not None
