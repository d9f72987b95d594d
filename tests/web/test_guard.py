"""No connection to an address that the reader did not name, whatever it is called."""

from __future__ import annotations

import ipaddress
import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import Disallowed, FetchError, Unreachable
from reader.model import Fetch
from reader.web.guard import Guard, is_loopback, is_public, redirected, target_of
from tests.web.faults import FaultServer

if TYPE_CHECKING:
    from tests.web.conftest import Making

# --- addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0",  # noqa: S104 - refused
        "10.1.2.3",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b:1::1",
        "2002:7f00:1::",
        "2002:c0a8:101::1",
        "2002:808:808::1",
        "2001:db8::1",
        "2001::1",
        "fc00::1",
        "fd12:3456:789a::1",
        "fe80::1",
        "fe80::1%2",
        "fec0::1",
        "ff02::1",
    ],
)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1",
        "93.184.216.34",
        "172.15.0.1",
        "2606:4700::1111",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ],
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


# --- spellings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "",
        "no url",
        "example.com/x",
        "//example.com",
        "http:example.com",
        "http:/example.com",
        "http://",
        "http:///x",
        "http://.",
        "http://./",
        "https://?q",
        "ftp://example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "data:text/html,x",
        "about:blank",
        "view-source:http://example.com/",
        "http://example.com\\@127.0.0.1/",
        "http:\\\\127.0.0.1/",
        "http://127.0.0.1\\.example.com/",
        "http://user@evil@127.0.0.1/",
        "http://exa mple.com/",
        "http://exam\tple.com/",
        "http://example.com%2f@127.0.0.1:80%00/",
        "http://127%2e0%2e0%2e1/",
        "http://%31%32%37.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://0x7f.1/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://00000177.0.0.1/",
        "http://2130706433/",
        "http://4294967297/",
        "http://127.0.0.0x1/",
        "http://127.0.0.1.5/",
        "http://256.1.1.1/",
        "http://1.2.3/",
        "http://0/",
        "http://0x/",
        "http://example.0x1/",
        "http://example.1/",
        "http://example.1./",
        "http://①②⑦.0.0.1/",
        "http://１２７.１/",
        "http://[::1/",
        "http://::1/",
        "http://[::1]x/",
        "http://[127.0.0.1]/",
        "http://[fe80::1%25eth0]/",
        "http://example.com:99999/",
        "http://example.com:-1/",
        "http://example.com:x/",
        "http://exam\x00ple.com/",
        "http://" + "a" * 5000 + ".com/",
        "http://-\u2603.例え\ud800/",
    ],
)
def test_addresses_in_disguise_are_refused(url: str) -> None:
    with pytest.raises(Disallowed) as caught:
        target_of(url)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "host", "port", "path"),
    [
        ("http://Example.COM", "example.com", 80, b"/"),
        (" https://example.com/a b?c=d#e ", "example.com", 443, b"/a%20b?c=d"),
        ("http://example.com.:8080/", "example.com.", 8080, b"/"),
        ("http://日本語.example/第一話", "xn--wgv71a119e.example", 80, b"/%E7%AC%AC%E4%B8%80%E8%A9%B1"),
        ("http://a_b.example/%7Ex/%E3%81%82", "a_b.example", 80, b"/%7Ex/%E3%81%82"),
        ("http://1.example/", "1.example", 80, b"/"),
        ("http://8.8.8.8./", "8.8.8.8.", 80, b"/"),
        ("http://[2606:4700::1111]:81/x", "2606:4700::1111", 81, b"/x"),
        ("https://u:p@example.com/a@b\\c", "example.com", 443, b"/a@b%5Cc"),
    ],
)
def test_addresses_as_they_will_be_asked(url: str, host: str, port: int, path: bytes) -> None:
    target = target_of(url)
    assert (target.host, target.port, target.path) == (host, port, path)
    assert "@example" not in target.url
    assert "#" not in target.url


def test_names_of_a_host() -> None:
    assert target_of("https://example.com:80/").authority == "example.com:80"
    assert target_of("https://example.com:80/").key == "example.com"
    assert target_of("http://example.com/").key == target_of("https://example.com/").key
    assert target_of("http://[::1]:8000/").origin == "http://[::1]:8000"
    assert target_of("http://[::1]:8000/").key == "[::1]:8000"


def test_credentials_are_taken_out_of_an_address() -> None:
    target = target_of("https://me:a%3Ab@example.com/x")
    assert target.url == "https://example.com/x"
    assert target.authorization == "Basic bWU6YTpi"
    assert target_of("https://me@example.com/").authorization == "Basic bWU6"
    assert redirected(target, "//you:p@example.com/y").authorization == ""


@given(st.text(max_size=40) | st.text("http:/\\@[]0127.xa%#?", max_size=30).map(lambda tail: f"http://{tail}"))
def test_any_text_is_an_address_or_refused(url: str) -> None:
    try:
        target = target_of(url)
    except Disallowed:
        return
    assert target.scheme in {"http", "https"}
    assert target.host
    assert not set(target.host) & set("\\@/%# ")


# --- names that resolve ------------------------------------------------------------------------------------------


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """The system's look-up gives these answers in turn; the names asked for."""
    rest, asked = list(answers), list[str]()

    def look_up(host: str, port: int, *_: object, **__: object) -> list[Any]:
        asked.append(host)
        numbers = rest.pop(0) if len(rest) > 1 else rest[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


async def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(Disallowed, match="private address") as caught:
        await Guard().addresses(target_of("http://example.com/"))
    assert "allow_private" in caught.value.hint


@pytest.mark.parametrize("named", ["nas.example", "NAS.example.", "nas.example:80"])
async def test_a_host_that_the_reader_named_may_be_private(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    resolving(monkeypatch, ["10.0.0.1"])
    assert await Guard([named]).addresses(target_of("http://nas.example/")) == ["10.0.0.1"]
    with pytest.raises(Disallowed):
        await Guard([named]).addresses(target_of("http://other.example/"))


async def test_another_port_of_a_named_server_is_another_server() -> None:
    guard = Guard(["127.0.0.1:8000", "[::1]:8000"])
    assert guard.allows(target_of("http://127.0.0.1:8000/"))
    assert guard.allows(target_of("http://[::1]:8000/"))
    assert not guard.allows(target_of("http://127.0.0.1:8001/"))
    with pytest.raises(Disallowed):
        await guard.addresses(target_of("http://127.0.0.1:8001/"))


async def test_a_name_that_changes_its_mind_is_connected_as_it_was_checked(
    client_of: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    connected: list[tuple[str, str]] = []

    async def send(_: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        connected.append((request.url.host, request.headers["host"]))
        raise httpx.ConnectError("not in a test")

    resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", send)
    async with client_of() as client:
        with pytest.raises(Unreachable):
            await client.fetch(Fetch("http://rebind.example/"))
        with pytest.raises(Disallowed):
            await client.fetch(Fetch("http://rebind.example/"))
    assert connected == [("93.184.216.34", "rebind.example")]


@pytest.mark.parametrize(
    ("number", "words"), [(socket.EAI_NONAME, "no host named"), (socket.EAI_AGAIN, "cannot be looked up now")]
)
async def test_unknown_hosts(client_of: Making, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    def look_up(*_: object, **__: object) -> None:
        raise socket.gaierror(number, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    async with client_of() as client:
        with pytest.raises(Unreachable, match=words) as caught:
            await client.fetch(Fetch("https://no.example/page"))
    assert caught.value.subject == "https://no.example/page"


async def test_a_look_up_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving(monkeypatch, [])
    with pytest.raises(Unreachable):
        await Guard().addresses(target_of("http://empty.example/"))


async def test_the_canary_hears_nothing(client_of: Making) -> None:
    async with FaultServer().serving() as canary:
        names = [
            "127.0.0.1",
            "127.1",
            "localhost",
            "LOCALHOST.",
            "0x7f.1",
            "2130706433",
            "0",
            "0.0.0.0",  # noqa: S104 - not bound to
            "[::1]",
            "[::ffff:127.0.0.1]",
            "127.0.0.1.",
            "127.127.127.127",
            "[::]",
            "017700000001",
            "a@127.0.0.1",
        ]
        async with client_of() as client:
            for name in names:
                with pytest.raises(FetchError):
                    await client.fetch(Fetch(f"http://{name}:{canary.port}/"))
        assert canary.connections == 0


def test_loopback() -> None:
    assert is_loopback(target_of("http://127.0.0.1/"))
    assert is_loopback(target_of("http://[::1]/"))
    assert is_loopback(target_of("http://localhost/"))
    assert not is_loopback(target_of("http://localhost.example/"))
