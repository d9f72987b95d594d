from __future__ import annotations

import pytest

from reader.typeset.classes import NAMES, RUNS, UNICODE_VERSION
from reader.typeset.context import opportunities
from reader.typeset.pairs import (
    CLASSES,
    COUNT,
    INDEX,
    MODERN,
    NO,
    UNTAILORED,
    YES,
    Rules,
    Tailoring,
    pair_table,
    rule_of,
)


def test_the_class_table_covers_every_code_point_once() -> None:
    assert sum(int(size, 16) for size in (run[2:] for run in RUNS.split())) == 0x110000
    assert {run[:2] for run in RUNS.split()} == set(NAMES)
    assert len(NAMES) < COUNT
    assert UNICODE_VERSION == "15.0.0"


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("a", "AL"), ("1", "NU"), ("漢", "ID"), ("ぁ", "CJ"), ("ー", "CJ"), ("「", "OW"), ("(", "OP"), ("」", "CL"),
        (")", "CP"), ("“", "QI"), ("”", "QF"), ('"', "QU"), ("…", "IN"), ("―", "DA"), ("—", "B2"), ("々", "NI"),
        ("・", "NM"), ("〜", "NH"), ("‐", "HH"), ("–", "BE"), ("！", "EW"), ("!", "EX"), ("％", "PW"), ("%", "PO"),
        ("￥", "RW"), ("$", "PR"), ("\u3000", "WS"), (" ", "SP"), ("\u0301", "CM"), ("한", "H3"), ("ก", "SA"),
        ("\u200d", "ZJ"), ("\U0001fae9", "IX"), ("\U000e0fff", "AL"), ("\U0002fffd", "ID"), ("\n", "BK"),
    ],
)  # fmt: skip
def test_classes(character: str, name: str) -> None:
    assert NAMES[CLASSES[ord(character)]] == name


def broken(text: str, *without: Tailoring) -> str:
    starts = opportunities(text, Rules(tailorings=MODERN - set(without)))
    return "|".join(text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True))


@pytest.mark.parametrize(
    ("tailoring", "tailored", "plain"),
    [
        (Tailoring.EAST_ASIAN_QUOTES, "に|“い”|う", "に“い”う"),
        (Tailoring.SPACED_MARKS, "a |. |.", "a . ."),
        (Tailoring.SPACED_MARKS, "a |( |b", "a |( b"),
        (Tailoring.SPACED_MARKS, '" |(a', '" (a'),
        (Tailoring.WORD_HYPHENS, "é |-é", "é |-|é"),
        (Tailoring.DECIMAL_POINTS, "é.5", "é.|5"),
        (Tailoring.HEBREW_HYPHENS, "א-|א", "א-א"),
        (Tailoring.ASCII_PAIRS, "a/b", "a/|b"),
        (Tailoring.ASCII_PAIRS, "a&|(b", "a&(b"),
        (Tailoring.DASH_RUNS, "—―—", "—|―|—"),
    ],
)
def test_each_tailoring_has_its_effect(tailoring: Tailoring, tailored: str, plain: str) -> None:
    text = tailored.replace("|", "")
    if tailoring is Tailoring.DECIMAL_POINTS:
        assert opportunities(text, Rules(tailorings=frozenset({tailoring}))) == []
        assert opportunities(text, Rules(tailorings=UNTAILORED)) == [2]
        return
    assert broken(text) == tailored
    assert broken(text, tailoring) == plain


@pytest.mark.parametrize(
    "marked",
    [
        "「 漢", "あ 」",
        "a |” |b", "字”、", "字|“字", "」|“字", "a“漢”c", "漢”“字", "字”|「", "あ\u0301|い", "あ |\u0301|い",
        "5%|あ", "あ%|い",
        "(1)|あ", "第|(1)|章", "x-|5", "é |(5)%", "№5", "$(5)", "$(.5)é", "℃|(あ)", "é）|％", "5）％",
        "🇯🇵|🇫🇷", "あ\u200dい", "\u200b |a", "\u200b |\u2060", "a\u2060b", "é\u00ad|é", "あ\u3000|い", "한|국|어",
        "\u1112\u1161\u11ab|국", "א/א", "」 々", "あ |ー", "— —", "-5é", "あ|―|い", "\r\n|a", "1,234.5", "é/|٢", "٢/٢",
        "あ|“\u0301い”|う", "￥|（あ）", "￥（5）", "￥（.5）",
    ],
)  # fmt: skip
def test_pairs_that_need_a_longer_look(marked: str) -> None:
    assert broken(marked.replace("|", "")) == marked


def test_a_table_says_which_rule_decides() -> None:
    assert rule_of("ID", "CL", Rules()) == "LB13"
    assert rule_of("ID", "CJ", Rules()) == "LB21"
    assert rule_of("ID", "CJ", Rules(strictness="normal")) == "LB31"
    assert rule_of("IN", "IN", Rules(strictness="loose")) == "loose"
    assert rule_of("H2", "H2", Rules(keep_all=True)) == "keep-all"


def test_equal_rules_share_a_table() -> None:
    table = pair_table(Rules())
    assert pair_table(Rules()) is table
    assert table[INDEX["ID"] * COUNT + INDEX["ID"]] == YES
    assert table[INDEX["ID"] * COUNT + INDEX["CL"]] == NO


def test_a_strictness_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="strict, normal, loose"):
        Rules(strictness="auto")
