"""Whether epubcheck finds anything in the books of all serials of a library, or of whole sites.

    python -m tests.evaluation.epubs FOLDER [NAME...] [--keep OUT]

FOLDER is a library's folder (``--data`` of the command line; it is opened as the program opens it), or one that holds
a folder a site with ``site.jsonl`` and ``truth.json``.  NAMEs narrow the sites.  Each serial is made across and
downwards and checked; prints a line a book with its size and what epubcheck says, and ends with status 1 where it says
anything.  Skips politely where the folder or epubcheck is not there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ExportError, TsuzukiError
from reader.export.epub import epub
from reader.export.epub_book import Book, Chapter
from reader.extract.episode import extract_page
from reader.files import Folders
from reader.library import lists
from reader.library.books import export_epub
from reader.library.shelf import Library
from reader.settings import Settings
from tests.evaluation.extraction_sites import frame_of, load
from tests.export.epubs import checker, complaints

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def books_of_library(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, file) of every serial with a saved text, both ways."""
    with Library.open(Folders(data=folder, config=folder / "settings.toml"), Settings(), offline=True) as library:
        for serial in lists.serials(library):
            for vertical in (False, True):
                try:
                    yield (
                        f"{serial.id}{'-down' if vertical else ''}",
                        export_epub(library, serial.id, vertical=vertical),
                    )
                except ExportError as error:
                    print(f"{serial.id}: {error}")


def books_of_sites(folder: Path, wanted: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """(name, file) of every site's serial, its texts extracted from its pages, both ways."""
    for site in sorted(path.parent for path in folder.glob("*/truth.json")):
        if wanted and site.name not in wanted:
            continue
        chapters, truth = _chapters(site)
        for vertical in (False, True):
            name = f"{site.name}{'-down' if vertical else ''}"
            told = truth["serial"]
            yield (
                name,
                epub(
                    Book(
                        site.name,
                        told["title"],
                        tuple(chapters),
                        told.get("author") or "",
                        str(truth["language"]).partition(",")[0],
                        truth["entry_urls"].get("home", ""),
                        vertical=vertical,
                    )
                ),
            )


def _chapters(site: Path) -> tuple[list[Chapter], dict[str, dict[str, str]]]:
    truth, resources = load(site)
    frame = frame_of(truth, resources, lone=False)
    urls = [episode["url"] for episode in truth["episodes"]]
    chapters = []
    for number, episode in enumerate(truth["episodes"], 1):
        page = resources.get(episode["url"].partition("#")[0])
        if page is None:
            continue
        try:
            here = replace(page, url=episode["url"], final_url=episode["url"])
            others = [url for url in urls if url.partition("#")[0] == page.url and url != episode["url"]]
            document = extract_page(here, frame=frame, title=episode["title"], others=others).document
        except TsuzukiError as error:
            print(f"{site.name} {number}: {error}")
            continue
        seen = datetime(2026, 1, 1, tzinfo=UTC)
        chapters.append(
            Chapter(
                f"{number:032x}",
                episode["title"],
                document,
                episode.get("arc") or "",
                episode.get("number") or "",
                episode["url"],
                seen,
            )
        )
    return chapters, truth


def main() -> int:
    """Check them all; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--keep", type=Path, help="leave the books in this folder")
    arguments = parser.parse_args()
    command = checker()
    if not arguments.folder.is_dir() or not command:
        print("skipped: no such folder" if command else "skipped: epubcheck is not installed")
        return 0
    is_library = (arguments.folder / "library.sqlite3").exists()
    found = books_of_library(arguments.folder) if is_library else books_of_sites(arguments.folder, arguments.names)
    bad = count = 0
    with tempfile.TemporaryDirectory() as scratch:
        target = arguments.keep or Path(scratch)
        target.mkdir(parents=True, exist_ok=True)
        for name, content in found:
            path = target / f"{name}.epub"
            path.write_bytes(content)
            began = time.monotonic()
            told = complaints(command, path)
            count, bad = count + 1, bad + bool(told)
            print(
                f"{name:32} {len(content):>9} bytes  {time.monotonic() - began:5.1f} s  {'FOUND' if told else 'clean'}"
            )
            if told:
                print(told)
    print(f"{count} books, {bad} with errors or warnings")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
