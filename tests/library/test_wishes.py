"""Sites that ask not to be read by programs: the list is kept, the texts are left where they are."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.library import following, lists, refreshing

from .fakes import FIVE, FakeWeb, a_library, discovered, page

if TYPE_CHECKING:
    from pathlib import Path


def test_no_episode_of_such_a_site_is_asked_for(tmp_path: Path) -> None:
    there = [replace(one, url=f"https://www.wattpad.com/{one.number}") for one in FIVE[:2]]
    web = FakeWeb({one.url: page(int(one.number or 0)) for one in (*there, FIVE[2])})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*there, FIVE[2]))
        report = asyncio.run(refreshing.fetch_missing(library, 1))
        assert web.urls == [FIVE[2].url]
        assert report.saved == 1
        episodes = lists.episodes(library, 1)
        assert [one.saved for one in episodes] == [False, False, True]
        assert "Wattpad asks" in episodes[0].missing
        assert all("tsuzuki add PATH" in one.hint for one in report.failures)
