from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import Part, Role
from reader.errors import ParseError
from reader.extract.episode import extract_page
from reader.extract.fragment import extract_html
from tests.extract.samples import ENGLISH, SENTENCES, page, paragraphs, resource, texts

TEXT = paragraphs(*SENTENCES)


def test_every_word_of_the_episode_and_nothing_else() -> None:
    markup = page(
        f'<article><header><h1>第三話　灯台</h1><p class="meta">2021年5月3日</p></header><div '
        f'class="entry-content">{TEXT}'
        '<p><a href="/2">前の話</a> | <a href="/4">次の話</a></p></div><div class="share"><a '
        'href="#">共有</a></div></article>',
        after='<div id="comments"><h2>コメント</h2><p>とても面白かったです。続きが楽しみです、'
        "応援しています。</p></div>",
    )
    found = extract_page(resource(markup))
    assert [block.text for block in found.document.blocks] == list(SENTENCES)
    assert (found.title, found.language) == ("第三話　灯台", "ja")
    assert found.container
    assert found.why


def test_the_title_is_not_the_first_paragraph() -> None:
    for heading in (
        "<h1>第三話　灯台</h1>",
        "<h3>第三話　灯台</h3>",
        "<p>第三話　灯台</p>",
        "<p>novel:3</p><h1>第三話　灯台</h1>",
    ):
        found = extract_page(resource(page(f"<article>{heading}{TEXT}</article>")), title="第三話　灯台")
        assert [block.text for block in found.document.blocks] == list(SENTENCES)


def test_an_old_page_without_any_structure() -> None:
    markup = (
        "<html><head><title>灯台</title></head><body bgcolor=white><center><b>灯台</b></center><br>"
        + "<br>\n".join(SENTENCES)
        + "<br><br><a href=index.html>もどる</a></body></html>"
    )
    assert texts(extract_page(resource(markup)).document) == list(SENTENCES)


def test_a_page_that_never_opens_its_body() -> None:
    text = paragraphs(*SENTENCES, *SENTENCES)
    html = (
        f"<html lang=ja><title>Part 1</title><article><h1>Part 1</h1>{text}</article><a href='2.html'>next</a></html>"
    )
    assert texts(extract_page(resource(html)).document) == [*SENTENCES, *SENTENCES]


def test_a_lone_heading_is_the_title_whatever_the_page_is_called() -> None:
    found = extract_page(resource(page(f"<article><h1>灯台の夜</h1>{TEXT}</article>", title="novel:a3f [書庫]")))
    assert [block.text for block in found.document.blocks] == list(SENTENCES)


def test_a_plain_text_is_an_episode() -> None:
    text = "\n".join(SENTENCES) + "\n\n<tag> & “" + SENTENCES[0]
    found = extract_page(resource(text, content_type="text/plain; charset=utf-8"))
    assert texts(found.document) == [*SENTENCES, f"<tag> & “{SENTENCES[0]}"]


def test_a_poem_is_an_episode() -> None:
    found = extract_page(
        resource(page("<article><h1>三</h1><p>no wind<br>the bell<br>remembers</p></article>", title="三"))
    )
    assert [block.text for block in found.document.blocks] == ["no wind\nthe bell\nremembers"]


def test_notes_outside_the_container_are_apart() -> None:
    markup = page(
        f'<div class="novel"><div id="maegaki">雨の話です。</div><div id="honbun">{TEXT}</div>'
        f'<div id="atogaki">次は来週です。</div></div>'
    )
    found = extract_page(resource(markup)).document
    assert texts(found, Part.BEFORE) == ["雨の話です。"]
    assert texts(found, Part.AFTER) == ["次は来週です。"]
    assert texts(found) == list(SENTENCES)


def test_one_section_of_several() -> None:
    book = "".join(f'<section><h2 id="e{n}">第{n}話</h2>{paragraphs(*SENTENCES[:n])}</section>' for n in range(1, 5))
    urls = [f"https://serial.example/book#e{n}" for n in range(1, 5)]
    found = extract_page(resource(page(book), urls[1]), title="第2話", others=urls)
    assert texts(found.document) == list(SENTENCES[:2])


def test_a_sentence_between_the_title_and_the_text_leads_it() -> None:
    markup = page(
        f"<header><h1>The Lighthouse</h1><div class=dek><p>{ENGLISH[0]}</p></div></header><div "
        f"class=entry-content>{paragraphs(*ENGLISH[1:])}</div>",
        title="The Lighthouse",
    )
    assert texts(extract_page(resource(markup)).document)[0] == ENGLISH[0]


def test_a_base_element_moves_addresses() -> None:
    markup = page(
        f'<article>{TEXT}<p><img src="p.jpg" alt="灯台"></p></article>', head='<base href="https://cdn.example/x/">'
    )
    images = [block for block in extract_page(resource(markup)).document.blocks if block.role is Role.IMAGE]
    assert [image.source for image in images] == ["https://cdn.example/x/p.jpg"]


def test_a_feeds_own_html() -> None:
    found = extract_html(
        f'<h1>灯台</h1>{TEXT}<p><img src="/p.jpg"></p><p>The post <a href="/3">灯台</a> appeared '
        f'first on <a href="/">港</a>.</p>',
        base_url="https://serial.example/",
        title="灯台",
        language="ja",
    )
    assert texts(found) == list(SENTENCES)
    assert found.language == "ja"
    assert found.blocks[-1].source == "https://serial.example/p.jpg"


@settings(max_examples=120)
@given(
    st.binary(max_size=300) | st.text(alphabet="<>/pdivbr hre=\"'#a!-[]&;　灯台。、《》", max_size=200).map(str.encode)
)
def test_any_bytes_give_a_document_or_a_parse_error(body: bytes) -> None:
    try:
        found = extract_page(resource(body))
    except ParseError:
        return
    assert found.document.blocks
