"""One call of the program: arguments in, exit status out.

Owns what every command shares: folders and settings, the library opened when it is first asked for, errors told in
one line, interruption, and a pipe whose reader has gone.  Which function serves which command is a table; the modules
behind it are imported only for their command.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from reader import files
from reader.cli.arguments import parser, with_negations
from reader.cli.output import Output, silence_broken_pipe
from reader.errors import TsuzukiError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from reader.library.shelf import Library
    from reader.settings import Settings

INTERRUPTED = 130
PIPE_CLOSED = 141

SERVED_BY = {
    "add": "reader.cli.adding:add",
    "archive": "reader.cli.editing:archive",
    "backup": "reader.cli.care:backup",
    "cat": "reader.cli.texts:cat",
    "check": "reader.cli.care:check",
    "completion": "reader.cli.completion:completion",
    "demo": "reader.cli.demonstration:demo",
    "diff": "reader.cli.revising:diff",
    "drip": "reader.cli.habits:drip",
    "edit": "reader.cli.editing:edit",
    "export": "reader.cli.lists:export",
    "extract": "reader.cli.texts:extract",
    "history": "reader.cli.history:history",
    "import": "reader.cli.importing:take_in",
    "joins": "reader.cli.revising:joins",
    "list": "reader.cli.lists:shelf",
    "mark": "reader.cli.marks:mark",
    "note": "reader.cli.notes:note",
    "notes": "reader.cli.notes:notes",
    "pause": "reader.cli.marks:pause",
    "read": "reader.cli.marks:read",
    "remove": "reader.cli.marks:remove",
    "rescue": "reader.cli.rescuing:rescue",
    "restore": "reader.cli.care:restore",
    "resume": "reader.cli.marks:resume",
    "schedule": "reader.cli.schedule:schedule",
    "search": "reader.cli.searching:search",
    "show": "reader.cli.lists:show",
    "stats": "reader.cli.habits:stats",
    "sync": "reader.cli.syncing:sync",
    "unarchive": "reader.cli.editing:unarchive",
    "undo": "reader.cli.marks:undo",
    "update": "reader.cli.updating:update",
}
"""Command to ``module:function``; the function takes a :class:`Call` and gives the exit status."""


class OpenUi(Protocol):
    """Opens the terminal UI on a library, at a serial and an episode (ids), or where the reader stopped.

    ``at`` is a block and an offset of the episode's text.
    """

    def __call__(
        self, library: Library, serial: int | None, episode: int | None, at: tuple[int, int] | None = None, /
    ) -> None:
        """Return when the reader has left it."""
        ...


@dataclass(slots=True)
class Call:
    """What a command works with."""

    arguments: argparse.Namespace
    output: Output
    folders: files.Folders
    open_ui: OpenUi
    _open: list[Library] = field(default_factory=list)
    _settings: list[Settings] = field(default_factory=list)

    @property
    def settings(self) -> Settings:
        """The reader's settings, read once.  Raises :class:`~reader.errors.ConfigError`."""
        if not self._settings:
            self._settings.append(files.load_settings(self.folders))
        return self._settings[0]

    def library(self) -> Library:
        """The library, opened at the first call and closed after the command."""
        if not self._open:
            from reader.library.shelf import Library  # noqa: PLC0415 - `extract` and `--help` need none

            self._open.append(Library.open(self.folders, self.settings, offline=self.arguments.offline))
        return self._open[0]

    def close(self) -> None:
        """Close what was opened."""
        while self._open:
            self._open.pop().close()


def run(argv: Sequence[str], open_ui: OpenUi) -> int:
    """Carry out one call and give its exit status; prints errors itself."""
    output = Output(quiet="--quiet" in argv, as_json="--json" in argv)
    try:
        arguments = parser(argv).parse_args(with_negations(argv))
        folders = files.find_folders(data=arguments.data, config=arguments.config)
        call = Call(arguments, output, folders, open_ui)
        with contextlib.closing(call):
            status = _serve(arguments.command, call)
        output.finish()
    except TsuzukiError as error:
        output.error(error)
        return error.exit_status
    except KeyboardInterrupt:
        output.say("interrupted; what was saved stays")
        return INTERRUPTED
    except BrokenPipeError:
        silence_broken_pipe()
        return PIPE_CLOSED
    return status


def _serve(command: str | None, call: Call) -> int:
    if command is None:
        return _shelf(call)
    module, _, function = SERVED_BY[command].partition(":")
    serve: Any = getattr(importlib.import_module(module), function)
    return int(serve(call))


def _shelf(call: Call) -> int:
    require_terminal("the shelf")
    call.open_ui(call.library(), None, None)
    return 0


def require_terminal(what: str) -> None:
    """Raise :class:`UsageError` where there is no terminal to paint on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            f"{what} needs a terminal",
            hint="'tsuzuki list' prints the shelf, 'tsuzuki cat SERIAL EPISODES' prints texts.",
        )
