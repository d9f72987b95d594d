from __future__ import annotations

import pytest

from reader.extract.breaks import is_break_image, is_break_line, is_rule


@pytest.mark.parametrize(
    "line",
    [
        "◇　◇　◇",
        "***",
        "* * *",
        "＊＊＊",
        "◆",
        "―――――",
        "――――――――",
        "-----",
        "~",
        "☆★☆",
        "※",
        "・　・　・",
        "§",
        "# # #",
        "xXx",
        "oOo",
        "⁂",
    ],
)
def test_a_line_of_ornaments_parts_two_scenes(line: str) -> None:
    assert is_break_line(line, centred=line == "~")
    assert is_break_line(f"　{line}　", centred=line == "~")


@pytest.mark.parametrize(
    "line",
    ["", "……", "…", "――", "—", "・・・", "。", "！？", "1", "三", "第一章", "* a *", "「……」", "ooh", "*\n*", "◇" * 61],
)
def test_silence_numbers_and_words_do_not(line: str) -> None:
    assert not is_break_line(line)


def test_a_single_dash_counts_only_when_it_is_centred() -> None:
    assert is_break_line("—", centred=True)
    assert not is_break_line("？！", centred=True)


def test_a_rule_is_dashes_or_nothing() -> None:
    assert is_rule("――――――――")
    assert is_rule("")
    assert not is_rule("◇　◇　◇")


@pytest.mark.parametrize(
    ("source", "alt", "width", "height", "expected"),
    [
        ("https://s.example/img/line.gif", "", 0, 0, True),
        ("https://s.example/star3.png", "", 0, 0, True),
        ("https://s.example/img/x.png", "***", 0, 0, True),
        ("https://s.example/img/x.png", "", 600, 20, True),
        ("https://s.example/img/lighthouse.png", "", 0, 0, False),
        ("https://s.example/img/line.gif", "灯台の絵", 0, 0, False),
        ("https://s.example/img/x.png", "", 600, 400, False),
    ],
)
def test_an_image_of_ornaments(source: str, alt: str, width: int, height: int, expected: bool) -> None:
    assert is_break_image(source, alt, width, height) is expected
