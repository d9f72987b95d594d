"""The library as the use cases share it: the store, the settings, the clock, and the ways to the web and the worker.

Owns the wiring and nothing else.  The client of the web and the worker are made when they are first needed, so that
``list`` imports neither.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

from reader.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from reader.errors import FetchError
    from reader.files import Folders
    from reader.settings import Settings
    from reader.web.protocol import Web
    from reader.worker import Works


def utc_now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at an address during discovery, so that the next look can be conditional."""

    etag: str
    last_modified: str
    digest: bytes
    """Of the body."""


@dataclass(slots=True)
class Library:
    """An open library.  ``open_web`` and ``open_worker`` are factories; ``now`` is the clock.

    ``open_web`` takes the hosts (``host`` or ``host:port``) that may be private because the reader named them.
    """

    store: Store
    folders: Folders
    settings: Settings
    open_web: Callable[[Collection[str]], Web]
    open_worker: Callable[[], Works]
    now: Callable[[], datetime] = utc_now
    looks: dict[str, Look] = field(default_factory=dict)
    """By address, what discovery saw since the library was opened."""
    silent: dict[str, FetchError] = field(default_factory=dict)
    """Hosts that did not answer discovery a moment ago, and how: the next run does not ask them for texts."""
    typed_hosts: set[str] = field(default_factory=set)
    """Hosts of the addresses that the reader typed since the library was opened."""
    _worker: Works | None = None

    @classmethod
    def open(
        cls,
        folders: Folders,
        settings: Settings,
        *,
        offline: bool = False,
        now: Callable[[], datetime] = utc_now,
        web: Callable[[Collection[str]], Web] | None = None,
        worker: Callable[[], Works] | None = None,
    ) -> Self:
        """Open the library in ``folders``, made where there is none.

        Raises :class:`~reader.errors.StorageError`.  A library of a newer Tsuzuki, or one that may not be written,
        opens for reading.  ``web`` and ``worker`` are for tests.
        """
        store = Store.open(folders.library, now=now())

        def open_client(allow: Collection[str]) -> Web:
            from reader.library.doors import open_web  # noqa: PLC0415 - only what fetches imports a client

            return open_web(store, folders, settings, allow, offline=offline)

        def start_worker() -> Works:
            from reader.library.doors import open_worker  # noqa: PLC0415 - as above

            return open_worker()

        return cls(store, folders, settings, web or open_client, worker or start_worker, now)

    @property
    def worker(self) -> Works:
        """The worker, one for the library's life; it starts with its first job."""
        if self._worker is None:
            self._worker = self.open_worker()
        return self._worker

    def close(self) -> None:
        """End the worker and let go of the file."""
        if self._worker is not None:
            from reader.library.doors import end_worker  # noqa: PLC0415 - there is one, so this is imported already

            end_worker(self._worker)
            self._worker = None
        if self.store.database.wrote and not self.folders.daily_backup(self.now()).exists():
            from reader.library.restoring import daily  # noqa: PLC0415 - once a day

            daily(self)
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
