from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.typeset.lines import (
    BlockLines,
    Kind,
    Layout,
    Line,
    Paragraphs,
    RubyMode,
    Run,
    estimated_rows,
    exact_rows,
    lay_out,
    settle,
)
from reader.typeset.width import WIDE, WidthPolicy, cells

SIGNS = "あいう漢字。、「」“”…ー　 ab-é1\u00ad\tか\u3099👍🏽❤️\u200b"
SPANNED = (Role.PARAGRAPH, Role.HEADING, Role.QUOTE, Role.ITEM, Role.CAPTION, Role.PREFORMATTED, Role.TABLE)

clusters_of_text = st.sampled_from(
    [*"あいう漢字猫。、「」“”…ー　 ab-é1", "\n", "\t", "\u00ad", "か\u3099", "👍🏽", "❤️"]
)
short_texts = st.lists(clusters_of_text, max_size=40).map("".join)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    role = draw(st.sampled_from(Role))
    if role is Role.PAUSE:
        return Block(role, level=draw(st.integers(1, 3)))
    text = draw(short_texts)
    spans: list[Span] = []
    if text and role in SPANNED:
        for _ in range(draw(st.integers(0, 3))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, min(len(text), start + 4)))
            mark = draw(st.sampled_from([Mark.RUBY, Mark.RUBY, Mark.DOTS, Mark.EMPHASIS, Mark.LINK, Mark.UPRIGHT]))
            value = draw(st.text("よみがなカ", min_size=1, max_size=6)) if mark is Mark.RUBY else ""
            spans.append(Span(start, end, mark, value))
    marker = draw(st.sampled_from(["", "•", "3.", "一、"])) if role is Role.ITEM else ""
    part = draw(st.sampled_from([Part.TEXT, Part.TEXT, Part.BEFORE, Part.FOOTNOTE]))
    return Block(role, text, tuple(spans), draw(st.integers(0, 3)), marker, "", part)


documents = st.builds(
    Document, st.lists(blocks(), max_size=5).map(tuple), st.sampled_from(["ja", "en", "ko", "zh", "", "ar"])
)
layouts = st.builds(
    Layout,
    measure=st.integers(1, 60),
    pitch=st.integers(0, 2),
    paragraphs=st.sampled_from(Paragraphs),
    justify=st.booleans(),
    ruby=st.sampled_from(RubyMode),
    notes=st.booleans(),
    hanging=st.booleans(),
    strictness=st.sampled_from(["strict", "normal", "loose"]),
    wide_quotes=st.booleans(),
    policy=st.sampled_from([WidthPolicy(), WIDE, WidthPolicy(whole=frozenset())]),
)


def every_block(document: Document, layout: Layout, width: int) -> list[BlockLines]:
    setting = settle(document, layout, width)
    return [lay_out(document, index, setting) for index in range(len(document.blocks))]


def every_line(document: Document, layout: Layout, width: int) -> list[Line]:
    return [line for block in every_block(document, layout, width) for line in block.lines]


def paragraph(text: str, *spans: Span, language: str = "ja") -> Document:
    return Document((Block(Role.PARAGRAPH, text, spans),), language)


def ruby(text: str, base: str, reading: str) -> Span:
    return Span(text.index(base), text.index(base) + len(base), Mark.RUBY, reading)


@settings(max_examples=80, deadline=None)
@given(documents, layouts, st.integers(1, 60))
def test_no_line_is_wider_than_asked(document: Document, layout: Layout, width: int) -> None:
    for line in every_line(document, layout, width):
        bound = max(2, min(width, layout.measure))
        assert line.cells <= bound, line
        assert sum(run.cells for run in line.above) <= bound, line


@settings(max_examples=80, deadline=None)
@given(documents, layouts, st.integers(1, 60))
def test_the_ranges_of_lines_and_of_their_runs_are_the_text(document: Document, layout: Layout, width: int) -> None:
    assume(layout.notes)
    for laid in every_block(document, layout, width):
        block = document.blocks[laid.block]
        if block.role is Role.PAUSE or not block.text:
            continue
        assert [line.start for line in laid.lines] == [0, *[line.end for line in laid.lines][:-1]]
        assert laid.lines[-1].end == len(block.text)
        if block.role is Role.IMAGE:
            continue
        for line in laid.lines:
            shown = [run for run in line.runs if run.kind in {Kind.TEXT, Kind.HUNG}]
            assert "".join(block.text[run.start : run.end] for run in shown) == block.text[line.start : line.end]


@settings(max_examples=80, deadline=None)
@given(documents, layouts, st.integers(1, 60))
def test_a_run_takes_the_cells_it_says(document: Document, layout: Layout, width: int) -> None:
    for line in every_line(document, layout, width):
        for run in (*line.runs, *line.above):
            assert cells(run.text, layout.policy) == run.cells, run
            if run.even:
                assert run.text == document.blocks[run.block].text[run.start : run.end].replace("\t", " ")


@settings(max_examples=60, deadline=None)
@given(documents, layouts, st.integers(1, 60))
def test_rows_counted_are_rows_laid_out(document: Document, layout: Layout, width: int) -> None:
    setting = settle(document, layout, width)
    for index in range(len(document.blocks)):
        assert exact_rows(document, index, setting) == lay_out(document, index, setting).rows
        assert estimated_rows(document, index, setting) >= 0


@settings(max_examples=60, deadline=None)
@given(documents, layouts, st.integers(4, 60))
def test_a_reading_is_less_than_two_cells_off_its_base(document: Document, layout: Layout, width: int) -> None:
    for line in every_line(document, layout, width):
        free = 0
        column = 0
        for run in line.above:
            if run.kind is Kind.READING:
                left, right = base_columns(line, run)
                assert column >= free
                assert left - column < 2
                assert column + run.cells - right < 2
                free = column + run.cells
            column += run.cells


def base_columns(line: Line, reading: Run) -> tuple[int, int]:
    """Where the base of a reading starts and ends, the padding that was given to it included."""
    column, left, right = 0, -1, -1
    runs = list(line.runs)
    for index, run in enumerate(runs):
        inside = run.kind is Kind.TEXT and reading.start <= run.start and run.end <= reading.end
        lead = (
            run.kind is Kind.PADDING and index + 1 < len(runs) and run.start == reading.start == runs[index + 1].start
        )
        if (inside or lead) and left < 0:
            left = column
        column += run.cells
        if inside or (run.kind is Kind.PADDING and run.start == reading.end and right >= 0):
            right = column
    return left, right


def test_a_reading_longer_than_its_base_widens_it() -> None:
    text = "ここに私がいる。"
    (line,) = every_line(paragraph(text, ruby(text, "私", "わたくし")), Layout(paragraphs=Paragraphs.GAP), 40)
    assert line.above_text.strip() == "わたくし"
    assert line.text == "ここに  私  がいる。"
    assert line.rows == 2


def test_a_group_is_not_split_where_it_fits() -> None:
    text = "あいうえお東西南北かきくけこ"
    document = paragraph(text, ruby(text, "東西南北", "よもやも"))
    lines = every_line(document, Layout(paragraphs=Paragraphs.GAP), 14)
    assert [line.above_text.strip() for line in lines] == ["", "よもやも", ""]
    assert [(line.start, line.end) for line in lines if line.start <= 7 < line.end] == [(5, 12)]


def test_a_reading_is_shared_by_length_where_its_base_fills_more_than_a_line() -> None:
    text = "東西南北東西南北"
    lines = every_line(paragraph(text, Span(0, 8, Mark.RUBY, "とざなほトザナホ")), Layout(paragraphs=Paragraphs.GAP), 8)
    assert [line.above_text for line in lines] == ["とざなほ", "トザナホ"]


def test_ruby_modes() -> None:
    text = "漢字を読む。"
    document = paragraph(text, ruby(text, "漢字", "かんじ"))
    flat = Paragraphs.GAP
    assert [line.text for line in every_line(document, Layout(ruby=RubyMode.INLINE, paragraphs=flat), 40)] == [
        "漢字《かんじ》を読む。"
    ]
    for mode in (RubyMode.HIDDEN, RubyMode.ON_DEMAND):
        (line,) = every_line(document, Layout(ruby=mode, paragraphs=flat), 40)
        assert (line.text, line.above, line.rows) == (text, (), 1)
        assert line.runs[0].value(Mark.RUBY) == "かんじ"
        assert line.runs[0].value(Mark.LINK) is None


def test_readings_in_brackets_belong_to_no_offset() -> None:
    text = "漢字を"
    (line,) = every_line(paragraph(text, ruby(text, "漢字", "かんじ")), Layout(ruby=RubyMode.INLINE), 40)
    readings = [run for run in line.runs if run.kind is Kind.READING]
    assert "".join(run.text for run in readings) == "《かんじ》"
    assert {(run.start, run.end) for run in readings} == {(2, 2)}


def test_dots_stand_in_the_ruby_row_and_are_an_underline_without_one() -> None:
    text = "それは違う、と。"
    document = paragraph(text, Span(3, 6, Mark.DOTS))
    (line,) = every_line(document, Layout(paragraphs=Paragraphs.GAP), 40)
    assert line.above_text == "      ﹅﹅"  # none over the comma
    (line,) = every_line(document, Layout(paragraphs=Paragraphs.GAP, ruby=RubyMode.HIDDEN), 40)
    assert not line.above
    assert {mark for run in line.runs for mark in run.marks} == {Mark.UNDERLINE}


def test_a_japanese_paragraph_is_indented_unless_it_begins_with_a_bracket() -> None:
    document = Document(tuple(Block(Role.PARAGRAPH, text) for text in ("朝になった。", "「おはよう」")), "ja")
    assert [line.text for line in every_line(document, Layout(), 40)] == ["  朝になった。", "「おはよう」"]
    own = Document(tuple(Block(Role.PARAGRAPH, text) for text in ("　朝になった。", "夜だ。")), "ja")
    assert [line.text for line in every_line(own, Layout(), 40)] == ["　朝になった。", "夜だ。"]


def test_english_paragraphs_have_a_gap_instead() -> None:
    document = Document((Block(Role.PARAGRAPH, "One."), Block(Role.PARAGRAPH, "Two.")), "en")
    assert [(block.gap, block.lines[0].text) for block in every_block(document, Layout(), 40)] == [
        (0, "One."),
        (1, "Two."),
    ]


@pytest.mark.parametrize(
    ("sample", "language"),
    [("ひらがなの文", "ja"), ("한국어 문장", "ko"), ("中文的句子", "zh"), ("English", ""), ("", "")],
)
def test_the_language_is_guessed_by_script(sample: str, language: str) -> None:
    assert settle(Document((Block(Role.PARAGRAPH, sample),)), Layout(), 40).language == language


def test_korean_is_broken_between_words_unless_asked_otherwise() -> None:
    document = paragraph("아버지가 방에 들어가신다", language="ko")
    assert every_line(document, Layout(), 12)[0].text == "아버지가"
    assert every_line(document, Layout(keep_all=False), 12)[0].text == "아버지가 방"


def test_quotes_beside_cjk_are_shown_wide_in_a_narrow_terminal() -> None:
    document = paragraph("彼は“愛”を", language="ja")
    flat = Paragraphs.GAP
    assert every_line(document, Layout(paragraphs=flat), 40)[0].text == "彼は “愛” を"
    assert every_line(document, Layout(paragraphs=flat, wide_quotes=False), 40)[0].text == "彼は“愛”を"
    assert every_line(document, Layout(paragraphs=flat, policy=WIDE), 40)[0].text == "彼は“愛”を"
    assert every_line(paragraph("a “word” it’s", language="en"), Layout(), 40)[0].text == "a “word” it’s"


def test_justified_lines_are_flush_but_for_the_last() -> None:
    document = paragraph("the quick brown fox jumps over the lazy dog and runs away", language="en")
    lines = every_line(document, Layout(justify=True), 24)
    assert [line.cells for line in lines[:-1]] == [24] * (len(lines) - 1)
    assert lines[-1].cells < 24
    ragged = every_line(paragraph("あいう、えおか「きくけこさしすせそ", language="ja"), Layout(justify=True), 17)
    assert ragged[0].cells == 17


def test_justification_leaves_no_reading_off_its_base() -> None:
    document = paragraph("。あaあ。。", Span(2, 3, Mark.RUBY, "よみが"), Span(0, 1, Mark.RUBY, "よみが"))
    lines = every_line(document, Layout(justify=True, paragraphs=Paragraphs.GAP), 12)
    assert sum(line.above_text.count("よみが") + line.text.count("《よみが》") for line in lines) == 2


def test_right_to_left_text_is_in_logical_order_at_the_right_edge() -> None:
    (line,) = every_line(paragraph("שלום עולם", language="he"), Layout(), 20)
    assert line.text == " " * 11 + "שלום עולם"
    assert line.cells == 20


def test_shapes_of_blocks() -> None:
    document = Document(
        (
            Block(Role.HEADING, "Title", level=1),
            Block(Role.PARAGRAPH, "Text."),
            Block(Role.QUOTE, "quoted words", level=2),
            Block(Role.ITEM, "first of all", level=1, marker="1."),
            Block(Role.ITEM, "still first", level=1),
            Block(Role.SCENE_BREAK),
            Block(Role.SCENE_BREAK, "◇"),
            Block(Role.PAUSE, level=2),
            Block(Role.TABLE, "a\tbb\nccc\td"),
            Block(Role.PREFORMATTED, "x\ty\n  z"),
            Block(Role.IMAGE, "A cat", source="https://example.org/cat.png"),
            Block(Role.CAPTION, "Fig. 1"),
            Block(Role.PARAGRAPH, "A footnote.", marker="*", part=Part.FOOTNOTE),
        ),
        "en",
    )
    rows: list[str] = []
    for block in every_block(document, Layout(), 14):
        rows += [""] * block.gap + [line.text for line in block.lines]
    assert rows == [
        "Title",
        "",
        "Text.",
        "",
        "│ │ quoted",
        "│ │ words",
        "",
        "1. first of",
        "   all",
        "  still first",
        "",
        "  *   *   *",
        "",
        "      ◇",
        "",
        "",
        "",
        "a    bb",
        "ccc  d",
        "",
        "x       y",
        "  z",
        "",
        "[image: A cat]",
        "Fig. 1",
        "",
        "",
        "* A footnote.",
    ]


def test_frames_are_ascii_where_ambiguous_characters_are_wide() -> None:
    document = Document((Block(Role.QUOTE, "words", level=1),), "en")
    assert every_line(document, Layout(policy=WIDE), 20)[0].text == "| words"


def test_a_table_too_wide_has_a_line_for_each_cell() -> None:
    document = Document((Block(Role.TABLE, "first cell\tsecond cell"),), "en")
    assert [line.text for line in every_line(document, Layout(), 14)] == ["first cell", "  second cell"]


def test_hidden_notes_take_no_rows_and_move_no_block() -> None:
    document = Document((Block(Role.PARAGRAPH, "Note.", part=Part.BEFORE), Block(Role.PARAGRAPH, "Text.")), "en")
    hidden = every_block(document, Layout(notes=False), 40)
    assert [(block.block, block.rows) for block in hidden] == [(0, 0), (1, 1)]
    assert [block.rows for block in every_block(document, Layout(), 40)] == [1, 3]


def test_hanging_marks_stay_inside_the_measure() -> None:
    document = paragraph("あいうえおかきく。けこ", language="ja")
    lines = every_line(document, Layout(hanging=True, paragraphs=Paragraphs.GAP), 18)
    assert [line.text for line in lines] == ["あいうえおかきく。", "けこ"]
    assert lines[0].cells == 18


def test_a_soft_hyphen_is_seen_only_at_a_line_end() -> None:
    lines = every_line(paragraph("ab regis\u00adtrier", language="de"), Layout(), 9)
    assert [line.text for line in lines] == ["ab regis-", "trier"]
    assert [line.text for line in every_line(paragraph("regis\u00adtrier", language="de"), Layout(), 20)] == [
        "registrier"
    ]


def test_places_and_rows() -> None:
    (block,) = every_block(
        paragraph("あいうえおかきくけこ", language="zh"), Layout(paragraphs=Paragraphs.GAP, pitch=2), 8
    )
    assert [block.line_of(offset) for offset in (0, 3, 4, 9, 10)] == [0, 0, 1, 2, 2]
    assert [block.row_of(offset) for offset in (0, 4, 10)] == [1, 3, 5]
    assert BlockLines(0, 2, ()).line_of(3) == 0
    assert BlockLines(0, 2, ()).row_of(3) == 1


def test_impossible_widths_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        settle(Document(), Layout(), 0)
