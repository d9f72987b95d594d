"""The table of contents as the reader arranges it, and what it says of texts that are not there."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.document import Block, Document, Role
from reader.errors import Locked
from reader.files import UpdateLock
from reader.library import arranging, lists, reading
from reader.library.refreshing import Failure, Fetched, FetchReport, Outcome
from reader.model import FoundEpisode, Origin, State, TableOfContents
from reader.settings import Fetching
from reader.tui import errands
from reader.tui.app import Tsuzuki
from reader.tui.asking import Ask
from reader.tui.contents import Contents
from reader.tui.shelf import Shelf
from tests.tui import samples
from tests.tui.cells import screen_text
from tests.tui.test_adding import fetching, until
from tests.tui.test_screens import lamp_and_tide, message, press, record, top

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import Episode


def numbers(library: Library, serial_id: int) -> list[str]:
    return [one.number or "-" for one in lists.episodes(library, serial_id)]


def later() -> datetime:
    return samples.NOW + timedelta(days=1)


LAMP = [str(number) for number in range(1, 9)]


async def test_an_order_by_hand_is_one_step_that_can_be_undone(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(lamp)
        await press(pilot, "home", "shift+up", "J", "J", "shift+down", "K")
        assert numbers(library, lamp) == LAMP
        await until(pilot, lambda: numbers(library, lamp) != LAMP)
        assert numbers(library, lamp) == ["2", "3", "1", *LAMP[3:]]
        assert "u undoes it" in message(app)
        chosen = top(app, Contents).rows.chosen
        assert chosen is not None
        assert chosen.number == "1"
        await press(pilot, "end", "shift+down", "shift+up")
        await press(pilot, "u")
        assert numbers(library, lamp) == ["2", "3", "1", *LAMP[3:]]
        await press(pilot, "u")
        assert numbers(library, lamp) == LAMP
        assert not library.store.serials.is_ordered_by_reader(lamp)


@pytest.mark.parametrize("way_out", ["escape", "ctrl+c", "enter", "f1"])
async def test_an_order_is_written_whatever_comes_next(library: Library, way_out: str) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(lamp)
        await press(pilot, "home", "shift+down", way_out)
        assert numbers(library, lamp)[:2] == ["2", "1"]


async def test_an_order_in_a_filtered_list_passes_what_is_seen(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(lamp)
        await press(pilot, "slash", *"ledger", "enter", "home", "shift+down", "escape", "escape")
        assert numbers(library, lamp) == ["2", "3", "4", "5", "1", "6", "7", "8"]


async def test_what_is_left_out_goes_and_comes_back(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        app.contents(lamp)
        await press(pilot, "home", "full_stop")
        assert message(app) == "Nothing is left out."
        await press(pilot, "down", "delete", "x")
        assert numbers(library, lamp) == ["1", "4", "5", "6", "7", "8"]
        assert "“Chapter 3: The Second Cup” is left out." in message(app)
        shown = screen_text(app)
        assert "2 left out" in shown.splitlines()[0]
        assert "Chapter 2" not in shown
        await press(pilot, "full_stop", "up")
        app.tell("")
        await pilot.pause()
        assert screen_text(app).count("left out") == 3
        await press(pilot, "enter")
        assert message(app).startswith("You left this episode out.")
        await press(pilot, "x")
        assert numbers(library, lamp)[:3] == ["1", "3", "4"]
        await press(pilot, "u", "u", "u")
        assert numbers(library, lamp) == LAMP


async def test_a_missing_episode_says_why_and_a_lost_one_where_it_may_be(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    lost = lists.episodes(library, tide)[5]
    library.store.episodes.failed(lost.id, "no such page (404)", "", samples.NOW, lost=True)
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        app.contents(tide)
        await pilot.pause()
        shown = screen_text(app)
        assert "✗ missing: no such page (404)" in shown
        assert "1 cannot be had: W looks in the archive" in shown


def rescuing(monkeypatch: pytest.MonkeyPatch, go_on: asyncio.Event, report: FetchReport) -> list[int]:
    asked: list[int] = []

    async def rescue(library: Library, serial_id: int, *, watch: Callable[[Fetched], None]) -> FetchReport:
        asked.append(serial_id)
        missing = next(one for one in lists.episodes(library, serial_id) if not one.saved)
        await asyncio.sleep(0)
        watch(Fetched(1, 3, missing.id, missing.title, missing.url, serial_id=serial_id))
        await go_on.wait()
        return report

    monkeypatch.setattr("reader.library.rescuing.rescue", rescue)
    return asked


async def test_the_archive_is_asked_after_one_question(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, tide = lamp_and_tide(library)
    go_on = asyncio.Event()
    asked = rescuing(monkeypatch, go_on, FetchReport(2, (Failure("u", "t", "u: no copy", ""),)))
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        app.contents(lamp)
        await press(pilot, "W")
        assert message(app) == "Nothing is missing."
        app.contents(tide)
        await press(pilot, "W")
        assert "Ask the Wayback Machine for 1 missing episode?" in screen_text(app)
        await press(pilot, "escape")
        assert asked == []
        await press(pilot, "W", "enter")
        await until(pilot, lambda: "from the archive 1 / 3" in screen_text(app))
        go_on.set()
        await until(pilot, lambda: message(app) == "2 rescued, 1 still missing.")
        await press(pilot, "W")
        await pilot.pause()
        assert asked == [tide, tide]


@pytest.mark.parametrize(("wish", "line"), [("never", "The settings say"), ("always", "2 rescued")])
async def test_what_the_settings_say_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: str, line: str
) -> None:
    go_on = asyncio.Event()
    go_on.set()
    asked = rescuing(monkeypatch, go_on, FetchReport(2, ()))
    fetch = replace(Fetching(), archive=wish)  # type: ignore[arg-type] # one of the words
    with samples.open_library(tmp_path, replace(samples.settings(), fetch=fetch)) as library:
        tide = samples.follow_tide(library)
        lost = lists.episodes(library, tide.id)[5]
        library.store.episodes.failed(lost.id, "no such page (404)", "", samples.NOW, lost=True)
        app = Tsuzuki(library)
        async with app.run_test(size=(120, 24)) as pilot:
            app.contents(tide.id)
            await press(pilot, "W")
            await until(pilot, lambda: message(app).startswith(line))
            app.tell("")
            await pilot.pause()
            assert ("W looks in the archive" in screen_text(app)) == (wish == "always")
            assert len(asked) == (wish == "always")


async def test_what_a_fetch_found_gone_is_offered_or_looked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, tide = lamp_and_tide(library)
    lost = lists.episodes(library, tide)[5]
    library.store.episodes.failed(lost.id, "no such page (404)", "", samples.NOW, lost=True)
    go_on = asyncio.Event()
    go_on.set()
    fetching(monkeypatch, go_on, FetchReport(0, (Failure(lost.url, lost.title, "no such page (404)", ""),)))
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.errands.fetch(tide)
        await until(pilot, lambda: bool(message(app)))
        expected = "0 saved, 1 missing: no such page (404) 1 cannot be had: W looks in the archive"
        assert message(app) == expected


# --- sites that want to be read in the browser -------------------------------------------------------------------


def follow_elsewhere(library: Library) -> int:
    found = tuple(FoundEpisode(f"https://kakuyomu.jp/works/1/episodes/{one}", f"第{one}話", str(one)) for one in (1, 2))
    contents = TableOfContents("https://kakuyomu.jp/works/1", "坂の上の灯", found, language="ja")
    serial = samples.follow(library, contents, [None, None])
    return serial.id


async def test_an_episode_that_is_read_in_the_browser(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    serial_id = follow_elsewhere(library)
    opened: list[str] = []
    monkeypatch.setattr("reader.tui.opening.open_in_browser", lambda url, _: record(opened, url))
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(serial_id)
        await pilot.pause()
        shown = screen_text(app)
        assert shown.count("in the browser") == 2
        assert "missing" not in shown
        await press(pilot, "enter")
        assert "Kakuyomu is read in the browser: open it?" in screen_text(app)
        await press(pilot, "escape")
        assert opened == []
        await press(pilot, "enter", "enter")
        assert opened == ["https://kakuyomu.jp/works/1/episodes/1"]
        assert "Mark “第1話” read?" in screen_text(app)
        await press(pilot, "enter")
        assert message(app) == "Marked read."
        assert [one.state for one in lists.episodes(library, serial_id)] == [State.READ, State.UNREAD]
        await press(pilot, "escape")
        top(app, Shelf)
        assert "2 missing" not in screen_text(app)
        app.resume(serial_id)
        await pilot.pause()
        top(app, Ask)


async def test_a_fetch_from_such_a_site_says_so_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    serial_id = follow_elsewhere(library)
    go_on = asyncio.Event()
    go_on.set()
    failures = tuple(Failure(one.url, one.title, "e", "h") for one in lists.episodes(library, serial_id))
    fetching(monkeypatch, go_on, FetchReport(0, failures))
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        app.errands.fetch(serial_id)
        await until(pilot, lambda: bool(message(app)))
        assert message(app) == ("Kakuyomu asks not to be read by programs: its episodes open in your browser.")


# --- one update at a time ----------------------------------------------------------------------------------------


async def test_an_update_waits_for_another_one(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, _ = lamp_and_tide(library)
    monkeypatch.setattr(errands, "TURN_SECONDS", 0.01)
    asked: list[int] = []

    async def update(_library: Library, serial_ids: list[int], *, watch: object) -> tuple[Outcome, ...]:
        del watch
        asked.extend(serial_ids)
        return (Outcome(lamp, "L"),)

    monkeypatch.setattr("reader.library.refreshing.update", update)
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        with UpdateLock(library.folders.update_lock):
            app.errands.update([lamp])
            await until(pilot, lambda: "waiting for another update" in screen_text(app))
            assert asked == []
        await until(pilot, lambda: message(app) == "Nothing new in L.")
        assert asked == [lamp]


async def test_a_turn_that_was_lost_at_the_last_moment(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, _ = lamp_and_tide(library)
    monkeypatch.setattr(errands, "TURN_SECONDS", 0.01)
    held: list[UpdateLock] = []

    async def update(_library: Library, _: list[int], *, watch: object) -> tuple[Outcome, ...]:
        del watch
        if not held:
            held.append(UpdateLock(library.folders.update_lock))
            held[0].__enter__()
            asyncio.get_running_loop().call_later(0.05, held[0].__exit__, None, None, None)
            raise Locked("another update is running")
        return (Outcome(lamp, "L"),)

    monkeypatch.setattr("reader.library.refreshing.update", update)
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        app.errands.update([lamp])
        await until(pilot, lambda: message(app) == "Nothing new in L.")


OTHER = """
import sys
from pathlib import Path
from reader.files import UpdateLock
with UpdateLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


async def test_another_programs_update_is_shown_while_it_runs(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    other = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        OTHER,
        os.fspath(library.folders.update_lock),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert other.stdin is not None
    assert other.stdout is not None
    assert await other.stdout.readline() == b"held\n"
    async with app.run_test(size=(120, 24)) as pilot:
        app.errands.look_for_others()
        await pilot.pause()
        assert "another Tsuzuki looks for news" in screen_text(app)
        arranging.leave_out(library, [lists.episodes(library, lamp)[0].id])
        other.stdin.close()
        await other.wait()
        app.errands.look_for_others()
        await pilot.pause()
        shown = screen_text(app)
        assert "another Tsuzuki" not in shown
        assert "0 / 7" in shown


async def test_our_own_update_is_no_other(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        with UpdateLock(library.folders.update_lock):
            app.errands.look_for_others()
            await pilot.pause()
            assert "another Tsuzuki" not in screen_text(app)


async def test_a_text_that_was_edited_after_it_was_read(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    edited(library, lamp, samples.lamp_text(1))
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 24)) as pilot:
        app.contents(lamp)
        await pilot.pause()
        assert screen_text(app).count("changed since you read it") == 1


# --- what changed ------------------------------------------------------------------------------------------------


def edited(library: Library, serial_id: int, text: Document, suspect: str = "") -> Episode:
    """The first episode, read, and then found with another text."""
    first = lists.episodes(library, serial_id)[0]
    library.store.log.mark([first.id], State.READ, samples.NOW)
    library.store.texts.save(
        first.id, text, origin=Origin.LIVE, url=first.url, fetched_at=later(), words=9, suspect=suspect
    )
    return first


def reworded(library: Library, serial_id: int, *, more: int = 0) -> Document:
    """Its text with two words changed, a paragraph added and the last one gone."""
    blocks = list(reading.document(library, lists.episodes(library, serial_id)[0].id).blocks)
    first = blocks[0].text.split()
    blocks[0] = Block(Role.PARAGRAPH, " ".join(["Quite", "otherwise", *first[2:]]))
    extra = [Block(Role.PARAGRAPH, f"Line {one} came later than all the rest of it.") for one in range(more + 1)]
    return Document((*blocks[:5], *extra, *blocks[5:-2]), "en")


async def test_what_changed_since_it_was_read(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    old = reading.document(library, lists.episodes(library, lamp)[0].id)
    edited(library, lamp, reworded(library, lamp))
    app = Tsuzuki(library)
    async with app.run_test(size=(100, 30)) as pilot:
        app.contents(lamp)
        await press(pilot, "home", "d")
        shown = screen_text(app)
        assert f"{samples.NOW:%Y-%m-%d} → {later():%Y-%m-%d}" in shown.splitlines()[0]
        assert "Quite otherwise" in shown
        assert old.blocks[0].text.split()[0] in shown
        assert "Line 0 came later" in shown
        assert "… 4 paragraphs unchanged" in shown
        assert "struck out: gone · underlined: new" in shown
        styles = {
            segment.text.strip(): segment.style
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None
        }
        assert styles["Quite otherwise"].underline
        assert next(style for text, style in styles.items() if style.strike)
        await press(pilot, "enter")
        assert message(app).startswith("This is the text you read")
        await press(pilot, "c", "f1", "escape", "escape")
        top(app, Contents)
        await press(pilot, "down", "d")
        assert "its text was never changed" in message(app)


async def test_a_long_comparison_is_paged(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    edited(library, lamp, reworded(library, lamp, more=60))
    app = Tsuzuki(library, serial=lamp, episode=lists.episodes(library, lamp)[0].id)
    async with app.run_test(size=(60, 14)) as pilot:
        await press(pilot, "d")
        first = screen_text(app)
        await press(pilot, "down", "up")
        assert screen_text(app) == first
        await press(pilot, "end")
        last = screen_text(app)
        assert "paragraphs unchanged" in last or "museum" in last
        await press(pilot, "down", "pagedown")
        assert screen_text(app) == last
        await press(pilot, "pageup", "pagedown")
        assert screen_text(app) == last
        await press(pilot, "home")
        assert screen_text(app) == first
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert "Quite" in screen_text(app)


async def test_a_text_that_was_set_aside_may_be_taken(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    text = reworded(library, lamp)
    first = edited(library, lamp, text, "far shorter than the saved text")
    app = Tsuzuki(library)
    async with app.run_test(size=(120, 30)) as pilot:
        app.contents(lamp)
        await press(pilot, "home")
        assert "an edit was set aside" in screen_text(app)
        await press(pilot, "d")
        assert "set aside: far shorter than the saved text" in screen_text(app)
        await press(pilot, "enter", "escape")
        assert reading.document(library, first.id) != text
        await press(pilot, "enter", "enter")
        assert message(app).endswith("is now the text that was set aside.")
        assert reading.document(library, first.id) == text
        top(app, Contents)


async def test_a_question_leaves_the_screen_behind_it_in_sight(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        app.contents(lamp)
        await press(pilot, "A")
        top(app, Ask)
        shown = screen_text(app)
        assert "Chapter 8: The Oil" in shown
        assert "Mark all 8 episodes" in shown
