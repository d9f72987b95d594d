"""One block of prose to lines: runs, readings above them, justification.

Owns the way from a broken :class:`~reader.typeset.sheet.Sheet` to :class:`~reader.typeset.runs.Line` values, and the
repair of readings that a line's edge pushed off their base.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.typeset.ruby import share, stand
from reader.typeset.runs import Kind, Line, Run
from reader.typeset.sheet import Sheet
from reader.typeset.width import clusters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document import Block, Span
    from reader.typeset.ruby import Group
    from reader.typeset.setting import Setting

DOT: Final = "﹅"
SMALL_DOT: Final = "."
"""Over a character of one cell, where a dot of two would stand over its neighbour."""

STRETCH: Final = 2
"""Cells that justification adds to one gap at most; a line that would need more stays ragged."""

_OPEN_AFTER: Final = "、。，．」』）〕］｝〉》】！？!?,;:"
"""CJK marks behind which a justified line may be opened."""


def _group_end(group: Group) -> int:
    return group.end


class OffBaseError(Exception):
    """A reading does not stand where it was meant to; inside this module only."""

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.group = group


class Composer:
    """The lines of one block, between what stands before its first line and before each later one."""

    def __init__(
        self, block: Block, index: int, setting: Setting, first: tuple[Run, ...], rest: tuple[Run, ...]
    ) -> None:
        self.block = block
        self.index = index
        self.setting = setting
        self.prefixes = first, rest
        self.insets = sum(run.cells for run in first), sum(run.cells for run in rest)
        self.sheet = Sheet(block, setting, max(1, setting.width - max(self.insets)))

    def rows(self) -> int:
        """Rows of the block's lines."""
        sometimes_two = self.setting.pitch == 1 and not self.setting.vertical and self.sheet.above
        signs = self.sheet.groups or self.sheet.dotted
        if signs and (sometimes_two or self.setting.layout.justify):
            return sum(line.rows for line in self.lines())
        return len(self._settled()) * self.setting.pitch

    def lines(self) -> tuple[Line, ...]:
        """Every line, in order."""
        while True:
            try:
                return tuple(self._line(start, end) for start, end in self._settled())
            except OffBaseError as error:
                self.sheet.tighten([error.group])

    def _settled(self) -> list[tuple[int, int]]:
        """The edges of the lines, with every reading in reach of its base."""
        while True:
            edges = self._edges()
            off = [group for start, end in edges for group in self._off_base(start, end)] if self.sheet.groups else []
            if not off:
                return edges
            self.sheet.tighten(off)

    def _edges(self) -> list[tuple[int, int]]:
        rest = max(1, self.setting.width - self.insets[1])
        first = max(1, self.setting.width - self.insets[0])
        starts = self.sheet.breaker.starts(rest, first)
        return list(pairwise([0, *starts, len(self.sheet.text)]))

    def _off_base(self, start: int, end: int) -> Iterator[Group]:
        """The readings of a line that cannot stand over their base, each counted once for each line it is on."""
        seen = self.sheet.breaker.visible_end(start, end)
        inset = self.insets[0 if start == 0 else 1]
        size = self.sheet.breaker.size
        free = 0
        for group in self._groups(start, seen):
            first, last = max(group.start, start), min(group.end, seen)
            left, right = inset + size(start, first), inset + size(start, last)
            try:
                column, reading, _text = self._stand(group, (start, seen), (left, right), free)
            except OffBaseError as error:
                yield error.group
                free = right
            else:
                free = column + reading

    def _groups(self, start: int, end: int) -> Iterator[Group]:
        """The readings of a line."""
        groups = self.sheet.groups
        for group in groups[bisect_right(groups, start, key=_group_end) :]:
            if group.start >= end:
                break
            yield group

    def _stand(self, group: Group, line: tuple[int, int], base: tuple[int, int], free: int) -> tuple[int, int, str]:
        """Column, cells and text of the reading, or of its share, over a base between two columns of a line."""
        start, end = line
        first, last = max(group.start, start), min(group.end, end)
        size = self.sheet.breaker.size
        text = share(
            group,
            start,
            end,
            total=size(group.start, group.end),
            done=size(group.start, first),
            part=size(first, last),
        )
        reading = self.setting.measure(text)
        room = self.setting.width if last == end else max(self.setting.width, base[1])
        lead = group.lead if first > start else 0
        column = stand(*base, reading, lead=lead, free=free, room=room)
        if column is None:
            raise OffBaseError(group)
        return column, reading, text

    def _line(self, start: int, end: int) -> Line:
        sheet = self.sheet
        seen = sheet.breaker.visible_end(start, end)
        runs: list[Run] = list(self.prefixes[0] if start == 0 else self.prefixes[1])
        columns: dict[int, int] = {}
        column = sum(run.cells for run in runs)
        stretch = self._stretch(start, seen, end, column)
        for run, offset in self._runs(start, seen, stretch):
            columns.setdefault(offset, column + (run.cells if run.kind is Kind.PADDING else 0))
            runs.append(run)
            column += run.cells
        columns[seen] = column
        if end in sheet.breaker.hyphenated and end == seen:
            runs.append(Run("-", 1, self.index, sheet.source(end), sheet.source(end), Kind.HYPHEN))
        if seen < end:
            runs.append(Run("", 0, self.index, sheet.source(seen), sheet.source(end), Kind.HUNG))
        above = tuple(self._above(start, seen, columns)) if sheet.above else ()
        rows = 1 if self.setting.vertical else max(self.setting.pitch, 2 if above else 1)
        return Line(self.index, sheet.source(start), sheet.source(end), tuple(runs), above, rows)

    def _runs(self, start: int, end: int, stretch: dict[int, int]) -> Iterator[tuple[Run, int]]:
        """The runs of a stretch, each with its shown offset; padding has the offset of what it stands before."""
        sheet = self.sheet
        cuts = sheet.cuts
        at = start
        index = bisect_right(cuts, start) - 1
        marks = iter([*sorted(stretch), end])
        gap = next(marks)
        while at < end:
            while gap <= at:
                gap = next(marks, end + 1)
            stop = min(end, cuts[index + 1], gap)
            pad = sheet.padding.get(at, 0) + stretch.get(at, 0)
            if pad:
                yield self._pad(pad, at), at
            yield self._run(at, stop, sheet.cover[index]), at
            if stop in sheet.trailing:
                yield self._pad(sheet.trailing[stop], stop), stop
            at = stop
            if stop == cuts[index + 1]:
                index += 1

    def _pad(self, size: int, offset: int) -> Run:
        source = self.sheet.source(offset)
        return Run(" " * size, size, self.index, source, source, Kind.PADDING)

    def _run(self, start: int, end: int, spans: tuple[Span, ...]) -> Run:
        sheet = self.sheet
        atom = sheet.atoms.get(start)
        kind = Kind.READING if sheet.in_brackets(start) else Kind.TEXT
        text = sheet.text[start:end] if atom is None else atom.text
        source, source_end = sheet.source(start), sheet.source(end)
        if kind is Kind.READING:
            source_end = source
        return Run(text, sheet.cells(start, end), self.index, source, source_end, kind, spans)

    def _stretch(self, start: int, seen: int, end: int, inset: int) -> dict[int, int]:
        """Cells to be put before offsets so that the line is flush; nothing for a paragraph's last line."""
        sheet = self.sheet
        if (
            not self.setting.layout.justify
            or self.setting.vertical
            or end == len(sheet.text)
            or sheet.text[end - 1] == "\n"
        ):
            return {}
        rest = self.setting.width - inset - sheet.breaker.size(start, seen) - (end in sheet.breaker.hyphenated)
        text = sheet.text
        gaps = [at + 1 for at in range(start, seen - 1) if text[at] == " " and text[at + 1] != " "]
        if not gaps:
            gaps = [
                at + 1 for at in range(start, seen - 1) if text[at] in _OPEN_AFTER and text[at + 1] not in _OPEN_AFTER
            ]
        if rest <= 0 or not gaps or rest > STRETCH * len(gaps):
            return {}
        each, more = divmod(rest, len(gaps))
        return {at: size for place, at in enumerate(gaps) if (size := each + (place < more))}

    def _above(self, start: int, end: int, columns: dict[int, int]) -> Iterator[Run]:
        """The row over the line: readings and dots, with padding between."""
        free = 0
        for column, run in sorted(self._signs(start, end, columns), key=lambda sign: sign[0]):
            if column > free:
                yield Run(" " * (column - free), column - free, self.index, run.start, run.start, Kind.PADDING)
            elif column < free:
                continue  # a dot where a reading stands
            yield run
            free = column + run.cells

    def _signs(self, start: int, end: int, columns: dict[int, int]) -> Iterator[tuple[int, Run]]:
        free = 0
        for group in self._groups(start, end):
            column, run = self._reading(group, start, end, columns, free)
            free = column + run.cells
            if run.cells:
                yield column, run
        for first, last, span in self.sheet.dotted:
            if first < end and last > start:
                yield from self._dots(max(first, start), min(last, end), span, columns)

    def _reading(self, group: Group, start: int, end: int, columns: dict[int, int], free: int) -> tuple[int, Run]:
        sheet = self.sheet
        first, last = max(group.start, start), min(group.end, end)
        left = columns[first] - group.before.get(first, 0)
        right = columns[last] if last in columns else self._column(last, columns)
        column, reading, text = self._stand(group, (start, end), (left, right), free)
        run = Run(text, reading, self.index, sheet.source(first), sheet.source(last), Kind.READING, (group.span,))
        return column, run

    def _column(self, offset: int, columns: dict[int, int]) -> int:
        nearest = offset
        while nearest not in columns:
            nearest -= 1
        return columns[nearest] + self.sheet.breaker.size(nearest, offset)

    def _dots(self, start: int, end: int, span: Span, columns: dict[int, int]) -> Iterator[tuple[int, Run]]:
        sheet = self.sheet
        measure = self.setting.measure
        sign = next(clusters(span.value or DOT))
        at = start
        for cluster in clusters(sheet.text[start:end]):
            size = measure(cluster)
            if size and cluster[0].isalnum() and not sheet.in_brackets(at):
                dot = sign if measure(sign) <= size else SMALL_DOT
                width = measure(dot)
                source = sheet.source(at)
                run = Run(dot, width, self.index, source, source + len(cluster), Kind.DOTS, (span,))
                yield self._column(at, columns) + (size - width) // 2, run
            at += len(cluster)
