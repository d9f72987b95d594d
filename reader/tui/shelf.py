"""The shelf: every followed serial, how far it is read, and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.discover.wishes import wish_of
from reader.errors import UsageError
from reader.library import dripping, lists
from reader.model import Status
from reader.orders import ORDERS, in_order
from reader.queries import EVERYTHING, parse
from reader.tui.bars import Prompt
from reader.tui.keys import KEYS, Pane, name
from reader.tui.listing import ListScreen
from reader.tui.pane import bindings, error_line
from reader.tui.rows import Rows
from reader.tui.stage import stage_of
from reader.tui.strips import COLUMN_LIMIT, MARGIN, Brush, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.library.dripping import Dripping
    from reader.model import Serial


class Serials(Rows):
    """The serials, two rows each, and a blank one where there is room."""

    def __init__(self) -> None:
        super().__init__(id="serials")
        self.shown: list[Serial] = []
        self.drips: Mapping[int, Dripping] = {}

    def count(self) -> int:
        """Serials that the filter lets through."""
        return len(self.shown)

    def fit_pitch(self, height: int) -> None:
        """Air between the serials while all of them are in sight."""
        self.pitch = 3 if height >= 3 * len(self.shown) or height >= 36 else 2  # noqa: PLR2004 - rows

    @property
    def chosen(self) -> Serial | None:
        """The serial under the cursor."""
        return self.shown[self.cursor] if self.shown else None

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """Title and count; facts and a bar."""
        serial = self.shown[index]
        look, signs = brush.look, brush.signs
        say = stage_of(self).say
        edge = Part(f" {signs.cursor} " if current else "   ", look.accent, least=3)
        counts = serial.counts
        title = look.strong if current or counts.read < counts.episodes else look.ink
        count = say("count.read", read=counts.read, n=counts.episodes)
        bar = brush.bar(20, counts.read / counts.episodes if counts.episodes else 0.0)
        if width < 60:  # noqa: PLR2004 - no room for a bar
            bar = []
        end = Part(" " * MARGIN, look.paper)
        tags = " ".join(f"#{tag}" for tag in serial.tags)
        taken = sum(map(brush.cells, (serial.title, tags, count))) + 3 * MARGIN
        beside = [Part(f"{tags}   ", look.faint)] if tags and taken <= min(width, COLUMN_LIMIT) else []
        right = [*beside, Part(count, look.muted), end]
        first = brush.row(width, [edge, Part(serial.title, title, least=8)], right)
        facts = [edge, *self._facts(brush, serial, "" if beside else tags)]
        second = brush.row(width, facts, [*bar, end] if bar else [])
        strips = [brush.shaded(strip) for strip in (first, second)] if current else [first, second]
        return strips + [brush.blank(width)] * (self.pitch - 2)

    def _facts(self, brush: Brush, serial: Serial, tags: str) -> list[Part]:
        look = brush.look
        stage = stage_of(self)
        say, counts = stage.say, serial.counts
        errand = stage.errands.line(serial.id)
        missing = counts.missing if not errand and wish_of(serial.url) is None else 0
        facts = [
            Part(serial.author, look.muted),
            Part("" if serial.status is Status.ONGOING else say(f"status.{serial.status}"), look.muted),
            Part(say("shelf.archived") if serial.archived_at else "", look.muted),
            Part(errand, look.accent),
            Part(say("count.fresh", n=counts.new) if counts.new else "", look.accent),
            *(Part(fact, look.muted) for fact in self._reading(serial)),
            Part(say("count.missing", n=missing) if missing else "", look.accent),
            Part(tags, look.faint),
        ]
        dot = Part(f" {brush.signs.dot} ", look.faint)
        kept = [fact for fact in facts if fact.text]
        return [part for fact in kept for part in (dot, fact)][1:]

    def _reading(self, serial: Serial) -> list[str]:
        stage = stage_of(self)
        say, counts = stage.say, serial.counts
        if serial.read_at is None and not counts.read:
            return [say("shelf.never-read")]
        ago = say("shelf.read-ago", ago=say.ago(serial.read_at, stage.now())) if serial.read_at else ""
        if counts.episodes and counts.read >= counts.episodes:
            return [say("shelf.all-read"), ago]
        if serial.id in self.drips:
            waiting = self.drips[serial.id].waiting
            return [say("drip.new", n=waiting) if waiting else say("drip.none"), ago]
        return [say("count.new", n=counts.episodes - counts.read), ago]


class Shelf(ListScreen):
    """The first screen."""

    pane = Pane.SHELF
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.SHELF)

    def __init__(self) -> None:
        super().__init__()
        self._serials: list[Serial] = []
        self._begun = False
        self._aim: int | None = None
        self._query = EVERYTHING
        """The last that was understood."""
        self._wrong: UsageError | None = None
        """Why the words of the filter are no query."""
        self._order, self._reverse = "read", False
        self._with_archived = False
        """Is what was put away shown too?"""

    def between(self) -> ComposeResult:
        """The list, and what stands there while it is empty."""
        yield Serials()
        yield Welcome()
        yield Prompt(self.say("filter.label"), self.say("filter.query"))

    @property
    def rows(self) -> Serials:
        """The list."""
        return self.query_one(Serials)

    def on_mount(self) -> None:
        """Show the library, as it stood last time."""

        def stand() -> None:
            kept = self.stage.library.store.choices.of_shelf()
            self._order = next((order for order in ORDERS if order == kept.get("order")), "read")
            self._reverse = kept.get("reverse") is True

        self.trying(stand)
        self.library_changed()

    def on_screen_resume(self) -> None:
        """Something may have been read meanwhile."""
        if self._begun:
            self.library_changed()

    def aim(self, serial_id: int) -> None:
        """Show the shelf anew, the cursor on a serial."""
        self._aim = serial_id
        self.library_changed()

    def library_changed(self) -> None:
        """Read the serials anew; the cursor stays on its serial, at first on the one last read."""
        chosen = self.rows.chosen
        self._serials = in_order(lists.serials(self.stage.library), self._order, reverse=self._reverse)
        self.rows.drips = dripping.of_all(self.stage.library, self._serials)
        aim, self._aim = self._aim, None
        self._show(aim or (chosen.id if chosen is not None and self._begun else None))
        self._begun = True

    def errands_changed(self) -> None:
        """Counts and bars have come further."""
        self.library_changed()

    def filtered(self) -> None:
        """The words of the filter have changed: what they mean now or, where that is nothing, meant last."""
        try:
            self._query, self._wrong = parse(self.words, typing=self.prompt.is_open), None
        except UsageError as error:
            self._wrong = error
        self._show(None)

    def on_prompt_entered(self) -> None:
        """Keep the list narrow, and go back to it; say what was not understood."""
        super().on_prompt_entered()
        self.filtered()
        if self._wrong is not None:
            self.tell(error_line(self.say, self._wrong))

    def _show(self, chosen: int | None) -> None:
        rows, query = self.rows, self._query
        there = [one for one in self._serials if self._with_archived or one.archived_at is None]
        rows.shown = [one for one in self._serials if (query.fits if self._with_archived else query.shows)(one)]
        place = next((index for index, one in enumerate(rows.shown) if one.id == chosen), rows.cursor)
        rows.renew(place)
        rows.display = bool(rows.shown)
        welcome = self.query_one(Welcome)
        welcome.display = not rows.shown
        none = self.say("filter.none", words=self.words) if self.words else self.say("shelf.all-archived", key=".")
        welcome.none = none if self._serials else ""
        welcome.refresh()
        self._lines(rows.shown, len(there))

    def _lines(self, shown: Sequence[Serial], there: int) -> None:
        look, say = self.stage.brush.look, self.say
        dot = f" {self.stage.brush.signs.dot} "
        unread = sum(one.counts.episodes - one.counts.read for one in shown)
        count = say("filter.shown", n=len(shown), of=there) if self.words else say("count.serials", n=there)
        order = say(f"order.{self._order}")
        facts = [
            Part(say("order.reversed", order=order) if self._reverse else order, look.muted),
            Part(dot + count, look.muted),
            Part(dot + say("count.new", n=unread), look.muted),
        ]
        if self._wrong is not None:
            facts = [Part(say("filter.wrong", word=self._wrong.subject), look.accent)]
        self.top_line.show(
            [Part(say("app.name"), look.accent), Part(f"  {say('pane.shelf')}", look.bright)],
            facts if self._serials else [],
        )
        errands = self.stage.errands
        self.bottom_line.show(None, [Part(errands.summary() or errands.others(), look.accent)])

    # --- actions ---

    def action_continue(self) -> None:
        """Go on reading the serial under the cursor."""
        serial = self.rows.chosen
        if serial is None:
            self.action_add()
            return

        from reader.library import reading  # noqa: PLC0415 - after the first paint

        def go_on() -> None:
            found = reading.resume(self.stage.library, serial.id)
            if found is not None:
                self.stage.read(found[0].id, found[1].id)
            elif serial.counts.episodes:
                self.tell(self.say("shelf.all-is-read", title=serial.title, key=name("right")))
            else:
                self.stage.contents(serial.id)

        self.trying(go_on)

    def action_resume(self) -> None:
        """Go on where the reader stopped last."""
        if not self._serials:
            self.action_add()
            return
        self.stage.resume()

    def action_statistics(self) -> None:
        """What was read."""
        self.show_statistics()

    def action_contents(self) -> None:
        """The table of contents of the serial under the cursor."""
        if self.rows.chosen is not None:
            self.stage.contents(self.rows.chosen.id)

    def action_add(self) -> None:
        """Follow another serial."""
        self.stage.add()

    def action_refresh(self) -> None:
        """Look for news of the serial under the cursor."""
        if self.rows.chosen is not None:
            self.stage.errands.update([self.rows.chosen.id])

    def action_refresh_all(self) -> None:
        """Look for news of all, but of what rests or is put away."""
        wanted = [one.id for one in self._serials if one.status is not Status.PAUSED and one.archived_at is None]
        if wanted:
            self.stage.errands.update(wanted)

    def action_read_all(self) -> None:
        """Mark all of the serial read, after a question."""
        if self.rows.chosen is not None:
            self.ask_read_all(self.rows.chosen)

    def action_remove(self) -> None:
        """Take the serial off the shelf, after a question."""
        serial = self.rows.chosen
        if serial is None:
            return

        def remove() -> None:
            lists.remove(self.stage.library, serial.id)
            self.library_changed()
            self.tell(self.say("remove.done", title=serial.title))

        self.ask(self.say("remove.ask", title=serial.title), remove)

    # --- how the shelf stands ---

    def action_sort(self) -> None:
        """The next order."""
        orders = list(ORDERS)
        self._stand(orders[(orders.index(self._order) + 1) % len(orders)], reverse=False)

    def action_reverse(self) -> None:
        """The same order from its other end."""
        self._stand(self._order, reverse=not self._reverse)

    def _stand(self, order: str, *, reverse: bool) -> None:
        self._order, self._reverse = order, reverse
        self.library_changed()
        self.trying(
            lambda: self.stage.library.store.choices.keep_of_shelf({"order": self._order, "reverse": self._reverse})
        )

    def action_show_archived(self) -> None:
        """Show what was put away, or hide it again."""
        count = sum(one.archived_at is not None for one in self._serials)
        self._with_archived = not self._with_archived and count > 0
        self.library_changed()
        if not count:
            self.tell(self.say("shelf.none-archived"))

    # --- what the reader says of a serial ---

    def action_archive(self) -> None:
        """Put the serial away, or take it out again."""
        serial = self.rows.chosen
        if serial is None:
            return
        away = serial.archived_at is None

        def archive() -> None:
            lists.archive(self.stage.library, serial.id, away=away)
            self.library_changed()
            told = "shelf.put-away" if away else "shelf.taken-out"
            self.tell(self.say(told, title=serial.title, undo=name("u"), show=name("full_stop")))

        self.trying(archive)

    def action_pause(self) -> None:
        """Look for no more news of the serial, or look again."""
        serial = self.rows.chosen
        if serial is None:
            return
        paused = serial.status is not Status.PAUSED

        def pause() -> None:
            lists.pause(self.stage.library, serial.id, paused=paused)
            self.library_changed()
            self.tell(self.say("shelf.paused" if paused else "shelf.unpaused", title=serial.title, key=name("u")))

        self.trying(pause)

    def action_tags(self) -> None:
        """Tick the serial's tags."""
        from reader.tui.tagging import Tagging  # noqa: PLC0415 - it is a pane itself, and seldom wanted

        if self.rows.chosen is not None:
            self.app.push_screen(Tagging(self.rows.chosen))

    def action_names(self) -> None:
        """Another title or author."""
        from reader.tui.naming import Naming  # noqa: PLC0415 - as above

        if self.rows.chosen is not None:
            self.app.push_screen(Naming(self.rows.chosen))

    # --- the web ---

    def action_browse(self) -> None:
        """Open the serial's page in the browser."""
        if self.rows.chosen is not None:
            self.stage.browse(self.rows.chosen.url)

    def action_copy(self) -> None:
        """Copy the serial's address."""
        if self.rows.chosen is not None:
            self.stage.copy_link(self.rows.chosen.url)

    def action_back(self) -> None:
        """Out of the filter; else out of the program."""
        if not self.end_filter():
            self.stage.leave()

    def on_rows_chosen(self) -> None:
        """A click on the cursor goes on reading."""
        self.action_continue()


class Welcome(Rows):
    """What an empty shelf says."""

    def __init__(self) -> None:
        super().__init__(id="welcome")
        self.none = ""

    def count(self) -> int:
        """Rows of the window."""
        return max(1, self.size.height)

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """A few lines in the middle."""
        del current
        say, look = stage_of(self).say, brush.look
        keys = {key.id: name(key.keys[0]) for key in KEYS}
        lines = [
            (say("shelf.empty.title"), look.strong),
            ("", look.paper),
            (say("shelf.empty.add", key=keys["add"]), look.ink),
            (say("shelf.empty.what"), look.muted),
            (say("shelf.empty.post"), look.muted),
            ("", look.paper),
            (say("shelf.empty.help", key=keys["help"]), look.muted),
        ]
        if self.none:
            lines = [(self.none, look.muted)]
        at = index - max(0, (self.size.height - len(lines)) // 2)
        if not 0 <= at < len(lines):
            return [brush.blank(width)]
        text, style = lines[at]
        return [brush.centred(width, [Part(brush.fit(text, width), style)])]
