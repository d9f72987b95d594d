"""The screens as a reader sees them: cells, keys, sizes, and titles that try to be something else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, TypeVar

import pytest

from reader.library import following, lists, reading
from reader.model import Discovered, FoundEpisode, Locator, State, TableOfContents
from reader.tui.app import Tsuzuki, theme_named
from reader.tui.asking import Ask
from reader.tui.commands import Commands
from reader.tui.contents import Contents
from reader.tui.look import DARK, LIGHT
from reader.tui.reading import Reading
from reader.tui.shelf import Shelf
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from reader.library.shelf import Library

Kind = TypeVar("Kind")

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}


def message(app: Tsuzuki) -> str:
    return next(app.panes()).bottom_line.message


def record(seen: list[str], url: str) -> bool:
    seen.append(url)
    return True


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await pilot.pause()


def top(app: Tsuzuki, kind: type[Kind]) -> Kind:
    """The uppermost screen, which is to be of that kind."""
    shown: object = app.screen
    assert isinstance(shown, kind)
    return shown


def lamp_and_tide(library: Library) -> tuple[int, int]:
    lamp, tide = sorted(lists.serials(library), key=lambda one: one.title)
    return lamp.id, tide.id


@pytest.mark.parametrize("size", SIZES)
async def test_shelf_contents_and_text(library: Library, size: str) -> None:
    _, tide = lamp_and_tide(library)
    listed = lists.episodes(library, tide)
    reading.mark(library, [one.id for one in listed[:3]], State.READ)
    app = Tsuzuki(library)
    async with app.run_test(size=SIZES[size]) as pilot:
        await pilot.pause()
        matches_snapshot(app, f"shelf-{size}")
        app.contents(tide)
        await pilot.pause()
        matches_snapshot(app, f"contents-{size}")
        await press(pilot, "enter")
        matches_snapshot(app, f"reading-{size}")
        await press(pilot, "w")
        app.tell("")
        await pilot.pause()
        matches_snapshot(app, f"columns-{size}")


async def test_the_shelf_in_japanese(tmp_path: Path) -> None:
    with samples.open_library(tmp_path, samples.settings("ja")) as library:
        samples.follow_tide(library)
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            matches_snapshot(app, "shelf-ja-80x24")
            await press(pilot, "f1")
            matches_snapshot(app, "keys-ja-80x24")


async def test_an_empty_shelf_says_how_to_begin(empty_library: Library) -> None:
    app = Tsuzuki(empty_library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(app)
        assert "Nothing on the shelf yet" in shown
        assert "Press a and paste the address of a serial:" in shown
        await press(pilot, "down", "right", "slash", "escape", "u", "m", "A", "delete", "o", "y")
        await press(pilot, "enter")
        assert type(app.screen).__name__ == "Adding"


async def test_titles_are_shown_letter_for_letter(tmp_path: Path) -> None:
    with samples.open_library(tmp_path) as library:
        serial = samples.follow_hostile(library)
        app = Tsuzuki(library)
        async with app.run_test(size=(120, 24)) as pilot:
            await pilot.pause()
            assert samples.HOSTILE in screen_text(app)
            assert "[link=x]who[/link]" in screen_text(app)
            await press(pilot, "right")
            assert f"{samples.HOSTILE} – 1" in screen_text(app)
            assert "[/] 2" in screen_text(app)
            await press(pilot, "enter")
            assert f"{samples.HOSTILE} and" in screen_text(app)
            await press(pilot, "r")
            app.tell(f"{serial.title} [/]")
            await pilot.pause()
            assert f"{samples.HOSTILE} [/]" in screen_text(app)


async def test_controls_that_got_past_every_border_are_not_drawn(tmp_path: Path) -> None:
    """The store's own rows are trusted by the screens; what they may hold is the border's promise, kept there."""
    with samples.open_library(tmp_path) as library:
        samples.follow_hostile(library)
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            app.tell("a\x1b]52;c;eA==\x07b\x9b31mc\u202ed")
            await pilot.pause()
            shown = screen_text(app)
            assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (200, 60)])
async def test_no_window_is_too_small_or_too_large(library: Library, size: tuple[int, int]) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=size) as pilot:
        for keys in (
            ["down", "pagedown", "f1"],
            ["down", "escape", "right"],
            ["down", "end", "home", "enter"],
            ["space", "w", "space", "v", "down", "right", "escape", "tab", "slash"],
            ["t", "enter", "escape", "f1", "escape", "escape"],
            ["escape", "A", "escape", "f2"],
            ["x", "down", "escape"],
        ):
            await press(pilot, *keys)
            strips = app.screen._compositor.render_strips()
            assert all(strip.cell_length == size[0] for strip in strips)


async def test_a_storm_of_resizes_keeps_the_sentence(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "enter", "space")
        reader = top(app, Reading)
        place = reader.session.place
        for width, height in ((100, 24), (60, 12), (81, 40), (1, 1), (33, 7), (120, 40), (80, 24)):
            await pilot.resize_terminal(width, height)
            await pilot.pause()
            assert reader.session.place == place
        shown = reader.page.leaf.galley.line(reader.page.leaf.spots[0])
        assert place is not None
        assert (shown.block, shown.start) == (place.block, place.offset)


async def test_space_goes_on_where_the_reader_stopped_last(library: Library) -> None:
    lamp, tide = lamp_and_tide(library)
    episode = lists.episodes(library, tide)[2]
    reading.keep_place(library, episode.id, Locator(1, 0), 0.3)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        chosen = top(app, Shelf).rows.chosen
        assert chosen is not None
        assert chosen.id == tide != lamp
        await press(pilot, "space")
        opened = top(app, Reading).session.episode
        assert opened is not None
        assert opened.id == episode.id


async def test_nothing_to_resume_is_said(library: Library) -> None:
    for serial in lists.serials(library):
        reading.mark(library, [one.id for one in lists.episodes(library, serial.id)], State.READ)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        assert "Nothing was read yet" in message(app) or "choose a serial" in message(app)
        await press(pilot, "enter")
        assert "is read" in message(app)
        top(app, Shelf)


async def test_marks_are_made_and_undone_in_the_contents(library: Library) -> None:
    _, tide = lamp_and_tide(library)

    def states() -> str:
        return "".join(one.state[0] for one in lists.episodes(library, tide))

    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(tide)
        await pilot.pause()
        await press(pilot, "down", "down", "m")
        assert states() == "uur" + "u" * 10
        assert "Marked read." in message(app)
        await press(pilot, "m")
        assert states() == "u" * 13
        await press(pilot, "M")
        assert states() == "rrr" + "u" * 10
        await press(pilot, "A")
        top(app, Ask)
        await press(pilot, "escape")
        assert states() == "rrr" + "u" * 10
        await press(pilot, "A", "enter")
        assert states() == "r" * 13
        await press(pilot, "u")
        assert states() == "rrr" + "u" * 10
        assert message(app).startswith("Undone:")
        await press(pilot, "u", "u", "u", "u")
        assert message(app) == "Nothing to undo."


async def test_n_and_p_step_to_unread_episodes(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    listed = lists.episodes(library, tide)
    reading.mark(library, [one.id for one in listed[1:4]], State.READ)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(tide, listed[0].id)
        await pilot.pause()
        rows = top(app, Contents).rows
        await press(pilot, "n")
        assert rows.chosen == lists.episodes(library, tide)[4]
        await press(pilot, "p", "p")
        assert rows.cursor == 0
        assert message(app) == "No unread episode before this one."


async def test_a_filter_narrows_and_escape_widens(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"lamp")
        shelf = top(app, Shelf)
        assert [one.title for one in shelf.rows.shown] == ["The Lamp on Skerry Point"]
        await press(pilot, "enter")
        assert not shelf.prompt.is_open
        assert "1 of 2" in screen_text(app)
        await press(pilot, "slash", "x")
        assert "Nothing matches “lampx”." in screen_text(app)
        await press(pilot, "escape")
        assert len(top(app, Shelf).rows.shown) == 2


async def test_sections_are_passed_over_by_the_cursor(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(lamp)
        await pilot.pause()
        assert "Part Two" in screen_text(app)
        await press(pilot, "home", "down", "down", "down", "down")
        chosen = top(app, Contents).rows.chosen
        assert chosen is not None
        assert chosen.position == 5


async def test_help_lists_the_panes_keys_and_does_what_it_lists(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f1")
        top(app, Commands)
        assert "Go on reading this serial" in screen_text(app)
        await press(pilot, *"contents")
        await press(pilot, "enter")
        top(app, Contents)
        await press(pilot, "question_mark", "escape")
        top(app, Contents)


async def test_a_serial_leaves_the_shelf_after_a_question_and_comes_back(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "delete", "n")
        assert len(lists.serials(library)) == 2
        await press(pilot, "delete", "y")
        assert len(lists.serials(library)) == 1
        await press(pilot, "u")
        assert len(lists.serials(library)) == 2


async def test_the_theme_turns(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        dark = app.brush.look.palette
        await press(pilot, "f10")
        assert app.theme == LIGHT
        assert app.brush.look.palette != dark
        assert message(app) == "Theme: light"
        app.theme = "nord"
        await pilot.pause()
        await press(pilot, "enter", "c")
        assert app.theme in {DARK, LIGHT}


@pytest.mark.parametrize(
    ("wish", "dark", "name"),
    [("auto", True, DARK), ("auto", False, LIGHT), ("light", True, LIGHT), ("nord", True, "nord")],
)
def test_themes_by_name(wish: str, dark: bool, name: str) -> None:
    assert theme_named(wish, dark=dark) == name


async def test_links_are_opened_after_a_question_and_copied(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("reader.tui.opening.open_in_browser", lambda url, _suspend: record(opened, url))
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "o")
        assert "Open lamp.example in the browser?" in screen_text(app)
        await press(pilot, "escape")
        assert opened == []
        await press(pilot, "o", "enter")
        assert opened == ["https://lamp.example/"]
        await press(pilot, "y")
        assert app.clipboard == "https://lamp.example/"
        app.browse("javascript:alert(1)")
        await pilot.pause()
        assert message(app) == "Only http and https addresses are opened."


async def test_ctrl_c_quits_at_once_from_anywhere(library: Library) -> None:
    for keys in (["enter", "space"], ["f1"], ["A"], ["slash"]):
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, *keys, "ctrl+c")
        assert app.return_code == 0
        assert not app.is_running


async def test_q_goes_back_and_then_out(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "right", "enter", "q")
        top(app, Contents)
        await press(pilot, "q")
        top(app, Shelf)
        await press(pilot, "q")
    assert not app.is_running


async def test_lists_are_painted_by_the_window(tmp_path: Path) -> None:
    with samples.open_library(tmp_path) as library:
        found = tuple(FoundEpisode(f"https://long.example/{one}", f"Part {one}", str(one)) for one in range(1, 1001))
        serial = following.follow(library, Discovered(TableOfContents("https://long.example/", "Long", found)))
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            app.contents(serial.id)
            await pilot.pause()
            await press(pilot, "end", "pageup", "home")
            assert len(top(app, Contents).rows._painted) < 100


def test_the_shelf_is_painted_before_the_text_is_thought_of() -> None:
    code = (
        "import sys, reader.tui.app;"
        "print([one for one in ('reader.session', 'reader.web', 'lxml', 'httpx') if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


async def test_the_mouse_moves_the_cursor_and_opens(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        rows = top(app, Shelf).rows
        await pilot.click(rows, offset=(10, rows.pitch))
        await pilot.pause()
        assert rows.cursor == 1
        await pilot.click(rows, offset=(10, rows.pitch))
        await pilot.pause()
        top(app, Reading)


async def test_the_contents_refresh_copy_and_open_their_episode(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(lamp)
        await pilot.pause()
        await press(pilot, "down", "y")
        assert app.clipboard == "https://lamp.example/2"
        await press(pilot, "o")
        assert "Open lamp.example in the browser?" in screen_text(app)
        await press(pilot, "n")
        asked: list[object] = []
        monkeypatch.setattr(app.errands, "update", asked.append)
        await press(pilot, "r")
        assert asked == [[lamp]]
        await press(pilot, "space")
        episode = top(app, Reading).session.episode
        assert episode is not None
        assert episode.position == 1


async def test_a_serial_that_is_all_read_leads_to_its_contents(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    reading.mark(library, [one.id for one in lists.episodes(library, lamp)], State.READ)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert top(app, Contents).serial_id == lamp
        assert "is read" in message(app)


async def test_without_colour_the_cursor_and_the_marks_are_still_there(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    _, tide = lamp_and_tide(library)
    listed = lists.episodes(library, tide)
    reading.mark(library, [listed[0].id], State.READ)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(tide, listed[2].id)
        await pilot.pause()
        rows = screen_text(app).splitlines()
        assert rows[2].startswith("   ✓ front")
        assert rows[4].startswith(" ▌ ·     2")
