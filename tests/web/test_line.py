"""Through a proxy, under TLS, over several addresses."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from reader.errors import Disallowed, HttpStatus, Unreachable
from reader.model import Fetch
from reader.web.guard import target_of
from reader.web.line import proxy_for
from tests.web.faults import FaultServer, raw, reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Making

# --- proxies -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "url", "proxy"),
    [
        ({}, "http://a.example/", ""),
        ({"http_proxy": "http://p:1"}, "http://a.example/", "http://p:1"),
        ({"HTTP_PROXY": "p:1"}, "http://a.example/", "http://p:1"),
        ({"http_proxy": "http://p:1"}, "https://a.example/", ""),
        ({"https_proxy": "http://p:1"}, "https://a.example/", "http://p:1"),
        ({"all_proxy": "http://p:1"}, "https://a.example/", "http://p:1"),
        ({"http_proxy": "http://p:1", "no_proxy": "a.example"}, "http://a.example/", ""),
        ({"http_proxy": "http://p:1", "no_proxy": ".example"}, "http://a.example/", ""),
        ({"http_proxy": "http://p:1", "no_proxy": "*"}, "http://a.example/", ""),
        ({"http_proxy": "http://p:1", "no_proxy": "b.example"}, "http://a.example/", "http://p:1"),
        ({"http_proxy": "http://p:1"}, "http://127.0.0.1:9/", ""),
        ({"http_proxy": "http://p:1"}, "http://localhost/", ""),
    ],
)
def test_the_environments_proxy(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], url: str, proxy: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert proxy_for(target_of(url)) == proxy


async def test_names_are_the_proxys_to_resolve(
    server: FaultServer, client_of: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://{server.host}")
    server.behaviours["http://no-such-host.example/x"] = reply(b"through")
    server.behaviours["http://no-such-host.example/y"] = reply(status=502)
    async with client_of() as client:
        assert (await client.fetch(Fetch("http://no-such-host.example/x"))).body == b"through"
        with pytest.raises(HttpStatus, match="502"):
            await client.fetch(Fetch("http://no-such-host.example/y"))
        for literal in ("10.0.0.1", "[fd00::1]", "169.254.169.254"):
            with pytest.raises(Disallowed):
                await client.fetch(Fetch(f"http://{literal}/"))
    assert {request.headers["host"] for request in server.requests} == {"no-such-host.example"}


async def test_a_proxy_that_cannot_connect(
    server: FaultServer, client_of: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://{server.host}")
    server.behaviours["dead.example:443"] = reply(status=502, length=0)
    async with client_of() as client:
        with pytest.raises(Unreachable, match="proxy cannot reach it") as caught:
            await client.fetch(Fetch("https://dead.example/x"))
    assert caught.value.subject == "https://dead.example/x"
    assert server.paths() == ["dead.example:443"]


async def test_a_kind_of_proxy_that_we_do_not_speak(client_of: Making, monkeypatch: pytest.MonkeyPatch) -> None:
    for proxy in ("socks5://127.0.0.1:1", "gopher://127.0.0.1:1", "http://[bad"):
        monkeypatch.setenv("http_proxy", proxy)
        async with client_of() as client:
            with pytest.raises((Unreachable, HttpStatus, Exception)) as caught:
                await client.fetch(Fetch("http://a.example/x"))
        assert type(caught.value).__module__ == "reader.errors", proxy


# --- several addresses -------------------------------------------------------------------------------------------


async def test_a_dead_address_makes_room_for_the_next(
    server: FaultServer, client_of: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    def look_up(*_: object, **__: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, server.port)) for one in ("127.0.0.2", "127.0.0.1")]

    server.on("/x", reply(b"x"))
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    name = f"two.example:{server.port}"
    async with client_of(allow=(name,)) as client:
        for _ in range(2):
            assert (await client.fetch(Fetch(f"http://{name}/x"))).body == b"x"
    assert {request.headers["host"] for request in server.requests} == {name}
    assert server.connections == 1


# --- TLS ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, Path]]:
    """Two self-signed pairs of certificate and key: for 127.0.0.1, and for another name."""
    openssl = shutil.which("openssl")
    if not openssl:
        pytest.skip("no openssl here to make certificates with")
    folder = tmp_path_factory.mktemp("tls")
    pairs = {}
    for name, alternative in (("good", "IP:127.0.0.1"), ("other", "DNS:other.example")):
        pairs[name] = (folder / f"{name}.pem", folder / f"{name}.key")
        made = ["-subj", "/CN=test", "-addext", f"subjectAltName={alternative}"]
        where = ["-out", str(pairs[name][0]), "-keyout", str(pairs[name][1])]
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command = [openssl, "req", "-x509", "-days", "2", *key, *made, *where]
        subprocess.run(command, check=True, capture_output=True)
    return pairs


async def secure(server: FaultServer, pair: tuple[Path, Path]) -> str:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    return await server.also_secure(context)


async def test_a_certificate_nobody_vouches_for(
    server: FaultServer, client_of: Making, certificate: dict[str, tuple[Path, Path]]
) -> None:
    host = await secure(server, certificate["good"])
    async with client_of(allow=(host,)) as client:
        with pytest.raises(Unreachable, match=r"certificate is not valid: self.signed") as caught:
            await client.fetch(Fetch(f"https://{host}/x"))
    assert "clock" in caught.value.hint
    assert server.requests == []


async def test_certificates_from_the_environment(
    server: FaultServer,
    client_of: Making,
    certificate: dict[str, tuple[Path, Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate["good"][0]))
    host = await secure(server, certificate["good"])
    server.on("/x", reply(b"safe"))
    async with client_of(allow=(host,)) as client:
        assert (await client.fetch(Fetch(f"https://{host}/x"))).body == b"safe"


async def test_a_certificate_for_another_name(
    server: FaultServer,
    client_of: Making,
    certificate: dict[str, tuple[Path, Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate["other"][0]))
    host = await secure(server, certificate["other"])
    async with client_of(allow=(host,)) as client:
        with pytest.raises(Unreachable, match="mismatch"):
            await client.fetch(Fetch(f"https://{host}/x"))


async def test_an_http_server_on_an_https_address(server: FaultServer, client_of: Making) -> None:
    server.behaviours["x"] = raw(b"")
    async with FaultServer().serving() as plain, client_of(allow=(plain.host,)) as client:
        with pytest.raises(Unreachable) as caught:
            await client.fetch(Fetch(f"https://{plain.host}/x"))
    assert caught.value.hint


async def test_a_redirect_to_http_is_followed_and_told(
    server: FaultServer,
    client_of: Making,
    certificate: dict[str, tuple[Path, Path]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate["good"][0]))
    host = await secure(server, certificate["good"])
    server.on("/x", reply(status=302, location=server.on("/y", reply(b"plain"))))
    lines: list[str] = []
    async with client_of(allow=(host,), log=lines.append) as client:
        assert (await client.fetch(Fetch(f"https://me:pw@{host}/x"))).body == b"plain"
    assert any("not encrypted" in line for line in lines)
    assert "authorization" not in server.requests[-1].headers
