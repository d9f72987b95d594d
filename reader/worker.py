"""Untrusted bytes are parsed in a process of its own, under limits that are kept.

Owns the processes, what they may cost (processor time, memory, wall time) and their end.  Refuses to know what a job
does: jobs are named, and a name stands for ``module:function``, looked up in the child alone, so that the parent
imports no parser.  A child is started with ``exec`` and never forked, for the parent has a database open.

Why processes: every HTML and XML parser tried is quadratic somewhere, runs in C and cannot be interrupted; a signal
whose default action is death can.  Sources: setitimer(2) (``ITIMER_PROF``), setrlimit(2) (``RLIMIT_AS``).
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import os
import pickle
import queue
import resource
import signal
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Any, Protocol, Self

from reader.errors import ParseError, TooComplex, TsuzukiError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

JOBS: Mapping[str, str] = MappingProxyType(
    {
        "facts": "reader.discover.facts:read_facts",
        "extract": "reader.extract.episode:extract_page",
        "learn": "reader.extract.siblings:learn_frame",
        "fragment": "reader.extract.fragment:extract_html",
        "list": "reader.local.reading_lists:read_list",
        "local": "reader.local.folder:read_work",
        "picture": "reader.pictures.halves:halve",
    }
)
"""What each job's name stands for."""

_FRAME = struct.Struct("!Q")
_ANSWER_LIMIT = 64 * 1024 * 1024
_MEMORY_EXIT = 77
_HINT = "Open it in a browser."
_CLOSED = "the worker is closed"
_BOOT = "import sys; sys.path[:] = sys.argv[4:]; from reader.worker import serve; serve()"


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """What one job may cost; ``memory_bytes`` is counted above what the bare process needs."""

    cpu_seconds: float = 5.0
    wall_seconds: float = 30.0
    memory_bytes: int = 512 * 1024 * 1024


class Works(Protocol):
    """What runs jobs: :class:`Worker`, or :class:`InProcess` where a test wants no process."""

    async def run(self, job: str, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - each job has its own types
        """The job's answer, or its own :class:`TsuzukiError`, or :class:`TooComplex`."""
        ...

    async def close(self) -> None:
        """End all that was started."""
        ...


class InProcess:
    """The same jobs without a process and without limits; a job's foreign exception comes through as it is."""

    def __init__(self, *, jobs: Mapping[str, str] = JOBS) -> None:
        self._jobs = jobs

    async def run(self, job: str, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - each job has its own types
        """The job's answer."""
        return _function(self._jobs[job])(*args, **kwargs)

    async def close(self) -> None:
        """Nothing was started."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class Worker:
    """``processes`` children, each with one job at a time, started when they are first needed.

    Belongs to no event loop.  A child that exceeds a limit is killed and the next job gets a fresh one.
    """

    def __init__(self, processes: int = 2, *, limits: WorkLimits | None = None, jobs: Mapping[str, str] = JOBS) -> None:
        self._jobs = jobs
        self._children = [_Child(limits or WorkLimits()) for _ in range(processes)]
        self._idle: queue.SimpleQueue[_Child] = queue.SimpleQueue()
        for child in self._children:
            self._idle.put(child)
        # As many threads as children: a thread that runs always finds an idle child.
        self._threads = ThreadPoolExecutor(processes, thread_name_prefix="worker")

    async def run(self, job: str, /, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - each job has its own types
        """The job's answer, computed in a child.

        Raises the job's own :class:`TsuzukiError`; :class:`TooComplex` where it exceeds a limit or breaks the child;
        :class:`ParseError` for an exception nobody planned; ``KeyError`` for an unknown job.  A cancelled job's
        child is killed.
        """
        errand = _Errand()
        message = (self._jobs[job], args, kwargs)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._serve, errand, message)
        except asyncio.CancelledError:
            errand.cancel()
            raise

    def _serve(self, errand: _Errand, message: tuple[object, ...]) -> object:
        child = self._idle.get()
        try:
            with errand.with_child(child):
                return child.ask(message)
        finally:
            self._idle.put(child)

    async def close(self) -> None:
        """Kill the children and wait for their end; may be called again."""
        self.kill()

    def kill(self) -> None:
        """As :meth:`close`, from code without an event loop."""
        for child in self._children:
            child.retire()
        self._threads.shutdown(wait=True, cancel_futures=True)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class _Errand:
    """Joins a job to the child that has it, so that a cancelled job kills that child and no later one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._cancelled = False

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            if self._child:
                self._child.kill("cancelled")

    @contextlib.contextmanager
    def with_child(self, child: _Child) -> Iterator[None]:
        with self._lock:
            if self._cancelled:
                raise RuntimeError(_CLOSED)
            self._child = child
        try:
            yield
        finally:
            with self._lock:
                self._child = None


class _Child:
    """One process and the parent's ends of its pipes; used by one thread at a time, killed from any."""

    def __init__(self, limits: WorkLimits) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._why_killed = ""
        self._retired = False

    def ask(self, message: tuple[object, ...]) -> object:
        process = self._running()
        timer = threading.Timer(self._limits.wall_seconds, self.kill, ["late"])
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None  # noqa: S101 - both are pipes
            assert process.stdout is not None  # noqa: S101
            _send(process.stdin, message)
            answer = _receive(process.stdout)
        except (OSError, ValueError):
            answer = None
        except BaseException:
            self._end()  # Half a message may stand in the pipe.
            raise
        finally:
            timer.cancel()
        if answer is None:
            raise self._obituary(self._end())
        packed, spent = answer
        if spent:
            self._end()
        value = pickle.loads(packed)  # noqa: S301 - from our own child
        if isinstance(value, TsuzukiError):
            raise value
        return value

    def _running(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._retired:
                raise RuntimeError(_CLOSED)
            alive = self._process is not None and self._process.poll() is None
        if not alive:
            self._end()
        with self._lock:
            if self._process is None:
                self._why_killed = ""
                self._process = _start(self._limits)
            return self._process

    def kill(self, why: str) -> None:
        with self._lock:
            if self._process:
                self._why_killed = self._why_killed or why
                self._process.kill()

    def retire(self) -> None:
        with self._lock:
            self._retired = True
        self.kill("closed")
        self._end()

    def _end(self) -> int:
        """Kill what still runs, wait, close the pipes; the exit status."""
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return 0
        status = process.poll()
        if status is None:
            # A child that closed its pipe is about to end by itself, and how says why.
            with contextlib.suppress(subprocess.TimeoutExpired):
                status = process.wait(0.2)
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]  # both are pipes
        return process.wait()

    def _obituary(self, status: int) -> Exception:
        if self._why_killed in {"closed", "cancelled"}:
            return RuntimeError(_CLOSED)
        if status == -signal.SIGPROF:
            why = f"takes more than {self._limits.cpu_seconds:g} s of processor time to read"
        elif status == _MEMORY_EXIT:
            why = _memory_message(self._limits.memory_bytes)
        elif self._why_killed == "late":
            why = f"was not read within {self._limits.wall_seconds:g} s"
        else:
            why = "broke the parser"
        return TooComplex(f"the page {why}", hint=_HINT)


def _start(limits: WorkLimits) -> subprocess.Popen[bytes]:
    """A child in a session of its own, so that Ctrl-C in the terminal is the parent's alone to answer."""
    arguments = [str(limits.cpu_seconds), str(limits.memory_bytes), sys.platform]
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and code
            [sys.executable, "-c", _BOOT, *arguments, *sys.path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise TsuzukiError(
            f"the process that reads pages does not start: {error.strerror}",
            hint="Close other programs and try again.",
        ) from error


def _send(pipe: IO[bytes], message: object) -> None:
    packed = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    pipe.write(_FRAME.pack(len(packed)))
    pipe.write(packed)
    pipe.flush()


def _receive(pipe: IO[bytes]) -> Any:  # noqa: ANN401 - a request here, an answer there
    """The next message, or ``None`` at the pipe's end."""
    head = pipe.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    (size,) = _FRAME.unpack(head)
    packed = pipe.read(size)
    return pickle.loads(packed) if len(packed) == size else None  # noqa: S301 - the other end is this same module


def _function(target: str) -> Callable[..., Any]:
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)  # type: ignore[no-any-return]  # as the table says


def _memory_message(limit: int) -> str:
    return f"needs more than {limit // (1024 * 1024)} MB to be read"


# --- the child -------------------------------------------------------------------------------------------------


def serve() -> None:
    """The child's whole life: limits, then one job after the other until the pipe closes."""
    cpu_seconds, memory_bytes, platform = float(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    requests, answers = _take_pipes()
    for unwanted in (signal.SIGINT, signal.SIGHUP, signal.SIGTSTP):
        signal.signal(unwanted, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit_memory(memory_bytes, platform)
    try:
        while (message := _receive(requests)) is not None:
            packed = _work(message, cpu_seconds, memory_bytes)
            # A process that once grew keeps its memory: the next job gets a fresh one.
            spent = _resident_peak() > memory_bytes // 2
            _send(answers, (packed, spent))
    except MemoryError:  # Too little is left even to say so.
        os._exit(_MEMORY_EXIT)


def _take_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """The pipes, moved away from where a parser's warnings would be printed."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    return requests, answers


def _work(message: tuple[str, tuple[Any, ...], dict[str, Any]], cpu_seconds: float, memory_bytes: int) -> bytes:
    """The job's answer or error, pickled."""
    target, args, kwargs = message
    try:
        function = _function(target)
        signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
        try:
            packed = pickle.dumps(function(*args, **kwargs), pickle.HIGHEST_PROTOCOL)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    except Exception as error:  # noqa: BLE001 - the border: whatever it is, the parent hears of it in our words
        return pickle.dumps(_in_our_words(error, memory_bytes))
    if len(packed) > _ANSWER_LIMIT:
        return pickle.dumps(TooComplex(f"the page {_memory_message(_ANSWER_LIMIT)}", hint=_HINT))
    return packed


def _in_our_words(error: Exception, memory: int) -> TsuzukiError:
    """A parser short of memory says so in many ways: by the exception, one behind it, or a syntax error."""
    chain: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in chain:
        chain.append(one)
        one = one.__cause__ or one.__context__
    short = any(isinstance(one, MemoryError) or "allocation failed" in str(one) for one in chain)
    if short or _resident_peak() > memory * 0.8:
        return TooComplex(f"the page {_memory_message(memory)}", hint=_HINT)
    if isinstance(error, TsuzukiError):
        return error
    if isinstance(error, RecursionError):
        return TooComplex("the page is nested too deeply", hint=_HINT)
    return ParseError(f"the page cannot be read ({type(error).__name__}: {error})"[:300], hint=_HINT)


def _limit_memory(limit: int, platform: str) -> None:
    if platform == "linux":
        with open("/proc/self/statm", encoding="ascii") as counts:  # noqa: PTH123 - pathlib is a slow import here
            limit += int(counts.read().split()[0]) * resource.getpagesize()
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    else:
        # macOS takes the limit and does not keep it; so a thread looks at what is resident.
        threading.Thread(target=_watch_memory, args=[limit + _resident_peak()], daemon=True).start()


def _watch_memory(limit: int) -> None:
    while _resident_peak() <= limit:
        time.sleep(0.02)
    os._exit(_MEMORY_EXIT)


def _resident_peak() -> int:
    """The most bytes that this process has had in memory.

    Linux counts it anew from ``exec`` on in VmHWM alone; getrusage goes on from the parent that the child split from.
    """
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # macOS says bytes
    with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - pathlib is a slow import here
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
