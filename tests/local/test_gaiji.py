from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.local.gaiji import resolve, shown, substitute


@pytest.mark.parametrize(
    ("description", "character"),
    [
        ("「てへん＋劣」、第3水準1-84-77", "挘"),
        ("二の字点、1-2-22", "〻"),
        ("「口＋世」、U+546D、12-3", "呭"),
        ("「丼」の「、」が二つ、第4水準2-1-1", "𠂉"),
        ("土星、U+D800", ""),
        ("土星、U+110000", ""),
        ("「魚＋善」、第9水準1-99-1", ""),
        ("底本のまま、56-2", ""),
        ("まったく別の字", ""),
    ],
)
def test_places_in_the_standards_are_found(description: str, character: str) -> None:
    assert resolve(description) == character


def test_unknown_ones_keep_their_place_and_description() -> None:
    text, unknown = substitute("あ※［＃架空の字］い※［＃架空の字］う※［＃別の字］")
    assert len(unknown) == 2
    assert list(unknown.values()) == ["架空の字", "別の字"]
    assert shown(text, unknown) == "あ※い※う※"
    assert len(shown(text, unknown)) == len(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("いよ／＼迫る", "いよ〳〵迫る"),
        ("ほの／″＼と", "ほの〴〵と"),
        ("〔Cafe' Mu:nchen〕", "Café München"),
        ("〔re'sume' oe&uvre〕", "résumé œuvre"),
        ("〔plain〕", "〔plain〕"),
        ("〔かな〕", "〔かな〕"),
    ],
)
def test_signs_and_accents_are_composed(written: str, read: str) -> None:
    assert substitute(written) == (read, {})


@given(st.text("※［＃］、-0123456789U+〔〕'`eあ／＼″", max_size=60))
def test_any_text_gives_an_answer(text: str) -> None:
    out, unknown = substitute(text)
    assert len(shown(out, unknown)) == len(out)
