"""Libraries made of the texts of a folder, for evaluations and benchmarks that need much to read."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.errors import TsuzukiError
from reader.files import find_folders
from reader.library.shelf import Library
from reader.local.folder import read_work
from reader.model import FoundEpisode, Origin, Status, TableOfContents
from reader.settings import Settings
from reader.update import decide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reader.document import Document
    from reader.local.work import LocalWork

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def open_library(folder: Path) -> Library:
    """A library without web and worker."""
    return Library.open(find_folders(data=str(folder)), Settings(), now=lambda: NOW)


def works(folder: Path) -> Iterator[LocalWork]:
    """Every ``*.txt`` under the folder, in zips too, as the project reads it; what it refuses is left out."""
    for name, content in _files(folder):
        try:
            yield read_work(name, {name: content})
        except TsuzukiError:
            continue


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(".txt"):
                        yield name, archive.read(name)
        elif path.suffix == ".txt":
            yield path.name, path.read_bytes()


def follow(library: Library, title: str, home: str, episodes: Sequence[tuple[str, Document]]) -> list[int]:
    """Put a serial with these titles and texts on the shelf; its episodes' ids."""
    store = library.store
    serial_id = store.serials.add(title=title, url=home, author="", language="ja", status=Status.COMPLETE, now=NOW)
    listed = tuple(FoundEpisode(f"{home}{at}", name) for at, (name, _) in enumerate(episodes))
    store.changes.apply(serial_id, decide([], TableOfContents(home, title, listed)), NOW)
    ids = [one.id for one in store.episodes.all(serial_id)]
    for episode_id, (_, document) in zip(ids, episodes, strict=True):
        store.texts.save(episode_id, document, origin=Origin.FILE, url=home, fetched_at=NOW)
    return ids
