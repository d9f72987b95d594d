"""Copies of each day, putting one back, and a library that broke."""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import Corrupt, Locked, NotFound, TsuzukiError
from reader.files import Folders, UpdateLock
from reader.library import care, following, lists, reading, restoring
from reader.model import Locator, State
from reader.store import Store

from .fakes import FIVE, NOW, Clock, a_library, discovered, found

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library


def states(library: Library, serial_id: int = 1) -> str:
    signs = {State.UNREAD: ".", State.READING: "r", State.READ: "x"}
    return "".join(signs[one.state] for one in lists.episodes(library, serial_id))


def ids(library: Library) -> list[int]:
    return [one.id for one in lists.episodes(library, 1)]


def filled(folder: Path) -> Path:
    """A library with today's copy, and marks made after it."""
    with a_library(folder) as library:
        following.follow(library, discovered(*FIVE))
        reading.mark(library, ids(library)[:1], State.READ)
    with a_library(folder) as library:
        reading.mark(library, ids(library)[1:3], State.READ)
        reading.keep_place(library, ids(library)[4], Locator(3, 1), 0.4)
        lists.tag(library, 1, add=["sea"])
    return folder / "library.sqlite3"


def broken(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)


def test_a_copy_is_made_on_the_first_day_of_writing_and_seven_are_kept(tmp_path: Path) -> None:
    with a_library(tmp_path):
        pass
    assert not (tmp_path / "backups").exists()  # nothing is in it
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
    assert [one.name for one in (tmp_path / "backups").iterdir()] == ["library-20260501.db"]
    for day in range(1, 10):
        with a_library(tmp_path) as library:
            assert isinstance(library.now, Clock)
            library.now.turn(days=day)
            states(library)
        with a_library(tmp_path) as library:
            assert isinstance(library.now, Clock)
            library.now.turn(days=day)
            reading.mark(library, ids(library)[:1], State.READ if day % 2 else State.UNREAD)
    kept = sorted(one.name for one in (tmp_path / "backups").iterdir())
    assert kept == [f"library-202605{day:02}.db" for day in range(4, 11)]


def test_what_a_kill_left_half_written_is_taken_back_before_the_file_gives_way(tmp_path: Path) -> None:
    path = filled(tmp_path / "one")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("PRAGMA cache_size = 1")
        writing.execute("BEGIN")
        for number in range(200):  # more than the cache holds, so that it reaches the file before it is committed
            values = (f"junk {number}", "x" * 3000)
            writing.execute("INSERT INTO meta (key, value) VALUES (?, ?)", values)
        writing.execute("UPDATE episode SET state = 'unread'")
        shutil.copytree(tmp_path / "one", tmp_path / "two")
        writing.execute("ROLLBACK")
    two = tmp_path / "two"
    shutil.rmtree(two / "journal")  # the file alone knows what was done since the copy
    assert (two / "library.sqlite3-journal").stat().st_size > 0
    done = restoring.restore(Folders(two, two / "settings.toml"), NOW)
    assert done.aside is not None
    assert not done.aside.with_name(f"{done.aside.name}-journal").exists()
    with Store.open(done.aside, now=NOW) as aside:
        assert aside.health.integrity() == []
        assert aside.log.adds_up() == []
    with a_library(two) as library:
        assert states(library) == "xxx.r"


def test_a_copy_fails_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "backups").write_text("a file")
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
    (tmp_path / "backups").unlink()
    started: list[list[str]] = []
    monkeypatch.setattr(restoring, "INLINE_BYTES", 10)
    monkeypatch.setattr("reader.library.restoring.subprocess.Popen", lambda command, **_: started.append(command))
    with a_library(tmp_path) as library:
        reading.mark(library, ids(library)[:1], State.READ)
    assert started[0][1:] == ["-m", "reader", "--quiet", "--data", str(tmp_path), "backup", "--daily"]


def test_restore_brings_back_the_newest_copy_and_what_was_done_since(tmp_path: Path) -> None:
    path = filled(tmp_path)
    broken(path)
    folders = a_folders(tmp_path)
    done = restoring.restore(folders, NOW)
    assert done.backup is not None
    assert done.backup.name == "library-20260501"
    assert done.aside is not None
    with a_library(tmp_path) as library:
        assert states(library) == "xxx.r"
        assert reading.place(library, ids(library)[4]).locator == Locator(3, 1)
        assert library.store.serials.one(1).tags == ("sea",)
        assert [one.level for one in care.check(library) if one.level == "bad"] == []
        here = reading.resume(library)
        assert here is not None
        assert here[1].position == 5
        reading.mark(library, ids(library)[3:4], State.READ)
    # And once more, so that the journal of two devices counts.
    broken(path)
    restoring.restore(folders, NOW + timedelta(seconds=1))
    with a_library(tmp_path) as library:
        assert states(library) == "xxxxr"
        assert library.store.log.adds_up() == []


def test_the_replaced_file_can_be_put_back(tmp_path: Path) -> None:
    path = filled(tmp_path)
    before = path.read_bytes()
    done = restoring.restore(a_folders(tmp_path), NOW, "20260501", with_log=False)
    with a_library(tmp_path) as library:
        assert states(library) == "x...."
    assert done.aside is not None
    assert done.aside.read_bytes() == before
    assert [one.replaced for one in restoring.backups(a_folders(tmp_path))] == [False, True]
    restoring.restore(a_folders(tmp_path), NOW + timedelta(seconds=1), done.aside.stem)
    with a_library(tmp_path) as library:
        assert states(library) == "xxx.r"


def test_without_any_copy_the_journal_is_enough(tmp_path: Path) -> None:
    path = filled(tmp_path)
    shutil.rmtree(tmp_path / "backups")
    path.write_bytes(b"")
    done = restoring.restore(a_folders(tmp_path), NOW)
    assert done.backup is None
    with a_library(tmp_path) as library:
        assert [one.title for one in lists.serials(library)] == ["The ferry"]
        assert states(library) == "xxx.r"


def test_a_damaged_copy_is_passed_over(tmp_path: Path) -> None:
    path = filled(tmp_path)
    newer = tmp_path / "backups/library-20260601.db"
    broken(newer)
    broken(path)
    done = restoring.restore(a_folders(tmp_path), NOW)
    assert done.backup is not None
    assert done.backup.name == "library-20260501"
    assert done.remarks == ("library-20260601 is damaged and was passed over",)
    before = path.read_bytes()
    with pytest.raises(Corrupt, match="that backup is damaged"):
        restoring.restore(a_folders(tmp_path), NOW, "library-20260601")
    assert path.read_bytes() == before


def test_what_cannot_be_restored(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="no backup to put back"):
        restoring.restore(a_folders(tmp_path), NOW)
    filled(tmp_path)
    shutil.copy(tmp_path / "backups/library-20260501.db", tmp_path / "backups/library-20260502.db")
    with pytest.raises(NotFound, match="several backups"):
        restoring.restore(a_folders(tmp_path), NOW, "202605")
    with pytest.raises(NotFound, match="no such backup"):
        restoring.restore(a_folders(tmp_path), NOW, "1999")
    with UpdateLock(tmp_path / "update.lock"), pytest.raises(Locked):
        restoring.restore(a_folders(tmp_path), NOW)
    assert not list(tmp_path.glob(".*restoring*"))


def test_what_a_crash_left_half_done_goes_with_the_file_it_belongs_to(tmp_path: Path) -> None:
    path = filled(tmp_path)
    hot = path.with_name("library.sqlite3-journal")
    hot.write_bytes(b"\xd9\xd5\x05\xf9 half")
    done = restoring.restore(a_folders(tmp_path), NOW)
    assert done.aside is not None
    assert not hot.exists() or hot.stat().st_size == 0
    with a_library(tmp_path) as library:
        assert states(library) == "xxx.r"


def test_repair(tmp_path: Path) -> None:
    filled(tmp_path)
    with sqlite3.connect(tmp_path / "library.sqlite3") as database:
        database.execute("UPDATE serial SET read = 77")
        database.execute("UPDATE episode SET position = position + 10")
        database.execute("UPDATE episode SET state = 'unread', read_at = NULL WHERE state = 'read'")
    database.close()
    with a_library(tmp_path) as library:
        assert {one.name for one in care.check(library) if one.level == "bad"} == {"order", "log"}
        assert len(care.repair(library)) == 2
        assert {one.name for one in care.check(library) if one.level == "bad"} == set()
        assert states(library) == "xxx.r"
        assert care.repair(library) == []


def test_the_journal_fails_nobody_and_catches_up(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        (tmp_path / "journal").write_text("a file")
        reading.mark(library, ids(library)[:1], State.READ)
        (tmp_path / "journal").unlink()
        reading.mark(library, ids(library)[1:2], State.READ)
    (part,) = (tmp_path / "journal").iterdir()
    whole = part.read_bytes()
    assert whole.count(b'"event"') == 2
    part.write_bytes(whole[:-30])  # broke off in the line that tells how far it is
    with a_library(tmp_path) as library:
        reading.mark(library, ids(library)[2:3], State.READ)
        assert {line for line in whole.splitlines() if b'"event"' in line} <= set(part.read_bytes().splitlines())
    broken(tmp_path / "library.sqlite3")
    restoring.restore(a_folders(tmp_path), NOW)
    with a_library(tmp_path) as library:
        assert states(library) == "xxx.."


def test_a_long_journal_goes_on_in_another_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.store.journal.PART_BYTES", 2000)
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*[found(n) for n in range(1, 40)]))
        for number in ids(library):
            reading.mark(library, [number], State.READ)
    assert len(list((tmp_path / "journal").iterdir())) > 3
    shutil.rmtree(tmp_path / "backups")
    broken(tmp_path / "library.sqlite3")
    restoring.restore(a_folders(tmp_path), NOW)
    with a_library(tmp_path) as library:
        assert states(library) == "x" * 39


def flipped(packed: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(packed)
    for _ in range(chance.randint(1, 64)):
        damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
    return bytes(damaged)


@pytest.mark.parametrize("seed", range(25))
def test_flipped_bytes_lose_no_mark(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = filled(tmp_path)
    whole = path.read_bytes()
    for turn in range(4):
        path.write_bytes(flipped(whole, chance))
        try:
            with Store.open(path, now=NOW) as store:
                store.health.integrity()
                store.log.adds_up()
        except TsuzukiError:
            pass  # said in our words; a bare SQLite error or a traceback fails the test
        restoring.restore(a_folders(tmp_path), NOW + timedelta(minutes=turn))
        with a_library(tmp_path) as library:
            assert states(library) == "xxx.r"


def a_folders(folder: Path) -> Folders:
    return Folders(data=folder, config=folder / "settings.toml")
