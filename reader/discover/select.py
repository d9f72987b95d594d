"""Which rows of a list are one serial: strands, what stands among them, and what does not belong.

Owns the purity of a span, arcs that count anew, and rows without numbers between numbered ones.  Refuses to order.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.discover.rows import Row, common_folders, folders_of, key_of, page_key
from reader.discover.strands import Strand, braid, fold, forms_of, is_special, stem_words
from reader.discover.words import TOPIC_PATH

if TYPE_CHECKING:
    from collections.abc import Sequence

_PURE: Final = 0.75
_COVERED: Final = 0.79
_FOLDERS: Final = 2
_BESIDE: Final = 3
_RECURRING: Final = 3
_PAIR: Final = 2
_NOISE: Final = 2
_ARCS: Final = 3
_EDGE: Final = 3
_DISTINCT: Final = 7


@lru_cache(maxsize=32_768)
def squeezed(title: str) -> str:
    """A title without spaces and marks, for comparing what two places call an episode."""
    return re.sub(r"[\W_]+", "", fold(title))


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a serial must hold to be the one that is meant: an episode's addresses, or titles known from elsewhere."""

    keys: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.keys or self.titles)


@dataclass(frozen=True, slots=True)
class Serial:
    """A candidate: rows of one serial in list order, and what its titles share."""

    rows: tuple[Row, ...]
    name: str = ""
    values: tuple[int, ...] = ()
    form: str = ""
    given: bool = False
    """The place where they are listed is the work's own contents, whatever their numbers."""

    @property
    def whole(self) -> bool:
        """Whether the numbers begin at the beginning and few are missing."""
        if self.given:
            return True
        if not self.values:
            return False
        low, high = min(self.values), max(self.values)
        return low <= 1 and len(set(self.values)) / (high - low + 1) > _COVERED

    @property
    def numbered(self) -> int:
        """How many rows carry a number of the strand."""
        return len(self.values)

    def holds(self, anchor: Anchor) -> bool:
        """Whether the episode sought, or enough of those known, are among its rows."""
        if any(page_key(row.url) in anchor.keys for row in self.rows):
            return True
        if not anchor.titles:
            return False
        common = anchor.titles & {squeezed(row.title) for row in self.rows}
        return len(common) > 1 or any(len(title) >= _DISTINCT for title in common)


@lru_cache(maxsize=32_768)
def place_of(url: str) -> tuple[str, int, str, str]:
    """The kind of address: host, depth, first folder with digits masked, ending (or the program that answers)."""
    parts = urlsplit(url)
    folders = [re.sub(r"\d+", "9", piece) for piece in parts.path.split("/")[1:]]
    ending = re.search(r"\.\w{2,5}$", parts.path)
    kind = folders[-1] if parts.query and ending else ending[0] if ending else ""
    return (parts.hostname or "", len(folders), folders[0] if len(folders) > 1 else "", kind)


def serials_in(
    rows: Sequence[Row],
    *,
    pure: bool = False,
    mixed: bool = False,
    least: int = 3,
    strands: Sequence[Strand] | None = None,
) -> list[Serial]:
    """The serials among the rows, largest first.

    ``pure`` says that the list is one topic: then what no other strand claims belongs to the largest.  ``mixed`` says
    that it is a blog's: then a part without a number has to name the serial, or be a special.  ``strands`` are those
    of at least ``least`` titles where they are known already.
    """
    strands = _merged(braid([row.title for row in rows], least) if strands is None else list(strands), rows)
    owned = {index for strand in strands for index in strand.members}
    found = []
    for rank, strand in enumerate(strands):
        indices = _with_neighbours(rows, strand, owned, pure=pure and rank == 0, mixed=mixed and not pure)
        found.append(Serial(tuple(rows[index] for index in indices), strand.name, strand.values, strand.form))
    found.sort(key=lambda serial: -len(serial.rows))
    return found


_ID: Final = re.compile(r"\d{3,}|[a-z]\d{3,}[a-z]*", re.IGNORECASE)
_YEARS: Final = re.compile(r"(?:19|20)\d\d")
_DAYS: Final = re.compile(r"\d{1,2}")


def own_contents(page_url: str, rows: Sequence[Row]) -> Serial | None:
    """The rows as the contents of one work, where their addresses say so.

    They lie under the page's own address, or with it under a folder that names one work by its id; a blog's front or a
    year's archive is no such place.
    """
    common = common_folders(rows)
    if len(common) < _FOLDERS:
        return None
    here = urlsplit(page_url)
    pieces = tuple(piece for piece in here.path.split("/") if piece)
    mine = (here.hostname or "", *pieces)
    tail = [piece for piece in common[1:] if not _YEARS.fullmatch(piece) and not _DAYS.fullmatch(piece)]
    if not tail:
        return None
    identified = any(_ID.search(piece) for piece in tail)
    under = common[: len(mine)] == mine and (len(pieces) >= _FOLDERS or identified)
    beside = identified and len(common) >= _BESIDE and mine[: len(common)] == common
    if not (under or beside):
        return None
    kept = tuple(row for row in rows if folders_of(row.url)[: len(common)] == common)
    strands = braid([row.title for row in kept])
    values = tuple(value for strand in strands for value in strand.values)
    name = strands[0].name if len(strands) == 1 else ""
    return Serial(kept, name, values, given=True)


def works_by_section(rows: Sequence[Row]) -> list[Serial]:
    """Several works under their names on one page: each section counts from one in a folder of its own; else none.

    Sections that are numbered themselves (Volume 2) are parts of one work.
    """
    sections = {name: part for name, part in by_section(rows).items() if name}
    parts = [part for part in sections.values() if len(part) >= _RECURRING]
    numbered = any(forms_of(fold(name)) for name in sections)
    if len(parts) < _PAIR or sum(map(len, parts)) < _COVERED * len(rows) or numbered:
        return []
    folders = [common_folders(part) for part in parts]
    if len(set(folders)) < len(parts) or any(len(folder) < _PAIR for folder in folders):
        return []
    found = []
    for part in parts:
        strands = braid([row.title for row in part])
        if len(strands) != 1 or not strands[0].whole:
            return []
        found.append(Serial(tuple(part), part[0].section, strands[0].values, given=True))
    return found


def unclaimed(rows: Sequence[Row], serials: Sequence[Serial]) -> list[Row]:
    """Rows of no serial and no recurring form ("Notes for ...", "読了：..."), in list order."""
    taken = {key_of(row.url) for serial in serials for row in serial.rows}
    rest = [row for row in rows if key_of(row.url) not in taken]
    heads = Counter(_head(row.title) for row in rest)
    tails = Counter(fold(row.title)[-3:] for row in rest)
    return [
        row
        for row in rest
        if heads[_head(row.title)] < _RECURRING and tails[fold(row.title)[-3:]] < max(4, len(rest) // 6)
    ]


def _head(title: str) -> str:
    text = fold(title)
    found = re.match(r"[^:：・、,\s]{2,}[:：]|\S+\s\S+|\S{2,4}", text)
    return found[0] if found else text


def _merged(strands: list[Strand], rows: Sequence[Row]) -> list[Strand]:
    """Strands that are one serial: the same name, one going on where the other ends, or the arcs of one list."""
    result: list[Strand] = []
    for strand in strands:
        for place, known in enumerate(result):
            if _same(known, strand):
                result[place] = _sum(known, strand)
                break
        else:
            result.append(strand)
    if (
        len(result) >= _ARCS
        and _in_blocks(result)
        and len({place_of(rows[strand.members[0]].url)[:3] for strand in result}) == 1
    ):
        total = result[0]
        for strand in result[1:]:
            total = _sum(total, strand)
        return [replace(total, name="")]
    result.sort(key=lambda strand: -len(strand.members))
    return result


def _sum(first: Strand, second: Strand) -> Strand:
    members = tuple(sorted({*first.members, *second.members}))
    ordered = (first, second) if first.members[0] <= second.members[0] else (second, first)
    return Strand(first.name or second.name, members, (*ordered[0].values, *ordered[1].values), first.form)


def _same(known: Strand, other: Strand) -> bool:
    overlap = set(known.values) & set(other.values)
    if known.name and other.name and fold(known.name) == fold(other.name):
        return len(overlap) <= 0.2 * min(len(set(known.values)), len(set(other.values)))
    if known.name and other.name:
        return False
    return not overlap and (other.low - known.high in (0, 1, 2) or known.low - other.high in (0, 1, 2))


def _in_blocks(strands: Sequence[Strand]) -> bool:
    spans = sorted((strand.members[0], strand.members[-1]) for strand in strands)
    return all(earlier[1] < later[0] for earlier, later in pairwise(spans))


def _with_neighbours(rows: Sequence[Row], strand: Strand, owned: set[int], *, pure: bool, mixed: bool) -> list[int]:
    members = set(strand.members)
    if pure:
        topical = [bool(TOPIC_PATH.search(row.url)) for row in rows]
        mostly = sum(topical) * 2 > len(rows)
        return [
            index
            for index in range(len(rows))
            if index in members or (index not in owned and (mostly or not topical[index]))
        ]
    if mixed:
        return sorted(members | _named(rows, strand, owned))
    first, last = strand.members[0], strand.members[-1]
    between = [index for index in range(first, last + 1) if index not in members and index not in owned]
    places = Counter(place_of(rows[index].url) for index in strand.members)
    others = [index for index in range(len(rows)) if index not in owned]
    impure = len(members) < _PURE * (len(members) + len(between))
    if impure or noisy([rows[index].title for index in between]) or _is_blogs(rows, others, strand):
        return sorted(members | _named(rows, strand, owned))
    kin = {place for place, count in places.items() if count * 10 >= len(members)}
    # Where every line says a word more ("Chapter 4 - Fog, 12 comments"), words beside a link mean nothing.
    wordy = 4 * sum(rows[index].prose for index in members) > len(members)
    chosen = members | {i for i in between if place_of(rows[i].url) in kin and (wordy or not rows[i].prose)}
    outside = [index for index in range(len(rows)) if index not in owned and not first <= index <= last]
    if not noisy([rows[index].title for index in outside]) and len(members) >= _PURE * (len(chosen) + len(outside)):
        chosen |= {index for index in outside if place_of(rows[index].url) in kin and not rows[index].prose}
    for steps in (range(first - 1, max(-1, first - 1 - _EDGE), -1), range(last + 1, min(len(rows), last + 1 + _EDGE))):
        for index in steps:
            if (
                index in owned
                or place_of(rows[index].url) not in kin
                or rows[index].prose
                or not _edge_fits(rows, index, strand)
            ):
                break
            chosen.add(index)
    return sorted(chosen)


def _named(rows: Sequence[Row], strand: Strand, owned: set[int]) -> set[int]:
    """Rows without a number that begin with the serial's name: "Title: Interlude"."""
    words = [word for word in stem_words(strand.name) if len(word) > 1]
    bare = [index for index in range(len(rows)) if index not in owned and not re.search(r"\d", fold(rows[index].title))]
    return {index for index in bare if any(fold(rows[index].title).startswith(word) for word in words)}


def _is_blogs(rows: Sequence[Row], others: Sequence[int], strand: Strand) -> bool:
    """Whether what else the list holds is a blog's, though little of it stands between the parts."""
    own = _named(rows, strand, set(strand.members))
    titles = [rows[index].title for index in others if index not in own and not is_special(fold(rows[index].title))]
    return bool(own or strand.name) and noisy(titles)


def noisy(titles: Sequence[str]) -> bool:
    """Whether what stands between the parts is a blog's: recurring forms, dates, counters of their own."""
    heads = Counter(_head(title) for title in titles)
    recurring = sum(count for count in heads.values() if count > 1)
    counting = sum(bool(re.search(r"\d", fold(title))) and not is_special(fold(title)) for title in titles)
    return recurring + counting >= _NOISE and (recurring + counting) * 4 >= len(titles)


def _edge_fits(rows: Sequence[Row], index: int, strand: Strand) -> bool:
    """A row before the first or behind the last numbered one: it stands as they do, and is no other work's part."""
    row = rows[index]
    if is_special(fold(row.title)):
        return True
    same_section = row.section == rows[strand.members[0]].section or row.section == rows[strand.members[-1]].section
    return same_section and not any(ch.isdigit() for ch in row.title)


def by_section(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows under the headings of the list."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.section].append(row)
    return found


def fits(serial: Serial, title: str) -> bool:
    """Whether a title is of the serial's form, or names one of its specials."""
    text = fold(title)
    words = stem_words(serial.name)
    return any(text.startswith(word) for word in words) or (not words and is_special(text))
