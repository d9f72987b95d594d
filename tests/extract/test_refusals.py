from __future__ import annotations

import pytest

from reader.errors import NoText
from reader.extract.episode import extract_page
from tests.extract.samples import page, paragraphs, resource

STAND_INS = {
    "robots": [
        page("<h1>serial.example</h1><h2>Checking if the site connection is secure</h2>", title="Just a moment..."),
        page(
            '<h1>Press & Hold to confirm you are a human</h1><div id="px-captcha"></div>',
            title="Access to this page has been denied",
        ),
    ],
    "login": [
        page(
            '<h1>ログイン</h1><form><input type="password"></form><p>パスワードをお忘れの方はこちら</p>',
            title="ログイン - 港の本棚",
        ),
        page("<h1>Chapter 12</h1><p>You must be logged in to read this chapter.</p>", title="Chapter 12"),
    ],
    "paying": [
        page("<h1>第30話</h1><p>扉が開いた。</p><p>この続きをみるには</p><p>残り 3,210文字</p>", title="第30話"),
        page(
            "<h1>Chapter 30</h1><p>The door opened.</p><h2>This post is for paid subscribers</h2>", title="Chapter 30"
        ),
    ],
    "cannot find": [
        page(
            "<h1>404 Not Found</h1><p>お探しのページは見つかりませんでした。URLをご確認ください。</p>",
            title="ページが見つかりません",
        ),
        page(
            "<h1>Oops! That page can’t be found.</h1><p>Nothing was found at this location.</p>", title="Page not found"
        ),
        (
            "<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1>"
            "</center><hr><center>nginx</center></body></html>"
        ),
    ],
    "error": [
        page(
            "<h1>ただいまメンテナンス中です</h1><p>しばらくしてから再度アクセスしてください。</p>",
            title="メンテナンス中",
        ),
        (
            "<html><head><title>Database Error</title></head><body><h1>Error establishing a database "
            "connection</h1></body></html>"
        ),
    ],
    "parked": [page("<h1>serial.example</h1><p>This domain is for sale! Buy this domain.</p>", title="serial.example")],
    "consent": [
        page(
            "<h1>Before you continue</h1><p>We use cookies and data.</p><button>Accept all</button>",
            title="Before you continue",
        )
    ],
    "age": [page('<h1>年齢確認</h1><p>あなたは18歳以上ですか？</p><a href="/y">はい</a>', title="年齢確認")],
    "script": [
        page('<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>', title="App")
    ],
    "frame": ['<html><frameset cols="20%,80%"><frame src="menu.html"><frame src="main.html"></frameset></html>'],
    "empty": ["", "  \n "],
    "no text": ["<html><head><title>第3話</title></head><body></body></html>"],
}


@pytest.mark.parametrize(("word", "markup"), [(word, markup) for word, pages in STAND_INS.items() for markup in pages])
def test_a_page_that_stands_in_for_an_episode_is_named(word: str, markup: str) -> None:
    with pytest.raises(NoText, match=word) as refused:
        extract_page(resource(markup))
    assert refused.value.hint


@pytest.mark.parametrize(
    ("word", "body", "content_type"),
    [
        ("PDF", b"%PDF-1.7 ...", ""),
        ("image", b"\x89PNG\r\n\x1a\n....", "text/html"),
        ("archive", b"PK\x03\x04....", ""),
        ("video", b"\x00\x00\x00\x20ftypisom", ""),
        ("feed", b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "text/html"),
        ("data", b'{"a": 1}', "application/json"),
        ("file", bytes(range(256)), ""),
    ],
)
def test_files_that_are_no_pages_are_named(word: str, body: bytes, content_type: str) -> None:
    with pytest.raises(NoText, match=word):
        extract_page(resource(body, content_type=content_type))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "404",
            (
                "The server had been dead for years, but it still answered. “Not found,” it said to "
                "everyone who knocked, and it was looking for a page."
            ),
        ),
        (
            "Cookies",
            (
                "Grandmother accepted all the cookies we baked and rejected all advice on how to bake "
                "them, until the snow came back in March."
            ),
        ),
        (
            "ログイン",
            (
                "　彼はパスワードを忘れていた。猫の名前でも、母の誕生日でもない。"
                "画面は三度目の失敗を告げ、静かに暗くなった。"
            ),
        ),
        ("第12話", "　雨が降っていた。"),
        (
            "Maintenance",
            (
                "Every spring the bridge was closed for maintenance, and every spring the two halves of "
                "the town forgot each other a little more."
            ),
        ),
    ],
)
def test_a_short_episode_about_such_things_is_an_episode(title: str, text: str) -> None:
    markup = page(f"<article><h1>{title}</h1>{paragraphs(text)}</article>", title=f"{title} - 港の本棚")
    assert [block.text for block in extract_page(resource(markup), title=title).document.blocks] == [text]


def test_a_login_form_beside_the_text_refuses_nothing() -> None:
    markup = page(
        "<article><h1>Episode 4</h1><p>“Wait,” said Anna. The bus had gone.</p><p>They walked.</p></article>",
        title="Episode 4",
        after='<aside>Please log in to comment. Forgot password? <input type="password"></aside>',
    )
    assert len(extract_page(resource(markup)).document.blocks) == 2
