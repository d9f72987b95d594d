"""Titles on their way from text to parts: the body without the stem, and everything found in it.

Owns how a title is cut and scanned once; what is found is judged in ``evidence``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reader.discover.endings import is_final_note
from reader.discover.forms import Level
from reader.discover.halves import Half, families_present, half_of
from reader.discover.kinds import kind_at, kind_in_bracket
from reader.discover.mentions import mentions_of
from reader.discover.numerals import fold
from reader.discover.stems import shared_prefix, shared_suffix
from reader.discover.tokens import SEPARATORS, TITLE_CAP, mask
from reader.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.discover.mention import Mention

HEAD_MARKS: Final = SEPARATORS + "([{【「『《〈〔"
TAIL_MARKS: Final = SEPARATORS + ")]}】」』》〉〕"
_ABOVE_KINDS: Final = frozenset({Level.VOLUME, Level.ARC, Level.PART, Level.BARE, Level.SIGN})
"""Numbers behind which the words of a kind still name it: 第2章 幕間, 1. Prologue."""


@dataclass(slots=True)
class Line:
    """One title: its folded body (stem removed, dates blanked), what it mentions, what is chosen."""

    raw: str
    start: int
    """Where the body starts in ``raw``."""
    body: str
    mentions: list[Mention]
    half: Half | None = None
    final: bool = False
    kind: Kind = Kind.MAIN
    kind_end: int = -1
    """Offset in the body behind the kind's words at its head; -1 without."""
    main: Mention | None = None
    """The part's own number."""
    own: bool = False
    """Whether ``main`` counts specials of a kind, not the work."""
    volumes: list[Mention] = field(default_factory=list)
    fragments: list[Mention] = field(default_factory=list)

    def before(self, mention: Mention) -> str:
        """The body before a mention, bare of marks."""
        return self.body[: mention.start].strip(HEAD_MARKS)

    def behind(self, mention: Mention) -> str:
        """The body behind a mention, bare of marks."""
        return self.body[mention.end :].strip(TAIL_MARKS)


def lines_of(titles: Sequence[str]) -> list[Line]:
    """Every title cut and scanned, in the order given."""
    raws = [title[:TITLE_CAP] for title in titles]
    folded = [fold(raw) for raw in raws]
    masked = [mask(text) for text in folded]
    prefix, suffix = shared_prefix(masked), shared_suffix(masked)
    lines = []
    for raw, text in zip(raws, masked, strict=True):
        start = len(prefix) if prefix and text.startswith(prefix) else 0
        tail = len(suffix) if suffix and text.endswith(suffix) and len(text) - len(suffix) >= start else 0
        body = text[start : len(text) - tail]
        lines.append(Line(raw, start, body, mentions_of(body), half=half_of(body), final=is_final_note(body)))
    _drop_lone_halves(lines)
    for line in lines:
        line.final = line.final and not (line.half and line.half.mark == "end")
        _name_kind(line)
    return lines


def _drop_lone_halves(lines: Sequence[Line]) -> None:
    """上 counts where 下 stands in another title; 前編 always."""
    present = families_present(line.half.mark for line in lines if line.half)
    for line in lines:
        if line.half and line.half.strength == 0 and line.half.mark not in present:
            line.half = None


def _name_kind(line: Line) -> None:
    """The kind at the head of the body, behind volumes and a leading number; never behind a chapter's number."""
    at = 0
    ahead = iter(line.mentions)
    named = kind_at(line.body)
    while not named or (line.half and line.half.start < named[1]):
        mention = next(ahead, None)
        if mention is None or line.body[at : mention.start].strip(HEAD_MARKS) or mention.level not in _ABOVE_KINDS:
            line.kind = kind_in_bracket(line.body) or Kind.MAIN
            return
        at = mention.end
        named = kind_at(line.body, at)
    line.kind, line.kind_end = named
