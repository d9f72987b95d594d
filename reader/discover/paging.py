"""The further pages of a list: ``page/2``, ``?page=2``, "older posts", rel=next.

Owns telling a pager's links from other links, by address and words.  Refuses to know what the list holds.  Numbered
links name their page; "older" and "newer" only a direction.  Source for the traps: numbers may start at 0, a window
of neighbours is not the whole, the link to the page itself is missing or not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from reader.discover.rows import page_key
from reader.discover.words import NEWER_PAGE, NEWER_PHRASE, OLDER_PAGE, OLDER_PHRASE, PAGE_WORD, bare

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.discover.facts import Link, PageFacts

_NUMBER: Final = re.compile(r"\d+")
_PAGE_PART: Final = re.compile(
    r"(?:[/_-]page[/_-]?|[/-]p/?|[?&](?:page|paged|p|pg|pageno|page_no|currentpage|start|offset|from|skip|pn|pageno|page_index)=|/index[_-]?|[_-]|/|(?<=[^\W\d])(?=\d{1,3}\.\w{2,5}$))(\d{1,5})(?:\.\w{2,5})?/?$",
    re.IGNORECASE,
)
_PARAMETER: Final = re.compile(
    r"[?&](?:page|paged|p|pg|pageno|page_no|pageid|pagenum|page_num|currentpage|pn)=(\d{1,5})(?=$|[&#])", re.IGNORECASE
)
_PAGE_NAME: Final = re.compile(
    r"page|paged|[?&]p=|pg=|start=|offset=|pn=|/index[_-]?\d|updated-max=|entrylist|cursor=|before=|max_id=",
    re.IGNORECASE,
)
_CLASS: Final = re.compile(
    r"pag(?:er|ing|ination|enav|e[-_]?num|e[-_]?link|e[-_]?nav)|navigat|older|newer|next|prev", re.IGNORECASE
)
_PAGES_LIMIT: Final = 2_000


@dataclass(frozen=True, slots=True)
class Pager:
    """Where the other pages of a list are."""

    numbered: dict[int, str] = field(default_factory=dict)
    """Page numbers to addresses, the page itself not among them."""
    following: str = ""
    """The next page in the list's own direction."""
    preceding: str = ""


def pager(page: PageFacts, episodes: Collection[str] = ()) -> Pager:
    """The pager of a list page.  ``episodes`` are page keys of its rows: a pager never leads to one of them."""
    here = page_key(page.url)
    links = [
        link
        for link in page.links
        if link.url.startswith("http")
        and not ("option" in link.rel and not _PAGE_NAME.search(link.url))
        and page_key(link.url) != here
        and page_key(link.url) not in episodes
    ]
    numbered: dict[int, str] = {}
    worded: list[Link] = []
    for link in links:
        number = _number_of(page.url, link)
        if number is not None:
            numbered.setdefault(number, link.url)
        elif urlsplit(link.url).hostname == urlsplit(page.url).hostname:
            worded.append(link)
    following = _best(page.url, [link for link in worded if _leads_on(page.url, link)])
    preceding = _best(page.url, [link for link in worded if _leads_back(page.url, link)])
    following = following or _declared(page, {"next"}, episodes)
    preceding = preceding or _declared(page, {"prev", "previous"}, episodes)
    return Pager(numbered, following, "" if preceding == following else preceding)


def _number_of(here: str, link: Link) -> int | None:
    """The page that a link of bare digits, or of an arrow alone, leads to."""
    word = bare(link.text)
    number = PAGE_WORD.fullmatch(word)
    if number and int(number[1]) <= _PAGES_LIMIT and varies(here, link.url, int(number[1])):
        return int(number[1])
    if not word and page_number(link.url) and varies(here, link.url):
        return page_number(link.url)
    return None


def _named(here: str, link: Link) -> bool:
    """Whether address or class says that the link belongs to a pager."""
    marks = f"{link.hint} {link.shape[-60:]}"
    return bool(_PAGE_NAME.search(link.url)) or bool(_CLASS.search(marks)) or varies(here, link.url)


def _says(link: Link) -> str:
    """The direction in a list that a link's words name; they beat its relation, for "older" may be either."""
    word = bare(link.text)
    if word in NEWER_PAGE or NEWER_PHRASE.fullmatch(word):
        return "back"
    return "on" if word in OLDER_PAGE or OLDER_PHRASE.fullmatch(word) else ""


@lru_cache(maxsize=8192)
def turns(text: str) -> bool:
    """Whether a link's text turns a list's pages: "older posts", 次の10件."""
    word = bare(text)
    return bool(word) and (
        word in OLDER_PAGE
        or word in NEWER_PAGE
        or bool(OLDER_PHRASE.fullmatch(word))
        or bool(NEWER_PHRASE.fullmatch(word))
    )


def _leads_back(here: str, link: Link) -> bool:
    said = _says(link)
    return said == "back" or (not said and bool({"prev", "previous"} & set(link.rel)) and _named(here, link))


def _leads_on(here: str, link: Link) -> bool:
    said = _says(link)
    return said != "back" and ("next" in link.rel or said == "on") and _named(here, link)


def _best(here: str, links: Sequence[Link]) -> str:
    """The link that its relation, or else its address, shows to be a pager's; the first of equals."""
    weights = [2 * bool({"next", "prev", "previous"} & set(link.rel)) + varies(here, link.url) for link in links]
    return links[weights.index(max(weights))].url if links else ""


def _declared(page: PageFacts, relations: set[str], episodes: Collection[str]) -> str:
    for link in page.advertised:
        if relations & set(link.rel) and page_key(link.url) not in episodes and varies(page.url, link.url):
            return link.url
    return ""


def page_number(url: str) -> int:
    """The number that an address ends in as a page of a list, or 0."""
    plain = url.partition("#")[0]
    found = _PAGE_PART.search(plain) or _PARAMETER.search(plain)
    return int(found[1]) if found else 0


@lru_cache(maxsize=8192)
def _host(url: str) -> str | None:
    return urlsplit(url).hostname


@lru_cache(maxsize=8192)
def _pieces(url: str) -> tuple[list[str], list[str]]:
    parts = urlsplit(url)
    text = unquote(f"{parts.path}?{parts.query}" if parts.query else parts.path)
    text = re.sub(r"(?:/index)?\.html?$", "", text).rstrip("/")
    return _NUMBER.split(text), _NUMBER.findall(text)


@lru_cache(maxsize=16_384)
def varies(here: str, url: str, number: int | None = None) -> bool:
    """Whether two addresses differ in one number alone, or one adds a page number to the other.

    With ``number``, the difference must be that number (or count from 0, or in strides of ten).
    """
    if _host(here) != _host(url):
        return False
    mine, my_numbers = _pieces(here)
    theirs, their_numbers = _pieces(url)
    if mine == theirs:
        changed = [(a, b) for a, b in zip(my_numbers, their_numbers, strict=True) if a != b]
        return len(changed) == 1 and _fits(int(changed[0][1][:9]), number)
    mine_page, their_page = _PARAMETER.search(here), _PARAMETER.search(url)
    if their_page and _folder(here) == _folder(url) and (mine_page[1] if mine_page else "") != their_page[1]:
        return _fits(int(their_page[1]), number)
    counted = _counting_parameter(here, url)
    if counted is not None:
        return _fits(counted, number)
    base, full = _plain(here), _plain(url)
    if _adds(base, full):
        return _fits(_adds(base, full), number)
    # From page 2 back to page 1, whose address has no number.
    return number in (None, 0, 1) and bool(_adds(full, base))


def _counting_parameter(here: str, url: str) -> int | None:
    """The number in the one parameter by which an address of the same file differs, or which it has more."""
    mine, theirs = urlsplit(here), urlsplit(url)
    if mine.path != theirs.path or not theirs.query or mine.query == theirs.query:
        return None
    had, has = dict(parse_qsl(mine.query)), dict(parse_qsl(theirs.query))
    changed = [key for key in had.keys() | has.keys() if had.get(key) != has.get(key)]
    value = has.get(changed[0], "") if len(changed) == 1 else ""
    more = len(changed) == 1 and (changed[0] in had or bool(had))
    return int(value[:9]) if more and value.isdecimal() else None


@lru_cache(maxsize=8192)
def _folder(url: str) -> str:
    """The path without the file that answers for its folder."""
    return re.sub(r"/(?:(?:index|default)\.\w{2,5})?$", "", unquote(urlsplit(url).path))


def _adds(base: str, full: str) -> int:
    """The page number by which ``full`` grows beyond ``base``, or 0."""
    grown = _PAGE_PART.search(full)
    if not grown:
        return 0
    return int(grown[1]) if full[: grown.start()].rstrip("/?&-_") in _stems(base) else 0


@lru_cache(maxsize=8192)
def _stems(base: str) -> frozenset[str]:
    """What an address may begin with that adds a page number to this one."""
    ends = (re.sub(r"\.\w{2,5}$", "", base), re.sub(r"/(?:index|default)(?:\.\w+)?$", "", base))
    return frozenset((base.rstrip("/"), *ends))


@lru_cache(maxsize=8192)
def _plain(url: str) -> str:
    parts = urlsplit(url)
    path = unquote(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def _fits(value: int, number: int | None) -> bool:
    if number is None:
        return value <= _PAGES_LIMIT * 10
    return (
        value == number
        or value == number - 1
        or (number > 1 and value % (number - 1) == 0 and value // (number - 1) in (5, 10, 15, 20, 25, 30, 40, 50, 100))
    )
