"""How exactly episodes are cut from whole sites whose true text is known.

    python -m tests.evaluation.extraction_sites FOLDER [SITE...] [--lone] [--show N]

FOLDER holds a folder a site with ``site.jsonl`` (addresses and files) and ``truth.json``.  The frame is learnt from
three episodes; with ``--lone`` every page is read alone.  Prints a line a site: F1 of paragraphs, ruby pairs,
author's notes, scene breaks, footnotes, images.  Skips politely when the folder is not there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from reader.document import Document, Part, Role
from reader.errors import TsuzukiError
from reader.extract.episode import extract_page
from reader.extract.siblings import Frame, learn_frame
from reader.model import Resource


def load(site: Path) -> tuple[dict[str, Any], dict[str, Resource]]:
    """The truth, and each address's resource."""
    truth = json.loads((site / "truth.json").read_text("utf-8"))
    wanted = {episode["url"].partition("#")[0] for episode in truth["episodes"]}
    resources: dict[str, Resource] = {}
    for line in (site / "site.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        if row["url"] in wanted and "file" in row:
            path = site / row["file"]
            body = path.read_bytes()
            headers = {name.lower(): value for name, value in row.get("headers", {}).items()}
            if headers.pop("content-encoding", "") == "gzip":
                body = gzip.decompress(body)
            resources[row["url"]] = Resource(
                row["url"], row["url"], 200, headers, body, datetime(2026, 1, 1, tzinfo=UTC)
            )
    return truth, resources


def plain(text: str) -> str:
    """A paragraph as it is compared: without white space and the mark of a footnote at its end."""
    text = re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFC", text))
    text = re.sub(r"(?:\[\^?\d{1,2}\]|\*\d{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]|↩︎?|†|‡)+$", "", text)
    return re.sub(r"(?<=[。」』”.!?…”’])\d{1,2}\)?$", "", text)


def meaningful(text: str) -> bool:
    """Whether any letter or number is in it."""
    return any(unicodedata.category(letter)[0] in "LN" for letter in text)


def breaks_of(document: Document) -> list[int]:
    """The count of paragraphs before each scene break."""
    out, count = [], 0
    for block in document.blocks:
        if block.part is not Part.TEXT:
            continue
        if block.role is Role.SCENE_BREAK:
            out.append(count)
        elif block.role in (Role.PARAGRAPH, Role.QUOTE, Role.HEADING, Role.ITEM):
            count += sum(1 for line in block.text.splitlines() if meaningful(line))
    return out


def lines_of(document: Document, part: Part) -> list[str]:
    """Lines of one part, as they are compared."""
    return [line for text in document.paragraphs(part) for raw in text.splitlines() if meaningful(line := plain(raw))]


class Tally:
    """What was right, on one site."""

    def __init__(self) -> None:
        self.hit = self.want = self.got = 0
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    def add(self, episode: dict[str, Any], document: Document, text_line: str) -> None:
        """Compare one episode."""
        goal = Counter(
            plain(line) for paragraph in episode["paragraphs"] for line in paragraph.splitlines() if meaningful(line)
        )
        have = Counter(lines_of(document, Part.TEXT))
        both = goal & have
        self.hit += both.total()
        self.want += goal.total()
        self.got += have.total()
        for kind, lines in (("lost", goal - both), ("extra", have - both)):
            self.wrong.extend(f"{text_line} {kind}: {line[:70]}" for line in lines)
        note = [plain(line) for line in (episode["note"] or "").split("\n") if line]
        mine = lines_of(document, Part.BEFORE) + lines_of(document, Part.AFTER)
        self._count("notes", note == mine, bool(note or mine), f"{text_line} note {mine} for {note}")
        ruby = [list(pair) for pair in document.ruby()]
        self._count(
            "ruby",
            ruby == episode["ruby"],
            bool(ruby or episode["ruby"]),
            f"{text_line} ruby {ruby} for {episode['ruby']}",
        )
        mine_breaks = breaks_of(document)
        self._count(
            "breaks",
            mine_breaks == episode["scene_breaks"],
            bool(mine_breaks or episode["scene_breaks"]),
            f"{text_line} breaks {mine_breaks} for {episode['scene_breaks']}",
        )
        feet = lines_of(document, Part.FOOTNOTE)
        goal_feet = [plain(line) for line in episode.get("footnotes", [])]
        self._count(
            "footnotes", feet == goal_feet, bool(feet or goal_feet), f"{text_line} footnotes {feet} for {goal_feet}"
        )
        images = [block.source for block in document.blocks if block.role is Role.IMAGE]
        self._count(
            "images",
            images == episode.get("images", []),
            bool(images or episode.get("images")),
            f"{text_line} images {images} for {episode.get('images')}",
        )

    def _count(self, kind: str, right: bool, counts: bool, complaint: str) -> None:
        if counts:
            self.counts[kind + " of"] += 1
            self.counts[kind] += right
        if not right:
            self.wrong.append(complaint)

    @property
    def f1(self) -> float:
        """Of paragraphs."""
        return 2 * self.hit / (self.want + self.got) if self.want + self.got else 0.0


def frame_of(truth: dict[str, Any], resources: dict[str, Resource], lone: bool) -> Frame | None:
    """The frame from three episodes of the site."""
    if lone:
        return None
    episodes = truth["episodes"]
    chosen = [episodes[0], episodes[len(episodes) // 2], episodes[-1]]
    pages = [resources[episode["url"].partition("#")[0]] for episode in chosen]
    return learn_frame(pages, [episode["title"] for episode in chosen])


def measure(site: Path, *, lone: bool) -> Tally:
    """One site."""
    truth, resources = load(site)
    frame = frame_of(truth, resources, lone)
    tally = Tally()
    urls = [episode["url"] for episode in truth["episodes"]]
    for episode in truth["episodes"]:
        page = resources[episode["url"].partition("#")[0]]
        resource = Resource(episode["url"], episode["url"], 200, page.headers, page.body, page.fetched_at)
        others = [url for url in urls if url.partition("#")[0] == page.url and url != episode["url"]]
        name = f"{episode['position']}"
        try:
            extraction = extract_page(resource, frame=frame, title=episode["title"], others=others)
        except TsuzukiError as error:
            tally.wrong.append(f"{name} refused: {error}")
            tally.want += len(episode["paragraphs"])
            continue
        if frame is not None and not extraction.frame_fits:
            tally.counts["unfit"] += 1
        tally.add(episode, extraction.document, name)
    return tally


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sites", nargs="*")
    parser.add_argument("--lone", action="store_true")
    parser.add_argument("--show", type=int, default=0)
    arguments = parser.parse_args()
    if not arguments.folder.is_dir():
        print(f"{arguments.folder}: not there; nothing measured", file=sys.stderr)
        return
    for site in sorted(arguments.folder.iterdir()):
        if not (site / "truth.json").exists() or (arguments.sites and site.name not in arguments.sites):
            continue
        tally = measure(site, lone=arguments.lone)
        counts = tally.counts
        figures = "  ".join(
            f"{kind} {counts[kind]}/{counts[kind + ' of']}"
            for kind in ("ruby", "notes", "breaks", "footnotes", "images")
        )
        print(
            f"{site.name:<20} F1 {tally.f1:.4f}  {figures}" + (f"  unfit {counts['unfit']}" if counts["unfit"] else "")
        )
        for line in tally.wrong[: arguments.show]:
            print("    ", line[:260])


if __name__ == "__main__":
    main()
