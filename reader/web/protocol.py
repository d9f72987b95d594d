"""What the rest of the program needs of the web, so that a test can hand in a web of its own.

Imports no HTTP library: front ends may import this for nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from reader.errors import NotAsked

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model import Fetch, Resource


class Web(Protocol):
    """Fetches one resource after the other, or several at once; used as an asynchronous context manager."""

    async def fetch(self, fetch: Fetch) -> Resource:
        """The resource, or one of the kinds of :class:`~reader.errors.FetchError`."""
        ...

    async def __aenter__(self) -> Self: ...

    async def __aexit__(self, *failure: object) -> None: ...


@dataclass(frozen=True, slots=True)
class KeptRobots:
    """A host's robots.txt as it stood at ``fetched_at``; ``text`` is empty where there is none."""

    text: str
    fetched_at: datetime


class RobotsShelf(Protocol):
    """Where robots.txt files are kept from one run to the next; the keys are origins (``https://host``)."""

    def robots(self, origin: str) -> KeptRobots | None:
        """What was kept last, however old."""
        ...

    def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        """Keep it in place of what was kept before."""
        ...


class RobotsInMemory:
    """A shelf that lasts as long as the process."""

    def __init__(self) -> None:
        self._kept: dict[str, KeptRobots] = {}

    def robots(self, origin: str) -> KeptRobots | None:
        """What was kept last."""
        return self._kept.get(origin)

    def keep_robots(self, origin: str, kept: KeptRobots) -> None:
        """Keep it."""
        self._kept[origin] = kept


class Offline:
    """The web of a reader who asked for none."""

    async def fetch(self, fetch: Fetch) -> Resource:
        """Raises :class:`~reader.errors.NotAsked`, always."""
        raise NotAsked("not fetched, for Tsuzuki is offline", subject=fetch.url, hint="Run it without --offline.")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *failure: object) -> None:
        return None
