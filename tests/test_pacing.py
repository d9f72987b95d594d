"""No request earlier than it may: tables and histories under a clock that the test turns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.pacing import DAY_SECONDS, RETRY_AFTER_LONGEST_SECONDS, Outcome, Pacing, Rules, retry_after_seconds

NOW = datetime(2024, 2, 29, 12, 0, tzinfo=UTC)


def steady(**rules: float) -> Pacing:
    return Pacing(Rules(**rules), jitter=lambda: 0.5)  # type: ignore[arg-type]


def ask(pacing: Pacing, host: str, now: float, outcome: Outcome = Outcome.ANSWERED, after: float | None = None) -> None:
    pacing.begin(host, now)
    pacing.end(host, now, outcome, after)


def test_a_new_host_may_be_asked_at_once() -> None:
    assert steady().delay("a", 0) == 0
    assert steady().delay("a", -1e9) == 0


def test_the_pace_is_kept_for_each_host_by_itself() -> None:
    pacing = steady(pace_seconds=3)
    ask(pacing, "a", 10)
    assert pacing.delay("a", 10) == 3
    assert pacing.delay("a", 12.5) == 0.5
    assert pacing.delay("a", 13) == 0
    assert pacing.delay("b", 10) == 0


def test_the_pace_counts_from_beginning_to_beginning() -> None:
    pacing = steady(pace_seconds=3)
    pacing.begin("a", 0)
    pacing.end("a", 5, Outcome.ANSWERED)
    assert pacing.delay("a", 5) == 0


def test_one_connection_a_host_and_so_many_hosts() -> None:
    pacing = steady(hosts_at_once=2, pace_seconds=0)
    pacing.begin("a", 0)
    assert not pacing.is_free("a")
    with pytest.raises(ValueError, match="a may not"):
        pacing.begin("a", 100)
    pacing.begin("b", 0)
    assert not pacing.is_free("c")
    with pytest.raises(ValueError, match="c may not"):
        pacing.begin("c", 0)
    pacing.end("a", 1, Outcome.ANSWERED)
    assert pacing.is_free("c")
    pacing.begin("c", 1)


def test_begin_refuses_what_is_too_early_and_end_what_never_began() -> None:
    pacing = steady(pace_seconds=1)
    ask(pacing, "a", 0)
    with pytest.raises(ValueError, match="may not"):
        pacing.begin("a", 0.999)
    with pytest.raises(ValueError, match="was not asked"):
        pacing.end("a", 1, Outcome.ANSWERED)


def test_back_off_doubles_until_its_longest_and_an_answer_ends_it() -> None:
    pacing = steady(pace_seconds=0, back_off_seconds=2, back_off_longest_seconds=10)
    now, waits = 0.0, []
    for _ in range(5):
        ask(pacing, "a", now, Outcome.TROUBLE)
        waits.append(pacing.delay("a", now))
        now += waits[-1]
    assert waits == [2, 4, 8, 10, 10]
    ask(pacing, "a", now)
    assert pacing.delay("a", now) == 0
    ask(pacing, "a", now, Outcome.TROUBLE)
    assert pacing.delay("a", now) == 2


def test_a_host_that_asks_for_patience_gets_more() -> None:
    pacing = steady(pace_seconds=0, back_off_seconds=2)
    ask(pacing, "a", 0, Outcome.PATIENCE)
    assert pacing.delay("a", 0) == 8


@pytest.mark.parametrize(("jitter", "wait"), [(0.0, 1.5), (1.0, 2.5)])
def test_jitter_moves_the_back_off_by_a_quarter(jitter: float, wait: float) -> None:
    pacing = Pacing(Rules(pace_seconds=0, back_off_seconds=2), jitter=lambda: jitter)
    ask(pacing, "a", 0, Outcome.TROUBLE)
    assert pacing.delay("a", 0) == wait


def test_retry_after_is_kept_even_when_the_answer_was_fine() -> None:
    pacing = steady(pace_seconds=1)
    ask(pacing, "a", 0, Outcome.ANSWERED, 30)
    assert pacing.delay("a", 0) == 30
    ask(pacing, "a", 30, Outcome.PATIENCE, 0)
    assert pacing.delay("a", 30) == 1


def test_a_hold_from_an_earlier_run_counts() -> None:
    pacing = steady()
    pacing.hold("a", 50)
    assert pacing.delay("a", 20) == 30
    pacing.hold("a", 40)
    assert pacing.delay("a", 20) == 30


def test_crawl_delay_slows_down_also_the_request_after_robots_txt() -> None:
    pacing = steady(pace_seconds=1, crawl_delay_longest_seconds=60)
    ask(pacing, "a", 0)  # robots.txt
    pacing.slow_down("a", 7)
    assert pacing.delay("a", 0) == 7
    ask(pacing, "a", 7)
    assert pacing.delay("a", 7) == 7
    pacing.slow_down("a", 3600)
    assert pacing.delay("a", 7) == 60
    pacing.slow_down("a", 0.1)
    ask(pacing, "a", 100)
    assert pacing.delay("a", 100) == 1


def test_the_budget_of_a_day() -> None:
    pacing = steady(pace_seconds=0, requests_a_day=3)
    for now in (100, 200, 300):
        ask(pacing, "a", now)
    assert pacing.delay("a", 300) == 100 + DAY_SECONDS - 300
    assert pacing.delay("b", 300) == 0
    ask(pacing, "a", 100 + DAY_SECONDS)
    assert pacing.delay("a", 100 + DAY_SECONDS) == 0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        (" 120 ", 120),
        ("Thu, 29 Feb 2024 12:01:00 GMT", 60),
        ("Thu, 29 Feb 2024 12:01:00", 60),
        ("Thu, 29 Feb 2024 14:00:00 +0200", 0),
        ("Thursday, 29-Feb-24 12:00:30 GMT", 30),
        ("Thu, 29 Feb 2020 12:00:00 GMT", 0),
        ("9" * 400, None),
        ("999999999999", RETRY_AFTER_LONGEST_SECONDS),
        ("-5", None),
        ("1.5", None),
        ("１２０", None),
        ("soon", None),
        ("", None),
        ("Thu, 99 Feb 2024 12:01:00 GMT", None),
    ],
)
def test_retry_after(value: str, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


@given(st.text(max_size=60))
def test_any_retry_after_is_a_bounded_number_or_nothing(value: str) -> None:
    seconds = retry_after_seconds(value, NOW)
    assert seconds is None or 0 <= seconds <= RETRY_AFTER_LONGEST_SECONDS


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001 - hypothesis wants them naive
def test_a_retry_after_date_is_never_early(when: datetime) -> None:
    when = when.replace(microsecond=0, tzinfo=UTC)
    seconds = retry_after_seconds(when.strftime("%a, %d %b %Y %H:%M:%S GMT"), NOW)
    assert seconds is not None
    assert seconds == RETRY_AFTER_LONGEST_SECONDS or NOW + timedelta(seconds=seconds) >= when


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, float, float, Outcome, float | None]]:
    """Requests as somebody impatient would make them: host, time until tried, duration, outcome, Retry-After."""
    step = st.tuples(
        st.sampled_from("abc"),
        st.floats(0, 100),
        st.floats(0, 50),
        st.sampled_from(Outcome),
        st.none() | st.floats(0, 200),
    )
    return draw(st.lists(step, max_size=40))


@given(
    histories(),
    st.floats(0, 20),
    st.integers(1, 3),
    st.dictionaries(st.sampled_from("abc"), st.floats(0, 30)),
    st.data(),
)
def test_no_request_is_earlier_than_it_may_be(
    history: list[tuple[str, float, float, Outcome, float | None]],
    pace: float,
    at_once: int,
    crawl_delays: dict[str, float],
    data: st.DataObject,
) -> None:
    pacing = Pacing(Rules(pace_seconds=pace, hosts_at_once=at_once, requests_a_day=15), jitter=lambda: 0.0)
    for host, seconds in crawl_delays.items():
        pacing.slow_down(host, seconds)
    now = 0.0
    running: dict[str, tuple[float, Outcome, float | None]] = {}
    began: dict[str, list[float]] = {}
    allowed: dict[str, float] = {}
    for host, wait, duration, outcome, after in history:
        now += wait
        for other in [one for one, (until, _, _) in running.items() if until <= now]:
            _, ended, asked_for = running.pop(other)
            pacing.end(other, now, ended, asked_for)
            back_off = 0 if ended is Outcome.ANSWERED else 0.75
            allowed[other] = now + max(asked_for or 0, back_off)
        if pacing.delay(host, now) > 0 or not pacing.is_free(host):
            with pytest.raises(ValueError, match="may not be asked"):
                pacing.begin(host, now)
            if data.draw(st.booleans()) and pacing.is_free(host):
                now += pacing.delay(host, now)  # waiting exactly as long as told is enough
                now += 1e-6
            else:
                continue
        assert pacing.delay(host, now) == 0
        pacing.begin(host, now)
        assert host not in running
        running[host] = (now + duration, outcome, after)
        assert len(running) <= at_once
        earlier = began.setdefault(host, [])
        if earlier:
            assert now - earlier[-1] >= max(pace, crawl_delays.get(host, 0)) - 1e-5
        assert now >= allowed.get(host, 0) - 1e-5
        earlier.append(now)
        assert len(earlier) <= 15 or earlier[15] - earlier[0] >= DAY_SECONDS
