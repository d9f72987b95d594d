"""A plain text or Markdown file as a work: headings part episodes, blank lines or line ends part paragraphs.

Owns the guess of what a line end means: in Japanese, Chinese and Korean prose a line is a paragraph; elsewhere lines
are wrapped and a blank line parts paragraphs.  Markdown goes through markdown-it (CommonMark 0.31) and from there the
way of all HTML.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from reader.cleaning import clean, clean_line
from reader.document import Block, Document, Role
from reader.extract.fragment import extract_html
from reader.local.work import LocalEpisode, LocalWork

if TYPE_CHECKING:
    from collections.abc import Callable

_HEADING = re.compile(
    r"\s*(?:[#＃■◆●【「『〈<]\s*)?(?:"
    r"第?\s*[0-9０-９〇零一二三四五六七八九十百千壱弐参]{1,8}\s*[話章回部節幕夜巻篇編](?!間|目|人|日)"
    r"|(?:chapter|part|episode|book|letter|act|scene|canto)\s+(?:[0-9]{1,4}|[ivxlcdm]{1,8}|(?:[a-z]+[- ]?){1,3})\b"
    r"|(?:prologue|epilogue|interlude|preface|introduction)\b"
    r"|プロローグ|エピローグ|序章|終章|幕間|あとがき|まえがき|楔子|제\s?\d{1,4}\s?[화장회]"
    r")",
    re.IGNORECASE,
)
_NUMBER_LINE = re.compile(r"\s*(?:[0-9０-９]{1,4}|[〇一二三四五六七八九十百]{1,6}|[IVXLC]{1,7})[.．、]?\s*")
_BREAK = re.compile(r"\s*(?:[＊*◇◆○●☆★※×＋~〜・#=_-]\s*){1,9}")
_WIDE = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_MARKDOWN_HEADING = re.compile(r"^(#{1,2})\s+(.+?)\s*#*\s*$", re.MULTILINE)
HEADING_CODE_POINTS = 60


def language_of(text: str) -> str:
    """``ja``, ``zh``, ``ko`` by the script of the letters; ``""`` for others."""
    sample = text[:20_000]
    kana = len(re.findall("[\u3040-\u30ff]", sample))
    hangul = len(re.findall("[\uac00-\ud7af]", sample))
    han = len(re.findall("[\u4e00-\u9fff]", sample))
    if max(kana, hangul, han) * 20 < len(sample):
        return ""
    if hangul > kana + han:
        return "ko"
    return "ja" if kana * 10 > han else "zh"


def read_plain(text: str, *, name: str) -> LocalWork:
    """The work in a plain text, ``name`` its title; one episode where no headings are seen."""
    text = clean(text)
    language = language_of(text)
    lines = text.split("\n")
    starts = _heading_lines(lines)
    blocks = _line_blocks if language else _wrapped_blocks
    return LocalWork(name, tuple(_split(lines, starts, blocks, name, language)), language=language)


def read_markdown(text: str, *, name: str) -> LocalWork:
    """The work in a Markdown text: headings of the first level that occurs more than once part episodes."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only Markdown files need it

    text = clean(text)
    found = list(_MARKDOWN_HEADING.finditer(text))
    levels = [len(one[1]) for one in found]
    level = next((level for level in (1, 2) if levels.count(level) > 1), 0)
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    language = language_of(text)
    starts = [one for one in found if len(one[1]) == level]
    title = next((one[2] for one in found if len(one[1]) < level or level == 0), name)
    ends = [*(one.start() for one in starts[1:]), len(text)]
    parts = (
        [(one[2], text[one.end() : end]) for one, end in zip(starts, ends, strict=True)] if starts else [(title, text)]
    )
    return LocalWork(
        clean_line(title),
        tuple(
            LocalEpisode(
                str(at),
                clean_line(heading),
                extract_html(parser.render(body), base_url="", title=heading, language=language),
            )
            for at, (heading, body) in enumerate(parts, 1)
        ),
        language=language,
    )


def _heading_lines(lines: list[str]) -> list[int]:
    for pattern in (_HEADING.match, _NUMBER_LINE.fullmatch):
        starts = [
            at
            for at, line in enumerate(lines)
            if len(line) <= HEADING_CODE_POINTS and pattern(line) and (at == 0 or not lines[at - 1].strip())
        ]
        if len(starts) > 1:
            return starts
    return []


def _split(
    lines: list[str], starts: list[int], blocks: Callable[[list[str]], list[Block]], name: str, language: str
) -> list[LocalEpisode]:
    edges = [(name, 0, starts[0] if starts else len(lines))]
    edges += [
        (clean_line(lines[start]), start + 1, end)
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=False)
    ]
    out: list[LocalEpisode] = []
    for title, start, end in edges:
        found = blocks(lines[start:end])
        if any(block.role is Role.PARAGRAPH for block in found):
            out.append(LocalEpisode(str(len(out) + 1), title, Document(tuple(found), language)))
    return out


def _line_blocks(lines: list[str]) -> list[Block]:
    written = [at for at, line in enumerate(lines) if line.strip()]
    blanks = [here - before - 1 for before, here in itertools.pairwise(written)]
    # Where every paragraph is parted by a blank line, one of them is no pause.
    usual = min(1, *blanks) if len(blanks) > 1 else 0
    out: list[Block] = []
    for at, blank in zip(written, [usual, *blanks], strict=False):
        if blank > usual:
            out.append(Block(Role.PAUSE, level=blank - usual))
        out.append(_paragraph(lines[at].rstrip()))
    return out


def _wrapped_blocks(lines: list[str]) -> list[Block]:
    out: list[Block] = []
    for paragraph in re.split(r"\n[ \t]*\n", "\n".join(lines)):
        joined = clean_line(paragraph, limit=1_000_000)
        if joined:
            out.append(_paragraph(joined))
    return out


def _paragraph(text: str) -> Block:
    if _BREAK.fullmatch(text):
        return Block(Role.SCENE_BREAK, text.strip())
    return Block(Role.PARAGRAPH, text)
