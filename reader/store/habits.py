"""The places of the log as statistics read them, and which serials are let out bit by bit.

Owns the way from events of every device to :class:`reader.habits.Stop`, with our names for their episodes; what they
say is :mod:`reader.habits`'.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.habits import Stop, Text
from reader.store.faults import sound
from reader.store.values import time_to_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from reader.store.database import Database

_MANY: Final = 500
"""Values in one statement; SQLite of old takes 999."""


@dataclass(frozen=True, slots=True)
class Book:
    """An episode of the library, as statistics know it."""

    serial_id: int
    text: Text


class Habits:
    """What the log knows of reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, then: datetime) -> list[Stop]:
        """The places kept since then, by what the devices' clocks said."""
        return self._stops("at >= ? ORDER BY at", (time_to_text(then),))

    def recent(self, limit: int) -> list[Stop]:
        """The last places, so many of all devices together."""
        return self._stops("at <> '' ORDER BY at DESC LIMIT ?", (limit,))

    def _stops(self, where: str, values: Sequence[object]) -> list[Stop]:
        rows = self._database.rows(
            f"SELECT device, sequence, at, subject, body FROM event WHERE kind = 'place' AND {where}",  # noqa: S608 - constants
            values,
        )
        names = dict(self._database.rows("SELECT uid, ours FROM alias"))
        found = []
        with sound(self._database.path, "the log"):
            for device, sequence, at, subject, packed in rows:
                body = json.loads(packed)
                if not body.get("imported"):
                    uid = names.get(subject, subject)
                    found.append(Stop(device, sequence, datetime.fromisoformat(at), uid, float(body["fraction"])))
            return self._without_undone(found, names)

    def _without_undone(self, stops: list[Stop], names: dict[str, str]) -> list[Stop]:
        """The stops; one at an episode's end whose mark was taken back is at no end."""
        marks = self._database.rows(
            "SELECT mark.device, mark.sequence, mark.body FROM event undo JOIN event mark"
            " ON mark.device = undo.device AND mark.sequence = undo.target"
            " WHERE undo.kind = 'undo' AND mark.kind = 'mark'"
        )
        if not marks:
            return stops
        ends: dict[tuple[str, str], list[Stop]] = defaultdict(list)
        for stop in stops:
            if stop.fraction >= 1.0:
                ends[stop.device, stop.episode].append(stop)
        undone: dict[Stop, Stop] = {}
        for device, sequence, packed in marks:
            for uid, _ in json.loads(packed)["episodes"]:
                before = [one for one in ends.get((device, names.get(uid, uid)), ()) if one.sequence < sequence]
                for last in sorted(before, key=lambda one: one.sequence)[-1:]:
                    undone[last] = Stop(last.device, last.sequence, last.at, last.episode, last.fraction, ends=False)
        return [undone.get(stop, stop) for stop in stops]

    def books(self, uids: Collection[str]) -> dict[str, Book]:
        """The episodes of these uids that are here."""
        found: dict[str, Book] = {}
        for some in _in_parts(uids):
            rows = self._database.rows(
                "SELECT e.uid, e.serial_id, e.characters, e.words, s.language FROM episode e"  # noqa: S608 - marks
                f" JOIN serial s ON s.id = e.serial_id WHERE e.uid IN ({','.join('?' * len(some))})",
                some,
            )
            for uid, serial_id, characters, words, language in rows:
                tongue = language.partition("-")[0].lower()
                found[uid] = Book(serial_id, Text(characters, words, tongue))
        return found

    def drips(self) -> dict[int, str]:
        """How serials on the shelf are let out bit by bit, by id; those that are not are left out."""
        return dict(
            self._database.rows("SELECT id, drip FROM serial WHERE drip IS NOT NULL AND removed_at IS NULL ORDER BY id")
        )


def _in_parts(values: Iterable[str]) -> Iterable[list[str]]:
    every = list(values)
    return [every[start : start + _MANY] for start in range(0, len(every), _MANY)]
