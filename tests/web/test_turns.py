"""A host's turn among processes: the files behind it, and two real programs before one server."""

from __future__ import annotations

import asyncio
import errno
import fcntl
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from reader.errors import Throttled
from reader.model import Fetch
from reader.settings import Fetching
from reader.web.client import Client
from reader.web.turns import LockedTurns, NoTurn
from tests.scenarios.loopback import Loopback
from tests.web.faults import reply

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.conftest import Clock, Making
    from tests.web.faults import FaultServer

HOST = "river.example"


def test_one_has_it_at_a_time(tmp_path: Path) -> None:
    mine, theirs = LockedTurns(tmp_path / "hosts"), LockedTurns(tmp_path / "hosts")
    turn = mine.take(HOST)
    assert turn is not None
    mine.leave(HOST)
    assert mine.take(HOST) is None  # neither twice in one process
    assert theirs.take(HOST) is None
    other = theirs.take("hill.example")
    assert other is not None
    turn.end()
    assert theirs.take(HOST) is None  # mine is next
    again = mine.take(HOST)
    assert again is not None
    mine.leave(HOST)
    assert theirs.take(HOST) is None
    again.end()
    assert mine.take(HOST) is None
    assert theirs.take(HOST) is not None


def test_what_a_host_asked_for_is_passed_on(tmp_path: Path, clock: Clock) -> None:
    clock.seconds = 1e10  # behind the time of every file
    turns = LockedTurns(tmp_path, clock=clock)

    def left() -> float:
        turn = turns.take(HOST)
        assert turn is not None
        turn.end()
        turns.leave(HOST)
        return turn.wait_seconds

    turn = turns.take(HOST)
    assert turn is not None
    assert turn.wait_seconds == 0
    turn.keep(1.5)
    turn.keep(0)  # what was asked for is not taken back
    turn.end()
    assert left() == pytest.approx(1.5, abs=0.01)
    clock.seconds += 1
    assert left() == pytest.approx(0.5, abs=0.01)
    clock.seconds += 1
    assert left() == 0
    # What is nonsense, another host's, or from a wrong clock's future, asks for nothing.
    file = next(one for one in tmp_path.iterdir() if one.suffix == "" and "-" not in one.name)
    for text in ("", "soon river.example", f"{clock.seconds + 50} hill.example", "nan river.example"):
        file.write_text(text)
        assert left() == 0
    file.write_text(f"{clock.seconds + 1e9} {HOST}")
    assert left() == 7 * 86_400
    clock.seconds = 1000.0
    assert left() == 0


def test_where_nothing_can_be_locked_a_process_keeps_its_own_turns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    turn = LockedTurns(tmp_path / "file" / "hosts").take(HOST)
    assert turn == NoTurn()
    turn.keep(3)
    turn.end()

    def fail(*_: object) -> None:
        raise OSError(errno.ENOLCK, "no locks here")

    monkeypatch.setattr(fcntl, "flock", fail)
    assert LockedTurns(tmp_path).take(HOST) == NoTurn()


def test_a_full_disk_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    turns = LockedTurns(tmp_path)
    turn = turns.take(HOST)
    assert turn is not None

    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "pwrite", fail)
    turn.keep(30)
    turn.end()
    turns.leave(HOST)
    assert turns.take(HOST) is not None


async def test_a_client_waits_for_another_and_gives_up_in_time(
    client_of: Making, server: FaultServer, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns = LockedTurns(tmp_path)
    url = server.on("/ok", reply(b"here"))
    taken = turns.take(server.host)
    turns.leave(server.host)
    assert taken is not None
    async with client_of() as client:
        monkeypatch.setattr(client, "_turns", turns)
        began = clock.seconds
        with pytest.raises(Throttled, match="another Tsuzuki") as caught:
            await client.fetch(Fetch(url))
        assert caught.value.hint
        assert 60 <= clock.seconds - began <= 122
        asking = asyncio.create_task(client.fetch(Fetch(url)))
        await asyncio.sleep(0)
        taken.end()
        assert (await asking).status == 200


PROGRAM = """
import asyncio, sys
from pathlib import Path
from reader.model import Fetch
from reader.settings import Fetching
from reader.web.client import Client
from reader.web.turns import LockedTurns

async def main():
    async with Client(Fetching(pace_seconds=float(sys.argv[3])), turns=LockedTurns(Path(sys.argv[1]))) as client:
        for number in range(int(sys.argv[4])):
            await client.fetch(Fetch(f"http://river.example/{sys.argv[2]}{number}"))

asyncio.run(main())
"""


async def test_two_programs_ask_a_host_one_after_the_other(tmp_path: Path) -> None:
    pace_seconds, each = 0.06, 12
    web = Loopback(asyncio.get_running_loop().time)
    web.bodies = {f"http://river.example/{who}{n}": "here" for who in "ab" for n in range(each)}
    async with web.serving() as proxy:
        environment = {"PATH": os.environ["PATH"], "HTTP_PROXY": proxy, "PYTHONPATH": os.pathsep.join(sys.path)}
        programs = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", PROGRAM, tmp_path, who, str(pace_seconds), str(each), env=environment
            )
            for who in "ab"
        ]
        assert [await one.wait() for one in programs] == [0, 0]
    pages = [one for one in web.log if one.path != "/robots.txt"]
    assert len(pages) == 2 * each
    # They took turns: neither waited until the other was through.
    assert {one.path[1] for one in pages[:each]} == {"a", "b"}
    assert web.together[HOST] == 1
    # Each alone keeping the pace would have taken half of that.
    assert web.log[-1].at - web.log[0].at >= 0.75 * pace_seconds * (len(web.log) - 1)


def test_a_killed_program_leaves_no_turn_behind(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from reader.web.turns import LockedTurns\n"
        "turn = LockedTurns(Path(sys.argv[1])).take('river.example'); print('held', flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        assert LockedTurns(tmp_path).take(HOST) is None
        other.kill()
        other.wait()
    assert LockedTurns(tmp_path).take(HOST) is not None


async def test_retry_after_holds_in_the_next_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_PROXY", "no_proxy", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    web = Loopback(asyncio.get_running_loop().time, bodies={"http://river.example/": "here"})
    web.statuses["http://river.example/"] = [(429, {"Retry-After": "7200"})]
    async with web.serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy)
        for _ in range(2):
            async with Client(Fetching(pace_seconds=0), turns=LockedTurns(tmp_path)) as client:
                with pytest.raises(Throttled) as caught:
                    await client.fetch(Fetch("http://river.example/"))
                assert re.search("2 hours|120 minutes", caught.value.hint)
    assert [one.path for one in web.log] == ["/robots.txt", "/"]
