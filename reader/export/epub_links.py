"""Addresses as a book may name them: to the web in plain URI letters, or to its own chapters.

A checker refuses a whole book for one crooked address, so what is not certain is no link.  Source: RFC 3986.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from reader.addresses import canonical, is_web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.export.epub_book import Chapter

_LABEL: Final = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_LOOSE_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_PATH: Final = "/~!$&'()*+,;=:@%"


def web_link(url: str) -> str:
    """The address in the letters of a URI, or ``""`` where it is none to the web."""
    if not is_web(url):
        return ""
    parts = urlsplit(url)
    try:
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not (_HOST.fullmatch(host) and _is_name_or_number(host)):
        return ""
    query = f"?{_quoted(parts.query, _PATH + '?')}" if parts.query else ""
    fragment = f"#{_quoted(parts.fragment, _PATH + '?')}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{host}{port}{_quoted(parts.path, _PATH)}{query}{fragment}"


def _is_name_or_number(host: str) -> bool:
    """A host that ends in a number is an IPv4 address (WHATWG URL section 3.5), and then a whole one."""
    if not host.rpartition(".")[2].isdigit():
        return True
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _quoted(text: str, safe: str) -> str:
    return quote(_LOOSE_PERCENT.sub("%25", text), safe=safe, errors="replace")


def chapter_links(chapters: Sequence[Chapter], names: Sequence[str]) -> dict[str, str]:
    """From an address's key to the name of the chapter that was published there."""
    return {
        canonical(chapter.url, fragment=True): name
        for chapter, name in reversed(list(zip(chapters, names, strict=True)))
        if is_web(chapter.url)
    }


def link_target(url: str, chapters: Mapping[str, str]) -> str:
    """What a link in a chapter leads to: another chapter's file, the web, or ``""`` for nowhere."""
    if not is_web(url):
        return ""
    name = chapters.get(canonical(url, fragment=True)) or chapters.get(canonical(url))
    return f"{name}.xhtml" if name else web_link(url)
