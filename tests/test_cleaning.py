from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cleaning import MARKS_LIMIT, TITLE_LIMIT, URL_LIMIT, clean, clean_line, clean_url

HOSTILE = "\x1b[31m\x9b1m\x07\x00\x0e\u202e\u2066\ufeff\U000e0041\ud800\ufdd0"
CONTROLS = {chr(point) for point in [*range(0x20), 0x7F, *range(0x80, 0xA0)]}


@given(st.text(st.characters() | st.sampled_from(HOSTILE)))
def test_no_control_comes_through(text: str) -> None:
    assert not CONTROLS & set(clean(text)) - {"\n", "\t"}
    assert not CONTROLS & set(clean_line(text))
    assert not CONTROLS & set(clean_url(text))


@given(st.text(st.characters() | st.sampled_from(HOSTILE + "\u0301\u3000 \n")))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(st.text(st.characters() | st.sampled_from(HOSTILE)))
def test_what_is_left_can_be_stored(text: str) -> None:
    clean(text).encode("utf-8")
    clean_line(text).encode("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        "“バイブル” が生まれる前の……――",
        "👨‍👩‍👧 ❤️ 👍🏽",
        "می‌خواهم",  # Persian, with a joiner that parts
        "क्‍ष हिन्दी",
        "שלום \u200fעולם",
        "が\u3099 e\u0301",
        "tab\tand\nline",
    ],
)
def test_honest_text_is_untouched(text: str) -> None:
    assert clean(text) == text


def test_newlines_of_every_system_are_one() -> None:
    assert clean("a\r\nb\rc\u2028d\u0085e") == "a\nb\nc\nd\ne"
    assert clean_line(" a\r\n b\tc\u00a0d ") == "a b c d"
    assert clean_line("題\u3000副題") == "題\u3000副題"


def test_marks_do_not_climb() -> None:
    tower = "e" + "\u0301" * 50
    assert sum(unicodedata.combining(point) > 0 for point in clean(tower)) == MARKS_LIMIT


@pytest.mark.parametrize("length", [TITLE_LIMIT - 1, TITLE_LIMIT, TITLE_LIMIT + 1])
def test_long_titles_end_in_an_ellipsis(length: int) -> None:
    line = clean_line("話" * length)
    assert len(line) == min(length, TITLE_LIMIT)
    assert line.endswith("…") == (length > TITLE_LIMIT)


def test_long_addresses_are_refused() -> None:
    assert clean_url("h" * URL_LIMIT) == "h" * URL_LIMIT
    assert clean_url("h" * (URL_LIMIT + 1)) == ""
    assert clean_url(" https://example.org/a b\x1b ") == "https://example.org/ab"
