"""Texts as HTML and Markdown, judged by what an HTML parser and a reader's eyes make of them."""

from __future__ import annotations

import pytest
from lxml import html

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.export.text_html import text_html
from reader.export.text_markdown import escape_markdown, text_markdown

SAMPLE = Document(
    (
        Block(Role.PARAGRAPH, "はじめに。", part=Part.BEFORE),
        Block(Role.HEADING, "一 & <二>", level=1),
        Block(
            Role.PARAGRAPH,
            "狐火が揺れ、\n灯台が応えた。",
            (Span(0, 2, Mark.RUBY, "きつねび"), Span(7, 9, Mark.DOTS, "﹅"), Span(9, 10, Mark.REFERENCE, "1")),
        ),
        Block(Role.SCENE_BREAK, "◇　◇　◇"),
        Block(Role.SCENE_BREAK),
        Block(Role.ITEM, "鍵", level=1, marker="1."),
        Block(Role.ITEM, "小箱", level=2, marker="•"),
        Block(Role.QUOTE, "手紙の文", level=2),
        Block(Role.TABLE, "名\t年\n朔\t17"),
        Block(Role.PREFORMATTED, "``` \n  x"),
        Block(Role.IMAGE, "星図", source="https://example.org/a.png"),
        Block(Role.PAUSE, level=2),
        Block(
            Role.PARAGRAPH,
            "link bad tcy sub",
            (
                Span(0, 4, Mark.LINK, "https://example.org/?a=1&b=2"),
                Span(5, 8, Mark.LINK, "javascript:alert(1)"),
                Span(9, 12, Mark.UPRIGHT),
                Span(13, 16, Mark.SUB),
            ),
        ),
        Block(Role.PARAGRAPH, "※の字", (Span(0, 1, Mark.GAIJI, "くさかんむりに龍"),)),
        Block(Role.PARAGRAPH, "注のことば", marker="1", part=Part.FOOTNOTE),
    ),
    "ja",
)


def test_html_is_what_was_meant() -> None:
    root = html.fragment_fromstring(text_html(SAMPLE), create_parent="article")
    assert root.xpath("string(//ruby/rt)") == "きつねび"
    assert [one.get("href") for one in root.xpath("//a")] == ["#note-1", "https://example.org/?a=1&b=2"]
    assert root.xpath("string(//h2)") == "一 & <二>"
    assert len(root.xpath("//ul/li")) == 2
    assert root.xpath("string(//ul/ul/li)") == "小箱"
    assert root.xpath("string(//blockquote/blockquote/p)") == "手紙の文"
    assert [cell.text for cell in root.xpath("//td")] == ["名", "年", "朔", "17"]
    assert root.xpath("string(//section[@class='note-before'])").strip() == "はじめに。"
    assert root.xpath("string(//section[@class='footnotes']/p[@id='note-1'])") == "1 注のことば"
    assert root.xpath("//span/@title") == ["くさかんむりに龍"]
    assert len(root.xpath("//hr")) == 1
    assert root.xpath("//img/@src") == ["https://example.org/a.png"]


def test_html_carries_nothing_active() -> None:
    nasty = Block(Role.PARAGRAPH, '<script>"x"</script>', (Span(0, 3, Mark.LINK, "https://e.org/\"onclick='x'"),))
    shown = text_html(Document((nasty, Block(Role.IMAGE, "<b>", source="javascript:x"))))
    root = html.fragment_fromstring(shown, create_parent="article")
    assert root.xpath("//script | //@onclick | //b | //img/@src") == []


@pytest.mark.parametrize(
    "text",
    ["*a* _b_", "# no heading", "1. no item", "- no item", "`x`", "[a](b)", "<b>&amp;", "---", "===", "| a |", "~~s~~"],
)
def test_markdown_letters_stay_letters(text: str) -> None:
    escaped = escape_markdown(text)
    assert escaped != text
    assert escaped.replace("\\", "") == text.replace("\\", "")


def test_markdown_is_what_was_meant() -> None:
    lines = text_markdown(SAMPLE).split("\n")
    assert lines[0] == "> はじめに。"
    assert "## 一 \\& \\<二\\>" in lines
    assert "狐火《きつねび》が揺れ、\\" in lines
    assert "*灯台*[^1]応えた。" in lines
    assert "---" in lines
    assert "1. 鍵" in lines
    assert "  - 小箱" in lines
    assert "> > 手紙の文" in lines
    assert "| 朔 | 17 |" in lines
    assert "````" in lines
    assert "![星図](<https://example.org/a.png>)" in lines
    assert "[link](<https://example.org/?a=1&b=2>) bad tcy <sub>sub</sub>" in lines
    assert "[^1]: 注のことば" in lines
