"""One line of an Aozora Bunko text: letters, and the spans that its annotations ask for.

Owns ruby (｜base《reading》, or the run of like letters before 《), forward annotations (［＃「…」に傍点］) and paired
ones (［＃傍点］ … ［＃傍点終わり］).  What it does not know is left out of the text, as the manual asks of readers.
Source: the Aozora Bunko annotation manual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reader.document import Mark, Span
from reader.local.gaiji import shown

_TOKEN = re.compile(r"［＃((?:[^［］]|［[^［］]{0,100}］){0,400})］|(｜)|《([^《》\n]{1,100})》")
_FORWARD = re.compile(r"「(.{1,300})」(?:の左に|に|は|の)(.{1,60})")
_NOTE = re.compile(r"「(.{1,300}?)」(?:の左)?に「([^「」]{1,60})」の(ルビ|注記)")
_HEADING = re.compile(r"(?:同行|窓)?([大中小])見出し")
_IMAGE = re.compile(r"(.*?)（([^（）、]{1,100}\.(?:png|jpe?g|gif|webp|svg))(?:、[^（）]*)?）", re.IGNORECASE)
LEVELS = {"大": 1, "中": 2, "小": 3}

_DOTS = {
    "白ゴマ傍点": "﹆",
    "白丸傍点": "○",
    "丸傍点": "●",
    "黒三角傍点": "▲",
    "白三角傍点": "△",
    "二重丸傍点": "◎",
    "蛇の目傍点": "◉",
    "ばつ傍点": "×",
    "傍点": "﹅",
}
_MARKS = (
    ("二重傍線", Mark.UNDERLINE),
    ("傍線", Mark.UNDERLINE),
    ("下線", Mark.UNDERLINE),
    ("鎖線", Mark.UNDERLINE),
    ("破線", Mark.UNDERLINE),
    ("波線", Mark.UNDERLINE),
    ("取消線", Mark.STRIKE),
    ("太字", Mark.STRONG),
    ("斜体", Mark.EMPHASIS),
    ("縦中横", Mark.UPRIGHT),
    ("上付き小文字", Mark.SUP),
    ("下付き小文字", Mark.SUB),
    ("行右小書き", Mark.SUP),
    ("行左小書き", Mark.SUB),
    ("割り注", Mark.SMALL),
    ("小書き", Mark.SMALL),
)

_KINDS = (
    "[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff々〻〆〇ヶ仝※]",
    "[\u3041-\u309fー]",
    "[\u30a1-\u30ffー]",
    "[A-Za-zＡ-Ｚａ-ｚ\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff'’\\-.]",
    "[0-9０-９]",
)
_RUNS = tuple(re.compile(f"{kind}+$") for kind in _KINDS)


@dataclass(slots=True)
class Line:
    """A line's letters and spans, and what it is: a heading (``level``, of ``heading``), an image, or plain."""

    text: str = ""
    spans: list[Span] = field(default_factory=list)
    level: int = 0
    heading: tuple[int, int] = (0, 0)
    """The heading's letters; what stands behind it in the line is text (run-in headings)."""
    image: str = ""
    image_text: str = ""
    commands: list[str] = field(default_factory=list)
    """Annotations about blocks, left to the caller: ここから大見出し, 改ページ."""


def read_line(source: str, unknown: dict[str, str]) -> Line:
    """The line ``source``, gaiji substituted already (``unknown``: their placeholders)."""
    line, bar, here = Line(), -1, 0
    opened: dict[str, int] = {}
    for token in _TOKEN.finditer(source):
        line.text += source[here : token.start()]
        here = token.end()
        annotation, upright, reading = token.groups()
        if upright:
            bar = len(line.text)
        elif reading is not None:
            _read_ruby(line, bar, shown(reading, unknown), token[0])
            bar = -1
        else:
            _read_annotation(line, annotation, opened)
    line.text += source[here:]
    line.spans += [
        Span(at, at + 1, Mark.GAIJI, unknown[letter]) for at, letter in enumerate(line.text) if letter in unknown
    ]
    line.text = shown(line.text, unknown)
    return line


def _read_ruby(line: Line, bar: int, reading: str, written: str) -> None:
    start = bar if 0 <= bar < len(line.text) else _base_start(line.text)
    if start == len(line.text):
        line.text += written  # 《》 without a base are brackets
    else:
        line.spans.append(Span(start, len(line.text), Mark.RUBY, reading))


def _base_start(text: str) -> int:
    tail = text[-100:]
    for run in _RUNS:
        found = run.search(tail)
        if found:
            return len(text) - len(found[0])
    return len(text)


def _read_annotation(line: Line, annotation: str, opened: dict[str, int]) -> None:
    note = _NOTE.fullmatch(annotation)
    forward = _FORWARD.fullmatch(annotation)
    image = _IMAGE.match(annotation)
    if image and (annotation.endswith(("入る", "入り")) or image.end() == len(annotation)):
        line.image, line.image_text = image[2], image[1].strip("「」")
    elif note:
        if note[3] == "注記":
            _read_note(line, note[1], note[2])
    elif forward:
        start, end = _found(line, forward[1])
        if start < end:
            _apply(line, start, end, forward[2])
    elif annotation.startswith(("ここから", "ここで", "改")):
        line.commands.append(annotation)
    elif annotation.endswith("終わり"):
        name = annotation.removesuffix("終わり")
        start = opened.pop(name, -1)
        if 0 <= start < len(line.text):
            _apply(line, start, len(line.text), name)
    elif _kind(annotation) or _HEADING.fullmatch(annotation):
        opened[annotation] = len(line.text)


def _found(line: Line, target: str) -> tuple[int, int]:
    """Where the nearest ``target`` before an annotation stands; an empty stretch where nowhere."""
    plain = _TOKEN.sub("", target)
    start = line.text.rfind(plain)
    return (start, start + len(plain)) if start >= 0 else (0, 0)


def _read_note(line: Line, target: str, words: str) -> None:
    """A note beside a word is set as its reading, where it has none."""
    start, end = _found(line, target)
    taken = any(span.mark is Mark.RUBY and span.start < end and start < span.end for span in line.spans)
    if start < end and not taken:
        line.spans.append(Span(start, end, Mark.RUBY, words))


def _apply(line: Line, start: int, end: int, what: str) -> None:
    heading = _HEADING.search(what)
    if heading:
        line.level, line.heading = LEVELS[heading[1]], (start, end)
        return
    kind = _kind(what)
    if kind:
        line.spans.append(Span(start, end, *kind))


def _kind(what: str) -> tuple[Mark, str] | None:
    for name, dot in _DOTS.items():
        if name in what:
            return Mark.DOTS, dot
    for name, mark in _MARKS:
        if name in what:
            return mark, ""
    return None
