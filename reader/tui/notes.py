"""The list of bookmarks, highlights and notes, of one serial or of all: to the place, other words, away with it.

Owns how a note is told in two rows.  A passage that was edited, or is gone, is said to be so, with what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from reader.errors import TsuzukiError
from reader.export.notes_list import excerpt
from reader.library import notes as noting
from reader.model import Color, NoteKind, Sight
from reader.tui.bars import Prompt
from reader.tui.keys import Pane, name
from reader.tui.listing import ListScreen
from reader.tui.pane import bindings
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import MARGIN, Part

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.export.notes_list import NotedSerial, Seen
    from reader.model import Episode, Serial
    from reader.tui.picking import Place
    from reader.tui.strips import Brush

_KINDS: Final = {
    NoteKind.BOOKMARK: "note.kind.bookmark",
    NoteKind.HIGHLIGHT: "note.kind.highlight",
    NoteKind.NOTE: "note.kind.note",
}
_STATES: Final = {Sight.DOUBTFUL: "note.doubtful", Sight.GONE: "note.gone"}

LOOKED_UP: Final = 200
"""Notes whose places are remembered while the list is open."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: a note with its episode or, without them, the title of the serial whose notes follow."""

    serial: Serial
    episode: Episode | None = None
    seen: Seen | None = None


class NoteRows(Rows):
    """Two rows a note."""

    pitch = 2

    def __init__(self, look_up: Callable[[Seen], Seen]) -> None:
        super().__init__(id="notes")
        self.shown: list[Entry] = []
        self._look_up = look_up
        self._seen: dict[str, Seen] = {}

    def count(self) -> int:
        """Titles and notes."""
        return len(self.shown)

    def is_stop(self, index: int) -> bool:
        """On notes."""
        return 0 <= index < len(self.shown) and self.shown[index].seen is not None

    @property
    def chosen(self) -> Entry | None:
        """The row under the cursor, if it is a note's."""
        return self.shown[self.cursor] if self.is_stop(self.cursor) else None

    def seen(self, entry: Entry) -> Seen | None:
        """A row's note with where it stands now, looked up when it is first wanted."""
        if entry.seen is None:
            return None
        uid = entry.seen.note.uid
        if uid not in self._seen:
            if len(self._seen) >= LOOKED_UP:
                self._seen.clear()
            self._seen[uid] = self._look_up(entry.seen)
        return self._seen[uid]

    def forget(self) -> None:
        """Look everything up anew."""
        self._seen.clear()

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """What is kept and where, above the reader's words or what there is to say of it."""
        entry, look = self.shown[index], brush.look
        seen = self.seen(entry)
        if seen is None or entry.episode is None:
            title = [Part("   ", look.paper, least=3), Part(entry.serial.title, look.accent)]
            return [brush.blank(width), brush.row(width, title)]
        note, say = seen.note, stage_of(self).say
        edge = Part(f" {brush.signs.cursor} " if current else "   ", look.accent, least=3)
        end = Part(" " * MARGIN, look.paper)
        position = f"{entry.episode.position}  " if entry.episode.position else ""
        place = brush.fit(f"{position}{entry.episode.title}", max(12, width // 3))
        words = " ".join(note.words.split("\n"))
        quoted = excerpt(note, 300) if note.anchor is not None else ""
        style = look.bright if current else look.ink
        if note.kind is not NoteKind.BOOKMARK and quoted:
            style += look.marked(note.color)
        first = Part(quoted or words, style, least=8)
        facts = [say(_KINDS[note.kind])] if not (words and quoted) else []
        facts += [f"{note.made_at.astimezone():%Y-%m-%d}"] if note.made_at is not None else []
        second = Part(words if quoted else "", look.ink)
        state = say(_STATES[seen.sight]) if seen.sight in _STATES else ""
        dot = f" {brush.signs.dot} "
        told = [Part(f"{state}{dot}" if state else "", look.accent), Part(dot.join(facts), look.muted), end]
        strips = [
            brush.row(width, [edge, first], [Part(place, look.muted), end]),
            brush.row(width, [Part("   ", look.paper, least=3), second], told),
        ]
        return [brush.shaded(strip) for strip in strips] if current else strips


class NotesScreen(ListScreen):
    """The list.  ``serial_id`` is ``None`` for all; ``at`` is the episode and place where the cursor is to stand.

    ``go`` takes the reader to an episode and a place in it, where the text lies below; else it is opened.
    """

    pane = Pane.NOTES
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.NOTES)

    def __init__(
        self,
        serial_id: int | None,
        at: tuple[int, int, int] | None = None,
        go: Callable[[int, Place | None], None] | None = None,
    ) -> None:
        super().__init__()
        self._serial_id = serial_id
        self._at = at
        self._go = go
        self._noted: list[NotedSerial] = []

    @property
    def serial_here(self) -> int | None:
        """The serial whose notes these are."""
        return self._serial_id

    def between(self) -> ComposeResult:
        """The list."""
        yield NoteRows(lambda seen: noting.look_up(self.stage.library, seen.note))
        yield Prompt(self.say("filter.label"), self.say("notes.filter"))

    @property
    def rows(self) -> NoteRows:
        """The list."""
        return self.query_one(NoteRows)

    def on_mount(self) -> None:
        """Show it."""
        self.rows.focus()
        self.library_changed()

    def on_screen_resume(self) -> None:
        """Back from a text."""
        if self.is_mounted:
            self.library_changed()

    def library_changed(self) -> None:
        """Read the notes anew."""
        library = self.stage.library
        try:
            if self._serial_id is None:
                self._noted = noting.everything(library, look=False)
            else:
                self._noted = [noting.of_serial(library, self._serial_id, look=False)]
        except TsuzukiError:
            self.app.pop_screen()
            return
        self.rows.forget()
        self._fill()

    def filtered(self) -> None:
        """Other words in the filter."""
        self._fill()

    def _fill(self) -> None:
        rows = self.rows
        chosen = rows.chosen
        shown: list[Entry] = []
        for one in self._noted:
            notes = [
                Entry(one.serial, each.episode, seen)
                for each in one.episodes
                for seen in each.notes
                if self.matches(f"{seen.note.words} {excerpt(seen.note, 1000)} {each.episode.title}")
            ]
            if notes and self._serial_id is None:
                shown.append(Entry(one.serial))
            shown += notes
        rows.shown = shown
        cursor, self._at = self._cursor(chosen), None
        rows.renew(cursor)
        self._lines()
        if not shown:
            words = bool(self.words)
            self.tell(self.say("filter.none", words=self.words) if words else self.say("notes.none", key=name("s")))

    def _cursor(self, chosen: Entry | None) -> int:
        """Where the cursor was, or the note at the reader's place or the last one before it."""
        rows = self.rows
        if self._at is None:
            uid = chosen.seen.note.uid if chosen is not None and chosen.seen is not None else ""
            found = (at for at, one in enumerate(rows.shown) if one.seen is not None and one.seen.note.uid == uid)
            return next(found, rows.cursor)
        episode_id, *place = self._at
        order = {
            each.episode.id: number for number, each in enumerate(each for one in self._noted for each in one.episodes)
        }
        cursor = 0
        for at, one in enumerate(rows.shown):
            if one.episode is None or one.seen is None or one.episode.id != episode_id:
                continue
            seen = rows.seen(one)
            if cursor == 0 or order.get(episode_id) is None or list((seen and seen.place) or (0, 0)) <= place:
                cursor = at
        return cursor

    def _lines(self) -> None:
        say, look = self.say, self.stage.brush.look
        count = sum(one.seen is not None for one in self.rows.shown)
        title = self._noted[0].serial.title if self._serial_id is not None and self._noted else ""
        dot = f" {self.stage.brush.signs.dot} " if title else ""
        left = [Part(say("pane.notes"), look.bright, least=4), Part(f"{dot}{title}", look.muted)]
        self.top_line.show(left, [Part(say("notes.count", n=count), look.muted)])
        self.bottom_line.show()

    def repaint(self) -> None:
        """Other colours."""
        super().repaint()
        self.rows.repaint()

    # --- actions ---

    def on_rows_chosen(self) -> None:
        """A click on the cursor opens."""
        self.action_open()

    def action_open(self) -> None:
        """Read on at the place under the cursor."""
        entry = self.rows.chosen
        seen = self.rows.seen(entry) if entry is not None else None
        if entry is None or entry.episode is None or seen is None:
            return
        if self._go is not None:
            go, episode, place = self._go, entry.episode, seen.place
            self.app.pop_screen()
            go(episode.id, place)
        else:
            self.stage.read(entry.serial.id, entry.episode.id, seen.place)
        if seen.sight is Sight.GONE:
            self.stage.tell(self.say("note.gone-told", quote=excerpt(seen.note, 60)))

    def action_reword(self) -> None:
        """Write, or change, the words of the note under the cursor."""
        entry = self.rows.chosen
        if entry is None or entry.seen is None:
            return
        from reader.tui.wording import Wording  # noqa: PLC0415 - seldom wanted

        note = entry.seen.note

        def answered(answer: tuple[bool, str] | None) -> None:
            if answer is not None and answer[0]:
                self.trying(lambda: self._changed(noting.reword(self.stage.library, note, answer[1])))

        title = f"“{excerpt(note, 60)}”" if note.anchor is not None else self.say("note.kind.note")
        self.app.push_screen(Wording(title, note.words), answered)

    def _changed(self, changed: bool) -> None:
        if changed:
            self.library_changed()
            self.tell(self.say("note.changed", undo=name("u")))

    def action_recolor(self) -> None:
        """The next colour for what is marked."""
        entry = self.rows.chosen
        note = entry.seen.note if entry is not None and entry.seen is not None else None
        if note is None or note.anchor is None or note.kind is NoteKind.BOOKMARK:
            return
        colors = list(Color)
        following = colors[(colors.index(note.color or colors[0]) + 1) % len(colors)]
        self.trying(lambda: self._changed(noting.recolor(self.stage.library, note, following)))

    def action_take_away(self) -> None:
        """Take the note under the cursor away."""
        entry = self.rows.chosen
        if entry is None or entry.seen is None:
            return
        note = entry.seen.note

        def remove() -> None:
            noting.remove(self.stage.library, note)
            self.library_changed()
            self.tell(self.say("note.removed", undo=name("u")))

        self.trying(remove)

    def action_back(self) -> None:
        """Out of the filter; else back."""
        if not self.end_filter():
            self.app.pop_screen()
