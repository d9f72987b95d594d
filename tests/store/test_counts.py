"""What a serial counts of its episodes is kept by triggers, whatever happens to them, and in old libraries too."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import State, TableOfContents
from reader.store.database import Database
from reader.store.schema import COUNTED, MIGRATIONS
from reader.update import decide

from .shelves import NOW, a_serial, at, found, opened

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from reader.store import Store

CHANGES = (
    "kind = 'notice'",
    "kind = 'main'",
    "state = 'read', read_at = '2026-05-02'",
    "state = 'reading', read_at = '2026-05-01'",
    "state = 'unread', read_at = NULL",
    "hidden = 1",
    "hidden = 0",
    "is_new = 1",
    "is_new = 0",
    "lost = 1",
    "gone_at = '2026-05-03'",
    "gone_at = NULL",
    "changed_at = '2026-05-04'",
    "published = '2026-06-01'",
    "published = '2026-07-01'",
    "published = NULL",
)


def kept(store: Store) -> Any:
    columns = ", ".join([*COUNTED, "published", "grown_at"])
    return store.database.rows(f"SELECT {columns} FROM serial")[0]  # noqa: S608 - constants


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(changes=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(CHANGES)), max_size=12))
def test_counts_are_those_of_the_episodes(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, str]]
) -> None:
    with opened(tmp_path_factory.mktemp("counts")) as store:
        serial_id, ids = a_serial(store, 3, notices=1)
        with store.writing() as database:
            for index, change in changes:
                database.change(f"UPDATE episode SET {change} WHERE id = ?", (ids[index],))  # noqa: S608 - constants
        before = kept(store)
        assert store.health.miscounted() == []
        assert before[-2:] == store.database.rows("SELECT max(published), max(added_at) FROM episode")[0]
        store.health.recount(serial_id)
        assert kept(store) == before


def test_a_miscount_is_seen_and_put_right(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store, 3)
        with store.writing() as database:
            database.change("UPDATE serial SET fresh = 7")
        assert store.health.miscounted() == [serial_id]
        store.health.recount(serial_id)
        assert store.health.miscounted() == []


def test_an_old_library_is_counted_when_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    step = next(number for number, one in enumerate(MIGRATIONS) if "episode_dated" in one)
    Database.open(path, now=NOW, migrations=MIGRATIONS[:step]).close()
    raw = sqlite3.connect(path)
    raw.execute("INSERT INTO serial (uid, title, url, added_at) VALUES ('a', 'T', 'u', '2026-01-01')")
    for place, more in enumerate(("'unread', 1, 0, NULL", "'reading', 1, 0, NULL", "'unread', 0, 1, '2026-03-01'"), 1):
        raw.execute(
            "INSERT INTO episode (uid, serial_id, position, title, url, added_at, state, is_new, lost, published)"  # noqa: S608 - constants
            f" VALUES ('e{place}', 1, {place}, 'E', 'u', '2026-02-0{place}', {more})"
        )
    raw.commit()
    raw.close()
    with opened(tmp_path) as store:
        assert dict(zip([*COUNTED, "published", "grown_at"], kept(store), strict=True)) == {
            "episodes": 3,
            "read": 0,
            "saved": 0,
            "reading": 1,
            "fresh": 1,
            "lost": 1,
            "gone": 0,
            "changed": 0,
            "published": "2026-03-01",
            "grown_at": "2026-02-03",
        }
        assert store.health.miscounted() == []


def test_new_is_what_came_since_and_was_not_opened(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 2)
        known = store.episodes.known(serial_id)
        contents = TableOfContents("https://tales.example/", "A tale", tuple(found(n) for n in range(1, 6)))
        store.changes.apply(serial_id, decide(known, contents), NOW)
        listed = store.episodes.all(serial_id)
        assert [one.new for one in listed] == [False, False, True, True, True]
        assert store.serials.one(serial_id).counts.new == 3
        store.log.keep_place(listed[2].id, at(3), 0.1, NOW)
        store.log.mark([listed[3].id], State.READ, NOW)
        assert [one.new for one in store.episodes.all(serial_id)] == [False, False, False, False, True]
        one = store.serials.one(serial_id)
        assert (one.counts.new, one.counts.reading, one.grown_at, one.published) == (1, 1, NOW, None)
        assert ids == [each.id for each in listed[:2]]
