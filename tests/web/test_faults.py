"""Each fault gives one clear line of the right kind, within the limits, and the rest goes on."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import zlib
from dataclasses import replace
from functools import cache

import pytest

from reader.errors import Disallowed, FetchError, HttpStatus, Throttled, TimedOut, TooLarge, Unreachable
from reader.model import Fetch, Purpose
from tests.web import faults
from tests.web.conftest import QUICK, Clock, Making
from tests.web.faults import FaultServer, head, reply

MIB = 1024 * 1024


async def failure(client_of: Making, url: str, **made: object) -> FetchError:
    async with client_of(**made) as client:
        with pytest.raises(FetchError) as caught:
            await client.fetch(Fetch(url))
    assert caught.value.subject
    assert "\n" not in str(caught.value)
    assert caught.value.hint
    return caught.value


# --- silence -----------------------------------------------------------------------------------------------------


async def test_a_server_that_says_nothing(server: FaultServer, client_of: Making) -> None:
    error = await failure(client_of, server.on("/x", faults.hang), limits=replace(QUICK, first_byte_seconds=0.1))
    assert isinstance(error, TimedOut)
    assert "within 0.1 s" in str(error)
    assert server.paths().count("/x") == 3


async def test_a_body_that_drips_is_ended_by_the_deadline(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.drip(head(), 0.02))
    error = await failure(client_of, url, deadline_seconds=0.3, limits=replace(QUICK, attempts=1))
    assert isinstance(error, TimedOut)
    assert "whole within 0.3 s" in str(error)


async def test_headers_that_drip_are_ended_too(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.drip(b"HTTP/1.1 200 OK\r\nX: ", 0.02))
    error = await failure(client_of, url, limits=replace(QUICK, attempts=1))
    assert isinstance(error, TimedOut)
    assert "does not answer within 0.3 s" in str(error)


async def test_a_body_that_stops(server: FaultServer, client_of: Making) -> None:
    async def stop(request: faults.Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head(content_length=100) + b"half")
        await faults.hang(request, writer)

    error = await failure(client_of, server.on("/x", stop), limits=replace(QUICK, attempts=1))
    assert isinstance(error, TimedOut)


async def test_interim_answers_without_end(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.drip(b"", 0.01), faults.endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"))
    assert isinstance(await failure(client_of, url, limits=replace(QUICK, attempts=2)), FetchError)


async def test_one_stalled_host_delays_no_other(server: FaultServer, client_of: Making) -> None:
    async with FaultServer().serving() as slow, client_of(allow=(slow.host,)) as client:
        stuck = asyncio.ensure_future(client.fetch(Fetch(slow.on("/robots.txt", faults.hang))))
        assert (await client.fetch(Fetch(server.on("/x", reply(b"fine"))))).body == b"fine"
        assert not stuck.done()
        stuck.cancel()
        with pytest.raises(asyncio.CancelledError):
            await stuck
        assert (await client.fetch(Fetch(server.url("/x")))).body == b"fine"


# --- too much ----------------------------------------------------------------------------------------------------


async def test_a_body_without_end(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.endless(head(), b"x" * 65536))
    error = await failure(client_of, url, limits=replace(QUICK, page_bytes=MIB))
    assert isinstance(error, TooLarge)
    assert "larger than 1 MB" in str(error)
    assert server.paths().count("/x") == 1


async def test_chunks_without_end(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.endless(head(transfer_encoding="chunked"), b"1000\r\n" + b"x" * 4096 + b"\r\n"))
    assert isinstance(await failure(client_of, url, limits=replace(QUICK, page_bytes=MIB)), TooLarge)


async def test_a_length_beyond_the_limit_is_not_even_read(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.raw(head(content_length=2**60)))
    assert isinstance(await failure(client_of, url), TooLarge)


@cache
def bomb(mebibytes: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(b"\0" * MIB) for _ in range(mebibytes)), packer.flush()])


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
async def test_a_bomb_is_refused_after_the_limit(server: FaultServer, client_of: Making, encoding: str) -> None:
    packed = bomb(24) if encoding == "gzip" else zlib.compress(b"\0" * (24 * MIB))
    url = server.on("/x", reply(packed, content_encoding=encoding))
    assert isinstance(await failure(client_of, url), TooLarge)


async def test_a_bomb_in_a_bomb(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", reply(gzip.compress(bomb(24)), content_encoding="gzip, gzip"))
    assert isinstance(await failure(client_of, url), TooLarge)


async def test_headers_without_end(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.endless(b"HTTP/1.1 200 OK\r\n", b"X-More: " + b"y" * 1000 + b"\r\n"))
    error = await failure(client_of, url)
    assert isinstance(error, TooLarge)
    assert "headers" in str(error)


@pytest.mark.parametrize(("extra", "fits"), [(-1, True), (0, True), (1, False)])
async def test_the_limit_of_headers(server: FaultServer, client_of: Making, extra: int, fits: bool) -> None:
    fixed = sum(map(len, ("Content-Length", "2", "X-Long")))
    url = server.on("/x", reply(b"ok", x_long="y" * (64 * 1024 - fixed + extra)))
    if fits:
        async with client_of() as client:
            assert (await client.fetch(Fetch(url))).body == b"ok"
    else:
        assert "larger than 64 KB" in str(await failure(client_of, url))


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(
    ("purpose", "limit"), [(Purpose.PAGE, "page_bytes"), (Purpose.EPISODE, "page_bytes"), (Purpose.FEED, "feed_bytes")]
)
@pytest.mark.parametrize(("extra", "fits"), [(-1, True), (0, True), (1, False)])
async def test_the_limit_of_bodies(
    server: FaultServer, client_of: Making, *, purpose: Purpose, limit: str, extra: int, fits: bool, announced: bool
) -> None:
    body = b"x" * (1000 + extra)
    url = server.on("/x", reply(body, length=-1 if announced else None))
    async with client_of(limits=replace(QUICK, **{limit: 1000})) as client:
        if fits:
            assert (await client.fetch(Fetch(url, purpose))).body == body
        else:
            with pytest.raises(TooLarge, match="1000 bytes"):
                await client.fetch(Fetch(url, purpose))


# --- broken connections ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [faults.hang_up, faults.reset_after(b""), faults.reset_after(b"HTTP/1.1 2")])
async def test_a_connection_that_ends_is_tried_again(
    server: FaultServer, client_of: Making, fault: faults.Behaviour
) -> None:
    url = server.on("/x", fault, fault, reply(b"at last"))
    async with client_of() as client:
        assert (await client.fetch(Fetch(url))).body == b"at last"
    assert server.paths().count("/x") == 3
    gone = server.on("/gone", fault)
    assert isinstance(await failure(client_of, gone), Unreachable)
    assert server.paths().count("/gone") == 3


async def test_a_kept_connection_that_the_server_closed_is_no_error(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", faults.raw(head(content_length=2) + b"ok"))
    async with client_of() as client:
        for _ in range(3):
            assert (await client.fetch(Fetch(url))).body == b"ok"


@pytest.mark.parametrize(
    "answer",
    [
        reply(b"half", length=8),
        faults.raw(head(transfer_encoding="chunked") + b"4\r\nhalf\r\n"),
        faults.raw(head(transfer_encoding="chunked") + b"8\r\nhalf"),
        faults.reset_after(head(content_length=8) + b"half"),
        reply(gzip.compress(b"half" * 1)[:-6], content_encoding="gzip", length=None),
        reply(gzip.compress(b"half")[:-9] + b"\xff" * 9, content_encoding="gzip"),
    ],
    ids=["length", "chunk", "in a chunk", "reset", "gzip without its end", "gzip that breaks"],
)
async def test_what_came_only_in_part_is_tried_again_and_then_marked_cut(
    server: FaultServer, client_of: Making, answer: faults.Behaviour
) -> None:
    async with client_of() as client:
        resource = await client.fetch(Fetch(server.on("/x", answer)))
        assert resource.cut
        assert b"half".startswith(resource.body)
        whole = await client.fetch(Fetch(server.on("/y", answer, reply(b"whole"))))
        assert (whole.body, whole.cut) == (b"whole", False)
    assert server.paths().count("/x") == 3


async def test_the_longest_part_is_kept(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", reply(b"long part", length=90), reply(b"part", length=90))
    async with client_of() as client:
        assert (await client.fetch(Fetch(url))).body == b"long part"


@pytest.mark.parametrize(
    "answer",
    [b"SSH-2.0-OpenSSH_9.6\r\n\r\n", b"\x15\x03\x01\x00\x02\x02F", b"<html>no head\r\n\r\n", b"HTTP/9.9 abc\r\n\r\n"],
)
async def test_what_does_not_speak_http(server: FaultServer, client_of: Making, answer: bytes) -> None:
    error = await failure(client_of, server.on("/x", faults.raw(answer)))
    assert "does not speak HTTP" in str(error)


@pytest.mark.parametrize(
    "headers",
    [b"Content-Length: many", b"Content-Length: 1\r\nContent-Length: 2", b"A B: c", b"X: \x00", b"Na\xefve: x"],
)
async def test_headers_that_are_none(server: FaultServer, client_of: Making, headers: bytes) -> None:
    url = server.on("/x", faults.raw(b"HTTP/1.1 200 OK\r\n" + headers + b"\r\n\r\nx"))
    assert type(await failure(client_of, url)) is FetchError


async def test_an_unasked_encoding_is_told(server: FaultServer, client_of: Making) -> None:
    error = await failure(client_of, server.on("/x", reply(b"\x1b\x00", content_encoding="br")))
    assert "'br'" in str(error)


async def test_nobody_listens(server: FaultServer, client_of: Making) -> None:
    async with FaultServer().serving() as gone:
        host = gone.host
    error = await failure(client_of, f"http://{host}/", allow=(host,))
    assert isinstance(error, Unreachable)
    assert "refuses the connection" in str(error)
    assert server.connections == 0


# --- statuses ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "tries"),
    [(400, 1), (401, 1), (403, 1), (404, 1), (410, 1), (451, 1), (500, 1), (502, 3), (504, 3), (599, 1), (305, 1)],
)
async def test_a_refusing_status_is_an_error_with_its_number(
    server: FaultServer, client_of: Making, status: int, tries: int
) -> None:
    error = await failure(client_of, server.on("/x", reply(b"<html>sorry", status=status)))
    assert isinstance(error, HttpStatus)
    assert not isinstance(error, Throttled)
    assert error.status == status
    assert str(status) in str(error)
    assert server.paths().count("/x") == tries


async def test_patience_that_is_asked_for_is_kept(server: FaultServer, client_of: Making, clock: Clock) -> None:
    url = server.on("/x", reply(status=429, retry_after=20), reply(status=503, retry_after=5), reply(b"now"))
    async with client_of() as client:
        assert (await client.fetch(Fetch(url))).body == b"now"
    began = [request.began for request in server.requests if request.path == "/x"]
    assert [later - earlier for earlier, later in itertools.pairwise(began)] == [20, 5]
    assert clock.seconds >= 1025


async def test_patience_by_date(server: FaultServer, client_of: Making) -> None:
    url = server.on("/x", reply(status=503, retry_after="Thu, 29 Feb 2024 12:00:30 GMT"), reply(b"now"))
    async with client_of() as client:
        assert (await client.fetch(Fetch(url))).body == b"now"
    assert server.requests[-1].began >= 1030


async def test_more_patience_than_we_have_is_told_and_the_host_left_alone(
    server: FaultServer, client_of: Making, clock: Clock
) -> None:
    url = server.on("/x", reply(status=429, retry_after=7200))
    async with client_of() as client:
        with pytest.raises(Throttled, match="asked too often") as caught:
            await client.fetch(Fetch(url))
        assert caught.value.retry_after_seconds == 7200
        assert "2 hours" in caught.value.hint
        asked = len(server.requests)
        with pytest.raises(Throttled, match="left alone") as caught:
            await client.fetch(Fetch(server.url("/other")))
        assert caught.value.retry_after_seconds == pytest.approx(7200)
        assert len(server.requests) == asked
        clock.seconds += 7200
        with pytest.raises(HttpStatus, match="404"):
            await client.fetch(Fetch(server.url("/other")))


async def test_retry_after_without_a_refusal_is_kept_too(server: FaultServer, client_of: Making) -> None:
    server.on("/x", reply(status=404, retry_after=30))
    async with client_of() as client:
        for path in ("/x", "/y"):
            with pytest.raises(HttpStatus):
                await client.fetch(Fetch(server.url(path)))
    assert server.requests[-1].began - server.requests[-2].began == 30


# --- redirects ---------------------------------------------------------------------------------------------------


async def test_redirects_are_followed_and_remembered(server: FaultServer, client_of: Making) -> None:
    server.on("/c", reply(b"here"))
    server.on("/b", reply(b"moved", status=308, location="c"))
    url = server.on("/a", reply(status=301, location=server.url("/b")))
    async with client_of() as client:
        resource = await client.fetch(Fetch(f"{url}#part"))
        assert (resource.url, resource.final_url) == (f"{url}#part", server.url("/c"))
        assert resource.redirects == (url, server.url("/b"))
        assert resource.permanent
        server.on("/b", reply(status=307, location="/c"))
        assert not (await client.fetch(Fetch(url))).permanent
        assert not (await client.fetch(Fetch(server.url("/c")))).permanent


@pytest.mark.parametrize(("hops", "fits"), [(9, True), (10, True), (11, False)])
async def test_the_limit_of_redirects(server: FaultServer, client_of: Making, hops: int, fits: bool) -> None:
    for hop in range(hops):
        server.on(f"/{hop}", reply(status=302, location=f"/{hop + 1}"))
    server.on(f"/{hops}", reply(b"end"))
    if fits:
        async with client_of() as client:
            assert (await client.fetch(Fetch(server.url("/0")))).body == b"end"
    else:
        assert "more than 10 times" in str(await failure(client_of, server.url("/0")))


async def test_a_circle_is_seen_early(server: FaultServer, client_of: Making) -> None:
    server.on("/b", reply(status=302, location="/a"))
    error = await failure(client_of, server.on("/a", reply(status=302, location="/b")))
    assert isinstance(error, HttpStatus)
    assert "circle" in str(error)
    assert len(server.requests) == 3  # with robots.txt


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1:{canary}/",
        "http://127.0.0.1:{canary}/",
        "//127.0.0.1:{canary}/",
        "http://localhost:{canary}/",
        "http://[::ffff:127.0.0.1]:{canary}/",
        "http://example.com\\@127.0.0.1:{canary}/",
        "http://user@127.0.0.1:{canary}/",
        "http://127.0.0.1.:{canary}/",
        "http:///nowhere",
        "http://",
        "http://a b/",
        "http://[bad/",
        "http://x:99999/",
        "\x7f",
    ],
)
async def test_redirects_to_where_nobody_should_go(server: FaultServer, client_of: Making, location: str) -> None:
    async with FaultServer().serving() as canary:
        location = location.replace("{canary}", str(canary.port))
        error = await failure(client_of, server.on("/x", reply(status=302, location=location)))
        assert isinstance(error, Disallowed | Unreachable | HttpStatus)
        assert canary.connections == 0
    assert server.paths().count("/x") == 1


async def test_a_redirect_without_an_address(server: FaultServer, client_of: Making) -> None:
    error = await failure(client_of, server.on("/x", reply(status=302)))
    assert isinstance(error, HttpStatus)
    assert "nowhere" in str(error)


async def test_locations_in_utf8_and_latin1(server: FaultServer, client_of: Making) -> None:
    server.on("/%E7%AC%AC%E4%B8%80%E8%A9%B1", reply(b"one"))
    server.on("/x", reply(status=302, location="/第一話"))
    async with client_of() as client:
        resource = await client.fetch(Fetch(server.url("/x")))
    assert resource.final_url.endswith("/%E7%AC%AC%E4%B8%80%E8%A9%B1")
    assert resource.body == b"one"
