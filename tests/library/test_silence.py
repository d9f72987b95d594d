"""A host that does not answer, a machine that is offline, and a host that is dead."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import HttpStatus, NoNetwork, NotAsked, TimedOut, UnknownHost, Unreachable, Untrusted
from reader.library import following, lists, refreshing
from reader.library.silence import is_dead, noted, unanswered
from reader.model import FoundEpisode
from reader.store.sources import Silence

from .fakes import FIVE, FakeWeb, Page, a_library, discovered, page

if TYPE_CHECKING:
    from pathlib import Path

    from reader.errors import FetchError
    from reader.library.shelf import Library

NOW = datetime(2025, 3, 1, tzinfo=UTC)
ELSEWHERE = "other.example"


def test_how_long_a_silence_has_to_be() -> None:
    silence: Silence | None = None
    dead = []
    for hours in (0, 1, 5, 24, 48, 71, 73, 100):
        silence = noted(silence, NOW + timedelta(hours=hours))
        dead.append(is_dead(silence))
    assert silence == Silence(NOW, NOW + timedelta(hours=100), 5)
    assert dead == [False] * 7 + [True]
    # A thousand looks within a day are few checks; two checks a year apart are two.
    assert not is_dead(Silence(NOW, NOW + timedelta(days=1), 5))
    assert not is_dead(Silence(NOW, NOW + timedelta(days=365), 2))
    assert not is_dead(None)
    # After a wrong clock it begins anew.
    assert noted(silence, NOW) == Silence(NOW, NOW, 1)


def everything_fails(error: FetchError) -> FakeWeb:
    return FakeWeb({one.url: Page(error=error) for one in FIVE} | {f"https://{ELSEWHERE}/1": page(9)})


def heard(library: Library) -> dict[str, int]:
    return {host: one.checks for host, one in library.store.silences.all().items()}


@pytest.mark.parametrize(
    ("error", "alone", "beside_another"),
    [
        (UnknownHost("none"), 1, 1),
        (Unreachable("refused"), 1, 1),
        (HttpStatus("proxy", status=502), 1, 1),
        # This machine's own fault until somebody else answers.
        (NoNetwork("cable"), 0, 1),
        (TimedOut("late"), 0, 1),
        # The host is there.
        (Untrusted("expired"), 0, 0),
        (HttpStatus("no", status=500), 0, 0),
        # Nobody was asked.
        (NotAsked("offline"), 0, 0),
    ],
)
def test_what_counts_as_a_silence(tmp_path: Path, error: FetchError, alone: int, beside_another: int) -> None:
    with a_library(tmp_path, everything_fails(error)) as library:
        following.follow(library, discovered(*FIVE))
        host = FIVE[0].url.split("/")[2]
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert heard(library).get(host, 0) == alone
        assert not any(one.lost for one in lists.episodes(library, 1))
    there = tmp_path / "beside"
    there.mkdir()
    with a_library(there, everything_fails(error)) as library:
        following.follow(library, discovered(*FIVE, FoundEpisode(f"https://{ELSEWHERE}/1", "Part 9", "9")))
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert heard(library).get(host, 0) == beside_another


def test_offline_takes_no_patience_with_it(tmp_path: Path) -> None:
    with a_library(tmp_path, everything_fails(NoNetwork("cable"))) as library:
        following.follow(library, discovered(*FIVE))
        for _ in range(5):
            assert len(asyncio.run(refreshing.fetch_missing(library, 1)).failures) == 5
        assert {one.tries for one in library.store.episodes.wanted(1)} == {0}
        # Back on the net, everything is asked for at once.
        library.open_web = FakeWeb({one.url: page(int(one.number or 0)) for one in FIVE})
        assert asyncio.run(refreshing.fetch_missing(library, 1)).saved == 5


def test_an_answer_ends_a_silence(tmp_path: Path) -> None:
    with a_library(tmp_path, everything_fails(Unreachable("refused"))) as library:
        following.follow(library, discovered(*FIVE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        count, since = unanswered(library, lists.episodes(library, 1))
        assert count == 5
        assert since is not None
        # Dead for a month, and then its owner comes back with all pages but one.
        library.store.silences.keep(FIVE[0].url.split("/")[2], Silence(since, since + timedelta(days=30), 20))
        library.now.turn(days=31)  # type: ignore[attr-defined]
        library.open_web = FakeWeb({one.url: page(int(one.number or 0)) for one in FIVE[:4]})
        report = asyncio.run(refreshing.fetch_missing(library, 1))
        assert report.saved == 4
        assert heard(library) == {}
        assert [one.lost for one in lists.episodes(library, 1)] == [False] * 4 + [True]  # 404, says the host itself
        assert unanswered(library, lists.episodes(library, 1)) == (0, None)
