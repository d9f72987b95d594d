"""One row of cells: texts cut and padded to their cells, parts set to the left and to the right.

Owns the last step of every text to the screen: what does not fit is cut between clusters and ends in a sign, what a
terminal would not hold together is shown by its base.  Texts are letters and nothing else here: no markup is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.strip import Strip

from reader.tui.look import Look, Signs, signs
from reader.typeset.width import WidthPolicy, cells, cluster_cells, clusters, display

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.style import Style


COLUMN_LIMIT: Final = 100
"""Cells of the widest row of a list or bar; a wider window has margins."""

MARGIN: Final = 3
"""Cells left free at both ends of such a row."""


_UNSAFE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""What :mod:`reader.cleaning` takes out where a text enters; this is the second lock, where it leaves."""


def _safe(segment: Segment) -> Segment:
    if segment.text.isprintable():
        return segment
    return Segment(_UNSAFE.sub("", segment.text), segment.style)


@dataclass(frozen=True, slots=True)
class Part:
    """A text of one style; ``least`` is how many cells it keeps when a row is too narrow (0: it may vanish)."""

    text: str
    style: Style
    least: int = 0


@dataclass(frozen=True, slots=True)
class Brush:
    """What every painter needs: styles, signs and the terminal's widths."""

    look: Look
    signs: Signs
    policy: WidthPolicy

    @classmethod
    def of(cls, look: Look, policy: WidthPolicy) -> Brush:
        """A brush for a terminal of that policy."""
        return cls(look, signs(policy.ambiguous), policy)

    def cells(self, text: str) -> int:
        """Cells of a text as it will be shown."""
        return cells(text, self.policy)

    def fit(self, text: str, width: int) -> str:
        """The text as shown, cut to at most ``width`` cells."""
        if cells(text, self.policy) <= width:
            return display(text, self.policy)
        more = self.signs.more
        room = width - cells(more, self.policy)
        if room < 0:
            return ""
        kept, used = [], 0
        for cluster in clusters(text):
            used += cluster_cells(cluster, self.policy)
            if used > room:
                break
            kept.append(cluster)
        return display("".join(kept).rstrip(), self.policy) + more

    def row(self, width: int, left: Sequence[Part], right: Sequence[Part] = (), *, margin: int = 0) -> Strip:
        """One row ``width`` cells wide: ``left`` parts, room, ``right`` parts; the left give way first.

        Parts are cut from the last left one on, each to its ``least``; then right parts go, the first ones first.
        """
        inner = max(0, width - 2 * margin)
        left, right = list(left), list(right)
        gap = 2 if left and right else 0
        while (
            right
            and sum(self.cells(part.text) for part in right)
            + gap
            + sum(min(part.least, self.cells(part.text)) for part in left)
            > inner
        ):
            right.pop(0)
        right_cells = sum(self.cells(part.text) for part in right)
        left = self._shrunk(left, inner - right_cells - (gap if right else 0))
        used = margin + sum(self.cells(part.text) for part in left)
        fill = max(0, width - used - right_cells - margin)
        segments = [
            Segment(" " * min(margin, width), self.look.paper),
            *(Segment(part.text, part.style) for part in left),
            Segment(" " * fill, self.look.paper),
            *(Segment(display(part.text, self.policy), part.style) for part in right),
        ]
        return self.strip(segments, width)

    def _shrunk(self, parts: list[Part], room: int) -> list[Part]:
        over = sum(self.cells(part.text) for part in parts) - room
        out = []
        for part in reversed(parts):
            size = self.cells(part.text)
            cut = min(max(0, over), size - min(part.least, size))
            text = self.fit(part.text, size - cut)
            over -= size - self.cells(text)
            out.append(replace(part, text=text))
        if over > 0:  # narrower than all that must stay: the first is cut too
            out = [replace(part, text=self.fit(part.text, max(0, room))) for part in out[-1:]]
        return [part for part in reversed(out) if part.text]

    def strip(self, segments: Iterable[Segment], width: int, *, exact: bool = False) -> Strip:
        """The segments as a row of exactly ``width`` cells of paper; ``exact``: they are known to take so many."""
        kept = [_safe(segment) for segment in segments if segment.text]
        if exact:
            return Strip(kept, width)
        return Strip(kept).adjust_cell_length(width, self.look.paper)

    def blank(self, width: int) -> Strip:
        """A row of paper."""
        return Strip.blank(width, self.look.paper)

    def margin(self, width: int) -> int:
        """Cells to the left and right of what a bar says in a window that wide."""
        return (width - COLUMN_LIMIT) // 2 + MARGIN if width > COLUMN_LIMIT else min(MARGIN, width // 10)

    def shaded(self, strip: Strip) -> Strip:
        """The row, on the paper that lies under the cursor."""
        shade = self.look.under_cursor
        return Strip([Segment(text, (style or self.look.paper) + shade) for text, style, _ in strip], strip.cell_length)

    def centred(self, width: int, parts: Sequence[Part]) -> Strip:
        """One row with its parts in the middle."""
        used = sum(self.cells(part.text) for part in parts)
        return self.row(width, [Part(" " * max(0, (width - used) // 2), self.look.paper), *parts])

    def bar(self, width: int, fraction: float, *, active: bool = False) -> list[Part]:
        """A bar of ``width`` cells, filled to ``fraction``: begun is never empty, unfinished never full."""
        size = self.cells(self.signs.full)
        count = max(1, width // size)
        done = round(count * fraction)
        if 0 < fraction < 1:
            done = min(max(done, 1), max(1, count - 1))
        color = self.look.accent if active else (self.look.good if fraction >= 1 else self.look.muted)
        return [Part(self.signs.full * done, color), Part(self.signs.empty * (count - done), self.look.rule)]
