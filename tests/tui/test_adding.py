"""Following from within, and what runs beside the reading: told in place, without a network."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import pytest
from textual import events

from reader.errors import HttpStatus, NotASerial, Unreachable
from reader.library import lists
from reader.library.refreshing import Failure, Fetched, FetchReport, Outcome
from reader.locale import Say
from reader.model import Choice, Choices, Discovered, Evidence, FoundEpisode, TableOfContents
from reader.settings import Fetching
from reader.tui.adding import Adding
from reader.tui.app import Tsuzuki
from reader.tui.contents import Contents
from reader.tui.pane import error_line
from reader.tui.reading import Reading
from reader.tui.shelf import Shelf
from reader.update import decide
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text
from tests.tui.test_screens import lamp_and_tide, message, press, top

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from textual.pilot import Pilot

    from reader.library.shelf import Library

FOUND = Discovered(
    TableOfContents(
        "https://kite.example/",
        "The Kite [draft]",
        tuple(FoundEpisode(f"https://kite.example/{one}", f"Part {one}", str(one)) for one in range(1, 6)),
        "N. Reed",
        "en",
    ),
    (Evidence("links in the text", 7, 5, "numbered one by one"),),
    ("Part 3 is listed twice.",),
)

Answer = Discovered | Choices | Exception


def discovering(monkeypatch: pytest.MonkeyPatch, *answers: Answer) -> list[tuple[str, int | None]]:
    """Let discovery answer so, call by call; what it was asked for."""
    asked: list[tuple[str, int | None]] = []
    left = list(answers)

    async def discover(
        _library: Library, url: str, *, pick: int | None = None, archive: bool = False, watch: Callable[[str], None]
    ) -> Discovered | Choices:
        asked.append((f"{url} archived" if archive else url, pick))
        watch("kite.example")
        await asyncio.sleep(0)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr("reader.library.following.discover", discover)
    return asked


async def until(pilot: Pilot[None], done: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    for _ in range(500):
        if done():
            return
        await pilot.pause(0.02)
    raise AssertionError


def fetching(
    monkeypatch: pytest.MonkeyPatch, go_on: asyncio.Event, report: FetchReport
) -> list[tuple[int, Collection[int] | None]]:
    """Let fetching answer so, once it may; what it was asked for."""
    asked: list[tuple[int, Collection[int] | None]] = []

    async def fetch_missing(
        _library: Library, serial_id: int, *, watch: Callable[[Fetched], None], only: Collection[int] | None = None
    ) -> FetchReport:
        asked.append((serial_id, only))
        watch(Fetched(2, 5, 1, "Part 2", "https://kite.example/2", serial_id=serial_id))
        await go_on.wait()
        return report

    monkeypatch.setattr("reader.library.refreshing.fetch_missing", fetch_missing)
    return asked


async def test_from_a_pasted_address_to_the_shelf(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = discovering(monkeypatch, FOUND)
    go_on = asyncio.Event()
    fetched = fetching(monkeypatch, go_on, FetchReport(5, ()))
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a")
        adding = top(app, Adding)
        adding.field.post_message(events.Paste("https://kite.example/"))
        await pilot.pause()
        await press(pilot, "enter")
        await pilot.pause()
        assert asked == [("https://kite.example/", None)]
        matches_snapshot(app, "adding-80x24")
        await press(pilot, "down", "space", "space", "enter")
        top(app, Shelf)
        kite = next(one for one in lists.serials(library) if one.title == "The Kite [draft]")
        assert [one.title for one in lists.episodes(library, kite.id)] == ["Part 1", "Part 4", "Part 5"]
        assert fetched == [(kite.id, None)]
        assert message(app).startswith("“The Kite [draft]” is on the shelf")
        await pilot.pause(0.4)
        assert "fetching 2 / 5" in screen_text(app)
        await press(pilot, "enter")
        top(app, Reading)
        go_on.set()
        await pilot.pause(0.05)
        assert message(app) == "5 episodes saved."


async def test_a_choice_is_made_on_the_way(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    choices = Choices((Choice(1, "The Kite", 5, "Part 1", "Part 5"), Choice(2, "The String", 9, "I", "IX")))
    asked = discovering(monkeypatch, choices, FOUND)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "f2", *"kite.example", "enter")
        assert "Which one?" in screen_text(app)
        await press(pilot, "down", "enter")
        await pilot.pause()
        assert asked == [("kite.example", None), ("kite.example", 2)]
        assert "Part 5" in screen_text(app)
        await press(pilot, "f4", "enter")
        assert message(app) == "No episode is ticked."
        await press(pilot, "f4", "up", "escape")
        assert "Which one?" in screen_text(app)
        assert any(line.startswith(" ▌ The String") for line in screen_text(app).splitlines())
        await press(pilot, "escape")
        assert isinstance(app.screen, Shelf)
        assert len(lists.serials(library)) == 2


async def test_what_the_reader_left_out_and_put_in_order_stays_so(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    discovering(monkeypatch, FOUND)
    fetching(monkeypatch, asyncio.Event(), FetchReport(0, ()))
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"kite.example", "enter")
        await pilot.pause()
        await press(pilot, "shift+up", "down", "J", "shift+down", "up", "space", "end")
        shown = screen_text(app)
        assert "your own order · 4 of 5" in shown.splitlines()[0]
        assert [line.split("  ")[-1] for line in shown.splitlines() if "[" in line and "Part" in line] == [
            f"Part {number}" for number in (1, 3, 4, 2, 5)
        ]
        await press(pilot, "enter")
        kite = next(one for one in lists.serials(library) if one.title == "The Kite [draft]")
        assert [one.number for one in lists.episodes(library, kite.id)] == ["1", "3", "2", "5"]
        assert kite.counts.episodes == 4
        store = library.store
        by_reader = store.serials.is_ordered_by_reader(kite.id)
        again = decide(store.episodes.known(kite.id), FOUND.contents, ordered_by_reader=by_reader)
        store.changes.apply(kite.id, again, samples.NOW)
        assert [one.number for one in lists.episodes(library, kite.id)] == ["1", "3", "2", "5"]


async def test_a_page_that_is_gone_may_be_in_the_archive(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = HttpStatus("there is no such page (404)", subject="kite.example", hint="Check it.", status=404)
    asked = discovering(monkeypatch, gone, FOUND)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"kite.example", "enter")
        await pilot.pause()
        assert "Look for it in the Wayback Machine" in screen_text(app)
        await press(pilot, "down", "enter")
        await pilot.pause()
        assert asked == [("kite.example", None), ("kite.example archived", None)]
        assert "5 of 5" in screen_text(app)


@pytest.mark.parametrize("wish", ["never", "always"])
async def test_the_archive_is_not_offered_where_the_settings_have_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wish: Literal["never", "always"]
) -> None:
    discovering(monkeypatch, HttpStatus("there is no such page (404)", subject="kite.example", status=404))
    settings = replace(samples.settings("en"), fetch=replace(Fetching(), archive=wish))
    with samples.open_library(tmp_path / "other", settings) as library:
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "a", *"kite.example", "enter")
            await pilot.pause()
            assert "no such page" in screen_text(app)
            assert "Wayback" not in screen_text(app)
            await press(pilot, "down")
            assert top(app, Adding).field.has_focus


async def test_a_folder_on_this_machine(library: Library, tmp_path: Path) -> None:
    folder = tmp_path / "Bell tales"
    folder.mkdir()
    for number in range(1, 4):
        text = f"# Bell {number}\n\nThe bell rang {number} times over the roofs.\n\nNobody counted along.\n"
        (folder / f"{number:02} bell.md").write_text(text, "utf-8")
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a")
        top(app, Adding).field.value = f"'{folder}'"
        await press(pilot, "enter")
        await until(pilot, lambda: "3 of 3" in screen_text(app))
        await press(pilot, "down", "space", "enter")
        bells = next(one for one in lists.serials(library) if one.url.startswith("file:"))
        assert message(app).startswith(f"“{bells.title}” is on the shelf")
        listed = lists.episodes(library, bells.id)
        assert [one.saved for one in listed] == [True, True]
        await press(pilot, "enter")
        assert "The bell rang 1 times over the roofs." in screen_text(app)


async def test_a_path_where_nothing_lies(library: Library) -> None:
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"/no/such/folder", "enter")
        await until(pilot, lambda: bool(message(app)))
        assert message(app).startswith("/no/such/folder: nothing lies there.")


async def test_what_is_no_serial_is_refused_in_one_line(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    discovering(monkeypatch, NotASerial("nothing here looks like parts", subject="x.example", hint="Try its feed."))
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"x.example", "enter")
        await pilot.pause()
        assert message(app) == "x.example: nothing here looks like parts. Try its feed."
        assert top(app, Adding).field.has_focus
        await press(pilot, "escape")
        assert isinstance(app.screen, Shelf)


async def test_what_is_followed_already_is_shown(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, _ = lamp_and_tide(library)
    found = tuple(FoundEpisode(one.url, one.title, one.number) for one in lists.episodes(library, lamp))
    known = Discovered(TableOfContents("https://lamp.example/", "The Lamp on Skerry Point", found))
    discovering(monkeypatch, known)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"lamp.example", "enter")
        await pilot.pause()
        await press(pilot, "enter")
        assert top(app, Contents).serial_id == lamp
        assert message(app) == "“The Lamp on Skerry Point” is on the shelf already."


async def test_looking_can_be_stopped(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(*_: object, **__: object) -> Discovered:
        await asyncio.sleep(60)
        return FOUND

    monkeypatch.setattr("reader.library.following.discover", never)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"kite.example", "enter")
        assert "Looking…" in screen_text(app)
        await press(pilot, "escape")
        assert "Stopped looking." in screen_text(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, Shelf)


async def test_another_address_takes_the_place_of_the_one_looked_for(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []

    async def slow(_: Library, url: str, **__: object) -> Discovered:
        try:
            await asyncio.sleep(60)
        finally:
            ended.append(url)
        return FOUND

    monkeypatch.setattr("reader.library.following.discover", slow)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "a", *"one.example", "enter")
        await press(pilot, *"/x", "enter")
        await until(pilot, lambda: ended == ["one.example"])
        await press(pilot, "escape")
        assert "Stopped looking." in screen_text(app)
        await until(pilot, lambda: ended == ["one.example", "one.example/x"])
        top(app, Adding)


def updating(
    monkeypatch: pytest.MonkeyPatch, go_on: asyncio.Event, *outcomes: Outcome | Exception
) -> list[Sequence[int]]:
    """Let a look for news answer so, once it may; what it was asked for."""
    asked: list[Sequence[int]] = []

    async def update(
        _library: Library, serial_ids: Sequence[int], *, watch: Callable[[Fetched], None]
    ) -> tuple[Outcome, ...]:
        del watch
        asked.append(list(serial_ids))
        await go_on.wait()
        if isinstance(outcomes[0], Exception):
            raise outcomes[0]
        return tuple(one for one in outcomes if isinstance(one, Outcome) and one.serial_id in serial_ids)

    monkeypatch.setattr("reader.library.refreshing.update", update)
    return asked


async def test_news_are_told_in_one_line(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, tide = lamp_and_tide(library)
    for outcomes, key, line in (
        ([Outcome(lamp, "L", new=2), Outcome(tide, "T")], "R", "2 new episodes."),
        ([Outcome(lamp, "L"), Outcome(tide, "T")], "R", "Nothing new."),
        ([Outcome(lamp, "L"), Outcome(tide, "T", error="no way")], "R", "1 serial could not be checked: no way"),
        ([Outcome(lamp, "L", new=1), Outcome(tide, "T", new=1)], "r", "1 new episode in"),
        ([Outcome(lamp, "L"), Outcome(tide, "T")], "r", "Nothing new in"),
        ([Outcome(lamp, "L", fetched=3), Outcome(tide, "T", fetched=3)], "r", "3 episodes saved."),
        ([Outcome(lamp, "L", error="e", hint="h"), Outcome(tide, "L", error="e", hint="h")], "r", "L: e. h"),
        ([Unreachable("no such host", subject="lamp.example")], "r", "lamp.example: no such host"),
    ):
        go_on = asyncio.Event()
        asked = updating(monkeypatch, go_on, *outcomes)
        app = Tsuzuki(library)
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, key, key)
            assert message(app) == "Already at it."
            assert "looking for news" in screen_text(app)
            go_on.set()
            await pilot.pause(0.05)
            assert message(app).startswith(line)
            assert len(asked) == 1


async def test_a_missing_text_is_fetched_on_its_own(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    _, tide = lamp_and_tide(library)
    missing = lists.episodes(library, tide)[5]
    report = FetchReport(0, (Failure(missing.url, missing.title, "still HTTP 404", "Later."),))
    go_on = asyncio.Event()
    asked = fetching(monkeypatch, go_on, report)
    app = Tsuzuki(library, serial=tide, episode=missing.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "r")
        assert asked == [(tide, [missing.id])]
        go_on.set()
        await pilot.pause(0.05)
        assert message(app) == "0 saved, 1 missing: still HTTP 404. Later."


def test_an_error_is_told_in_the_reader_s_language() -> None:
    error = HttpStatus(
        "the site has no such page (404 Not Found)", subject="https://a.example/", hint="Try again later."
    )
    assert error_line(Say("ja"), error).endswith(
        "https://a.example/: サイトにこのページはありません（404 Not Found）。時間をおいて試してください。"
    )
    assert error_line(Say("en"), error).endswith("(404 Not Found). Try again later.")
