"""The file: what is opened, made, migrated, refused, and what survives a fault."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from reader.errors import Corrupt, Full, Locked, SchemaTooNew, StorageError, TsuzukiError
from reader.model import State
from reader.store import Store, backups
from reader.store.database import Database
from reader.store.schema import APPLICATION_ID, MIGRATIONS
from reader.store.values import time_from, time_to_text

from .shelves import NOW, a_serial, at, opened, save, text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_library_is_made_with_its_folders_and_found_again(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    with opened(folder) as store:
        serial_id, _ = a_serial(store)
    with opened(folder) as store:
        assert store.serials.one(serial_id).counts.episodes == 10
    assert (folder.stat().st_mode & 0o777) == 0o700
    assert not backups(folder / "library.sqlite3").exists()


def test_what_the_promises_stand_on(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        answers = {
            name: (store.database.row(f"PRAGMA {name}") or (None,))[0]
            for name in (
                "journal_mode",
                "synchronous",
                "foreign_keys",
                "user_version",
                "application_id",
                "busy_timeout",
            )
        }
    assert answers == {
        "journal_mode": "truncate",
        "synchronous": 2,
        "foreign_keys": 1,
        "user_version": len(MIGRATIONS),
        "application_id": APPLICATION_ID,
        "busy_timeout": 5000,
    }


@pytest.mark.parametrize("content", [b"notes of mine", b"SQLite format 2\0rest", b"\0" * 4096, b"S"])
def test_what_is_no_library_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(content)
    with pytest.raises(Corrupt, match="library") as caught:
        opened(tmp_path)
    assert caught.value.hint
    assert path.read_bytes() == content


def test_another_program_s_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(Corrupt, match="another program"):
        opened(tmp_path)
    assert path.read_bytes() == before


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").mkdir()
    with pytest.raises(StorageError, match="folder"):
        opened(tmp_path)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with pytest.raises(StorageError):
        opened(tmp_path / "data")


def test_an_empty_file_is_a_new_library_unless_there_was_one(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.touch()
    with opened(tmp_path) as store:
        a_serial(store)
        store.health.copy(NOW)
    path.write_bytes(b"")
    with pytest.raises(Corrupt, match="empty") as caught:
        opened(tmp_path)
    assert "restore" in caught.value.hint


# --- schema ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ahead", [1, 10])
def test_a_newer_library_is_read_and_not_written(tmp_path: Path, ahead: int) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store)
        save(store, ids[0])
    path = tmp_path / "library.sqlite3"
    raw = sqlite3.connect(path)
    raw.execute(f"PRAGMA user_version = {len(MIGRATIONS) + ahead}")
    raw.close()
    before = path.read_bytes()
    with opened(tmp_path) as store:
        assert store.serials.one(serial_id).counts.saved == 1
        assert store.texts.current(ids[0]) == text(f"The text of {ids[0]}.")
        with pytest.raises(SchemaTooNew, match=str(len(MIGRATIONS) + ahead)) as caught:
            store.log.mark(ids, State.READ, NOW)
        assert "Update Tsuzuki" in caught.value.hint
        with pytest.raises(SchemaTooNew):
            store.robots.keep("x", "", NOW)
    assert path.read_bytes() == before


SECOND = "ALTER TABLE serial ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';\nUPDATE serial SET mood = title;"


def test_a_migration_keeps_everything_and_a_copy_of_what_was(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        a_serial(store, title="Old")
    path = tmp_path / "library.sqlite3"
    database = Database.open(path, now=NOW, migrations=[*MIGRATIONS, SECOND])
    assert database.rows("SELECT title, mood FROM serial") == [("Old", "Old")]
    assert database.version == len(MIGRATIONS) + 1
    database.close()
    (copy,) = backups(path).glob("*.db")
    assert f"schema{len(MIGRATIONS)}" in copy.name
    with Store.open(copy, now=NOW, read_only=True) as store:
        assert [one.title for one in store.serials.all()] == ["Old"]


def test_a_migration_that_dies_half_way_changes_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        a_serial(store)
    path = tmp_path / "library.sqlite3"
    before = path.read_bytes()
    with pytest.raises(StorageError):
        Database.open(path, now=NOW, migrations=[*MIGRATIONS, SECOND + "\nSELECT nothing FROM nowhere;"])
    assert path.read_bytes() == before
    with opened(tmp_path) as store:
        assert store.health.integrity() == []


def test_an_old_library_that_may_not_be_written_is_told(tmp_path: Path) -> None:
    opened(tmp_path).close()
    with pytest.raises(StorageError, match="schema"):
        Database.open(tmp_path / "library.sqlite3", now=NOW, read_only=True, migrations=[*MIGRATIONS, SECOND])


# --- reading only ------------------------------------------------------------------------------------------------


def test_reading_only(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
    with opened(tmp_path, read_only=True) as store:
        assert len(store.serials.all()) == 1
        with pytest.raises(StorageError, match="for reading"):
            store.log.mark(ids, State.READ, NOW)


def test_reading_only_makes_no_library(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        opened(tmp_path / "nowhere", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
    # Permissions mean nothing to root, who may run the tests.
    monkeypatch.setattr("os.access", lambda path, _mode: path != tmp_path)
    with opened(tmp_path) as store:
        assert len(store.episodes.all(1)) == 10
        with pytest.raises(StorageError, match="may not be written"):
            store.log.mark(ids, State.READ, NOW)


# --- faults ------------------------------------------------------------------------------------------------------


LONG = text("".join(map(chr, random.Random(7).choices(range(0x4E00, 0x9F00), k=200_000))))


def mark_and_save(store: Store, ids: list[int]) -> None:
    with store.writing():
        store.log.mark(ids, State.READ, NOW)
        save(store, ids[1], LONG)


def mark_and_fail(store: Store, ids: list[int]) -> None:
    with store.writing():
        store.log.mark(ids, State.READ, NOW)
        raise ZeroDivisionError


def test_a_full_disk_changes_nothing_and_reading_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        save(store, ids[0])
        (pages,) = store.database.row("PRAGMA page_count") or (0,)
        store.database.row(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(Full, match="nothing was changed"):
            save(store, ids[1], LONG)
        assert store.episodes.one(ids[1]).saved is False
        assert store.texts.current(ids[0]).paragraphs() == [f"The text of {ids[0]}."]
        with pytest.raises(Full):
            mark_and_save(store, ids)
        assert {one.state for one in store.episodes.all(1)} == {State.UNREAD}
        assert store.health.integrity() == []
        store.database.row("PRAGMA max_page_count = 1000000")
        assert save(store, ids[1], LONG)


def test_a_library_that_another_writes_to_for_too_long(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        other = Store(Database.open(path, now=NOW, wait_seconds=0.05))
        with store.writing():
            store.log.mark(ids[:1], State.READ, NOW)
            with pytest.raises(Locked, match="another program"):
                other.log.mark(ids[1:2], State.READ, NOW)
            assert other.episodes.one(ids[0]).state is State.UNREAD
        assert other.episodes.one(ids[0]).state is State.READ
        assert other.log.mark(ids[1:2], State.READ, NOW) == 1
        other.close()


def every_answer(folder: Path) -> None:
    """Ask everything that there is to ask."""
    with opened(folder) as store:
        for serial in store.serials.all():
            for one in store.episodes.all(serial.id):
                store.log.progress(one.id)
                if one.saved:
                    store.texts.current(one.id)
                for revision in store.texts.revisions(one.id):
                    store.texts.raw(revision.id)
            store.episodes.known(serial.id)
            store.episodes.to_continue(serial.id)
            store.sources.of(serial.id)
        store.log.steps()
        store.log.adds_up()
        store.health.integrity()
        store.log.keep_place(1, at(5), 0.5, NOW)
        store.log.undo(NOW)


def test_flipped_bytes_are_a_damaged_library_and_never_a_crash(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        for number in ids:
            save(store, number)
        store.log.mark(ids[:5], State.READ, NOW)
        store.log.keep_place(ids[5], at(3), 0.3, NOW)
    path = tmp_path / "library.sqlite3"
    whole = path.read_bytes()
    noise = random.Random(20)
    told = 0
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(noise.choice((1, 8, 64))):
            broken[noise.randrange(len(broken))] = noise.randrange(256)
        path.write_bytes(broken)
        try:
            every_answer(tmp_path)
        except TsuzukiError as error:
            told += 1
            assert error.hint  # noqa: PT017 - many faults, and each must say what to do
    assert told > 10


def test_a_cut_file_is_a_damaged_library(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        a_serial(store)
    path = tmp_path / "library.sqlite3"
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(Corrupt):
        every_answer(tmp_path)


# --- transactions ------------------------------------------------------------------------------------------------


def test_a_transaction_within_another_is_part_of_it(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        with pytest.raises(ZeroDivisionError):
            mark_and_fail(store, ids)
        assert store.serials.one(1).counts.read == 0
        assert store.log.events() == []


def test_a_change_outside_a_transaction_is_a_mistake(tmp_path: Path) -> None:
    with opened(tmp_path) as store, pytest.raises(RuntimeError):
        store.database.change("UPDATE serial SET title = ''")


def test_one_moment_for_several_questions(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        other = Store(Database.open(tmp_path / "library.sqlite3", now=NOW, wait_seconds=0.01))
        with store.reading(), store.reading():
            assert store.serials.one(1).counts.read == 0
            with pytest.raises(Locked):
                other.log.mark(ids, State.READ, NOW)
        assert other.log.mark(ids, State.READ, NOW) == 10
        other.close()


def test_a_lone_surrogate_never_reaches_the_file(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, title="half \ud83d of a pair")
        assert store.serials.one(serial_id).title == "half \ufffd of a pair"
        save(store, ids[0], text("\udc80 text"))
        assert store.texts.current(ids[0]).paragraphs() == ["? text"]


def test_a_copy_is_whole_and_replaces_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store)
        copy = store.health.copy(NOW)
        with pytest.raises(StorageError):
            store.health.copy(NOW)
        assert [one.name for one in copy.parent.iterdir()] == [copy.name]
    with Store.open(copy, now=NOW) as other:
        assert other.serials.one(serial_id).counts.episodes == 10
        assert other.health.integrity() == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM serial",
        "DELETE FROM episode",
        "DELETE FROM revision",
        "DELETE FROM event",
        "UPDATE event SET at = ''",
        "UPDATE episode SET uid = 'x'",
        "UPDATE revision SET document = ''",
    ],
)
def test_nothing_of_the_reader_s_can_be_deleted_or_rewritten(tmp_path: Path, statement: str) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        save(store, ids[0])
        store.log.mark(ids, State.READ, NOW)
        with pytest.raises(StorageError, match=r"never|append-only|keeps"), store.writing() as database:
            database.change(statement)
        assert store.serials.one(1).counts.read == 10


# --- columns -----------------------------------------------------------------------------------------------------


TIMES: list[tuple[datetime, datetime]] = [
    (NOW, NOW),
    (NOW.astimezone(timezone(timedelta(hours=9))), NOW),
    (NOW.replace(tzinfo=None), NOW),
    (datetime.max.replace(tzinfo=timezone(timedelta(hours=-9))), datetime.max.replace(tzinfo=UTC)),
]


@pytest.mark.parametrize(("given", "kept"), TIMES)
def test_times_are_kept_in_utc_and_sort_as_texts(given: datetime, kept: datetime) -> None:
    assert time_from(time_to_text(given)) == kept
    assert (
        time_to_text(datetime(999, 1, 1, tzinfo=UTC))
        < time_to_text(NOW)
        < time_to_text(datetime.max.replace(tzinfo=UTC))
    )


def public_calls(store: Store) -> dict[str, Callable[[], object]]:
    """Every question and every change of every room, with arguments that exist."""
    serial_id, ids = a_serial(store)
    save(store, ids[0])
    return {
        "serials.all": store.serials.all,
        "episodes.all": lambda: store.episodes.all(serial_id),
        "texts.current": lambda: store.texts.current(ids[0]),
        "log.steps": store.log.steps,
        "log.mark": lambda: store.log.mark(ids, State.READ, NOW),
        "log.undo": lambda: store.log.undo(NOW),
        "robots.keep": lambda: store.robots.keep("h", "", NOW),
        "frames.keep": lambda: store.frames.keep(serial_id, "h", {}, NOW),
        "sources.validators": lambda: store.sources.validators(serial_id, "u"),
        "health.integrity": store.health.integrity,
    }


def test_a_closed_library_answers_with_our_error(tmp_path: Path) -> None:
    store = opened(tmp_path)
    calls = public_calls(store)
    store.close()
    for name, call in calls.items():
        with pytest.raises(StorageError):
            print(name, call())  # noqa: T201 - the failing one is named
