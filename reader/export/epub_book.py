"""One serial as a book: what an EPUB is made of, as values.

Owns the names under which a book and its chapters are known outside: they come from uids alone, so that a reader's
place in other programs survives a new title, a new order and an appended episode.  Holds no "now".
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from reader.export.markup import plain_line

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from reader.document import Document

_PLAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_NAMESPACE: Final = uuid.UUID("6a1cf64c-2f0b-5d0e-9a53-51e1a7d1c0de")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One episode's text.  ``uid`` names it for ever; ``url`` is where it was published."""

    uid: str
    title: str
    document: Document
    section: str = ""
    number: str = ""
    url: str = ""
    modified: datetime | None = None
    """When this text was first seen."""


@dataclass(frozen=True, slots=True)
class Book:
    """The chapters in reading order; unknown fields are empty."""

    uid: str
    title: str
    chapters: tuple[Chapter, ...]
    author: str = ""
    language: str = ""
    url: str = ""
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """By address; one that is no JPEG, PNG or GIF counts as absent."""
    vertical: bool = False
    """Set downwards, columns from right to left."""
    part: str = ""
    """What of the serial it holds ("unread"), where that is not all; another part is another book."""


def identifier(book: Book) -> str:
    """The book's URN: the serial's own uid where the book is the whole serial."""
    if not book.part:
        try:
            return uuid.UUID(book.uid).urn
        except ValueError:
            pass
    return uuid.uuid5(_NAMESPACE, f"{book.uid.encode('utf-8', 'replace').hex()}/{book.part}").urn


def language(book: Book) -> str:
    """A well-formed language tag (BCP 47); ``und`` for the unknown."""
    return book.language if _TAG.fullmatch(book.language) else "und"


def title(book: Book) -> str:
    """The title, or what stands in for one."""
    return plain_line(book.title) or plain_line(book.url) or "Untitled"


def names(book: Book) -> list[str]:
    """A name for each chapter, in order: letters a to z, digits and hyphens, each once, whatever the uids hold."""
    out: dict[str, None] = {}
    for chapter in book.chapters:
        plain = chapter.uid
        if not _PLAIN.fullmatch(plain):
            plain = blake2b(plain.encode("utf-8", "replace"), digest_size=16).hexdigest()
        name, count = plain, 1
        while name in out:
            count += 1
            name = f"{plain}-{count}"
        out[name] = None
    return [f"e-{name}" for name in out]


def titles(book: Book) -> list[str]:
    """A title for each chapter, in order, never empty."""
    return [plain_line(one.title) or plain_line(one.number) or str(place) for place, one in enumerate(book.chapters, 1)]


def sections(book: Book) -> list[tuple[str, list[int]]]:
    """(title, indices of its chapters), in order; chapters outside any section stand under ``""``."""
    out: list[tuple[str, list[int]]] = []
    for index, chapter in enumerate(book.chapters):
        section = plain_line(chapter.section)
        if not out or out[-1][0] != section:
            out.append((section, []))
        out[-1][1].append(index)
    return out


def modified(book: Book) -> datetime | None:
    """When the newest text was first seen."""
    return max((one.modified for one in book.chapters if one.modified), default=None)
