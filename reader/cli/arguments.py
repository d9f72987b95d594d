"""The table of commands, and the parser made of it.

Every command, argument and option stands here once, with the help that readers see; README and completion are made
from the same table.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from reader import __version__
from reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

TEXT_FORMATS = ("text", "markdown", "html", "json")
STATUSES = ("ongoing", "complete", "paused")
SORTS = (
    *("read", "title", "author", "added", "updated", "published"),
    *("unread", "new", "missing", "episodes", "progress"),
)
LIST_FORMATS = ("markdown", "html", "csv", "json", "opml", "text")

DESCRIPTION = "Read multi-part web serials in a terminal: paste one URL, get every episode, keep your place."
EPILOG = (
    "SERIAL is an id, a unique part of the title, or the URL. EPISODES are positions: 7, 1-7, ..12, 12.., next, all, "
    "or several of them with commas. Exit status: 0 done; 1 a site or the network; 2 usage or settings; 3 storage; "
    "130 interrupted."
)


@dataclass(frozen=True, slots=True)
class Option:
    """One argument or option: its names and what argparse needs to know."""

    names: tuple[str, ...]
    help: str
    more: dict[str, Any]


def _option(*names: str, help: str, **more: Any) -> Option:  # noqa: A002, ANN401 - argparse's own words
    return Option(names, help, more)


@dataclass(frozen=True, slots=True)
class Command:
    """One command: its name, one line of help, and its options in the order of the help text."""

    name: str
    help: str
    options: tuple[Option, ...] = ()


JSON = _option("--json", help="answer as one JSON document", action="store_true")
SERIAL = _option("serial", help="id, unique part of the title, or URL", metavar="SERIAL")
SOME_SERIALS = _option("serials", help="which ones", metavar="SERIAL", nargs="*")
PAUSED = _option("serials", help="which ones", metavar="SERIAL", nargs="+")
QUERY = _option("words", help="unread, new, tag:x, added>2026-01-31, -paused, or, …", metavar="QUERY", nargs="*")
EPISODES = _option("episodes", help="7, 1-7, ..12, 12.., next, all, or several with commas", metavar="EPISODES")
OUTPUT = _option("-o", "--output", help="write to FILE, whole or not at all", metavar="FILE", default="")

_NOTE_FORMATS = ("text", "markdown", "json")
_COLORS = ("yellow", "green", "blue", "red")

GLOBAL = (
    _option("--data", help="folder of the library (TSUZUKI_DATA)", metavar="DIR", default=""),
    _option("--config", help="settings file (TSUZUKI_CONFIG)", metavar="FILE", default=""),
    _option("--offline", help="make no request to any site", action="store_true"),
    _option("--quiet", help="no progress and no remarks, only data and errors", action="store_true"),
)

COMMANDS = (
    Command(
        "demo",
        "the main job on two bundled sample serials, in a throw-away library, without internet",
        (_option("--no-tui", help="print what was found and fetched, and stop", action="store_true"), JSON),
    ),
    Command(
        "add",
        "find the serial behind a URL or at a path, show what was found, follow and fetch it",
        (
            _option("url", help="any page or feed of the serial, a post that lists it, or a path", metavar="URL"),
            _option("--title", help="call the serial so", metavar="T", default=""),
            _option("--dry-run", help="show what was found, and stop", action="store_true"),
            _option("--no-fetch", help="follow, but fetch no episode yet", action="store_true"),
            _option("--pick", help="which serial, where the page holds several", metavar="N", type=int),
            _option("--archive", help="look in the Wayback Machine for what is gone", action="store_true"),
            _option("--yes", help="do not ask", action="store_true"),
            JSON,
        ),
    ),
    Command(
        "list",
        "the shelf, or what of it answers to the query",
        (
            QUERY,
            _option("--sort", help=f"{', '.join(SORTS)}", choices=SORTS, metavar="KEY", default=""),
            _option("--reverse", help="the other way round", action="store_true"),
            JSON,
        ),
    ),
    Command("show", "one serial and its episodes", (SERIAL, JSON)),
    Command(
        "update",
        "look for new episodes and fetch what is missing",
        (
            SOME_SERIALS,
            _option("--all", help="every serial, due or not", action="store_true"),
            _option("--only", help="of those, what answers to the query", metavar="QUERY", default=""),
            _option("--texts", help="ask for every saved episode again, in case it was edited", action="store_true"),
            JSON,
        ),
    ),
    Command("pause", "look for no more news of serials", (PAUSED,)),
    Command("resume", "look for news of paused serials again", (PAUSED,)),
    Command(
        "edit",
        "what serials are called, who wrote them, how they stand, their tags (undo takes it back)",
        (
            PAUSED,
            _option("--title", help="your own title", metavar="T"),
            _option("--author", help="the author; '' for none", metavar="A"),
            _option("--status", help="ongoing, complete or paused", choices=STATUSES),
            _option("--tag", help="add a tag, or several with commas", metavar="TAG", action="append", default=[]),
            _option("--untag", help="take tags away", metavar="TAG", action="append", default=[]),
            JSON,
        ),
    ),
    Command("archive", "put serials away: off the shelf and not updated, still searched", (PAUSED,)),
    Command("unarchive", "take serials out again", (PAUSED,)),
    Command(
        "schedule",
        "the lines for a systemd timer or cron that run update on this machine",
        (
            _option("--for", help="systemd or cron", choices=("systemd", "cron"), dest="kind", default=""),
            JSON,
        ),
    ),
    Command(
        "diff",
        "what changed in an episode since you read it",
        (
            SERIAL,
            _option("episode", help="a position, or next", metavar="EPISODE"),
            _option("--aside", help="compare with what was last set aside as suspect", action="store_true"),
            _option("--accept", help="make what was set aside the text", action="store_true"),
            JSON,
        ),
    ),
    Command(
        "joins",
        "which new addresses were taken for episodes that were known already",
        (
            SERIAL,
            _option("--part", help="take the joins of these episodes back", metavar="EPISODES", default=""),
            JSON,
        ),
    ),
    Command(
        "read",
        "the terminal UI at that place; without arguments, where you stopped last",
        (
            _option("serial", help="id, unique part of the title, or URL", metavar="SERIAL", nargs="?", default=""),
            _option("episode", help="a position, or next", metavar="EPISODE", nargs="?", default=""),
        ),
    ),
    Command(
        "cat",
        "print episodes",
        (
            SERIAL,
            EPISODES,
            _option("--format", help="text (default), markdown, html, json", choices=TEXT_FORMATS, default="text"),
            _option("--width", help="longest line in cells; 0 for none", metavar="CELLS", type=int),
            _option("--vertical", help="set downwards in columns of so many rows", metavar="ROWS", type=int),
        ),
    ),
    Command(
        "mark",
        "mark episodes as read or unread",
        (SERIAL, EPISODES, _option("state", help="read or unread", choices=("read", "unread"))),
    ),
    Command(
        "note",
        "keep a passage, words about it or about the episode, or, with neither, the place where you are in it",
        (
            SERIAL,
            _option("episode", help="a position, or next", metavar="EPISODE"),
            _option("--quote", help="the passage, as it stands in the text", metavar="TEXT", default=""),
            _option("--words", help="your own; - reads them from stdin", metavar="WORDS", default=""),
            _option("--color", help="yellow (default), green, blue, red", choices=_COLORS, default=""),
            JSON,
        ),
    ),
    Command(
        "notes",
        "your bookmarks, highlights and notes, of one serial or all",
        (
            _option("serial", help="id, unique part of the title, or URL", metavar="SERIAL", nargs="?", default=""),
            _option("--format", help="text (default), markdown, json", choices=_NOTE_FORMATS, default="text"),
            _option("--remove", help="take the note with this id away", metavar="ID", default=""),
            OUTPUT,
            JSON,
        ),
    ),
    Command(
        "undo",
        "take back the last change of marks",
        (_option("--list", help="show what could be taken back", action="store_true", dest="listing"), JSON),
    ),
    Command(
        "search",
        "words in all saved texts and titles, Japanese of any length too",
        (
            _option("words", help="any text; nothing in it is an operator", metavar="WORDS", nargs="+"),
            _option("--in", help="only in this one", metavar="SERIAL", dest="within", default=""),
            _option("--kana", help="let hiragana and katakana be alike", action="store_true"),
            _option("--every", help="every place of an episode, not the first three", action="store_true"),
            _option("--limit", help="at most so many, 0 for all (50)", metavar="N", type=int, default=50),
            _option("--open", help="read on at hit N", metavar="N", type=int),
            JSON,
        ),
    ),
    Command(
        "export",
        "the reading list, or one serial as a book",
        (
            QUERY,
            _option("--serial", help="only this serial", metavar="SERIAL", default=""),
            _option(
                "--format",
                help=f"{', '.join(LIST_FORMATS)}; epub is the text of one SERIAL",
                choices=(*LIST_FORMATS, "epub"),
                default="markdown",
            ),
            _option("--vertical", help="EPUB: lines run down", action="store_true"),
            _option("--unread", help="EPUB: only what is unread", action="store_true"),
            _option("--raw", help="CSV without the apostrophe before formulas", action="store_true"),
            OUTPUT,
        ),
    ),
    Command(
        "extract",
        "print what would be saved of a saved HTML file or a URL",
        (
            _option("pages", help="files or URLs", metavar="PAGE", nargs="+"),
            _option("--url", help="the address a file came from", metavar="URL", default=""),
            _option("--format", help="text (default), markdown, html, json", choices=TEXT_FORMATS, default="text"),
            _option("--explain", help="say which container was chosen, why, and what was cut", action="store_true"),
        ),
    ),
    Command(
        "import",
        "a reading list: JSON, CSV or OPML, of Tsuzuki or of feed readers, or newsboat's urls",
        (
            _option("file", help="the list; - for stdin", metavar="FILE"),
            _option("--dry-run", help="show what would come in, and stop", action="store_true"),
            JSON,
        ),
    ),
    Command("rescue", "look for lost episodes in the Wayback Machine", (SERIAL, JSON)),
    Command("remove", "take a serial off the shelf (undo brings it back)", (SERIAL,)),
    Command(
        "history",
        "what you read and marked, and when",
        (
            _option(
                "--since", help="from that day on, or so many days back: 2026-01-31, 30d", metavar="DATE", default="7d"
            ),
            JSON,
        ),
    ),
    Command(
        "stats",
        "what you read by the day, how fast, and how long the rest takes, with a picture of the year",
        (
            _option("serial", help="only of this one", metavar="SERIAL", nargs="?", default=""),
            _option("--since", help="days from then on, or so many back: 2026-01-31, 30d", metavar="DATE", default=""),
            _option("--year", help="the picture and the months of that year", metavar="Y", type=int),
            JSON,
        ),
    ),
    Command(
        "drip",
        "let a serial out bit by bit, one episode a day, and say when you are caught up; all stays readable",
        (
            _option("serial", help="which one; without it, those on a drip", metavar="SERIAL", nargs="?", default=""),
            _option("--every", help="how often: 1d (default), 3d, 1w", metavar="DAYS", default=""),
            _option("--count", help="how many episodes at a time (1)", metavar="N", type=int),
            _option("--off", help="let out all of it at once again", action="store_true"),
            JSON,
        ),
    ),
    Command(
        "sync",
        "merge reading state with other machines through a folder that some other tool carries",
        (_option("folder", help="a folder that all of them see", metavar="FOLDER"), JSON),
    ),
    Command(
        "check",
        "the health of the library",
        (
            _option("--repair", help="put right what can be put right without losing anything", action="store_true"),
            JSON,
        ),
    ),
    Command(
        "backup",
        "make a copy of the library now",
        (_option("--daily", help="today's copy, if there is none yet", action="store_true"), JSON),
    ),
    Command(
        "restore",
        "put a backup back (by default the newest), and what you did since; the replaced file is kept",
        (
            _option("backup", help="name of a backup, or a part of it", metavar="BACKUP", nargs="?", default=""),
            _option("--list", help="show which there are", action="store_true", dest="listing"),
            _option("--without-log", help="leave out what you did since", action="store_true"),
            JSON,
        ),
    ),
    Command(
        "completion",
        "a script that teaches your shell these commands",
        (
            _option(
                "shell",
                help="bash, zsh or fish; words: what a query may hold, your tags among it",
                choices=("bash", "zsh", "fish", "words"),
            ),
        ),
    ),
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(message, hint=f"'{self.prog} --help' shows what can be said.")


def parser(argv: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """The parser of :data:`COMMANDS`; parsing raises :class:`UsageError` instead of leaving the program.

    With the arguments of a call it is quicker made: commands that do not stand in them get no options.
    """
    top = _Parser("tsuzuki", description=DESCRIPTION, epilog=EPILOG)
    for option in GLOBAL:
        top.add_argument(*option.names, help=option.help, **option.more)
    top.add_argument("--version", action="version", version=f"tsuzuki {__version__}")
    # With its name given, no usage has to be laid out to find it.
    commands = top.add_subparsers(dest="command", metavar="COMMAND", title="commands", prog=top.prog)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.help, description=command.help, epilog=EPILOG)
        for option in command.options if argv is None or command.name in argv else ():
            sub.add_argument(*option.names, help=option.help, **option.more)
    return top


def with_negations(argv: Sequence[str]) -> list[str]:
    """The arguments with ``-unread`` as ``not unread``, where a query is meant: argparse takes it for options."""
    if not any(one.startswith("-") and not one.startswith("--") for one in argv):
        return list(argv)
    from reader.queries import is_negated_term  # noqa: PLC0415 - few calls have one

    by_name = {command.name: command for command in COMMANDS}
    at = next((index for index, one in enumerate(argv) if one in by_name), len(argv))
    asks = at < len(argv) and QUERY in by_name[argv[at]].options
    rest = (["not", one[1:]] if asks and is_negated_term(one) else [one] for one in argv[at:])
    return [*argv[:at], *(part for parts in rest for part in parts)]


def usage(command: Command) -> str:
    """The command's call in one line, as the README shows it."""
    return " ".join(["tsuzuki", command.name, *map(_shown, command.options)])


def _shown(option: Option) -> str:
    value = str(option.more.get("metavar") or "|".join(map(str, option.more.get("choices", ()))))
    if option.names[0].startswith("-"):
        return f"[{option.names[0]} {value}]" if value else f"[{option.names[0]}]"
    return {"*": f"[{value} ...]", "+": f"{value} ...", "?": f"[{value}]"}.get(option.more.get("nargs", ""), value)
