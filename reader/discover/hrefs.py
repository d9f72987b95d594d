"""The addresses that a page's links lead to, many at once.

Owns the short cuts for what needs no parsing; :func:`reader.addresses.resolve` decides the rest.
"""

from __future__ import annotations

import re
from typing import Final

from reader.addresses import resolve

_PLAIN_URL: Final = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[A-Za-z0-9._~/?=&%+,:;@!$'()*-]*(?<!\?))?\Z")
_PLAIN_PATH: Final = re.compile(r"/(?!/)[A-Za-z0-9._~%/-]*(?:\?[A-Za-z0-9._~=&%+-]+)?\Z")
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~%-]*(?:/[A-Za-z0-9._~%-]+)*/?(?:\?[A-Za-z0-9._~=&%+-]+)?\Z")
_SHADOWED: Final = re.compile(r"/\.{1,2}(?:/|\Z)")
_ORIGIN_SLASHES: Final = 2


class Addresses:
    """Resolves links against one base, which is an absolute web address."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.origin = "/".join(base.split("/")[:3])
        path = base.partition("?")[0].partition("#")[0]
        self.folder = path[: path.rindex("/") + 1] if path.count("/") > _ORIGIN_SLASHES else f"{self.origin}/"

    def resolve(self, href: str) -> str:
        """As :func:`reader.addresses.resolve`, without parsing what is plain."""
        href = href.strip()
        if not _SHADOWED.search(href):
            if _PLAIN_PATH.match(href):
                return self.origin + href
            if _PLAIN_URL.match(href):
                return href
            if _PLAIN_NAME.match(href) and not _SHADOWED.search(self.folder):
                return self.folder + href
        return resolve(self.base, href)
