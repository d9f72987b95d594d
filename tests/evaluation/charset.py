"""Prints how often the right encoding is found: ``python -m tests.evaluation.charset CORPUS [--misses]``.

CORPUS holds folders ``A_serial_pages``, ``B_extraction``, ``C_feeds`` and ``F_charset`` (zip archives and loose pages;
a folder's name is the true encoding of chardet's files).  Right is an encoding that gives the same text as the true
one does.  ``SOUND`` are pages that some encoding decodes without a fault; there must be no U+FFFD in them.
"""

from __future__ import annotations

import argparse
import re
import sys
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from reader.hypertext.charset import decode
from reader.hypertext.decoders import REPLACEMENT, decode_as
from reader.hypertext.labels import encoding_of
from reader.hypertext.prescan import meta_encoding, xml_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

_DECLARATIONS = re.compile(rb"<\?xml[^>]*\?>|<meta[^>]*charset[^>]*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_PAGE = re.compile(r"\.(?:x?html?|xml|rss|rdf|atom|txt)$|/[0-9a-f]{40,}$", re.IGNORECASE)
_ALIASES = {"SHIFT_JIS": "Shift_JIS", "utf-8-sig": "UTF-8", "ascii": "UTF-8", "EUC-TW": ""}


def files_in(archive: Path) -> Iterator[tuple[str, bytes]]:
    """Every page or feed of a zip archive: its name and bytes."""
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if _PAGE.search(name):
                yield name, opened.read(name)


def pages(corpus: Path) -> Iterator[tuple[str, bytes]]:
    """Every saved page and feed that no folder labels."""
    for folder in ("A_serial_pages", "B_extraction", "C_feeds", "F_charset"):
        for path in sorted((corpus / folder).rglob("*")):
            if path.suffix == ".zip" and not path.stem.startswith(("chardet", "japanese_feeds", "encoding_rs")):
                yield from ((f"{path.name}:{name}", body) for name, body in files_in(path))
            elif _PAGE.search(path.name):
                yield str(path.relative_to(corpus)), path.read_bytes()


def labelled(corpus: Path, counts: Counter[str], misses: list[str]) -> None:
    """chardet's files, as they are and without what they say of themselves."""
    for archive in ("F_charset/chardet_other.zip", "C_feeds/japanese_feeds.zip"):
        for name, body in files_in(corpus / archive):
            folder = name.rsplit("/", 2)[-2]
            label = re.sub(r"-(?:[a-z]+)$", "", folder) if folder.count("-") >= 2 else folder
            truth = encoding_of(_ALIASES.get(folder, label)) or encoding_of(folder)
            for how, shown in (("as it is", body), ("undeclared", _DECLARATIONS.sub(b"", body))):
                found = decode(shown)
                expected = decode_as(truth, shown).removeprefix("\ufeff") if truth else None
                is_right = found.text == expected
                kind = "Japanese" if truth in {"Shift_JIS", "EUC-JP", "ISO-2022-JP"} else "other"
                counts[f"{kind}, {how}: {'right' if is_right else 'WRONG'}"] += 1
                if not is_right:
                    misses.append(
                        f"{how:10} {folder:24} {name.rsplit('/', 1)[-1]:40} {found.encoding} by {found.decided_by}"
                    )


def real(corpus: Path, counts: Counter[str], misses: list[str]) -> None:
    """Real pages: no broken character where the bytes are sound, and none of another encoding's."""
    for name, body in pages(corpus):
        found = decode(body)
        names = dict.fromkeys((found.encoding, "UTF-8", xml_encoding(body) or "UTF-8", meta_encoding(body) or "UTF-8"))
        written = body.count(REPLACEMENT.encode())
        sound = [one for one in names if decode_as(one, body).count(REPLACEMENT) <= written]
        broken = found.text.count(REPLACEMENT) - written
        if not sound:
            counts["pages without a sound encoding"] += 1
            continue
        utf8_is_sound = (
            "UTF-8" in sound and not body.isascii() and found.encoding != "UTF-8" and found.decided_by != "bom"
        )
        is_right = broken <= 0 and not utf8_is_sound
        counts[f"real pages and feeds: {'right' if is_right else 'WRONG'}"] += 1
        if not is_right:
            misses.append(f"{name[:90]} {found.encoding} by {found.decided_by}, {broken} broken, sound: {sound}")


def vectors(corpus: Path, counts: Counter[str]) -> None:
    """encoding_rs' vectors, byte for byte."""
    with zipfile.ZipFile(corpus / "F_charset/encoding_rs_vectors.zip") as opened:
        names = {Path(name).name: name for name in opened.namelist()}
        for stem, encoding in (("shift_jis", "Shift_JIS"), ("jis0208", "EUC-JP"), ("gb18030", "gb18030")):
            body, reference = (opened.read(names[f"{stem}_{part}.txt"]) for part in ("in", "in_ref"))
            same = decode_as(encoding, body) == reference.decode("utf-8")
            counts[f"vectors of {encoding}: {'exact' if same else 'DIFFERENT'}"] += 1


def main() -> int:
    """Print the table; 0 where 99.5 % are right and the vectors exact."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--misses", action="store_true", help="name what went wrong")
    args = parser.parse_args()
    if not (args.corpus / "F_charset").is_dir():
        print(f"{args.corpus}: no corpus there; skipped")
        return 0
    counts: Counter[str] = Counter()
    misses: list[str] = []
    labelled(args.corpus, counts, misses)
    real(args.corpus, counts, misses)
    vectors(args.corpus, counts)
    for line in sorted(counts):
        print(f"{counts[line]:6} {line}")
    right = sum(count for line, count in counts.items() if line.endswith(": right"))
    wrong = sum(count for line, count in counts.items() if line.endswith(": WRONG"))
    print(f"{right / (right + wrong):7.2%} of all are right")
    if args.misses:
        print(*misses, sep="\n")
    return 0 if right >= 0.995 * (right + wrong) and not any("DIFFERENT" in line for line in counts) else 1


if __name__ == "__main__":
    sys.exit(main())
