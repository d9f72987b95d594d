"""The line in which a link stands: the words before and behind it.

Owns where a line ends (at a block, a break) and how much of it is kept.  Source: HTML, content categories.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.discover.linktext import BLOCKS, NOT_READ, plain_line, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

BEHIND_LIMIT: Final = 120
"""Code points kept of the line behind a link."""
BEFORE_LIMIT: Final = 60
"""Code points kept of the line before it."""
_STEPS: Final = 40


def around(element: HtmlElement) -> tuple[str, str]:
    """The text of the element's line before and behind it, the nearest part of each."""
    parent = element.getparent()
    if parent is not None and len(parent) == 1 and parent.tag in BLOCKS:
        before, behind = parent.text, element.tail
        return (
            plain_line(before, 4 * BEHIND_LIMIT)[-BEFORE_LIMIT:] if before else "",
            plain_line(behind, 4 * BEHIND_LIMIT)[:BEHIND_LIMIT] if behind else "",
        )
    return _line(element, forward=False), _line(element, forward=True)


def _line(element: HtmlElement, *, forward: bool) -> str:
    pieces: list[str] = []
    size = 0
    for piece in _steps(element, forward=forward):
        pieces.append(piece)
        size += len(piece.strip())
        if size > BEHIND_LIMIT:
            break
    if not size:
        return ""
    text = plain_line("".join(pieces if forward else reversed(pieces)), 4 * BEHIND_LIMIT)
    return text[:BEHIND_LIMIT] if forward else text[-BEFORE_LIMIT:]


def _steps(element: HtmlElement, *, forward: bool) -> Iterator[str]:
    node: HtmlElement = element
    for _ in range(_STEPS):
        if forward:
            yield node.tail or ""
        other = node.getnext() if forward else node.getprevious()
        if other is None:
            parent = node.getparent()
            if parent is None or parent.tag in BLOCKS:
                if not forward and parent is not None:
                    yield parent.text or ""
                return
            if not forward:
                yield parent.text or ""
            node = parent
            continue
        if not forward:
            yield other.tail or ""
        if other.tag in BLOCKS:
            return
        if isinstance(other.tag, str) and other.tag not in NOT_READ:
            yield visible_text(other, BEHIND_LIMIT)
        node = other
