"""What a set of events adds up to: marks, places, fields, tags, order.  Pure.

Every function here is one of the *set* of events: neither the order nor the number of times in which they came
matters, so that devices which have the same events agree.  The rules:

- an episode is read while any mark "read" stands that no lowering mark was made after seeing;
- a mark "unread" forgets the places that its device had seen, and no others;
- the furthest place and the last one are both kept; of places made without knowing of each other, the further on;
- of edits made without knowing of each other one wins, the same everywhere; a tag stays unless whoever dropped it had
  seen it;
- what was taken back (``undo``) was never there.

:func:`view` is the one that is a device's own: where *this* device stands, which never goes back because of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from reader.model import Locator, State
from reader.sync.events import undone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from reader.sync.events import Contexts, Event

_T = TypeVar("_T", "Touch", "Event")

TAGS: Final = "tags"
REMOVED: Final = "removed_at"
ARCHIVED: Final = "archived_at"


class Touch(NamedTuple):
    """What one event did to one episode: a mark (``state``) or a place, with how much of the text lies before it."""

    device: str
    sequence: int
    at: datetime
    state: State | None = None
    place: Locator | None = None
    fraction: float = 0.0


@dataclass(frozen=True, slots=True)
class Merged:
    """How an episode stands, the same on every device that has the same events."""

    state: State = State.UNREAD
    latest: Touch | None = None
    """The last place; of several made without knowing of each other, the further on."""
    furthest: Touch | None = None
    places: tuple[Touch, ...] = ()
    """The last place of each device, by device."""
    last: Touch | None = None
    """The last touch of all that count; its time is when the episode was read last."""


@dataclass(frozen=True, slots=True)
class View:
    """How an episode stands on one device: what is merged, and the place at which this device opens it."""

    merged: Merged
    shown: Touch | None = None


def touches(event: Event) -> Iterator[tuple[str, Touch]]:
    """(uid of an episode, what the event did to it).  Raises ``ValueError``, ``KeyError``, ``TypeError``."""
    if event.kind == "place":
        block, offset, before, after = event.body["place"]
        place = Locator(int(block), int(offset), str(before), str(after))
        fraction = min(1.0, max(0.0, float(event.body["fraction"])))
        yield event.subject, Touch(event.device, event.sequence, event.at, None, place, fraction)
    elif event.kind == "mark":
        touch = Touch(event.device, event.sequence, event.at, State(event.body["state"]))
        for uid, _ in event.body["episodes"]:
            yield uid, touch


def by_episode(events: Sequence[Event], names: Mapping[str, str]) -> dict[str, list[Touch]]:
    """The touches of each episode, without what was taken back; ``names`` gives our uid for another's."""
    gone = undone(events)
    found: dict[str, list[Touch]] = {}
    for event in events:
        if (event.device, event.sequence) not in gone:
            for uid, touch in touches(event):
                found.setdefault(names.get(uid, uid), []).append(touch)
    return found


def merge(contexts: Contexts, theirs: Iterable[Touch]) -> Merged:
    """What the touches of one episode add up to."""
    every = list({one[:2]: one for one in theirs}.values())
    if not every:
        return Merged()
    cleared = _reach(contexts, (one for one in every if one.state is State.UNREAD))
    lowered = _reach(contexts, (one for one in every if one.state in (State.UNREAD, State.READING)))
    standing = [one for one in every if one.state is not State.UNREAD and one.sequence > cleared.get(one.device, 0)]
    if not standing:
        return Merged()
    is_read = any(one.state is State.READ and one.sequence > lowered.get(one.device, 0) for one in standing)

    def rank(touch: Touch) -> tuple[int, str, int]:
        return contexts.rank(touch.device, touch.sequence)

    def further(touch: Touch) -> tuple[float, tuple[int, str, int]]:
        return touch.fraction, rank(touch)

    places = [one for one in standing if one.place is not None]
    newest: dict[str, Touch] = {}
    for one in places:
        if one.device not in newest or one.sequence > newest[one.device].sequence:
            newest[one.device] = one
    return Merged(
        State.READ if is_read else State.READING,
        max(_unseen(contexts, newest.values()), key=further, default=None),
        max(places, key=further, default=None),
        tuple(newest[name] for name in sorted(newest)),
        max(standing, key=rank),
    )


def view(contexts: Contexts, here: str, theirs: Iterable[Touch]) -> View:
    """How an episode stands on the device ``here``, which has seen all of ``theirs``.

    Its place is the last one kept on it, or one that came from elsewhere later and lies further on.
    """
    every = list({one[:2]: one for one in theirs}.values())
    merged = merge(contexts, every)
    if not any(one.device != here for one in every):
        return View(merged, merged.latest)
    by_arrival = sorted(
        ((_arrival(contexts, here, one), one.device != here, one.sequence, one) for one in every),
        key=lambda known: known[:3],
    )
    shown: Touch | None = None
    so_far: list[Touch] = []
    for (_, foreign), group in groupby(by_arrival, key=lambda known: known[:2]):
        arrived = [known[3] for known in group]
        so_far += arrived
        if foreign:
            then = merge(contexts, so_far)
            if shown is not None and not _stands(contexts, shown, so_far):
                shown = None
            if then.latest is not None and (shown is None or then.latest.fraction > shown.fraction):
                shown = then.latest
        for one in arrived if not foreign else ():
            shown = one if one.place is not None else None if one.state is State.UNREAD else shown
    return View(merged, shown if merged.state is not State.UNREAD else None)


def elsewhere(here: str, seen: View) -> tuple[Touch, ...]:
    """Last places of other devices that are not where this one stands: what is to be offered, the further first."""
    shown = seen.shown
    away = [one for one in seen.merged.places if one.device != here and (shown is None or one.place != shown.place)]
    return tuple(sorted(away, key=lambda one: (-one.fraction, one.device)))


# --- serials -----------------------------------------------------------------------------------------------------


def field(contexts: Contexts, events: Sequence[Event], name: str) -> tuple[str | None] | None:
    """What the edits of one field of one serial add up to, in a tuple of its own; ``None`` where it was not edited.

    With every edit taken back it is what stood before the first.
    """
    edits = [one for one in events if one.kind == "edit" and one.body.get("field") == name]
    if not edits:
        return None
    last = last_edit(contexts, events, name)
    return (min(edits, key=_by_rank(contexts)).body["was"] if last is None else last.body["now"],)


def last_edit(contexts: Contexts, events: Sequence[Event], name: str) -> Event | None:
    """The edit that gives one field of one serial its value; ``None`` where none stands."""
    gone = undone(events)
    edits = [one for one in events if one.kind == "edit" and one.body.get("field") == name]
    last = _unseen(contexts, [one for one in edits if (one.device, one.sequence) not in gone])
    if name in {REMOVED, ARCHIVED}:
        # In doubt it is on the shelf: someone wants it there.
        last = [one for one in last if one.body["now"] is None] or last
    return max(last, key=_by_rank(contexts), default=None)


def tags(contexts: Contexts, events: Sequence[Event], present: str) -> str:
    """The tags (one a line, sorted) of a serial that has ``present`` here, some perhaps without any event."""
    gone = undone(events)
    added: dict[str, list[Event]] = {}
    dropped: dict[str, list[Event]] = {}
    ever: set[str] = set()
    at_first: set[str] = set(present.splitlines())
    for one in events:
        if one.kind == "edit" and one.body.get("field") == TAGS:
            was, now = (set((one.body[key] or "").splitlines()) for key in ("was", "now"))
            at_first |= was
            ever |= now - was
            if (one.device, one.sequence) not in gone:
                for tag in now - was:
                    added.setdefault(tag, []).append(one)
                for tag in was - now:
                    dropped.setdefault(tag, []).append(one)
    stays = {tag for tag in at_first - ever if tag not in dropped}
    for tag, adding in added.items():
        reach = contexts.seen_by((one.device, one.sequence) for one in dropped.get(tag, ()))
        if any(one.sequence > reach.get(one.device, 0) for one in adding):
            stays.add(tag)
    return "\n".join(sorted(stays))


def order(contexts: Contexts, events: Sequence[Event]) -> tuple[list[str], bool] | None:
    """(uids in order, whether it is the reader's own order) of one serial; ``None`` where no one ordered it."""
    orders = [one for one in events if one.kind == "order"]
    if not orders:
        return None
    gone = undone(events)
    standing = [one for one in orders if (one.device, one.sequence) not in gone]
    if standing:
        return list(max(_unseen(contexts, standing), key=_by_rank(contexts)).body["now"]), True
    first = min(orders, key=_by_rank(contexts))
    return list(first.body["was"]), bool(first.body["by_reader"])


def hidden(contexts: Contexts, events: Sequence[Event], names: Mapping[str, str]) -> dict[str, bool]:
    """Which episodes the reader left out, of those ever left out, by our uid; in doubt one is not."""
    ever: dict[str, list[Event]] = {}
    gone = undone(events)
    for one in events:
        for uid in one.body["episodes"] if one.kind == "hide" else ():
            known = ever.setdefault(names.get(uid, uid), [])
            if (one.device, one.sequence) not in gone:
                known.append(one)
    return {
        uid: bool(known) and all(one.body["hidden"] for one in _unseen(contexts, known)) for uid, known in ever.items()
    }


def registers(
    contexts: Contexts, events: Sequence[Event], key: Callable[[Event], str | None]
) -> dict[str, tuple[Event, ...]]:
    """The last events of each ``key`` (a bookmark's id, a note's), those that no other one had seen, oldest first.

    One a key, or several where devices changed it without knowing of each other: nothing is lost, and whoever shows
    them decides.  Events of which ``key`` is ``None`` are passed over.
    """
    gone = undone(events)
    found: dict[str, list[Event]] = {}
    for one in events:
        name = key(one)
        if name is not None and (one.device, one.sequence) not in gone:
            found.setdefault(name, []).append(one)
    return {name: tuple(sorted(_unseen(contexts, known), key=_by_rank(contexts))) for name, known in found.items()}


# --- within ------------------------------------------------------------------------------------------------------


def _reach(contexts: Contexts, marks: Iterable[Touch]) -> dict[str, int]:
    return contexts.seen_by((one.device, one.sequence) for one in marks)


def _unseen(contexts: Contexts, those: Iterable[_T]) -> list[_T]:
    """Those that no other of them had seen."""
    known = list(those)
    reach = contexts.seen_by((one.device, one.sequence) for one in known)
    return [one for one in known if one.sequence > reach.get(one.device, 0)]


def _stands(contexts: Contexts, place: Touch, every: Iterable[Touch]) -> bool:
    cleared = _reach(contexts, (one for one in every if one.state is State.UNREAD))
    return place.sequence > cleared.get(place.device, 0)


def _arrival(contexts: Contexts, here: str, touch: Touch) -> float:
    known = contexts.arrival(here, touch.device, touch.sequence)
    return float("inf") if known is None else known


def _by_rank(contexts: Contexts) -> Callable[[Event], Any]:
    return lambda one: contexts.rank(one.device, one.sequence)
