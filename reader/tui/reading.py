"""The reading screen's keys: each becomes an action of the session or a movement of the page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from reader import session as sessions
from reader.addresses import canonical, readable
from reader.document import Mark, Role
from reader.library import reading
from reader.model import State
from reader.session import Phase
from reader.tui.asking import Note
from reader.tui.footnotes import footnote
from reader.tui.keys import Pane, name
from reader.tui.noting import NotingScreen
from reader.tui.opening import host_of
from reader.tui.pane import bindings
from reader.tui.picture import Picture
from reader.typeset.choices import Direction
from reader.typeset.lines import RubyMode

if TYPE_CHECKING:
    from textual.binding import BindingType

    from reader.document import Span
    from reader.tui.bars import Prompt
    from reader.tui.page import Page


class Reading(NotingScreen):
    """One serial, being read."""

    pane = Pane.READING
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.READING)

    # --- moving ---

    def action_down(self) -> None:
        """A line on; while selecting, the caret."""
        self._move(0, 1)

    def action_up(self) -> None:
        """A line back; while selecting, the caret."""
        self._move(0, -1)

    def action_rightwards(self) -> None:
        """Across: the next episode; down: a column back; while selecting, the caret."""
        if not self._move(1, 0):
            self.action_next_episode()

    def action_leftwards(self) -> None:
        """Across: the previous episode; down: a column on; while selecting, the caret."""
        if not self._move(-1, 0):
            self.action_previous_episode()

    def _move(self, right: int, below: int) -> bool:
        """The caret or the window by one; ``False`` where that direction moves neither."""
        down = self.session.view.direction is Direction.VERTICAL
        letters, lines = (below, -right) if down else (right, below)
        if self.page.caret is not None:
            self.page.move_caret(letters=letters, lines=lines)
        elif lines or (down and letters):
            self.page.lines(lines or letters)
        else:
            return False
        return True

    def action_on(self) -> None:
        """A page on; past the end the next episode."""
        if self.session.phase is Phase.READING and self.page.page_on():
            self.reads_on()
            return
        if self.session.phase is Phase.ENDED:
            self.action_back()
        else:
            self.do(sessions.Turn())

    def action_page_up(self) -> None:
        """A page back."""
        if self.session.phase is Phase.READING:
            self.page.page_back()
        else:
            self.do(sessions.Step(-1))

    def action_half_down(self) -> None:
        """Half a page on."""
        self.page.half(1)

    def action_half_up(self) -> None:
        """Half a page back."""
        self.page.half(-1)

    def action_top(self) -> None:
        """To the beginning; a jump."""
        self.do(sessions.Jump(0, 0))

    def action_bottom(self) -> None:
        """To the end; a jump."""
        self.do(sessions.Jump(*self.page.bottom()))

    def action_next_episode(self) -> None:
        """The next episode."""
        self.do(sessions.Step(1))

    def action_previous_episode(self) -> None:
        """The previous episode."""
        self.do(sessions.Step(-1))

    def action_next_unread(self) -> None:
        """The next hit while there are hits; else the next unread episode."""
        self.do(sessions.StepHit(1) if self.session.search.hits else sessions.StepUnread(1))

    def action_previous_hit(self) -> None:
        """The previous hit."""
        self.do(sessions.StepHit(-1))

    def action_previous_unread(self) -> None:
        """The previous unread episode."""
        self.do(sessions.StepUnread(-1))

    def action_jump_back(self) -> None:
        """To where the last jump began."""
        self.do(sessions.Back())

    def action_jump_forward(self) -> None:
        """Forward again."""
        self.do(sessions.Forward())

    def action_table(self) -> None:
        """The table of contents, this episode under the cursor."""
        episode = self.session.episode
        self.leave()
        self.stage.contents(self.session.serial.id, episode.id if episode else None)

    def action_back(self) -> None:
        """Out of whatever is going on; else back."""
        page, session = self.page, self.session
        if self.prompt.is_open:
            self.prompt.close()
            page.focus()
        elif page.caret is not None:
            page.end_caret()
            self.tell("")
        elif self.selections:
            self.clear_selection()
        elif page.forget_target():
            self.tell("")
        elif session.search.words:
            self.do(sessions.Seek(""))
            self.tell("")
        elif session.view.zen:
            self.action_zen()
        else:
            self.leave()
            self.app.pop_screen()

    # --- searching ---

    def action_search(self) -> None:
        """Look for words in this episode."""
        if self.session.phase is Phase.READING:
            self.prompt.open(self.session.search.words)

    def on_prompt_entered(self, event: Prompt.Entered) -> None:
        """Go to the first hit from here."""
        self.prompt.close()
        self.page.focus()
        self.do(sessions.Seek(event.text))

    # --- links, notes, selection ---

    def action_next_link(self) -> None:
        """Choose the next link or note."""
        self._choose(1)

    def action_previous_link(self) -> None:
        """Choose the previous one."""
        self._choose(-1)

    def _choose(self, by: int) -> None:
        chosen = self.page.choose_target(by)
        if chosen is None:
            return
        block, span = chosen
        text = self.session.text.document.blocks[block].text[span.start : span.end]
        if span.mark is Mark.REFERENCE:
            self.tell(self.say("reading.footnote", label=span.value, key=name("enter")))
        else:
            host = readable(host_of(span.value)) or span.value
            self.tell(self.say("reading.link", text=text, host=host, key=name("enter")))

    def on_page_followed(self, event: Page.Followed) -> None:
        """A link was clicked."""
        target = self.page.target_at(event.target)
        if target is not None:
            self._follow(*target)

    def on_page_asked(self, event: Page.Asked) -> None:
        """A base was clicked: say its reading, unless it is in sight."""
        if self.session.view.ruby in {RubyMode.ON_DEMAND, RubyMode.HIDDEN}:
            self.tell(self.say("reading.ruby", base=event.base, reading=event.reading))

    def action_reading(self) -> None:
        """Say the readings of what is selected, or of the next base in the window."""
        if self.session.phase is not Phase.READING:
            return
        told = [self.say("reading.ruby", base=base, reading=read) for base, read in self.page.ask_readings()]
        self.tell(self.say("reading.ruby-between").join(told) or self.say("reading.no-ruby"))

    def action_picture(self) -> None:
        """The picture in the window, or the nearest one behind it, over the whole window."""
        self._enlarge(self.session.block)

    def on_page_pictured(self, event: Page.Pictured) -> None:
        """A picture was clicked."""
        self._enlarge(event.block)

    def _enlarge(self, block: int) -> None:
        """The picture of a block, or else the first one behind it, or the last one before."""
        if self.session.phase is not Phase.READING:
            return
        blocks = self.session.text.document.blocks
        places = [index for index, one in enumerate(blocks) if one.role is Role.IMAGE]
        if not places:
            self.tell(self.say("picture.none"))
            return
        at = next((number for number, index in enumerate(places) if index >= block), len(places) - 1)
        self.app.push_screen(Picture(self.album, [blocks[index] for index in places], at))

    def action_follow_link(self) -> None:
        """Follow the chosen link or note; while selecting, copy; else read on."""
        target = self.page.target
        if self.page.caret is not None:
            self.action_copy()
        elif target is not None:
            self._follow(*target)
        else:
            self.action_on()

    def _follow(self, block: int, span: Span) -> None:
        document = self.session.text.document
        if span.mark is Mark.REFERENCE:
            note = footnote(document, span.value)
            if note is not None:
                title = self.say("footnote.title", label=span.value)
                self.app.push_screen(Note(title, note, replace(self._layout(), measure=72)))
            return
        del block
        key = canonical(span.value)
        inside = next((one for one in self.session.episodes if canonical(one.url) == key), None)
        if inside is not None:
            self.do(sessions.Open(inside.id))
        else:
            self.stage.browse(span.value)

    def action_select(self) -> None:
        """Begin to select by keys, or begin anew at the caret."""
        if self.session.phase is Phase.READING:
            self.page.start_caret()
            keys = {"copy": name("y"), "mark": name("s"), "note": name("a"), "stop": name("escape")}
            self.tell(self.say("reading.selecting", **keys))

    def action_copy(self) -> None:
        """Copy the selected text, or the chosen link, or the episode's address."""
        text = self.get_selected_text() if self.selections else ""
        target = self.page.target
        if text:
            self.app.copy_to_clipboard(text)
            self.page.end_caret()
            self.tell(self.say("copy.text", n=len(text)))
        elif self.page.caret is not None:
            self.page.end_caret()
        elif target is not None and target[1].mark is Mark.LINK:
            self.stage.copy_link(target[1].value)
        elif self.session.episode is not None:
            self.stage.copy_link(self.session.episode.url)

    # --- marks and the web ---

    def action_toggle_read(self) -> None:
        """Mark this episode read, or unread."""
        self.do(sessions.ToggleRead())

    def action_read_up_to(self) -> None:
        """Mark everything up to here read."""
        episode = self.session.episode
        if episode is None:
            return

        def mark() -> None:
            count = reading.mark_up_to(self.stage.library, episode.id)
            self.library_changed()
            self.tell(self.say(f"mark.{State.READ}", n=count) if count else self.say("mark.none"))

        self.trying(mark)

    def action_refresh(self) -> None:
        """Fetch this text if it is missing; else look for news of the serial."""
        if self.session.phase is Phase.MISSING and self.session.episode is not None:
            self.stage.errands.fetch(self.session.serial.id, [self.session.episode.id])
        else:
            self.stage.errands.update([self.session.serial.id])

    def action_statistics(self) -> None:
        """What was read of this serial."""
        self.show_statistics(self.session.serial.id)

    def action_edits(self) -> None:
        """What changed in this episode since it was read."""
        if self.session.episode is not None:
            self.show_edits(self.session.episode)

    def action_browse(self) -> None:
        """Open the episode's page in the browser."""
        if self.session.episode is not None:
            self.stage.browse(self.session.episode.url)
