"""Markup within a paragraph: what each element says of its stretch of text.

Owns the tables of tags, classes and styles, and the pairing of ruby bases with readings in all the markups in use
(HTML ruby with and without ``rb``, ``rtc``, nested; Aozora notation with 《》 and ｜).  Refuses to know about blocks.
Sources: HTML (ruby), W3C "Ruby Markup", Aozora Bunko's annotation manual and the classes that aozora2html writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.document import Mark, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

TAGS: Final = {
    "em": Mark.EMPHASIS,
    "i": Mark.EMPHASIS,
    "cite": Mark.EMPHASIS,
    "dfn": Mark.EMPHASIS,
    "var": Mark.EMPHASIS,
    "strong": Mark.STRONG,
    "b": Mark.STRONG,
    "u": Mark.UNDERLINE,
    "ins": Mark.UNDERLINE,
    "s": Mark.STRIKE,
    "strike": Mark.STRIKE,
    "del": Mark.STRIKE,
    "sub": Mark.SUB,
    "sup": Mark.SUP,
    "code": Mark.CODE,
    "kbd": Mark.CODE,
    "samp": Mark.CODE,
    "tt": Mark.CODE,
    "small": Mark.SMALL,
}

_DOTS_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:(?:white_?)?(?:sesame|circle|triangle)_?dot|(?:black|white)_(?:circle|"
    r"up-pointing_triangle)|bullseye|fisheye|saltire"
    r"|emphasis-?dots?|emphasisdots?|em-?dots?|bouten|b[ôo]ten|kenten|side-?dots?|em-sesame|"
    r"text-emphasis|dot|dots)(?:$|[\s_-])"
)
_DOT_OF_CLASS: Final = (
    ("white_sesame", "﹆"),
    ("white_circle", "○"),
    ("black_circle", "●"),
    ("white_up", "△"),
    ("black_up", "▲"),
    ("bullseye", "◎"),
    ("fisheye", "◉"),
    ("saltire", "×"),
)
_DOT_OF_STYLE: Final = (
    ("open sesame", "﹆"),
    ("double-circle", "◎"),
    ("open circle", "○"),
    ("open dot", "◦"),
    ("open triangle", "△"),
    ("triangle", "▲"),
    ("circle", "●"),
    ("dot", "•"),
)
_EMPHASIS_STYLE: Final = re.compile(r"(?i)text-emphasis(?:-style)?\s*:\s*([^;]*)")
_STYLES: Final = (
    (re.compile(r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)"), Mark.STRONG),
    (re.compile(r"(?i)font-style\s*:\s*(?:italic|oblique)"), Mark.EMPHASIS),
    (re.compile(r"(?i)text-decoration(?:-line)?\s*:\s*[^;]*line-through"), Mark.STRIKE),
    (re.compile(r"(?i)text-decoration(?:-line)?\s*:\s*[^;]*underline"), Mark.UNDERLINE),
    (re.compile(r"(?i)vertical-align\s*:\s*super"), Mark.SUP),
    (re.compile(r"(?i)vertical-align\s*:\s*sub"), Mark.SUB),
    (re.compile(r"(?i)text-combine(?:-upright)?\s*:\s*(?!none)"), Mark.UPRIGHT),
)
_CLASSES: Final = (
    (re.compile(r"(?i)(?:^|\s)(?:tcy|tatechuyoko|tate-chu-yoko|upright)(?:\s|$)"), Mark.UPRIGHT),
    (re.compile(r"(?i)(?:^|\s)(?:bold|strong|futoji|b)(?:\s|$)"), Mark.STRONG),
    (re.compile(r"(?i)(?:^|\s)(?:italic|shatai)(?:\s|$)"), Mark.EMPHASIS),
    (re.compile(r"(?i)(?:^|\s)(?:underline(?:_\w+)?|bousen)(?:\s|$)"), Mark.UNDERLINE),
    (re.compile(r"(?i)(?:^|\s)(?:strike|linethrough|torikeshi)(?:\s|$)"), Mark.STRIKE),
)

_MAY_BE_DOTTED: Final = frozenset({"em", "span", "b", "strong", "i"})
_DOT_READING: Final = re.compile(r"[・･•·﹅﹆●○◦‥、ヽ丶▲△◉◎.\s]+")
_AOZORA_MARKED: Final = re.compile(
    r"[｜|]([^｜|《》（）\n]{1,40})(?:《([^《》\n]{1,60})》|（([ぁ-ゖァ-ヺー・]{1,60})）)"
)
_AOZORA_BARE: Final = re.compile(r"([々〆ヶ\u3400-\u9fff\uf900-\ufaff]{1,12})《([ぁ-ゖァ-ヺー・\s]{1,40})》")
_KAKUYOMU_DOTS: Final = re.compile(r"《《([^《》\n]{1,60})》》")


def marks_of(element: _Element) -> Sequence[tuple[Mark, str]]:
    """What the element itself says of its text, with a value where the mark has one (dots)."""
    return _marks_of(element.tag, element.get("class", ""), element.get("style", ""))


@lru_cache(maxsize=4096)
def _marks_of(tag: str, names: str, style: str) -> Sequence[tuple[Mark, str]]:
    if "text-emphasis" in style or (names and tag in _MAY_BE_DOTTED and _DOTS_CLASS.search(names)):
        dot = _dot(names, style)
        if dot is not None:
            return ((Mark.DOTS, dot),)
    mark = TAGS.get(tag)
    if mark is None:
        by_class = tuple((mark, "") for pattern, mark in _CLASSES if names and pattern.search(names))
        return by_class + tuple((mark, "") for pattern, mark in _STYLES if style and pattern.search(style))
    return () if tag in ("i", "b") and "normal" in style else ((mark, ""),)


def _dot(names: str, style: str) -> str | None:
    found = _EMPHASIS_STYLE.search(style)
    if found:
        value = found[1].strip().lower()
        if value.startswith("none"):
            return None
        quoted = re.search(r"[\"'](.)[\"']", value)
        if quoted:
            return quoted[1]
        return next((dot for key, dot in _DOT_OF_STYLE if key in value), "﹅")
    return next((dot for key, dot in _DOT_OF_CLASS if key in names), "﹅")


@dataclass(slots=True)
class Ruby:
    """An open ruby element: bases as stretches of the block's text, readings as text, in the order they came."""

    opened_at: int = 0
    bases: list[tuple[int, int]] = field(default_factory=list)
    readings: list[list[str]] = field(default_factory=list)
    in_reading: bool = False
    in_fallback: int = 0
    container: bool = False
    """Readings come in an ``rtc`` of their own: another level of readings for the same bases."""
    joined: bool = False
    """The next base text goes on from the last one."""
    spans: list[Span] = field(default_factory=list)

    def base(self, start: int, end: int) -> None:
        """A stretch of base text; one that follows a reading begins a new group."""
        if self.readings and not self.container:
            self.close_group()
        if self.bases and self.bases[-1][1] == start and self.joined:
            self.bases[-1] = (self.bases[-1][0], end)
        else:
            self.bases.append((start, end))
        self.joined = True

    def begin_base(self) -> None:
        """An ``rb``: what follows is a base of its own."""
        self.joined = False
        self.in_reading = False

    def begin_reading(self) -> None:
        """An ``rt``."""
        self.in_reading = True
        self.joined = False
        self.readings.append([])

    def begin_container(self) -> None:
        """An ``rtc``: its readings are a level of their own."""
        self._pair(self.readings)
        self.readings = []
        self.container = True

    def close_group(self) -> None:
        """Pair what came so far."""
        self._pair(self.readings)
        self.bases, self.readings = [], []
        self.joined = False

    def _pair(self, readings: list[list[str]]) -> None:
        texts = [" ".join("".join(parts).split()) for parts in readings]
        bases = [pair for pair in self.bases if pair[1] > pair[0]]
        if not bases or not any(texts):
            return
        if len(texts) == len(bases):
            pairs = list(zip(bases, texts, strict=True))
        elif len(texts) > len(bases) or len(texts) == 1:
            pairs = [((bases[0][0], bases[-1][1]), "".join(texts))]
        else:
            pairs = list(zip(bases[: len(texts) - 1], texts, strict=False))
            pairs.append(((bases[len(texts) - 1][0], bases[-1][1]), texts[-1]))
        for (start, end), reading in pairs:
            if not reading:
                continue
            if _DOT_READING.fullmatch(reading):
                self.spans.append(Span(start, end, Mark.DOTS, reading[0]))
            else:
                self.spans.append(Span(start, end, Mark.RUBY, reading))


def read_notation(text: str, spans: list[Span], *, bare: bool) -> tuple[str, list[Span]]:
    """Aozora notation in plain text: ｜base《reading》 always, kanji《kana》 where ``bare``, 《《text》》 as dots.

    Spans that were there move with their text.
    """
    if "《" not in text and "｜" not in text:
        return text, spans
    patterns = [(_KAKUYOMU_DOTS, Mark.DOTS), (_AOZORA_MARKED, Mark.RUBY)]
    if bare:
        patterns.append((_AOZORA_BARE, Mark.RUBY))
    for pattern, mark in patterns:
        text, spans = _replace(text, spans, pattern, mark)
    return text, spans


def _replace(text: str, spans: list[Span], pattern: re.Pattern[str], mark: Mark) -> tuple[str, list[Span]]:
    pieces: list[str] = []
    added: list[Span] = []
    kept: list[tuple[int, int, int]] = []  # start and end in the old text, start in the new one
    at = length = 0
    for found in pattern.finditer(text):
        for start, end in ((at, found.start()), found.span(1)):
            kept.append((start, end, length))
            pieces.append(text[start:end])
            length += end - start
        if mark is Mark.DOTS:
            added.append(Span(length - len(found[1]), length, mark, "﹅"))
        else:
            reading = found[2] if found[2] is not None else found[3]
            kind, value = (Mark.DOTS, reading[0]) if _DOT_READING.fullmatch(reading) else (mark, reading.strip())
            added.append(Span(length - len(found[1]), length, kind, value))
        at = found.end()
    if not added:
        return text, spans
    kept.append((at, len(text), length))
    pieces.append(text[at:])

    def moved(place: int) -> int:
        for start, end, new in kept:
            if place < start:
                return new
            if place <= end:
                return new + place - start
        return kept[-1][2] + kept[-1][1] - kept[-1][0]

    shifted = [
        Span(moved(span.start), moved(span.end), span.mark, span.value)
        for span in spans
        if moved(span.start) < moved(span.end)
    ]
    return "".join(pieces), shifted + added
