"""How the reader stands with one episode, and what each event of the log makes of it.  Pure.

Owns the arithmetic of marks and places: the log's tables are these functions, folded over the log's events.  A mark
"unread" forgets the place (the mark's event remembers it, and an undo brings it back); a place never takes a mark
away.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reader.model import Locator, Progress, State
from reader.store.values import locator_from_list, locator_to_list, time_from, time_or_none

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """State, place and furthest place; fractions are of the text, 0 to 1."""

    state: State = State.UNREAD
    locator: Locator | None = None
    fraction: float = 0.0
    furthest: Locator | None = None
    furthest_fraction: float = 0.0
    read_at: datetime | None = None

    def progress(self) -> Progress:
        """The part of it that the other rooms know."""
        return Progress(self.state, self.locator, self.furthest, self.fraction, self.read_at, self.furthest_fraction)


def marked(standing: Standing, state: State, at: datetime) -> Standing:
    """After the reader marked the episode."""
    if state is State.UNREAD:
        return Standing()
    return replace(standing, state=state, read_at=at)


def placed(standing: Standing, locator: Locator, fraction: float, at: datetime) -> Standing:
    """After the reader came to ``locator``; ``fraction`` of the text lies behind it."""
    fraction = min(1.0, max(0.0, fraction))
    further = standing.furthest is None or fraction >= standing.furthest_fraction
    return Standing(
        State.READING if standing.state is State.UNREAD else standing.state,
        locator,
        fraction,
        locator if further else standing.furthest,
        fraction if further else standing.furthest_fraction,
        at,
    )


def restored(standing: Standing, was: Standing) -> Standing:
    """After an undo of the mark before which it stood as ``was``: as if the mark had never been, places kept."""
    if standing.locator is None or standing.locator == was.locator or standing.read_at is None:
        return was
    return placed(was, standing.locator, standing.fraction, standing.read_at)


def to_list(standing: Standing) -> list[Any]:
    """JSON values, as a mark's event remembers what was."""
    full = [
        standing.state.value,
        time_or_none(standing.read_at),
        standing.fraction,
        locator_to_list(standing.locator),
        standing.furthest_fraction,
        locator_to_list(standing.furthest),
    ]
    while full and full[-1] in (None, 0.0):
        full.pop()
    return full


def from_list(values: list[Any]) -> Standing:
    """The standing of :func:`to_list`.  Raises ``ValueError`` or ``TypeError`` on others."""
    state, read_at, fraction, locator, furthest_fraction, furthest = (list(values) + [None] * 6)[:6]
    return Standing(
        State(state),
        locator_from_list(locator),
        float(fraction or 0),
        locator_from_list(furthest),
        float(furthest_fraction or 0),
        time_from(read_at),
    )
