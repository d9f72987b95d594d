# ruff: noqa: E501 - markup and titles stand in one line
"""Strands, pagers, roles of links, and the shape of a list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.discover.chain import of_role, role_of, steps, topics
from reader.discover.clues import Clues
from reader.discover.contents import assemble
from reader.discover.facts import Link, PageFacts, read_facts
from reader.discover.links import listings
from reader.discover.naming import name_serial
from reader.discover.paging import page_number, pager, varies
from reader.discover.rows import Row, common_folders, joined, runs_backwards
from reader.discover.select import Anchor, own_contents, serials_in, unclaimed
from reader.discover.strands import braid, counts_on
from reader.discover.wishes import wish_of
from reader.model import Resource, Status

BASE = "https://sample.example"


def page(body: str, url: str = f"{BASE}/list/") -> PageFacts:
    found = read_facts(
        Resource(url, url, 200, {"content-type": "text/html"}, body.encode(), datetime(2026, 1, 1, tzinfo=UTC))
    )
    assert isinstance(found, PageFacts)
    return found


def rows(*titles: str, stem: str = "p") -> list[Row]:
    return [Row(f"{BASE}/{stem}/{place}", title) for place, title in enumerate(titles)]


# --- strands -----------------------------------------------------------------------------------------------------


def test_two_serials_and_notices_come_apart() -> None:
    titles = [
        "灯 第1話",
        "8/12の日記",
        "灯 第2話",
        "塔より その一",
        "拍手 18",
        "灯　幕間",
        "塔より その二",
        "灯 第3話",
        "拍手 3",
        "塔より その三",
        "拍手 9",
        "灯　エピローグ",
    ]
    first, second = braid(titles)
    assert [titles[index] for index in first.members] == [
        "灯 第1話",
        "灯 第2話",
        "灯　幕間",
        "灯 第3話",
        "灯　エピローグ",
    ]
    assert (first.name, first.whole) == ("灯", True)
    assert [titles[index] for index in second.members] == ["塔より その一", "塔より その二", "塔より その三"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3], True),
        ([9, 8, 7, 7, 6], True),
        ([1, 2, 3, 1, 2, 3], True),
        ([4, 18, 2, 27], False),
        ([5], False),
        ([3, 3, 3], False),
        ([1, 50, 100], False),
    ],
)
def test_numbers_that_count_on(values: list[int], expected: bool) -> None:
    assert counts_on(values) is expected


def test_arcs_whose_names_change_are_one_strand() -> None:
    arcs = ["Gestation", "Insinuation", "Agitation"]
    titles = [f"{arc} {place}.{part}" for place, arc in enumerate(arcs, 1) for part in range(1, 6)]
    assert [strand.members for strand in braid(titles)] == [tuple(range(15))]


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_titles_are_divided_without_loss(titles: list[str]) -> None:
    members = [index for strand in braid(titles) for index in strand.members]
    assert len(members) == len(set(members))
    assert all(0 <= index < len(titles) for index in members)


def test_a_contents_list_keeps_its_unnumbered_parts_and_a_blog_does_not() -> None:
    listed = rows("Chapter 1", "Chapter 2", "The Lighthouse", "Chapter 3", "Chapter 4")
    assert len(serials_in(listed)[0].rows) == 5
    assert len(serials_in(listed, mixed=True)[0].rows) == 4


def test_what_no_serial_claims_and_what_recurs() -> None:
    listed = rows("Part 1", "Part 2", "Part 3", "Notes: a", "Notes: b", "Notes: c", "A lamp")
    assert [row.title for row in unclaimed(listed, serials_in(listed, mixed=True))] == ["A lamp"]


def test_addresses_that_say_whose_contents_they_are() -> None:
    parts = [Row(f"{BASE}/works/41802/episodes/{n}", title) for n, title in enumerate(["Rain", "Wind", "Snow"])]
    assert own_contents(f"{BASE}/works/41802", parts) is not None
    assert own_contents(f"{BASE}/works/99999", parts) is None
    dated = [Row(f"{BASE}/2015/06/{n}.html", "x") for n in range(5)]
    assert own_contents(f"{BASE}/2015/06/", dated) is None


# --- rows --------------------------------------------------------------------------------------------------------


def test_rows_join_by_page_and_fill_each_other() -> None:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    both = joined([Row("http://www.sample.example/1/", "One"), Row(f"{BASE}/1", "1", day, id="7")])
    assert both == [Row("http://www.sample.example/1/", "One", day, id="7")]


def test_dates_say_which_way_a_list_runs() -> None:
    days = [datetime(2020, 1, day, tzinfo=UTC) for day in (3, 2, 1)]
    falling = [Row(f"{BASE}/{n}", "x", day) for n, day in enumerate(days)]
    assert runs_backwards(falling) is True
    assert runs_backwards(falling[::-1]) is False
    assert runs_backwards(rows("a", "b", "c")) is None
    assert common_folders(falling) == ("sample.example",)


# --- pagers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "there", "number"),
    [
        ("/", "/page/2/", 2),
        ("/page/2/", "/page/3/", 3),
        ("/page/2/", "/", 1),
        ("/cat/novel/", "/cat/novel/2/", 2),
        ("/cat/foo.html", "/cat/foo2.html", 2),
        ("/cat/foo3.html", "/cat/foo.html", 1),
        ("/", "/index2.html", 2),
        ("/list?cat=3", "/list?cat=3&page=2", 2),
        ("/b?start=0", "/b?start=20", 3),
        ("/entrylist.html", "/entrylist-2.html", 2),
    ],
)
def test_addresses_of_further_pages(here: str, there: str, number: int) -> None:
    assert varies(BASE + here, BASE + there, number)


@pytest.mark.parametrize(("here", "there"), [("/", "/about/"), ("/a/1/", "/b/2/"), ("/list", "/list/archive/x")])
def test_addresses_that_are_no_further_pages(here: str, there: str) -> None:
    assert not varies(BASE + here, BASE + there)
    assert not varies(BASE + "/", "https://other.example/page/2/")


def test_a_pager_by_numbers_words_and_relations() -> None:
    found = pager(
        page(
            "<main><p><a href='/list/page/2/'>2</a> <a href='/list/page/9/'>9</a> <a class=next href='/list/page/2/'>Older posts</a></p></main>"
        )
    )
    assert found.numbered == {2: f"{BASE}/list/page/2/", 9: f"{BASE}/list/page/9/"}
    assert found.following == f"{BASE}/list/page/2/"
    declared = pager(
        page("<link rel=next href='/list/page/3/'><link rel=prev href='/list/'><p>x</p>", f"{BASE}/list/page/2/")
    )
    assert (declared.following, declared.preceding) == (f"{BASE}/list/page/3/", f"{BASE}/list/")
    assert page_number(f"{BASE}/list/page/12/") == 12


def test_the_pager_is_no_part_of_the_list() -> None:
    body = (
        "<main>"
        + "".join(f"<h2><a href='/p/{n}'>Part {n} of it</a></h2>" for n in range(9, 4, -1))
        + "<div class=pagination>"
        + "".join(f"<a href='/list/page/{n}/'>{n}</a>" for n in range(2, 6))
        + "</div></main>"
    )
    best = listings(page(body))[0]
    assert [row.title for row in best.rows] == [f"Part {n} of it" for n in range(9, 4, -1)]


def test_a_calendar_is_no_list_of_episodes() -> None:
    months = "".join(f"<a href='?date=2015{n:02}'>{n:02}</a> | " for n in range(1, 13))
    days = "".join(f"<td><a href='?date=201503{n:02}'>{n}</a></td>" for n in range(1, 31))
    assert listings(page(f"<div>{months}</div><table><tr>{days}</tr></table>")) == []


# --- roles -------------------------------------------------------------------------------------------------------


def link(text: str, *, region: str = "main", before: str = "", hint: str = "", rel: tuple[str, ...] = ()) -> Link:
    return Link(f"{BASE}/x", text, 1, ">p>a", region, 0, -1, "", rel, before, "", hint)


@pytest.mark.parametrize(
    ("one", "role"),
    [
        (link("次の話 →"), "next"),
        (link("＜前へ"), "previous"),
        (link("[もくじ]"), "contents"),
        (link("Next Chapter »"), "next"),
        (link("다음 화"), "next"),
        (link("上一章"), "previous"),
        (link("« The Red Door"), "previous"),
        (link("The Blue Door »"), "next"),
        (link("Next: The Blue Door"), "next"),
        (link("A title", before="下一篇: "), "next"),
        (link("A title", rel=("prev",)), "previous"),
        (link("A title", hint="nav-next"), "next"),
        (link("アーカイブ"), "archive"),
        (link("Home", region="nav"), "home"),
    ],
)
def test_links_say_what_they_lead_to(one: Link, role: str) -> None:
    found = role_of(one)
    assert found is not None
    assert found[0] == role


def test_a_title_is_no_role() -> None:
    assert role_of(link("The next day")) is None
    assert role_of(link("")) is None


def test_words_in_the_text_are_trusted_more_than_a_themes() -> None:
    found = steps(page("<link rel=next href='/theme'><main><p><a href='/text'>Next chapter</a></p></main>"))
    assert [step.url for step in of_role(found, "next")] == [f"{BASE}/text", f"{BASE}/theme"]


def test_the_topic_that_the_title_names_comes_first() -> None:
    body = "<main><h1>The Lamp – 12</h1><a rel=tag href='/tag/letters'>letters</a> <a rel='category tag' href='/category/diary'>Diary</a> <a rel='category tag' href='/category/lamp'>The Lamp</a></main>"
    assert [topic.name for topic in topics(page(body))] == ["The Lamp", "letters", "Diary"]


# --- contents ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "clue", "expected"),
    [
        (["灯 – 1", "灯 – 2", "灯 – 3"], "", "灯"),
        (["Chapter 1", "Chapter 2", "Chapter 3"], "The Lamp – Table of Contents", "The Lamp"),
        (["1", "2", "3"], "『灯の守り手』全話まとめ", "灯の守り手"),
        (["“灯” が消える前のはなし – 1", "“灯” が消える前のはなし – 2"], "灯", "灯"),
    ],
)
def test_the_serials_title(titles: list[str], clue: str, expected: str) -> None:
    assert name_serial(rows(*titles), Clues(titles=[clue] if clue else [])).text == expected


def test_a_final_note_beside_the_last_link_completes_a_serial() -> None:
    listed = rows("A 1", "A 2", "A 3")
    noted = [*listed[:2], Row(listed[2].url, "A 3", note="2009年12月7日最終回!!")]
    assert assemble(BASE, listed, Clues()).contents.status is Status.ONGOING
    assert assemble(BASE, noted, Clues()).contents.status is Status.COMPLETE


def test_a_late_post_is_put_in_its_place_by_its_number() -> None:
    days = [1, 2, 3, 4, 5, 6, 7]
    titles = ["A 1", "A 2", "A 4", "A 5", "A 3", "A 6", "A 7"]
    listed = [
        Row(f"{BASE}/{n}", title, datetime(2020, 1, day, tzinfo=UTC))
        for n, (title, day) in enumerate(zip(titles, days, strict=True))
    ]
    assert [episode.number for episode in assemble(BASE, listed[::-1], Clues()).contents.episodes] == [
        str(n) for n in range(1, 8)
    ]


def test_an_anchor_holds_by_address_or_by_titles() -> None:
    serial = serials_in(rows("Lamp 1", "Lamp 2", "Lamp 3"))[0]
    assert serial.holds(Anchor(frozenset({"sample.example/p/1"})))
    assert serial.holds(Anchor(titles=frozenset({"lamp1", "lamp2"})))
    assert not serial.holds(Anchor(titles=frozenset({"lamp1"})))


def test_wishes_reach_sub_domains() -> None:
    assert wish_of("https://ncode.syosetu.com/n1/") is not None
    assert wish_of("https://sample.example/") is None
