"""Whether the library's file is what it should be, and copies of it.

Owns the questions that ``check`` asks of the file; what to do about the answers is for the library to say.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reader.store.database import backups
from reader.store.schema import COUNTED, MIGRATIONS, counted

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from reader.store.database import Database

SQLITE_VERSION = sqlite3.sqlite_version

_SUMS = ", ".join(f"coalesce(sum({one}), 0) AS {name}" for name, one in zip(COUNTED, counted("episode"), strict=True))


class Health:
    """Questions about the open file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with the file; nothing where it is sound.  Reads all of it."""
        found = [str(row[0]) for row in self._database.rows("PRAGMA integrity_check(20)")]
        strays = [f"{row[0]} row {row[1]} points nowhere" for row in self._database.rows("PRAGMA foreign_key_check")]
        return [*(line for line in found if line != "ok"), *strays[:20]]

    def schema(self) -> tuple[int, int]:
        """(version of the file, version that we know)."""
        return self._database.version, len(MIGRATIONS)

    def miscounted(self) -> list[int]:
        """Ids of serials whose kept counts are not those of their episodes."""
        return [
            row[0]
            for row in self._database.rows(
                f"SELECT s.id FROM serial s LEFT JOIN (SELECT serial_id, {_SUMS} FROM episode GROUP BY serial_id) e"  # noqa: S608 - constants
                f" ON e.serial_id = s.id WHERE ({', '.join(f's.{name}' for name in COUNTED)})"
                f" <> ({', '.join(f'coalesce(e.{name}, 0)' for name in COUNTED)})"
            )
        ]

    def misplaced(self) -> list[int]:
        """Ids of serials whose positions are not 1, 2, 3 and so on."""
        return [
            row[0]
            for row in self._database.rows(
                "SELECT serial_id FROM episode GROUP BY serial_id"
                " HAVING min(position) <> 1 OR max(position) <> count(*)"
            )
        ]

    def unreachable(self) -> int:
        """How many episodes have no address of their own in the table of addresses."""
        return int(
            (
                self._database.row(
                    "SELECT count(*) FROM episode e WHERE NOT EXISTS (SELECT 1 FROM address WHERE episode_id = e.id)"
                )
                or (0,)
            )[0]
        )

    def recount(self, serial_id: int) -> None:
        """Make a serial's kept counts those of its episodes, and its positions 1, 2, 3 and so on."""
        with self._database.writing() as database:
            database.change(
                f"UPDATE serial SET ({', '.join(COUNTED)}) = (SELECT {_SUMS} FROM episode WHERE serial_id = ?1)"  # noqa: S608 - constants
                " WHERE id = ?1",
                (serial_id,),
            )
            rows = database.rows("SELECT id FROM episode WHERE serial_id = ? ORDER BY position, id", (serial_id,))
            # Negative first: a position belongs to one row at any moment.
            database.change("UPDATE episode SET position = -id WHERE serial_id = ?", (serial_id,))
            database.change_many(
                "UPDATE episode SET position = ? WHERE id = ?", ((place, row[0]) for place, row in enumerate(rows, 1))
            )

    def copy(self, now: datetime) -> Path:
        """A backup beside the library; its path."""
        path = self._database.path
        target = backups(path) / f"{path.stem}-{now.strftime('%Y%m%dT%H%M%S%f')}.db"
        self._database.copy_to(target)
        return target
