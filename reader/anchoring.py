"""A stretch of a text, kept so that it is found again after the text was edited: and never another one for it.  Pure.

Owns both ways between a stretch and an :class:`~reader.model.Anchor`.  What was quoted is looked for first, and what
stood around it decides between several places.  Where the quotation was edited, its surroundings say what stands there
now; that, and a quotation whose surroundings are gone, is said to be in doubt.  Where neither stands the passage is
gone: no guess is made.  Source: the W3C Web Annotation Data Model (text quote and text position selectors); the last
step follows T. Brush and others, "Robust Annotation Positioning in Digital Documents".
"""

from __future__ import annotations

from bisect import bisect_right
from difflib import SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reader.model import Anchor, Sight, Sighting

if TYPE_CHECKING:
    from reader.document import Document

AROUND: Final = 32
"""Code points kept on each side; more, up to :data:`AROUND_MOST`, where the same stands there several times."""
AROUND_MOST: Final = 512
EXCERPT: Final = 40
"""Code points that are quoted of what stands behind a bookmark."""
QUOTE_MOST: Final = 20_000
"""Code points of the longest stretch that can be kept."""

_TELLING: Final = 12
"""So many letters, of the quotation or around it, are no chance."""
_EDGE: Final = 8
"""The beginning and the end of a text say as much as so many letters."""
_HOLDS: Final = (32, 16, 8)
"""Code points next to a quotation by which it is looked for when it was edited itself."""
_PIECE: Final = 8
"""Code points of the pieces by which a quotation is looked for when all around it was edited too."""
_ALIKE: Final = 0.6
"""How much of the letters of an edited quotation must still be its own."""
_LONG: Final = 2000
"""Code points; what is longer is not compared letter by letter."""
_MANY: Final = 20_000
"""Places of one quotation that are looked at."""

_WALL: Final = "\n"


GONE: Final = Sighting(Sight.GONE)


def anchor(document: Document, start: tuple[int, int], end: tuple[int, int]) -> Anchor | None:
    """The anchor of the stretch from ``start`` up to ``end`` (block, offset); ``None`` where no letter is in it.

    Places outside of the document are moved into it; white space at both ends stays out; a stretch ends after
    :data:`QUOTE_MOST` code points.
    """
    flat = _Flat(document)
    low, high = sorted((flat.index(*start), flat.index(*end)))
    high = min(high, low + QUOTE_MOST)
    quote = flat.text[low:high]
    low += len(quote) - len(quote.lstrip())
    high -= len(quote) - len(quote.rstrip())
    return flat.anchor(low, high) if low < high else None


def point(document: Document, block: int, offset: int) -> Anchor | None:
    """The anchor of a place, which quotes what follows; ``None`` in a document without text."""
    flat = _Flat(document)
    if not flat.text.strip():
        return None
    low = flat.index(block, offset)
    while low < len(flat.text) and flat.text[low].isspace():
        low += 1
    if low == len(flat.text):  # behind the last letter: the letters before it say where
        low = max(0, len(flat.text.rstrip()) - EXCERPT)
    return flat.anchor(low, low + len(flat.text[low : low + EXCERPT].rstrip()))


def stretches(document: Document, words: str) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Where the words stand in a document, a line feed for the border of blocks: start and end, block and offset."""
    flat = _Flat(document)
    return [(flat.place(at), flat.place(at + len(words))) for at in flat.places(words)] if words else []


def find(document: Document, kept: Anchor) -> Sighting:
    """Where the stretch is in a document, whether that is the one in which it was kept or a later state of it."""
    if not kept.quote:
        return GONE
    flat = _Flat(document)
    places = flat.places(kept.quote, first=flat.index(kept.block, kept.offset))
    if not places:
        return _edited(flat, kept)
    whole = [at for at in places if flat.stands(at, kept)]
    if whole:
        old = flat.index(kept.block, kept.offset)
        nearest = min(whole, key=lambda at: abs(at - old))
        sure = len(whole) == 1 or nearest == old
        return flat.found(nearest, nearest + len(kept.quote), Sight.HERE if sure else Sight.DOUBTFUL)
    around = {at: sum(flat.agree(at, kept)) for at in places}
    best, *others = sorted(places, key=lambda at: -around[at])
    sight = Sight.DOUBTFUL
    if kept.once and not others:
        if max(len(kept.quote), around[best]) >= _TELLING:
            sight = Sight.HERE
    elif around[best] < _TELLING or (others and around[others[0]] == around[best]):
        return GONE
    return flat.found(best, best + len(kept.quote), sight)


def _edited(flat: _Flat, kept: Anchor) -> Sighting:
    """What stands now between the surroundings of a quotation that stands nowhere any more."""
    room = 2 * len(kept.quote) + AROUND
    for size in _HOLDS:
        left, right = kept.before[-size:], kept.after[:size]
        if (len(left) or _EDGE) + (len(right) or _EDGE) < _TELLING:
            break
        starts = [at + len(left) for at in flat.places(left)] if left else [0]
        ends = flat.places(right) if right else [len(flat.text)]
        pairs = [(low, high) for low in starts for high in _next(ends, low) if high - low <= room]
        alike = [(low, high) for low, high in pairs if _is_alike(kept.quote, flat.text[low:high])]
        if alike:
            return flat.found(*alike[0], Sight.DOUBTFUL) if len(alike) == 1 else GONE
    return _by_pieces(flat, kept) if kept.once else GONE


def _by_pieces(flat: _Flat, kept: Anchor) -> Sighting:
    """Where pieces of the quotation still stand, each once, in the order in which they stood in it."""
    pieces = []
    for start in range(0, len(kept.quote) - _PIECE + 1, _PIECE // 2):
        places = flat.places(kept.quote[start : start + _PIECE])
        if len(places) == 1:
            pieces.append((start, places[0]))
    if not pieces:
        return GONE
    (first, at), (last, end) = pieces[0], pieces[-1]
    low, high = max(0, at - first), min(len(flat.text), end + len(kept.quote) - last)
    if not 0 < high - low <= 2 * len(kept.quote) + AROUND or not _is_alike(kept.quote, flat.text[low:high]):
        return GONE
    return flat.found(low, high, Sight.DOUBTFUL)


def _next(places: list[int], low: int) -> list[int]:
    """The first of some places in order that lies behind ``low``."""
    at = bisect_right(places, low)
    return places[at : at + 1]


def _is_alike(was: str, now: str) -> bool:
    if max(len(was), len(now)) > _LONG:
        was, now = (text[: _LONG // 2] + text[-_LONG // 2 :] for text in (was, now))
    compared = SequenceMatcher(None, was, now, autojunk=False)
    return compared.real_quick_ratio() >= _ALIKE and compared.ratio() >= _ALIKE


class _Flat:
    """All text of a document in one string, a block a line, and the way back."""

    def __init__(self, document: Document) -> None:
        texts = [block.text for block in document.blocks]
        self.text = _WALL.join(texts)
        self.sizes = [len(text) for text in texts]
        self.starts = [0, *accumulate(size + 1 for size in self.sizes)][: len(texts)]

    def index(self, block: int, offset: int) -> int:
        """A place's index, moved into its block, and into the document."""
        if not self.starts:
            return 0
        if block >= len(self.starts):
            return len(self.text)
        block = max(0, block)
        return self.starts[block] + min(max(0, offset), self.sizes[block])

    def place(self, index: int) -> tuple[int, int]:
        """Block and offset of an index."""
        block = bisect_right(self.starts, index) - 1
        return block, index - self.starts[block]

    def places(self, words: str, first: int = -1) -> list[int]:
        """Where the words stand, in order, also overlapping: :data:`_MANY`, and ``first`` if they stand there."""
        out: list[int] = []
        at = self.text.find(words)
        while at >= 0 and len(out) < _MANY:
            out.append(at)
            at = self.text.find(words, at + 1)
        if at >= 0 and first >= at and self.text.startswith(words, first):
            out.append(first)
        return out

    def found(self, low: int, high: int, sight: Sight) -> Sighting:
        return Sighting(sight, *self.place(low), *self.place(high))

    def anchor(self, low: int, high: int) -> Anchor:
        """The anchor of a stretch, with more around it the more places it could be taken for."""
        quote = self.text[low:high]
        others = [at for at in self.places(quote) if at != low]
        once, size = not others, AROUND
        while True:
            before, after = self.text[max(0, low - size) : low], self.text[high : high + size]
            kept = Anchor(*self.place(low), *self.place(high), quote, before, after, once)
            others = [at for at in others if self.stands(at, kept)]
            if not others or size >= AROUND_MOST:
                return kept
            size *= 2

    def stands(self, at: int, kept: Anchor) -> bool:
        """Whether all that was around the quotation is around it at ``at``, the text's beginning and end too."""
        end = at + len(kept.quote) + len(kept.after)
        start = at - len(kept.before)
        return (
            start >= 0
            and self.text.startswith(kept.before, start)
            and self.text.startswith(kept.after, end - len(kept.after))
            and (len(kept.before) >= AROUND or start == 0)
            and (len(kept.after) >= AROUND or end == len(self.text))
        )

    def agree(self, at: int, kept: Anchor) -> tuple[int, int]:
        """How many code points before and after the quotation at ``at`` are those that were kept."""
        high = at + len(kept.quote)
        before = self.text[max(0, at - len(kept.before)) : at]
        after = self.text[high : high + len(kept.after)]
        return _shared(before[::-1], kept.before[::-1]), _shared(after, kept.after)


def _shared(one: str, other: str) -> int:
    """With how many same letters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (first, second) in pairs if first != second), min(len(one), len(other)))
