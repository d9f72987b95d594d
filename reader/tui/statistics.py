"""What was read: days, days in a row, speed, a picture of the year, and how long the rest of each serial takes.

Owns how statistics are shown, of all serials or of one.  What they are is :mod:`reader.library.habits`'.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar, Final

from reader import yearly
from reader.errors import TsuzukiError
from reader.library import dripping, habits, lists
from reader.tui.keys import Pane
from reader.tui.pane import PaneScreen, bindings, error_line
from reader.tui.rows import Rows
from reader.tui.strips import MARGIN, Brush, Part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.habits import Speed
    from reader.library.dripping import Dripping
    from reader.library.habits import Statistics
    from reader.locale import Say
    from reader.model import Serial

SHADES: Final = {1: "·░▒▓█", 2: ".-+*#"}
"""Signs of the levels, by the cells of ambiguous characters; nothing in the second is ambiguous."""
LISTED: Final = 12
"""Serials whose rest is reckoned."""
NAME_CELLS: Final = 5
"""Before the picture: a weekday."""
LANGUAGES: Final = {"ja": "language.ja", "en": "language.en", "zh": "language.zh", "ko": "language.ko"}

Line = tuple[list[Part], list[Part]]
"""What stands to the left of a row, and what to the right."""


class Figures(Rows):
    """Lines of text; there is no cursor to be seen, only a window that moves."""

    def __init__(self) -> None:
        super().__init__(id="figures")
        self.shown: list[Line] = []

    def count(self) -> int:
        """Lines."""
        return len(self.shown)

    def paint(self, brush: Brush, index: int, width: int, *, current: bool) -> Sequence[Strip]:
        """One line."""
        del current
        return [brush.row(width, *self.shown[index], margin=MARGIN)]

    def move(self, by: int) -> None:
        """The window by so many lines."""
        self.go(self._top + by)

    def go(self, index: int) -> None:
        """The window to a line, or as far as there are lines."""
        self._top = min(max(0, index), max(0, self.count() - self.size.height))
        self.refresh()


class StatisticsScreen(PaneScreen):
    """The screen: of the serial ``serial_id``, or of all."""

    pane = Pane.STATISTICS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Pane.STATISTICS)

    def __init__(self, serial_id: int | None = None) -> None:
        super().__init__()
        self._serial_id = serial_id
        self._year = 0

    def between(self) -> ComposeResult:
        """The lines."""
        yield Figures()

    @property
    def rows(self) -> Figures:
        """The lines."""
        return self.query_one(Figures)

    def on_mount(self) -> None:
        """Show this year."""
        self._year = self._today().year
        self.rows.focus()
        self.library_changed()

    def _today(self) -> date:
        return self.stage.now().astimezone().date()

    def library_changed(self) -> None:
        """Read the log anew."""
        try:
            self._show()
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))

    def _show(self) -> None:
        library, year = self.stage.library, self._year
        told = habits.statistics(library, date(year, 1, 1), date(year, 12, 31), self._serial_id)
        serials = lists.serials(library)
        shown = [one for one in serials if one.id == self._serial_id] if self._serial_id else _begun(serials)
        drips = dripping.of_all(library, serials)
        painter = Painter(self.stage.brush, self.say, self._today())
        lines = [*painter.whole(told), *painter.speeds(told), painter.blank(), *painter.picture(year, told)]
        rest = [painter.rest(one, habits.left(library, one, told.speeds), drips.get(one.id)) for one in shown]
        if rest:
            lines += [painter.blank(), *rest]
        self.rows.shown = lines
        self.rows.renew(0)
        look = self.stage.brush.look
        title = shown[0].title if self._serial_id and shown else ""
        self.top_line.show(
            [Part(self.say("pane.statistics"), look.bright, least=8), Part(f"  {title}", look.muted)],
            [Part(self.say("stats.year", year=year), look.muted)],
        )

    # --- actions ---

    def action_earlier_year(self) -> None:
        """The year before."""
        self._turn(-1)

    def action_later_year(self) -> None:
        """The year after, as far as this one."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        self._year = min(max(date.min.year + 1, self._year + by), self._today().year)
        self.library_changed()

    def action_down(self) -> None:
        """A line on."""
        self.rows.move(1)

    def action_up(self) -> None:
        """A line back."""
        self.rows.move(-1)

    def action_page_down(self) -> None:
        """A window on."""
        self.rows.page(1)

    def action_page_up(self) -> None:
        """A window back."""
        self.rows.page(-1)

    def action_top(self) -> None:
        """To the first line."""
        self.rows.go(0)

    def action_bottom(self) -> None:
        """To the last line."""
        self.rows.go(self.rows.count())


class Painter:
    """Makes lines of figures."""

    def __init__(self, brush: Brush, say: Say, today: date) -> None:
        self._brush = brush
        self._say = say
        self._today = today

    def blank(self) -> Line:
        """Air."""
        return [], []

    def whole(self, told: Statistics) -> list[Line]:
        """The year in numbers, and the days in a row."""
        say, look, whole, streak = self._say, self._brush.look, told.whole, told.streak
        facts = [
            say("stats.characters", n=whole.characters),
            say("stats.episodes", n=whole.episodes),
            say.minutes(whole.seconds / 60),
        ]
        row = [say("stats.not-yet")] if streak.days and not streak.with_today else []
        row.append(say("stats.longest", n=streak.longest))
        return [
            ([Part(say("stats.days", n=len(told.days)), look.strong), *self._dotted(facts)], []),
            ([Part(say("stats.streak", n=streak.days), look.strong), *self._dotted(row)], []),
        ]

    def speeds(self, told: Statistics) -> list[Line]:
        """How fast the reader reads, as far as that is known."""
        say, look = self._say, self._brush.look
        known = [self._speed(one.language, one.speed, in_words=one.in_words) for one in told.speeds.known]
        lines: list[Line] = [([Part(one, look.ink, least=20)], []) for one in known[:3]]
        return lines or [([Part(say("stats.no-speed"), look.muted)], [])]

    def _speed(self, language: str, speed: Speed, *, in_words: bool) -> str:
        say = self._say
        name = say(LANGUAGES[language]) if language in LANGUAGES else language or say("language.unknown")
        key = "stats.speed-words" if in_words else "stats.speed-characters"
        return say(key, language=name, speed=round(speed.per_minute), n=speed.pages)

    def picture(self, year: int, told: Statistics) -> list[Line]:
        """The year, a column a week, and what its shades mean."""
        brush, look, say = self._brush, self._brush.look, self._say
        made = yearly.picture(year, {day: one.characters for day, one in told.days.items()})
        shades = SHADES[brush.policy.ambiguous]
        styles = (look.faint, *[look.good] * yearly.LEVELS)
        months, weekdays = tuple(say("stats.months").split()), say("stats.weekdays").split()
        head = yearly.month_row(made, months, 1, tuple(map(brush.cells, months)))
        lines: list[Line] = [([Part(" " * NAME_CELLS + head, look.muted)], [])]
        for weekday, row in zip(weekdays, made.rows, strict=True):
            name = weekday + " " * (NAME_CELLS - brush.cells(weekday))
            cells = [Part(" ", look.paper) if level is None else Part(shades[level], styles[level]) for level in row]
            lines.append(([Part(name, look.muted), *cells], []))
        legend = [Part(" " * NAME_CELLS, look.paper), Part(shades[0], look.faint)]
        legend.append(Part(f" {say('stats.nothing')}", look.muted))
        for shade, limit in zip(shades[1:], made.limits, strict=False):
            legend += [Part(f"  {shade}", look.good), Part(f" {limit:,}", look.muted)]
        if made.limits:
            legend.append(Part(f" {say('stats.and-more')}", look.muted))
        return [*lines, (legend, [])]

    def rest(self, serial: Serial, left: habits.Left, standing: Dripping | None) -> Line:
        """How long the rest of a serial takes, and what its drip says."""
        say, look = self._say, self._brush.look
        time = say("time.left", time=say.minutes(left.minutes)) if left.episodes else say("shelf.all-read")
        right = [Part(f"{drip_words(say, standing, self._today)}  ", look.accent)] if standing is not None else []
        if left.episodes:
            right.append(Part(f"{say('count.new', n=left.episodes)}  ", look.muted))
        return [Part(serial.title, look.ink, least=12)], [*right, Part(time, look.bright)]

    def _dotted(self, facts: Sequence[str]) -> list[Part]:
        look = self._brush.look
        dot = Part(f" {self._brush.signs.dot} ", look.faint)
        return [part for fact in facts for part in (dot, Part(fact, look.muted))]


def drip_words(say: Say, standing: Dripping, today: date) -> str:
    """What is new of a drip, and when the reader is caught up."""
    new = say("drip.new", n=standing.waiting) if standing.waiting else say("drip.none")
    return f"{new} {say('drip.caught-up', day=say.day(standing.caught_up, today))}" if standing.unread else new


def _begun(serials: Sequence[Serial]) -> list[Serial]:
    """Serials in which something is read and something is not, the one read last first."""
    begun = [one for one in serials if one.read_at is not None and one.counts.read < one.counts.episodes]
    return sorted(begun, key=lambda one: one.read_at is not None and one.read_at.timestamp(), reverse=True)[:LISTED]
