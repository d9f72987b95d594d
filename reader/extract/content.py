"""The letters of an element: as they stand, and with white space folded.

Trees are parsed without comments, so that nothing else is among them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element


def raw_text(element: _Element) -> str:
    """Every text node of the element, joined."""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


def text_of(element: _Element) -> str:
    """The element's text with white space folded."""
    return " ".join(raw_text(element).split())
