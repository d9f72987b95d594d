from __future__ import annotations

from dataclasses import replace

import pytest

from reader.extract.pages import is_truncated, next_page
from reader.hypertext.tree import parse_plain_text
from tests.extract.samples import page, paragraphs, resource


@pytest.mark.parametrize(
    ("url", "link", "expected"),
    [
        ("https://s.example/ep3", '<a href="/ep3/2">2</a>', "https://s.example/ep3/2"),
        ("https://s.example/ep3/2", '<a href="/ep3">1</a> <b>2</b> <a href="/ep3/3">3</a>', "https://s.example/ep3/3"),
        ("https://s.example/ep3.html", '<a href="ep3_2.html">次のページへ</a>', "https://s.example/ep3_2.html"),
        ("https://s.example/ep3?page=2", '<a href="?page=3">Next page »</a>', "https://s.example/ep3?page=3"),
        ("https://s.example/a.php?id=7", '<a href="?id=7&page=2">2</a>', "https://s.example/a.php?id=7&page=2"),
        ("https://s.example/ep/3", '<a href="/ep/4">次の話</a>', ""),
        ("https://s.example/ep/3", '<a href="/ep/4" rel="next">第四話</a>', ""),
        ("https://s.example/3", '<a href="https://other.example/3/2">2</a>', ""),
        ("https://s.example/ep3", '<a href="/ep3#c2">2</a>', ""),
        ("https://s.example/ep3", '<a href="/ep3/2">感想を書く</a>', ""),
        ("https://s.example/ep3/2", '<a href="/ep3/4">4</a>', ""),
    ],
)
def test_the_next_page_of_the_same_episode(url: str, link: str, expected: str) -> None:
    root = parse_plain_text(f"<html><body><p>本文</p><div>{link}</div></body></html>")
    assert next_page(root, url) == expected


WHOLE = page(paragraphs("一。", "二。"))


def test_a_whole_page_is_whole() -> None:
    assert not is_truncated(resource(WHOLE))
    assert not is_truncated(resource("<p>本文だけの断片。</p>"))
    assert not is_truncated(resource("<html><body><p>終わりの印のない手書きのページ。"))


def test_a_page_cut_short_is_seen() -> None:
    assert is_truncated(resource(WHOLE.encode()[: WHOLE.encode().index("二".encode()) + 1]))
    assert is_truncated(resource(WHOLE[: WHOLE.index("<footer") + 4]))
    assert is_truncated(replace(resource(WHOLE), cut=True))
    long = resource(WHOLE)
    assert is_truncated(replace(long, headers={**long.headers, "content-length": "999999"}))
