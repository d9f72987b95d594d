"""A host's turn among all programs that have one library open: one request at a time, and its pace kept between them.

Owns a folder of small files, each locked while a request to its host runs; the file says until when the host is to be
left alone.  The system lets go of a lock when its process ends, however it ends, and what a file says survives it, so
that a ``Retry-After`` holds in the next run too.  Where a folder cannot be written or locked every process keeps its
own turns alone.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from reader.pacing import RETRY_AFTER_LONGEST_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_NAME_DIGITS: Final = 3
"""Hosts share 4,096 files, so that a folder stays small; two of one file go one after the other."""
_CONTENT_BYTES: Final = 512
_NEWS_SECONDS: Final = 0.01
_CLOCK_SECONDS: Final = 2.0
"""A file written further in the future was written under a wrong clock."""


class Turn(Protocol):
    """A host's turn that is ours; ``wait_seconds`` is how long it still wants to be left alone."""

    wait_seconds: float

    def keep(self, wait_seconds: float) -> None:
        """Remember how long the host is to be left alone from now on."""
        ...

    def end(self) -> None:
        """Let the next one have it."""
        ...


class Turns(Protocol):
    """The turns of all hosts."""

    def take(self, host: str) -> Turn | None:
        """The turn; ``None`` where somebody else has it: then we are next, or stand behind who is."""
        ...

    def leave(self, host: str) -> None:
        """We do not want the turn any more, or have begun it."""
        ...


@dataclass(slots=True)
class NoTurn:
    """The turn of a host that nobody else asks."""

    wait_seconds: float = 0.0

    def keep(self, wait_seconds: float) -> None:
        """Nothing to remember: the process knows."""

    def end(self) -> None:
        """Nothing to let go of."""


class OwnTurns:
    """For a process that has no library in common with another."""

    def take(self, host: str) -> Turn | None:  # noqa: ARG002 - the protocol's
        """Always ours."""
        return NoTurn()

    def leave(self, host: str) -> None:
        """There is no queue."""


@dataclass(slots=True)
class _LockedTurn:
    """A turn that stands in a locked file: until when (seconds of the wall clock), and which host's."""

    handle: int
    host: str
    clock: Callable[[], float]
    wait_seconds: float = 0.0
    written: float = 0.0
    """What was written last."""

    def keep(self, wait_seconds: float) -> None:
        """Write it down where it is news; a full disk forgets it."""
        until = self.clock() + wait_seconds
        if wait_seconds <= 0 or until < self.written + _NEWS_SECONDS:
            return
        self.written = until
        with contextlib.suppress(OSError):
            os.ftruncate(self.handle, 0)
            os.pwrite(self.handle, f"{until:.3f} {self.host}".encode("ascii", "replace")[:_CONTENT_BYTES], 0)

    def end(self) -> None:
        """Unlock."""
        os.close(self.handle)


class LockedTurns:
    """Turns in ``folder``, which is made with the first; ``clock`` is the wall clock, which all processes share.

    Whoever finds a host taken holds its second file until the turn is begun, so that the next turn is not again that
    of the process that had the last one.
    """

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._clock = clock
        self._is_made = False
        self._next: dict[str, int] = {}
        """Locked second files, by host."""

    def take(self, host: str) -> Turn | None:
        """The turn with what its last holder left there; ``None`` where another process, or another client, has it."""
        name = hashlib.blake2b(host.encode(), digest_size=8).hexdigest()[:_NAME_DIGITS]
        try:
            if host not in self._next:
                self._next[host] = self._locked(f"{name}-next")
            handle = self._locked(name)
        except BlockingIOError:
            return None
        except OSError:  # a folder that cannot be written, a file system without locks
            return NoTurn()
        return _LockedTurn(handle, host, self._clock, self._left(handle, host))

    def leave(self, host: str) -> None:
        """Let another be the next."""
        handle = self._next.pop(host, None)
        if handle is not None:
            os.close(handle)

    def _locked(self, name: str) -> int:
        if not self._is_made:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._is_made = True
        handle = os.open(self._folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        return handle

    def _left(self, handle: int, host: str) -> float:
        """Seconds that the host is still to be left alone."""
        until, _, whose = os.pread(handle, _CONTENT_BYTES, 0).decode("ascii", "replace").partition(" ")
        if whose != host:
            return 0.0
        now = self._clock()
        if os.fstat(handle).st_mtime > now + _CLOCK_SECONDS:
            return 0.0
        try:
            left = float(until) - now
        except ValueError:
            return 0.0
        return min(left, RETRY_AFTER_LONGEST_SECONDS) if left > 0 else 0.0
