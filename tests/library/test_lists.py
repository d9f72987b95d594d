"""What a name typed by the reader means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import Ambiguous, NotFound, UsageError
from reader.library import arranging, following, lists, reading
from reader.model import State, Status

from .fakes import FIVE, HOME, a_library, discovered, found

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.library.shelf import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with a_library(tmp_path) as opened:
        following.follow(opened, discovered(*FIVE))
        for n, title in enumerate(["The Ferryman", "山の手紙 第二部", "2049"], 1):
            listed = [found(k, url=f"https://s{n}.example/{k}") for k in range(1, 4)]
            contents = discovered(*listed, title=title, sources=()).contents
            given = type(contents)(f"https://s{n}.example/", title, contents.episodes)
            following.follow(opened, discovered(*listed).__class__(given))
        yield opened


@pytest.mark.parametrize(
    ("typed", "serial_id"),
    [
        ("1", 1),
        ("4", 4),
        ("2049", 4),
        ("The ferry", 1),
        ("THE FERRY", 1),
        ("ferrym", 2),
        ("手紙", 3),
        ("手紙 第２部".replace("２", "二"), 3),
        (HOME, 1),
        ("http://www.tales.example", 1),
        ("https://tales.example/3", 1),
        ("https://s2.example/2", 3),
    ],
)
def test_a_serial_by_id_title_or_address(library: Library, typed: str, serial_id: int) -> None:
    assert lists.serial_named(library, typed).id == serial_id


def test_two_that_answer_are_named(library: Library) -> None:
    with pytest.raises(Ambiguous, match="2 serials") as caught:
        lists.serial_named(library, "ferr")
    assert "1 “The ferry”, 2 “The Ferryman”" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("The fery", "1 “The ferry”"),
        ("zzz", "tsuzuki list"),
        ("99", "tsuzuki list"),
        ("", "tsuzuki list"),
        ("https://nowhere.example/", "tsuzuki list"),
    ],
)
def test_none_that_answers(library: Library, typed: str, hint: str) -> None:
    with pytest.raises(NotFound) as caught:
        lists.serial_named(library, typed)
    assert hint in caught.value.hint


def test_an_empty_shelf_says_how_to_begin(tmp_path: Path) -> None:
    with a_library(tmp_path) as library, pytest.raises(NotFound) as caught:
        lists.serial_named(library, "x")
    assert "tsuzuki add" in caught.value.hint


SPECS = {
    "3": [3],
    "2-4": [2, 3, 4],
    "2..4": [2, 3, 4],
    "２－４": [2, 3, 4],
    "2〜4": [2, 3, 4],
    "2～4": [2, 3, 4],
    "..2": [1, 2],
    "4..": [4, 5],
    "4-": [4, 5],
    "all": [1, 2, 3, 4, 5],
    "ALL": [1, 2, 3, 4, 5],
    "next": [3],
    "5, 1,1 , 2-3": [1, 2, 3, 5],
    "next,5": [3, 5],
}


@pytest.mark.parametrize("spec", SPECS)
def test_episodes(library: Library, spec: str) -> None:
    serial = lists.serial_named(library, "1")
    reading.mark(library, [one.id for one in lists.episodes(library, 1)][:2], State.READ)
    assert [one.position for one in lists.episodes_named(library, serial, spec)] == SPECS[spec]


@pytest.mark.parametrize(
    ("spec", "error"),
    [
        ("", UsageError),
        ("..", UsageError),
        ("-", UsageError),
        ("x", UsageError),
        ("1,,2", UsageError),
        ("4-2", UsageError),
        ("1.5", UsageError),
        ("-3-4", UsageError),
        ("0", NotFound),
        ("6", NotFound),
        ("3-9", NotFound),
        ("6..", NotFound),
        ("0-2", NotFound),
        ("..9", NotFound),
        ("9999999999999", UsageError),
    ],
)
def test_no_episodes(library: Library, spec: str, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        lists.episodes_named(library, lists.serial_named(library, "1"), spec)
    assert caught.value.hint  # type: ignore[attr-defined]


def test_next_of_a_serial_that_is_read(library: Library) -> None:
    reading.mark(library, [one.id for one in lists.episodes(library, 1)], State.READ)
    with pytest.raises(NotFound, match="nothing is left"):
        lists.episodes_named(library, lists.serial_named(library, "1"), "next")


def test_what_the_reader_changes_of_a_serial_can_be_taken_back(library: Library) -> None:
    assert lists.rename(library, 1, "  My\tferry ")
    assert not lists.rename(library, 1, "My ferry")
    assert lists.tag(library, 1, add=["Sea", "long read", ""])
    assert lists.tag(library, 1, drop=["SEA"], add=["a"])
    assert not lists.tag(library, 1, drop=["sea"])
    assert lists.pause(library, 1)
    assert not lists.pause(library, 1)
    serial = lists.serial_named(library, "1")
    assert (serial.title, serial.tags, serial.status) == ("My ferry", ("a", "long read"), Status.PAUSED)
    order = [one.id for one in lists.episodes(library, 1)][::-1]
    assert arranging.put_in_order(library, 1, order)
    lists.remove(library, 1)
    assert [one.id for one in lists.serials(library)] == [2, 3, 4]
    while reading.undo(library):
        pass
    serial = lists.serial_named(library, "1")
    assert (serial.title, serial.tags, serial.status) == ("The ferry", (), Status.ONGOING)
    assert [one.id for one in lists.episodes(library, 1)] == order[::-1]
    with pytest.raises(UsageError):
        lists.rename(library, 1, "\n")
