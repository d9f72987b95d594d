"""Serials that are let out bit by bit: "one episode a day, caught up on 14 March".

Owns putting a serial on a drip and taking it off, each a step that ``undo`` takes back and that sync carries, and what
a drip says today.  It hides no episode from anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.drip import Drip, parsed

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from reader.library.shelf import Library
    from reader.model import Serial


@dataclass(frozen=True, slots=True)
class Dripping:
    """A drip as it stands today."""

    drip: Drip
    waiting: int
    """Episodes that are out and not read: what is new."""
    unread: int
    """In all."""
    next_day: date | None
    """When more is let out; ``None`` once all is out."""
    caught_up: date
    """When the last one known is out; today where all is."""


def plan(library: Library, serial: Serial, count: int, days: int, zone: tzinfo | None = None) -> Dripping:
    """What letting out ``count`` episodes every ``days`` days would be, from today and the first unread one on."""
    today = _today(library, zone)
    return _standing(Drip(count, days, today, serial.counts.read), serial, today)


def begin(library: Library, serial: Serial, count: int, days: int, zone: tzinfo | None = None) -> Dripping:
    """Do so; a step that can be taken back."""
    planned = plan(library, serial, count, days, zone)
    library.store.log.edit(serial.id, "drip", str(planned.drip), library.now())
    return planned


def end(library: Library, serial: Serial) -> bool:
    """Take a serial off its drip; whether it was on one."""
    return library.store.log.edit(serial.id, "drip", None, library.now())


def of_serial(library: Library, serial: Serial, zone: tzinfo | None = None) -> Dripping | None:
    """How a serial's drip stands today; ``None`` where it has none."""
    return of_all(library, [serial], zone).get(serial.id)


def of_all(library: Library, serials: list[Serial], zone: tzinfo | None = None) -> dict[int, Dripping]:
    """How the drips of these serials stand, by id; those without one are left out."""
    texts, today = library.store.habits.drips(), _today(library, zone)
    found = {one.id: (one, drip) for one in serials if (drip := parsed(texts.get(one.id))) is not None}
    return {number: _standing(drip, serial, today) for number, (serial, drip) in found.items()}


def _standing(drip: Drip, serial: Serial, today: date) -> Dripping:
    counts = serial.counts
    all_out = drip.read + drip.out(today) >= counts.episodes
    return Dripping(
        drip,
        drip.waiting(counts.read, counts.episodes, today),
        max(0, counts.episodes - counts.read),
        None if all_out else drip.next_day(today),
        drip.caught_up(counts.episodes, today),
    )


def _today(library: Library, zone: tzinfo | None) -> date:
    return library.now().astimezone(zone).date()
