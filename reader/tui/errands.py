"""What runs beside the reading: looking for news, fetching texts, asking the archive.  One errand a serial.

Owns which errands run and how far they are; the screens ask, and are told when it changes.  The network runs in the
application's own loop with a client of its own each time, SQLite calls are short, parsing is another process': keys
are never waited with.  One look for news runs at a time, here or in another Tsuzuki: the next waits for its turn.
"""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.discover.wishes import wish_of
from reader.errors import Locked, TsuzukiError
from reader.files import update_holder
from reader.model import SourceKind
from reader.tui.imports import NETWORK, imported
from reader.tui.pane import error_line, with_hint

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence

    from textual.timer import Timer

    from reader.library.refreshing import Fetched, FetchReport, Outcome
    from reader.tui.stage import Stage

NEWS_SECONDS: Final = 0.25
"""At most that often screens are told of progress."""

TURN_SECONDS: Final = 1.0
"""Between two looks whether the other update is done."""

OTHERS_SECONDS: Final = 3.0
"""Between two looks whether another Tsuzuki updates."""


@dataclass(slots=True)
class Errand:
    """One serial's: ``key`` is the message that tells it; ``total`` 0 until it is known how much there is to do."""

    key: str
    done: int = 0
    total: int = 0


class Errands:
    """The errands that are running."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._running: dict[int, Errand] = {}
        self._news: Timer | None = None
        self._other: int | None = None
        """The process of another Tsuzuki that updates now, 0 where it is not known."""
        self._asked = False
        """Has the reader allowed to ask the archive, since the program began?"""

    # --- what the screens ask ---

    def is_busy(self, serial_id: int) -> bool:
        """Whether something runs for a serial."""
        return serial_id in self._running

    def line(self, serial_id: int) -> str:
        """What runs for a serial, in a few words, or ``""``."""
        errand = self._running.get(serial_id)
        if errand is None:
            return ""
        say = self._stage.say
        return say(f"{errand.key}-some", done=errand.done, n=errand.total) if errand.total else say(errand.key)

    def summary(self) -> str:
        """All that runs, in a few cells, or ``""``."""
        if not self._running:
            return ""
        done = sum(one.done for one in self._running.values())
        total = sum(one.total for one in self._running.values())
        if total:
            return self._stage.say("fetch.running", done=done, n=total)
        return self._stage.say(next(iter(self._running.values())).key)

    def others(self) -> str:
        """That another Tsuzuki updates, in a few words, or ``""``."""
        return "" if self._other is None else self._stage.say("errand.other")

    @property
    def may_rescue(self) -> bool:
        """Whether the settings let the archive be asked."""
        return self._stage.settings.fetch.archive != "never"

    @property
    def archive_is_asked(self) -> bool:
        """Whether the archive is asked without a further question."""
        return self._asked or self._stage.settings.fetch.archive == "always"

    # --- beginning ---

    def update(self, serial_ids: Sequence[int]) -> None:
        """Look for news of serials and fetch what they miss."""
        free = [one for one in serial_ids if one not in self._running]
        self._start(free, "errand.looking", lambda: self._look(free))

    def fetch(self, serial_id: int, only: Collection[int] | None = None) -> None:
        """Fetch a serial's missing texts, or those of the episodes ``only``."""
        self._start(self._free(serial_id), "errand.fetching", lambda: self._fetch(serial_id, only))

    def rescue(self, serial_id: int) -> None:
        """Look for a serial's missing texts in the Wayback Machine; the reader has said yes."""
        self._asked = True
        self._start(self._free(serial_id), "errand.rescuing", lambda: self._rescue(serial_id))

    def _free(self, serial_id: int) -> list[int]:
        return [] if serial_id in self._running else [serial_id]

    def _start(self, serial_ids: Sequence[int], key: str, work: Callable[[], Awaitable[str]]) -> None:
        if not serial_ids:
            self._stage.tell(self._stage.say("refresh.already"))
            return
        for serial_id in serial_ids:
            self._running[serial_id] = Errand(key)
        self._stage.run_worker(self._run(serial_ids, work), name="errand", exit_on_error=False)
        self._stage.errands_changed()

    async def _run(self, serial_ids: Sequence[int], work: Callable[[], Awaitable[str]]) -> None:
        try:
            await imported(NETWORK)
            line = await work()
        except TsuzukiError as error:
            line = error_line(self._stage.say, error)
        finally:
            self._end(serial_ids)
        if line:
            self._stage.tell(line)

    # --- running: each answers with one line for the reader ---

    async def _look(self, serial_ids: Sequence[int]) -> str:
        from reader.library.refreshing import update  # noqa: PLC0415 - its imports are the network's

        while True:
            await self._wait_for_turn(serial_ids)
            try:
                outcomes = await update(self._stage.library, serial_ids, watch=self._watch)
            except Locked:
                if self._holder() is None:
                    raise  # somebody has the library itself
                continue
            return self._told(outcomes)

    async def _wait_for_turn(self, serial_ids: Sequence[int]) -> None:
        """Until no other update runs; what waits says so."""
        while self._holder() is not None:
            self._tell_key(serial_ids, "errand.waiting")
            await asyncio.sleep(TURN_SECONDS)
        self._tell_key(serial_ids, "errand.looking")

    def _holder(self) -> int | None:
        return update_holder(self._stage.library.folders.update_lock)

    async def _fetch(self, serial_id: int, only: Collection[int] | None) -> str:
        from reader.library.refreshing import fetch_missing  # noqa: PLC0415 - as above

        report = await fetch_missing(self._stage.library, serial_id, watch=self._watch, only=only or None)
        store = self._stage.library.store
        lost = sum(one.lost for one in store.episodes.all(serial_id))
        archived = any(one.kind is SourceKind.ARCHIVE for one in store.sources.of(serial_id))
        if archived and report.failures and not only and self.may_rescue:
            return await self._rescue(serial_id)  # The reader wanted the archive's copies when it was added.
        if not lost or not self.may_rescue:
            return self._reported(report)
        if self._stage.settings.fetch.archive == "always":
            return await self._rescue(serial_id)
        return f"{self._reported(report)} {self._stage.say('rescue.offer', n=lost, key='W')}"

    async def _rescue(self, serial_id: int) -> str:
        from reader.library.rescuing import rescue  # noqa: PLC0415 - as above

        self._tell_key([serial_id], "errand.rescuing")
        report = await rescue(self._stage.library, serial_id, watch=self._watch)
        return self._stage.say("rescue.done", n=report.saved, missing=len(report.failures))

    def look_for_others(self) -> None:
        """Look whether another Tsuzuki updates; what it has changed is shown while it does, and when it is done."""
        holder = self._holder()
        other = None if holder == os.getpid() else holder
        if other is not None or self._other is not None:
            self._other = other
            self._stage.errands_changed()

    # --- progress ---

    def _tell_key(self, serial_ids: Sequence[int], key: str) -> None:
        for serial_id in serial_ids:
            errand = self._running.get(serial_id)
            if errand is not None and errand.key != key:
                self._running[serial_id] = Errand(key)
                self._tell_soon()

    def _watch(self, fetched: Fetched) -> None:
        errand = self._running.get(fetched.serial_id)
        if errand is None:
            return
        if errand.key == "errand.looking":
            errand.key = "errand.fetching"
        errand.done, errand.total = fetched.done, fetched.total
        self._tell_soon()

    def _tell_soon(self) -> None:
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

    # --- the line at the end ---

    def _told(self, outcomes: Sequence[Outcome]) -> str:
        say = self._stage.say
        failed = [one for one in outcomes if one.error]
        new = sum(one.new for one in outcomes)
        if len(outcomes) == 1:
            return self._told_of(outcomes[0])
        if failed:
            return say("refresh.some-failed", n=len(failed), error=say.told(failed[0].error))
        return say("refresh.all-new", n=new) if new else say("refresh.all-none")

    def _told_of(self, one: Outcome) -> str:
        say = self._stage.say
        if one.rescued:
            return say("rescue.done", n=one.rescued, missing=one.lost)
        if one.error and not one.new:
            return say("refresh.failed", title=one.title, error=with_hint(say.told(one.error), say.told(one.hint)))
        if one.new:
            return say("refresh.new", n=one.new, title=one.title)
        if one.edited:
            return say("refresh.edited", n=one.edited, title=one.title)
        return say("fetch.done", n=one.fetched) if one.fetched else say("refresh.none", title=one.title)

    def _reported(self, report: FetchReport) -> str:
        say = self._stage.say
        if not report.failures:
            return say("fetch.done", n=report.saved) if report.saved else ""
        first = report.failures[0]
        wishes = [wish for one in report.failures if (wish := wish_of(one.url)) is not None]
        if len(wishes) == len(report.failures):
            return say("wish.kept", site=wishes[0].site)
        error = with_hint(say.told(first.error), say.told(first.hint))
        return say("fetch.done-failed", n=report.saved, missing=len(report.failures), error=error)
