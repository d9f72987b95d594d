"""``add``: find the serial behind a URL, show the evidence, ask once, follow, fetch."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from reader.addresses import is_web, readable
from reader.cli import forms
from reader.cli.fetching import fetch, tell_failures
from reader.errors import TsuzukiError, UsageError
from reader.library import following, lists, shelving
from reader.model import Choices, Discovered, Status

if TYPE_CHECKING:
    from reader.cli.output import Output
    from reader.cli.run import Call
    from reader.model import FoundEpisode, Serial

HEAD, TAIL = 5, 3
"""How many of the first and last parts are shown before the question."""

NOTHING_CHOSEN = 2


def add(call: Call) -> int:
    """Serve ``tsuzuki add``."""
    arguments, output = call.arguments, call.output
    path = _path(arguments.url)
    work = asyncio.run(shelving.read_path(path)) if path else None
    discovered = shelving.discovered(path, work) if path and work else _discover(call)
    if discovered is None:
        return NOTHING_CHOSEN
    if not output.as_json:
        picture(output, discovered, arguments.title)
    if arguments.dry_run:
        if output.as_json:
            _answer_json(call, discovered, None, [])
        return 0
    if not _agreed(call, discovered):
        output.say("nothing was followed")
        return 0
    if work:
        serial = shelving.shelve(call.library(), discovered, work, title=arguments.title or None)
    else:
        serial = following.follow(call.library(), discovered, title=arguments.title or None)
    status, failures = (0, []) if arguments.no_fetch or work else _fetch(call, serial)
    if output.as_json:
        _answer_json(call, discovered, serial, failures)
    else:
        output.say(f"Following “{serial.title}”. 'tsuzuki read {serial.id}' opens it.")
        tell_failures(call, failures)
    return status


def _path(text: str) -> Path | None:
    """The path that the reader means, or ``None`` for a web address."""
    path = Path(text).expanduser()
    looks_like_one = text.startswith(("/", "./", "../", "~"))
    return path if not is_web(text) and (looks_like_one or path.exists()) else None


def _discover(call: Call) -> Discovered | None:
    url, library, watch = call.arguments.url, call.library(), call.output.passing
    answer = asyncio.run(following.discover(library, url, pick=call.arguments.pick, watch=watch))
    if isinstance(answer, Discovered):
        return answer
    picked = _choose(call, answer)
    if picked is None:
        return None
    answer = asyncio.run(following.discover(library, url, pick=picked, watch=watch))
    if isinstance(answer, Choices):
        raise UsageError(f"there is no serial {picked} on that page", subject=url)
    return answer


def _fetch(call: Call, serial: Serial) -> tuple[int, list[dict[str, str | None]]]:
    try:
        report = asyncio.run(fetch(call, serial.id))
    except TsuzukiError as error:
        return error.exit_status, [{"url": serial.url, "error": str(error), "hint": error.hint or None}]
    failures = [{"url": one.url, "error": one.error, "hint": one.hint or None} for one in report.failures]
    return (1 if failures else 0), failures


def _answer_json(
    call: Call, discovered: Discovered, serial: Serial | None, failures: list[dict[str, str | None]]
) -> None:
    if serial is None:
        head = forms.found_serial_form(discovered, call.arguments.title)
        episodes = [forms.found_episode_form(at, one) for at, one in enumerate(discovered.contents.episodes, 1)]
    else:
        serial = lists.serial_named(call.library(), str(serial.id))
        head = forms.serial_form(serial)
        episodes = [forms.episode_form(one) for one in lists.episodes(call.library(), serial.id)]
    call.output.document(
        {
            "serial": head,
            "episodes": episodes,
            "evidence": forms.evidence_form(discovered),
            "warnings": list(discovered.warnings),
            "failures": failures,
        }
    )


def _choose(call: Call, choices: Choices) -> int | None:
    output = call.output
    if output.as_json:
        output.document(
            {
                "choices": [
                    {
                        "pick": one.pick,
                        "title": one.title,
                        "episodes": one.episodes,
                        "first": one.first,
                        "last": one.last,
                    }
                    for one in choices.choices
                ]
            }
        )
        return None
    output.table(
        [(str(one.pick), one.title, counted(one.episodes), f"{one.first} … {one.last}") for one in choices.choices],
        right=(0,),
        flexible=3,
    )
    if not output.on_terminal:
        output.say("The page holds several serials; --pick N chooses one.")
        return None
    typed = output.ask(f"Which one? [1-{len(choices.choices)}]", "")
    return int(typed) if typed.isdigit() and 1 <= int(typed) <= len(choices.choices) else None


def picture(output: Output, discovered: Discovered, title: str = "") -> None:
    """What was found, for eyes: the whole, the first and last parts, the evidence, the doubts."""
    contents = discovered.contents
    episodes = contents.episodes
    by = f", by {contents.author}" if contents.author else ""
    complete = ", complete" if contents.status is Status.COMPLETE else ""
    output.data(f"{title or contents.title}{by}")
    output.data(f"{counted(len(episodes))}{complete}")
    output.data()
    shown = list(enumerate(episodes, 1))
    middle = len(shown) - HEAD - TAIL
    rows = shown if middle <= 1 else [*shown[:HEAD], *shown[-TAIL:]]
    for at, (position, one) in enumerate(rows):
        if middle > 1 and at == HEAD:
            output.data(f"       … {middle} more")
        output.data(f"  {position:>4}  {_line(one)}")
    output.data()
    for proof in discovered.evidence:
        output.data(f"  {proof.source}: {proof.used} of {proof.found} used. {proof.why}")
    for warning in discovered.warnings:
        output.data(f"  ! {warning}")
    output.data(f"  from {readable(contents.url)}")


def counted(number: int) -> str:
    """A number of episodes, in words."""
    return "1 episode" if number == 1 else f"{number} episodes"


def _line(episode: FoundEpisode) -> str:
    note = f"  {episode.note}" if episode.note else ""
    return f"{episode.title}{note}"


def _agreed(call: Call, discovered: Discovered) -> bool:
    if call.arguments.yes or not call.output.on_terminal:
        return True
    count = len(discovered.contents.episodes)
    question = "Follow it?" if call.arguments.no_fetch else f"Follow it and fetch {counted(count)}?"
    return call.output.ask(f"{question} [Y/n]", "y").lower() in {"y", "yes", "はい"}
