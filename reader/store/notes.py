"""Bookmarks, highlights and notes: the rows, and the steps that make and change them.

Owns the table ``note``, which is what the log's events of notes add up to (:mod:`reader.sync.notes`); a row may be made
anew from them at any time.  Each step is an event, so that it can be taken back and travels.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from reader.errors import NotFound
from reader.folding import fold
from reader.model import Color, Note, NoteKind
from reader.store.faults import sound
from reader.store.tally import Tally, in_parts
from reader.store.values import time_from, time_or_none, to_json
from reader.sync import notes as form

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from reader.passages import Query
    from reader.store.database import Database
    from reader.store.log import Log

_COLUMNS: Final = "n.uid, n.kind, n.words, n.color, n.anchor, n.made_at, n.episode_id"
_ORDER: Final = "e.serial_id, e.position, n.block, n.offset, n.made_at, n.uid"
_PART: Final = "\x00"
"""Between a note's words and its quotation, as they are searched."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A note with where it belongs."""

    note: Note
    serial_id: int


class NoteRows:
    """The table, made of the log."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._tally = Tally(database)

    def add_up(self, episodes: Sequence[str]) -> None:
        """Make the rows of these episodes (uids of ours) what the log says."""
        told = self._told(episodes)
        for some in in_parts(episodes):
            marks = ",".join("?" * len(some))
            here = dict(self._database.rows(f"SELECT uid, id FROM episode WHERE uid IN ({marks})", some))  # noqa: S608 - marks
            rows = self._rows(f"e.uid IN ({marks})", some)
            for name, number in here.items():
                now = {uid: replace(note, episode_id=number) for uid, note in told.get(name, {}).items()}
                was = {one.uid: one for one in rows if one.episode_id == number}
                for uid in was.keys() - now.keys():
                    self._database.change("DELETE FROM note WHERE episode_id = ? AND uid = ?", (number, uid))
                for uid, note in now.items():
                    if was.get(uid) != note:
                        self._write(note)

    def noted(self, serial_id: int) -> list[str]:
        """Uids of a serial's episodes that have notes, here or in the log."""
        rows = self._database.rows(
            "SELECT uid FROM episode WHERE serial_id = ? AND (id IN (SELECT episode_id FROM note)"
            " OR uid IN (SELECT subject FROM event WHERE kind = 'note')"
            " OR uid IN (SELECT a.ours FROM event n JOIN alias a ON a.uid = n.subject WHERE n.kind = 'note'))",
            (serial_id,),
        )
        return [row[0] for row in rows]

    def astray(self) -> set[str]:
        """Uids of the episodes whose rows are not what the log says."""
        names = dict(self._database.rows("SELECT uid, ours FROM alias"))
        subjects = [row[0] for row in self._database.rows("SELECT DISTINCT subject FROM event WHERE kind = 'note'")]
        ours = sorted({names.get(one, one) for one in subjects})
        told = self._told(ours)
        numbers = dict(self._database.rows("SELECT id, uid FROM episode WHERE id IN (SELECT episode_id FROM note)"))
        rows: dict[str, dict[str, Note]] = {}
        for one in self._rows("1"):
            rows.setdefault(numbers[one.episode_id], {})[one.uid] = replace(one, episode_id=0)
        here = set(ours) & {
            row[0]
            for some in in_parts(ours)
            for row in self._database.rows(f"SELECT uid FROM episode WHERE uid IN ({','.join('?' * len(some))})", some)  # noqa: S608 - marks
        }
        return {uid for uid in here | rows.keys() if told.get(uid, {}) != rows.get(uid, {})}

    def _told(self, episodes: Sequence[str]) -> dict[str, dict[str, Note]]:
        if self._database.row("SELECT 1 FROM event WHERE kind = 'note' LIMIT 1") is None:
            return {}
        names = self._tally.names(episodes)
        events = self._tally.of_notes(names)
        with sound(self._database.path, "the notes in the log"):
            return form.notes(self._tally.contexts(), events, names)

    def _rows(self, where: str, values: Sequence[object] = ()) -> list[Note]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS} FROM note n JOIN episode e ON e.id = n.episode_id WHERE {where}",  # noqa: S608 - constants
            values,
        )
        with sound(self._database.path, "the notes"):
            return [_note(row) for row in rows]

    def _write(self, note: Note) -> None:
        anchor = note.anchor
        self._database.change(
            "INSERT INTO note (episode_id, uid, kind, words, color, anchor, block, offset, made_at, folded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (episode_id, uid) DO UPDATE SET (kind, words, color,"
            " anchor, block, offset, made_at, folded) = (excluded.kind, excluded.words, excluded.color,"
            " excluded.anchor, excluded.block, excluded.offset, excluded.made_at, excluded.folded)",
            (
                note.episode_id,
                note.uid,
                note.kind.value,
                note.words,
                "" if note.color is None else note.color.value,
                None if anchor is None else to_json(form.anchor_to_json(anchor)),
                -1 if anchor is None else anchor.block,
                0 if anchor is None else anchor.offset,
                time_or_none(note.made_at),
                fold(f"{note.words}{_PART}{'' if anchor is None else anchor.quote}", kana=True).text,
            ),
        )


class Notes:
    """What the reader kept of episodes."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log

    # --- steps -------------------------------------------------------------------------------------------------

    def add(self, note: Note, now: datetime) -> Note:
        """Keep a new note, as one step; it gets a uid where it has none, and ``now`` where it has no time.

        Raises :class:`NotFound` where there is no such episode.
        """
        note = replace(note, uid=note.uid or uuid.uuid4().hex, made_at=note.made_at or now)
        self._log.note(note.episode_id, form.body(note, "added"), now)
        return note

    def change(self, note: Note, now: datetime) -> bool:
        """Make a note what ``note`` says, as one step; whether it was another before.  Raises :class:`NotFound`."""
        with self._database.writing():
            if self.one(note.episode_id, note.uid) == note:
                return False
            self._log.note(note.episode_id, form.body(note, "changed"), now)
        return True

    def remove(self, note: Note, now: datetime) -> None:
        """Take a note away, as one step.  Raises :class:`NotFound`."""
        with self._database.writing():
            self.one(note.episode_id, note.uid)
            self._log.note(note.episode_id, form.removal(note), now)

    # --- rows --------------------------------------------------------------------------------------------------

    def one(self, episode_id: int, uid: str) -> Note:
        """A note.  Raises :class:`NotFound`."""
        found = self._kept("n.episode_id = ? AND n.uid = ?", (episode_id, uid))
        if not found:
            raise NotFound("there is no such note", hint="`tsuzuki notes` lists them.")
        return found[0].note

    def of_episode(self, episode_id: int) -> list[Note]:
        """Those of an episode, in the order of the text, what is about the whole of it first."""
        return [one.note for one in self._kept("n.episode_id = ?", (episode_id,))]

    def of_serial(self, serial_id: int) -> list[Kept]:
        """Those of a serial, in the reader's order."""
        return self._kept("e.serial_id = ?", (serial_id,))

    def all(self) -> list[Kept]:
        """Those of all serials on the shelf, a serial after the other."""
        return self._kept("e.serial_id IN (SELECT id FROM serial WHERE removed_at IS NULL)")

    def starting(self, uid: str) -> list[Kept]:
        """Those whose uids begin so, also of serials that were removed."""
        return self._kept("n.uid >= ? AND n.uid < ? || 'g'", (uid, uid))

    def count(self, serial_id: int) -> int:
        """How many a serial has."""
        (count,) = self._database.row(
            "SELECT count(*) FROM note WHERE episode_id IN (SELECT id FROM episode WHERE serial_id = ?)", (serial_id,)
        ) or (0,)
        return int(count)

    def with_words(self, query: Query, order: Sequence[int]) -> Iterator[Kept]:
        """Notes that have the words, in their own or in their quotations, by serial in the given order."""
        needles = [fold(one, kana=True).text for one in query.needles if one]
        where = " AND ".join(["instr(n.folded, ?) > 0"] * len(needles) or ["0"])
        by_serial: dict[int, list[Kept]] = {}
        for one in self._kept(where, needles):
            by_serial.setdefault(one.serial_id, []).append(one)
        for serial_id in order:
            yield from by_serial.get(serial_id, ())

    def _kept(self, where: str, values: Sequence[object] = ()) -> list[Kept]:
        rows = self._database.rows(
            f"SELECT {_COLUMNS}, e.serial_id FROM note n JOIN episode e ON e.id = n.episode_id"  # noqa: S608 - constants
            f" WHERE {where} ORDER BY {_ORDER}",
            values,
        )
        with sound(self._database.path, "the notes"):
            return [Kept(_note(row[:-1]), int(row[-1])) for row in rows]


def _note(row: Iterable[Any]) -> Note:
    uid, kind, words, color, anchor, made_at, episode_id = row
    return Note(
        uid,
        NoteKind(kind),
        words,
        Color(color) if color else None,
        None if anchor is None else form.anchor_from_json(json.loads(anchor)),
        time_from(made_at),
        int(episode_id),
    )
