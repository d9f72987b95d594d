"""What the worker's tests have it do; apart from them, for the child imports this and nothing heavy."""

from __future__ import annotations

import ctypes
import os
import sys
import time

from reader import worker
from reader.errors import HttpStatus

MIB = 1024 * 1024


def double(number: int, *, plus: int = 0) -> int:
    return 2 * number + plus


def process_id() -> int:
    return os.getpid()


def spin() -> None:
    while True:
        pass


def spin_in_c() -> int:
    """One call that holds the interpreter for minutes and hears no Python signal handler."""
    number: int = 7 ** (10**9)
    return number


def sleep() -> None:
    time.sleep(60)


def grow() -> int:
    kept = [b"x" * MIB for _ in range(4000)]
    return len(kept)


def grow_a_little(mebibytes: int) -> int:
    kept = [b"x" * MIB for _ in range(mebibytes)]
    return len(kept)


def grow_beyond_sight() -> None:
    """As a parser does that reports a shortage as a syntax error."""
    raise SyntaxError("Memory allocation failed : building node")


def no_memory_left_to_say_so() -> None:
    def refuse(*_: object) -> None:
        raise MemoryError

    worker._in_our_words = refuse  # type: ignore[assignment]
    raise ValueError


def long_answer() -> bytes:
    return b"x" * (65 * MIB)


def fail(kind: str) -> None:
    if kind == "ours":
        raise HttpStatus("gone", subject="u", hint="Wait.", status=410)
    if kind == "nested":
        raise RecursionError("too deep")
    raise ValueError("a\x00surprise" + "!" * 1000)


def die() -> None:
    os._exit(1)


def segfault() -> None:
    ctypes.string_at(0)


def chatter() -> str:
    print("noise")  # noqa: T201 - noise is the point
    sys.stderr.write("more noise")
    os.write(1, b"raw noise")
    return "quiet"


def lambda_answer() -> object:
    return lambda: 0
