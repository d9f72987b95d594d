"""The order of parts that have been read: what to move, and what to leave where it stands.

Owns the rule that numbers check and repair an order but never invent one.  Refuses to move what has no number.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reader.discover.part import DATED
from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from reader.discover.part import Key, PartTitle

_FEW: Final = 2
_SURE: Final = 6
"""Numbered parts from which a mostly right order is trusted as the frame for the rest."""
_FRAME: Final = 0.8
_NUMBERED: Final = 0.2
"""A list with a smaller share of numbers is an unnumbered list."""
_EDGES: Final = frozenset({Kind.FRONT, Kind.BACK})
_FIRST: Final = Decimal(1)


def order(parts: Sequence[PartTitle]) -> list[int]:
    """Indices of ``parts`` in reading order; stable, and the identity where numbers say nothing."""
    base = list(range(len(parts)))
    keys = _keys(parts)
    numbered = [index for index in base if keys[index] and parts[index].number is not None]
    if len(numbered) < max(_FEW, _NUMBERED * len(parts)):
        return base
    if newest_first(parts):
        base.reverse()
    ranked = [index for index in base if keys[index]]
    if _named_sections(parts):
        return _into_slots(base, ranked, _gathered(ranked, [part.section for part in parts], keys))
    if _is_interleaved(ranked, keys) or _is_scattered([keys[index] for index in ranked]):
        return base
    if _doubles([keys[index] for index in ranked]):
        return _into_slots(base, ranked, _stretched(ranked, keys))
    return _repaired(base, ranked, keys, parts)


# --- keys over the whole list ------------------------------------------------------------------------------------


def _counted(part: PartTitle) -> bool:
    return part.number is not None and part.series in {"", DATED}


def _keys(parts: Sequence[PartTitle]) -> list[Key]:
    """For each part the key by which it can be ordered among all, or an empty key."""
    numbered = [part for part in parts if _counted(part)]
    volumes = _continuous_volumes(numbered)
    specials = Counter(part.key[:2] for part in parts if part.key and part.number is None)
    mostly = len(numbered) * 2 >= len(parts)
    last = max((part.key[0] for part in numbered), default=Decimal(0))
    keys: list[Key] = []
    for part in parts:
        if _counted(part):
            keys.append((volumes[part.key[2:]], *part.key[1:]) if volumes else part.key)
        elif (
            part.key
            and mostly
            and (part.kind in _EDGES or (part.final and not part.series))
            and specials[part.key[:2]] <= _FEW
        ):
            behind = part.key[1] > 0 and not part.key[0]
            keys.append((last, *part.key[1:]) if behind else part.key)
        else:
            keys.append(())
    return keys


def _continuous_volumes(numbered: Sequence[PartTitle]) -> dict[Key, Decimal]:
    """For chapters counted through several volumes, of which some titles name none: each chapter's volume."""
    chapters = Counter(part.key[2:] for part in numbered)
    continuous = len(chapters) >= 0.95 * len(numbered)
    mixed = len({bool(part.key[0]) for part in numbered}) > 1
    if not continuous or not mixed:
        return {}
    volumes: dict[Key, Decimal] = {}
    current = Decimal(0)
    for part in sorted(numbered, key=lambda part: part.key[2:]):
        if 0 < part.key[0] < current:
            return {}
        current = max(current, part.key[0])
        volumes[part.key[2:]] = current
    return volumes


# --- directions --------------------------------------------------------------------------------------------------


def newest_first(parts: Sequence[PartTitle]) -> bool:
    """Whether the numbers of the list mostly fall: at least three, four steps down for each step up."""
    up, down = _steps(parts)
    return down >= _FEW and down >= 4 * up and (up == 0 or up + down > _SURE)


def oldest_first(parts: Sequence[PartTitle]) -> bool:
    """Whether the numbers of the list mostly rise: at least three, four steps up for each step down."""
    up, down = _steps(parts)
    return up >= _FEW and up >= 4 * down and (down == 0 or up + down > _SURE)


def _steps(parts: Sequence[PartTitle]) -> tuple[int, int]:
    """Steps up and down between neighbours that have numbers, or stand first or last by kind."""
    keys = [part.key for part in parts if part.key and (_counted(part) or part.kind in _EDGES or part.final)]
    return sum(a < b for a, b in pairwise(keys)), sum(a > b for a, b in pairwise(keys))


# --- lists whose numbers start again -----------------------------------------------------------------------------


def _named_sections(parts: Sequence[PartTitle]) -> bool:
    """Whether numbers start again under named sections without a number of their own."""
    return len({part.section for part in parts if part.section and _counted(part) and not part.key[0]}) > 1


def _gathered(ranked: list[int], sections: Sequence[str | None], keys: Sequence[Key]) -> list[int]:
    """Named sections: left alone while each rises, else gathered in the order of their first part."""
    groups = _grouped(ranked, lambda index: sections[index])
    if all(_rises(group, keys) for group in groups):
        return ranked
    return [index for group in groups for index in sorted(group, key=lambda index: keys[index])]


def _grouped(ranked: Iterable[int], label: Callable[[int], Hashable]) -> list[list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for index in ranked:
        groups[label(index)].append(index)
    return list(groups.values())


def _rises(group: Sequence[int], keys: Sequence[Key]) -> bool:
    return all(keys[left] <= keys[right] for left, right in pairwise(group))


def _climbs(group: Sequence[int], keys: Sequence[Key]) -> bool:
    return all(keys[left] < keys[right] for left, right in pairwise(group))


def _is_interleaved(ranked: Sequence[int], keys: Sequence[Key]) -> bool:
    """Two story lines told in turn (一の一, 二の一, 一の二 ...): each rises, and they change often."""
    for place in (0, 2):
        labels = [key[place] if key else None for key in keys]
        groups = _grouped(ranked, labels.__getitem__)
        long = [group for group in groups if len(group) > 1]
        changes = sum(keys[left][place] != keys[right][place] for left, right in pairwise(ranked))
        inside = sum(map(len, long)) * 2 >= len(ranked) >= _SURE
        if len(long) > 1 and inside and changes > len(groups) * 3 // 2 and all(_climbs(group, keys) for group in long):
            return True
    return False


def _is_scattered(keys: Sequence[Key]) -> bool:
    """Whether the numbers are pairs that do not count on even when sorted: rooms, days, verses (十号の七, 八号の三)."""
    ranks = sorted({key[2:5] for key in keys})
    if len(ranks) < _SURE or sum(bool(rank[2]) for rank in ranks) * 2 < len(ranks):
        return False
    steps = sum(_goes_on(left, right) for left, right in pairwise(ranks))
    return steps * 2 < len(ranks) - 1


def _goes_on(left: tuple[Decimal, ...], right: tuple[Decimal, ...]) -> bool:
    """Whether one pair is the next behind another: the next piece, or the first of the next chapter."""
    if left[0] == right[0]:
        return right[2] - left[2] == _FIRST or right[1] != left[1]
    return right[0] - left[0] == _FIRST and right[2] <= _FIRST


def _doubles(keys: Sequence[Key]) -> bool:
    """Whether more numbers come twice than an author's slips explain."""
    return len(keys) - len(set(keys)) > max(1, 0.1 * len(keys))


def _stretched(ranked: list[int], keys: Sequence[Key]) -> list[int]:
    """Numbering that starts again without a word.

    A list that mostly counts on is left alone; else it is cut into stretches that each hold their numbers once.
    """
    steps = sum(_follows(keys[left], keys[right]) for left, right in pairwise(ranked))
    if steps * 2 >= len(ranked) - 1:
        return ranked
    stretches: list[list[int]] = [[]]
    seen: set[Key] = set()
    numbers: set[int] = set()
    for index in ranked:
        key = keys[index]
        if key in seen and len(numbers) == max(numbers) - min(numbers) + 1:
            stretches.append([])
            seen, numbers = set(), set()
        stretches[-1].append(index)
        seen.add(key)
        numbers.add(int(key[2]))
    if any(len({keys[index] for index in stretch}) < len(stretch) for stretch in stretches):
        return ranked
    return [index for stretch in stretches for index in sorted(stretch, key=lambda index: keys[index])]


def _follows(left: Key, right: Key) -> bool:
    return left[:2] == right[:2] and right[2] - left[2] in {_FIRST, Decimal(0)} and left <= right


# --- repair ------------------------------------------------------------------------------------------------------


def _into_slots(base: list[int], ranked: list[int], target: list[int]) -> list[int]:
    """The list with its ranked parts in the order of ``target``; everything else keeps its place."""
    if target == ranked:
        return base
    members = set(ranked)
    follow = iter(target)
    return [next(follow) if index in members else index for index in base]


def _repaired(base: list[int], ranked: list[int], keys: Sequence[Key], parts: Sequence[PartTitle]) -> list[int]:
    """A list mostly in order is the frame into which its strays go; any other is sorted in its places."""
    target = sorted(ranked, key=lambda index: keys[index])
    if target == ranked:
        return base
    frame = _rising(ranked, keys)
    if len(ranked) < _SURE or len(frame) < _FRAME * len(ranked):
        return _into_slots(base, ranked, target)
    strays = [index for index in ranked if index not in frame]
    moving = {index for index in strays if _has_place(index, ranked, frame, keys, parts)}
    return _inserted([index for index in base if index not in moving], moving, frame, keys)


def _has_place(index: int, ranked: list[int], frame: set[int], keys: Sequence[Key], parts: Sequence[PartTitle]) -> bool:
    """Whether a stray's number fills a hole in the frame; a slip of the author's leaves one where it stands."""
    key = keys[index]
    if parts[index].number is None:
        return index == ranked[0] or index == ranked[-1]
    if any(keys[other] == key for other in frame):
        return False
    chapters = {keys[other][2] for other in frame if keys[other][:2] == key[:2]}
    return bool({key[2] - 1, key[2], key[2] + 1} & chapters) or not chapters


def _inserted(base: list[int], moving: set[int], frame: set[int], keys: Sequence[Key]) -> list[int]:
    """The moving parts put before the first part of the frame that is beyond them, or behind its last."""
    waiting = sorted(moving, key=lambda index: keys[index], reverse=True)
    result: list[int] = []
    for index in base:
        if index in frame:
            while waiting and keys[waiting[-1]] < keys[index]:
                result.append(waiting.pop())
        result.append(index)
    last = max(position for position, index in enumerate(result) if index in frame)
    return result[: last + 1] + waiting[::-1] + result[last + 1 :]


def _rising(ranked: Sequence[int], keys: Sequence[Key]) -> set[int]:
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
