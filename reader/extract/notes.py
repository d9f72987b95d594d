"""The author's notes before and after the text, set apart from it.

Owns the recognition: elements that platforms name (``marked_parts``), and in plain markup a heading, a set-off line or
a quotation that opens with words such as まえがき or "Author's note" (``set_apart``).  A note that no second mark ends
goes to the end of the page when it stands at the end.  At the beginning it is one paragraph long, and those that are
set as that one is where the text is set otherwise (indented, in another type): the text is worth more than the note.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.document import Block, Mark, Part, Role
from reader.extract.breaks import is_rule
from reader.extract.content import raw_text
from reader.extract.lines import cut
from reader.extract.roster import Roster

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

_STEMS: Final = (
    "note", "pref", "forew", "afterw", "gaki", "novel_", "kouki", "zenki", "author", "writer", "an-box", "sakusha"
)  # fmt: skip
"""What every name of a note has in it."""

_BEFORE_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:novel_p|maegaki|preface|foreword|p-novel__text--preface|pre-?note|"
    r"author-?note-?(?:top|before|start)|notes-?before|zenki|beginning-?notes?)(?:$|[\s_-])"
)
_AFTER_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:novel_a|atogaki|afterword|p-novel__text--afterword|post-?note|"
    r"author-?note-?(?:bottom|after|end)|notes-?after|kouki|end-?notes?|chapter_endnotes|"
    r"work_endnotes)(?:$|[\s_-])"
)
_EITHER_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:author-?s?-?notes?|authornotes?|author-note-portlet|"
    r"wi_authornotes(?:_body)?|writer-?notes?|author-?comment|author_said|authors-note|"
    r"note-from-author|an-box|sakusha-?(?:note|comment))(?:$|[\s_-])"
)

_BEFORE_WORDS: Final = (
    r"前書き?|まえがき|マエガキ|はじめに|머리말|작가의?\s*서문|序言|前言|foreword|preface|(?:opening|"
    r"beginning)\s+notes?|"
    r"vorwort|avant-propos"
)
_AFTER_WORDS: Final = (
    r"後書き?|あとがき|アトガキ|おわりに|후기|작가\s*후기|后记|後記|afterword|(?:closing|ending?|"
    r"end)\s+notes?|endnotes?|"
    r"nachwort|postface"
)
_EITHER_WORDS: Final = (
    r"(?:作者|筆者|著者|執筆者)(?:より(?:一言|ひとこと)?|から(?:一言|ひとこと)?|の(?:一言|ひとこと|"
    r"言葉|ことば|コメント|つぶやき|独り言|呟き)|コメント|"
    r"注|記|的话|的話|有话(?:要)?说|有話(?:要)?說|留言)|題外話|题外话|ps"
    r"|author(?:['’´`]?s?)?\s*(?:['’]s)?\s*(?:note|comment|remark|corner|thought)s?|a\s*/\s*n|an|"
    r"note(?:s)?\s+from\s+(?:the\s+)?author|(?:a\s+)?(?:word|message)\s+from\s+the\s+author|"
    r"writer['’]s\s+notes?|translator['’]s\s+notes?|t\s*/\s*n|tl\s+notes?|訳者(?:より|注|あとがき)|"
    r"작가의?\s*(?:말|한마디|코멘트)|작가\s*노트|글쓴이의?\s*말|译者(?:的话|注)|譯者(?:的話|注)|"
    r"note\s+de\s+l['’]auteur|"
    r"anmerkung\s+des\s+autors|nota\s+del\s+autora?|nota\s+do\s+autor|от\s+автора|"
    r"примечани[ея]\s+автора"
)
_BRACKETS: Final = r"\s\u3000【】\[\]（）()「」『』〈〉《》<>＜＞≪≫■□◆◇●○★☆※*＊＝=~～〜\-–—―─・．.:：,、#"
_BEFORE: Final = re.compile(rf"(?i)(?:{_BEFORE_WORDS})")
_AFTER: Final = re.compile(rf"(?i)(?:{_AFTER_WORDS})")
_WHOLE: Final = re.compile(rf"(?i)[{_BRACKETS}]*(?:{_BEFORE_WORDS}|{_AFTER_WORDS}|{_EITHER_WORDS})[{_BRACKETS}]*")
_PREFIX: Final = re.compile(
    rf"(?i)[\s\u3000【\[（(■◆●※*＊]*(?:{_BEFORE_WORDS}|{_AFTER_WORDS}|"
    rf"{_EITHER_WORDS})[\s\u3000]*(?:[】\]）)]+[\s\u3000]*[:：]?|[:：])[\s\u3000\n]*"
)
_NOTE_SHARE: Final = 0.45
"""Share of the text that a note without an end of its own may hold, at most."""

_EARLY: Final = 0.15
"""Share of the text up to which a note stands at the beginning."""

_LATE: Final = 0.5
"""Share of the text after which a note stands at the end."""

_PAIR: Final = 2
"""Paragraphs of a note that only a rule ends; with more before it, the rule parts two scenes."""

_INDENT: Final = "\u3000\u2003\u2002"
_SPOKEN: Final = re.compile(r"[\s\u3000]*[「『（(〈《“‘\"'—―–…-]")
"""How a paragraph of speech or thought begins, which many authors do not indent as they do the others."""

_TYPES: Final = frozenset({Mark.EMPHASIS, Mark.STRONG, Mark.SMALL})
_TELLING: Final = 5
"""Paragraphs that show how a text is set."""

_SELDOM: Final = 0.2
"""Share of the text's paragraphs that may be set as the note is, where that still tells the two apart."""

_EDGE: Final = 4
"""Blocks from the beginning within which a note before the text opens."""


def perhaps_notes(roster: Roster) -> dict[_Element, Part]:
    """Those of a page's elements that bear a note's name; :attr:`Part.TEXT` where the place decides."""
    places: set[int] = set()
    for names in roster.holding(_STEMS, ids=False):
        places.update(roster.by_class[names])
    for identity in roster.holding(_STEMS, ids=True):
        places.update(roster.by_id[identity])
    found = ((roster.elements[at], _part_of_name(roster.names(at))) for at in sorted(places))
    return {element: part for element, part in found if part is not None}


def marked_parts(container: _Element, named: Mapping[_Element, Part] | None = None) -> dict[_Element, Part]:
    """Elements that a platform's class or id names as the author's note; before or after by name, else by place.

    ``named`` are the page's :func:`perhaps_notes` where they are known; those outside the container then count too.
    """
    out: dict[_Element, Part] = {}
    whole = 0
    for element, part in (perhaps_notes(Roster(container)) if named is None else named).items():
        if element is container:
            continue
        if part is Part.TEXT:
            whole = whole or len(raw_text(container))
            out[element] = Part.BEFORE if _letters_before(element, container) < whole / 2 else Part.AFTER
        else:
            out[element] = part
    return {
        element: part
        for element, part in out.items()
        if not any(inner is not element and inner in out for inner in element.iter("*"))
    }


@lru_cache(maxsize=8192)
def _part_of_name(names: str) -> Part | None:
    """The part that class and id name; ``TEXT`` for a note whose place decides, ``None`` for what is no note."""
    lower = names.lower()
    if not any(stem in lower for stem in _STEMS):
        return None
    if _BEFORE_CLASS.search(names):
        return Part.BEFORE
    if _AFTER_CLASS.search(names):
        return Part.AFTER
    if _EITHER_CLASS.search(names) or {"notes", "module"} <= set(names.split()):
        return Part.TEXT
    return None


def _letters_before(element: _Element, container: _Element) -> int:
    count = 0
    node: _Element | None = element
    while node is not None and node is not container:
        count += sum(len(raw_text(before)) for before in node.itersiblings(preceding=True))
        node = node.getparent()
    return count


def set_apart(blocks: Sequence[Block], title: str = "") -> list[Block]:
    """The blocks with notes in plain markup moved to their part, and the lines that set them off taken away."""
    out = list(blocks)
    total = sum(len(block.text) for block in out if block.part is Part.TEXT) or 1
    before = 0
    at = 0
    while at < len(out):
        block = out[at]
        if block.part is Part.TEXT:
            opening = _opening(block, title)
            if opening is not None:
                end = _end(out, at, before, total)
                if end is not None:
                    part = _part(block, before, total)
                    out[at:end] = _note(out[at:end], opening, part)
                    at = _drop_rules(out, at, part)
                    continue
            before += len(block.text)
        at += 1
    return _trimmed(_grouped(out))


def _opening(block: Block, title: str) -> int | None:
    """Code points of the words that open a note here; ``None`` where none does."""
    text = block.text
    if block.role not in (Role.PARAGRAPH, Role.HEADING, Role.QUOTE, Role.CAPTION):
        return None
    first = text.partition("\n")[0]
    if len(first) <= 40 and _WHOLE.fullmatch(first):  # noqa: PLR2004 - a heading
        if first == text and block.role is not Role.HEADING and not _set_off(block):
            return None
        if title and first.strip() == title.strip():
            return None
        return len(first) + (1 if first != text else 0)
    found = _PREFIX.match(text)
    return found.end() if found and found.end() < len(text) else None


def opens_note(text: str) -> bool:
    """Whether a line opens an author's note."""
    return bool(_WHOLE.fullmatch(text) or _PREFIX.match(text))


def _set_off(block: Block) -> bool:
    """A short line that is a heading in all but name: alone, bracketed, bold, or simply the words and nothing else."""
    return bool(block.text.strip()) and (not block.spans or block.spans[0].mark is not Mark.LINK)


def _part(block: Block, before: int, total: int) -> Part:
    if before < _EARLY * total:
        return Part.BEFORE
    if before > 0.5 * total:
        return Part.AFTER
    return Part.BEFORE if _BEFORE.search(block.text[:30]) else Part.AFTER


def _end(blocks: Sequence[Block], at: int, before: int, total: int) -> int | None:
    """The index after the note's last block, or ``None`` where this is no note after all."""
    late = before > _LATE * total
    if blocks[at].role is Role.QUOTE:
        return _end_of_quote(blocks, at, late=late)
    rest = [index for index in range(at + 1, len(blocks)) if blocks[index].part is Part.TEXT]
    if late:  # everything that follows
        size = sum(len(blocks[index].text) for index in rest)
        return (rest[-1] + 1 if rest else at + 1) if size <= _NOTE_SHARE * total else None
    if before >= _EARLY * total:  # in the middle such words are the text's own
        return None
    return _end_at_the_beginning(blocks, at, rest, _NOTE_SHARE * total)


def _end_of_quote(blocks: Sequence[Block], at: int, *, late: bool) -> int:
    end = at + 1
    while (
        end < len(blocks)
        and (blocks[end].role is Role.QUOTE or (late and blocks[end].role is Role.PAUSE))
        and (late or end - at < _EDGE)
    ):
        end += 1
    return end


def _end_at_the_beginning(blocks: Sequence[Block], at: int, rest: Sequence[int], largest: float) -> int | None:
    """Up to the mark that ends it, where there is one soon; else one paragraph."""
    opened_by = blocks[at - 1].text if at and blocks[at - 1].role is Role.SCENE_BREAK else None
    said = bool(_PREFIX.match(blocks[at].text)) and not _WHOLE.fullmatch(blocks[at].text)
    lone = at + 1 if said else None
    texts = size = 0
    for index in rest:
        block = blocks[index]
        ends = block.role is Role.SCENE_BREAK and is_rule(block.text) and opened_by in (None, block.text)
        if texts and (ends or block.role is Role.HEADING):
            most = _PAIR if ends and opened_by is None else 2 * _EDGE
            return index + ends if size <= largest and texts <= most else lone
        if block.role in (Role.PARAGRAPH, Role.QUOTE, Role.ITEM):
            texts += 1
            size += len(block.text)
            lone = index + 1 if lone is None else lone
        if texts > 2 * _EDGE:
            break
    return lone if lone is None else lone + _set_alike(blocks[lone - 1], blocks[lone:])


def _set_alike(last: Block, following: Sequence[Block]) -> int:
    """How many more paragraphs are set as the note's one is, where the text is set otherwise; 0 where it is not."""
    mine = _setting(last)
    prose = [
        _setting(block)
        for block in following
        if block.role is Role.PARAGRAPH and block.part is Part.TEXT and not _SPOKEN.match(block.text)
    ]
    if len(prose) < _TELLING or prose.count(mine) > _SELDOM * len(prose):
        return 0
    count = 0
    for block in following[:_EDGE]:
        if block.role is not Role.PARAGRAPH or _setting(block) != mine or _SPOKEN.match(block.text):
            break
        count += 1
    return count


def _setting(block: Block) -> tuple[bool, frozenset[Mark]]:
    """How a paragraph is set: indented or not, and in what its whole text is marked."""
    text = block.text.rstrip()
    indent = len(text) - len(text.lstrip(_INDENT))
    whole = frozenset(span.mark for span in block.spans if span.start <= indent and span.end >= len(text))
    return bool(indent), whole & _TYPES


def _note(blocks: Sequence[Block], opening: int, part: Part) -> list[Block]:
    first, *others = blocks
    out = []
    if opening < len(first.text):
        shortened = cut(first, opening, len(first.text))
        out.append(replace(shortened, role=Role.PARAGRAPH, level=0, part=part))
    for block in others:
        if block.role is Role.QUOTE and first.role is Role.QUOTE:
            out.append(replace(block, role=Role.PARAGRAPH, level=0, part=part))
        elif block.part is Part.TEXT:
            out.append(replace(block, part=part))
        else:
            out.append(block)
    return out


def _drop_rules(blocks: list[Block], at: int, part: Part) -> int:
    """Drop the rule that set the note off before it; the index after the note."""
    while (
        at > 0
        and blocks[at - 1].part is Part.TEXT
        and (
            blocks[at - 1].role is Role.PAUSE
            or (blocks[at - 1].role is Role.SCENE_BREAK and is_rule(blocks[at - 1].text))
        )
    ):
        del blocks[at - 1]
        at -= 1
    while at < len(blocks) and blocks[at].part is part:
        at += 1
    return at


def _grouped(blocks: list[Block]) -> list[Block]:
    """Rules at the ends of notes go."""
    return [
        block
        for index, block in enumerate(blocks)
        if not (
            block.role in (Role.SCENE_BREAK, Role.PAUSE)
            and block.part in (Part.BEFORE, Part.AFTER)
            and (
                index == 0
                or index + 1 == len(blocks)
                or blocks[index + 1].part is not block.part
                or blocks[index - 1].part is not block.part
            )
        )
    ]


def _trimmed(blocks: list[Block]) -> list[Block]:
    """Breaks and pauses at the ends of the text go: they part the text from what was there."""
    texts = [index for index, block in enumerate(blocks) if block.part is Part.TEXT]
    empty = {Role.SCENE_BREAK, Role.PAUSE}
    doomed: set[int] = set()
    for order in (texts, texts[::-1]):
        for index in order:
            if blocks[index].role not in empty:
                break
            doomed.add(index)
    out: list[Block] = []
    for index, block in enumerate(blocks):
        if index in doomed:
            continue
        if block.role in empty and out and out[-1].part is block.part and out[-1].role in empty:
            if block.role is Role.SCENE_BREAK and (out[-1].role is Role.PAUSE or not out[-1].text):
                out[-1] = block
            continue
        out.append(block)
    return out
