"""Where a request may go: http and https, public addresses, no disguises.

Owns the reading of an address before it is asked (:class:`Target`) and the check of what its host resolves to.  The
checked address is the one that is connected to, so a name that resolves differently a moment later gains nothing.
Sources: RFC 6890 and the IANA special-purpose registries (through ``ipaddress``), WHATWG URL section 3.5 ("ends in a
number"), RFC 6052 (NAT64), RFC 9110 section 4.2.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import re
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

import httpx

from reader.addresses import resolve
from reader.cleaning import URL_LIMIT, clean_url
from reader.errors import Disallowed
from reader.web.failures import unknown

if TYPE_CHECKING:
    from collections.abc import Collection

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_AUTHORITY = re.compile(r"^[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_NUMBER = re.compile(r"(?:[0-9]+|0[xX][0-9A-Fa-f]*)")
_NAME = re.compile(r"[a-z0-9_.-]+")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_ASK_HTTP = "Use an address that begins with https:// or http://."
_ALLOW = "If it is yours, name the host under [fetch] allow_private in the settings."


@dataclass(frozen=True, slots=True)
class Target:
    """An address as it will be asked: ``host`` in ASCII and lower case, ``path`` percent-encoded with its query."""

    url: str
    """Without credentials and fragment; also what errors and resources show."""
    scheme: str
    host: str
    port: int
    path: bytes
    authorization: str = ""
    """From ``user:password@`` in the address; never sent to another origin, never shown."""

    @property
    def key(self) -> str:
        """The host as pacing counts it: a name, and a port where it is an unusual one."""
        return self.host if self.port in _PORTS.values() else self.authority

    @property
    def authority(self) -> str:
        """The value of the ``Host`` header."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"


def target_of(url: str) -> Target:
    """Where the address leads.  Raises :class:`Disallowed` for one that is none of ours or wears a disguise."""
    shown = clean_url(url) or url[:80]
    url = url.strip()
    found = _AUTHORITY.match(url)
    scheme = url.partition(":")[0].lower() if found else ""
    if scheme not in _PORTS:
        raise Disallowed("is no web address", subject=shown, hint=_ASK_HTTP)
    if len(url) > URL_LIMIT:
        raise Disallowed(f"is longer than {URL_LIMIT} characters", subject=shown[:80] + "…", hint=_ASK_HTTP)
    authority = found[1] if found else ""
    credentials, _, host = authority.rpartition("@")
    if re.search(r"[\\\s\x00-\x20\x7f]", authority) or "@" in credentials or "%" in host:
        raise Disallowed("hides where it leads", subject=shown, hint="Type the host's name as it is.")
    try:
        parsed = httpx.URL(url.partition("#")[0])
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Disallowed("is no address that can be asked", subject=shown, hint=_ASK_HTTP) from error
    name, port = parsed.raw_host.decode("ascii"), parsed.port or _PORTS[scheme]
    _check_host(name, port, shown)
    authorization = ""
    if credentials:
        authorization = "Basic " + base64.b64encode(unquote_to_bytes(credentials)).decode("ascii")
        parsed = parsed.copy_with(userinfo=b"")
        if ":" not in credentials:
            authorization = "Basic " + base64.b64encode(unquote_to_bytes(credentials) + b":").decode("ascii")
    return Target(str(parsed), scheme, name, port, parsed.raw_path.replace(b"\\", b"%5C"), authorization)


def redirected(target: Target, location: str) -> Target:
    """Where a ``Location`` leads, credentials left behind.  Raises :class:`Disallowed`."""
    location = location.strip()
    url = resolve(target.url, location)
    if not url:
        scheme = location.partition(":")[0].lower()
        whither = f"to a '{scheme}:' address" if re.fullmatch(r"[a-z][a-z0-9+.-]{0,20}", scheme) else "to nowhere"
        raise Disallowed(f"redirects {whither}", subject=target.url, hint="Open it in a browser to see where it leads.")
    after = target_of(url)
    return Target(after.url, after.scheme, after.host, after.port, after.path)


def _check_host(name: str, port: int, shown: str) -> None:
    """A host whose last label is a number is an IPv4 address, and then in four plain decimals or not at all."""
    is_name = _NAME.fullmatch(name) and name.strip(".")
    if not (is_name or (":" in name and _literal(name))) or not 0 < port < 65536:  # noqa: PLR2004 - TCP's ports
        raise Disallowed("names no host", subject=shown, hint=_ASK_HTTP)
    last = name.rstrip(".").rpartition(".")[2]
    if is_name and _NUMBER.fullmatch(last) and not _literal(name):
        raise Disallowed("hides a numeric address", subject=shown, hint="Write it as four decimal numbers.")


def is_public(address: Address) -> bool:
    """Whether packets to it leave for the internet; an address inside an address is looked at too."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _NAT64 or address.ipv4_mapped:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.sixtofour or address.is_site_local:  # Given up long ago, and Pythons differ over the first.
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Guard:
    """Finds the addresses of a host and lets through what may be connected to.

    ``allow`` names the hosts, with or without port, that may be private.
    """

    def __init__(self, allow: Collection[str] = ()) -> None:
        self._allow = frozenset(one.lower().rstrip(".") for one in allow)

    def allows(self, target: Target) -> bool:
        """The reader has named that host."""
        name = target.host.rstrip(".")
        with_port = f"{f'[{name}]' if ':' in name else name}:{target.port}"
        return name in self._allow or with_port in self._allow

    def check_literal(self, target: Target) -> None:
        """Refuse a numeric private address even where a proxy would connect.  Raises :class:`Disallowed`."""
        literal = _literal(target.host)
        if literal is not None and not is_public(literal) and not self.allows(target):
            raise _private(target)

    async def addresses(self, target: Target) -> list[str]:
        """All addresses of the host in the system's order, at least one.

        Raises :class:`Disallowed` where one of them is private and the reader did not name the host,
        :class:`~reader.errors.Unreachable` where the name is unknown.
        """
        try:
            found = await asyncio.get_running_loop().getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise unknown(error, target.url) from error
        numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
        if not self.allows(target) and not all(is_public(ipaddress.ip_address(one)) for one in numbers):
            raise _private(target)
        if not numbers:
            raise unknown(None, target.url)
        return numbers


def is_loopback(target: Target) -> bool:
    """This very machine, which no proxy can reach for us."""
    literal = _literal(target.host)
    return target.host.rstrip(".") == "localhost" or (literal is not None and literal.is_loopback)


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host.rstrip("."))
    except ValueError:
        return None


def _private(target: Target) -> Disallowed:
    return Disallowed("leads to a private address", subject=target.url, hint=_ALLOW)
