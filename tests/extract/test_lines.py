from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.document import Block, Mark, Part, Role, Span
from reader.extract.lines import Blank, cut, part_run, settle

TEXT = st.text(alphabet="あいう漢字 \n、。ab", max_size=80)


def run(text: str, *, whole_paragraph: bool = False) -> list[str | int]:
    return [
        item.count if isinstance(item, Blank) else item.text
        for item in part_run(Block(Role.PARAGRAPH, text), whole_paragraph=whole_paragraph)
    ]


def test_lines_of_japanese_prose_are_paragraphs_and_blank_lines_stay() -> None:
    assert run("雨が降る。\n風が吹く。\n\n夜が来た。\n朝はまだ。") == [
        "雨が降る。",
        "風が吹く。",
        1,
        "夜が来た。",
        "朝はまだ。",
    ]


def test_where_blank_lines_part_paragraphs_a_single_line_end_stays_inside() -> None:
    text = "One.\n\nTwo,\nstill two.\n\nThree.\n\nFour."
    assert run(text) == ["One.", 1, "Two,\nstill two.", 1, "Three.", 1, "Four."]


def test_short_verse_in_a_paragraph_keeps_its_lines() -> None:
    assert run("古池や\n蛙飛びこむ\n水の音", whole_paragraph=True) == ["古池や\n蛙飛びこむ\n水の音"]


def test_an_episode_in_one_paragraph_is_parted() -> None:
    lines = [f"これは{number}行目の文である。" for number in "一二三四五六七八九十"]
    assert run("\n".join(lines), whole_paragraph=True) == lines


def test_long_latin_lines_are_paragraphs_short_ones_are_verse() -> None:
    long = ["A line that is long enough to be a paragraph of prose on its own, surely so."] * 3
    assert run("\n".join(long)) == long
    assert run("a rose\na nose\na close") == ["a rose\na nose\na close"]


@given(TEXT, st.booleans())
def test_no_letter_is_lost(text: str, whole: bool) -> None:
    found = "".join(str(item) for item in run(text, whole_paragraph=whole) if isinstance(item, str))
    assert "".join(found.split()) == "".join(text.split())


@given(TEXT.filter(lambda text: bool(text.strip())), st.data())
def test_cut_spans_stay_within_their_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    block = Block(Role.PARAGRAPH, text, (Span(0, len(text), Mark.STRONG), Span(start, end, Mark.RUBY, "x")))
    piece = cut(block, start, end)
    assert piece.text in text
    assert all(0 <= span.start < span.end <= len(piece.text) for span in piece.spans)


def paragraph(text: str, part: Part = Part.TEXT) -> Block:
    return Block(Role.PARAGRAPH, text, part=part)


def test_a_blank_line_between_few_paragraphs_is_a_pause() -> None:
    items: list[Block | Blank] = [
        paragraph("一"),
        paragraph("二"),
        Blank(2),
        paragraph("三"),
        paragraph("四"),
        paragraph("五"),
    ]
    assert [(block.role, block.level) for block in settle(items)][2] == (Role.PAUSE, 2)


def test_the_usual_distance_is_no_pause_and_what_is_beyond_it_is() -> None:
    items: list[Block | Blank] = [
        paragraph("一"),
        Blank(1),
        paragraph("二"),
        Blank(1),
        paragraph("三"),
        Blank(3),
        paragraph("四"),
        Blank(1),
        paragraph("五"),
    ]
    found = settle(items)
    assert [(block.role, block.level) for block in found if block.role is Role.PAUSE] == [(Role.PAUSE, 2)]


def test_no_pause_stands_beside_a_break_a_heading_or_another_part() -> None:
    items: list[Block | Blank] = [
        paragraph("一"),
        Blank(1),
        Block(Role.SCENE_BREAK, "◇"),
        Blank(1),
        paragraph("二"),
        paragraph("三"),
        Blank(1),
        paragraph("四", Part.AFTER),
    ]
    assert Role.PAUSE not in [block.role for block in settle(items)]
