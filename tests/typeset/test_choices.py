"""What the reader chose: from the settings, to the typesetter, and back into the settings' words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.settings import Reading, from_mapping, overridden
from reader.typeset.choices import FULL_WIDTH_MEASURE, LATIN_MEASURE, MEASURE_BOUNDS, Direction, View
from reader.typeset.setting import Paragraphs, RubyMode

VIEWS = st.builds(
    View,
    direction=st.sampled_from(Direction),
    ruby=st.sampled_from(RubyMode),
    measure=st.none() | st.integers(*MEASURE_BOUNDS),
    notes=st.booleans(),
    margin=st.integers(0, 40),
    pitch=st.integers(0, 2),
    paragraphs=st.sampled_from(Paragraphs),
    justify=st.booleans(),
    hanging=st.booleans(),
    strictness=st.sampled_from(["strict", "normal", "loose"]),
    two_columns=st.booleans(),
)


@given(VIEWS)
def test_a_view_in_the_settings_words_is_read_back_as_it_was(view: View) -> None:
    assert View.of(from_mapping({"reading": view.values()}).reading) == view


@given(VIEWS, VIEWS)
def test_what_differs_is_enough_to_come_from_one_view_to_the_other(one: View, other: View) -> None:
    kept = one.beside(other)
    base = from_mapping({"reading": other.values()}).reading
    assert View.of(overridden(base, kept)) == one
    assert bool(kept) == (one != other)


def test_what_is_of_the_moment_is_not_kept() -> None:
    assert View(zen=True).beside(View()) == {}


@pytest.mark.parametrize(
    ("language", "cells"),
    [("ja", FULL_WIDTH_MEASURE), ("zh-TW", FULL_WIDTH_MEASURE), ("en", LATIN_MEASURE), ("", LATIN_MEASURE)],
)
def test_a_line_is_as_long_as_the_language_wants_it(language: str, cells: int) -> None:
    assert View().measure_for(language) == View().layout(language).measure == cells
    assert View(measure=50).measure_for(language) == 50


def test_the_layout_follows_every_choice() -> None:
    reading = Reading(ruby="hidden", pitch=2, paragraphs="gap", justify=True, hanging=True, kinsoku="loose")
    layout = View.of(replace(reading, notes="hidden", measure=44)).layout("ja")
    assert (layout.ruby, layout.pitch, layout.paragraphs, layout.justify) == ("hidden", 2, "gap", True)
    assert (layout.hanging, layout.strictness, layout.notes, layout.measure) == (True, "loose", False, 44)


@pytest.mark.parametrize(("margin", "kept"), [(-2, 0), (4, 4), (99, 40)])
def test_numbers_stay_within_what_may_be_set(margin: int, kept: int) -> None:
    assert View(margin=margin).bounded().margin == kept
    assert View(measure=1).bounded().measure == MEASURE_BOUNDS[0]
    assert View(measure=9999).bounded().measure == MEASURE_BOUNDS[1]
