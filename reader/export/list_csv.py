"""The reading list as a table for spreadsheets (RFC 4180), one row an episode.

A spreadsheet runs a cell that begins like a formula, wherever it came from; such a cell gets an apostrophe in front,
which spreadsheets do not show.  Source: OWASP, "CSV Injection" (with the full-width forms).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.export.reading_list import ListedSerial, ReadingList

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
"""First letters of what a spreadsheet would run."""

COLUMNS: Final = (
    "serial",
    "author",
    "status",
    "tags",
    "serial_url",
    "position",
    "number",
    "section",
    "title",
    "url",
    "published",
    "state",
    "progress",
    "read_at",
    "saved",
)


def list_csv(listed: ReadingList, *, raw: bool = False) -> str:
    """A header and a row an episode; ``raw`` writes formulas as they stand."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for one in listed.serials:
        rows.writerows([cell if raw else defused(cell) for cell in row] for row in _rows(one))
    return out.getvalue()


def defused(cell: str) -> str:
    """The cell, so that no spreadsheet takes it for a formula; one that looks as if it were already gets one more."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def restored(cell: str) -> str:
    """The cell as it was before :func:`defused`."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def tags_told(tags: Iterable[str]) -> str:
    """Tags as one cell, parted by commas; a comma within one has a backslash before it."""
    return ", ".join(tag.replace("\\", "\\\\").replace(",", "\\,") for tag in tags)


def tags_meant(cell: str) -> list[str]:
    """The tags of :func:`tags_told`."""
    return [re.sub(r"\\(.)", r"\1", tag).strip() for tag in re.findall(r"(?:[^,\\]|\\.)+", cell)]


def _rows(one: ListedSerial) -> list[list[str]]:
    serial = one.serial
    head = [serial.title, serial.author, serial.status.value, tags_told(serial.tags), serial.url]
    return [
        [
            *head,
            str(each.episode.position),
            each.episode.number or "",
            each.episode.section,
            each.episode.title,
            each.episode.url,
            _time(each.episode.published),
            each.episode.state.value,
            f"{each.episode.fraction:.3f}",
            _time(each.episode.read_at),
            "yes" if each.episode.saved else "no",
        ]
        for each in one.episodes
    ]


def _time(time: datetime | None) -> str:
    return "" if time is None else time.strftime("%Y-%m-%d %H:%M:%S")
