"""Matching, guards and order: what a source says against what we have."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.addresses import canonical
from reader.document import Block, Document, Role
from reader.model import FoundEpisode, Kind, Origin, State, Status, TableOfContents
from reader.store import Store
from reader.update import (
    Insert,
    Intent,
    Join,
    Known,
    Leave,
    Reorder,
    Restore,
    Revise,
    Withdraw,
    decide,
)

NOW = datetime(2026, 5, 1, tzinfo=UTC)
HOME = "https://tales.example/serial"


def found(part: int, /, **more: object) -> FoundEpisode:
    values: dict[str, object] = {"title": f"Part {part}", "number": str(part)}
    return FoundEpisode(**{"url": f"{HOME}/{part}", **values, **more})  # type: ignore[arg-type]


def contents(*episodes: FoundEpisode) -> TableOfContents:
    return TableOfContents(HOME, "A serial", episodes)


def key(one: FoundEpisode) -> str:
    return canonical(one.url, fragment=True)


def applied(rows: list[Known], intents: tuple[Intent, ...]) -> list[Known]:  # noqa: C901 - an arm an intent
    """What the store makes of the intents, in plain Python."""
    by_id = {row.id: row for row in rows}
    ids_of_keys = {one: row.id for row in rows for one in row.keys}
    order: list[int] = [row.id for row in rows]
    for intent in intents:
        match intent:
            case Insert(one):
                if key(one) not in ids_of_keys:
                    number = max([0, *by_id]) + 1
                    by_id[number] = Known(
                        number,
                        0,
                        one.title,
                        one.url,
                        one.number,
                        one.kind,
                        one.section,
                        one.published,
                        one.note,
                        one.source_id,
                        frozenset({key(one)}),
                    )
                    ids_of_keys[key(one)] = number
                    order.append(number)
            case Revise(number, one, fields):
                by_id[number] = replace(by_id[number], **{name: getattr(one, name) for name in fields})
            case Join(number, url):
                one_key = canonical(url, fragment=True)
                if ids_of_keys.setdefault(one_key, number) == number:
                    by_id[number] = replace(by_id[number], keys=by_id[number].keys | {one_key})
            case Withdraw(number):
                by_id[number] = replace(by_id[number], gone=True)
            case Restore(number):
                by_id[number] = replace(by_id[number], gone=False)
            case Reorder(wanted):
                named = [ids_of_keys[one] if isinstance(one, str) else one for one in wanted]
                order = list(dict.fromkeys([*named, *order]))
            case Leave():
                pass
    return [replace(by_id[number], position=at) for at, number in enumerate(order, 1)]


def followed(*episodes: FoundEpisode) -> list[Known]:
    return applied([], decide([], contents(*episodes)))


def kinds(intents: tuple[Intent, ...]) -> list[str]:
    return [type(one).__name__ for one in intents]


TEN = [found(number) for number in range(1, 11)]


def test_first_import_makes_no_news() -> None:
    intents = decide([], contents(*TEN))
    assert [one.is_new for one in intents if isinstance(one, Insert)] == [False] * 10


def test_the_same_list_again_changes_nothing() -> None:
    assert decide(followed(*TEN), contents(*TEN)) == ()


def test_a_new_last_episode_is_new() -> None:
    intents = decide(followed(*TEN), contents(*TEN, found(11)))
    assert [(one.found.number, one.is_new) for one in intents if isinstance(one, Insert)] == [("11", True)]


def test_an_inserted_episode_stands_in_its_place() -> None:
    side = found(0, title="A side story", number=None, url=f"{HOME}/side")
    rows = followed(*TEN)
    rows = applied(rows, decide(rows, contents(*TEN[:4], side, *TEN[4:])))
    assert [row.title for row in rows][3:6] == ["Part 4", "A side story", "Part 5"]
    assert [row.position for row in rows] == list(range(1, 12))


@pytest.mark.parametrize(
    ("change", "rung"),
    [
        (lambda one: replace(one, url=one.url.replace("https:", "http:")), ""),
        (lambda one: replace(one, url=one.url + "/?utm_source=feed"), ""),
        (lambda one: replace(one, url=one.url.replace("tales.example", "www.tales.example")), ""),
        (lambda one: replace(one, url=one.url.replace("tales.example", "moved.example")), "address without host"),
        (
            lambda one: replace(one, url=one.url.replace("tales.example", "moved.example"), title=f"{one.title}!"),
            "address without host",
        ),
        (lambda one: replace(one, url=f"https://tales.example/2026/{one.number}-part.html"), "title and number"),
        (
            lambda one: replace(one, url=f"https://other.example/{one.number}-part", title=one.title.upper()),
            "title and number",
        ),
    ],
    ids=["scheme", "tracking", "www", "host", "host and titles", "permalinks", "host and permalinks"],
)
def test_a_moved_serial_keeps_its_rows(change: object, rung: str) -> None:
    moved = [change(one) for one in TEN]  # type: ignore[operator]
    rows = followed(*TEN)
    intents = decide(rows, contents(*moved))
    assert "Insert" not in kinds(intents)
    assert {one.rung for one in intents if isinstance(one, Join)} == ({rung} if rung else set())
    after = applied(rows, intents)
    assert [(row.id, row.url) for row in after] == [(row.id, one.url) for row, one in zip(rows, moved, strict=True)]
    assert decide(after, contents(*moved)) == ()
    # The old addresses are not forgotten.
    assert "Insert" not in kinds(decide(after, contents(*TEN)))


def test_a_source_id_joins_whatever_else_changed() -> None:
    rows = followed(*[replace(one, source_id=f"post-{one.number}") for one in TEN])
    now = [
        replace(one, source_id=f"post-{one.number}", title=f"New {one.number}", number=None, url=f"{HOME}/n/{at}")
        for at, one in enumerate(TEN)
    ]
    intents = decide(rows, contents(*now))
    assert {one.rung for one in intents if isinstance(one, Join)} == {"source id"}
    assert "Insert" not in kinds(intents)


def test_a_source_id_shared_by_all_joins_nothing() -> None:
    rows = followed(*[replace(one, source_id="same") for one in TEN])
    intents = decide(rows, contents(*[replace(one, source_id="same") for one in [*TEN, found(11)]]))
    assert kinds(intents) == ["Insert", "Reorder"]


def test_permalinks_as_source_ids_survive_a_move_of_the_host() -> None:
    old = [replace(one, source_id=f"https://tales.example/?p={one.number}&x=1") for one in TEN]
    old = [replace(one, source_id=f"https://tales.example/post/{one.number}") for one in old]
    new = [
        replace(one, source_id=f"https://moved.example/post/{one.number}", url=f"https://moved.example/s/{one.number}")
        for one in old
    ]
    intents = decide(followed(*old), contents(*new))
    assert {one.rung for one in intents if isinstance(one, Join)} == {"source id without host"}


def test_one_address_listed_twice_is_one_row() -> None:
    assert len(followed(found(1), found(1, title="Again"))) == 1


def test_several_episodes_on_one_page_are_several_rows() -> None:
    rows = followed(*[found(n, url=f"{HOME}#part{n}") for n in range(1, 6)])
    assert len(rows) == 5


def test_equal_titles_are_not_joined() -> None:
    rows = followed(*[found(n, title="Interlude", number=None) for n in range(1, 5)])
    moved = [found(n, title="Interlude", number=None, url=f"{HOME}/new/{n}") for n in range(1, 5)]
    intents = decide(rows, contents(*moved), guarded=False)
    assert kinds(intents).count("Insert") == 4
    assert kinds(intents).count("Withdraw") == 4


def test_one_of_two_equal_titles_is_not_guessed() -> None:
    rows = followed(TEN[0], *[found(n, title="Interlude", number=None) for n in (20, 21)], *TEN[1:])
    intents = decide(rows, contents(TEN[0], found(30, title="Interlude", number=None), *TEN[1:]))
    assert kinds(intents) == ["Withdraw", "Withdraw", "Insert", "Reorder"]


def test_one_row_for_two_equal_titles_is_not_guessed() -> None:
    rows = followed(TEN[0], found(20, title="Interlude", number=None), *TEN[1:])
    two = [found(n, title="Interlude", number=None) for n in (30, 31)]
    assert kinds(decide(rows, contents(TEN[0], *two, *TEN[1:]))) == ["Withdraw", "Insert", "Insert", "Reorder"]


def test_a_guest_s_page_is_no_moved_page() -> None:
    guest = found(10, url="https://guest.example/serial/10", title="A guest writes", number="10g")
    assert "Insert" in kinds(decide(followed(*TEN), contents(*TEN[:9], guest)))


def test_one_title_for_all_is_told_apart_by_number() -> None:
    rows = followed(*[replace(one, title="A serial") for one in TEN])
    moved = [replace(one, title="A serial", url=f"{HOME}/new/{one.number}") for one in TEN]
    assert "Insert" not in kinds(decide(rows, contents(*moved), guarded=False))


def test_an_equal_title_elsewhere_is_another_episode() -> None:
    interlude = found(20, title="Interlude", number=None)
    rows = followed(*TEN[:3], interlude, *TEN[3:])
    later = found(21, title="Interlude", number=None)
    assert kinds(decide(rows, contents(*TEN, later))) == ["Withdraw", "Insert", "Reorder"]
    # In its old place it is the same episode under a new address.
    assert "Insert" not in kinds(decide(rows, contents(*TEN[:3], later, *TEN[3:])))


def test_a_path_on_another_host_is_another_page() -> None:
    rows = followed(*TEN, found(11, url="https://guest.example/story"))
    other = found(12, url="https://tales.example/story")
    assert "Insert" in kinds(decide(rows, contents(*TEN, other)))


def test_a_host_that_moved_away_with_other_names_is_still_known_by_its_paths() -> None:
    moved = [found(n, url=f"https://moved.example/serial/{n}", title=f"第{n}回", number=f"{n}a") for n in range(1, 11)]
    assert "Insert" not in kinds(decide(followed(*TEN), contents(*moved), guarded=False))


@pytest.mark.parametrize("path", ["", "/", "/?page=2"])
def test_too_little_of_a_path_joins_nothing(path: str) -> None:
    rows = followed(*TEN, found(11, url=f"https://one.example{path}"))
    assert "Insert" in kinds(decide(rows, contents(*TEN, found(12, url=f"https://two.example{path}"))))


def test_equal_titles_of_another_year_are_not_joined() -> None:
    rows = followed(*TEN, found(11, title="Happy new year", number=None, published=NOW - timedelta(days=365)))
    again = found(12, title="Happy new year", number=None, published=NOW)
    intents = decide(rows, contents(*TEN, again))
    assert kinds(intents) == ["Withdraw", "Insert", "Reorder"]


def test_two_seasons_that_count_from_one_are_kept_apart() -> None:
    first = [found(n, title=f"第{n}話", url=f"{HOME}/s1/{n}") for n in range(1, 6)]
    second = [found(n, title=f"第{n}話", url=f"{HOME}/s2/{n}") for n in range(1, 6)]
    rows = followed(*first)
    after = applied(rows, decide(rows, contents(*first, *second)))
    assert len(after) == 10
    assert [row.id for row in after[:5]] == [row.id for row in rows]


def test_a_row_that_two_listed_episodes_name_takes_one_and_doubts_the_other() -> None:
    rows = followed(*TEN)
    rows[0] = replace(rows[0], keys=rows[0].keys | {canonical(f"{HOME}/old-1")})
    intents = decide(rows, contents(found(1, url=f"{HOME}/old-1", title="Other", number="1b"), *TEN))
    assert kinds(intents) == ["Leave"]


def test_attributes_are_revised_and_blanks_are_not() -> None:
    rows = followed(*[replace(one, published=NOW, note="!") for one in TEN])
    now = [replace(TEN[0], title="The first part", number=None, kind=Kind.FRONT), *TEN[1:]]
    (intent,) = decide(rows, contents(*now))
    assert isinstance(intent, Revise)
    assert set(intent.fields) == {"title", "kind", "number"}


def test_a_better_source_is_not_overruled() -> None:
    rows = followed(*TEN)
    window = [replace(TEN[-1], title="A serial - Part 10", published=NOW)]
    (intent,) = decide(rows, contents(*window), partial=True, revise=False)
    assert isinstance(intent, Revise)
    assert intent.fields == ("published",)


def test_a_feed_window_withdraws_nothing_and_appends() -> None:
    rows = followed(*TEN)
    intents = decide(rows, contents(TEN[-1], found(11)), partial=True)
    assert kinds(intents) == ["Insert", "Reorder"]
    assert [row.number for row in applied(rows, intents)][-2:] == ["10", "11"]


def test_a_feed_window_without_anything_known_goes_to_the_end() -> None:
    rows = followed(*TEN)
    after = applied(rows, decide(rows, contents(found(12), found(13)), partial=True))
    assert [row.number for row in after][-3:] == ["10", "12", "13"]


def test_what_precedes_all_that_is_known_goes_before_it() -> None:
    rows = followed(*TEN[5:])
    after = applied(rows, decide(rows, contents(*TEN[3:7]), partial=True))
    assert [row.number for row in after] == [str(n) for n in range(4, 11)]


def test_an_episode_listed_no_more_stays_and_comes_back() -> None:
    rows = followed(*TEN)
    without = [*TEN[:4], *TEN[5:]]
    intents = decide(rows, contents(*without))
    assert kinds(intents) == ["Withdraw"]
    rows = applied(rows, intents)
    assert [row.number for row in rows] == [one.number for one in TEN]
    assert decide(rows, contents(*without)) == ()
    assert kinds(decide(rows, contents(*TEN))) == ["Restore"]


def test_a_reader_s_order_is_kept() -> None:
    rows = followed(*TEN)
    own = [replace(row, position=at) for at, row in enumerate([*rows[5:], *rows[:5]], 1)]
    after = applied(own, decide(own, contents(*TEN, found(11)), ordered_by_reader=True))
    assert [row.number for row in after] == ["6", "7", "8", "9", "10", "11", "1", "2", "3", "4", "5"]


def test_a_site_s_new_order_is_taken() -> None:
    rows = followed(*TEN)
    after = applied(rows, decide(rows, contents(*reversed(TEN))))
    assert [row.number for row in after] == [str(n) for n in range(10, 0, -1)]
    assert {row.id for row in after} == {row.id for row in rows}


@pytest.mark.parametrize(
    ("now", "counts"),
    [
        ([], ("nothing", "10")),
        (TEN[:3], ("3", "10")),
        ([found(n, url=f"https://parked.example/{n}", title=f"Buy {n}", number=None) for n in range(30)], ("30", "10")),
        ([*TEN[:2], *[found(n) for n in range(50, 58)]], ("10", "2")),
    ],
    ids=["empty", "shrunken", "another work", "mostly another work"],
)
def test_a_list_that_cannot_be_believed_changes_nothing(now: list[FoundEpisode], counts: tuple[str, str]) -> None:
    intents = decide(followed(*TEN), contents(*now))
    (intent,) = intents
    assert isinstance(intent, Leave)
    assert intent.warn
    assert all(count in intent.reason for count in counts)


def test_a_reader_may_believe_a_shrunken_list() -> None:
    assert kinds(decide(followed(*TEN), contents(*TEN[:3]), guarded=False)) == ["Withdraw"] * 7


def test_an_empty_list_at_first_warns_of_nothing() -> None:
    (intent,) = decide([], contents())
    assert isinstance(intent, Leave)
    assert not intent.warn


# --- histories ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Truth:
    """An episode of the site, with the identity that nobody tells us."""

    identity: int
    episode: FoundEpisode


MOVES = [
    "replaced",
    "https",
    "host",
    "permalinks",
    "tracking",
    "retitle",
    "renumber",
    "redate",
    "drop",
    "insert",
    "append",
    "none",
]
KEEPING = {"https", "tracking", "host", "none", "redate", "append", "insert", "drop"}
"""Moves after which no second row may appear for an episode that we have."""


def mutated(site: list[Truth], move: str, draw: st.DrawFn, step: int) -> list[Truth]:  # noqa: C901, PLR0911 - an arm a move
    def each(change: object) -> list[Truth]:
        return [replace(one, episode=change(one.episode)) for one in site]  # type: ignore[operator]

    at = draw(st.integers(0, len(site)))
    match move:
        case "https":
            return each(lambda e: replace(e, url=e.url.replace("http://", "https://")))
        case "host":
            return each(lambda e: replace(e, url=f"http://moved{step}.example/{e.url.split('/', 3)[3]}"))
        case "permalinks":
            return [replace(o, episode=replace(o.episode, url=f"http://h.example/{step}-{o.identity}")) for o in site]
        case "tracking":
            return each(lambda e: replace(e, url=f"{e.url.partition('?')[0]}?utm_campaign={step}"))
        case "retitle":
            return [
                replace(o, episode=replace(o.episode, title=f"{o.episode.title} v{step}")) if n == at else o
                for n, o in enumerate(site)
            ]
        case "renumber":
            return [replace(o, episode=replace(o.episode, number=str(n + step))) for n, o in enumerate(site)]
        case "redate":
            shift = timedelta(hours=draw(st.integers(-30, 30)))
            return each(lambda e: replace(e, published=e.published and e.published + shift))
        case "replaced" if len(site) > 2:
            # One goes in the middle, and another of the same name comes at the end.
            gone = site[draw(st.integers(0, len(site) - 2))]
            twin = replace(gone.episode, url=f"http://h.example/twin/{step}", published=None)
            return [*[o for o in site if o is not gone], Truth(1000 * step, twin)]
        case "drop":
            return [o for n, o in enumerate(site) if n != at]
        case "insert" | "append":
            identity = 1000 * step
            dated = draw(st.booleans())
            title = draw(st.sampled_from(["Interlude", "Part", f"Part {identity}"]))
            new = FoundEpisode(
                f"http://h.example/new/{identity}",
                title,
                draw(st.sampled_from([None, "1", str(identity)])),
                published=NOW + timedelta(days=10 * step) if dated else None,
            )
            at = len(site) if move == "append" else at
            return [*site[:at], Truth(identity, new), *site[at:]]
        case _:
            return site


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, list[Truth]]]:
    dated, numbered = draw(st.booleans()), draw(st.booleans())
    pool = draw(st.sampled_from([["Part {n}"], ["Interlude", "Part"], ["Part {n}", "Interlude"]]))
    site = [
        Truth(
            n,
            FoundEpisode(
                f"http://h.example/first/{n}",
                pool[n % len(pool)].format(n=n),
                str(n) if numbered else None,
                published=NOW + timedelta(days=7 * n) if dated else None,
            ),
        )
        for n in range(draw(st.integers(3, 9)))
    ]
    history = [("none", site)]
    for step in range(1, draw(st.integers(2, 6))):
        move = draw(st.sampled_from(MOVES))
        site = mutated(site, move, draw, step)
        history.append((move, site))
    return history


@settings(max_examples=2_000, deadline=None)
@given(histories())
def test_no_history_loses_a_row_or_joins_wrongly(history: list[tuple[str, list[Truth]]]) -> None:
    rows: list[Known] = []
    identity_of: dict[int, int] = {}
    for move, site in history:
        toc = contents(*[one.episode for one in site])
        intents = decide(rows, toc)
        after = applied(rows, intents)
        # Nothing is lost, positions are dense, a second application and a second look change nothing.
        assert {row.id for row in rows} <= {row.id for row in after}
        assert [row.position for row in after] == list(range(1, len(after) + 1))
        assert applied(after, intents) == after
        if not any(isinstance(one, Leave) for one in intents):
            assert not [one for one in decide(after, toc) if not isinstance(one, Leave)]
        # A row stays the episode that it was.
        row_of = {row_key: row for row in after for row_key in row.keys}
        for one in site:
            row = row_of.get(key(one.episode))
            if row is None:
                continue
            if row.id in {known.id for known in rows}:
                assert identity_of[row.id] == one.identity
            else:
                assert move not in KEEPING or one.identity not in identity_of.values()
                identity_of[row.id] = one.identity
        rows = after


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories(), st.data())
def test_no_history_takes_a_mark_or_a_text_from_the_library(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[str, list[Truth]]], data: st.DataObject
) -> None:
    with Store.open(tmp_path_factory.mktemp("history") / "library.sqlite3", now=NOW) as store:
        serial = store.serials.add(title="A serial", url=HOME, author="", language="", status=Status.ONGOING, now=NOW)
        states: dict[int, tuple[State, int]] = {}
        for step, (_, site) in enumerate(history):
            now = NOW + timedelta(days=step)
            toc = contents(*[one.episode for one in site])
            store.changes.apply(serial, decide(store.episodes.known(serial), toc), now)
            rows = store.episodes.all(serial)
            assert [row.position for row in rows] == list(range(1, len(rows) + 1))
            assert {row.id: (row.state, row.characters) for row in rows if row.id in states} == states
            for joined in data.draw(st.sampled_from([store.joins.of(serial), []]))[:1]:
                store.joins.part(joined.id, now)
            chosen = data.draw(st.sampled_from([row.id for row in rows])) if rows else 0
            store.log.mark([chosen], data.draw(st.sampled_from(list(State))), now)
            text = Document((Block(Role.PARAGRAPH, f"The text of {chosen}."),))
            store.texts.save(chosen, text, origin=Origin.LIVE, url=HOME, fetched_at=NOW)
            states = {row.id: (row.state, row.characters) for row in store.episodes.all(serial)}
        assert store.log.adds_up() == []
        assert store.health.miscounted() == []
        assert store.health.misplaced() == []
