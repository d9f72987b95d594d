"""How well one page alone is read, beside the extraction libraries, on pages with gold texts.

    uv run --with trafilatura --with readability-lxml --with resiliparse --with newspaper4k \
        python -m tests.evaluation.extraction_pages FOLDER [--only NAME...] [--sets NAME...] [--worst N]

FOLDER holds ``aeb_html.zip`` with ``aeb_gold.json``, ``readability.zip``, ``trafilatura_html.zip`` with
``trafilatura_gold.json``, ``mercury_html.zip`` with ``mercury_gold.json`` and ``pages.jsonl``.  Tokens are words, and
single letters of Chinese and Japanese; F1 is the mean over pages.  Libraries that are not installed are left out; so
is everything when the folder is not there.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import time
import unicodedata
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import html

from reader.document import TEXT_ROLES, Role
from reader.errors import TsuzukiError
from reader.extract.episode import extract_page
from reader.hypertext.charset import decode
from reader.model import Resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CAPTIONS = False
"""Whether captions count as text; the article benchmark and most passages leave them out."""

_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_]+")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass
class Page:
    """A page, where it came from, and what is known of it."""

    name: str
    url: str
    body: bytes
    gold: dict[str, Any]
    cjk: bool = False


@dataclass
class Reading:
    """What one extractor made of a page."""

    text: str = ""
    title: str = ""
    author: str = ""
    seconds: float = 0.0


def tokens(text: str) -> Counter[str]:
    """Words, and single letters of Chinese and Japanese."""
    return Counter(_TOKEN.findall(unicodedata.normalize("NFKC", text).casefold()))


def f1(gold: str, found: str) -> float:
    """Of tokens as multisets."""
    want, have = tokens(gold), tokens(found)
    both = (want & have).total()
    return 2 * both / (want.total() + have.total()) if want.total() + have.total() else 1.0


def folded(text: str) -> str:
    """For matching passages: compatibility forms, white space folded."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


# --- the extractors --------------------------------------------------------------------------------------------


def ours(page: Page) -> Reading:
    """Tsuzuki, one page alone."""
    resource = Resource(
        page.url, page.url, 200, {"content-type": "text/html"}, page.body, datetime(2026, 1, 1, tzinfo=UTC)
    )
    try:
        found = extract_page(resource)
    except TsuzukiError as error:
        return Reading(title=f"refused: {error}")
    text = "\n".join(
        block.text
        for block in found.document.blocks
        if block.role in TEXT_ROLES and (CAPTIONS or block.role is not Role.CAPTION)
    )
    return Reading(text, found.title, found.author)


def _trafilatura(page: Page) -> Reading:
    module = import_module("trafilatura")
    text = module.extract(page.body, include_comments=False, url=page.url) or ""
    return Reading(text)


def _readability(page: Page) -> Reading:
    module = import_module("readability")
    summary = module.Document(decode(page.body, "").text).summary()
    return Reading(_text_of(summary))


def _resiliparse(page: Page) -> Reading:
    extract = import_module("resiliparse.extract.html2text")
    tree = import_module("resiliparse.parse.html").HTMLTree.parse(decode(page.body, "").text)
    return Reading(extract.extract_plain_text(tree, main_content=True, alt_texts=False, links=False))


def _newspaper(page: Page) -> Reading:
    module, text = import_module("newspaper"), decode(page.body, "").text
    article = module.Article(page.url, fetch_images=False)
    article.download(input_html=text)
    try:
        article.parse()
    except (ImportError, LookupError):  # a page in a language whose words it counts with a package of its own
        article = module.Article(page.url, language="en", fetch_images=False)
        article.download(input_html=text)
        article.parse()
    return Reading(article.text)


EXTRACTORS: dict[str, Callable[[Page], Reading]] = {
    "tsuzuki": ours,
    "trafilatura": _trafilatura,
    "readability": _readability,
    "resiliparse": _resiliparse,
    "newspaper": _newspaper,
}


def _text_of(markup: str) -> str:
    try:
        root = html.document_fromstring(markup)
    except (ValueError, html.etree.ParserError):
        return ""
    for element in root.iter("script", "style"):
        element.text = ""
    pieces = []
    for element in root.iter():
        if element.tag in ("p", "div", "li", "h1", "h2", "h3", "h4", "td", "br", "blockquote", "pre", "tr"):
            pieces.append("\n")
        if element.text:
            pieces.append(element.text)
        if element.tail:
            pieces.append(element.tail)
    return "".join(pieces)


# --- the sets --------------------------------------------------------------------------------------------------


def _zipped(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


def _article_benchmark(folder: Path) -> Iterator[Page]:
    gold = json.loads((folder / "aeb_gold.json").read_text("utf-8"))
    for name, body in _zipped(folder / "aeb_html.zip").items():
        if truth := gold.get(Path(name).name.partition(".")[0]):
            yield Page(name, truth["url"], body, {"text": truth["articleBody"]})


def _readability_pages(folder: Path) -> Iterator[Page]:
    files = _zipped(folder / "readability.zip")
    for name, body in files.items():
        if name.endswith("source.html"):
            base = name.removesuffix("source.html")
            metadata = json.loads(files[base + "expected-metadata.json"])
            text = _text_of(files[base + "expected.html"].decode("utf-8", "replace"))
            yield Page(
                name,
                "https://page.invalid/",
                body,
                {"text": text, "title": metadata.get("title"), "author": metadata.get("byline")},
            )


def _passages(folder: Path) -> Iterator[Page]:
    files = _zipped(folder / "trafilatura_html.zip")
    by_name = {Path(name).name: body for name, body in files.items()}
    for url, truth in json.loads((folder / "trafilatura_gold.json").read_text("utf-8")).items():
        if body := by_name.get(truth["file"]):
            yield Page(truth["file"], url, body, {"with": truth["with"], "without": truth["without"]})


def _mercury(folder: Path) -> Iterator[Page]:
    files = {Path(name).name: body for name, body in _zipped(folder / "mercury_html.zip").items()}
    for name, truth in json.loads((folder / "mercury_gold.json").read_text("utf-8")).items():
        if body := files.get(Path(name).name):
            yield Page(
                name,
                truth.get("url") or "https://page.invalid/",
                body,
                {"title": truth.get("title"), "author": truth.get("author"), "words": truth.get("body_first_13_words")},
            )


SETS: dict[str, Callable[[Path], Iterator[Page]]] = {
    "aeb": _article_benchmark,
    "readability": _readability_pages,
    "trafilatura": _passages,
    "mercury": _mercury,
}


# --- the tables ------------------------------------------------------------------------------------------------


@dataclass
class Table:
    """Figures of one extractor on one set: lists by name of figure, and the pages with their worth."""

    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    ranked: list[tuple[float, str, str]] = field(default_factory=list)
    passages: Counter[str] = field(default_factory=Counter)

    def add(self, page: Page, reading: Reading) -> None:
        """Compare one page."""
        worth = 1.0
        if "text" in page.gold:
            worth = f1(page.gold["text"], reading.text)
            for name in ("F1", "F1 cjk") if page.cjk else ("F1",):
                self.figures[name].append(worth)
        if "with" in page.gold:
            worth = self._passages(page, folded(reading.text))
        for key in ("title", "author"):
            if page.gold.get(key):
                right = folded(str(page.gold[key])) == folded(getattr(reading, key))
                self.figures[key].append(float(right))
                if not right and "text" not in page.gold:
                    worth -= 0.1
                    self.ranked.append((worth, page.name, f"{key}: {getattr(reading, key)!r} for {page.gold[key]!r}"))
        self.ranked.append((worth, page.name, reading.title))

    def _passages(self, page: Page, found: str) -> float:
        misses = 0
        for kind in ("with", "without"):
            for passage in page.gold[kind]:
                there = folded(passage) in found
                misses += there != (kind == "with")
                for suffix in ("", " cjk") if page.cjk else ("",):
                    self.passages[f"{kind}{suffix} {there}"] += 1
        return 1 - misses / max(1, len(page.gold["with"]) + len(page.gold["without"]))

    def close(self) -> None:
        """Reckon what only the whole set gives."""
        for suffix in ("", " cjk"):
            true, wrong, lost = (self.passages[f"{kind}{suffix} {there}"] for kind, there in _OUTCOMES)
            if true + lost:
                self.figures["passages F1" + suffix].append(2 * true / (2 * true + wrong + lost))
                self.figures["passages P" + suffix].append(true / (true + wrong) if true + wrong else 0.0)
                self.figures["passages R" + suffix].append(true / (true + lost))
        self.ranked.sort()


_OUTCOMES = (("with", True), ("without", True), ("with", False))


def measure(
    pages: list[Page], extractor: Callable[[Page], Reading]
) -> tuple[dict[str, list[float]], list[tuple[float, str, str]]]:
    """Figures of one extractor on one set, and the pages with their worth, the worst first."""
    table = Table()
    for page in pages:
        began = time.process_time()
        reading = extractor(page)
        table.figures["ms"].append((time.process_time() - began) * 1000)
        table.add(page, reading)
    table.close()
    return table.figures, table.ranked


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=list(EXTRACTORS))
    parser.add_argument("--sets", nargs="*", default=list(SETS))
    parser.add_argument("--worst", type=int, default=0)
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"{arguments.folder}: not there; nothing measured", file=sys.stderr)
        return
    for name in arguments.sets:
        pages = list(SETS[name](arguments.folder))
        for page in pages:
            text = page.gold.get("text") or " ".join(page.gold.get("with", ())) or str(page.gold.get("title") or "")
            page.cjk = len(_CJK.findall(text)) * 4 > len(text)
        for extractor in arguments.only:
            try:
                figures, ranked = measure(pages, EXTRACTORS[extractor])
            except ModuleNotFoundError:
                continue
            shown = []
            for key, values in figures.items():
                if key == "ms":
                    shown.append(f"{statistics.median(values):.1f} ms")
                elif extractor == "tsuzuki" or key not in ("title", "author"):
                    shown.append(
                        f"{key} {statistics.mean(values):.4f}" + (f" ({len(values)})" if len(values) > 1 else "")
                    )
            print(f"{name:<12} {extractor:<12} " + "   ".join(shown), flush=True)
            for worth, page_name, note in ranked[: arguments.worst]:
                print(f"      {worth:.3f} {page_name} {note[:150]}")


if __name__ == "__main__":
    main()
