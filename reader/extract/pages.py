"""An episode that its site sets over several web pages, and a page that ends before its end.

Owns finding the next web page of the same episode (never the next episode) and recognising a page cut short.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from reader.addresses import host, resolve, without_fragment
from reader.extract.content import raw_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from reader.model import Resource

_NUMBER: Final = re.compile(r"[\s\[(（「【]*(\d{1,3})(?:\s*(?:ページ|頁|页|page|p))?[\s\])）」】]*", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"(?i)[\s>»→▶・]*(?:next\s+page|page\s+suivante|nächste\s+seite|siguiente\s+página|次の?(?:ページ|"
    r"頁)(?:へ|に進む|を読む)?|続きを読む|下一[页頁]|다음\s*페이지|continued?(?:\s+on\s+(?:the\s+)?next\s+page)?|"
    r"page\s+(\d+))[\s<«←>»→▶…]*"
)
_PAGE_QUERY: Final = re.compile(r"(?i)p|page|paged|pg|pageno|page_no|pn")
_PAGE_FOLDER: Final = re.compile(r"(?i)(.+?)/(?:page/|page-?|p)(\d{1,3})")
_FOLDER: Final = re.compile(r"(.+?)/(\d{1,2})")
_SUFFIX: Final = re.compile(r"(?i)(.+?)[_-](?:p|page)?(\d{1,2})(\.(?:html?|php|shtml))?")
_TAIL: Final = re.compile(rb"</\s*(?:html|body)\s*>", re.IGNORECASE)
_HEAD: Final = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)


_LABEL: Final = 40
"""Code points of a link that leads to another page of the same episode."""

_END: Final = 512
"""Bytes at a page's end where its last tags stand, as a rule."""

_PAGE_DIGITS: Final = 3
"""Digits of a page's number; longer ones are identifiers."""


def next_page(root: _Element, url: str) -> str:
    """The address of the next web page of this episode, or ``""``.

    A link counts when it is labelled as a page and its address is that of this episode with the next number.  Where
    this page's own number could as well be the episode's, a link labelled "1" to the first page has to prove it.
    """
    labelled: dict[int, set[str]] = {}
    candidates: list[tuple[str, int | None]] = []
    for link in root.iter("a", "link"):
        text = link.text or ""
        if len(text) > _LABEL or (number := _label(raw_text(link) if len(link) else text)) is None:
            continue
        href = link.get("href", "")
        if not href or href.startswith(("#", "javascript:")):
            continue
        target = without_fragment(resolve(url, href))
        if target and target != without_fragment(url) and host(target) == host(url):
            candidates.append((target, number or None))
            if number:
                labelled.setdefault(number, set()).add(target)
    if not candidates:
        return ""
    here = {base: number for base, number, certain in _readings(url) if certain or base in labelled.get(1, ())}
    here[without_fragment(url).rstrip("/")] = 1
    for target, label in candidates:
        for base, page, _ in _readings(target):
            if here.get(base, 0) + 1 == page and page > 1 and label in (None, page):
                return target
    return ""


@lru_cache(maxsize=4096)
def _label(text: str) -> int | None:
    """The page that a link's text names, 0 for the next one, ``None`` for a link that is no page's."""
    if found := _NUMBER.fullmatch(text):
        return int(found[1]) or None
    return 0 if _NEXT.fullmatch(text) else None


def _readings(url: str) -> Iterator[tuple[str, int, bool]]:
    """Ways to read an address as (the first page's address, this page's number, whether that is the only way)."""
    parts = urlsplit(without_fragment(url))
    path = parts.path.rstrip("/")
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for name, value in pairs:
        if _PAGE_QUERY.fullmatch(name) and value.isdigit() and len(value) <= _PAGE_DIGITS:
            rest = urlencode([pair for pair in pairs if pair[0] != name])
            # a bare ?p=12 is an entry's number on many sites, not a page of one
            yield urlunsplit(parts._replace(query=rest)).rstrip("/"), int(value), bool(rest or path)
    for pattern, certain in ((_PAGE_FOLDER, True), (_FOLDER, False), (_SUFFIX, False)):
        if found := pattern.fullmatch(path):
            ending = found[3] or "" if pattern is _SUFFIX else ""
            yield urlunsplit(parts._replace(path=found[1] + ending)).rstrip("/"), int(found[2]), certain


def is_truncated(resource: Resource) -> bool:
    """Whether the page ends before its end: fewer bytes than announced, or an ``html`` that opens and never closes."""
    if resource.cut:
        return True
    body = resource.body
    announced = resource.headers.get("content-length", "")
    if announced.isdigit() and not resource.headers.get("content-encoding") and len(body) < int(announced):
        return True
    if _TAIL.search(body, max(0, len(body) - _END)) or not _HEAD.search(body, 0, 65536):
        return False
    if _TAIL.search(body, max(0, len(body) - 65536)):
        return False
    tail = body.rstrip()[-400:]
    # pages written by hand leave the end tags out; those end with a tag or a sentence, a cut one anywhere
    opened, closed = tail.rfind(b"<"), tail.rfind(b">")
    return opened > closed or not _ENDS.search(tail)


_ENDS: Final = re.compile(rb"(?:>|-->|[.!?\"')]|\xe3\x80\x82|\x81\x42|\xa1\xa3)\s*$")
