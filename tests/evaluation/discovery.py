"""Drives discovery over saved sites without a network and prints what it found against the truth.

    python tests/evaluation/discovery.py sites FARM [SITE ...] [--entries index,feed] [--show]
    python tests/evaluation/discovery.py pages CORPUS
    python tests/evaluation/discovery.py feeds CORPUS

FARM is a folder of sites (``site.jsonl``, ``truth.json`` each) with a ``score.py``; CORPUS a folder with
``A_serial_pages`` and ``C_feeds``.  Says so and ends well where the folder is absent.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import importlib.util
import json
import re
import statistics
import sys
import time
import zipfile
from collections import Counter
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import urljoin, urlsplit

sys.path.insert(0, str(Path(__file__).parents[2]))

from reader.discover.facts import Facts, FeedFacts, read_facts
from reader.discover.plan import Ask, Discovery
from reader.errors import HttpStatus, ParseError, TsuzukiError, Unreachable
from reader.model import Choices, Discovered, Fetch, Resource

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 1, tzinfo=UTC)
REDIRECTS = 10


class Web:
    """Saved sites as one web in memory; facts are kept, for the same page is asked for by many runs."""

    def __init__(self, folders: list[Path]) -> None:
        self.rows: dict[str, tuple[Path, dict[str, Any]]] = {}
        self.hosts: set[str] = set()
        self.facts: dict[str, Facts | TsuzukiError] = {}
        for folder in folders:
            for line in (folder / "site.jsonl").read_text("utf-8").splitlines():
                row = json.loads(line)
                self.rows[row["url"]] = (folder, row)
                self.hosts.add(urlsplit(row["url"]).hostname or "")

    def fetch(self, url: str) -> Resource:
        """The resource behind an address, redirects followed.  Raises HttpStatus and Unreachable."""
        here, passed = url, []
        for _ in range(REDIRECTS):
            if (urlsplit(here).hostname or "") not in self.hosts:
                raise Unreachable("there is no such host", subject=here)
            if here not in self.rows:
                raise HttpStatus("not found", subject=here, status=404)
            folder, row = self.rows[here]
            status, headers = row.get("status", 200), row.get("headers", {})
            if 300 <= status < 400 and "Location" in headers:
                passed.append(here)
                here = urljoin(here, headers["Location"])
                continue
            if status >= 400:
                raise HttpStatus("the server refuses", subject=here, status=status)
            body = (folder / row["file"]).read_bytes()
            body = gzip.decompress(body) if row["file"].endswith(".gz") else body
            lower = {name.lower(): value for name, value in headers.items()}
            return Resource(url, here, status, lower, body, NOW, tuple(passed))
        raise HttpStatus("too many redirects", subject=url, status=310)

    def answer(self, fetch: Fetch) -> Facts | TsuzukiError:
        """What the worker would hand back for a fetch."""
        if fetch.url not in self.facts:
            try:
                self.facts[fetch.url] = read_facts(self.fetch(fetch.url))
            except TsuzukiError as error:
                self.facts[fetch.url] = error
        return self.facts[fetch.url]


def discover(web: Any, url: str, pick: int | None = None) -> tuple[Discovered | Choices | TsuzukiError, Discovery]:
    """Runs one discovery to its end."""
    discovery = Discovery(url, pick=pick, now=NOW)
    try:
        while isinstance(answer := discovery.next(), Ask):
            for fetch in answer.fetches:
                discovery.take(fetch, web.answer(fetch))
    except TsuzukiError as error:
        return error, discovery
    return answer, discovery


def load_scoring(farm: Path) -> Any:
    """The farm's own scoring."""
    spec = importlib.util.spec_from_file_location("score", farm / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pair(web: Web, scoring: Any, site: Path, entry: str, url: str) -> dict[str, Any]:
    """One row of the table."""
    truth = json.loads((site / "truth.json").read_text("utf-8"))
    begun = time.perf_counter()
    result, discovery = discover(web, url)
    fetched, chosen = discovery.fetched, 0
    if isinstance(result, Choices):
        wanted = truth["serial"].get("title") or ""
        best = max(result.choices, key=lambda one: difflib.SequenceMatcher(None, one.title, wanted).ratio())
        chosen = len(result.choices)
        result, discovery = discover(web, url, best.pick)
        fetched = discovery.fetched
    row: dict[str, Any] = {"site": site.name, "entry": entry, "requests": fetched, "choices": chosen}
    row["seconds"] = time.perf_counter() - begun
    row["discovery"] = discovery
    if isinstance(result, Discovered):
        found = [{"url": episode.url, "title": episode.title} for episode in result.contents.episodes]
        addresses = [scoring.address(episode["url"]) for episode in truth["episodes"]]
        moved = scoring.redirects(site / "site.jsonl", len(set(addresses)) < len(addresses))
        row["score"], row["wrong"] = scoring.score(truth, found, moved)
        row["warnings"], row["evidence"], row["title"] = result.warnings, result.evidence, result.contents.title
        row["status"], row["complete"] = result.contents.status, truth["serial"].get("complete")
        row["author"] = (result.contents.author, truth["serial"].get("author") or "")
        row["named"] = same_name(row["title"], truth["serial"].get("title") or "")
        row["authored"] = same_name(*row["author"])
    else:
        row["refused"] = str(result)
    return row


def same_name(found: str, wanted: str) -> bool:
    """Whether two names are one to a reader: width, case and spaces do not count."""
    return "".join(normalize("NFKC", found).lower().split()) == "".join(normalize("NFKC", wanted).lower().split())


def sites(options: argparse.Namespace) -> None:
    """The table of the farm."""
    farm = options.folder
    scoring = load_scoring(farm)
    names = options.names or sorted(path.parent.name for path in farm.glob("*/truth.json"))
    wanted = set(filter(None, options.entries.split(",")))
    rows = []
    for name in names:
        site = farm / name
        web = Web([site])
        for entry, url in json.loads((site / "truth.json").read_text("utf-8"))["entry_urls"].items():
            if entry in wanted or (not wanted and entry != "rest_api"):
                rows.append(pair(web, scoring, site, entry, url))
                show(rows[-1], options)
    exact = sum(bool(row.get("score", {}).get("exact")) for row in rows)
    silent = sum("score" in row and not row["score"]["exact"] and not row["warnings"] for row in rows)
    share = 100 * exact / max(1, len(rows))
    median = statistics.median(row["requests"] for row in rows)
    print(f"{exact} of {len(rows)} exact ({share:.1f} %), {silent} silently wrong, median {median} requests")
    named, authored = (sum(bool(row.get(key)) for row in rows) for key in ("named", "authored"))
    wrong = sum(bool(row.get("author", ("", ""))[0]) and not row["authored"] for row in rows)
    print(f"title right {named}, author right {authored}, another's name for the author {wrong}")


def show(row: dict[str, Any], options: argparse.Namespace) -> None:
    """One line of the table, with details of what is wrong where asked for."""
    score = row.get("score")
    head = f"{row['site']:20} {row['entry']:15} {row['requests']:3} req {row['seconds']:5.2f} s "
    if not score:
        print(head, "REFUSED", row["refused"][:150])
        return
    mark = "yes" if score["exact"] else "warned" if row["warnings"] else "SILENT"
    print(
        head,
        f"{score['found']:4}/{score['episodes']:4} r {score['recall']:.3f} p {score['precision']:.3f} {mark:6}",
        f"c{row['choices']} {'T' if row['named'] else '-'}{'A' if row['authored'] else '-'} {row['title'][:30]} | "
        f"{row['status']} {row['complete']} | {row['author']}",
    )
    if options.show and not score["exact"]:
        for evidence in row["evidence"]:
            print("      ", evidence)
        for warning in row["warnings"]:
            print("       warning:", warning)
        print("       missing:", row["wrong"]["missing"][:5], "wrong:", row["wrong"]["wrong"][:5])
        for note in row["discovery"].notes:
            print("       note:", note)


class Pages(Web):
    """Saved pages by the addresses of a manifest."""

    def __init__(self, bodies: dict[str, bytes]) -> None:
        super().__init__([])
        self.bodies = bodies

    def fetch(self, url: str) -> Resource:
        """The page, or 404."""
        if url not in self.bodies:
            raise HttpStatus("not found", subject=url, status=404)
        return Resource(url, url, 200, {"content-type": "text/html"}, self.bodies[url], NOW)


NEGATIVE = ("not a serial", "error", "404", "login", "challenge", "single-part", "one-shot", "work-info")


def corpus_pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Rows of the manifest with the bytes of their pages."""
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        archive, _, inner = row["file"].partition("!")
        body = zipfile.ZipFile(folder / archive).read(inner) if inner else (folder / archive).read_bytes()
        row["url"] = row["url"] or f"https://saved.example/{row['file']}"
        yield row, body


def pages(options: argparse.Namespace) -> None:
    """Contents pages and pages that are none, one by one, each with the other pages of its site at hand."""
    folder = options.folder / "A_serial_pages"
    rows = list(corpus_pages(folder))
    bodies = {row["url"]: body for row, body in rows}
    web = Pages(bodies)
    exact = indexes = refused = negatives = 0
    for row, _ in rows:
        result, discovery = discover(web, row["url"])
        text = str(result)[:110]
        if isinstance(result, Discovered):
            found = result.contents
            text = f"{len(found.episodes)} {found.title[:30]!r} {found.status} {list(result.warnings)[:2]}"[:150]
        truth = ""
        if row.get("truth") and row.get("n_episodes"):
            indexes += 1
            expected = json.loads((folder / row["truth"]).read_text("utf-8"))
            wanted = [plain(urljoin(row["url"], one["url"])) for one in expected["episodes"]]
            got = [plain(one.url) for one in result.contents.episodes] if isinstance(result, Discovered) else []
            truth = "EXACT" if got == wanted else f"WRONG {len(set(got) & set(wanted))}/{len(wanted)} of {len(got)}"
            exact += got == wanted
            if got != wanted and options.show:
                missing = [url for url in wanted if url not in got]
                foreign = [url for url in got if url not in wanted]
                print("   missing", missing[:3], "foreign", foreign[:3])
        elif any(word in row["kind"] for word in NEGATIVE):
            negatives += 1
            good = isinstance(result, TsuzukiError)
            refused += good
            truth = "refused" if good else "NOT REFUSED"
        print(f"{row['file'][:44]:44} {row['kind'][:34]:34} {discovery.fetched:2} {truth:18} {text}")
    print(f"{exact} of {indexes} contents pages exact, {refused} of {negatives} others refused")


def feed_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the feed archives that should be a feed."""
    for archive in ("japanese_feeds", "real_feeds", "feedparser_tests", "gofeed_testdata"):
        zipped = zipfile.ZipFile(folder / f"{archive}.zip")
        for name in zipped.namelist():
            if (
                not name.endswith("/")
                and "_expected/" not in name
                and not (
                    archive == "gofeed_testdata"
                    and name.endswith(".json")
                    and "/json/" not in name
                    and "json11" not in name
                )
            ):
                yield f"{archive}/{name}", zipped.read(name)


def expected_entries(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What the archives themselves expect of a file's entries: title and link."""
    found = {}
    zipped = zipfile.ZipFile(folder / "gofeed_testdata.zip")
    names = set(zipped.namelist())
    for name in names:
        source = name.removesuffix(".json") + ".xml"
        if name.endswith(".json") and source in names:
            value = json.loads(zipped.read(name).decode("utf-8", "replace"))
            found[f"gofeed_testdata/{source}"] = value.get("items") or value.get("entries") or []
    zipped = zipfile.ZipFile(folder / "real_feeds.zip")
    names = set(zipped.namelist())
    for name in names:
        if "rss-parser_expected/" in name:
            stem = name.partition("/")[2].removesuffix(".json")
            for ending in (".rss", ".xml", ".atom", ".rdf"):
                if f"rss-parser/{stem}{ending}" in names:
                    found[f"real_feeds/rss-parser/{stem}{ending}"] = json.loads(
                        zipped.read(name).decode("utf-8", "replace")
                    )["feed"]["items"]
    return found


def compare(
    checks: Counter[str], name: str, seen: tuple[str, datetime | None], item: dict[str, Any], *, show_wrong: bool
) -> None:
    """One entry against what its archive expects."""
    title = item.get("title")
    if isinstance(title, str) and title:
        # What an archive's own reader could not decode stands as a replacement character in its expectation.
        wanted = "".join(re.split(r"[\s\xa0]+", unescape(re.sub("<[^>]*>", "", title))))
        form = ".?".join(map(re.escape, wanted.split("\ufffd")))
        good = re.fullmatch(form, "".join(seen[0].split())) is not None
        checks.update(["titles", "titles right"] if good else ["titles"])
        checks.update(["expected garbled"] if "\ufffd" in wanted else [])
        if not good and show_wrong:
            print("title", name, repr(seen[0]), repr(title))
    stamp = item.get("publishedParsed") or item.get("isoDate") or item.get("updatedParsed")
    if isinstance(stamp, str) and stamp > "1":
        good = (seen[1] or NOW).isoformat()[:16] == stamp[:16]
        checks.update(["dates", "dates right"] if good else ["dates"])
        if not good and show_wrong:
            print("date", name, seen[1], stamp)


def feeds(options: argparse.Namespace) -> None:
    """Every feed file gives entries or a ParseError; counts, titles and links as expected."""
    folder = options.folder / "C_feeds"
    wanted = expected_entries(folder)
    kinds: Counter[str] = Counter()
    checks: Counter[str] = Counter()
    for name, body in feed_files(folder):
        kind = "application/json" if name.endswith(".json") else "application/xml"
        resource = Resource(
            "https://saved.example/feed", "https://saved.example/feed", 200, {"content-type": kind}, body, NOW
        )
        try:
            facts = read_facts(resource)
        except ParseError as error:
            kinds["ParseError"] += 1
            if options.show:
                print("error", name, error)
            continue
        kinds[
            type(facts).__name__
            + (" without entries" if isinstance(facts, FeedFacts) and not facts.feed.entries else "")
        ] += 1
        if name in wanted and isinstance(facts, FeedFacts):
            checks["files"] += 1
            checks["counts"] += len(facts.feed.entries) == len(wanted[name])
            for entry, item in zip(facts.feed.entries, wanted[name], strict=False):
                compare(checks, name, (entry.title, entry.published), item, show_wrong=options.show)
    print(dict(kinds))
    print(dict(checks))


def plain(url: str) -> str:
    """An address without scheme, closing slash and www."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/")


def main() -> int:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["sites", "pages", "feeds"])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--entries", default="")
    parser.add_argument("--show", action="store_true")
    options = parser.parse_intermixed_args()
    if not options.folder.exists():
        print(f"{options.folder} is not there; nothing to measure")
        return 0
    {"sites": sites, "pages": pages, "feeds": feeds}[options.what](options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
