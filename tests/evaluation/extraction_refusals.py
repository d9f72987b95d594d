"""Which pages are refused: stand-ins all, real episodes never.

    python -m tests.evaluation.extraction_refusals SERIAL_PAGES [SITE_FARM]

SERIAL_PAGES holds ``manifest.jsonl`` (a line a page: file, url, kind); SITE_FARM folders as ``extraction_sites``
reads them, every episode of which must be taken.  Skips politely what is not there.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import NoText
from reader.extract.episode import extract_page
from reader.model import Resource
from tests.evaluation.extraction_sites import load

_STANDS_IN = ("error", "404", "login", "challenge", "paywall")


def refusal(resource: Resource) -> str:
    """The sentence of the refusal, ``""`` where the page was taken."""
    try:
        extract_page(resource)
    except NoText as error:
        return error.message
    return ""


def measure_pages(folder: Path, counts: Counter[str]) -> None:
    """The pages of a manifest."""
    for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        kind, name = row["kind"], row["file"]
        bad = any(word in kind for word in _STANDS_IN)
        if "!" in name or not (bad or kind.startswith(("episode", "single-part", "one-shot"))):
            continue
        url = row.get("url") or "https://page.invalid/"
        body = (folder / name).read_bytes()
        said = refusal(Resource(url, url, 200, {"content-type": "text/html"}, body, datetime(2026, 1, 1, tzinfo=UTC)))
        counts[("stand-ins" if bad else "episodes") + (" refused" if said else " taken")] += 1
        if bad or said:
            print(f"{name:<44} {kind:<30} {said or 'TAKEN'}")


def main() -> None:
    """Print what was refused, and the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("farm", type=Path, nargs="?")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    if (arguments.pages / "manifest.jsonl").exists():
        measure_pages(arguments.pages, counts)
    else:
        print(f"{arguments.pages}: not there; nothing measured", file=sys.stderr)
    for site in sorted(arguments.farm.iterdir()) if arguments.farm and arguments.farm.is_dir() else ():
        if (site / "truth.json").exists():
            for resource in load(site)[1].values():
                counts["farm episodes " + ("refused" if refusal(resource) else "taken")] += 1
    print(", ".join(f"{name} {count}" for name, count in sorted(counts.items())))


if __name__ == "__main__":
    main()
