# ruff: noqa: E501 - patterns read best in long lines
"""Who wrote a page, by what the page itself declares or shows beside its text.  Runs in the worker process.

Owns the places where an author's name stands: declarations in the head, relations, h-card, lines such as 著者：X or
"written by X", and, apart from these, the holder of the copyright.  Refuses commenters, posters in side bars, makers of
themes and engines, and names of offices (admin, 管理人).  Sources: HTML (``rel=author``), schema.org, microformats2.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.cleaning import clean_line
from reader.discover.linktext import visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

    Line = tuple[Element, str]
    """A line and the element in which it stands."""


class Credits(NamedTuple):
    """Names as a page gives them, ``""`` where it gives none."""

    author: str = ""
    holder: str = ""
    """Whose copyright it is: a person, a company or the site."""


_DECLARED: Final = ("author", "article:author", "book:author")
_DECLARED_TOO: Final = ("dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "og:author")
_LIMIT: Final = 60
_NO_PERSON: Final = re.compile(
    r"(?:site |blog |web)?(?:admin(?:istrator)?|master|author|editor|owner|staff|user|guest|root|anonymous|unknown|me)\d*|"
    r"管理[人者]|名無し.*|匿名|ななし|作者|著者|運営者?|編集部|スタッフ|글쓴이|관리자|管理员|佚名|read more.*|view .*|about.*|more .*|follow.*|"
    r"profile|プロフィール|posts?|all posts.*",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"^\s*(?:(?:written|posted|published|story|text|created|a (?:novel|serial|story))\s+by|by|author|writer)\b\s*[:：]?\s*|"
    r"^\s*(?:著者名?|作者名?|筆者|投稿者|作|著|文|作家|書き手|작가|글쓴이|글|지은이|撰文|von|par|por|автор)\s*[:：]\s*",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"\s*[|｜·•/]\s*|\s+[–—-]\s+|\s+(?:on|at|in)\s+(?=[\d(]|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\s*[,、]?\s*\(?\d{4}[-/.年]|"
    r"\s*[(（][^()（）]*[)）]\s*$|\s*(?:posted|published|updated)\b",
    re.IGNORECASE,
)
_CUT_OFF: Final = re.compile(r"\s+(?:on|at|in)$", re.IGNORECASE)
"""What is left of "by somebody on" where the date stands in an element of its own."""

_LINE: Final = re.compile(
    r"^\s*(?:(?:written|posted|published|story|text|a (?:novel|serial|story)) by\s+|(?:by|author|writer)\s*[:：]\s*|"
    r"(?:著者名?|作者名?|筆者|投稿者|作|著|文|作家|書き手|작가|글쓴이|글|지은이|撰文|автор)\s*[:：]\s*)(\S.{0,80})$",
    re.IGNORECASE,
)
_LABELS: Final = frozenset(
    {"by", "written by", "posted by", "author", "作者", "著者", "投稿者", "文", "글", "작가", "글쓴이"}
)
_ALONE: Final = re.compile(r"^\s*by\s+([A-Z][\w.’'-]*(?:\s+(?:[A-Z][\w.’'-]*|de|van|von|of|the|la|le)){0,4})\s*$")
_RIGHTS: Final = re.compile(
    r"(?:©|\(c\)|ⓒ|&copy;|copyright|コピーライト)[\s:©(c)]*(?:(?:19|20)\d\d(?:\s*[-–—,~〜]\s*(?:(?:19|20)?\d\d|present|now))?)?[\s,.:]*"
    r"(?:by\s+)?([^|｜<>\n]{0,80})",
    re.IGNORECASE,
)
_RIGHTS_END: Final = re.compile(
    r"\s*(?:\.?\s*(?:all|some) rights|\(?(?:19|20)\d\d|powered|theme|design|built|licensed|無断|[.。]\s|[.。]$|,\s*(?:all|some)\b)",
    re.IGNORECASE,
)
_COMPANY: Final = re.compile(
    r"\b(?:inc|llc|ltd|gmbh|corp|co|company|foundation|team|project|authors|contributors)\b|株式会社|有限会社|powered|theme|design|rights",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(
    r"comment|respond|sidebar|widget|related|recommend|reply|trackback|profile-list|credit|powered|theme|popular|recent",
    re.IGNORECASE,
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_MARKS: Final = ("author", "byline", "vcard", "writer")
_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|writer|writername|vcard)(?:$|\s|[\s_-]+(?:name|link|text|author|writer|vcard|title|info)(?:$|\s))",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"\s*(?:(?:written|posted|published|story|text|novel|serial)?\s*by\b|author\b|writer\b|作者|著者|筆者|投稿者|書き手|作家|[作著文글]\s?[:：]|"
    r"글쓴이|작가|지은이|撰文|автор)",
    re.IGNORECASE,
)
_DIVIDER: Final = re.compile(r"[|｜/／·]")
_NEAR: Final = 14
_MANY: Final = 40


def _labelled(line: str) -> int:
    """Where in a line the label of an author begins, at its start or behind a divider; -1 without."""
    if _LABEL.match(line):
        return 0
    mark = _DIVIDER.search(line)
    while mark and not _LABEL.match(line, mark.end()):
        mark = _DIVIDER.search(line, mark.end())
    return mark.start() if mark else -1


def names_author(line: str) -> bool:
    """Whether a line begins, or goes on behind a divider, as those do that name an author."""
    return _labelled(line) >= 0


def names_holder(line: str) -> bool:
    """Whether a line holds a copyright sign, and more than it."""
    lower = line.lower()
    signed = "copyright" in lower or "©" in lower or "(c)" in lower or "ⓒ" in lower
    return signed and not lower.isalpha()


def person(text: str) -> str:
    """The name in a byline, or ``""`` for what is no person's."""
    text = _BEHIND.split(_BY.sub("", clean_line(text, 200)))[0].strip(" \t\u3000,、·|:：-–—/.@")
    if not text or len(text) > _LIMIT or "://" in text or text.lower().startswith("www."):
        return ""
    text = _CUT_OFF.sub("", text)
    return text if _LETTER.search(text) and not _NO_PERSON.fullmatch(text) else ""


def is_byline(text: str) -> bool:
    """Whether a heading is no title but names an author."""
    return bool(_ALONE.match(text.replace("BY ", "by ", 1).replace("By ", "by ", 1)) or _LINE.match(text))


def credits_of(
    root: Element, metas: Mapping[str, str], schema: str, lines: Sequence[Line] = (), rights: Sequence[Line] = ()
) -> Credits:
    """The author and the copyright holder.

    ``schema`` is the author that JSON-LD names; ``lines`` begin with an author's label, ``rights`` hold a copyright
    sign.
    """
    author = _declared(metas, _DECLARED) or person(schema) or _marked(root) or _written_by(metas)
    author = author or _declared(metas, _DECLARED_TOO) or _in_lines(lines)
    return Credits(author, _holder(rights))


def _declared(metas: Mapping[str, str], names: tuple[str, ...]) -> str:
    for name in names:
        value = metas.get(name, "")
        if value and not value.startswith(("http://", "https://", "@")) and (found := person(value)):
            return found
    return ""


def _written_by(metas: Mapping[str, str]) -> str:
    """The card that says "Written by" in its first label."""
    for place in ("1", "2"):
        if metas.get(f"twitter:label{place}", "").strip().lower() in ("written by", "author", "投稿者", "作者", "著者"):
            return person(metas.get(f"twitter:data{place}", ""))
    return ""


@lru_cache(maxsize=4096)
def _is_aside(names: str) -> bool:
    return bool(_ASIDE.search(names))


def _beside(element: Element) -> bool:
    """Whether the element stands among comments, in a side bar or in the credits of a theme."""
    node: Element | None = element
    for _ in range(_NEAR):
        if node is None or node.tag in ("body", "html"):
            return False
        if node.tag == "aside" or _is_aside(f"{node.get('class') or ''} {node.get('id') or ''}"):
            return True
        node = node.getparent()
    return False


@lru_cache(maxsize=4096)
def _marks(names: str) -> bool:
    """Whether class names hold a word that may mark an author."""
    return any(word in names for word in _MARKS)


def _candidates(root: Element) -> Iterator[Element]:
    """Elements that say something of an author in their attributes."""
    for element in root.iter():
        names = element.get("class")
        if (names and _marks(names)) or element.get("itemprop") == "author" or "author" in element.get("rel", ""):
            yield element


def _marked(root: Element) -> str:
    """The one name in elements marked as an author's; several make none, for a page of many hands has no author."""
    names: dict[str, None] = {}
    for element in islice(_candidates(root), _MANY):
        if element.tag in ("link", "body", "html", "meta"):
            continue
        named = "author" in element.get("rel", "").split() or element.get("itemprop") == "author"
        if not named and not _CLASS.search(element.get("class", "")):
            continue
        if len(element) >= _NEAR or _beside(element):
            continue
        inner = next((node for node in element.iterdescendants() if _is_name(node)), element)
        name = person(visible_text(inner, 120))
        if name:
            names[name] = None
    return next(iter(names)) if len(names) == 1 else ""


def _is_name(node: Element) -> bool:
    return node.get("itemprop") == "name" or node.get("rel") == "author" or "fn" in node.get("class", "")


def _in_lines(lines: Sequence[Line]) -> str:
    """The one name in lines that say whose text it is."""
    names: dict[str, None] = {}
    for parent, text in lines[:_MANY]:
        if not _beside(parent):
            names.update(dict.fromkeys(_names_in(text, parent)))
    return next(iter(names)) if len(names) == 1 else ""


def _names_in(text: str, parent: Element) -> Iterator[str]:
    line = " ".join(text.split())
    start = _labelled(line)
    line = line[start:].lstrip(" |｜/／·") if start >= 0 else line
    alone = _ALONE.match(line)
    if alone:
        yield alone[1]
        return
    found = _LINE.match(line)
    if found is None and line.rstrip(" :：").lower() in (
        "by",
        "written by",
        "posted by",
        "author",
        "作者",
        "著者",
        "投稿者",
        "文",
    ):
        # The name is a link or a bold word of its own behind the label.
        after = next(iter(parent), None) if (parent.text or "").strip() == text.strip() else None
        after = after if after is not None else parent.getnext()
        found_name = person(visible_text(after, 120)) if after is not None and isinstance(after.tag, str) else ""
        if found_name:
            yield found_name
    elif found and (name := person(found[1])):
        yield name


def _holder(rights: Sequence[Line]) -> str:
    for parent, text in reversed(rights[-_MANY:]):
        line = visible_text(parent, 300) if len(parent) else text
        found = _RIGHTS.search(line)
        name = _RIGHTS_END.split(found[1])[0].strip(" \t\u3000,.:-–—|·") if found else ""
        if name and not _COMPANY.search(name) and (name := person(name)):
            return name
    return ""
