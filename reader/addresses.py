"""What a URL is to us: how it is resolved, compared and shown.

The canonical form is for matching only; what is fetched is always the address as it was given.  Sources: RFC 3986
(syntax and dot segments), RFC 3492 through the ``idna`` codec of Python, and the tracking parameters that
link decorators document.
"""

from __future__ import annotations

import contextlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

from reader.cleaning import URL_LIMIT, clean_url

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_ga|_gl|ref_src|share|replytocom|amp|triedRedirect)",
    re.IGNORECASE,
)
_VIEWED_FROM = re.compile(r"[a-z][a-z_]*-{3,}[\w-]*")
"""The value of ``source`` by which a platform notes on which of its own pages a link stood."""
_DEFAULT_PORTS = {"http": 80, "https": 443}
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|cgi)$", re.IGNORECASE)


# Addresses that come out of the general way as they went in: no empty part, no dot segment, nothing to escape.
_PART = r"[!$-.0-:=@-~]"
_REST = rf"(?:/(?!\.){_PART}*)*(?:\?(?:{_PART}|/)+)?(?:#(?:{_PART}|/)+)?"
_PLAIN_ORIGIN = re.compile(r"https?://[a-z0-9][a-z0-9.-]*(?=[/?#]|$)")
_ABSOLUTE = re.compile(rf"https?://[a-z0-9][a-z0-9.-]*{_REST}")
_FROM_ROOT = re.compile(rf"(?=/)(?!//){_REST}")


def is_web(url: str) -> bool:
    """Whether the address is one that we may fetch or open at all: http or https, with a host."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname)
    except ValueError:
        return False


def resolve(base: str, link: str) -> str:
    """The absolute address of a link as a page writes it, fragment kept; ``""`` where it leads to no web page."""
    if _ABSOLUTE.fullmatch(link) and len(link) <= URL_LIMIT:
        return link
    if _FROM_ROOT.fullmatch(link) and (origin := _plain_origin(base)) and len(link) <= URL_LIMIT:
        return origin + link
    link = clean_url(link)
    if not link:
        return ""
    try:
        url = urljoin(base, link)
        return url if is_web(url) else ""
    except ValueError:
        return ""


@lru_cache(maxsize=64)
def _plain_origin(url: str) -> str:
    """Scheme and host of an address that is written plainly, ``""`` of any other."""
    found = _PLAIN_ORIGIN.match(url)
    return found[0] if found else ""


def host(url: str) -> str:
    """The host in lower case, without port; ``""`` where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def without_fragment(url: str) -> str:
    """The address of the whole page."""
    return url.partition("#")[0]


def canonical(url: str, *, fragment: bool = False) -> str:
    """A key under which two spellings of one page are equal.

    Without scheme, ``www.``, default port, tracking parameters, closing slash or ``index.html``; percent escapes
    spelled one way; the query kept in its order.
    With ``fragment`` the part behind ``#`` counts too (several episodes on one page).
    """
    try:
        parts = urlsplit(url.strip())
        name, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url.strip()
    with contextlib.suppress(UnicodeError):
        name = name.encode("ascii").decode() if name.isascii() else name.encode("idna").decode()
    name = name.removeprefix("www.")
    suffix = "" if port in (None, _DEFAULT_PORTS.get(parts.scheme.lower())) else f":{port}"
    path = quote(unquote(parts.path or "/", errors="surrogateescape"), safe="/~!$&'()*+,;=:@", errors="surrogateescape")
    path = _INDEX.sub("/", path).rstrip("/") or "/"
    query = urlencode(
        [
            pair
            for pair in parse_qsl(parts.query, keep_blank_values=True, errors="surrogateescape")
            if not (_TRACKING.fullmatch(pair[0]) or (pair[0] == "source" and _VIEWED_FROM.fullmatch(pair[1])))
        ],
        errors="surrogateescape",
    )
    tail = f"#{unquote(parts.fragment)}" if fragment and parts.fragment else ""
    return f"{name}{suffix}{path}" + (f"?{query}" if query else "") + tail


def readable(url: str) -> str:
    """The address for eyes: percent escapes of letters decoded, no scheme, no closing slash."""
    try:
        parts = urlsplit(url)
        path = unquote(parts.path, errors="replace")
    except ValueError:
        return clean_url(url)
    shown = urlunsplit(("", parts.netloc, path, parts.query, parts.fragment)).removeprefix("//").rstrip("/")
    return clean_url(shown) or clean_url(url)
