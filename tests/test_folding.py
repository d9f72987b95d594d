"""Letters as search compares them: what is the same, and where it stood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader import folding
from reader.folding import fold, is_absent, joins

LETTERS = st.text(
    st.sampled_from("aAßÀéİ ＡＺ！　かがカガｶﾊﾞﾟ゙ヴヵ漢字葛각ㄱ각\u0301\u00ad\u200d\ufe0e\U000e0100’“\n\t"), max_size=12
)

SAME = [
    ("ＡＢＣ", "abc"),
    ("Straße", "STRASSE"),
    ("ｶﾞｷﾞ", "ガギ"),
    ("か\u3099", "が"),
    ("かﾞ", "が"),
    ("e\u0301", "É"),
    ("１０％", "10%"),
    ("葛\U000e0100城", "葛城"),
    ("ex\u00adample", "example"),
    ("don’t", "don't"),
    ("夜　明け\n前", "夜 明け 前"),
    ("\u1112\u1161\u11ab", "한"),
    ("\U0001f468\u200d\U0001f33e", "\U0001f468\U0001f33e"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_these_are_the_same(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(
    ("one", "other"), [("カナ", "かな"), ("ヴェール", "ゔぇーる"), ("ｶﾅ", "かな"), ("ヽヾ", "ゝゞ")]
)
def test_kana_are_the_same_on_demand_only(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text
    assert fold(one, kana=True).text == fold(other, kana=True).text


@pytest.mark.parametrize(
    ("one", "other"), [("①", "1"), ("…", "..."), ("㌔", "キロ"), ("か", "が"), ("é", "e"), ("っ", "つ")]
)
def test_these_are_not(one: str, other: str) -> None:
    assert fold(one, kana=True).text != fold(other, kana=True).text


@pytest.mark.parametrize(
    ("text", "words", "stretches"),
    [
        ("xｶﾞy", "ガ", [(1, 3)]),
        ("Straße", "ss", [(4, 5)]),
        ("a\u00adb", "ab", [(0, 3)]),
        ("かか\u3099か", "が", [(1, 3)]),
        ("ああああ", "ああ", [(0, 2), (2, 4)]),
        ("abc", "", []),
    ],
)
def test_the_way_back(text: str, words: str, stretches: list[tuple[int, int]]) -> None:
    folded = fold(text)
    assert [folded.stretch(*place) for place in folded.places(words)] == stretches


@given(LETTERS, st.booleans())
def test_every_letter_comes_from_where_it_stood(text: str, kana: bool) -> None:
    folded = fold(text, kana=kana)
    assert fold(folded.text, kana=kana).text == folded.text
    for at in range(len(folded.text)):
        start, end = folded.stretch(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert folded.text[at] in fold(text[start:end], kana=kana).text


@given(st.text(max_size=20))
def test_any_text_can_be_folded(text: str) -> None:
    fold(text, kana=True)


def test_what_is_passed_over_would_stay_as_it_is() -> None:
    letters = [letter for letter in map(chr, range(0x10000)) if not folding._OTHER.match(letter)]
    assert len(letters) > 30_000
    assert [letter for letter in letters if folding._folded(letter) != letter or joins(letter)] == []


@given(st.text(st.sampled_from("かが\u3099カｶﾞ漢―※①ＡＢa！　é\u0301“\u00adⒶⓐΣσς葛\U000e0100"), max_size=8), LETTERS)
def test_what_is_called_absent_stands_nowhere(words: str, text: str) -> None:
    needle = fold(words).text
    if needle and is_absent(needle, text):
        assert needle not in fold(text).text


def test_absence_is_seen_in_plain_texts_and_in_doubt_left_open() -> None:
    assert is_absent("鐘", "「もう五時だ！」と１０人が言った。")
    assert not is_absent("鐘", "五時の鐘")
    assert not is_absent("が", "か\u3099")
    assert not is_absent("ガ", "ｶﾞ")
    assert not is_absent("bell", "ＢＥＬＬ")


def test_no_letter_that_is_passed_over_becomes_one_of_the_words() -> None:
    for point in range(0x10000):
        letter = chr(point)
        if folding._OTHER.match(letter) and not folding._UNCLEAR.match(letter):
            made = fold(letter).text
            assert not any(one >= "\x80" and not folding._OTHER.match(one) for one in made)
