"""What a site's map tells where nothing else does: addresses that differ in one number and count on.

Owns reading a map over its parts, grouping its addresses, and naming rows by them.  Refuses to guess where addresses do
not begin at the beginning, and always says that it guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from reader.addresses import host, readable
from reader.cleaning import clean_line
from reader.discover.counters import counts_on
from reader.discover.facts import SitemapFacts
from reader.discover.hunt import Found, Hunt
from reader.discover.rows import Row
from reader.discover.select import Serial
from reader.model import Evidence, Purpose, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.facts import PageFacts
    from reader.discover.hunt import Route
    from reader.discover.look import Look
    from reader.model import Fetch

_MAPS: Final = 3
_POSTS_MAP: Final = re.compile(r"post|article|entry|chapter|episode|novel|story", re.IGNORECASE)
_NUMBER: Final = re.compile(r"\d{1,5}")
_PAGES: Final = re.compile(r"/(?:page|p|category|categories|tag|archive|author|user)s?[/_-]?\d*/?$", re.IGNORECASE)
_DOMINANCE: Final = 2
_SURE: Final = 5
_COVERED: Final = 0.8


def pages_of(look: Look, facts: SitemapFacts) -> Generator[tuple[Fetch, ...], None, list[str]]:
    """The addresses of a map and of the parts that likely hold texts."""
    listed = [url for url, _ in facts.pages]
    for url in sorted(facts.maps, key=lambda url: not _POSTS_MAP.search(url))[:_MAPS]:
        part = yield from look.one(url, Purpose.SITEMAP, "a part of the site's map")
        if isinstance(part, SitemapFacts):
            listed.extend(url for url, _ in part.pages)
    return listed


def from_map(hunt: Hunt, facts: SitemapFacts) -> Route:
    """The serial of which a site's map has every address, counted from its first; None where none stands out."""
    listed = yield from pages_of(hunt.look, facts)
    groups: dict[tuple[str, str, str], dict[int, str]] = defaultdict(dict)
    for url in listed:
        path = urlsplit(url).path
        numbers = list(_NUMBER.finditer(path))
        if numbers and not _PAGES.search(path):
            last = numbers[-1]
            groups[(host(url), path[: last.start()], path[last.end() :])].setdefault(int(last[0]), url)
    long = [group for group in groups.values() if len(group) >= _SURE]
    runs = [group for group in long if min(group) <= 1 and counts_on(group, _COVERED)]
    runs.sort(key=len, reverse=True)
    if not runs or (len(runs) > 1 and len(runs[0]) < _DOMINANCE * len(runs[1])):
        return None
    return hunt.finish(found_on_map(hunt, facts.url, [runs[0][at] for at in sorted(runs[0])], len(listed), None))


def found_on_map(hunt: Hunt, url: str, kin: Sequence[str], listed: int, page: PageFacts | None) -> Found:
    """Addresses of a map as a candidate."""
    rows = [Row(one, name_in(one)) for one in sorted(kin, key=_numbers_in)]
    hunt.clues.warnings.append("the episodes are guessed from addresses in the site's map; their titles come with them")
    why = "addresses in the site's map that differ in one number"
    evidence = Evidence(url, listed, len(rows), why)
    return Found(Serial(tuple(rows)), page, evidence, Source(SourceKind.SITEMAP, url))


def name_in(url: str) -> str:
    """What an address calls its page: the last piece, without the ending, its marks as spaces."""
    piece = re.sub(r"\.\w{2,5}$", "", unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]))
    return clean_line(re.sub(r"[-_+]+", " ", piece)) or readable(url)


def _numbers_in(url: str) -> list[int]:
    return [int(number[:12]) for number in re.findall(r"\d+", urlsplit(url).path)]
