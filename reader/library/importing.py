"""A reading list into the library: first what it would bring, then all of it or nothing.

Owns which serial of a list is which of ours (by uid, by the addresses of its episodes, by its own address) and in
which order marks are taken over.  A serial without episodes comes in as one whose episodes the next update finds.
Texts do not travel: the next update fetches them.  Nothing that is here is removed, renamed or un-read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.addresses import canonical
from reader.export.imports_text import is_markup, read_text_list
from reader.library.likeness import Shelf, list_more
from reader.library.merging import steps
from reader.library.notes import take_in as noted
from reader.model import Progress, State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.export.imports import ImportedList
    from reader.export.reading_list import ListedSerial
    from reader.library.merging import Step
    from reader.library.shelf import Library


@dataclass(frozen=True, slots=True)
class Arrival:
    """What one serial of a list brings.  ``serial_id`` is the one it is here, ``None`` for a new one."""

    title: str
    url: str
    serial_id: int | None
    returns: bool
    """It was taken off the shelf, and would be put back."""
    episodes: int
    """New ones; 0 in a new serial means that they are still to be found."""
    marks: int
    """Episodes whose mark or place would change."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; made by :func:`preview`, done by :func:`take_in`."""

    imported: ImportedList
    arrivals: tuple[Arrival, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the list does not come in and why, a line a reason."""
        return self.imported.left_out


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did.  ``to_find`` are new serials whose episodes the next update finds."""

    added: int = 0
    returned: int = 0
    known: int = 0
    episodes: int = 0
    marks: int = 0
    notes: int = 0
    """Made here, or given further words."""
    to_find: int = 0


async def preview(library: Library, data: bytes, name: str = "") -> Plan:
    """What importing the file's bytes would bring; nothing is written.

    Raises :class:`~reader.errors.ImportRefused` for what is no list or more than one may hold.
    """
    # Markup goes where untrusted trees are parsed; plain text is safe to read here, and may be a whole library.
    imported = await library.worker.run("list", data, name) if is_markup(data) else read_text_list(data, name)
    with library.store.reading():
        shelf = Shelf(library.store)
        arrivals = tuple(_arrival(library, one, shelf.find(one)) for one in imported.listed.serials)
    return Plan(imported, arrivals)


def take_in(library: Library, plan: Plan) -> Report:
    """Do it, in one transaction: all of the list is here when this returns, or nothing is changed.

    What the list's serials are here is looked up again, for the library may have changed since the preview.
    """
    with library.store.writing():
        shelf = Shelf(library.store)
        found = [(one, shelf.find(one)) for one in plan.imported.listed.serials]
        taking = _Taking(library, library.now(), library.store.arrivals.last_read())
        for one, serial_id in found:
            if serial_id is None:
                taking.add(one)
            else:
                taking.merge(one, serial_id)
        return taking.finish()


# --- which is which ----------------------------------------------------------------------------------------------


def _arrival(library: Library, one: ListedSerial, serial_id: int | None) -> Arrival:
    if serial_id is None:
        marks = sum(each.progress.state is not State.UNREAD for each in one.episodes)
        return Arrival(one.serial.title, one.serial.url, None, returns=False, episodes=len(one.episodes), marks=marks)
    store = library.store
    by_uid, by_key = store.arrivals.by_uid(serial_id), store.arrivals.by_key(serial_id)
    places = store.log.progresses(serial_id)
    new = marks = 0
    for each in one.episodes:
        number = by_uid.get(each.uid) or by_key.get(canonical(each.episode.url, fragment=True))
        new += number is None
        ours = places[number] if number else Progress()
        marks += bool(steps(ours, each.progress, library.now()))
    known = store.serials.one(serial_id)
    returns = store.serials.is_removed(serial_id)
    return Arrival(known.title, known.url, serial_id, returns=returns, episodes=new, marks=marks)


# --- taking in ---------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Taking:
    """An import under way, inside its transaction."""

    library: Library
    now: datetime
    last_read: datetime | None
    """When something was last read here, before the import."""
    steps: list[tuple[int, int, Step]] = field(default_factory=list)
    """(serial, episode, what to do), of all serials."""
    reading: dict[int, datetime | None] = field(default_factory=dict)
    """When each new serial was last read, as its list says."""
    report: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Report.__slots__, 0))

    def add(self, one: ListedSerial) -> None:
        """A serial that is not here."""
        store, now = self.library.store, self.now
        serial_id = store.arrivals.add_serial(one.serial, now, ordered_by_reader=one.ordered_by_reader, drip=one.drip)
        ids = store.arrivals.add_episodes(serial_id, [(each.uid, each.episode) for each in one.episodes], now)
        store.sources.replace(serial_id, one.sources)
        self.reading[serial_id] = one.serial.read_at
        self.report["added"] += 1
        self.report["episodes"] += len(ids)
        self.report["to_find"] += not ids
        self._plan(serial_id, ids, one, dict.fromkeys(ids, Progress()))
        self._leave_out(one, ids, set())

    def _leave_out(self, one: ListedSerial, ids: Sequence[int], known: set[int]) -> None:
        """Leave out what was left out there, unless it was here before."""
        left_out = [number for number, each in zip(ids, one.episodes, strict=True) if each.episode.hidden]
        self.library.store.log.hide([number for number in left_out if number and number not in known], self.now)

    def merge(self, one: ListedSerial, serial_id: int) -> None:
        """A serial that is here: its new episodes, tags and marks."""
        store, now = self.library.store, self.now
        if store.serials.is_removed(serial_id):
            store.log.edit(serial_id, "removed_at", None, now)
            self.report["returned"] += 1
        else:
            self.report["known"] += 1
        tags = {*store.serials.one(serial_id).tags, *one.serial.tags}
        store.log.edit(serial_id, "tags", "\n".join(sorted(tags)), now)
        if one.drip and serial_id not in store.habits.drips():
            store.log.edit(serial_id, "drip", one.drip, now)
        store.serials.learn(serial_id, author=one.serial.author, language=one.serial.language)
        if not store.sources.of(serial_id):
            store.sources.replace(serial_id, one.sources)
        known = set(store.arrivals.by_uid(serial_id).values())
        self.report["episodes"] += list_more(store, one, serial_id, now)
        by_uid, by_key = store.arrivals.by_uid(serial_id), store.arrivals.by_key(serial_id)
        ids = [
            by_uid.get(each.uid) or by_key.get(canonical(each.episode.url, fragment=True), 0) for each in one.episodes
        ]
        self._plan(serial_id, ids, one, store.log.progresses(serial_id))
        self._leave_out(one, ids, known)

    def _plan(self, serial_id: int, ids: Sequence[int], one: ListedSerial, ours: dict[int, Progress]) -> None:
        for number, each in zip(ids, one.episodes, strict=True):
            if number:
                wanted = steps(ours[number], each.progress, self.now)
                self.report["marks"] += bool(wanted)
                self.steps += [(serial_id, number, step) for step in wanted]
                self.report["notes"] += noted(self.library, number, each.notes, self.now)

    def finish(self) -> Report:
        """Make the marks of all serials in the order of their times, so that "last read" means what it says."""
        store = self.library.store
        self.steps.sort(key=lambda planned: planned[2].at)
        newest = {serial_id: step.at for serial_id, _, step in self.steps}
        ranks = {serial_id: store.arrivals.touched(serial_id) for serial_id in newest}
        before = {serial_id: store.serials.one(serial_id).read_at for serial_id in newest}
        marks: dict[tuple[int, State, datetime], list[int]] = {}
        for serial_id, number, step in self.steps:
            if step.locator is not None:
                store.log.keep_place(number, step.locator, step.fraction, step.at, imported=True)
            else:
                marks.setdefault((serial_id, step.state, step.at), []).append(number)
        for (_, state, at), numbers in marks.items():
            store.log.mark(numbers, state, at)
        for serial_id, at in newest.items():
            if self.last_read is not None and at <= self.last_read:
                store.arrivals.stand_behind(serial_id, ranks[serial_id], self.last_read)
            told = max(filter(None, (before[serial_id], at)))
            store.arrivals.read_at(serial_id, self.reading.get(serial_id) or told)
        return Report(**self.report)
