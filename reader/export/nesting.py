"""Marked stretches of a text as a tree, so that formats with tags can open and close them in order.

Spans may overlap in any way; tags may not.  A span that crosses another's end is cut there and goes on after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.document import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.document import Span


@dataclass(frozen=True, slots=True)
class _Stretch:
    start: int
    end: int
    span: Span


@dataclass(frozen=True, slots=True)
class _Renderer:
    text: str
    escape: Callable[[str], str]
    wrap: Callable[[Mark, str, str], str]

    def piece(self, start: int, end: int, spans: list[_Stretch]) -> str:
        out, here, rest = [], start, spans
        while rest:
            first, *others = rest
            inner = [_Stretch(one.start, min(one.end, first.end), one.span) for one in others if one.start < first.end]
            # A reading stands over its whole base: what crosses the base's end must not repeat the reading.
            crossing = [
                _Stretch(first.end, one.end, one.span)
                for one in others
                if one.start < first.end < one.end and one.span.mark is not Mark.RUBY
            ]
            wrapped = self.wrap(first.span.mark, first.span.value, self.piece(first.start, first.end, inner))
            out += [self.escape(self.text[here : first.start]), wrapped]
            here = first.end
            rest = _in_order([*crossing, *(one for one in others if one.start >= first.end)])
        out.append(self.escape(self.text[here:end]))
        return "".join(out)


def _in_order(stretches: list[_Stretch]) -> list[_Stretch]:
    return sorted(stretches, key=lambda one: (one.start, -one.end))


def render(
    text: str,
    spans: Sequence[Span],
    escape: Callable[[str], str],
    wrap: Callable[[Mark, str, str], str],
) -> str:
    """``text`` with every span turned by ``wrap(mark, value, inner)``; plain pieces go through ``escape``."""
    order = _in_order([_Stretch(span.start, span.end, span) for span in spans])
    return _Renderer(text, escape, wrap).piece(0, len(text), order)
