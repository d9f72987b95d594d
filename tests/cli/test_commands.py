"""The commands as a program would call them, over the sample web and a real library."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from reader.demo.web import SampleWeb
    from tests.cli.conftest import Tsuzuki

PAGE = """<html lang="ja"><head><title>月の階段 – 3</title></head><body><nav><a href="/">目次</a></nav><article>
<h1>月の階段 – 3</h1><p>｜ではなく<ruby>硝子<rt>がらす</rt></ruby>の踊り場で、彼女は靴を脱いだ。</p>
<p>「ここから先は、足音がするから」</p><p>十三段目だけが、きのうより低かった。数えまちがいではない。
毎晩、ひとつずつ、この階段は海に近づいている。</p></article><footer>© 2026</footer></body></html>"""


def test_a_pasted_post_becomes_a_serial(tsuzuki: Tsuzuki, web: SampleWeb) -> None:
    answer = tsuzuki("add", web.post_url, "--json")
    assert answer.status == 0, answer.err
    found = answer.document
    assert [one["url"] for one in found["episodes"]] == list(web.japanese_urls)
    assert [one["number"] for one in found["episodes"]] == [None, *map(str, range(1, 43))]
    assert found["serial"]["status"] == "complete"
    assert found["serial"]["counts"] == {"episodes": 43, "read": 0, "saved": 43, "missing": 0}
    assert all(one["saved"] and one["characters"] > 200 for one in found["episodes"])
    assert found["evidence"]
    assert found["failures"] == []


def test_a_dry_run_writes_nothing(tsuzuki: Tsuzuki, web: SampleWeb) -> None:
    answer = tsuzuki("add", web.feed_url, "--dry-run", "--json")
    assert len(answer.document["episodes"]) == 12
    assert answer.document["serial"]["id"] is None
    assert tsuzuki("list", "--json").document == {"serials": []}


def test_the_picture_shows_first_and_last_and_why(tsuzuki: Tsuzuki, web: SampleWeb) -> None:
    answer = tsuzuki("--quiet", "add", web.post_url, "--dry-run")
    lines = answer.out.splitlines()
    assert "43 episodes, complete" in lines
    assert any(line.split()[:1] == ["1"] for line in lines)
    assert any(line.split()[:1] == ["43"] for line in lines)
    assert "       … 35 more" in lines
    assert any("used" in line for line in lines)
    assert answer.err == ""


def test_without_fetching_all_is_missing_until_an_update(tsuzuki: Tsuzuki, web: SampleWeb) -> None:
    assert tsuzuki("add", web.feed_url, "--no-fetch", "--title", "Minutes", "--json").status == 0
    shown = tsuzuki("show", "minutes", "--json").document
    assert shown["serial"]["title"] == "Minutes"
    assert shown["serial"]["counts"]["missing"] == 12
    outcome = tsuzuki("update", "--all", "--json").document["serials"]
    assert [(one["new"], one["fetched"], one["error"]) for one in outcome] == [(0, 12, None)]
    assert tsuzuki("list", "--json").document["serials"][0]["counts"]["missing"] == 0


def test_following_twice_is_told(followed: Tsuzuki, web: SampleWeb) -> None:
    answer = followed("add", web.feed_url, "--json")
    assert answer.status == 2
    assert answer.document["error"]["kind"] == "AlreadyFollowed"


def test_texts_come_out_in_every_format(followed: Tsuzuki) -> None:
    plain = followed("cat", "1", "1").out
    assert plain.startswith("Plot Fourteen, part 1")
    assert len(plain) > 1000
    assert max(map(len, followed("cat", "1", "1", "--width", "40").out.splitlines()[2:])) <= 40
    assert followed("cat", "1", "1", "--format", "markdown").out.startswith("# Plot Fourteen")
    assert followed("cat", "1", "1", "--format", "html").out.startswith("<article>")
    rows = [json.loads(line) for line in followed("cat", "1", "1-3", "--format", "json").out.splitlines()]
    assert [row["position"] for row in rows] == [1, 2, 3]
    assert all(row["paragraphs"] and row["blocks"] for row in rows)


def test_vertical_text_runs_down(followed: Tsuzuki, web: SampleWeb) -> None:
    assert followed("--quiet", "add", web.post_url).status == 0
    lines = followed("cat", "2", "1", "--vertical", "12", "--width", "60").out.splitlines()
    assert lines
    assert all(len(line) <= 60 for line in lines)


def test_marks_are_made_and_taken_back(followed: Tsuzuki) -> None:
    def states() -> list[str]:
        return [one["state"] for one in followed("show", "1", "--json").document["episodes"]]

    assert followed("mark", "1", "..3,5", "read").status == 0
    assert states() == ["read"] * 3 + ["unread", "read"] + ["unread"] * 7
    assert followed("mark", "1", "all", "unread").status == 0
    assert len(followed("undo", "--list", "--json").document["steps"]) == 2
    assert followed("undo", "--json").document["undone"]
    assert states()[:5] == ["read"] * 3 + ["unread", "read"]
    followed("undo")
    assert states() == ["unread"] * 12
    assert "nothing" in followed("undo").err


def test_a_removed_serial_comes_back(followed: Tsuzuki) -> None:
    assert followed("remove", "1").status == 0
    assert followed("list", "--json").document["serials"] == []
    followed("undo")
    assert len(followed("list", "--json").document["serials"]) == 1


@pytest.mark.parametrize("format_", ["markdown", "html", "csv", "json", "opml", "text"])
def test_the_list_is_written_whole_and_the_same(followed: Tsuzuki, tmp_path: Path, format_: str) -> None:
    target = tmp_path / "list"
    assert followed("export", "--format", format_, "-o", target).status == 0
    assert target.read_bytes().decode() == followed("export", "--format", format_).out
    assert "Plot Fourteen" in target.read_text("utf-8")


def test_filters_narrow_the_list(followed: Tsuzuki) -> None:
    followed("mark", "1", "1-4", "read")
    rows = list(csv.DictReader(io.StringIO(followed("export", "unread", "--format", "csv").out)))
    assert len(rows) == 8
    assert followed("export", "unread>some").status == 2
    nothing = followed("export", "no-such:word", "--format", "text")
    assert (nothing.status, nothing.out) == (0, "")
    assert "Nothing on the shelf answers" in nothing.err


def test_check_finds_all_well(followed: Tsuzuki) -> None:
    answer = followed("check", "--json")
    assert answer.status == 0
    assert {one["level"] for one in answer.document["findings"]} <= {"ok", "warn"}


def test_extract_prints_what_would_be_saved(tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    one, other = tmp_path / "one.html", tmp_path / "other.html"
    one.write_text(PAGE, "utf-8")
    other.write_text("%PDF-1.4", "utf-8")
    answer = tsuzuki("extract", one, "--url", "https://example.org/3", "--format", "json", "--explain")
    assert answer.status == 0
    assert answer.document["url"] == "https://example.org/3"
    assert answer.document["ruby"] == [["硝子", "がらす"]]
    assert len(answer.document["paragraphs"]) == 3
    assert answer.document["explain"]["container"]
    both = tsuzuki("extract", one, other, "--format", "json")
    first, second = map(json.loads, both.out.splitlines())
    assert both.status == 1
    assert first["title"] == "月の階段 – 3"
    assert second["error"]["kind"] == "NoText"
    assert "彼女は靴を脱いだ" in tsuzuki("extract", one).out


@pytest.mark.parametrize(
    ("arguments", "status", "kind"),
    [
        (["show", "nothing"], 2, "NotFound"),
        (["cat", "1", "99"], 2, "NotFound"),
        (["cat", "1", "x"], 2, "UsageError"),
        (["add", "no address"], 2, "UsageError"),
        (["--offline", "add", "https://example.org/"], 1, "Unreachable"),
        (["frobnicate"], 2, "UsageError"),
        (["export", "--format", "papyrus"], 2, "UsageError"),
        (["extract", "no-such-file.html"], 2, "UsageError"),
    ],
)
def test_errors_are_one_line_with_a_way_out(followed: Tsuzuki, arguments: list[str], status: int, kind: str) -> None:
    answer = followed(*arguments)
    assert answer.status == status
    assert answer.out == ""
    assert len(answer.err.strip().splitlines()) == 1
    assert answer.err.startswith("tsuzuki: ")
    if arguments[0] in {"show", "add", "--offline"}:
        answer = followed(*arguments, "--json")
        assert (answer.status, answer.document["error"]["kind"]) == (status, kind)
        assert answer.document["error"]["hint"]


def test_the_screen_needs_a_terminal(followed: Tsuzuki) -> None:
    for arguments in ([], ["read"], ["demo"]):
        answer = followed(*arguments)
        assert answer.status == 2
        assert "terminal" in answer.err


def test_demo_does_the_main_job(tsuzuki: Tsuzuki) -> None:
    answer = tsuzuki("demo", "--no-tui", "--json")
    assert answer.status == 0, answer.err
    japanese, english = answer.document["serials"]
    assert (len(japanese["episodes"]), len(english["episodes"])) == (43, 12)
    assert all(one["saved"] for serial in (japanese, english) for one in serial["episodes"])


def test_wrong_settings_are_named(tsuzuki: Tsuzuki, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("[fetch]\npace_second = 1\n", "utf-8")
    answer = tsuzuki("list")
    assert answer.status == 2
    assert "pace_second" in answer.err
    assert "pace_seconds" in answer.err


def test_a_settings_file_is_never_written(followed: Tsuzuki, tmp_path: Path) -> None:
    before = (tmp_path / "settings.toml").read_bytes()
    followed("list")
    assert (tmp_path / "settings.toml").read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {"settings.toml", "data"}
