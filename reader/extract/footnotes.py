"""Footnotes: which links refer to one, which element holds it, which link only leads back.

Owns the recognition by structure: a short link to a place on the same page, and that place, or what is around it,
links back or stands in a list of notes.  Sources: DPUB-ARIA (doc-noteref, doc-footnote, doc-endnotes) and the markup
of Markdown engines, wikis and aozora2html, which all agree on links there and back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from reader.addresses import canonical, resolve
from reader.extract.content import raw_text
from reader.extract.pruning import remove
from reader.extract.tags import BLOCKS

if TYPE_CHECKING:
    from lxml.etree import _Element

_LABEL: Final = re.compile(
    r"(?i)[\[(（［〔【^]*\s*(?:[*＊※†‡§注註脚fnote.]{0,8}\s*[\d０-９]{0,3}|[ivxlc]{1,6}|[a-z]|[①-⑳]|"
    r"[*＊†‡]{1,4})\s*[\])）］〕】:：.^]*"
)
_NOTE_NAME: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:foot-?notes?|end-?notes?|fn|notes?|kyakuchu|references?|"
    r"annotations?)(?:$|[\s_:.-])|^fn[:\w-]*\d"
)
_BACK_NAME: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:backref|back-?link|footnote-?back(?:ref|link)?|reversefootnote|"
    r"footnotes?-back|fn_bot|return|backlink)(?:$|[\s_-])"
)
_BACK_TEXT: Final = re.compile(
    r"[\s\u3000]*(?:[↩↑⏎^⤴▲↲⮐☝]\ufe0e?|back|return|戻る|↵|本文へ(?:戻る)?|もどる|\[?↑\]?)[\s\u3000\ufe0e\ufe0f]*",
    re.IGNORECASE,
)
_INLINE: Final = frozenset({"a", "sup", "span", "b", "strong", "small", "em", "i", "font"})
_TEXT_LIMIT: Final = 3000
"""Code points of a footnote."""

_LABEL_LIMIT: Final = 12
"""Code points of a link that refers to one."""


@dataclass(slots=True)
class Footnotes:
    """Links that refer, with their label; elements that hold a note, with theirs."""

    references: dict[_Element, str] = field(default_factory=dict)
    notes: dict[_Element, str] = field(default_factory=dict)


def find_footnotes(container: _Element, root: _Element, url: str) -> Footnotes:
    """The footnotes referred to from ``container``; links back and repeated labels are cut from the tree."""
    found = Footnotes()
    here = canonical(url) if url else ""
    links = [
        (link, target, text)
        for link in container.iter("a")
        if "#" in link.get("href", "")
        and (text := raw_text(link).strip())
        and _is_label(text)
        and (target := _target(link, here, url))
    ]
    if not links:
        return found
    places = _places(root)
    backs: set[_Element] = set()
    terms: list[_Element] = []
    for link, target, text in links:
        place = places.get(target)
        block = _block_of(place) if place is not None and link not in backs else None
        if place is None or block is None or block is container or link in set(block.iter("a")):
            continue
        own = _own_names(link)
        term = block.getprevious() if block.tag == "dd" else None
        held = [*block.iter("a"), *(term.iter("a") if term is not None else ())]
        mine = [back for back in held if (_target(back, here, url) in own) or _is_back(back)]
        role = link.get("role") == "doc-noteref" or place.get("role") in ("doc-footnote", "doc-endnote")
        if not (mine or role or _in_notes(block)) or len(raw_text(block)) > _TEXT_LIMIT:
            continue
        label = _plain_label(text) or str(len(found.notes) + 1)
        found.references[link] = label
        found.notes.setdefault(block, label)
        if term is not None and _is_label(raw_text(term).strip()):
            terms.append(term)
        backs.update(mine)
    for back in backs:
        _cut_back(back, found)
    for term in terms:
        remove(term)
    for note, label in found.notes.items():
        _cut_label(note, label)
    return found


def _is_label(text: str) -> bool:
    return len(text) <= _LABEL_LIMIT and bool(_LABEL.fullmatch(text))


def _places(root: _Element) -> dict[str, _Element]:
    """Every place of the page that a fragment can name."""
    places: dict[str, _Element] = {}
    for element in root.iter("*"):
        for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if name:
                places.setdefault(name, element)
    return places


def _own_names(link: _Element) -> set[str]:
    """The names by which a note can lead back to the link."""
    return {name for element in (link, *_near(link)) for name in (element.get("id"), element.get("name")) if name}


def _target(link: _Element, here: str, url: str) -> str:
    href = link.get("href", "")
    if "#" not in href:
        return ""
    page, _, fragment = href.partition("#")
    if page and canonical(resolve(url, page)) != here:
        return ""
    return unquote(fragment)


def _near(link: _Element) -> list[_Element]:
    near = []
    parent = link.getparent()
    while parent is not None and parent.tag in _INLINE:
        near.append(parent)
        parent = parent.getparent()
    near.extend(link.iter("*"))
    before = link.getprevious()
    if before is not None and isinstance(before.tag, str):
        near.append(before)
    return near


def _block_of(place: _Element) -> _Element | None:
    """The block that holds a note: around its anchor, or the definition that follows its term."""
    node: _Element | None = place
    while node is not None and node.tag not in BLOCKS:
        node = node.getparent()
    if node is None:
        return None
    following, parent = node.getnext(), node.getparent()
    if node.tag == "dt" and following is not None and following.tag == "dd":
        return following
    if node.tag == "p" and parent is not None and parent.tag == "li":
        return parent
    return node


def _is_back(link: _Element) -> bool:
    if link.get("role") == "doc-backlink" or _BACK_NAME.search(link.get("class", "")):
        return True
    text = raw_text(link)
    return link.get("href", "").startswith("#") and bool(_BACK_TEXT.fullmatch(text)) and bool(text.strip())


def _in_notes(block: _Element) -> bool:
    node: _Element | None = block
    for _ in range(4):
        if node is None or node.tag == "body":
            return False
        if node.get("role") in ("doc-endnotes", "doc-footnote", "doc-footnotes"):
            return True
        if _NOTE_NAME.search(node.get("class", "")) or _NOTE_NAME.search(node.get("id", "")):
            return True
        node = node.getparent()
    return False


def _plain_label(text: str) -> str:
    return text.strip().strip("[]()（）［］〔〕【】^*＊※:：. 注註") or text.strip()


def _cut_back(back: _Element, found: Footnotes) -> None:
    parent = back.getparent()
    remove(back)
    while (
        parent is not None
        and parent.tag in ("sup", "span")
        and parent not in found.notes
        and not raw_text(parent).strip(" [](){}^.:\u00a0")
    ):
        outer = parent.getparent()
        remove(parent)
        parent = outer


def _cut_label(note: _Element, label: str) -> None:
    """The label that the note repeats before its text."""
    for element in note.iter("*"):
        if element is note:
            continue
        if (
            _BRACKETED_LABEL.fullmatch(raw_text(element))
            and _plain_label(raw_text(element)) in (label, "")
            and element.tag in (*_INLINE, "div", "dt")
        ):
            remove(element)
            break
        if raw_text(element).strip():
            break
    if note.text:
        note.text = re.sub(
            rf"^\s*(?:[\[(（［]?\s*[*＊※注]?{re.escape(label)}\s*[\])）］]|[*＊※]{re.escape(label)}[\s:：]|"
            rf"{re.escape(label)}[.:：)])\s*",
            "",
            note.text,
        )
        note.text = re.sub(r"^\s*[\^↑]\s*", "", note.text)


_BRACKETED_LABEL: Final = re.compile(r"[\s\[\](){}（）［］〔〕*＊※^.:：注註\w]{0,10}")
