"""The worker keeps its limits, passes our errors on, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reader import worker
from reader.errors import HttpStatus, ParseError, TooComplex, TsuzukiError
from reader.worker import JOBS, InProcess, Worker, WorkLimits, Works
from tests import jobs_for_worker
from tests.jobs_for_worker import MIB

JOBS_HERE = {name: f"tests.jobs_for_worker:{name}" for name, job in vars(jobs_for_worker).items() if callable(job)} | {
    "absent": "reader.no_such_module:nothing"
}


def a_worker(processes: int = 1, *, cpu: float = 5.0, wall: float = 30.0, memory: int = 512 * MIB) -> Worker:
    return Worker(processes, limits=WorkLimits(cpu, wall, memory), jobs=JOBS_HERE)


def is_gone(process: int) -> bool:
    """Neither running nor a zombie of ours."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return False


# --- answers and errors ------------------------------------------------------------------------------------------


async def test_answers_come_back_from_another_process() -> None:
    async with a_worker() as work:
        assert await work.run("double", 21, plus=1) == 43
        first = await work.run("process_id")
        assert first != os.getpid()
        assert await work.run("process_id") == first


async def test_jobs_run_side_by_side() -> None:
    async with a_worker(2) as work:
        pids = await asyncio.gather(*(work.run("process_id") for _ in range(20)))
        assert 1 <= len(set(pids)) <= 2
        assert await asyncio.gather(*(work.run("double", n) for n in range(50))) == [2 * n for n in range(50)]


async def test_our_errors_come_through_whole() -> None:
    async with a_worker() as work:
        with pytest.raises(HttpStatus) as caught:
            await work.run("fail", "ours")
    assert (caught.value.message, caught.value.subject, caught.value.hint) == ("gone", "u", "Wait.")
    assert caught.value.status == 410


@pytest.mark.parametrize(
    ("job", "args", "kind", "words"),
    [
        ("fail", ("foreign",), ParseError, "ValueError"),
        ("fail", ("nested",), TooComplex, "nested too deeply"),
        ("grow_beyond_sight", (), TooComplex, "512 MB"),
        ("long_answer", (), TooComplex, "64 MB"),
        ("no_memory_left_to_say_so", (), TooComplex, "512 MB"),
        ("lambda_answer", (), ParseError, "cannot be read"),
        ("absent", (), ParseError, "no_such_module"),
        ("die", (), TooComplex, "broke the parser"),
        ("segfault", (), TooComplex, "broke the parser"),
    ],
)
async def test_what_nobody_planned_becomes_one_line(job: str, args: tuple[str], kind: type, words: str) -> None:
    async with a_worker() as work:
        with pytest.raises(TsuzukiError) as caught:
            await work.run(job, *args)
        assert type(caught.value) is kind
        assert words in caught.value.message
        assert len(caught.value.message) <= 300
        assert caught.value.hint
        assert await work.run("double", 1) == 2  # and the next job finds a worker


async def test_noise_of_parsers_reaches_nobody(capfd: pytest.CaptureFixture[str]) -> None:
    async with a_worker() as work:
        assert await work.run("chatter") == "quiet"
        assert await work.run("double", 1) == 2
    assert capfd.readouterr() == ("", "")


async def test_unknown_jobs_are_our_own_mistake() -> None:
    async with a_worker() as work:
        with pytest.raises(KeyError):
            await work.run("no such job")


# --- limits ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("job", ["spin", "spin_in_c"])
async def test_processor_time_is_bounded(job: str) -> None:
    async with a_worker(cpu=0.2) as work:
        before = await work.run("process_id")
        with pytest.raises(TooComplex, match=r"0\.2 s of processor time"):
            await work.run(job)
        assert is_gone(before)
        assert await work.run("process_id") != before


async def test_processor_time_is_counted_for_each_job_anew() -> None:
    async with a_worker(cpu=0.3) as work:
        first = await work.run("process_id")
        for _ in range(8):
            await work.run("grow_a_little", 20)
        assert await work.run("process_id") == first


async def test_wall_time_is_bounded() -> None:
    async with a_worker(wall=0.6) as work:
        with pytest.raises(TooComplex, match=r"within 0\.6 s"):
            await work.run("sleep")
        assert await work.run("double", 2) == 4


async def test_memory_is_bounded() -> None:
    async with a_worker(memory=80 * MIB) as work:
        before = await work.run("process_id")
        assert await work.run("grow_a_little", 20) == 20
        with pytest.raises(TooComplex, match="80 MB"):
            await work.run("grow")
        assert await work.run("process_id") != before  # what grew is not used again


async def test_the_parents_memory_is_not_the_childs() -> None:
    kept = bytearray(120 * MIB)
    async with a_worker(memory=100 * MIB) as work:
        before = await work.run("process_id")
        assert await work.run("process_id") == before  # it has not grown, although we have
        with pytest.raises(ParseError, match="ValueError"):
            await work.run("fail", "foreign")
    assert kept


async def test_memory_is_watched_where_the_system_keeps_no_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "elsewhere")
    async with a_worker(memory=80 * MIB) as work:
        assert await work.run("grow_a_little", 2) == 2
        with pytest.raises(TooComplex, match="80 MB"):
            await work.run("grow")


# --- ends --------------------------------------------------------------------------------------------------------


async def test_nothing_starts_before_it_is_needed_and_nothing_stays() -> None:
    work = a_worker(2)
    assert all(child._process is None for child in work._children)
    pids = set(await asyncio.gather(work.run("process_id"), work.run("process_id")))
    await work.close()
    await work.close()
    assert all(is_gone(pid) for pid in pids)
    with pytest.raises(RuntimeError):
        await work.run("double", 1)


async def test_a_cancelled_job_ends_at_once_and_the_next_one_runs() -> None:
    async with a_worker() as work:
        before = await work.run("process_id")
        job = asyncio.ensure_future(work.run("sleep"))
        await asyncio.sleep(0.05)
        job.cancel()
        with pytest.raises(asyncio.CancelledError):
            await job
        assert await work.run("process_id") != before
        assert is_gone(before)


async def test_a_job_cancelled_before_its_turn_costs_no_child() -> None:
    async with a_worker() as work:
        before = await work.run("process_id")
        running = asyncio.ensure_future(work.run("double", 1))
        waiting = asyncio.ensure_future(work.run("sleep"))
        await asyncio.sleep(0)
        waiting.cancel()
        assert await running == 2
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await work.run("double", 3) == 6
        assert before


async def test_closing_ends_a_running_job() -> None:
    work = a_worker()
    job = asyncio.ensure_future(work.run("sleep"))
    await asyncio.sleep(0.3)
    await work.close()
    with pytest.raises(RuntimeError):
        await job


async def test_a_child_lost_between_two_jobs_is_replaced() -> None:
    async with a_worker() as work:
        before = await work.run("process_id")
        os.kill(before, signal.SIGKILL)
        process = work._children[0]._process
        assert process
        await asyncio.to_thread(process.wait)
        assert await work.run("process_id") != before


async def test_ctrl_c_is_the_parents_to_answer() -> None:
    async with a_worker() as work:
        process = await work.run("process_id")
        os.kill(process, signal.SIGINT)
        assert os.getpgid(process) != os.getpgid(0)  # the terminal's Ctrl-C never reaches it
        assert await work.run("process_id") == process


def test_one_worker_serves_several_event_loops() -> None:
    work = a_worker()
    try:
        assert asyncio.run(work.run("process_id")) == asyncio.run(work.run("process_id"))
    finally:
        work.kill()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("worker")]


async def test_a_process_that_does_not_start_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    async with a_worker() as work:
        with pytest.raises(TsuzukiError, match="does not start"):
            await work.run("double", 1)


# --- the other pieces --------------------------------------------------------------------------------------------


async def test_in_process_has_the_same_face() -> None:
    work: Works = InProcess(jobs=JOBS_HERE)
    assert await work.run("double", 2, plus=1) == 5
    with pytest.raises(ValueError, match="surprise"):
        await work.run("fail", "foreign")
    await work.close()
    async with InProcess(jobs=JOBS_HERE) as same:
        assert await same.run("process_id") == os.getpid()


def test_every_job_has_a_place_in_the_package() -> None:
    for target in JOBS.values():
        module, _, name = target.partition(":")
        assert name
        path = Path(worker.__file__).parent / Path(*module.split(".")[1:])
        assert path.parent.name in {"discover", "extract", "local", "pictures"}


def test_the_parent_imports_no_parser() -> None:
    code = "import sys, reader.worker; print({'lxml', 'feedparser', 'httpx', 'sqlite3'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout == b"set()\n"
