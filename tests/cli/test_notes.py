"""``note`` and ``notes`` as a program or a person would call them."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Tsuzuki

FOG = "霧の朝、灯台の娘は窓をあけて沖を見る。船は来ない。"
LAMP = "灯は数を数えるようにまわり、波だけがそれに答えた。"
MAN = "見知らぬ男が坂をのぼってきて、鍵をくれと言った。"


@pytest.fixture
def fog(tsuzuki: Tsuzuki, tmp_path: Path) -> Tsuzuki:
    """A serial of three short texts, with one note of each kind."""
    work = tmp_path / "fog"
    work.mkdir()
    for number, lines in enumerate([(FOG, LAMP), (LAMP, MAN), (MAN, MAN)], 1):
        (work / f"{number}.txt").write_text("\n\n".join(lines), "utf-8")
    assert tsuzuki("add", work, "--title", "霧の灯", "--yes").status == 0
    assert tsuzuki("note", 1, 1, "--quote", "窓をあけて", "--words", "いつも？", "--color", "blue").status == 0
    assert tsuzuki("note", 1, 2, "--quote", LAMP).status == 0
    assert tsuzuki("note", 1, 2).status == 0
    assert tsuzuki("note", 1, 3, "--words", "同じ文が\n二度。").status == 0
    return tsuzuki


def test_notes_are_listed(fog: Tsuzuki) -> None:
    notes = fog("notes", "--json").document["notes"]
    told = [(one["position"], one["kind"], one["words"], one["color"], one["state"]) for one in notes]
    assert told == [
        (1, "note", "いつも？", "blue", "here"),
        (2, "highlight", None, "yellow", "here"),
        (2, "bookmark", None, None, "here"),
        (3, "note", "同じ文が\n二度。", None, None),
    ]
    assert notes[0]["quote"] == "窓をあけて"
    assert notes[0]["place"] == {"block": 0, "offset": FOG.index("窓")}
    title, *lines = fog("notes").out.splitlines()
    assert title == "霧の灯"
    assert [line.split()[1:3] for line in lines] == [[str(one[0]), one[1]] for one in told]
    assert "“窓をあけて” いつも？" in lines[0]
    assert fog("notes", "霧", "--json").document["notes"] == notes


def test_they_go_into_files(fog: Tsuzuki, tmp_path: Path) -> None:
    shown = fog("notes", "--format", "markdown").out
    assert shown.startswith("# 霧の灯\n\n## 1\n\n> 窓をあけて\n\nいつも？\n\n*(note, ")
    for shape in ("markdown", "json", "text"):
        target = tmp_path / f"notes.{shape}"
        assert fog("notes", "--format", shape, "-o", target).status == 0
        text = target.read_text("utf-8")
        if shape == "json":
            assert json.loads(text) == fog("notes", "--json").document
        elif shape == "markdown":
            assert text == shown
        else:
            assert [line.count("\t") for line in text.splitlines()] == [0, 5, 5, 5, 5]


def test_steps_are_taken_back_and_told(fog: Tsuzuki) -> None:
    assert "taken back: “霧の灯”: note added" in fog("undo").err
    assert len(fog("notes", "--json").document["notes"]) == 3
    first = fog("notes", "--json").document["notes"][0]["id"]
    assert fog("notes", "--remove", first[:6].upper()).status == 0
    assert len(fog("notes", "--json").document["notes"]) == 2
    assert fog("undo").status == 0
    told = fog("history", "--json").document["history"]
    assert [(one["state"], one["words"]) for one in told] == [
        ("note", "いつも？"),
        ("highlight", LAMP),
        ("bookmark", f"{LAMP}  {MAN}"[:40].replace("  ", " ") + "…"),
    ]
    assert f"2 “2” highlight: {LAMP}" in fog("history").out


def test_a_note_made_anew_is_told_once(fog: Tsuzuki) -> None:
    made = fog("note", 1, 1, "--words", "長い。", "--json").document["note"]
    assert (made["kind"], made["words"], made["position"]) == ("note", "長い。", 1)
    assert fog("notes", "--remove", made["id"]).status == 0
    assert [one["state"] for one in fog("history", "--json").document["history"]] == [
        "note",
        "highlight",
        "bookmark",
        "note",
    ]


def test_words_come_from_stdin(fog: Tsuzuki, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("一行目\n二行目\n"))
    assert fog("note", 1, 1, "--words", "-", "--json").document["note"]["words"] == "一行目\n二行目"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("note", 1, 1, "--quote", "どこにもない"), "is not in this episode"),
        (("note", 1, 3, "--quote", "鍵を"), "stands 2 times in this episode"),
        (("note", 1, "1-2", "--words", "x"), "a note is about one episode"),
        (("note", 1, 9), "9"),
        (("notes", "--remove", "zz"), "there is no such note"),
        (("notes", "--remove", "0" * 32), "there is no such note"),
    ],
)
def test_what_cannot_be_is_told(fog: Tsuzuki, arguments: tuple[object, ...], told: str) -> None:
    answer = fog(*arguments)
    assert answer.status == 2
    assert told in answer.err
    assert len(fog("notes", "--json").document["notes"]) == 4


def test_a_quotation_as_a_search_would_find_it(fog: Tsuzuki) -> None:
    found = fog("note", 1, 1, "--quote", f"来ない。\n{LAMP[:6]}", "--json")
    assert found.status == 2  # a blank line stands between, and is a block
    assert fog("note", 1, 1, "--quote", "マドヲ", "--json").status == 2
    made = fog("note", 1, 2, "--quote", "クレト", "--json").document["note"]
    assert made["quote"] == "くれと"


def test_a_passage_that_was_edited_and_one_that_is_gone(fog: Tsuzuki, tmp_path: Path) -> None:
    work = tmp_path / "fog"
    (work / "1.txt").write_text(f"{LAMP}\n\n{MAN}", "utf-8")
    (work / "2.txt").write_text(f"{LAMP.replace('波', '海')}\n\n{MAN}", "utf-8")
    assert fog("update", "--all", "--texts").status == 0
    shown = {(one["kind"], one["state"]) for one in fog("notes", "--json").document["notes"]}
    assert shown == {("note", "gone"), ("note", None), ("bookmark", "doubtful"), ("highlight", "doubtful")}
    lines = fog("notes").out.splitlines()
    assert lines[1].endswith("gone from the text")
    assert "this passage is gone from the text" in fog("notes", "--format", "markdown").out


def test_an_empty_shelf_has_none(tsuzuki: Tsuzuki) -> None:
    answer = tsuzuki("notes")
    assert (answer.status, answer.out) == (0, "")
    assert "Nothing is marked yet" in answer.err
    assert tsuzuki("notes", "--json").document == {"notes": []}
