"""The shelf of a reader who follows much: asked, sorted, tagged, renamed, put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.library import lists
from reader.model import Status
from reader.orders import ORDERS
from reader.tui.app import Tsuzuki
from reader.tui.naming import Naming
from reader.tui.shelf import Shelf
from reader.tui.tagging import Tagging
from tests.tui import samples
from tests.tui.cells import matches_snapshot, screen_text
from tests.tui.test_screens import lamp_and_tide, message, press, top

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library


def shown(app: Tsuzuki) -> list[int]:
    return [one.id for one in top(app, Shelf).rows.shown]


async def test_the_filter_speaks_the_language_of_the_list(library: Library) -> None:
    lamp, tide = lamp_and_tide(library)
    lists.tag(library, lamp, add=["sea", "ghosts"])
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"tag:gh")
        assert shown(app) == [lamp]  # while it is typed, the beginning of a tag is enough
        await press(pilot, "enter")
        assert shown(app) == []
        assert "Nothing matches “tag:gh”." in screen_text(app)
        await press(pilot, "slash", *"osts")
        await press(pilot, "enter")
        assert shown(app) == [lamp]
        await press(pilot, "escape", "slash", *"-tag:sea")
        assert shown(app) == [tide]
        await press(pilot, "escape", "slash", *"読")
        assert shown(app) == []
        await press(pilot, "escape")
        assert len(shown(app)) == 2


async def test_what_is_no_query_is_told_and_the_list_stays(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"complete autor:x")
        assert shown(app) == [tide]
        await press(pilot, "space", "m")
        assert "“autor:x” means nothing" in screen_text(app)
        assert shown(app) == [tide]
        await press(pilot, "enter")
        assert "Did you mean author?" in message(app)
        await press(pilot, "escape")
        assert "means nothing" not in screen_text(app)


async def test_the_order_is_shown_and_kept_between_runs(library: Library) -> None:
    lamp, tide = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "by last read" in screen_text(app)
        await press(pilot, "s")
        assert "by title ·" in screen_text(app)
        assert shown(app) == [lamp, tide]
        await press(pilot, "v")
        assert "by title, reversed ·" in screen_text(app)
        assert shown(app) == [tide, lamp]
    again = Tsuzuki(library)
    async with again.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "by title, reversed" in screen_text(again)
        assert shown(again) == [tide, lamp]
        for _ in ORDERS:
            await press(pilot, "s")
        assert "by title ·" in screen_text(again)


async def test_an_order_of_another_tsuzuki_is_the_usual_one(library: Library) -> None:
    library.store.choices.keep_of_shelf({"order": "colour", "reverse": "no"})
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "by last read ·" in screen_text(app)


async def test_a_serial_is_put_away_and_comes_back(library: Library) -> None:
    lamp, tide = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "full_stop")
        assert message(app) == "Nothing is put away."
        await press(pilot, "x")
        assert shown(app) == [tide]
        assert message(app).startswith("“The Lamp on Skerry Point” is put away.")
        await press(pilot, "u")
        assert shown(app) == [lamp, tide]
        await press(pilot, "home", "x", "x")
        assert shown(app) == []
        assert "All is put away. . shows it." in screen_text(app)
        await press(pilot, "full_stop")
        assert shown(app) == [lamp, tide]
        assert "put away" in screen_text(app)
        await press(pilot, "home", "x")
        assert message(app) == "“The Lamp on Skerry Point” is on the shelf again."
        await press(pilot, "full_stop")
        assert shown(app) == [lamp]


async def test_a_serial_rests_and_goes_on(library: Library) -> None:
    _, tide = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "down", "P")
        assert library.store.serials.one(tide).status is Status.PAUSED
        assert "paused" in screen_text(app)
        await press(pilot, "P")
        assert library.store.serials.one(tide).status is Status.COMPLETE


async def test_all_that_is_updated_is_on_the_shelf_and_awake(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    lamp, tide = lamp_and_tide(library)
    asked: list[list[int]] = []
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        monkeypatch.setattr(app.errands, "update", asked.append)
        await press(pilot, "R")
        await press(pilot, "s", "home", "x", "R", "P", "R")
    assert [sorted(ids) for ids in asked] == [sorted([lamp, tide]), [tide]]


async def test_tags_are_ticked_and_written_in(library: Library) -> None:
    lamp, tide = lamp_and_tide(library)
    lists.tag(library, tide, add=["sea", "slow life"])
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "home", "T")
        screen = top(app, Tagging)
        assert screen.rows.tags == ["sea", "slow life"]
        await press(pilot, "space", "down", "space", "space")
        await press(pilot, "up", "up", *"Ghosts, 夜", "enter")
        assert screen.rows.tags == ["ghosts", "夜", "sea", "slow life"]
        await press(pilot, "enter")
        assert library.store.serials.one(lamp).tags == ("ghosts", "sea", "夜")
        assert message(app) == "“The Lamp on Skerry Point”: ghosts, sea, 夜"
        assert "#ghosts #sea #夜" in screen_text(app)
        await press(pilot, "T", "pagedown", "space", "pageup", "space", "escape")
        assert library.store.serials.one(lamp).tags == ("ghosts", "sea", "夜")
        await press(pilot, "u")
        assert library.store.serials.one(lamp).tags == ()


async def test_the_first_tag_of_all(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "home", "T")
        assert "There are no tags yet." in screen_text(app)
        await press(pilot, *"sea", "down", "space", "enter")
        assert library.store.serials.one(lamp).tags == ("sea",)


async def test_a_serial_gets_a_name_and_an_author_of_the_reader_s_own(library: Library) -> None:
    lamp, _ = lamp_and_tide(library)
    app = Tsuzuki(library)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "s", "home", "e")
        screen = top(app, Naming)
        screen.fields[0].value = " "
        await press(pilot, "enter")
        assert "at least one letter" in message(app)
        screen.fields[0].value = "灯台の話"
        await press(pilot, "down")
        screen.fields[1].value = "A. T."
        await press(pilot, "enter")
        one = library.store.serials.one(lamp)
        assert (one.title, one.author) == ("灯台の話", "A. T.")
        await press(pilot, "e", "up", "enter", "u", "u")
        assert library.store.serials.one(lamp).title == "The Lamp on Skerry Point"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_how_it_looks(tmp_path: Path, size: tuple[int, int]) -> None:
    with samples.open_library(tmp_path, samples.settings("ja")) as library:
        samples.follow_lamp(library)
        samples.follow_tide(library)
        _, tide = lamp_and_tide(library)
        lists.tag(library, tide, add=["海", "ゆっくり", "slow life"])
        lists.rename(library, tide, "潮の道を渡る人たちと、そこに帰ってきた者たちの長い長い物語　新装版")
        app = Tsuzuki(library)
        name = "x".join(map(str, size))
        async with app.run_test(size=size) as pilot:
            await press(pilot, "s", "end")
            matches_snapshot(app, f"shelf-tags-ja-{name}")
            await press(pilot, "T", "down")
            matches_snapshot(app, f"tags-ja-{name}")
            await press(pilot, "escape", "e")
            matches_snapshot(app, f"names-ja-{name}")
