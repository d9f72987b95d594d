"""A place in a line of text with as much around it as fits: for lists of what a search found.  Pure.

Owns which clusters stay: what was found first, then what stands before it (a third of the room), then what follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from reader.typeset.width import NARROW, cells, cluster_cells, clusters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.typeset.width import WidthPolicy

_BEFORE: Final = 3
"""What stands before gets the room through this, unless what follows needs less."""


class Excerpt(NamedTuple):
    """What stands before, what was found, and what follows; together no wider than asked."""

    before: str
    found: str
    after: str


def excerpt(text: str, start: int, end: int, width: int, *, policy: WidthPolicy = NARROW, more: str = "…") -> Excerpt:
    """``text`` around ``text[start:end]`` (code points) in at most ``width`` cells; ``more`` is for what is left out.

    A width below 0 counts as 0.
    """
    start, end = max(0, min(start, len(text))), max(0, min(max(start, end), len(text)))
    found, used, cut = _fitting(clusters(text[start:end]), max(0, width), policy)
    if cut:
        return Excerpt("", "".join(_with(found, more, width, policy)), "")
    room = max(0, width) - used
    before, after = list(clusters(text[:start].lstrip())), list(clusters(text[end:].rstrip()))
    wanted = sum(cluster_cells(one, policy) for one in after)
    share = max(room // _BEFORE, room - wanted)
    kept, used, cut = _fitting(reversed(before), share, policy)
    head = "".join(reversed(_with(kept, more, share, policy) if cut else kept))
    kept, _, cut = _fitting(after, room - cells(head, policy), policy)
    tail = _with(kept, more, room - cells(head, policy), policy) if cut else kept
    return Excerpt(head, "".join(found), "".join(tail))


def _fitting(some: Iterable[str], width: int, policy: WidthPolicy) -> tuple[list[str], int, bool]:
    """The first of the clusters that fit, their cells, and whether any is left out."""
    kept: list[str] = []
    used = 0
    for one in some:
        size = cluster_cells(one, policy)
        if used + size > width:
            return kept, used, True
        kept.append(one)
        used += size
    return kept, used, False


def _with(kept: list[str], more: str, width: int, policy: WidthPolicy) -> list[str]:
    """Clusters with the sign behind them; as many are taken away as it needs, and it too where nothing fits."""
    size = cells(more, policy)
    used = sum(cluster_cells(one, policy) for one in kept)
    while kept and used + size > width:
        used -= cluster_cells(kept.pop(), policy)
    return [*kept, more] if used + size <= width else kept
