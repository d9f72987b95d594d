"""A misbehaving server and a client whose waits cost no time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.settings import Fetching
from reader.web.client import Client
from reader.web.limits import Limits
from tests.web.faults import FaultServer

if TYPE_CHECKING:
    from reader.web.protocol import RobotsShelf

START = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)

QUICK = replace(Limits(), first_byte_seconds=0.3, connect_seconds=0.15)
"""What a test can wait for."""


@dataclass
class Clock:
    """Time that passes only where somebody sleeps."""

    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return START + timedelta(seconds=self.seconds - 1000.0)

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[FaultServer]:
    async with FaultServer(time=clock).serving() as server:
        yield server


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "ssl_cert_file", "ssl_cert_dir"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


Making = Callable[..., Client]


@pytest.fixture
def client_of(server: FaultServer, clock: Clock) -> Making:
    """A client that may ask the server (and ``allow``), at once, with short limits and settled jitter."""

    def make(
        *,
        limits: Limits = QUICK,
        allow: tuple[str, ...] = (),
        robots: RobotsShelf | None = None,
        log: Callable[[str], None] | None = None,
        **settings: float,
    ) -> Client:
        fetching = Fetching(**{"pace_seconds": 0.0, "deadline_seconds": 5.0, **settings})  # type: ignore[arg-type]
        return Client(
            fetching,
            allow=(server.host, *allow),
            robots=robots,
            log=log,
            limits=limits,
            now=clock.now,
            clock=clock,
            sleep=clock.sleep,
            jitter=lambda: 0.5,
        )

    return make
