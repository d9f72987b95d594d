"""The sample serials, loaded from the package: what their files say, as values.

Owns the order, the numbers, the titles and the dates of the episodes.  A file's name is its episode's number, 0 for a
prologue that has none.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from string import Template
from typing import Any, Final

from reader.demo import markup

JAPANESE: Final = "serial_ja"
ENGLISH: Final = "serial_en"


@dataclass(frozen=True, slots=True)
class SampleEpisode:
    """One episode as its writer would publish it."""

    position: int
    """From 1, the prologue included."""
    number: int | None
    """``None`` for the prologue."""
    title: str
    published: datetime
    text: tuple[markup.Piece, ...]
    note: tuple[markup.Piece, ...]
    """The author's note after the text; mostly empty."""

    def paragraphs(self) -> list[str]:
        """The words of the text, a paragraph each, without breaks and readings."""
        return [markup.plain(piece.source) for piece in self.text if piece.kind is not markup.Kind.BREAK]

    def ruby(self) -> list[tuple[str, str]]:
        """Pairs of base and reading, in order."""
        return [pair for piece in self.text for pair in markup.ruby(piece.source)]


@dataclass(frozen=True, slots=True)
class SampleSerial:
    """A whole story in its true order."""

    title: str
    author: str
    language: str
    summary: str
    episodes: tuple[SampleEpisode, ...]


@cache
def load_serial(folder: str) -> SampleSerial:
    """Read the story in ``folder`` of this package (:data:`JAPANESE` or :data:`ENGLISH`)."""
    root = resources.files(__package__) / folder
    head = tomllib.loads((root / "serial.toml").read_text("utf-8"))
    files = sorted((file for file in root.iterdir() if file.name.endswith(".txt")), key=lambda file: file.name)
    episodes = tuple(
        _episode(head, position, int(file.name.removesuffix(".txt")), file.read_text("utf-8"))
        for position, file in enumerate(files, 1)
    )
    return SampleSerial(head["title"], head["author"], head["language"], head["summary"], episodes)


def _episode(head: dict[str, Any], position: int, number: int, source: str) -> SampleEpisode:
    story = markup.parse(source, by_line=head["paragraph"] == "line")
    title = (
        Template(head["numbered_title"]).substitute(serial=head["title"], number=number, name=story.name)
        if number
        else story.name
    )
    return SampleEpisode(position, number or None, title, _published(head, position), story.text, story.note)


def _published(head: dict[str, Any], position: int) -> datetime:
    moment: datetime = (
        head["daily_from"] + timedelta(days=position - 1) if "daily_from" in head else head["published"][position - 1]
    )
    return moment
