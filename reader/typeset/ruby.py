"""Readings above their base: how much room each needs, and where it comes to stand.

Owns the bound: a reading is never two cells or more off its base on either side.  It may overhang one neighbour by one
cell where that neighbour has no reading of its own; a longer one widens its base with spaces (JLREQ 3.3.8's one-two-one
distribution, on a grid of cells); what fits no line at all is handed back, to be set in brackets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reader.typeset.width import cluster_spans, clusters

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from reader.document import Span

OVERHANG: Final = 1
"""Cells a reading may stand over its neighbour; the bound is less than two."""


@dataclass(frozen=True, slots=True)
class Group:
    """A base with its reading: ``text[start:end]`` as shown, and the cells put around and between its clusters."""

    start: int
    end: int
    span: Span
    cells: int
    """Of the reading."""
    lead: int = 0
    """Cells by which the reading may stand over what is before its base."""
    before: dict[int, int] = field(default_factory=dict)
    """Cells of padding before the cluster at each offset."""
    after: int = 0
    """Cells of padding behind the last cluster."""

    @property
    def source_start(self) -> int:
        """Where the base starts in the source."""
        return self.span.start


def groups_of(
    text: str,
    readings: Sequence[tuple[int, int, Span]],
    measure: Callable[[str], int],
    room: int,
    tight: Collection[int],
) -> tuple[list[Group], list[int]]:
    """The groups of a text, in order, and the source offsets of readings that fit no line of ``room`` cells.

    ``measure`` gives the cells of a text; ``readings`` are start, end and span; one that overlaps an earlier one is
    left out.  Those whose source offset is in ``tight`` may not overhang.
    """
    taken: list[tuple[int, int, Span]] = []
    for one in sorted(readings, key=lambda one: one[:2]):
        if one[0] < one[1] and (not taken or one[0] >= taken[-1][1]):
            taken.append(one)
    starts = {start for start, _end, _span in taken}
    ends = {end for _start, end, _span in taken}
    groups: list[Group] = []
    unfit: list[int] = []
    for start, end, span in taken:
        base, reading = measure(text[start:end]), measure(span.value)
        lead = tail = 0
        if span.start not in tight:
            lead = OVERHANG * (start > 0 and start not in ends and text[start - 1] != "\n")
            tail = OVERHANG * (end < len(text) and end not in starts and text[end] != "\n")
        extra = max(0, reading - base - lead - tail)
        if (base + extra > room and reading > base) or (extra and "\n" in text[start:end]):
            unfit.append(span.start)
            continue
        before, after = _spread(text[start:end], start, extra)
        groups.append(Group(start, end, span, reading, lead, before, after))
    return groups, unfit


def _spread(base: str, start: int, extra: int) -> tuple[dict[int, int], int]:
    """``extra`` cells around and between the clusters of ``base``: one part before, two between, one behind."""
    if not extra:
        return {}, 0
    spans = cluster_spans(base)
    parts = 2 * len(spans)
    before: dict[int, int] = {}
    given = 0
    for index, (offset, _end) in enumerate(spans):
        due = (extra * (2 * index + 1) + parts // 2) // parts
        if due > given:
            before[start + offset] = due - given
            given = due
    return before, extra - given


def share(group: Group, start: int, end: int, *, total: int, done: int, part: int) -> str:
    """The stretch of a group's reading that goes with the line ``text[start:end]``.

    It is ``part`` of the base's ``total`` cells, ``done`` of them on the lines before.
    """
    if start <= group.start and end >= group.end:
        return group.span.value
    pieces = list(clusters(group.span.value))
    first, last = (round(len(pieces) * at / max(1, total)) for at in (done, done + part))
    return "".join(pieces[first:last])


def stand(left: int, right: int, reading: int, *, lead: int, free: int, room: int) -> int | None:
    """The column of a reading centred over the base from ``left`` to ``right``, or ``None`` where it would be off.

    It starts at ``free`` or later, ends at ``room`` at the latest, and begins at most ``lead`` cells before its base.
    """
    column = max(left + (right - left - reading) // 2, left - lead)
    column = max(free, min(column, room - reading))
    if column + reading > min(room, right + OVERHANG) or column < left - OVERHANG:
        return None
    return column
