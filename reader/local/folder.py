"""Whatever a path held, told apart: an EPUB, an Aozora Bunko text, a folder or zip of pages and texts.

Owns the order of files (their names read as part titles) and the choice of reader by ending and content.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.discover.titles import reading_order
from reader.errors import NotASerial, NoText, TooLarge
from reader.extract.episode import extract_page
from reader.hypertext.charset import decode
from reader.local.aozora import is_aozora, read_aozora
from reader.local.epub import read_epub
from reader.local.plain import read_markdown, read_plain
from reader.local.work import LocalEpisode, LocalWork
from reader.model import Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

ENTRIES_LIMIT = 10_000
UNPACKED_LIMIT = 300 * 1024 * 1024
"""Bytes of all entries of a zip together."""

PAGES = frozenset({".html", ".htm", ".xhtml"})
TEXTS = frozenset({".txt", ".text", ""})
MARKDOWN = frozenset({".md", ".markdown"})
HINT = "Give a folder of HTML, text or Markdown files, an EPUB, an Aozora Bunko text, or a zip of one."


def read_work(name: str, entries: Mapping[str, bytes]) -> LocalWork:
    """The work in ``entries`` (relative name to bytes; one entry for a file).

    Raises :class:`NotASerial` where nothing in them is a text, :class:`TooLarge` for a zip that unpacks to too much.
    """
    entries = _unpacked(entries)
    stem = posixpath.splitext(posixpath.basename(name))[0] or name
    if "META-INF/container.xml" in entries or any(entry.endswith(".opf") for entry in entries):
        return read_epub(entries, name=stem)
    works = [(entry, work) for entry in _in_order(list(entries)) if (work := _read_file(entry, entries[entry]))]
    if not works:
        raise NotASerial("no text was found", subject=name, hint=HINT)
    if len(works) == 1:
        return works[0][1]
    return _joined(stem, works)


def _unpacked(entries: Mapping[str, bytes]) -> Mapping[str, bytes]:
    out: dict[str, bytes] = {}
    for name, data in entries.items():
        if not data.startswith(b"PK\x03\x04"):
            out[name] = data
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = [info for info in archive.infolist() if not info.is_dir()]
                if len(infos) > ENTRIES_LIMIT or sum(info.file_size for info in infos) > UNPACKED_LIMIT:
                    raise TooLarge("the archive unpacks to more than 300 MB", subject=name)
                out |= {info.filename: archive.read(info) for info in infos}
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
            raise NotASerial("the archive is damaged or locked", subject=name, hint=HINT) from error
    return out


def _in_order(names: list[str]) -> list[str]:
    names = sorted(name for name in names if not posixpath.basename(name).startswith("."))
    return [names[at] for at in reading_order([posixpath.splitext(name)[0] for name in names])]


def _read_file(name: str, data: bytes) -> LocalWork | None:
    stem, ending = posixpath.splitext(posixpath.basename(name))
    ending = ending.lower()
    if ending in PAGES:
        url = f"file:///{name}"
        resource = Resource(url, url, 200, {"content-type": "text/html"}, data, datetime.now(UTC))
        try:
            page = extract_page(resource)
        except NoText:
            return None
        episode = LocalEpisode(name, page.title or stem, page.document)
        return LocalWork(page.title or stem, (episode,), page.author, page.language)
    if ending not in TEXTS | MARKDOWN or b"\x00" in data[:4096]:
        return None
    text = decode(data).text
    if ending in MARKDOWN:
        return read_markdown(text, name=stem)
    work = read_aozora(text, name=stem) if is_aozora(text) else read_plain(text, name=stem)
    return work if work.episodes else None


def _joined(name: str, works: list[tuple[str, LocalWork]]) -> LocalWork:
    episodes = tuple(
        LocalEpisode(
            f"{entry}#{one.key}" if len(work.episodes) > 1 else entry,
            one.title,
            one.document,
            work.title if len(work.episodes) > 1 else one.section,
        )
        for entry, work in works
        for one in work.episodes
    )
    first = works[0][1]
    return LocalWork(name, episodes, first.author, first.language)
