"""The line in which a link stands: the words before and behind it.

Owns where a line ends (at a block, a break) and how much of it is kept.  Source: HTML, content categories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.discover.linktext import BLOCKS, NOT_READ, plain_line, visible_text

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

BEHIND_LIMIT: Final = 120
"""Code points kept of the line behind a link."""
BEFORE_LIMIT: Final = 60
"""Code points kept of the line before it."""
_STEPS: Final = 40
_CELL_LIMIT: Final = 24
_CELLS: Final = frozenset({"td", "th"})


class Lines:
    """The lines of one tree; what an element between links says is read once for all of them."""

    def __init__(self) -> None:
        self._texts: dict[Element, str] = {}

    def around(self, element: Element) -> tuple[str, str]:
        """The text of the element's line before and behind it, the nearest part of each."""
        parent = element.getparent()
        # Not by the count of its parent's children: lxml counts them one by one, for every link of a long list.
        alone = element.getnext() is None and element.getprevious() is None
        if parent is not None and alone and parent.tag in BLOCKS:
            before, behind = parent.text, element.tail
            return (
                plain_line(before, 4 * BEHIND_LIMIT)[-BEFORE_LIMIT:] if before else _cell_before(parent),
                plain_line(behind, 4 * BEHIND_LIMIT)[:BEHIND_LIMIT] if behind else "",
            )
        before = self._before(element)
        if not before and parent is not None:
            before = _cell_before(parent)
        return before, self._behind(element)

    def _text(self, element: Element) -> str:
        text = self._texts.get(element)
        if text is None:
            text = self._texts[element] = visible_text(element, BEHIND_LIMIT)
        return text

    def _before(self, element: Element) -> str:
        pieces: list[str] = []
        size = 0
        node = element
        for _ in range(_STEPS):
            other = node.getprevious()
            if other is None:
                other = node.getparent()
                piece = other.text if other is not None else None
                ends = other is None or other.tag in BLOCKS
            else:
                piece, tag = other.tail, other.tag
                ends = tag in BLOCKS
                if not ends and tag not in NOT_READ:
                    piece = f"{self._text(other)}{piece or ''}"
            if piece:
                pieces.append(piece)
                size += len(piece.strip())
            if ends or other is None or size > BEHIND_LIMIT:
                break
            node = other
        return plain_line("".join(reversed(pieces)), 4 * BEHIND_LIMIT)[-BEFORE_LIMIT:] if size else ""

    def _behind(self, element: Element) -> str:
        pieces: list[str] = []
        size = 0
        node = element
        for _ in range(_STEPS):
            if piece := node.tail:
                pieces.append(piece)
                size += len(piece.strip())
                if size > BEHIND_LIMIT:
                    break
            other = node.getnext()
            if other is None:
                other = node.getparent()
                if other is None or other.tag in BLOCKS:
                    break
            elif (tag := other.tag) in BLOCKS:
                break
            elif tag not in NOT_READ and (piece := self._text(other)):
                pieces.append(piece)
                size += len(piece)
                if size > BEHIND_LIMIT:
                    break
            node = other
        return plain_line("".join(pieces), 4 * BEHIND_LIMIT)[:BEHIND_LIMIT] if size else ""


def _cell_before(cell: Element) -> str:
    """What the cell of a table before this one says, where that is short: the number of a chapter, a day."""
    if cell.tag not in _CELLS:
        return ""
    other = cell.getprevious()
    if other is None or other.tag not in _CELLS or next(other.iter("a"), None) is not None:
        return ""
    text = plain_line(visible_text(other, _CELL_LIMIT + 1), _CELL_LIMIT + 1)
    return text if len(text) <= _CELL_LIMIT else ""
