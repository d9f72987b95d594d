"""What a second reading of an episode is: the same text, an edit, or something to doubt; and an edit word by word.

Owns the comparison of two states of one text.  Words are what the language parts by spaces; where it parts nothing
(Japanese, Chinese, Thai) each perceived character counts.  Paragraphs are compared first, then sentences, then words,
so that a long text costs little; runs too short to carry meaning between two edits become part of them.  Readings,
pictures and layout are no words and are not compared.  Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reader.typeset.width import clusters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.document import Document

FAR_SHORTER: Final = 0.5
"""A second text of less than this share of the first one's length is doubted."""

SHARED: Final = 0.05
"""A second text with less than this share of the first one's wording is another text."""

SHINGLE: Final = 12
"""Code points of a stretch of wording; two texts in one language have hardly any in common by chance."""

ALIKE: Final = 0.4
"""The share of words in common from which two paragraphs are states of one."""

REACH: Final = 8
"""Paragraphs looked ahead for such a one."""

PRODUCT: Final = 250_000
"""Words of one times words of the other that are still compared one by one."""

_UNPARTED: Final = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
    r"\U00020000-\U0003ffff]"
)
_SENTENCE: Final = re.compile(r"[^。！？!?.\n]*[。！？!?.\n]*[」』）)”’\"]*\s*")


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one paragraph."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph of the comparison: its pieces, and its indices in the old and the new ``Document.blocks``.

    The pieces without those added are the old paragraph, without those removed the new one.
    """

    pieces: tuple[Piece, ...]
    before: int | None
    after: int | None

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return any(piece.kind is not Kind.SAME for piece in self.pieces)


def doubt(old: Document, new: Document, *, is_named: bool = False) -> str:
    """Why ``new`` may not be a later state of ``old``, in one line; ``""`` where it may.

    ``is_named``: the page around ``new`` is the site's own and bears the episode's title, so that other words are the
    author's, who wrote it anew.
    """
    was, now = old.length(), new.length()
    if now < FAR_SHORTER * was:
        return f"far shorter than the saved text ({now} characters instead of {was})"
    if _breaks_off(old, new):
        return f"it breaks off in the middle of a paragraph ({now} characters instead of {was})"
    ours, theirs = _wording(old), _wording(new)
    if not is_named and ours and theirs and len(ours & theirs) < SHARED * len(ours):
        return "another text than the saved one, with hardly a phrase in common"
    return ""


def _breaks_off(old: Document, new: Document) -> bool:
    """Whether the new text is the beginning of the old one and ends where no paragraph does."""
    ours, theirs = old.paragraphs(), new.paragraphs()
    last = len(theirs) - 1
    return (
        0 <= last < len(ours)
        and theirs[:last] == ours[:last]
        and ours[last] != theirs[last]
        and ours[last].startswith(theirs[last].rstrip())
        and len(ours) - last > 1
    )


def _wording(document: Document) -> set[str]:
    text = "".join("".join(document.paragraphs()).split())
    return {text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1)}


def compare(old: Document, new: Document) -> tuple[Passage, ...]:
    """Every paragraph of both texts, notes too, in order; what was removed stands before what took its place."""
    ours, theirs = _lines(old), _lines(new)
    passages: list[Passage] = []
    for tag, first, last, start, end in _opcodes([line for _, line in ours], [line for _, line in theirs]):
        if tag == "equal":
            passages += [
                Passage((Piece(Kind.SAME, line),), at, to)
                for (at, line), (to, _) in zip(ours[first:last], theirs[start:end], strict=True)
            ]
        else:
            passages += _region(ours[first:last], theirs[start:end])
    return tuple(passages)


def _lines(document: Document) -> list[tuple[int, str]]:
    return [(at, block.text) for at, block in enumerate(document.blocks) if block.text.strip()]


def _region(ours: Sequence[tuple[int, str]], theirs: Sequence[tuple[int, str]]) -> Iterator[Passage]:
    """Paragraphs that changed: those alike are compared within, the others went or came whole."""
    words_of_ours = [Counter(_words(line)) for _, line in ours]
    reached = 0
    for to, line in theirs:
        words = Counter(_words(line))
        ahead = range(reached, min(reached + REACH, len(ours)))
        best = max(ahead, key=lambda at: _alike(words_of_ours[at], words), default=None)
        if best is None or _alike(words_of_ours[best], words) < ALIKE:
            yield Passage((Piece(Kind.ADDED, line),), None, to)
            continue
        yield from (Passage((Piece(Kind.REMOVED, text),), at, None) for at, text in ours[reached:best])
        yield Passage(tuple(_within(ours[best][1], line)), ours[best][0], to)
        reached = best + 1
    yield from (Passage((Piece(Kind.REMOVED, text),), at, None) for at, text in ours[reached:])


def _alike(ours: Counter[str], theirs: Counter[str]) -> float:
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _within(old: str, new: str) -> list[Piece]:
    edits: list[tuple[str, str, str]] = []
    ours, theirs = _SENTENCE.findall(old), _SENTENCE.findall(new)
    for tag, first, last, start, end in _opcodes(ours, theirs):
        removed, added = "".join(ours[first:last]), "".join(theirs[start:end])
        edits += [(removed, "", "")] if tag == "equal" else _by_words(removed, added)
    return _pieces(_without_crumbs(edits))


def _by_words(old: str, new: str) -> list[tuple[str, str, str]]:
    """(same, removed, added) in order; of each either the first or one or both of the others."""
    ours, theirs = _words(old), _words(new)
    if len(ours) * len(theirs) > PRODUCT:
        return [("", old, new)]
    edits = []
    for tag, first, last, start, end in _opcodes(ours, theirs):
        removed, added = "".join(ours[first:last]), "".join(theirs[start:end])
        edits.append((removed, "", "") if tag == "equal" else ("", removed, added))
    return edits


def _words(text: str) -> list[str]:
    """Words, runs of white space, and each other perceived character; joined they are the text."""
    words: list[str] = []
    open_kind = ""
    for cluster in clusters(text):
        letter = cluster[0]
        kind = "space" if letter.isspace() else "word" if letter.isalnum() and not _UNPARTED.match(letter) else ""
        if kind and kind == open_kind:
            words[-1] += cluster
        else:
            words.append(cluster)
        open_kind = kind
    return words


def _without_crumbs(edits: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A stretch that stayed, shorter than the edits on both of its sides, is part of one edit."""
    out: list[tuple[str, str, str]] = []
    for edit in edits:
        if not edit[0] and len(out) > 1 and out[-1][0] and not out[-2][0]:
            same, (_, removed, added) = out[-1][0], out[-2]
            if len(same) < min(max(len(removed), len(added)), max(len(edit[1]), len(edit[2]))):
                out[-2:] = [("", removed + same + edit[1], added + same + edit[2])]
                continue
        if not edit[0] and out and not out[-1][0]:
            out[-1] = ("", out[-1][1] + edit[1], out[-1][2] + edit[2])
        elif edit[0] and out and out[-1][0]:
            out[-1] = (out[-1][0] + edit[0], "", "")
        else:
            out.append(edit)
    return out


def _pieces(edits: Sequence[tuple[str, str, str]]) -> list[Piece]:
    kinds = (Kind.SAME, Kind.REMOVED, Kind.ADDED)
    return [Piece(kind, text) for edit in edits for kind, text in zip(kinds, edit, strict=True) if text]


def _opcodes(ours: Sequence[str], theirs: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
