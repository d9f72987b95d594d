"""Vertical writing: document, rows and width to pages of columns, right to left.

A column is a :class:`~reader.typeset.runs.Line` turned by a quarter: the same blocks, the same kinsoku, the same
readings, measured in rows instead of cells, with its readings in the gap to its right.  Offsets are those of the
source, so a place found in a column is a place in a line.  Owns the turning, and the cutting into pages.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from reader.document import Mark
from reader.typeset.forms import GLYPH_CELLS, glyph
from reader.typeset.lines import exact_rows, gap_before, is_shown, lay_out
from reader.typeset.runs import Kind, Run
from reader.typeset.setting import Layout, RubyMode, Setting, settle
from reader.typeset.width import clusters, is_simple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.document import Document
    from reader.typeset.runs import Line
    from reader.typeset.width import WidthPolicy

RUBY_GAP: Final = 2
"""Cells between two columns where readings stand there; a page with none has one."""

_BLANK: Final = " " * GLYPH_CELLS


@dataclass(frozen=True, slots=True)
class Column:
    """One column, top to bottom; ``start`` and ``end`` as of a line.

    ``glyphs`` has one run a row, each two cells wide, with the source range of what it shows (padding: an empty one).
    ``beside`` has the row's reading or dot, two cells wide, or ``None``; it is empty where nothing stands beside.
    """

    block: int
    start: int
    end: int
    glyphs: tuple[Run, ...]
    beside: tuple[Run | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A screenful: the first column is the rightmost; ``None`` is a blank one."""

    columns: tuple[Column | None, ...]
    room: int
    """Columns that the page could hold."""
    rows: int
    gap: int
    """Cells to the right of each column, where its readings stand."""


def settle_columns(document: Document, layout: Layout, rows: int) -> Setting:
    """What ``layout`` means in columns of ``rows`` rows; ``layout.measure`` counts for nothing."""
    setting = settle(document, replace(layout, measure=rows, pitch=1, hanging=False, hyphenate=False), rows)
    between = RUBY_GAP if layout.ruby is RubyMode.ABOVE and _has_signs(document) else 1
    hang = layout.hanging and rows > 4  # noqa: PLR2004 - room to spare
    breaking = replace(setting.breaking, vertical=True, hang=hang)
    indent = min(setting.indent, 1)
    return replace(setting, width=rows - hang, indent=indent, breaking=breaking, between=between)


def columns_of(line: Line, policy: WidthPolicy, *, plain: bool = False) -> Column:
    """A line, measured in rows, as a column."""
    glyphs = tuple(one for run in line.runs for one in _turned(run, policy, plain=plain))
    beside: list[Run | None] = []
    for run in line.above:
        beside += [None] * run.cells if run.kind is Kind.PADDING else _turned(run, policy, plain=plain)
    return Column(line.block, line.start, line.end, glyphs, tuple(beside))


def _turned(run: Run, policy: WidthPolicy, *, plain: bool) -> list[Run]:
    """One run a row of what ``run`` shows."""
    return [
        Run(text, GLYPH_CELLS, run.block, start, end, run.kind, run.spans)
        for text, start, end in rows_of(run, policy, plain=plain)
    ]


def rows_of(run: Run, policy: WidthPolicy, *, plain: bool = False) -> list[tuple[str, int, int]]:
    """What each row shows of a run of a column, top to bottom: two cells of text, and its source range."""
    if run.kind is Kind.PADDING:
        return [(_BLANK, run.start, run.end)] * run.cells
    if run.cells == 0:
        return []
    if run.cells == 1:
        return [(glyph(run.text, policy, plain=plain), run.start, run.end)]
    if not is_simple(run.text):
        return list(_rows_of_clusters(run, policy, plain=plain))
    forms = _forms_of(policy, plain)
    if run.end - run.start == len(run.text):
        return [(forms[letter], at, at + 1) for at, letter in enumerate(run.text, run.start)]
    return [(forms[letter], run.start, run.end) for letter in run.text]


def _rows_of_clusters(run: Run, policy: WidthPolicy, *, plain: bool) -> Iterator[tuple[str, int, int]]:
    at, counted = run.start, run.end - run.start == len(run.text)
    for cluster in clusters(run.text):
        end = at + len(cluster)
        shown = glyph(cluster, policy, plain=plain)
        yield (shown, at, end) if counted else (shown, run.start, run.end)
        at = end


class _Forms(dict[str, str]):
    """Letters as they stand in a row, each looked up once."""

    def __init__(self, policy: WidthPolicy, plain: bool) -> None:
        super().__init__()
        self._policy, self._plain = policy, plain

    def __missing__(self, letter: str) -> str:
        self[letter] = found = glyph(letter, self._policy, plain=self._plain)
        return found


@lru_cache(maxsize=4)
def _forms_of(policy: WidthPolicy, plain: bool) -> _Forms:
    return _Forms(policy, plain)


class Pages:
    """A document in columns, counted at once and turned page by page.

    ``rows`` and ``width`` (cells) are the page's; ``plain`` leaves marks unturned; pictures are told by their words.
    Raises ``ValueError`` for a page without room for one column of one row.
    """

    def __init__(self, document: Document, layout: Layout, rows: int, width: int, *, plain: bool = False) -> None:
        self.document = document
        self.setting = settle_columns(document, replace(layout, figures={}), rows)
        self.rows = rows
        if width < GLYPH_CELLS or rows < 1:
            raise ValueError("a page has room for one column of one row")
        self.gap = min(self.setting.between, width - GLYPH_CELLS)
        # The gap of the rightmost column counts only where readings stand in it.
        edge = 0 if self.gap == RUBY_GAP else self.gap
        self.room = (width + edge) // (GLYPH_CELLS + self.gap)
        self._plain = plain
        self._gaps = [gap_before(document, at, self.setting) if self._shown(at) else 0 for at in self._indexes()]
        sizes = (self._columns(at) for at in self._indexes())
        self._sums = [0, *accumulate(sizes)]
        self._lay_out = lru_cache(maxsize=256)(self._laid_out)

    def __len__(self) -> int:
        """Pages; a document without text has one, blank."""
        return max(1, -(-self._sums[-1] // self.room))

    def __getitem__(self, number: int) -> Page:
        """The page ``number``, from 0."""
        if not 0 <= number < len(self):
            raise IndexError("no such page")
        first, last = number * self.room, min((number + 1) * self.room, self._sums[-1])
        return Page(tuple(self._column(at) for at in range(first, last)), self.room, self.rows, self.gap)

    def find(self, block: int, offset: int) -> int:
        """The number of the page that shows the place, or the nearest one to it."""
        if not self.document.blocks:
            return 0
        block = min(max(0, block), len(self.document.blocks) - 1)
        at = self._sums[block]
        columns = self._lay_out(block)
        if columns:
            starts = [column.start for column in columns]
            at += self._gaps[block] + max(0, bisect_right(starts, offset) - 1)
        return min(at // self.room, len(self) - 1)

    def place(self, number: int) -> tuple[int, int]:
        """Block and offset of the first text on the page, or of what follows on it."""
        for column in self[number].columns:
            if column is not None:
                return column.block, column.start
        at = bisect_right(self._sums, number * self.room) - 1
        return min(at, max(0, len(self.document.blocks) - 1)), 0

    def _indexes(self) -> range:
        return range(len(self.document.blocks))

    def _shown(self, index: int) -> bool:
        return is_shown(self.document.blocks[index], self.setting)

    def _columns(self, index: int) -> int:
        return exact_rows(self.document, index, self.setting) if self._shown(index) else 0

    def _laid_out(self, index: int) -> tuple[Column, ...]:
        lines = lay_out(self.document, index, self.setting).lines
        policy = self.setting.layout.policy
        return tuple(columns_of(line, policy, plain=self._plain) for line in lines)

    def _column(self, at: int) -> Column | None:
        index = bisect_right(self._sums, at) - 1
        inside = at - self._sums[index] - self._gaps[index]
        return self._lay_out(index)[inside] if inside >= 0 else None


def _has_signs(document: Document) -> bool:
    return any(span.mark in {Mark.RUBY, Mark.DOTS} for block in document.blocks for span in block.spans)


def page_to_text(page: Page) -> list[str]:
    """The page as rows of text, top to bottom, its first column at the right; no spaces at a row's end."""
    blank = " " * (GLYPH_CELLS + page.gap)
    rows = []
    for row in range(page.rows):
        parts = [blank] * (page.room - len(page.columns))
        for column in reversed(page.columns):
            here = column.glyphs[row].text if column and row < len(column.glyphs) else _BLANK
            sign = column.beside[row] if column and row < len(column.beside) and page.gap == RUBY_GAP else None
            parts.append(here + (sign.text if sign is not None else " " * page.gap))
        rows.append("".join(parts).rstrip(" \u3000"))
    return rows


def print_columns(document: Document, *, rows: int, width: int = 80, layout: Layout | None = None) -> str:
    """The document in columns of ``rows`` rows: page under page, a blank line between, each row ended by a newline."""
    pages = Pages(document, layout or Layout(), rows, width)
    texts = (page_to_text(pages[number]) for number in range(len(pages)))
    return "\n".join("".join(f"{row}\n" for row in page) for page in texts)
