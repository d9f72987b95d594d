"""Two and three libraries with one folder between them."""

from __future__ import annotations

import json
import random
import shutil
from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.library import following, lists, reading, syncing
from reader.model import Locator, State

from .fakes import FIVE, NOW, Clock, a_library, discovered, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.library.syncing import SyncReport


def at(block: int) -> Locator:
    return Locator(block, 0, "the ferry", "left")


def states(library: Library, serial_id: int = 1) -> str:
    signs = {State.UNREAD: ".", State.READING: "r", State.READ: "x"}
    return "".join(signs[one.state] for one in lists.episodes(library, serial_id))


def ids(library: Library, serial_id: int = 1) -> list[int]:
    return [one.id for one in lists.episodes(library, serial_id)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "carried"
    path.mkdir()
    return path


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Library, Library]]:
    """Both follow the same serial, each with ids and uids of its own."""
    with a_library(tmp_path / "a") as first, a_library(tmp_path / "b") as second:
        following.follow(second, discovered(*[found(n) for n in range(50, 53)], title="The bridge"))
        for library in (first, second):
            following.follow(library, discovered(*FIVE))
        assert isinstance(second.now, Clock)
        second.now.turn(days=-3000)
        yield first, second


def both(folder: Path, *libraries: Library) -> list[SyncReport]:
    return [syncing.sync(library, folder) for library in (*libraries, *libraries)]


def test_marks_meet_under_different_ids(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    reading.mark(first, ids(first)[:2], State.READ)
    reading.mark(second, ids(second, 2)[3:4], State.READ)
    reports = both(folder, first, second)
    assert states(first) == states(second, 2) == "xx.x."
    assert [one.taken.marks for one in reports] == [0, 2, 1, 0]
    # The serial that only one followed has come, as rows to be fetched.
    assert [one.title for one in lists.serials(first)] == ["The ferry", "The bridge"]
    assert [one.saved for one in lists.episodes(first, 2)] == [False] * 3
    assert len(lists.serials(second)) == 2
    for library in pair:
        assert library.store.log.adds_up() == []


def test_a_second_sync_changes_nothing(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    reading.keep_place(first, ids(first)[0], at(2), 0.5)
    lists.tag(second, 2, add=["sea"])
    both(folder, first, second)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert len(before) == 2
    reports = both(folder, first, second)
    assert [one.wrote for one in reports] == [0] * 4
    assert [one.taken.events for one in reports] == [0] * 4
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_only_an_un_mark_that_has_seen_the_mark_removes_it(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    theirs = ids(second, 2)
    reading.mark(second, theirs[:2], State.READ)
    both(folder, second, first)
    reading.mark(first, ids(first)[:1], State.UNREAD)
    reading.mark(second, theirs[1:2], State.UNREAD)
    reading.mark(second, theirs[1:2], State.READ)  # again, which the other has not seen
    reading.mark(first, ids(first)[1:2], State.UNREAD)
    both(folder, first, second)
    assert states(first) == states(second, 2) == ".x..."


def test_places_go_on_and_never_back(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    mine, theirs = ids(first)[0], ids(second, 2)[0]
    reading.keep_place(first, mine, at(5), 0.5)
    both(folder, first, second)
    assert reading.place(second, theirs).locator == at(5)
    assert reading.resume(second) is not None
    reading.keep_place(second, theirs, at(8), 0.8)
    reading.keep_place(second, theirs, at(1), 0.1)  # reads it again from near the beginning
    report = both(folder, second, first)[1]
    here = reading.place(first, mine)
    assert (here.locator, here.furthest) == (at(5), at(8))
    assert [(one.fraction, one.locator) for one in report.offers] == [(0.1, at(1))]
    serial, episode = syncing.offered(first, report.offers[0])
    assert (serial.title, episode.position) == ("The ferry", 1)
    assert [one.fraction for one in syncing.elsewhere(first, mine)] == [0.1]
    # The further place of two made without knowing of each other wins.
    reading.keep_place(first, mine, at(6), 0.6)
    reading.keep_place(second, theirs, at(9), 0.9)
    both(folder, first, second)
    assert reading.place(first, mine).locator == reading.place(second, theirs).locator == at(9)
    assert syncing.elsewhere(second, theirs)[0].fraction == 0.6


def test_continue_follows_who_had_seen_the_other(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    both(folder, first, second)
    reading.keep_place(first, ids(first, 1)[2], at(1), 0.3)
    both(folder, first, second)
    reading.keep_place(second, ids(second, 1)[0], at(1), 0.2)  # the bridge, read after the ferry was seen
    both(folder, second, first)
    here = reading.resume(first)
    assert here is not None
    assert here[0].title == "The bridge"
    # Each reads on without knowing of the other: nobody is taken away from where they are.
    reading.keep_place(first, ids(first, 1)[3], at(1), 0.3)
    reading.keep_place(second, ids(second, 1)[1], at(1), 0.3)
    both(folder, first, second)
    here, there = reading.resume(first), reading.resume(second)
    assert here is not None
    assert there is not None
    assert (here[0].title, there[0].title) == ("The ferry", "The bridge")


def test_titles_tags_order_and_removal_meet(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    lists.rename(first, 1, "The ferry at night")
    lists.tag(first, 1, add=["sea", "slow"])
    lists.tag(second, 2, add=["night"])
    second.store.log.reorder(2, ids(second, 2)[::-1], NOW)
    lists.remove(second, 1)
    both(folder, first, second)
    for library, number in ((first, 1), (second, 2)):
        serial = library.store.serials.one(number)
        assert (serial.title, serial.tags) == ("The ferry at night", ("night", "sea", "slow"))
        assert [one.number for one in lists.episodes(library, number)] == list("54321")
    # What was taken off the shelf there does not come here.
    assert [one.title for one in lists.serials(first)] == ["The ferry at night"]
    lists.tag(second, 2, drop=["sea"])
    reading.undo(first)  # the tags: the other one's stay
    both(folder, first, second)
    assert first.store.serials.one(1).tags == second.store.serials.one(2).tags == ("night",)


def test_an_undo_travels(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    reading.mark(first, ids(first), State.READ)
    both(folder, first, second)
    assert states(second, 2) == "xxxxx"
    reading.mark(second, ids(second, 2)[:1], State.UNREAD)
    both(folder, first, second)
    reading.undo(first)
    both(folder, first, second)
    assert states(first) == states(second, 2) == "....."
    reading.undo(second)
    both(folder, first, second)
    assert states(first) == states(second, 2) == "....."


def test_files_are_read_as_far_as_they_are_sound(pair: tuple[Library, Library], folder: Path) -> None:
    first, second = pair
    for number in range(4):
        reading.mark(first, ids(first)[number : number + 1], State.READ)
        syncing.sync(first, folder)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    lines = whole.splitlines(keepends=True)
    path.write_bytes(whole[:-40])  # cut off
    (folder / f"{path.stem} (conflicted copy 2026-01-01).jsonl").write_bytes(b"".join(lines[:4] + lines[2:3] * 3))
    (folder / f"{path.stem}.sync-conflict-20260101-120000-ABCDEFG.jsonl").write_bytes(b"")
    (folder / "notes.jsonl").write_text('{"a": 1}\n')
    (folder / "stranger.txt").write_text("hello")
    (folder / ".hidden.jsonl").write_bytes(whole)
    report = syncing.sync(second, folder)
    assert states(second, 2) == "xxx.."
    assert sum("left alone" in one for one in report.remarks) == 2
    assert any("damaged" in one for one in report.remarks)
    syncing.sync(first, folder)  # the owner heals its own file
    assert set(lines) <= set(path.read_bytes().splitlines(keepends=True))
    syncing.sync(second, folder)
    assert states(second, 2) == "xxxx."


def test_unknown_events_are_carried_along_and_a_newer_file_is_left_alone(
    pair: tuple[Library, Library], folder: Path
) -> None:
    first, second = pair
    with first.store.writing():
        first.store.log._append("dream", "x", {"of": ["a", {"b": 1}]}, NOW)
    reading.mark(first, ids(first)[:1], State.READ)
    both(folder, first, second)
    assert states(second, 2) == "x...."
    kinds = second.store.database.rows("SELECT kind, body FROM event WHERE kind = 'dream'")
    assert kinds == [("dream", '{"of":["a",{"b":1}]}')]
    for path in folder.iterdir():
        if first.store.log.device() in path.name:
            head, _, rest = path.read_text("utf-8").partition("\n")
            value = {**json.loads(head), "version": 2}
            del value["sum"]
            from reader.sync.logfile import _line  # noqa: PLC0415 - a line as a newer one would write it

            path.write_text(_line(value) + rest, "utf-8")
    reading.mark(second, ids(second, 2)[1:2], State.READ)
    assert any("newer Tsuzuki" in one for one in syncing.sync(second, folder).remarks)


def test_what_comes_in_is_cleaned_and_of_the_web(tmp_path: Path, folder: Path) -> None:
    with a_library(tmp_path / "a") as first, a_library(tmp_path / "b") as second:
        following.follow(first, discovered(found(1), title="x\x1b]0;y\x07z"))
        first.store.log.edit(1, "title", "evil\x1b[2J\u202etitle", NOW)
        with first.store.writing():
            first.store.serials.add(
                title="local",
                url="/home/me/tale.txt",
                author="",
                language="",
                status=first.store.serials.one(1).status,
                now=NOW,
            )
        both(folder, first, second)
        assert [one.title for one in lists.serials(second)] == ["evil[2Jtitle"]
        assert [report.wrote for report in both(folder, first, second)] == [0] * 4


def test_a_copied_library_is_another_device(tmp_path: Path, folder: Path) -> None:
    with a_library(tmp_path / "a") as first:
        following.follow(first, discovered(*FIVE))
        reading.mark(first, ids(first)[:1], State.READ)
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with a_library(tmp_path / "a") as first, a_library(tmp_path / "b") as second:
        reading.mark(first, ids(first)[1:2], State.READ)
        reading.mark(second, ids(second)[2:3], State.READ)
        assert first.store.log.device() != second.store.log.device()
        both(folder, first, second)
        assert states(first) == states(second) == "xxx.."
        assert len(list(folder.iterdir())) == 2


def test_an_old_file_put_back_by_hand_gets_its_own_events_back(tmp_path: Path, folder: Path) -> None:
    with a_library(tmp_path / "a") as library:
        following.follow(library, discovered(*FIVE))
        reading.mark(library, ids(library)[:1], State.READ)
        library.store.health.copy(NOW).rename(tmp_path / "old")
        reading.mark(library, ids(library)[1:3], State.READ)
        syncing.sync(library, folder)
    shutil.copy(tmp_path / "old", tmp_path / "a/library.sqlite3")
    with a_library(tmp_path / "a") as library:
        assert states(library) == "x...."
        syncing.sync(library, folder)
        assert states(library) == "xxx.."
    shutil.copy(tmp_path / "old", tmp_path / "a/library.sqlite3")
    with a_library(tmp_path / "a") as library:
        reading.mark(library, ids(library)[4:], State.READ)  # another second event than the first time
        report = syncing.sync(library, folder)
        assert any("copy" in one for one in report.remarks)
        assert states(library)[4] == "x"
        assert library.store.log.adds_up() == []


def test_no_folder(tmp_path: Path) -> None:
    with a_library(tmp_path / "a") as library, pytest.raises(UsageError, match="no such folder"):
        syncing.sync(library, tmp_path / "nowhere")


@pytest.mark.parametrize("seed", range(6))
def test_three_libraries_agree_after_anything(tmp_path: Path, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    libraries = [a_library(tmp_path / name) for name in "abc"]
    for library in libraries:
        following.follow(library, discovered(*FIVE))
        assert isinstance(library.now, Clock)
        library.now.turn(days=chance.randint(-3000, 3000))
    for _ in range(40):
        library = chance.choice(libraries)
        episode = chance.choice(ids(library))
        match chance.randrange(7):
            case 0 | 1:
                reading.mark(library, [episode], chance.choice([State.READ, State.READ, State.UNREAD]))
            case 2:
                place = chance.randint(0, 9)
                reading.keep_place(library, episode, at(place), place / 10)
            case 3:
                reading.undo(library)
            case 4:
                lists.tag(library, 1, add=[chance.choice("xyz")], drop=[chance.choice("xyz")])
            case _:
                syncing.sync(library, folder)
    for _ in range(2):
        both(folder, *libraries)
    told = []
    for library in libraries:
        assert library.store.log.adds_up() == []
        places = [reading.place(library, number) for number in ids(library)]
        told.append(
            (states(library), [(one.furthest, one.read_at) for one in places], library.store.serials.one(1).tags)
        )
        library.close()
    assert told[0] == told[1] == told[2]
