"""A set of titles read together: which of their numbers is the part's own.

Owns the decisions that only the whole list can settle: whether a bare number counts, what a dot or a hyphen means,
whether 章 or Part is a volume.  Refuses to order; that is ``ordering``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reader.discover import numerals
from reader.discover.endings import is_final_note
from reader.discover.forms import Level
from reader.discover.halves import Half, families_present, half_of
from reader.discover.kinds import kind_at, kind_in_bracket
from reader.discover.mentions import SEPARATORS, TITLE_CAP, Mention, exact, mask, mentions_of
from reader.discover.part import Key, PartTitle
from reader.discover.stems import shared_prefix, shared_suffix, trim
from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_CHAPTERS: Final = (Level.ARC, Level.CHAPTER, Level.EPISODE, Level.SCENE)
_FEW: Final = 2
"""Titles too few to be evidence: a set this small is believed."""
_RANKS: Final = {Kind.FRONT: -1, Kind.BACK: 2, Kind.AFTER: 3}
_FINAL_RANK: Final = 1


@dataclass(slots=True)
class _Line:
    """One title on its way: its folded body (stem removed), what it mentions, what was chosen."""

    raw: str
    start: int
    body: str
    mentions: list[Mention]
    kind: Kind = Kind.MAIN
    kind_end: int = -1
    """Offset after the kind's words at the head of the body; -1 without."""
    half: Half | None = None
    final: bool = False
    main: Mention | None = None
    volumes: list[Mention] = field(default_factory=list)
    fragments: list[Mention] = field(default_factory=list)
    own: bool = False
    """Whether ``main`` counts specials, not the work."""


def read(titles: Sequence[str]) -> list[PartTitle]:
    """Every title read among its siblings, in the order given."""
    lines = _lines(titles)
    _Evidence(lines).choose()
    return _Composition(lines).parts()


def _lines(titles: Sequence[str]) -> list[_Line]:
    raws = [title[:TITLE_CAP] for title in titles]
    folded = [numerals.fold(raw) for raw in raws]
    prefix, suffix = shared_prefix(folded), shared_suffix(folded)
    lines = []
    for raw, text in zip(raws, folded, strict=True):
        start = len(prefix) if prefix and text.startswith(prefix) else 0
        end = (
            len(text) - len(suffix)
            if suffix and text.endswith(suffix) and len(text) - len(suffix) >= start
            else len(text)
        )
        body = mask(text[start:end])
        line = _Line(raw, start, body, mentions_of(body), half=half_of(body), final=is_final_note(body))
        lines.append(line)
    return lines


class _Evidence:
    """What the whole set says about its forms, and the choice made for each title."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        self.count = len(lines)
        self._settle_counters()
        for line in lines:
            self._name_kind(line)
        self.demoted = self._demoted()
        self.accepted = self._accepted()
        self.lead_wins = self._lead_wins()
        self.part_is_volume = any(self._part_leads(line) for line in lines)

    # counters that the table lacks: 第N歌, 第N課

    def _settle_counters(self) -> None:
        seen: dict[str, list[int]] = defaultdict(list)
        for line in self.lines:
            for mention in line.mentions:
                if mention.shape.startswith("第?"):
                    seen[mention.shape].append(mention.value)
        good = {
            shape
            for shape, values in seen.items()
            if self.count > _FEW and len(values) > _FEW and _counts_on(values) and len(values) * 2 >= self.count
        }
        for line in self.lines:
            line.mentions = [
                mention for mention in line.mentions if not mention.shape.startswith("第?") or mention.shape in good
            ]
            for mention in line.mentions:
                if mention.shape in good:
                    mention.level = Level.EPISODE

    def _name_kind(self, line: _Line) -> None:
        """The kind at the head of the body, behind volumes and a leading number; never behind a chapter word."""
        at = 0
        ahead = 0
        while True:
            named = kind_at(line.body, at)
            if named:
                line.kind, line.kind_end = named
                if line.half and line.half.start < line.kind_end:
                    line.half = None
                return
            mention = line.mentions[ahead] if ahead < len(line.mentions) else None
            if mention is None or line.body[at : mention.start].strip(SEPARATORS + "([{【「『"):
                break
            if (
                mention.level not in {Level.VOLUME, Level.ARC, Level.PART, Level.BARE, Level.SIGN}
                and mention.value != 0
            ):
                break
            at = mention.end
            ahead += 1
        line.kind = kind_in_bracket(line.body) or Kind.MAIN

    # which keyword stands above which

    def _demoted(self) -> frozenset[str]:
        """Shapes whose number is a volume because a smaller unit mostly follows it: 第2章 第5話."""
        followed: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for line in self.lines:
            chapters = [mention for mention in line.mentions if mention.level in _CHAPTERS]
            if not chapters:
                continue
            first = chapters[0]
            total[first.shape] += 1
            if any(_below(first, other) for other in chapters[1:]):
                followed[first.shape] += 1
        return frozenset(shape for shape, times in followed.items() if times * 2 >= total[shape])

    def _part_leads(self, line: _Line) -> bool:
        part = next((mention for mention in line.mentions if mention.level is Level.PART), None)
        return part is not None and any(
            mention.start >= part.end and (mention.level in _CHAPTERS or mention.level is Level.SIGN)
            for mention in line.mentions
        )

    # bare numbers

    def _accepted(self) -> list[str]:
        """The places in which a bare number is believed, the most common first."""
        values: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for line in self.lines:
            for mention in line.mentions:
                if mention.level is Level.BARE:
                    base = line.body[: mention.start] if _family(mention.shape) in {"end", "sign"} else ""
                    values[_family(mention.shape)].append((base, mention.value))
        soles = values.get("sole", [])
        good = []
        for family, found in values.items():
            joined = found if family == "sole" else found + soles
            if self._believed(family, joined, len(found)):
                good.append((len(found), family))
        return [family for _, family in sorted(good, key=lambda pair: -pair[0])]

    def _believed(self, family: str, found: list[tuple[str, int]], own: int) -> bool:
        if self.count <= _FEW:
            return family not in {"glued", "lead roman "} or (
                self.count == _FEW and _counts_on([value for _, value in found])
            )
        if own < _FEW and not (family == "lead" and own == 1 and len(found) > _FEW):
            return False
        numbers = [value for _, value in found]
        if family == "glued":
            return _counts_on(numbers, 0.7) and own * 5 >= self.count
        if _counts_on(numbers):
            return own * 8 >= self.count or own > 4 or family in {"sign", "end", "sole", "lead"}  # noqa: PLR2004
        groups: dict[str, list[int]] = defaultdict(list)
        for base, value in found:
            groups[base].append(value)
        if family in {"end", "sign"} and sum(
            len(group) for group in groups.values() if len(group) > 1 and _counts_on(group)
        ) * 2 >= len(found):
            return True
        return (
            family in {"lead", "sole", "trail"}
            and own * 2 >= self.count
            and len(set(numbers)) * 2 > len(numbers)
            and max(numbers) < 10_000
        )  # noqa: PLR2004

    def _lead_wins(self) -> bool:
        """Whether nearly every title starts with a number that counts on, whatever words follow (1. Prologue, 2. Chapter 1)."""
        leads = [
            line.mentions[0].value
            for line in self.lines
            if line.mentions and _family(line.mentions[0].shape) in {"lead", "sole"}
        ]
        return (
            self.count > _FEW
            and len(leads) * 10 >= self.count * 9
            and len(set(leads)) * 20 >= len(leads) * 19
            and _counts_on(leads, 0.8)
        )

    # the choice

    def choose(self) -> None:
        """Give every line its own number, its volumes and its fragments."""
        for line in self.lines:
            self._choose(line)
        numbered = sum(line.main is not None and not line.own for line in self.lines)
        volumed = sum(bool(line.volumes) and line.main is None for line in self.lines)
        if volumed > numbered:
            for line in self.lines:
                if line.main is None and line.volumes and line.kind is Kind.MAIN:
                    line.main = line.volumes.pop()
        present = families_present(line.half.mark for line in self.lines if line.half)
        for line in self.lines:
            if line.half and line.half.strength == 0 and line.half.mark not in present:
                line.half = None
        if not numbered and not volumed:
            self._halves_alone()

    def _halves_alone(self) -> None:
        """Halves are the numbers where the set has nothing else and they are all that varies."""
        alone = [
            line for line in self.lines if line.half and not line.body[: line.half.start].strip(SEPARATORS + "([{")
        ]
        if len(alone) * 2 < self.count or len(alone) < _FEW:
            return
        for line in alone:
            half = line.half
            if half and line.main is None:
                line.main = Mention(
                    half.start, len(line.body), Level.EPISODE, half.place, str(half.place), "half", shape="half"
                )
                line.main.minor = half.further or None
                line.half = None

    def _choose(self, line: _Line) -> None:
        mentions = [
            mention
            for mention in line.mentions
            if mention.level is not Level.BARE or _family(mention.shape) in self.accepted or mention.shape == "sign"
        ]
        if line.kind_end >= 0 and (own := self._own_number(line)):
            line.main, line.own = own, True
            line.volumes = [
                mention
                for mention in mentions
                if mention.end <= own.start and mention.end <= line.kind_end and self._is_volume(mention)
            ]
            line.fragments = [mention for mention in mentions if mention.start >= own.end]
            return
        main = self._main(line, mentions)
        line.main = main
        limit = main.start if main else len(line.body)
        line.volumes = [
            mention
            for mention in mentions
            if mention is not main
            and (
                mention.level is Level.VOLUME
                or (
                    mention.end <= limit
                    and self._is_volume(mention)
                    and (main is not None or mention.level is not Level.PART or self.part_is_volume)
                )
            )
        ]
        if main:
            line.fragments = [
                mention
                for mention in mentions
                if mention.start >= main.end
                and mention.level in {Level.PART, Level.FRAGMENT, Level.BARE, Level.EPISODE}
                and mention not in line.volumes
                and (mention.level is not Level.EPISODE or main.level in {Level.CHAPTER, Level.BARE})
            ]
            if main.level in {*_CHAPTERS, Level.SIGN} and line.kind is not Kind.MAIN and line.kind_end < 0:
                line.kind = Kind.MAIN

    def _own_number(self, line: _Line) -> Mention | None:
        """The number right behind the words of a special."""
        for mention in line.mentions:
            if mention.start >= line.kind_end:
                gap = line.body[line.kind_end : mention.start].strip(SEPARATORS + "([{")
                before = any(
                    other.end <= line.kind_end
                    and not self._is_volume(other)
                    and (other.level is not Level.BARE or _family(other.shape) in self.accepted)
                    for other in line.mentions
                )
                return mention if not gap and not before else None
        return None

    def _is_volume(self, mention: Mention) -> bool:
        return mention.level in {Level.VOLUME, Level.PART} or mention.shape in self.demoted

    def _main(self, line: _Line, mentions: list[Mention]) -> Mention | None:
        bare = self._bare(mentions)
        if (
            self.lead_wins
            and mentions
            and mentions[0].level is Level.BARE
            and _family(mentions[0].shape) in {"lead", "sole"}
        ):
            return mentions[0]
        chapters = [mention for mention in mentions if mention.level in _CHAPTERS and mention.shape not in self.demoted]
        if chapters:
            return chapters[0]
        demoted = [mention for mention in mentions if mention.shape in self.demoted]
        tests: tuple[Callable[[], Mention | None], ...] = (
            lambda: _first(mentions, Level.SIGN),
            lambda: bare if bare and _family(bare.shape) in {"lead", "sole"} else None,
            lambda: _first(mentions, Level.PART) if not self.part_is_volume else None,
            lambda: _weak(line, mentions),
            lambda: bare,
            lambda: _first(mentions, Level.FRAGMENT),
        )
        for test in tests:
            found = test()
            if found and found not in demoted:
                return found
        return None

    def _bare(self, mentions: list[Mention]) -> Mention | None:
        found = [
            mention for mention in mentions if mention.level is Level.BARE and _family(mention.shape) in self.accepted
        ]
        return min(found, key=lambda mention: self.accepted.index(_family(mention.shape)), default=None)


def _family(shape: str) -> str:
    """Shapes that tell one story: a lead with or without a mark, a framed number at the end."""
    roman = " roman" if shape.endswith(" roman") else ""
    place = shape.removesuffix(" roman")
    if place == "lead ":
        return f"lead{roman} " if roman else "lead"
    return {"trail glued": "glued", "end()": "end", "mid()": "end"}.get(
        place, place if place == "sole" else place + roman
    )


def _first(mentions: Iterable[Mention], level: Level) -> Mention | None:
    return next((mention for mention in mentions if mention.level is level), None)


def _weak(line: _Line, mentions: list[Mention]) -> Mention | None:
    """Day 7: only at the head of what is left of the title, or as all of its end."""
    for mention in mentions:
        if mention.level is Level.WEAK:
            ahead = line.body[: mention.start].strip(SEPARATORS + "([{【「『")
            behind = line.body[mention.end :].strip(SEPARATORS + ")]}】」』")
            if not ahead or not behind or any(other.end <= mention.start for other in mentions):
                return mention
    return None


def _below(first: Mention, other: Mention) -> bool:
    return other.level > first.level and other.start >= first.end and other.shape != first.shape


def _counts_on(values: Sequence[int], share: float = 0.5) -> bool:
    """Whether most of the distinct values have a neighbour among them."""
    distinct = set(values)
    if len(distinct) < _FEW:
        return False
    neighbours = sum(value + 1 in distinct or value - 1 in distinct for value in distinct)
    return neighbours >= share * len(distinct)


class _Composition:
    """Chosen numbers made into parts, with the meanings of dots, hyphens and volumes settled."""

    def __init__(self, lines: list[_Line]) -> None:
        self.lines = lines
        mains = [line.main for line in lines if line.main and not line.own]
        self.dot_is_arc = _dot_is_arc(mains)
        self.pairs = _pairs_divide(mains)
        self.headed = self._headed()

    def _headed(self) -> bool:
        """Whether numbers start again under different words before them: 広小路(一), 仲見世(一)."""
        lines = [line for line in self.lines if line.main and not line.own and not line.volumes]
        values = [(line.main.value, line.main.dotted, line.main.minor) for line in lines if line.main]
        if len(values) < 4 or len(set(values)) > 0.8 * len(values):  # noqa: PLR2004 -- a few doubles are accidents
            return False
        heads = [(_head(line), value) for line, value in zip(lines, values, strict=True)]
        return any(head for head, _ in heads) and len(set(heads)) > 0.9 * len(heads)  # noqa: PLR2004

    def parts(self) -> list[PartTitle]:
        return [self._part(line) for line in self.lines]

    def _part(self, line: _Line) -> PartTitle:
        main, half = line.main, line.half
        fragment = self._fragment(line)
        section = self._section(line)
        return PartTitle(
            raw=line.raw,
            number=self._number(line),
            key=self._key(line, fragment),
            kind=line.kind,
            section=section,
            rest=_rest(line),
            final=line.final and not (half and half.mark == "end"),
            fragment=None if fragment is None else str(fragment),
            upto=self._upto(main),
            total=next((mention.total for mention in [main, *line.fragments] if mention and mention.total), None),
            series=line.kind.value if line.own else "",
        )

    def _number(self, line: _Line) -> str | None:
        return line.main.text if line.main else None

    def _upto(self, main: Mention | None) -> int | None:
        if main is None:
            return None
        if main.upto is not None and main.upto > main.value:
            return main.upto
        if main.minor is not None and not self._divides(main) and main.minor > main.value:
            return main.minor
        return None

    def _divides(self, main: Mention) -> bool:
        """Whether the second number of a pair is a piece of the first, not the end of a range."""
        if main.pair.strip() == "の" or main.shape == "half":
            return True
        return self.pairs or (main.minor is not None and main.minor <= main.value)

    def _fragment(self, line: _Line) -> Decimal | None:
        main, half = line.main, line.half
        if main and main.minor is not None and self._divides(main):
            return Decimal(main.minor)
        if half and (main is None or half.start >= main.start):
            return Decimal(half.place) + Decimal(half.further) / 100
        for mention in line.fragments:
            return exact(mention) + (Decimal(f"0.{mention.dotted}") if mention.dotted else 0)
        return None

    def _section(self, line: _Line) -> str | None:
        if line.volumes:
            first, last = line.volumes[0], line.volumes[-1]
            span = line.raw[
                line.start + first.start : line.start + (last.end if last.start >= first.start else first.end)
            ]
            return trim(span) or None
        main = line.main
        if main and main.dotted and self.dot_is_arc and not line.own:
            return str(main.value)
        if self.headed and main and not line.own:
            return trim(line.raw[line.start : line.start + main.start]) or None
        return None

    def _key(self, line: _Line, fragment: Decimal | None) -> Key:
        volume = Decimal(0)
        for depth, mention in enumerate(line.volumes[:2]):
            volume += (exact(mention) + Decimal(mention.letter) / 100) / Decimal(1000) ** depth
        main = line.main
        zero = Decimal(0)
        piece = fragment or zero
        if main is None:
            rank = _FINAL_RANK if line.final and line.kind is Kind.MAIN else _RANKS.get(line.kind)
            return () if rank is None else (volume, Decimal(rank), zero, zero, piece, zero)
        rank = _RANKS.get(line.kind, 0) if line.own else 0
        chapter, insert = exact(main), zero
        if main.dotted:
            if self.dot_is_arc and not line.own:
                volume, chapter = (volume if line.volumes else exact(main)), Decimal(main.dotted)
            else:
                insert = Decimal(f"0.{main.dotted}")
        return (volume, Decimal(rank), chapter, insert, piece, Decimal(main.letter))


def _head(line: _Line) -> str:
    return line.body[: line.main.start].strip(SEPARATORS) if line.main else ""


def _dot_is_arc(mains: Sequence[Mention]) -> bool:
    """Whether N.M is arc and chapter: 7.04, 3.9 before 3.10, or nearly all are dotted and M counts."""
    dotted = [main for main in mains if main.dotted]
    if not dotted:
        return False
    tails = [main.dotted for main in dotted]
    if any(len(tail) > 1 and tail[0] == "0" for tail in tails):
        return True
    if any(len(tail) > 1 and tail not in {"25", "75", "50"} for tail in tails):
        return True
    return len(dotted) * 5 >= len(mains) * 4 and len(dotted) > _FEW and _counts_on([int(tail) for tail in tails])


def _pairs_divide(mains: Sequence[Mention]) -> bool:
    """Whether N-M is a part and its piece: the same N comes with several M."""
    pairs: dict[int, set[int]] = defaultdict(set)
    for main in mains:
        if main.minor is not None:
            pairs[main.value].add(main.minor)
    several = sum(len(minors) for minors in pairs.values() if len(minors) > 1)
    return several * 2 >= sum(map(len, pairs.values())) if pairs else False


def _rest(line: _Line) -> str:
    """The title without stem and numbers."""
    spans = [(mention.start, mention.end) for mention in [line.main, *line.volumes, *line.fragments] if mention]
    kept: list[str] = []
    at = 0
    body = line.raw[line.start : line.start + len(line.body)]
    for start, end in sorted(spans):
        if start >= at:
            kept.append(body[at:start])
            at = end
    kept.append(body[at:])
    return trim(" ".join(filter(None, map(str.strip, kept))))
