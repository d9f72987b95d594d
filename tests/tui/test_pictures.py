"""Pictures on the reading page and over the whole window; without them, their words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reader.document import Block, Document, Role
from reader.library import lists
from reader.model import FoundEpisode, TableOfContents
from reader.pictures.halves import halve
from reader.pictures.kinds import kind_of
from reader.store.images import Image
from reader.tui import album as albums
from reader.tui.album import painted
from reader.tui.app import Tsuzuki
from reader.tui.asking import Ask
from reader.tui.picture import Picture
from reader.tui.reading import Reading
from reader.worker import InProcess
from tests.pictures.samples import picture
from tests.tui import samples
from tests.tui.cells import screen_text
from tests.tui.test_screens import message, press, top

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from textual.pilot import Pilot
    from textual.strip import Strip

    from reader.library.shelf import Library

MAP, SHIP, LOST = (f"https://chart.example/{name}" for name in ("map.png", "ship.jpg", "lost.png"))


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A serial of one illustrated episode; two of its three images are here, one of them broken."""
    with samples.open_library(tmp_path) as opened:
        opened.open_worker = InProcess
        blocks = [Block(Role.PARAGRAPH, samples.LAMP[0])]
        for address, words in ((MAP, "A map of the Skerries"), (LOST, "Never fetched"), (SHIP, "The tender")):
            blocks += [Block(Role.IMAGE, words, source=address), Block(Role.PARAGRAPH, samples.LAMP[1])]
        blocks += [Block(Role.PARAGRAPH, samples.LAMP[2])] * 30
        contents = TableOfContents(
            "https://chart.example/", "Charts", (FoundEpisode("https://chart.example/1", "One"),)
        )
        serial = samples.follow(opened, contents, [Document(tuple(blocks), "en")])
        episode = lists.episodes(opened, serial.id)[0].id
        for address, data in ((MAP, picture((320, 160))), (SHIP, picture((320, 160))[:90])):
            kind = kind_of(data)
            assert kind is not None
            image = Image(kind.media_type, kind.width, kind.height, data)
            opened.store.images.keep(episode, address, image, samples.NOW)
        yield opened


async def settled(pilot: Pilot[None]) -> str:
    """The screen, once pictures have been decoded."""
    for _ in range(5):
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    return screen_text(pilot.app)


async def test_a_picture_stands_in_the_text_over_its_words(library: Library) -> None:
    app = Tsuzuki(library, serial=1)
    async with app.run_test(size=(80, 40)) as pilot:
        await pilot.pause()
        shown = await settled(pilot)
        rows = shown.splitlines()
        words = next(index for index, row in enumerate(rows) if "A map of the Skerries" in row)
        leaf = top(app, Reading).page.leaf
        assert [spot.block for spot in leaf.spots if leaf.galley.line(spot).figure] == [1]
        assert "[image: A map of the Skerries]" not in shown
        assert "[image: Never fetched]" in shown
        assert "[image: The tender]" in shown
        strip = app.screen._compositor.render_strips()[words - 2]
        colours = {segment.style.bgcolor.name for segment in strip if segment.style and segment.style.bgcolor}
        assert "#143cb4" in colours


async def test_pages_turn_over_pictures_and_the_place_stays(library: Library) -> None:
    app = Tsuzuki(library, serial=1)
    async with app.run_test(size=(60, 14)) as pilot:
        await settled(pilot)
        seen = []
        for _ in range(12):
            seen.append(top(app, Reading).session.place)
            await press(pilot, "space")
            if top(app, Reading).session.phase != "reading":
                break
        assert len({(place.block, place.offset) for place in seen if place}) == len(seen)
        await press(pilot, "g", "space")
        place = top(app, Reading).session.place
        for size in ((40, 30), (100, 12), (60, 14)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert top(app, Reading).session.place == place


async def test_a_key_shows_it_in_full_and_o_opens_it(library: Library) -> None:
    app = Tsuzuki(library, serial=1)
    async with app.run_test(size=(80, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "i")
        canvas = top(app, Picture).canvas
        shown = await settled(pilot)
        assert "1 / 3   A map of the Skerries" in shown
        assert shown.splitlines()[-1].rstrip().endswith("Esc closes")
        await press(pilot, "right")
        assert canvas.image.source == LOST
        assert "not here" in screen_text(app)
        await press(pilot, "right", "right", "left", "left", "left", "o")
        assert "Open chart.example in the browser?" in screen_text(app)
        top(app, Ask)
        await press(pilot, "escape", "i", "escape")
        top(app, Reading)


async def test_a_click_on_a_picture_enlarges_it(library: Library) -> None:
    app = Tsuzuki(library, serial=1)
    async with app.run_test(size=(80, 30)) as pilot:
        shown = await settled(pilot)
        words = next(at for at, row in enumerate(shown.splitlines()) if "A map" in row)
        page = top(app, Reading).page
        await pilot.click(page, offset=(40, words - 3 - page.region.y))
        await pilot.pause()
        assert top(app, Picture).canvas.image.source == MAP


async def test_lines_that_run_down_stop_for_a_picture_and_a_click_enlarges_it(library: Library) -> None:
    app = Tsuzuki(library, serial=1)
    async with app.run_test(size=(120, 40)) as pilot:
        await settled(pilot)
        await press(pilot, "w")
        await settled(pilot)
        page = top(app, Reading).page
        figures = {spot.block: page.leaf.galley.line(spot).figure for spot in page.leaf.spots}
        assert [block for block, figure in figures.items() if figure] == [1]
        strips = app.screen._compositor.render_strips()
        found = [
            (at, y)
            for y, strip in enumerate(strips)
            for at, colour in enumerate(cell_colours(strip))
            if colour == "#143cb4"
        ]
        assert found
        at, y = found[len(found) // 2]
        place = top(app, Reading).session.place
        await pilot.click(page, offset=(at, y - page.region.y))
        await settled(pilot)
        assert top(app, Picture).canvas.image.source == MAP
        await press(pilot, "escape")
        assert top(app, Reading).session.place == place


def cell_colours(strip: Strip) -> list[str]:
    """The colour behind each cell."""
    return [
        colour
        for segment in strip
        for colour in [segment.style.bgcolor.name if segment.style and segment.style.bgcolor else ""]
        * segment.cell_length
    ]


async def test_without_pillow_the_words_stay(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(albums, "find_spec", lambda _name: None)
    app = Tsuzuki(library, serial=1)
    async with app.run_test(size=(80, 30)) as pilot:
        assert "[image: A map of the Skerries]" in await settled(pilot)
        await press(pilot, "i")
        assert "not here, or cannot be shown" in screen_text(app)


async def test_a_text_without_images_says_so(tmp_path: Path) -> None:
    with samples.open_library(tmp_path) as library:
        lamp = samples.follow_lamp(library)
        app = Tsuzuki(library, serial=lamp.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "i")
            assert message(app) == "There is no image in this text."


@pytest.mark.parametrize("wide", [False, True])
def test_cells_are_as_many_as_the_picture_has_columns(wide: bool) -> None:
    rows = painted(halve(picture((30, 30)), 9, 3, "#101010"), wide=wide)
    assert len(rows) == 3
    assert all(sum(len(segment.text) for segment in row) == 9 for row in rows)
    signs: set[Any] = {letter for row in rows for segment in row for letter in segment.text}
    assert signs <= ({" "} if wide else {" ", "▀"})
