"""The order of parts that have been read: what to move, and what to leave where it stands.

Owns the rule that numbers check and repair an order but never invent one.  Refuses to move what has no number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.part import Key, PartTitle

_FEW: Final = 2
_SURE: Final = 6
"""Numbered parts from which a mostly right order is trusted as the frame for the rest."""


def order(parts: Sequence[PartTitle]) -> list[int]:
    """Indices of ``parts`` in reading order; stable, and the identity where numbers say nothing."""
    base = list(range(len(parts)))
    if newest_first(parts):
        base.reverse()
    keys = placed(parts)
    if sum(bool(keys[index]) for index in base) < _FEW:
        return base
    sections = _named_sections(parts)
    if sections:
        return _by_section(base, parts, keys)
    ranked = [index for index in base if keys[index]]
    if _doubled(keys[index] for index in ranked):
        return base if _rises_in_runs([keys[index] for index in ranked]) else _segments(base, keys)
    return _sorted_in_place(base, keys)


def placed(parts: Sequence[PartTitle]) -> list[Key]:
    """For each part the key by which it can be ordered among all, or an empty key."""
    numbered = [part for part in parts if part.key and part.number is not None and not part.series]
    if not numbered:
        return [()] * len(parts)
    volumes = _volumes(numbered)
    keys: list[Key] = []
    fronts = Counter(part.key[:2] for part in parts if part.key and part.number is None)
    for part in parts:
        key = part.key
        if not key:
            keys.append(())
        elif part.series and part.kind not in {Kind.FRONT, Kind.BACK, Kind.AFTER}:
            keys.append(())
        elif part.number is None and fronts[key[:2]] > _FEW:
            keys.append(())
        else:
            keys.append(_with_volume(part, volumes))
    return keys


def _volumes(numbered: Sequence[PartTitle]) -> dict[Key, Decimal] | None:
    """None where the volumes in the keys hold; else, for continuous numbers, the volume of each chapter."""
    chapters = Counter(part.key[2:] for part in numbered)
    continuous = len(chapters) >= 0.95 * len(numbered)
    mixed = len({part.key[0] for part in numbered}) > 1
    if not (continuous and mixed):
        return None
    inner = sorted(numbered, key=lambda part: part.key[2:])
    volumes: dict[Key, Decimal] = {}
    current = Decimal(0)
    for part in inner:
        current = max(current, part.key[0])
        volumes[part.key[2:]] = current
    return volumes


def _with_volume(part: PartTitle, volumes: dict[Key, Decimal] | None) -> Key:
    key = part.key
    if volumes is None or part.number is None or part.series:
        return key
    return (volumes[key[2:]], *key[1:])


def newest_first(parts: Sequence[PartTitle]) -> bool:
    """Whether the numbers of the list mostly fall: at least three, four steps down for each step up."""
    keys = [part.key for part in parts if part.number is not None and not part.series]
    down = sum(left > right for left, right in pairwise(keys))
    up = sum(left < right for left, right in pairwise(keys))
    return down >= _FEW and down >= 4 * up


def oldest_first(parts: Sequence[PartTitle]) -> bool:
    """Whether the numbers of the list mostly rise: at least three, four steps up for each step down."""
    keys = [part.key for part in parts if part.number is not None and not part.series]
    down = sum(left > right for left, right in pairwise(keys))
    up = sum(left < right for left, right in pairwise(keys))
    return up >= _FEW and up >= 4 * down


def _named_sections(parts: Sequence[PartTitle]) -> bool:
    """Whether numbers start again under named sections without a number of their own."""
    return len({part.section for part in parts if part.section and part.key and not part.key[0]}) > 1


def _doubled(keys: object) -> bool:
    seen = list(keys)  # type: ignore[call-overload]
    return len(seen) - len(set(seen)) > max(1, 0.1 * len(seen))


def _rises_in_runs(keys: Sequence[Key]) -> bool:
    """Whether the keys fall only where numbering starts again."""
    first = keys[0][2]
    return all(left <= right or right[2] <= max(first, Decimal(1)) for left, right in pairwise(keys))


def _segments(base: list[int], keys: list[Key]) -> list[int]:
    """Numbering that starts again without a word: cut the list into stretches that each hold 1 to k once."""
    ranked = [index for index in base if keys[index]]
    stretches: list[list[int]] = [[]]
    seen: set[Key] = set()
    for index in ranked:
        key = keys[index]
        whole = {int(other[2]) for other in seen}
        if key in seen and whole == set(range(min(whole), max(whole) + 1)):
            stretches.append([])
            seen = set()
        stretches[-1].append(index)
        seen.add(key)
    if any(_doubled(keys[index] for index in stretch) for stretch in stretches):
        return base
    target = [index for stretch in stretches for index in sorted(stretch, key=lambda index: keys[index])]
    return _into_slots(base, ranked, target)


def _by_section(base: list[int], parts: Sequence[PartTitle], keys: list[Key]) -> list[int]:
    """Named sections: left alone while each rises, else gathered in the order of their first part."""
    groups: dict[str | None, list[int]] = defaultdict(list)
    for index in base:
        if keys[index]:
            groups[parts[index].section].append(index)
    if all(keys[left] <= keys[right] for group in groups.values() for left, right in pairwise(group)):
        return base
    ranked = [index for index in base if keys[index]]
    target = [index for group in groups.values() for index in sorted(group, key=lambda index: keys[index])]
    return _into_slots(base, ranked, target)


def _into_slots(base: list[int], ranked: list[int], target: list[int]) -> list[int]:
    """The list with its ranked parts put in the order of ``target``; everything else keeps its place."""
    members = set(ranked)
    follow = iter(target)
    return [next(follow) if index in members else index for index in base]


def _sorted_in_place(base: list[int], keys: list[Key]) -> list[int]:
    ranked = [index for index in base if keys[index]]
    target = sorted(ranked, key=lambda index: keys[index])
    if target == ranked:
        return base
    frame = _rising(ranked, keys)
    if len(ranked) < _SURE or len(frame) < 0.8 * len(ranked):
        return _into_slots(base, ranked, target)
    loose = sorted((index for index in ranked if index not in frame), key=lambda index: keys[index])
    result: list[int] = []
    waiting = 0
    for index in base:
        if index in frame:
            while waiting < len(loose) and keys[loose[waiting]] < keys[index]:
                result.append(loose[waiting])
                waiting += 1
        if index in frame or not keys[index]:
            result.append(index)
    if waiting == len(loose):
        return result
    last = max(position for position, index in enumerate(result) if keys[index])
    return result[: last + 1] + loose[waiting:] + result[last + 1 :]


def _rising(ranked: list[int], keys: list[Key]) -> set[int]:
    """The longest run of parts, not necessarily next to each other, that already stand in order."""
    tails: list[Key] = []
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for index in ranked:
        at = bisect_right(tails, keys[index])
        before[index] = ends[at - 1] if at else None
        if at == len(tails):
            tails.append(keys[index])
            ends.append(index)
        else:
            tails[at], ends[at] = keys[index], index
    frame: set[int] = set()
    step: int | None = ends[-1] if ends else None
    while step is not None:
        frame.add(step)
        step = before[step]
    return frame


def gaps(parts: Sequence[PartTitle]) -> list[str]:
    """Numbers that are missing between the lowest and the highest, as "13" or "15-18", per section where it counts."""
    sections: dict[str, set[int]] = defaultdict(set)
    restarts = _restarts(parts)
    for part in parts:
        whole = part.whole
        if whole is None or part.kind is Kind.NOTICE:
            continue
        chapter = int(part.key[2])
        label = (part.section or "") if restarts else ""
        sections[label].update(
            range(chapter, (part.upto or chapter) + 1) if part.upto and part.upto - chapter < len(parts) else [chapter]
        )
    missing = []
    for label, numbers in sections.items():
        ordered = sorted(numbers)
        for left, right in pairwise(ordered):
            if right - left > 1:
                text = str(left + 1) if right - left == _FEW else f"{left + 1}-{right - 1}"
                missing.append(f"{label}: {text}" if label else text)
    return missing


def _restarts(parts: Sequence[PartTitle]) -> bool:
    chapters = [part.key[2:] for part in parts if part.whole is not None]
    return len(set(chapters)) < 0.9 * len(chapters) or any(part.section and part.section.isdecimal() for part in parts)


def duplicates(parts: Sequence[PartTitle]) -> list[tuple[int, ...]]:
    """Indices of parts that claim the same number, piece and section, in groups of two or more, lists' order."""
    groups: dict[tuple[str, str | None, Key], list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        if part.number is not None:
            groups[part.series, part.section, part.key].append(index)
    return [tuple(group) for group in groups.values() if len(group) > 1]
