"""The only door to the network: one request becomes one resource, politely and within limits.

Owns the way of a request through robots.txt, its host's turn, redirects and second attempts.  Refuses cookies and
credentials that would outlive a request or reach another host, and any answer beyond the limits.
Sources: RFC 9110 (redirects, conditional requests), RFC 9309 (robots), RFC 6585 (429).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import httpx

from reader import __version__
from reader.errors import Disallowed, FetchError, HttpStatus, Throttled, TimedOut, TsuzukiError, Unreachable
from reader.model import Fetch, Purpose, Resource
from reader.pacing import Outcome, Pacing, Rules, retry_after_seconds
from reader.settings import Fetching
from reader.web.failures import Failure, asked_elsewhere, failure_of, refusal, too_soon
from reader.web.guard import Guard, Target, redirected, target_of
from reader.web.limits import Limits
from reader.web.line import Answer, Interrupted, Line, Question
from reader.web.protocol import RobotsInMemory, RobotsShelf
from reader.web.robots import Robots
from reader.web.slots import Slots
from reader.web.turns import OwnTurns
from reader.web.unpack import gunzip

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection

    from reader.web.turns import Turn, Turns

USER_AGENT = f"Tsuzuki/{__version__} (+https://github.com/tsuzuki-reader/tsuzuki)"

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_AGAIN = frozenset({429, 502, 503, 504})
_TROUBLE = frozenset({500, 502, 504})
_PATIENCE = frozenset({429, 503})
_NOT_MODIFIED = 304
_COOKIES_BYTES = 4096
_LOOK_SECONDS = 0.1
"""Between two looks whether another process has let go of a host."""

_FEED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
_ACCEPT = {
    Purpose.FEED: _FEED,
    Purpose.API: "application/json, */*;q=0.8",
    Purpose.SITEMAP: "application/xml, text/xml, */*;q=0.8",
    Purpose.ROBOTS: "text/plain, */*;q=0.8",
    Purpose.IMAGE: "image/webp, image/jpeg, image/png, image/gif, image/*;q=0.5",
}
_ACCEPT_PAGE = "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8"


@dataclass(slots=True)
class _Trip:
    """One resource's way: the network time it has left, and what must not outlive it."""

    fetch: Fetch
    left_seconds: float
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    """By origin, then by name."""


class Client:
    """The real web.  ``allow`` names further hosts (``host`` or ``host:port``) that may be private.

    ``robots`` keeps robots.txt files between runs, ``turns`` the hosts' turns among processes.  ``log`` is told each
    answer and each notable event in one line.  ``clock`` and ``sleep`` are for tests that turn time by hand.
    """

    def __init__(
        self,
        fetching: Fetching | None = None,
        *,
        allow: Collection[str] = (),
        robots: RobotsShelf | None = None,
        turns: Turns | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        log: Callable[[str], None] | None = None,
        user_agent: str = USER_AGENT,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._fetching = fetching or Fetching()
        self._limits = limits or Limits()
        self._guard = Guard([*allow, *self._fetching.allow_private])
        self._robots = Robots(robots or RobotsInMemory(), self._limits)
        self._now, self._clock, self._sleep = now, clock, sleep
        self._log = log or (lambda _: None)
        self._user_agent = user_agent
        at_once = self._fetching.hosts_at_once
        self._pacing = Pacing(Rules(pace_seconds=self._fetching.pace_seconds, hosts_at_once=at_once), jitter)
        self._side_by_side = Slots(at_once)
        self._turns = turns or OwnTurns()
        self._waiting: dict[str, asyncio.Lock] = {}
        self._robots_turns: dict[str, asyncio.Lock] = {}
        self._lines: dict[str, Line] = {}
        """Least recently used first."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for line in self._lines.values():
            with contextlib.suppress(OSError, httpx.HTTPError):
                await line.close()
        self._lines.clear()

    async def fetch(self, fetch: Fetch) -> Resource:
        """The resource behind an address: of a status that is a success, or 304 where the fetch was conditional.

        Raises kinds of :class:`FetchError` alone (and :class:`~reader.errors.ConfigError` for an environment that
        cannot be used), each with the address it is about and what can be done.
        """
        trip = _Trip(fetch, self._fetching.deadline_seconds)
        target, passed, permanent = target_of(fetch.url), [], True
        while True:
            await self._heed_robots(target)
            answer = await self._answer(target, trip)
            if answer.status not in _REDIRECTS:
                break
            passed.append(target.url)
            permanent = permanent and answer.status in _PERMANENT
            target = self._follow(target, answer, passed, trip)
        return Resource(
            url=fetch.url,
            final_url=target.url,
            status=answer.status,
            headers=answer.headers,
            body=self._unwrapped(fetch.purpose, answer.body, target),
            fetched_at=self._now(),
            redirects=tuple(passed),
            permanent=permanent and bool(passed),
            cut=answer.cut,
        )

    # --- redirects ---------------------------------------------------------------------------------------------

    def _follow(self, target: Target, answer: Answer, passed: list[str], trip: _Trip) -> Target:
        location = answer.headers.get("location", "")
        if not location:
            raise refusal(answer.status, target.url)
        if len(passed) > self._limits.redirects:
            raise HttpStatus(
                f"redirects more than {self._limits.redirects} times",
                subject=trip.fetch.url,
                status=answer.status,
                hint="Open it in a browser; it may want cookies.",
            )
        had_cookies = _cookies_for(target, trip)
        _keep_cookies(target, answer, trip)
        following = redirected(target, _as_utf8(location))
        if following.origin == target.origin:
            following = replace(following, authorization=target.authorization)
        if following.url in passed and _cookies_for(target, trip) == had_cookies:
            raise HttpStatus(
                "redirects in a circle",
                subject=trip.fetch.url,
                status=answer.status,
                hint="Open it in a browser; it may want cookies.",
            )
        if (target.scheme, following.scheme) == ("https", "http"):
            self._log(f"{target.url} redirects to {following.url}, which is not encrypted")
        return following

    # --- robots.txt --------------------------------------------------------------------------------------------

    async def _heed_robots(self, target: Target) -> None:
        """Raises :class:`Disallowed` where the site asks programs to stay away from the address."""
        async with self._robots_turns.setdefault(target.origin, asyncio.Lock()):
            if not self._robots.is_fresh(target.origin, self._now()):
                await self._fetch_robots(target)
        verdict = self._robots.verdict(target.origin, target.url)
        self._pacing.slow_down(target.key, verdict.crawl_delay_seconds)
        if not verdict.is_allowed:
            raise Disallowed(
                "the site's robots.txt asks programs not to read it",
                subject=target.url,
                hint="Open it in a browser, or look for the serial on another site.",
            )

    async def _fetch_robots(self, target: Target) -> None:
        """As RFC 9309 section 2.3.1 sorts what can come of it."""
        fetch = Fetch(f"{target.origin}/robots.txt", Purpose.ROBOTS)
        trip = _Trip(fetch, self._fetching.deadline_seconds)
        at, passed = target_of(fetch.url), list[str]()
        try:
            while True:
                async with self._turn(at, None):
                    answer = await self._ask(at, trip)
                if answer.status not in _REDIRECTS:
                    break
                passed.append(at.url)
                at = self._follow(at, answer, passed, trip)
        except _Unwell as unwell:
            self._without_robots(target, unwell, is_own_host=not passed)
        except Throttled:
            self._robots.did_not_come(target.origin, self._now())
        except FetchError:  # A redirect that leads nowhere.
            self._robots.learn(target.origin, b"", self._now())
        else:
            self._robots.learn(target.origin, answer.body, self._now())

    def _without_robots(self, target: Target, unwell: _Unwell, *, is_own_host: bool) -> None:
        error = unwell.failure.error
        if unwell.cut is not None:
            self._robots.learn(target.origin, unwell.cut.body, self._now())
        elif isinstance(error, HttpStatus) and error.status // 100 == 4 and not isinstance(error, Throttled):  # noqa: PLR2004 - the class of "unavailable"
            self._robots.learn(target.origin, b"", self._now())
        elif isinstance(error, Unreachable) and not unwell.failure.transient and is_own_host:
            error.subject = target.url  # The page would fail as well, only later.
            raise error
        else:
            self._robots.did_not_come(target.origin, self._now())

    # --- one answer --------------------------------------------------------------------------------------------

    async def _answer(self, target: Target, trip: _Trip) -> Answer:
        """A success, a redirect or (if asked for) 304; asked again where that may help.  Raises kinds of FetchError."""
        cut: Answer | None = None
        last: FetchError | None = None
        for attempt in range(1, self._limits.attempts + 1):
            try:
                async with self._turn(target, last):
                    answer = await self._ask(target, trip)
            except _Unwell as unwell:
                cut = _longer(cut, unwell.cut)
                last = unwell.failure.error
                is_last = attempt == self._limits.attempts or trip.left_seconds <= 0
                if is_last or not unwell.failure.transient:
                    break
                self._log(f"{target.url}: {last.message}; asking again")
                continue
            return answer
        if cut is not None:
            return cut
        raise last or FetchError("was not asked for", subject=target.url)

    async def _ask(self, target: Target, trip: _Trip) -> Answer:
        """One question within its host's turn.  Raises :class:`_Unwell`, which the turn tells the pacing of."""
        question = Question(
            target,
            self._headers(target, trip),
            self._limits.body_bytes(trip.fetch.purpose),
            start_is_enough=trip.fetch.purpose is Purpose.ROBOTS,
        )
        began = self._clock()
        try:
            answer = await (await self._line(target)).ask(question, trip.left_seconds)
        except Interrupted as interrupted:
            lost = FetchError("came only in part", subject=target.url, hint="Try again later.")
            raise _Unwell(Failure(lost, transient=True), cut=interrupted.answer) from interrupted
        except TsuzukiError as error:
            if not isinstance(error, FetchError):
                raise
            raise _Unwell(Failure(_about(error, target.url), isinstance(error, TimedOut))) from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, ValueError, ImportError) as error:
            raise _Unwell(failure_of(error, target.url)) from error
        finally:
            trip.left_seconds -= self._clock() - began
        self._log(f"{answer.status} {target.url} {len(answer.body)} bytes")
        is_wanted = answer.status in _REDIRECTS or 200 <= answer.status < 300  # noqa: PLR2004 - successes
        if is_wanted or (answer.status == _NOT_MODIFIED and _is_conditional(trip.fetch)):
            return answer
        wait = retry_after_seconds(answer.headers.get("retry-after", ""), self._now())
        refused = refusal(answer.status, target.url, wait)
        raise _Unwell(Failure(refused, answer.status in _AGAIN), status=answer.status, retry_after_seconds=wait)

    @contextlib.asynccontextmanager
    async def _turn(self, target: Target, last: FetchError | None) -> AsyncIterator[None]:
        """The host's turn: after its pace, one request at a time, and so many hosts side by side.

        ``last`` is why it is asked again; it is raised where the host wants more patience than we have.
        """
        key = target.key
        async with self._waiting.setdefault(key, asyncio.Lock()), contextlib.AsyncExitStack() as held:
            turn = await self._own_turn(target, last, held)
            self._pacing.begin(key, self._clock())
            turn.keep(self._pacing.delay(key, self._clock()))
            outcome, wait = Outcome.ANSWERED, None
            try:
                yield
            except _Unwell as unwell:
                outcome, wait = unwell.outcome, unwell.retry_after_seconds
                raise
            finally:
                self._pacing.end(key, self._clock(), outcome, wait)
                turn.keep(self._pacing.delay(key, self._clock()))

    async def _own_turn(self, target: Target, last: FetchError | None, held: contextlib.AsyncExitStack) -> Turn:
        """Wait until the host may be asked and nobody else asks it; ``held`` keeps what has to be let go of."""
        key, waited_seconds = target.key, 0.0
        with contextlib.ExitStack() as queue:
            queue.callback(self._turns.leave, key)
            while True:
                while (delay := self._pacing.delay(key, self._clock())) > 0:
                    if delay > self._limits.patience_seconds:
                        raise last or too_soon(target.url, delay)
                    await self._sleep(max(delay, 0.001))
                await held.enter_async_context(self._side_by_side.slot(first=key in self._lines))
                turn = self._turns.take(key)
                if turn is not None:
                    held.callback(turn.end)
                    self._pacing.hold(key, self._clock() + turn.wait_seconds)
                    if self._pacing.delay(key, self._clock()) <= 0:
                        return turn
                await held.aclose()
                if turn is None:
                    if waited_seconds > self._limits.patience_seconds:
                        raise last or asked_elsewhere(target.url)
                    waited_seconds += _LOOK_SECONDS
                    await self._sleep(_LOOK_SECONDS)

    async def _line(self, target: Target) -> Line:
        """The host's line; those unused longest are closed, but none that may be in use."""
        line = self._lines.pop(target.key, None) or Line(self._guard, self._limits, self._fetching.deadline_seconds)
        self._lines[target.key] = line
        for key in list(self._lines):
            if len(self._lines) <= self._limits.open_lines:
                break
            if self._pacing.is_idle(key):
                await self._lines.pop(key).close()
        return line

    def _headers(self, target: Target, trip: _Trip) -> list[tuple[str, str]]:
        fetch = trip.fetch
        cookies = "; ".join(f"{name}={value}" for name, value in _cookies_for(target, trip).items())
        headers = [
            ("User-Agent", self._user_agent),
            ("Accept", _ACCEPT.get(fetch.purpose, _ACCEPT_PAGE)),
            ("Accept-Encoding", "gzip, deflate"),
            ("Connection", "keep-alive"),
            ("If-None-Match", fetch.etag),
            ("If-Modified-Since", fetch.last_modified),
            ("Cookie", cookies),
            ("Authorization", target.authorization),
        ]
        return [(name, value) for name, value in headers if value and value.isprintable()]

    def _unwrapped(self, purpose: Purpose, body: bytes, target: Target) -> bytes:
        if purpose is not Purpose.SITEMAP:
            return body
        try:
            return gunzip(body, self._limits.body_bytes(purpose))
        except FetchError as error:
            raise _about(error, target.url) from error


class _Unwell(Exception):
    """An answer that is no use as it is, with what follows for the next attempt."""

    def __init__(
        self,
        failure: Failure,
        *,
        status: int = 0,
        retry_after_seconds: float | None = None,
        cut: Answer | None = None,
    ) -> None:
        super().__init__(failure.error.message)
        self.failure = failure
        self.cut = cut
        self.retry_after_seconds = retry_after_seconds
        trouble = status in _TROUBLE or (not status and failure.transient)
        patience = status in _PATIENCE or retry_after_seconds is not None
        self.outcome = Outcome.PATIENCE if patience else Outcome.TROUBLE if trouble else Outcome.ANSWERED


def _about(error: FetchError, url: str) -> FetchError:
    """The same error; it names the address, if it named none."""
    error.subject = error.subject or url
    return error


def _longer(one: Answer | None, other: Answer | None) -> Answer | None:
    return max((answer for answer in (one, other) if answer), key=lambda answer: len(answer.body), default=None)


def _is_conditional(fetch: Fetch) -> bool:
    return bool(fetch.etag or fetch.last_modified)


def _as_utf8(header: str) -> str:
    """A header's bytes are read as Latin-1; addresses in them are UTF-8 more often than not."""
    try:
        return header.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return header


def _keep_cookies(target: Target, answer: Answer, trip: _Trip) -> None:
    """For the rest of this trip and this very origin; a site that sets a cookie and redirects wants to see it again."""
    kept = trip.cookies.setdefault(target.origin, {})
    for cookie in answer.cookies:
        name, equals, value = cookie.partition(";")[0].strip().partition("=")
        if equals and name and sum(map(len, (*kept, *kept.values()))) + len(cookie) <= _COOKIES_BYTES:
            kept[name] = value


def _cookies_for(target: Target, trip: _Trip) -> dict[str, str]:
    return dict(trip.cookies.get(target.origin, {}))
