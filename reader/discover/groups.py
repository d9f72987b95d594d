"""Which links of a page stand alike: what a template, or an author's hand, repeats.

Owns the choice of links that may be parts (no files, no pagers, no ways to comment or share) and their grouping by
ever looser measures of place.  Refuses to read what the links say.  Pure; works on facts.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.discover.paging import turns, varies
from reader.discover.words import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.discover.facts import Link, PageFacts

_FILES: Final = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|css|js|ico|zip|pdf|epub|mobi|azw3?|docx?|odt|rtf|mp3|mp4|xml|rss|atom|rdf|json)"
    r"(?:$|[?#])",
    re.IGNORECASE,
)
_NOT_PLACES: Final = re.compile(
    r"#(?:comments?|respond|disqus|top|header|footer|content|main|more-?\d*|trackback|c\d*|comment-\d+)$", re.IGNORECASE
)
_NOT_PAGES: Final = re.compile(
    r"/(?:feed|rss|comments?|trackback|print|wp-login|login|signup|register|share)(?:/|$|\?)|"
    r"//(?:www\.)?(?:twitter\.com/(?:share|intent)|x\.com/(?:share|intent)|facebook\.com/shar|b\.hatena\.ne\.jp|line\.me|getpocket|reddit\.com/submit|pinterest\.)",
    re.IGNORECASE,
)
_HEADED: Final = re.compile(r">(?:h[1-6])(?:\.|>|$)")
_PAGER_CLASS: Final = re.compile(r"pag(?:er|ing|ination|enav|e-num|e-link|e-nav|e_)|navigat|wp-page", re.IGNORECASE)
_RUNNING: Final = re.compile(r">(?:p|div|br|td|blockquote|center|font)\b[^>]*(?:>(?:b|strong|em|font|span)\b[^>]*)*>a")
_FRONT: Final = re.compile(r"/(?:(?:index|default|home)\.\w{2,5})?")
_SHORT: Final = 3


def plain(url: str) -> str:
    """A cheap key, good among the links of one page."""
    return url.partition("#")[0].partition("://")[2].rstrip("/")


def usable(page: PageFacts) -> list[Link]:
    """The links of a page that may lead to parts, in its order."""
    here = plain(page.url)
    pages = _page_links(page)
    return [link for link in page.links if link.place not in pages and _usable(link, here)]


def groups(page: PageFacts, links: Sequence[Link]) -> Iterable[tuple[str, list[Link]]]:
    """Groups of links that stand alike, each with a name that is the same on like pages; they overlap."""
    yield from _alike(links)
    yield from _headlines(page, links)


# --- which links may be parts ------------------------------------------------------------------------------------


def _usable(link: Link, here: str) -> bool:
    url = link.url
    if not url.startswith("http") or not link.text or _names_no_part(url):
        return False
    if "author" in link.rel or ("nofollow" in link.rel and "#" in url):
        return False
    if plain(url) != here or "option" in link.rel:
        return True
    return "#" in url or not in_heading(link.shape)


@lru_cache(maxsize=16_384)
def _names_no_part(url: str) -> bool:
    """Whether an address says that it is a file, a form, a feed or a button to share."""
    if _FILES.search(url) or _NOT_PAGES.search(url):
        return True
    return ("#" in url and bool(_NOT_PLACES.search(url))) or ("=" in url and "replytocom=" in url.lower())


@lru_cache(maxsize=4096)
def in_heading(shape: str) -> bool:
    """Whether an element of this shape stands in a heading."""
    return bool(_HEADED.search(shape))


def _page_links(page: PageFacts) -> set[int]:
    """Places of a pager's links: words for it, and numbers and arrows in a place made for them, that vary the address.

    Where bare numbers are all that a page lists, they are its episodes.
    """
    worded = {link.place for link in page.links if turns(link.text) and varies(page.url, link.url)}
    found = [link for link in page.links if _numeric(link.text) and varies(page.url, link.url)]
    if not found:
        return worded
    others = sum(link.region in ("main", "") and len(link.text) > _SHORT and not link.prose for link in page.links)
    marked = any(_PAGER_CLASS.search(f"{link.hint} {link.shape[-80:]}") for link in found)
    return worded | ({link.place for link in found} if marked or others >= len(found) else set())


def _numeric(text: str) -> bool:
    word = bare(text)
    return not word or word.isdecimal()


# --- which stand alike -------------------------------------------------------------------------------------------


def _headlines(page: PageFacts, links: Sequence[Link]) -> Iterable[tuple[str, list[Link]]]:
    """Links in headings of whatever shape: the posts of a page whose first stands out."""
    titled = {heading.url for heading in page.headings if heading.url}
    found = [
        link
        for link in links
        if link.url in titled and in_heading(link.shape) and urlsplit(link.url).path not in ("", "/")
    ]
    first = next((link.place for link in found if link.region in ("main", "")), 0)
    # A featured post may stand before the others in a side element; related ones stand behind.
    found = [
        link
        for link in found
        if link.region in ("main", "") or (link.region == "aside" and link.place < first and ">article" in link.shape)
    ]
    within = _within([link.url for link in found])
    found = [link for link in found if not _lies_above(link.url, within, len(found))]
    if len({link.shape for link in found}) > 1:
        yield "headlines", found


def _within(urls: Sequence[str]) -> Counter[str]:
    """How many of the addresses lie under each folder that one of them names."""
    return Counter(url[: place + 1] for url in urls for place, sign in enumerate(url) if sign == "/")


def _lies_above(url: str, within: Counter[str], count: int) -> bool:
    """Whether a headline leads to the front of the place where most others lie: the site's name in a heading."""
    parts = urlsplit(url)
    if _FRONT.fullmatch(parts.path) and not parts.query:
        return True
    return 2 * within[url.rstrip("/") + "/"] > count


def _alike(links: Sequence[Link]) -> Iterable[tuple[str, list[Link]]]:
    """Links that stand alike, by ever looser measures."""
    options = [link for link in links if "option" in link.rel]
    others = [link for link in links if "option" not in link.rel]
    for group in _grouped(options, lambda link: (link.region, link.box)):
        yield f"{group[0].shape} options", group
    shapes = _grouped(others, lambda link: (link.region, link.shape))
    sizes = {(group[0].region, group[0].shape): len(group) for group in shapes}
    for group in shapes:
        yield group[0].shape, group
    for group in _grouped(others, lambda link: (link.region, link.shape, link.box)):
        if len(group) != sizes[(group[0].region, group[0].shape)]:
            yield f"{group[0].shape} box", group
    for group in _grouped(others, lambda link: (link.region, _tags(link.shape))):
        if len({link.shape for link in group}) > 1:
            yield f"{_tags(group[0].shape)} loose", group
    for group in _grouped([link for link in others if link.box], lambda link: (link.region, link.box)):
        if len({link.shape for link in group}) > 1:
            yield "block", group
    running = [link for link in others if link.region in ("main", "") and _runs(link.shape)]
    if len({_tags(link.shape) for link in running}) > 1:
        yield "running text", running


def _grouped(links: Sequence[Link], key: Callable[[Link], tuple[object, ...]]) -> list[list[Link]]:
    found: dict[tuple[object, ...], list[Link]] = defaultdict(list)
    for link in links:
        found[key(link)].append(link)
    return list(found.values())


@lru_cache(maxsize=4096)
def _tags(shape: str) -> str:
    return re.sub(r"\.[^>]*", "", shape)


@lru_cache(maxsize=4096)
def _runs(shape: str) -> bool:
    return bool(_RUNNING.search(shape))
