"""Blocks whose spaces and line ends are the author's: preformatted text and tables."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.typeset.runs import Kind, Line, Run
from reader.typeset.width import WidthPolicy, cluster_cells, clusters, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document import Block, Span
    from reader.typeset.setting import Setting

TAB: Final = 8
"""Cells from one tab stop to the next in preformatted text."""

BETWEEN_COLUMNS: Final = 2


class _Rows:
    """Lines being filled with clusters, cut where they are full."""

    def __init__(self, block: Block, index: int, setting: Setting) -> None:
        self.block = block
        self.index = index
        self.setting = setting
        self.policy: WidthPolicy = setting.layout.policy
        self.spans = tuple(sorted(block.spans, key=lambda span: span.start))
        self.out: list[Line] = []
        self._runs: list[Run] = []
        self._start = self._column = 0

    @property
    def column(self) -> int:
        """Cells filled on the line at hand."""
        return self._column

    def put(self, text: str, start: int, kind: Kind = Kind.TEXT, end: int | None = None) -> None:
        """One cluster from the source offset ``start``, or what is shown for it."""
        size = sum(cluster_cells(cluster, self.policy) for cluster in clusters(text))
        if self._column and self._column + size > self.setting.width:
            self.end_line(start)
        end = start + len(text) if end is None else end
        spans = self._over(start, end)
        last = self._runs[-1] if self._runs else None
        shown_text = "".join(shown(cluster, self.policy) for cluster in clusters(text))
        if last is not None and last.kind is kind and last.spans == spans and last.end == start and _plain(last, text):
            self._runs[-1] = Run(last.text + text, last.cells + size, self.index, last.start, end, kind, spans)
        else:
            self._runs.append(Run(shown_text, size, self.index, start, end, kind, spans))
        self._column += size

    def pad(self, size: int, start: int) -> None:
        """``size`` cells of the layout's own."""
        if size > 0:
            self._runs.append(Run(" " * size, size, self.index, start, start, Kind.PADDING))
            self._column += size

    def end_line(self, start: int) -> None:
        """Close the line; the next one starts at the source offset ``start``."""
        rows = self.setting.pitch
        self.out.append(Line(self.index, self._start, start, tuple(self._runs), (), rows))
        self._runs, self._start, self._column = [], start, 0

    def hang(self, start: int, end: int) -> None:
        """Source that is not shown."""
        self._runs.append(Run("", 0, self.index, start, end, Kind.HUNG))

    def _over(self, start: int, end: int) -> tuple[Span, ...]:
        return tuple(span for span in self.spans if span.start < end and span.end > start)


def _plain(run: Run, text: str) -> bool:
    return len(text) == 1 and len(run.text) == run.end - run.start


def fixed_lines(block: Block, index: int, setting: Setting) -> tuple[Line, ...]:
    """Preformatted text: the author's lines, tabs expanded, cut at the last cell that fits."""
    rows = _Rows(block, index, setting)
    at = 0
    for cluster in clusters(block.text):
        end = at + len(cluster)
        if cluster == "\n":
            rows.hang(at, end)
            rows.end_line(end)
        elif cluster == "\t":
            size = min(TAB - rows.column % TAB, setting.width)
            rows.put(" " * size, at, end=end)
        else:
            rows.put(cluster, at)
        at = end
    if block.text and not block.text.endswith("\n"):
        rows.end_line(at)
    return tuple(rows.out)


def table_lines(block: Block, index: int, setting: Setting) -> tuple[Line, ...]:
    """A table: columns as wide as their widest cell where the row fits, else a line for each cell, set in."""
    if not block.text:
        return ()
    policy = setting.layout.policy
    table = list(_cells_of(block.text))
    widths: dict[int, int] = {}
    for row in table:
        for column, (start, end) in enumerate(row):
            size = sum(cluster_cells(cluster, policy) for cluster in clusters(block.text[start:end]))
            widths[column] = max(widths.get(column, 0), size)
    fits = sum(widths.values()) + BETWEEN_COLUMNS * (len(widths) - 1) <= setting.width
    rows = _Rows(block, index, setting)
    for row in table:
        for column, (start, end) in enumerate(row):
            if column:
                rows.hang(start - 1, start)
                if fits:
                    rows.pad(sum(widths[c] + BETWEEN_COLUMNS for c in range(column)) - rows.column, start)
                else:
                    rows.end_line(start)
                    rows.pad(min(BETWEEN_COLUMNS, setting.width - 2), start)
            at = start
            for cluster in clusters(block.text[start:end]):
                rows.put(cluster, at)
                at += len(cluster)
        if row[-1][1] < len(block.text):
            rows.hang(row[-1][1], row[-1][1] + 1)
        rows.end_line(min(row[-1][1] + 1, len(block.text)))
    return tuple(rows.out)


def _cells_of(text: str) -> Iterator[list[tuple[int, int]]]:
    """Start and end of the cells of each row."""
    ends = [at for at, character in enumerate(text) if character == "\n"]
    if not text.endswith("\n"):
        ends.append(len(text))
    for before, end in pairwise([-1, *ends]):
        tabs = [at for at in range(before + 1, end) if text[at] == "\t"]
        yield [(start + 1, stop) for start, stop in pairwise([before, *tabs, end])]
