"""The only way to stdout and stderr: data to the one, talk to the other.

Owns the last line of defence for the terminal (what is printed is cleaned once more), tables whose columns stand in
cells, questions, and the progress bar, which shows on a terminal only.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any, TextIO

from reader.cleaning import clean, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.errors import TsuzukiError

BAR_CELLS = 20
"""Width of the progress bar itself."""


class Output:
    """Where one call of the program writes.  ``quiet`` silences remarks and progress, never data or errors."""

    def __init__(
        self, *, quiet: bool = False, as_json: bool = False, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.quiet = quiet
        self.as_json = as_json
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._bar_cells = 0

    def data(self, text: str = "") -> None:
        """A line, or several, of what was asked for."""
        self._write(self._out, clean(text) + "\n")

    def result(self, text: str) -> None:
        """A line of what was asked for, while more is being done: the bar makes way, and it is written at once."""
        self._clear_bar()
        self.data(text)
        self._out.flush()

    @property
    def columns(self) -> int:
        """Cells of the terminal that data goes to; 0 for none."""
        return _columns() if self._out.isatty() else 0

    def marked(self, lead: str, before: str, found: str, after: str) -> None:
        """A line of data in which ``found`` stands out, where there is a terminal for it (and no ``NO_COLOR``)."""
        parts = [clean(part).replace("\n", " ") for part in (lead, before, found, after)]
        if found and self._out.isatty() and not os.environ.get("NO_COLOR"):
            parts[2] = f"\x1b[1;4m{parts[2]}\x1b[0m"
        self._write(self._out, "".join(parts) + "\n")

    def document(self, value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """One JSON document on one line."""
        self._write(self._out, json.dumps(value, ensure_ascii=False) + "\n")

    def raw(self, text: str) -> None:
        """A whole file's text to stdout, as it is: for formats with a syntax of their own."""
        self._write(self._out, text)

    def say(self, text: str) -> None:
        """A remark for the person in front of the screen."""
        if not self.quiet:
            self._clear_bar()
            self._write(self._err, clean(text) + "\n")

    def error(self, error: TsuzukiError) -> None:
        """A failure, as the JSON contract has it or as one line and its hint."""
        if self.as_json:
            self.document(
                {"error": {"kind": error.kind, "message": clean_line(str(error), 2000), "hint": error.hint or None}}
            )
            return
        self._clear_bar()
        line = clean_line(str(error), 2000)
        self._write(self._err, f"tsuzuki: {sentence(line, error.hint)}\n")

    @property
    def on_terminal(self) -> bool:
        """Whether somebody can be asked."""
        return not self.as_json and self._err.isatty() and sys.stdin is not None and sys.stdin.isatty()

    def ask(self, question: str, default: str) -> str:
        """The answer of the person, stripped; ``default`` for an empty line or the end of input."""
        self._clear_bar()
        self._write(self._err, clean_line(question) + " ")
        self._err.flush()
        try:
            return sys.stdin.readline().strip() or default
        except (OSError, ValueError):
            return default

    def table(self, rows: Iterable[Sequence[str]], *, right: Sequence[int] = (), flexible: int = 0) -> None:
        """Rows whose columns line up in cells; ``right`` are columns set to the right.

        On a terminal the ``flexible`` column is cut so that a row fits the screen; in a pipe nothing is cut.
        """
        from reader.typeset.width import cells  # noqa: PLC0415 - only tables need to measure

        cleaned = [[clean_line(cell) for cell in row] for row in rows]
        if not cleaned:
            return
        widths = [max(cells(row[column]) for row in cleaned) for column in range(len(cleaned[0]))]
        if self._out.isatty():
            spare = _columns() - sum(widths) - 2 * (len(widths) - 1)
            widths[flexible] = max(8, widths[flexible] + min(0, spare))
        for row in cleaned:
            parts = []
            for column, cell in enumerate(row):
                shown = cut(cell, widths[column])
                pad = " " * (widths[column] - cells(shown))
                parts.append(pad + shown if column in right else shown + pad)
            self.data("  ".join(parts).rstrip())

    def progress(self, done: int, total: int, title: str) -> None:
        """The bar at ``done`` of ``total``; nothing where stderr is no terminal."""
        filled = BAR_CELLS * done // max(1, total)
        self.passing(f"[{'#' * filled}{'.' * (BAR_CELLS - filled)}] {done}/{total}  {title}")

    def passing(self, text: str) -> None:
        """A line that the next one replaces: what is being done; nothing where stderr is no terminal."""
        if self.quiet or not self._err.isatty():
            return
        from reader.typeset.width import cells  # noqa: PLC0415 - only on a terminal

        line = cut(clean_line(text), max(0, _columns() - 1))
        padding = " " * max(0, self._bar_cells - cells(line))
        self._bar_cells = cells(line)
        self._write(self._err, f"\r{line}{padding}")
        self._err.flush()

    def finish(self) -> None:
        """Leave the screen as a person expects it: no bar, everything written."""
        self._clear_bar()
        self._out.flush()

    def _clear_bar(self) -> None:
        if self._bar_cells:
            self._write(self._err, "\r" + " " * self._bar_cells + "\r")
            self._bar_cells = 0

    def _write(self, stream: TextIO, text: str) -> None:
        try:
            stream.write(text)
        except UnicodeEncodeError:
            encoding = getattr(stream, "encoding", None) or "ascii"
            stream.write(text.encode(encoding, "replace").decode(encoding))


def _columns() -> int:
    import shutil  # noqa: PLC0415 - only a terminal has a width

    return shutil.get_terminal_size().columns


def sentence(message: str, hint: str | None) -> str:
    """A message and what to do about it, in one line."""
    return f"{message.rstrip('.')}. {clean_line(hint)}" if hint else message


def cut(text: str, width: int) -> str:
    """``text`` in at most ``width`` cells, ending in an ellipsis where something is missing."""
    from reader.typeset.width import cells, clusters  # noqa: PLC0415 - as above

    if cells(text) <= width:
        return text
    out, used = [], 0
    for cluster in clusters(text):
        used += cells(cluster)
        if used > width - 1:
            break
        out.append(cluster)
    return "".join(out) + ("…" if width > 0 else "")


def silence_broken_pipe() -> None:
    """After the reader of our pipe has gone: keep Python from complaining at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
