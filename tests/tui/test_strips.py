"""Rows of cells: exactly as wide as asked, letter for letter."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.cleaning import clean_line
from reader.tui.look import DARK, PALETTES, Look
from reader.tui.strips import Brush, Part
from reader.typeset.width import NARROW, Risk, WidthPolicy, cells, display

BRUSH = Brush.of(Look.of(PALETTES[DARK]), NARROW)
TEXTS = st.text(max_size=30).map(clean_line)
TRICKY = st.one_of(
    TEXTS, st.sampled_from(["“潮”の道 – 12", "[b]x[/b]", "👨‍👩‍👧👍🏽❤️", "कि क्ष", "e\u0301が", "שלום", ""])
)


@settings(deadline=None)
@given(TRICKY, st.integers(0, 40))
def test_a_fitted_text_fits_and_a_short_one_is_itself(text: str, width: int) -> None:
    fitted = BRUSH.fit(text, width)
    assert cell_len(fitted) <= width
    if cells(text) <= width:
        assert fitted == display(text)


@settings(deadline=None)
@given(
    st.lists(TRICKY, max_size=4), st.lists(TRICKY, max_size=3), st.integers(0, 50), st.integers(0, 4), st.integers(0, 9)
)
def test_a_row_is_exactly_as_wide_as_asked(
    left: list[str], right: list[str], width: int, margin: int, least: int
) -> None:
    look = BRUSH.look
    strip = BRUSH.row(
        width,
        [Part(text, look.ink, least) for text in left],
        [Part(text, look.muted) for text in right],
        margin=margin,
    )
    assert strip.cell_length == width
    assert cell_len(strip.text) == width


def test_markup_is_shown_letter_for_letter() -> None:
    strip = BRUSH.row(40, [Part("[@click=app.quit]x[/] [$accent]", BRUSH.look.ink)])
    assert strip.text.rstrip() == "[@click=app.quit]x[/] [$accent]"


def test_what_is_too_long_ends_in_a_sign() -> None:
    assert BRUSH.fit("潮の道を渡る人たち", 9) == "潮の道を…"
    assert BRUSH.fit("潮の道を渡る人たち", 8) == "潮の道…"


def test_the_left_gives_way_before_the_right() -> None:
    look = BRUSH.look
    strip = BRUSH.row(20, [Part("a long title that goes on", look.ink, 6)], [Part("12 / 43", look.muted)])
    assert strip.text == "a long tit…  12 / 43"
    strip = BRUSH.row(10, [Part("a long title", look.ink, 6)], [Part("12 / 43", look.muted)])
    assert strip.text == "a long ti…"


def test_what_the_terminal_does_not_hold_together_is_shown_by_its_base() -> None:
    brush = Brush.of(Look.of(PALETTES[DARK]), WidthPolicy(whole=frozenset(Risk) - {Risk.TONE}))
    assert brush.fit("👍🏽!", 10) == "👍!"


def test_bars_never_lie_at_their_ends() -> None:
    def full(fraction: float) -> int:
        return cells(BRUSH.bar(10, fraction)[0].text)

    assert [full(fraction) for fraction in (0.0, 0.001, 0.5, 0.999, 1.0)] == [0, 1, 5, 9, 10]


def test_where_ambiguous_is_wide_no_sign_is_ambiguous() -> None:
    brush = Brush.of(Look.of(PALETTES[DARK]), WidthPolicy(ambiguous=2))
    assert all(
        brush.cells(sign) == cells(sign) for sign in (getattr(brush.signs, one) for one in brush.signs.__slots__)
    )
