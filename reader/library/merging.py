"""Marks and places from elsewhere, against ours: what to take over.  Pure.

Nothing is ever un-read, and no place goes back: a read mark wins over none, a place further on over one before it,
ours where they are alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.model import State

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model import Locator, Progress


@dataclass(frozen=True, slots=True)
class Step:
    """A place to keep (with how much of the text lies before it) or, without one, a mark to make, at its time."""

    at: datetime
    state: State
    locator: Locator | None = None
    fraction: float = 0.0


def steps(ours: Progress, theirs: Progress, now: datetime) -> list[Step]:
    """What brings ``ours`` to where ``theirs`` is, in order; nothing where ours is as far.

    From nothing it leads to ``theirs`` exactly, also to the furthest place behind the last one.  ``now`` stands in
    for a time that is not known.
    """
    at = max(filter(None, (theirs.read_at or now, ours.read_at)))
    if theirs.state is State.UNREAD or ours.state is State.READ:
        return []
    if ours.state is State.UNREAD:
        return [*_places(theirs, at), *_mark(theirs, at)]
    if theirs.state is State.READ:
        return [Step(at, State.READ)]
    return _places(theirs, at) if theirs.furthest_fraction > ours.furthest_fraction else []


def _places(theirs: Progress, at: datetime) -> list[Step]:
    place, furthest = theirs.locator, theirs.furthest
    if place is None:
        return []
    fraction = theirs.fraction
    if furthest is None or (furthest == place and theirs.furthest_fraction <= fraction):
        return [Step(at, State.READING, place, fraction)]
    # A list rounds: the furthest place stays the further one by a hair.
    end = max(theirs.furthest_fraction, math.ulp(0.0))
    fraction = min(fraction, math.nextafter(end, 0.0))
    return [Step(at, State.READING, furthest, end), Step(at, State.READING, place, fraction)]


def _mark(theirs: Progress, at: datetime) -> list[Step]:
    if theirs.state is State.READ or theirs.locator is None:
        return [Step(at, theirs.state)]
    return []
