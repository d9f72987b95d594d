"""Foreign exceptions and refusing answers, said in one line each: what, why, what to do.

Owns the translation; nothing outside ``reader.web`` sees an exception of the HTTP library, of TLS or of a socket.
"""

from __future__ import annotations

import contextlib
import errno
import http
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from reader.cleaning import clean_line
from reader.errors import (
    FetchError,
    HttpStatus,
    NoNetwork,
    Throttled,
    TimedOut,
    TooLarge,
    TsuzukiError,
    UnknownHost,
    Unreachable,
    Untrusted,
)

_LATER = "Try again later."
_BROWSER = "Open it in a browser to see what is there."
_CONNECTION = "Check the connection, or try again later."
_CERTIFICATE = "Tsuzuki reads nothing it cannot verify. Check this machine's clock, or tell the site's owner."


@dataclass(frozen=True, slots=True)
class Failure:
    """One of our errors, and whether asking again may help."""

    error: FetchError
    transient: bool = False


_STATUSES = {
    400: ("did not understand the request", _BROWSER),
    401: ("wants a user name and password", "Write them into the address: https://user:password@host/…"),
    402: ("wants to be paid", _BROWSER),
    403: ("refuses to show it", "It may be for members or browsers only. Open it in a browser."),
    404: ("has no such page", "Check the address; the page may have moved or been deleted."),
    406: ("has it in no form that we read", _BROWSER),
    410: ("says that it is gone for good", "It may still be in the Wayback Machine."),
    418: ("refuses to show it", _BROWSER),
    429: ("is asked too often", "Wait, and raise [fetch] pace_seconds in the settings."),
    451: ("may not show it for legal reasons", _BROWSER),
    500: ("has a fault of its own", _LATER),
    502: ("or a proxy before it is broken", _LATER),
    503: ("is too busy, or closed for work", _LATER),
    504: ("or a proxy before it does not answer", _LATER),
}
_CLASSES = {
    1: ("answers in a way nobody expects", _BROWSER),
    2: ("answers in a way nobody expects", _BROWSER),
    3: ("redirects to nowhere", _BROWSER),
    4: ("refuses the request", _BROWSER),
    5: ("has a fault of its own", _LATER),
}


def refusal(status: int, url: str, retry_after_seconds: float | None = None) -> HttpStatus:
    """The error for a status that is no success."""
    message, hint = _STATUSES.get(status) or _CLASSES.get(status // 100, _CLASSES[2])
    try:
        phrase = f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    message = f"the site {message} ({phrase})"
    if status in {429, 503}:
        if retry_after_seconds:
            hint = f"It asks to be left alone for {duration(retry_after_seconds)}."
        return Throttled(message, subject=url, hint=hint, status=status, retry_after_seconds=retry_after_seconds)
    return HttpStatus(message, subject=url, hint=hint, status=status)


def too_soon(url: str, wait_seconds: float) -> Throttled:
    """The error for a host that must not be asked for longer than anybody would wait now."""
    return Throttled(
        "not asked, for the site wants to be left alone",
        subject=url,
        hint=f"Try again in {duration(wait_seconds)}.",
        retry_after_seconds=wait_seconds,
    )


def asked_elsewhere(url: str) -> Throttled:
    """The error for a host that another process goes on asking."""
    return Throttled(
        "not asked, for another Tsuzuki is asking the site all the time",
        subject=url,
        hint="Wait until that one is done.",
    )


def duration(seconds: float) -> str:
    """A length of time for a reader, in the largest unit that it fills."""
    for unit, name in ((86_400, "days"), (3600, "hours"), (60, "minutes")):
        if seconds >= 2 * unit:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} seconds"


def failure_of(error: BaseException, url: str) -> Failure:
    """What a foreign exception means.  Most specific first: the TLS library's word hides behind two others."""
    chain = _chain(error)
    for one in chain:
        if isinstance(one, TsuzukiError):
            return Failure(one if isinstance(one, FetchError) else FetchError(str(one), subject=url, hint=one.hint))
        if isinstance(one, ssl.SSLError):
            return Failure(_tls(one, url))
        if isinstance(one, socket.gaierror):
            return Failure(unknown(one, url))
    for one in chain:
        if isinstance(one, httpx.ProxyError):
            return Failure(_proxy(one, url))
        if isinstance(one, OSError) and one.errno:
            return _socket(one, url)
    return _protocol(error, url)


def unknown(error: Exception | None, url: str) -> Unreachable:
    """The error for a name that was looked up in vain: there is none, or nobody can be asked."""
    name = urlsplit(url).hostname or ""
    if isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN:
        return NoNetwork(f"the name {name} cannot be looked up now", subject=url, hint=_CONNECTION)
    if not has_route():  # Some systems say of every name that there is none.
        return NoNetwork(f"the name {name} cannot be looked up: there is no network", subject=url, hint=_CONNECTION)
    return UnknownHost(f"there is no host named {name}", subject=url, hint="Check the spelling and the connection.")


def has_route() -> bool:
    """Whether this machine knows any way out.  Asks the system's tables alone: nothing is sent."""
    for family, elsewhere in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as asked:
            asked.connect((elsewhere, 9))
            return True
    return False


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and what lies behind it, innermost first; a group counts by its first member."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.exceptions[0] if isinstance(one, BaseExceptionGroup) else one.__cause__ or one.__context__
    return chain[::-1]


def _tls(error: ssl.SSLError, url: str) -> Unreachable:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = clean_line(getattr(error, "verify_message", "") or str(error), 120).rstrip(".")
        return Untrusted(f"its certificate is not valid: {why}", subject=url, hint=_CERTIFICATE)
    why = clean_line(getattr(error, "reason", "") or str(error), 80).replace("_", " ").lower()
    return Untrusted(f"no secure connection: {why}", subject=url, hint="Try the address with http:// instead.")


def _proxy(error: Exception, url: str) -> Unreachable:
    why = clean_line(str(error), 80)
    kind = UnknownHost if why[:3] in {"502", "503", "504"} else Unreachable
    return kind(
        f"the proxy cannot reach it ({why})",
        subject=url,
        hint="Check the spelling of the host, and HTTPS_PROXY in the environment.",
    )


_SOCKET = {
    errno.ECONNREFUSED: ("its host refuses the connection", "Check the address, or try again later.", False),
    errno.ECONNRESET: ("the connection was cut by the other side", _LATER, True),
    errno.ECONNABORTED: ("the connection was cut by the other side", _LATER, True),
    errno.EPIPE: ("the connection was cut by the other side", _LATER, True),
    errno.ETIMEDOUT: ("its host does not answer", _CONNECTION, True),
    errno.EHOSTUNREACH: ("there is no way to its host", _CONNECTION, False),
    errno.ENETUNREACH: ("there is no way to its network", _CONNECTION, False),
    errno.ENETDOWN: ("there is no network", _CONNECTION, False),
    errno.EMFILE: ("too many files are open", "Close other programs, or lower [fetch] hosts_at_once.", False),
}


_OUR_SIDE = frozenset({errno.ENETUNREACH, errno.ENETDOWN, errno.EMFILE})
"""What says nothing of the host."""


def _socket(error: OSError, url: str) -> Failure:
    why = f"the connection failed ({clean_line(error.strerror or str(error), 80)})"
    message, hint, transient = _SOCKET.get(error.errno or 0, (why, _CONNECTION, False))
    kind = NoNetwork if error.errno in _OUR_SIDE else Unreachable
    return Failure(kind(message, subject=url, hint=hint), transient)


def _protocol(error: BaseException, url: str) -> Failure:
    if isinstance(error, httpx.TimeoutException | TimeoutError):
        what = "its host does not answer" if isinstance(error, httpx.ConnectTimeout) else "the site does not answer"
        return Failure(TimedOut(what, subject=url, hint=_CONNECTION), transient=True)
    if isinstance(error, httpx.RemoteProtocolError):
        if "too long" in str(error):
            return Failure(TooLarge("its headers are too long", subject=url, hint=_BROWSER))
        if "isconnected" in str(error) or "closed" in str(error):
            cut = Unreachable("the site hangs up without an answer", subject=url, hint=_LATER)
            return Failure(cut, transient=True)
        return Failure(FetchError("what answers there does not speak HTTP", subject=url, hint=_BROWSER))
    if isinstance(error, httpx.NetworkError):
        lost = Unreachable("the connection was lost", subject=url, hint=_CONNECTION)
        return Failure(lost, transient=not isinstance(error, httpx.ConnectError))
    why = clean_line(f"{type(error).__name__}: {error}", 120)
    return Failure(FetchError(f"cannot be asked for ({why})", subject=url, hint=_BROWSER))
