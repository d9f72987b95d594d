"""The text of links and lines as a reader sees it: without ruby readings, times and scripts.

Owns what a link is called (its heading, its image's words, its label) and whether a line is running text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.discover.dates import without_dates

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ASIDE: Final = re.compile(r"[(（\[【<＜][^()（）\[\]【】<>＜＞]{0,40}[)）\]】>＞]")
_CARD_CHILDREN: Final = 12
_CARD_LIMIT: Final = 160
_NOTE: Final = re.compile(
    r"[\s\d０-９.,:：;、。・|｜/／\-–—~〜#＃№()（）\[\]【】「」『』<>＜＞◆◇■□●○★☆▼▽▲△※*+>»«→←↑↓…]*"
)
_SEPARATOR: Final = re.compile("[\x1c-\x1f]")
"""Controls that Python takes for white space and that are none in a text."""
_MARK: Final = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Combining marks: what has some may have too many."""
NOT_READ: Final = frozenset({"rt", "rp", "time", "script", "style", "svg", "noscript", "template"})
_PROSE_LEAST: Final = 12
_TEXT_LIMIT: Final = 300
YEAR: Final = re.compile(r"(?:19|20)\d\d")
BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "frame",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}


def plain_line(text: str, limit: int) -> str:
    """As :func:`reader.cleaning.clean_line`, at once for what needs no cleaning."""
    if len(text) <= limit:
        if text.isascii() and text.isprintable() and "  " not in text:
            return text.strip(" ")
        words = " ".join(text.split())
        if (
            words.isprintable()
            and not _SEPARATOR.search(text)
            and (words.isascii() or not ("\u3000" in text or _MARK.search(words)))
        ):
            return words
    return clean_line(text, limit)


def visible_text(element: Element, limit: int = _TEXT_LIMIT) -> str:
    """The element's text as a line, without ruby readings, times and scripts."""
    if len(element) == 0:
        return plain_line(element.text or "", limit)
    pieces: list[str] = []
    _gather(element, pieces, 2 * limit)
    return plain_line("".join(pieces), limit)


def _gather(element: Element, pieces: list[str], budget: int) -> None:
    """Add what stands under the element, in the order of the page, until ``budget`` code points are there."""
    stack: list[tuple[Element, str | None]] = [(element, None)]
    while stack and budget > 0:
        node, tail = stack.pop()
        if tail is not None:
            pieces.append(tail)
            budget -= len(tail)
            continue
        tag = node.tag
        if tag in NOT_READ:
            continue
        if tag in BLOCKS:
            pieces.append(" ")
        text = node.text
        if text:
            pieces.append(text)
            budget -= len(text)
        for child in reversed(node):
            if behind := child.tail:
                stack.append((child, behind))
            stack.append((child, None))


def in_prose(text: str) -> bool:
    """Whether words stand there that are no number, date, sign or short note in brackets."""
    if len(text) <= _PROSE_LEAST:
        return False
    if YEAR.search(text):
        text = without_dates(text)
    text = _ASIDE.sub("", text)
    rest = _NOTE.sub("", text)
    return len(rest) > _PROSE_LEAST


def heading_beside(parent: Element) -> str:
    """The heading of a card that an empty link covers."""
    if len(parent) > _CARD_CHILDREN:
        return ""
    title = next(parent.iter(*HEADINGS), None)
    return visible_text(title) if title is not None else ""


def link_text(element: Element) -> str:
    """What a link is called: by its heading or titled part, its text, its image, its label; "" for none."""
    if len(element) == 0:
        return plain_line(
            element.text or str(element.get("title") or element.get("aria-label") or element.get("alt") or ""),
            _TEXT_LIMIT,
        )
    inside = list(element.iterdescendants())
    title = next((node for node in inside if node.tag in HEADINGS), None)
    if title is None:
        title = next((node for node in inside if _names_title(node.get("class", ""))), None)
    text = visible_text(title) if title is not None else ""
    text = text or visible_text(element)
    if len(text) > _CARD_LIMIT:
        first = next(
            (piece for node in element.iter() if (piece := (node.text or "").strip()) and node.tag not in NOT_READ), ""
        )
        text = plain_line(first, _TEXT_LIMIT) or text
    if not text:
        image = next(element.iter("img"), None)
        described = str(image.get("alt") or image.get("title") or "") if image is not None else ""
        text = plain_line(described or str(element.get("title") or element.get("aria-label") or ""), _TEXT_LIMIT)
    return text


def button_name(element: Element) -> str:
    """The file's name of the image that is all a link shows: next.gif, btn_tsugi.png."""
    image = next(element.iter("img"), None)
    source = str(image.get("src") or "") if image is not None else ""
    return plain_line(source.partition("?")[0].rpartition("/")[2].rpartition(".")[0], 40)


@lru_cache(maxsize=4096)
def _names_title(names: str) -> bool:
    return bool(_TITLE_HINT.search(names))


_TITLE_HINT: Final = re.compile(r"(?:^|[\s_-])(?:title|subtitle|headline|name|heading)(?:$|[\s_-])", re.IGNORECASE)
