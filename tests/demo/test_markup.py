"""The little markup reads as documented, and the HTML says the same words."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.demo.markup import Kind, Piece, blocks_html, inline_html, parse, plain, ruby


@pytest.mark.parametrize(
    ("source", "words", "markup"),
    [
        ("夜の｜鐘《かね》。", "夜の鐘。", "夜の<ruby><rb>鐘</rb><rp>（</rp><rt>かね</rt><rp>）</rp></ruby>。"),
        ("《《ひとり分》》の隙間", "ひとり分の隙間", '<em class="bouten">ひとり分</em>の隙間'),
        ("a *soft* and a **loud** word", "a soft and a loud word", "a <em>soft</em> and a <strong>loud</strong> word"),
        ("1 < 2 & “so”", "1 < 2 & “so”", "1 &lt; 2 &amp; “so”"),
        ("no 《base》, no ｜reading, 2 * 3", "no 《base》, no ｜reading, 2 * 3", "no 《base》, no ｜reading, 2 * 3"),
        ("｜<i>《&》", "<i>", "<ruby><rb>&lt;i&gt;</rb><rp>（</rp><rt>&amp;</rt><rp>）</rp></ruby>"),
    ],
)
def test_inline_marks(source: str, words: str, markup: str) -> None:
    assert plain(source) == words
    assert inline_html(source) == markup


def test_ruby_in_order() -> None:
    assert ruby("｜凪沢町《なぎさわまち》の｜鐘《かね》、《《鐘》》") == [("凪沢町", "なぎさわまち"), ("鐘", "かね")]


@given(st.text(alphabet="｜《》*あ鐘a<&\"' "))
def test_html_says_the_same_words(source: str) -> None:
    markup = inline_html(source)
    without_readings = re.sub(r"<(rt|rp)>.*?</\1>", "", markup)
    assert html.unescape(re.sub(r"<[^>]*>", "", without_readings)) == plain(source)


def test_lines_are_paragraphs() -> None:
    story = parse("# 序\n一。\n「二」\n\n◇　◇　◇\n----\n***\n> 三\n[note]\n四\n", by_line=True)
    assert story.name == "序"
    assert story.text == (
        Piece(Kind.PARAGRAPH, "一。"),
        Piece(Kind.PARAGRAPH, "「二」"),
        Piece(Kind.BREAK, "◇　◇　◇"),
        Piece(Kind.BREAK, ""),
        Piece(Kind.BREAK, "***"),
        Piece(Kind.QUOTE, "三"),
    )
    assert story.note == (Piece(Kind.PARAGRAPH, "四"),)


def test_blocks_are_paragraphs() -> None:
    story = parse(
        "# Name\n\nOne line\nand another.\n\n- first\n- second\n  line\n> said\n\n[note]\n\nThanks.", by_line=False
    )
    assert story.name == "Name"
    assert story.text == (
        Piece(Kind.PARAGRAPH, "One line and another."),
        Piece(Kind.ITEM, "first"),
        Piece(Kind.ITEM, "second line"),
        Piece(Kind.QUOTE, "said"),
    )
    assert story.note == (Piece(Kind.PARAGRAPH, "Thanks."),)


def test_neighbours_of_a_kind_share_their_element() -> None:
    pieces = parse("朝。\n「夜」\n***\n----\n> 一\n> 二\n- 三", by_line=True).text
    assert blocks_html(pieces, indent=True) == (
        "<p>　朝。</p>\n<p>「夜」</p>\n"
        '<p style="text-align: center">***</p>\n<hr />\n'
        "<blockquote>\n<p>一</p>\n<p>二</p>\n</blockquote>\n"
        "<ul>\n<li>三</li>\n</ul>"
    )
