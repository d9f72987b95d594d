"""How the reader wants a serial's texts to be set, where that differs from the settings, and the shelf to stand.

Owns no meaning: names and values are the settings' own, kept as they are given.  They are this device's and travel
with no log, for they go with a screen.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from reader.store.faults import sound
from reader.store.values import time_to_text, to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reader.store.database import Database


_SHELF: Final = "shelf"
"""Its key among what is told of the library itself."""


class Choices:
    """What was chosen, by serial."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, serial_id: int) -> dict[str, Any]:
        """What was kept last, by the setting's name."""
        row = self._database.row("SELECT value FROM chosen WHERE serial_id = ?", (serial_id,))
        with sound(self._database.path, f"the choices for serial {serial_id}"):
            return dict(json.loads(row[0])) if row else {}

    def keep(self, serial_id: int, values: Mapping[str, Any], now: datetime) -> None:
        """Keep these in place of all that was kept before."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO chosen (serial_id, value, changed_at) VALUES (?, ?, ?)"
                " ON CONFLICT (serial_id) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
                (serial_id, to_json(dict(values)), time_to_text(now)),
            )

    def of_shelf(self) -> dict[str, Any]:
        """What was kept last of how the shelf stands."""
        row = self._database.row("SELECT value FROM meta WHERE key = ?", (_SHELF,))
        with sound(self._database.path, "the choices for the shelf"):
            return dict(json.loads(row[0])) if row else {}

    def keep_of_shelf(self, values: Mapping[str, Any]) -> None:
        """Keep these in place of all that was kept before."""
        with self._database.writing() as database:
            database.change(
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_SHELF, to_json(dict(values))),
            )
