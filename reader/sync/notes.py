"""Bookmarks, highlights and notes in the log: the form of their events, and what several devices' add up to.  Pure.

An event ``note`` is about an episode; its body names the note and holds the whole of it as it is from then on
(``now``, ``None`` where it was taken away), so that the last event of a note is the note.  Where devices changed one
without knowing of each other nothing is lost: every text stays, and a change wins over taking it away.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from reader.cleaning import clean
from reader.model import Anchor, Color, Note, NoteKind
from reader.sync.merging import registers

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.sync.events import Contexts, Event

NOTE: Final = "note"
WORDS_MOST: Final = 100_000
"""Code points of the reader's words on one place."""
QUOTE_MOST: Final = 50_000
"""Code points of a quotation, and of what stands around it."""

_UID: Final = re.compile(r"[0-9a-f]{32}")
_LARGEST: Final = 2**31
_PLACES: Final = 4
"""Whole numbers with which an anchor begins."""


def body(note: Note, did: str) -> dict[str, Any]:
    """The body of the event by which a note is ``added`` or ``changed``."""
    return {NOTE: note.uid, "did": did, "kind": note.kind.value, "now": to_json(note)}


def removal(note: Note) -> dict[str, Any]:
    """The body of the event by which a note is taken away."""
    return {NOTE: note.uid, "did": "removed", "kind": note.kind.value, "now": None}


def to_json(note: Note) -> dict[str, Any]:
    """A note as JSON values, without its uid; empty fields are left out.  :func:`from_json` reads it back."""
    out: dict[str, Any] = {"kind": note.kind.value}
    if note.words:
        out["words"] = note.words
    if note.color is not None:
        out["color"] = note.color.value
    if note.anchor is not None:
        out["anchor"] = anchor_to_json(note.anchor)
    if note.made_at is not None:
        out["made_at"] = note.made_at.isoformat()
    return out


def from_json(uid: str, value: Mapping[str, Any]) -> Note:
    """The note, its texts cleaned.  Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``AttributeError``."""
    if not _UID.fullmatch(uid):
        raise ValueError(uid)
    words, color, anchor, made_at = (value.get(name) for name in ("words", "color", "anchor", "made_at"))
    return Note(
        uid,
        NoteKind(value["kind"]),
        _text("" if words is None else words, WORDS_MOST).strip(),
        None if color is None else Color(color),
        None if anchor is None else anchor_from_json(anchor),
        None if made_at is None else _time(made_at),
    )


def anchor_to_json(anchor: Anchor) -> list[Any]:
    """``[block, offset, end_block, end_offset, quote, before, after, once]``."""
    return [
        anchor.block,
        anchor.offset,
        anchor.end_block,
        anchor.end_offset,
        anchor.quote,
        anchor.before,
        anchor.after,
        anchor.once,
    ]


def anchor_from_json(value: Sequence[Any]) -> Anchor:
    """The anchor of :func:`anchor_to_json`, its texts cleaned.  Raises as :func:`from_json`."""
    *places, quote, before, after, once = value
    if len(places) != _PLACES or any(isinstance(one, bool) or not 0 <= one < _LARGEST for one in places):
        raise ValueError(places)
    block, offset, end_block, end_offset = map(int, places)
    quote, before, after = (_text(one, QUOTE_MOST) for one in (quote, before, after))
    return Anchor(block, offset, end_block, end_offset, quote, before, after, bool(once))


def is_note(event: Event) -> bool:
    """Whether the event's body is one of a note.  Raises as :func:`from_json`."""
    uid, now = event.body[NOTE], event.body["now"]
    NoteKind(event.body["kind"])
    if not isinstance(event.body["did"], str) or not _UID.fullmatch(uid):
        return False
    return now is None or isinstance(from_json(uid, now), Note)


def notes(contexts: Contexts, events: Sequence[Event], names: Mapping[str, str]) -> dict[str, dict[str, Note]]:
    """The notes that there are, by our uid of their episode, then by their own.

    ``events`` are those of notes with what was taken back (``undo``); ``names`` gives our uid for another's.
    """
    found: dict[str, dict[str, Note]] = {}

    def key(event: Event) -> str | None:
        if event.kind != NOTE:
            return None
        return f"{names.get(event.subject, event.subject)} {event.body.get(NOTE)}"

    for name, last in registers(contexts, events, key).items():
        episode, _, uid = name.partition(" ")
        note = together(uid, last)
        if note is not None:
            found.setdefault(episode, {})[uid] = note
    return found


def together(uid: str, last: Sequence[Event]) -> Note | None:
    """What the last events of one note, made without knowing of each other, make of it: the texts one after the other.

    ``None`` where all of them took it away.
    """
    states = [note for event in last if (note := _state(uid, event)) is not None]
    if not states:
        return None
    texts = list(dict.fromkeys(one.words for one in states if one.words))
    kept = [text for text in texts if not any(text in other for other in texts if other != text)]
    return replace(states[-1], words="\n\n".join(kept))


def _state(uid: str, event: Event) -> Note | None:
    try:
        return from_json(uid, event.body["now"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None  # taken away, or of a kind that a newer Tsuzuki knows


def _text(value: object, most: int) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    if len(value) > most:
        raise ValueError(len(value))
    return clean(value)


def _time(value: str) -> datetime:
    time = datetime.fromisoformat(value)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
