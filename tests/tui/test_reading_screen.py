"""Reading: turning, keeping the place, marks, search, selection, notes, other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.document import Mark, Span
from reader.errors import Full
from reader.library import lists, reading
from reader.model import Origin, State
from reader.session import Phase
from reader.tui.app import Tsuzuki
from reader.tui.asking import Ask, Note
from reader.tui.contents import Contents
from reader.tui.reading import Reading
from reader.typeset.choices import Direction
from reader.typeset.setting import RubyMode
from tests.tui import samples
from tests.tui.cells import screen_text
from tests.tui.test_screens import lamp_and_tide, message, press, record, top

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from reader.library.shelf import Library


def screen(app: Tsuzuki) -> Reading:
    return top(app, Reading)


def position(app: Tsuzuki) -> int:
    episode = screen(app).session.episode
    assert episode is not None
    return episode.position


def state(library: Library, serial_id: int, at: int) -> State:
    return lists.episodes(library, serial_id)[at - 1].state


async def test_turning_past_the_end_marks_read_and_opens_the_next(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.4)
        assert screen(app).session.ahead is not None
        for _ in range(20):
            await press(pilot, "space")
            if position(app) == 2:
                break
        assert position(app) == 2
        assert screen(app).session.phase is Phase.READING
        assert state(library, lamp, 1) is State.READ
        await press(pilot, "u")
        assert state(library, lamp, 1) is not State.READ


async def test_every_line_is_shown_on_the_way_to_the_end(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    seen = ""
    async with app.run_test(size=(60, 14)) as pilot:
        await pilot.pause()
        while position(app) == 1:
            seen += "".join(line.strip() for line in screen_text(app).splitlines()[1:-1])
            await press(pilot, "pagedown")
    text = reading.document(library, lists.episodes(library, lamp)[0].id)
    squeezed = seen.replace(" ", "")
    for block in text.blocks:
        assert block.text.replace(" ", "") in squeezed


async def test_quitting_in_mid_sentence_and_coming_back(tmp_path: Path) -> None:
    with samples.open_library(tmp_path) as library:
        tide = samples.follow_tide(library).id
        app = Tsuzuki(library, serial=tide)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "space", "down")
            place = screen(app).session.place
            await press(pilot, "ctrl+c")
    assert place is not None
    assert (place.block, place.offset) != (0, 0)
    with samples.open_library(tmp_path, samples.settings("ja", theme="light")) as library:
        app = Tsuzuki(library)
        async with app.run_test(size=(51, 40)) as pilot:
            await press(pilot, "space")
            assert screen(app).session.place == place
            await press(pilot, "escape")
            assert "1" in screen_text(app)


async def test_the_place_is_written_at_a_pause_without_leaving(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.driving.REST_SECONDS", 0.05)
    lamp, _ = lamp_and_tide(library)
    first = lists.episodes(library, lamp)[0].id
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        await pilot.pause(0.3)
        kept = reading.place(library, first)
        place = screen(app).session.place
        assert place is not None
        assert kept.locator is not None
        assert (kept.locator.block, kept.locator.offset) == (place.block, place.offset)
        assert state(library, lamp, 1) is State.READING


async def test_direction_ruby_and_width_keep_the_place(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space")
        place = screen(app).session.place
        for key in ("w", "f", "f", "w", "plus", "minus", "minus", "f", "x", "z", "z", "equals_sign", "f"):
            await press(pilot, key)
            assert screen(app).session.place == place
            top = screen(app).page.leaf.spots[0]
            line = screen(app).page.leaf.galley.line(top)
            assert place is not None
            assert line.block == place.block
            assert line.start <= place.offset <= line.end
        assert screen(app).session.view.ruby is RubyMode.ABOVE


async def test_columns_turn_to_the_left(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "w")
        assert screen(app).session.view.direction is Direction.VERTICAL
        start = screen(app).session.place
        await press(pilot, "left", "left")
        there = screen(app).session.place
        assert start is not None
        assert there is not None
        assert (there.block, there.offset) > (start.block, start.offset)
        await press(pilot, "right", "right")
        assert screen(app).session.place == start
        for _ in range(40):
            await press(pilot, "space")
            if position(app) == 2:
                break
        assert position(app) == 2
        assert screen(app).session.view.direction is Direction.VERTICAL


async def test_a_missing_episode_says_why_and_what_to_do(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    missing = lists.episodes(library, tide)[5]
    app = Tsuzuki(library, serial=tide, episode=missing.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        shown = screen_text(app)
        assert "This episode is not here" in shown
        assert "HTTP 404, no such page" in shown
        text = samples.tide_text(5)
        library.store.texts.save(missing.id, text, origin=Origin.LIVE, url=missing.url, fetched_at=samples.NOW)
        app.errands_changed()
        await pilot.pause()
        assert screen(app).session.phase is Phase.READING
        await press(pilot, "right_square_bracket")
        assert position(app) == 7


async def test_the_end_is_said_and_space_goes_back(library: Library) -> None:
    lamp, tide = lamp_and_tide(library)
    for serial, words in ((lamp, "To be continued"), (tide, "The end")):
        last = lists.episodes(library, serial)[-1]
        app = Tsuzuki(library, serial=serial, episode=last.id)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "G", "space")
            assert screen(app).session.phase is Phase.ENDED
            assert words in screen_text(app)
            await press(pilot, "space")
            assert not isinstance(app.screen, Reading)


async def test_search_goes_round_and_escape_ends_it(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"LEDGER", "enter")
        hits = screen(app).session.search.hits
        assert len(hits) > 1
        assert message(app) == f"“LEDGER”: 1 of {len(hits)}"
        assert "ledger" in screen_text(app)
        await press(pilot, "N")
        assert message(app) == f"“LEDGER”: {len(hits)} of {len(hits)}"
        await press(pilot, "n")
        assert screen(app).session.search.at == 0
        await press(pilot, "escape")
        assert screen(app).session.search.words == ""
        await press(pilot, "slash", *"whale", "enter")
        assert message(app) == "“whale” is not in this episode."


async def test_text_is_selected_by_keys_and_copied_as_it_is_in_the_source(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(40, 24)) as pilot:
        await press(pilot, "v", *["right"] * 5)
        await press(pilot, "y")
        assert app.clipboard == "　潮が引く"
        assert message(app) == "5 characters copied."
        await press(pilot, "v", "down", "down", "y")
        source = reading.document(library, lists.episodes(library, tide)[0].id).blocks[0].text
        assert app.clipboard
        assert (source + "\n").startswith(app.clipboard.split("\n", maxsplit=1)[0])
        assert "しお" not in app.clipboard


async def test_text_is_selected_by_the_mouse_over_readings_and_line_ends(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library, serial=tide)
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.pause()
        page = screen(app).page
        rows = screen_text(app).splitlines()
        top = next(index for index, row in enumerate(rows) if "潮が" in row)
        await pilot.mouse_down(page, offset=(2, top - page.region.y))
        await pilot.hover(page, offset=(6, top + 2 - page.region.y))
        await pilot.mouse_up(page, offset=(6, top + 2 - page.region.y))
        await pilot.pause()
        text = app.screen.get_selected_text()
        source = reading.document(library, lists.episodes(library, tide)[0].id).blocks[0].text
        assert text
        assert text in source
        assert len(text) > 15
        await pilot.resize_terminal(70, 30)
        await pilot.pause()
        assert app.screen.get_selected_text() == text
        await press(pilot, "y")
        assert app.clipboard == text


async def test_links_and_notes_are_followed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("reader.tui.opening.open_in_browser", lambda url, _suspend: record(opened, url))
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "tab")
        assert message(app) == "note 1 · Enter shows it"
        await press(pilot, "enter")
        top(app, Note)
        assert "Drawn in 1844, and wrong about the rocks." in screen_text(app)
        await press(pilot, "escape", "tab")
        assert message(app) == "museum → museum.example · Enter opens it"
        await press(pilot, "y")
        assert app.clipboard == "https://museum.example/log?a=1"
        await press(pilot, "enter")
        top(app, Ask)
        await press(pilot, "enter")
        assert opened == ["https://museum.example/log?a=1"]
        await press(pilot, "escape", "escape")
        assert not isinstance(app.screen, Reading)


async def test_jumps_are_taken_back(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "down", "down")
        place = screen(app).session.place
        await press(pilot, "G")
        assert screen(app).session.at_end
        await press(pilot, "ctrl+o")
        assert screen(app).session.place == place
        await press(pilot, "g")
        assert "Chapter 1: The Ledger" in screen_text(app)


async def test_the_contents_show_where_the_reader_is_and_lead_back(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "right", "right", "t")
        chosen = top(app, Contents).rows.chosen
        assert chosen is not None
        assert chosen.position == 3
        await press(pilot, "enter")
        assert position(app) == 3
        assert len(app.screen_stack) == 3


async def test_clicking_a_base_asks_for_its_reading(tmp_path: Path) -> None:
    with samples.open_library(tmp_path, samples.settings(ruby="on-demand")) as library:
        samples.follow_tide(library)
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "enter")
            rows = screen_text(app).splitlines()
            top = next(index for index, row in enumerate(rows) if "潮が" in row)
            page = screen(app).page
            left = rows[top].index("　潮") + 2
            await pilot.click(page, offset=(left, top - page.region.y))
            await pilot.pause()
            assert message(app) == "潮: しお"


async def test_readings_are_asked_for_by_key(tmp_path: Path) -> None:
    with samples.open_library(tmp_path, samples.settings(ruby="on-demand")) as library:
        samples.follow_tide(library)
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "enter", "F")
            assert message(app) == "潮: しお"
            assert screen(app).page._overlays(0)[0].end == 2
            await press(pilot, "F")
            assert message(app) == "貝殻: かいがら"
            await press(pilot, "F", "F", "F", "F")
            assert message(app) == "潮: しお"
            await press(pilot, "escape")
            assert screen(app).page._overlays(0) == []
            await press(pilot, "v", "F")
            assert message(app) == "There is no reading here."
            await press(pilot, "right", "v", "F")
            assert message(app) == "潮: しお"
            await press(pilot, *["down"] * 8, "F")
            assert message(app) == "潮: しお   貝殻: かいがら"


async def test_the_wheel_turns_lines(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        page = screen(app).page
        page.lines(3)
        await pilot.pause()
        there = screen(app).session.place
        assert there is not None
        assert (there.block, there.offset) != (0, 0)
        page.lines(-3)
        await pilot.pause()
        place = screen(app).session.place
        assert place is not None
        assert (place.block, place.offset) == (0, 0)


async def test_half_pages_steps_and_jumps_forward(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "ctrl+d")
        half = screen(app).session.place
        assert half is not None
        assert half.block > 0
        await press(pilot, "ctrl+u")
        back = screen(app).session.place
        assert back is not None
        assert (back.block, back.offset) == (0, 0)
        await press(pilot, "space", "pageup")
        assert screen(app).session.place == back
        await press(pilot, "left")
        assert message(app) == "This is the first episode."
        await press(pilot, "n")
        assert position(app) == 2
        await press(pilot, "p")
        assert position(app) == 1
        await press(pilot, "G", "ctrl+o", "ctrl+n")
        assert screen(app).session.at_end
        await press(pilot, "ctrl+n")
        assert message(app) == "There is no later place to go forward to."


async def test_everything_up_to_here_is_marked_from_the_text(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    third = lists.episodes(library, lamp)[2]
    app = Tsuzuki(library, serial=lamp, episode=third.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "M")
        assert [one.state for one in lists.episodes(library, lamp)][:4] == [State.READ] * 3 + [State.UNREAD]
        assert message(app) == "3 episodes marked read."
        await press(pilot, "m")
        assert state(library, lamp, 3) is State.UNREAD


async def test_a_clicked_link_asks_and_a_link_to_another_episode_opens_it(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "G")
        rows = screen_text(app).splitlines()
        y = next(index for index, row in enumerate(rows) if "museum" in row)
        page = screen(app).page
        await pilot.click(page, offset=(rows[y].index("museum") + 2, y - page.region.y))
        await pilot.pause()
        assert "Open museum.example in the browser?" in screen_text(app)
        await press(pilot, "n")
        span = Span(0, 3, Mark.LINK, "http://www.lamp.example/4#top")
        screen(app)._follow(0, span)
        await pilot.pause()
        assert position(app) == 4
        await press(pilot, "ctrl+o")
        assert position(app) == 1


async def test_a_reference_without_its_note_does_nothing(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        screen(app)._follow(0, Span(0, 1, Mark.REFERENCE, "99"))
        await pilot.pause()
        top(app, Reading)
        await press(pilot, "shift+tab")
        assert "museum" in message(app)


async def test_selecting_walks_over_blocks_and_scrolls(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, "v", *["down"] * 16)
        assert screen(app).page.caret is not None
        first = screen(app).page.leaf.spots[0]
        assert first.block > 0
        await press(pilot, *["up"] * 16, "left", "enter")
        assert app.clipboard == "" or len(app.clipboard) < 3
        await press(pilot, "v", "v", "right", "escape")
        assert screen(app).page.caret is None


async def test_a_library_that_cannot_be_written_says_so_and_reading_goes_on(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    lamp, _ = lamp_and_tide(library)

    def full(*_: object) -> None:
        raise Full("the disk is full; nothing was changed", hint="Make room.")

    monkeypatch.setattr(reading, "keep_place", full)
    monkeypatch.setattr(reading, "mark", full)
    app = Tsuzuki(library, serial=lamp)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "m")
        assert message(app) == "the disk is full; nothing was changed. Make room."
        await press(pilot, "space", "right_square_bracket")
        assert position(app) == 2
