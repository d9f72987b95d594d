from __future__ import annotations

import pytest

from reader.document import Mark, Part
from reader.extract.blocks import Apart, compose
from reader.extract.footnotes import find_footnotes
from reader.hypertext.tree import parse_plain_text


def read(markup: str) -> tuple[list[tuple[str, str]], list[tuple[str, str]], str]:
    """References as (shown, label), footnotes as (label, text), and the text."""
    body = parse_plain_text(f"<html><body>{markup}</body></html>").find("body")
    assert body is not None
    found = find_footnotes(body, body, "https://serial.example/3")
    blocks = compose(body, "https://serial.example/3", Apart(found.references, found.notes))
    references = [
        (block.text[span.start : span.end], span.value)
        for block in blocks
        for span in block.spans
        if span.mark is Mark.REFERENCE
    ]
    notes = [(block.marker, block.text) for block in blocks if block.part is Part.FOOTNOTE]
    return references, notes, "|".join(block.text for block in blocks if block.part is Part.TEXT and block.text)


@pytest.mark.parametrize(
    "markup",
    [
        (
            '<p>灯台<sup id="r1"><a href="#f1">*1</a></sup></p><ol class="footnotes"><li id="f1">'
            '海の塔。 <a href="#r1">↩</a></li></ol>'
        ),
        (
            '<p>灯台<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a>'
            '</sup></p><div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>海の塔。'
            '&nbsp;<a href="#fnref:1" class="footnote-backref">↩︎</a></p></li></ol></div>'
        ),
        (
            '<p>灯台<sup><a href="#fn__1" id="fnt__1" class="fn_top">1)</a></sup></p><div '
            'class="footnotes"><div class="fn"><sup><a href="#fnt__1" id="fn__1" class="fn_bot">'
            '1)</a></sup> <div class="content">海の塔。</div></div></div>'
        ),
        (
            '<p>灯台<a href="#f1" id="id2" role="doc-noteref">[1]</a></p><aside class="footnote" '
            'id="f1" role="doc-footnote"><span class="label">[<a role="doc-backlink" href="#id2">'
            "1</a>]</span><p>海の塔。</p></aside>"
        ),
        '<p>灯台<a name="b1"></a><a href="#n1">※1</a></p><p><a name="n1"></a><a href="#b1">※1</a> 海の塔。</p>',
        '<p>灯台<a id="b1" href="#n1">[1]</a></p><dl><dt id="n1"><a href="#b1">1</a></dt><dd>海の塔。</dd></dl>',
    ],
)
def test_there_and_back_in_every_markup(markup: str) -> None:
    references, notes, text = read(markup)
    assert [label for _, label in references] == ["1"]
    assert ("1", "海の塔。") in notes
    assert text.startswith("灯台")
    assert "↩" not in text


def test_a_bare_number_is_shown_in_brackets() -> None:
    markup = '<p>灯台<sup><a href="#f1" id="r1">1</a></sup></p><p id="f1">海の塔。<a href="#r1">↑</a></p>'
    assert read(markup)[0] == [("[1]", "1")]


def test_a_link_within_the_page_is_no_reference_by_itself() -> None:
    references, notes, text = read('<p><a href="#b">2</a>へ</p><p id="b">下の段落</p>')
    assert (references, notes) == ([], [])
    assert text == "2へ|下の段落"


@pytest.mark.parametrize(
    "label", ["<sup>1</sup>", '<span class="fn-bracket">[</span>1<span class="fn-bracket">]</span>']
)
def test_a_label_in_elements_of_its_own_stands_once(label: str) -> None:
    link = f'<a id="r1" href="#f1" role="doc-noteref">{label}</a>'
    markup = f'<p>灯台{link}だ。</p><aside id="f1" role="doc-footnote">海の塔。</aside>'
    assert read(markup) == ([("[1]", "1")], [("1", "海の塔。")], "灯台[1]だ。")
