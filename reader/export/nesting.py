"""Marked stretches of a text as a tree, so that formats with tags can open and close them in order.

Spans may overlap in any way; tags may not.  A span that crosses another's end is cut there and goes on after it, and
a mark within the same mark says nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.document import Mark, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


_WHOLE: Final = frozenset({Mark.RUBY, Mark.REFERENCE, Mark.GAIJI})
"""Marks that say something of their stretch as one."""


class _Stretch(NamedTuple):
    start: int
    longest_first: int
    rank: int
    """In what order equal stretches came; the outer one first."""
    span: Span

    @property
    def end(self) -> int:
        return -self.longest_first


def _stretch(start: int, end: int, rank: int, span: Span) -> _Stretch:
    return _Stretch(start, -end, rank, span)


@dataclass(frozen=True, slots=True)
class _Renderer:
    text: str
    escape: Callable[[str], str]
    wrap: Callable[[Mark, str, str], str]

    def piece(self, start: int, end: int, stretches: list[_Stretch]) -> str:
        out, here = [], start
        heapify(stretches)
        while stretches:
            first = heappop(stretches)
            inner = []
            while stretches and stretches[0].start < first.end:
                one = heappop(stretches)
                inner.append(_stretch(one.start, min(one.end, first.end), one.rank, one.span))
                # A reading stands over its whole base: what crosses the base's end must not repeat the reading.
                if one.end > first.end and one.span.mark is not Mark.RUBY:
                    heappush(stretches, _stretch(first.end, one.end, one.rank, one.span))
            wrapped = self.wrap(first.span.mark, first.span.value, self.piece(first.start, first.end, inner))
            out += [self.escape(self.text[here : first.start]), wrapped]
            here = first.end
        out.append(self.escape(self.text[here:end]))
        return "".join(out)


def apart(spans: Iterable[Span], limit: int) -> list[Span]:
    """The spans within ``limit`` code points, so that no mark lies within the same mark; in order.

    A stretch is cut where another one of its mark lies; a reading or a reference there gives way.  What is left is
    nested no deeper than there are marks, whatever came.
    """
    ends: dict[Mark, int] = {}
    out = []
    for span in sorted(spans, key=lambda one: (one.start, -one.end)):
        layer = Mark.LINK if span.mark is Mark.REFERENCE else span.mark
        taken = ends.get(layer, 0)
        start, end = max(span.start, taken), min(span.end, limit)
        if start < end and (start == span.start or span.mark not in _WHOLE):
            ends[layer] = end
            out.append(Span(start, end, span.mark, span.value))
    return sorted(out, key=lambda one: (one.start, -one.end))


def render(
    text: str,
    spans: Sequence[Span],
    escape: Callable[[str], str],
    wrap: Callable[[Mark, str, str], str],
) -> str:
    """``text`` with every span turned by ``wrap(mark, value, inner)``; plain pieces go through ``escape``."""
    stretches = [_stretch(span.start, span.end, rank, span) for rank, span in enumerate(apart(spans, len(text)))]
    return _Renderer(text, escape, wrap).piece(0, len(text), stretches)
