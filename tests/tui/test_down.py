"""Columns on the screen: every cell in its place, each glyph with its way back to the source, pictures among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style

from reader.document import Block, Document, Mark, Role, Span
from reader.tui.down import Down
from reader.tui.ink import Overlay
from reader.tui.leaf import TITLE_ROOM, Across, Frame
from reader.tui.look import DARK, PALETTES, Look
from reader.tui.strips import Brush, Part
from reader.typeset.columns import columns_of
from reader.typeset.forms import glyph
from reader.typeset.lines import Layout, RubyMode
from reader.typeset.runs import Kind
from reader.typeset.width import NARROW
from tests.tui.test_galley import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from reader.tui.leaf import Overlays
    from reader.typeset.runs import Figure

BRUSH = Brush.of(Look.of(PALETTES[DARK]), NARROW)
WIDTHS, HEIGHTS = st.integers(1, 60), st.integers(1, 20)
DOWN = Frame(down=True)
FRAMES = st.builds(Frame, st.just(value=True), column=st.integers(0, 20), margin=st.integers(0, 6))
LAYOUTS = st.builds(Layout, ruby=st.sampled_from(RubyMode), hanging=st.booleans())
URL = "https://x.example/map.png"


def nothing(_block: int) -> Sequence[Overlay]:
    return ()


def window(document: Document, layout: Layout, size: tuple[int, int], frame: Frame = DOWN) -> Down:
    tail = [Part("次へ", BRUSH.look.muted)]
    leaf = Down(document, layout, size, BRUSH, frame=frame, title=["題"], tail=tail, pictures=painted)
    leaf.fill(leaf.galley.first())
    return leaf


def painted(figure: Figure) -> list[list[Segment]]:
    """A picture of letters, so that it can be found."""
    return [[Segment("x" * figure.columns, Style(bgcolor="#010203"))] for _ in range(figure.rows)]


def rows(leaf: Down, size: tuple[int, int], overlays: Overlays = nothing) -> list[Strip]:
    return [leaf.strip(y, size[0], overlays) for y in range(size[1])]


def cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """What begins in each cell, with its style; nothing in the second half of a wide letter."""
    out: list[tuple[str, Style | None]] = []
    for segment in strip:
        for letter in segment.text:
            out += [(letter, segment.style), *[("", segment.style)] * (BRUSH.cells(letter) - 1)]
    return out


@settings(max_examples=80, deadline=None)
@given(DOCUMENTS, LAYOUTS, WIDTHS, HEIGHTS, FRAMES)
def test_every_row_is_as_wide_as_the_window(
    document: Document, layout: Layout, width: int, height: int, frame: Frame
) -> None:
    leaf = window(document, layout, (width, height), frame)
    for y in range(height):
        for strip in (leaf.strip(y, width, nothing), leaf.trace(y, width)):
            assert strip.cell_length == width
            assert BRUSH.cells(strip.text) == width


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, LAYOUTS, st.integers(12, 60), HEIGHTS)
def test_what_is_painted_is_what_the_columns_hold(document: Document, layout: Layout, width: int, height: int) -> None:
    leaf = window(document, layout, (width, height))
    step = 2 + leaf.galley.setting.between
    shown = [cells(strip) for strip in rows(leaf, (width, height))]
    right = width - max(leaf.galley.setting.between, (width - leaf.capacity * step + step - 2) // 2)
    for place, row in enumerate(leaf.pages[0]):
        if row is None or isinstance(row, Part) or row.line is None:
            continue
        column = columns_of(row.line, NARROW)
        left = right - 2 - place * step
        for y, one in enumerate(column.glyphs[: len(shown)]):
            assert "".join(letter for letter, _ in shown[y][left : left + 2]).strip() == one.text.strip()
        for y, one_beside in enumerate(column.beside if step == 4 else ()):
            text = "".join(letter for letter, _ in shown[y][left + 2 : left + 4])
            assert text.strip() == (one_beside.text.strip() if one_beside else "")


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, LAYOUTS, st.integers(12, 60), HEIGHTS, FRAMES)
def test_each_glyph_leads_back_to_its_letter(
    document: Document, layout: Layout, width: int, height: int, frame: Frame
) -> None:
    leaf = window(document, layout, (width, height), frame)
    seen: set[tuple[int, int]] = set()
    for y in range(height):
        shown, traced = cells(leaf.strip(y, width, nothing)), cells(leaf.trace(y, width))
        for (letter, _), (own, style) in zip(shown, traced, strict=True):
            if style is None or not own.strip() or "offset" not in style.meta:
                continue
            offset, block = style.meta["offset"]
            assert letter == own
            assert own in glyph(document.blocks[block].text[offset])
            seen.add((block, offset))
    texts = {
        (run.block, offset)
        for spot in leaf.spots
        for run in leaf.galley.line(spot).runs
        if run.kind is Kind.TEXT
        for offset in range(run.start, run.end)
        if run.cells and document.blocks[run.block].text[offset].strip() and len(run.text) == run.end - run.start
    }
    assert seen <= texts
    if leaf.capacity > len(leaf.title) + TITLE_ROOM:  # else the one line there may stand outside the window
        assert seen == texts


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, LAYOUTS, st.tuples(st.integers(12, 60), HEIGHTS), st.integers(0, 30), st.integers(0, 30))
def test_what_is_laid_over_a_range_lies_over_its_glyphs_alone(
    document: Document, layout: Layout, size: tuple[int, int], start: int, end: int
) -> None:
    width, height = size
    leaf = window(document, layout, size)
    plain = rows(leaf, (width, height))
    over = [Overlay(start, end, Style(bgcolor="#123456"))] if start < end else []
    laid = rows(leaf, (width, height), lambda _block: over)
    assert [strip.text for strip in laid] == [strip.text for strip in plain]
    for y, strip in enumerate(laid):
        for (_, style), (own, found) in zip(cells(strip), cells(leaf.trace(y, width)), strict=True):
            is_laid = style is not None and style.bgcolor is not None and style.bgcolor.name == "#123456"
            if found is not None and own.strip() and "offset" in found.meta:
                assert is_laid == (bool(over) and start <= found.meta["offset"][0] < end)
    assert [strip.text for strip in rows(leaf, (width, height))] == [strip.text for strip in plain]
    assert rows(leaf, (width, height)) == plain


CHANGES = st.lists(
    st.tuples(
        st.booleans(),
        st.sampled_from(RubyMode),
        st.integers(1, 90),
        st.integers(1, 30),
        st.integers(0, 20),
        st.booleans(),
    ),
    max_size=6,
)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, CHANGES, st.data())
def test_any_sequence_of_changes_keeps_the_sentence_in_view(
    document: Document, changes: list[tuple[bool, RubyMode, int, int, int, bool]], data: st.DataObject
) -> None:
    written = [index for index, block in enumerate(document.blocks) if block.text]
    if not written:
        return
    block = data.draw(st.sampled_from(written))
    place = (block, data.draw(st.integers(0, len(document.blocks[block].text) - 1)))
    for down, ruby, width, height, column, two in changes:
        frame = Frame(down=down, two=two, column=column)
        kind = Down if down else Across
        leaf = kind(document, Layout(ruby=ruby), (width, height), BRUSH, frame=frame)
        leaf.fill(leaf.galley.spot(*place))
        line = leaf.galley.line(leaf.spots[0])
        assert line.block == place[0]
        assert line.start <= place[1] < max(line.end, line.start + 1)


# --- pictures ------------------------------------------------------------------------------------------------------


def illustrated(words: str = "地図") -> Document:
    text = "潮が引くと、道があらわれる。" * 3
    ruby = (Span(0, 1, Mark.RUBY, "しお"),)
    return Document(
        (Block(Role.PARAGRAPH, text, ruby), Block(Role.IMAGE, words, source=URL), Block(Role.PARAGRAPH, text * 9)), "ja"
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 900), st.integers(1, 900), st.integers(4, 90), st.integers(2, 40), st.sampled_from(RubyMode))
def test_a_picture_is_whole_wherever_it_stands(wide: int, high: int, width: int, height: int, ruby: RubyMode) -> None:
    document = illustrated()
    leaf = window(document, Layout(ruby=ruby, figures={URL: (wide, high)}), (width, height))
    pictured, top = 0, leaf.galley.first()
    while top is not None:
        leaf.fill(top)
        texts = [strip.text for strip in rows(leaf, (width, height))]
        assert all(BRUSH.cells(text) == width for text in texts)
        figures = [figure for spot in leaf.spots if (figure := leaf.galley.line(spot).figure) is not None]
        for figure in figures:
            pictured += 1
            assert [text.count("x") for text in texts if "x" in text] == [figure.columns] * figure.rows
            traced = [
                segment
                for y in range(height)
                for segment in leaf.trace(y, width)
                if segment.style is not None and segment.style.meta.get("picture") == 1
            ]
            assert len(traced) == height
        top = leaf.galley.after(leaf.spots[-1])
    setting = leaf.galley.setting
    assert pictured == (setting.layout.figure_cells >= setting.between + 4)


def test_a_picture_in_a_window_that_begins_with_it_leaves_the_words_beside_it() -> None:
    leaf = window(illustrated(), Layout(figures={URL: (160, 80)}), (60, 20))
    leaf.fill(leaf.galley.spot(1, 0))
    assert leaf.galley.line(leaf.spots[0]).figure is not None
    texts = [strip.text for strip in rows(leaf, (60, 20))]
    assert sum("x" in text for text in texts) == 5
    words = next(text for text in texts if "地" in text)
    assert words.index("地") < min(text.index("x") for text in texts if "x" in text)
