"""What the log adds up to: the events of every device, read for the serials that are asked for.

Owns the way from rows to :mod:`reader.sync.merging` and back to standings.  Events name serials and episodes as their
device does; the table of aliases says which those are here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Final

from reader.store.faults import sound
from reader.store.standing import Standing
from reader.sync import merging
from reader.sync.events import Contexts, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.store.database import Database
    from reader.sync.merging import View

EVENT: Final = "device, sequence, at, kind, subject, target, body"
_MANY: Final = 500
"""Values in one statement; SQLite of old takes 999."""


class Tally:
    """Adds up the log, as the device ``here`` sees it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def select(self, where: str, values: Sequence[object] = ()) -> list[Event]:
        """The events of a query."""
        rows = self._database.rows(f"SELECT {EVENT} FROM event WHERE {where}", values)  # noqa: S608 - constants
        with sound(self._database.path, "the log"):
            return [
                Event(device, sequence, datetime.fromisoformat(at), kind, subject, target, json.loads(body))
                for device, sequence, at, kind, subject, target, body in rows
            ]

    def contexts(self) -> Contexts:
        """What each event's device had seen."""
        return Contexts(self.select("kind = 'seen'"))

    def of_serial(self, serial_id: int, episodes: Iterable[str] | None = None) -> tuple[list[Event], dict[str, str]]:
        """(the events about a serial and its episodes, our uid for every name that they have in those).

        ``episodes`` are the uids of those whose places are wanted; all where it is ``None``.
        """
        (uid,) = self._database.row("SELECT uid FROM serial WHERE id = ?", (serial_id,)) or ("",)
        if episodes is None:
            episodes = (
                row[0] for row in self._database.rows("SELECT uid FROM episode WHERE serial_id = ?", (serial_id,))
            )
        names = self.names([uid, *episodes])
        found: list[Event] = []
        for some in in_parts(names):
            marks = ",".join("?" * len(some))
            found += self.select(f"subject IN ({marks})", some)
        # A step over several serials has no subject of its own.
        return [*found, *self.select("subject = '' AND kind IN ('mark', 'undo')")], names

    def of_notes(self, subjects: Iterable[str]) -> list[Event]:
        """The events of notes about episodes, by any of their names, and what takes those back."""
        found: list[Event] = []
        for some in in_parts(subjects):
            about = f"kind = 'note' AND subject IN ({','.join('?' * len(some))})"
            found += self.select(about, some)
            found += self.select(
                f"kind = 'undo' AND (device, target) IN (SELECT device, sequence FROM event WHERE {about})",  # noqa: S608 - marks
                some,
            )
        return found

    def names(self, uids: Sequence[str]) -> dict[str, str]:
        """Our uid by each name, ours and others', of these."""
        found = {uid: uid for uid in uids}
        if self._database.row("SELECT 1 FROM alias LIMIT 1") is not None:
            for some in in_parts(uids):
                marks = ",".join("?" * len(some))
                found |= dict(
                    self._database.rows(f"SELECT uid, ours FROM alias WHERE ours IN ({marks})", some)  # noqa: S608 - marks
                )
        return found

    def views(self, here: str, serial_id: int, episodes: Iterable[str] | None = None) -> dict[str, View]:
        """How the touched episodes of a serial stand here, by our uid."""
        events, names = self.of_serial(serial_id, episodes)
        contexts = self.contexts()
        with sound(self._database.path, f"the log of serial {serial_id}"):
            ours = merging.by_episode(events, names)
            return {uid: merging.view(contexts, here, touches) for uid, touches in ours.items() if uid in names}

    def everything(self, here: str) -> dict[str, Standing]:
        """The standing of every touched episode, by our uid."""
        names = dict(self._database.rows("SELECT uid, ours FROM alias"))
        with sound(self._database.path, "the log"):
            events = self.select("kind IN ('mark', 'place', 'undo')")
            contexts = self.contexts()
            return {
                uid: standing(merging.view(contexts, here, touches))
                for uid, touches in merging.by_episode(events, names).items()
            }


def standing(view: View) -> Standing:
    """A view as the episode's columns have it."""
    shown, furthest, last = view.shown, view.merged.furthest, view.merged.last
    return Standing(
        view.merged.state,
        shown and shown.place,
        shown.fraction if shown else 0.0,
        furthest and furthest.place,
        furthest.fraction if furthest else 0.0,
        last and last.at,
    )


def in_parts(values: Iterable[str]) -> Iterator[list[str]]:
    """The values in lists that one statement can take."""
    every = list(values)
    for start in range(0, len(every), _MANY):
        yield every[start : start + _MANY]


def by_serial(database: Database, uids: Iterable[str]) -> dict[int, list[str]]:
    """Episodes' uids by their serial's id; those that are not here are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    for some in in_parts(uids):
        marks = ",".join("?" * len(some))
        for uid, serial_id in database.rows(f"SELECT uid, serial_id FROM episode WHERE uid IN ({marks})", some):  # noqa: S608 - marks
            found[serial_id].append(uid)
    return found
