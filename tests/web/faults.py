"""A server that misbehaves in every way a server can: raw sockets, for frameworks hide broken HTTP.

Each path has one behaviour, a coroutine that is given the request and the writer.  Requests are written down with
the number of the connection they came on.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

Behaviour = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]
    connection: int
    began: float


@dataclass
class FaultServer:
    """On loopback; ``requests`` in the order they came, ``most_at_once`` of open connections with a request."""

    behaviours: dict[str, Behaviour] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    port: int = 0
    time: Callable[[], float] = field(default=lambda: 0.0)
    running: int = 0
    most_at_once: int = 0
    _more: list[asyncio.Server] = field(default_factory=list)
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def on(self, path: str, *behaviours: Behaviour) -> str:
        """The address of a path that behaves so, the last behaviour for all later visits."""
        rest = list(behaviours)

        async def turn(request: Request, writer: asyncio.StreamWriter) -> None:
            await (rest.pop(0) if len(rest) > 1 else rest[0])(request, writer)

        self.behaviours[path] = turn
        return self.url(path)

    @contextlib.asynccontextmanager
    async def serving(self) -> AsyncIterator[FaultServer]:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            for other in self._more:
                other.close()
            server.close()
            for writer in self._writers:
                writer.transport.abort()
            await server.wait_closed()

    async def also_secure(self, context: ssl.SSLContext) -> str:
        """The same behaviours under TLS, on a port of their own; its host."""
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self._more.append(server)
        return f"127.0.0.1:{server.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self._writers.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while not writer.is_closing():
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {
                    name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
                }
                request = Request(head[0].split(" ")[1], headers, number, self.time())
                self.requests.append(request)
                self.running += 1
                self.most_at_once = max(self.most_at_once, self.running)
                try:
                    await self.behaviours.get(request.path, reply(b"nothing here", status=404))(request, writer)
                    await writer.drain()
                finally:
                    self.running -= 1
        self._writers.discard(writer)
        writer.close()


def head(status: int = 200, **headers: object) -> bytes:
    lines = [f"HTTP/1.1 {status} Whatever"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items() if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("utf-8")


def reply(body: bytes = b"", *, status: int = 200, length: int | None = -1, **headers: object) -> Behaviour:
    """A plain answer; ``length`` announces something else, or (``None``) nothing, and then the connection ends."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        announced = len(body) if length == -1 else length
        writer.write(head(status, content_length=announced, **headers) + body)
        if announced != len(body):
            await writer.drain()
            writer.close()

    return behave


def raw(answer: bytes) -> Behaviour:
    """These very bytes, then the end of the connection."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        await writer.drain()
        writer.close()

    return behave


def endless(start: bytes, again: bytes) -> Behaviour:
    """A start, and then the same for ever."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(again)
            await writer.drain()

    return behave


def drip(start: bytes, every_seconds: float) -> Behaviour:
    """A start, and then a byte now and then."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(every_seconds)

    return behave


async def hang(_: Request, writer: asyncio.StreamWriter) -> None:
    """Say nothing."""
    while not writer.is_closing():  # noqa: ASYNC110 - the transport has no event for it
        await asyncio.sleep(0.01)


async def hang_up(_: Request, writer: asyncio.StreamWriter) -> None:
    """Close the connection without a word."""
    writer.close()


def reset_after(start: bytes) -> Behaviour:
    """A start, and then RST."""

    async def behave(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        await writer.drain()
        await asyncio.sleep(0.02)
        sock = writer.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    return behave


def echo(*names: str) -> Behaviour:
    """The values of these request headers, a line each."""

    async def behave(request: Request, writer: asyncio.StreamWriter) -> None:
        body = "\n".join(request.headers.get(name, "-") for name in names).encode("latin-1")
        writer.write(head(200, content_length=len(body)) + body)

    return behave
