"""What the reader did and when, told from the log: "what did I read this week".

Owns the deeds that a history tells: marks and notes that stand, and for each day the last place in an episode that was
being read.  Times are what each device's clock said.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.export.notes_list import excerpt as quoted
from reader.store.values import locator_from_list
from reader.sync.events import UNDO, undone
from reader.sync.notes import NOTE
from reader.sync.notes import from_json as note_from

if TYPE_CHECKING:
    from datetime import datetime

    from reader.library.shelf import Library
    from reader.model import Episode, Serial
    from reader.sync.events import Event


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the history.

    ``state`` is read, unread or reading, and ``fraction`` of the text lay behind the place; or it is bookmark,
    highlight or note for one that was made or changed, with its ``words``, or what it quotes.
    """

    at: datetime
    serial: Serial
    episodes: tuple[Episode, ...]
    """As they are now, in the serial's order."""
    state: str
    fraction: float | None
    """``None`` for a mark."""
    device: str
    """The other device's name; ``""`` for this one."""
    words: str = ""


def history(library: Library, since: datetime) -> list[Deed]:
    """What was marked and read since then, the oldest first; what was taken back is not told."""
    store = library.store
    with store.reading():
        events = store.log.history(since)
        gone = undone(events)
        told = _Telling(library)
        for event in events:
            if (event.device, event.sequence) not in gone and event.kind != UNDO:
                told.take(event)
        return told.deeds()


class _Telling:
    def __init__(self, library: Library) -> None:
        self._store = library.store
        self._here = self._store.log.device()
        self._rows: dict[str, tuple[Serial, Episode] | None] = {}
        self._serials: dict[int, dict[str, Episode]] = {}
        self._deeds: dict[tuple[object, int], Deed] = {}

    def take(self, event: Event) -> None:
        if event.kind == "place" and locator_from_list(event.body.get("place")) is not None:
            key = (event.device, event.subject, event.at.date())
            self._add(key, event, [event.subject], "reading", float(event.body.get("fraction", 0)))
        elif event.kind == "mark":
            uids = [uid for uid, _ in event.body["episodes"]]
            self._add((event.device, event.sequence), event, uids, str(event.body["state"]), None)

        elif event.kind == NOTE:
            self._take_note(event)

    def _take_note(self, event: Event) -> None:
        """The last state of a note that was made or changed; one that was taken away is not told."""
        key = (event.subject, event.body.get(NOTE))
        for known in [one for one in self._deeds if one[0] == key]:
            del self._deeds[known]
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            note = note_from(event.body[NOTE], event.body["now"])
            self._add(key, event, [event.subject], note.kind.value, words=note.words or quoted(note))

    def _add(
        self, key: object, event: Event, uids: list[str], state: str, fraction: float | None = None, *, words: str = ""
    ) -> None:
        known = [row for uid in uids if (row := self._row(uid)) is not None]
        device = "" if event.device == self._here else self._store.devices.name(event.device)
        for serial in {one.id: one for one, _ in known}.values():
            episodes = sorted((episode for one, episode in known if one.id == serial.id), key=lambda row: row.position)
            self._deeds[key, serial.id] = Deed(event.at, serial, tuple(episodes), state, fraction, device, words)

    def _row(self, uid: str) -> tuple[Serial, Episode] | None:
        if uid not in self._rows:
            ours = self._store.devices.ours(uid)
            serial_id = self._store.devices.serial_of(uid)
            if serial_id and serial_id not in self._serials:
                names = self._store.episodes.uids(serial_id)
                rows = self._store.episodes.all(serial_id)
                self._serials[serial_id] = {names[one.id]: one for one in rows}
            episode = self._serials.get(serial_id, {}).get(ours)
            self._rows[uid] = (self._store.serials.one(serial_id), episode) if episode else None
        return self._rows[uid]

    def deeds(self) -> list[Deed]:
        return sorted(self._deeds.values(), key=lambda one: one.at)
