from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import Mark, Span
from reader.extract.inlines import read_notation
from tests.extract.samples import blocks


def ruby(markup: str) -> list[tuple[str, str]]:
    return [
        (block.text[span.start : span.end], span.value)
        for block in blocks(markup)
        for span in block.spans
        if span.mark is Mark.RUBY
    ]


def marks(markup: str) -> list[tuple[str, str, str]]:
    return [
        (block.text[span.start : span.end], span.mark.value, span.value)
        for block in blocks(markup)
        for span in block.spans
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ruby>灯台<rt>とうだい</rt></ruby>", [("灯台", "とうだい")]),
        ("<ruby>灯台<rp>（</rp><rt>とうだい</rt><rp>）</rp></ruby>", [("灯台", "とうだい")]),
        ("<ruby><rb>灯台</rb><rp>(</rp><rt>とうだい</rt><rp>)</rp></ruby>", [("灯台", "とうだい")]),
        ("<ruby>灯<rt>とう</rt>台<rt>だい</rt></ruby>", [("灯", "とう"), ("台", "だい")]),
        ("<ruby><rb>灯</rb><rb>台</rb><rt>とう</rt><rt>だい</rt></ruby>", [("灯", "とう"), ("台", "だい")]),
        ("<ruby>灯台<rt>とう</rt><rt>だい</rt></ruby>", [("灯台", "とうだい")]),
        (
            "<ruby>灯台<rt>とうだい</rt><rtc><rt>lighthouse</rt></rtc></ruby>",
            [("灯台", "とうだい"), ("灯台", "lighthouse")],
        ),
        ("<ruby><ruby>灯台<rt>とうだい</rt></ruby><rt>ひかり</rt></ruby>", [("灯台", "とうだい"), ("灯台", "ひかり")]),
        ("<ruby>灯台<rt></rt></ruby>", []),
        ("<ruby><em>灯台</em><rt>とうだい</rt></ruby>", [("灯台", "とうだい")]),
        ("<ruby>\n灯台\n<rt>\nとうだい\n</rt></ruby>", [("灯台", "とうだい")]),
        ("灯台守《とうだいもり》の家", [("灯台守", "とうだいもり")]),
        ("あの｜灯台守の娘《エナ》だ", [("灯台守の娘", "エナ")]),
        ("｜灯台（とうだい）", [("灯台", "とうだい")]),
        ("灯台（とうだい）", []),
    ],
)
def test_ruby_in_all_its_markups(markup: str, expected: list[tuple[str, str]]) -> None:
    assert ruby(f"<p>{markup}</p>") == expected


def test_readings_never_stand_in_the_text() -> None:
    assert blocks("<p>あの<ruby>灯台<rp>（</rp><rt>とうだい</rt><rp>）</rp></ruby>へ</p>")[0].text == "あの灯台へ"


def test_where_a_page_has_ruby_elements_bare_brackets_are_its_own() -> None:
    assert ruby("<p><ruby>海<rt>うみ</rt></ruby>で発動《ファイア》した</p>") == [("海", "うみ")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<em class="sesame_dot">灯台</em>', ("灯台", "dots", "﹅")),
        ('<em class="emphasisDots"><span>灯</span><span>台</span></em>', ("灯台", "dots", "﹅")),
        ('<span style="text-emphasis: filled circle">灯台</span>', ("灯台", "dots", "●")),
        ("<span style=\"-webkit-text-emphasis-style:'※'\">灯台</span>", ("灯台", "dots", "※")),
        ('<span class="bouten">灯台</span>', ("灯台", "dots", "﹅")),
        ("<ruby>灯台<rt>・・</rt></ruby>", ("灯台", "dots", "・")),
        ("《《灯台》》", ("灯台", "dots", "﹅")),
        ("<em>灯台</em>", ("灯台", "emphasis", "")),
        ("<b>灯台</b>", ("灯台", "strong", "")),
        ('<span style="font-weight:bold">灯台</span>', ("灯台", "strong", "")),
        ('<span class="tcy">12</span>', ("12", "upright", "")),
        ("<s>灯台</s>", ("灯台", "strike", "")),
        ("x<sub>2</sub>", ("2", "sub", "")),
        ("x<sup>2</sup>", ("2", "sup", "")),
        ('<a href="../b">灯台</a>', ("灯台", "link", "https://serial.example/b")),
    ],
)
def test_marks(markup: str, expected: tuple[str, str, str]) -> None:
    assert expected in marks(f"<p>あの{markup}へ</p>")


@pytest.mark.parametrize(
    ("inner", "text", "marked"),
    [
        ("　<b>塔屋</b>で", "　塔屋で", [(1, 3)]),
        ("\n　<span><b>塔屋</b></span>", "　塔屋", [(1, 3)]),
        ("　<ruby>塔屋<rt>とうや</rt></ruby>で", "　塔屋で", [(1, 3)]),
        ("彼は<b>言</b>　<i>聞</i>　", "彼は言　聞", [(2, 3), (4, 5)]),
        ("　<br>　<b>本</b>を<br>　", "　本を", [(1, 2)]),
        ("a&nbsp;<b>b</b>", "a b", [(2, 3)]),
    ],
)
def test_an_indent_before_an_element_stays(inner: str, text: str, marked: list[tuple[int, int]]) -> None:
    (block,) = blocks(f"<p>{inner}</p>")
    assert block.text == text
    assert [(span.start, span.end) for span in block.spans] == marked


def test_an_indent_before_nothing_is_an_empty_line() -> None:
    assert [block.text for block in blocks("<p>あ</p><p>　<b></b></p><p>い</p>") if block.text] == ["あ", "い"]


def test_a_mark_leaves_the_space_before_it_outside() -> None:
    assert marks("<p>the <em>light</em> house</p>") == [("light", "emphasis", "")]
    assert blocks("<p>the <em>light</em> house</p>")[0].text == "the light house"


def test_emphasis_none_is_no_emphasis() -> None:
    assert marks('<p><span style="text-emphasis: none">灯台</span></p>') == []


@given(st.text(alphabet="灯台あア《》｜（）\n", max_size=40), st.booleans())
def test_notation_keeps_spans_inside_the_text(text: str, bare: bool) -> None:
    before = [Span(0, len(text), Mark.STRONG)] if text else []
    found, spans = read_notation(text, before, bare=bare)
    assert all(0 <= span.start < span.end <= len(found) for span in spans)
    assert set(found) <= set(text)
