"""The sample serials on the web: three blogs, each on a loopback server of its own, for as long as a ``with`` lasts.

Real HTTP/1.1 over real sockets, with validators, gzip, robots.txt and 404s, and nothing else: the servers listen on
127.0.0.1 alone, on ports that the system chooses, answer GET and HEAD from pages held in memory, and log nothing.

    with sample_web() as web:
        follow(web.post_url)   # the Japanese serial, listed on one host and published on another
        follow(web.home_url)   # the English one, whose feed alone lists it
"""

from __future__ import annotations

import gzip
import hashlib
import socket
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.demo.noticeboard import Noticeboard
from reader.demo.pages import TEXT, Page
from reader.demo.reading_blog import ReadingBlog
from reader.demo.stories import ENGLISH, JAPANESE, load_serial
from reader.demo.writers_blog import WritersBlog

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    _Wire = socket.socket | tuple[bytes, socket.socket]

LOOPBACK: Final = "127.0.0.1"
_ROBOTS: Final = Page(b"User-agent: *\nDisallow: /share\nDisallow: /comment\n", TEXT)
_MISSING: Final = Page(
    b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head>"
    b"<body><h1>404 Not Found</h1><p>There is no page at this address.</p></body></html>\n"
)
_IDLE_SECONDS: Final = 30
"""How long a silent connection is kept."""


@dataclass(frozen=True, slots=True)
class SampleWeb:
    """Where to begin; all URLs are absolute, and good while the web lasts."""

    post_url: str
    """The post that recommends the Japanese serial and lists its episodes."""
    home_url: str
    """The home page of the English serial's blog, which links its feed."""
    feed_url: str
    """The Atom feed with all twelve English episodes."""
    hosts: tuple[str, ...]
    """Authorities (``127.0.0.1:port``): the recommending blog, the writer's blog, the English blog."""
    japanese_urls: tuple[str, ...]
    """Addresses of the Japanese episodes, in order."""
    english_urls: tuple[str, ...]
    """Addresses of the English episodes, in order."""


@contextmanager
def sample_web() -> Iterator[SampleWeb]:
    """Serve the sample web until the block ends; then every socket and thread of it is gone."""
    with ExitStack() as stack:
        servers = [stack.enter_context(_served()) for _ in range(3)]
        authorities = [f"{LOOPBACK}:{server.server_address[1]}" for server in servers]
        reading_origin, writer_origin, notice_origin = (f"http://{authority}" for authority in authorities)
        japanese = load_serial(JAPANESE)
        writers_blog = WritersBlog(writer_origin, japanese)
        reading_blog = ReadingBlog(reading_origin, japanese, writers_blog)
        noticeboard = Noticeboard(notice_origin, load_serial(ENGLISH))
        blogs = (reading_blog.pages(), writers_blog.pages(), noticeboard.pages())
        for server, pages in zip(servers, blogs, strict=True):
            server.pages = {"/robots.txt": _ROBOTS, **pages}
        yield SampleWeb(
            post_url=reading_blog.post_url,
            home_url=noticeboard.home_url,
            feed_url=noticeboard.feed_url,
            hosts=tuple(authorities),
            japanese_urls=tuple(writers_blog.episode_urls),
            english_urls=tuple(noticeboard.episode_urls),
        )


class _Server(ThreadingHTTPServer):
    """One blog; its open connections are known, so that closing it leaves no thread behind."""

    daemon_threads = False

    def __init__(self) -> None:
        self.pages: Mapping[str, Page] = {}
        self._open: set[socket.socket] = set()
        self._open_guard = threading.Lock()
        super().__init__((LOOPBACK, 0), _Answer)

    def server_bind(self) -> None:
        """Bind without asking the name service what 127.0.0.1 is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.server_address[1]

    def process_request(self, request: _Wire, client_address: object) -> None:
        if isinstance(request, socket.socket):
            with self._open_guard:
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: _Wire) -> None:
        if isinstance(request, socket.socket):
            with self._open_guard:
                self._open.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients still hold."""
        with self._open_guard:
            for connection in self._open:
                # The client may have gone a moment ago.
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: _Wire, client_address: object) -> None:
        """Say nothing: a client that goes away in the middle is no news."""


class _Answer(BaseHTTPRequestHandler):
    """One connection."""

    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "SampleWeb"
    sys_version = ""
    timeout = _IDLE_SECONDS
    wbufsize = -1
    """Head and body leave together; two small packets would wait for each other."""

    def do_GET(self) -> None:
        page = self.server.pages.get(urlsplit(self.path).path)
        validator = f'"{hashlib.blake2b(page.body, digest_size=8).hexdigest()}"' if page else ""
        if page and self.headers.get("If-None-Match") == validator:
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header("ETag", validator)
            self.end_headers()
            return
        body = (page or _MISSING).body
        self.send_response(HTTPStatus.OK if page else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", (page or _MISSING).media_type)
        if validator:
            self.send_header("ETag", validator)
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Keep quiet: the terminal is the reader's."""


@contextmanager
def _served() -> Iterator[_Server]:
    with _Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="sample web", daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
            server.hang_up()
