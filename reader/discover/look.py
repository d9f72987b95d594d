"""The eyes of discovery: what has been asked, what was answered, what is left of the budget.

Owns the memory of answers by address (redirects included) and the generator protocol: a route yields the fetches that
it waits for and goes on when all are answered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from reader.addresses import without_fragment
from reader.discover.facts import FeedFacts, PageFacts
from reader.discover.rows import page_key
from reader.errors import TsuzukiError
from reader.model import Fetch, Purpose

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.facts import Facts

Answer = "Facts | TsuzukiError"
_Kind = TypeVar("_Kind", PageFacts, FeedFacts)


class Look:
    """Asks for resources within a budget and remembers what came."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.spent = 0
        self.notes: list[str] = []
        self._answers: dict[str, Facts | TsuzukiError] = {}

    @property
    def left(self) -> int:
        """How many requests may still be made."""
        return self.budget - self.spent

    def remember(self, url: str, answer: Facts | TsuzukiError) -> None:
        """Keep an answer under the address asked for and the one where it was found."""
        self._answers[self._key(url)] = answer
        if isinstance(answer, PageFacts):
            self._answers.setdefault(self._key(answer.url), answer)

    @staticmethod
    def _key(url: str) -> str:
        return without_fragment(url)

    def known(self, url: str) -> bool:
        """Whether the address was asked for before."""
        return self._key(url) in self._answers

    def seen(self, kind: type[_Kind]) -> list[_Kind]:
        """Every page, or every feed, that came, once each, in the order of asking."""
        return list({id(answer): answer for answer in self._answers.values() if isinstance(answer, kind)}.values())

    def ask(
        self, urls: Sequence[str], purpose: Purpose = Purpose.PAGE, why: str = ""
    ) -> Generator[tuple[Fetch, ...], None, list[Facts | TsuzukiError | None]]:
        """The answers to several addresses, None for those that the budget does not reach."""
        wanted: dict[str, Fetch] = {}
        for url in urls:
            key = self._key(url)
            if key not in self._answers and key not in wanted and len(wanted) < self.left:
                wanted[key] = Fetch(key, purpose, why=why)
        if wanted:
            self.spent += len(wanted)
            yield tuple(wanted.values())
        return [self._answers.get(self._key(url)) for url in urls]

    def one(
        self, url: str, purpose: Purpose = Purpose.PAGE, why: str = ""
    ) -> Generator[tuple[Fetch, ...], None, Facts | None]:
        """One answer, None where it failed."""
        (answer,) = yield from self.ask([url], purpose, why)
        return None if answer is None or isinstance(answer, TsuzukiError) else answer

    def page(self, url: str, why: str = "") -> Generator[tuple[Fetch, ...], None, PageFacts | None]:
        """One page, None where it failed or is something else."""
        answer = yield from self.one(url, Purpose.PAGE, why)
        return answer if isinstance(answer, PageFacts) and not answer.trouble else None


def same_page(first: str, second: str) -> bool:
    """Whether two addresses are one page to us."""
    return page_key(first) == page_key(second)
