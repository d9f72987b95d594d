"""The window over a text: every line once, whole, and the same place through every change."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import Block, Document, Mark, Part, Role, Span
from reader.tui.galley import Galley, Spot
from reader.typeset.lines import Layout, RubyMode

WORDS = st.sampled_from(
    ["潮が引くと、", "道があらわれる。", "The tide ", "goes out. ", "「どこへ」", "……", "長い長い道だった。"]
)
PARAGRAPHS = st.lists(WORDS, max_size=12).map("".join)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    role = draw(st.sampled_from([Role.PARAGRAPH] * 5 + [Role.HEADING, Role.SCENE_BREAK, Role.PAUSE, Role.QUOTE]))
    if role is Role.PAUSE:
        return Block(role, level=draw(st.integers(1, 3)))
    text = draw(PARAGRAPHS) if role is not Role.SCENE_BREAK else ""
    spans = (Span(0, 1, Mark.RUBY, "しお"),) if text.startswith("潮") else ()
    return Block(role, text, spans, level=1, part=draw(st.sampled_from([Part.TEXT] * 4 + [Part.AFTER])))


DOCUMENTS = st.lists(blocks(), max_size=12).map(lambda found: Document(tuple(found), "ja"))
WIDTHS, HEIGHTS = st.integers(1, 60), st.integers(1, 20)


def every_spot(galley: Galley) -> list[Spot]:
    return [
        Spot(block, line)
        for block in range(len(galley.document.blocks))
        for line in range(len(galley.block(block).lines))
    ]


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, WIDTHS, HEIGHTS)
def test_turning_pages_shows_every_line_once(document: Document, width: int, height: int) -> None:
    galley = Galley(document, Layout(), width)
    shown: list[Spot] = []
    top = galley.first()
    while top is not None:
        spots, used = galley.window(top, height)
        assert used <= height or len(spots) == 1
        assert len(galley.fill(spots)) == used
        shown += spots
        top = galley.after(spots[-1])
    assert shown == every_spot(galley)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, WIDTHS, HEIGHTS)
def test_a_page_back_leaves_nothing_out(document: Document, width: int, height: int) -> None:
    galley = Galley(document, Layout(), width)
    for spot in every_spot(galley)[1:]:
        top = galley.ending(galley.before(spot), height)
        spots, _ = galley.window(top, height)
        assert galley.before(spot) in spots
        assert top is not None
        assert top < spot


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, WIDTHS, WIDTHS, st.sampled_from(RubyMode), st.data())
def test_a_place_stays_in_its_line_through_any_setting(
    document: Document, width: int, other: int, mode: RubyMode, data: st.DataObject
) -> None:
    galley = Galley(document, Layout(), width)
    spots = every_spot(galley)
    if not spots:
        assert galley.first() is None
        assert galley.last() is None
        return
    spot = data.draw(st.sampled_from(spots))
    line = galley.line(spot)
    reset = Galley(document, Layout(ruby=mode), other)
    found = reset.spot(line.block, line.start)
    assert found is not None
    there = reset.line(found)
    assert there.block == line.block
    assert there.start <= line.start <= there.end


def test_a_place_without_lines_is_the_next_line_or_the_last() -> None:
    document = Document((Block(Role.PARAGRAPH, "one"), Block(Role.PAUSE, level=2), Block(Role.PARAGRAPH, "two")), "en")
    galley = Galley(document, Layout(), 20)
    assert galley.spot(1, 0) == Spot(2, 0)
    ending = Galley(Document(document.blocks[:2], "en"), Layout(), 20)
    assert ending.spot(1, 0) == Spot(0, 0)
    assert ending.spot(7, 0) is None


def test_hidden_notes_leave_nothing_behind() -> None:
    note = Block(Role.PARAGRAPH, "Thanks for reading.", part=Part.AFTER)
    galley = Galley(Document((Block(Role.PARAGRAPH, "one"), note), "en"), Layout(notes=False), 20)
    assert every_spot(galley) == [Spot(0, 0)]


def test_moving_stops_at_the_ends() -> None:
    galley = Galley(Document((Block(Role.PARAGRAPH, "one\ntwo\nthree"),), "en"), Layout(), 20)
    assert galley.move(Spot(0, 0), 9) == Spot(0, 2)
    assert galley.move(Spot(0, 2), -9) == Spot(0, 0)


def test_only_the_window_is_laid_out() -> None:
    galley = Galley(Document(tuple(Block(Role.PARAGRAPH, "潮が引いた。") for _ in range(5000)), "ja"), Layout(), 40)
    last = galley.last()
    galley.window(galley.ending(last, 20), 20)
    assert len(galley._blocks) < 60


def test_blocks_far_away_are_forgotten() -> None:
    galley = Galley(Document(tuple(Block(Role.PARAGRAPH, "潮。") for _ in range(1500)), "ja"), Layout(), 40)
    assert len(every_spot(galley)) == 1500
    assert len(galley._blocks) <= 600
