"""The rows of a table of contents: number, title, marks, and what is to be said of each episode's text.

Owns how an episode is painted; :mod:`reader.tui.contents` owns what is done with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.discover.wishes import wish_of
from reader.model import Kind, State
from reader.session import minutes_left
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import MARGIN, Brush, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from reader.model import Episode
    from reader.settings import Reading


class Entry(NamedTuple):
    """A row: an episode, or the name of the section that begins."""

    episode: Episode | None
    section: str = ""


def entries(episodes: Sequence[Episode]) -> list[Entry]:
    """Episodes in order, each section's name before its first one."""
    out: list[Entry] = []
    section = ""
    for episode in episodes:
        if episode.section != section:
            section = episode.section
            if section:
                out.append(Entry(None, section))
        out.append(Entry(episode))
    return out


def split_title(title: str, serial_title: str) -> tuple[str, str]:
    """An episode's title as what it repeats of the serial's, and the rest, which is never empty."""
    if serial_title and title.startswith(serial_title) and len(title) > len(serial_title):
        return serial_title, title[len(serial_title) :]
    return "", title


class Episodes(Rows):
    """The episodes, one row each."""

    def __init__(self) -> None:
        super().__init__(id="episodes")
        self.shown: list[Entry] = []
        self.number_cells = 4
        self.serial_title = ""
        self.reading: Reading | None = None
        """How fast is read, where that is known better than from the settings."""

    def count(self) -> int:
        """Episodes and section names that the filter lets through."""
        return len(self.shown)

    def is_stop(self, index: int) -> bool:
        """Not on the name of a section."""
        return 0 <= index < len(self.shown) and self.shown[index].episode is not None

    @property
    def chosen(self) -> Episode | None:
        """The episode under the cursor."""
        return self.shown[self.cursor].episode if self.cursor < len(self.shown) else None

    def show(self, episodes: Sequence[Episode], serial_title: str, chosen: int | None, *, centred: bool) -> None:
        """Show these, the cursor on the one of that id, or where it was."""
        brush = stage_of(self).brush
        self.shown = entries(episodes)
        self.serial_title = serial_title
        self.number_cells = max((brush.cells(self._number(one)) for one in episodes), default=0)
        ids = [entry.episode.id if entry.episode else None for entry in self.shown]
        self.renew(ids.index(chosen) if chosen in ids else self.cursor, centred=centred)

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """Cursor, mark, number, title; facts to the right."""
        entry = self.shown[index]
        look = brush.look
        if entry.episode is None:
            name = brush.fit(entry.section, width - 12)
            rule = brush.signs.rule * max(0, (width - 8 - brush.cells(name)) // brush.cells(brush.signs.rule))
            return [brush.row(width, [Part(f"     {name} ", look.accent), Part(rule, look.rule)])]
        episode = entry.episode
        edge = Part(f" {brush.signs.cursor} " if current else "   ", look.accent, least=3)
        number = self._number(episode)
        room = max(0, self.number_cells - brush.cells(number))
        title = {State.READ: look.muted, State.READING: look.strong, State.UNREAD: look.ink}[episode.state]
        if episode.hidden or (not episode.saved and episode.state is State.UNREAD):
            title = look.faint if not current else look.muted
        note = f"  {episode.note}" if episode.note else ""
        named, title_rest = split_title(episode.title, self.serial_title)
        left = [
            edge,
            *self._mark(brush, episode),
            Part(f" {' ' * room}{number}  ", look.muted, least=min(width // 4, room + brush.cells(number) + 3)),
            Part(named, look.muted if episode.state is not State.READ and not episode.hidden else look.faint),
            Part(title_rest, title, least=6),
            Part(note, look.faint),
        ]
        strip = brush.row(width, left, [*self._facts(brush, episode, width), Part(" " * MARGIN, look.paper)])
        return [brush.shaded(strip) if current else strip]

    def _number(self, episode: Episode) -> str:
        if episode.kind is not Kind.MAIN and episode.number is None:
            return stage_of(self).say(f"kind.{episode.kind}")
        return episode.number or ""

    def _mark(self, brush: Brush, episode: Episode) -> list[Part]:
        look, signs = brush.look, brush.signs
        sign, style = {
            State.READ: (signs.read, look.good),
            State.READING: (signs.reading, look.accent),
            State.UNREAD: (signs.dot, look.faint),
        }[episode.state]
        return [Part(sign, style, least=1)]

    def _facts(self, brush: Brush, episode: Episode, width: int) -> list[Part]:
        stage = stage_of(self)
        say, look = stage.say, brush.look
        if episode.hidden:
            return [Part(say("contents.left-out"), look.faint)]
        if not episode.saved:
            return [self._absence(brush, episode, width)]
        parts = []
        if episode.changed:
            parts.append(Part(f"{say('contents.changed')}  ", look.accent))
        elif episode.suspect:
            parts.append(Part(f"{say('contents.suspect')}  ", look.accent))
        if episode.gone:
            parts.append(Part(f"{say('contents.gone')}  ", look.faint))
        if episode.state is State.READING:
            parts.append(Part(f"{episode.fraction:.0%}  ", look.accent))
        minutes = say.minutes(minutes_left(episode, 0.0, self.reading or stage.settings.reading))
        parts.append(Part(minutes, look.faint))
        return parts

    def _absence(self, brush: Brush, episode: Episode, width: int) -> Part:
        """Why there is no text."""
        say, look = stage_of(self).say, brush.look
        if wish_of(episode.url) is not None:
            return Part(say("contents.browser"), look.faint)
        if not episode.missing:
            return Part(say("contents.not-saved"), look.faint)
        reason = brush.fit(say.told(episode.missing), max(8, width // 2 - 8))
        return Part(f"{brush.signs.missing} {say('contents.missing', reason=reason)}", look.accent)
