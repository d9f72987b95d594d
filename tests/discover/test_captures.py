"""Which archived addresses may be episodes, in which order, and how they are called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from reader.addresses import canonical
from reader.discover.captures import Captured, candidates, contents_of, folders, named_by_address, natural
from reader.discover.facts import PageFacts
from reader.errors import NotASerial

DAY = datetime(2010, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://a.example/tales/", ["a.example/tales/", "a.example/"]),
        ("http://a.example/tales", ["a.example/tales", "a.example/"]),
        ("http://a.example/~me/n/toc.html", ["a.example/~me/n/", "a.example/~me/", "a.example/"]),
        ("http://a.example", ["a.example/"]),
        ("http://a.example/novel.cgi?list=1", ["a.example/"]),
    ],
)
def test_where_to_look(url: str, expected: list[str]) -> None:
    assert folders(url) == expected


def test_what_may_be_an_episode() -> None:
    urls = [
        *(f"http://a.example/n/{number}.html" for number in (10, 2, 1)),
        "http://a.example/n/2.html?utm_source=x",
        "http://a.example/n/index.html",
        "http://a.example/n/about.html",
        "http://a.example/n/cover.jpg",
        "http://a.example/",
        "http://a.example/tag/river/",
        "http://a.example/n/page/2/",
        "http://a.example/?s=river",
        "http://a.example/feed.xml",
    ]
    found = candidates([Captured(url, DAY + timedelta(days=at)) for at, url in enumerate(urls)])
    assert [one.url for one in found] == [f"http://a.example/n/{number}.html" for number in (1, 2, 10)]
    assert candidates([]) == []
    assert candidates([Captured("http://a.example/logo.png", DAY)]) == []


def test_addresses_stand_as_their_numbers_count() -> None:
    urls = ["http://a.example/v1/2.html", "http://a.example/v1/10.html", "http://a.example/v2/1.html"]
    for some in permutations(urls):
        assert sorted(some, key=natural) == urls


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("http://a.example/n/chapter-12.html", "Chapter 12"),
        ("http://a.example/n/the_lamp/", "The lamp"),
        ("http://a.example/novel.cgi?id=7", "7"),
        ("http://a.example/%E7%AC%AC3%E8%A9%B1", "第3話"),
        ("http://a.example/", "a.example"),
    ],
)
def test_names_for_pages_that_were_not_read(url: str, title: str) -> None:
    assert named_by_address(url) == title


def facts(url: str, title: str, **more: object) -> PageFacts:
    return PageFacts(url=url, asked=url, title=title, weight=900, **more)  # type: ignore[arg-type]


def contents(*pages: PageFacts, whole: bool = True) -> tuple[list[str], list[str]]:
    captured = [Captured(page.url, DAY - timedelta(days=at)) for at, page in enumerate(pages)]
    found = contents_of("http://a.example/", captured, {canonical(page.url): page for page in pages}, whole=whole)
    return [one.title for one in found.contents.episodes], list(found.warnings)


def test_without_any_number_the_first_captures_decide() -> None:
    titles, warnings = contents(*(facts(f"http://a.example/{word}", word.title()) for word in ("low", "tide", "bell")))
    assert titles == ["Bell", "Tide", "Low"]
    assert any("their first captures" in one for one in warnings)


def test_the_site_s_name_is_no_part_of_a_title() -> None:
    pages = [facts(f"http://a.example/{n}", f"Salt - part {n} | River tales") for n in (2, 1, 3)]
    assert contents(*pages)[0] == ["Salt - part 1", "Salt - part 2", "Salt - part 3"]
    pages = [facts(f"http://a.example/{n}", f"River tales » {word}") for n, word in ((1, "Lamp"), (2, "Coat"))]
    titles, warnings = contents(*pages)
    assert titles == ["Lamp", "Coat"]
    assert any("the numbers in the addresses" in one for one in warnings)


def test_headings_that_name_the_work_alone_are_not_titles() -> None:
    pages = [facts(f"http://a.example/{n}", f"Part {n}", name="The high water") for n in (1, 2, 3, 4)]
    assert contents(*pages)[0] == ["Part 1", "Part 2", "Part 3", "Part 4"]


def test_pages_without_a_text_are_no_episodes() -> None:
    pages = [facts(f"http://a.example/{n}", f"Part {n}") for n in (1, 2, 3)]
    empty = [
        PageFacts(url="http://a.example/4", asked="", title="Part 4", weight=3),
        facts("http://a.example/5", "Part 5", trouble="a login page"),
    ]
    assert contents(*pages, *empty)[0] == ["Part 1", "Part 2", "Part 3"]
    with pytest.raises(NotASerial) as caught:
        contents(pages[0], *empty)
    assert caught.value.hint
    # Where not all were read, the others count as well.
    assert contents(*pages, *empty, whole=False)[0] == ["1", "2", "3"]
