"""Serials, episodes, texts, sources: what is kept comes back, and counts agree."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.model import Kind, Locator, Origin, Source, SourceKind, State, Status, TableOfContents
from reader.store.sources import Silence
from reader.store.texts import RawPage
from reader.store.values import digest
from reader.update import Insert, Intent, Join, Leave, Reorder, Restore, Revise, Withdraw, decide

from .shelves import NOW, a_serial, at, found, later, opened, save, text

if TYPE_CHECKING:
    from pathlib import Path

    from reader.store import Store


def counts(store: Store) -> tuple[int, int, int, int]:
    one = store.serials.one(1).counts
    return one.episodes, one.read, one.saved, one.missing


def test_counts_leave_notices_out_and_follow_every_change(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 10, notices=2)
        assert counts(store) == (10, 0, 0, 10)
        store.log.mark(ids[:5], State.READ, NOW)
        assert counts(store) == (10, 3, 0, 10)
        for number in ids[1:4]:
            save(store, number)
        assert counts(store) == (10, 3, 2, 8)
        # A notice turns out to be an episode, and an episode a notice.
        changes: list[Intent] = [
            Revise(ids[1], found(-2, kind=Kind.MAIN), ("kind",), ""),
            Revise(ids[3], found(2, kind=Kind.NOTICE), ("kind",), ""),
        ]
        store.changes.apply(serial_id, changes, NOW)
        assert counts(store) == (10, 3, 2, 8)
        assert store.health.miscounted() == []


READING_ORDER = [
    # states of ten episodes (. unread, r reading, x read), what was read last of the unfinished, where to go on
    ("..........", None, 1),
    ("xxx.......", None, 4),
    ("x.x.......", None, 4),
    ("xxxxxxxxxx", None, None),
    (".xxxxxxxxx", None, 1),
    ("x.xxxxxxxx", None, 2),
    ("xr........", None, 2),
    ("xr..x.....", None, 2),
    ("r...r.....", 5, 5),
    ("r...r.....", 1, 1),
    ("....x.....", None, 6),
]


@pytest.mark.parametrize(("now", "last", "expected"), READING_ORDER)
def test_where_reading_goes_on(tmp_path: Path, now: str, last: int | None, expected: int | None) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store)
        store.log.mark([ids[n] for n, sign in enumerate(now) if sign == "x"], State.READ, NOW)
        for n, sign in enumerate(now):
            if sign == "r":
                store.log.keep_place(ids[n], at(5), 0.5, later(n))
        if last:
            # Later by the log, whatever the clock says.
            store.log.keep_place(ids[last - 1], at(6), 0.6, later(-999))
        episode = store.episodes.to_continue(serial_id)
        assert (episode and episode.position) == expected


def test_notices_are_passed_over(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 2, notices=2)
        episode = store.episodes.to_continue(serial_id)
        assert episode is not None
        assert episode.id == ids[2]
        store.log.keep_place(ids[0], at(1), 0.1, NOW)
        store.log.mark(ids[2:], State.READ, NOW)
        assert store.episodes.to_continue(serial_id) is None


def test_serials_in_the_order_of_reading(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        first, ids = a_serial(store, 2)
        second = store.serials.add(title="B", url="u", author="", language="", status=Status.ONGOING, now=NOW)
        third = store.serials.add(title="C", url="v", author="", language="", status=Status.ONGOING, now=NOW)
        assert store.serials.by_reading() == [first, second, third]
        store.changes.apply(third, [Insert(found(7), False, "")], NOW)
        store.log.keep_place(store.episodes.all(third)[0].id, Locator(0, 0), 0, later(-999))
        assert store.serials.by_reading() == [third, first, second]
        store.log.mark(ids, State.READ, NOW)
        assert store.serials.by_reading() == [third, first, second]


def test_due_serials(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        ids = [a_serial(store, 1, title=title)[0] for title in "ABCDE"]
        store.serials.checked(ids[0], NOW, later(10))
        store.serials.checked(ids[1], NOW, later(-10), "it failed")
        store.serials.checked(ids[2], NOW, None)
        store.log.edit(ids[3], "status", "paused", NOW)
        store.log.edit(ids[4], "removed_at", "2026", NOW)
        assert store.serials.due(NOW) == [ids[2], ids[1]]
        assert store.serials.failure(ids[1]) == "it failed"
        assert store.serials.one(ids[0]).next_check_at == later(10)
        assert store.serials.one(ids[0]).checked_at == NOW


def test_a_source_fills_blanks_and_does_not_wake_a_paused_serial(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store)
        store.serials.learn(serial_id, author="Other", language="fr", status=Status.COMPLETE)
        serial = store.serials.one(serial_id)
        assert (serial.author, serial.language, serial.status) == ("Mori", "en", Status.COMPLETE)
        store.log.edit(serial_id, "status", "paused", NOW)
        store.serials.learn(serial_id, status=Status.ONGOING)
        assert store.serials.one(serial_id).status is Status.PAUSED


def test_hosts_that_the_reader_named(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store)
        store.serials.name_hosts(serial_id, {"b.example:81"})
        store.serials.name_hosts(serial_id, {"a.example"})
        assert store.serials.named_hosts(serial_id) == {"a.example", "b.example:81"}


# --- intents -----------------------------------------------------------------------------------------------------


def test_every_intent_may_be_applied_twice(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 3)
        new = found(9, content="<p>All of it.</p>")
        intents: list[Intent] = [
            Insert(new, True, ""),
            Revise(ids[0], found(1, title="First", url="https://tales.example/one"), ("title", "url"), ""),
            Join(ids[0], "https://tales.example/one", "title and number"),
            Withdraw(ids[1], ""),
            Reorder((ids[2], "tales.example/9", ids[0], ids[1]), ""),
            Leave(""),
        ]
        applied = store.changes.apply(serial_id, intents, NOW)
        assert (applied.inserted, applied.revised, applied.withdrawn, applied.restored) == (1, 1, 1, 0)
        after = store.episodes.all(serial_id)
        assert [one.title for one in after] == ["Part 3", "Part 9", "First", "Part 2"]
        assert [one.position for one in after] == [1, 2, 3, 4]
        assert [one.gone for one in after] == [False, False, False, True]
        assert store.texts.carried(after[1].id) == "<p>All of it.</p>"
        assert store.episodes.addresses(ids[0]) == [
            ("https://tales.example/1", "listed"),
            ("https://tales.example/one", "title and number"),
        ]
        again = store.changes.apply(serial_id, intents, NOW)
        assert (again.inserted, again.revised, again.withdrawn) == (0, 0, 0)
        assert store.episodes.all(serial_id) == after
        assert store.changes.apply(serial_id, [Restore(ids[1], "")] * 2, NOW).restored == 1
        assert store.health.misplaced() == []


def test_what_is_stored_agrees_with_what_was_listed(tmp_path: Path) -> None:
    listed = tuple(
        found(n, section="One", published=NOW + timedelta(days=n), note="(!)", source_id=f"p{n}", kind=Kind.SIDE)
        for n in range(1, 6)
    )
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store, 1)
        store.changes.apply(
            serial_id, decide(store.episodes.known(serial_id), TableOfContents("u", "t", listed), guarded=False), NOW
        )
        known = store.episodes.known(serial_id)
        assert decide(known, TableOfContents("u", "t", listed)) == ()
        assert [(one.section, one.published, one.note, one.source_id) for one in known] == [
            (one.section, one.published, one.note, one.source_id) for one in listed
        ]


def test_one_address_belongs_to_one_episode_of_a_serial(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 2)
        other, _ = a_serial(store, 2, title="B")
        assert store.episodes.also_at(ids[0], "https://moved.example/1", "redirect", NOW)
        assert not store.episodes.also_at(ids[1], "http://www.moved.example/1/", "redirect", NOW)
        keys = ["tales.example/1", "tales.example/2", "moved.example/1", "nowhere.example/"]
        assert store.serials.overlapping(keys) == [(serial_id, 3), (other, 2)]


def test_a_failure_stands_on_the_row_until_there_is_a_text(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 2)
        store.episodes.failed(ids[0], "no such page (404)", "Look elsewhere.", NOW)
        store.episodes.failed(ids[0], "no such page (404)", "Look elsewhere.", later(1))
        wanted = store.episodes.wanted(serial_id)[0]
        assert (wanted.id, wanted.tries, wanted.failed_at) == (ids[0], 2, later(1))
        assert store.episodes.one(ids[0]).missing == "no such page (404)"
        assert store.episodes.hint(ids[0]) == "Look elsewhere."
        save(store, ids[0])
        assert store.episodes.one(ids[0]).missing == ""
        assert [one.id for one in store.episodes.wanted(serial_id)] == ids[1:]


def test_a_page_s_date_fills_a_blank(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store, 2)
        store.episodes.learn(ids[0], published=NOW)
        store.episodes.learn(ids[0], published=later(5))
        store.episodes.learn(ids[1], published=None)
        assert [one.published for one in store.episodes.all(1)] == [NOW, None]


# --- texts -------------------------------------------------------------------------------------------------------


def test_a_text_is_kept_with_its_bytes(tmp_path: Path) -> None:
    page = RawPage("https://tales.example/1", "text/html; charset=shift_jis", "物語".encode("shift_jis"))
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        for number in ids[:2]:
            assert store.texts.save(
                number, text("物語", language="ja"), origin=Origin.LIVE, url=page.url, fetched_at=NOW, raw=[page]
            )
        assert store.texts.current(ids[0]) == text("物語", language="ja")
        assert store.texts.raw(store.texts.revisions(ids[1])[0].id) == [page]
        # Episodes that share a page share its bytes.
        assert store.database.row("SELECT count(*) FROM raw") == (1,)
        one = store.episodes.one(ids[0])
        assert (one.saved, one.origin, one.characters, one.words) == (True, Origin.LIVE, 2, 0)


def test_each_state_of_a_text_is_kept_and_one_is_current(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        first, second = text("It was night."), text("It was a dark night.")
        assert save(store, ids[0], first)
        assert not save(store, ids[0], first)
        assert save(store, ids[0], second)
        revisions = store.texts.revisions(ids[0])
        assert [one.current for one in revisions] == [False, True]
        assert [store.texts.revision(one.id) for one in revisions] == [first, second]
        assert save(store, ids[0], first)
        assert [one.current for one in store.texts.revisions(ids[0])] == [True, False]


def test_a_suspect_text_is_kept_aside(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        good, notice = text("A long good night."), text("Please log in.")
        save(store, ids[0], good)
        kept = store.texts.save(
            ids[0], notice, origin=Origin.LIVE, url="u", fetched_at=NOW, suspect="it looks like a login page"
        )
        assert not kept
        assert store.texts.current(ids[0]) == good
        assert [one.suspect for one in store.texts.revisions(ids[0])] == ["", "it looks like a login page"]
        # The reader, or a second look, may decide otherwise.
        assert save(store, ids[0], notice)
        assert [one.suspect for one in store.texts.revisions(ids[0])] == ["", ""]


def test_a_suspect_text_alone_is_no_text(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        store.texts.save(ids[0], text("x"), origin=Origin.LIVE, url="u", fetched_at=NOW, suspect="short")
        assert not store.episodes.one(ids[0]).saved


def test_a_twin_is_another_episode_of_the_same_serial(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        _, ids = a_serial(store)
        _, others = a_serial(store, title="B")
        save(store, ids[0], text("The same."))
        assert store.texts.twin(ids[1], text("The same.")) == ids[0]
        assert store.texts.twin(ids[0], text("The same.")) is None
        assert store.texts.twin(others[0], text("The same.")) is None


def test_what_a_feed_carries(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store)
        store.texts.carry(ids[0], "<p>old</p>", NOW)
        store.texts.carry(ids[0], "<p>new</p>", NOW)
        assert store.texts.carried(ids[0]) == "<p>new</p>"
        assert store.texts.carried(ids[1]) == ""
        assert [one.carried for one in store.episodes.wanted(serial_id)][:2] == [True, False]


# --- sites -------------------------------------------------------------------------------------------------------


def test_sources_and_validators(tmp_path: Path) -> None:
    sources = [Source(SourceKind.FEED, "https://f.example/feed", "tag"), Source(SourceKind.INDEX, "https://f.example/")]
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store)
        store.sources.replace(serial_id, sources)
        store.sources.replace(serial_id, [])
        assert store.sources.of(serial_id) == sources
        store.sources.replace(serial_id, sources[1:])
        assert store.sources.of(serial_id) == sources[1:]
        url = sources[0].url
        assert store.sources.validators(serial_id, url) == ("", "")
        assert not store.sources.is_same(serial_id, url, b"")
        store.sources.seen(serial_id, url, etag='"a"', last_modified="Fri", body_digest=digest(b"x"), now=NOW)
        store.sources.seen(serial_id, url, etag='"b"', last_modified="", body_digest=digest(b"y"), now=NOW)
        assert store.sources.validators(serial_id, url) == ('"b"', "")
        assert store.sources.is_same(serial_id, url, b"y")
        assert not store.sources.is_same(serial_id, url, b"x")


def test_frames_and_robots(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, _ = a_serial(store)
        assert store.frames.of(serial_id, "h") is None
        store.frames.keep(serial_id, "h", {"path": ["div"]}, NOW)
        store.frames.keep(serial_id, "h", {"path": ["main"]}, NOW)
        assert store.frames.of(serial_id, "h") == {"path": ["main"]}
        assert store.robots.of("https://h") is None
        store.robots.keep("https://h", "User-agent: *", NOW)
        store.robots.keep("https://h", "", later(1))
        assert store.robots.of("https://h") == ("", later(1))


def test_silences(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        assert store.silences.all() == {}
        store.silences.keep("h", Silence(NOW, NOW, 1))
        store.silences.keep("h", Silence(NOW, later(1), 2))
        store.silences.keep("other", None)
        assert store.silences.all() == {"h": Silence(NOW, later(1), 2)}
        store.silences.keep("h", None)
        assert store.silences.all() == {}


def test_health_finds_what_is_wrong(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store)
        assert store.health.integrity() == []
        assert store.health.schema()[0] == store.health.schema()[1]
        with store.writing() as database:
            database.change("UPDATE serial SET read = 7")
            database.change("UPDATE episode SET position = 99 WHERE id = ?", (ids[0],))
            database.change("DELETE FROM address WHERE episode_id = ?", (ids[1],))
        assert store.health.miscounted() == [serial_id]
        assert store.health.misplaced() == [serial_id]
        assert store.health.unreachable() == 1
