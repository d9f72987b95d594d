"""The reader's own arrangement of a serial's contents: which episodes are in it, and in what order.

Both are the reader's decisions, steps that can be taken back; a later update keeps them.  An episode that is left out
keeps its row, so that what a source lists is known and does not come back as new.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.addresses import canonical
from reader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.library.shelf import Library
    from reader.model import TableOfContents


def leave_out(library: Library, episode_ids: Collection[int]) -> int:
    """Leave episodes of one serial out of its contents; how many were in it."""
    return library.store.log.hide(episode_ids, library.now())


def take_in(library: Library, episode_ids: Collection[int]) -> int:
    """Take episodes that were left out in again, each in its place; how many were out."""
    return library.store.log.hide(episode_ids, library.now(), hidden=False)


def put_in_order(library: Library, serial_id: int, episode_ids: Sequence[int]) -> bool:
    """Give these episodes of a serial this order among themselves, the others keep their places; whether it is new.

    Raises :class:`UsageError` where one of them is not the serial's, or named twice.
    """
    with library.store.writing():
        now = [one.id for one in library.store.episodes.all(serial_id, hidden=True)]
        named = set(episode_ids)
        if len(named) < len(episode_ids) or not named <= set(now):
            raise UsageError("an order names episodes of one serial, each once")
        turns = iter(episode_ids)
        wanted = [next(turns) if one in named else one for one in now]
        return library.store.log.reorder(serial_id, wanted, library.now())


def arrange(
    library: Library, serial_id: int, contents: TableOfContents, order: Sequence[int], left_out: Collection[int]
) -> None:
    """Give a serial that was followed just now the arrangement that the reader made of ``contents`` before.

    ``order`` and ``left_out`` are indices of ``contents.episodes``; the order holds all of them.
    """
    store = library.store
    with store.writing():
        rows = store.arrivals.by_key(serial_id)
        ids = [rows.get(canonical(one.url, fragment=True), 0) for one in contents.episodes]
        if list(order) != sorted(order):
            put_in_order(library, serial_id, list(dict.fromkeys(ids[at] for at in order if ids[at])))
        out = {ids[at] for at in left_out}
        leave_out(library, out)
        take_in(library, set(ids) - out)
