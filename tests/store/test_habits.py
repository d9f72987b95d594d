"""Places of the log as statistics read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.habits import Text
from reader.model import State
from reader.sync.events import Event

from .shelves import NOW, a_serial, at, later, opened, save

if TYPE_CHECKING:
    from pathlib import Path


def test_places_are_stops_and_marks_and_imports_are_not(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.keep_place(ids[0], at(10), 0.1, NOW)
        store.log.keep_place(ids[0], at(20), 0.2, later(1))
        store.log.keep_place(ids[1], at(90), 0.9, later(1), imported=True)
        store.log.mark(ids[2:], State.READ, later(1))
        told = store.habits.since(NOW)
        uid = store.episodes.uids(1)[ids[0]]
        assert [(one.sequence, one.at, one.episode, one.fraction) for one in told] == [
            (1, NOW, uid, 0.1),
            (2, later(1), uid, 0.2),
        ]
        assert [one.sequence for one in store.habits.since(later(0.5))] == [2]
        assert [one.sequence for one in store.habits.recent(2)] == [2]
        assert store.log.progress(ids[1]).fraction == 0.9


def test_an_end_whose_mark_was_taken_back_is_none(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        for number, episode in enumerate(ids[:2]):
            store.log.keep_place(episode, at(10), 1.0, later(number))
            store.log.mark([episode], State.READ, later(number))
        store.log.mark(ids[5:], State.READ, later(3))
        store.log.undo(later(4))
        assert [one.ends for one in store.habits.since(NOW)] == [True, True]
        store.log.undo(later(5))
        assert [one.ends for one in store.habits.since(NOW)] == [True, False]


def test_what_other_devices_read_is_told_by_our_names(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        save(store, ids[0])
        uid, theirs, other = store.episodes.uids(1)[ids[0]], "a" * 32, "b" * 32
        body = {"place": [0, 3, "", ""], "fraction": 0.5}
        with store.writing():
            store.devices.alias(theirs, uid)
            store.log.receive([Event(other, 1, NOW, "place", theirs, None, body)], NOW)
        assert [(one.device, one.episode) for one in store.habits.since(NOW)] == [(other, uid)]
        book = store.habits.books([uid, "nobody"])
        assert list(book) == [uid]
        assert book[uid].serial_id == 1
        assert book[uid].text == Text(store.episodes.one(ids[0]).characters, 4, "en")


def test_a_drip_is_an_edit_with_a_way_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        a_serial(store)
        assert store.habits.drips() == {}
        assert store.log.edit(1, "drip", "1/1d 2026-05-01 0", NOW)
        assert store.habits.drips() == {1: "1/1d 2026-05-01 0"}
        assert store.log.steps()[0].what == "“A tale” let out bit by bit"
        store.log.edit(1, "drip", None, later(1))
        assert store.habits.drips() == {}
        store.log.undo(later(2))
        assert store.habits.drips() == {1: "1/1d 2026-05-01 0"}
        store.log.undo(later(3))
        assert store.habits.drips() == {}
