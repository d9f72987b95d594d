"""Serials that lie on this machine, followed by path."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Tsuzuki

LINE = "潮が満ちるまで、灯台守は階段に腰をおろして待った。"


def test_a_folder_is_followed_and_grows(tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    folder = tmp_path / "灯台"
    folder.mkdir()
    for number in (1, 2):
        (folder / f"第{number}話.txt").write_text(f"{number}。{LINE * 5}\n", "utf-8")
    added = tsuzuki("add", folder, "--json").document
    assert added["serial"]["title"] == "灯台"
    assert [(one["number"], one["saved"], one["origin"]) for one in added["episodes"]] == [
        ("1", True, "file"),
        ("2", True, "file"),
    ]
    tsuzuki("mark", "1", "1", "read")
    (folder / "第3話.txt").write_text(f"3。{LINE * 5}\n", "utf-8")
    (folder / "第2話.txt").write_text(f"2。{LINE * 6}\n", "utf-8")
    outcome = tsuzuki("update", "--all", "--json").document["serials"][0]
    assert (outcome["new"], outcome["revised"], outcome["error"]) == (1, 1, None)
    episodes = tsuzuki("show", "1", "--json").document["episodes"]
    assert [(one["position"], one["state"]) for one in episodes] == [(1, "read"), (2, "unread"), (3, "unread")]
    assert tsuzuki("cat", "1", "3").out.rstrip().endswith(f"3。{LINE * 5}")


def test_a_dry_run_shows_a_book(tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    book = tmp_path / "book.txt"
    book.write_text(
        f"灯台\n潮見 さよ\n\n上［＃「上」は大見出し］\n{LINE * 20}\n下［＃「下」は大見出し］\n{LINE * 20}\n", "cp932"
    )
    shown = tsuzuki("add", book, "--dry-run")
    assert shown.status == 0
    assert "灯台, by 潮見 さよ" in shown.out
    assert "2 episodes, complete" in shown.out


def test_a_path_to_nothing_is_told(tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    answer = tsuzuki("add", tmp_path / "absent")
    assert answer.status == 2
    assert "nothing lies there" in answer.err
