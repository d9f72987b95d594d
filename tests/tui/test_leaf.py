"""Windows: margins, two pages side by side, and that turning them leaves nothing out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.tui.leaf import GUTTER, LEAST_PAGE, Across, Frame
from reader.tui.look import DARK, PALETTES, Look
from reader.tui.strips import Brush, Part
from reader.typeset.lines import Layout
from reader.typeset.width import NARROW
from tests.tui.samples import lamp_text
from tests.tui.test_galley import DOCUMENTS, every_spot

if TYPE_CHECKING:
    from reader.document import Document
    from reader.tui.galley import Spot

BRUSH = Brush.of(Look.of(PALETTES[DARK]), NARROW)
TWO = Frame(two=True)
WIDE = 2 * LEAST_PAGE + GUTTER + 4


def spread(document: Document, height: int, width: int = WIDE, tail: int = 1) -> Across:
    said = [Part("next", BRUSH.look.muted)] * tail
    return Across(document, Layout(), (width, height), BRUSH, frame=TWO, title=["A title"], tail=said)


def test_two_pages_stand_side_by_side_only_where_each_has_room() -> None:
    assert TWO.pages(WIDE) == 2
    assert TWO.pages(WIDE - 1) == 1
    assert Frame(two=True, margin=3).pages(WIDE) == 1
    assert Frame(two=True, down=True).pages(400) == 1
    assert Frame().pages(400) == 1


def test_margins_give_way_in_a_narrow_window() -> None:
    assert Frame(margin=10).room(80) == 60
    assert Frame(margin=10).room(30) == 24
    assert Frame(margin=10).room(20) == 20


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.integers(1, 20))
def test_turning_spreads_shows_every_line_once_and_the_end(document: Document, height: int) -> None:
    leaf = spread(document, height)
    every = every_spot(leaf.galley)
    shown: list[Spot] = []
    top = leaf.galley.first()
    while top is not None:
        leaf.fill(top)
        shown += leaf.spots
        assert all(len(places) <= leaf.capacity for places in leaf.pages)
        top = leaf.galley.after(leaf.spots[-1])
    assert shown == every


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, st.integers(1, 20), st.data())
def test_a_spread_back_ends_before_this_one(document: Document, height: int, data: st.DataObject) -> None:
    leaf = spread(document, height)
    every = every_spot(leaf.galley)
    if len(every) < 2:
        return
    spot = data.draw(st.sampled_from(every[1:]))
    before = leaf.galley.before(spot)
    top = leaf.ending(before)
    assert top is not None
    assert top < spot
    leaf = Across(document, Layout(), (WIDE, height), BRUSH, frame=TWO)
    leaf.fill(top)
    assert before in leaf.spots


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS, st.integers(1, 20), st.integers(WIDE, WIDE + 80))
def test_every_row_is_as_wide_as_the_window(document: Document, height: int, width: int) -> None:
    leaf = spread(document, height, width)
    leaf.fill(leaf.galley.first())
    for y in range(height + 1):
        strip = leaf.strip(y, width, lambda _block: ())
        assert strip.cell_length == width
        assert BRUSH.cells(strip.text) == width


def test_what_comes_next_stands_on_the_second_page_where_the_first_is_full() -> None:
    document, said = lamp_text(0), [Part("next", BRUSH.look.muted)]
    for height in range(4, 40):
        leaf = Across(document, Layout(), (200, height), BRUSH, frame=TWO, tail=said)
        leaf.fill(leaf.ending(leaf.galley.last(), leaf.reach))
        rows = [leaf.strip(y, 200, lambda _block: ()).text for y in range(height)]
        assert leaf.at_end
        assert any("next" in row for row in rows)
