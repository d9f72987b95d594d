from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.cleaning import clean
from reader.document import Mark, Part, Role
from reader.extract.blocks import Apart, compose
from tests.extract.samples import blocks, element, shown


def test_each_paragraph_is_a_block_with_white_space_folded() -> None:
    assert shown(blocks("<p> One\n  two </p>\n<p>三</p>")) == [("paragraph", "One two"), ("paragraph", "三")]


def test_a_line_end_in_the_source_is_no_space_between_wide_letters() -> None:
    assert blocks("<p>灯台の\n階段は\n  long way</p>")[0].text == "灯台の階段は long way"


def test_the_authors_indent_stays() -> None:
    assert blocks("<p>　灯台は、</p>")[0].text == "　灯台は、"


def test_a_line_break_in_a_paragraph_stays() -> None:
    assert blocks("<p>古池や<br>蛙飛びこむ<br/>水の音</p>")[0].text == "古池や\n蛙飛びこむ\n水の音"


def test_lines_without_paragraphs() -> None:
    found = blocks("<div>雨が降る。<br>風が吹く。<br><br>夜が来た。<br>朝はまだ。</div>")
    assert [block.role for block in found] == [Role.PARAGRAPH] * 2 + [Role.PAUSE] + [Role.PARAGRAPH] * 2


def test_empty_paragraphs_are_pauses_unless_they_are_everywhere() -> None:
    rare = "<p>一</p><p>二</p><p>&nbsp;</p><p>三</p><p>四</p><p>五</p>"
    assert [block.role for block in blocks(rare)].count(Role.PAUSE) == 1
    assert Role.PAUSE not in [block.role for block in blocks("<p>一</p><p><br></p><p>二</p><p><br></p><p>三</p>")]
    assert Role.PAUSE not in [block.role for block in blocks("<p>一</p><p></p><p>二</p><p>三</p>")]


def test_headings_quotes_and_lists() -> None:
    found = blocks(
        "<h2>一</h2><blockquote><p>二</p><blockquote>三</blockquote></blockquote>"
        '<ol start="3"><li>四</li><li>五<ul><li>六</li></ul></li></ol>'
    )
    assert [(block.role, block.text, block.level, block.marker) for block in found] == [
        (Role.HEADING, "一", 2, ""),
        (Role.QUOTE, "二", 1, ""),
        (Role.QUOTE, "三", 2, ""),
        (Role.ITEM, "四", 1, "3."),
        (Role.ITEM, "五", 1, "4."),
        (Role.ITEM, "六", 2, "•"),
    ]


def test_scene_breaks_in_their_shapes() -> None:
    found = blocks(
        '<p>一</p><hr><p>二</p><p style="text-align:center">◇　◇　◇</p><p>三</p><p class="center">—</p>'
        '<p>四</p><p><img src="/img/line.gif" alt=""></p><p>五</p>'
    )
    assert [block.text for block in found if block.role is Role.SCENE_BREAK] == ["", "◇　◇　◇", "—", ""]


def test_a_table_of_facts_and_a_table_that_lays_out() -> None:
    facts = "<table><tr><th>階</th><th>段</th></tr><tr><td>一</td><td>12</td></tr></table>"
    assert shown(blocks(facts)) == [("table", "階\t段\n一\t12")]
    layout = "<table><tr><td><p>灯台</p></td><td><p>海</p></td></tr></table>"
    assert shown(blocks(layout)) == [("paragraph", "灯台"), ("paragraph", "海")]


def test_preformatted_text_keeps_its_spaces() -> None:
    assert shown(blocks("<pre>a  b\n  c</pre>")) == [("preformatted", "a  b\n  c")]


def test_images_captions_and_lazy_addresses() -> None:
    found = blocks(
        '<figure><img src="data:image/gif;base64,R0" data-src="../pic.jpg" alt="灯台の絵">'
        "<figcaption>祖父の灯台</figcaption></figure>"
        '<p>文<img src="/spacer.gif" width="1" height="1">と<img src="/b.png" srcset="/b1.png 1x, /b2.png 2x"></p>'
    )
    assert [(block.role, block.text, block.source) for block in found] == [
        (Role.IMAGE, "灯台の絵", "https://serial.example/pic.jpg"),
        (Role.CAPTION, "祖父の灯台", ""),
        (Role.PARAGRAPH, "文と", ""),
        (Role.IMAGE, "", "https://serial.example/b.png"),
    ]


def test_a_character_drawn_as_an_image() -> None:
    found = blocks(
        '<p>あの<img class="gaiji" src="../gaiji/1-84/1-84-10.png" alt="※［＃「てへん＋劣」、第3水準1-84-77］">る</p>'
    )
    assert found[0].text == "あの※る"
    assert [(span.mark, span.value) for span in found[0].spans] == [(Mark.GAIJI, "「てへん＋劣」、第3水準1-84-77")]


def test_deep_nesting_loses_no_paragraph() -> None:
    markup = "".join(f"<font><p>段{number}</p>" for number in range(2000))
    assert [block.text for block in blocks(markup)] == [f"段{number}" for number in range(2000)]


def test_what_could_steer_a_terminal_is_gone() -> None:
    assert blocks("<p>灯\u202e台\x9b31m</p>")[0].text == "灯台31m"


def test_named_parts_are_plain_paragraphs_of_their_part() -> None:
    root = element("<div><blockquote id=n><p>お読みくださり</p></blockquote><p>本文</p></div>")
    note = root[0]
    found = compose(root, "", Apart(parts={note: Part.AFTER}))
    assert [(block.role, block.part) for block in found] == [(Role.PARAGRAPH, Part.AFTER), (Role.PARAGRAPH, Part.TEXT)]


TAGS = st.sampled_from(
    [
        "p",
        "div",
        "span",
        "b",
        "em",
        "ruby",
        "rb",
        "rt",
        "rp",
        "br",
        "hr",
        "ul",
        "li",
        "blockquote",
        "h2",
        "a",
        "img",
        "table",
        "tr",
        "td",
        "pre",
        "sup",
    ]
)
MARKUP = st.recursive(
    st.text(alphabet="灯台あa \n《》｜&<", max_size=8),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=150)
@given(MARKUP)
def test_any_markup_gives_sound_blocks(markup: str) -> None:
    for block in blocks(f"<div>x{markup}</div>"):
        assert clean(block.text) == block.text
        assert all(0 <= span.start < span.end <= len(block.text) for span in block.spans)
