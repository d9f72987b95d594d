"""Which addresses were taken for episodes that were known under others, and how such a join is taken back.

Owns the record that :mod:`reader.store.changes` writes with every join, and the parting of one: the row gets back what
it was, with its marks and texts, and the other address becomes a row of its own, which no later look joins again.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from reader.errors import NotFound
from reader.store.faults import sound
from reader.store.values import time_to_text, to_json

if TYPE_CHECKING:
    from reader.store.database import Database

ATTRIBUTES: Final = ("kind", "note", "number", "published", "section", "source_id", "title", "url")
"""Columns of an episode that a source gives, and that a parting gives back."""


@dataclass(frozen=True, slots=True)
class Joined:
    """One join that stands: the episode, the address that was joined to it, why, when, and what it was before."""

    id: int
    episode_id: int
    url: str
    rung: str
    at: datetime
    title_before: str
    url_before: str


class Joins:
    """All joins that stand."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, serial_id: int) -> list[Joined]:
        """A serial's joins, the newest first."""
        rows = self._database.rows(
            "SELECT id, episode_id, url, rung, at, was FROM joined"
            " WHERE serial_id = ? AND parted_at IS NULL ORDER BY id DESC",
            (serial_id,),
        )
        with sound(self._database.path, f"the joins of serial {serial_id}"):
            out = []
            for number, episode_id, url, rung, at, was in rows:
                before = json.loads(was)
                out.append(
                    Joined(number, episode_id, url, rung, datetime.fromisoformat(at), before["title"], before["url"])
                )
            return out

    def record(self, episode_id: int, key: str, url: str, rung: str, now: datetime) -> None:
        """Write a join down before the row takes the new attributes; call it in the transaction that joins."""
        self._database.change(
            "INSERT INTO joined (serial_id, episode_id, key, url, rung, at, was)"
            " SELECT serial_id, id, ?, ?, ?, ?, ? FROM episode WHERE id = ?",
            (key, url, rung, time_to_text(now), to_json(self._attributes(episode_id)), episode_id),
        )

    def part(self, join_id: int, now: datetime) -> int:
        """Take a join back; the id of the row that the address now is.  Raises :class:`NotFound`."""
        with self._database.writing() as database:
            row = database.row(
                "SELECT serial_id, episode_id, key, url, at, was FROM joined WHERE id = ? AND parted_at IS NULL",
                (join_id,),
            )
            if row is None:
                raise NotFound(f"there is no join {join_id}", hint="`tsuzuki joins SERIAL` lists them.")
            serial_id, episode_id, key, url, at, was = row
            with sound(database.path, f"join {join_id}"):
                before: dict[str, Any] = json.loads(was)
            given = self._attributes(episode_id) | {"url": url}
            self._write(episode_id, before)
            self._text_before(episode_id, at)
            new_id = self._insert(serial_id, episode_id, given, now)
            database.change(
                "UPDATE address SET episode_id = ?, how = 'parted' WHERE serial_id = ? AND key = ?",
                (new_id, serial_id, key),
            )
            database.change("UPDATE joined SET parted_at = ? WHERE id = ?", (time_to_text(now), join_id))
        return new_id

    def _attributes(self, episode_id: int) -> dict[str, Any]:
        row = self._database.row(f"SELECT {', '.join(ATTRIBUTES)} FROM episode WHERE id = ?", (episode_id,))  # noqa: S608 - constants
        return dict(zip(ATTRIBUTES, row or (), strict=True))

    def _write(self, episode_id: int, values: dict[str, Any]) -> None:
        self._database.change(
            f"UPDATE episode SET {', '.join(f'{name} = ?' for name in ATTRIBUTES)} WHERE id = ?",  # noqa: S608 - constants
            (*(values[name] for name in ATTRIBUTES), episode_id),
        )

    def _text_before(self, episode_id: int, at: str) -> None:
        """The row's text is again the last one from before the join, where there was one."""
        self._database.change(
            "UPDATE episode SET (revision_id, origin, characters, words) = (r.id, r.origin, r.characters, r.words)"
            " FROM (SELECT id, origin, characters, words FROM revision WHERE episode_id = ?1 AND suspect = ''"
            " AND fetched_at < ?2 ORDER BY id DESC LIMIT 1) r WHERE episode.id = ?1",
            (episode_id, at),
        )

    def _insert(self, serial_id: int, behind: int, values: dict[str, Any], now: datetime) -> int:
        """A row right behind another."""
        (place,) = self._database.row("SELECT position FROM episode WHERE id = ?", (behind,)) or (0,)
        # Negative first: a position belongs to one row at any moment.
        moved = (serial_id, place)
        self._database.change("UPDATE episode SET position = -position WHERE serial_id = ? AND position > ?", moved)
        columns = {
            "uid": uuid.uuid4().hex,
            "serial_id": serial_id,
            "position": place + 1,
            "added_at": time_to_text(now),
            **values,
        }
        new_id = self._database.change(
            f"INSERT INTO episode ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",  # noqa: S608 - constants
            list(columns.values()),
        )
        self._database.change(
            "UPDATE episode SET position = 1 - position WHERE serial_id = ? AND position < 0", (serial_id,)
        )
        return new_id
