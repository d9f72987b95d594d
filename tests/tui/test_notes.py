"""Keeping places, stretches and words while reading; the list of them, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.geometry import Region

from reader.errors import TsuzukiError
from reader.library import lists, reading
from reader.library import notes as noting
from reader.locale import Say
from reader.model import Color, NoteKind, Origin
from reader.tui.app import Tsuzuki
from reader.tui.look import DARK, LIGHT, MARKERS, PALETTES, Look
from reader.tui.notes import NotesScreen
from reader.tui.reading import Reading
from reader.tui.shelf import Shelf
from reader.tui.wording import Wording
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text
from tests.tui.test_screens import SIZES, lamp_and_tide, message, press, top

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    from reader.library.shelf import Library
    from reader.model import Note


def kept(library: Library) -> list[Note]:
    return [one.note for one in library.store.notes.all()]


def paper_under(app: Tsuzuki, paper: str) -> str:
    """All letters of the text that stand on a paper."""
    page = top(app, Reading).page
    rows = page.render_lines(Region(0, 0, page.size.width, page.size.height))
    return "".join(
        segment.text
        for row in rows
        for segment in row
        if segment.style is not None and segment.style.bgcolor is not None and segment.style.bgcolor.name == paper
    )


async def write(pilot: Pilot[None], words: str) -> None:
    for letter in words:
        await pilot.press({"\n": "ctrl+j", " ": "space"}.get(letter, letter))


@pytest.mark.parametrize("down", [False, True])
async def test_selected_text_is_marked_across_and_down(library: Library, down: bool) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        if down:
            await press(pilot, "w")
        step = "down" if down else "right"
        await press(pilot, step, "v", *[step] * 9, "s") if down else await press(pilot, "v", *[step] * 9, "s")
        (note,) = kept(library)
        assert note.kind is NoteKind.HIGHLIGHT
        assert note.anchor is not None
        assert message(app) == "Marked. u undoes it."
        shown = paper_under(app, MARKERS["yellow"][0])
        assert "".join(shown.split()).translate(str.maketrans("︒︑", "。、")) == note.anchor.quote
        assert top(app, Reading).page.caret is None
        await press(pilot, "u")
        assert kept(library) == []
        assert paper_under(app, MARKERS["yellow"][0]) == ""


async def test_a_place_is_kept_and_no_longer(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(60, 20)) as pilot:
        await press(pilot, "down", "down", "down", "s")
        screen = top(app, Reading)
        (note,) = kept(library)
        assert note.kind is NoteKind.BOOKMARK
        assert note.anchor is not None
        assert (note.anchor.block, note.anchor.offset) == (screen.session.block, screen.session.offset)
        overlays = screen.page._laid_over(note.anchor.block)
        assert [(one.start, one.end) for one in overlays] == [(note.anchor.offset, note.anchor.offset + 1)]
        await press(pilot, "s")
        assert kept(library) == []
        assert screen.page._laid_over(note.anchor.block) == []
        await press(pilot, "u")
        assert kept(library) == [note]


async def test_words_on_a_stretch_and_on_the_episode(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "v", *["right"] * 5, "a")
        top(app, Wording)
        await write(pilot, "道とは\n何か")
        await press(pilot, "enter")
        (note,) = kept(library)
        assert (note.kind, note.words) == (NoteKind.NOTE, "道とは\n何か")
        assert note.anchor is not None
        assert note.anchor.quote == "潮が引く"
        overlay = top(app, Reading).page._laid_over(note.anchor.block)[0]
        assert overlay.style.underline
        await press(pilot, "f2")
        await write(pilot, "あ")
        await press(pilot, "enter")
        assert {(one.words, one.anchor is None) for one in kept(library)} == {("道とは\n何か", False), ("あ", True)}


async def test_words_that_were_left_are_offered_again(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a")
        await write(pilot, "half")
        await press(pilot, "escape")
        assert kept(library) == []
        await press(pilot, "a")
        assert top(app, Wording).field.text == "half"
        await write(pilot, " done")
        await press(pilot, "enter")
        assert [one.words for one in kept(library)] == ["half done"]
        await press(pilot, "a")
        assert top(app, Wording).field.text == ""
        await press(pilot, "enter")
        assert len(kept(library)) == 1


def fill(library: Library) -> tuple[int, list[int]]:
    """Four notes in the tide, one of them on a passage that is no more."""
    _, tide = lamp_and_tide(library)
    ids = [one.id for one in lists.episodes(library, tide)]
    noting.highlight(library, ids[1], (0, 1), (0, 24))
    noting.highlight(library, ids[1], (2, 1), (2, 12), words="祖父は何を\n知っているのか", color=Color.BLUE)
    noting.bookmark(library, ids[2], (4, 0))
    noting.remark(library, ids[3], "ここから話が動く。")
    gone = noting.highlight(library, ids[4], (0, 1), (0, 22))
    text = reading.document(library, ids[4])
    library.store.texts.save(
        ids[4],
        type(text)(tuple(one for one in text.blocks if one.text != text.blocks[0].text), text.language),
        origin=Origin.LIVE,
        url="https://shio.example/4",
        fetched_at=samples.NOW,
    )
    assert noting.look_up(library, gone).place is None
    return tide, ids


@pytest.mark.parametrize("size", SIZES)
async def test_the_list_of_a_serial(library: Library, size: str) -> None:
    tide, ids = fill(library)
    app = Tsuzuki(library)
    async with app.run_test(size=SIZES[size]) as pilot:
        app.contents(tide)
        await press(pilot, "B")
        screen = top(app, NotesScreen)
        matches_snapshot(app, f"notes-{size}")
        assert len(screen.rows.shown) == 5
        # To the exact place, and back to the list.
        await press(pilot, "down", "enter")
        shown = top(app, Reading)
        assert shown.session.episode is not None
        assert (shown.session.episode.id, shown.session.block, shown.session.offset) == (ids[1], 2, 1)
        await press(pilot, "escape")
        assert top(app, NotesScreen).rows.cursor == 1
        # What is gone says so, and opens its episode.
        await press(pilot, "end", "enter")
        shown = top(app, Reading)
        assert shown.session.episode is not None
        assert shown.session.episode.id == ids[4]
        assert message(app).startswith("This passage is gone from the text: “")


async def test_the_list_in_japanese_and_words_in_a_field(tmp_path: Path) -> None:
    with samples.open_library(tmp_path, samples.settings("ja")) as library:
        samples.follow_lamp(library)
        samples.follow_tide(library)
        fill(library)
        lamp, tide = lamp_and_tide(library)
        noting.bookmark(library, lists.episodes(library, lamp)[0].id, (1, 0))
        app = Tsuzuki(library, serial=tide)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "v", *["right"] * 12, "a")
            await write(pilot, "潮の道は忘れるための道か。")
            matches_snapshot(app, "note-field-ja-80x24")
            await press(pilot, "escape", "escape", "q")
            await press(pilot, "B")
            matches_snapshot(app, "notes-ja-80x24")


async def test_from_the_text_the_list_leads_to_the_place_and_back(library: Library) -> None:
    tide, ids = fill(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.read(tide, ids[1], (4, 0))
        await press(pilot, "B")
        screen = top(app, NotesScreen)
        assert screen.rows.cursor == 1  # the last one before the window
        await press(pilot, "up", "enter")
        shown = top(app, Reading)
        assert shown.page.leaf.galley.spot(0, 1) in shown.page.leaf.spots
        assert len([one for one in app.panes() if isinstance(one, Reading)]) == 1
        await press(pilot, "B", "end", "up", "up", "enter")
        assert shown.session.episode is not None
        assert (shown.session.episode.id, shown.session.block) == (ids[2], 4)
        await press(pilot, "ctrl+o")
        assert shown.session.episode.id == ids[1]


async def test_words_and_colours_are_changed_and_notes_taken_away(library: Library) -> None:
    tide, _ = fill(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(tide)
        await press(pilot, "B", "e")
        await write(pilot, "so")
        await press(pilot, "enter")
        assert message(app) == "Changed. u undoes it."
        first = kept(library)[0]
        assert (first.words, first.kind) == ("so", NoteKind.NOTE)
        await press(pilot, "C")
        assert kept(library)[0].color is Color.GREEN
        await press(pilot, "delete")
        assert first.uid not in {one.uid for one in kept(library)}
        assert message(app) == "Taken away. u brings it back."
        await press(pilot, "u", "u", "u")
        assert (kept(library)[0].words, kept(library)[0].color) == ("", Color.YELLOW)
        screen = top(app, NotesScreen)
        assert len(screen.rows.shown) == 5
        # A bookmark has no colour; a note on an episode not either.
        await press(pilot, "end", "up", "C", "up", "C")
        assert {one.color for one in kept(library) if one.kind is NoteKind.BOOKMARK} == {None}


async def test_the_filter_and_the_way_out(library: Library) -> None:
    fill(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "slash")
        await write(pilot, "祖父は何")
        screen = top(app, NotesScreen)
        assert [one.seen is None for one in screen.rows.shown] == [True, False]
        await write(pilot, "xx")
        assert message(app) == "Nothing matches “祖父は何xx”."
        await press(pilot, "escape", "escape")
        top(app, Shelf)


async def test_an_empty_list_says_how_to_fill_it(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "B", "enter", "e", "delete", "C")
        top(app, NotesScreen)
        assert "Nothing is kept yet: s in a text keeps the place" in screen_text(app)
        await press(pilot, "left")
        top(app, Shelf)


async def test_another_theme_marks_otherwise(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "v", *["right"] * 5, "s")
        assert paper_under(app, MARKERS["yellow"][0])
        await press(pilot, "c")
        assert paper_under(app, MARKERS["yellow"][0]) == ""
        assert paper_under(app, MARKERS["yellow"][1])


@pytest.mark.parametrize("name", [DARK, LIGHT])
def test_marked_text_is_read_well(name: str) -> None:
    """Ink on every marker has the contrast that WCAG 2.2 (1.4.3) asks of text."""

    def luminance(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (one / 12.92 if one <= 0.03928 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    look = Look.of(PALETTES[name])
    for color in Color:
        style = look.marked(color)
        assert style.bgcolor is not None
        assert style.color is not None
        low, high = sorted([luminance(style.bgcolor.name), luminance(style.color.name)])
        assert (high + 0.05) / (low + 0.05) >= 4.5


def test_what_cannot_be_kept_is_told_in_japanese(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    say, first = Say("ja"), lists.episodes(library, tide)[0].id
    about = noting.remark(library, first, "x")
    wrong: list[Callable[[], object]] = [
        lambda: noting.highlight(library, first, (0, 0), (0, 0)),
        lambda: noting.reword(library, about, ""),
        lambda: noting.remark(library, first, "x" * 100_001),
        lambda: library.store.notes.one(first, "0" * 32),
    ]
    for act in wrong:
        with pytest.raises(TsuzukiError) as caught:
            act()
        assert say.told(str(caught.value)) != str(caught.value)
