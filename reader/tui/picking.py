"""Stretches of source text that a reader picks: whole clusters, a caret that walks, links in reading order.

Pure: a document (and for lines its galley) in, places and stretches out.  Places are (block, offset in code points).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.document import Mark
from reader.tui.ink import TARGETS
from reader.typeset.width import cluster_spans

if TYPE_CHECKING:
    from textual.selection import Selection

    from reader.document import Document, Span
    from reader.tui.galley import Galley

Place = tuple[int, int]

_AROUND: Final = 64
"""Code points looked at around a place; no cluster that passes the border of the program is longer."""


def cluster_at(document: Document, block: int, offset: int) -> tuple[int, int]:
    """Start and end of the cluster that holds an offset; at the block's end an empty one."""
    text = document.blocks[block].text
    around = max(0, offset - _AROUND)
    for start, end in cluster_spans(text[around : offset + _AROUND]):
        if around + start <= offset < around + end:
            return around + start, around + end
    return len(text), len(text)


def stretch(document: Document, selection: Selection, block: int) -> tuple[int, int] | None:
    """What of a block is selected, in whole clusters; ``None`` for nothing."""
    span = selection.get_span(block)
    if span is None:
        return None
    length = len(document.blocks[block].text)
    start = min(span[0], length)
    end = length if span[1] == -1 else min(span[1], length)
    if 0 < start < length:
        start = cluster_at(document, block, start)[0]
    if 0 < end < length:
        at, stop = cluster_at(document, block, end)
        end = stop if at < end else end
    return (start, end) if start < end else None


def selected_text(document: Document, selection: Selection) -> str:
    """The source text that is selected, a block a line."""
    stretches = ((block.text, stretch(document, selection, index)) for index, block in enumerate(document.blocks))
    return "\n".join(text[found[0] : found[1]] for text, found in stretches if found is not None)


def limits(document: Document, selection: Selection) -> tuple[Place, Place] | None:
    """Where the selected text begins and ends (excluded), in whole clusters; ``None`` for nothing."""
    found = [
        (index, *span)
        for index in range(len(document.blocks))
        if (span := stretch(document, selection, index)) is not None
    ]
    return ((found[0][0], found[0][1]), (found[-1][0], found[-1][2])) if found else None


def letter_away(document: Document, place: Place, by: int) -> Place:
    """The place one cluster on (+1) or back (-1), over the borders of blocks; at the ends the same."""
    block, offset = place
    blocks = document.blocks
    if by > 0:
        end = cluster_at(document, block, offset)[1]
        if end > offset:
            return block, end
        return next(((index, 0) for index in range(block + 1, len(blocks)) if blocks[index].text), place)
    if offset > 0:
        return block, cluster_at(document, block, offset - 1)[0]
    earlier = (index for index in range(block - 1, -1, -1) if blocks[index].text)
    return next(((index, len(blocks[index].text)) for index in earlier), place)


def line_away(galley: Galley, place: Place, by: int) -> Place:
    """The place so many lines on or back, as far into its line as before where it is long enough."""
    spot = galley.spot(*place)
    if spot is None:
        return place
    into = place[1] - galley.line(spot).start
    line = galley.line(galley.move(spot, by))
    return line.block, min(line.start + into, max(line.start, line.end - 1))


def ends(document: Document, selection: Selection) -> tuple[Place, Place]:
    """The first and the last letter that are selected; where none is, the letter that stands there, twice."""
    first = (0, 0) if selection.start is None else (selection.start.y, selection.start.x)
    beyond = (len(document.blocks), 0) if selection.end is None else (selection.end.y, selection.end.x)
    return first, max(first, (beyond[0], beyond[1] - 1))


def readings(document: Document, first: Place, last: Place) -> list[tuple[int, Span]]:
    """Every reading whose base has a letter from ``first`` up to ``last``, that one counted, with its block."""
    return [
        (index, span)
        for index in range(first[0], min(last[0] + 1, len(document.blocks)))
        for span in sorted(document.blocks[index].spans, key=lambda one: one.start)
        if span.mark is Mark.RUBY and (index, span.end) > first and (index, span.start) <= last
    ]


def targets(document: Document) -> list[tuple[int, Span]]:
    """Every link and reference with its block, in reading order."""
    return [
        (index, span)
        for index, block in enumerate(document.blocks)
        for span in sorted(block.spans, key=lambda one: one.start)
        if span.mark in TARGETS
    ]


def target_after(found: list[tuple[int, Span]], chosen: Place | None, by: int, window: Place) -> tuple[int, Span]:
    """The next (+1) or previous (-1) of ``found`` from the chosen one, round the ends.

    Without a chosen one, the first from the window's beginning on, or backwards the last before it.
    """
    places = [(block, span.start) for block, span in found]
    if chosen in places:
        return found[(places.index(chosen) + by) % len(found)]
    first = next((index for index, place in enumerate(places) if place >= window), 0)
    return found[first if by > 0 else first - 1]
