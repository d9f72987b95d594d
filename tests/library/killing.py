"""Kill the program at random moments, and look whether it kept what it promised."""

from __future__ import annotations

import json
import random
import select
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import lists, reading, syncing
from reader.model import State
from tests.library.fakes import a_library
from tests.library.victim import EPISODES, prepare

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reader.library.shelf import Library

WINDOW_SECONDS = {"update": 0.4, "restore": 0.4}
"""Within how long after the first promise the kill comes: about three turns of the operation."""

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Tally:
    """What came of the kills of one operation."""

    kills: int = 0
    promises: int = 0
    """Lines that the killed programs had printed."""
    broken: list[str] = field(default_factory=list)


def kill(operation: str, folder: Path, times: int, seed: int = 0) -> Tally:
    """Start the operation on one library, kill it, look; ``times`` times."""
    chance = random.Random(seed)
    tally = Tally()
    prepare(folder)
    for _ in range(times):
        command = [sys.executable, "-m", "tests.library.victim", operation, str(folder)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
            assert child.stdout is not None
            assert child.stderr is not None
            select.select([child.stdout], [], [], 60)  # it has begun
            time.sleep(chance.uniform(0, WINDOW_SECONDS.get(operation, 0.05)))
            child.send_signal(signal.SIGKILL)
            told, wrong = child.stdout.read().decode(), child.stderr.read().decode()
        if child.returncode != -signal.SIGKILL:
            tally.broken.append(f"ended by itself: {wrong[-400:]}")
        tally.kills += 1
        promises = [line.split() for line in told.splitlines(keepends=True) if line.endswith("\n")]
        tally.promises += len(promises)
        with a_library(folder) as library:
            tally.broken += library.store.health.integrity()
            tally.broken += library.store.log.adds_up()
            tally.broken += [f"serial {one} miscounted" for one in library.store.health.miscounted()]
            tally.broken += LOOKS[operation](library, folder, promises)
    return tally


def _marks(library: Library, _: Path, promises: Sequence[list[str]]) -> list[str]:
    """All that was promised, but for the episode that was next in turn: its mark may have been made, unsaid."""
    last = dict(promises)
    wrong = {number for number, state in last.items() if reading.place(library, int(number)).state != state}
    lost = sorted(wrong - _next_in_turn(library, promises))
    return [f"marks lost: {lost}"] if lost else []


def _next_in_turn(library: Library, promises: Sequence[list[str]]) -> set[str]:
    ids = [str(one.id) for one in lists.episodes(library, 1)]
    return {ids[(ids.index(promises[-1][0]) + 1) % len(ids)]} if promises else set()


def _notes(library: Library, _: Path, promises: Sequence[list[str]]) -> list[str]:
    """All that was promised, but for the last note: its next step may have been taken, unsaid."""
    here = {one.note.uid: one.note.words.partition(" ")[0] for one in library.store.notes.all()}
    told = dict(promises)
    last = promises[-1][0] if promises else ""
    return [
        f"note {uid} is {here.get(uid, 'none')}, not {state}"
        for uid, state in told.items()
        if here.get(uid, "none") != state and uid != last
    ] + [f"note {last} was lost" for _ in range(told.get(last) == "first" and last not in here)]


def _update(library: Library, _: Path, promises: Sequence[list[str]]) -> list[str]:
    episodes = lists.episodes(library, 1)
    lost = [f"episodes lost: {listed}" for listed, _ in promises if len(episodes) < int(listed)]
    lost += [f"texts lost: {saved}" for _, saved in promises if sum(one.saved for one in episodes) < int(saved)]
    marked = sum(one.state is State.READ for one in episodes)
    return lost if marked == 5 else [*lost, f"{marked} marks instead of 5"]


def _import(library: Library, _: Path, promises: Sequence[list[str]]) -> list[str]:
    shelf = {one.title: one.counts for one in lists.serials(library)}
    lost = [f"import lost: {name}" for (name,) in promises if name not in shelf]
    return lost + [
        f"half an import: {name}" for name, one in shelf.items() if (one.episodes, one.read) != (EPISODES, 5)
    ]


def _export(_: Library, folder: Path, promises: Sequence[list[str]]) -> list[str]:
    path = folder / "out.json"
    if not path.exists():
        return ["no file"] if promises else []
    try:
        json.loads(path.read_text("utf-8"))
    except ValueError:
        return ["half a file"]
    return []


def _sync(library: Library, folder: Path, promises: Sequence[list[str]]) -> list[str]:
    with a_library(folder / "peer") as peer:
        report = syncing.sync(peer, folder / "carried")
        ours, theirs = lists.episodes(library, 1), lists.episodes(peer, 1)
        differ = {str(one.id) for one, other in zip(ours, theirs, strict=True) if one.state is not other.state}
        syncing.sync(peer, folder / "carried")
    missing = sorted(differ - _next_in_turn(library, promises)) if promises else []
    lost = [f"did not arrive: {missing}"] if missing else []
    return [*lost, *report.remarks, *_marks(library, folder, promises)]


LOOKS: dict[str, Callable[[Library, Path, Sequence[list[str]]], list[str]]] = {
    "mark": _marks,
    "note": _notes,
    "update": _update,
    "import": _import,
    "export": _export,
    "sync": _sync,
    "restore": _marks,
}
