"""A reading list in CSV, read back: ours, or one that a spreadsheet wrote with columns of the same names.

Owns the columns that it knows, whatever their order; others are passed over.  What a spreadsheet does to a file on
the way (another delimiter, an encoding of its own, a byte order mark) is undone.  Places have no column: an episode
that was begun comes in as begun.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line, clean_url
from reader.errors import ImportRefused
from reader.export.imports import OWN_EPISODES_LIMIT, Gathering, ImportedList, a_serial, too_much
from reader.export.list_csv import COLUMNS, restored, tags_meant
from reader.export.reading_list import ListedEpisode, ListedSerial
from reader.model import Episode, Progress, State, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

_HINT: Final = "The first row names the columns, as `tsuzuki export --format csv` writes them."
_CELL_LIMIT: Final = 65536
_STATES: Final = {one.value: one for one in State}
_STATUSES: Final = {one.value: one for one in Status}


def is_csv(text: str) -> bool:
    """Whether the first line names columns that we know: an address at least."""
    return _delimiter(text) is not None


def is_own_csv(text: str) -> bool:
    """Whether the first line is ours, letter for letter."""
    return text.startswith(",".join(COLUMNS))


def read_csv(text: str) -> ImportedList:
    """The list.  Raises :class:`ImportRefused`, with the row."""
    delimiter = _delimiter(text)
    if delimiter is None:
        raise ImportRefused("is a table without a column of addresses", hint=_HINT)
    gathering = Gathering("csv")
    serials: dict[tuple[str, str], _Gathered] = {}
    for count, row in enumerate(_rows(text, delimiter), 2):
        if count > OWN_EPISODES_LIMIT:
            raise too_much(f"more than {OWN_EPISODES_LIMIT:,} rows")
        if not row:
            continue
        url, title = row.get("serial_url") or row.get("url", ""), row.get("serial") or ""
        if "serial_url" not in row:
            title = title or row.get("title", "")
        serials.setdefault((url, title), _Gathered(row)).take(row, count)
    for (url, title), one in serials.items():
        gathering.add(one.value(url, title))
    return gathering.value()


@dataclass(slots=True)
class _Gathered:
    """The rows of one serial."""

    first: dict[str, str]
    episodes: list[ListedEpisode] = field(default_factory=list)

    def take(self, row: dict[str, str], count: int) -> None:
        if "serial_url" in row and row.get("url"):
            self.episodes.append(_episode(row, len(self.episodes) + 1, count))

    def value(self, url: str, title: str) -> ListedSerial:
        serial = a_serial(
            url,
            title,
            author=self.first.get("author", ""),
            status=_STATUSES.get(self.first.get("status", "").strip().lower(), Status.ONGOING),
            tags=(tag.lower() for tag in tags_meant(self.first.get("tags", ""))),
            episodes=self.episodes,
        )
        return ListedSerial(serial, tuple(self.episodes))


def _episode(row: dict[str, str], position: int, count: int) -> ListedEpisode:
    told = row.get("state", "").strip().lower()
    if told and told not in _STATES:
        raise ImportRefused(f"row {count}: '{clean_line(told, 40)}' is no state", hint="Write unread, reading or read.")
    state = _STATES.get(told, State.UNREAD)
    read_at = None if state is State.UNREAD else _time(row.get("read_at", ""), count)
    number = clean_line(row.get("number", ""), 100)
    episode = Episode(
        0,
        0,
        position,
        clean_line(row.get("title", "")) or number or str(position),
        clean_url(row["url"]),
        number or None,
        section=clean_line(row.get("section", "")),
        published=_time(row.get("published", ""), count),
        state=state,
        fraction=1.0 if state is State.READ else 0.0,
        read_at=read_at,
    )
    return ListedEpisode(episode, Progress(state, read_at=read_at))


def _time(text: str, count: int) -> datetime | None:
    text = text.strip().replace("/", "-")
    if not text:
        return None
    try:
        time = datetime.fromisoformat(text)
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        told = clean_line(text, 40)
        raise ImportRefused(f"row {count}: '{told}' is no date", hint="Write it as 2026-01-31 12:00:00.") from error


def _delimiter(text: str) -> str | None:
    header = text[:2000].split("\n", 1)[0].strip()
    for delimiter in (",", ";", "\t"):
        names = {name.strip().strip('"').lower() for name in header.split(delimiter)}
        if "serial_url" in names or {"url", "title"} <= names:
            return delimiter
    return None


def _rows(text: str, delimiter: str) -> Iterator[dict[str, str]]:
    """Each row by column name, cells as they were before they were defused; an empty row is empty."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        names = [name.strip().lower() for name in next(rows)]
        for row in rows:
            if any(len(cell) > _CELL_LIMIT for cell in row):
                raise ImportRefused(f"row {rows.line_num}: a cell is too long", hint=_HINT)
            yield dict(zip(names, map(restored, row), strict=False)) if any(row) else {}
    except csv.Error as error:
        raise ImportRefused(f"line {rows.line_num}: {clean_line(str(error), 80)}", hint=_HINT) from error
