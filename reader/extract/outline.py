"""A page's elements measured once: how much text each holds, how much of it is links, how it is punctuated.

Owns the counting that every choice is made on.  The unit is the byte of UTF-8 without white space at the ends of a
text node: a kana then weighs three Latin letters, which is about what it says.  Refuses to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.extract.blocks import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_SPLITS_FLOW: Final = BLOCKS | {"br", "hr"}


@dataclass(slots=True, eq=False)
class Measure:
    """What one element holds.

    ``text``, ``links`` and ``commas`` count the whole subtree, ``flow…`` only the text that stands in the
    element itself or in inline elements of it.
    """

    element: _Element
    tag: str
    parent: Measure | None
    order: int
    text: int = 0
    links: int = 0
    commas: int = 0
    flow: int = 0
    flow_links: int = 0
    flow_commas: int = 0
    paragraphs: int = 0
    items: int = 0
    images: int = 0
    score: float = 0.0
    scored: bool = False
    value: float = 0.0
    prose: int = 0

    @property
    def link_share(self) -> float:
        """Share of the text that is links, 0 to 1."""
        return self.links / self.text if self.text else 0.0


class Outline:
    """Every element of a page, in document order, with its measure."""

    def __init__(self, root: _Element) -> None:
        self.measures: list[Measure] = []
        self.of: dict[_Element, Measure] = {}
        self._descend(root)
        self._sum()

    def children(self, measure: Measure) -> Iterator[Measure]:
        """The measures of an element's children that were elements when it was measured."""
        for child in measure.element:
            if (found := self.of.get(child)) is not None:
                yield found

    def _descend(self, root: _Element) -> None:
        of, measures = self.of, self.measures
        stack: list[Measure | None] = []
        elements: list[_Element] = []
        for order, element in enumerate(root.iter("*")):
            above = element.getparent()
            while elements and elements[-1] is not above:
                elements.pop()
                stack.pop()
            parent = stack[-1] if stack else None
            measure = Measure(element, str(element.tag), parent, order)
            of[element] = measure
            measures.append(measure)
            stack.append(measure)
            elements.append(element)
            if parent is not None:
                tail = element.tail
                if tail and (tail := tail.strip()):
                    _count(parent, tail)
            text = element.text
            if text and (text := text.strip()):
                _count(measure, text)

    def _sum(self) -> None:
        for measure in reversed(self.measures):
            tag = measure.tag
            if tag == "a":
                measure.links = measure.text
                measure.flow_links = measure.flow
            elif tag == "p":
                measure.paragraphs += 1
            elif tag == "li":
                measure.items += 1
            elif tag == "img":
                measure.images += 1
            parent = measure.parent
            if parent is None:
                continue
            parent.text += measure.text
            parent.links += measure.links
            parent.commas += measure.commas
            parent.paragraphs += measure.paragraphs
            parent.items += measure.items
            parent.images += measure.images
            if tag not in BLOCKS:
                parent.flow += measure.flow
                parent.flow_links += measure.flow_links
                parent.flow_commas += measure.flow_commas


def _count(measure: Measure, text: str) -> None:
    if text.isascii():
        size, commas = len(text), text.count(",")
    else:
        size = len(text.encode("utf-8", "ignore"))
        commas = text.count(",") + text.count("、") + text.count("。") + text.count("，") + text.count("，")
    measure.text += size
    measure.flow += size
    measure.commas += commas
    measure.flow_commas += commas
