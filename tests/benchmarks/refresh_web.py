"""A server on loopback for the benchmarks of refreshing: any number of hosts behind one port, validators, a latency.

It is an HTTP proxy (``HTTP_PROXY``), so that each serial has a host of its own as it has on the web.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import os
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

PEOPLE: Final = ("the pilot", "a fiddler", "the miller", "her sister", "the notary", "a diver", "the ferryman")


def prose(number: int) -> str:
    """About 4,000 characters that no other number has."""
    return "".join(
        f"<p>On the {number * 10 + line}th evening {PEOPLE[(number + line) % 7]} counted {number + line} lights beyond"
        f" the sluice, and nobody in house {number * 7 + line} would say whose they were, or why the water stood so"
        f" high in a summer without rain.</p>"
        for line in range(20)
    )


def page(title: str, main: str) -> str:
    """A web page of the usual form."""
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><header><a href='/'>Home</a></header>"
        f"<main>{main}</main><footer>Written by the water</footer></body></html>"
    )


@contextlib.asynccontextmanager
async def serving(bodies: Mapping[str, str], latency_seconds: float = 0.0) -> AsyncIterator[list[str]]:
    """The addresses asked for so far, in order; the environment's proxy is this server meanwhile."""
    packed = {url: (body.encode(), f'"{hashlib.md5(body.encode()).hexdigest()}"') for url, body in bodies.items()}  # noqa: S324 - an ETag
    asked: list[str] = []
    lines: set[asyncio.StreamWriter] = set()

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                url = head.split(" ", 2)[1]
                asked.append(url)
                if latency_seconds:
                    await asyncio.sleep(latency_seconds)
                body, etag = packed.get(url, (b"", ""))
                status = "404 None" if not etag else "304 Same" if etag in head else "200 OK"
                body = body if status == "200 OK" else b""
                kind = "application/atom+xml" if urlsplit(url).path.endswith(".xml") else "text/html; charset=utf-8"
                head = (
                    f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nContent-Type: {kind}\r\nETag: {etag}\r\n\r\n"
                )
                writer.write(head.encode() + body)
        lines.discard(writer)
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0, backlog=1024)
    before = os.environ.get("HTTP_PROXY")
    os.environ["HTTP_PROXY"] = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield asked
    finally:
        os.environ.pop("HTTP_PROXY")
        if before is not None:
            os.environ["HTTP_PROXY"] = before
        server.close()
        for writer in list(lines):
            writer.close()
        await asyncio.sleep(0.05)
