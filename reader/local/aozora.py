"""An Aozora Bunko text as a work: header, headings as episodes, the closing note of where it comes from.

Source: the Aozora Bunko annotation manual; each line of the file is a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from statistics import median

from reader.cleaning import clean, clean_line
from reader.document import Block, Document, Part, Role, Span
from reader.local.aozora_line import LEVELS, Line, read_line
from reader.local.gaiji import substitute
from reader.local.work import LocalEpisode, LocalWork

EPISODE_LETTERS = 400
"""Headings with less text than this between them (median) part scenes, not episodes."""

_RULE = re.compile(r"-{10,}|[─━―]{10,}")
_COLOPHON = re.compile(r"(?:底本|初出|親本)[：:]")
_OPEN_HEADING = re.compile(r"ここから(?:同行|窓)?([大中小])見出し")
_CLOSE_HEADING = re.compile(r"ここで(?:同行|窓)?[大中小]見出し終わり")
_SIGNS = re.compile(r"《[^《》\n]{1,60}》|［＃[^［］\n]{1,200}］")
_BREAK = re.compile(r"[\s　]*(?:[＊*◇◆○●☆★※×＋・]\s*[　\s]*){1,9}")
SIGNS_NEEDED = 3


def is_aozora(text: str) -> bool:
    """Whether a text uses the notation: annotations, or readings in 《》 together with its explanation or colophon."""
    signs = len(_SIGNS.findall(text[:200_000]))
    return "［＃" in text[:200_000] or (signs >= SIGNS_NEEDED and ("底本：" in text or "：ルビ" in text))


@dataclass(slots=True)
class _Draft:
    """Blocks under one heading."""

    heading: str = ""
    level: int = 0
    blocks: list[Block] = field(default_factory=list)

    def letters(self) -> int:
        return sum(len(block.text) for block in self.blocks)


def read_aozora(text: str, *, name: str = "") -> LocalWork:
    """The work that ``text`` (decoded) holds; ``name`` serves as the title where the file gives none."""
    lines, unknown = _lines(text)
    title, author, lines = _header(lines)
    body, colophon = _split_colophon(lines)
    drafts = _drafts(body, unknown)
    episodes = _episodes(drafts, clean_line(title) or name)
    if episodes and colophon:
        notes = tuple(Block(Role.PARAGRAPH, line, part=Part.AFTER) for line in colophon if line.strip())
        last = episodes[-1]
        document = Document((*last.document.blocks, *notes), "ja")
        episodes[-1] = LocalEpisode(last.key, last.title, document, last.section)
    return LocalWork(clean_line(title) or name, tuple(episodes), clean_line(author), "ja", complete=True)


def _lines(text: str) -> tuple[list[str], dict[str, str]]:
    cleaned, unknown = substitute(clean(text))
    return cleaned.split("\n"), unknown


def _header(lines: list[str]) -> tuple[str, str, list[str]]:
    """Title, author, and the lines behind the header and the explanation of signs."""
    start = next((at for at, line in enumerate(lines) if line.strip()), len(lines))
    end = next((at for at, line in enumerate(lines[start:], start) if not line.strip()), len(lines))
    head = [read_line(line, {}).text.strip() for line in lines[start:end]]
    rules = [at for at, line in enumerate(lines[:200]) if _RULE.fullmatch(line.strip())]
    rest = lines[rules[1] + 1 :] if len(rules) > 1 else lines[end:]
    if not head or len(head) > 8:  # noqa: PLR2004 - a header is a title, subtitles, and people
        return "", "", lines
    people = [line for line in head[1:] if line]
    return head[0], people[-1] if people else "", rest


def _split_colophon(lines: list[str]) -> tuple[list[str], list[str]]:
    for at in range(len(lines) - 1, -1, -1):
        if _COLOPHON.match(lines[at]) and (at == 0 or not lines[at - 1].strip()):
            return lines[:at], lines[at:]
    return lines, []


def _drafts(lines: list[str], unknown: dict[str, str]) -> list[_Draft]:
    drafts, blank, heading_level = [_Draft()], 0, 0
    for source in lines:
        line = read_line(source, unknown)
        opening = next((found for one in line.commands if (found := _OPEN_HEADING.match(one))), None)
        heading_level = LEVELS[opening[1]] if opening else heading_level
        if line.text.strip() and (heading_level or line.level):
            heading, rest = _divide(line)
            drafts.append(_Draft(clean_line(heading), line.level or heading_level, _blocks(rest)))
            blank = 0
        elif line.text.strip() or line.image:
            if blank and drafts[-1].blocks:
                drafts[-1].blocks.append(Block(Role.PAUSE, level=blank))
            drafts[-1].blocks += _blocks(line)
            blank = 0
        elif not line.commands:
            blank += 1
        if any(_CLOSE_HEADING.match(one) for one in line.commands):
            heading_level = 0
    return drafts


def _divide(line: Line) -> tuple[str, Line]:
    """The heading of a line, and the text that runs on behind it."""
    start, end = line.heading if line.level else (0, len(line.text))
    rest = line.text[end:]
    shift = end + len(rest) - len(rest.lstrip())
    spans = [Span(one.start - shift, one.end - shift, one.mark, one.value) for one in line.spans if one.start >= shift]
    return line.text[start:end], Line(rest.lstrip(), spans)


def _blocks(line: Line) -> list[Block]:
    out = []
    if line.text.strip():
        role = Role.SCENE_BREAK if _BREAK.fullmatch(line.text) else Role.PARAGRAPH
        spans = tuple(sorted(line.spans, key=lambda span: (span.start, -span.end)))
        plain = role is Role.PARAGRAPH
        out.append(Block(role, line.text, spans) if plain else Block(role, line.text.strip()))
    if line.image:
        out.append(Block(Role.IMAGE, line.image_text or line.image, source=line.image))
    return out


def _episodes(drafts: list[_Draft], title: str) -> list[LocalEpisode]:
    level = _episode_level(drafts)
    episodes: list[LocalEpisode] = []
    blocks: list[Block] = []
    heading, section = "", ""

    def close() -> None:
        if any(block.text.strip() for block in blocks):
            key = f"{len(episodes) + 1}"
            episodes.append(LocalEpisode(key, heading or title, Document(tuple(blocks), "ja"), section))

    for draft in drafts:
        if level and draft.level == level:
            close()
            heading, blocks = draft.heading, []
        elif level and 0 < draft.level < level:
            close()
            heading, section, blocks = draft.heading, draft.heading, []
        elif draft.heading:
            blocks.append(Block(Role.HEADING, draft.heading, level=draft.level + 1))
        blocks += draft.blocks
    close()
    return episodes


def _episode_level(drafts: list[_Draft]) -> int:
    """The deepest heading level whose parts are long enough to be episodes; 0 where there is none."""
    chosen = 0
    for level in (1, 2, 3):
        lengths = [sum(part.letters() for part in drafts[at:end]) for at, end in _reaches(drafts, level)]
        if len(lengths) > 1 and median(lengths) >= EPISODE_LETTERS:
            chosen = level
    return chosen


def _reaches(drafts: list[_Draft], level: int) -> list[tuple[int, int]]:
    starts = [at for at, draft in enumerate(drafts) if draft.level == level]
    out = []
    for start in starts:
        end = next(
            (at for at, draft in enumerate(drafts[start + 1 :], start + 1) if 0 < draft.level <= level), len(drafts)
        )
        out.append((start, end))
    return out
