"""What the reader left out, and the order that the reader made, through following and updates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.library import arranging, following, lists
from reader.model import Discovered, FoundEpisode, TableOfContents
from reader.update import decide
from tests.library.fakes import a_library

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library


def found(*parts: int) -> Discovered:
    listed = tuple(FoundEpisode(f"https://kite.example/{one}", f"Part {one}", str(one)) for one in parts)
    return Discovered(TableOfContents("https://kite.example/", "The Kite", listed))


def shown(library: Library, serial_id: int) -> list[str]:
    return [one.number or "" for one in lists.episodes(library, serial_id)]


def look(library: Library, serial_id: int, *parts: int) -> None:
    """An update that lists these parts."""
    store = library.store
    by_reader = store.serials.is_ordered_by_reader(serial_id)
    intents = decide(store.episodes.known(serial_id), found(*parts).contents, ordered_by_reader=by_reader)
    store.changes.apply(serial_id, intents, library.now())


def test_what_was_left_out_stays_away_and_comes_back_in_its_place(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = following.follow(library, found(1, 2, 3, 4))
        ids = [one.id for one in lists.episodes(library, serial.id)]
        assert arranging.leave_out(library, ids[1:3]) == 2
        look(library, serial.id, 1, 2, 3, 4, 5)
        assert shown(library, serial.id) == ["1", "4", "5"]
        assert [one.number for one in lists.episodes_named(library, serial, "..2")] == ["1", "4"]
        assert arranging.take_in(library, ids[1:2]) == 1
        assert shown(library, serial.id) == ["1", "2", "4", "5"]


def test_an_order_of_some_leaves_the_others_where_they_are(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        serial = following.follow(library, found(1, 2, 3, 4))
        ids = [one.id for one in lists.episodes(library, serial.id)]
        arranging.leave_out(library, [ids[1]])
        assert arranging.put_in_order(library, serial.id, [ids[3], ids[0], ids[2]])
        assert not arranging.put_in_order(library, serial.id, [ids[3], ids[0], ids[2]])
        assert shown(library, serial.id) == ["4", "1", "3"]
        look(library, serial.id, 1, 2, 3, 4, 5)
        assert shown(library, serial.id) == ["4", "5", "1", "3"]
        arranging.take_in(library, [ids[1]])
        assert shown(library, serial.id) == ["4", "5", "2", "1", "3"]
        for wrong in ([ids[0], ids[0]], [ids[0], 999]):
            with pytest.raises(UsageError):
                arranging.put_in_order(library, serial.id, wrong)


def test_an_arrangement_made_before_following(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        answer = found(1, 2, 3, 4, 2)
        serial = following.follow(library, answer)
        arranging.arrange(library, serial.id, answer.contents, [3, 0, 1, 2, 4], {2})
        assert shown(library, serial.id) == ["4", "1", "2"]
        look(library, serial.id, 1, 2, 3, 4, 5)
        assert shown(library, serial.id) == ["4", "5", "1", "2"]


def test_following_again_after_a_removal_keeps_the_order_and_takes_the_new_choice(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        answer = found(1, 2, 3)
        serial = following.follow(library, answer)
        arranging.arrange(library, serial.id, answer.contents, [2, 1, 0], {1})
        lists.remove(library, serial.id)
        assert following.follow(library, found(1, 2, 3, 4)).id == serial.id
        assert shown(library, serial.id) == ["3", "4", "1"]
        arranging.arrange(library, serial.id, found(1, 2, 3, 4).contents, [0, 1, 2, 3], {3})
        assert shown(library, serial.id) == ["3", "2", "1"]
