"""``history``: what was read and marked, and when."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.cleaning import clean_line
from reader.cli import forms
from reader.errors import UsageError
from reader.library.history import history as deeds
from reader.model import NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.run import Call
    from reader.library.history import Deed
    from reader.model import Episode

_DAYS = re.compile(r"(\d{1,5})d?")


def history(call: Call) -> int:
    """Serve ``tsuzuki history``; days are the reader's own."""
    library = call.library()
    told = deeds(library, since(call.arguments.since, library.now()))
    if call.output.as_json:
        call.output.document({"history": [_form(one) for one in told]})
        return 0
    day = ""
    for one in told:
        here = one.at.astimezone()
        if day != (day := f"{here:%Y-%m-%d}"):
            call.output.data(day)
        call.output.data(f"  {here:%H:%M}  {one.serial.title}: {_what(one)}")
    if not told:
        call.output.say("nothing was read or marked in that time")
    return 0


def since(text: str, now: datetime) -> datetime:
    """The moment that a date, or a number of days back, means.  Raises :class:`UsageError`."""
    if days := _DAYS.fullmatch(text.strip()):
        try:
            return now - timedelta(days=int(days[1]))
        except OverflowError:
            return datetime.min.replace(tzinfo=UTC)
    try:
        found = datetime.fromisoformat(text.strip())
        return found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError("this is no date", subject=text, hint="Write 2026-01-31, or 30d for 30 days back.") from error


def _what(one: Deed) -> str:
    part = _spans(one.episodes)
    title = f" “{one.episodes[0].title}”" if len(one.episodes) == 1 else ""
    where = f" on {one.device}" if one.device else ""
    if one.fraction is not None:
        return f"{part}{title} as far as {one.fraction:.0%}{where}"
    if one.state in set(NoteKind):
        return f"{part}{title} {one.state}{where}: {clean_line(one.words, 100)}"
    return f"{part}{title} marked {one.state}{where}"


def _spans(episodes: Sequence[Episode]) -> str:
    """Positions, runs of them as spans: 1-3, 7."""
    runs: list[list[int]] = []
    for one in episodes:
        if runs and runs[-1][-1] + 1 == one.position:
            runs[-1].append(one.position)
        else:
            runs.append([one.position])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


def _form(one: Deed) -> dict[str, object]:
    return {
        "at": forms.moment(one.at),
        "serial": one.serial.id,
        "title": one.serial.title,
        "state": one.state,
        "progress": None if one.fraction is None else round(one.fraction, 4),
        "words": one.words or None,
        "device": one.device or None,
        "episodes": [{"id": each.id, "position": each.position, "title": each.title} for each in one.episodes],
    }
