"""Following a serial from within: an address or a path, what is found meanwhile, the table of contents to confirm.

Owns the three steps on one screen: the field, the search told line by line, the list to tick and to put in order.
Nothing is written before the reader says so; afterwards the texts are fetched beside the reading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual.widgets import Input
from textual.worker import get_current_worker

from reader.errors import AlreadyFollowed, TsuzukiError
from reader.model import Choices, Discovered, Serial
from reader.tui.bars import Prompt
from reader.tui.finds import Finds, Item, labelled, parts, picture
from reader.tui.imports import DISCOVERY, imported
from reader.tui.keys import Pane
from reader.tui.pane import PaneScreen, bindings, error_line, leading
from reader.tui.strips import Part

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.worker import Worker

    from reader.local.work import LocalWork

TOLD_LINES: Final = 200
"""Lines of the search that are kept."""


class Adding(PaneScreen):
    """The screen."""

    pane = Pane.ADD
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.ADD)
    AUTO_FOCUS: ClassVar[str | None] = "Input"

    def __init__(self, url: str = "") -> None:
        super().__init__()
        self._url = url
        self._pick: int | None = None
        self._archive = False
        self._several: Choices | None = None
        """The serials among which the reader chose."""
        self._found: Discovered | None = None
        self._work: LocalWork | None = None
        """What lies at the path that was given."""
        self._head: list[Item] = []
        self._order: list[int] = []
        """The parts as the reader has put them, by their places as they were found."""
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
        self.field.value = self._url
        self._begin()

    def _begin(self) -> None:
        self._found = None
        self._show([Item(), Item(self.say("add.what"), tone="muted"), Item(self.say("add.what-path"), tone="muted")])

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
        look = self.stage.brush.look
        if self._found is not None:
            count = len(self._order)
            right = [Part(self.say("add.ticked", ticked=count - len(self.rows.unticked), n=count), look.muted)]
            if self._order != sorted(self._order):
                right.insert(0, Part(f"{self.say('add.ordered')} {self.stage.brush.signs.dot} ", look.muted))
        title = self._found.contents.title if self._found is not None else self.say("pane.add")
        self.top_line.show([Part(title, look.bright, least=8)], right)

    # --- looking ---

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Look what stands behind the address."""
        if event.text.strip():
            self._look(event.text.strip())

    def on_paste(self, event: events.Paste) -> None:
        """An address pasted while the list has the focus goes into the field."""
        self.field.value = event.text.strip().splitlines()[0] if event.text.strip() else ""
        self.field.focus()

    def _look(self, text: str, pick: int | None = None, *, archive: bool = False) -> None:
        if self._search is not None:
            self._search.cancel()
        if pick is None:
            self._several = None
        self._url, self._pick, self._archive = text, pick, archive
        self._found = self._work = None
        self.rows.unticked.clear()
        self.tell("")
        self._show([Item(), Item(self.say("add.looking"), tone="accent")])
        self._search = self.run_worker(self._seek(), name="discover", exit_on_error=False)

    async def _seek(self) -> None:
        """Look what stands at the address, or lies at the path."""
        this = get_current_worker()
        try:
            await imported(DISCOVERY)
            from reader.library.shelving import path_named  # noqa: PLC0415 - it is imported by now

            path = path_named(self._url)
            answer = await (self._discover() if path is None else self._read(path))
        except TsuzukiError as error:
            self._failed(error)
            return
        finally:
            if self._search is this:
                self._search = None
        if isinstance(answer, Choices):
            self._several = answer
            self._choose(answer)
        else:
            self._preview(answer)

    async def _discover(self) -> Discovered | Choices:
        from reader.library.following import discover  # noqa: PLC0415 - its imports are the network's

        def watch(line: str) -> None:
            self.rows.items.append(Item(line, tone="muted"))
            del self.rows.items[2:-TOLD_LINES]
            self.rows.renew()

        return await discover(self.stage.library, self._url, pick=self._pick, archive=self._archive, watch=watch)

    async def _read(self, path: Path) -> Discovered:
        from reader.library import shelving  # noqa: PLC0415 - as above

        self._work = await shelving.read_path(path)
        return shelving.discovered(path, self._work)

    def _failed(self, error: TsuzukiError) -> None:
        """Say why nothing was found, and what else can be tried."""
        from reader.library.pages import may_be_archived  # noqa: PLC0415 - as above

        width = self.size.width
        told = labelled("", [f"{leading(self.say, error)}{self.say.told(str(error))}"], "accent", width)
        items = [Item(), *told, *labelled("", [self.say.told(error.hint)] if error.hint else [], "ink", width)]
        if may_be_archived(error) and not self._archive and self.stage.settings.fetch.archive == "ask":
            items += [Item(), Item(self.say("add.archive"), archive=True)]
        self._show(items, len(items) - 1)
        self.tell(error_line(self.say, error))
        self.field.focus()

    def _choose(self, choices: Choices, pick: int | None = None) -> None:
        head = [Item(), Item(self.say("add.choose"), tone="accent"), Item()]
        at = next((index for index, one in enumerate(choices.choices) if one.pick == pick), 0)
        self._show([*head, *(Item(choice=one) for one in choices.choices)], len(head) + at)
        self.rows.focus()

    # --- the preview ---

    def _preview(self, found: Discovered) -> None:
        self._found = found
        self._order = list(range(len(found.contents.episodes)))
        self._head = picture(found, self.say, self.stage.brush, self.size.width)
        listed = parts(found, self._order)
        at = next((index for index, one in enumerate(listed) if one.is_stop), 0)
        self._show([*self._head, *listed], len(self._head) + at)
        self.rows.show_from_top()
        self.rows.focus()

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
            self.rows.unticked = set() if self.rows.unticked else set(self._order)
            self.rows.renew()
            self._count()

    def action_place_down(self) -> None:
        """The part under the cursor a place down."""
        self._shift(1)

    def action_place_up(self) -> None:
        """The part under the cursor a place up."""
        self._shift(-1)

    def _shift(self, by: int) -> None:
        item = self.rows.chosen
        if self._found is None or item is None or item.episode is None:
            return
        at = self._order.index(item.index)
        if not 0 <= at + by < len(self._order):
            return
        self._order[at], self._order[at + by] = self._order[at + by], self._order[at]
        items = [*self._head, *parts(self._found, self._order)]
        self._show(items, next(place for place, one in enumerate(items) if one.index == item.index))

    # --- following ---

    def action_follow(self) -> None:
        """Make the choice, or put the serial on the shelf."""
        item = self.rows.chosen
        if item is not None and item.choice is not None:
            self._look(self._url, item.choice.pick, archive=self._archive)
        elif item is not None and item.archive:
            self._look(self._url, self._pick, archive=True)
        elif self._found is not None:
            self._follow(self._found)
        elif self.field.value.strip() and self._search is None:
            self._look(self.field.value.strip())

    def _follow(self, found: Discovered) -> None:
        if len(self.rows.unticked) == len(self._order):
            self.tell(self.say("add.none-ticked"))
            return
        stage = self.stage
        try:
            serial = self._shelve(found)
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
        if self._work is None:
            stage.errands.fetch(serial.id)
            stage.tell(self.say("add.followed", title=serial.title))
        else:
            stage.tell(self.say("add.shelved", title=serial.title))

    def _shelve(self, found: Discovered) -> Serial:
        """The serial on the shelf, arranged as it was here, or nothing of it."""
        from reader.library import arranging, following, shelving  # noqa: PLC0415 - as above

        library, work = self.stage.library, self._work
        with library.store.writing():
            serial = following.follow(library, found) if work is None else shelving.shelve(library, found, work)
            arranging.arrange(library, serial.id, found.contents, self._order, self.rows.unticked)
        return serial

    # --- moving ---

    def action_down(self) -> None:
        """A row down; from the field into the list."""
        if self.field.has_focus:
            if self.rows.chosen is not None:
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

    def on_rows_chosen(self) -> None:
        """A click on the cursor ticks, or makes the choice."""
        item = self.rows.chosen
        if item is not None and item.episode is not None:
            self.action_tick()
        else:
            self.action_follow()

    def action_back(self) -> None:
        """Stop looking; from a preview back to the choice it came from; else back to the shelf."""
        if self._search is not None:
            self._search.cancel()
            self._search = None
            self._show([Item(), Item(self.say("add.cancelled"), tone="muted")])
            self.field.focus()
        elif self._found is not None and self._several is not None:
            self._found = self._work = None
            self._choose(self._several, self._pick)
        else:
            self.app.pop_screen()
