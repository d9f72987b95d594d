"""A proxy on loopback that plays any number of hosts and writes down what it was asked, and when."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_KINDS = {"robots.txt": "text/plain", "feed.xml": "application/atom+xml"}


@dataclass(frozen=True)
class Asked:
    """One request; ``at`` is the seconds of the clock that the client goes by."""

    at: float
    host: str
    path: str
    headers: dict[str, str]

    @property
    def is_conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


@dataclass
class Loopback:
    """Bodies by address; robots.txt by host.  ``together`` is the most requests that a host had open at once."""

    clock: Callable[[], float]
    bodies: dict[str, str] = field(default_factory=dict)
    robots: dict[str, str] = field(default_factory=dict)
    statuses: dict[str, list[tuple[int, dict[str, str]]]] = field(default_factory=dict)
    log: list[Asked] = field(default_factory=list)
    together: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    _open: Counter[str] = field(default_factory=Counter)
    _lines: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Its address, as HTTP_PROXY wants it."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0)
        try:
            yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        finally:
            server.close()
            for writer in list(self._lines.values()):
                writer.close()
            await asyncio.gather(*list(self._lines), return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines[task] = writer
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
                target = head[0].split()[1]
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
                host = urlsplit(target).netloc
                self._open[host] += 1
                self.together[host] = max(self.together[host], self._open[host])
                self.at_once = max(self.at_once, sum(1 for count in self._open.values() if count))
                self.log.append(Asked(self.clock(), host, urlsplit(target).path, headers))
                await asyncio.sleep(0.002)
                self._open[host] -= 1
                writer.write(self._answer(target, headers))
                await writer.drain()
        writer.close()
        del self._lines[task]

    def _answer(self, target: str, headers: dict[str, str]) -> bytes:
        if self.statuses.get(target):
            status, more = self.statuses[target].pop(0)
            return _written(status, b"", more)
        parts = urlsplit(target)
        body = self.robots.get(parts.netloc, "") if parts.path == "/robots.txt" else self.bodies.get(target)
        if body is None:
            return _written(404, b"nothing here", {})
        etag = f'"{hashlib.blake2b(body.encode(), digest_size=8).hexdigest()}"'
        if headers.get("if-none-match") == etag:
            return _written(304, b"", {"ETag": etag})
        kind = _KINDS.get(parts.path.rpartition("/")[2], "text/html; charset=utf-8")
        return _written(200, body.encode(), {"ETag": etag, "Content-Type": kind})


def _written(status: int, body: bytes, headers: dict[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body
