"""What runs beside the reading: looking for news, fetching texts.  One errand a serial, told in place.

Owns which errands run and how far they are; the screens ask, and are told when it changes.  The network runs in the
application's own loop with a client of its own each time, SQLite calls are short, parsing is another process': keys
are never waited with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.errors import TsuzukiError
from reader.tui.pane import error_line, with_hint

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from textual.timer import Timer

    from reader.library.refreshing import Fetched, FetchReport, Outcome
    from reader.tui.stage import Stage

NEWS_SECONDS: Final = 0.25
"""At most that often screens are told of progress."""


@dataclass(slots=True)
class Errand:
    """One serial's: ``total`` 0 while it is only looked for news."""

    done: int = 0
    total: int = 0


class Errands:
    """The errands that are running."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._running: dict[int, Errand] = {}
        self._news: Timer | None = None

    def is_busy(self, serial_id: int) -> bool:
        """Whether something runs for a serial."""
        return serial_id in self._running

    def line(self, serial_id: int) -> str:
        """What runs for a serial, in a few words, or ``""``."""
        errand = self._running.get(serial_id)
        if errand is None:
            return ""
        if not errand.total:
            return self._stage.say("shelf.checking")
        return self._stage.say("shelf.fetching", done=errand.done, n=errand.total)

    def summary(self) -> str:
        """All that runs, in a few cells, or ``""``."""
        if not self._running:
            return ""
        done = sum(one.done for one in self._running.values())
        total = sum(one.total for one in self._running.values())
        return self._stage.say("fetch.running", done=done, n=total) if total else self._stage.say("shelf.checking")

    def update(self, serial_ids: Sequence[int]) -> None:
        """Look for news of serials and fetch what they miss."""
        self._start([one for one in serial_ids if one not in self._running], None)

    def fetch(self, serial_id: int, only: Collection[int] | None = None) -> None:
        """Fetch a serial's missing texts, or those of the episodes ``only``."""
        self._start([] if serial_id in self._running else [serial_id], only or ())

    def _start(self, serial_ids: Sequence[int], only: Collection[int] | None) -> None:
        if not serial_ids:
            self._stage.tell(self._stage.say("refresh.already"))
            return
        for serial_id in serial_ids:
            self._running[serial_id] = Errand()
        work = self._look(serial_ids) if only is None else self._fetch(serial_ids[0], only)
        self._stage.run_worker(work, name="errand", exit_on_error=False)
        self._stage.errands_changed()

    async def _look(self, serial_ids: Sequence[int]) -> None:
        from reader.library.refreshing import update  # noqa: PLC0415 - its imports are the network's

        try:
            outcomes = await update(self._stage.library, serial_ids, watch=self._watch)
            line = self._told(outcomes)
        except TsuzukiError as error:
            line = error_line(self._stage.say, error)
        finally:
            self._end(serial_ids)
        self._stage.tell(line)

    async def _fetch(self, serial_id: int, only: Collection[int]) -> None:
        from reader.library.refreshing import fetch_missing  # noqa: PLC0415 - as above

        try:
            report = await fetch_missing(self._stage.library, serial_id, watch=self._watch, only=only or None)
            line = self._reported(report)
        except TsuzukiError as error:
            line = error_line(self._stage.say, error)
        finally:
            self._end([serial_id])
        if line:
            self._stage.tell(line)

    def _watch(self, fetched: Fetched) -> None:
        errand = self._running.get(fetched.serial_id)
        if errand is None:
            return
        errand.done, errand.total = fetched.done, fetched.total
        if self._news is None:
            self._news = self._stage.set_timer(NEWS_SECONDS, self._spread)

    def _spread(self) -> None:
        self._news = None
        self._stage.errands_changed()

    def _end(self, serial_ids: Sequence[int]) -> None:
        for serial_id in serial_ids:
            self._running.pop(serial_id, None)
        if self._stage.is_running:
            self._stage.errands_changed()

    def _told(self, outcomes: Sequence[Outcome]) -> str:
        say = self._stage.say
        failed = [one for one in outcomes if one.error]
        new = sum(one.new for one in outcomes)
        if len(outcomes) == 1:
            one = outcomes[0]
            if one.error and not one.new:
                return say("refresh.failed", title=one.title, error=with_hint(one.error, one.hint))
            if one.new:
                return say("refresh.new", n=one.new, title=one.title)
            return say("fetch.done", n=one.fetched) if one.fetched else say("refresh.none", title=one.title)
        if failed:
            return say("refresh.some-failed", n=len(failed), error=failed[0].error)
        return say("refresh.all-new", n=new) if new else say("refresh.all-none")

    def _reported(self, report: FetchReport) -> str:
        say = self._stage.say
        if not report.failures:
            return say("fetch.done", n=report.saved) if report.saved else ""
        first = report.failures[0]
        error = with_hint(first.error, first.hint)
        return say("fetch.done-failed", n=report.saved, missing=len(report.failures), error=error)
