"""Notes as rows: each a step of the log, taken back as any other, and made anew from the log at any time."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.anchoring import anchor
from reader.errors import NotFound
from reader.model import Color, Note, NoteKind
from reader.passages import Query

from .shelves import NOW, a_serial, later, opened, text

if TYPE_CHECKING:
    from reader.store import Store

TEXT = text("The ferry left the pier.", "Nobody saw the woman with the red umbrella.")
UMBRELLA = anchor(TEXT, (1, 22), (1, 42))


def kept(episode_id: int, words: str = "", **more: Any) -> Note:
    return Note("", NoteKind.HIGHLIGHT, words, Color.YELLOW, UMBRELLA, episode_id=episode_id, **more)


def test_a_note_is_kept_changed_and_taken_away(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 3)
        note = store.notes.add(kept(ids[1], "Who?"), NOW)
        assert len(note.uid) == 32
        assert note.made_at == NOW
        assert store.notes.one(ids[1], note.uid) == note
        assert not store.notes.change(note, later(1))
        changed = replace(note, words="Who is she?", color=Color.RED)
        assert store.notes.change(changed, later(1))
        about = store.notes.add(Note("", NoteKind.NOTE, "A good one.", episode_id=ids[1]), later(2))
        other = store.notes.add(Note("", NoteKind.BOOKMARK, episode_id=ids[0], anchor=UMBRELLA), later(3))
        assert store.notes.of_episode(ids[1]) == [about, changed]
        assert [one.note for one in store.notes.of_serial(serial_id)] == [other, about, changed]
        assert [one.note for one in store.notes.all()] == [other, about, changed]
        assert {one.serial_id for one in store.notes.starting(note.uid[:8])} == {serial_id}
        assert store.notes.count(serial_id) == 3
        store.notes.remove(changed, later(4))
        assert store.notes.of_episode(ids[1]) == [about]
        with pytest.raises(NotFound):
            store.notes.one(ids[1], note.uid)
        assert store.log.adds_up() == []


def test_every_step_is_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store, 3)
        note = store.notes.add(kept(ids[1]), NOW)
        store.notes.change(replace(note, words="Who?"), NOW)
        store.notes.remove(note, NOW)
        told = [(one.kind, one.title, one.value, one.what) for one in store.log.steps()]
        assert told == [
            ("note-removed", "A tale", "highlight", "“A tale”: highlight removed"),
            ("note-changed", "A tale", "highlight", "“A tale”: highlight changed"),
            ("note-added", "A tale", "highlight", "“A tale”: highlight added"),
        ]
        store.log.undo(NOW)
        assert [one.words for one in store.notes.of_episode(ids[1])] == ["Who?"]
        store.log.undo(NOW)
        assert store.notes.of_episode(ids[1]) == [note]
        store.log.undo(NOW)
        assert store.notes.of_episode(ids[1]) == []
        assert store.log.undo(NOW) is None
        assert store.log.adds_up() == []


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store, 1)
        with pytest.raises(NotFound):
            store.notes.add(kept(99), NOW)
        for act in (store.notes.change, store.notes.remove):
            with pytest.raises(NotFound):
                act(replace(kept(ids[0]), uid="a" * 32), NOW)
        assert store.log.events() == []


def test_a_serial_off_the_shelf_keeps_its_notes_to_itself(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 1)
        note = store.notes.add(kept(ids[0]), NOW)
        store.log.edit(serial_id, "removed_at", NOW.isoformat(), NOW)
        assert store.notes.all() == []
        assert [one.note for one in store.notes.of_serial(serial_id)] == [note]


@pytest.mark.parametrize(
    ("words", "kana", "finds"),
    [
        (["UMBRELLA"], False, True),
        (["ｗｈｏ"], False, True),
        (["who", "red"], False, True),
        (["カモメ"], False, False),
        (["カモメ"], True, True),
        (["pier"], False, False),
        ([""], False, False),
    ],
)
def test_words_of_notes_and_of_quotations_are_found(tmp_path: Path, words: list[str], kana: bool, finds: bool) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 1)
        note = store.notes.add(kept(ids[0], "Who? かもめ"), NOW)
        query = Query(words, kana=kana)
        found = [one.note for one in store.notes.with_words(query, [serial_id])]
        # What is given out is read once more: kana count as they were typed.
        sure = [one for one in found if query.in_line(f"{one.words} {UMBRELLA.quote if UMBRELLA else ''}")]
        assert sure == ([note] if finds else [])
        assert list(store.notes.with_words(query, [])) == []


def test_rows_that_were_changed_behind_the_log_are_found_and_made_anew(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 3)
        note = store.notes.add(kept(ids[0]), NOW)
        other = store.notes.add(kept(ids[1]), NOW)
        uids = store.episodes.uids(serial_id)
        with store.writing() as database:
            database.change("DELETE FROM note WHERE episode_id = ?", (ids[0],))
            database.change("UPDATE note SET words = 'x' WHERE episode_id = ?", (ids[1],))
            database.change(
                "INSERT INTO note SELECT NULL, ?, uid, kind, words, color, anchor, block, offset, made_at, folded"
                " FROM note",
                (ids[2],),
            )
        assert sorted(store.log.adds_up()) == sorted(uids[number] for number in ids)
        store.devices.settle(serial_id)
        assert store.log.adds_up() == []
        assert [one.note for one in store.notes.all()] == [note, other]


actions = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 1), st.text(max_size=4)),
    st.tuples(st.just("change"), st.integers(0, 9), st.text(max_size=4)),
    st.tuples(st.just("remove"), st.integers(0, 9), st.just("")),
    st.just(("undo", 0, "")),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(actions, max_size=16))
def test_undo_leads_back_through_every_state(done: list[tuple[str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as store:
        _, ids = a_serial(store, 2)
        states = [state(store)]
        for what, number, words in done:
            here = [one.note for one in store.notes.all()]
            if what == "add":
                store.notes.add(kept(ids[number], words.strip()), NOW)
            elif what == "undo":
                if store.log.undo(NOW) is not None:
                    states.pop()
                assert state(store) == states[-1]
                continue
            elif not here:
                continue
            elif what == "remove":
                store.notes.remove(here[number % len(here)], NOW)
            elif not store.notes.change(replace(here[number % len(here)], words=words.strip()), NOW):
                continue
            states.append(state(store))
        assert store.log.adds_up() == []
        while len(states) > 1:
            states.pop()
            store.log.undo(NOW)
            assert state(store) == states[-1]
        assert store.log.adds_up() == []


def state(store: Store) -> list[Note]:
    return sorted((one.note for one in store.notes.all()), key=lambda one: one.uid)
