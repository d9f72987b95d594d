"""Laid-out lines to coloured cells: what a block's role and its marks look like, and what is laid over them.

Owns the step from :class:`~reader.typeset.runs.Run` to segments, and the meta by which the mouse finds its way back
to the source: ``offset`` is (code point, block), as Textual's selection wants it.  Refuses to know about windows.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from rich.style import Style

from reader.document import Mark, Part, Role
from reader.typeset.runs import Kind
from reader.typeset.width import is_simple

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
    """The runs of one row as segments, each with its way back to the source where it has one."""
    base = base_style(brush, block)
    for run in runs:
        if not run.text:
            continue
        style = run_style(brush, base, run)
        if run.kind is not Kind.TEXT:
            yield Segment(run.text, style)
            continue
        yield from _pieces(run, style, overlays)


def _pieces(run: Run, style: Style, overlays: Sequence[Overlay]) -> Iterator[Segment]:
    """A run of source text, cut where something begins or ends to be laid over it."""
    target = next(((run.block, span.start) for span in run.spans if span.mark in TARGETS), None)
    whole = run.end - run.start != len(run.text) or not is_simple(run.text)
    covering = [one for one in overlays if one.start < run.end and one.end > run.start]
    cuts = {run.start, run.end}
    if not whole:
        cuts |= {edge for one in covering for edge in (one.start, one.end) if run.start < edge < run.end}
    edges = sorted(cuts)
    for start, end in itertools.pairwise(edges):
        text = run.text if whole else run.text[start - run.start : end - run.start]
        look = style
        for one in covering:
            if one.start < end and one.end > start:
                look += one.style
        meta: dict[str, object] = {"offset": (start, run.block)}
        if target is not None:
            meta["target"] = target
        yield Segment(text, look + Style(meta=meta))


def glyph_segment(
    brush: Brush, block: Block | None, run: Run, overlays: Sequence[Overlay], style: Style | None
) -> Segment:
    """One glyph of a column; ``style`` is for a text that is not the document's."""
    if block is None or style is not None:
        return Segment(run.text, style)
    look = run_style(brush, base_style(brush, block), run)
    if run.kind is not Kind.TEXT:
        return Segment(run.text, look)
    for one in overlays:
        if one.start < run.end and one.end > run.start:
            look += one.style
    meta: dict[str, object] = {"offset": (run.start, run.block)}
    for span in run.spans:
        if span.mark in TARGETS:
            meta.setdefault("target", (run.block, span.start))
    return Segment(run.text, look + Style(meta=meta))
