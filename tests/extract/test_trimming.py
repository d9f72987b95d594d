from __future__ import annotations

import pytest

from reader.extract.content import text_of
from reader.extract.trimming import cut_tail, is_byline, is_link_line, is_navigation, trim
from tests.extract.samples import SENTENCES, blocks, element, paragraphs

TEXT = paragraphs(*SENTENCES)
WHOLE = text_of(element(f"<div>{TEXT}</div>"))


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="/2">← 前の話</a> ｜ <a href="/4">次の話 →</a></p>',
        '<p><a href="/2">前の回</a> | <a href="/">目次</a> | <a href="/4">次の回</a></p>',
        (
            '<p><a href="/2">« Previous chapter</a> · <a href="/">Table of Contents</a> · <a '
            'href="/4">Next chapter »</a></p>'
        ),
        '<p><a href="/2">이전 화</a> | <a href="/">목차</a> | <a href="/4">다음 화</a></p>',
        '<p><a href="/2">上一章</a> <a href="/">目录</a> <a href="/4">下一章</a></p>',
        '<ul><li>← Previous <a href="/2">The Lamp</a></li><li>Next → <a href="/4">The Door</a></li></ul>',
        '<p>前の話 | <a href="/">目次</a> | <a href="/4">次の話</a></p>',
        '<p><a href="/2" rel="prev">灯</a></p>',
    ],
)
def test_links_to_neighbours_are_navigation(line: str) -> None:
    assert is_navigation(element(line))
    root = element(f"<div>{TEXT}{line}</div>")
    trim(root)
    assert text_of(root) == WHOLE


@pytest.mark.parametrize(
    "line",
    [
        "<p>次の話をしよう、と祖父は言った。</p>",
        '<p>くわしくは<a href="/map">港の地図</a>を見てほしい。次の角を曲がると灯台である。</p>',
        '<p><a href="/map">港の地図</a></p>',
        '<p><a href="/p.jpg"><img src="/p.jpg"></a></p>',
    ],
)
def test_sentences_and_other_links_are_not(line: str) -> None:
    assert not is_navigation(element(line))


@pytest.mark.parametrize(
    "piece",
    [
        '<div class="sharedaddy">共有 <a href="#">Tweet</a></div>',
        '<p><small><div class="post-meta">2021年5月3日</div></small></p>',
        '<div class="jp-relatedposts"><a href="/9">第九話</a></div>',
        '<div id="comments"><p>面白かったです。</p></div>',
        '<span class="mw-editsection">[<a href="?edit">編集</a>]</span>',
        "<button>いいね</button>",
        "<p>- 広告 -</p>",
        '<p>あわせて読みたい <a href="/9">港の市場で聞いた九つの話をまとめました</a></p>',
        '<h3><a href="https://serial.example/9">別の作品の見出し</a></h3>',
    ],
)
def test_the_sites_pieces_go(piece: str) -> None:
    root = element(f"<div>{TEXT}{piece}{TEXT}</div>")
    assert trim(root)
    assert text_of(root) == f"{WHOLE} {WHOLE}".replace("。 雨", "。雨") or text_of(root).replace(" ", "") == (
        WHOLE * 2
    ).replace(" ", "")


def test_what_holds_the_text_is_never_cut_by_its_name() -> None:
    root = element(f'<div><div class="related">{TEXT}</div></div>')
    trim(root)
    assert text_of(root) == WHOLE


def test_a_headings_own_anchor_goes_and_the_heading_stays() -> None:
    root = element(f'<div><h2>一<a class="x" href="#one">¶</a></h2>{TEXT}</div>')
    trim(root)
    assert text_of(root).startswith("一 雨") or text_of(root).startswith("一雨")


def test_from_a_heading_of_related_articles_on() -> None:
    root = element(f'<div>{TEXT}{TEXT}<h3>関連記事</h3><ul><li><a href="/9">第九話</a></li></ul></div>')
    assert cut_tail(root)
    assert "第九話" not in text_of(root)
    assert not cut_tail(element(f"<div><h3>コメント</h3>{TEXT}</div>"))


@pytest.mark.parametrize(
    ("markup", "exact", "expected"),
    [
        ('<p><a href="/4">門</a> <a href="/">棚</a></p>', False, True),
        ('<p>次の話： <a href="/4">門</a></p>', False, True),
        ('<p><a href="https://other.example/">出典</a></p>', False, False),
        ('<p><a href="https://other.example/">出典</a></p>', True, True),
        ('<p>くわしくは<a href="/4">門</a>の話を。</p>', True, False),
        ("<p>門</p>", True, False),
    ],
)
def test_lines_of_links_at_an_end(markup: str, exact: bool, expected: bool) -> None:
    block = blocks(markup, "https://serial.example/3")[0]
    assert is_link_line(block, "https://serial.example/3", exact=exact) is expected


@pytest.mark.parametrize(
    "line",
    [
        "2021年5月3日",
        "Posted on May 3, 2021 by Nagi",
        "投稿日：2021/05/03",
        "May 13, 2018 · 1 min · Nagi Hayama",
        "作者：葉山 凪",
        "标签: none",
        "5 min read",
    ],
)
def test_bylines(line: str) -> None:
    assert is_byline(line)


@pytest.mark.parametrize(
    "line",
    ["", "五月の朝、灯台に火がともった。", "By the time she came back the lamp was out, and the door stood open."],
)
def test_sentences_are_no_bylines(line: str) -> None:
    assert not is_byline(line)
