"""One host's line: one connection, one question at a time, and an answer within its limits.

Owns sending and receiving; knows nothing of pace, redirects or robots.  Connects to the very address that the guard
has checked, with the host's name in ``Host`` and in TLS, unless a proxy from the environment is to connect for us.
"""

from __future__ import annotations

import asyncio
import os
import ssl
import time
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import httpx

from reader.errors import ConfigError, FetchError, NoNetwork, TimedOut, TooLarge
from reader.web.guard import Guard, Target, is_loopback
from reader.web.unpack import Unpacker, size

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.web.limits import Limits

_ADDRESSES_KEPT_SECONDS = 60.0
_DRAINED_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Question:
    """One request: where, with which headers beside the line's own, how large the body may be."""

    target: Target
    headers: Sequence[tuple[str, str]]
    body_bytes: int
    start_is_enough: bool = False
    """A body that is too long is cut off rather than refused."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One response, whatever its status; header names in lower case, the body only where it is a success."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    cut: bool = False
    cookies: tuple[str, ...] = ()
    """The values of ``Set-Cookie``."""


class Interrupted(Exception):
    """The answer ended too early; ``answer`` is what had come by then."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


def trusted() -> ssl.SSLContext:
    """The certificates that every line shares: those of ``SSL_CERT_FILE`` or ``SSL_CERT_DIR``, else the usual ones.

    Raises :class:`ConfigError`.
    """
    try:
        return _context(os.environ.get("SSL_CERT_FILE", ""), os.environ.get("SSL_CERT_DIR", ""))
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            "holds no certificates that can be read",
            subject="SSL_CERT_FILE",
            hint="Correct the variable, or remove it from the environment.",
        ) from error


@cache
def _context(file: str, folder: str) -> ssl.SSLContext:  # noqa: ARG001 - another environment is another context
    """Reading the certificates takes 30 ms: once in a process."""
    return httpx.create_ssl_context()


def proxy_for(target: Target) -> str:
    """The proxy that the environment names for this address, or ``""``."""
    proxies = getproxies()
    proxy = proxies.get(target.scheme) or proxies.get("all") or ""
    if not proxy or is_loopback(target) or proxy_bypass(target.authority):
        return ""
    return proxy if "://" in proxy else f"http://{proxy}"


@dataclass(slots=True)
class _Addresses:
    numbers: list[str]
    until: float


@dataclass(slots=True)
class Line:
    """To one host, over http and https, directly or through a proxy.  Not for two questions at once."""

    guard: Guard
    limits: Limits
    deadline_seconds: float
    """Of a whole resource, for the message."""
    _transports: dict[str, httpx.AsyncHTTPTransport] = field(default_factory=dict)
    _addresses: dict[str, _Addresses] = field(default_factory=dict)

    async def ask(self, question: Question, left_seconds: float) -> Answer:
        """The answer, within what is left of the resource's deadline.

        Raises kinds of :class:`FetchError`, :class:`Interrupted`, and every exception that
        :func:`~reader.web.failures.failure_of` knows.
        """
        whole = asyncio.timeout(left_seconds)
        try:
            async with whole:
                async with asyncio.timeout(self.limits.first_byte_seconds):
                    response = await self._send(question)
                try:
                    return await self._receive(question, response)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            if whole.expired():
                message = f"did not come whole within {self.deadline_seconds:g} s"
                hint = "Try again later, or raise [fetch] deadline_seconds in the settings."
            else:
                message = f"the site does not answer within {self.limits.first_byte_seconds:g} s"
                hint = "Try again later."
            raise TimedOut(message, subject=question.target.url, hint=hint) from error

    async def close(self) -> None:
        """Close the connection."""
        for transport in self._transports.values():
            await transport.aclose()
        self._transports.clear()

    async def _send(self, question: Question) -> httpx.Response:
        target = question.target
        proxy = proxy_for(target)
        if proxy:
            self.guard.check_literal(target)
            return await self._through(proxy, question)
        numbers = await self._resolved(target)
        for place, number in enumerate(numbers):
            is_last = place == len(numbers) - 1
            try:
                # An address that is dead must leave time for the next one.
                seconds = self.limits.connect_seconds / (1 if is_last else 3)
                response = await self._request(question, "", number, seconds)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                self._addresses.clear()
                if is_last or isinstance(_cause(error), ssl.SSLError):
                    raise
            else:
                self._addresses[target.host] = _Addresses([number], time.monotonic() + _ADDRESSES_KEPT_SECONDS)
                return response
        raise AssertionError("the guard gives at least one address")

    async def _through(self, proxy: str, question: Question) -> httpx.Response:
        try:
            return await self._request(question, proxy, question.target.host, self.limits.connect_seconds)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if isinstance(_cause(error), ssl.SSLError):
                raise
            raise NoNetwork(
                "this machine's proxy does not answer",
                subject=question.target.url,
                hint="Check the connection, and HTTPS_PROXY in the environment.",
            ) from error

    async def _resolved(self, target: Target) -> list[str]:
        kept = self._addresses.get(target.host)
        if kept and kept.until > time.monotonic():
            return kept.numbers
        async with asyncio.timeout(self.limits.connect_seconds):
            return await self.guard.addresses(target)

    async def _request(self, question: Question, proxy: str, host: str, connect_seconds: float) -> httpx.Response:
        target = question.target
        stall = self.limits.first_byte_seconds
        request = httpx.Request(
            "GET",
            httpx.URL(scheme=target.scheme, host=host, port=target.port, raw_path=target.path),
            headers=[
                (name.encode("ascii"), value.encode("latin-1", "replace"))
                for name, value in (("Host", target.authority), *question.headers)
            ],
            extensions={
                "sni_hostname": target.host,
                "timeout": {"connect": connect_seconds, "read": stall, "write": stall, "pool": stall},
            },
        )
        return await self._transport(proxy).handle_async_request(request)

    def _transport(self, proxy: str) -> httpx.AsyncHTTPTransport:
        """One for http and https together where no proxy is used, so that there is one connection."""
        if proxy not in self._transports:
            self._transports[proxy] = httpx.AsyncHTTPTransport(
                verify=trusted(),
                trust_env=False,
                proxy=httpx.Proxy(proxy) if proxy else None,
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=30.0),
            )
        return self._transports[proxy]

    async def _receive(self, question: Question, response: httpx.Response) -> Answer:
        url = question.target.url
        if sum(len(name) + len(value) for name, value in response.headers.raw) > self.limits.header_bytes:
            longest = size(self.limits.header_bytes)
            raise TooLarge(f"its headers are larger than {longest}", subject=url, hint="Open it in a browser.")
        headers = _headers(response)
        cookies = tuple(response.headers.get_list("set-cookie"))
        if not 200 <= response.status_code < 300:  # noqa: PLR2004 - the class of successes
            await _drain(response)
            return Answer(response.status_code, headers, cookies=cookies)
        announced = headers.get("content-length", "")
        if announced.isdigit() and int(announced) > question.body_bytes and not question.start_is_enough:
            raise TooLarge(f"larger than {size(question.body_bytes)}", subject=url, hint="Open it in a browser.")
        try:
            body, cut = await self._body(question, response, headers.get("content-encoding", ""))
        except FetchError as error:
            error.subject = error.subject or url
            raise
        answer = Answer(response.status_code, headers, body, cut, cookies)
        if cut:
            raise Interrupted(answer)
        return answer

    async def _body(self, question: Question, response: httpx.Response, encodings: str) -> tuple[bytes, bool]:
        unpacker = Unpacker(encodings, question.body_bytes, layers=self.limits.encodings)
        lost = False
        try:
            async for piece in response.aiter_raw():
                unpacker.feed(piece)
        except TooLarge:
            if not question.start_is_enough:
                raise
            return unpacker.start, False
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            lost = True
        body = unpacker.finish()
        return body, lost or not unpacker.is_whole


def _headers(response: httpx.Response) -> dict[str, str]:
    """Names in lower case; what comes twice is joined, but for what may come only once."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in response.headers.raw:
        name, value = raw_name.decode("latin-1").lower(), raw_value.decode("latin-1").strip()
        if name == "set-cookie":
            continue
        if name in headers and name not in {"content-type", "content-length", "location"}:
            value = f"{headers[name]}, {value}"
        headers[name] = value
    return headers


async def _drain(response: httpx.Response) -> None:
    """Read a short body that nobody wants, so that the connection can be used again."""
    announced = response.headers.get("content-length", "")
    if announced.isdigit() and int(announced) <= _DRAINED_BYTES:
        async for _ in response.aiter_raw():
            pass


def _cause(error: BaseException) -> BaseException:
    while error.__cause__ or error.__context__:
        error = error.__cause__ or error.__context__ or error
    return error
