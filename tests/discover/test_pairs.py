"""Neighbours told by their place, by days in addresses, and by words of many languages."""

from __future__ import annotations

import pytest

from reader.discover.chain import of_role, steps
from reader.discover.facts import PageFacts, read_facts
from reader.discover.pairs import by_days, day_of
from tests.discover.webs import PROSE, Web, page

HERE = "https://tales.example/2015/03/05/third/"
EARLIER, LATER = "https://tales.example/2015/03/01/second/", "https://tales.example/2015/03/09/fourth/"


def roles(body: str, url: str = HERE) -> dict[str, str]:
    """The most trusted next and previous of a page with this body."""
    web = Web({url: page("Third", f"<main><article><h1>Third</h1><p>{PROSE}</p></article>{body}</main>")})
    facts = read_facts(web.fetch(url))
    assert isinstance(facts, PageFacts)
    found = steps(facts)
    return {role: step.url for role in ("previous", "next") for step in of_role(found, role)[:1]}


def pair(first: str, second: str, box: str = "nav") -> str:
    return (
        f'<nav class="{box}"><div class="{box}"><a href="{first}">The red umbrella</a></div>'
        f'<div class="{box}"><a href="{second}">The seventh lamp</a></div></nav>'
    )


@pytest.mark.parametrize("box", ["post-navigation", "nav-links", "article_next_prev_post", "prev-next", "pager"])
def test_two_titles_in_a_box_for_neighbours(box: str) -> None:
    body = pair("https://tales.example/a/", "https://tales.example/b/", box)
    assert roles(body, "https://tales.example/c/") == {
        "previous": "https://tales.example/a/",
        "next": "https://tales.example/b/",
    }


def test_days_in_addresses_decide_which_is_which() -> None:
    wanted = {"previous": EARLIER, "next": LATER}
    assert roles(pair(EARLIER, LATER, "post-navigation")) == wanted
    assert roles(pair(LATER, EARLIER, "post-navigation")) == wanted
    assert roles(f'<div class="nav-links"><a href="{LATER}">The seventh lamp</a></div>') == {"next": LATER}


def test_a_box_of_another_kind_and_a_box_of_many_say_nothing() -> None:
    assert roles(pair(EARLIER, LATER, "gallery")) == {}
    assert (
        roles(pair(EARLIER, LATER, "nav-links") + f'<p class="nav-links"><a href="{HERE}x">Another one</a></p>') == {}
    )
    assert roles('<div class="nav-links"><a href="https://tales.example/lone/">The seventh lamp</a></div>') == {}


def test_an_arrow_against_the_days_is_turned_round() -> None:
    assert roles(f'<p>← <a href="{LATER}">The seventh lamp</a></p><p><a href="{EARLIER}">Umbrella</a> →</p>') == {
        "previous": EARLIER,
        "next": LATER,
    }
    # Words are believed whatever the days say.
    assert roles(f'<p><a href="{LATER}">Previous chapter</a></p>') == {"previous": LATER}


@pytest.mark.parametrize(
    ("classes", "role"),
    [
        ("old-title pager2", "previous"),
        ("new-title pager2", "next"),
        ("pager left", "previous"),
        ("pager right", "next"),
    ],
)
def test_classes_of_themes(classes: str, role: str) -> None:
    assert roles(f'<p class="{classes}"><a href="https://tales.example/x/">Umbrella</a></p>') == {
        role: "https://tales.example/x/"
    }


def test_days_of_different_kinds_do_not_compare() -> None:
    assert day_of("https://a.example/2015/03/05/x") == ("2015", "03", "05")
    assert day_of("https://a.example/2015-03-05-x.html") == ("2015", "03", "05")
    assert day_of("https://a.example/20150305.html") == ("2015", "03", "05")
    assert day_of("https://a.example/2015/13/x") == ()
    assert by_days("https://a.example/2015/03/x", "https://a.example/2015/03/05/x") == ""
    assert by_days(HERE, HERE) == ""


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Următorul", "next"),
        ("Capitolul anterior", "previous"),
        ("Επόμενο κεφάλαιο »", "next"),
        ("Következő fejezet", "next"),
        ("الفصل التالي", "next"),
        ("הפרק הקודם", "previous"),
        ("Bab selanjutnya", "next"),
        ("Попередній розділ", "previous"),
        ("Chương tiếp theo", "next"),
        ("⇠ Older", "previous"),
        ("अगला भाग", "next"),
        ("Další kapitola", "next"),
    ],
)
def test_words_of_many_languages(text: str, role: str) -> None:
    assert roles(f'<p><a href="https://tales.example/x/">{text}</a></p>') == {role: "https://tales.example/x/"}
