"""Neighbours that only their place tells: two titles side by side in a box made for the posts before and behind.

Owns the classes by which themes name such a box, and what days in addresses say of a direction.  The first of two is
the earlier one unless their days say otherwise.  Refuses single links without a day, and boxes of more than two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.addresses import host
from reader.discover.rows import page_key

if TYPE_CHECKING:
    from reader.discover.facts import Link, PageFacts

_BOX: Final = re.compile(
    r"(?:post|article|entry|chapter|story|single|episode)s?[_-]?nav|nav[_-]?(?:links?|posts?|single|article|entry|chapter)\b|"
    r"next[_-]?(?:and[_-]?)?prev|prev(?:ious)?[_-]?(?:and[_-]?)?next|adjacent|neighbou?r|(?:^|[\s_-])pager(?:$|[\s_-])",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?(0[1-9]|[12]\d|3[01]))?(?=[/_-]|\.\w+$|$)")
_TITLE: Final = 3
_PAIR: Final = 2


def day_of(url: str) -> tuple[str, ...]:
    """Year, month and, where it is there, day in an address; empty without."""
    found = _DAY.search(url)
    return tuple(part for part in found.groups() if part) if found else ()


def by_days(here: str, url: str) -> str:
    """``next`` or ``previous`` by the days in two addresses; ``""`` where they say nothing."""
    own, other = day_of(here), day_of(url)
    if not own or len(own) != len(other) or own == other:
        return ""
    return "next" if other > own else "previous"


@lru_cache(maxsize=8192)
def _is_box(marks: str) -> bool:
    """Whether class names are those of a box for neighbours; links that a template repeats share them."""
    return bool(_BOX.search(marks))


def paired_neighbours(page: PageFacts) -> dict[str, str]:
    """Addresses in a box for neighbours with the role of each."""
    here = host(page.url)
    boxed: dict[str, Link] = {}
    for link in page.links:
        titled = len(link.text) >= _TITLE and not link.prose and "option" not in link.rel
        if (
            titled
            and _is_box(f"{link.hint} {link.shape.rpartition('>div')[2][-80:]}")
            and host(link.url) == here
            and (key := page_key(link.url)) != page_key(page.url)
        ):
            boxed.setdefault(key, link)
    links = list(boxed.values())
    if not 0 < len(links) <= _PAIR:
        return {}
    days = [by_days(page.url, link.url) for link in links]
    if sorted(days) == ["next", "previous"] or len(links) < _PAIR:
        return {link.url: day for link, day in zip(links, days, strict=True) if day}
    return {links[0].url: "previous", links[1].url: "next"}
