"""A dead serial whose contents page nobody archived, out of the pages that somebody did.

Owns which of the archived addresses of a folder may be episodes, their order (what their titles count, then their
dates, then the numbers in their addresses, then when they were first captured), and what has to be said of a table of
contents that no author wrote.  Refuses to fetch and to know an archive.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from reader.addresses import canonical, host, readable
from reader.cleaning import clean_line
from reader.discover.clues import Clues
from reader.discover.contents import assemble
from reader.discover.rows import Row
from reader.discover.select import place_of, serials_in
from reader.discover.titles import looks_numbered, shared_stem
from reader.errors import NotASerial
from reader.model import Evidence, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from reader.discover.facts import PageFacts
    from reader.model import Discovered

LEAST: Final = 2
"""Pages from which a folder may hold a serial."""

PROSE: Final = 200
"""Code points of running text on an episode's page."""

_FILE: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|bmp|css|js|json|xml|rss|atom|txt|pdf|zip|gz|mp3|mp4|swf|woff2?|ttf|epub|mobi)$",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|users?|page|feeds?|comments?|search|archives?|wp-[a-z]+|cgi-bin|amp"
    r"|embed|trackback|attachment|about|contact|links?|profile|privacy|login|guestbook|bbs)(?:/|\.\w{2,5}$|$)",
    re.IGNORECASE,
)
_ASIDE_QUERY: Final = frozenset({"s", "q", "tag", "cat", "feed", "replytocom", "share", "author", "paged", "m"})
_DIGITS: Final = re.compile(r"(\d+)")
_MOSTLY: Final = 0.5
_ENDING: Final = re.compile(r"\.(?:s?html?|php|aspx?|cgi|jsp)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Captured:
    """An archived page: the address as it was captured, and when that was first."""

    url: str
    first_at: datetime


def folders(url: str) -> list[str]:
    """Where to look for pages around an address, the nearest first: prefixes without scheme, the host's root last."""
    parts = urlsplit(url)
    path = parts.path or "/"
    found = [f"{parts.netloc}{path}"] if path != "/" and not _ENDING.search(path) else []
    while True:
        path = path.rpartition("/")[0]
        found.append(f"{parts.netloc}{path}/")
        if not path:
            return list(dict.fromkeys(found))


def candidates(captured: Sequence[Captured]) -> list[Captured]:
    """What may be episodes: pages of the commonest kind of address, in the order of the numbers in their addresses."""
    pages = {canonical(one.url): one for one in reversed(captured) if _may_be_a_page(one.url)}
    kinds = Counter(place_of(one.url) for one in pages.values())
    if not kinds:
        return []
    best = max(kinds, key=lambda kind: (kinds[kind], kind[1]))
    return sorted((one for one in pages.values() if place_of(one.url) == best), key=lambda one: natural(one.url))


def _may_be_a_page(url: str) -> bool:
    parts = urlsplit(url)
    if _FILE.search(parts.path) or _ASIDE.search(parts.path):
        return False
    if any(name.lower() in _ASIDE_QUERY for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        return False
    return bool(parts.path.strip("/") or parts.query) and not re.search(r"/index\.\w{2,5}$", parts.path)


def natural(url: str) -> tuple[tuple[int, str], ...]:
    """By which addresses stand as their numbers count: 2 before 10."""
    tail = canonical(url).partition("/")[2]
    return tuple((int(piece), "") if piece.isdecimal() else (-1, piece) for piece in _DIGITS.split(tail))


def named_by_address(url: str) -> str:
    """A title for a page that was not read: the last piece of its address, in words."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query)
    piece = query[-1][1] if query else unquote(_ENDING.sub("", parts.path.rstrip("/").rpartition("/")[2]))
    words = clean_line(re.sub(r"[-_+\s]+", " ", piece)).strip()
    return words[:1].upper() + words[1:] or readable(url)


def contents_of(url: str, captured: Sequence[Captured], pages: Mapping[str, PageFacts], *, whole: bool) -> Discovered:
    """The table of contents of those pages, with its doubts.

    ``pages`` are the facts of those that were read, by canonical address.  ``whole`` says that all were: then they are
    named as they name themselves, else all by their addresses.  Raises :class:`NotASerial`.
    """
    read = [one for one in captured if _is_prose(pages.get(canonical(one.url)))]
    here = read if whole else [one for one in captured if canonical(one.url) not in pages or one in read]
    facts = [pages[canonical(one.url)] for one in read]
    titles = _titles(facts) if whole else [named_by_address(one.url) for one in here]
    rows = [
        Row(one.url, title, page.published if page else None)
        for one, title in zip(here, titles, strict=True)
        for page in [pages.get(canonical(one.url))]
    ]
    rows, order = _ordered(rows, here)
    serials = serials_in(rows, least=LEAST)
    chosen = serials[0].rows if serials and len(serials[0].rows) > _MOSTLY * len(rows) else tuple(rows)
    if len(chosen) < LEAST:
        raise NotASerial(
            "the archived pages around it are not the parts of one work",
            subject=url,
            hint="Try the address of one of its episodes.",
            found=f"{len(chosen)} pages with a text",
        )
    where = f"{host(chosen[0].url)}, as the Wayback Machine has it"
    clues = Clues(
        titles=_names(facts),
        languages=[page.language for page in facts],
        pages=facts,
        sources=[Source(SourceKind.ARCHIVE, url)],
        evidence=[Evidence(where, len(captured), len(chosen), f"pages of one kind; the order is that of {order}")],
        warnings=[
            "its contents page is not in the Wayback Machine: these are the pages that are; some may be missing",
            *([] if order == _BY_TITLES else [f"the order is that of {order}; check it"]),
            *([] if whole else ["the pages were not read yet; they are named by their addresses"]),
        ],
    )
    return assemble(url, chosen, clues)


def _is_prose(page: PageFacts | None) -> bool:
    return page is not None and not page.trouble and page.weight >= PROSE


def _titles(pages: Sequence[PageFacts]) -> list[str]:
    """What the pages call themselves, the site's own name taken away where it closes or opens all of them."""
    names = [page.name or page.title for page in pages]
    if len({name for name in names if name}) <= len(names) / 2:  # their headings name the work alone
        names = [page.title or page.name for page in pages]
    for cut in (_common_end, _common_start):
        shared = cut(names)
        if shared and all(len(name) > len(shared) for name in names):
            names = [name.removesuffix(shared) if cut is _common_end else name.removeprefix(shared) for name in names]
    return [clean_line(name).strip() or named_by_address(page.url) for name, page in zip(names, pages, strict=True)]


_SETS_OFF: Final = re.compile(r"\s*(?:[|｜»«:：·–—]|\s-\s)\s*")


def _common_end(names: Sequence[str]) -> str:
    """The site's name behind a mark that sets it off, where all titles close with it."""
    first = names[0] if names else ""
    marks = [mark.start() for mark in _SETS_OFF.finditer(first)]
    return next((first[at:] for at in marks if all(name.endswith(first[at:]) for name in names)), "")


def _common_start(names: Sequence[str]) -> str:
    """The site's name before such a mark, where all open with it; the work's own name stands before numbers."""
    first = names[0] if names else ""
    marks = [mark.end() for mark in _SETS_OFF.finditer(first)]
    shared = next((first[:at] for at in reversed(marks) if all(name.startswith(first[:at]) for name in names)), "")
    return "" if looks_numbered([name.removeprefix(shared) for name in names]) > _MOSTLY else shared


_BY_TITLES: Final = "the numbers in the titles"


def _ordered(rows: list[Row], captured: Sequence[Captured]) -> tuple[list[Row], str]:
    """The rows as best known before their titles repair it, and by what they stand so."""
    numbered = looks_numbered([row.title for row in rows]) > _MOSTLY
    dates = [row.published for row in rows]
    if rows and all(dates) and len(set(dates)) > _MOSTLY * len(rows):
        rows = sorted(rows, key=lambda row: (row.published is not None and row.published.timestamp(), natural(row.url)))
        return rows, _BY_TITLES if numbered else "the dates of the pages"
    if numbered:
        return rows, _BY_TITLES
    if sum(bool(_DIGITS.search(urlsplit(row.url).path + urlsplit(row.url).query)) for row in rows) > _MOSTLY * len(
        rows
    ):
        return rows, "the numbers in the addresses"
    first_at = {one.url: one.first_at for one in captured}
    return sorted(rows, key=lambda row: (first_at[row.url], natural(row.url))), "their first captures"


def _names(pages: Sequence[PageFacts]) -> list[str]:
    """What the work may be called: a crumb, what the titles share, the name of the site."""
    crumbs = Counter(name for page in pages for name, _ in page.trail[-2:])
    series = Counter(name for page in pages for name, _ in page.series)
    most = [name for name, count in (*series.most_common(1), *crumbs.most_common(1)) if count > _MOSTLY * len(pages)]
    stem = shared_stem([page.title for page in pages])
    sites = Counter(page.site for page in pages if page.site).most_common(1)
    return [name for name in (*most, stem, *(name for name, _ in sites)) if name]
