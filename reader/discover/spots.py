"""Where an element of a page stands: its shape, region and box, by what its ancestors say.

Owns the geometry of a page and the class names that tell of it; refuses to know what any of it means.  What ancestors
say is kept per element, and what like children of one parent say is worked out once.  Source: HTML (sectioning
content, lists), WAI-ARIA (landmark roles).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.discover.words import SIDE_HINT

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

NOISE: Final = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "title", "option", "textarea", "button"}
)
"""Elements whose own text is no text of the page."""
BOXES: Final = frozenset({"ul", "ol", "dl", "table", "select", "section", "aside", "nav", "form", "menu", "article"})
"""Elements in which links stand together."""
_SHAPE_LIMIT: Final = 400
"""Code points of a path that are kept: unclosed tags nest thousands deep."""
_REGION_TAGS: Final = {"main": "main", "aside": "aside", "nav": "nav"}
_OPEN_REGIONS: Final = ("", "header", "footer")
_ROLES: Final = {
    "main": "main",
    "navigation": "nav",
    "complementary": "aside",
    "banner": "header",
    "contentinfo": "footer",
}
_DIGITS: Final = {ord(digit): "0" for digit in "123456789"}
_CLASSLESS: Final = frozenset({"li", "tr", "td", "article", "a", "dd", "dt", "tbody", "html", "body", "option"})
_STATE_CLASS: Final = re.compile(
    r"\d|^(?:active|current|selected|open|opened|closed|first|last|odd|even|expanded|collapsed|visited|new|is-.*|has-.*|js-.*|no-.*|"
    r"post|hentry|item|clearfix|container|row|col|wrapper|inner)$",
    re.IGNORECASE,
)
_NOT_SIDE: Final = re.compile(
    r"(?:with|has|no|without|hide|show|main|content|page|layout|body|wrap)-?\w*[_-]?(?:sidebar|side)", re.IGNORECASE
)


class Spot:
    """What its ancestors make of an element."""

    __slots__ = ("box", "inner", "listed", "region", "section", "shape")

    def __init__(self, shape: str, region: str, box: int, section: str, *, listed: bool) -> None:
        self.shape = shape
        self.region = region
        self.box = box
        self.section = section
        self.listed = listed
        self.inner: dict[tuple[str, str, str, str], Spot] = {}
        """The spots of its children by what they say of themselves; children that make a box are left out."""


@lru_cache(maxsize=4096)
def _telling(names: str) -> str:
    """The first class name that says what an element is for, with a dot before it."""
    telling = next((name for name in names.split()[:6] if not _STATE_CLASS.search(name)), "")
    return f".{telling[:24]}" if telling else ""


@lru_cache(maxsize=4096)
def _is_side(names: str) -> bool:
    return bool(SIDE_HINT.search(names))


@lru_cache(maxsize=4096)
def _is_not_side(names: str) -> bool:
    return bool(_NOT_SIDE.search(names))


class Spots:
    """The spots of one tree's elements, and the ordinals of those that may make a box."""

    def __init__(self) -> None:
        self.places: dict[Element, int] = {}
        self._known: dict[Element, Spot] = {}
        self._top = Spot("", "", 0, "", listed=False)

    def of(self, element: Element) -> Spot:
        """What the element and its ancestors say, kept for its siblings and children."""
        known = self._known
        spot = known.get(element)
        if spot is not None:
            return spot
        node = element.getparent()
        if node is not None and (spot := known.get(node)) is not None:
            spot = known[element] = self._step(spot, element)
            return spot
        chain: list[Element] = [element]
        while node is not None:
            spot = known.get(node)
            if spot is not None:
                break
            chain.append(node)
            node = node.getparent()
        spot = spot or self._top
        while chain:
            inner = chain.pop()
            spot = known[inner] = self._step(spot, inner)
        return spot

    def _step(self, outer: Spot, element: Element) -> Spot:
        names, name = element.get("class", ""), element.get("id", "")
        # Nothing is told by which digits a name holds: "post-17" and "post-18" stand alike.
        said = tag, names, name, role = (
            element.tag,
            names.translate(_DIGITS) if names else "",
            name.translate(_DIGITS) if name else "",
            element.get("role", ""),
        )
        spot = outer.inner.get(said)
        if spot is not None:
            return spot
        shape = f"{outer.shape}>{tag}"[-_SHAPE_LIMIT:]
        if names and tag not in _CLASSLESS:
            shape += _telling(names)
        region = _region(outer.region, tag, names, name, role)
        box, section = outer.box, outer.section
        alike = True
        if tag in BOXES:
            alike = False
            if not outer.listed:
                box = self.places.get(element, box)
            elif tag in ("ul", "ol"):
                section = _opening(element) or section
        if region != outer.region and region == "aside":
            alike = False
            box = self.places.get(element, box)
        spot = Spot(shape, region, box, section, listed=outer.listed or tag == "li")
        if alike:
            outer.inner[said] = spot
        return spot


def _region(outer: str, tag: str, names: str, name: str, role: str) -> str:
    if tag in ("html", "body") or outer in ("aside", "nav"):
        return outer if outer in ("aside", "nav") else ""
    direct = _REGION_TAGS.get(tag) or (_ROLES.get(role, "") if role else "")
    if direct and not (direct == "nav" and outer == "main" and tag != "nav"):
        return direct
    if (tag in ("header", "footer") and outer in _OPEN_REGIONS) or (tag == "article" and not outer):
        return "main" if tag == "article" else tag
    if (_is_side(names) or _is_side(name)) and not (_is_not_side(names) or _is_not_side(name)):
        return "aside"
    return outer


def _opening(inner: Element) -> str:
    """The text that opens the list item in which a further list stands."""
    item: Element | None = inner
    while item is not None and item.tag != "li":
        item = item.getparent()
    if item is None:
        return ""
    for node in item.iter():
        if node is inner:
            return ""
        text = (node.text or "").strip() if node.tag not in NOISE else ""
        if text:
            return clean_line(text, 80)
    return ""
