# ruff: noqa: E501 - markup stands in one line
"""The state machine itself: its questions, its budget, and what it imports."""

from __future__ import annotations

import subprocess
import sys

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.discover.plan import Ask, Discovery
from reader.errors import TsuzukiError
from reader.model import Choices, Discovered
from tests.discover.webs import NOW, Web, page

BASE = "https://maze.example"
WORDS = (
    "Next",
    "Previous",
    "Contents",
    "Part 1",
    "Part 2",
    "Part 3",
    "Part 7",
    "2",
    "3",
    "Older posts",
    "目次",
    "次へ",
    "Archive",
    "Home",
    "Notes: a lamp",
)


def test_planning_brings_no_parser() -> None:
    code = "import sys, reader.discover.plan; print([name for name in ('lxml', 'feedparser', 'httpx', 'sqlite3') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_answers_may_come_in_any_order_and_questions_are_repeated_until_then() -> None:
    parts = "".join(f'<li><a href="/s/page/{n}/">{n}</a></li>' for n in (2, 3))
    web = Web()
    for number in (1, 2, 3):
        rows = "".join(f'<h2><a href="/e{n}">Part {n} of it</a></h2>' for n in range(number * 5 - 4, number * 5 + 1))
        web.pages[f"{BASE}/s/" + (f"page/{number}/" if number > 1 else "")] = page(
            "S", f"<main>{rows}<ul class=pagination>{parts}</ul></main>"
        )
    discovery = Discovery(f"{BASE}/s/", now=NOW)
    while isinstance(answer := discovery.next(), Ask):
        assert discovery.next() == answer
        for fetch in reversed(answer.fetches):
            discovery.take(fetch, web.answer(fetch))
    assert isinstance(answer, Discovered)
    assert [episode.number for episode in answer.contents.episodes] == [str(n) for n in range(1, 16)]
    assert discovery.next() is answer
    assert discovery.fetched == 3
    assert discovery.notes


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(WORDS)), max_size=12), min_size=1, max_size=10),
    st.integers(1, 20),
)
def test_any_maze_of_links_ends_within_the_budget(maze: list[list[tuple[int, str]]], budget: int) -> None:
    web = Web()
    for place, links in enumerate(maze):
        web.pages[f"{BASE}/{place}"] = page(
            f"Part {place}", "<main>" + "".join(f'<p><a href="/{to}">{word}</a></p>' for to, word in links) + "</main>"
        )
    try:
        result = web.discover(f"{BASE}/0", budget=budget)
    except TsuzukiError:
        result = None
    assert len(web.asked) <= budget
    assert len(web.asked) == len(set(web.asked))
    if isinstance(result, Discovered):
        addresses = [episode.url for episode in result.contents.episodes]
        assert len(addresses) == len(set(addresses))
        assert result.evidence
    else:
        assert result is None or isinstance(result, Choices)
