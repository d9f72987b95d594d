"""Which serial from elsewhere is which of ours, and what such a one adds to ours.

Owns the rule (by uid, by the addresses of the episodes, by the serial's own address) for every way in which serials
come from another library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.addresses import canonical
from reader.model import FoundEpisode, TableOfContents
from reader.update import Insert, Join, Reorder, decide

if TYPE_CHECKING:
    from datetime import datetime

    from reader.export.reading_list import ListedSerial
    from reader.model import Serial
    from reader.store import Store

SAME = 0.5
"""The share of known addresses from which a serial is one that is here already."""


class Shelf:
    """The serials that are here, removed ones too, as they were when this was made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._serials = [*store.serials.all(), *store.serials.all(removed=True)]
        self._by_address: dict[str, list[Serial]] = {}
        for serial in self._serials:
            addresses = {serial.url, *(source.url for source in store.sources.of(serial.id))}
            for key in dict.fromkeys(map(canonical, sorted(addresses))):
                self._by_address.setdefault(key, []).append(serial)

    def find(self, one: ListedSerial) -> int | None:
        """The serial here that this is; several on one page are told apart by their titles."""
        if not self._serials:
            return None
        if one.serial.uid and (known := self._store.arrivals.serial_by_uid(one.serial.uid)) is not None:
            return known
        keys = {canonical(each.episode.url, fragment=True) for each in one.episodes}
        for serial_id, shared in self._store.serials.overlapping(keys)[:1]:
            if shared >= SAME * min(len(keys), len(self._store.episodes.all(serial_id))):
                return serial_id
        addresses = [one.serial.url, *(source.url for source in one.sources)]
        near = {serial.id: serial for url in addresses for serial in self._by_address.get(canonical(url), ())}
        named = [number for number, serial in near.items() if serial.title == one.serial.title]
        if named:
            return named[0]
        return next(iter(near)) if len(near) == 1 and not keys else None


def list_more(store: Store, one: ListedSerial, serial_id: int, now: datetime) -> int:
    """Add the episodes that are not here, as an update would that sees a part of the list; how many."""
    if not one.episodes:
        return 0
    by_uid = store.arrivals.by_uid(serial_id)
    for each in one.episodes:
        if each.uid in by_uid:
            store.episodes.also_at(by_uid[each.uid], each.episode.url, "import", now)
    listed = tuple(
        FoundEpisode(
            each.episode.url,
            each.episode.title,
            each.episode.number,
            each.episode.kind,
            each.episode.section,
            each.episode.published,
            each.episode.note,
        )
        for each in one.episodes
    )
    intents = decide(
        store.episodes.known(serial_id),
        TableOfContents(one.serial.url, one.serial.title, listed),
        partial=True,
        revise=False,
        ordered_by_reader=store.serials.is_ordered_by_reader(serial_id),
    )
    more = any(isinstance(one, Insert) for one in intents)
    wanted = (Insert, Join, Reorder) if more else (Join,)
    return store.changes.apply(serial_id, [one for one in intents if isinstance(one, wanted)], now).inserted
