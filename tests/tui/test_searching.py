"""Searching everything from within: words in, places out, and the way to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.library import lists, reading
from reader.model import State
from reader.tui.app import Tsuzuki
from reader.tui.contents import Contents
from reader.tui.reading import Reading
from reader.tui.searching import Searching
from reader.tui.shelf import Shelf
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text
from tests.tui.test_screens import SIZES, lamp_and_tide, message, press, top

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from reader.library.shelf import Library


async def look_for(pilot: Pilot[None], app: Tsuzuki, words: str) -> Searching:
    """Type the words and wait until all is found."""
    screen = top(app, Searching)
    for letter in words:
        await pilot.press("space" if letter == " " else letter)
    for _ in range(100):
        await pilot.pause(0.02)
        if screen._coming is None and screen._waiting is None and screen._words == words and screen.rows.shown:
            break
    await pilot.pause(0.2)
    return screen


@pytest.mark.parametrize("size", SIZES)
async def test_a_word_of_one_letter_is_found_and_read_on_there(library: Library, size: str) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=SIZES[size]) as pilot:
        await press(pilot, "S")
        screen = await look_for(pilot, app, "貝")
        matches_snapshot(app, f"search-{size}")
        hit = screen.rows.shown[0]
        assert hit.locator is not None
        await press(pilot, "enter")
        shown = top(app, Reading)
        assert (shown.session.block, shown.session.serial.id) == (hit.locator.block, hit.serial)
        assert [one.block for one in shown.session.search.hits][:1] == [hit.locator.block]
        assert "三つならんでいた" in screen_text(app)
        await press(pilot, "escape", "escape")
        assert top(app, Searching).rows.shown[0] == hit
        await press(pilot, "escape")
        top(app, Shelf)


async def test_looking_something_up_keeps_the_place_until_a_page_is_turned(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    first, second = lists.episodes(library, tide)[:2]
    reading.mark(library, [first.id], State.READ)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.read(tide, second.id, at=(5, 3))
        await press(pilot, "down")
        await press(pilot, "escape")
        assert reading.place(library, second.id).locator is None
        app.read(tide, second.id, at=(5, 3))
        await press(pilot, "space")
        await press(pilot, "escape")
        assert reading.place(library, second.id).locator is not None


async def test_a_hit_in_the_name_of_a_serial_opens_its_contents(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f12")
        screen = await look_for(pilot, app, "潮の道")
        assert screen.rows.shown[0].episode is None
        await press(pilot, "enter")
        top(app, Contents)


async def test_within_one_serial_and_kana_alike(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(tide)
        await press(pilot, "S")
        screen = await look_for(pilot, app, "the")
        assert {hit.serial for hit in screen.rows.shown} != {tide}
        await press(pilot, "tab")
        await pilot.pause(0.2)
        assert {hit.serial for hit in screen.rows.shown} <= {tide}
        await press(pilot, *["backspace"] * 3)
        await look_for(pilot, app, "なぎ")
        assert screen.rows.shown == []
        await press(pilot, "f4")
        await pilot.pause(0.2)
        assert screen.rows.shown != []
        await press(pilot, "pagedown", "pageup", "down", "up")
        assert screen.rows.cursor == 0


async def test_from_the_shelf_there_is_no_serial_to_stay_in(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S", "tab")
        assert message(app) == app.say("searching.nowhere")
        await press(pilot, "enter")
        top(app, Searching)


async def test_what_was_not_read_yet_is_read_first(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    lists.rename(library, lamp, "Who Paid for the Oil")
    assert library.store.search.waiting() > 0
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        screen = await look_for(pilot, app, "Paid")
        assert screen.rows.shown[0].serial == lamp
    assert library.store.search.waiting() == 0


async def test_in_japanese(tmp_path: Path) -> None:
    with samples.open_library(tmp_path, samples.settings("ja")) as library:
        samples.follow_tide(library)
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "S")
            await look_for(pilot, app, "石")
            matches_snapshot(app, "search-ja-80x24")
