"""One pass over a page's tree: links, headings and dates where they stand.

Owns the geometry of a page (region, box, shape, line); refuses to know what any of it means.  Runs in the worker
process.  Cost is linear in the elements: what ancestors say is kept per element, lines are read only near a link.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.cleaning import clean_line
from reader.discover.adjacent import around
from reader.discover.bylines import LABELLED, RIGHTS
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
from reader.discover.words import SIDE_HINT

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from lxml.html import HtmlElement

LINKS_LIMIT: Final = 20_000
"""Links of one page that are looked at."""
_SHAPE_LIMIT: Final = 400
"""Code points of a path that are kept: unclosed tags nest thousands deep."""
_LONG_TEXT: Final = 200
_SAMPLES: Final = 12
_CAPTION_LIMIT: Final = 60

_NOISE: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "title", "option", "textarea", "button"}
)
_REGION_TAGS: Final = {"main": "main", "aside": "aside", "nav": "nav"}
_OPEN_REGIONS: Final = ("", "header", "footer")
_ROLES: Final = {
    "main": "main",
    "navigation": "nav",
    "complementary": "aside",
    "banner": "header",
    "contentinfo": "footer",
}
_BOXES: Final = frozenset({"ul", "ol", "dl", "table", "select", "section", "aside", "nav", "form", "menu", "article"})
_CLASSLESS: Final = frozenset({"li", "tr", "td", "article", "a", "dd", "dt", "tbody", "html", "body", "option"})
_STATE_CLASS: Final = re.compile(
    r"\d|^(?:active|current|selected|open|opened|closed|first|last|odd|even|expanded|collapsed|visited|new|is-.*|has-.*|js-.*|no-.*|"
    r"post|hentry|item|clearfix|container|row|col|wrapper|inner)$",
    re.IGNORECASE,
)
_NOT_SIDE: Final = re.compile(
    r"(?:with|has|no|without|hide|show|main|content|page|layout|body|wrap)-?\w*[_-]?(?:sidebar|side)", re.IGNORECASE
)
_CAPTION_HINT: Final = re.compile(
    r"chapter|section|caption|volume|\bpart|group|heading|subtitle|arc-|season|book", re.IGNORECASE
)
_CAPTION_TAGS: Final = frozenset({"caption", "summary", "dt", "th", "b", "strong", "label", "legend", "optgroup"})
_MAYBE_CAPTION: Final = frozenset({"p", "div", "span", "li", "td", "font", "center", "em", "i", "big"})


class _Spot(NamedTuple):
    """What its ancestors make of an element."""

    shape: str
    region: str
    box: int
    section: str
    listed: bool


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
    bylines: list[tuple[HtmlElement, str]] = field(default_factory=list)
    """Lines that begin as those do which name an author, each with its element."""
    rights: list[tuple[HtmlElement, str]] = field(default_factory=list)
    """Lines with a copyright sign."""


class _Walk:
    """The state of one pass."""

    def __init__(self, root: HtmlElement, base: str) -> None:
        self.base = base
        self.resolve = Addresses(base).resolve
        self.walked = Walked()
        self.spots: dict[HtmlElement, _Spot] = {}
        self.places: dict[HtmlElement, int] = {}
        self.caption = ""
        self.root = root
        self.readers: dict[str, Callable[[HtmlElement, int], None]] = {
            "a": self._link,
            "area": self._link,
            "time": self._time,
            "option": self._choice,
            "article": self._article,
            **dict.fromkeys(HEADINGS, self._heading),
        }

    # --- where an element stands -----------------------------------------------------------------------------

    def spot(self, element: HtmlElement) -> _Spot:
        """What the element and its ancestors say, kept for its siblings and children."""
        chain: list[HtmlElement] = []
        node: HtmlElement | None = element
        known: _Spot | None = None
        while node is not None:
            known = self.spots.get(node)
            if known is not None:
                break
            chain.append(node)
            node = node.getparent()
        spot = known or _Spot("", "", 0, "", False)
        for inner in reversed(chain):
            spot = self._step(spot, inner)
            self.spots[inner] = spot
        return spot

    def _step(self, outer: _Spot, element: HtmlElement) -> _Spot:
        tag = element.tag if isinstance(element.tag, str) else "x"
        attributes = element.attrib
        names = str(attributes.get("class", ""))
        shape = f"{outer.shape}>{tag}"[-_SHAPE_LIMIT:]
        if names and tag not in _CLASSLESS:
            telling = next((name for name in names.split()[:6] if not _STATE_CLASS.search(name)), "")
            shape += f".{telling[:24]}" if telling else ""
        region = self._region(outer.region, tag, names, str(attributes.get("id", "")), str(attributes.get("role", "")))
        box, section = outer.box, outer.section
        if tag in _BOXES:
            if not outer.listed:
                box = self.places.get(element, box)
            elif tag in ("ul", "ol"):
                section = self._opening(element) or section
        if region != outer.region and region == "aside":
            box = self.places.get(element, box)
        return _Spot(shape, region, box, section, outer.listed or tag == "li")

    @staticmethod
    def _region(outer: str, tag: str, names: str, name: str, role: str) -> str:
        if tag in ("html", "body") or outer in ("aside", "nav"):
            return outer if outer in ("aside", "nav") else ""
        direct = _REGION_TAGS.get(tag) or _ROLES.get(role, "")
        if direct and not (direct == "nav" and outer == "main" and tag != "nav"):
            return direct
        if (tag in ("header", "footer") and outer in _OPEN_REGIONS) or (tag == "article" and not outer):
            return "main" if tag == "article" else tag
        hints = f"{names} {name}" if names or name else ""
        if hints and SIDE_HINT.search(hints) and not _NOT_SIDE.search(hints):
            return "aside"
        return outer

    @staticmethod
    def _opening(inner: HtmlElement) -> str:
        """The text that opens the list item in which a further list stands."""
        item: HtmlElement | None = inner
        while item is not None and item.tag != "li":
            item = item.getparent()
        if item is None:
            return ""
        for node in item.iter():
            if node is inner:
                return ""
            text = (node.text or "").strip() if isinstance(node.tag, str) and node.tag not in _NOISE else ""
            if text:
                return clean_line(text, 80)
        return ""

    # --- the pass ------------------------------------------------------------------------------------------------

    def run(self) -> Walked:
        """The whole pass."""
        walked = self.walked
        for place, element in enumerate(self.root.iter()):
            tag = element.tag
            if isinstance(tag, str) and (tag not in _NOISE or tag == "option"):
                if tag in _BOXES or tag == "div":
                    self.places[element] = place
                reader = self.readers.get(tag)
                if reader is not None:
                    reader(element, place)
                text = element.text
                if text and tag != "option" and not text.isspace():
                    self._own_text(element, tag, text, place)
            tail = element.tail
            if tail and not tail.isspace():
                stripped = tail.strip()
                walked.weight += len(stripped)
                if len(stripped) <= _LONG_TEXT:
                    parent = element.getparent()
                    if parent is not None:
                        self._credit(parent, stripped)
        walked.links = settle_choices(walked.links, self.base)
        return walked

    def _article(self, element: HtmlElement, _: int) -> None:
        self.walked.articles += self.spot(element).region not in ("aside", "nav", "footer")

    def _own_text(self, element: HtmlElement, tag: str, text: str, place: int) -> None:
        walked = self.walked
        stripped = text.strip()
        walked.weight += len(stripped)
        if len(stripped) > _LONG_TEXT:
            if len(walked.sample) < _SAMPLES:
                walked.sample.append(stripped[:300])
            return
        if len(walked.sample) < _SAMPLES and tag in ("p", "div", "td", "li", "h1", "h2", "span", "font", "center"):
            walked.sample.append(stripped)
        self._credit(element, stripped)
        if tag != "time" and YEAR.search(stripped):
            stamp = read_date(stripped)
            if stamp:
                walked.stamps.append((place, stamp))
        if len(stripped) <= _CAPTION_LIMIT and tag not in HEADINGS:
            hint = (
                _CAPTION_HINT.search(str(element.get("class", ""))) if tag in _MAYBE_CAPTION else tag in _CAPTION_TAGS
            )
            if hint and element.getparent() is not None and not self._in_link(element):
                self.caption = clean_line(stripped, 80)

    def _credit(self, element: HtmlElement, line: str) -> None:
        """Keep a short line that may say who wrote the page, or whose it is."""
        if LABELLED.search(line):
            self.walked.bylines.append((element, line))
        if not line.isalpha() and RIGHTS.search(line):
            self.walked.rights.append((element, line))

    @staticmethod
    def _in_link(element: HtmlElement) -> bool:
        node: HtmlElement | None = element
        for _ in range(5):
            if node is None:
                return False
            if node.tag == "a" or node.find(".//a") is not None:
                return True
            node = node.getparent() if node.tag not in BLOCKS else None
        return False

    def _time(self, element: HtmlElement, place: int) -> None:
        stamp = read_iso(str(element.get("datetime", ""))) or read_date((element.text or "").strip())
        if stamp:
            self.walked.stamps.append((place, stamp))

    def _heading(self, element: HtmlElement, place: int) -> None:
        text = visible_text(element).strip("¶#§_ 🔗")
        if not text:
            return
        link = element.find(".//a[@href]")
        anchor = str(element.get("id") or "")
        if not anchor:
            named = element.find(".//*[@id]")
            if named is None:
                named = element.find(".//a[@name]")
            anchor = str(named.get("id") or named.get("name")) if named is not None else ""
        url = self.resolve(str(link.get("href"))) if link is not None else ""
        if not url and anchor:
            url = f"{self.base.partition('#')[0]}#{anchor}"
        region = self.spot(element).region
        self.walked.headings.append(Heading(HEADINGS[str(element.tag)], text, url, place, region, self.walked.weight))
        self.caption = ""

    def _choice(self, element: HtmlElement, place: int) -> None:
        value = str(element.get("value") or "")
        text = visible_text(element)
        if not value or not text or len(self.walked.links) >= LINKS_LIMIT:
            return
        chosen = element.getparent()
        group = chosen if chosen is not None and chosen.tag == "optgroup" else None
        spot = self.spot(chosen) if chosen is not None else self.spot(element)
        url = (
            self.resolve(value)
            if re.match(r"(?:https?:)?/|\.{0,2}/|[\w.-]+\.\w+|\?", value)
            else f"{VALUE}{value[:200]}"
        )
        section = clean_line(str(group.get("label", "")), 80) if group is not None else ""
        hint = (
            f"{chosen.get('id') or ''} {chosen.get('name') or ''} {chosen.get('onchange') or ''}"[:300]
            if chosen is not None
            else ""
        )
        self.walked.links.append(
            Link(
                url,
                text,
                place,
                f"{spot.shape}>option",
                spot.region,
                self._select_place(element),
                len(self.walked.headings) - 1,
                section,
                ("option",),
                hint=hint,
            )
        )

    def _select_place(self, element: HtmlElement) -> int:
        node = element.getparent()
        while node is not None and node.tag != "select":
            node = node.getparent()
        return self.places.get(node, 0) if node is not None else 0

    def _link(self, element: HtmlElement, place: int) -> None:
        walked = self.walked
        href = element.get("href")
        if not href or len(walked.links) >= LINKS_LIMIT:
            return
        url = self.resolve(str(href))
        if not url:
            return
        spot = self.spot(element)
        parent = element.getparent()
        text = link_text(element)
        if parent is not None and len(element) == 0 and not (element.text or "").strip():
            text = heading_beside(parent) or text
        walked.linked += len(text)
        before = after = ""
        if spot.region not in ("header", "footer", "nav"):
            before, after = around(element)
        inherited = str(parent.get("class", ""))[:80] if parent is not None else ""
        attributes = element.attrib
        hint = " ".join(
            filter(
                None,
                (
                    str(attributes.get("class", ""))[:80],
                    inherited,
                    str(attributes.get("title", ""))[:80],
                    str(attributes.get("aria-label", ""))[:80],
                ),
            )
        )
        if not text:
            hint = f"{hint} {button_name(element)}".strip()
        if element.find(".//time") is not None:
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
                tuple(str(attributes.get("rel", "")).lower().split()[:6]),
                before,
                after,
                hint,
                in_prose(before) or in_prose(after),
            )
        )


def walk(root: HtmlElement, base: str) -> Walked:
    """Every link, heading and date under ``root``, addresses resolved against ``base``."""
    return _Walk(root, base).run()
