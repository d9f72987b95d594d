"""A block's text as it is to be shown, with the way back to the source.

Owns every difference between the two: readings in brackets, quotes shown wide, soft hyphens and tabs, clusters that
are one unit, room made for readings.  Refuses to know where lines end.  Offsets are code points of the *shown* text
unless a name says ``source``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from reader.document import Mark
from reader.typeset.forms import across
from reader.typeset.linebreak import SOFT_HYPHEN, Breaker
from reader.typeset.ruby import Group, groups_of
from reader.typeset.setting import RubyMode
from reader.typeset.width import cluster_spans, is_simple, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.document import Block, Span
    from reader.typeset.setting import Setting

_WIDE: Final = (
    "[\u2e80-\u303e\u3041-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\U00020000-\U0003fffd]"
)
_QUOTE: Final = re.compile(f"[“‘](?=[“‘]?{_WIDE})|(?:(?<={_WIDE})|(?<={_WIDE}[”’]))[”’]")
_UNSEEN: Final = re.compile(f"[{SOFT_HYPHEN}\t\u200b-\u200f]")
_ANY_QUOTE: Final = re.compile("[“‘”’]")
_OPENING_QUOTES: Final = "“‘"


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch that is shown as one unit: up to ``end``, as ``text``, ``cells`` wide."""

    end: int
    text: str
    cells: int


class Sheet:
    """One block, ready to be broken into lines: text, what covers it, and its breaker."""

    def __init__(self, block: Block, setting: Setting, room: int) -> None:
        self.block = block
        self.setting = setting
        self.above = setting.pitch > 1 or setting.layout.ruby is RubyMode.ABOVE
        """Whether readings and dots have a row over the line."""
        self.groups: list[Group] = []
        """Readings that stand above, in order, none overlapping."""
        self._room = room
        self._loose: set[int] = set()
        """Source offsets of readings that may no longer overhang."""
        self._inline: set[int] = set()
        """Source offsets of readings that are set in brackets instead."""
        self._marks = _whole_clusters(block)
        self._build()

    def _build(self) -> None:
        ruby = [span for span in self._marks if span.mark is Mark.RUBY and span.value]
        mode = self.setting.layout.ruby
        every = sorted(ruby, key=lambda span: (span.start, span.end))
        inline = every if mode is RubyMode.INLINE else [span for span in every if span.start in self._inline]
        self.text, self._source, self.brackets = _with_readings(self.block.text, inline)
        self.spans = [(self._shown(span.start), self._shown_end(span.end), span) for span in self._marks]
        self.dotted = [one for one in self.spans if one[2].mark is Mark.DOTS]
        self.atoms = self._atoms()
        self.groups = []
        if mode is RubyMode.ABOVE:
            chosen = [one for one in self.spans if one[2].mark is Mark.RUBY and one[2].start not in self._inline]
            self.groups, unfit = groups_of(self.text, chosen, self.setting.measure, self._room, self._loose)
            if unfit:
                self._inline.update(unfit)
                self._build()
                return
        self.padding = {offset: pad for group in self.groups for offset, pad in group.before.items()}
        self.trailing = {group.end: group.after for group in self.groups if group.after}
        self.__dict__.pop("_pieces", None)
        self.breaker = Breaker(
            self.text,
            self.setting.breaking,
            widened=self._widened(),
            glued=[
                *((group.start, group.end) for group in self.groups),
                *((start, atom.end) for start, atom in self.atoms.items()),
                *((start - 1, start + 2) for start, _end in self.brackets),
            ],
        )

    def tighten(self, groups: Iterable[Group]) -> None:
        """Give readings that stand off their base more room, or brackets where they have all the room there is."""
        for group in groups:
            (self._inline if group.source_start in self._loose else self._loose).add(group.source_start)
        self._build()

    def _widened(self) -> list[tuple[int, int]]:
        added: dict[int, int] = dict(self.padding)
        for end, pad in self.trailing.items():
            added[end - 1] = added.get(end - 1, 0) + pad
        for start, atom in self.atoms.items():
            # The breaker has measured the source's own form; what is shown wider or set across differs from it.
            if self.setting.vertical and atom.cells == 1 and is_simple(self.text[start : atom.end]):
                added[start] = added.get(start, 0) + 1 - (atom.end - start)
            elif self.text[start] in "“”‘’":
                added[start] = added.get(start, 0) + atom.cells - 1
        return list(added.items())

    def _atoms(self) -> dict[int, Atom]:
        policy = self.setting.layout.policy
        atoms: dict[int, Atom] = {}
        if not is_simple(self.text):
            for start, end in cluster_spans(self.text):
                if end - start > 1:
                    cluster = self.text[start:end]
                    atoms[start] = Atom(end, shown(cluster, policy), self.setting.measure(cluster))
        for match in _UNSEEN.finditer(self.text):
            atoms.setdefault(match.start(), Atom(match.end(), " " if match[0] == "\t" else "", match[0] == "\t"))
        if self.setting.vertical:
            for start, end in across(self.text, self.spans):
                atoms[start] = Atom(end, self.text[start:end], 1)
        elif self.setting.layout.wide_quotes and policy.ambiguous == 1 and _ANY_QUOTE.search(self.text):
            for match in _QUOTE.finditer(self.text):
                text = f" {match[0]}" if match[0] in _OPENING_QUOTES else f"{match[0]} "
                atoms[match.start()] = Atom(match.end(), text, 2)
        return atoms

    @property
    def cuts(self) -> list[int]:
        """Offsets where runs begin and end, the text's ends among them."""
        return self._pieces[0]

    @property
    def cover(self) -> list[tuple[Span, ...]]:
        """The marks over the text from each cut to the next."""
        return self._pieces[1]

    @cached_property
    def _pieces(self) -> tuple[list[int], list[tuple[Span, ...]]]:
        spans = [(start, end, self._visible(span)) for start, end, span in self.spans if start < end]
        edges = {0, len(self.text), *self.padding, *self.trailing, *self.atoms}
        edges.update(atom.end for atom in self.atoms.values())
        for start, end, _span in spans:
            edges.update((start, end))
        for start, end in self.brackets:
            edges.update((start, end))
        cuts = sorted(edges)
        cover: list[list[Span]] = [[] for _ in cuts]
        for start, end, span in spans:
            for index in range(bisect_right(cuts, start) - 1, bisect_right(cuts, end - 1)):
                cover[index].append(span)
        return cuts, [tuple(spans) for spans in cover]

    def _visible(self, span: Span) -> Span:
        return span if self.above or span.mark is not Mark.DOTS else replace(span, mark=Mark.UNDERLINE)

    def source(self, offset: int) -> int:
        """The source offset of a shown one."""
        return offset if self._source is None else self._source[offset]

    def _shown(self, source: int) -> int:
        """The shown offset of a source one; readings in brackets stand behind it."""
        return source if self._source is None else bisect_right(self._source, source) - 1

    def _shown_end(self, source: int) -> int:
        """The shown offset at which a stretch that ends at ``source`` ends: before a reading that follows it."""
        return source if self._source is None else self._shown(source - 1) + 1

    def in_brackets(self, offset: int) -> bool:
        """Whether the shown text at ``offset`` is a reading in brackets."""
        nearest = bisect_right(self.brackets, offset, key=itemgetter(0)) - 1
        return nearest >= 0 and offset < self.brackets[nearest][1]

    def cells(self, start: int, end: int) -> int:
        """Cells of a stretch within one cut, padding left out."""
        atom = self.atoms.get(start)
        if atom is not None:
            return atom.cells
        return self.setting.measure(self.text[start:end])


def _whole_clusters(block: Block) -> tuple[Span, ...]:
    """The block's marks; one that begins or ends inside a cluster covers the whole of it."""
    if not block.spans or is_simple(block.text):
        return block.spans
    first, last = {}, {}
    for start, end in cluster_spans(block.text):
        for at in range(start + 1, end):
            first[at], last[at] = start, end
    return tuple(
        replace(span, start=first.get(span.start, span.start), end=last.get(span.end, span.end)) for span in block.spans
    )


def _with_readings(text: str, readings: Iterable[Span]) -> tuple[str, list[int] | None, list[tuple[int, int]]]:
    """The text with each reading in brackets behind its base, and where the brackets stand.

    Second, the source offset of each of its code points, the end counted; ``None`` where they are the same.
    """
    out: list[str] = []
    source: list[int] = []
    brackets: list[tuple[int, int]] = []
    done = size = 0
    for span in readings:
        if span.start < done:
            continue  # a second reading of the same base
        addition = f"《{span.value}》"
        out += [text[done : span.end], addition]
        source += [*range(done, span.end), *[span.end] * len(addition)]
        size += span.end - done + len(addition)
        brackets.append((size - len(addition), size))
        done = span.end
    if not out:
        return text, None, brackets
    out.append(text[done:])
    source += range(done, len(text) + 1)
    return "".join(out), source, brackets
