"""Counters that only a set of titles can settle.

Owns the test of a count (do the numbers run on?) and what it decides before anything is chosen: counters that the
table of forms lacks, and totals that are dates.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from reader.discover.forms import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.discover.lines import Line

FEW: Final = 2
"""Titles too few to be evidence: a set this small is believed."""


def counts_on(values: Iterable[int], share: float = 0.5) -> bool:
    """Whether at least that share of the distinct values has a neighbour among them."""
    distinct = set(values)
    neighbours = sum(value + 1 in distinct or value - 1 in distinct for value in distinct)
    return len(distinct) >= FEW and neighbours >= share * len(distinct)


def settle(lines: Sequence[Line]) -> None:
    """Drop the mentions that the set does not bear out; give the others their level."""
    _settle_unknown(lines)
    _settle_totals(lines)


def _settle_unknown(lines: Sequence[Line]) -> None:
    """Counters that need the set: 第N歌, N回 without 第, "first stage" for a noun that no table holds."""
    seen: dict[str, list[int]] = defaultdict(list)
    known = {mention.shape for line in lines for mention in line.mentions}
    for line in lines:
        for mention in line.mentions:
            if mention.shape[:1] == "?":
                seen[mention.shape].append(mention.value)
    good = {shape for shape, values in seen.items() if _is_counter(shape, values, known, len(lines))}
    for line in lines:
        line.mentions = [mention for mention in line.mentions if mention.shape[:1] != "?" or mention.shape in good]
        for mention in line.mentions:
            if mention.level is Level.NONE:
                mention.level = Level.EPISODE


def _is_counter(shape: str, values: Sequence[int], known: set[str], count: int) -> bool:
    if f"第{shape[1:]}" in known:
        return True
    if count <= FEW:
        return not shape.startswith("?第") and not shape[1:].isascii()
    return counts_on(values) and len(values) * 5 >= count


def _settle_totals(lines: Sequence[Line]) -> None:
    """2/7 is a piece of seven while the totals agree; when they vary, these are dates or odds."""
    slashed = [mention for line in lines for mention in line.mentions if mention.join == "/"]
    totals = Counter(mention.total for mention in slashed)
    if len(totals) <= max(1, len(slashed) // 3):
        return
    for line in lines:
        line.mentions = [mention for mention in line.mentions if mention.join != "/" or mention.framed]
