from __future__ import annotations

from reader.extract.content import text_of
from reader.extract.sections import narrow
from reader.hypertext.tree import parse_plain_text
from tests.extract.samples import ENGLISH, SENTENCES, paragraphs


def narrowed(markup: str, fragment: str = "", others: tuple[str, ...] = (), title: str = "") -> tuple[str, str]:
    root = parse_plain_text(f"<html><body>{markup}</body></html>")
    done = narrow(root, fragment, others, title)
    return text_of(root), done


BOOK = "".join(
    f'<div class="sect1"><h2 id="ep-{number}">第{number}話</h2><div class="sectionbody">'
    f"{paragraphs(SENTENCES[number])}</div></div>"
    for number in range(1, 5)
)
FLAT = "".join(
    f'<a name="c{number}"></a><h3>第{number}話</h3>{paragraphs(SENTENCES[number])}' for number in range(1, 5)
)
DAY = (
    '<div class="body"><div class="section"><h3><a name="p01" href="#p01">_</a> '
    "市場へ行った</h3><p>魚を買った。</p></div>"
    f'<div class="section"><h3><a name="p02" href="#p02">_</a> 灯台　第二話</h3>{paragraphs(*SENTENCES)}</div></div>'
)


def test_a_fragment_names_one_section_of_a_book() -> None:
    text, done = narrowed(BOOK, "ep-2")
    assert text == "第2話 " + SENTENCES[2] or text == "第2話" + SENTENCES[2]
    assert "ep-2" in done


def test_the_last_section_ends_with_the_page() -> None:
    assert SENTENCES[4] in narrowed(BOOK, "ep-4")[0]
    assert SENTENCES[3] not in narrowed(BOOK, "ep-4")[0]


def test_an_anchor_before_a_heading() -> None:
    text, _ = narrowed(FLAT, "c3")
    assert SENTENCES[3] in text
    assert SENTENCES[2] not in text
    assert SENTENCES[4] not in text


def test_other_episodes_anchors_bound_a_section_without_headings() -> None:
    markup = "".join(f'<p id="s{number}">{SENTENCES[number]}</p>' for number in range(4))
    text, _ = narrowed(markup, "s1", ("s0", "s1", "s3"))
    assert text == f"{SENTENCES[1]}{SENTENCES[2]}"


def test_a_title_names_one_section_of_a_day() -> None:
    text, _ = narrowed(DAY, title="灯台　第二話")
    assert "魚を買った" not in text
    assert SENTENCES[0] in text


def test_an_element_that_is_an_episode() -> None:
    markup = (
        f'<div><p>はじめに</p>{paragraphs(*ENGLISH)}<article id="e2">'
        f"{paragraphs(*SENTENCES)}</article><p>おわりに</p></div>"
    )
    text, done = narrowed(markup, "e2")
    assert "はじめに" not in text
    assert "おわりに" not in text
    assert "article" in done


def test_a_page_of_one_episode_is_left_alone() -> None:
    markup = f"<article><h1>第三話</h1>{paragraphs(*SENTENCES)}<h2>一</h2><p>つづき</p></article>"
    assert narrowed(markup, title="第三話")[1] == ""
    assert narrowed(markup, title="別の話")[1] == ""
    assert narrowed(markup, "nowhere")[1] == ""


def test_a_fragment_that_is_the_whole_page_narrows_nothing() -> None:
    assert narrowed(f'<div id="top">{paragraphs(*SENTENCES)}</div>', "top")[1] == ""
