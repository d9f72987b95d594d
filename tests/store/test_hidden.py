"""Episodes that the reader left out: gone from lists, counts and wants, and never brought back by a source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Kind, State, TableOfContents
from reader.update import decide

from .shelves import NOW, a_serial, found, opened, save

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Episode
    from reader.store import Store


def told(store: Store, serial_id: int = 1) -> tuple[int, int, int, int]:
    one = store.serials.one(serial_id).counts
    return one.episodes, one.read, one.saved, one.missing


def places(episodes: list[Episode]) -> list[tuple[int, str]]:
    return [(one.position, one.title) for one in episodes]


def test_a_hidden_episode_leaves_lists_counts_and_wants(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 5, notices=1)
        store.log.mark(ids[1:3], State.READ, NOW)
        save(store, ids[1])
        save(store, ids[4])
        assert told(store) == (5, 2, 2, 3)
        assert store.log.hide([ids[0], ids[1], ids[3], ids[3]], NOW) == 3
        assert store.log.hide([ids[1], ids[3]], NOW) == 0
        assert told(store) == (3, 1, 1, 2)
        assert places(store.episodes.all(serial_id)) == [(1, "Part 2"), (2, "Part 4"), (3, "Part 5")]
        assert places(store.episodes.all(serial_id, hidden=True)) == [
            (0, "Notice 1"),
            (0, "Part 1"),
            (1, "Part 2"),
            (0, "Part 3"),
            (2, "Part 4"),
            (3, "Part 5"),
        ]
        assert [one.id for one in store.episodes.wanted(serial_id)] == [ids[2], ids[5]]
        assert [one.id for one in store.episodes.saved(serial_id)] == [ids[4]]
        assert (store.episodes.one(ids[4]).position, store.episodes.one(ids[3]).position) == (2, 0)
        assert store.episodes.one(ids[3]).hidden
        following = store.episodes.to_continue(serial_id)
        assert following is not None
        assert (following.id, following.position) == (ids[4], 2)
        assert store.health.miscounted() == []
        assert store.health.misplaced() == []


def test_counts_follow_what_happens_to_a_hidden_episode(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store, 3)
        store.log.hide(ids[:1], NOW)
        store.log.mark(ids[:1], State.READ, NOW)
        save(store, ids[0])
        assert told(store) == (2, 0, 0, 2)
        assert store.log.hide(ids[:1], NOW, hidden=False) == 1
        assert told(store) == (3, 1, 1, 2)
        assert store.health.miscounted() == []


def test_a_step_that_is_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 3)
        store.log.hide(ids[:2], NOW)
        store.log.hide(ids[:1], NOW, hidden=False)
        assert [(one.what, one.kind, one.count) for one in store.log.steps()] == [
            ("“A tale”: 1 episode taken in again", "shown", 1),
            ("“A tale”: 2 episodes left out", "hidden", 2),
        ]
        store.log.undo(NOW)
        assert [one.id for one in store.episodes.all(serial_id)] == ids[2:]
        store.log.undo(NOW)
        assert [one.id for one in store.episodes.all(serial_id)] == ids
        assert store.log.undo(NOW) is None
        assert store.log.adds_up() == []


def test_no_update_brings_it_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 4)
        store.log.hide([ids[1]], NOW)
        listed = (found(1), found(2, url="https://tales.example/moved/2"), *(found(n) for n in range(3, 6)))
        for _ in range(2):
            contents = TableOfContents("https://tales.example/", "A tale", listed)
            store.changes.apply(serial_id, decide(store.episodes.known(serial_id), contents), NOW)
            titles = [one.title for one in store.episodes.all(serial_id)]
            assert titles == ["Part 1", "Part 3", "Part 4", "Part 5"]
        gone = TableOfContents("https://tales.example/", "A tale", (listed[0], *listed[2:]))
        store.changes.apply(serial_id, decide(store.episodes.known(serial_id), gone), NOW)
        back = TableOfContents("https://tales.example/", "A tale", listed)
        store.changes.apply(serial_id, decide(store.episodes.known(serial_id), back), NOW)
        assert [one.title for one in store.episodes.all(serial_id)] == ["Part 1", "Part 3", "Part 4", "Part 5"]


def test_one_that_becomes_a_notice_while_hidden(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 2)
        store.log.hide(ids[:1], NOW)
        contents = TableOfContents("https://tales.example/", "A tale", (found(1, kind=Kind.NOTICE), found(2)))
        store.changes.apply(serial_id, decide(store.episodes.known(serial_id), contents), NOW)
        assert told(store) == (1, 0, 0, 1)
        store.log.hide(ids[:1], NOW, hidden=False)
        assert told(store) == (1, 0, 0, 1)
        assert store.health.miscounted() == []
