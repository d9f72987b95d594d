"""A reading session: what each action does in each phase, and what no sequence of actions can break."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import session as s
from reader.document import Block, Document, Role
from reader.model import Episode, Kind, Locator, Progress, Serial, State
from reader.settings import Reading
from reader.typeset.choices import FULL_WIDTH_MEASURE, LATIN_MEASURE, MEASURE_BOUNDS, Direction, View
from reader.typeset.locate import locate
from reader.typeset.setting import RubyMode

SERIAL = Serial(1, "uid", "潮の町", "https://example.org/")
TEXT = Document(
    (
        Block(Role.HEADING, "一　朝", level=1),
        Block(Role.PARAGRAPH, "　港に船が着いた。カモメが鳴いている。"),
        Block(Role.SCENE_BREAK),
        Block(Role.PARAGRAPH, "The boat was EMPTY. かもめ came down."),
        Block(Role.PARAGRAPH, "　だれも降りてこなかった。"),
    ),
    "ja",
)


def episode(position: int, state: State = State.UNREAD, **fields: object) -> Episode:
    plain = Episode(position * 10, 1, position, f"第{position}話", f"https://example.org/{position}", saved=True)
    return replace(plain, state=state, **fields)  # type: ignore[arg-type]  # the tests' own fields


EPISODES = (episode(1), episode(2), episode(3, kind=Kind.NOTICE), episode(4))


def run(session: s.Session, *actions: s.Action) -> tuple[s.Session, list[s.Effect]]:
    effects: list[s.Effect] = []
    for action in actions:
        session, more = s.advance(session, action)
        effects += more
    return session, effects


def shut(episodes: tuple[Episode, ...] = EPISODES) -> s.Session:
    return s.Session(SERIAL, episodes)


def reading(position: int = 1, episodes: tuple[Episode, ...] = EPISODES) -> s.Session:
    one = next(one for one in episodes if one.position == position)
    return run(shut(episodes), s.Open(one.id), s.Loaded(one.id, TEXT, Progress(one.state)))[0]


def test_the_table_knows_every_action() -> None:
    assert set(s.TRANSITIONS) == set(s.Action.__args__)


def test_an_action_that_a_phase_does_not_list_does_nothing() -> None:
    for action in (s.Turn(), s.Seek("港"), s.Scrolled(1, 2), s.Rest(), s.StepHit(1), s.ToggleRead(), s.Jump(1, 1)):
        assert run(shut(), action) == (shut(), [])


def test_opening_asks_for_the_text_and_then_shows_it() -> None:
    session, effects = run(shut(), s.Open(10))
    assert session.phase is s.Phase.WAITING
    assert effects == [s.Load(10)]
    session, effects = run(session, s.Loaded(10, TEXT))
    assert session.phase is s.Phase.READING
    assert (session.block, session.offset, session.fraction) == (0, 0, 0.0)
    assert effects == [s.Show(), s.Prefetch(20)]


def test_opening_what_is_not_there_does_nothing() -> None:
    assert run(shut(), s.Open(99)) == (shut(), [])


def test_it_opens_where_it_was_left() -> None:
    left = Progress(State.READING, Locator(1, 9, "が着いた。", "カモメ"), fraction=0.2)
    session, _ = run(shut(), s.Open(10), s.Loaded(10, TEXT, left))
    assert (session.block, session.offset) == (1, 9)


def test_the_place_is_found_after_an_edit() -> None:
    edited = replace(TEXT, blocks=(Block(Role.PARAGRAPH, "改稿しました。"), *TEXT.blocks))
    left = Progress(State.READING, locate(TEXT, 1, 9), fraction=0.2)
    session, _ = run(shut(), s.Open(10), s.Loaded(10, edited, left))
    assert (session.block, session.offset) == (2, 9)


@pytest.mark.parametrize(("fraction", "place"), [(1.0, (0, 0)), (0.5, (3, 4))])
def test_a_read_episode_opens_at_its_beginning_unless_it_was_being_read_again(
    fraction: float, place: tuple[int, int]
) -> None:
    left = Progress(State.READ, locate(TEXT, 3, 4), fraction=fraction)
    session, _ = run(shut((episode(1, State.READ),)), s.Open(10), s.Loaded(10, TEXT, left))
    assert (session.block, session.offset) == place


def test_opening_at_a_place_goes_there_whatever_was_left() -> None:
    left = Progress(State.READING, locate(TEXT, 3, 4), fraction=0.5)
    session, _ = run(shut(), s.Open(10, (1, 3)), s.Loaded(10, TEXT, left))
    assert (session.block, session.offset) == (1, 3)


def test_a_text_that_comes_for_another_episode_is_kept_for_later() -> None:
    session, effects = run(reading(1), s.Loaded(20, TEXT))
    assert session.ahead is not None
    assert effects == []
    session, effects = run(session, s.Turn())
    assert session.phase is s.Phase.READING
    assert session.episode is not None
    assert session.episode.id == 20
    assert s.Load(20) not in effects


def test_missing_says_why_and_loads_once_it_was_fetched() -> None:
    gaps = (episode(1, saved=False), episode(2))
    session, effects = run(shut(gaps), s.Open(10), s.Unavailable(10, "HTTP 404"))
    assert (session.phase, session.reason) == (s.Phase.MISSING, "HTTP 404")
    assert effects[-1] == s.Show()
    assert run(session, s.Unavailable(10, "again")) == (session, [])
    session, effects = run(session, s.Refreshed(SERIAL, gaps))
    assert session.phase is s.Phase.MISSING
    session, effects = run(session, s.Refreshed(SERIAL, (episode(1), episode(2))))
    assert session.phase is s.Phase.WAITING
    assert effects == [s.Load(10)]


def test_a_failure_of_another_episode_is_passed_over() -> None:
    waiting, _ = run(shut(), s.Open(10))
    assert run(waiting, s.Unavailable(20, "no")) == (waiting, [])


def test_turning_a_missing_page_goes_on_without_marking() -> None:
    session, effects = run(shut(), s.Open(10), s.Unavailable(10, "gone"), s.Turn())
    assert session.episode is not None
    assert session.episode.id == 20
    assert not [effect for effect in effects if isinstance(effect, s.SetState)]


def test_turning_marks_read_keeps_the_end_and_opens_the_next_but_no_notice() -> None:
    session, effects = run(reading(2), s.Scrolled(3, 5), s.Turn())
    assert session.episode is not None
    assert session.episode.id == 40
    kept = next(effect for effect in effects if isinstance(effect, s.Keep))
    assert (kept.episode_id, kept.fraction) == (20, 1.0)
    assert s.SetState(20, State.READ) in effects
    assert session.episodes[1].state is State.READ
    assert effects[-1] == s.Load(40)


def test_turning_a_read_episode_marks_nothing_anew() -> None:
    _, effects = run(reading(1, (episode(1, State.READ), episode(2))), s.Turn())
    assert not [effect for effect in effects if isinstance(effect, s.SetState)]


def test_after_the_last_comes_the_end_and_a_step_back_reopens_it() -> None:
    session, effects = run(reading(4), s.Turn())
    assert session.phase is s.Phase.ENDED
    assert s.SetState(40, State.READ) in effects
    assert run(session, s.Step(1))[1] == [s.Tell("episode.last")]
    session, effects = run(session, s.Step(-1))
    assert effects == [s.Load(40)]
    assert session.phase is s.Phase.WAITING


def test_pausing_writes_the_place_once() -> None:
    session, effects = run(reading(1), s.Scrolled(3, 4), s.Rest(), s.Rest())
    (kept,) = effects
    assert kept == s.Keep(10, locate(TEXT, 3, 4), session.fraction)
    assert 0.3 < session.fraction < 0.5


def test_opening_alone_writes_nothing() -> None:
    assert run(reading(1), s.Rest())[1] == []


def test_leaving_writes_the_place() -> None:
    session, effects = run(reading(1), s.Scrolled(1, 2, at_end=True), s.Shut())
    assert session.phase is s.Phase.SHUT
    assert isinstance(effects[0], s.Keep)
    assert effects[0].fraction == 1.0
    assert run(session, s.Shut())[1] == []


@pytest.mark.parametrize(
    ("action", "opened"),
    [(s.Step(1), 20), (s.Step(-1), None), (s.StepUnread(1), 40), (s.StepUnread(-1), None)],
)
def test_steps(action: s.Action, opened: int | None) -> None:
    episodes = (episode(1), episode(2, State.READ), episode(3, kind=Kind.NOTICE), episode(4, State.READING))
    session, effects = run(reading(1, episodes), action)
    if opened is None:
        assert isinstance(effects[0], s.Tell)
    else:
        assert effects == [s.Load(opened)]
        assert session.episode is not None
        assert session.episode.id == opened


def test_steps_at_the_ends_say_so() -> None:
    read = tuple(replace(one, state=State.READ) for one in EPISODES)
    assert run(reading(4, read), s.Step(1))[1] == [s.Tell("episode.last")]
    assert run(reading(1, read), s.Step(-1))[1] == [s.Tell("episode.first")]
    assert run(reading(1, read), s.StepUnread(1))[1] == [s.Tell("episode.no-unread-after")]
    assert run(reading(1, read), s.StepUnread(-1))[1] == [s.Tell("episode.no-unread-before")]
    backwards, _ = run(reading(4), s.StepUnread(-1))
    assert backwards.episode is not None
    assert backwards.episode.id == 20


def test_jumps_are_walked_back_and_forth() -> None:
    session, effects = run(reading(1), s.Scrolled(1, 2), s.Jump(4, 3, lead=True))
    assert effects == [s.Show(lead=True)]
    session, _ = run(session, s.Back())
    assert session.place == s.Place(10, 1, 2)
    session, _ = run(session, s.Forward())
    assert session.place == s.Place(10, 4, 3)
    assert run(session, s.Forward())[1] == [s.Tell("trail.end")]


def test_the_trail_leads_through_episodes() -> None:
    session, _ = run(reading(1), s.Scrolled(1, 2), s.Open(20), s.Loaded(20, TEXT), s.Back())
    assert session.phase is s.Phase.WAITING
    session, _ = run(session, s.Loaded(10, TEXT))
    assert session.place == s.Place(10, 1, 2)
    session, _ = run(session, s.Forward(), s.Loaded(20, TEXT))
    assert session.place == s.Place(20, 0, 0)
    assert run(reading(1), s.Back())[1] == [s.Tell("trail.start")]


def test_the_trail_from_where_nothing_is_open_and_to_what_is_gone() -> None:
    session, _ = run(reading(1), s.Scrolled(1, 2), s.Open(20))
    session, _ = run(session, s.Unavailable(20, "gone"), s.Back(), s.Loaded(10, TEXT))
    assert session.place == s.Place(10, 1, 2)
    assert session.forward == ()
    session, _ = run(reading(1), s.Scrolled(1, 2), s.Open(20), s.Loaded(20, TEXT))
    session, effects = run(session, s.Refreshed(SERIAL, EPISODES[1:]), s.Back())
    assert session.place == s.Place(20, 0, 0)
    assert effects == [s.Show()]
    session, _ = run(reading(1), s.Jump(1, 1), s.Back(), s.Scrolled(0, 0), s.Turn())
    ended = replace(session, phase=s.Phase.ENDED)
    assert run(ended, s.Forward())[0].back == session.back


def test_the_same_place_is_remembered_once_and_the_trail_is_bounded() -> None:
    session, _ = run(reading(1), s.Jump(1, 1), s.Scrolled(0, 0), s.Jump(1, 2))
    assert session.back == (s.Place(10, 0, 0),)
    for offset in range(s.TRAIL_LIMIT + 20):
        session, _ = run(session, s.Jump(1, offset % 9), s.Scrolled(3, offset % 30))
    assert len(session.back) == s.TRAIL_LIMIT


def test_marking_by_hand_goes_both_ways() -> None:
    session, effects = run(reading(1), s.ToggleRead())
    assert effects[0] == s.SetState(10, State.READ)
    assert session.episodes[0].state is State.READ
    session, effects = run(session, s.ToggleRead())
    assert effects[0] == s.SetState(10, State.UNREAD)


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("港", [(1, 1, 2)]),
        ("かもめ", [(1, 9, 12), (3, 20, 23)]),
        ("ＥＭＰＴＹ", [(3, 13, 18)]),
        ("Boat", [(3, 4, 8)]),
        ("鯨", []),
    ],
)
def test_search_folds_case_kana_and_width(words: str, hits: list[tuple[int, int, int]]) -> None:
    assert s.find(TEXT, words) == tuple(s.Hit(*hit) for hit in hits)


def test_search_goes_to_the_first_hit_from_here_and_round() -> None:
    session, effects = run(reading(1), s.Scrolled(3, 0), s.Seek("カモメ"))
    assert (session.block, session.offset, session.search.at) == (3, 20, 1)
    assert effects[0] == s.Show(lead=True)
    session, _ = run(session, s.StepHit(1))
    assert (session.block, session.offset, session.search.at) == (1, 9, 0)
    session, _ = run(session, s.StepHit(-1))
    assert session.search.at == 1
    session, _ = run(session, s.Back(), s.Back(), s.Back())
    assert session.place == s.Place(10, 3, 0)


def test_a_search_without_hits_stays_and_an_empty_one_ends_it() -> None:
    session, effects = run(reading(1), s.Scrolled(3, 0), s.Seek("鯨"))
    assert session.place == s.Place(10, 3, 0)
    assert effects[-1] == s.Tell("search.none", {"words": "鯨"})
    assert run(session, s.StepHit(1))[1] == [s.Tell("search.none", {"words": "鯨"})]
    session, _ = run(session, s.Seek(" "))
    assert session.search == s.Search()


def test_a_word_that_grows_in_lower_case_keeps_offsets() -> None:
    assert s.fold("İI") == "İi"
    assert s.find(Document((Block(Role.PARAGRAPH, "İstanbul"),)), "tan") == (s.Hit(0, 2, 5),)


def test_another_setting_never_moves_the_reader() -> None:
    before, _ = run(reading(1), s.Scrolled(3, 7))
    view = replace(before.view, direction=Direction.VERTICAL, ruby=RubyMode.INLINE, measure=1000, notes=False)
    after, effects = run(before, s.Adjust(view))
    assert effects == [s.Show()]
    assert after.place == before.place
    assert after.view == replace(view, measure=MEASURE_BOUNDS[1])
    assert after.measure == MEASURE_BOUNDS[1]


def test_the_view_is_that_of_the_settings() -> None:
    view = View.of(Reading(direction="vertical", ruby="on-demand", measure=60, notes="hidden"))
    assert view == View(Direction.VERTICAL, RubyMode.ON_DEMAND, 60, notes=False)
    assert View.of(Reading()).measure is None


def test_lines_are_as_long_as_the_language_wants_them() -> None:
    assert reading(1).measure == FULL_WIDTH_MEASURE
    english = Document((Block(Role.PARAGRAPH, "The boat was empty."),))
    session, _ = run(shut(), s.Open(10), s.Loaded(10, english))
    assert session.measure == LATIN_MEASURE
    session, _ = run(session, s.Adjust(View()))
    assert session.view.measure is None


def test_news_from_the_library_keep_what_is_open() -> None:
    renamed = replace(SERIAL, title="潮の町・改")
    grown = (episode(1), replace(episode(5), position=2), replace(EPISODES[1], position=3))
    session, effects = run(reading(2), s.Scrolled(3, 1), s.Refreshed(renamed, grown))
    assert (session.index, session.serial.title) == (2, "潮の町・改")
    assert session.place == s.Place(20, 3, 1)
    assert effects == [s.Show()]
    gone, _ = run(session, s.Refreshed(renamed, grown[:2]))
    assert gone.phase is s.Phase.SHUT
    assert run(shut(), s.Refreshed(renamed, grown))[0].episodes == grown


def test_an_empty_text_is_read_and_turned_like_any() -> None:
    session, _ = run(shut(), s.Open(10), s.Loaded(10, Document()))
    assert (session.fraction, session.text.within(3, 3)) == (0.0, (0, 0))
    session, effects = run(session, s.Rest(), s.Turn())
    assert s.SetState(10, State.READ) in effects


def test_fraction_and_place_go_both_ways() -> None:
    text = s.Text.of(TEXT)
    assert text.at(0.0) == (0, 0)
    block, offset = text.at(0.5)
    assert abs(text.behind(block, offset) - 0.5) < 0.03
    assert text.at(1.0) == (4, 12)
    assert s.Text.of(Document()).at(0.5) == (0, 0)
    assert shut().fraction == 0.0


def test_time_left_counts_words_or_characters() -> None:
    reader = Reading(characters_per_minute=500, words_per_minute=200)
    assert s.minutes_left(episode(1, characters=1000), 0.5, reader) == 1.0
    assert s.minutes_left(episode(1, characters=5000, words=1000), 0.0, reader) == 5.0


def test_catching_up_counts_what_is_not_read() -> None:
    reader = Reading(characters_per_minute=500)
    episodes = (
        episode(1, characters=1000),
        episode(2, State.READ, characters=1000),
        episode(3, State.READING, characters=1000, fraction=0.5),
        episode(4, characters=500),
    )
    assert s.minutes_to_catch_up(reading(1, episodes), reader) == 2 + 1 + 1
    assert s.minutes_to_catch_up(shut(episodes), reader) == 2 + 1 + 1


# --- any sequence ------------------------------------------------------------------------------------------------

IDS = st.sampled_from([10, 20, 30, 40, 99])
BLOCKS, OFFSETS, WAYS = st.integers(-1, 6), st.integers(-1, 60), st.sampled_from([-1, 1])
SHORTER = EPISODES[:2]
ACTIONS = st.one_of(
    st.builds(s.Open, IDS),
    st.builds(s.Open, IDS, st.tuples(BLOCKS, OFFSETS)),
    st.builds(s.Loaded, IDS, st.sampled_from([TEXT, Document()])),
    st.builds(s.Unavailable, IDS, st.just("gone")),
    st.builds(s.Refreshed, st.just(SERIAL), st.sampled_from([EPISODES, SHORTER, ()])),
    st.builds(s.Scrolled, BLOCKS, OFFSETS, st.booleans()),
    st.builds(s.Jump, BLOCKS, OFFSETS),
    st.builds(s.Step, WAYS),
    st.builds(s.StepUnread, WAYS),
    st.builds(s.StepHit, WAYS),
    st.builds(s.Seek, st.sampled_from(["", "かもめ", "鯨", "the"])),
    st.builds(s.Adjust, st.builds(View, measure=st.integers(-9, 999))),
    st.sampled_from([s.Back(), s.Forward(), s.Turn(), s.ToggleRead(), s.Rest(), s.Shut()]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(ACTIONS, max_size=40))
def test_no_sequence_breaks_the_session(actions: list[s.Action]) -> None:
    session = shut()
    for action in actions:
        before = session
        session, effects = s.advance(session, action)
        assert -1 <= session.index < len(session.episodes)
        if session.phase is s.Phase.READING:
            assert session.text.within(session.block, session.offset) == (session.block, session.offset)
            assert 0.0 <= session.fraction <= 1.0
        if session.phase in {s.Phase.WAITING, s.Phase.READING, s.Phase.MISSING, s.Phase.ENDED}:
            assert session.episode is not None
        if session.phase is s.Phase.WAITING and before.phase is not s.Phase.WAITING:
            assert any(isinstance(effect, s.Load) for effect in effects)
        for effect in effects:
            if isinstance(effect, s.SetState) and effect.state is State.READ:
                assert isinstance(action, s.Turn | s.ToggleRead)
        assert len(session.back) <= s.TRAIL_LIMIT


@settings(max_examples=100, deadline=None)
@given(st.lists(ACTIONS, max_size=30))
def test_no_place_is_lost_on_the_way_out(actions: list[s.Action]) -> None:
    """Whatever was done, leaving leaves the last place written."""
    session, effects = run(shut(), *actions)
    place, blocks = session.place, session.text.document.blocks
    _, last = run(session, s.Shut())
    if place is not None and blocks:
        written = [effect for effect in (*effects, *last) if isinstance(effect, s.Keep)]
        opened_there = session.kept == place
        assert opened_there or (
            written[-1].episode_id,
            written[-1].locator.block,
            written[-1].locator.offset,
        ) == (place.episode_id, place.block, place.offset)
