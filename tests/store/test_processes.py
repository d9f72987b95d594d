"""Several programs at one library, and programs that die in the middle."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from reader.model import State

from .shelves import a_serial, opened

ROOT = Path(__file__).parent.parent.parent
KILLS = 30


def started(folder: Path, first: int, step: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store.writer", str(folder), str(first), str(step)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_two_programs_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store, 80)
    writers = [started(tmp_path, first, 2) for first in (0, 1)]
    told = [int(line) for one in writers for line in one.communicate()[0].split()]
    assert [one.returncode for one in writers] == [0, 0]
    assert sorted(told) == ids
    with opened(tmp_path) as store:
        assert {one.state for one in store.episodes.all(1)} == {State.READ}
        assert store.serials.one(1).counts.read == 80
        assert [one.sequence for one in store.log.events()] == list(range(1, 161))
        assert store.log.adds_up() == []


def test_what_was_acknowledged_survives_being_killed(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store, KILLS * 40)
    noise = random.Random(3)
    acknowledged: list[int] = []
    for _ in range(KILLS):
        with started(tmp_path, len(acknowledged), 1) as writer:
            assert writer.stdout is not None
            acknowledged += [int(writer.stdout.readline()) for _ in range(noise.randrange(1, 20))]
            writer.kill()
            acknowledged += [int(line) for line in writer.stdout.read().split() if line]
        with opened(tmp_path) as store:
            read = [one.id for one in store.episodes.all(1) if one.state is State.READ]
            # At most the one that was on its way is there beyond those that were acknowledged; whole or not at all.
            assert read[: len(acknowledged)] == acknowledged
            assert len(read) <= len(acknowledged) + 1
            acknowledged = read
            assert store.log.adds_up() == []
    with opened(tmp_path) as store:
        assert acknowledged == ids[: len(acknowledged)]
        assert len(acknowledged) >= KILLS
        assert store.health.integrity() == []
        assert store.health.miscounted() == []
        assert all(store.log.progress(one).locator for one in acknowledged)
