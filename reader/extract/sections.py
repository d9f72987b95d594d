"""One episode of several on the same page: from its anchor or heading to the next one of its kind.

Owns finding the place that a fragment or a title names, and cutting away (in place) what stands before and after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from reader.extract.content import raw_text
from reader.extract.metadata import folded, heading_text
from reader.extract.pruning import remove

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_SECTIONS: Final = frozenset({"section", "article", "div", "td", "li", "dd", "body", "main"})
_LEAST: Final = 20
"""Code points of a section that is one."""


def narrow(root: _Element, fragment: str, others: Sequence[str], title: str) -> str:
    """Keep only the section that ``fragment`` names or whose heading is ``title``; what was done, ``""`` for nothing.

    ``others`` are fragments of further episodes on the page; they bound the section.
    """
    body = next(root.iter("body"), root)
    start = _place(body, fragment) if fragment else None
    if start is not None and _is_whole(start, body):
        start = None
    heading = _heading_at(start) if start is not None else None
    if start is None and title:
        heading = _titled(body, title)
        if heading is None or not _peers(heading, body):
            return ""
        start = heading
    if start is None:
        return ""
    bounds = [place for name in others if name != fragment and (place := _place(body, name)) is not None]
    if heading is not None:
        bounds.extend(_peers(heading, body))
        start = _first(start, heading, body)
    end = _next_after(start, bounds, body)
    if end is None and not bounds and _holds_enough(start):
        return _keep_within(start, body)
    size_before = len(raw_text(body))
    _keep_between(start, end, body)
    after = len(raw_text(body))
    return f"the section of {fragment or title} ({after} of {size_before} code points)"


def _place(body: _Element, name: str) -> _Element | None:
    name = unquote(name)
    for element in body.iter("*"):
        if element.get("id") == name or (element.tag == "a" and element.get("name") == name):
            return element
    return None


def _is_whole(place: _Element, body: _Element) -> bool:
    whole = len(raw_text(body))
    return len(raw_text(place)) > 0.8 * whole


def _heading_at(place: _Element) -> _Element | None:
    """The heading that the place is, is in, opens with, or stands right before."""
    for node in (place, *place.iterancestors()):
        if node.tag in _HEADINGS:
            return node
    inside = next(place.iter(*_HEADINGS), None)
    return inside if inside is not None else _heading_after(place)


def _heading_after(place: _Element) -> _Element | None:
    node, following = place, place.getnext()
    while following is None and (parent := node.getparent()) is not None and parent.tag in ("p", "a", "div"):
        node, following = parent, parent.getnext()
    for _ in range(3):
        if following is None:
            break
        heading = next(following.iter(*_HEADINGS), None)
        if heading is not None:
            return heading
        if raw_text(following).strip():
            break
        following = following.getnext()
    return None


def _titled(body: _Element, title: str) -> _Element | None:
    key = folded(title)
    if not key:
        return None
    for exact in (True, False):
        for element in body.iter(*_HEADINGS):
            text = folded(heading_text(element))
            if text == key or (not exact and len(text) > 3 and (text in key or key in text)):  # noqa: PLR2004 - more than a number
                return element
    return None


def _shape(element: _Element) -> tuple[str, ...]:
    """Tag and lasting class names of the element and of what is around it."""
    shape = []
    for node in (element, *element.iterancestors()):
        if node.tag == "body":
            break
        names = sorted(name for name in node.get("class", "").split() if not any(letter.isdigit() for letter in name))
        shape.append(".".join([str(node.tag), *names]))
    return tuple(shape)


def _peers(heading: _Element, body: _Element) -> list[_Element]:
    """Headings of the same or a higher level that stand in the same place of the page's structure."""
    level, shape = int(heading.tag[1]), _shape(heading)
    out = []
    for element in body.iter(*_HEADINGS):
        other_level, other = int(element.tag[1]), _shape(element)
        same = other_level == level and len(other) == len(shape) and other[1:] == shape[1:]
        above = other_level < level and other[1:] == shape[len(shape) - len(other) + 1 :] and len(other) <= len(shape)
        if element is not heading and (same or above):
            out.append(element)
    return out


def _first(start: _Element, heading: _Element, body: _Element) -> _Element:
    for element in body.iter("*"):
        if element is start or element is heading:
            return element
    return start


def _next_after(start: _Element, bounds: Sequence[_Element], body: _Element) -> _Element | None:
    wanted = set(bounds)
    inside = set(start.iter("*"))
    seen = False
    for element in body.iter("*"):
        if element is start:
            seen = True
        elif seen and element in wanted and element not in inside:
            return element
    return None


def _holds_enough(place: _Element) -> bool:
    return place.tag in _SECTIONS and len(raw_text(place).strip()) >= _LEAST


def _keep_within(place: _Element, body: _Element) -> str:
    _keep_between(place, None, body)
    node: _Element | None = place
    while node is not None and node is not body:
        for after in list(node.itersiblings()):
            remove(after)
        node.tail = None
        node = node.getparent()
    return f"the element {place.tag}#{place.get('id', '')}"


def _keep_between(start: _Element, end: _Element | None, body: _Element) -> None:
    node = start
    while node is not body and (parent := node.getparent()) is not None:
        for before in list(node.itersiblings(preceding=True)):
            before.tail = None
            parent.remove(before)
        parent.text = None
        node = parent
    if end is None:
        return
    node, doomed = end, True
    while node is not body and (parent := node.getparent()) is not None:
        for after in list(node.itersiblings()):
            after.tail = None
            parent.remove(after)
        node.tail = None
        if doomed:  # the bound itself, and what held nothing else
            parent.remove(node)
            doomed = not len(parent) and not (parent.text or "").strip()
        node = parent
