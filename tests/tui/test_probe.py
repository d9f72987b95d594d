"""What a terminal's answers mean, and that Rich counts as the terminal does where ambiguous is wide."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import threading
import time

import pytest

from reader.tui import probe
from reader.typeset.width import NARROW, Risk


def answer(*columns: int) -> bytes:
    return b"".join(b"\x1b[5;%dR" % column for column in columns)


USUAL = (2, 3, 3, 3, 3, 3, 3)
"""Cursor columns after “, ❤️, keycap, tone, family, flag and कि where Rich's counts hold... but for the last."""


def test_a_terminal_that_says_nothing_is_as_rich_counts() -> None:
    assert probe.understand(b"", "auto", {}) == probe.Terminal(NARROW, dark=True)


@pytest.mark.parametrize(("first", "cells"), [(2, 1), (3, 2)])
def test_the_width_of_ambiguous_characters_is_where_the_cursor_stands(first: int, cells: int) -> None:
    told = answer(first, *USUAL[1:])
    assert probe.understand(told, "auto", {}).policy.ambiguous == cells


@pytest.mark.parametrize(("wish", "cells"), [("narrow", 1), ("wide", 2)])
def test_a_setting_overrides_the_answer(wish: str, cells: int) -> None:
    assert probe.understand(answer(3, *USUAL[1:]), wish, {}).policy.ambiguous == cells
    assert probe.understand(answer(*USUAL), wish, {}).policy.ambiguous == cells
    assert probe.understand(b"", wish, {}).policy.ambiguous == cells


def test_clusters_that_fall_apart_are_not_trusted() -> None:
    told = answer(2, 2, 2, 5, 7, 3, 3)
    whole = probe.understand(told, "auto", {}).policy.whole
    assert {Risk.PRESENTATION, Risk.KEYCAP, Risk.TONE, Risk.JOINED}.isdisjoint(whole)
    assert Risk.FLAG in whole


def test_an_incomplete_answer_changes_nothing() -> None:
    assert probe.understand(answer(3, 3, 3), "auto", {}).policy == NARROW


@pytest.mark.parametrize(
    ("told", "environment", "dark"),
    [
        (b"\x1b]11;rgb:0000/0000/0000\x1b\\", {}, True),
        (b"\x1b]11;rgb:ffff/fafa/e0e0\x07", {}, False),
        (b"\x1b]11;rgba:ff/fa/e0/ff\x07", {"COLORFGBG": "15;0"}, False),
        (b"", {"COLORFGBG": "0;15"}, False),
        (b"", {"COLORFGBG": "15;default;0"}, True),
        (b"", {}, True),
    ],
)
def test_light_and_dark(told: bytes, environment: dict[str, str], dark: bool) -> None:
    assert probe.understand(told, "auto", environment).dark is dark


def test_reading_ends_with_the_last_answer() -> None:
    pieces = iter([answer(*USUAL[:3]), answer(*USUAL[3:]), b"keys typed later"])
    assert probe._answer(lambda _wait: next(pieces)) == answer(*USUAL)


def test_patience_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 0.0, 0.05, 0.2])
    monkeypatch.setattr(time, "monotonic", lambda: next(clock))
    assert probe._answer(lambda _wait: b"") == b""


def test_a_real_terminal_is_asked_and_left_as_it_was() -> None:
    """A child on a pseudo-terminal; this side of it answers as a terminal would."""
    code = (
        "import sys; from reader.tui.probe import ask_terminal; found = ask_terminal('auto', {});"
        "print('ambiguous', found.policy.ambiguous, 'dark', found.dark, flush=True)"
    )
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color"}
    reply = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\" + answer(3, *USUAL[1:])

    def terminal() -> None:
        seen = b""
        while seen.count(b"\x1b[6n") < 1 + len(probe.SAMPLES):
            seen += os.read(ours, 4096)
        os.write(ours, reply)

    answering = threading.Thread(target=terminal, daemon=True)
    answering.start()
    # A slow machine may need longer than a reader is asked to wait.
    code = code.replace("import sys;", "import sys; import reader.tui.probe as p; p.PATIENCE_SECONDS = 20;")
    done = subprocess.run(
        [sys.executable, "-c", code],
        stdin=theirs,
        stderr=theirs,
        stdout=subprocess.PIPE,
        env=environment,
        check=False,
        timeout=60,
    )
    os.close(theirs)
    os.close(ours)
    assert done.stdout == b"ambiguous 2 dark False\n"


def test_nobody_is_asked_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    def never() -> bytes:
        raise AssertionError("asked")

    monkeypatch.setattr(probe, "_round_trip", never)
    monkeypatch.setattr(os, "isatty", lambda _number: False)
    assert probe.ask_terminal("auto", {}) == probe.Terminal()
    monkeypatch.setattr(os, "isatty", lambda _number: True)
    monkeypatch.setenv("TERM", "dumb")
    assert probe.ask_terminal("auto", {}) == probe.Terminal()


ADOPTED = """
from reader.tui.probe import adopt
from reader.typeset.width import WIDE, cells
from rich.cells import cell_len
from rich.segment import Segment
from textual._cells import cell_len as textual_len
adopt(WIDE)
for text in ['“バイブル”', '…', '①', '─│', 'abc', 'é', 'а̀', '漢字', '\\ue000', 'o\\u0301', '🇯🇵', '', '¡§°']:
    assert cell_len(text) == textual_len(text) == cells(text, WIDE), (text, cell_len(text), cells(text, WIDE))
assert cell_len('“バイブル”') == 12
left, right = Segment('“a”').split_cells(2)
assert (left.text, right.text) == ('“', 'a”')
"""


def test_where_ambiguous_is_wide_rich_and_textual_count_so() -> None:
    subprocess.run([sys.executable, "-c", ADOPTED], check=True, timeout=60)


def test_where_ambiguous_is_wide_every_row_of_every_screen_stays_in_step() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.tui.wide"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_narrow_terminal_leaves_rich_alone() -> None:
    import rich.cells  # noqa: PLC0415 - looked at before and after

    before = rich.cells.cell_len("“”")
    probe.adopt(NARROW)
    assert rich.cells.cell_len("“”") == before == 2
