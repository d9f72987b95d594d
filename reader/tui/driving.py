"""A screen that drives a :class:`~reader.session.Session`: carries out its effects and paints what it says.

Nothing about where reading goes on is decided here; what keys do is :mod:`reader.tui.reading`'s.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reader import session as sessions
from reader.document import Role
from reader.errors import NotFound, TsuzukiError
from reader.library import habits, lists, reading
from reader.model import Status
from reader.session import Phase
from reader.tui.album import Album
from reader.tui.bars import Prompt
from reader.tui.keys import name
from reader.tui.leaf import Across, Frame
from reader.tui.notice import Notice
from reader.tui.page import Page
from reader.tui.pane import PaneScreen, error_line
from reader.tui.picture import Canvas
from reader.tui.strips import Part
from reader.typeset.choices import Direction

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from rich.segment import Segment
    from textual.app import ComposeResult
    from textual.timer import Timer

    from reader.session import Action, Effect, Session
    from reader.settings import Reading
    from reader.typeset.lines import Layout
    from reader.typeset.runs import Figure

REST_SECONDS: Final = 1.0
"""A pause of the reader, after which the place is written."""

AHEAD_SECONDS: Final = 0.3
"""After which the next episode is read from disk."""


class SessionScreen(PaneScreen):
    """One serial, being read."""

    def __init__(self, session: Session, episode_id: int, at: tuple[int, int] | None = None, words: str = "") -> None:
        super().__init__()
        self.session = session
        self._first = (episode_id, at)
        self._words = words
        self._only_looks = at is not None
        """The reader looks something up: the place stays where it was until a page is turned."""
        self._rest: Timer | None = None
        self._album: Album | None = None
        self._learnt: tuple[int, Reading] | None = None
        """The episode at which the speed was learnt last, and the settings with it."""

    def between(self) -> ComposeResult:
        """The text, what stands there instead of one, and the field for searching."""
        yield Page(self._scrolled)
        yield Notice()
        yield Prompt(self.say("search.label"), self.say("search.hint"))

    @property
    def page(self) -> Page:
        """The text."""
        return self.query_one(Page)

    @property
    def album(self) -> Album:
        """The pictures of the text."""
        if self._album is None:
            self._album = Album(self.stage.library, self._beside, self._pictures_changed)
        return self._album

    def _beside(self, work: Coroutine[None, None, None]) -> None:
        self.run_worker(work, group="pictures", exit_on_error=False)

    def _pictures_changed(self) -> None:
        """A picture is there, or will never be: paint anew, or set anew; the reader's place stays."""
        if self.session.phase is Phase.READING:
            self._show()
            self.page.refresh()
        for canvas in self.app.screen.query(Canvas):
            canvas.refresh()

    @property
    def prompt(self) -> Prompt:
        """The field for searching."""
        return self.query_one(Prompt)

    def on_mount(self) -> None:
        """Open the episode."""
        self.page.focus()
        self.do(sessions.Open(*self._first))
        if self._words and sessions.find(self.session.text.document, self._words):
            self.do(sessions.Seek(self._words))

    @property
    def serial_here(self) -> int:
        """The serial that is read."""
        return self.session.serial.id

    # --- the session ---

    def do(self, action: Action) -> None:
        """Tell the session, and carry out what it asks for; what could not be written is never told as done."""
        if isinstance(action, (sessions.Turn, sessions.Step, sessions.StepUnread)):
            self._only_looks = False
        self.session, effects = sessions.advance(self.session, action)
        failed: list[Effect] = []
        for effect in effects:
            if failed and isinstance(effect, sessions.Tell):
                continue
            try:
                self._carry_out(effect)
            except TsuzukiError as error:
                failed.append(effect)
                self.tell(error_line(self.say, error))
        if any(isinstance(effect, sessions.Keep) for effect in failed):
            self.session = replace(self.session, kept=None)  # to be tried again at the next pause
        if any(isinstance(effect, sessions.SetState) for effect in failed):
            self.library_changed()  # show the marks as they are
        self._lines()

    def _carry_out(self, effect: Effect) -> None:
        library = self.stage.library
        match effect:
            case sessions.Load(episode_id):
                self._load(episode_id)
            case sessions.Prefetch(episode_id):
                self.set_timer(AHEAD_SECONDS, lambda: self._load_ahead(episode_id))
            case sessions.Keep() if self._only_looks:
                pass
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

    def reads_on(self) -> None:
        """The reader does not only look something up: from now on the place is kept."""
        self._only_looks = False

    def leave(self) -> None:
        """Write the place; nothing is open afterwards."""
        if self._rest is not None:
            self._rest.stop()
        self.do(sessions.Shut())

    def _scrolled(self, block: int, offset: int, at_end: bool) -> None:
        """The window moved: tell the session, and write the place at the next pause."""
        self.do(sessions.Scrolled(block, offset, at_end))
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_SECONDS, lambda: self.do(sessions.Rest()))

    def library_changed(self) -> None:
        """Marks or texts have changed."""
        store = self.stage.library.store
        try:
            serial, listed = store.serials.one(self.session.serial.id), store.episodes.all(self.session.serial.id)
            self.album.look_again()
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
            if session.episode is not None:
                self.album.open(session.episode.id)
            page.pictures = self._painted
            page.set_search(session.search)
            page.set(session.text.document, self._layout(), self._title(), self._tail(), self.frame)
            page.show_at(session.block, session.offset, lead=lead)
            if self.focused is None:
                page.focus()
        elif session.phase in {Phase.MISSING, Phase.ENDED}:
            notice.say_lines(self._notice())
        self._lines()

    @property
    def _edge(self) -> int | None:
        """Where two pages begin, the bars above and below them begin too."""
        leaf = self.page.leaf if self.session.phase is Phase.READING else None
        return leaf.left(self.size.width) if isinstance(leaf, Across) and len(leaf.pages) > 1 else None

    def _painted(self, figure: Figure) -> Sequence[Sequence[Segment]] | None:
        return self.album.rows(self.stage.brush, figure)

    @property
    def frame(self) -> Frame:
        """How the window is parted."""
        view = self.session.view
        return Frame(view.direction is Direction.VERTICAL, view.two_columns, view.margin, view.column or 0)

    def _layout(self) -> Layout:
        session = self.session
        return replace(
            session.view.layout(session.language),
            language="" if session.text.document.language else session.serial.language,
            policy=self.stage.policy,
            figures=self.album.sizes,
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
        title = lists.short_title(following.title, self.session.serial.title)
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
                Part(say.told(session.reason) or say("reading.missing.never"), look.ink),
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
        self.top_line.edge = self.bottom_line.edge = self._edge
        if session.view.zen or episode is None:
            self.top_line.show([])
            self.bottom_line.show([])
            return
        self.top_line.show(
            [Part(session.serial.title, look.muted, least=8)],
            [Part(brush.fit(lists.short_title(episode.title, session.serial.title), self.size.width // 2), look.muted)],
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
        session = self.session
        if session.episode is None:
            return ""
        speed = self._speed(session.episode.id)
        here = sessions.minutes_left(session.episode, session.fraction, speed)
        ahead = sessions.minutes_to_catch_up(session, speed)
        say = self.say
        if ahead - here < 1 or self.size.width < 70:  # noqa: PLR2004 - no room for both
            return say("time.left", time=say.minutes(here))
        return say("time.left-both", time=say.minutes(here), all=say.minutes(ahead))

    def _speed(self, episode_id: int) -> Reading:
        """The settings with this reader's speed in them, learnt anew with each episode."""
        if self._learnt is None or self._learnt[0] != episode_id:
            try:
                learnt = habits.speeds(self.stage.library).reading(self.session.serial.language)
            except TsuzukiError:
                learnt = self.stage.settings.reading
            self._learnt = episode_id, learnt
        return self._learnt[1]

    def repaint(self) -> None:
        """Other colours."""
        self._show()
        self.page.repaint()
