"""What a whole set of titles says about its forms, and the number it gives each title.

Owns the decisions that no single title can settle: whether a bare number counts, which word stands for volumes,
whether a leading number beats the words behind it.  Refuses to order or to compose.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from reader.discover.counters import FEW, counts_on, settle
from reader.discover.forms import HALVES, Level
from reader.discover.letters import lettered
from reader.discover.lines import HEAD_MARKS, TAIL_MARKS, Line
from reader.discover.mention import Mention
from reader.discover.mentions import number_behind
from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CHAPTERS: Final = frozenset({Level.ARC, Level.CHAPTER, Level.EPISODE, Level.SCENE})
_SIGHT: Final = 10_000
"""Numbers from here on are no part numbers unless they count on."""
_HEAD_HALF: Final = re.compile(f"({'|'.join(sorted(map(re.escape, HALVES), key=len, reverse=True))})[の ・]+")
_LEADS: Final = frozenset({"lead", "sole"})
_INNER: Final = frozenset({"mid", "trail", "end", "trail roman"})
_PIECES: Final = frozenset({Level.PART, Level.FRAGMENT, Level.BARE})


def choose_numbers(lines: Sequence[Line]) -> None:
    """Give every line its own number, its volumes and its fragments."""
    settle(lines)
    choice = _Choice(lines)
    for line in lines:
        choice.choose(line)
    _raise_volumes(lines)
    if not any(line.main and not line.own for line in lines):
        _halves_alone(lines)
    _letters_alone(lines)


def _step(mention: Mention) -> int:
    """The value as a place in a count; dotted numbers count behind their dot, pairs by their second."""
    behind = int(mention.dotted) if mention.dotted else mention.minor
    return mention.value if behind is None else mention.value * _SIGHT + behind


def family(shape: str) -> str:
    """Shapes that tell one story: a lead with or without a mark, a framed number at the end or in the midst."""
    place = shape.removesuffix(" roman")
    name = {"lead ": "lead", "trail glued": "glued", "end()": "end", "mid()": "end"}.get(place, place)
    if place == shape or name == "sole":
        return name
    return f"{name} roman" + (" weak" if place == "lead " else "")


# --- the choice --------------------------------------------------------------------------------------------------


class _Choice:
    """The set's habits, and the choice for one title by them."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self.count = len(lines)
        self._head_halves()
        self.demoted = self._demoted()
        self.arcs = Counter(mention.value for line in lines for mention in line.mentions if mention.level is Level.ARC)
        self.accepted = self._accepted()
        self.lead_wins = self._lead_wins()
        self.nested = not self.lead_wins and self._nested()
        signs = sum(_first(line.mentions, Level.SIGN) is not None for line in lines)
        self.signed = signs * 4 >= self.count or self.count <= FEW
        self.part_is_volume = any(map(_part_leads, lines))

    def _head_halves(self) -> None:
        """上 先生と私 一: halves at the head of titles that have a number behind them are volumes."""
        heads = {index: mark for index, line in enumerate(self.lines) if (mark := _head_mark(line))}
        if len(set(heads.values())) < FEW or len(heads) * 2 < self.count:
            return
        for index, mark in heads.items():
            line = self.lines[index]
            start = line.body.index(mark)
            place = HALVES[mark][0]
            line.mentions.insert(0, Mention(start, start + len(mark), Level.VOLUME, place, str(place), "half", "half"))

    def _demoted(self) -> frozenset[str]:
        """Shapes whose number is a volume because a smaller unit mostly follows it: 第2章 第5話."""
        followed: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for line in self.lines:
            chapters = [mention for mention in line.mentions if mention.level in CHAPTERS]
            if chapters:
                first = chapters[0]
                total[first.shape] += 1
                followed[first.shape] += any(_is_below(first, other) for other in chapters[1:])
        return frozenset(shape for shape, times in followed.items() if times and times * 2 >= total[shape])

    def _accepted(self) -> list[str]:
        """The places in which a bare number is believed, the most common first."""
        found: dict[str, list[int]] = defaultdict(list)
        for line in self.lines:
            for mention in line.mentions:
                if mention.level is Level.BARE:
                    found[family(mention.shape)].append(_step(mention))
        found.pop("mid", None)
        soles = found.get("sole", [])
        good = [
            (len(values), name)
            for name, values in found.items()
            if self._is_believed(name, values, values if name == "sole" else values + soles)
            and not self._collides(values)
        ]
        names = [name for _, name in sorted(good, key=lambda pair: -pair[0])]
        return names if "sole" in names or not names else [*names, "sole"]

    def _is_believed(self, name: str, own: Sequence[int], values: Sequence[int]) -> bool:
        """Whether numbers in one place count, seen with those that stand alone (``values`` holds both)."""
        if self.count <= FEW:
            return self._is_believed_among_few(name, values)
        share = len(values if name == "lead" else own) / self.count
        if name == "glued":
            return counts_on(values, 0.7) and share >= 0.2  # noqa: PLR2004 -- the weakest place asks for most
        if len(own) < FEW and not (name in {*_LEADS, "trail"} and len(values) > FEW):
            return False
        if counts_on(values):
            return share >= 0.1 or len(own) > 4 or name in {"sign", "end", "sole"}  # noqa: PLR2004 -- a handful
        varied = len(set(values)) * 2 > len(values) and (max(values) < _SIGHT or min(values) >= _SIGHT)
        return name in {"lead", "sole", "trail"} and len(own) * 2 >= self.count and varied

    def _is_believed_among_few(self, name: str, values: Sequence[int]) -> bool:
        if name in {"glued", "lead roman weak", "trail roman"}:
            return self.count == FEW and counts_on(values)
        padded = any(line.body.lstrip(HEAD_MARKS).startswith("0") for line in self.lines)
        weak = any(mention.shape == "lead " for line in self.lines for mention in line.mentions)
        dotted = any(mention.dotted for line in self.lines for mention in line.mentions)
        return not (name == "lead" and weak and self.count == 1 and not padded and not dotted)

    def _collides(self, values: Sequence[int]) -> bool:
        """Whether bare numbers repeat what words already number in most titles: (1), (2) beside Chapter 1, 2."""
        worded = {mention.value for line in self.lines for mention in line.mentions if mention.level in CHAPTERS}
        lines = sum(any(mention.level in CHAPTERS for mention in line.mentions) for line in self.lines)
        without = len(values) <= self.count - lines
        return without and lines * 2 > self.count and sum(value in worded for value in values) * 2 > len(values)

    def _lead_wins(self) -> bool:
        """Whether nearly every title starts with a number that counts on: 1. Prologue, 2. Chapter 1."""
        leads = [lead.value for line in self.lines if (lead := _lead(line))]
        distinct = len(set(leads)) * 20 >= len(leads) * 19
        return self.count > FEW and len(leads) * 10 >= self.count * 9 and distinct and counts_on(leads, 0.8)

    def _nested(self) -> bool:
        """Whether leading numbers repeat over inner ones: 一 今日の地位 1 太平洋戦争, 一 今日の地位 2 退位."""
        nests = [nest for line in self.lines if (nest := _nest(line))]
        pairs = [(outer.value, inner.value) for outer, inner in nests]
        leads = {lead for lead, _ in pairs}
        return (
            len(pairs) * 2 >= self.count > FEW
            and len(set(pairs)) * 20 >= len(pairs) * 19
            and len(leads) * 5 <= len(pairs) * 3
        )

    # one title

    def choose(self, line: Line) -> None:
        """Settle the number, volumes and fragments of one line."""
        mentions = [mention for mention in line.mentions if self._stands(mention)]
        if line.kind_end >= 0 and (own := self._own_number(line)):
            line.main, line.own = own, True
            line.volumes = [mention for mention in mentions if mention.end <= line.kind_end and self._is_above(mention)]
            line.fragments = [mention for mention in mentions if mention.start >= own.end]
            return
        line.main = main = self._main(line, mentions)
        limit = main.start if main else len(line.body)
        line.volumes = [
            mention for mention in mentions if mention is not main and self._is_volume(mention, line, limit)
        ]
        if main is None:
            return
        if self.nested and (nest := _nest(line)):
            line.volumes = [nest[0]]
        line.fragments = [
            mention
            for mention in mentions
            if mention.start >= main.end and _is_piece(mention, main) and mention not in line.volumes
        ]
        if main.level in CHAPTERS and line.kind_end < 0:
            line.kind = Kind.MAIN

    def _stands(self, mention: Mention) -> bool:
        """Whether a mention may count at all; enclosed and framed numbers may count pieces without other evidence."""
        if mention.level is not Level.BARE or mention.shape in {"sign", "end()"}:
            return True
        return family(mention.shape) in self.accepted

    def _is_volume(self, mention: Mention, line: Line, limit: int) -> bool:
        if mention.level is Level.VOLUME:
            return True
        if self._heads_special(mention, line):
            return True
        return mention.end <= limit and self._is_above(mention)

    def _is_above(self, mention: Mention) -> bool:
        return (
            mention.level in {Level.VOLUME, Level.PART, Level.ARC}
            and (mention.level is not Level.ARC or mention.shape in self.demoted)
        ) or mention.shape in self.demoted

    def _heads_special(self, mention: Mention, line: Line) -> bool:
        """第2章 幕間: a chapter's number before a special is its volume, where the number comes again."""
        ahead = mention.level is Level.ARC and mention.end <= line.kind_end
        return ahead and (self.arcs[mention.value] > 1 or self.count <= FEW)

    def _own_number(self, line: Line) -> Mention | None:
        """The number right behind the words of a special, unless one of the work itself stands before them."""
        ahead = [mention for mention in line.mentions if mention.end <= line.kind_end and not self._is_above(mention)]
        if any(self._stands(mention) and mention.level is not Level.ARC for mention in ahead):
            return None
        number = next((mention for mention in line.mentions if mention.end > line.kind_end), None)
        gap = line.body[line.kind_end : number.start].strip(HEAD_MARKS) if number else "none"
        return number_behind(line.body, line.kind_end) if gap else number

    def _main(self, line: Line, mentions: Sequence[Mention]) -> Mention | None:
        lead = _lead(line)
        if self.lead_wins and lead:
            return lead
        if self.nested and (nest := _nest(line)):
            return nest[1]
        if chapter := next(
            (mention for mention in mentions if mention.level in CHAPTERS and mention.shape not in self.demoted), None
        ):
            return None if self._heads_special(chapter, line) else chapter
        bare = self._bare(line, mentions)
        weak = _weak(line, mentions)
        part = None if self.part_is_volume else _first(mentions, Level.PART)
        if part and weak and weak.start < part.start:
            part = None
        leading = bare if bare and family(bare.shape).startswith(("lead", "sole")) else None
        sign = _first(mentions, Level.SIGN) if self.signed else None
        return leading or sign or part or weak or bare or _first(mentions, Level.FRAGMENT)

    def _bare(self, line: Line, mentions: Sequence[Mention]) -> Mention | None:
        found = [
            mention for mention in mentions if mention.level is Level.BARE and family(mention.shape) in self.accepted
        ]
        if not found and any(mention.level is Level.VOLUME for mention in mentions):
            return _inner(line)
        return min(found, key=lambda mention: self.accepted.index(family(mention.shape)), default=None)


def _head_mark(line: Line) -> str:
    """A half that stands at the head, with a number in the title behind it: 上 先生 一, 上の一."""
    found = _HEAD_HALF.match(line.body)
    behind = found and any(mention.start >= found.end() for mention in line.mentions)
    return found[1] if found and behind else ""


def _lead(line: Line) -> Mention | None:
    first = line.mentions[0] if line.mentions else None
    return first if first and first.level is Level.BARE and family(first.shape) in _LEADS else None


def _nest(line: Line) -> tuple[Mention, Mention] | None:
    """A leading number or 第N章 and a bare number behind it, with a title of its own between them."""
    outer = _lead(line) or _first(line.mentions[:1], Level.ARC) or _first(line.mentions[:1], Level.PART)
    inner = _inner(line)
    if outer is None or inner is None:
        return None
    if outer.level is Level.PART:
        return outer, inner
    return (outer, inner) if line.body[outer.end : inner.start].strip(HEAD_MARKS + TAIL_MARKS) else None


def _inner(line: Line) -> Mention | None:
    """The bare number behind the first number of a title."""
    return next(
        (mention for mention in line.mentions[1:] if mention.level is Level.BARE and family(mention.shape) in _INNER),
        None,
    )


def _first(mentions: Iterable[Mention], level: Level) -> Mention | None:
    return next((mention for mention in mentions if mention.level is level), None)


def _weak(line: Line, mentions: Sequence[Mention]) -> Mention | None:
    """Day 7: only at the head of what is left of the title, at its end, or behind another number."""
    for mention in mentions:
        if mention.level is Level.WEAK and (
            not line.before(mention)
            or not line.behind(mention)
            or any(other.end <= mention.start for other in mentions)
        ):
            return mention
    return None


def _is_below(first: Mention, other: Mention) -> bool:
    """Whether a counter is smaller than the one before it: 第2章 第5話, Act 2 Scene 4, Episode 3 Chapter 1."""
    smaller = first.level is Level.ARC and other.level > Level.ARC
    episodic = first.level is Level.EPISODE and other.level is Level.CHAPTER
    return (smaller or episodic) and other.start >= first.end


def _part_leads(line: Line) -> bool:
    part = _first(line.mentions, Level.PART)
    lower = CHAPTERS | {Level.SIGN}
    return part is not None and any(mention.start >= part.end and mention.level in lower for mention in line.mentions)


def _is_piece(mention: Mention, main: Mention) -> bool:
    """Whether a number behind the main one counts pieces of it."""
    if mention.level in {Level.EPISODE, Level.SCENE}:
        return main.level in {Level.CHAPTER, Level.BARE}
    if mention.level is Level.BARE:
        return family(mention.shape) in {"sign", "end"} or (
            main.level is Level.PART and family(mention.shape) == "trail"
        )
    return mention.level in _PIECES


# --- sets without other numbers ----------------------------------------------------------------------------------


def _raise_volumes(lines: Sequence[Line]) -> None:
    """Volumes are the numbers of a set that counts nothing smaller: Book One, Book Two."""
    numbered = sum(line.main is not None and not line.own for line in lines)
    volumed = [line for line in lines if line.volumes and line.main is None and line.kind is Kind.MAIN]
    if len(volumed) > numbered:
        for line in volumed:
            line.main = line.volumes.pop()


def _halves_alone(lines: Sequence[Line]) -> None:
    """Halves are the numbers where they are all that varies: 前編, 後編."""
    alone = [
        (line, half)
        for line in lines
        if (half := line.half) and line.main is None and not line.body[: half.start].strip(HEAD_MARKS)
    ]
    if len(alone) < FEW or len(alone) * 10 < len(lines) * 9:
        return
    for line, half in alone:
        end, text = len(line.body), str(half.place)
        line.main = Mention(
            half.start, end, Level.EPISODE, half.place, text, "half", "half", minor=half.further or None
        )
        line.half = None


def _letters_alone(lines: Sequence[Line]) -> None:
    """Letters count where most titles without a number carry one, and they run on: a, b, c; イ, ロ, ハ; 甲, 乙."""
    rest = [line for line in lines if line.main is None and line.kind is Kind.MAIN]
    if len(rest) * 2 < len(lines):
        return
    for line, mention in zip(rest, lettered([line.body for line in rest]), strict=True):
        line.main = mention
