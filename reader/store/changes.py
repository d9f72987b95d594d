"""Intents become rows: what :mod:`reader.update` decided, in one transaction.

Owns the making and revising of episodes.  Every intent may be applied twice: an episode is inserted only where no
row of the serial has its address.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import canonical
from reader.store.joins import Joins
from reader.store.values import pack, time_or_none, time_to_text
from reader.update import Insert, Join, Reorder, Restore, Revise, Withdraw

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.model import FoundEpisode
    from reader.store.database import Database
    from reader.update import Intent

_REVISABLE: Final = frozenset({"title", "url", "number", "kind", "section", "published", "note", "source_id"})


@dataclass(frozen=True, slots=True)
class Applied:
    """How many rows an application changed."""

    inserted: int = 0
    revised: int = 0
    withdrawn: int = 0
    restored: int = 0


class Changes:
    """Applies intents to a serial."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._joins = Joins(database)

    def apply(self, serial_id: int, intents: Iterable[Intent], now: datetime) -> Applied:
        """All of them, or none."""
        counts = dict.fromkeys(("inserted", "revised", "withdrawn", "restored"), 0)
        with self._database.writing():
            for intent in intents:
                match intent:
                    case Insert():
                        counts["inserted"] += self._insert(serial_id, intent, now)
                    case Revise():
                        counts["revised"] += self._revise(intent)
                    case Join():
                        self._record(serial_id, intent, now)
                        self._join(serial_id, intent.episode_id, intent.url, intent.rung, now)
                    case Withdraw():
                        counts["withdrawn"] += self._set_gone(intent.episode_id, time_to_text(now))
                    case Restore():
                        counts["restored"] += self._set_gone(intent.episode_id, None)
                    case Reorder():
                        self._reorder(serial_id, intent.order)
                    case _:
                        pass
                if isinstance(intent, Insert | Revise) and intent.found.content:
                    self._carry(serial_id, intent.found, now)
        return Applied(**counts)

    def _insert(self, serial_id: int, intent: Insert, now: datetime) -> int:
        found = intent.found
        key = canonical(found.url, fragment=True)
        if self._database.row("SELECT 1 FROM address WHERE serial_id = ? AND key = ?", (serial_id, key)):
            return 0
        (last,) = self._database.row("SELECT max(position) FROM episode WHERE serial_id = ?", (serial_id,)) or (0,)
        columns = {
            "uid": uuid.uuid4().hex,
            "serial_id": serial_id,
            "position": (last or 0) + 1,
            "added_at": time_to_text(now),
            "is_new": int(intent.is_new),
            **{name: _column(found, name) for name in sorted(_REVISABLE)},
        }
        episode_id = self._database.change(
            f"INSERT INTO episode ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608 - constants
            list(columns.values()),
        )
        self._join(serial_id, episode_id, found.url, "listed", now)
        return 1

    def _revise(self, intent: Revise) -> int:
        names = [name for name in intent.fields if name in _REVISABLE]
        if "title" in names and self._is_still_told(intent):
            names.remove("title")
        if not names:
            return 0
        before = self._database.row(f"SELECT {', '.join(names)} FROM episode WHERE id = ?", (intent.episode_id,))  # noqa: S608 - constants
        after = tuple(_column(intent.found, name) for name in names)
        if before == after:
            return 0
        self._database.change(
            f"UPDATE episode SET {', '.join(f'{name} = ?' for name in names)} WHERE id = ?",  # noqa: S608 - constants
            (*after, intent.episode_id),
        )
        # A moved page deserves a fresh try.
        if "url" in names:
            self._database.change("UPDATE episode SET tries = 0 WHERE id = ?", (intent.episode_id,))
        return 1

    def _is_still_told(self, intent: Revise) -> bool:
        """Whether the page's title, where ours is the page's, still says what the source lists now; that is kept."""
        row = self._database.row("SELECT title, listed FROM episode WHERE id = ?", (intent.episode_id,))
        if row is None or row[1] is None:
            return False
        from reader.discover.fuller import extends  # noqa: PLC0415 - brings in the tables of titles; seldom needed

        told = extends(row[0], intent.found.title)
        self._database.change(
            "UPDATE episode SET listed = ? WHERE id = ?", (intent.found.title if told else None, intent.episode_id)
        )
        return told

    def _record(self, serial_id: int, intent: Join, now: datetime) -> None:
        key = canonical(intent.url, fragment=True)
        if not self._database.row("SELECT 1 FROM address WHERE serial_id = ? AND key = ?", (serial_id, key)):
            self._joins.record(intent.episode_id, key, intent.url, intent.rung, now)

    def _join(self, serial_id: int, episode_id: int, url: str, how: str, now: datetime) -> None:
        self._database.change(
            "INSERT INTO address (serial_id, key, episode_id, url, how, seen_at) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (serial_id, canonical(url, fragment=True), episode_id, url, how, time_to_text(now)),
        )

    def _set_gone(self, episode_id: int, gone_at: str | None) -> int:
        was = self._database.row("SELECT gone_at IS NULL FROM episode WHERE id = ?", (episode_id,))
        if was is None or bool(was[0]) == (gone_at is None):
            return 0
        self._database.change("UPDATE episode SET gone_at = ? WHERE id = ?", (gone_at, episode_id))
        return 1

    def _reorder(self, serial_id: int, order: Sequence[int | str]) -> None:
        """Dense positions in the given order; rows that it does not name follow as they stood."""
        rows = [row[0] for row in self._rows("SELECT id FROM episode WHERE serial_id = ? ORDER BY position", serial_id)]
        keys = dict(self._rows("SELECT key, episode_id FROM address WHERE serial_id = ?", serial_id))
        named = [keys.get(one) if isinstance(one, str) else one for one in order]
        wanted = dict.fromkeys([*(one for one in named if one in set(rows)), *rows])
        changed = [(place, number) for place, number in enumerate(wanted, 1) if rows[place - 1] != number]
        # Negative first: a position belongs to one row at any moment.
        self._database.change_many(
            "UPDATE episode SET position = ? WHERE id = ?", ((-place, number) for place, number in changed)
        )
        self._database.change_many(
            "UPDATE episode SET position = -position WHERE id = ?", ((number,) for _, number in changed)
        )

    def _carry(self, serial_id: int, found: FoundEpisode, now: datetime) -> None:
        self._database.change(
            "INSERT INTO carried (episode_id, seen_at, html)"
            " SELECT episode_id, ?, ? FROM address WHERE serial_id = ? AND key = ?"
            " ON CONFLICT (episode_id) DO UPDATE SET seen_at = excluded.seen_at, html = excluded.html",
            (
                time_to_text(now),
                pack(found.content.encode("utf-8", "replace")),
                serial_id,
                canonical(found.url, fragment=True),
            ),
        )

    def _rows(self, sql: str, serial_id: int) -> list[tuple[Any, ...]]:
        return self._database.rows(sql, (serial_id,))


def _column(found: FoundEpisode, name: str) -> object:
    value = getattr(found, name)
    if name == "published":
        return time_or_none(value)
    return str(value) if name == "kind" else value
