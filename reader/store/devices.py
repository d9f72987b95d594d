"""The other devices of this reader: what they call our rows, and what their events make of them.

Owns the aliases, and the step from events that were received (:meth:`reader.store.log.Log.receive`) to rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model import Kind, Source, SourceKind, State, Status
from reader.store.faults import sound
from reader.store.log import EDITABLE
from reader.store.standing import Standing
from reader.store.tally import Tally, standing
from reader.store.values import time_from, time_to_text
from reader.sync.logfile import EpisodeFacts, SerialFacts
from reader.sync.merging import elsewhere, touches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.store.database import Database
    from reader.store.log import Log
    from reader.sync.events import Event
    from reader.sync.merging import Touch


@dataclass(frozen=True, slots=True)
class Moved:
    """An episode that stands otherwise than before, and the places of other devices that are not its own."""

    serial_id: int
    episode_id: int
    was: Standing
    now: Standing
    elsewhere: tuple[Touch, ...]


class Devices:
    """What came from elsewhere, as rows of ours."""

    def __init__(self, database: Database, log: Log) -> None:
        self._database = database
        self._log = log
        self._tally = Tally(database)

    # --- names -------------------------------------------------------------------------------------------------

    def ours(self, uid: str) -> str:
        """Our uid of what another device calls ``uid``; ``""`` where it is not here."""
        for table in ("serial", "episode"):
            if self._database.row(f"SELECT 1 FROM {table} WHERE uid = ?", (uid,)) is not None:  # noqa: S608 - two tables
                return uid
        row = self._database.row("SELECT ours FROM alias WHERE uid = ?", (uid,))
        return str(row[0]) if row else ""

    def known(self) -> set[str]:
        """Every uid that means something here."""
        return {
            row[0]
            for row in self._database.rows(
                "SELECT uid FROM serial UNION SELECT uid FROM episode UNION SELECT uid FROM alias"
            )
        }

    def alias(self, uid: str, ours: str) -> None:
        """Remember that another device calls ``ours`` so."""
        self._database.change("INSERT INTO alias (uid, ours) VALUES (?, ?) ON CONFLICT DO NOTHING", (uid, ours))

    def name(self, device: str, name: str = "") -> str:
        """What the reader calls the device (its host's name), remembering ``name`` where one is given."""
        if name:
            self._database.change(
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (f"name {device}", name),
            )
        row = self._database.row("SELECT value FROM meta WHERE key = ?", (f"name {device}",))
        return str(row[0]) if row else device[:8]

    def serial_of(self, uid: str) -> int:
        """The serial that a uid, of it or of an episode of it, means here; 0 for none."""
        uid = self.ours(uid)
        row = self._database.row("SELECT id FROM serial WHERE uid = ?", (uid,)) or self._database.row(
            "SELECT serial_id FROM episode WHERE uid = ?", (uid,)
        )
        return int(row[0]) if row else 0

    # --- facts -------------------------------------------------------------------------------------------------

    def serials(self, after: int = 0) -> Iterator[tuple[int, SerialFacts]]:
        """(id, what another machine needs to know) of every serial with a higher id, in order."""
        rows = self._database.rows(
            "SELECT id, uid, title, url, author, language, status, tags, added_at, ordered_by_reader FROM serial"
            " WHERE id > ? ORDER BY id",
            (after,),
        )
        sources: dict[int, list[Source]] = {}
        for serial_id, kind, url, detail in self._database.rows(
            "SELECT serial_id, kind, url, detail FROM source WHERE serial_id > ? ORDER BY serial_id, rank", (after,)
        ):
            sources.setdefault(serial_id, []).append(Source(SourceKind(kind), url, detail))
        with sound(self._database.path, "the shelf"):
            for number, uid, title, url, author, language, status, tags, added_at, by_reader in rows:
                yield (
                    number,
                    SerialFacts(
                        uid,
                        title,
                        url,
                        author,
                        language,
                        Status(status),
                        tuple(tags.split("\n")) if tags else (),
                        time_from(added_at),
                        bool(by_reader),
                        tuple(sources.get(number, ())),
                    ),
                )

    def episodes(self, after: int = 0, limit: int = -1) -> Iterator[tuple[int, str, EpisodeFacts]]:
        """(id, the serial's uid, what another machine needs to know) of episodes with a higher id, in order."""
        rows = self._database.rows(
            "SELECT e.id, s.uid, e.uid, e.position, coalesce(e.listed, e.title), e.url, e.number, e.kind, e.section,"
            " e.published, e.note"
            " FROM episode e JOIN serial s ON s.id = e.serial_id WHERE e.id > ? ORDER BY e.id LIMIT ?",
            (after, limit),
        )
        last = rows[-1][0] if rows else after
        also: dict[int, list[str]] = {}
        for episode_id, url in self._database.rows(
            "SELECT a.episode_id, a.url FROM address a JOIN episode e ON e.id = a.episode_id AND e.url <> a.url"
            " WHERE a.episode_id > ? AND a.episode_id <= ? ORDER BY a.key",
            (after, last),
        ):
            also.setdefault(episode_id, []).append(url)
        with sound(self._database.path, "the contents"):
            for number, serial, uid, position, title, url, counted, kind, section, published, note in rows:
                facts = EpisodeFacts(
                    uid,
                    position,
                    title,
                    url,
                    counted,
                    Kind(kind),
                    section,
                    time_from(published),
                    note,
                    tuple(also.get(number, ())),
                )
                yield number, serial, facts

    # --- what events make of rows --------------------------------------------------------------------------------

    def affected(self, events: Iterable[Event]) -> list[int]:
        """Ids of the serials that these events are about."""
        subjects: set[str] = set()
        for one in events:
            subjects.add(one.subject)
            if one.kind == "mark" and not one.subject:
                subjects.update(uid for uid, _ in touches(one))
        return sorted({serial_id for uid in subjects if uid and (serial_id := self.serial_of(uid))})

    def settle(self, serial_id: int) -> list[Moved]:
        """Make the rows of a serial what the log says: marks, places, fields, tags, order, what is left out, notes."""
        moved = []
        with self._database.writing():
            here = self._log.device()
            views = self._tally.views(here, serial_id)
            for number, uid, was in self._log.standings(serial_id):
                seen = views.get(uid)
                now = standing(seen) if seen else Standing()
                away = elsewhere(here, seen) if seen else ()
                if now != was:
                    self._log.set_standing(number, now)
                if now != was or away:
                    moved.append(Moved(serial_id, number, was, now, away))
            for name in EDITABLE:
                self._log.add_up_field(serial_id, name)
            self._log.add_up_order(serial_id)
            self._log.add_up_hidden(serial_id)
            self._log.add_up_notes_of(serial_id)
        return moved

    def elsewhere(self, serial_id: int, episode_uid: str) -> tuple[Touch, ...]:
        """Last places of other devices in an episode that are not where this one stands, the further first."""
        here = self._log.device()
        view = self._tally.views(here, serial_id, [episode_uid]).get(episode_uid)
        return elsewhere(here, view) if view else ()

    def lead(self, events: Sequence[Event]) -> None:
        """Let what was read elsewhere go on here, unless something else was read here without its being known there.

        "Continue" then opens the serial and the episode read last, wherever that was.
        """
        contexts, here = self._tally.contexts(), self._log.device()
        row = self._database.row("SELECT max(sequence) FROM event WHERE device = ? AND kind = 'place'", (here,))
        mine = (row and row[0]) or 0
        places = [
            one
            for one in events
            if one.kind == "place"
            and one.device != here
            and contexts.of(one.device, one.sequence).vector.get(here, 0) >= mine
        ]
        for one in sorted(places, key=lambda place: contexts.rank(place.device, place.sequence)):
            serial_id, uid = self.serial_of(one.subject), self.ours(one.subject)
            row = self._database.row("SELECT id FROM episode WHERE uid = ? AND state <> ?", (uid, State.UNREAD.value))
            if serial_id and row is not None:
                self._log.touch(serial_id, int(row[0]))
        told = {self.serial_of(one.subject): one.at for one in places}
        for serial_id, at in told.items():
            self._database.change(
                "UPDATE serial SET read_at = max(coalesce(read_at, ''), ?) WHERE id = ?", (time_to_text(at), serial_id)
            )
