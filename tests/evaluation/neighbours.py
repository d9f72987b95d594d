"""Prints how neighbours of a page and further pages of a list are told.

    python -m tests.evaluation.neighbours CORPUS [--show]

CORPUS holds ``B_extraction/prev_next.jsonl`` (pages that themselves declare rel=prev and rel=next, with the archives of
the pages) and ``A_serial_pages/paging_autopager.jsonl`` with its archive.  The relations are taken away, and the words,
classes and addresses have to tell.  Says so and ends well where the folder is absent.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.discover.chain import of_role, steps
from reader.discover.facts import PageFacts, read_facts
from reader.discover.paging import pager
from reader.discover.rows import page_key
from reader.errors import TsuzukiError
from reader.model import Resource

if TYPE_CHECKING:
    from collections.abc import Iterable

NOW = datetime(2026, 11, 1, tzinfo=UTC)
RELATION = re.compile(
    rb"""\srel\s*=\s*(?:"[^"]*\b(?:next|prev|previous)\b[^"]*"|'[^']*\b(?:next|prev|previous)\b[^']*'|(?:next|prev|previous)\b)""",
    re.IGNORECASE,
)


def facts_of(url: str, body: bytes, charset: str = "") -> PageFacts | None:
    """The facts of a saved page, or None where it is none."""
    kind = "text/html" + (f"; charset={charset}" if charset else "")
    try:
        facts = read_facts(Resource(url, url, 200, {"content-type": kind}, body, NOW))
    except TsuzukiError:
        return None
    return facts if isinstance(facts, PageFacts) else None


def neighbours(folder: Path, counts: Counter[str], *, show: bool) -> None:
    """Previous and next of single pages, with the relations hidden."""
    for line in (folder / "prev_next.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        with zipfile.ZipFile(folder / row["zip"]) as archive:
            names = [name for name in archive.namelist() if name.endswith(row["file"])]
            body = archive.read(names[0])
        page = facts_of(row["url"], RELATION.sub(b" ", body))
        found = steps(page) if page else []
        for key, role in (("prev", "previous"), ("next", "next")):
            truth = {page_key(one["url"]) for one in row.get(key) or []} - {page_key(row["url"])}
            if not truth:
                continue
            said = of_role(found, role)
            good = bool(said) and page_key(said[0].url) in truth
            linked = page is not None and any(page_key(link.url) in truth for link in page.links)
            counts.update([role, f"{role} right"] if good else [role, f"{role} {'wrong' if said else 'unseen'}"])
            counts.update([] if linked or good else [f"{role} not linked"])
            if show and not good:
                links = [link for link in page.links if page_key(link.url) in truth] if page else []
                print(role, "WRONG" if said else "UNSEEN", row["url"], row["file"])
                print("     said", [(step.text[:40], step.url, step.trust) for step in said[:2]])
                print("     true", sorted(truth))
                for link in links[:3]:
                    print(
                        "      ",
                        repr(link.text[:60]),
                        link.region,
                        link.hint[:60],
                        repr(link.before[-30:]),
                        repr(link.after[:20]),
                    )


def paging(folder: Path, counts: Counter[str], *, show: bool) -> None:
    """The next page of lists."""
    with zipfile.ZipFile(folder / "paging_autopager.zip") as archive:
        names = {Path(name).name: name for name in archive.namelist()}
        for line in (folder / "paging_autopager.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            truth = {page_key(url) for url in row["links"].get("NEXT", [])}
            page = facts_of(row["url"], archive.read(names[row["file"]]), row.get("encoding", ""))
            if page is None:
                continue
            here = pager(page)
            said = {page_key(url) for url in (here.following, *here.numbered.values()) if url}
            if truth:
                counts.update(["further page", "further page right"] if truth & said else ["further page"])
                if show and not truth & said:
                    print("page", row["url"], row["file"], "said", list(said)[:3], "true", truth)
                    for link in [link for link in page.links if page_key(link.url) in truth][:3]:
                        print("      ", repr(link.text[:60]), link.region, link.hint[:60], link.rel)
            elif not row["links"]:
                counts.update(["no further page", "no further page right"] if not said else ["no further page"])
                if show and said:
                    print("none", row["url"], row["file"], "said", list(said)[:4])


def table(counts: Counter[str], names: Iterable[str]) -> None:
    """Good of all, a line each."""
    for name in names:
        print(
            f"{name:16} {counts[name + ' right']:4} of {counts[name]:4} right, {counts[name + ' wrong']:3} another,"
            f" {counts[name + ' not linked']:3} linked nowhere"
        )


def main() -> int:
    """Reads the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--show", action="store_true", help="list what failed")
    arguments = parser.parse_args()
    if not (arguments.corpus / "B_extraction").exists():
        print(f"no pages at {arguments.corpus}: nothing measured")
        return 0
    counts: Counter[str] = Counter()
    neighbours(arguments.corpus / "B_extraction", counts, show=arguments.show)
    paging(arguments.corpus / "A_serial_pages", counts, show=arguments.show)
    table(counts, ("previous", "next", "further page", "no further page"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
