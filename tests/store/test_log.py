"""The reading log: marks, places, edits, and the way back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import NotFound, UsageError
from reader.model import Locator, Progress, State, Status
from reader.store import standing as stand
from reader.store.standing import Standing

from .shelves import NOW, a_serial, at, later, opened

if TYPE_CHECKING:
    from reader.store import Store


def states(store: Store, serial_id: int = 1) -> str:
    return "".join({"unread": ".", "reading": "r", "read": "x"}[one.state] for one in store.episodes.all(serial_id))


def test_a_mark_is_a_step_and_only_changes_count(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        assert store.log.mark(ids[:3], State.READ, NOW) == 3
        assert store.log.mark([*ids[:4], ids[3]], State.READ, later(1)) == 1
        assert store.log.mark(ids[:4], State.READ, later(2)) == 0
        assert states(store) == "xxxx......"
        assert [one.what for one in store.log.steps()] == [
            "“A tale”: 1 episode marked read",
            "“A tale”: 3 episodes marked read",
        ]
        assert [(one.kind, one.value, one.count) for one in store.log.steps()] == [
            ("mark", "read", 1),
            ("mark", "read", 3),
        ]
        assert store.episodes.one(ids[0]).read_at == NOW
        assert store.episodes.one(ids[0]).fraction == 1
        assert store.serials.one(1).read_at == later(1)


def test_undo_goes_back_any_number_of_steps_after_any_restart(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.mark(ids[:3], State.READ, NOW)
        store.log.mark(ids[1:2], State.UNREAD, NOW)
        store.log.mark(ids[5:], State.READ, NOW)
    for expected in ("x.x.......", "xxx.......", ".........."):
        with opened(tmp_path) as store:
            assert store.log.undo(NOW)
            assert states(store) == expected
    with opened(tmp_path) as store:
        assert store.log.undo(NOW) is None
        store.log.mark(ids[:1], State.READ, NOW)
        assert len(store.log.steps()) == 1
        store.log.undo(NOW)
        assert store.log.undo(NOW) is None
        assert len(store.log.events()) == 8


def test_a_place_is_kept_to_the_character_with_the_furthest(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.keep_place(ids[2], at(40), 0.4, NOW)
        store.log.keep_place(ids[2], at(10), 0.1, later(1))
        store.log.keep_place(ids[2], at(10), 0.1, later(2))
    with opened(tmp_path) as store:
        assert store.log.progress(ids[2]) == Progress(State.READING, at(10), at(40), 0.1, later(1), 0.4)
        assert len(store.log.events()) == 2
        assert store.serials.one(1).read_at == later(1)
        assert store.log.progresses(1)[ids[2]] == store.log.progress(ids[2])


def test_a_place_takes_no_mark_away_and_an_undo_no_place(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.mark(ids[:1], State.READ, NOW)
        store.log.keep_place(ids[0], at(7), 0.2, later(1))
        assert store.log.progress(ids[0]).state is State.READ
        assert store.episodes.one(ids[0]).fraction == 1
        store.log.undo(later(2))
        assert store.log.progress(ids[0]) == Progress(State.READING, at(7), at(7), 0.2, later(1), 0.2)


def test_marking_unread_forgets_the_place_and_undo_brings_it_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.keep_place(ids[0], at(7), 0.2, NOW)
        before = store.log.progress(ids[0])
        store.log.mark(ids[:1], State.UNREAD, later(1))
        assert store.log.progress(ids[0]) == Progress()
        store.log.undo(later(2))
        assert store.log.progress(ids[0]) == before


@pytest.mark.parametrize(("fraction", "kept"), [(-1.0, 0.0), (2.0, 1.0), (0.25, 0.25)])
def test_a_fraction_is_one(tmp_path: Path, fraction: float, kept: float) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.keep_place(ids[0], at(1), fraction, NOW)
        assert store.log.progress(ids[0]).fraction == kept


def test_edits_are_steps_too(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store)
        assert store.log.edit(serial_id, "title", "My tale", NOW)
        assert not store.log.edit(serial_id, "title", "My tale", NOW)
        store.log.edit(serial_id, "tags", "long read\nsad", NOW)
        store.log.edit(serial_id, "author", "Hayashi", NOW)
        store.log.edit(serial_id, "status", "paused", NOW)
        store.log.edit(serial_id, "status", "ongoing", NOW)
        store.log.edit(serial_id, "removed_at", "2026", NOW)
        assert store.serials.all() == []
        assert [one.title for one in store.serials.all(removed=True)] == ["My tale"]
        assert [one.what for one in store.log.steps()] == [
            "“My tale” taken off the shelf",
            "“My tale”: ongoing again",
            "“My tale”: paused",
            "“My tale”: author “Hayashi”",
            "“My tale”: tags long read, sad",
            "“A tale” renamed “My tale”",
        ]
        assert [(one.kind, one.title, one.value) for one in store.log.steps()] == [
            ("removed", "My tale", ""),
            ("status", "My tale", "ongoing"),
            ("status", "My tale", "paused"),
            ("author", "My tale", "Hayashi"),
            ("tags", "My tale", "long read\nsad"),
            ("title", "My tale", "My tale"),
        ]
        for _ in range(6):
            store.log.undo(NOW)
        serial = store.serials.one(serial_id)
        assert (serial.title, serial.tags, serial.author, serial.status) == ("A tale", (), "Mori", Status.ONGOING)
        with pytest.raises(ValueError, match="url"):
            store.log.edit(serial_id, "url", "x", NOW)


def test_an_order_of_the_reader_s_own(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 4)
        own = [ids[3], ids[0], ids[2], ids[1]]
        assert store.log.reorder(serial_id, own, NOW)
        assert not store.log.reorder(serial_id, own, NOW)
        assert [one.id for one in store.episodes.all(serial_id)] == own
        assert [one.position for one in store.episodes.all(serial_id)] == [1, 2, 3, 4]
        assert store.serials.is_ordered_by_reader(serial_id)
        with pytest.raises(UsageError):
            store.log.reorder(serial_id, ids[:3], NOW)
        assert store.log.steps()[0].what == "“A tale”: episodes put in another order"
        store.log.undo(NOW)
        assert [one.id for one in store.episodes.all(serial_id)] == ids
        assert not store.serials.is_ordered_by_reader(serial_id)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        for ask in (
            lambda: store.log.mark([9], State.READ, NOW),
            lambda: store.log.keep_place(9, at(1), 0, NOW),
            lambda: store.log.progress(9),
            lambda: store.log.edit(9, "title", "x", NOW),
            lambda: store.episodes.one(9),
            lambda: store.serials.one(9),
            lambda: store.texts.current(9),
            lambda: store.texts.revision(9),
        ):
            with pytest.raises(NotFound):
                ask()
        assert store.log.events() == []


def test_a_table_that_was_changed_behind_the_log_is_found(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.log.mark(ids, State.READ, NOW)
        assert store.log.adds_up() == []
        with store.writing() as database:
            database.change("UPDATE episode SET state = 'unread' WHERE id = ?", (ids[3],))
        assert store.log.adds_up() == [store.episodes.uids(1)[ids[3]]]


# --- properties --------------------------------------------------------------------------------------------------

places = st.builds(Locator, st.integers(0, 9), st.integers(0, 99), st.text(max_size=4), st.text(max_size=4))
actions = st.one_of(
    st.tuples(st.just("mark"), st.sets(st.integers(0, 3), min_size=1), st.sampled_from(list(State))),
    st.tuples(st.just("place"), st.integers(0, 3), places, st.floats(0, 1)),
    st.just(("undo",)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(actions, max_size=25))
def test_the_tables_are_what_the_log_adds_up_to(done: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as store:
        _, ids = a_serial(store, 4)
        last: dict[int, Locator] = {}
        for minute, action in enumerate(done):
            match action:
                case ("mark", chosen, state):
                    store.log.mark([ids[n] for n in chosen], state, later(minute))
                case ("place", number, locator, fraction):
                    store.log.keep_place(ids[number], locator, fraction, later(minute))
                    last[ids[number]] = locator
                case _:
                    store.log.undo(later(minute))
        assert store.log.adds_up() == []
        assert store.health.miscounted() == []
        # With every mark taken back, only the places are left, and all of them.
        while store.log.undo(later(99)):
            pass
        for number in ids:
            assert store.log.progress(number).locator == last.get(number)
            assert store.episodes.one(number).state is (State.READING if number in last else State.UNREAD)
        assert store.log.adds_up() == []


standings = st.builds(
    Standing,
    st.sampled_from(list(State)),
    st.none() | places,
    st.floats(0, 1),
    st.none() | places,
    st.floats(0, 1),
    st.none() | st.datetimes(timezones=st.just(NOW.tzinfo)),
)


@given(standings)
def test_a_standing_comes_back_from_the_log(standing: Standing) -> None:
    assert stand.from_list(stand.to_list(standing)) == standing


@given(standings, places, st.floats(0, 1))
def test_the_furthest_place_never_goes_back(standing: Standing, locator: Locator, fraction: float) -> None:
    after = stand.placed(standing, locator, fraction, NOW)
    assert after.furthest is not None
    assert standing.furthest is None or after.furthest_fraction >= standing.furthest_fraction
    assert after.locator == locator
    assert (after.state is State.READ) == (standing.state is State.READ)
