"""Sentences of the lower floors in the reader's language: errors, refusals, doubts, hints.

Owns taking a told line apart: an address before the sentence, a hint behind it, "and 3 more".  What no table knows is
shown as it was told.  Pure.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from reader.locale import told_ja

if TYPE_CHECKING:
    from types import ModuleType

_TABLES: Final[dict[str, ModuleType]] = {"ja": told_ja}
_LONGEST: Final = 600
"""Code points of a line that are looked at; a longer one is no sentence of ours."""
_FIELD: Final = re.compile(r"\\\{(\w+)\\\}")
_SUBJECT: Final = re.compile(r"([^\s:]+(?::[^\s]*)?|[^:]{1,120}?): (.+)", re.DOTALL)
_MORE: Final = re.compile(r"(.+); and (\d+) more", re.DOTALL)
_DURATION: Final = re.compile(r"(\d+) (days|hours|minutes|seconds)")


@lru_cache(maxsize=2048)
def told(language: str, text: str) -> str:
    """``text`` in that language as far as its sentences are known; itself where the language has no table."""
    table = _TABLES.get(language)
    if table is None or not text or len(text) > _LONGEST:
        return text
    return _told(table, text) or text


def knows(language: str, text: str) -> bool:
    """Whether the sentence, as it is, stands in the language's table."""
    return language not in _TABLES or _sentence(_TABLES[language], text) is not None


def _told(table: ModuleType, text: str) -> str | None:
    if (exact := table.SENTENCES.get(text)) is not None:
        return str(exact)
    if more := _MORE.fullmatch(text):
        first = _told(table, more[1])
        return table.MORE.format(first=first, n=more[2]) if first else None
    for mark, glue in (("; ", table.AND), (". ", table.SENTENCE_END)):
        for at in [found.start() for found in re.finditer(re.escape(mark), text)]:
            head, tail = _told(table, text[:at]), _sentence(table, text[at + len(mark) :])
            if head and tail:
                return f"{head}{glue}{tail}"
    known = _sentence(table, text)
    if known is not None:
        return known
    if about := _SUBJECT.fullmatch(text):
        rest = _told(table, about[2])
        return f"{about[1]}: {rest}" if rest else None
    return None


def _sentence(table: ModuleType, text: str) -> str | None:
    exact = table.SENTENCES.get(text)
    if exact is not None:
        return str(exact)
    for start, pattern, template in _patterns(table.__name__):
        if text.startswith(start) and (found := pattern.fullmatch(text)):
            fields = {name: _value(table, value) for name, value in found.groupdict().items()}
            return template.format(**fields)
    return None


def _value(table: ModuleType, value: str) -> str:
    """A field's own word, a duration, or what it says."""
    if duration := _DURATION.fullmatch(value):
        return f"{duration[1]} {table.UNITS[duration[2]]}"
    return str(table.NAMES.get(value) or table.SENTENCES.get(value) or value)


@cache
def _patterns(module: str) -> tuple[tuple[str, re.Pattern[str], str], ...]:
    """(how it begins, the whole, the translation) of the sentences with fields, the longest first."""
    table = next(one for one in _TABLES.values() if one.__name__ == module)
    rows = []
    for sentence, template in sorted(table.SENTENCES.items(), key=lambda row: -len(row[0])):
        if "{" in sentence:
            pattern = _FIELD.sub(r"(?P<\1>.+?)", re.escape(sentence))
            rows.append((sentence.partition("{")[0], re.compile(pattern, re.DOTALL), template))
    return tuple(rows)
