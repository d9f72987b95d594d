"""What the client says of itself, what it keeps to itself, and whose turn it is."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import subprocess
import sys
import zlib
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import timedelta

import pytest

from reader import __version__
from reader.errors import ConfigError, Disallowed, HttpStatus, TooLarge, Unreachable
from reader.model import Fetch, Purpose
from reader.web.protocol import KeptRobots, Offline, RobotsInMemory, Web
from tests.web import faults
from tests.web.conftest import QUICK, START, Clock, Making
from tests.web.faults import FaultServer, echo, head, reply

# --- what is sent ------------------------------------------------------------------------------------------------


async def test_an_honest_request(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", echo("user-agent", "accept-encoding", "host", "cookie", "referer", "authorization"))
    async with client_of() as client:
        resource = await client.fetch(Fetch(url))
    assert resource.body.decode().split("\n") == [
        f"Tsuzuki/{__version__} (+https://github.com/tsuzuki-reader/tsuzuki)",
        "gzip, deflate",
        server.host,
        "-",
        "-",
        "-",
    ]


@pytest.mark.parametrize(("purpose", "word"), [(Purpose.FEED, "rss"), (Purpose.API, "json"), (Purpose.PAGE, "html")])
async def test_each_purpose_says_what_it_wants(
    server: FaultServer, client_of: Making, purpose: Purpose, word: str
) -> None:
    async with client_of() as client:
        resource = await client.fetch(Fetch(server.on("/x", echo("accept")), purpose))
    assert word in resource.body.decode()


async def test_paths_are_sent_as_they_were_given(server: FaultServer, client_of: Making) -> None:
    async with client_of() as client:
        for path in ("/a%2Fb?q=%E3%81%82&empty=&x", "/第一話?題=序", "/a b", "?q"):
            with pytest.raises(HttpStatus):
                await client.fetch(Fetch(server.url(path) + "#fragment"))
    assert server.paths()[1:] == [
        "/a%2Fb?q=%E3%81%82&empty=&x",
        "/%E7%AC%AC%E4%B8%80%E8%A9%B1?%E9%A1%8C=%E5%BA%8F",
        "/a%20b",
        "/?q",
    ]


async def test_credentials_go_to_their_origin_alone_and_are_never_shown(server: FaultServer, client_of: Making) -> None:
    async with FaultServer().serving() as other, client_of(allow=(other.host,)) as client:
        with_password = server.on("/a", echo("authorization")).replace("//", "//me:p%40ss@")
        resource = await client.fetch(Fetch(with_password))
        assert resource.body == b"Basic bWU6cEBzcw=="
        assert "ss@" not in resource.final_url
        server.on("/to", reply(status=302, location=other.on("/b", echo("authorization"))))
        assert (await client.fetch(Fetch(with_password.replace("/a", "/to")))).body == b"-"
        server.on("/back", reply(status=302, location="/a"))
        assert (await client.fetch(Fetch(with_password.replace("/a", "/back")))).body == b"Basic bWU6cEBzcw=="
        with pytest.raises(HttpStatus) as caught:
            await client.fetch(Fetch(with_password.replace("/a", "/none")))
    assert "ss@" not in str(caught.value)


async def test_cookies_live_for_one_fetch_and_one_origin(server: FaultServer, client_of: Making) -> None:
    async def gate(request: faults.Request, writer: asyncio.StreamWriter) -> None:
        if request.headers.get("cookie") == "seen=yes":
            writer.write(head(content_length=2) + b"in")
        else:
            writer.write(head(302, location="/gate", set_cookie="seen=yes; Path=/", content_length=0))

    async with FaultServer().serving() as other, client_of(allow=(other.host,)) as client:
        assert (await client.fetch(Fetch(server.on("/gate", gate)))).body == b"in"
        assert (await client.fetch(Fetch(server.on("/later", echo("cookie"))))).body == b"-"
        away = server.on("/away", reply(status=302, set_cookie="a=b", location=other.on("/x", echo("cookie"))))
        assert (await client.fetch(Fetch(away))).body == b"-"
        large = server.on("/large", reply(status=302, set_cookie="a=" + "b" * 5000, location="/later"))
        assert (await client.fetch(Fetch(large))).body == b"-"


# --- what comes back ---------------------------------------------------------------------------------------------


async def test_a_resource_has_what_came(server: FaultServer, client_of: Making) -> None:
    url = server.on(
        "/x", reply(b"body", content_type="text/html; charset=Shift_JIS", etag='"1"', x_twice="a", set_cookie="a=b")
    )
    async with client_of() as client:
        resource = await client.fetch(Fetch(url))
    assert (resource.status, resource.body, resource.cut, resource.redirects) == (200, b"body", False, ())
    assert resource.content_type == "text/html"
    assert resource.etag == '"1"'
    assert "set-cookie" not in resource.headers
    assert resource.fetched_at == START


async def test_headers_that_come_twice(server: FaultServer, client_of: Making) -> None:
    lines = b"HTTP/1.1 200 OK|Link: <a>|link: <b>|Content-Type: a/b|Content-Type: c/d|Content-Length: 0||"
    answer = lines.replace(b"|", b"\r\n")
    async with client_of() as client:
        headers = (await client.fetch(Fetch(server.on("/x", faults.raw(answer))))).headers
    assert headers["link"] == "<a>, <b>"
    assert headers["content-type"] == "c/d"


# The time of packing is left out: every process of a test run must name its tests alike.
GZIPPED = gzip.compress(b"text " * 999, mtime=0)


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", GZIPPED),
        ("x-gzip", GZIPPED),
        ("GZIP", gzip.compress(b"text " * 500, mtime=0) + gzip.compress(b"text " * 499, mtime=0)),
        ("gzip", GZIPPED + b"\0" * 50),
        ("deflate", zlib.compress(b"text " * 999)),
        ("deflate", zlib.compress(b"text " * 999)[2:-4]),
        ("deflate", GZIPPED),
        ("gzip, deflate", zlib.compress(GZIPPED)),
        ("identity", b"text " * 999),
        ("utf-8", b"text " * 999),
        ("gzip", b"text " * 999),
    ],
)
async def test_encodings_are_unpacked(server: FaultServer, client_of: Making, encoding: str, packed: bytes) -> None:
    async with client_of() as client:
        resource = await client.fetch(Fetch(server.on("/x", reply(packed, content_encoding=encoding))))
    assert resource.body == b"text " * 999
    assert not resource.cut


async def test_a_packed_sitemap_is_unpacked(server: FaultServer, client_of: Making) -> None:
    async with client_of(limits=replace(QUICK, feed_bytes=500)) as client:
        url = server.on("/x", reply(gzip.compress(b"<urlset/>"), content_type="application/gzip"))
        assert (await client.fetch(Fetch(url, Purpose.SITEMAP))).body == b"<urlset/>"
        assert (await client.fetch(Fetch(url))).body.startswith(b"\x1f\x8b")
        url = server.on("/x", reply(gzip.compress(b"<urlset/>" * 1000)))
        with pytest.raises(TooLarge) as caught:
            await client.fetch(Fetch(url, Purpose.SITEMAP))
        assert caught.value.subject == url


async def test_what_has_not_changed_costs_one_short_answer(server: FaultServer, client_of: Making) -> None:
    async def known(request: faults.Request, writer: asyncio.StreamWriter) -> None:
        is_known = (request.headers.get("if-none-match"), request.headers.get("if-modified-since")) == ('"é"', "then")
        writer.write(head(304, etag='"2"') if is_known else head(200, content_length=3) + b"new")

    async with client_of() as client:
        url = server.on("/x", known)
        same = await client.fetch(Fetch(url, etag='"é"', last_modified="then"))
        assert (same.status, same.body, same.etag) == (304, b"", '"2"')
        assert (await client.fetch(Fetch(url, etag='"\r\nEvil: yes"'))).body == b"new"
        assert "evil" not in server.requests[-1].headers
        with pytest.raises(HttpStatus, match="304"):
            await client.fetch(Fetch(server.on("/y", reply(status=304, length=None))))


async def test_other_successes(server: FaultServer, client_of: Making) -> None:
    async with client_of() as client:
        assert (await client.fetch(Fetch(server.on("/x", reply(b"", status=204, length=None))))).body == b""
        assert (await client.fetch(Fetch(server.on("/y", reply(b"x", status=203))))).status == 203


# --- robots.txt --------------------------------------------------------------------------------------------------


async def test_robots_txt_is_asked_first_and_once_a_day(server: FaultServer, client_of: Making, clock: Clock) -> None:
    server.on("/robots.txt", reply(b"User-agent: *\nDisallow: /private\nAllow: /private/free\n"))
    shelf = RobotsInMemory()
    async with client_of(robots=shelf) as client:
        await asyncio.gather(*(client.fetch(Fetch(server.on(f"/{n}", reply(b"x")))) for n in range(5)))
        assert server.paths()[0] == "/robots.txt"
        with pytest.raises(Disallowed, match=r"robots\.txt") as caught:
            await client.fetch(Fetch(server.on("/private/x", reply(b"x"))))
        assert caught.value.subject == server.url("/private/x")
        assert (await client.fetch(Fetch(server.on("/private/free", reply(b"x"))))).body == b"x"
    clock.seconds += 86_300
    async with client_of(robots=shelf) as client:
        await client.fetch(Fetch(server.url("/1")))
        assert server.paths().count("/robots.txt") == 1
        clock.seconds += 200
        server.on("/robots.txt", reply(b"User-agent: Tsuzuki\nDisallow: /1\n"))
        with pytest.raises(Disallowed):
            await client.fetch(Fetch(server.url("/1")))
    assert server.paths().count("/robots.txt") == 2
    assert "/private/x" not in server.paths()


@pytest.mark.parametrize("status", [404, 401, 403, 410])
async def test_no_robots_txt_allows_all(server: FaultServer, client_of: Making, status: int) -> None:
    server.on("/robots.txt", reply(b"User-agent: *\nDisallow: /", status=status))
    async with client_of() as client:
        for _ in range(2):
            assert (await client.fetch(Fetch(server.on("/x", reply(b"x"))))).body == b"x"
    assert server.paths().count("/robots.txt") == 1


@pytest.mark.parametrize(
    "fault", [reply(status=500), reply(status=503), faults.hang, faults.hang_up, reply(status=503, retry_after=5)]
)
async def test_robots_txt_that_fails_bars_nobody_and_is_asked_again_in_an_hour(
    server: FaultServer, client_of: Making, clock: Clock, fault: faults.Behaviour
) -> None:
    server.on("/robots.txt", fault)
    async with client_of(limits=replace(QUICK, first_byte_seconds=0.1)) as client:
        for _ in range(2):
            assert (await client.fetch(Fetch(server.on("/x", reply(b"x"))))).body == b"x"
        assert server.paths().count("/robots.txt") == 1
        clock.seconds += 3601
        await client.fetch(Fetch(server.url("/x")))
        assert server.paths().count("/robots.txt") == 2


async def test_robots_txt_that_fails_leaves_the_kept_one_in_force(server: FaultServer, client_of: Making) -> None:
    shelf = RobotsInMemory()
    shelf.keep_robots(f"http://{server.host}", KeptRobots("User-agent: *\nDisallow: /x", START - timedelta(days=99)))
    server.on("/robots.txt", reply(status=500))
    async with client_of(robots=shelf) as client:
        with pytest.raises(Disallowed):
            await client.fetch(Fetch(server.on("/x", reply(b"x"))))


async def test_robots_txt_from_the_future_is_asked_for_again(server: FaultServer, client_of: Making) -> None:
    shelf = RobotsInMemory()
    shelf.keep_robots(f"http://{server.host}", KeptRobots("User-agent: *\nDisallow: /", START + timedelta(days=99)))
    async with client_of(robots=shelf) as client:
        assert (await client.fetch(Fetch(server.on("/x", reply(b"x"))))).body == b"x"


async def test_robots_txt_may_have_moved(server: FaultServer, client_of: Making) -> None:
    server.on("/robots.txt", reply(status=301, location="/rules"))
    server.on("/rules", reply(b"User-agent: *\nDisallow: /x"))
    async with client_of() as client:
        with pytest.raises(Disallowed):
            await client.fetch(Fetch(server.on("/x", reply(b"x"))))


async def test_robots_txt_that_leads_astray_allows_all(server: FaultServer, client_of: Making) -> None:
    server.on("/robots.txt", reply(status=301, location="file:///etc/passwd"))
    async with client_of() as client:
        assert (await client.fetch(Fetch(server.on("/x", reply(b"x"))))).body == b"x"


async def test_a_long_robots_txt_is_read_as_far_as_its_limit(server: FaultServer, client_of: Making) -> None:
    server.on("/robots.txt", reply(b"User-agent: *\nDisallow: /x\n" + b"# more\n" * 999))
    async with client_of(limits=replace(QUICK, robots_bytes=200)) as client:
        with pytest.raises(Disallowed):
            await client.fetch(Fetch(server.on("/x", reply(b"x"))))


async def test_robots_txt_cut_short_counts_as_far_as_it_came(server: FaultServer, client_of: Making) -> None:
    server.on("/robots.txt", reply(b"User-agent: *\nDisallow: /x\n", length=999))
    async with client_of() as client:
        with pytest.raises(Disallowed):
            await client.fetch(Fetch(server.on("/x", reply(b"x"))))


async def test_crawl_delay_is_kept(server: FaultServer, client_of: Making) -> None:
    server.on("/robots.txt", reply(b"User-agent: *\nCrawl-delay: 7\n"))
    server.on("/x", reply(b"x"))
    async with client_of(pace_seconds=1.0) as client:
        for _ in range(3):
            await client.fetch(Fetch(server.url("/x")))
    began = [request.began for request in server.requests]
    assert [later - earlier for earlier, later in itertools.pairwise(began)] == [7, 7, 7]


async def test_a_dead_host_is_found_out_only_once(server: FaultServer, client_of: Making) -> None:
    async with FaultServer().serving() as gone:
        host = gone.host
    lines: list[str] = []
    async with client_of(allow=(host,), log=lines.append) as client:
        with pytest.raises(Unreachable) as caught:
            await client.fetch(Fetch(f"http://{host}/page"))
    assert caught.value.subject == f"http://{host}/page"
    assert lines == []
    assert not server.requests


# --- whose turn --------------------------------------------------------------------------------------------------


async def test_the_pace_of_one_host(server: FaultServer, client_of: Making) -> None:
    for n in range(4):
        server.on(f"/{n}", reply(b"x"))
    async with client_of(pace_seconds=2.0) as client:
        await asyncio.gather(*(client.fetch(Fetch(server.url(f"/{n}"))) for n in range(4)))
    began = [request.began for request in server.requests]
    assert [later - earlier for earlier, later in itertools.pairwise(began)] == [2, 2, 2, 2]
    assert server.connections == 1
    assert server.paths() == ["/robots.txt", "/0", "/1", "/2", "/3"]


async def test_one_connection_a_host_and_only_so_many_hosts(server: FaultServer, client_of: Making) -> None:
    async def slow(_: faults.Request, writer: asyncio.StreamWriter) -> None:
        counts.append(sum(other.running for other in servers))
        await asyncio.sleep(0.01)
        writer.write(head(content_length=1) + b"x")

    counts: list[int] = []
    servers = [FaultServer(behaviours={"/x": slow}) for _ in range(6)]
    async with AsyncExitStack() as stack:
        for one in servers:
            await stack.enter_async_context(one.serving())
        client = client_of(allow=tuple(one.host for one in servers), hosts_at_once=3)
        async with client:
            await asyncio.gather(*(client.fetch(Fetch(one.url("/x"))) for one in servers for _ in range(3)))
    assert max(counts) == 3
    assert {one.most_at_once for one in servers} == {1}
    assert {one.connections for one in servers} == {1}
    assert not server.requests


async def test_idle_lines_are_closed(server: FaultServer, client_of: Making) -> None:
    async with (
        FaultServer().serving() as other,
        client_of(allow=(other.host,), limits=replace(QUICK, open_lines=1)) as client,
    ):
        for one in (server, other, server):
            await client.fetch(Fetch(one.on("/x", reply(b"x"))))
        assert len(client._lines) == 1
    assert server.connections == 2


async def test_each_answer_is_told(server: FaultServer, client_of: Making) -> None:
    lines: list[str] = []
    async with client_of(log=lines.append) as client:
        await client.fetch(Fetch(server.on("/x", reply(b"four"))))
    assert lines == [f"404 {server.url('/robots.txt')} 0 bytes", f"200 {server.url('/x')} 4 bytes"]


# --- no web, and the environment ---------------------------------------------------------------------------------


async def test_offline_nothing_is_fetched() -> None:
    web: Web = Offline()
    async with web:
        with pytest.raises(Unreachable, match="offline") as caught:
            await web.fetch(Fetch("https://example.com/"))
    assert "--offline" in caught.value.hint


async def test_a_variable_that_names_no_certificates(
    server: FaultServer, client_of: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    async with client_of() as client:
        with pytest.raises(ConfigError) as caught:
            await client.fetch(Fetch(server.url("/x")))
    assert caught.value.subject == "SSL_CERT_FILE"


def test_the_protocol_imports_no_http_library() -> None:
    code = "import sys, reader.web.protocol; print({'httpx', 'protego', 'asyncio'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"
