"""``stats`` and ``drip``: what was read by the day, with a picture of the year; serials let out by the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from reader import drip as drips
from reader import yearly
from reader.errors import UsageError
from reader.habits import Day
from reader.library import dripping, habits, lists
from reader.locale import Say

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.dripping import Dripping
    from reader.library.habits import Left, Speeds, Statistics
    from reader.model import Serial

RECENT_DAYS: Final = "7d"
SHADES: Final = {False: "·░▒▓█", True: ".-+*#"}
"""Signs of the levels; the plain ones where the terminal draws ambiguous signs wide."""


def stats(call: Call) -> int:
    """Serve ``tsuzuki stats``; days are the reader's own."""
    from reader.cli.history import since  # noqa: PLC0415 - it brings the history with it

    library, arguments = call.library(), call.arguments
    serial = lists.serial_named(library, arguments.serial) if arguments.serial else None
    today = library.now().astimezone().date()
    year = today.year if arguments.year is None else arguments.year
    if not date.min.year < year < date.max.year:
        raise UsageError("there is no such year", subject=str(year))
    first = since(arguments.since or RECENT_DAYS, library.now()).astimezone().date()
    start, end = date(year, 1, 1), date(year, 12, 31)
    if arguments.since:
        start, end = min(start, first), max(end, today)
    told = habits.statistics(library, start, end, serial.id if serial else None)
    left = habits.left(library, serial, told.speeds) if serial else None
    standing = dripping.of_serial(library, serial) if serial else None
    if call.output.as_json:
        call.output.document(_stats_form(told, first if arguments.since else start, serial, left, standing))
        return 0
    if serial is not None and left is not None:
        call.output.data(serial.title)
        call.output.data(time_left(left))
        if standing is not None:
            call.output.data(drip_line(standing))
    amounts = {day: one for day, one in told.days.items() if day.year == year}
    call.output.data(_year_line(year, amounts))
    call.output.data(_streak_line(told))
    for line in speed_lines(told.speeds):
        call.output.data(line)
    call.output.data()
    wide = call.settings.reading.ambiguous == "wide"
    for line in drawn(yearly.picture(year, {day: one.characters for day, one in amounts.items()}), SHADES[wide]):
        call.output.data(line)
    call.output.data()
    by_month = arguments.year is not None and not arguments.since
    call.output.table(_months(amounts) if by_month else _days(told, first), right=(1, 2, 3))
    return 0


def time_left(left: Left) -> str:
    """What is unread, in one line."""
    if not left.episodes:
        return "all of it is read"
    guessed = f" ({left.unsaved} not saved: a guess)" if left.unsaved else ""
    time = Say().minutes(left.minutes)
    return f"{_count(left.episodes, 'episode')} unread: {time}, {left.characters:,} characters{guessed}"


def speed_lines(speeds: Speeds) -> list[str]:
    """One line a language of which anything was read."""
    return [
        f"{one.language or 'texts of unknown language'}: {one.speed.per_minute:.0f}"
        f" {'words' if one.in_words else 'characters'} a minute, learnt from {_count(one.speed.pages, 'page')}"
        for one in speeds.known
    ]


def drawn(year: yearly.Year, shades: str, names: Say | None = None) -> list[str]:
    """The picture in lines of text: months, seven weekdays, and what the shades mean."""
    say = names or Say()
    months, weekdays = say("stats.months").split(), say("stats.weekdays").split()
    lines = ["     " + yearly.month_row(year, tuple(months), 1, tuple(map(len, months)))]
    for weekday, row in zip(weekdays, year.rows, strict=True):
        lines.append(f"{weekday}  " + "".join(" " if level is None else shades[level] for level in row).rstrip())
    limits = "  ".join(f"{shade} {limit:,}" for shade, limit in zip(shades[1:], year.limits, strict=False))
    return [*lines, f"     {shades[0]} nothing" + (f"  {limits} characters and more" if limits else "")]


def _year_line(year: int, days: dict[date, Day]) -> str:
    whole = sum(days.values(), Day())
    return ", ".join([f"{year}: {_count(len(days), 'day')}", *_amounts(whole)])


def _amounts(day: Day) -> tuple[str, str, str]:
    return f"{day.characters:,} characters", _count(day.episodes, "episode"), Say().minutes(day.seconds / 60)


def _streak_line(told: Statistics) -> str:
    streak = told.streak
    young = "" if streak.with_today or not streak.days else " (not yet today)"
    return f"{_count(streak.days, 'day')} in a row{young}, {streak.longest} at most"


def _days(told: Statistics, first: date) -> list[tuple[str, ...]]:
    weekdays = Say()("stats.weekdays").split()
    return [
        (f"{day.isoformat()} {weekdays[day.weekday()]}", *_amounts(one))
        for day, one in told.days.items()
        if day >= first
    ]


def _months(days: dict[date, Day]) -> list[tuple[str, ...]]:
    found: dict[str, Day] = {}
    for day, one in days.items():
        month = f"{day.year}-{day.month:02}"
        found[month] = found.get(month, Day()) + one
    return [(month, *_amounts(one)) for month, one in found.items()]


def _count(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _stats_form(
    told: Statistics, first: date, serial: Serial | None, left: Left | None, standing: Dripping | None
) -> dict[str, Any]:
    days = {day: one for day, one in told.days.items() if day >= first}
    streak = told.streak
    form: dict[str, Any] = {
        "days": [{"date": day.isoformat(), **_day_form(one)} for day, one in days.items()],
        "total": _day_form(sum(days.values(), Day())),
        "streak": {"days": streak.days, "with_today": streak.with_today, "longest": streak.longest},
        "speeds": [
            {
                "language": one.language or None,
                "unit": "word" if one.in_words else "character",
                "per_minute": round(one.speed.per_minute, 1),
                "pages": one.speed.pages,
            }
            for one in told.speeds.known
        ],
    }
    if serial is not None and left is not None:
        form["serial"] = serial.id
        form["left"] = left_form(left)
        form["drip"] = drip_form(standing)
    return form


def left_form(left: Left) -> dict[str, Any]:
    """What is unread, as other programs read it."""
    return {
        "minutes": round(left.minutes, 1),
        "characters": left.characters,
        "episodes": left.episodes,
        "unsaved": left.unsaved,
    }


def _day_form(day: Day) -> dict[str, Any]:
    return {"characters": day.characters, "episodes": day.episodes, "minutes": round(day.seconds / 60, 1)}


# --- drips -------------------------------------------------------------------------------------------------------


def drip(call: Call) -> int:
    """Serve ``tsuzuki drip``."""
    library, arguments, output = call.library(), call.arguments, call.output
    asked = arguments.every or arguments.count is not None or arguments.off
    if not arguments.serial:
        if asked:
            raise UsageError("a drip is of one serial", hint="Write `tsuzuki drip SERIAL --every 1d`.")
        return _drips(call)
    serial = lists.serial_named(library, arguments.serial)
    if arguments.off:
        off = dripping.end(library, serial)
        if output.as_json:
            output.document({"serial": serial.id, "drip": None})
        else:
            done = "is let out all at once again; 'tsuzuki undo' takes it back" if off else "was on no drip"
            output.say(f"“{serial.title}” {done}.")
        return 0
    standing = None if asked else dripping.of_serial(library, serial)
    if standing is None:
        standing = dripping.begin(library, serial, *_rhythm(arguments.count, arguments.every))
    if output.as_json:
        output.document({"serial": serial.id, "drip": drip_form(standing)})
    else:
        output.data(f"“{serial.title}”: {drip_line(standing)}")
    return 0


def _rhythm(count: int | None, every: str) -> tuple[int, int]:
    """(episodes, days).  Raises :class:`UsageError`."""
    days = drips.every(every) if every else 1
    if days is None:
        raise UsageError("this is no stretch of days", subject=every, hint="Write 1d, 3d, or 1w for a week.")
    count = 1 if count is None else count
    if not 0 < count <= drips.MOST:
        raise UsageError(f"{count} episodes cannot be let out", hint=f"Use 1 to {drips.MOST}.")
    return count, days


def _drips(call: Call) -> int:
    library = call.library()
    serials = lists.serials(library)
    standing = dripping.of_all(library, serials)
    known = [(one, standing[one.id]) for one in serials if one.id in standing]
    if call.output.as_json:
        call.output.document({"drips": [{"serial": one.id, **(drip_form(each) or {})} for one, each in known]})
        return 0
    if not known:
        call.output.say("No serial is let out bit by bit. 'tsuzuki drip SERIAL' lets out one episode a day.")
    call.output.table(((str(one.id), one.title, drip_line(each)) for one, each in known), right=(0,), flexible=1)
    return 0


def drip_line(standing: Dripping) -> str:
    """A drip in one line."""
    drip = standing.drip
    every = {1: "a day", 7: "a week"}.get(drip.days, f"every {drip.days} days")
    facts = [f"{_count(drip.count, 'episode')} {every}", f"{standing.waiting} new"]
    if standing.next_day is not None:
        facts.append(f"more on {standing.next_day.isoformat()}")
    if standing.unread:
        facts.append(f"caught up on {standing.caught_up.isoformat()}")
    return ", ".join(facts)


def drip_form(standing: Dripping | None) -> dict[str, Any] | None:
    """A drip as other programs read it."""
    if standing is None:
        return None
    return {
        "count": standing.drip.count,
        "every_days": standing.drip.days,
        "since": standing.drip.since.isoformat(),
        "new": standing.waiting,
        "unread": standing.unread,
        "next": standing.next_day and standing.next_day.isoformat(),
        "caught_up": standing.caught_up.isoformat(),
    }
