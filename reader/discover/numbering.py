"""What is missing and what is doubled in the numbers of a list.

Owns the report on a numbering; it looks at integers only, and specials never make a gap.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.part import Key, PartTitle


def gaps(parts: Sequence[PartTitle]) -> list[str]:
    """Numbers missing between the lowest and the highest: "13" or "15-18", with "section: " where numbers restart."""
    sections: dict[str, set[int]] = defaultdict(set)
    restarts = _restarts(parts)
    for part in parts:
        if part.whole is None or part.kind is Kind.NOTICE:
            continue
        chapter = int(part.key[2])
        upto = part.upto if part.upto and part.upto - chapter < len(parts) + 1 else chapter
        sections[part.section or "" if restarts else ""].update(range(chapter, upto + 1))
    return [
        f"{label}: {missing}" if label else missing
        for label, numbers in sections.items()
        for missing in _missing(sorted(numbers))
    ]


def _missing(numbers: Sequence[int]) -> list[str]:
    found = [(left + 1, right - 1) for left, right in pairwise(numbers) if right - left > 1]
    return [str(first) if first == last else f"{first}-{last}" for first, last in found]


def _restarts(parts: Sequence[PartTitle]) -> bool:
    chapters = [part.key[2:] for part in parts if part.whole is not None]
    return len(set(chapters)) < 0.9 * len(chapters)


def duplicates(parts: Sequence[PartTitle]) -> list[tuple[int, ...]]:
    """Indices of parts that claim the same number, piece and section, in groups of two or more."""
    groups: dict[tuple[str, str | None, Key], list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        if part.number is not None:
            groups[part.series, part.section, part.key].append(index)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def lowest_number(parts: Sequence[PartTitle]) -> int | None:
    """The lowest number of the work itself; above 1 the source may lack the beginning."""
    return min((int(part.key[2]) for part in parts if part.whole is not None), default=None)
