"""What a local source gives: a work with its episodes' texts, in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.document import Document


@dataclass(frozen=True, slots=True)
class LocalEpisode:
    """One episode: ``key`` names it within its work and stays the same when the work is read again."""

    key: str
    title: str
    document: Document
    section: str = ""


@dataclass(frozen=True, slots=True)
class LocalWork:
    """A whole work; unknown fields are empty."""

    title: str
    episodes: tuple[LocalEpisode, ...]
    author: str = ""
    language: str = ""
    complete: bool = False
