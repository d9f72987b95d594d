"""The table of keys: complete, without clashes, and enough without letters."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.locale import TABLES, Say
from reader.tui.adding import Adding
from reader.tui.commands import Commands
from reader.tui.contents import Contents
from reader.tui.edits import Edits
from reader.tui.keys import KEYS, Pane, footer_of, keys_of, name, table
from reader.tui.naming import Naming
from reader.tui.notes import NotesScreen
from reader.tui.reading import Reading
from reader.tui.searching import Searching
from reader.tui.shelf import Shelf
from reader.tui.statistics import StatisticsScreen
from reader.tui.tagging import Tagging

SCREENS = {
    Pane.SHELF: Shelf,
    Pane.CONTENTS: Contents,
    Pane.READING: Reading,
    Pane.ADD: Adding,
    Pane.COMMANDS: Commands,
    Pane.EDITS: Edits,
    Pane.SEARCH: Searching,
    Pane.NOTES: NotesScreen,
    Pane.STATISTICS: StatisticsScreen,
    Pane.TAGS: Tagging,
    Pane.NAMES: Naming,
}

NO_LETTERS = {"enter", "space", "escape", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab"}


@pytest.mark.parametrize("pane", Pane)
def test_every_key_does_something_there(pane: Pane) -> None:
    for key in keys_of(pane):
        assert callable(getattr(SCREENS[pane], f"action_{key.method}", None)), key.id


@pytest.mark.parametrize("pane", Pane)
def test_no_key_does_two_things(pane: Pane) -> None:
    counted = Counter(one for key in keys_of(pane) for one in key.keys)
    assert [one for one, times in counted.items() if times > 1] == []


def test_ids_are_unique() -> None:
    assert [one for one, times in Counter(key.id for key in KEYS).items() if times > 1] == []


@pytest.mark.parametrize("language", TABLES)
def test_every_key_has_its_help_and_no_help_is_left_over(language: str) -> None:
    table_ = TABLES[language]
    assert {one for one in table_ if one.startswith("key.")} == {f"key.{key.id}" for key in KEYS}
    assert {one for one in table_ if one.startswith("foot.")} == {f"foot.{key.id}" for key in KEYS if key.foot}


@pytest.mark.parametrize("pane", Pane)
def test_a_footer_names_six_keys_at_most(pane: Pane) -> None:
    assert len(footer_of(pane)) <= 6


@pytest.mark.parametrize("pane", [Pane.SHELF, Pane.CONTENTS, Pane.READING, Pane.ADD, Pane.EDITS, Pane.SEARCH])
def test_without_letters_everything_is_within_reach(pane: Pane) -> None:
    """Help opens with a function key, and its lines are run by arrows and Enter."""
    assert any("f1" in key.keys and key.method == "help" for key in keys_of(pane))
    assert any("escape" in key.keys and key.method == "back" for key in keys_of(pane))
    run = {key.method: key.keys for key in keys_of(Pane.COMMANDS)}
    assert run["run"] == ("enter",)
    assert run["down"] == ("down",)


@pytest.mark.parametrize(
    ("pane", "method"),
    [
        (Pane.SHELF, "continue"),
        (Pane.SHELF, "resume"),
        (Pane.SHELF, "contents"),
        (Pane.SHELF, "add"),
        (Pane.CONTENTS, "open"),
        (Pane.READING, "on"),
        (Pane.READING, "page_up"),
        (Pane.READING, "toggle_read"),
        (Pane.READING, "undo"),
        (Pane.ADD, "tick"),
        (Pane.ADD, "follow"),
    ],
)
def test_what_reading_a_serial_takes_has_a_key_of_its_own_that_is_no_letter(pane: Pane, method: str) -> None:
    keys = {one for key in keys_of(pane) if key.method == method for one in key.keys}
    assert keys & NO_LETTERS or any(one[0] == "f" and one[1:].isdigit() for one in keys)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("ctrl+o", "Ctrl+O"),
        ("shift+tab", "Shift+Tab"),
        ("f10", "F10"),
        ("G", "G"),
        ("g", "g"),
        ("plus", "+"),
        ("pagedown", "PgDn"),
        ("right_square_bracket", "]"),
    ],
)
def test_keys_are_named_as_they_are_written(key: str, written: str) -> None:
    assert name(key) == written


def test_the_readmes_table_has_every_key_of_every_pane() -> None:
    text = table(Say("en"))
    for pane in (Pane.SHELF, Pane.CONTENTS, Pane.READING, Pane.ADD, Pane.EDITS):
        for key in keys_of(pane):
            assert f"| {Say('en')(f'key.{key.id}')} |" in text
    assert "| `Space` `PgDn` `Ctrl+F` | Read on" in text
