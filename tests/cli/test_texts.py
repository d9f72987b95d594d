"""``cat`` sets a text as the reading screen would: by the settings, the language's table, the serial's choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.run import run
from reader.library import choosing
from reader.typeset.choices import View
from reader.typeset.setting import RubyMode
from tests.tui import samples

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def rows(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    base = ["--data", str(folder), "--config", str(folder / "settings.toml")]
    assert run([*base, "cat", *arguments], lambda *_: None) == 0
    return capsys.readouterr().out.splitlines()[2:]


def test_cat_follows_the_language_table_and_the_serials_choices(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("", "utf-8")
    with samples.open_library(tmp_path) as library:
        tide = samples.follow_tide(library)
    plain = rows(tmp_path, capsys, str(tide.id), "1", "--width", "40")
    assert any("しお" in row for row in plain)
    settings.write_text('[reading]\nruby = "hidden"\n[reading.en]\npitch = 1\n[reading.ja]\npitch = 2\n', "utf-8")
    hidden = rows(tmp_path, capsys, str(tide.id), "1", "--width", "40")
    assert not any("しお" in row for row in hidden)
    assert hidden[::2] == [""] * len(hidden[::2])
    with samples.open_library(tmp_path) as library:
        choosing.keep(library, tide, View(ruby=RubyMode.INLINE, pitch=1))
    kept = rows(tmp_path, capsys, str(tide.id), "1", "--width", "40")
    assert any("《しお》" in row for row in kept)
    columns = rows(tmp_path, capsys, str(tide.id), "1", "--vertical", "12")
    assert any("《" in row or "︽" in row for row in columns)


def test_without_a_width_a_paragraph_is_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "settings.toml").write_text("[reading]\npitch = 2\njustify = true\nhanging = true\n", "utf-8")
    with samples.open_library(tmp_path) as library:
        lamp = samples.follow_lamp(library)
    assert [row for row in rows(tmp_path, capsys, str(lamp.id), "1") if row][:2] == list(samples.LAMP[:2])
