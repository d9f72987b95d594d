"""One pass over a page's tree: links, headings and dates where they stand.

Owns what is read of each element; where it stands is :mod:`spots`'.  Refuses to know what any of it means.  Runs in the
worker process, on a tree without comments (:func:`reader.hypertext.tree.parse_plain`).  Cost is linear in the elements:
lines are read only near a link, and what class names say is asked once each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.discover.adjacent import Lines
from reader.discover.bylines import names_author, names_holder
from reader.discover.dates import read_date, read_iso
from reader.discover.dropdowns import VALUE, settle_choices
from reader.discover.facts import Heading, Link
from reader.discover.hrefs import Addresses
from reader.discover.linktext import (
    BLOCKS,
    HEADINGS,
    YEAR,
    button_name,
    heading_beside,
    in_prose,
    link_text,
    visible_text,
)
from reader.discover.spots import BOXES, NOISE, Spots

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lxml.etree import _Element as Element

LINKS_LIMIT: Final = 20_000
"""Links of one page that are looked at."""
_LONG_TEXT: Final = 200
_SAMPLES: Final = 12
_CAPTION_LIMIT: Final = 60
_HINT_LIMIT: Final = 80
_SAYING: Final = ("class", "title", "aria-label")
"""Attributes that say what a link is for."""
_LINE_ENDED: Final = ("header", "footer", "nav")
"""Regions of whose links nobody asks what stands beside them."""
_PLACED: Final = BOXES | {"div"}
_CAPTION_HINT: Final = re.compile(
    r"chapter|section|caption|volume|\bpart|group|heading|subtitle|arc-|season|book", re.IGNORECASE
)
_CAPTION_TAGS: Final = frozenset({"caption", "summary", "dt", "th", "b", "strong", "label", "legend", "optgroup"})
_MAYBE_CAPTION: Final = frozenset({"p", "div", "span", "li", "td", "font", "center", "em", "i", "big"})
_SAMPLED: Final = frozenset({"p", "div", "td", "li", "h1", "h2", "span", "font", "center"})
_CHOICE_ADDRESS: Final = re.compile(r"(?:https?:)?/|\.{0,2}/|[\w.-]+\.\w+|\?")


@dataclass(slots=True)
class Walked:
    """What one pass found, in the order of the page."""

    links: list[Link] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    stamps: list[tuple[int, datetime]] = field(default_factory=list)
    articles: int = 0
    weight: int = 0
    linked: int = 0
    sample: list[str] = field(default_factory=list)
    bylines: list[tuple[Element, str]] = field(default_factory=list)
    """Lines that begin as those do which name an author, each with its element."""
    rights: list[tuple[Element, str]] = field(default_factory=list)
    """Lines with a copyright sign."""


@lru_cache(maxsize=4096)
def _names_caption(names: str) -> bool:
    return bool(_CAPTION_HINT.search(names))


class _Walk:
    """The state of one pass."""

    def __init__(self, root: Element, base: str) -> None:
        self.base = base
        self.page = base.partition("#")[0]
        self.resolve = Addresses(base).resolve
        self.walked = Walked()
        self.spots = Spots()
        self.around = Lines().around
        self.caption = ""
        self.chosen: dict[Element, Link] = {}
        self.root = root
        self.readers: dict[str, Callable[[Element, int], None]] = {
            "a": self._link,
            "area": self._link,
            "time": self._time,
            "option": self._choice,
            "article": self._article,
            **dict.fromkeys(HEADINGS, self._heading),
        }

    def run(self) -> Walked:
        """The whole pass."""
        walked, readers, places = self.walked, self.readers, self.spots.places
        own_text, credit = self._own_text, self._credit
        for place, element in enumerate(self.root.iter()):
            tag = element.tag
            if tag not in NOISE or tag == "option":
                if tag in _PLACED:
                    places[element] = place
                reader = readers.get(tag)
                if reader is not None:
                    reader(element, place)
                text = element.text
                if text and tag != "option" and (text := text.strip()):
                    own_text(element, tag, text, place)
            tail = element.tail
            if tail and (tail := tail.strip()):
                walked.weight += len(tail)
                if len(tail) <= _LONG_TEXT:
                    parent = element.getparent()
                    if parent is not None:
                        credit(parent, tail)
        walked.links = settle_choices(walked.links, self.base)
        return walked

    def _article(self, element: Element, _: int) -> None:
        self.walked.articles += self.spots.of(element).region not in ("aside", "nav", "footer")

    def _own_text(self, element: Element, tag: str, text: str, place: int) -> None:
        """What the stripped text that opens an element tells."""
        walked = self.walked
        size = len(text)
        walked.weight += size
        if size > _LONG_TEXT:
            if len(walked.sample) < _SAMPLES:
                walked.sample.append(text[:300])
            return
        if tag in _SAMPLED and len(walked.sample) < _SAMPLES:
            walked.sample.append(text)
        self._credit(element, text)
        if tag != "time" and YEAR.search(text):
            stamp = read_date(text)
            if stamp:
                walked.stamps.append((place, stamp))
        if size <= _CAPTION_LIMIT and tag not in HEADINGS:
            hint = _names_caption(element.get("class", "")) if tag in _MAYBE_CAPTION else tag in _CAPTION_TAGS
            if hint and element.getparent() is not None and not self._in_link(element):
                self.caption = clean_line(text, 80)

    def _credit(self, element: Element, line: str) -> None:
        """Keep a short line that may say who wrote the page, or whose it is."""
        if names_author(line):
            self.walked.bylines.append((element, line))
        if names_holder(line):
            self.walked.rights.append((element, line))

    @staticmethod
    def _in_link(element: Element) -> bool:
        node: Element | None = element
        for _ in range(5):
            if node is None:
                return False
            if next(node.iter("a"), None) is not None:
                return True
            node = node.getparent() if node.tag not in BLOCKS else None
        return False

    def _time(self, element: Element, place: int) -> None:
        stamp = read_iso(element.get("datetime", "")) or read_date((element.text or "").strip())
        if stamp:
            self.walked.stamps.append((place, stamp))

    def _heading(self, element: Element, place: int) -> None:
        text = visible_text(element).strip("¶#§_ 🔗")
        if not text:
            return
        link, anchor = _addresses_within(element) if len(element) else ("", "")
        anchor = element.get("id") or anchor
        url = self.resolve(link) if link else ""
        if not url and anchor:
            url = f"{self.page}#{anchor}"
        region = self.spots.of(element).region
        self.walked.headings.append(Heading(HEADINGS[element.tag], text, url, place, region, self.walked.weight))
        self.caption = ""

    def _choice(self, element: Element, place: int) -> None:
        value = element.get("value") or ""
        text = visible_text(element)
        if not value or not text or len(self.walked.links) >= LINKS_LIMIT:
            return
        outer = element.getparent()
        chosen = outer if outer is not None else element
        known = self.chosen.get(chosen)
        if known is None:
            known = self.chosen[chosen] = self._among(chosen)
        url = self.resolve(value) if _CHOICE_ADDRESS.match(value) else f"{VALUE}{value[:200]}"
        self.walked.links.append(Link(url, text, place, *known[3:]))

    def _among(self, chosen: Element) -> Link:
        """What is the same of every choice among the same: a link without address, text and place."""
        spot = self.spots.of(chosen)
        node: Element | None = chosen
        while node is not None and node.tag != "select":
            node = node.getparent()
        return Link(
            "",
            "",
            0,
            f"{spot.shape}>option",
            spot.region,
            self.spots.places.get(node, 0) if node is not None else 0,
            len(self.walked.headings) - 1,
            clean_line(chosen.get("label", ""), 80) if chosen.tag == "optgroup" else "",
            ("option",),
            hint=f"{chosen.get('id') or ''} {chosen.get('name') or ''} {chosen.get('onchange') or ''}"[:300],
        )

    def _link(self, element: Element, place: int) -> None:
        walked = self.walked
        href = element.get("href")
        if not href or len(walked.links) >= LINKS_LIMIT:
            return
        url = self.resolve(href)
        if not url:
            return
        spot = self.spots.of(element)
        parent = element.getparent()
        text = link_text(element)
        childless = len(element) == 0
        if childless and parent is not None and not (element.text or "").strip():
            text = heading_beside(parent) or text
        walked.linked += len(text)
        before = after = ""
        if spot.region not in _LINE_ENDED:
            before, after = self.around(element)
        if not childless:
            for time in element.iter("time"):
                self._time(time, place)
        walked.links.append(
            Link(
                url,
                text,
                place,
                spot.shape,
                spot.region,
                spot.box,
                len(walked.headings) - 1,
                spot.section or self.caption,
                tuple(relations.lower().split()[:6]) if (relations := element.get("rel")) else (),
                before,
                after,
                _hint(element, parent, text),
                in_prose(before) or in_prose(after),
            )
        )


def _hint(element: Element, parent: Element | None, text: str) -> str:
    """What the link's and its parent's attributes say of it, and where it reads nothing the name of its image."""
    said = [words[:_HINT_LIMIT] for name in _SAYING if (words := element.get(name))]
    if parent is not None and (words := parent.get("class")):
        said.insert(1 if element.get("class") else 0, words[:_HINT_LIMIT])
    hint = " ".join(said)
    return hint if text else f"{hint} {button_name(element)}".strip()


def _addresses_within(heading: Element) -> tuple[str, str]:
    """The first address that a heading links to, and the first name in it that an address may have behind ``#``."""
    links = (link.get("href") for link in heading.iterdescendants("a"))
    address = next((href for href in links if href is not None), "")
    identified = (node.get("id") for node in heading.iterdescendants())
    name = next((name for name in identified if name is not None), None)
    if name is None:
        named = (link.get("name") for link in heading.iterdescendants("a"))
        name = next((name for name in named if name is not None), "")
    return address, name


def walk(root: Element, base: str) -> Walked:
    """Every link, heading and date under ``root``, addresses resolved against ``base``."""
    return _Walk(root, base).run()
