"""A page's blocks measured once: how much text each holds, how much of it is links, how it is punctuated.

Owns the counting that every choice is made on.  The unit is the byte of UTF-8 without white space at the ends of a
text node: a kana then weighs three Latin letters, which is about what it says.  What stands in inline elements counts
for the block around them.  Refuses to judge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.extract.tags import BLOCKS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element


@dataclass(slots=True, eq=False)
class Measure:
    """What one block holds.

    ``text``, ``links`` and ``commas`` count the whole subtree, ``flow…`` only the text that stands in the
    element itself or in inline elements of it.
    """

    element: _Element
    tag: str
    parent: Measure | None
    """The block around this one."""
    order: int
    """Place among the page's blocks, in document order."""
    text: int = 0
    links: int = 0
    commas: int = 0
    flow: int = 0
    flow_links: int = 0
    flow_commas: int = 0
    score: float = 0.0
    scored: bool = False
    value: float = 0.0
    prose: int = 0

    @property
    def link_share(self) -> float:
        """Share of the text that is links, 0 to 1."""
        return self.links / self.text if self.text else 0.0


class Outline:
    """Every block of a page, in document order, with its measure."""

    def __init__(self, root: _Element) -> None:
        self.measures: list[Measure] = []
        self.of: dict[_Element, Measure] = {}
        self._descend(root)
        self._sum()

    @property
    def body(self) -> Measure:
        """The page's body, or what was measured where it has none."""
        return next((measure for measure in self.measures if measure.tag == "body"), self.measures[0])

    def children(self, measure: Measure) -> Iterator[Measure]:
        """The measures of an element's children that were blocks when it was measured."""
        for child in measure.element:
            if (found := self.of.get(child)) is not None:
                yield found

    def _descend(self, root: _Element) -> None:
        of, measures = self.of, self.measures
        owner = Measure(root, str(root.tag), None, 0)
        of[root] = owner
        measures.append(owner)
        if root.text and (text := root.text.strip()):
            _count(owner, text, linked=False)
        # which block counts an element's text, and which elements are in a link
        owners: dict[_Element | None, Measure] = {root: owner}
        in_links: set[_Element | None] = set()
        elements = root.iter("*")
        next(elements)
        for element in elements:
            above = element.getparent()
            owner, linked = owners[above], above in in_links
            if (tail := element.tail) and (tail := tail.strip()):
                _count(owner, tail, linked=linked)
            tag = element.tag
            if tag in BLOCKS:
                owner = of[element] = Measure(element, tag, owner, len(measures))
                measures.append(owner)
            elif tag == "a":
                linked = True
            owners[element] = owner
            if linked:
                in_links.add(element)
            if (inner := element.text) and (inner := inner.strip()):
                _count(owner, inner, linked=linked)

    def _sum(self) -> None:
        for measure in reversed(self.measures):
            measure.text += measure.flow
            measure.links += measure.flow_links
            measure.commas += measure.flow_commas
            parent = measure.parent
            if parent is not None:
                parent.text += measure.text
                parent.links += measure.links
                parent.commas += measure.commas


def _count(measure: Measure, text: str, *, linked: bool) -> None:
    if text.isascii():
        size, commas = len(text), text.count(",")
    else:
        size = len(text.encode("utf-8", "ignore"))
        commas = text.count(",") + text.count("、") + text.count("。") + text.count("，")
    measure.flow += size
    measure.flow_commas += commas
    if linked:
        measure.flow_links += size
