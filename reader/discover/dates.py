"""Dates as pages write them, read into aware times in UTC.

Owns ISO 8601, the CJK forms, English month names and day-first or month-first slashes where they are plain.
Refuses to guess: two readings, no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january janvier januar enero",
            "feb february février februar febrero",
            "mar march mars märz marzo",
            "apr april avril abril",
            "may mai mayo",
            "jun june juin juni junio",
            "jul july juillet juli julio",
            "aug august août agosto",
            "sep sept september septembre septiembre",
            "oct october octobre oktober octubre",
            "nov november novembre noviembre",
            "dec december décembre dezember diciembre",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
MONTH: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?(0[1-9]|1[0-2])(?!\d)(?:[/_-]?(?:index)?(?:\.\w{2,5})?/?)?$")
"""The end of an address that names a month: year, month."""
_ISO = re.compile(
    r"(?<!\d)((?:19|20)\d\d)-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?"
    r"\s*(Z|[+-]\d\d:?\d\d)?)?(?!\d)"
)
_FORMS: Final = (
    (re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]"), "ymd", "年년"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[./](\d{1,2})[./](\d{1,2})(?!\d)"), "ymd", "./"),
    (re.compile(rf"\b({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE), "Mdy", ""),
    (re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\.?\s+({_MONTH})\.?,?\s+((?:19|20)\d\d)\b", re.IGNORECASE), "dMy", ""),
    (re.compile(r"(?<!\d)(\d{1,2})[月월]\s?(\d{1,2})[日일]?,\s?((?:19|20)\d\d)"), "mdy", "月월"),
    (re.compile(r"(?<!\d)(\d{1,2})\s+(\d{1,2})[月월]\s+((?:19|20)\d\d)"), "dmy", "月월"),
)
"""A pattern, what its groups are, and letters one of which stands in whatever it matches ("" where it has none)."""

_DIGIT_YEAR = re.compile(r"(?:19|20)\d\d")


def utc(moment: datetime) -> datetime:
    """The same instant in UTC; a time without a zone is taken to be in UTC."""
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return moment.replace(tzinfo=UTC)


def _zone(text: str | None) -> timezone:
    if not text or text == "Z":
        return UTC
    sign = -1 if text[0] == "-" else 1
    digits = text[1:].replace(":", "")
    return timezone(sign * timedelta(hours=min(int(digits[:2]), 23), minutes=min(int(digits[2:]), 59)))


def read_iso(text: str) -> datetime | None:
    """The first ISO 8601 date or time in the text, in UTC, or None."""
    match = _ISO.search(text[:80])
    if not match:
        return None
    year, month, day, hour, minute, second = (int(part) if part else 0 for part in match.groups()[:6])
    try:
        return utc(datetime(year, month, day, hour, minute, second, tzinfo=_zone(match[7])))
    except ValueError:
        return None


def read_date(text: str) -> datetime | None:
    """The first date in a line of at most 200 code points, in UTC, or None."""
    text = text[:200]
    if not _DIGIT_YEAR.search(text):
        return None
    found = read_iso(text)
    if found:
        return found
    for form, order, needed in _FORMS:
        match = form.search(text) if not needed or needed[0] in text or needed[1] in text else None
        if match:
            return _dated(dict(zip(order, match.groups(), strict=True)))
    return None


def _dated(parts: dict[str, str]) -> datetime | None:
    month = int(parts["m"]) if "m" in parts else _MONTHS[parts["M"].lower()]
    try:
        return datetime(int(parts["y"]), month, int(parts["d"]), tzinfo=UTC)
    except ValueError:
        return None


def without_dates(text: str) -> str:
    """The text with every date taken out, for asking what else stands there."""
    if not _DIGIT_YEAR.search(text):
        return text
    text = _ISO.sub(" ", text)
    for form, _, needed in _FORMS:
        if not needed or needed[0] in text or needed[1] in text:
            text = form.sub(" ", text)
    return text
