"""``add``: find the serial behind a URL, show the evidence, ask once, follow, fetch."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.addresses import readable
from reader.cli import forms
from reader.cli.fetching import fetch, tell_failures
from reader.cli.lists import offer_rescue
from reader.cli.rescuing import look_in_archive
from reader.errors import FetchError, TsuzukiError, UsageError
from reader.library import following, lists, shelving
from reader.library.pages import may_be_archived
from reader.model import Choices, Discovered, SourceKind, Status

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
    path = shelving.path_named(arguments.url)
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


def _discover(call: Call) -> Discovered | None:
    url, library, watch = call.arguments.url, call.library(), call.output.passing
    archive = call.arguments.archive

    def discover(pick: int | None) -> Discovered | Choices:
        return asyncio.run(following.discover(library, url, pick=pick, archive=archive, watch=watch))

    try:
        answer = discover(call.arguments.pick)
    except FetchError as error:
        if archive or not _wants_copies(call, error):
            raise
        archive = True
        answer = discover(call.arguments.pick)
    if isinstance(answer, Discovered):
        return answer
    picked = _choose(call, answer)
    if picked is None:
        return None
    answer = discover(picked)
    if isinstance(answer, Choices):
        raise UsageError(f"there is no serial {picked} on that page", subject=url)
    return answer


def _wants_copies(call: Call, error: FetchError) -> bool:
    """Whether the reader, asked, wants the archive's copies of a page that is gone; else a hint."""
    if not may_be_archived(error) or call.arguments.offline or call.settings.fetch.archive == "never":
        return False
    if not call.output.on_terminal:
        error.hint = f"{error.hint} --archive looks for it in the Wayback Machine.".strip()
        return False
    return _yes(call, f"{error.subject}: {error.message}. Look for it in the Wayback Machine?", default="n")


def _rescue(call: Call, serial: Serial, failures: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """What still fails after the archive was asked for what is gone, if the reader wants that."""
    episodes = lists.episodes(call.library(), serial.id)
    lost = sum(one.lost for one in episodes)
    archived = any(one.kind is SourceKind.ARCHIVE for one in call.library().store.sources.of(serial.id))
    if call.arguments.offline or call.settings.fetch.archive == "never":
        return failures
    always = call.settings.fetch.archive == "always"
    wanted = call.arguments.archive or (always and (lost or archived))
    if lost and not wanted and call.output.on_terminal:
        wanted = _yes(call, f"{counted(lost)} gone from the web. Look in the Wayback Machine?", default="n")
    if not wanted:
        offer_rescue(call, serial.id, episodes)
        return failures
    return look_in_archive(call, serial.id)[1]


def _yes(call: Call, question: str, *, default: str) -> bool:
    shown = "[Y/n]" if default == "y" else "[y/N]"
    return call.output.ask(f"{question} {shown}", default).lower() in {"y", "yes", "はい"}


def _fetch(call: Call, serial: Serial) -> tuple[int, list[dict[str, str | None]]]:
    try:
        report = asyncio.run(fetch(call, serial.id))
    except TsuzukiError as error:
        return error.exit_status, [{"url": serial.url, "error": str(error), "hint": error.hint or None}]
    failures: list[dict[str, str | None]] = [
        {"url": one.url, "error": one.error, "hint": one.hint or None} for one in report.failures
    ]
    if failures:
        failures = _rescue(call, serial, failures)
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
    return _yes(call, question, default="y")
