"""Paragraphs to lines: how much fits, and the last place before that where a line may end.

Owns the search for each line's end, what hangs in the margin (spaces always, 、 and 。 when asked), hyphens, and
what is done with a word wider than its line.  Which neighbours may part is :mod:`reader.typeset.pairs`'s to say.
Refuses to know about blocks, ruby and colour.  Sources: JLREQ 3.1 (line start and end), CSS Text 3 (hanging, overflow).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reader.typeset.context import Place
from reader.typeset.pairs import ASCII, CLASSES, COUNT, INDEX, YES, Rules, pair_table
from reader.typeset.width import NARROW, WidthPolicy, character_cells, cluster_cells, cluster_spans, is_simple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SOFT_HYPHEN: Final = "\u00ad"

HANGING: Final = frozenset("、。，．､｡")
"""Marks that may hang in the margin (JLREQ 3.1.9, burasage)."""

_SPACES: Final = frozenset((INDEX["SP"], INDEX["WS"]))
"""What hangs from a line's end: spaces, the ideographic one among them (CSS Text 3, 4.1.3)."""
_BLANK: Final = _SPACES | {INDEX["BK"]}
_CLOSING: Final = frozenset(INDEX[name] for name in ("CL", "EW"))
_OPENING: Final = frozenset(INDEX[name] for name in ("OW",))
_COMPOSED: Final = 3
"""In place of a width: the code point may be part of a larger cluster, and the text is measured by clusters."""

_CLASS_OF: Final = bytes(code & 63 for code in range(256))
_WIDTH_OF: Final = bytes(min(code >> 6, 2) for code in range(256))
_ROW_OF: Final = bytes(min(code >> 6, 1) for code in range(256))
_PLAIN_CODES: Final = bytes(range(_COMPOSED << 6))

_ADDRESS_SIGNS: Final = ("://", "www.")
"""What tells an address from a long word."""
_ADDRESS_LOOK: Final = 2048
_ADDRESS_ENDS: Final = (frozenset("/?&"), frozenset("=#.-_,;:+~@!|"))
"""Marks of an address behind which it is cut, the better ones first."""


class _Codes(dict[int, int]):
    """Class and width of code points in one byte: ``class | width << 6``, filled as they are asked for."""

    def __init__(self, ambiguous: int) -> None:
        super().__init__()
        self.ambiguous = ambiguous

    def __missing__(self, point: int) -> int:
        character = chr(point)
        kind = CLASSES[point]
        if not is_simple(character):
            width = _COMPOSED
        elif kind == INDEX["BK"] or character == SOFT_HYPHEN:
            width = 0
        elif character == "\t":
            width = 1
        else:
            width = character_cells(character, self.ambiguous)
        code = self[point] = kind | width << 6
        return code


@lru_cache(maxsize=4)
def _codes(ambiguous: int) -> _Codes:
    return _Codes(ambiguous)


@dataclass(frozen=True, slots=True)
class Breaking:
    """How lines are broken; the default is horizontal strict Japanese in a narrow terminal."""

    rules: Rules = field(default_factory=Rules)
    policy: WidthPolicy = NARROW
    vertical: bool = False
    """Widths are rows, one a cluster, instead of cells."""
    hang: bool = False
    """One 、 or 。 may stand in the margin, two cells (one row) wide, rather than pull its neighbour down."""
    hyphenate: Callable[[str], Sequence[int]] | None = None
    """Offsets in a word where it may be parted with a hyphen, as :func:`reader.typeset.hyphens.hyphenator` gives."""


class Breaker:
    """One paragraph, measured once, to be broken at any width.  Offsets are code points of ``text``.

    ``widened`` gives cells to be added at an offset (a ruby reading wider than its base); ``glued`` lists stretches
    (start, end) inside which no line ends unless the stretch alone is wider than a line.
    """

    def __init__(
        self,
        text: str,
        breaking: Breaking,
        *,
        widened: Iterable[tuple[int, int]] = (),
        glued: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.text = text
        self.breaking = breaking
        codes = text.translate(_codes(breaking.policy.ambiguous)).encode("latin-1")
        self._classes = codes.translate(_CLASS_OF)
        self._table = pair_table(breaking.rules)
        self._place = Place(text, self._classes, breaking.rules)
        self._inside: set[int] = set()
        """Offsets inside a cluster; never a line's start."""
        self._glue: set[int] = set()
        """Offsets inside a glued stretch."""
        self.hyphenated: set[int] = set()
        """Ends of lines, as far as broken, where a hyphen is to be shown."""
        sizes: bytes | bytearray
        if codes.translate(None, _PLAIN_CODES):
            sizes = self._cluster_sizes()
        else:
            sizes = codes.translate(_ROW_OF if breaking.vertical else _WIDTH_OF)
        for start, end in glued:
            self._glue.update(range(start + 1, end))
        added = dict(widened)
        if added:
            counted = list(sizes)
            for offset, extra in added.items():
                counted[offset] += extra
            self._sums = [0, *accumulate(counted)]
        else:
            self._sums = [0, *accumulate(sizes)]

    def _cluster_sizes(self) -> bytearray:
        """The size of each cluster at its first code point."""
        sizes = bytearray(len(self.text))
        policy, vertical = self.breaking.policy, self.breaking.vertical
        for start, end in cluster_spans(self.text):
            cluster = self.text[start:end]
            size = 0 if cluster in (SOFT_HYPHEN, "\n") else 1 if cluster == "\t" else cluster_cells(cluster, policy)
            sizes[start] = min(size, 1) if vertical else size
            self._inside.update(range(start + 1, end))
        return sizes

    def size(self, start: int, end: int) -> int:
        """Cells (vertical: rows) of ``text[start:end]``, hanging spaces and marks counted."""
        return self._sums[end] - self._sums[start]

    def visible_end(self, start: int, end: int) -> int:
        """Where the line ``start`` to ``end`` ends without the spaces and newline that hang from it."""
        while end > start and self._classes[end - 1] in _BLANK:
            end -= 1
        return end

    def starts(self, width: int, first: int | None = None) -> list[int]:
        """Offsets at which the second and later lines start; ``first`` is the first line's own width.

        A newline ends its line.  A cluster wider than the line stands alone on it: every line takes at least one.
        """
        if width < 1 or (first is not None and first < 1):
            raise ValueError("a line is at least one cell wide")
        out: list[int] = []
        text, start = self.text, 0
        room = width if first is None else first
        while True:
            stop = text.find("\n", start)
            last = len(text) if stop < 0 else stop
            self._segment(start, last, room, width, out)
            if stop < 0 or stop + 1 == len(text):
                return out
            start = stop + 1
            out.append(start)
            room = width

    def _segment(self, start: int, last: int, room: int, width: int, out: list[int]) -> None:
        """Adds the starts of all but the first line of ``text[start:last]``, which holds no newline."""
        sums, classes = self._sums, self._classes
        special = self._glue or self._inside or self.breaking.hang or self.breaking.hyphenate
        fitting = self._fitting if special or SOFT_HYPHEN in self.text else self._plain_fitting
        total = sums[last]
        while sums[start] + room < total:
            end = bisect_right(sums, sums[start] + room, start + 1, last + 1) - 1
            while end < last and classes[end] in _SPACES:
                end += 1
            if end < last:
                end = fitting(start, end, last, sums[start] + room)
            if end >= last:
                return
            out.append(end)
            start, room = end, width

    def _plain_fitting(self, start: int, fits: int, last: int, _limit: int) -> int:
        """The end of the line from ``start``, ``fits`` being as far as it could go, where nothing but pairs counts."""
        classes, table, text = self._classes, self._table, self.text
        end = fits
        while end > start:
            verdict = table[classes[end - 1] * COUNT + classes[end]]
            # Nothing parts a Latin letter from the ASCII after it: most steps of a search end here.
            if verdict == YES or (
                verdict
                and not (verdict == ASCII and "0" <= text[end - 1] <= "z" and text[end - 1].isalnum())
                and self._place.may_break(end)
            ):
                return end
            end -= 1
        return self._cut(start, fits, last)

    def _fitting(self, start: int, fits: int, last: int, limit: int) -> int:
        """The same, with clusters, glue, hyphens and hanging marks; ``limit`` is the sum of cells it may reach."""
        hung = self._hung(fits, last) if self._sums[fits] <= limit else 0
        if hung:
            return hung
        end = fits
        while end > start and not self._may_end(end, limit):
            end -= 1
        if self.breaking.hyphenate:
            end = self._hyphen(end, fits, last, limit) or end
        if end == start:
            end = fits
            while end > start and not self._may_end(end, limit, glued=False):
                end -= 1
        if end == start:
            return self._cut(start, fits, last)
        if self.text[end - 1] == SOFT_HYPHEN:
            self.hyphenated.add(end)
        return end

    def _hung(self, fits: int, last: int) -> int:
        """The end of a line whose last mark hangs in the margin, or 0."""
        if not self.breaking.hang or fits >= last or self.text[fits] not in HANGING or fits in self._inside:
            return 0
        end = fits + 1
        while end < last and self._classes[end] in _SPACES:
            end += 1
        return end if end >= last or (end not in self._inside and self._place.may_break(end)) else 0

    def _may_end(self, end: int, limit: int, *, glued: bool = True) -> bool:
        if end in self._inside or (glued and end in self._glue) or not self._place.may_break(end):
            return False
        return self.text[end - 1] != SOFT_HYPHEN or self._sums[end] < limit

    def _hyphen(self, end: int, fits: int, last: int, limit: int) -> int:
        """The end of a line inside the word that starts at ``end`` and goes on past ``fits``, or 0."""
        hyphenate = self.breaking.hyphenate
        match = _WORD.match(self.text, end, last)
        if hyphenate is None or match is None or match.end() <= fits:
            return 0
        word = match[1]
        at = match.start(1)
        for offset in sorted(hyphenate(word), reverse=True):
            if at + offset not in self._inside and self._sums[at + offset] < limit:
                self.hyphenated.add(at + offset)
                return at + offset
        return 0

    def _cut(self, start: int, fits: int, last: int) -> int:
        """The end of a line inside a word wider than it: after a mark of an address, else at the last cluster."""
        end = max(fits, start + 1)
        while end > start + 1 and end in self._inside:
            end -= 1
        while end < last and end in self._inside:
            end += 1
        if self.text[end - 1] == SOFT_HYPHEN and end - start > 2 and end - 2 not in self._inside:  # noqa: PLR2004
            return end - 2  # no room for the hyphen, and no line starts with it
        if self._is_bad_cut(end, last) and end - start > 1 and not self._is_bad_cut(end - 1, last):
            return end - 1
        if end > fits or end - start < 8 or self.breaking.vertical:  # noqa: PLR2004 - nothing to choose from
            return end  # and a column of single letters gains nothing by it
        look = max(0, start - _ADDRESS_LOOK)
        token = max(self.text.rfind(" ", look, start) + 1, look)
        if all(self.text.find(sign, token, end) < 0 for sign in _ADDRESS_SIGNS):
            return end
        for ends in _ADDRESS_ENDS:
            for cut in range(end, start + (end - start) // 2, -1):
                if self.text[cut - 1] in ends and self.text[cut : cut + 1] not in ends:
                    return cut
        return end

    def _is_bad_cut(self, at: int, last: int) -> bool:
        """Whether a cut at ``at`` would leave a closing mark at a line's start, or an opening one at a line's end."""
        if at in self._inside:
            return True
        if self._classes[at - 1] in _SPACES:
            return False
        return at < last and (self._classes[at] in _CLOSING or self._classes[at - 1] in _OPENING)


_WORD: Final = re.compile(r"[\"'“‘«(\[]*([^\W\d_]{4,64})")


@lru_cache(maxsize=64)
def _breaking(language: str, strictness: str, *, vertical: bool) -> Breaking:
    return Breaking(Rules(strictness=strictness, language=language), vertical=vertical)


def line_starts(
    text: str, width: int, *, language: str = "ja", strictness: str = "strict", vertical: bool = False
) -> list[int]:
    """The code-point offsets at which the second and later lines of one paragraph start.

    ``width`` is in cells, ambiguous characters taking one; with ``vertical`` in rows, each cluster taking one.
    ``language`` is a BCP 47 tag, ``strictness`` "strict", "normal" or "loose" as CSS has them: strict keeps small
    kana and ー off the start of a line, normal lets them stand there, loose also ・ ！ 々 and hyphens.

    Spaces at a line's end hang and count for nothing.  A word wider than a line is cut between clusters, an address
    after one of its marks; a cluster wider than a line has a line of its own.  A newline in ``text`` ends a line.
    Raises ``ValueError`` where ``width`` is less than 1 or ``strictness`` is none of the three.
    """
    return Breaker(text, _breaking(language, strictness, vertical=vertical)).starts(width)
