"""Following a serial from within: an address, what is found meanwhile, the table of contents to confirm.

Owns the three steps on one screen: the field, the search told line by line, the list to tick.  Nothing is written
before the reader says so; afterwards the texts are fetched beside the reading.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar, Final

from textual.widgets import Input

from reader.addresses import is_web, readable
from reader.errors import AlreadyFollowed, TsuzukiError
from reader.model import Choice, Choices, Discovered, FoundEpisode, Kind
from reader.tui.bars import Prompt
from reader.tui.keys import Pane
from reader.tui.pane import PaneScreen, bindings, error_line
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import COLUMN_LIMIT, MARGIN, Brush, Part
from reader.typeset.linebreak import line_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip
    from textual.worker import Worker

LABEL_CELLS: Final = 12
"""Cells of the words in the margin."""

TOLD_LINES: Final = 200
"""Lines of the search that are kept."""


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
    """The episode's place in the table of contents."""


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
        return 0 <= index < len(self.items) and (
            self.items[index].choice is not None or self.items[index].episode is not None
        )

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
            strip = self._episode(brush, item, edge, width)
        elif item.choice is not None:
            say = stage_of(self).say
            between = say("add.choice", first=item.choice.first, last=item.choice.last)
            count = say("count.episodes", n=item.choice.episodes)
            left = [edge, Part(item.choice.title, look.strong, least=6), Part(f"   {between}", look.muted)]
            strip = brush.row(width, left, [Part(f"{count}   ", look.muted)])
        else:
            label = f"   {item.label}" + " " * max(1, LABEL_CELLS - brush.cells(item.label)) if item.label else "   "
            strip = brush.row(width, [Part(label, look.muted, least=3), Part(item.text, getattr(look, item.tone))])
        return [brush.shaded(strip) if current else strip]

    def _episode(self, brush: Brush, item: Item, edge: Part, width: int) -> Strip:
        episode, look = item.episode, brush.look
        if episode is None:
            return brush.blank(width)
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
        return brush.row(width, left, [Part(f"{readable(episode.url)}   ", look.faint)] if width > 90 else [])  # noqa: PLR2004


class Adding(PaneScreen):
    """The screen."""

    pane = Pane.ADD
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.ADD)
    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self._url = url
        self._found: Discovered | None = None
        self._search: Worker[None] | None = None

    def between(self) -> ComposeResult:
        """The field above, the finds below."""
        prompt = Prompt(self.say("add.address"), self.say("add.hint"))
        prompt.add_class("-open", "-above")
        yield prompt
        yield Finds()

    @property
    def rows(self) -> Finds:
        """The finds."""
        return self.query_one(Finds)

    @property
    def field(self) -> Input:
        """The field."""
        return self.query_one(Input)

    def on_mount(self) -> None:
        """Say what is wanted."""
        look = self.stage.brush.look
        self.top_line.show([Part(self.say("pane.add"), look.bright)])
        self.field.value = self._url
        self._show([Item(), Item(self.say("add.what"), tone="muted")])

    def library_changed(self) -> None:
        """Nothing here comes from the library."""

    def repaint(self) -> None:
        """Other colours."""
        super().repaint()
        self.rows.repaint()

    def _show(self, items: Sequence[Item], cursor: int = 0) -> None:
        self.rows.items = list(items)
        self.rows.renew(cursor)
        self._count()

    def _count(self) -> None:
        right: list[Part] = []
        if self._found is not None:
            count = len(self._found.contents.episodes)
            ticked = count - len(self.rows.unticked)
            right = [Part(self.say("add.ticked", ticked=ticked, n=count), self.stage.brush.look.muted)]
        title = self._found.contents.title if self._found is not None else self.say("pane.add")
        self.top_line.show([Part(title, self.stage.brush.look.bright)], right)

    # --- looking ---

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Look what stands behind the address."""
        if event.text.strip():
            self._look(event.text.strip())

    def on_paste(self, event: events.Paste) -> None:
        """An address pasted while the list has the focus goes into the field."""
        self.field.value = event.text.strip().splitlines()[0] if event.text.strip() else ""
        self.field.focus()

    def _look(self, url: str, pick: int | None = None) -> None:
        if self._search is not None:
            self._search.cancel()
        self._found = None
        self.rows.unticked.clear()
        self.tell("")
        self._show([Item(), Item(self.say("add.looking"), tone="accent")])
        self._search = self.run_worker(self._discover(url, pick), name="discover", exit_on_error=False)

    async def _discover(self, url: str, pick: int | None) -> None:
        from reader.library.following import discover  # noqa: PLC0415 - its imports are the network's

        def watch(line: str) -> None:
            self.rows.items.append(Item(line, tone="muted"))
            del self.rows.items[2:-TOLD_LINES]
            self.rows.renew()

        try:
            answer = await discover(self.stage.library, url, pick=pick, watch=watch)
        except TsuzukiError as error:
            self._show([Item(), Item(str(error), tone="accent"), Item(error.hint, tone="ink")])
            self.tell(error_line(self.say, error))
            self.field.focus()
            return
        finally:
            self._search = None
        if isinstance(answer, Choices):
            self._choices(answer)
        else:
            self._preview(answer)

    def _choices(self, choices: Choices) -> None:
        head = [Item(), Item(self.say("add.choose"), tone="accent"), Item()]
        self._show([*head, *(Item(choice=one) for one in choices.choices)], len(head))
        self.rows.focus()

    def _preview(self, found: Discovered) -> None:
        self._found = found
        say, contents = self.say, found.contents
        dot = f" {self.stage.brush.signs.dot} "
        facts = [contents.author, say("count.episodes", n=len(contents.episodes)), say(f"status.{contents.status}")]
        items = [
            Item(),
            Item(contents.title, tone="strong"),
            Item(dot.join(fact for fact in facts if fact), tone="muted"),
            Item(readable(contents.url), tone="muted"),
            Item(),
        ]
        for index, one in enumerate(found.evidence):
            used = say("add.used", used=one.used, found=one.found)
            source = readable(one.source) if is_web(one.source) else one.source
            items.append(Item(f"{source}  {used}", " " if index else say("add.evidence"), "ink"))
            items += [Item(line, " ", "muted") for line in self._wrapped(one.why)]
        for index, line in enumerate(found.warnings):
            lines = self._wrapped(line)
            items += [Item(one, " " if index or at else say("add.warnings"), "accent") for at, one in enumerate(lines)]
        items.append(Item())
        first = len(items)
        section = ""
        for index, episode in enumerate(contents.episodes):
            if episode.section != section:
                section = episode.section
                items.append(Item(section, tone="accent"))
            items.append(Item(episode=episode, index=index))
        self._show(items, first)
        self.rows.show_from_top()
        self.rows.focus()

    def _wrapped(self, text: str) -> list[str]:
        """A sentence in lines that fit beside the labels."""
        width = max(8, min(self.size.width, COLUMN_LIMIT) - LABEL_CELLS - 2 * MARGIN)
        starts = [0, *line_starts(text, width), len(text)]
        return [text[start:end].strip() for start, end in itertools.pairwise(starts)]

    # --- actions ---

    def action_tick(self) -> None:
        """Take an episode in, or leave it out."""
        item = self.rows.chosen
        if item is None or item.episode is None:
            return
        self.rows.unticked ^= {item.index}
        self.rows.renew()
        self.rows.move(1)
        self._count()

    def action_tick_all(self) -> None:
        """All of them, or none."""
        if self._found is not None:
            everything = set(range(len(self._found.contents.episodes)))
            self.rows.unticked = set() if self.rows.unticked else everything
            self.rows.renew()
            self._count()

    def action_follow(self) -> None:
        """Make the choice, or put the serial on the shelf."""
        item = self.rows.chosen
        if item is not None and item.choice is not None:
            self._look(self.field.value.strip(), item.choice.pick)
        elif self._found is not None:
            self._follow(self._found)
        elif self.field.value.strip() and self._search is None:
            self._look(self.field.value.strip())

    def _follow(self, found: Discovered) -> None:
        from reader.library.following import follow  # noqa: PLC0415 - as above

        kept = tuple(one for index, one in enumerate(found.contents.episodes) if index not in self.rows.unticked)
        if not kept:
            self.tell(self.say("add.none-ticked"))
            return
        stage = self.stage
        try:
            serial = follow(stage.library, replace(found, contents=replace(found.contents, episodes=kept)))
        except AlreadyFollowed as error:
            self.app.pop_screen()
            title = stage.library.store.serials.one(error.serial_id).title
            stage.contents(error.serial_id)
            stage.tell(self.say("add.already", title=title))
            return
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))
            return
        self.app.pop_screen()
        stage.show_on_shelf(serial.id)
        stage.errands.fetch(serial.id)
        stage.tell(self.say("add.followed", title=serial.title))

    def action_down(self) -> None:
        """A row down; from the field into the list."""
        if self.field.has_focus:
            self.rows.focus()
        else:
            self.rows.move(1)

    def action_up(self) -> None:
        """A row up; from the first one into the field."""
        before = self.rows.cursor
        self.rows.move(-1)
        if self.rows.cursor == before:
            self.field.focus()

    def action_page_down(self) -> None:
        """A window down."""
        self.rows.page(1)

    def action_page_up(self) -> None:
        """A window up."""
        self.rows.page(-1)

    def action_back(self) -> None:
        """Stop looking; else back to the shelf."""
        if self._search is not None:
            self._search.cancel()
            self._search = None
            self._show([Item(), Item(self.say("add.cancelled"), tone="muted")])
            self.field.focus()
        else:
            self.app.pop_screen()
