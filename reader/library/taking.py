"""Other devices' logs into the library: their serials as rows to be fetched, their events as ours to count.

Owns what is done in the one transaction of a sync, and of a recovery; the files are others' concern.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.addresses import canonical, is_web
from reader.export.reading_list import ListedEpisode, ListedSerial
from reader.library.likeness import Shelf, list_more
from reader.model import Episode, Progress, Serial, State
from reader.sync import merging
from reader.sync.events import UNDO, Contexts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from reader.store import Store
    from reader.store.devices import Moved
    from reader.sync.events import Event
    from reader.sync.logfile import EpisodeFacts, Logbook, SerialFacts


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in."""

    events: int = 0
    serials: int = 0
    episodes: int = 0
    moved: tuple[Moved, ...] = ()
    """Episodes that stand otherwise than before, or in which another device is elsewhere."""

    @property
    def marks(self) -> int:
        """Episodes whose mark changed."""
        return sum((one.was.state is State.READ) != (one.now.state is State.READ) for one in self.moved)

    @property
    def places(self) -> int:
        """Episodes whose place changed."""
        return sum(one.was.locator != one.now.locator for one in self.moved)


def take_in(store: Store, books: Sequence[Logbook], now: datetime, *, trusted: bool = False) -> Taken:
    """Take in what the logs hold beyond what is here, in one transaction.

    ``trusted``: they are this library's own, so that serials of this machine's files come back too.
    """
    with store.writing():
        store.log.be_known(now)
        known = store.devices.known()
        serials = episodes = met = 0
        for book in books:
            shelf: Shelf | None = None  # what one device follows is not the same twice
            removed = _removed(book)
            store.devices.name(book.device, book.name)
            for facts in book.serials.values():
                if facts.uid in known and known.issuperset(book.rows.get(facts.uid, ())):
                    continue
                rows = book.episodes(facts.uid)
                here = store.devices.serial_of(facts.uid)
                if not here and ((not trusted and not is_web(facts.url)) or facts.uid in removed):
                    continue
                listed = _listed(facts, rows.values(), trusted=trusted)
                shelf = shelf or Shelf(store)
                here = here or shelf.find(listed) or 0
                if here:
                    episodes += list_more(store, listed, here, now)
                else:
                    here = _add(store, listed, now)
                    serials, episodes = serials + 1, episodes + len(listed.episodes)
                _name(store, here, facts.uid, rows, now)
                known |= {facts.uid, *rows}
                met += 1
        reach = store.log.reach()
        events = [event for book in books for event in book.log()[reach.get(book.device, 0) :]]
        count = store.log.receive(events, now)
        # Rows and names that are new may be what events of long ago are about.
        about = [one for one, _ in store.devices.serials()] if met else store.devices.affected(events)
        moved = [one for serial_id in about for one in store.devices.settle(serial_id)]
        store.devices.lead(events)
    return Taken(count, serials, episodes, tuple(moved))


def _removed(book: Logbook) -> set[str]:
    """Uids of serials that their device took off its shelf."""
    events = book.log()
    contexts = Contexts(events)
    edits: dict[str, list[Event]] = {}
    for one in events:
        if one.kind in ("edit", UNDO):
            edits.setdefault(one.subject, []).append(one)
    told = {uid: merging.field(contexts, those, merging.REMOVED) for uid, those in edits.items()}
    return {uid for uid, value in told.items() if value is not None and value[0] is not None}


def _listed(facts: SerialFacts, rows: Iterable[EpisodeFacts], *, trusted: bool) -> ListedSerial:
    serial = Serial(
        0,
        facts.uid,
        facts.title,
        facts.url,
        facts.author,
        facts.language,
        facts.status,
        facts.tags,
        added_at=facts.added_at,
    )
    once: dict[str, EpisodeFacts] = {}
    for one in sorted(rows, key=lambda row: row.position):
        if trusted or is_web(one.url):
            once.setdefault(canonical(one.url, fragment=True), one)
    episodes = tuple(
        ListedEpisode(
            Episode(
                0,
                0,
                place,
                one.title,
                one.url,
                one.number,
                one.kind,
                one.section,
                one.published,
                note=one.note,
            ),
            Progress(),
            one.uid,
        )
        for place, one in enumerate(once.values(), 1)
    )
    sources = tuple(one for one in facts.sources if trusted or is_web(one.url))
    return ListedSerial(serial, episodes, sources, facts.by_reader)


def _add(store: Store, one: ListedSerial, now: datetime) -> int:
    serial_id = store.arrivals.add_serial(one.serial, now, ordered_by_reader=one.ordered_by_reader)
    store.arrivals.add_episodes(serial_id, [(each.uid, each.episode) for each in one.episodes], now)
    store.sources.replace(serial_id, one.sources)
    return serial_id


def _name(store: Store, serial_id: int, uid: str, rows: Mapping[str, EpisodeFacts], now: datetime) -> None:
    """Remember what the other device calls the serial and its episodes."""
    ours = store.serials.one(serial_id).uid
    if uid != ours:
        store.devices.alias(uid, ours)
    by_uid, by_key = store.arrivals.by_uid(serial_id), store.arrivals.by_key(serial_id)
    uids = {number: name for name, number in by_uid.items()}
    for name, row in rows.items():
        if name not in by_uid:
            keys = (canonical(url, fragment=True) for url in (row.url, *row.also))
            number = next((by_key[key] for key in keys if key in by_key), None)
            if number is not None:
                store.devices.alias(name, uids[number])
        for url in row.also:
            if name in by_uid:
                store.episodes.also_at(by_uid[name], url, "sync", now)
