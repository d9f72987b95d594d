"""``tsuzuki search`` as a reader calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.cli.output import Output
from reader.cli.run import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Tsuzuki

TEXTS = {
    "01 河口.txt": "　河口の町では、朝の鐘が二度鳴る。\n　二度めは誰も数えない。\n",
    "02 橋.txt": (
        "　橋の上で、ナギは鐘を待った。カモメが三羽、欄干にならんでいた。\n　鐘は鳴らなかった。\n"
        "　鐘のかわりに、風が鳴った。\n　鐘は、もうなかった。\n"
    ),
    "03 Letter.txt": "The bell was sold in March, and nobody in the harbour office would say to whom.\n",
}


@pytest.fixture
def shelf(tsuzuki: Tsuzuki, tmp_path: Path) -> Tsuzuki:
    """One serial from texts on this machine."""
    folder = tmp_path / "河口の鐘"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, "utf-8")
    assert tsuzuki("add", "--yes", folder).status == 0
    return tsuzuki


def test_titles_come_first_then_places_with_what_stands_around_them(shelf: Tsuzuki) -> None:
    lines = shelf("search", "鐘").out.splitlines()
    assert lines[0] == "河口の鐘"
    assert lines[1].split() == ["1", "河口の鐘"]
    assert lines[2].split(maxsplit=2)[:2] == ["2", "1"]
    assert "河口の町では、朝の鐘が二度鳴る。" in lines[2]
    assert len(lines) == 6  # the title, one place in the first part, three in the second


def test_every_place_of_an_episode_when_asked(shelf: Tsuzuki) -> None:
    assert len(shelf("search", "--every", "鐘").out.splitlines()) == 7


def test_json_names_the_place(shelf: Tsuzuki) -> None:
    found = shelf("search", "--json", "カモメ").document
    (hit,) = found["hits"]
    assert found["query"] == "カモメ"
    assert hit["episode"]["position"] == 2
    assert hit["where"] == "text"
    assert hit["snippet"][hit["start"] : hit["end"]] == "カモメ"
    assert hit["place"]["offset"] == TEXTS["02 橋.txt"].index("カモメ")


def test_kana_are_alike_when_asked(shelf: Tsuzuki) -> None:
    assert shelf("search", "かもめ").out == ""
    assert "カモメ" in shelf("search", "--kana", "かもめ").out


def test_nothing_found_is_said_and_no_failure(shelf: Tsuzuki) -> None:
    answer = shelf("search", "どこにもない")
    assert (answer.status, answer.out) == (0, "")
    assert "どこにもない" in answer.err


def test_words_stand_side_by_side_or_in_one_paragraph(shelf: Tsuzuki) -> None:
    assert "sold in March" in shelf("search", "sold", "in").out
    assert "sold in March" in shelf("search", "harbour", "sold").out


def test_the_limit_is_told_and_checked(shelf: Tsuzuki) -> None:
    answer = shelf("search", "--limit", "2", "鐘")
    assert len(answer.out.splitlines()) == 3
    assert "--limit 0" in answer.err
    assert shelf("search", "--limit", "-1", "鐘").status == 2


def test_only_in_one_serial(shelf: Tsuzuki, tmp_path: Path) -> None:
    other = tmp_path / "時計"
    other.mkdir()
    (other / "1.txt").write_text("時計には鐘がある。\n", "utf-8")
    (other / "2.txt").write_text("時計は止まった。\n", "utf-8")
    assert shelf("add", "--yes", other).status == 0
    assert "時計" in shelf("search", "鐘").out
    assert "時計" not in shelf("search", "--in", "河口", "鐘").out


def test_opening_needs_a_terminal(shelf: Tsuzuki) -> None:
    assert shelf("search", "--open", "1", "鐘").status == 2


@pytest.mark.usefixtures("shelf")
def test_opens_at_the_exact_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("reader.cli.searching.require_terminal", lambda _: None)
    opened: list[tuple[object, ...]] = []
    base = ["--data", str(tmp_path / "data"), "search", "カモメ", "--open"]
    assert run([*base, "1"], lambda _, *place: opened.append(place)) == 0
    assert [place[2] for place in opened] == [(0, TEXTS["02 橋.txt"].index("カモメ"))]
    assert run([*base, "7"], lambda _, *place: opened.append(place)) == 2
    assert "no hit 7" in capsys.readouterr().err
    assert len(opened) == 1


def test_what_was_found_stands_out_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    with (tmp_path / "out").open("w+", encoding="utf-8") as stream:
        monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
        output = Output(out=stream)
        output.marked("1 ", "あ\x1b[31m", "鐘", "い")
        monkeypatch.setenv("NO_COLOR", "1")
        output.marked("1 ", "あ", "鐘", "い")
        stream.seek(0)
        first, second = stream.read().splitlines()
    assert first == "1 あ[31m\x1b[1;4m鐘\x1b[0mい"
    assert second == "1 あ鐘い"
