"""The reading screen: drives a :class:`~reader.session.Session` and paints what it says.

Every key becomes an action of the session or a movement of the page; every effect is carried out here.  Nothing about
where reading goes on is decided here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from reader import session as sessions
from reader.addresses import canonical, readable
from reader.document import Mark, Role
from reader.errors import NotFound, TsuzukiError
from reader.library import reading
from reader.model import State, Status
from reader.session import Direction, Phase, View
from reader.tui.asking import Note
from reader.tui.bars import Prompt
from reader.tui.footnotes import footnote
from reader.tui.keys import Pane, name
from reader.tui.notice import Notice
from reader.tui.opening import host_of
from reader.tui.page import Page
from reader.tui.pane import PaneScreen, bindings, error_line
from reader.tui.strips import Part
from reader.typeset.lines import Layout, Paragraphs, RubyMode

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.timer import Timer

    from reader.document import Span
    from reader.session import Action, Effect, Session

REST_SECONDS: Final = 1.0
"""A pause of the reader, after which the place is written."""

AHEAD_SECONDS: Final = 0.3
"""After which the next episode is read from disk."""

_RUBY_ORDER: Final = (RubyMode.ABOVE, RubyMode.INLINE, RubyMode.HIDDEN, RubyMode.ON_DEMAND)


def short_title(title: str, serial_title: str) -> str:
    """An episode's title without the serial's, where it begins with it."""
    rest = title.removeprefix(serial_title).lstrip(" \u3000-–—―:：・,、。|/")
    return rest or title


class Reading(PaneScreen):
    """One serial, being read."""

    pane = Pane.READING
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.READING)

    def __init__(self, session: Session, episode_id: int, at: tuple[int, int] | None = None) -> None:
        super().__init__()
        self.session = session
        self._first = (episode_id, at)
        self._rest: Timer | None = None

    def between(self) -> ComposeResult:
        """The text, what stands there instead of one, and the field for searching."""
        yield Page()
        yield Notice()
        yield Prompt(self.say("search.label"), self.say("search.hint"))

    @property
    def page(self) -> Page:
        """The text."""
        return self.query_one(Page)

    @property
    def prompt(self) -> Prompt:
        """The field for searching."""
        return self.query_one(Prompt)

    def on_mount(self) -> None:
        """Open the episode."""
        self.page.focus()
        self.do(sessions.Open(*self._first))

    # --- the session ---

    def do(self, action: Action) -> None:
        """Tell the session, and carry out what it asks for."""
        self.session, effects = sessions.advance(self.session, action)
        for effect in effects:
            try:
                self._carry_out(effect)
            except TsuzukiError as error:
                self.tell(error_line(self.say, error))
        self._lines()

    def _carry_out(self, effect: Effect) -> None:
        library = self.stage.library
        match effect:
            case sessions.Load(episode_id):
                self._load(episode_id)
            case sessions.Prefetch(episode_id):
                self.set_timer(AHEAD_SECONDS, lambda: self._load_ahead(episode_id))
            case sessions.Keep(episode_id, locator, fraction):
                reading.keep_place(library, episode_id, locator, fraction)
            case sessions.SetState(episode_id, state):
                reading.mark(library, [episode_id], state)
            case sessions.Show(lead):
                self._show(lead=lead)
            case sessions.Tell(key, fields):
                self.tell(self.say(key, **fields))

    def _load(self, episode_id: int) -> None:
        library = self.stage.library
        try:
            document, progress = reading.document(library, episode_id), reading.place(library, episode_id)
        except NotFound as error:
            episode = self.session.episode
            reason = episode.missing if episode is not None and episode.missing else ""
            self.do(sessions.Unavailable(episode_id, reason or (str(error) if error.subject == "" else "")))
            return
        self.do(sessions.Loaded(episode_id, document, progress))

    def _load_ahead(self, episode_id: int) -> None:
        if self.session.ahead is not None and self.session.ahead[0] == episode_id:
            return
        try:
            document = reading.document(self.stage.library, episode_id)
            progress = reading.place(self.stage.library, episode_id)
        except TsuzukiError:
            return  # said when it is opened
        self.do(sessions.Loaded(episode_id, document, progress))

    def leave(self) -> None:
        """Write the place; nothing is open afterwards."""
        if self._rest is not None:
            self._rest.stop()
        self.do(sessions.Shut())

    def on_page_scrolled(self, event: Page.Scrolled) -> None:
        """The window moved: tell the session, and write the place at the next pause."""
        self.do(sessions.Scrolled(event.block, event.offset, event.at_end))
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, lambda: self.do(sessions.Rest()))

    def library_changed(self) -> None:
        """Marks or texts have changed."""
        store = self.stage.library.store
        try:
            serial, listed = store.serials.one(self.session.serial.id), store.episodes.all(self.session.serial.id)
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))
            return
        self.do(sessions.Refreshed(serial, tuple(listed)))

    def errands_changed(self) -> None:
        """A missing text may have come."""
        if self.session.phase is Phase.MISSING:
            self.library_changed()
        self._lines()

    # --- painting ---

    def _show(self, *, lead: bool = False) -> None:
        session = self.session
        page, notice = self.page, self.query_one(Notice)
        page.display = session.phase is Phase.READING
        notice.display = not page.display
        if session.phase is Phase.READING:
            page.set_search(session.search)
            down = session.view.direction is Direction.VERTICAL
            page.set(session.text.document, self._layout(), self._title(), self._tail(), down=down)
            page.show_at(session.block, session.offset, lead=lead)
            if self.focused is None:
                page.focus()
        elif session.phase in {Phase.MISSING, Phase.ENDED}:
            notice.say_lines(self._notice())
        self._lines()

    def _layout(self) -> Layout:
        session, chosen = self.session, self.stage.settings.reading
        return Layout(
            measure=session.measure,
            paragraphs=Paragraphs(chosen.paragraphs),
            justify=chosen.justify,
            ruby=session.view.ruby,
            notes=session.view.notes,
            hanging=chosen.hanging,
            strictness=chosen.kinsoku,
            language="" if session.text.document.language else session.serial.language,
            policy=self.stage.policy,
            image_label=self.say("reading.image"),
        )

    def _title(self) -> list[str]:
        """The title over the text, unless the text has it."""
        episode = self.session.episode
        if episode is None:
            return []
        blocks = self.session.text.document.blocks
        first = next((block for block in blocks if block.text.strip()), None)
        if (
            first is not None
            and first.role is Role.HEADING
            and sessions.fold(episode.title) in sessions.fold(first.text)
        ):
            return []
        return [episode.title, *([episode.section] if episode.section else [])]

    def _tail(self) -> list[Part]:
        look = self.stage.brush.look
        following = self.session.following
        if following is None:
            return [Part(self.say("reading.end.last", key=name("space")), look.muted)]
        title = short_title(following.title, self.session.serial.title)
        return [Part(self.say("reading.end.next", key=name("space"), title=title), look.muted)]

    def _notice(self) -> list[Part]:
        look, say, session = self.stage.brush.look, self.say, self.session
        blank = Part("", look.paper)
        if session.phase is Phase.MISSING:
            episode = session.episode
            return [
                Part(episode.title if episode else "", look.strong),
                blank,
                Part(say("reading.missing.title"), look.accent),
                Part(session.reason or say("reading.missing.never"), look.ink),
                blank,
                Part(say("reading.missing.fetch", key=name("r")), look.muted),
                Part(say("reading.missing.browse", key=name("o")), look.muted),
                Part(say("reading.missing.next", key=name("space")), look.muted),
            ]
        kind = "complete" if session.serial.status is Status.COMPLETE else "ongoing"
        check = [] if kind == "complete" else [Part(say("reading.ended.check", key=name("r")), look.muted)]
        return [
            Part(say(f"reading.ended.{kind}"), look.accent + look.strong),
            blank,
            Part(say(f"reading.ended.{kind}.text", title=session.serial.title), look.ink),
            blank,
            *check,
            Part(say("reading.ended.shelf", key=name("escape")), look.muted),
        ]

    def _lines(self) -> None:
        session, say, brush = self.session, self.say, self.stage.brush
        look, episode = brush.look, session.episode
        if session.view.zen or episode is None:
            self.top_line.show([])
            self.bottom_line.show([])
            return
        self.top_line.show(
            [Part(session.serial.title, look.muted, least=8)],
            [Part(brush.fit(short_title(episode.title, session.serial.title), self.size.width // 2), look.muted)],
        )
        place = say("reading.of", at=session.index + 1, n=len(session.episodes))
        left = [Part(f"{place}  ", look.ink, least=brush.cells(place))]
        right: list[Part] = []
        if session.phase is Phase.READING:
            left += [*brush.bar(16, session.fraction), Part(f"  {session.fraction:.0%}", look.muted)]
            right = [Part(f"{self._time_left()}   ", look.muted)]
        errands = self.stage.errands.summary()
        right = [*right, Part(f"{errands}   " if errands else "", look.accent)]
        keys = [Part(name("question_mark"), look.ink), Part(f" {say('foot.help')}", look.muted)]
        self.bottom_line.show(left, [*right, *keys])

    def _time_left(self) -> str:
        session, speed = self.session, self.stage.settings.reading
        if session.episode is None:
            return ""
        here = sessions.minutes_left(session.episode, session.fraction, speed)
        ahead = sessions.minutes_to_catch_up(session, speed)
        say = self.say
        if ahead - here < 1 or self.size.width < 70:  # noqa: PLR2004 - no room for both
            return say("time.left", time=say.minutes(here))
        return say("time.left-both", time=say.minutes(here), all=say.minutes(ahead))

    def repaint(self) -> None:
        """Other colours."""
        self._show()
        self.page.repaint()

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
            self.tell(self.say("reading.selecting", copy=name("y"), stop=name("escape")))

    def action_copy(self) -> None:
        """Copy the selected text, or the chosen link, or the episode's address."""
        text = self.get_selected_text() if self.selections else ""
        target = self.page.target
        if text:
            self.app.copy_to_clipboard(text)
            self.page.end_caret()
            self.tell(self.say("copy.text", n=len(text)))
        elif target is not None and target[1].mark is Mark.LINK:
            self.stage.copy_link(target[1].value)
        elif self.session.episode is not None:
            self.stage.copy_link(self.session.episode.url)

    # --- the text's looks ---

    def _adjust(self, view: View, line: str) -> None:
        self.do(sessions.Adjust(view))
        self.stage.view = replace(self.session.view, zen=False)
        self.tell(line)

    def action_ruby(self) -> None:
        """The next ruby mode."""
        view = self.session.view
        following = _RUBY_ORDER[(_RUBY_ORDER.index(view.ruby) + 1) % len(_RUBY_ORDER)]
        self._adjust(replace(view, ruby=following), self.say(f"view.ruby.{following}"))

    def action_direction(self) -> None:
        """Across or down."""
        view = self.session.view
        other = Direction.VERTICAL if view.direction is Direction.HORIZONTAL else Direction.HORIZONTAL
        self._adjust(replace(view, direction=other), self.say(f"view.direction.{other}"))

    def action_notes(self) -> None:
        """The author's notes, shown or hidden."""
        view = replace(self.session.view, notes=not self.session.view.notes)
        self._adjust(view, self.say("view.notes.shown" if view.notes else "view.notes.hidden"))

    def _measure(self, cells: int | None) -> None:
        self._adjust(replace(self.session.view, measure=cells), "")
        self.tell(self.say("view.measure", cells=self.session.measure))

    def action_wider(self) -> None:
        """Wider lines."""
        self._measure(min(self.session.measure, self.size.width) + sessions.MEASURE_STEP)

    def action_narrower(self) -> None:
        """Narrower lines."""
        self._measure(min(self.session.measure, self.size.width) - sessions.MEASURE_STEP)

    def action_standard_width(self) -> None:
        """As wide as the settings say."""
        self._measure(View.of(self.stage.settings.reading).measure)

    def action_zen(self) -> None:
        """Nothing but the text, or the rest again."""
        view = replace(self.session.view, zen=not self.session.view.zen)
        self.set_class(view.zen, "-zen")
        self._adjust(view, self.say("view.zen", key=name("z")) if view.zen else "")

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

    def action_browse(self) -> None:
        """Open the episode's page in the browser."""
        if self.session.episode is not None:
            self.stage.browse(self.session.episode.url)
