"""What the terminal says of itself, asked before the screen is taken.

Owns one round trip: the width of an ambiguous character and of clusters on which terminals differ, told by where the
cursor stands after each (CPR, ECMA-48 8.3.14), and the colour of the background (xterm's OSC 11).  On a terminal only,
at most :data:`PATIENCE_SECONDS` long; a terminal that does not answer is taken to be as Rich counts.  Where ambiguous
characters are wide, :func:`adopt` makes Rich, by which Textual measures, count the same.
"""

from __future__ import annotations

import os
import re
import select
import sys
import time
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import rich.cells
import rich.segment

from reader.typeset.width import NARROW, Risk, WidthPolicy, cluster_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PATIENCE_SECONDS: Final = 0.1

AMBIGUOUS_SAMPLE: Final = "“"
SAMPLES: Final[Mapping[Risk, str]] = {
    Risk.PRESENTATION: "❤️",
    Risk.KEYCAP: "1️⃣",
    Risk.TONE: "👍🏽",
    Risk.JOINED: "👨‍👩‍👧",
    Risk.FLAG: "🇯🇵",
    Risk.INDIC: "कि",
}
"""One cluster of each kind; where the cursor moved by what Rich counts, the terminal holds that kind together."""

_CURSOR: Final = re.compile(rb"\x1b\[\d+;(\d+)R")
_BACKGROUND: Final = re.compile(rb"\x1b\]11;rgba?:([0-9a-fA-F]+)/([0-9a-fA-F]+)/([0-9a-fA-F]+)")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What is known of the terminal."""

    policy: WidthPolicy = field(default_factory=lambda: NARROW)
    dark: bool = True


def ask_terminal(wish: str, environment: Mapping[str, str] = os.environ) -> Terminal:
    """Ask the terminal that we stand in; ``wish`` (auto, narrow, wide) overrides what it says of ambiguous widths."""
    answer = _round_trip() if _is_terminal() else b""
    return understand(answer, wish, environment)


def understand(answer: bytes, wish: str, environment: Mapping[str, str]) -> Terminal:
    """What an answer means; an incomplete one is none."""
    columns = [int(column) - 1 for column in _CURSOR.findall(answer)]
    ambiguous, whole = 1, NARROW.whole
    if len(columns) == 1 + len(SAMPLES):
        ambiguous = 2 if columns[0] == 2 else 1  # noqa: PLR2004 - cells
        pairs = zip(SAMPLES.items(), columns[1:], strict=True)
        whole = frozenset(risk for (risk, sample), cells in pairs if cells == cluster_cells(sample))
    if wish != "auto":
        ambiguous = 2 if wish == "wide" else 1
    return Terminal(WidthPolicy(ambiguous, whole), _is_dark(answer, environment))


def _is_dark(answer: bytes, environment: Mapping[str, str]) -> bool:
    if found := _BACKGROUND.search(answer):
        red, green, blue = (int(part, 16) / int("F" * len(part), 16) for part in found.groups())
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.5  # noqa: PLR2004 - Rec. 709 luminance
    background = environment.get("COLORFGBG", "").rpartition(";")[2]
    return background not in {"7", "15"}


def question() -> bytes:
    """What is written: the background's colour is asked for, then each sample is shown at the line's start."""
    shown = "".join(f"\r{sample}\x1b[6n" for sample in (AMBIGUOUS_SAMPLE, *SAMPLES.values()))
    return f"\x1b]11;?\x1b\\{shown}\r\x1b[K".encode()


def _is_terminal() -> bool:
    try:
        return os.isatty(0) and os.isatty(2) and os.environ.get("TERM") not in {None, "dumb"}
    except OSError:
        return False


def _round_trip() -> bytes:
    """Ask on the terminal's own file, and read until the last answer is there or patience ends."""
    try:
        import termios  # noqa: PLC0415 - not on every system
        import tty  # noqa: PLC0415 - not on every system
    except ImportError:
        return b""
    try:
        before = termios.tcgetattr(0)
    except termios.error:
        return b""
    try:
        tty.setcbreak(0, termios.TCSANOW)
        sys.stderr.flush()
        os.write(2, question())
        return _answer(lambda wait: os.read(0, 1024) if select.select([0], [], [], wait)[0] else b"")
    except OSError:
        return b""
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)


def _answer(read: Callable[[float], bytes]) -> bytes:
    answer = b""
    end = time.monotonic() + PATIENCE_SECONDS
    while (left := end - time.monotonic()) > 0:
        answer += read(left)
        if len(_CURSOR.findall(answer)) > len(SAMPLES):
            break
    return answer


# --- a terminal in which ambiguous is wide -----------------------------------------------------------------------

_PRIVATE: Final = ((0xE000, 0xF8FF), (0xF0000, 0xFFFFD), (0x100000, 0x10FFFD))
_SCANNED: Final = 0x20000


def adopt(policy: WidthPolicy) -> None:
    """Make Rich count as the policy does.  Reaches into Rich's private parts; Rich is pinned, and a test holds it."""
    if policy.ambiguous == 1:
        return
    cells: Any = rich.cells
    table = cells.load_cell_table("auto")
    widened = sorted([*table.widths, *((start, end, 2) for start, end in _ambiguous_ranges())])
    wide = table._replace(widths=widened)
    ascii_only = frozenset(map(chr, range(0x20, 0x7F))).issuperset

    def load(version: str = "auto") -> Any:  # noqa: ANN401 - Rich's own table
        del version
        return wide

    cells.load_cell_table = load
    modules: tuple[Any, ...] = (rich.cells, rich.segment)
    for module in modules:
        module._is_single_cell_widths = ascii_only  # noqa: SLF001 - see the docstring
    rich.cells.get_character_cell_size.cache_clear()
    rich.cells.cached_cell_len.cache_clear()


def _ambiguous_ranges() -> Iterator[tuple[int, int]]:
    """Stretches of ambiguous code points that Rich counts as one cell."""
    size = rich.cells.get_character_cell_size
    start = None
    for point in range(0x80, _SCANNED):
        character = chr(point)
        inside = (
            not _PRIVATE[0][0] <= point <= _PRIVATE[0][1]
            and unicodedata.east_asian_width(character) == "A"
            and size(character) == 1
        )
        if inside and start is None:
            start = point
        elif not inside and start is not None:
            yield start, point - 1
            start = None
    yield from _PRIVATE
