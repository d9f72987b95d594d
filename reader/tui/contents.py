"""One serial's table of contents: numbers, titles, what is read, what is saved, and why something is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from reader.errors import TsuzukiError
from reader.library import reading
from reader.model import Kind, State, Status
from reader.session import minutes_left
from reader.tui.bars import Prompt
from reader.tui.keys import Pane
from reader.tui.listing import ListScreen
from reader.tui.pane import bindings
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import MARGIN, Brush, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.model import Episode, Serial


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
        if not episode.saved and episode.state is State.UNREAD:
            title = look.faint if not current else look.muted
        note = f"  {episode.note}" if episode.note else ""
        named, title_rest = split_title(episode.title, self.serial_title)
        left = [
            edge,
            *self._mark(brush, episode),
            Part(f" {' ' * room}{number}  ", look.muted, least=min(width // 4, room + brush.cells(number) + 3)),
            Part(named, look.muted if episode.state is not State.READ else look.faint),
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
        if episode.missing:
            reason = brush.fit(episode.missing, max(8, width // 2 - 8))
            return [Part(f"{brush.signs.missing} {say('contents.missing', reason=reason)}", look.accent)]
        if not episode.saved:
            return [Part(say("contents.not-saved"), look.faint)]
        parts = []
        if episode.gone:
            parts.append(Part(f"{say('contents.gone')}  ", look.faint))
        if episode.state is State.READING:
            parts.append(Part(f"{episode.fraction:.0%}  ", look.accent))
        minutes = say.minutes(minutes_left(episode, 0.0, stage.settings.reading))
        parts.append(Part(minutes, look.faint))
        return parts


class Contents(ListScreen):
    """The screen."""

    pane = Pane.CONTENTS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.CONTENTS)

    def __init__(self, serial_id: int, episode_id: int | None = None) -> None:
        super().__init__()
        self.serial_id = serial_id
        self._aim = episode_id
        self._serial: Serial | None = None
        self._episodes: list[Episode] = []

    def between(self) -> ComposeResult:
        """The list."""
        yield Episodes()
        yield Prompt(self.say("filter.label"), self.say("filter.hint"))

    @property
    def rows(self) -> Episodes:
        """The list."""
        return self.query_one(Episodes)

    def on_mount(self) -> None:
        """Show it, the cursor where reading goes on."""
        self.library_changed()

    def on_screen_resume(self) -> None:
        """Something may have been read meanwhile."""
        if self._serial is not None:
            self.library_changed()

    def aim(self, episode_id: int) -> None:
        """Put the cursor there when shown again."""
        self._aim = episode_id

    def library_changed(self) -> None:
        """Read the episodes anew."""
        store = self.stage.library.store
        try:
            self._serial = store.serials.one(self.serial_id)
            self._episodes = store.episodes.all(self.serial_id)
            if self._aim is None and not self.rows.shown:
                found = reading.resume(self.stage.library, self.serial_id)
                self._aim = found[1].id if found else None
        except TsuzukiError:
            self.app.pop_screen()
            return
        self._show()

    def errands_changed(self) -> None:
        """More is saved."""
        self.library_changed()

    def filtered(self) -> None:
        """The words of the filter have changed."""
        self._show()

    def _show(self) -> None:
        rows, say = self.rows, self.say
        chosen = self._aim if self._aim is not None else (rows.chosen.id if rows.chosen else None)
        aimed, self._aim = self._aim is not None, None
        let = [one for one in self._episodes if self.matches(f"{one.number or ''} {one.title}")]
        rows.shown = entries(let)
        rows.number_cells = max((self.stage.brush.cells(rows._number(one)) for one in let), default=0)  # noqa: SLF001
        ids = [entry.episode.id if entry.episode else None for entry in rows.shown]
        rows.serial_title = self._serial.title if self._serial else ""
        rows.renew(ids.index(chosen) if chosen in ids else rows.cursor, centred=aimed)
        self._lines(let)
        if not let:
            self.tell(say("filter.none", words=self.words) if self._episodes else say("contents.empty", key="r"))

    def _lines(self, let: Sequence[Episode]) -> None:
        serial, say = self._serial, self.say
        if serial is None:
            return
        brush = self.stage.brush
        look, counts = brush.look, serial.counts
        dot = f" {brush.signs.dot} "
        facts = [say("count.read", read=counts.read, n=counts.episodes)]
        if self.words:
            facts.insert(0, say("filter.shown", n=len(let), of=len(self._episodes)))
        if serial.status is not Status.ONGOING:
            facts.append(say(f"status.{serial.status}"))
        errand = self.stage.errands.line(self.serial_id)
        if counts.missing and not errand:
            facts.append(say("count.missing", n=counts.missing))
        author = [Part(f"{dot}{serial.author}", look.muted)] if serial.author else []
        self.top_line.show(
            [Part(serial.title, look.bright, least=8), *author],
            [Part(f"{errand}{dot}" if errand else "", look.accent), Part(dot.join(facts), look.muted)],
        )
        self.bottom_line.show(None)

    # --- actions ---

    def action_open(self) -> None:
        """Read the episode under the cursor."""
        if self.rows.chosen is not None:
            self.stage.read(self.serial_id, self.rows.chosen.id)

    def action_resume(self) -> None:
        """Go on where the reader is in this serial."""
        self.stage.resume(self.serial_id)

    def _step(self, by: int) -> None:
        rows = self.rows
        index = rows.cursor + by
        while 0 <= index < rows.count():
            one = rows.shown[index].episode
            if one is not None and one.state is not State.READ and one.kind is not Kind.NOTICE:
                rows.go(index)
                return
            index += by
        self.tell(self.say("episode.no-unread-after" if by > 0 else "episode.no-unread-before"))

    def action_next_unread(self) -> None:
        """The cursor to the next unread episode."""
        self._step(1)

    def action_previous_unread(self) -> None:
        """The cursor to the previous unread episode."""
        self._step(-1)

    def action_toggle_read(self) -> None:
        """Mark the episode under the cursor read, or unread."""
        episode = self.rows.chosen
        if episode is None:
            return
        state = State.UNREAD if episode.state is State.READ else State.READ
        self.trying(lambda: self.marked(reading.mark(self.stage.library, [episode.id], state), state))

    def action_read_up_to(self) -> None:
        """Mark everything up to the cursor read."""
        episode = self.rows.chosen
        if episode is not None:
            self.trying(lambda: self.marked(reading.mark_up_to(self.stage.library, episode.id), State.READ))

    def action_read_all(self) -> None:
        """Mark everything read, after a question."""
        if self._serial is not None:
            self.ask_read_all(self._serial)

    def action_refresh(self) -> None:
        """Look for new episodes, fetch what is missing."""
        self.stage.errands.update([self.serial_id])

    def action_browse(self) -> None:
        """Open the episode's page in the browser."""
        if self.rows.chosen is not None:
            self.stage.browse(self.rows.chosen.url)

    def action_copy(self) -> None:
        """Copy the episode's address."""
        if self.rows.chosen is not None:
            self.stage.copy_link(self.rows.chosen.url)

    def action_back(self) -> None:
        """Out of the filter; else to the shelf."""
        if not self.end_filter():
            self.app.pop_screen()

    def on_rows_chosen(self) -> None:
        """A click on the cursor reads."""
        self.action_open()
