"""Notes in the log: their form, and what the events of several devices add up to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning import clean
from reader.model import Anchor, Color, Note, NoteKind
from reader.sync.events import Contexts
from reader.sync.logfile import event_line, read
from reader.sync.notes import body, from_json, notes, to_json

from .devices import START, Device, uid

if TYPE_CHECKING:
    from reader.sync.events import Event

ONE, NOTE = uid(1), uid(9)

LINES = st.text(max_size=20).map(clean)
ANCHORS = st.builds(Anchor, *[st.integers(0, 999)] * 4, quote=LINES, before=LINES, after=LINES, once=st.booleans())
VALUES = st.builds(
    Note,
    st.just(NOTE),
    st.sampled_from(NoteKind),
    LINES.map(str.strip),
    st.none() | st.sampled_from(Color),
    st.none() | ANCHORS,
    st.none() | st.just(START),
)


@settings(max_examples=100, deadline=None)
@given(VALUES)
def test_what_is_written_is_read(note: Note) -> None:
    assert from_json(NOTE, json.loads(json.dumps(to_json(note)))) == note


def pair() -> tuple[Device, Device]:
    return Device(uid(100)), Device(uid(101))


def words(*devices: Device) -> str | None:
    events: list[Event] = [event for one in devices for event in one.log]
    note = notes(Contexts(events), events, {}).get(ONE, {}).get(NOTE)
    return None if note is None else note.words


def test_the_last_event_is_the_note() -> None:
    first, _ = pair()
    first.note(ONE, NOTE, "a")
    first.note(ONE, NOTE, "b")
    assert words(first) == "b"
    first.undo()
    assert words(first) == "a"
    first.note(ONE, NOTE, None)
    assert words(first) is None
    first.undo()
    assert words(first) == "a"
    first.undo()
    assert words(first) is None


def test_both_texts_of_a_note_that_was_changed_twice_stay() -> None:
    first, second = pair()
    first.note(ONE, NOTE, "a")
    second.receive(first.log, first.name)
    first.note(ONE, NOTE, "a, as I thought")
    second.note(ONE, NOTE, "a, as she said")
    both = words(first, second)
    assert both is not None
    assert set(both.split("\n\n")) == {"a, as I thought", "a, as she said"}
    assert words(second, first) == both
    # Whoever saw both and wrote anew has the last word.
    second.receive(first.log, first.name)
    second.note(ONE, NOTE, "b")
    assert words(first, second) == "b"
    second.undo()
    assert words(first, second) == both


def test_a_text_that_another_holds_is_not_told_twice() -> None:
    first, second = pair()
    first.note(ONE, NOTE, "the sea")
    second.note(ONE, NOTE, "the sea, the fog")
    assert words(first, second) == "the sea, the fog"


def test_a_change_wins_over_taking_away() -> None:
    first, second = pair()
    first.note(ONE, NOTE, "a")
    second.receive(first.log, first.name)
    first.note(ONE, NOTE, None)
    second.note(ONE, NOTE, "b")
    assert words(first, second) == words(second, first) == "b"
    first.receive(second.log, second.name)
    first.note(ONE, NOTE, None)
    assert words(first, second) is None


def test_a_state_of_a_newer_kind_is_passed_over() -> None:
    first, second = pair()
    first.note(ONE, NOTE, "a")
    second.make("note", ONE, body(Note(NOTE, NoteKind.NOTE, "b"), "changed") | {"now": {"kind": "song"}})
    assert words(first, second) == "a"


def test_names_of_other_devices() -> None:
    first, _ = pair()
    first.note(uid(2), NOTE, "a")
    told = notes(Contexts(first.log), first.log, {uid(2): ONE})
    assert told == {ONE: {NOTE: Note(NOTE, NoteKind.NOTE, "a")}}


def test_text_from_elsewhere_is_cleaned() -> None:
    rude = Note(NOTE, NoteKind.HIGHLIGHT, "a\x1b[2J", None, Anchor(0, 0, 0, 1, "\u202eb", "\x07", "c"))
    assert from_json(NOTE, to_json(rude)) == replace(rude, words="a[2J", anchor=Anchor(0, 0, 0, 1, "b", "", "c"))


GOOD: dict[str, Any] = body(Note(NOTE, NoteKind.NOTE, "a", Color.RED, Anchor(0, 1, 2, 3, "b", "c", "d")), "added")


@pytest.mark.parametrize(
    ("more", "means"),
    [
        ({}, True),
        ({"now": None}, True),
        ({"later": 1}, True),
        ({"now": GOOD["now"] | {"later": 1}}, True),
        ({"now": GOOD["now"] | {"words": None, "color": None, "anchor": None, "made_at": None}}, True),
        ({"note": "x"}, False),
        ({"note": 5}, False),
        ({"kind": "song"}, False),
        ({"did": 1}, False),
        ({"now": 5}, False),
        ({"now": {"kind": "song"}}, False),
        ({"now": GOOD["now"] | {"words": 5}}, False),
        ({"now": GOOD["now"] | {"words": "x" * 100_001}}, False),
        ({"now": GOOD["now"] | {"color": "mauve"}}, False),
        ({"now": GOOD["now"] | {"made_at": "once"}}, False),
        ({"now": GOOD["now"] | {"anchor": [0, 1, 2]}}, False),
        ({"now": GOOD["now"] | {"anchor": [0, 1, 2, -3, "b", "c", "d", True]}}, False),
        ({"now": GOOD["now"] | {"anchor": [0, 1, 2, True, "b", "c", "d", True]}}, False),
        ({"now": GOOD["now"] | {"anchor": [0, 1, 2, "3", "b", "c", "d", True]}}, False),
        ({"now": GOOD["now"] | {"anchor": [0, 1, 2, 3, 4, "b", "c", "d", True]}}, False),
        ({"now": GOOD["now"] | {"anchor": [0, 1, 2, 3, "b", "c", 5, True]}}, False),
    ],
)
def test_a_body_that_is_none_means_nothing(more: dict[str, Any], means: bool) -> None:
    device = Device(uid(100))
    event = device.make("note", ONE, GOOD | more)
    book = read(event_line(event).encode())
    assert book is not None
    assert book.log()[0].kind == ("note" if means else "?note")
