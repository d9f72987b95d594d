"""Weighs the evidence: rows of one serial become a table of contents with its reasons and its doubts.

Owns order (the list's, turned round where it runs backwards, repaired by numbers), duplicates, gaps, status and
language; ``naming`` and ``credits`` own title and author.  Refuses to fetch; what it does not know stays empty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader.discover.credits import author_of
from reader.discover.naming import name_serial
from reader.discover.rows import Row, joined, runs_backwards
from reader.discover.titles import duplicates, gaps, is_final_note, newest_first, order_of, read_titles
from reader.model import Discovered, FoundEpisode, Kind, Status, TableOfContents

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.discover.clues import Clues
    from reader.discover.part import PartTitle

_GAPS_SHOWN: Final = 8
_FEW: Final = 3


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
        title=name_serial(listed, clues).text,
        episodes=episodes,
        author=author_of(listed, clues),
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
