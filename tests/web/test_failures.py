"""Every foreign exception and refusing status as one line with its reason and a way out."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx
import pytest

from reader.errors import (
    FetchError,
    HttpStatus,
    NoNetwork,
    NotFound,
    Throttled,
    TimedOut,
    TooLarge,
    UnknownHost,
    Unreachable,
    Untrusted,
)
from reader.web.failures import duration, failure_of, refusal

URL = "https://example.com/"


def caused(error: BaseException, *causes: BaseException) -> BaseException:
    one = error
    for cause in causes:
        one.__cause__ = cause
        one = cause
    return error


def expired() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED]")
    error.verify_message = "certificate has expired"
    return error


@pytest.mark.parametrize(
    ("error", "kind", "words", "transient"),
    [
        (caused(httpx.ConnectError("x"), OSError("y"), expired()), Untrusted, "certificate has expired", False),
        (caused(httpx.ConnectError("x"), ssl.SSLError(1, "weird")), Untrusted, "no secure connection", False),
        (caused(httpx.ConnectError("x"), socket.gaierror(-2, "x")), UnknownHost, "no host named", False),
        (socket.gaierror(socket.EAI_AGAIN, "x"), NoNetwork, "cannot be looked up now", False),
        (httpx.ProxyError("407 Proxy Authentication Required"), Unreachable, "407", False),
        (httpx.ProxyError("502 Bad Gateway"), UnknownHost, "502", False),
        (
            caused(httpx.ConnectError("x"), ConnectionRefusedError(errno.ECONNREFUSED, "x")),
            Unreachable,
            "refuses",
            False,
        ),
        (
            caused(httpx.ConnectError("x"), OSError("all"), ExceptionGroup("g", [OSError(errno.ENETUNREACH, "x")])),
            NoNetwork,
            "no way to its network",
            False,
        ),
        (caused(httpx.ReadError("x"), ConnectionResetError(errno.ECONNRESET, "x")), Unreachable, "cut by", True),
        (OSError(errno.EMFILE, "x"), NoNetwork, "too many files", False),
        (OSError(errno.EIO, "Input/output error"), Unreachable, "Input/output error", False),
        (httpx.ConnectTimeout("x"), TimedOut, "host does not answer", True),
        (httpx.ReadTimeout("x"), TimedOut, "site does not answer", True),
        (TimeoutError(), TimedOut, "site does not answer", True),
        (httpx.RemoteProtocolError("Receive buffer too long"), TooLarge, "headers", False),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), Unreachable, "hangs up", True),
        (httpx.RemoteProtocolError("illegal status line"), FetchError, "does not speak HTTP", False),
        (httpx.ReadError(""), Unreachable, "connection was lost", True),
        (httpx.ConnectError(""), Unreachable, "connection was lost", False),
        (httpx.LocalProtocolError("Illegal header\nvalue"), FetchError, "cannot be asked for", False),
        (httpx.InvalidURL("bad"), FetchError, "InvalidURL", False),
        (UnicodeError("label too long"), FetchError, "label too long", False),
        (TimedOut("ours", subject=URL), TimedOut, "ours", False),
        (NotFound("ours too"), FetchError, "ours too", False),
    ],
)
def test_what_a_foreign_exception_means(error: BaseException, kind: type, words: str, *, transient: bool) -> None:
    failure = failure_of(error, URL)
    assert type(failure.error) is kind
    assert words in str(failure.error)
    assert failure.error.subject == URL or kind is FetchError
    assert "\n" not in str(failure.error)
    assert failure.transient is transient


def test_a_machine_without_a_way_out_knows_no_host(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere(socket.socket):
        def connect(self, _: object) -> None:
            raise OSError(errno.ENETUNREACH, "no route")

    monkeypatch.setattr(socket, "socket", Nowhere)
    error = failure_of(socket.gaierror(socket.EAI_NONAME, "x"), URL).error
    assert type(error) is NoNetwork
    assert error.kind == "Unreachable"
    assert "no network" in error.message


def test_exceptions_that_cause_each_other_end_somewhere() -> None:
    one, other = OSError("a"), OSError("b")
    one.__cause__, other.__cause__ = other, one
    assert "connection failed" in str(failure_of(one, URL).error) or failure_of(one, URL).error.message


@pytest.mark.parametrize("status", [100, 204, 300, 400, 404, 418, 429, 451, 499, 500, 503, 599, 700])
def test_every_status_has_a_sentence(status: int) -> None:
    error = refusal(status, URL)
    assert isinstance(error, HttpStatus)
    assert error.status == status
    assert str(status) in str(error)
    assert error.hint
    assert isinstance(error, Throttled) == (status in {429, 503})


def test_how_long_a_site_wants_to_be_left_alone() -> None:
    error = refusal(503, URL, 300)
    assert isinstance(error, Throttled)
    assert error.retry_after_seconds == 300
    assert "5 minutes" in error.hint
    assert [duration(seconds) for seconds in (1, 119, 120, 7199, 7200, 200_000)] == [
        "1 seconds",
        "119 seconds",
        "2 minutes",
        "120 minutes",
        "2 hours",
        "2 days",
    ]
