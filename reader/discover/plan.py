"""What to fetch next: discovery as a state machine without I/O.

    Discovery(url)
      next()  -> Ask            fetches that are wanted; hand each answer back with take(), in any order
              -> Discovered     the table of contents with its evidence
              -> Choices        the page holds several serials; start again with ``pick``
              raises NotASerial, Disallowed, or whatever befell the first fetch
      take(fetch, answer)       answer: Facts, or the TsuzukiError that came instead

Owns the budget, the memory of answers and the notes for the reader.  Refuses to know how a serial is found (``routes``)
and how a page is fetched or parsed: it imports neither lxml nor feedparser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.addresses import is_web, without_fragment
from reader.discover.look import Look
from reader.discover.routes import search
from reader.errors import Disallowed, TsuzukiError

if TYPE_CHECKING:
    from datetime import datetime

    from reader.discover.facts import Facts
    from reader.model import Choices, Discovered, Fetch

BUDGET = 60
"""Requests for one table of contents."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Fetches that discovery wants; they do not depend on each other."""

    fetches: tuple[Fetch, ...]


class Discovery:
    """Finds the serial behind one address."""

    def __init__(self, url: str, *, pick: int | None = None, budget: int = BUDGET, now: datetime | None = None) -> None:
        self.url = url
        self.now = now
        self._look = Look(budget)
        self._route = search(self._look, url, pick)
        self._open: dict[str, Fetch] = {}
        self._result: Discovered | Choices | None = None
        self._failure: TsuzukiError | None = None

    @property
    def fetched(self) -> int:
        """How many requests were asked for so far."""
        return self._look.spent

    @property
    def notes(self) -> tuple[str, ...]:
        """What was learnt so far, one line each, for the reader."""
        return tuple(self._look.notes)

    def next(self) -> Ask | Discovered | Choices:
        """The next question, or the answer.  Raises :class:`~reader.errors.NotASerial` and fetch errors."""
        if self._failure:
            raise self._failure
        if self._result is not None:
            return self._result
        if not is_web(self.url):
            raise Disallowed(
                "this is no web address", subject=self.url, hint="Give an address that begins with https://."
            )
        if not self._open:
            try:
                wanted = next(self._route)
            except StopIteration as done:
                self._result = done.value
                return done.value  # type: ignore[no-any-return]
            except TsuzukiError as error:
                self._failure = error
                raise
            self._open = {fetch.url: fetch for fetch in wanted}
        return Ask(tuple(self._open.values()))

    def take(self, fetch: Fetch, answer: Facts | TsuzukiError) -> None:
        """Hand back the answer to one of the fetches asked for."""
        self._open.pop(fetch.url, None)
        self._look.remember(without_fragment(fetch.url), answer)
