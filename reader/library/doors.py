"""The real web and the real worker, for a library that needs them.

Owns the one place in the library that imports the client; see :class:`reader.library.shelf.Library`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.web.client import Client
from reader.web.protocol import KeptRobots, Offline
from reader.web.turns import LockedTurns
from reader.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.files import Folders
    from reader.settings import Settings
    from reader.store import Store
    from reader.web.protocol import Web
    from reader.worker import Works


class StoredRobots:
    """The client's shelf of robots.txt files, in the library's file."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def robots(self, origin: str) -> KeptRobots | None:
        """What was kept last, however old."""
        kept = self._store.robots.of(origin)
        return None if kept is None else KeptRobots(*kept)

    def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        """Keep it; a library that may not be written forgets it."""
        if self._store.database.refusal is None:
            self._store.robots.keep(origin, kept.text, kept.fetched_at)


def open_web(store: Store, folders: Folders, settings: Settings, allow: Collection[str], *, offline: bool) -> Web:
    """The network, or the refusal to use it."""
    if offline:
        return Offline()
    return Client(settings.fetch, allow=allow, robots=StoredRobots(store), turns=LockedTurns(folders.hosts))


def open_worker() -> Works:
    """Processes that parse what came."""
    return Worker()


def end_worker(worker: Works) -> None:
    """End them, outside any event loop."""
    if isinstance(worker, Worker):
        worker.kill()
