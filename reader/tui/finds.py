"""What following found, row by row: lines to read, choices to make, parts to tick and to put in order.

Owns the rows of the preview and how they are painted; :mod:`reader.tui.adding` owns what is done with them.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.addresses import is_web, readable
from reader.model import Choice, Discovered, FoundEpisode, Kind
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import COLUMN_LIMIT, MARGIN, Brush, Part
from reader.typeset.linebreak import line_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from reader.locale import Say

LABEL_CELLS: Final = 12
"""Cells of the words in the margin."""

_ADDRESS_FROM: Final = 90
"""Cells of a row that has room for a part's address."""


@dataclass(frozen=True, slots=True)
class Item:
    """One row: a line to read, a choice to make, or an episode to tick."""

    text: str = ""
    label: str = ""
    """Before the text, in a column of its own; a space where that column stays empty."""
    tone: str = "ink"
    """A style of the look."""
    choice: Choice | None = None
    episode: FoundEpisode | None = None
    index: int = -1
    """The episode's place in the table of contents as it was found."""
    archive: bool = False
    """The choice to look in the Wayback Machine."""

    @property
    def is_stop(self) -> bool:
        """Whether it can be chosen."""
        return self.choice is not None or self.episode is not None or self.archive


class Finds(Rows):
    """What was found, row by row."""

    def __init__(self) -> None:
        super().__init__(id="finds")
        self.items: list[Item] = []
        self.unticked: set[int] = set()

    def count(self) -> int:
        """Rows in all."""
        return len(self.items)

    def is_stop(self, index: int) -> bool:
        """On choices and episodes."""
        return 0 <= index < len(self.items) and self.items[index].is_stop

    @property
    def chosen(self) -> Item | None:
        """The row under the cursor, where one can be chosen."""
        return self.items[self.cursor] if self.is_stop(self.cursor) else None

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """One row."""
        item = self.items[index]
        look = brush.look
        current = current and self.is_stop(index)
        edge = Part(f" {brush.signs.cursor} " if current else "   ", look.accent, least=3)
        if item.episode is not None:
            strip = self._episode(brush, item, item.episode, edge, width)
        elif item.choice is not None:
            say = stage_of(self).say
            between = say("add.choice", first=item.choice.first, last=item.choice.last)
            count = say("count.episodes", n=item.choice.episodes)
            left = [edge, Part(item.choice.title, look.strong, least=6), Part(f"   {between}", look.muted)]
            strip = brush.row(width, left, [Part(f"{count}   ", look.muted)])
        elif item.archive:
            strip = brush.row(width, [edge, Part(item.text, look.strong)])
        else:
            label = f"   {item.label}" + " " * max(1, LABEL_CELLS - brush.cells(item.label)) if item.label else "   "
            strip = brush.row(width, [Part(label, look.muted, least=3), Part(item.text, getattr(look, item.tone))])
        return [brush.shaded(strip) if current else strip]

    def _episode(self, brush: Brush, item: Item, episode: FoundEpisode, edge: Part, width: int) -> Strip:
        look = brush.look
        off = item.index in self.unticked
        number = episode.number or ""
        if episode.kind is not Kind.MAIN and not number:
            number = stage_of(self).say(f"kind.{episode.kind}")
        box = brush.signs.unticked if off else brush.signs.ticked
        room = " " * max(0, 5 - brush.cells(number))
        left = [
            edge,
            Part(box, look.faint if off else look.good, least=3),
            Part(f" {room}{number}  ", look.muted, least=4),
            Part(episode.title, look.faint if off else look.ink, least=6),
            Part(f"  {episode.note}" if episode.note else "", look.faint),
        ]
        address = [Part(f"{readable(episode.url)}   ", look.faint)]
        return brush.row(width, left, address if width > _ADDRESS_FROM and is_web(episode.url) else [])


def wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines that fit beside the labels, in a window that wide."""
    room = max(8, min(width, COLUMN_LIMIT) - LABEL_CELLS - 2 * MARGIN)
    starts = [0, *line_starts(text, room), len(text)]
    return [text[start:end].strip() for start, end in itertools.pairwise(starts)]


def labelled(label: str, texts: Sequence[str], tone: str, width: int) -> list[Item]:
    """Sentences as rows, the label before the first."""
    lines = [line for text in texts for line in wrapped(text, width)]
    rest = " " if label else ""
    return [Item(line, rest if at else label, tone) for at, line in enumerate(lines)]


def picture(found: Discovered, say: Say, brush: Brush, width: int) -> list[Item]:
    """What stands above the parts: the serial, why it is believed, what to take note of."""
    contents = found.contents
    dot = f" {brush.signs.dot} "
    facts = [contents.author, say("count.episodes", n=len(contents.episodes)), say(f"status.{contents.status}")]
    items = [
        Item(),
        Item(contents.title, tone="strong"),
        Item(dot.join(fact for fact in facts if fact), tone="muted"),
        Item(readable(contents.url), tone="muted"),
        Item(),
    ]
    if contents.episodes:
        first, last = contents.episodes[0].title, contents.episodes[-1].title
        items.append(Item(say("add.choice", first=first, last=last), say("add.span"), "ink"))
    for index, one in enumerate(found.evidence):
        source = readable(one.source) if is_web(one.source) else one.source
        used = say("add.used", used=one.used, found=one.found)
        items.append(Item(f"{source}  {used}", " " if index else say("add.evidence"), "ink"))
        items += labelled(" ", [say.told(one.why)], "muted", width)
    return [*items, *labelled(say("add.warnings"), [say.told(one) for one in found.warnings], "accent", width), Item()]


def parts(found: Discovered, order: Sequence[int]) -> list[Item]:
    """The parts in the reader's order, each section's name where it begins."""
    items: list[Item] = []
    section = ""
    for index in order:
        episode = found.contents.episodes[index]
        if episode.section != section:
            section = episode.section
            items += [Item(section, tone="accent")] if section else []
        items.append(Item(episode=episode, index=index))
    return items
