r"""From a run of text with line ends to paragraphs and the blank lines between them.

Pages without ``<p>`` end their lines with ``<br>``.  Whether one line end closes a paragraph (Japanese pages, long
lines) or only a verse, and whether a blank line is the usual distance or a pause, is learnt from the run and, for
blank lines, from the whole episode (:func:`settle`).
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.document import Block, Role, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONG_RUN: Final = 8
"""Lines; a ``<p>`` that holds more of them holds an episode, not a verse."""

_USUAL: Final = 0.6
"""Share of gaps that makes a distance the usual one."""

_SINGLE: Final = 0.4
"""Share of single line ends from which on a line is a paragraph."""

_PROSE: Final = 60
"""Code points of a mean line from which on Latin lines are paragraphs."""

_CJK: Final = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_GAP: Final = re.compile(r"\n+")


@dataclass(frozen=True, slots=True)
class Blank:
    """``count`` blank lines between two blocks."""

    count: int


def part_run(block: Block, *, whole_paragraph: bool) -> Iterator[Block | Blank]:
    """The paragraphs of a block whose text holds line ends, with the blank lines between them.

    ``whole_paragraph`` says that the page marked the run as one paragraph: short ones keep their line ends.
    """
    text = block.text
    gaps = [len(gap[0]) for gap in _GAP.finditer(text)]
    if not gaps:
        yield block
        return
    several = sum(gap > 1 for gap in gaps)
    if whole_paragraph and not several and len(gaps) < LONG_RUN:
        yield block
        return
    limit = 1 if _lines_are_paragraphs(text, len(gaps), several) else 2
    start = 0
    for gap in _GAP.finditer(text):
        count = len(gap[0])
        if count < limit:
            continue
        if gap.start() > start:
            yield cut(block, start, gap.start())
        if count > 1:
            yield Blank(count - 1)
        start = gap.end()
    if start < len(text):
        yield cut(block, start, len(text))


def _lines_are_paragraphs(text: str, gaps: int, several: int) -> bool:
    if (gaps - several) / gaps < _SINGLE:
        return False
    if len(_CJK.findall(text)) * 4 > len(text):
        return True
    return several * 10 <= gaps and len(text) / (gaps + 1) >= _PROSE


def cut(block: Block, start: int, end: int) -> Block:
    """The block's text from ``start`` to ``end`` without space at its ends, spans clipped to it."""
    text = block.text
    while start < end and text[start] in " \n\t":
        start += 1
    while end > start and text[end - 1] in " \n\t\u3000":
        end -= 1
    if not start and end == len(text):
        return block
    spans = tuple(
        Span(max(span.start, start) - start, min(span.end, end) - start, span.mark, span.value)
        for span in block.spans
        if max(span.start, start) < min(span.end, end)
    )
    return Block(block.role, text[start:end], spans, block.level, block.marker, block.source, block.part)


def settle(items: Sequence[Block | Blank]) -> list[Block]:
    """Blocks in order, blank lines beyond the usual distance as pauses, those at the ends and beside breaks dropped."""
    usual = _usual_distance(items)
    out: list[Block] = []
    pending = 0
    for item in items:
        if isinstance(item, Blank):
            pending += item.count
            continue
        quiet = (Role.SCENE_BREAK, Role.HEADING, Role.IMAGE)
        if (
            pending > usual
            and out
            and out[-1].role not in quiet
            and item.role not in quiet
            and out[-1].part is item.part
        ):
            out.append(Block(Role.PAUSE, level=pending - usual, part=item.part))
        pending = 0
        out.append(item)
    return out


def _usual_distance(items: Iterable[Block | Blank]) -> int:
    gaps: Counter[int] = Counter()
    pending, seen = 0, False
    for item in items:
        if isinstance(item, Blank):
            pending += item.count
        elif item.role is Role.PARAGRAPH:
            if seen:
                gaps[pending] += 1
            pending, seen = 0, True
        else:
            pending, seen = 0, False
    total = gaps.total()
    usual = 0
    for distance, _ in sorted(gaps.items()):
        if distance and sum(n for gap, n in gaps.items() if gap >= distance) > _USUAL * total:
            usual = distance
    return usual
