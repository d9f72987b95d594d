"""The letters of an element, comments left out: as they stand, and with white space folded.

The casts that lxml's types ask for live here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import XPath, _Element


def raw_text(element: _Element) -> str:
    """Every text node of the element, joined."""
    return "".join(cast("Iterator[str]", element.itertext("*")))


def elements_at(path: XPath, root: _Element) -> list[_Element]:
    """What a path that leads to elements finds."""
    return cast("list[_Element]", path(root))


def text_of(element: _Element) -> str:
    """The element's text with white space folded."""
    return " ".join(raw_text(element).split())
