from __future__ import annotations

import runpy
import sys
from typing import TYPE_CHECKING

import pytest

from reader.typeset.make_classes import CODE_POINTS, module_text

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    "LineBreak.txt": "# LineBreak-99.1.0.txt\n0041..005A;AL # letters\n0028;OP\nFF08;OP\n201C;QU\n201D;QU\n"
    "0022;QU\n3041;CJ\n"
    "0E31;SA\n0E01;SA\n000A;LF\n200D;ZWJ\n30FB;NS\n2764;ID\n",
    "EastAsianWidth.txt": "# EastAsianWidth-99.1.0.txt\nFF08          ; F\n3041  ; W\n",
    "emoji/emoji-data.txt": "1F9FF ; Emoji\n1FAFF         ; Extended_Pictographic# none\n"
    "2764 ; Extended_Pictographic\n",
    "UnicodeData.txt": "201C;LEFT DOUBLE QUOTATION MARK;Pi;0\n201D;RIGHT DOUBLE QUOTATION MARK;Pf;0\n"
    "0022;QUOTATION MARK;Po;0\n"
    "0E31;THAI CHARACTER MAI HAN-AKAT;Mn;0\n0E01;THAI CHARACTER KO KAI;Lo;0\n2764;HEAVY BLACK HEART;So;0\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "emoji").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_table_is_made_from_a_folder_of_the_database(folder: Path) -> None:
    made: dict[str, object] = {}
    exec(compile(module_text(folder), "classes", "exec"), made)  # noqa: S102 - the module that was just made
    assert made["UNICODE_VERSION"] == "99.1.0"
    runs = str(made["RUNS"]).split()
    classes: list[str] = []
    for name, size in ((run[:2], run[2:]) for run in runs):
        classes += [name] * int(size, 16)
    assert len(classes) == CODE_POINTS
    wanted = {
        "A": "AL", "(": "OP", "（": "OW", "“": "QI", "”": "QF", '"': "QU", "ぁ": "CJ", "\u0e31": "CM", "ก": "SA",
        "\n": "BK", "\u200d": "ZJ", "・": "NM", "❤": "ID", "\U0001faff": "IX", "漢": "ID", "\u0378": "AL",
        "\u3000": "WS", "\u20cf": "PR",
    }  # fmt: skip
    assert {sign: classes[ord(sign)] for sign in wanted} == wanted


def test_the_generator_prints_the_module(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["make_classes", str(folder)])
    monkeypatch.delitem(sys.modules, "reader.typeset.make_classes")
    runpy.run_module("reader.typeset.make_classes", run_name="__main__")
    assert "99.1.0" in capsys.readouterr().out


def test_files_that_do_not_say_their_version_are_refused(folder: Path) -> None:
    (folder / "LineBreak.txt").write_text("0041;AL\n", encoding="utf-8")
    with pytest.raises(ValueError, match="version"):
        module_text(folder)
