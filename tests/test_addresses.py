from __future__ import annotations

from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.addresses import canonical, host, is_web, readable, resolve, without_fragment


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.org/a", "https://www.example.org/a/"),
        ("https://example.org:443/a/index.html", "https://example.org/a"),
        ("https://example.org/%e8%a9%b1", "https://example.org/話"),
        ("https://example.org/a?utm_source=feed&p=3", "https://example.org/a?p=3"),
        ("https://EXAMPLE.org/a#top", "https://example.org/a"),
        ("https://例え.jp/", "https://xn--r8jz45g.jp"),
    ],
)
def test_spellings_of_one_page_are_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/?p=1", "https://example.org/?p=2"),
        ("https://example.org:8080/", "https://example.org/"),
        ("https://one.example.org/", "https://example.org/"),
    ],
)
def test_different_pages_stay_apart(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_the_fragment_counts_where_asked() -> None:
    assert canonical("https://example.org/a#1") == canonical("https://example.org/a#2")
    assert canonical("https://example.org/a#1", fragment=True) != canonical("https://example.org/a#2", fragment=True)
    assert without_fragment("https://example.org/a#1") == "https://example.org/a"


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("b.html", "https://example.org/a/b.html"),
        ("../c", "https://example.org/c"),
        ("//other.example/d", "https://other.example/d"),
        ("#e", "https://example.org/a/#e"),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("data:text/html,x", ""),
        ("http://[broken", ""),
        ("", ""),
        ("https://example.org/" + "x" * 5000, ""),
    ],
)
def test_links_resolve_to_web_pages_only(link: str, found: str) -> None:
    assert resolve("https://example.org/a/", link) == found


@given(st.text(max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    is_web(text)
    host(text)
    canonical(text)
    readable(text)
    resolve("https://example.org/", text)
    assert canonical("https://" + text) == canonical("https://" + text)


@given(
    st.sampled_from(
        ["https://a.example", "https://a.example/b/c?d#e", "https://a.example:8080/b", "https://u@a.example/"]
    ),
    st.sampled_from(["", "/", "//", "https://b.example", "http://b.example/", "c"]),
    st.text("ab/.?#;:@%~[] -", max_size=12),
)
def test_a_plain_link_resolves_as_any_other(base: str, start: str, rest: str) -> None:
    try:
        joined = urljoin(base, (start + rest).replace(" ", ""))
    except ValueError:
        joined = ""
    assert resolve(base, start + rest) == (joined if start + rest.strip() and is_web(joined) else "")


def test_readable_for_eyes() -> None:
    assert readable("https://example.org/%E8%A9%B1/3/") == "example.org/話/3"
    assert "\x1b" not in readable("https://example.org/%1b[31m")
    assert host("https://EXAMPLE.org.:8080/") == "example.org"
