"""Drop-down lists whose choices are numbers: the addresses that a page's scripts would make of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.discover.facts import Link

_SHORT_VALUE: Final = 4
_VALUES_LEAST: Final = 2
_LOOKED_AT: Final = 3_000
"""Links of a page from which a way may be learnt."""
VALUE: Final = "value:"
_OWN_PART: Final = re.compile(r"[/?=&#]")


def settle_choices(links: list[Link], base: str) -> list[Link]:
    """Choices of drop-down lists whose values are no addresses, given the addresses that scripts would make of them.

    The way is learnt from the page's own address or its links: one of them holds one of the values as a piece.
    Choices of which no way is found are left out.
    """
    loose: dict[int, list[Link]] = {}
    for link in links:
        if link.url.startswith(VALUE):
            loose.setdefault(link.box, []).append(link)
    if not loose:
        return links
    plain = [link.url for link in links if not link.url.startswith(VALUE) and "option" not in link.rel][:_LOOKED_AT]
    pieces = [(url, _OWN_PART.split(url)[3:]) for url in (base, *plain)]
    ways = {box: _way(group, pieces, base) for box, group in loose.items()}
    settled = []
    for link in links:
        if not link.url.startswith(VALUE):
            settled.append(link)
        elif way := ways.get(link.box):
            settled.append(link._replace(url=f"{way[0]}{link.url.removeprefix(VALUE)}{way[1]}"))
    return settled


def _way(group: list[Link], addresses: list[tuple[str, list[str]]], base: str) -> tuple[str, str] | None:
    values = {link.url.removeprefix(VALUE) for link in group}
    if len(values) < _VALUES_LEAST or not all(re.fullmatch(r"[\w.-]{1,40}", value) for value in values):
        return None
    short = max(map(len, values)) < _SHORT_VALUE
    stem = base.partition("?")[0].rstrip("/").rpartition("/")[0]
    for url, parts in addresses:
        pieces = [piece for piece in parts if piece in values]
        if not pieces or (short and not url.startswith(stem)):
            continue
        address = url.partition("#")[0]
        at = [found.start() for found in re.finditer(rf"(?<=[/=]){re.escape(pieces[-1])}(?=$|[/?&#])", address)]
        if at:
            return address[: at[-1]], address[at[-1] + len(pieces[-1]) :]
    return None
