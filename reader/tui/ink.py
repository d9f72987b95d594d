"""Laid-out lines to coloured cells: what a block's role and its marks look like, and what is laid over them.

Owns the step from :class:`~reader.typeset.runs.Run` to segments, and, apart from it, the meta by which the mouse finds
its way back to the source: ``offset`` is (code point, block), as Textual's selection wants it.  What is painted has no
meta: then neighbours of one look can be one segment.  Refuses to know about windows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from reader.document import Mark, Part, Role
from reader.typeset.runs import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reader.document import Block
    from reader.tui.strips import Brush
    from reader.typeset.runs import Run


@dataclass(frozen=True, slots=True)
class Overlay:
    """A stretch of a block that is shown another way: a hit, the selection, the chosen link."""

    start: int
    end: int
    style: Style


_BOLD, _ITALIC, _UNDERLINE, _STRIKE = Style(bold=True), Style(italic=True), Style(underline=True), Style(strike=True)
_MARKS: Final[Mapping[Mark, Style]] = {
    Mark.EMPHASIS: _ITALIC,
    Mark.STRONG: _BOLD,
    Mark.UNDERLINE: _UNDERLINE,
    Mark.STRIKE: _STRIKE,
}

TARGETS: Final = frozenset({Mark.LINK, Mark.REFERENCE})
"""Marks that can be followed."""


def base_style(brush: Brush, block: Block) -> Style:
    """What a block's text looks like before its marks."""
    look = brush.look
    if block.role is Role.HEADING:
        return look.strong
    if block.part is not Part.TEXT or block.role in {Role.CAPTION, Role.IMAGE}:
        return look.muted
    return look.ink


def run_style(brush: Brush, base: Style, run: Run) -> Style:
    """What a run looks like before anything is laid over it."""
    look = brush.look
    if run.kind in {Kind.MARKER, Kind.RULE, Kind.HYPHEN}:
        return look.faint if run.kind is Kind.RULE else look.muted
    if run.kind in {Kind.READING, Kind.DOTS}:
        return look.muted
    style = base
    for span in run.spans:
        if span.mark in _MARKS:
            style += _MARKS[span.mark]
        elif span.mark is Mark.LINK:
            style += Style(color=look.palette.link, underline=True)
        elif span.mark is Mark.REFERENCE:
            style += Style(color=look.palette.accent)
        elif span.mark is Mark.CODE:
            style += look.under_cursor
    return style


def segments(brush: Brush, block: Block, runs: Sequence[Run], overlays: Sequence[Overlay]) -> Iterator[Segment]:
    """The runs of one row as segments."""
    base = base_style(brush, block)
    for run in runs:
        if not run.text:
            continue
        style = run_style(brush, base, run)
        covering = [one for one in overlays if one.start < run.end and one.end > run.start]
        if not covering or run.kind is not Kind.TEXT:
            yield Segment(run.text, style)
            continue
        cuts = {run.start, run.end}
        if run.even:
            cuts |= {edge for one in covering for edge in (one.start, one.end) if run.start < edge < run.end}
        for start, end in itertools.pairwise(sorted(cuts)):
            text = run.text[start - run.start : end - run.start] if run.even else run.text
            yield Segment(text, laid_over(style, covering, start, end))


def laid_over(style: Style, overlays: Sequence[Overlay], start: int, end: int) -> Style:
    """The style of a stretch under all that is laid over some of it."""
    for one in overlays:
        if one.start < end and one.end > start:
            style += one.style
    return style


# --- the way back to the source ----------------------------------------------------------------------------------


def traced(runs: Sequence[Run]) -> Iterator[Segment]:
    """The runs of one row, each stretch of source text with its ``offset`` and, in a link, its ``target``."""
    for run in runs:
        yield Segment(run.text, trace(run, run.start) if run.kind is Kind.TEXT else None)


def trace(run: Run, offset: int) -> Style:
    """What tells that a cell shows ``offset`` of a run's block."""
    meta: dict[str, object] = {"offset": (offset, run.block)}
    for span in run.spans:
        if span.mark in TARGETS:
            meta.setdefault("target", (run.block, span.start))
    return Style(meta=meta)
