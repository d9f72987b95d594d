"""A place in a text, kept so that it is found again after the text was edited.

Owns both ways between a place (block, offset in code points) and a :class:`~reader.model.Locator`.  A place whose
words still stand there is itself; else the words around it are looked for, nearest to the old place first, whole, then
in ever shorter pieces; else the old place is the best guess.  Refuses to know about layout: no width, ruby mode or
direction moves a place.  Source: the selectors of the W3C Web Annotation Data Model (position with quotation).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reader.model import Locator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document import Document

CONTEXT: Final = 16
"""Code points kept on each side."""

_PIECES: Final = (12, 8, 6, 4)
"""Code points of the pieces looked for when the whole is gone, and how far around shorter and shorter ones are trusted:
a piece of n code points is looked for within ``n ** 4`` of the old place."""

_WALL: Final = "\x00"
"""Between blocks in the flat text; cleaned text has none."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a document; ``exact`` where the words around it are those that were kept."""

    block: int
    offset: int
    exact: bool


def locate(document: Document, block: int, offset: int) -> Locator:
    """The locator of a place; one outside the document is moved to its nearest place."""
    if not document.blocks:
        return Locator(0, 0)
    block = min(max(0, block), len(document.blocks) - 1)
    text = document.blocks[block].text
    offset = min(max(0, offset), len(text))
    return Locator(block, offset, text[max(0, offset - CONTEXT) : offset], text[offset : offset + CONTEXT])


def resolve(document: Document, locator: Locator) -> Place:
    """Where the place is now; always a place inside ``document`` (0, 0 in one without blocks).

    ``resolve(document, locate(document, block, offset))`` is that block and offset, exactly.
    """
    if not document.blocks:
        return Place(0, 0, exact=False)
    if _stands(document, locator):
        return Place(locator.block, locator.offset, exact=True)
    flat = _Flat(document)
    old = flat.index(locator.block, locator.offset)
    words = locator.before + locator.after
    hit = flat.nearest(words, old, aim=len(locator.before)) if words else None
    if hit is not None:
        return flat.place(hit, exact=True)
    for size, start in _pieces(locator):
        hit = flat.nearest(words[start : start + size], old, aim=len(locator.before) - start, reach=size**4)
        if hit is not None:
            return flat.place(hit, exact=False)
    return flat.place(old, exact=False)


def _stands(document: Document, locator: Locator) -> bool:
    """Whether the kept words stand at the old place (no words: whether the block is still an empty one)."""
    if not 0 <= locator.block < len(document.blocks):
        return False
    text = document.blocks[locator.block].text
    if not locator.before and not locator.after:
        return not text and locator.offset == 0
    start = locator.offset - len(locator.before)
    return start >= 0 and text.startswith(locator.before + locator.after, start)


def _pieces(locator: Locator) -> Iterator[tuple[int, int]]:
    """Size and start, in the words kept, of what to look for: long ones first, then those nearest to the place."""
    before, after = len(locator.before), len(locator.after)
    halves = [(after, before), (before, 0)]
    yield from ((size, start) for size, start in halves if size > _PIECES[0])
    for size in _PIECES:
        starts = range(before + after - size + 1)
        yield from ((size, start) for start in sorted(starts, key=lambda start: abs(2 * start + size - 2 * before)))


class _Flat:
    """All text of a document in one string, and the way back."""

    def __init__(self, document: Document) -> None:
        texts = [block.text for block in document.blocks]
        self.text = _WALL.join(texts)
        self.sizes = [len(text) for text in texts]
        self.starts = [0, *accumulate(size + 1 for size in self.sizes)][: len(texts)]

    def index(self, block: int, offset: int) -> int:
        """The place's index in the flat text, moved into its block, and into the document."""
        block = min(max(0, block), len(self.starts) - 1)
        return self.starts[block] + min(max(0, offset), self.sizes[block])

    def place(self, index: int, *, exact: bool) -> Place:
        block = bisect_right(self.starts, index) - 1
        return Place(block, min(index - self.starts[block], self.sizes[block]), exact)

    def nearest(self, words: str, old: int, *, aim: int, reach: int | None = None) -> int | None:
        """Index of the place ``aim`` code points into the occurrence of ``words`` that is nearest to ``old``.

        The place stays in the block of the words, within ``reach`` code points of ``old``.
        """
        at = old - aim
        forward = self.text.find(words, max(0, at))
        backward = self.text.rfind(words, 0, max(0, at + len(words)))
        found = [hit for hit in (backward, forward) if hit >= 0 and (reach is None or abs(hit - at) <= reach)]
        if not found:
            return None
        hit = min(found, key=lambda hit: abs(hit - at))
        block = bisect_right(self.starts, hit) - 1
        return min(max(self.starts[block], hit + aim), self.starts[block] + self.sizes[block])
