"""Pictures in the lines of a text: whole rows or columns, in their middle, what they show in words behind.

Owns how large a picture stands: a cell for :data:`PIXELS` of its width, shrunk to what the line and the window have,
never beyond its own size.  A cell is taken to be twice as high as it is wide.  Refuses to decode and to paint.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.typeset.compose import Composer
from reader.typeset.forms import GLYPH_CELLS
from reader.typeset.runs import Figure, Kind, Line, Run, shifted

if TYPE_CHECKING:
    from reader.document import Block
    from reader.typeset.setting import Setting

PIXELS: Final = 8
"""Of a picture's width go into one cell, about as many as a terminal's cell has."""


def box(width: int, height: int, columns: int, rows: int) -> tuple[int, int]:
    """Columns and rows of a picture of so many pixels in a room of cells; at least one of each."""
    wide = min(columns, -(-width // PIXELS))
    high = -(-wide * height // (2 * width))
    if high > rows:
        wide, high = round(rows * 2 * width / height), rows
    return max(1, min(wide, columns)), max(1, high)


def figure_of(block: Block, setting: Setting) -> Figure | None:
    """Where the block's picture stands, or ``None`` where it is told by its words."""
    size = setting.layout.figures.get(block.source)
    if size is None:
        return None
    if setting.vertical:
        return _among_columns(block.source, size, setting)
    columns, rows = box(*size, setting.page, max(1, setting.layout.figure_rows))
    return Figure(block.source, max(0, setting.page - columns) // 2, columns, rows, rows)


def _among_columns(source: str, size: tuple[int, int], setting: Setting) -> Figure | None:
    """The picture as so many columns of text, the space between them its own; ``None`` without room for two."""
    column = GLYPH_CELLS + setting.between
    if setting.layout.figure_cells < column + GLYPH_CELLS:
        return None
    columns, rows = box(*size, setting.layout.figure_cells, setting.width)
    return Figure(source, (setting.width - rows) // 2, columns, rows, -(-(columns + setting.between) // column))


def image_lines(block: Block, index: int, setting: Setting) -> tuple[Line, ...]:
    """The picture and its words below, or a label with its words."""
    figure = figure_of(block, setting)
    if figure is None:
        name = setting.layout.image_label
        return _words(block, index, setting, f"[{name}: " if block.text else f"[{name}", "]")
    lines = _words(block, index, setting, "", "") if block.text.strip() else ()
    if not lines:
        return (Line(index, 0, len(block.text), (), (), figure.places, figure),)
    centred = [shifted(line, (setting.page - line.cells) // 2) for line in lines]
    return (replace(centred[0], rows=figure.places + centred[0].rows, figure=figure), *centred[1:])


def _words(block: Block, index: int, setting: Setting, before: str, after: str) -> tuple[Line, ...]:
    """The alternative text between two additions, each run with its place in the block."""
    text = before + block.text.replace("\n", " ") + after
    shell = Composer(replace(block, text=text, spans=()), index, setting, (), ())
    size, end = len(before), len(block.text)

    def place(offset: int) -> int:
        return min(max(0, offset - size), end)

    def moved(run: Run) -> Run:
        return Run(run.text, run.cells, index, place(run.start), place(run.end), Kind.IMAGE)

    return tuple(
        Line(index, place(line.start), place(line.end), tuple(map(moved, line.runs)), (), line.rows)
        for line in shell.lines()
    )
