"""Which platform's interface a page hands to its own scripts.  Runs in the worker process.

Owns the signs: Ghost's portal and search scripts carry the interface's address and its public key, Tumblr names its
theme, Substack loads its scripts from one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from reader.addresses import host, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element as Element

_GHOST: Final = "ghost/api/content/"
_SUBSTACK: Final = "substackcdn.com"
_TUMBLR: Final = ("tumblr-theme", "tumblr:theme", "al:android:app_name")


def interfaces_of(root: Element, metas: Mapping[str, str], base: str) -> tuple[tuple[str, str], ...]:
    """Pairs of a platform's name and its interface's root (Ghost's with the key), one a platform."""
    found: dict[str, str] = {}
    for platform, address in _signs(root, metas, base):
        found.setdefault(platform, address)
    return tuple(found.items())


def _signs(root: Element, metas: Mapping[str, str], base: str) -> Iterator[tuple[str, str]]:
    if any(name in metas for name in _TUMBLR[:-1]) or metas.get(_TUMBLR[-1], "").lower() == "tumblr":
        yield "tumblr", resolve(base, "/")
    for script in root.iter("script"):
        key = str(script.get("data-key") or "")
        site = str(script.get("data-ghost") or script.get("data-sodo-search") or "")
        if key and site:
            address = resolve(base, str(script.get("data-api") or "") or site.rstrip("/") + "/" + _GHOST)
            if address:
                yield "ghost", f"{address.partition('?')[0].rstrip('/')}/?key={quote(key)}"
        elif host(str(script.get("src") or "")) == _SUBSTACK:
            yield "substack", resolve(base, "/")
