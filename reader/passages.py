r"""A text cut into the passages that an index knows, and what is looked for in them.

Owns the grams.  Where no spaces part words, an index of words finds none, so it knows pieces of one, two and three
letters: every pair of letters that stand side by side; three letters where all of them are of a small alphabet, since
pairs of those are everywhere; and single letters as the beginnings of pairs.  A gram becomes one token of SQLite's
``ascii`` tokenizer: what that would part or change is written in the private use area.  An index can only say where
words may stand; :meth:`Query.places` says where they do, in readings as well.  Refuses to store anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Final

from reader.document import Block, Mark, Role
from reader.folding import KATAKANA, Folded, fold, is_absent, joins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.document import Document

PASSAGE: Final = 400
"""Code points of a passage: whole blocks until there are so many."""

PIECE: Final = 1600
"""Code points of a piece: whole passages until there are so many; it is read as one."""

LONG: Final = 1200
"""Code points of a block that is parted into passages of so many."""

REACH: Final = 16
"""Folded code points of the words that the index is asked for; so far a part of a block looks into the next one."""

_NO_ALPHABET: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_THREE: Final = re.compile(f"(?=([^\n{_NO_ALPHABET}]{{3}}))")

_SIGNS: Final = {sign: chr(0xE000 + ord(sign)) for sign in map(chr, range(128)) if not sign.isalnum() and sign != "\n"}
_SIGN: Final = re.compile(r"[\x00-\x09\x0b-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]")
_KANA_TOKENS: Final = {
    **{point: 0xE100 + point - 0x3041 for point in (*range(0x3041, 0x3097), 0x309D, 0x309E)},
    **{point: 0xE100 + point - 0x30A1 for point in (*range(0x30A1, 0x30F7), 0x30FD, 0x30FE)},
}
"""Kana in grams that hold katakana, as a search that does not tell the kana apart looks for them."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a passage stands: ``blocks`` blocks from ``block`` on, or a part of one long block."""

    block: int
    blocks: int
    part: int
    """Which part of the block, from 0 on; -1 for whole blocks."""
    tokens: str
    """Its grams, with spaces between."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some blocks in a row, ``stop`` excluded, and the passages in them."""

    start: int
    stop: int
    passages: tuple[Passage, ...]


def pieces(document: Document) -> list[Piece]:
    """The whole document in pieces; none for one without blocks."""
    out: list[Piece] = []
    start, size, passages = 0, 0, list[Passage]()
    for first, stop in _runs(document.blocks):
        passages += _passages(document.blocks, first, stop)
        size += sum(len(block.text) for block in document.blocks[first:stop])
        if size >= PIECE or stop == len(document.blocks):
            out.append(Piece(start, stop, tuple(passages)))
            start, size, passages = stop, 0, []
    return out


def _runs(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """Blocks that make a passage each: short ones together, a long one alone."""
    start, size = 0, 0
    for index, block in enumerate(blocks):
        length = len(block.text)
        if length > LONG and start < index:
            yield start, index
            start, size = index, 0
        size += length
        if size >= PASSAGE:
            yield start, index + 1
            start, size = index + 1, 0
    if start < len(blocks):
        yield start, len(blocks)


def _passages(blocks: Sequence[Block], start: int, stop: int) -> Iterator[Passage]:
    if stop - start == 1 and len(blocks[start].text) > LONG:
        for part in range(-(-len(blocks[start].text) // LONG)):
            _, some = _window(blocks[start], part, REACH)
            yield Passage(start, 1, part, tokens([text for form in _forms(some) for text in form.own()]))
        return
    texts = [text for block in blocks[start:stop] for form in _forms(block) for text in form.own() if text]
    if texts:
        yield Passage(start, stop - start, -1, tokens(texts))


def _window(block: Block, part: int, reach: int) -> tuple[int, Block]:
    """What words of ``reach`` folded code points that begin in a part of a long block can touch, and its place."""
    text = block.text
    start, end = part * LONG, min(len(text), (part + 1) * LONG + 6 * reach + 32)
    while start < len(text) and part and joins(text[start]):
        start += 1
    while end < len(text) and joins(text[end]):
        end += 1
    spans = tuple(
        replace(span, start=span.start - start, end=span.end - start)
        for span in block.spans
        if start <= span.start and span.end <= end
    )
    return start, replace(block, text=text[start:end], spans=spans)


def tokens(texts: Sequence[str]) -> str:
    """The grams of folded texts."""
    flat = "\n".join(texts) + "\n"
    # Kana told apart, and once more the neighbourhood of katakana in which they are not.
    around = [flat[max(0, run.start() - 2) : run.end() + 2] for run in KATAKANA.finditer(flat)]
    both = [_tokenised(flat)]
    if around:
        both.append(_tokenised("\n".join([*around, ""])).translate(_KANA_TOKENS))
    grams = [gram for one in both for gram in (*map("".join, pairwise(one)), *_THREE.findall(one))]
    return " ".join(grams)


def _tokenised(text: str) -> str:
    """Folded text whose signs the tokenizer takes for letters; in most texts they are few."""
    return _SIGN.sub(lambda sign: _SIGNS[sign[0]], text)


def headline(text: str) -> str:
    """The grams of a title."""
    return tokens([fold(text).text])


# --- what is looked for --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of a block's text where the words stand; in its ``reading`` where the letters are others."""

    start: int
    end: int
    reading: bool = False


class Query:
    """Words to look for, each as it stands: nothing in them is an operator.  With ``kana`` all kana are alike."""

    def __init__(self, words: Sequence[str], *, kana: bool = False) -> None:
        self.kana = kana
        # What cannot be written cannot stand anywhere.
        self._possible = not any("\ud800" <= letter <= "\udfff" for word in words for letter in word)
        self.needles = tuple(dict.fromkeys(fold(word, kana=kana).text for word in words))

        # Whether a place of the words may begin within another one: then all before counts.
        self._overlaps = any(one[:size] == one[-size:] for one in self.needles for size in range(1, len(one)))
        self._forms = lru_cache(maxsize=2)(lambda block: _forms(block, kana=kana))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing that could be found."""
        return not self._possible or not any(self.needles)

    @cached_property
    def expression(self) -> str:
        """Where all the words may stand, as FTS5 is asked."""
        return " AND ".join(f"({self._grams(needle)})" for needle in self.needles if needle)

    def _grams(self, needle: str) -> str:
        needle = _tokenised(needle[:REACH])
        if len(needle) == 1:
            return self._either(needle, " *")
        threes = dict.fromkeys(_THREE.findall(needle))
        covered = {pair for three in threes for pair in (three[:2], three[1:])}
        pairs = dict.fromkeys("".join(pair) for pair in pairwise(needle))
        return " AND ".join(self._either(gram) for gram in (*threes, *(pair for pair in pairs if pair not in covered)))

    def _either(self, gram: str, more: str = "") -> str:
        other = gram.translate(_KANA_TOKENS)
        if not self.kana or other == gram:
            return f'"{gram}"{more}'
        return f'("{gram}"{more} OR "{other}"{more})'

    def is_absent(self, stored: str) -> bool:
        """Whether the words stand in no block of a stored piece, told from its JSON alone; ``False`` if in doubt."""
        if self.kana or '"spans"' in stored:
            return False
        return any(is_absent(needle, stored) for needle in self.needles)

    def may_stand_in(self, text: str) -> bool:
        """Whether all of the words stand in a text as it is written."""
        folded = fold(text, kana=self.kana).text
        return all(needle in folded for needle in self.needles)

    def places(self, block: Block, part: int = -1) -> list[Spot]:
        """Where in a block the first of the words stands, in order, if all of them stand in it.

        With ``part`` only what begins in that part of a long block.
        """
        needles = [needle for needle in self.needles if needle]
        base, some, high = 0, block, len(block.text)
        if part >= 0:
            high = (part + 1) * LONG
            if not self._overlaps:
                base, some = _window(block, part, max(map(len, needles), default=0))
        forms = self._forms(some)
        if not all(any(needle in form.text for form in forms) for needle in needles):
            return []
        found = (form.spot(*place) for form in forms for place in form.places(needles[0]))
        spots = {(spot.start, spot.end): spot for spot in reversed([spot for spot in found if spot is not None])}
        moved = (replace(spot, start=spot.start + base, end=spot.end + base) for _, spot in sorted(spots.items()))
        return [spot for spot in moved if max(0, part) * LONG <= spot.start < high]

    def in_line(self, text: str) -> Spot | None:
        """Where in a title the first of the words stands, if all of them stand in it."""
        found = self.places(Block(Role.HEADING, text))
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class _Form:
    """One way to say a block: as it is written or, with ``marks``, with readings in the place of their bases."""

    folded: Folded
    origins: tuple[int, ...] = ()
    """For each code point that was folded, and the end: where it comes from in the block's text."""
    marks: tuple[bool, ...] = ()
    """For each code point that was folded, whether it is of a reading."""
    ends: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        return self.folded.text

    def own(self) -> Iterator[str]:
        """What no other form says: all of the written one, of the other the readings and what their grams reach."""
        if not self.marks:
            yield self.text
            return
        starts = self.folded.starts or range(len(self.text))
        for marked, run in groupby(range(len(self.text)), lambda at: self.marks[starts[at]]):
            if marked:
                at = list(run)
                yield self.text[max(0, at[0] - 2) : at[-1] + 3]

    def places(self, needle: str) -> Iterator[tuple[int, int]]:
        return self.folded.places(needle)

    def spot(self, start: int, end: int) -> Spot | None:
        """The stretch of the block's text; ``None`` for what stands there as it is written."""
        start, end = self.folded.stretch(start, end)
        if not self.marks:
            return Spot(start, end)
        if not any(self.marks[start:end]):
            return None
        return Spot(self.origins[start], self.ends[end - 1], reading=True)


def _forms(block: Block, *, kana: bool = False) -> list[_Form]:
    forms = [_Form(fold(block.text, kana=kana))]
    rubies = sorted((span for span in block.spans if span.mark is Mark.RUBY and span.value), key=lambda one: one.start)
    if not rubies:
        return forms
    letters, origins, ends, marks, at = list[str](), list[int](), list[int](), list[bool](), 0
    for span in rubies:
        if span.start < at:
            continue  # a reading of the same base on its other side
        letters += [block.text[at : span.start], span.value]
        origins += [*range(at, span.start), *[span.start] * len(span.value)]
        ends += [*range(at + 1, span.start + 1), *[span.end] * len(span.value)]
        marks += [*[False] * (span.start - at), *[True] * len(span.value)]
        at = span.end
    letters.append(block.text[at:])
    origins += range(at, len(block.text))
    ends += range(at + 1, len(block.text) + 1)
    marks += [False] * (len(block.text) - at)
    return [*forms, _Form(fold("".join(letters), kana=kana), tuple(origins), tuple(marks), tuple(ends))]
