"""One serial's table of contents: reading on, marking, and arranging it by hand.

Owns what the reader does to it: the order, what is left out, the look into the archive for what is lost.  A row that
is moved several times is written once, after a pause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from reader.discover.wishes import wish_of
from reader.errors import TsuzukiError
from reader.library import dripping, habits, reading
from reader.model import Kind, State, Status
from reader.tui.bars import Prompt
from reader.tui.episodes import Episodes
from reader.tui.keys import Pane, name
from reader.tui.listing import ListScreen
from reader.tui.pane import bindings
from reader.tui.strips import Part

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from reader.library.dripping import Dripping
    from reader.model import Episode, Serial
    from reader.settings import Reading as Settings

SETTLE_SECONDS: Final = 0.8
"""A pause after moving a row, after which the order is written."""


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
        self._drip: Dripping | None = None
        self._reading: Settings | None = None
        """The settings with the speed in them that was learnt when the screen was last come to."""
        self._with_left_out = False
        """Are the episodes shown that the reader left out?"""
        self._settling: Timer | None = None
        """Runs while an order is made that is not written yet."""

    @property
    def serial_here(self) -> int:
        """The serial whose contents these are."""
        return self.serial_id

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
        self._reading = None
        if self._serial is not None:
            self.library_changed()

    def on_screen_suspend(self) -> None:
        """Another screen lies over it."""
        self._settle()

    def leave(self) -> None:
        """The program ends."""
        self._settle()

    def aim(self, episode_id: int) -> None:
        """Put the cursor there when shown again."""
        self._aim = episode_id

    def library_changed(self) -> None:
        """Read the episodes anew."""
        self._settle()
        store = self.stage.library.store
        try:
            self._serial = store.serials.one(self.serial_id)
            self._episodes = store.episodes.all(self.serial_id, hidden=True)
            self._drip = dripping.of_serial(self.stage.library, self._serial)
            if self._reading is None:
                self._reading = habits.speeds(self.stage.library).reading(self._serial.language)
            self.rows.reading = self._reading
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
        there = [one for one in self._episodes if self._with_left_out or not one.hidden]
        let = [one for one in there if self.matches(f"{one.number or ''} {one.title}")]
        rows.show(let, self._serial.title if self._serial else "", chosen, centred=aimed)
        self._lines(len(let), len(there))
        if not let:
            self.tell(say("filter.none", words=self.words) if there else say("contents.empty", key="r"))

    def _lines(self, let: int, there: int) -> None:
        serial, say = self._serial, self.say
        if serial is None:
            return
        brush = self.stage.brush
        look, counts = brush.look, serial.counts
        dot = f" {brush.signs.dot} "
        facts = [say("count.read", read=counts.read, n=counts.episodes)]
        if self.words:
            facts.insert(0, say("filter.shown", n=let, of=there))
        if serial.status is not Status.ONGOING:
            facts.append(say(f"status.{serial.status}"))
        errand = self.stage.errands.line(self.serial_id)
        if counts.missing and not errand and wish_of(serial.url) is None:
            facts.append(say("count.missing", n=counts.missing))
        left_out = sum(one.hidden for one in self._episodes)
        if left_out:
            facts.append(say("count.left-out", n=left_out))
        author = [Part(f"{dot}{serial.author}", look.muted)] if serial.author else []
        left = [Part(serial.title, look.bright, least=8), *author]
        right = [Part(f"{errand}{dot}" if errand else "", look.accent), Part(dot.join(facts), look.muted)]
        ahead = self._ahead(dot)
        room = self.size.width - 2 * brush.margin(self.size.width) - 2
        if sum(brush.cells(part.text) for part in (*left, *ahead, *right)) <= room:
            right = [*ahead, *right]
        self.top_line.show(left, right)
        lost = sum(one.lost and not one.hidden for one in self._episodes)
        offer = say("rescue.offer", n=lost, key="W") if lost and self.stage.errands.may_rescue else ""
        self.bottom_line.show(None, [Part(offer, look.accent)] if offer else [])

    def _ahead(self, dot: str) -> list[Part]:
        """What is new of a drip, and how long the rest of the serial takes."""
        look, say, found = self.stage.brush.look, self.say, []
        if self._drip is not None and self._drip.unread:
            new = say("drip.new", n=self._drip.waiting) if self._drip.waiting else say("drip.none")
            found.append(Part(f"{new}{dot}", look.accent))
        if self._reading is not None:
            rest = habits.rest(self._episodes, self._reading)
            if rest.episodes:
                found.append(Part(say("time.left", time=say.minutes(rest.minutes)) + dot, look.muted))
        return found

    # --- reading and marking ---

    def action_open(self) -> None:
        """Read the episode under the cursor."""
        episode = self.rows.chosen
        if episode is not None and episode.hidden:
            self.tell(self.say("contents.is-left-out", key=name("delete")))
        elif episode is not None:
            self.stage.read(self.serial_id, episode.id)

    def action_resume(self) -> None:
        """Go on where the reader is in this serial."""
        self.stage.resume(self.serial_id)

    def _step(self, by: int) -> None:
        rows = self.rows
        index = rows.cursor + by
        while 0 <= index < rows.count():
            one = rows.shown[index].episode
            if one is not None and one.state is not State.READ and one.kind is not Kind.NOTICE and not one.hidden:
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
            self._settle()
            self.trying(lambda: self.marked(reading.mark_up_to(self.stage.library, episode.id), State.READ))

    def action_read_all(self) -> None:
        """Mark everything read, after a question."""
        if self._serial is not None:
            self.ask_read_all(self._serial)

    def action_undo(self) -> None:
        """Take back the last change, the order too."""
        self._settle()
        super().action_undo()

    def action_statistics(self) -> None:
        """What was read of this serial."""
        self.show_statistics(self.serial_id)

    def action_drip(self) -> None:
        """Let the serial out an episode a day, or all at once again, after a question."""
        if self._serial is None:
            return

        from reader.library import dripping  # noqa: PLC0415 - seldom wanted

        library, serial, say = self.stage.library, self._serial, self.say

        def begin() -> None:
            begun = dripping.begin(library, serial, 1, 1)
            self.library_changed()
            self.tell(say("drip.begun", day=say.day(begun.caught_up, begun.drip.since), key=name("u")))

        def end() -> None:
            dripping.end(library, serial)
            self.library_changed()
            self.tell(say("drip.ended", title=serial.title))

        if self._drip is not None:
            self.ask(say("drip.ask-end"), end)
        else:
            plan = dripping.plan(library, serial, 1, 1)
            day = say.day(plan.caught_up, plan.drip.since)
            self.ask(say("drip.ask", day=day), begin)

    def action_edits(self) -> None:
        """What changed in the episode under the cursor since it was read."""
        if self.rows.chosen is not None:
            self.show_edits(self.rows.chosen)

    # --- arranging ---

    def action_place_up(self) -> None:
        """The episode under the cursor a place up."""
        self._shift(-1)

    def action_place_down(self) -> None:
        """The episode under the cursor a place down."""
        self._shift(1)

    def _shift(self, by: int) -> None:
        """The episode under the cursor past the neighbour that is seen; those between them stay where they are."""
        chosen = self.rows.chosen
        if chosen is None:
            return
        seen = [entry.episode.id for entry in self.rows.shown if entry.episode is not None]
        at = seen.index(chosen.id) + by
        if not 0 <= at < len(seen):
            return
        order = [one for one in self._episodes if one.id != chosen.id]
        neighbour = next(place for place, one in enumerate(order) if one.id == seen[at])
        order.insert(neighbour + (by > 0), chosen)
        self._episodes = order
        if self._settling is not None:
            self._settling.stop()
        self._settling = self.set_timer(SETTLE_SECONDS, self._settle)
        self._aim = chosen.id
        self._show()

    def _settle(self) -> None:
        """Write the order that was made."""
        if self._settling is None:
            return
        self._settling.stop()
        self._settling = None

        from reader.library import arranging  # noqa: PLC0415 - seldom wanted

        ids = [one.id for one in self._episodes]
        self.trying(lambda: self._ordered(arranging.put_in_order(self.stage.library, self.serial_id, ids)))

    def _ordered(self, changed: bool) -> None:
        if changed:
            self.tell(self.say("contents.ordered", key=name("u")))

    def action_leave_out(self) -> None:
        """Leave the episode under the cursor out, or take it in again."""
        episode = self.rows.chosen
        if episode is None:
            return

        from reader.library import arranging  # noqa: PLC0415 - as above

        def change() -> None:
            self._settle()
            act = arranging.take_in if episode.hidden else arranging.leave_out
            act(self.stage.library, [episode.id])
            self.library_changed()
            key = "contents.taken-in" if episode.hidden else "contents.left-out-now"
            self.tell(self.say(key, title=episode.title, undo=name("u"), show=name("full_stop")))

        self.trying(change)

    def action_show_left_out(self) -> None:
        """Show what was left out, or hide it again."""
        count = sum(one.hidden for one in self._episodes)
        self._with_left_out = not self._with_left_out and count > 0
        self._show()
        if not count:
            self.tell(self.say("contents.none-left-out"))

    # --- the web ---

    def action_refresh(self) -> None:
        """Look for new episodes, fetch what is missing."""
        self.stage.errands.update([self.serial_id])

    def action_rescue(self) -> None:
        """Look for missing episodes in the Wayback Machine, after a question."""
        missing = sum(not one.saved and not one.hidden for one in self._episodes)
        errands = self.stage.errands
        if self.stage.settings.fetch.archive == "never":
            self.tell(self.say("rescue.never"))
        elif not missing:
            self.tell(self.say("rescue.nothing"))
        elif errands.is_busy(self.serial_id):
            self.tell(self.say("refresh.already"))
        elif errands.archive_is_asked:
            errands.rescue(self.serial_id)
        else:
            self.ask(self.say("rescue.ask", n=missing), lambda: errands.rescue(self.serial_id))

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
            self._settle()
            self.app.pop_screen()

    def on_rows_chosen(self) -> None:
        """A click on the cursor reads."""
        self.action_open()
