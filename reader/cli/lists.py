"""``list``, ``show`` and ``export``: what is on the shelf, in a table, as JSON, or as a file to take along."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.addresses import readable
from reader.cli import forms
from reader.errors import UsageError
from reader.library import lists
from reader.model import State
from reader.rhythm import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.cli.run import Call
    from reader.library.dripping import Dripping
    from reader.library.shelf import Library
    from reader.model import Episode, Serial
    from reader.rhythm import NextLook

MARKS = {State.UNREAD: "·", State.READING: "▸", State.READ: "✓"}


def shelf(call: Call) -> int:
    """Serve ``tsuzuki list``."""
    arguments = call.arguments
    serials = lists.shelf(call.library(), arguments.words, order=arguments.sort, reverse=arguments.reverse)
    if call.output.as_json:
        call.output.document({"serials": [forms.serial_form(one) for one in serials]})
        return 0
    if not serials:
        call.output.say(_nothing(call))
    drips = _drips(call.library(), serials)
    call.output.table(
        [
            (str(one.id), one.title, one.author, f"{one.counts.read}/{one.counts.episodes}", _standing(one, drips))
            for one in serials
        ],
        right=(0, 3),
        flexible=1,
    )
    return 0


def _drips(library: Library, serials: list[Serial]) -> Mapping[int, Dripping]:
    if not library.store.serials.any_drips():
        return {}
    from reader.library import dripping  # noqa: PLC0415 - few serials are let out bit by bit

    return dripping.of_all(library, serials)


def _nothing(call: Call) -> str:
    """Why nothing is listed."""
    away = sum(one.archived_at is not None for one in lists.serials(call.library()))
    if call.arguments.words:
        return "Nothing on the shelf answers to that; 'tsuzuki list all' shows what is put away too."
    if away:
        return f"The shelf is empty; {away} put away, 'tsuzuki list archived' shows what."
    return "The shelf is empty. 'tsuzuki add URL' follows a serial; 'tsuzuki demo' shows how it is."


def _standing(one: Serial, drips: Mapping[int, Dripping]) -> str:
    """How the serial stands, what is new in it, and its tags."""
    drip = drips.get(one.id)
    facts = [
        one.status.value,
        "put away" if one.archived_at else "",
        f"{one.counts.new} new" if one.counts.new else "",
        f"{drip.waiting} let out" if drip is not None and drip.waiting else "",
        f"{one.counts.missing} missing" if one.counts.missing else "",
    ]
    return " ".join([", ".join(filter(None, facts)), *(f"#{tag}" for tag in one.tags)])


def show(call: Call) -> int:
    """Serve ``tsuzuki show``."""
    from reader.cli.habits import drip_form, drip_line, left_form, time_left  # noqa: PLC0415 - `list` does without
    from reader.library import dripping, habits  # noqa: PLC0415 - as above

    library = call.library()
    serial = lists.serial_named(library, call.arguments.serial)
    episodes = lists.episodes(library, serial.id)
    left, drip = habits.left(library, serial), dripping.of_serial(library, serial)
    if call.output.as_json:
        head = forms.serial_form(serial) | {
            "next_check_reason": lists.next_look(library, serial).reason.value,
            "left": left_form(left),
            "drip": drip_form(drip),
        }
        call.output.document({"serial": head, "episodes": [forms.episode_form(one) for one in episodes]})
        return 0
    call.output.data(serial.title + (f", by {serial.author}" if serial.author else ""))
    call.output.data(readable(serial.url))
    call.output.data(
        f"{serial.counts.read} of {serial.counts.episodes} read, {serial.counts.saved} saved, {serial.status.value}"
    )
    call.output.data(time_left(left))
    if drip is not None:
        call.output.data(drip_line(drip))
    call.output.data(looked_at_next(lists.next_look(library, serial)))
    call.output.data()
    call.output.table(
        [(str(one.position), MARKS[one.state], one.title, _remark(one)) for one in episodes], right=(0,), flexible=2
    )
    offer_rescue(call, serial.id, episodes)
    return 0


REASONS = {
    Reason.PAUSED: "paused",
    Reason.FAILED: "soon, for the last look failed",
    Reason.COMPLETE: "once a month, for it is complete",
    Reason.ENDED: "it has been complete for a year",
    Reason.UNKNOWN: "no rhythm is known yet",
    Reason.EXPECTED: "a new episode about {every}",
    Reason.LATE: "what was expected is late; daily for a few days",
    Reason.SILENT: "silent for longer than its rhythm, {every}",
}


def looked_at_next(look: NextLook) -> str:
    """When the next look is, and why, in one line."""
    every = "every day" if look.gap_days == 1 else f"every {look.gap_days} days"
    why = REASONS[look.reason].format(every=every)
    if look.at is None:
        return f"no more looks for news: {why}" if look.reason in {Reason.PAUSED, Reason.ENDED} else "next look: now"
    return f"next look {look.at:%Y-%m-%d %H:%M} UTC: {why}"


def offer_rescue(call: Call, serial_id: int, episodes: Sequence[Episode]) -> None:
    """Say what may still be found of episodes whose pages are gone, unless the reader wants nothing of archives."""
    from reader.library.silence import unanswered  # noqa: PLC0415 - `list` offers nothing

    if call.settings.fetch.archive == "never":
        return
    look = f"'tsuzuki rescue {serial_id}' looks in the Wayback Machine."
    lost = sum(one.lost for one in episodes)
    silent, since = unanswered(call.library(), episodes)
    if lost:
        they = "1 episode is gone from the web" if lost == 1 else f"{lost} episodes are gone from the web"
        call.output.say(f"{they}; {look}")
    elif since:
        they = "The host of 1 missing episode has" if silent == 1 else f"The host of {silent} missing episodes has"
        call.output.say(f"{they} not answered since {since:%Y-%m-%d}; should it never again, {look}")


def _remark(episode: Episode) -> str:
    if episode.missing:
        return f"missing: {episode.missing}"
    remarks = [
        "" if episode.saved else "not saved",
        "changed since you read it" if episode.changed else "",
        f"set aside: {episode.suspect}" if episode.suspect else "",
        "gone upstream" if episode.gone else "",
        episode.note,
    ]
    return ", ".join(filter(None, remarks))


def export(call: Call) -> int:
    """Serve ``tsuzuki export``."""
    from reader.library import exporting  # noqa: PLC0415 - `list` and `show` export nothing
    from reader.queries import parse  # noqa: PLC0415 - as above

    arguments = call.arguments
    if arguments.format == "epub":
        return _book(call)
    filters = list(arguments.words)
    if arguments.serial:
        filters.append(f"serial:{lists.serial_named(call.library(), arguments.serial).id}")
    if filters and not any(map(parse(filters).may_fit, lists.serials(call.library()))):
        call.output.say("Nothing on the shelf answers to that.")
    text = exporting.export(call.library(), arguments.format, filters=filters, raw=arguments.raw)
    if arguments.output:
        exporting.write_list(Path(arguments.output), text)
        call.output.say(f"written to {arguments.output}")
    else:
        call.output.raw(text)
    return 0


def _book(call: Call) -> int:
    """One serial as an EPUB, beside the current folder's files unless ``-o`` says where."""
    from reader.files import write_whole  # noqa: PLC0415 - as above
    from reader.library import books  # noqa: PLC0415 - as above

    library, arguments = call.library(), call.arguments
    named = [arguments.serial] if arguments.serial else arguments.words
    if len(named) != 1:
        raise UsageError("an EPUB is the text of one serial", hint="Write `tsuzuki export SERIAL --format epub`.")
    serial = lists.serial_named(library, named[0])
    data = books.export_epub(library, serial.id, vertical=arguments.vertical, unread_only=arguments.unread)
    target = Path(arguments.output or books.epub_name(library, serial.id))
    write_whole(target, data, overwrite=bool(arguments.output))
    call.output.say(f"written to {target}")
    return 0
