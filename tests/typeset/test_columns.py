from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.typeset.columns import Pages, columns_of, page_to_text, print_columns, settle_columns
from reader.typeset.forms import glyph
from reader.typeset.lines import Layout, Paragraphs, RubyMode, lay_out
from reader.typeset.runs import Kind
from reader.typeset.width import NARROW, cells
from tests.typeset.test_lines import documents

FLAT = Layout(paragraphs=Paragraphs.GAP, ruby=RubyMode.HIDDEN)


def paragraph(text: str, *spans: Span) -> Document:
    return Document((Block(Role.PARAGRAPH, text, spans),), "ja")


def shown(text: str, rows: int, *spans: Span, layout: Layout = FLAT) -> list[str]:
    """Each column's glyphs, top to bottom, without padding behind narrow ones."""
    pages = Pages(paragraph(text, *spans), layout, rows, 400)
    return ["".join(run.text.rstrip(" ") for run in column.glyphs) for column in pages[0].columns if column]


@settings(max_examples=60, deadline=None)
@given(documents, st.sampled_from(RubyMode), st.integers(1, 20), st.integers(2, 40))
def test_pages_hold_the_text_in_two_cells_a_row(document: Document, mode: RubyMode, rows: int, width: int) -> None:
    pages = Pages(document, Layout(ruby=mode), rows, width)
    ends: dict[int, int] = {}
    for page in (pages[number] for number in range(len(pages))):
        assert len(page.columns) <= page.room
        for column in filter(None, page.columns):
            assert len(column.glyphs) <= rows
            assert len(column.beside) <= rows
            assert all(cells(run.text) == 2 for run in column.glyphs)
            assert all(run is None or cells(run.text) == 2 for run in column.beside)
            assert column.start == ends.get(column.block, 0)
            ends[column.block] = column.end
        assert all(cells(row) <= width for row in page_to_text(page))
    for index, end in ends.items():
        assert end == len(document.blocks[index].text)


@settings(max_examples=60, deadline=None)
@given(documents, st.integers(3, 12), st.integers(4, 30), st.data())
def test_a_place_is_on_the_page_that_is_found_for_it(
    document: Document, rows: int, width: int, data: st.DataObject
) -> None:
    pages = Pages(document, Layout(), rows, width)
    if not document.blocks:
        assert pages.find(3, 3) == 0
        return
    block = data.draw(st.integers(0, len(document.blocks) - 1))
    offset = data.draw(st.integers(0, len(document.blocks[block].text)))
    columns = [column for column in pages[pages.find(block, offset)].columns if column and column.block == block]
    laid = lay_out(document, block, settle_columns(document, Layout(), rows)).lines
    if laid:
        assert any(column.start <= offset <= column.end for column in columns)


def test_marks_are_turned() -> None:
    assert shown("「あ、い。」（ー）", 20) == ["﹁あ︑い︒﹂︵｜︶"]
    assert shown("“あ”……――", 20) == ["〝あ〟︙︙︱︱"]
    assert glyph("、", plain=True) == "、"


def test_latin_letters_stand_one_a_row_and_pairs_side_by_side() -> None:
    assert shown("12月abc", 20) == ["12月ａｂｃ"]
    assert shown("１２月2026年", 20) == ["12月２０２６年"]
    assert shown("え！？", 20) == ["え!?"]
    pages = Pages(paragraph("12月"), FLAT, 20, 40)
    column = pages[0].columns[0]
    assert column is not None
    assert [(run.text, run.start, run.end) for run in column.glyphs] == [("12", 0, 2), ("月", 2, 3)]


def test_what_is_marked_upright_stands_side_by_side() -> None:
    assert shown("aAB漢", 20, Span(1, 3, Mark.UPRIGHT)) == ["ａAB漢"]


def test_kinsoku_is_the_same_engine() -> None:
    assert shown("あいうえお。か", 5) == ["あいうえ", "お︒か"]
    hanging = Layout(paragraphs=Paragraphs.GAP, ruby=RubyMode.HIDDEN, hanging=True)
    assert shown("あいうえお。か", 6, layout=hanging) == ["あいうえお︒", "か"]


def test_readings_stand_to_the_right_of_their_base() -> None:
    text = "この東京で"
    rows = page_to_text(
        Pages(paragraph(text, Span(2, 4, Mark.RUBY, "とう")), Layout(paragraphs=Paragraphs.GAP), 6, 4)[0]
    )
    assert rows == ["こ", "の", "東と", "京う", "で", ""]


def test_dots_stand_beside_each_character() -> None:
    rows = page_to_text(Pages(paragraph("違う、", Span(0, 3, Mark.DOTS)), Layout(paragraphs=Paragraphs.GAP), 3, 4)[0])
    assert rows == ["違﹅", "う﹅", "︑"]


def test_pages_run_from_right_to_left() -> None:
    assert print_columns(paragraph("あいうえおか"), rows=2, width=8, layout=FLAT) == "お う あ\nか え い\n"
    assert print_columns(paragraph("あいうえおか"), rows=2, width=5, layout=FLAT) == "う あ\nえ い\n\n   お\n   か\n"


def test_quotes_and_tables_fit_in_columns() -> None:
    document = Document((Block(Role.QUOTE, "引用", level=1), Block(Role.TABLE, "a\tb")), "ja")
    pages = Pages(document, FLAT, 12, 40)
    columns = ["".join(run.text for run in column.glyphs) if column else None for column in pages[0].columns]
    assert columns == ["  引用", None, "ａ\u3000ｂ"]


def test_places_and_pages() -> None:
    document = Document(
        (
            Block(Role.PARAGRAPH, "注", part=Part.BEFORE),
            Block(Role.PARAGRAPH, "あいうえおか"),
            Block(Role.PAUSE, level=3),
        ),
        "ja",
    )
    pages = Pages(document, Layout(paragraphs=Paragraphs.GAP, ruby=RubyMode.HIDDEN, notes=False), 2, 5)
    assert len(pages) == 3
    assert [pages.find(block, offset) for block, offset in ((0, 0), (1, 0), (1, 3), (1, 5), (2, 0), (9, 9))] == [
        0, 0, 0, 1, 1, 1,
    ]  # fmt: skip
    assert [pages.place(number) for number in range(3)] == [(1, 0), (1, 4), (2, 0)]
    with pytest.raises(IndexError):
        pages[3]
    empty = Pages(Document(), Layout(), 2, 8)
    assert (len(empty), page_to_text(empty[0]), empty.place(0)) == (1, ["", ""], (0, 0))


def test_a_page_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        Pages(Document(), Layout(), 5, 1)


def test_what_has_no_rows_is_not_in_a_column() -> None:
    document = paragraph("あ\u200bい ")
    (line,) = lay_out(document, 0, settle_columns(document, FLAT, 8)).lines
    column = columns_of(line, NARROW)
    assert [run.text for run in column.glyphs if run.kind is Kind.TEXT] == ["あ", "い"]
