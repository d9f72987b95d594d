"""A row: one link that may lead to an episode, as a source lists it; and lists of rows joined.

Owns identity of rows (canonical address, fragment where it matters) and the direction in which a list runs by its
dates.  Refuses to know where rows come from.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.addresses import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate for an episode."""

    url: str
    title: str
    published: datetime | None = None
    section: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()
    id: str = ""
    content: str = ""
    place: int = 0
    """Ordinal on its page."""
    prose: bool = False
    """It stands in running text."""


_PLAIN_FOLDERS: Final = re.compile(r"https?://([a-z0-9.-]+)(/[^?#;\s]*)?(?:[?#]|\Z)")


@lru_cache(maxsize=65_536)
def key_of(url: str) -> str:
    """Under which a row's address is equal to another spelling of it; a fragment counts."""
    return canonical(url, fragment=True)


@lru_cache(maxsize=65_536)
def page_key(url: str) -> str:
    """The same for the whole page."""
    return canonical(url)


def joined(rows: Iterable[Row]) -> list[Row]:
    """Rows without repetitions, in the order of their first appearance; what later ones know is filled in."""
    found: dict[str, Row] = {}
    for row in rows:
        key = key_of(row.url)
        known = found.get(key)
        if known is None:
            found[key] = row
        else:
            found[key] = replace(
                known,
                published=known.published or row.published,
                section=known.section or row.section,
                note=known.note or row.note,
                topics=tuple(dict.fromkeys((*known.topics, *row.topics))),
                id=known.id or row.id,
                content=known.content or row.content,
            )
    return list(found.values())


@lru_cache(maxsize=65_536)
def folders_of(url: str) -> tuple[str, ...]:
    """Host and folders of an address, the last piece left out."""
    plain = _PLAIN_FOLDERS.match(url)
    if plain:
        name, path = plain[1], plain[2] or ""
    else:
        parts = urlsplit(url)
        name, path = parts.hostname or "", parts.path
    pieces = [piece for piece in path.split("/") if piece]
    return (name, *pieces[:-1])


def common_folders(rows: Sequence[Row]) -> tuple[str, ...]:
    """The host and folders under which nine of ten rows lie."""
    paths = [folders_of(row.url) for row in rows]
    least = max(1, _MOST * len(paths))
    common: list[str] = []
    # Nine of ten that share a folder share those above it too: the others need no second look.
    while True:
        depth = len(common)
        pieces = [path[depth] for path in paths if len(path) > depth]
        best, count = Counter(pieces).most_common(1)[0] if pieces else ("", 0)
        if count < least:
            break
        common.append(best)
        paths = [path for path in paths if len(path) > depth and path[depth] == best]
    return tuple(common)


def many_hands(rows: Sequence[Row]) -> bool:
    """Whether the rows are the work of several people, by names on one host or by hosts: a platform's tag."""
    paths = [urlsplit(row.url) for row in rows]
    hands = Counter(path.path.split("/")[1] for path in paths if path.path.startswith(("/@", "/~")))
    hosts = Counter(path.hostname for path in paths)
    return len(hands) >= _HANDS or (len(hosts) >= _HANDS and hosts.most_common(1)[0][1] * 2 < len(rows))


_HANDS: Final = 3
_MOST: Final = 0.9
_SHARE: Final = 0.6


def runs_backwards(rows: Sequence[Row]) -> bool | None:
    """Whether the dates fall along the list; None where too few rows have dates, or they say nothing."""
    dates = [row.published for row in rows if row.published]
    if len(dates) < max(2, _SHARE * len(rows)):
        return None
    falls = sum(later < earlier for earlier, later in pairwise(dates))
    rises = sum(later > earlier for earlier, later in pairwise(dates))
    if falls == rises:
        return None
    return falls > rises
