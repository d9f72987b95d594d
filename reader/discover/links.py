"""Lists of links on a page: what a template, or an author's hand, repeats.

Owns the making of listings (contents lists, prose, tables, drop-downs, navigation trees, headings, JSON) with their
rows, dates and notes; which links stand alike is :mod:`groups`'.  Refuses to decide which listing is a serial; it only
says how each looks.  Pure; works on facts.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.discover.dates import MONTH, read_date, without_dates
from reader.discover.groups import groups, in_heading, plain, usable
from reader.discover.rows import Row, key_of, page_key
from reader.discover.strands import Strand, braid, fold, forms_of
from reader.discover.words import PARTIAL_HEADING, TOPIC_PATH, bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.discover.facts import Heading, Link, PageFacts

_DATE_ONLY: Final = re.compile(r"[\s\d年月日/.\-:,()曜月火水木金土日|]*$")
_DAY: Final = re.compile(r"(?<!\d)(?:19|20)\d\d[-/_]?(?:0[1-9]|1[0-2])[-/_]?([0-3]\d)(?:\.\w{2,5})?/?$")
_SHORT: Final = 3
_PAIR: Final = 2
"""Choices of a drop-down list that make one."""
_MOSTLY: Final = 0.8
_COUNT: Final = re.compile(
    r"[#(（\[【]?\s*(?:第|no\.?|ch(?:apter|ap)?\.?|ep(?:isode)?\.?|part)?\s*[\d〇一二三四五六七八九十百]{1,6}\s*"
    r"(?:話|章|回|節|화|장)?目?\s*[.:：)）\]】、]?",
    re.IGNORECASE,
)
"""A number and nothing else, as it stands before a title."""
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"\w")
_CHOICE: Final = 25
_NOTE_LIMIT: Final = 40
_MIXED: Final = 0.8
_YEAR_ALONE: Final = re.compile(r"\W*(?:19|20)\d\d\s*[年년]?(?:\s*\d{1,2}\s*[月월])?\W*")
_PERMANENT: Final = re.compile(r"perma(?:nent ?)?link|固定リンク|パーマリンク|この記事の(?:url|リンク)", re.IGNORECASE)
_SAME_TEXT: Final = 0.34
_NOTE: Final = re.compile(r"^[\s・:：\-–—|]*[(（\[【<＜「]([^()（）\[\]【】]{1,60})[)）\]】>＞」]")
_REGION_WORTH: Final = {"main": 1.0, "": 0.95, "nav": 0.55, "aside": 0.45, "header": 0.3, "footer": 0.25}


@lru_cache(maxsize=4096)
def _is_choice(heading: str) -> bool:
    """Whether a heading says that what stands below is a choice: recent, popular, related."""
    return bool(PARTIAL_HEADING.search(heading))


@lru_cache(maxsize=32_768)
def _names_topic(url: str) -> bool:
    return bool(TOPIC_PATH.search(url))


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows that one page lists alike, in its order."""

    rows: tuple[Row, ...]
    region: str
    shape: str
    kind: str
    """``links``, ``options``, ``parts``, ``headings`` or ``anchors``."""
    titled: bool = False
    """The links stand in headings: posts of a blog, one below the other."""
    partial: bool = False
    """The heading above says that it is a choice: recent, popular, related."""
    heading: str = ""
    strands: tuple[Strand, ...] = field(default=(), compare=False)

    @property
    def main(self) -> Strand | None:
        """The strand with most members."""
        return self.strands[0] if self.strands else None

    @property
    def alone(self) -> float:
        """The share of rows that stand in a line of their own."""
        return sum(not row.prose for row in self.rows) / len(self.rows)

    @property
    def worth(self) -> float:
        """How much of a list this is, for choosing among the listings of one page."""
        numbered = self.main.numbered if self.main else 0
        size = math.pow(len(self.rows), 0.8) + 2 * numbered
        worth = size * _REGION_WORTH.get(self.region, 0.5) * (0.25 + 0.75 * self.alone)
        worth *= 1.4 if self.titled else 1.0
        worth *= _MIXED if self.shape in ("block", "running text") else 1.0
        worth *= 0.25 if self.partial else 1.0
        topics = sum(_names_topic(row.url) for row in self.rows) / len(self.rows)
        dates = sum(_is_date(row.title) for row in self.rows) / len(self.rows)
        if 2 * dates > 1 and not numbered:
            worth *= 0.1
        return worth * (math.pow(1.0 - 0.9 * topics, 2) if 2 * topics > 1 else 1.0 - 0.5 * topics)


def listings(page: PageFacts, least: int = 3) -> list[Listing]:
    """Every listing of at least ``least`` rows, best first."""
    found: list[Listing] = []
    made: dict[int, Row] = {}
    seen: set[tuple[int, ...]] = set()
    for name, links in groups(page, usable(page)):
        if len(links) < min(least, _PAIR):
            continue
        places = tuple(link.place for link in links)
        if places in seen:
            continue
        seen.add(places)
        listing = _listing(page, links, least, name, made)
        if listing:
            found.append(listing)
    found.extend(_from_parts(page, least))
    found.extend(_from_headings(page, least))
    found.sort(key=lambda listing: -listing.worth)
    return found


def _listing(page: PageFacts, links: list[Link], least: int, name: str, made: dict[int, Row]) -> Listing | None:
    options = "option" in links[0].rel
    fewest = _PAIR if options else least
    if len(links) < fewest:
        return None
    rows = _rows(page, links, made)
    if len(rows) < fewest:
        return None
    first = links[0]
    heading = page.headings[first.heading].text if first.heading >= 0 else ""
    if 2 * sum(_is_calendar(row) for row in rows) > len(rows):
        return None
    titles = [row.title for row in rows]
    here = plain(page.url)
    anchors = sum("#" in row.url and plain(row.url) == here for row in rows) > 0.6 * len(rows)
    return Listing(
        tuple(rows),
        _region(links),
        name,
        "options" if options else "anchors" if anchors else "links",
        titled=name == "headlines" or 2 * sum(_is_headline(page, link) for link in links) >= len(links),
        partial=_is_choice(heading) and first.region in ("aside", "nav", "footer", "", "main") and len(rows) <= _CHOICE,
        heading=heading,
        strands=tuple(braid(titles, _PAIR if options else 3)),
    )


def _region(links: Sequence[Link]) -> str:
    """Where most of the links stand."""
    regions = [link.region for link in links]
    return regions[0] if len(set(regions)) == 1 else Counter(regions).most_common(1)[0][0]


@lru_cache(maxsize=32_768)
def _is_date(title: str) -> bool:
    """Whether a title is made of figures and the signs of dates alone."""
    return bool(_DATE_ONLY.match(title))


def _is_calendar(row: Row) -> bool:
    """A month, or a day of one, by its number and its address."""
    if not _is_date(row.title):
        return False
    month = MONTH.search(row.url.partition("#")[0])
    day = _DAY.search(row.url.partition("#")[0])
    return bool(month) or bool(day and row.title.strip().isdecimal() and int(row.title) == int(day[1]))


def _is_headline(page: PageFacts, link: Link) -> bool:
    return in_heading(link.shape) or (link.heading >= 0 and page.headings[link.heading].url == link.url)


def _rows(page: PageFacts, links: list[Link], made: dict[int, Row]) -> list[Row]:
    """A row a link, each address once; ``made`` keeps what was made for other groups of the same page."""
    links = _without_newest(links)
    stamps = _stamps(page.stamps, [link.place for link in links])
    texts = {bare(link.text) for link in links}
    dates = 2 * sum(worthless_title(link.text) for link in links) > len(links)
    alike = len(texts) <= max(1, _SAME_TEXT * len(links)) and len({link.url for link in links}) > len(texts)
    counted = {} if alike or dates else _counted_beside(links)
    found: dict[str, Row] = {}
    for link, stamp in zip(links, stamps, strict=True):
        row = made.get(link.place) or _row(page, link)
        made[link.place] = row
        if alike:
            row = replace(row, title=_beside(link))
        elif dates and worthless_title(row.title) and (title := _beside(link)):
            # "May 5: Title", where the day is the link.
            row = replace(row, title=title, published=row.published or read_date(link.text), note="", prose=False)
        elif link.place in counted:
            row = replace(row, title=f"{counted[link.place]} {row.title}")
        if not row.title:
            continue
        key = link.url.rstrip("/")
        known = found.get(key)
        if known is None or (len(row.title) > len(known.title) and _is_date(known.title)):
            found[key] = _stamped(row, stamp) if stamp else row
    rows = list(found.values())
    telling = [row for row in rows if not worthless_title(row.title)]
    return telling if 2 * len(telling) >= len(rows) else rows


def _without_newest(links: list[Link]) -> list[Link]:
    """The links without those at the head that all come again further down: the newest, above the whole list."""
    last = {link.url: place for place, link in enumerate(links)}
    head = next((place for place, link in enumerate(links) if last[link.url] == place), len(links))
    if head < _SHORT or min(last[link.url] for link in links[:head]) < head or len(last) == head:
        return links
    return links[head:]


def _stamped(row: Row, stamp: datetime) -> Row:
    """The row with another date; every link of every group may come by here, and ``replace`` takes its time."""
    return Row(row.url, row.title, stamp, row.section, row.note, row.topics, row.id, row.content, row.place, row.prose)


def _row(page: PageFacts, link: Link) -> Row:
    note = _NOTE.match(link.after) if link.after else None
    return Row(
        link.url,
        link.text,
        _dated_beside(link),
        _section(page, link),
        note[1] if note else link.after if len(link.after) <= _NOTE_LIMIT and not link.prose else "",
        place=link.place,
        prose=link.prose,
    )


def _beside(link: Link) -> str:
    """The title that stands beside a link which only says "read"."""
    return re.sub(r"[\s:：…・.|–—-]+$", "", link.before) or re.sub(r"^[\s:：…・.|–—-]+", "", link.after)[:120]


def _counted_beside(links: Sequence[Link]) -> dict[int, str]:
    """Numbers that stand before links whose own titles have none, where they count: 第3話 | Title, in two cells."""
    if sum(bool(link.before) for link in links) < _MOSTLY * len(links):
        return {}
    marks = {link.place: link.before.strip() for link in links if _COUNT.fullmatch(link.before.strip())}
    values = [form[0].value for mark in marks.values() if (form := forms_of(fold(mark)))]
    steps = {later - earlier for earlier, later in pairwise(values)}
    if not len(values) == len(marks) >= max(_SHORT, _MOSTLY * len(links)) or not (steps <= {1, 2} or steps <= {-1, -2}):
        return {}
    if 2 * sum(bool(_DIGIT.search(link.text)) for link in links) > len(links):
        return {}
    return {place: f"{mark}." if mark[-1].isdigit() else mark for place, mark in marks.items()}


def _dated_beside(link: Link) -> datetime | None:
    return (read_date(link.after) if link.after else None) or (read_date(link.before) if link.before else None)


def _section(page: PageFacts, link: Link) -> str:
    if link.section:
        return link.section
    if link.heading >= 0:
        heading = page.headings[link.heading]
        if heading.url != link.url and heading.region == link.region and not _is_choice(heading.text):
            return heading.text
    return ""


def _stamps(stamps: Sequence[tuple[int, datetime]], places: list[int]) -> list[datetime | None]:
    """For each link the date that stands behind it before the next, or else the one before it after the last."""
    if not stamps:
        return [None] * len(places)
    at = [place for place, _ in stamps]
    behind: list[datetime | None] = []
    ahead: list[datetime | None] = []
    edges = [*places, places[-1] + 2 * max(8, (places[-1] - places[0]) // max(1, len(places) - 1))]
    for place, following in zip(places, edges[1:], strict=True):
        index = bisect_left(at, place)
        behind.append(stamps[index][1] if index < len(at) and at[index] < following else None)
    edges = [places[0] - 2 * max(8, (places[-1] - places[0]) // max(1, len(places) - 1)), *places]
    for earlier, place in zip(edges, places, strict=False):
        index = bisect_left(at, place) - 1
        ahead.append(stamps[index][1] if index >= 0 and at[index] > earlier else None)
    return behind if sum(bool(stamp) for stamp in behind) >= sum(bool(stamp) for stamp in ahead) else ahead


def _from_parts(page: PageFacts, least: int) -> Iterable[Listing]:
    for parts in page.parts:
        rows = [Row(part.url, part.title, part.published, part.section, id=part.id) for part in parts]
        rows = list({key_of(row.url): row for row in rows}.values())
        if len(rows) >= least:
            yield Listing(tuple(rows), "main", "json", "parts", strands=tuple(braid([row.title for row in rows])))


def _from_headings(page: PageFacts, least: int) -> Iterable[Listing]:
    groups: dict[tuple[int, str], list[Row]] = defaultdict(list)
    stamps = [place for place, _ in page.stamps]
    ends = {
        heading.place: following.place for heading, following in zip(page.headings, page.headings[1:], strict=False)
    }
    for heading in page.headings:
        if not heading.url or heading.region in ("nav", "aside", "footer") or "#" not in heading.url:
            continue
        index = bisect_left(stamps, heading.place) - 1
        stamp = page.stamps[index][1] if index >= 0 else None
        title = re.sub(r"^[_¶#§■◆●\s]+", "", heading.text)
        groups[(heading.level, heading.region)].append(
            Row(
                _permalink(page, heading, ends.get(heading.place)),
                title,
                read_date(heading.text) or stamp,
                place=heading.place,
            )
        )
    for (level, region), rows in groups.items():
        if len(rows) >= least:
            yield Listing(
                tuple(rows),
                region,
                f"h{level}",
                "headings",
                titled=True,
                strands=tuple(braid([row.title for row in rows])),
            )


def _permalink(page: PageFacts, heading: Heading, end: int | None) -> str:
    """Where the text under a heading lives for good, if a link beneath says so; else the heading's own address."""
    anchor = heading.url.partition("#")[2]
    if page_key(heading.url) != page_key(page.url) or not anchor:
        return heading.url
    start = bisect_left(page.links, heading.place, key=lambda link: link.place)
    for link in page.links[start : start + 200]:
        if end is not None and link.place > end:
            break
        address, _, fragment = link.url.partition("#")
        if page_key(link.url) == page_key(page.url):
            continue
        if (
            fragment == anchor
            or (len(anchor) > _SHORT and anchor in address)
            or _PERMANENT.search(f"{link.text} {link.hint}")
        ):
            return link.url
    return heading.url


@lru_cache(maxsize=32_768)
def worthless_title(title: str) -> bool:
    """Whether a link's text names no part: a bare date, a year, marks alone."""
    if title and not _DIGIT.search(title):
        return not _WORD.search(title)
    return bool(_YEAR_ALONE.fullmatch(title)) or not without_dates(title).strip(" \t()[]|:,.-–—/")
