"""How many lines break where a browser breaks them, and which rule stands behind each that does not.

    python tests/evaluation/linebreak_oracle.py --oracle KINSOKU_ORACLE.py --widths 20,40,57,80 TEXT...

``KINSOKU_ORACLE.py`` lays paragraphs out in Chromium on an exact grid of cells and prints JSON; it is run by ``uv``
with the packages it needs.  A TEXT is a file, or a zip of files, of paragraphs (a line each), in UTF-8 or Shift_JIS;
Aozora Bunko's marks for readings and notes are taken out.  ``--vertical`` compares columns of as many rows.
Prints one line a text and width, and the differences by rule, each with an example.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

from reader.typeset.classes import NAMES
from reader.typeset.linebreak import line_starts
from reader.typeset.pairs import CLASSES, Rules, rule_of

LONGEST = 1500
"""Code points of a paragraph that is still asked about; the judge is slow on longer ones."""


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a file or of every text in a zip."""
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            bodies = [archive.read(name) for name in archive.namelist() if name.endswith(".txt")]
    else:
        bodies = [path.read_bytes()]
    return [line for body in bodies for line in plain(decoded(body))]


def decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("cp932", "replace")


def plain(text: str) -> list[str]:
    """The lines of a text, without Aozora Bunko's ｜, 《reading》 and ［＃note］."""
    text = re.sub(r"《[^》\n]*》|［＃[^］\n]*］|※|｜", "", text.replace("\r", ""))
    return [line for line in text.split("\n") if line.strip() and len(line) <= LONGEST and "\t" not in line]


def ask(oracle: Path, tasks: list[dict[str, object]], *, vertical: bool, strictness: str) -> list[dict[str, object]]:
    command = ["uv", "run", "--no-project", "--with", "fonttools", "--with", "wcwidth", "python", str(oracle)]
    command += ["--json", "-", "--line-break", strictness, *(["--vertical"] if vertical else [])]
    out: list[dict[str, object]] = []
    for start in range(0, len(tasks), 2000):
        chunk = json.dumps(tasks[start : start + 2000])
        done = subprocess.run(command, input=chunk, capture_output=True, text=True, check=False)
        if done.returncode:
            sys.exit(done.stderr)
        out += json.loads(done.stdout)["results"]
    return out


def reason(text: str, first: tuple[int | None, int | None], rules: Rules) -> tuple[str, str]:
    """The rule behind the first difference of a paragraph, and the place."""
    ours, theirs = first
    if ours is not None and (theirs is None or ours > theirs):
        kind, at = "they do not break, or count more cells", ours
    else:
        assert theirs is not None
        kind, at = "we do not break, or count more cells", theirs
    before, after = (NAMES[CLASSES[ord(character)]] for character in text[at - 1 : at + 1])
    return (
        f"{rule_of(before, after, rules)} {before}·{after}: {kind}",
        f"{text[max(0, at - 6) : at]}|{text[at : at + 6]}",
    )


def compare(
    results: list[dict[str, object]], args: argparse.Namespace
) -> tuple[int, int, Counter[str], dict[str, str]]:
    lines = equal = 0
    reasons: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for one in results:
        text, width, theirs = str(one["text"]), one["width"], one["breaks"]
        assert isinstance(width, int)
        assert isinstance(theirs, list)
        ours = line_starts(text, width, language=args.lang, strictness=args.strictness, vertical=args.vertical)
        mine = set(zip([0, *ours], [*ours, len(text)], strict=True))
        yours = list(zip([0, *theirs], [*theirs, len(text)], strict=True))
        lines += len(yours)
        equal += sum(line in mine for line in yours)
        if ours != theirs:
            pairs = zip([*ours, None], [*theirs, None], strict=False)
            first = next((pair for pair in pairs if pair[0] != pair[1]), (None, None))
            why, where = reason(text, first, Rules(language=args.lang, strictness=args.strictness))
            reasons[why] += 1
            examples.setdefault(why, where)
    return lines, equal, reasons, examples


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--oracle", type=Path)
    parser.add_argument("--widths", default="20,40,57,80")
    parser.add_argument("--lang", default="ja")
    parser.add_argument("--strictness", default="strict")
    parser.add_argument("--vertical", action="store_true")
    parser.add_argument("--sample", type=int, default=600, help="paragraphs taken from each text")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    if args.oracle is None or not args.oracle.exists() or not args.texts:
        print("no judge or no texts given: nothing compared")
        return 0
    total = [0, 0]
    every: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for path in args.texts:
        found = paragraphs(path)
        chosen = random.Random(args.seed).sample(found, min(args.sample, len(found)))
        for width in map(int, args.widths.split(",")):
            tasks: list[dict[str, object]] = [{"text": text, "width": width, "lang": args.lang} for text in chosen]
            results = ask(args.oracle, tasks, vertical=args.vertical, strictness=args.strictness)
            lines, equal, reasons, examples = compare(results, args)
            print(
                f"{path.name} width {width}: {equal} of {lines} lines equal ({equal / max(1, lines):.4%})", flush=True
            )
            total[0] += equal
            total[1] += lines
            every += reasons
            for why, where in examples.items():
                shown.setdefault(why, where)
    print(f"all: {total[0]} of {total[1]} lines equal ({total[0] / max(1, total[1]):.4%})")
    for why, count in every.most_common():
        print(f"{count:5} paragraphs  {why}   {shown[why]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
