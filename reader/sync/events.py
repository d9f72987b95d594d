"""Events, and what each event's device had seen when it made it.  Pure.

Every device counts its own events.  When it takes in events of others it writes an event ``seen``: how far it has read
each other log, and a clock above every clock it has seen.  So each event has a context (a version vector, kept as the
differences), and "made after seeing it" is a comparison of two numbers.  Sources: Parker and others, "Detection of
Mutual Inconsistency in Distributed Systems" (version vectors); Lamport, "Time, Clocks, and the Ordering of Events".
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

SEEN: Final = "seen"
UNDO: Final = "undo"


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a log; ``at`` is what the device's clock said, for eyes only."""

    device: str
    sequence: int
    at: datetime
    kind: str
    subject: str
    target: int | None
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Context:
    """What a device had seen from one ``seen`` event on."""

    sequence: int
    clock: int
    vector: Mapping[str, int]
    """The last sequence seen of each other device."""


_NOTHING: Final = Context(0, 0, {})


class Contexts:
    """What each event's device had seen, made of the ``seen`` events among ``events``."""

    def __init__(self, events: Iterable[Event] = ()) -> None:
        self._by_device: dict[str, list[Context]] = {}
        for event in sorted((one for one in events if one.kind == SEEN), key=lambda one: one.sequence):
            known = self._by_device.setdefault(event.device, [])
            before = known[-1] if known else _NOTHING
            vector = dict(before.vector)
            told, clock = _told(event)
            for device, sequence in told.items():
                vector[device] = max(vector.get(device, 0), sequence)
            least = before.clock + event.sequence - before.sequence
            known.append(Context(event.sequence, max(clock, least), vector))

    def of(self, device: str, sequence: int) -> Context:
        """The context of an event of that device."""
        known = self._by_device.get(device, ())
        place = bisect_right(known, sequence, key=lambda one: one.sequence)
        return known[place - 1] if place else _NOTHING

    def saw(self, device: str, sequence: int, other: str, earlier: int) -> bool:
        """Whether the event (device, sequence) was made after its device had seen (other, earlier)."""
        if device == other:
            return earlier < sequence
        return self.of(device, sequence).vector.get(other, 0) >= earlier

    def rank(self, device: str, sequence: int) -> tuple[int, str, int]:
        """A key that puts every event behind all that its device had seen, alike on every device."""
        context = self.of(device, sequence)
        return context.clock + sequence - context.sequence, device, sequence

    def seen_by(self, events: Iterable[tuple[str, int]]) -> dict[str, int]:
        """How far these events, taken together, had seen each device's log."""
        reach: dict[str, int] = {}
        for device, sequence in events:
            for other, upto in self.of(device, sequence).vector.items():
                if other != device and upto > reach.get(other, 0):
                    reach[other] = upto
            if sequence - 1 > reach.get(device, 0):
                reach[device] = sequence - 1
        return reach

    def arrival(self, here: str, device: str, sequence: int) -> int | None:
        """The sequence, in the log of ``here``, from which on it had seen the event; ``None`` where it has not."""
        if device == here:
            return sequence
        for context in self._by_device.get(here, ()):
            if context.vector.get(device, 0) >= sequence:
                return context.sequence
        return None


def seen_body(contexts: Contexts, here: str, last: int, reach: Mapping[str, int]) -> dict[str, Any]:
    """The body of the ``seen`` event that ``here`` writes behind its event ``last``, having read as far as ``reach``.

    Its clock is above every clock in reach; ``contexts`` are those of all events that are here.
    """
    clocks = [contexts.rank(device, sequence)[0] for device, sequence in [(here, last), *reach.items()]]
    return {"upto": dict(sorted(reach.items())), "clock": max(clocks) + 1}


def _told(event: Event) -> tuple[dict[str, int], int]:
    """(how far, clock) of a ``seen`` event; a device cannot have seen its own future."""
    upto, clock = event.body.get("upto"), event.body.get("clock")
    reach = upto if isinstance(upto, dict) else {}
    return (
        {name: value for name, value in reach.items() if isinstance(value, int) and name != event.device},
        clock if isinstance(clock, int) else 0,
    )


def undone(events: Iterable[Event]) -> frozenset[tuple[str, int]]:
    """(device, sequence) of the events that were taken back."""
    return frozenset((one.device, one.target) for one in events if one.kind == UNDO and one.target is not None)
