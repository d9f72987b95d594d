"""Document and width to lines: each block by what it is, each line as runs that know their source.

    setting = settle(document, Layout(measure=80), width=100)
    for index in range(len(document.blocks)):
        for line in lay_out(document, index, setting).lines: ...

Blocks are laid out one by one, so that a window costs no more than what it shows; :func:`estimated_rows` stands in
for the others, and :func:`exact_rows` counts without making runs.  Owns the shapes of blocks (indent, bars, markers,
tables, centred breaks).  Refuses colour, scrolling and margins.  Where a line ends is
:mod:`reader.typeset.linebreak`'s, where a reading stands :mod:`reader.typeset.ruby`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reader.document import Block, Document, Part, Role
from reader.typeset.compose import Composer
from reader.typeset.figures import figure_of, image_lines
from reader.typeset.runs import BlockLines, Kind, Line, Run, padding, shifted
from reader.typeset.setting import (
    Layout,
    Paragraphs,
    RubyMode,
    Setting,
    is_right_to_left,
    settle,
    takes_indent,
)
from reader.typeset.tables import fixed_lines, table_lines
from reader.typeset.width import cells, clusters

__all__ = [
    "BlockLines",
    "Kind",
    "Layout",
    "Line",
    "Paragraphs",
    "RubyMode",
    "Run",
    "Setting",
    "estimated_rows",
    "exact_rows",
    "lay_out",
    "settle",
]

BAR: Final = {1: "│ ", 2: "| "}
"""Before a line of a quotation, by the cells of an ambiguous character: where │ would take two, ASCII."""

STEP: Final = 2
"""Cells by which each depth of a list or quotation is set in."""

NARROWEST: Final = 8
"""Cells that must be left for text; indents beyond are not made."""

_BLANK_BEFORE: Final = {
    Role.HEADING: 2,
    Role.SCENE_BREAK: 1,
    Role.IMAGE: 1,
    Role.TABLE: 1,
    Role.PREFORMATTED: 1,
    Role.QUOTE: 1,
    Role.ITEM: 1,
}
"""Blank lines before a block, and (a heading's one) behind it, whatever sets paragraphs apart."""

_HANGING_ROLES: Final = frozenset({Role.QUOTE, Role.ITEM, Role.PREFORMATTED})
"""Roles of which a row of blocks stands together."""

BETWEEN_PARTS: Final = 2
"""Blank lines between the text and the author's notes or the footnotes."""


def is_shown(block: Block, setting: Setting) -> bool:
    """Whether the block stands on the screen; the author's notes can be hidden."""
    return setting.layout.notes or block.part not in {Part.BEFORE, Part.AFTER}


def lay_out(document: Document, index: int, setting: Setting) -> BlockLines:
    """The block at ``index``: its gap to what stands before it, and its lines, none wider than asked for."""
    block = document.blocks[index]
    if not is_shown(block, setting):
        return BlockLines(index, 0, ())
    gap = gap_before(document, index, setting)
    return BlockLines(index, gap, _shape(block, setting)(block, index, setting))


def exact_rows(document: Document, index: int, setting: Setting) -> int:
    """Rows that :func:`lay_out` gives the block, found without making its runs where that is possible."""
    block = document.blocks[index]
    if not is_shown(block, setting):
        return 0
    shape = _shape(block, setting)
    gap = gap_before(document, index, setting)
    if shape is not _prose or not block.text:
        return gap + sum(line.rows for line in shape(block, index, setting))
    frame = _frame(block, index, setting)
    return gap + Composer(block, index, setting, frame.first, frame.rest).rows()


def estimated_rows(document: Document, index: int, setting: Setting) -> int:
    """Rows that the block will take, about: full-width text at two cells, other text at one."""
    block = document.blocks[index]
    if not is_shown(block, setting):
        return 0
    gap = gap_before(document, index, setting)
    if block.role is Role.IMAGE and (figure := figure_of(block, setting)) is not None:
        return gap + figure.places + (setting.pitch if block.text else 0)
    if block.role in {Role.PAUSE, Role.SCENE_BREAK, Role.IMAGE}:
        return gap + (setting.pitch if block.role is not Role.PAUSE else 0)
    if not block.text:
        return gap
    width = len(block.text) if block.text.isascii() else 2 * len(block.text)
    return gap + -(-(width + setting.indent) // setting.width) * setting.pitch


def gap_before(document: Document, index: int, setting: Setting) -> int:
    """Blank rows between the block and the shown one before it; none before the first."""
    block = document.blocks[index]
    before = index - 1
    while before >= 0 and not is_shown(document.blocks[before], setting):
        before -= 1
    if before < 0 or (not block.text and block.role in {Role.PARAGRAPH, Role.CAPTION}):
        return 0
    last = document.blocks[before]
    if block.role is Role.PAUSE:
        return block.level * setting.pitch
    if last.part is not block.part:
        return BETWEEN_PARTS * setting.pitch
    if last.role is Role.PAUSE:
        return _ordinary_gap(block, block, setting)
    return _ordinary_gap(last, block, setting)


def _ordinary_gap(last: Block, block: Block, setting: Setting) -> int:
    if last.role is block.role and block.role in _HANGING_ROLES:
        return 0
    if block.role is Role.CAPTION and last.role in {Role.IMAGE, Role.TABLE}:
        return 0
    blank = max(_BLANK_BEFORE.get(block.role, 0), min(1, _BLANK_BEFORE.get(last.role, 0)))
    return max(blank * setting.pitch, setting.gap)


@dataclass(frozen=True, slots=True)
class _Frame:
    """What stands before the first line of a block and before each later one."""

    first: tuple[Run, ...] = ()
    rest: tuple[Run, ...] = ()


def _frame(block: Block, index: int, setting: Setting) -> _Frame:
    """The runs before a prose block's lines."""
    policy = setting.layout.policy
    spare = max(0, setting.width - NARROWEST)
    if block.role is Role.QUOTE and setting.vertical:
        pad = padding(index, min(max(1, block.level), spare))
        return _Frame(pad, pad)
    if block.role is Role.QUOTE:
        bar = BAR[policy.ambiguous] * min(max(1, block.level), spare // STEP)
        run = (Run(bar, len(bar) if policy.ambiguous == 2 else cells(bar, policy), index, 0, 0, Kind.MARKER),)  # noqa: PLR2004
        return _Frame(run, run) if bar else _Frame()
    if block.role is Role.ITEM or block.part is Part.FOOTNOTE:
        label = "".join(clusters(block.marker)) + " " if block.marker else ""
        inset = min(STEP * max(0, block.level - 1), spare)
        size = setting.measure(label)
        hang = inset + (size if label else STEP)
        if hang > spare:
            return _Frame()
        first = padding(index, inset)
        if label:
            first += (Run(label, size, index, 0, 0, Kind.MARKER),)
        else:
            first += padding(index, STEP)
        return _Frame(first, padding(index, hang))
    if setting.indent and takes_indent(block):
        return _Frame(padding(index, setting.indent))
    return _Frame()


def _prose(block: Block, index: int, setting: Setting) -> tuple[Line, ...]:
    if not block.text:
        return ()
    frame = _frame(block, index, setting)
    lines = Composer(block, index, setting, frame.first, frame.rest).lines()
    if not setting.vertical and is_right_to_left(block.text):
        return tuple(shifted(line, setting.page - line.cells) for line in lines)
    return lines


def _scene_break(block: Block, index: int, setting: Setting) -> tuple[Line, ...]:
    if not block.text.strip():
        sign = "＊　　＊　　＊" if setting.cjk else "*   *   *"
        size = setting.measure(sign)
        if size > setting.width:
            sign, size = "*", 1
        run = Run(sign, size, index, 0, 0, Kind.RULE)
        line = Line(index, 0, len(block.text), (run, *_hung(block, index)), (), setting.pitch)
        return (shifted(line, (setting.page - size) // 2),)
    lines = Composer(block, index, setting, (), ()).lines()
    return tuple(shifted(line, (setting.page - line.cells) // 2) for line in lines)


def _hung(block: Block, index: int) -> tuple[Run, ...]:
    return (Run("", 0, index, 0, len(block.text), Kind.HUNG),) if block.text else ()


def _pause(_block: Block, _index: int, _setting: Setting) -> tuple[Line, ...]:
    return ()


_Shape = Callable[[Block, int, Setting], tuple[Line, ...]]

_SHAPES: Final[dict[Role, _Shape]] = {
    Role.PARAGRAPH: _prose,
    Role.HEADING: _prose,
    Role.QUOTE: _prose,
    Role.ITEM: _prose,
    Role.CAPTION: _prose,
    Role.PREFORMATTED: fixed_lines,
    Role.TABLE: table_lines,
    Role.IMAGE: image_lines,
    Role.SCENE_BREAK: _scene_break,
    Role.PAUSE: _pause,
}


def _shape(block: Block, setting: Setting) -> _Shape:
    """What lays the block out; in columns no grid of cells can be kept."""
    if setting.vertical and block.role in {Role.TABLE, Role.PREFORMATTED}:
        return _prose
    return _SHAPES[block.role]
