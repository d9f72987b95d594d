"""The shelf from the shell: asked, sorted, edited, put away."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from reader.cli.arguments import SORTS, STATUSES, parser, with_negations
from reader.cli.completion import script
from reader.model import Status
from reader.orders import ORDERS

if TYPE_CHECKING:
    from reader.demo.web import SampleWeb

    from .conftest import Tsuzuki


@pytest.fixture
def two(followed: Tsuzuki, web: SampleWeb) -> Tsuzuki:
    assert followed("--quiet", "add", web.post_url, "--no-fetch").status == 0
    return followed


def listed(call: Tsuzuki, *words: str) -> list[int]:
    answer = call("list", *words, "--json")
    assert answer.status == 0, answer.out
    return [one["id"] for one in answer.document["serials"]]


def first(call: Tsuzuki, *words: str) -> Any:
    return call("list", *words, "--json").document["serials"][0]


def test_the_tables_of_words_are_those_of_the_program() -> None:
    assert set(SORTS) == set(ORDERS)
    assert set(STATUSES) == set(Status)


def test_the_shelf_is_asked_and_sorted(two: Tsuzuki) -> None:
    assert listed(two) == [1, 2]
    assert listed(two, "missing") == [2]
    assert listed(two, "-missing") == [1]
    assert listed(two, "complete", "or", "plot") == [1, 2]
    assert listed(two, "--sort", "episodes") == [2, 1]
    assert listed(two, "--sort", "episodes", "--reverse") == [1, 2]
    assert listed(two, "--sort", "added", "-complete") == [1]
    nothing = two("list", "tag:none")
    assert (nothing.status, nothing.out) == (0, "")
    assert "Nothing on the shelf answers" in nothing.err
    wrong = two("list", "autor:x", "--json")
    assert wrong.status == 2
    assert "author" in wrong.document["error"]["hint"]
    assert two("list", "--sort", "colour").status == 2


def test_serials_are_edited_and_each_step_is_undone(two: Tsuzuki) -> None:
    answer = two("edit", "1", "--title", "Mine", "--author", "A. Nother", "--status", "complete", "--tag", "Sea, b")
    assert answer.status == 0
    assert answer.err.strip() == "“Mine”, by A. Nother, complete, #b, #sea"
    edited = two("edit", "1", "2", "--untag", "b", "--tag", "long", "--json").document["serials"]
    assert [one["tags"] for one in edited] == [["long", "sea"], ["long"]]
    one = first(two, "tag:sea")
    assert (one["title"], one["author"], one["status"]) == ("Mine", "A. Nother", "complete")
    assert "complete #long #sea" in two("list", "mine").out
    assert two("edit", "1", "--author", "").status == 0
    assert first(two, "id:1")["author"] is None
    for _ in range(7):
        two("undo")
    assert (first(two)["title"], first(two)["tags"]) == ("Plot Fourteen", [])


def test_what_cannot_be_edited_is_said_and_changes_nothing(two: Tsuzuki) -> None:
    assert "one title" in two("edit", "1", "2", "--title", "Both").err
    assert "nothing to edit" in two("edit", "1").err
    assert "at least one letter" in two("edit", "1", "--title", " ", "--tag", "x").err
    assert two("edit", "1", "--status", "lost").status == 2
    assert first(two)["tags"] == []


def test_what_is_put_away_is_found_when_asked_for(two: Tsuzuki) -> None:
    assert "is put away" in two("archive", "plot", "2").err
    assert "already" in two("archive", "1").err
    assert listed(two) == []
    assert "2 put away" in two("list").err
    assert listed(two, "archived") == listed(two, "all") == [1, 2]
    assert first(two, "archived")["archived_at"] is not None
    assert first(two, "archived")["next_check_at"] is None
    assert "put away" in two("list", "archived").out
    assert "Nothing is due" in two("update", "--all").err
    assert two("search", "plot").out
    assert "on the shelf again" in two("unarchive", "1").err
    assert "was not put away" in two("unarchive", "1").err
    assert listed(two) == [1]


def test_an_update_of_what_answers(two: Tsuzuki) -> None:
    def updated(*words: str) -> list[int]:
        return [one["serial"] for one in two("update", *words, "--json").document["serials"]]

    two("edit", "1", "--tag", "sea")
    assert updated("--all", "--only", "tag:sea") == [1]
    assert updated("--only", "tag:sea") == []
    assert updated("1", "2", "--only", "-tag:sea -missing") == []
    assert updated("--all", "--only", "tag:none") == []
    two("pause", "1")
    assert updated("--all", "--only", "tag:sea") == []
    assert updated("1", "--only", "tag:sea") == [1]
    assert two("update", "--only", "autor:x").status == 2


def test_a_minus_is_a_word_only_where_a_query_is_meant() -> None:
    assert with_negations(["--data", "d", "list", "-tag:x", "--json"]) == [
        "--data",
        "d",
        "list",
        "not",
        "tag:x",
        "--json",
    ]
    assert with_negations(["export", "-o", "list", "-unread"]) == ["export", "-o", "list", "not", "unread"]
    assert with_negations(["search", "-unread"]) == ["search", "-unread"]
    assert with_negations(["-x"]) == ["-x"]
    assert parser().parse_args(with_negations(["export", "-unread", "-olist.md"])).words == ["not", "unread"]


def test_bash_completes_query_words_and_tags() -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash on this machine")
    tags = 'tsuzuki() { printf "tag:sea\\ntag:slow\\n"; }\n'
    ask = 'COMP_WORDS=({}); COMP_CWORD={}; COMP_LINE="${{COMP_WORDS[*]}}"; _tsuzuki; echo "${{COMPREPLY[@]}}"'
    for words, at, expected in (
        ("tsuzuki list unr", 2, "unread"),
        ("tsuzuki list tag:s", 2, "sea slow"),
        ("tsuzuki export --format", 2, "--format"),
    ):
        done = subprocess.run(
            [bash, "-c", tags + script("bash") + ask.format(words, at)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected


def test_completion_is_told_the_tags(two: Tsuzuki) -> None:
    two("edit", "1", "--tag", "sea,slow life")
    assert two("completion", "words").out.splitlines()[:3] == ["tag:sea", '"tag:slow life"', "unread"]
