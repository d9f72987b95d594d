"""Pictures in a text: how large, whole rows, their words below; without a picture the label stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import Block, Document, Role
from reader.typeset.columns import settle_columns
from reader.typeset.figures import box
from reader.typeset.lines import Layout, estimated_rows, exact_rows, lay_out, settle

URL = "https://x.example/map.png"


def document(words: str = "A map of the coast") -> Document:
    return Document((Block(Role.PARAGRAPH, "Before."), Block(Role.IMAGE, words, source=URL)), "en")


@pytest.mark.parametrize(
    ("pixels", "room", "cells"),
    [
        ((640, 320), (60, 16), (60, 15)),
        ((640, 320), (100, 30), (80, 20)),
        ((640, 320), (60, 5), (20, 5)),
        ((16, 16), (60, 16), (2, 1)),
        ((10, 4000), (60, 16), (1, 16)),
        ((4000, 10), (60, 16), (60, 1)),
        ((1, 1), (1, 1), (1, 1)),
    ],
)
def test_a_picture_is_as_large_as_its_room_and_its_pixels_allow(
    pixels: tuple[int, int], room: tuple[int, int], cells: tuple[int, int]
) -> None:
    assert box(*pixels, *room) == cells


@given(st.integers(1, 5000), st.integers(1, 5000), st.integers(1, 200), st.integers(1, 60))
def test_it_never_stands_out_of_its_room(width: int, height: int, columns: int, rows: int) -> None:
    wide, high = box(width, height, columns, rows)
    assert 1 <= wide <= columns
    assert 1 <= high <= rows


def test_the_picture_stands_over_its_words_in_whole_rows() -> None:
    setting = settle(document(), Layout(measure=60, figures={URL: (320, 160)}, figure_rows=8), 60)
    (line,) = lay_out(document(), 1, setting).lines
    assert line.figure is not None
    assert (line.figure.inset, line.figure.columns, line.figure.rows, line.figure.places) == (14, 32, 8, 8)
    assert line.rows == 9
    assert line.text.strip() == "A map of the coast"
    assert line.text.index("A") == (60 - 18) // 2
    assert (line.start, line.end) == (0, 18)
    assert exact_rows(document(), 1, setting) == 10 == estimated_rows(document(), 1, setting)


def test_a_picture_without_words_stands_alone_and_long_words_go_on_below() -> None:
    layout = Layout(measure=20, figures={URL: (80, 32)})
    (alone,) = lay_out(document(""), 1, settle(document(""), layout, 20)).lines
    assert (alone.rows, alone.figure is not None) == (2, True)
    long = document("A map of the coast, drawn in 1844 by a clerk.")
    lines = lay_out(long, 1, settle(long, layout, 20)).lines
    assert [line.figure is not None for line in lines] == [True, *[False] * (len(lines) - 1)]
    assert lines[0].rows == 3
    assert lines[-1].end == len(long.blocks[1].text)


def test_without_a_picture_the_label_stays() -> None:
    layout = Layout(measure=60, figures={"https://x.example/other.png": (10, 10)})
    (line,) = lay_out(document(), 1, settle(document(), layout, 60)).lines
    assert (line.figure, line.text) == (None, "[image: A map of the coast]")


def test_among_columns_it_takes_whole_columns_and_its_words_stand_behind() -> None:
    down = settle_columns(document(), Layout(figures={URL: (80, 80)}), 20)
    lines = lay_out(document(), 1, down).lines
    figure = lines[0].figure
    assert figure is not None
    assert (figure.columns, figure.rows, figure.inset) == (10, 5, 7)
    assert figure.places == 4  # of three cells each: ten, and the space between two columns
    assert (lines[0].start, lines[0].rows) == (0, 5)
    assert "".join(line.text for line in lines).split() == ["A", "map", "of", "the", "coast"]
    assert exact_rows(document(), 1, down) == 1 + sum(line.rows for line in lines)


def test_among_columns_without_room_for_two_the_label_stays() -> None:
    down = settle_columns(document(), Layout(figures={URL: (80, 80)}, figure_cells=4), 20)
    assert lay_out(document(), 1, down).lines[0].figure is None
