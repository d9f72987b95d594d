from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.extract.metadata import Metadata, Page, read_date, without_site
from reader.extract.roster import Roster
from reader.hypertext.tree import parse_plain_text


def read(head: str, body: str = "") -> Metadata:
    root = parse_plain_text(f"<html lang='ja-JP'><head>{head}</head><body>{body}</body></html>")
    return Page(root, "https://serial.example/3").read(Roster(root))


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        (
            "<title>第三話　灯台 | 港の本棚</title>",
            "<h1>港の本棚</h1><h2 class='entry-title'>第三話　灯台</h2>",
            "第三話　灯台",
        ),
        ("<title>第三話　灯台 - 港の本棚</title><meta property='og:site_name' content='港の本棚'>", "", "第三話　灯台"),
        ("<title>x</title><meta property='og:title' content='第三話　灯台'>", "", "第三話　灯台"),
        (
            (
                '<script type="application/ld+json">'
                '{"@graph":[{"@type":"BlogPosting","headline":"第三話　灯台"}]}</script>'
            ),
            "",
            "第三話　灯台",
        ),
        ("<title>第三話　灯台</title>", "<h1>第三話　灯台<a class='headerlink' href='#x'>¶</a></h1>", "第三話　灯台"),
    ],
)
def test_the_title(head: str, body: str, expected: str) -> None:
    assert read(head, body).title == expected


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name='author' content='葉山 凪'>", ""),
        (
            (
                '<script type="application/ld+json">'
                '{"@type":"Article","author":{"@type":"Person","name":"葉山 凪"}}</script>'
            ),
            "",
        ),
        ("", "<a rel='author' href='/a'>葉山 凪</a>"),
        ("", "<span itemprop='author'><span itemprop='name'>葉山 凪</span></span>"),
        ("", "<p class='byline'>作者：葉山 凪</p>"),
        ("", "<div class='post-author'>by 葉山 凪</div>"),
    ],
)
def test_the_author(head: str, body: str) -> None:
    assert read(head, body).author == "葉山 凪"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta property='article:published_time' content='2021-05-03T21:00:00+09:00'>", ""),
        ('<script type="application/ld+json">{"@type":"Article","datePublished":"2021-05-03T12:00:00Z"}</script>', ""),
        ("", "<time datetime='2021-05-03T21:00:00+0900'>3日</time>"),
        ("", "<abbr class='published' title='2021-05-03T21:00:00+09:00'>3日</abbr>"),
    ],
)
def test_the_date_is_utc(head: str, body: str) -> None:
    assert read(head, body).published == datetime(2021, 5, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2021年5月3日", "2021/05/03", "3 May 2021", "May 3rd, 2021", "Monday, 3 May 2021", "2021.5.3"]
)
def test_plain_dates(text: str) -> None:
    assert read_date(text) == datetime(2021, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "昨日", "2021-13-45", "99 Smarch 2021", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-12:00"]
)
def test_what_is_no_date(text: str) -> None:
    assert read_date(text) is None


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = read_date(text)
    assert found is None or found.tzinfo is UTC


def test_language_and_canonical_address() -> None:
    found = read("<link rel='canonical' href='/3/'>")
    assert (found.language, found.canonical) == ("ja", "https://serial.example/3/")
    assert read("").published is None


def test_broken_data_is_no_witness() -> None:
    assert (
        read('<script type="application/ld+json">{"@type": ["Article"], "headline": </script><title>灯台</title>').title
        == "灯台"
    )


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("灯台 - 港の本棚", "灯台"),
        ("港の本棚 | 灯台", "灯台"),
        ("灯台 - 第三話", "灯台 - 第三話"),
        ("灯台", "灯台"),
        ("灯台 - 前編 | 港の本棚", "灯台 - 前編"),
    ],
)
def test_a_title_without_its_site(title: str, expected: str) -> None:
    assert without_site(title, "港の本棚") == expected
