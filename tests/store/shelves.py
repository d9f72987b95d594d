"""Small libraries for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.document import Block, Document, Role
from reader.model import FoundEpisode, Kind, Locator, Origin, State, Status, TableOfContents
from reader.store import Store
from reader.update import decide

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def opened(folder: Path, *, read_only: bool = False) -> Store:
    return Store.open(folder / "library.sqlite3", now=NOW, read_only=read_only)


def found(part: int, /, **more: object) -> FoundEpisode:
    values = {"url": f"https://tales.example/{part}", "title": f"Part {part}", "number": str(part), **more}
    return FoundEpisode(**values)  # type: ignore[arg-type]


def a_serial(store: Store, episodes: int = 10, *, title: str = "A tale", notices: int = 0) -> tuple[int, list[int]]:
    """Its id and those of its episodes, notices first."""
    listed = [found(-n, title=f"Notice {n}", number=None, kind=Kind.NOTICE) for n in range(1, notices + 1)]
    listed += [found(n) for n in range(1, episodes + 1)]
    serial_id = store.serials.add(
        title=title, url="https://tales.example/", author="Mori", language="en", status=Status.ONGOING, now=NOW
    )
    contents = TableOfContents("https://tales.example/", title, tuple(listed))
    store.changes.apply(serial_id, decide([], contents), NOW)
    return serial_id, [one.id for one in store.episodes.all(serial_id)]


def text(*paragraphs: str, language: str = "en") -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, one) for one in paragraphs), language)


def save(store: Store, episode_id: int, document: Document | None = None) -> bool:
    return store.texts.save(
        episode_id,
        document or text(f"The text of {episode_id}."),
        origin=Origin.LIVE,
        url="https://tales.example/x",
        fetched_at=NOW,
        words=4,
    )


def at(offset: int) -> Locator:
    return Locator(0, offset, "before", "after")


__all__ = ["NOW", "State", "a_serial", "at", "found", "later", "opened", "save", "text"]
