"""Weighs the evidence: rows of one serial become a table of contents with its reasons and its doubts.

Owns order (the list's, turned round where it runs backwards, repaired by numbers), duplicates, gaps, status, title,
author and language.  Refuses to fetch; what it does not know stays empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reader.discover.numerals import fold
from reader.discover.rows import Row, joined, runs_backwards
from reader.discover.titles import duplicates, gaps, is_final_note, newest_first, order_of, read_titles, shared_stem
from reader.discover.words import CONTENTS, FICTION_TOPICS, GENERIC_TOPICS, bare
from reader.model import Discovered, Evidence, FoundEpisode, Kind, Source, Status, TableOfContents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.discover.part import PartTitle

_BRACKETED: Final = re.compile(r"[『《〈「【“]([^『』《》〈〉「」【】“”]{2,80})[』》〉」】”]")
_LIST_WORDS: Final = re.compile(
    r"(?:の)?(?:全話|全[0-9一二三四五六七八九十百]+話|各話|総)?(?:目次|もくじ|まとめ|一覧|インデックス|リンク集?|リスト)(?:ページ)?$|"
    r"(?:table of contents|contents|chapter (?:list|index)|chapters|index|toc|all (?:chapters|parts|episodes)|"
    r"archives?)\s*$|"
    r"(?:목차|전체 목록|目录|目錄|章节目录|最新章节)$|"
    r"^(?:category|categories|tag|tagged|archives?|label|カテゴリー?|タグ|分类|分類|카테고리|태그)"
    r"\s*[:：]?\s*|の?記事一覧$|下的文章$",
    re.IGNORECASE,
)
_SEPARATOR: Final = re.compile(r"\s+[|｜–—\-/»«:：·・•]+\s+|\s*[|｜«»]\s*|\s+[:：]\s*|\s*[〜~]\s*$")
_GAPS_SHOWN: Final = 8
_FEW: Final = 3


@dataclass(slots=True)
class Clues:
    """What pages and feeds said beside the rows, gathered on the way; lists run from the best guess to the worst."""

    titles: list[str] = field(default_factory=list)
    """Names of the serial: a topic's, a contents page's."""
    sites: list[str] = field(default_factory=list)
    """Names of the site or feed."""
    authors: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)


def ordered(rows: Sequence[Row], *, newest_listed_first: bool = False) -> tuple[list[Row], list[PartTitle]]:
    """Rows in reading order with their titles read.

    The list's own order decides, turned round where its dates or numbers fall; dates decide where the list has none;
    numbers repair what stands out of line.  ``newest_listed_first`` is for lists whose kind runs backwards (a blog)
    when nothing else tells.
    """
    base = joined(rows)
    backwards = runs_backwards(base)
    parts = read_titles([row.title for row in base])
    falling = newest_first(parts)
    numbered = sum(part.number is not None for part in parts)
    if backwards is None and numbered < _FEW and not falling:
        backwards = newest_listed_first
    if backwards or (backwards is None and falling):
        base.reverse()
        parts = read_titles([row.title for row in base])
    dated = [row.published for row in base if row.published]
    if len(dated) == len(base) and numbered * 2 < len(base):
        order = sorted(range(len(base)), key=lambda index: _moment(base[index]))
        return [base[index] for index in order], [parts[index] for index in order]
    order = order_of(parts)
    return [base[index] for index in order], [parts[index] for index in order]


def _moment(row: Row) -> datetime:
    assert row.published is not None  # noqa: S101 - only called where every row is dated
    return row.published


def complete(rows: Sequence[Row], parts: Sequence[PartTitle]) -> bool:
    """Whether the last parts, or the notes beside them, say that the serial has ended."""
    main = [index for index, part in enumerate(parts) if part.kind in (Kind.MAIN, Kind.BACK, Kind.FRONT)]
    if not main:
        return False
    last = main[-1]
    tail = range(max(0, last - 1), len(rows))
    if any(is_final_note(rows[index].note) for index in tail):
        return True
    if any(parts[index].final for index in tail):
        return True
    backs = [index for index, part in enumerate(parts) if part.kind is Kind.BACK]
    return bool(backs) and backs[-1] == last and len({parts[index].section for index in backs}) == 1


def serial_title(rows: Sequence[Row], clues: Clues) -> str:
    """The best name for the serial.

    A topic or contents page whose name the titles share, the stem they share, any name that is no list's, the site's.
    """
    stem = _trimmed(shared_stem([row.title for row in rows]))
    names = [name for name in (_name(title) for title in clues.titles) if name]
    sections = list(dict.fromkeys(row.section for row in rows if row.section))
    shared = _trimmed(shared_stem(sections)) if len(sections) > 1 else ""
    for name in names:
        if stem and fold(name) in fold(stem):
            return name
    if stem and not _only_words(stem):
        return stem
    if shared and not _only_words(shared):
        return shared
    if names:
        return names[0]
    return next((site for site in clues.sites if site), "") or (rows[0].title if rows else "")


def _only_words(stem: str) -> bool:
    return bool(
        re.fullmatch(r"(?:第|chapter|episode|part|ep|ch|その|vol|volume|book|arc|no|部|章|#|\W)+", stem, re.IGNORECASE)
    )


def _trimmed(stem: str) -> str:
    whole = _BRACKETED.fullmatch(stem)
    return whole[1] if whole else stem


def _name(text: str) -> str:
    """The work's name in the title of a page about it; ``""`` where it names no work."""
    found = _BRACKETED.search(text)
    if found and found.end() - found.start() > 0.3 * len(text):
        return found[1].strip()
    head = _SEPARATOR.split(text)[0]
    name = text
    for _ in range(2):
        name = _LIST_WORDS.sub("", name).strip(" 　:：|｜-–—・“”\"'‘’")
    if name and name != text:
        return name
    plain = bare(head)
    if plain in GENERIC_TOPICS or plain in CONTENTS or plain in FICTION_TOPICS or not plain:
        return ""
    return text.strip()


def assemble(url: str, rows: Sequence[Row], clues: Clues, *, newest_listed_first: bool = False) -> Discovered:
    """The table of contents of the rows, with evidence and warnings."""
    listed, parts = ordered(rows, newest_listed_first=newest_listed_first)
    episodes = tuple(
        FoundEpisode(
            url=row.url,
            title=row.title,
            number=part.number,
            kind=part.kind,
            section=row.section or part.section or "",
            published=row.published,
            note=row.note,
            source_id=row.id,
            content=row.content,
        )
        for row, part in zip(listed, parts, strict=True)
    )
    sections = {episode.section for episode in episodes}
    if len(sections) == 1:
        episodes = tuple(replace(episode, section="") for episode in episodes)
    warnings = [*clues.warnings, *_doubts(listed, parts)]
    contents = TableOfContents(
        url=url,
        title=serial_title(listed, clues),
        episodes=episodes,
        author=next(filter(None, clues.authors), ""),
        language=next((language.replace("_", "-") for language in clues.languages if language), ""),
        status=Status.COMPLETE if complete(listed, parts) else Status.ONGOING,
        sources=tuple(dict.fromkeys(clues.sources)),
    )
    return Discovered(contents, tuple(clues.evidence), tuple(dict.fromkeys(warnings)))


def _doubts(rows: Sequence[Row], parts: Sequence[PartTitle]) -> list[str]:
    doubts = []
    missing = gaps(parts)
    first = next((part for part in parts if part.whole is not None), None)
    if first is not None and (first.whole or 0) > 1 and parts[0].kind is not Kind.FRONT and not first.section:
        doubts.append(f"the first episode found carries the number {first.number}; earlier ones may be missing")
    if missing:
        shown = ", ".join(missing[:_GAPS_SHOWN]) + (" …" if len(missing) > _GAPS_SHOWN else "")
        doubts.append(
            f"no episode carries the number {shown}" if len(missing) == 1 else f"no episodes carry the numbers {shown}"
        )
    for same in duplicates(parts)[:3]:
        numbers = parts[same[0]].number
        doubts.append(f"{len(same)} episodes carry the number {numbers}; all are kept")
    if not any(part.number for part in parts):
        by = "their dates" if all(row.published for row in rows) else "the list"
        doubts.append(f"the titles carry no numbers; the order is that of {by}")
    return doubts
