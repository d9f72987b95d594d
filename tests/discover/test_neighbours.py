"""Links that lead to the next and the previous episode, in the words, numbers, arrows and images of many hands."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.addresses import resolve
from reader.cleaning import clean_line
from reader.discover.chain import of_role, steps
from reader.discover.facts import PageFacts, read_facts
from reader.discover.hrefs import Addresses
from reader.discover.linktext import plain_line
from reader.model import Resource
from tests.discover.webs import NOW, PROSE, page

BASE = "https://walk.example/novel/e05.html"
TEXT = f"<p>{PROSE}</p>" * 2


def ways(links: str, title: str = "Part 5") -> tuple[str, str]:
    """Where the first next and previous steps lead, by file name."""
    body = page(title, f"<h1>{title}</h1>{TEXT}{links}").encode()
    facts = read_facts(Resource(BASE, BASE, 200, {"content-type": "text/html; charset=utf-8"}, body, NOW))
    assert isinstance(facts, PageFacts)
    found = steps(facts)
    first = [next((step.url.rpartition("/")[2] for step in of_role(found, role)), "") for role in ("next", "previous")]
    return first[0], first[1]


@pytest.mark.parametrize(
    ("onward", "back"),
    [
        ("Next Article", "Previous Article"),
        ("nächster Beitrag", "Vorheriger Beitrag"),
        ("Article suivant", "Article précédent"),
        ("NEXT CHAPTER: The Door", "PREVIOUS CHAPTER: The Key"),
        ("Next Post The Door", "Previous Post The Key"),
        ("Part 6 →", "← Part 4"),
        ("Go to part 6", "Back to part 4"),
        ("第六話へ", "第四話へ戻る"),
        ("6へ進む", "4へ戻る"),
        ("その六へ", "その四へ"),
        ("6화로 가기", "4화로 가기"),
        ("The Door »", "« The Key"),
        ('<img src="img/next.gif">', '<img src="img/back.gif" alt="前へ">'),
        ('<img src="btn_tsugi.png">', '<img src="btn_mae.png">'),
    ],
)
def test_words_numbers_arrows_and_buttons_name_the_neighbours(onward: str, back: str) -> None:
    links = f'<p><a href="a1.html">{back}</a> <a href="b2.html">{onward}</a></p>'
    assert ways(links, "Part 5" if onward.isascii() else "第五話") == ("b2.html", "a1.html")


def test_arrows_that_stand_outside_the_links_name_the_neighbours() -> None:
    links = '<div>« <a href="a1.html">The Key</a></div><div><a href="b2.html">The Door</a> »</div>'
    assert ways(links) == ("b2.html", "a1.html")


@pytest.mark.parametrize(
    "links",
    [
        '<div class="breadcrumb"><a href="/">Home</a> » <a href="/c">Fiction</a> » Part 5</div>',
        '<p><a href="/2015/03/">« Mar</a> <a href="/2015/05/">May »</a></p>',
        "".join(f'<p><a href="/p{n}">Read more →</a></p>' for n in range(5)),
        "".join(f'<p><a href="/menu{n}">Dishes {n} →</a></p>' for n in range(5)),
        "".join(f'<li><a href="/p{n}">第{n}話</a></li>' for n in range(1, 9)),
        '<p><a href="/a" class="prev-next-box">Something</a></p>',
        '<p><a href="/e05.html?page=2">2</a> <a href="/e05.html?page=6">Page 6</a></p>',
        '<p><a href="/r">Room 6 of the house, a long way off</a></p>',
    ],
)
def test_crumbs_months_menus_and_lists_are_no_neighbours(links: str) -> None:
    assert ways(links) == ("", "")


def test_a_lone_arrow_is_believed_less_than_a_class() -> None:
    assert ways('<a href="join.html">Subscribe »</a> <a class="nav-next" href="b2.html">The Door</a>')[0] == "b2.html"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(5, 50))
@example("0\x1f0", 5)
def test_the_short_way_to_a_line_is_the_long_way(text: str, limit: int) -> None:
    assert plain_line(text, limit) == clean_line(text, limit)


@given(
    st.sampled_from(
        [
            "https://a.example",
            "https://a.example/",
            "https://a.example/x/y.html?q=/1#f",
            "http://a.example/x/",
            "https://a.example?q=1",
            "HTTPS://a.example/x//y/../z;p",
        ]
    ),
    st.one_of(
        st.text(alphabet="abz09/.?=&%:#-_~;@*(,!+ ", max_size=20),
        st.lists(
            st.sampled_from(
                ["http://", "//", "/", "../", "./", "b.example", "javascript:", "mailto:", "x", "#a", "?q=1"]
            )
        ).map("".join),
    ),
)
@example("https://a.example/", "https://b.example/x;")
@example("https://a.example/x/y.html", "../../z/")
def test_the_short_way_to_an_address_is_the_long_way(base: str, link: str) -> None:
    assert Addresses(base).resolve(link) == resolve(base, link)
