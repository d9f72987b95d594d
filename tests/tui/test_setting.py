"""Keys that set the text: at once, nobody moved, kept for the serial; the settings' tables for languages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.errors import Full
from reader.library import choosing, lists
from reader.settings import from_mapping
from reader.tui.app import Tsuzuki
from reader.tui.reading import Reading
from reader.typeset.choices import COLUMN_BOUNDS, View
from reader.typeset.setting import Paragraphs
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text
from tests.tui.test_screens import lamp_and_tide, message, press, top

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library

KEYS = ("2", "L", "greater_than_sign", "P", "J", "H", "w", "L", "f", "2", "less_than_sign", "w", "plus", "2", "P", "x")


def reading(app: Tsuzuki) -> Reading:
    return top(app, Reading)


@pytest.mark.parametrize("size", [(130, 40), (80, 24), (30, 12)])
async def test_every_key_leaves_the_sentence_in_view(library: Library, size: tuple[int, int]) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "space", "down")
        place = reading(app).session.place
        assert place is not None
        for key in (*KEYS, "0"):
            await press(pilot, key)
            assert reading(app).session.place == place
            leaf = reading(app).page.leaf
            lines = [leaf.galley.line(spot) for spot in leaf.spots]
            assert any(line.block == place.block and line.start <= place.offset <= line.end for line in lines), key


async def test_what_keys_change_is_kept_for_this_serial_alone(tmp_path: Path) -> None:
    with samples.open_library(tmp_path) as library:
        tide, lamp = samples.follow_tide(library), samples.follow_lamp(library)
        app = Tsuzuki(library, serial=tide.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "L", "L", "P", "z", "ctrl+c")
    with samples.open_library(tmp_path) as library:
        app = Tsuzuki(library, serial=tide.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert reading(app).session.view == View(pitch=2, paragraphs=Paragraphs.INDENT)
            app.read(lamp.id, lists.episodes(library, lamp.id)[0].id)
            await pilot.pause()
            assert reading(app).session.view == View()
            await press(pilot, "escape")
            await press(pilot, "0")
            assert reading(app).session.view == View()
            assert message(app) == "Set as the settings say"
        assert choosing.chosen(library, tide) == library.settings.reading


async def test_a_language_has_its_own_settings_and_the_serial_goes_over_them(tmp_path: Path) -> None:
    chosen = from_mapping({"reading": {"ja": {"direction": "vertical"}, "en": {"measure": 44, "pitch": 2}}})
    with samples.open_library(tmp_path, replace(samples.settings(), languages=chosen.languages)) as library:
        tide, lamp = samples.follow_tide(library), samples.follow_lamp(library)
        assert choosing.chosen(library, tide).direction == "vertical"
        app = Tsuzuki(library, serial=lamp.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "plus")
            assert message(app) == "Width: 48 cells"
            await press(pilot, "equals_sign")
            assert reading(app).session.measure == 44
        assert choosing.chosen(library, lamp) == library.settings.reading_for("en")


async def test_columns_grow_and_shrink_by_the_keys_for_widths(tmp_path: Path) -> None:
    with samples.open_library(tmp_path) as library:
        tide = samples.follow_tide(library)
        app = Tsuzuki(library, serial=tide.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "w", "space", "left")
            place = reading(app).session.place
            rows = reading(app).page.leaf.galley.width
            await press(pilot, "minus", "minus")
            assert message(app) == f"Columns: {rows - 4} rows"
            assert reading(app).page.leaf.galley.width == rows - 4
            assert reading(app).session.place == place
            shown = screen_text(app).splitlines()
            assert not shown[1].strip()
            assert not shown[22].strip()
            await press(pilot, "plus")
            assert reading(app).page.leaf.galley.width == rows - 2
            await press(pilot, "w")
            assert reading(app).session.measure == View().measure_for("ja")
            await press(pilot, "ctrl+c")
        assert choosing.chosen(library, tide).column == rows - 2
        app = Tsuzuki(library, serial=tide.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "w")
            assert reading(app).page.leaf.galley.width == rows - 2
            await press(pilot, *["minus"] * 20)
            assert reading(app).page.leaf.galley.width == COLUMN_BOUNDS[0]
            assert reading(app).session.place == place
            await press(pilot, "equals_sign")
            assert reading(app).page.leaf.galley.width == rows
        assert choosing.chosen(library, tide).column == "auto"


async def test_two_pages_side_by_side(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "2")
        assert message(app) == "Two pages side by side"
        app.tell("")
        await pilot.pause()
        matches_snapshot(app, "two-columns-120x24")
        await pilot.resize_terminal(120, 12)
        start = reading(app).session.place
        await press(pilot, "space")
        assert reading(app).session.place != start
        await press(pilot, "pageup")
        assert reading(app).session.place == start
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert reading(app).page.leaf.galley.width == 66
        await press(pilot, "2", "2")
        assert message(app) == "Two pages, once the window is 90 cells wide"
        await press(pilot, "w", "2", "2")
        assert message(app) == "Two pages, once lines run across"


async def test_text_on_the_second_page_is_selected_by_the_mouse(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(120, 24)) as pilot:
        await press(pilot, "2")
        page = reading(app).page
        row = screen_text(app).splitlines()[page.region.y + 3]
        left = row.rindex("  ") + 2
        assert left > 60
        await pilot.mouse_down(page, offset=(left, 3))
        await pilot.hover(page, offset=(left + 8, 3))
        await pilot.mouse_up(page, offset=(left + 8, 3))
        await pilot.pause()
        chosen = app.screen.get_selected_text()
        assert chosen
        assert row[left : left + 8] in chosen


async def test_text_in_columns_is_selected_by_the_mouse_as_it_stands_in_the_source(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w")
        page = reading(app).page
        text = reading(app).session.text.document.blocks[0].text
        cells = {}
        for y in range(page.size.height):
            x = 0
            for segment in page.leaf.trace(y, page.size.width):
                meta = segment.style.meta if segment.style else {}
                if segment.text.strip() and meta.get("offset", (0, -1))[1] == 0:
                    cells[meta["offset"][0]] = (x, y)
                x += segment.cell_length
        last = max(cells)
        await pilot.mouse_down(page, offset=cells[2])
        await pilot.hover(page, offset=cells[last])
        await pilot.mouse_up(page, offset=cells[last])
        await pilot.pause()
        chosen = app.screen.get_selected_text()
        assert chosen in {text[2:last], text[2 : last + 1]}
        await press(pilot, "w")
        assert app.screen.get_selected_text() == chosen


async def test_a_choice_that_cannot_be_kept_holds_all_the_same(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise Full("the disk is full; nothing was changed", hint="Make room.")

    monkeypatch.setattr(library.store.choices, "keep", full)
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "J")
        assert reading(app).session.view.justify
        assert message(app) == "the disk is full; nothing was changed. Make room."
