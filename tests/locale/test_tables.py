"""The message tables: complete in every language, with the same fields, and all of them used."""

from __future__ import annotations

import ast
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.locale import TABLES, Say, language_of

READER = Path(__file__).parents[2] / "reader"


def fields(phrase: str | tuple[str, str]) -> set[str]:
    forms = (phrase,) if isinstance(phrase, str) else phrase
    return {name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name}


def test_every_language_has_every_message() -> None:
    assert [set(table) for table in TABLES.values()] == [set(TABLES["en"])] * len(TABLES)


@pytest.mark.parametrize("key", sorted(TABLES["en"]))
def test_a_message_has_the_same_fields_in_every_language(key: str) -> None:
    assert [fields(table[key]) for table in TABLES.values()] == [fields(TABLES["en"][key])] * len(TABLES)


def written() -> set[str]:
    """Every string literal of what speaks to the reader, the tables themselves left out."""
    found = set()
    rooms = (READER / "cli", READER / "tui", READER / "locale")
    for path in (READER / "session.py", *(path for room in rooms for path in room.rglob("*.py"))):
        if path.parent.name == "locale" and path.stem in TABLES:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


FAMILIES = (
    "key.",
    "foot.",
    "pane.",
    "status.",
    "kind.",
    "view.",
    "theme.",
    "mark.",
    "reading.ended.",
    "foot.",
    "error.",
    "errand.",
    "order.",
)
"""Messages whose keys are put together at run time; their own tests look after them."""


def test_every_message_is_used() -> None:
    literals = written()
    assert {key for key in TABLES["en"] if key not in literals and not key.startswith(FAMILIES)} == set()


@pytest.mark.parametrize(
    ("seconds", "english", "japanese"),
    [
        (5, "just now", "たった今"),
        (60, "1 minute ago", "1分前"),
        (3 * 3600, "3 hours ago", "3時間前"),
        (86400, "yesterday", "昨日"),
        (3 * 86400, "3 days ago", "3日前"),
        (20 * 86400, "2 weeks ago", "2週間前"),
        (100 * 86400, "3 months ago", "3か月前"),
        (800 * 86400, "2 years ago", "2年前"),
        (-60, "just now", "たった今"),
    ],
)
def test_how_long_ago(seconds: int, english: str, japanese: str) -> None:
    now = datetime(2026, 5, 1, tzinfo=UTC)
    then = now - timedelta(seconds=seconds)
    assert (Say("en").ago(then, now), Say("ja").ago(then, now)) == (english, japanese)


def test_never_is_no_time_ago() -> None:
    assert Say().ago(None, datetime(2026, 5, 1, tzinfo=UTC)) == ""


@pytest.mark.parametrize(
    ("minutes", "english", "japanese"),
    [(0, "0 min", "0分"), (3.2, "4 min", "4分"), (60, "1 h", "1時間"), (130, "2 h 10 min", "2時間10分")],
)
def test_reading_time(minutes: float, english: str, japanese: str) -> None:
    assert (Say("en").minutes(minutes), Say("ja").minutes(minutes)) == (english, japanese)


def test_one_and_several() -> None:
    assert [Say("en")("count.serials", n=n) for n in (0, 1, 2)] == ["0 serials", "1 serial", "2 serials"]


@pytest.mark.parametrize(
    ("setting", "environment", "language"),
    [
        ("ja", {"LANG": "en_GB.UTF-8"}, "ja"),
        ("auto", {"LANG": "ja_JP.UTF-8"}, "ja"),
        ("auto", {"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "en"),
        ("auto", {"LC_ALL": "", "LC_MESSAGES": "ja", "LANG": "de_DE"}, "ja"),
        ("auto", {"LANG": "de_DE.UTF-8"}, "en"),
        ("auto", {}, "en"),
    ],
)
def test_the_language_is_the_settings_or_the_environments(
    setting: str, environment: dict[str, str], language: str
) -> None:
    assert language_of(setting, environment) == language
