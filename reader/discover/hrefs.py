"""The addresses that a page's links lead to, many at once.

Owns the short cuts for what needs no parsing; :func:`reader.addresses.resolve` decides the rest.  Source: RFC 3986,
sections 4.2 (forms of relative references) and 5.2.
"""

from __future__ import annotations

import re
from typing import Final

from reader.addresses import resolve

_FRAGMENT: Final = r"(?:#[A-Za-z0-9._~%=&!/:?+-]+)?\Z"
_HOST: Final = rf"//[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/?=&%+,:@!$'()*-]*(?<!\?))?{_FRAGMENT}"
_PLAIN_URL: Final = re.compile(rf"https?:{_HOST}")
_PLAIN_HOST: Final = re.compile(_HOST)
_PLAIN_PATH: Final = re.compile(
    rf"/(?!/)[A-Za-z0-9._~%/!$'()*+,=@:&-]*(?:\?[A-Za-z0-9._~=&%+/:,@!$'()*-]+)?{_FRAGMENT}"
)
_PLAIN_NAME: Final = re.compile(
    rf"[A-Za-z0-9][A-Za-z0-9._~%-]*(?:/[A-Za-z0-9._~%-]+)*/?(?:\?[A-Za-z0-9._~=&%+/,-]+)?{_FRAGMENT}"
)
_PLAIN_ANCHOR: Final = re.compile(r"#[A-Za-z0-9._~%=&!/:?+-]+\Z")
_CLIMB: Final = re.compile(r"(?:\.{1,2}/)+")
_SHADOWED: Final = re.compile(r"/\.{1,2}(?:[/?#]|\Z)")
_ELSEWHERE: Final = ("javascript:", "mailto:")
_SHORT: Final = 2_000
"""Code points up to which the short ways are taken: what is longer may be too long for an address."""


class Addresses:
    """Resolves links against one base, which is an absolute web address."""

    def __init__(self, base: str) -> None:
        self.base = base
        origin = resolve(base, "/").rstrip("/")
        scheme = origin.partition(":")[0]
        self._ways: tuple[tuple[re.Pattern[str], str], ...] = (
            (_PLAIN_PATH, origin),
            (_PLAIN_URL, ""),
            (_PLAIN_NAME, resolve(base, ".")),
            (_PLAIN_ANCHOR, resolve(base, "#")),
            (_PLAIN_HOST, f"{scheme}:"),
        )
        self._known: dict[str, str] = {}

    def resolve(self, href: str) -> str:
        """As :func:`reader.addresses.resolve`, without parsing what is plain or known."""
        url = self._known.get(href)
        if url is None:
            url = self._known[href] = self._resolved(href.strip())
        return url

    def _resolved(self, href: str) -> str:
        if len(href) > _SHORT or ("/." in href and _SHADOWED.search(href)):
            return resolve(self.base, href)
        for form, head in self._ways:
            if form.match(href):
                return head + href
        if href.startswith(_ELSEWHERE):
            return ""
        climb = _CLIMB.match(href)
        if climb and _PLAIN_NAME.match(href, climb.end()):
            return self.resolve(climb[0]) + href[climb.end() :]
        return resolve(self.base, href)
