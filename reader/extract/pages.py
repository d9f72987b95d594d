"""An episode that its site sets over several web pages, and a page that ends before its end.

Owns finding the next web page of the same episode (never the next episode) and recognising a page cut short.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from reader.addresses import resolve, without_fragment
from reader.extract.content import raw_text

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.model import Resource

_NUMBER: Final = re.compile(r"[\s\[(（「【]*(\d{1,3})(?:\s*(?:ページ|頁|页|page|p))?[\s\])）」】]*", re.IGNORECASE)
_NEXT: Final = re.compile(
    r"(?i)[\s>»→▶・]*(?:next\s+page|page\s+suivante|nächste\s+seite|siguiente\s+página|次の?(?:ページ|"
    r"頁)(?:へ|に進む|を読む)?|続きを読む|下一[页頁]|다음\s*페이지|continued?(?:\s+on\s+(?:the\s+)?next\s+page)?|"
    r"page\s+(\d+))[\s<«←>»→▶…]*"
)
_PAGE_QUERY: Final = re.compile(r"(?i)^(?:p|page|paged|pg|pageno|page_no|pn)$")
_TAIL: Final = re.compile(rb"</\s*(?:html|body)\s*>", re.IGNORECASE)
_HEAD: Final = re.compile(rb"<(?:html|body)\b", re.IGNORECASE)


_LABEL: Final = 40
"""Code points of a link that leads to another page of the same episode."""

_DIGIT: Final = re.compile(r"\d")


def next_page(root: _Element, url: str) -> str:
    """The address of the next web page of this episode, or ``""``.

    A link counts when its address is this page's with a page number in it, one higher than this page's.
    """
    here = _numbered(url, url)
    current = here if here is not None else 1
    for link in root.iter("a", "link"):
        href = link.get("href", "")
        if len(link.text or "") > _LABEL or not _DIGIT.search(href) or href.startswith(("#", "javascript:")):
            continue
        rel = link.get("rel", "").lower().split()
        text = raw_text(link)
        match = _NUMBER.fullmatch(text)
        if not (match or "next" in rel or _NEXT.fullmatch(text)):
            continue
        target = without_fragment(resolve(url, href))
        if not target or target == without_fragment(url):
            continue
        number = _numbered(target, url)
        if number != current + 1:
            continue
        if (match and int(match[1]) == number) or _NEXT.fullmatch(text) or ("next" in rel and _in_pager(link)):
            return target
    return ""


def _in_pager(link: _Element) -> bool:
    """Whether a ``rel=next`` link belongs to a row of page numbers and is not the next episode's."""
    if link.tag == "link":
        return True
    parent = link.getparent()
    return parent is not None and any(
        _NUMBER.fullmatch(raw_text(other)) for other in parent.iter("a", "span", "strong")
    )


def _numbered(target: str, url: str) -> int | None:
    """The page number by which ``target`` differs from the first page of ``url``'s episode; ``None`` for others."""
    one, two = urlsplit(target), urlsplit(url)
    if one.netloc != two.netloc:
        return None
    pages = [(name, value) for name, value in parse_qsl(one.query) if _PAGE_QUERY.match(name)]
    rest = [pair for pair in parse_qsl(one.query) if not _PAGE_QUERY.match(pair[0])]
    own = [pair for pair in parse_qsl(two.query) if not _PAGE_QUERY.match(pair[0])]
    if one.path.rstrip("/") == two.path.rstrip("/") and pages and rest == own and pages[0][1].isdigit():
        # a bare ?p=12 is an entry's number on many sites, not a page of one
        return int(pages[0][1]) if target == url or own or one.path.strip("/") else None
    stem_one, number_one = _split(one.path)
    stem_two, number_two = _split(two.path)
    if number_one is None or one.query != two.query:
        return None
    if stem_one == two.path.rstrip("/") and (number_one > 1 or target == url):
        return number_one
    if number_two is not None and stem_one == stem_two and _PAGE_STEM.search(stem_one + "/"):
        return number_one
    without = re.sub(r"\.(?:html?|php)$", "", two.path)
    found = re.fullmatch(re.escape(without) + r"[_-](\d{1,2})(?:\.(?:html?|php))?", one.path)
    return int(found[1]) if found else None


_PAGE_STEM: Final = re.compile(r"(?i)/(?:page|p|pages)/$")


def _split(path: str) -> tuple[str, int | None]:
    found = re.fullmatch(r"(.*?)/(?:page/|p)?(\d{1,2})", path.rstrip("/"))
    return (found[1], int(found[2])) if found else (path.rstrip("/"), None)


def is_truncated(resource: Resource) -> bool:
    """Whether the page ends before its end: fewer bytes than announced, or an ``html`` that opens and never closes."""
    if resource.cut:
        return True
    body = resource.body
    announced = resource.headers.get("content-length", "")
    if announced.isdigit() and not resource.headers.get("content-encoding") and len(body) < int(announced):
        return True
    if not _HEAD.search(body[:65536]) or _TAIL.search(body[-65536:]):
        return False
    tail = body.rstrip()[-400:]
    # pages written by hand leave the end tags out; those end with a tag or a sentence, a cut one anywhere
    opened, closed = tail.rfind(b"<"), tail.rfind(b">")
    return opened > closed or not _ENDS.search(tail)


_ENDS: Final = re.compile(rb"(?:>|-->|[.!?\"')]|\xe3\x80\x82|\x81\x42|\xa1\xa3)\s*$")
