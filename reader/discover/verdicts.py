"""What a page is, and what to say of it: an episode, several serials, or nothing to follow.

Owns the weighing of signs that a page is one text, the choice among serials, and the words of a refusal.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.discover.chain import of_role, steps
from reader.discover.rows import page_key
from reader.discover.select import Anchor, Serial
from reader.discover.strands import fold, forms_of, is_special
from reader.discover.words import TOPIC_PATH
from reader.errors import NotASerial
from reader.model import Choice, Choices

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.facts import PageFacts
    from reader.discover.links import Listing

_ARTICLE_KINDS: Final = frozenset({"article", "blogposting", "newsarticle", "chapter", "book:chapter"})
_LIST_PATH: Final = re.compile(
    r"/page/\d+|[?&](?:page|paged)=\d|/(?:archives?|index|toc|contents|mokuji|chapters?|list)/?(?:\.\w+)?$",
    re.IGNORECASE,
)
_DOMINANCE: Final = 2.0
_TEXT: Final = 400
_MANY: Final = 5
_POSTS: Final = 3
_ALONE: Final = 0.7
_NOTHING: Final = 80


def own_title(page: PageFacts) -> str:
    """The title of what the page holds, as far as the page alone tells."""
    template = page.name == page.title and not _tells(page.name)
    if page.name and not template and page.name != page.site and fold(page.name) not in _site_words(page):
        return page.name
    inner = [
        heading
        for heading in page.headings
        if heading.region in ("main", "") and heading.text not in (page.site, page.name)
    ]
    inner = [
        heading
        for heading in inner
        if not (heading.url and urlsplit(heading.url).path in ("", "/") and not urlsplit(heading.url).query)
    ]
    numbered = [heading.text for heading in inner if _tells(heading.text)]
    if len(numbered) == 1:
        return numbered[0]
    if page.name and template:
        return page.name
    return (inner[0].text if inner else "") or page.name or page.title


def _tells(title: str) -> bool:
    return bool(forms_of(fold(title))) or is_special(fold(title))


def _site_words(page: PageFacts) -> set[str]:
    """Names that head the page because they name the site: first headings that lead home."""
    words = set()
    for heading in page.headings[:3]:
        path = urlsplit(heading.url)
        if heading.url and path.path in ("", "/") and not path.query and not path.fragment:
            words.add(fold(heading.text))
    return words


def episode_likeness(page: PageFacts, tables: Sequence[Listing]) -> float:
    """How much the page reads as one text (above 0) rather than as a list (below)."""
    score = 0.0
    score += 2.0 * bool(page.kinds & _ARTICLE_KINDS)
    score += 1.0 * (page.published is not None)
    score += 1.0 * (page.articles == 1)
    score -= 3.0 * (page.articles >= _POSTS)
    found = steps(page)
    ways = of_role(found, "next", "previous")
    score += min(2.0, 0.5 * sum(step.trust for step in ways[:2]) / 2)
    title = fold(own_title(page))
    score += 1.5 * bool(is_special(title)) + 1.0 * bool(forms_of(title))
    score += 1.0 * (page.weight > _TEXT)
    parts = urlsplit(page.url)
    score -= 3.0 * (parts.path in ("", "/") and not parts.query)
    score -= 2.0 * bool(_LIST_PATH.search(page.url)) + 1.5 * bool(
        TOPIC_PATH.search(page.url) and not page.kinds & _ARTICLE_KINDS
    )
    main = [
        table
        for table in tables
        if table.region in ("main", "") and not table.partial and table.kind in ("links", "headings")
    ]
    posts = max((len(table.rows) for table in main if table.titled), default=0)
    score -= 3.0 * (posts >= _POSTS)
    listed = max((len(table.rows) for table in main if table.alone > _ALONE), default=0)
    score -= min(4.0, 0.15 * listed) if listed >= _MANY else 0.0
    score -= 2.0 * (page.linked > page.weight)
    return score


def dominant(serials: Sequence[Serial]) -> Serial | None:
    """The one serial that a list is about: alone, or far larger than the next."""
    if not serials:
        return None
    if len(serials) == 1 or len(serials[0].rows) >= _DOMINANCE * len(serials[1].rows):
        return serials[0]
    return None


def choices(serials: Sequence[Serial], fallback: str = "") -> Choices:
    """The serials to choose from, largest first."""
    return Choices(
        tuple(
            Choice(
                place,
                serial.name or fallback or serial.rows[0].title,
                len(serial.rows),
                serial.rows[0].title,
                serial.rows[-1].title,
            )
            for place, serial in enumerate(serials, 1)
        )
    )


def refusal(page: PageFacts, tables: Sequence[Listing]) -> NotASerial:
    """Why the page is not taken for a serial, and what to try."""
    found, hint = _found(page, tables)
    return NotASerial(f"this is no serial that Tsuzuki can follow: {found}", subject=page.url, hint=hint, found=found)


def _found(page: PageFacts, tables: Sequence[Listing]) -> tuple[str, str]:
    elsewhere = "Try the page that lists the episodes, an episode, or the feed."
    if page.trouble:
        return f"the page is {page.trouble}", "Open it in a browser to see what is there."
    if page.weight + page.linked < _NOTHING:
        return (
            "the page holds next to no text; it may need scripts to show itself",
            "Open it in a browser, and paste the address of an episode or a feed.",
        )
    rows = max((len(table.rows) for table in tables if table.region in ("main", "")), default=0)
    if rows >= _MANY and (page.linked * 2 > page.weight or episode_likeness(page, tables) < 0):
        return f"the page lists {rows} links that are not the numbered parts of one work", elsewhere
    if page.weight > _TEXT:
        return "the page holds one text, and no way to further parts of it was found", elsewhere
    return "no list of episodes, no next or previous episode and no feed was found on it", elsewhere


def anchor_of(page: PageFacts, *more: str) -> Anchor:
    """Every key under which a list may name the page."""
    return Anchor(frozenset(page_key(url) for url in (page.url, page.asked, page.canonical, *more) if url))
