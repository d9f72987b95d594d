# ruff: noqa: E501 - markup and titles stand in one line
"""Bytes to facts: pages, feeds, site maps, JSON, and what is none of them."""

from __future__ import annotations

import ast
import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reader.discover.feeds
from reader.discover.dates import read_date, read_iso, without_dates
from reader.discover.facts import ApiFacts, FeedFacts, PageFacts, SitemapFacts, read_facts
from reader.errors import FeedUnreadable, NoText, ParseError
from reader.model import Resource

NOW = datetime(2026, 1, 1, tzinfo=UTC)
HERE = "https://sample.example/a/b.html"


def facts(body: bytes | str, kind: str = "text/html; charset=utf-8", url: str = HERE, **headers: str) -> object:
    data = body if isinstance(body, bytes) else body.encode()
    return read_facts(Resource(url, url, 200, {"content-type": kind, **headers}, data, NOW))


def page(body: str, **headers: str) -> PageFacts:
    found = facts(body, **headers)
    assert isinstance(found, PageFacts)
    return found


@pytest.mark.parametrize(
    ("body", "kind", "expected"),
    [
        ("<html><body><p>x</p></body></html>", "text/html", PageFacts),
        (
            '<?xml version="1.0"?><!-- a page --><html xmlns="x"><body>y</body></html>',
            "application/xhtml+xml",
            PageFacts,
        ),
        ("<rss version='2.0'><channel><title>t</title></channel></rss>", "text/html", FeedFacts),
        ("<!-- <p> --><feed xmlns='http://www.w3.org/2005/Atom'><title>t</title></feed>", "text/plain", FeedFacts),
        ('<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>', "application/xml", SitemapFacts),
        ('{"a": 1}', "application/json", ApiFacts),
        ('{"version": "https://jsonfeed.org/version/1.1", "items": []}', "application/json", FeedFacts),
    ],
)
def test_the_first_element_says_what_it_is(body: str, kind: str, expected: type) -> None:
    assert isinstance(facts(body, kind), expected)


@pytest.mark.parametrize(
    ("body", "kind", "error"),
    [
        (b"%PDF-1.7 ...", "application/pdf", NoText),
        (b"\x89PNG\r\n", "text/html", NoText),
        (b"  \n", "text/html", NoText),
        (b"<catalog><book/></catalog>", "application/xml", FeedUnreadable),
        (b"{not json", "application/json", FeedUnreadable),
        (b"abc", "image/png", NoText),
    ],
)
def test_what_is_no_page_is_told_apart(body: bytes, kind: str, error: type[ParseError]) -> None:
    with pytest.raises(error):
        facts(body, kind)


@settings(max_examples=120, deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(alphabet="<>/ahrefullitsc='\"#1 第話\n&;!-", max_size=300).map(str.encode)
    | st.sampled_from([b"<rss>", b"<feed>", b"[", b"{", b"<urlset>"]).flatmap(
        lambda head: st.binary(max_size=200).map(head.__add__)
    ),
    st.sampled_from(["text/html", "application/xml", "application/json", "text/html; charset=utf-7", ""]),
)
def test_any_bytes_give_facts_or_a_parse_error(body: bytes, kind: str) -> None:
    try:
        found = facts(body, kind)
    except ParseError:
        return
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own values, as the worker hands them over


def test_feedparser_is_only_ever_handed_a_binary_file() -> None:
    tree = ast.parse(Path(reader.discover.feeds.__file__).read_text("utf-8"))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse"
    ]
    assert calls
    assert all(ast.unparse(call.args[0]).startswith("io.BytesIO(") for call in calls)


# --- pages -------------------------------------------------------------------------------------------------------


def test_links_know_where_they_stand() -> None:
    found = page(
        "<body><nav><ul><li><a href='/'>Home</a></li></ul></nav><main><h2>Book One</h2><ul><li><a href='c1.html'>One</a> (the first)</li></ul>"
        "<p>Read <a href='//other.example/x'>that</a> before you go on to anything else here.</p></main>"
        "<div class='sidebar'><a href='?p=2'>Two</a></div><footer><a href='mailto:x@y'>mail</a><a href='z'>Z</a></footer></body>"
    )
    assert [(link.url, link.region) for link in found.links] == [
        ("https://sample.example/", "nav"),
        ("https://sample.example/a/c1.html", "main"),
        ("https://other.example/x", "main"),
        ("https://sample.example/a/b.html?p=2", "aside"),
        ("https://sample.example/a/z", "footer"),
    ]
    assert [link.prose for link in found.links[1:3]] == [False, True]
    assert found.links[1].after == "(the first)"
    assert found.headings[found.links[1].heading].text == "Book One"


def test_ruby_readings_and_times_are_no_part_of_a_links_text() -> None:
    found = page(
        "<a href='x'><ruby>灯<rp>（</rp><rt>あかり</rt></ruby>の守り手<time datetime='2020-01-02'>2日</time></a>"
    )
    assert found.links[0].text == "灯の守り手"
    assert found.stamps[0][1] == datetime(2020, 1, 2, tzinfo=UTC)


def test_a_card_is_named_by_its_heading_and_an_image_by_its_words() -> None:
    found = page(
        "<a href='1'><h2>Part 1</h2><p>long words</p></a><a href='2'><img alt='Part 2'></a><div><h3>Part 3</h3><a href='3' aria-label='link'></a></div>"
    )
    assert [link.text for link in found.links] == ["Part 1", "Part 2", "Part 3"]


def test_what_the_head_says() -> None:
    found = page(
        "<html lang='en-GB'><head><title>Chapter 2 | The Lamp</title><meta property='og:type' content='article'><meta name=author content='A. Lamp'>"
        "<meta property='article:published_time' content='2021-02-03T04:05:06+09:00'><link rel=next href='c3'><link rel=canonical href='/c2'>"
        '<script type="application/ld+json">{"@type": "BlogPosting", "headline": "Chapter 2", "isPartOf": {"@type": "CreativeWorkSeries", "name": "The Lamp", "url": "/lamp"}}</script>'
        '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [{"name": "Stories", "item": "/stories"}]}</script>'
        "</head><body><h1>Chapter 2</h1></body></html>",
        link='<https://sample.example/wp-json/>; rel="https://api.w.org/"',
    )
    assert (found.name, found.site, found.author, found.language) == ("Chapter 2", "The Lamp", "A. Lamp", "en-GB")
    assert found.published == datetime(2021, 2, 2, 19, 5, 6, tzinfo=UTC)
    assert found.series == (("The Lamp", "https://sample.example/lamp"),)
    assert found.trail == (("Stories", "https://sample.example/stories"),)
    assert {relation for link in found.advertised for relation in link.rel} == {
        "next",
        "canonical",
        "https://api.w.org/",
    }


def test_titles_reach_no_terminal_with_their_escapes() -> None:
    found = page("<title>a\x1b]52;c;x\x07b</title><a href='x'>c\u202ed</a><h1>e\x9bf</h1>")
    assert "\x1b" not in found.title
    assert found.links[0].text == "cd"
    assert found.headings[0].text == "ef"


def test_frames_and_refreshes_are_named() -> None:
    assert page("<frameset><frame src='menu.html'><frame src='/top.html'></frameset>").frames == (
        "https://sample.example/a/menu.html",
        "https://sample.example/top.html",
    )
    assert page("<meta http-equiv=refresh content='0; url=/new/'><p>moved</p>").refresh == "https://sample.example/new/"


def test_deep_unclosed_tags_keep_every_link() -> None:
    assert len(page("<body>" + "".join(f"<font><a href='{n}'>Part {n}</a>" for n in range(1500))).links) == 1500


# --- feeds -------------------------------------------------------------------------------------------------------


def feed(body: str, kind: str = "application/xml") -> FeedFacts:
    found = facts(body, kind, url="https://sample.example/feed")
    assert isinstance(found, FeedFacts)
    return found


def test_an_atom_feed_with_paging_and_full_text() -> None:
    found = feed(
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja"><title>灯</title><link href="/"/><link rel="next" href="?page=2"/>'
        '<entry><title type="html">A &amp;amp; &lt;b&gt;B&lt;/b&gt;</title><link href="/1"/><id>t:1</id><published>2020-01-02T03:04:05Z</published>'
        '<category term="novel"/><content type="html">&lt;p&gt;whole&lt;/p&gt;</content></entry>'
        '<entry><title>Cut</title><link href="/2"/><id>t:2</id><updated>2020-01-03T00:00:00Z</updated><content type="html">&lt;p&gt;some […]&lt;/p&gt;</content></entry></feed>'
    ).feed
    assert (found.title, found.next_url, found.home) == (
        "灯",
        "https://sample.example/feed?page=2",
        "https://sample.example/",
    )
    first, second = found.entries
    assert (first.title, first.url, first.content, first.categories) == (
        "A & B",
        "https://sample.example/1",
        "<p>whole</p>",
        ("novel",),
    )
    assert first.published == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (second.content, second.summary) == ("", "<p>some […]</p>")


def test_a_json_feed() -> None:
    found = feed(
        '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "home_page_url": "/", "next_url": "?p=2", "authors": [{"name": "N"}],'
        '"items": [{"id": 1, "url": "/1", "title": "One", "content_html": "<p>x</p>", "date_published": "2020-01-02T00:00:00Z", "tags": ["a"]}, 7]}',
        "application/json",
    ).feed
    assert (found.title, found.author, found.next_url) == ("T", "N", "https://sample.example/feed?p=2")
    assert [(entry.url, entry.title, entry.categories) for entry in found.entries] == [
        ("https://sample.example/1", "One", ("a",))
    ]


def test_a_broken_feed_gives_what_it_holds() -> None:
    assert (
        len(
            feed(
                "<rss><channel><title>x</title><item><title>1</title><link>/1</link></item><item><title>2 & 3"
            ).feed.entries
        )
        >= 1
    )


def test_a_site_map_and_an_index_of_them() -> None:
    found = facts(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://x.example/1</loc><lastmod>2020-01-02</lastmod></url><url><loc>ftp://no</loc></url></urlset>',
        "text/xml",
    )
    assert found == SitemapFacts(HERE, (("https://x.example/1", datetime(2020, 1, 2, tzinfo=UTC)),), ())
    index = facts(
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://x.example/s1.xml</loc></sitemap></sitemapindex>',
        "text/xml",
    )
    assert isinstance(index, SitemapFacts)
    assert index.maps == ("https://x.example/s1.xml",)


# --- dates -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "2015-03-01",
        "2015年3月1日",
        "on 2015/03/01 (Sun)",
        "2015.3.1",
        "March 1, 2015",
        "1 March 2015",
        "1st Mar. 2015",
        "2015년 3월 1일",
        "3月 1, 2015",
        "1 3월 2015",
        "1. März 2015",
    ],
)
def test_dates_in_many_forms(text: str) -> None:
    assert read_date(text) == datetime(2015, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "2015", "chapter 12 of 2015", "2015-13-40", "31 February 2015", "99999-01-01", "2015-02-30T10:00:00Z"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


def test_a_time_with_a_zone_is_told_in_utc() -> None:
    assert read_iso("2020-01-01T00:30:00+09:00") == datetime(2019, 12, 31, 15, 30, tzinfo=UTC)
    assert without_dates("2020-01-01 Part 3").strip() == "Part 3"


def test_addresses_that_are_none_cost_no_page() -> None:
    body = (
        b'<html><head><script src="http://[x"></script>'
        b'<script src="//[/a.js" data-ghost="http://[x" data-key="aa" data-api="http://[x/"></script>'
        b'<link rel="https://api.w.org/" href="http://[x"><link rel="next" href="http://[x"></head>'
        b'<body><a href="http://[x">a</a><iframe src="http://[x"></iframe><p>The tide was out.</p></body></html>'
    )
    at = "https://a.example/"
    found = read_facts(Resource(at, at, 200, {"content-type": "text/html"}, body, datetime(2026, 1, 1, tzinfo=UTC)))
    assert isinstance(found, PageFacts)
    assert found.interfaces == ()
