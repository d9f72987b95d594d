# ruff: noqa: E501 - markup stands as pages write it
"""What a serial is called and who wrote it: the work's name told from the site's, the author from everyone else."""

from __future__ import annotations

import pytest

from reader.discover.clues import Clues
from reader.discover.credits import author_of
from reader.discover.facts import PageFacts, read_facts
from reader.discover.mentioned import mentioned
from reader.discover.naming import Name, name_serial
from reader.discover.rows import Row
from reader.model import Discovered, Entry, Feed, Resource
from tests.discover.webs import NOW, PROSE, Web, page

BASE = "https://inn.example"
TEXT = f"<p>{PROSE}</p>" * 3
BARE = [Row(f"{BASE}/{n}", f"Chapter {n}") for n in range(1, 6)]


def facts(url: str, body: str) -> PageFacts:
    found = read_facts(Resource(url, url, 200, {"content-type": "text/html; charset=utf-8"}, body.encode(), NOW))
    assert isinstance(found, PageFacts)
    return found


def named(
    *pages: PageFacts, titles: tuple[str, ...] = (), feeds: tuple[Feed, ...] = (), listed: tuple[Row, ...] = ()
) -> Name:
    return name_serial(BARE, Clues(titles=list(titles), pages=list(pages), feeds=list(feeds), listed=list(listed)))


# --- the work's name -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "The Lamp Inn",
        "The Lamp Inn – Table of Contents",
        "The Lamp Inn | Orchard Notes",
        "Orchard Notes: The Lamp Inn",
        "The Lamp Inn on Orchard Notes",
        "Category: The Lamp Inn – Orchard Notes",
        "The Lamp Inn 目次",
    ],
)
def test_a_list_names_the_work_without_its_site_and_its_kind(title: str) -> None:
    front = facts(f"{BASE}/", page("Orchard Notes", "<p>Hello.</p>"))
    assert named(front, titles=(title,)) == Name("The Lamp Inn", own=True)


@pytest.mark.parametrize("title", ["Chapters", "Archive", "小説", "目次", "Orchard Notes", "Posts"])
def test_a_list_that_names_no_work_leaves_the_name_open(title: str) -> None:
    front = facts(f"{BASE}/", page("Orchard Notes", "<p>Hello.</p>"))
    assert named(front, titles=(title,)) == Name("Orchard Notes", own=False)


def test_the_stem_of_the_titles_beats_the_site_and_a_topic_within_it_beats_the_stem() -> None:
    rows = [Row(f"{BASE}/{n}", f"『灯台』が消える前の話 {n}") for n in range(1, 6)]
    assert name_serial(rows, Clues()).text == "『灯台』が消える前の話"
    assert name_serial(rows, Clues(titles=["灯台 – 夜の机"])).text == "灯台"


def test_crumbs_and_what_it_is_part_of_name_the_work() -> None:
    crumbs = f'<ol class="breadcrumb"><li><a href="{BASE}/">Home</a></li><li><a href="{BASE}/lamp/">The Lamp Inn</a></li></ol><h1>Chapter 1</h1>{TEXT}'
    assert named(facts(f"{BASE}/1", page("Chapter 1", crumbs, site="Orchard Notes"))).text == "The Lamp Inn"
    schema = '<script type="application/ld+json">{"@type": "Chapter", "name": "Chapter 1", "isPartOf": {"@type": "Book", "name": "The Lamp Inn"}}</script>'
    assert named(facts(f"{BASE}/1", page("Chapter 1", f"<h1>Chapter 1</h1>{TEXT}", schema))).text == "The Lamp Inn"


def test_the_inner_part_of_the_episodes_titles_is_the_work_and_the_outer_the_site() -> None:
    pages = [
        facts(f"{BASE}/{n}", page(f"Chapter {n} | The Lamp Inn | Orchard Notes", f"<h1>Chapter {n}</h1>{TEXT}"))
        for n in (1, 2)
    ]
    assert named(*pages) == Name("The Lamp Inn", own=True)


def test_an_episodes_title_loses_its_own_number() -> None:
    rows = [Row(f"{BASE}/{n}", title) for n, title in enumerate(["プロローグ", "第二話"])]
    only = facts(f"{BASE}/9", page("ミナモノトリ 第二話", TEXT))
    assert name_serial(rows, Clues(pages=[only])).text == "ミナモノトリ"


def test_a_topic_that_parts_the_serial_from_other_posts_names_it() -> None:
    entries = (
        *(Entry(f"{n}", f"{BASE}/{n}", f"Chapter {n}", categories=("Fiction", "The Lamp Inn")) for n in range(1, 6)),
        *(Entry(f"x{n}", f"{BASE}/x{n}", f"Garden {n}", categories=("Life", "Fiction")) for n in range(1, 4)),
    )
    feed = Feed(f"{BASE}/feed", "Orchard Notes", entries=entries)
    listed = tuple(Row(entry.url, entry.title) for entry in entries)
    assert named(feeds=(feed,), listed=listed) == Name("The Lamp Inn", own=True)
    shared = tuple(Entry(entry.id, entry.url, entry.title, categories=("Ramblings",)) for entry in entries)
    assert named(feeds=(Feed(f"{BASE}/feed", "Orchard Notes", entries=shared),), listed=listed) == Name(
        "Orchard Notes", own=False
    )


def test_topics_stand_with_the_posts_that_they_follow() -> None:
    posts = "".join(
        f'<article><h2><a href="/{n}">{title}</a></h2><p>{PROSE}</p><a rel="category tag" href="/c/{topic}">{topic}</a></article>'
        for n, title, topic in [
            (1, "Chapter 1", "Inn"),
            ("x1", "Garden", "Life"),
            (2, "Chapter 2", "Inn"),
            ("x2", "Roof", "Life"),
            (3, "Chapter 3", "Inn"),
        ]
    )
    front = facts(f"{BASE}/", page("Orchard Notes", posts))
    listed = tuple(Row(f"{BASE}/{n}", "") for n in (1, "x1", 2, "x2", 3))
    assert named(front, listed=listed) == Name("Inn", own=True)


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["『夜の灯台』人物紹介", "『夜の灯台』の挿絵", "『古い地図』を読む"], "夜の灯台"),
        (["Cast list for The Lamp Inn", "The Lamp Inn: poll results 2", "The Long Rain: a review"], "The Lamp Inn"),
        (["Finished Reading: A Tin Bird", "Finished Reading: The Red Door"], ""),
        (["『古い地図』を読む", "『白い船』を読む"], ""),
        ([], ""),
    ],
)
def test_other_posts_name_the_work_where_they_agree_in_nothing_else(titles: list[str], expected: str) -> None:
    assert mentioned(titles) == expected


def test_a_site_that_holds_nothing_else_is_named_as_its_serial_but_a_blog_or_a_person_is_not() -> None:
    def site(name: str, author: str = "") -> Name:
        head = f'<meta name="author" content="{author}">' if author else ""
        return named(
            *(
                facts(f"{BASE}/{n}", page(f"Chapter {n}", f"<h1>Chapter {n}</h1>{TEXT}", head, site=name))
                for n in (1, 2)
            )
        )

    assert site("The Lamp Inn") == Name("The Lamp Inn", own=True)
    assert (
        not site("Orchard, Jane", "Jane Orchard").own or site("Orchard, Jane", "Jane Orchard").text != "Orchard, Jane"
    )


def test_the_front_is_asked_for_the_name_where_only_the_site_has_one() -> None:
    rows = "".join(f'<li><a href="/e/{n * 17 % 100}.html">Chapter {n}</a></li>' for n in range(1, 9))
    posts = "".join(
        f'<article><h2><a href="/p/{n}.html">{title}</a></h2><p>{PROSE}</p></article>'
        for n, title in enumerate(["A word on The Lamp Inn", "Garden", "The Lamp Inn: the map", "Chapter 8", "Roof"])
    )
    web = Web(
        {
            f"{BASE}/toc.html": page("Chapters", f"<h1>Chapters</h1><ul>{rows}</ul>", site="Orchard Notes"),
            f"{BASE}/": page("Orchard Notes", posts),
        }
    )
    result = web.discover(f"{BASE}/toc.html")
    assert isinstance(result, Discovered)
    assert result.contents.title == "The Lamp Inn"
    assert web.asked == [f"{BASE}/toc.html", f"{BASE}/"]


# --- the author ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta name="author" content="Ada Quill">', ""),
        ('<meta property="article:author" content="Ada Quill">', ""),
        ('<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Ada Quill">', ""),
        ('<meta name="DC.Creator" content="Ada Quill">', ""),
        (
            '<script type="application/ld+json">{"@type": "BlogPosting", "author": {"@type": "Person", "name": "Ada Quill"}}</script>',
            "",
        ),
        ("", '<a rel="author" href="/about">Ada Quill</a>'),
        ("", '<span itemprop="author" itemscope><span itemprop="name">Ada Quill</span></span>'),
        ("", '<address class="vcard author">By <a class="url fn" href="/a">Ada Quill</a></address>'),
        ("", '<p class="meta">written by Ada Quill on 2016-05-30</p>'),
        ("", '<p class="byline">By Ada Quill | March 3, 2020</p>'),
        ("", "<p>by Ada Quill</p>"),
        ("", "<div>2015.3.1<br>作者：Ada Quill<br></div>"),
        ("", "<p>著者: Ada Quill</p>"),
        ("", "<p>글 : Ada Quill</p>"),
        ("", "<p>作者：<a href='/a'>Ada Quill</a></p>"),
        ("", "<dl><dt>作者</dt><dd>Ada Quill</dd></dl>"),
        ("", "<p>投稿者：Ada Quill（管理人）</p>"),
    ],
)
def test_an_author_is_read_wherever_pages_put_the_name(head: str, body: str) -> None:
    assert facts(f"{BASE}/1", page("Chapter 1", f"<h1>Chapter 1</h1>{body}{TEXT}", head)).author == "Ada Quill"


@pytest.mark.parametrize(
    "body",
    [
        '<div id="comments"><p class="comment-author vcard"><cite class="fn">Loud Reader</cite></p><p>投稿者：Loud Reader</p></div>',
        '<aside><a rel="author" href="/x">Guest Star</a></aside>',
        "<footer>Theme by Pixel Works</footer>",
        "<footer>Powered by <a href='https://engine.example'>Engine</a></footer>",
        '<p class="author">admin</p>',
        "<p>作者：名無しさん</p>",
        "<p>She came by Tuesday.</p>",
        "<p>by and by the rain stopped.</p>",
        '<a rel="author" href="/a">Ada Quill</a><a rel="author" href="/b">Bo Reed</a>',
        '<meta name="author" content="https://social.example/ada">',
    ],
)
def test_commenters_makers_of_themes_and_offices_are_no_authors(body: str) -> None:
    assert facts(f"{BASE}/1", page("Chapter 1", f"<h1>Chapter 1</h1>{TEXT}{body}")).author == ""


@pytest.mark.parametrize(
    ("line", "holder"),
    [
        ("© 2019 Ada Quill. All rights reserved.", "Ada Quill"),
        ("&copy;2018, 海野 凪. | Powered by <a href='https://e.example'>Engine</a>", "海野 凪"),
        ("Copyright © 2001-2009 by Ada Quill", "Ada Quill"),
        ("Copyright (C) 2012 Pixel Works Inc. All Rights Reserved.", ""),
        ("© 2020", ""),
    ],
)
def test_the_copyright_line_names_a_holder(line: str, holder: str) -> None:
    assert facts(f"{BASE}/1", page("Chapter 1", f"{TEXT}<footer>{line}</footer>")).holder == holder


def credited(*pages: PageFacts, feeds: tuple[Feed, ...] = ()) -> str:
    return author_of(BARE, Clues(pages=list(pages), feeds=list(feeds)))


def seen(path: str, author: str = "", holder: str = "", site: str = "", host: str = BASE) -> PageFacts:
    return PageFacts(f"{host}/{path}", f"{host}/{path}", author=author, holder=holder, site=site)


def test_an_episodes_word_counts_most_and_pages_elsewhere_not_at_all() -> None:
    assert credited(seen("1", "Ada Quill"), seen("toc", "Bo Reed")) == "Ada Quill"
    assert credited(seen("post", "Fan", host="https://fan.example")) == ""
    assert credited(seen("1", "Ada Quill"), seen("2", "Bo Reed")) == ""
    assert credited(seen("1", "海野 凪"), seen("2", "海野凪")) == "海野 凪"


def test_most_entries_of_the_serial_name_the_author() -> None:
    entries = tuple(
        Entry(f"{n}", f"{BASE}/{n}", f"Chapter {n}", author="Ada Quill" if n < 5 else "Bo Reed") for n in range(1, 6)
    )
    assert credited(feeds=(Feed(f"{BASE}/feed", entries=entries),)) == "Ada Quill"
    assert credited(feeds=(Feed(f"{BASE}/feed", entries=entries[3:]),)) == ""


def test_a_holder_is_the_author_only_where_it_is_neither_site_nor_platform() -> None:
    assert credited(seen("1", holder="Ada Quill"), seen("toc", holder="Ada Quill")) == "Ada Quill"
    assert credited(seen("1", holder="Orchard Notes", site="Orchard Notes")) == ""
    assert credited(seen("1", holder="inn")) == ""
    assert credited(seen("1", holder="Ada Quill"), seen("toc"), seen("2")) == ""


def test_the_feed_is_asked_for_the_author_where_no_page_names_one() -> None:
    rows = "".join(f'<li><a href="/e/{n}.html">The Lamp Inn {n}</a></li>' for n in range(1, 9))
    head = '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments.xml"><link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    items = "".join(
        f"<item><title>The Lamp Inn {n}</title><link>{BASE}/e/{n}.html</link><dc:creator>Ada Quill</dc:creator></item>"
        for n in (8, 7)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Inn</title>{items}</channel></rss>'
    web = Web(
        {
            f"{BASE}/toc.html": page("The Lamp Inn", f"<h1>The Lamp Inn</h1><ul>{rows}</ul>", head),
            f"{BASE}/feed.xml": feed,
        }
    )
    result = web.discover(f"{BASE}/toc.html")
    assert isinstance(result, Discovered)
    assert (result.contents.title, result.contents.author) == ("The Lamp Inn", "Ada Quill")
    assert web.asked == [f"{BASE}/toc.html", f"{BASE}/feed.xml"]
