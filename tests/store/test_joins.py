"""Joins stand written down, and a wrong one is taken back without losing anything."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.errors import NotFound
from reader.model import Origin, State, TableOfContents
from reader.update import Join, decide
from tests.store.shelves import NOW, a_serial, found, later, opened, save, text

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import FoundEpisode
    from reader.store import Store

HOME = "https://tales.example/"


def take_in(store: Store, serial_id: int, *listed: FoundEpisode, minutes: float = 0) -> list[str]:
    contents = TableOfContents(HOME, "A tale", listed)
    intents = decide(store.episodes.known(serial_id), contents)
    store.changes.apply(serial_id, intents, later(minutes))
    return [one.rung for one in intents if isinstance(one, Join)]


def test_a_join_is_written_down_and_taken_back(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 5)
        save(store, ids[2])
        store.log.mark(ids[:3], State.READ, NOW)
        moved = [found(n) for n in (1, 2)] + [
            found(3, url="https://tales.example/new/three"),
            *(found(n) for n in (4, 5)),
        ]
        assert take_in(store, serial_id, *moved, minutes=1) == ["title and number"]
        (joined,) = store.joins.of(serial_id)
        assert (joined.episode_id, joined.url, joined.rung, joined.at) == (
            ids[2],
            "https://tales.example/new/three",
            "title and number",
            later(1),
        )
        assert (joined.title_before, joined.url_before) == ("Part 3", "https://tales.example/3")
        # The text that came from the new address is the new row's concern, not the old one's.
        other = text("Another work.")
        store.texts.save(ids[2], other, origin=Origin.LIVE, url="https://tales.example/x", fetched_at=later(2))
        new = store.joins.part(joined.id, later(3))
        rows = store.episodes.all(serial_id)
        assert [(one.id, one.position) for one in rows] == [
            (one, at) for at, one in enumerate([*ids[:3], new, *ids[3:]], 1)
        ]
        assert (rows[2].url, rows[2].state, rows[2].saved) == ("https://tales.example/3", State.READ, True)
        assert store.texts.current(ids[2]) == text(f"The text of {ids[2]}.")
        assert (rows[3].url, rows[3].title, rows[3].state) == (
            "https://tales.example/new/three",
            "Part 3",
            State.UNREAD,
        )
        assert store.joins.of(serial_id) == []
        # The next look joins them no more, and calls the old row gone.
        assert take_in(store, serial_id, *moved) == []
        after = store.episodes.all(serial_id)
        assert [one.id for one in after if one.gone] == [ids[2]]
        assert len(after) == 6
        assert store.serials.one(serial_id).counts.episodes == 6
        with pytest.raises(NotFound):
            store.joins.part(joined.id, NOW)


def test_an_address_that_is_known_already_is_no_join(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store, 3)
        http = [replace(found(n), url=f"http://tales.example/{n}/?utm_source=feed") for n in range(1, 4)]
        assert take_in(store, serial_id, *http) == []
        assert store.joins.of(serial_id) == []
