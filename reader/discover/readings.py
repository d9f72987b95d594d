"""A set of titles read together into parts.

Owns the composition: chosen numbers become number, key, section and rest, once the meaning of dots, hyphens and words
before the numbers is settled over the set.  Refuses to order; that is ``ordering``.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reader.discover.counters import FEW, counts_on
from reader.discover.evidence import choose_numbers
from reader.discover.forms import Level
from reader.discover.lines import Line, lines_of
from reader.discover.numerals import fold
from reader.discover.part import DATED, Key, PartTitle
from reader.discover.stems import trim
from reader.discover.tokens import full_date
from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.mention import Mention

_ZERO: Final = Decimal(0)
_RANKS: Final = {Kind.FRONT: -1, Kind.BACK: 2, Kind.AFTER: 3}
_FINAL_RANK: Final = 1
_QUARTERS: Final = frozenset({"25", "50", "75"})
"""Two figures behind a dot that still are an insert between chapters."""


def read(titles: Sequence[str]) -> list[PartTitle]:
    """Every title read among its siblings, in the order given."""
    lines = lines_of(titles)
    choose_numbers(lines)
    mains = [line.main for line in lines if line.main and not line.own]
    if len(mains) * 10 < len(lines) and (dated := _by_date(lines)):
        return dated
    composition = _Composition(lines, mains)
    return [composition.part(line) for line in lines]


def _by_date(lines: Sequence[Line]) -> list[PartTitle]:
    """Whole dates number a set of at least three titles that has no other numbers; empty when they do not."""
    dates = [full_date(fold(line.raw)) for line in lines]
    known = [date for date in dates if date]
    if len(known) <= FEW or len(known) * 10 < len(lines) * 9 or len(set(known)) * 10 < len(known) * 9:
        return []
    return [_dated(line, date) for line, date in zip(lines, dates, strict=True)]


def _dated(line: Line, date: tuple[int, int, int] | None) -> PartTitle:
    if date is None:
        return PartTitle(line.raw, kind=line.kind, rest=_rest(line), final=line.final)
    year, month, day = date
    key = (_ZERO, _ZERO, Decimal(year * 10000 + month * 100 + day), _ZERO, _ZERO, _ZERO)
    number = f"{year:04}-{month:02}-{day:02}"
    return PartTitle(line.raw, number, key, line.kind, rest=_rest(line), final=line.final, series=DATED)


class _Composition:
    """Chosen numbers made into parts."""

    def __init__(self, lines: Sequence[Line], mains: Sequence[Mention]) -> None:
        self.lines = lines
        self.dot_is_arc = _dot_is_arc(mains)
        self.pairs_divide = _pairs_divide(mains)
        self.headed = self._headed()

    def _headed(self) -> bool:
        """Whether numbers start again under different words before them: 広小路(一), 仲見世(一)."""
        pairs = [
            (line.main, line.before(line.main))
            for line in self.lines
            if line.main and not line.own and not line.volumes
        ]
        values = [(main.value, main.dotted, main.minor) for main, _ in pairs]
        if len(values) <= FEW or len(set(values)) > 0.8 * len(values):
            return False
        headed = {(head, value) for (_, head), value in zip(pairs, values, strict=True)}
        return any(head for _, head in pairs) and len(headed) > 0.9 * len(pairs)

    def part(self, line: Line) -> PartTitle:
        """One title as a part."""
        main = line.main
        fragment = self._fragment(line)
        return PartTitle(
            raw=line.raw,
            number=main.text if main else None,
            key=self._key(line, fragment),
            kind=line.kind,
            section=self._section(line),
            rest=_rest(line),
            final=line.final,
            fragment=None if fragment is None else str(fragment),
            upto=self._upto(main),
            total=next((mention.total for mention in [main, *line.mentions] if mention and mention.total), None),
            series=line.kind.value if line.own else "",
        )

    def _upto(self, main: Mention | None) -> int | None:
        if main is None:
            return None
        last = main.upto if main.minor is None or self._divides(main) else main.minor
        return last if last is not None and last > main.value else None

    def _divides(self, main: Mention) -> bool:
        """Whether the second number of a pair is a piece of the first, not the end of a range."""
        return self.pairs_divide or not main.ranges or (main.minor or 0) <= main.value

    def _fragment(self, line: Line) -> Decimal | None:
        main, half = line.main, line.half
        if main and main.minor is not None and self._divides(main):
            return Decimal(main.minor)
        if half and (main is None or half.start >= main.start):
            return Decimal(half.place) + Decimal(half.further) / 100
        if line.fragments:
            first = line.fragments[0]
            return first.exact + (Decimal(f"0.{first.dotted}") if first.dotted else _ZERO)
        return None

    def _section(self, line: Line) -> str | None:
        main = line.main
        if line.volumes:
            first, last = line.volumes[0], line.volumes[-1]
            return trim(line.raw[line.start + first.start : line.start + last.end]) or None
        if main is None or line.own:
            return None
        if main.dotted and self.dot_is_arc:
            return str(main.value)
        if self.headed:
            return trim(line.raw[line.start : line.start + main.start]) or None
        return None

    def _key(self, line: Line, fragment: Decimal | None) -> Key:
        main, piece = line.main, fragment or _ZERO
        volume = _volume(line)
        if main is None:
            rank = _FINAL_RANK if line.final and line.kind is Kind.MAIN else _RANKS.get(line.kind)
            return () if rank is None else (volume, Decimal(rank), _ZERO, _ZERO, piece, _ZERO)
        rank = _RANKS.get(line.kind, 0) if line.own else 0
        chapter, insert = main.exact, _ZERO
        if main.dotted and self.dot_is_arc and not line.own:
            volume, chapter = volume or main.exact, Decimal(main.dotted)
        elif main.dotted:
            insert = Decimal(f"0.{main.dotted}")
        return (volume, Decimal(rank), chapter, insert, piece, Decimal(main.letter))


def _volume(line: Line) -> Decimal:
    """The volumes of a title as one number: 第2部 第3巻 is 2.003, Volume 4B is 4.00002."""
    volume = _ZERO
    for depth, mention in enumerate(line.volumes[:2]):
        volume += (mention.exact + Decimal(mention.letter) / 100) / Decimal(1000) ** depth
    return volume


def _dot_is_arc(mains: Sequence[Mention]) -> bool:
    """Whether N.M is arc and chapter: 7.04, 3.9 before 3.10, or nearly all are dotted and M counts."""
    tails = [main.dotted for main in mains if main.dotted]
    if any(len(tail) > 1 and tail not in _QUARTERS for tail in tails):
        return True
    return len(tails) > FEW and len(tails) * 5 >= len(mains) * 4 and counts_on(map(int, tails))


def _pairs_divide(mains: Sequence[Mention]) -> bool:
    """Whether N-M is a part and its piece: the same N comes with several M."""
    pairs: dict[int, set[int]] = defaultdict(set)
    for main in mains:
        if main.minor is not None:
            pairs[main.value].add(main.minor)
    several = sum(len(minors) for minors in pairs.values() if len(minors) > 1)
    return bool(pairs) and several * 2 >= sum(map(len, pairs.values()))


def _spent(line: Line) -> list[Mention]:
    """The mentions that have become number, section, fragment or total."""
    totals = [mention for mention in line.mentions if mention.level is Level.TOTAL]
    return [mention for mention in [line.main, *line.volumes, *line.fragments, *totals] if mention]


def _rest(line: Line) -> str:
    """The title without stem and numbers."""
    ahead = line.kind_end if line.own else 0
    spans = sorted((max(mention.start, ahead), mention.end) for mention in _spent(line))
    if line.half:
        spans.append((line.half.start, len(line.body)))
    body = line.raw[line.start : line.start + len(line.body)]
    kept: list[str] = []
    at = 0
    for start, end in spans:
        kept.append(trim(body[at : max(at, start)]))
        at = max(at, end)
    kept.append(trim(body[at:]) if at else body[at:])
    return trim(" ".join(filter(None, kept)))
