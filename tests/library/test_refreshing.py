"""Missing texts and news: what is fetched, what is saved, what is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from reader.document import Block, Document, Role
from reader.errors import Disallowed, Full, Locked, NoText, Throttled, TooComplex, Unreachable
from reader.extract.episode import Extraction
from reader.files import UpdateLock
from reader.library import following, lists, pages, reading, refreshing
from reader.model import Choice, Choices, Origin, Source, SourceKind, State, Status
from reader.update import decide

from .fakes import FIVE, HOME, NOW, FakeWeb, Page, a_library, discovered, five_pages, found, page, prose

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.refreshing import Fetched, FetchReport
    from reader.library.shelf import Library
    from reader.model import Discovered, Fetch, FoundEpisode, Resource


def fetch(library: Library, serial_id: int = 1, **more: Any) -> FetchReport:
    return asyncio.run(refreshing.fetch_missing(library, serial_id, **more))


def saved(library: Library) -> list[int]:
    return [one.position for one in lists.episodes(library, 1) if one.saved]


def test_all_texts_come_in_order_with_their_lengths(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    told: list[Fetched] = []
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        report = fetch(library, watch=told.append)
        assert (report.saved, report.failures) == (5, ())
        assert web.urls == [one.url for one in FIVE]
        assert [(one.done, one.total, one.title, one.error) for one in told] == [
            (n, 5, f"Part {n}", "") for n in range(1, 6)
        ]
        text = reading.document(library, lists.episodes(library, 1)[2].id)
        assert len(text.paragraphs()) == 6
        assert "On day 3" in text.paragraphs()[0]
        episode = lists.episodes(library, 1)[2]
        assert (episode.origin, episode.words > 100, episode.characters > 500) == (Origin.LIVE, True, True)
        assert fetch(library).saved == 0
        assert len(web.asked) == 5


def test_a_failure_stands_on_its_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    del web.pages[FIVE[1].url]
    web.pages[FIVE[3].url] = Page("<html><body></body></html>")
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        report = fetch(library)
        assert saved(library) == [1, 3, 5]
        assert [(one.url, one.title) for one in report.failures] == [
            (FIVE[1].url, "Part 2"),
            (FIVE[3].url, "Part 4"),
        ]
        assert all(one.url in one.error and one.hint for one in report.failures)
        assert lists.episodes(library, 1)[1].missing == "there is no such page (404)"
        with pytest.raises(Exception, match="there is no such page") as caught:
            reading.document(library, lists.episodes(library, 1)[1].id)
        assert caught.value.hint == "Check the address."  # type: ignore[attr-defined]
        web.pages |= five_pages()
        assert fetch(library).saved == 2
        assert lists.episodes(library, 1)[1].missing == ""


def test_what_failed_often_is_passed_over_for_a_while_unless_named(tmp_path: Path) -> None:
    web = FakeWeb()
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(FIVE[0]))
        for _ in range(5):
            fetch(library)
        assert len(web.asked) == refreshing.TRIES_AT_ONCE
        number = lists.episodes(library, 1)[0].id
        assert len(fetch(library, only=[number]).failures) == 1
        library.now.turn(days=1)  # type: ignore[attr-defined]
        fetch(library)
        assert len(web.asked) == 4
        library.now.turn(days=15)  # type: ignore[attr-defined]
        fetch(library)
        assert len(web.asked) == 5


def test_only_those_named(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        fetch(library, only=[lists.episodes(library, 1)[3].id])
        assert saved(library) == [4]


def test_a_host_that_does_not_answer_is_not_asked_for_ever(tmp_path: Path) -> None:
    web = FakeWeb({one.url: Page(error=Unreachable("no connection", subject=one.url)) for one in FIVE})
    other = found(9, url="https://other.example/9")
    web.pages[other.url] = page(9)
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE, other))
        report = fetch(library)
        assert len([url for url in web.urls if url.startswith(HOME)]) == pages.UNANSWERED
        assert len(report.failures) == 5
        assert saved(library) == [6]


def test_a_host_that_asks_for_patience_gets_it(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    web.pages[FIVE[1].url] = Page(error=Throttled("too many requests (429)", subject=FIVE[1].url))
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        assert len(fetch(library).failures) == 4
        assert len(web.asked) == 2
        assert saved(library) == [1]


def test_an_interrupted_run_keeps_what_is_saved_and_goes_on(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())

    async def stop_at_the_fifth(fetch: Fetch) -> None:
        if fetch.url == FIVE[4].url:
            await asyncio.sleep(3600)

    async def interrupted(library: Library) -> None:
        fourth = asyncio.Event()
        task = asyncio.create_task(
            refreshing.fetch_missing(library, 1, watch=lambda one: fourth.set() if one.done == 4 else None)
        )
        await fourth.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1

    web.before = stop_at_the_fifth
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        asyncio.run(interrupted(library))
    web.before = None
    web.asked.clear()
    with a_library(tmp_path, web) as library:
        assert fetch(library).saved == 1
        assert web.urls == [FIVE[4].url]


def test_a_full_disk_ends_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> bool:
        raise Full("no room")

    with a_library(tmp_path, FakeWeb(five_pages())) as library:
        following.follow(library, discovered(*FIVE))
        monkeypatch.setattr(library.store.texts, "save", full)
        with pytest.raises(Full):
            fetch(library)


def test_several_episodes_on_one_page_are_fetched_once(tmp_path: Path) -> None:
    body = "".join(f"<h2 id=p{n}>Part {n}</h2>{prose(n)}" for n in range(1, 4))
    web = FakeWeb({f"{HOME}all": page(0, body)})
    listed = [found(n, url=f"{HOME}all#p{n}") for n in range(1, 4)]
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*listed))
        assert fetch(library).saved == 3
        assert web.urls == [f"{HOME}all"]
        texts = [reading.document(library, one.id).paragraphs() for one in lists.episodes(library, 1)]
        for n, paragraphs in enumerate(texts, 1):
            assert all(f"On day {n} " in one for one in paragraphs), paragraphs


def test_the_same_notice_on_every_page_is_no_text(tmp_path: Path) -> None:
    web = FakeWeb({one.url: page(7) for one in FIVE})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        report = fetch(library)
        assert report.saved == 1
        assert {one.error for one in report.failures[:1]} == {
            f"{FIVE[1].url}: the page shows the same text as episode 1"
        }


def test_a_page_that_broke_off_is_not_saved(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    web.pages[FIVE[0].url].cut = True
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        assert "broke off" in fetch(library).failures[0].error
        assert saved(library) == [2, 3, 4, 5]


def test_a_permanent_redirect_is_one_more_address(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    for n, kept in ((0, True), (1, False)):
        web.pages[FIVE[n].url].final_url = f"https://new.example/{n}"
        web.pages[FIVE[n].url].permanent = kept
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        fetch(library)
        known = [library.store.episodes.addresses(one.id) for one in lists.episodes(library, 1)]
        assert known[0] == [(FIVE[0].url, "listed"), ("https://new.example/0", "redirect")]
        assert known[1] == [(FIVE[1].url, "listed")]


# --- what a feed carries -----------------------------------------------------------------------------------------


def test_what_a_feed_carries_whole_is_not_fetched(tmp_path: Path) -> None:
    web = FakeWeb(five_pages())
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(found(1, content=prose(1)), *FIVE[1:]))
        assert fetch(library).saved == 5
        assert FIVE[0].url not in web.urls
        assert [one.origin for one in lists.episodes(library, 1)][:2] == [Origin.FEED, Origin.LIVE]


@pytest.mark.parametrize("end", ["and then […]", "続きを読む", "Continue reading →"])
def test_what_a_feed_breaks_off_is_fetched_and_kept_in_reserve(tmp_path: Path, end: str) -> None:
    listed = [found(n, content=f"{prose(n)}<p>The night {end}</p>") for n in (1, 2)]
    web = FakeWeb({listed[0].url: page(1)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*listed))
        assert fetch(library).saved == 2
        assert [one.origin for one in lists.episodes(library, 1)] == [Origin.LIVE, Origin.FEED]


def test_a_reserve_is_no_excuse_for_a_site_that_forbids(tmp_path: Path) -> None:
    one = found(1, content="<p>The night […]</p>")
    web = FakeWeb({one.url: Page(error=Disallowed("robots.txt forbids it", subject=one.url))})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(one))
        assert len(fetch(library).failures) == 1


# --- the worker --------------------------------------------------------------------------------------------------


class Script:
    """A worker that answers as it is told and remembers what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.asked: list[tuple[str, Any, dict[str, Any]]] = []

    async def run(self, job: str, /, *args: Any, **kwargs: Any) -> Any:
        self.asked.append((job, args, kwargs))
        answer = self.answers[job]
        answer = answer(*args, **kwargs) if callable(answer) else answer
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None:
        return None


def one_block(resource: Resource, **_: object) -> Extraction:
    return Extraction(Document((Block(Role.PARAGRAPH, f"Text of {resource.url}"),)))


def test_a_frame_is_learnt_once_and_used_for_all(tmp_path: Path) -> None:
    from reader.extract.siblings import Frame  # noqa: PLC0415 - beside what it is compared with

    frame = Frame(("html", "main"), frozenset({"all rights reserved"}), 3)
    worker = Script({"learn": frame, "extract": one_block})
    with a_library(tmp_path, FakeWeb(five_pages()), worker) as library:
        following.follow(library, discovered(*FIVE))
        assert fetch(library).saved == 5
        learnt = [(len(args[0]), args[1]) for job, args, _ in worker.asked if job == "learn"]
        assert learnt == [(3, ["Part 1", "Part 2", "Part 3"])]
        assert [kwargs["frame"] for job, _, kwargs in worker.asked if job == "extract"] == [frame] * 5
        worker.asked.clear()
    with a_library(tmp_path, FakeWeb({f"{HOME}6": page(6)}), worker) as library:
        library.store.changes.apply(1, [decide([], discovered(found(6)).contents)[0]], library.now())
        fetch(library)
        assert [(job, kwargs["frame"]) for job, _, kwargs in worker.asked] == [("extract", frame)]


def test_two_pages_teach_nothing_and_a_failed_lesson_stops_nothing(tmp_path: Path) -> None:
    worker = Script({"learn": TooComplex("too much"), "extract": one_block})
    with a_library(tmp_path, FakeWeb(five_pages()), worker) as library:
        following.follow(library, discovered(*FIVE[:2]))
        assert fetch(library).saved == 2
        assert "learn" not in [job for job, _, _ in worker.asked]
        library.store.changes.apply(1, decide([], discovered(*FIVE).contents), library.now())
        assert fetch(library).saved == 3
        assert "learn" in [job for job, _, _ in worker.asked]


def test_an_episode_of_several_web_pages_is_one_text(tmp_path: Path) -> None:
    def leaves(resource: Resource, **_: object) -> Extraction:
        number = int(resource.url.rpartition("/")[2])
        following_url = f"{HOME}{number * 10}" if number < 100 else f"{HOME}1"
        return Extraction(Document((Block(Role.PARAGRAPH, f"Leaf {number}"),)), next_page=following_url)

    web = FakeWeb({f"{HOME}{n}": page(n) for n in (1, 10, 100)})
    with a_library(tmp_path, web, Script({"extract": leaves})) as library:
        following.follow(library, discovered(FIVE[0]))
        fetch(library)
        number = lists.episodes(library, 1)[0].id
        assert reading.document(library, number).paragraphs() == ["Leaf 1", "Leaf 10", "Leaf 100"]
        revision = library.store.texts.revisions(number)[0]
        assert [one.url for one in library.store.texts.raw(revision.id)] == [f"{HOME}{n}" for n in (1, 10, 100)]


def test_an_episode_whose_second_page_fails_is_not_saved_in_part(tmp_path: Path) -> None:
    answer = Extraction(Document((Block(Role.PARAGRAPH, "Leaf"),)), next_page=f"{HOME}1/2")
    with a_library(tmp_path, FakeWeb(five_pages()), Script({"extract": answer})) as library:
        following.follow(library, discovered(FIVE[0]))
        assert len(fetch(library).failures) == 1
        assert saved(library) == []


def test_a_page_that_is_too_complex_is_a_failure_like_others(tmp_path: Path) -> None:
    worker = Script({"learn": None, "extract": TooComplex("the page takes too long", hint="Open it in a browser.")})
    with a_library(tmp_path, FakeWeb(five_pages()), worker) as library:
        following.follow(library, discovered(*FIVE))
        assert [one.hint for one in fetch(library).failures] == ["Open it in a browser."] * 5
        assert all("takes too long" in one.missing for one in lists.episodes(library, 1))


# --- news --------------------------------------------------------------------------------------------------------


class Finds:
    """A discovery that asks for the serial's page and then knows everything."""

    answers: list[Discovered | Choices]
    started: list[tuple[str, int | None]]

    def __init__(self, url: str, *, pick: int | None = None, now: object = None) -> None:
        del now
        self.started.append((url, pick))
        self._url, self._done = url, False

    def next(self) -> Any:
        from reader.discover.plan import Ask  # noqa: PLC0415 - where it is replaced
        from reader.model import Fetch  # noqa: PLC0415

        return self.answers[min(len(self.started), len(self.answers)) - 1] if self._done else Ask((Fetch(self._url),))

    def take(self, _: Fetch, answer: object) -> None:
        self._done = True
        if isinstance(answer, NoText):
            raise answer


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> type[Finds]:
    Finds.answers, Finds.started = [], []
    monkeypatch.setattr("reader.discover.plan.Discovery", Finds)
    return Finds


def look(library: Library, *ids: int, **more: Any) -> tuple[refreshing.Outcome, ...]:
    return asyncio.run(refreshing.update(library, ids or None, **more))


def index(*episodes: FoundEpisode) -> Page:
    return Page("".join(f"<a href='{one.url}'>{one.title}</a>" for one in episodes), {"etag": f'"{len(episodes)}"'})


def test_nothing_new_costs_one_conditional_request(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({**five_pages(), HOME: index(*FIVE)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        fetch(library)
        finds.answers = [discovered(*FIVE)]
        look(library, 1)
        web.asked.clear()
        (outcome,) = look(library, 1)
        assert [(one.url, one.etag) for one in web.asked] == [(HOME, '"5"')]
        assert outcome == refreshing.Outcome(1, "The ferry")
        assert len(finds.started) == 1


def test_the_same_bytes_are_no_news_either(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({HOME: Page("the list")})
    finds.answers = [discovered(*FIVE)]
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        look(library, 1)
        look(library, 1)
        assert len(finds.started) == 1


def test_news_are_appended_fetched_and_told(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({**five_pages(), HOME: index(*FIVE, found(6)), f"{HOME}6": page(6)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        fetch(library)
        web.asked.clear()
        finds.answers = [discovered(*FIVE[:4], found(5, title="Part 5, corrected"), found(6), status=Status.COMPLETE)]
        (outcome,) = look(library, 1)
        assert (outcome.new, outcome.revised, outcome.fetched, outcome.withdrawn, outcome.error) == (1, 1, 1, 0, "")
        # The page that was asked for news is not fetched a second time.
        assert web.urls == [HOME, f"{HOME}6"]
        assert lists.episodes(library, 1)[5].saved
        assert lists.serial_named(library, "1").status is Status.COMPLETE


def test_a_shrunken_list_changes_nothing_and_is_asked_again(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({**five_pages(), HOME: index(FIVE[0])})
    finds.answers = [discovered(FIVE[0])]
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        (outcome,) = look(library, 1)
        assert "lists 1 episodes where it listed 5" in outcome.error
        assert "Nothing was changed" in outcome.hint
        assert outcome.fetched == 5
        assert not any(one.gone for one in lists.episodes(library, 1))
        web.asked.clear()
        look(library, 1)
        assert web.asked[0].etag == ""


def test_a_bad_site_delays_no_other(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({**five_pages(), HOME: index(*FIVE)})
    finds.answers = [discovered(*FIVE)]
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        bad = discovered(
            found(1, url="https://dead.example/1"),
            title="Dead",
            sources=(Source(SourceKind.FEED, "https://dead.example/f"),),
        )
        following.follow(library, bad)
        first, second = look(library, 2, 1)
        assert (first.serial_id, first.title) == (2, "Dead")
        assert "404" in first.error
        assert "https://dead.example/f" in first.error
        assert (second.serial_id, second.fetched, second.error) == (1, 5, "")
        assert library.store.serials.failure(2) == first.error
        assert library.store.serials.one(2).next_check_at < library.store.serials.one(1).next_check_at  # type: ignore[operator]


def test_missing_episodes_are_told_in_one_line(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({HOME: index(*FIVE)})
    finds.answers = [discovered(*FIVE)]
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        (outcome,) = look(library, 1)
        assert outcome.error.endswith("there is no such page (404); and 4 more")


def test_due_all_paused_and_named(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({**five_pages(), HOME: index(*FIVE)})
    finds.answers = [discovered(*FIVE)]
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        assert look(library) == ()
        library.now.turn(days=60)  # type: ignore[attr-defined]
        assert len(look(library)) == 1
        assert look(library) == ()
        assert len(look(library, all=True)) == 1
        lists.pause(library, 1)
        library.now.turn(days=60)  # type: ignore[attr-defined]
        assert look(library) == ()
        assert look(library, all=True) == ()
        assert len(look(library, 1)) == 1
        lists.pause(library, 1, paused=False)
        assert library.store.serials.one(1).next_check_at is None
        assert len(look(library)) == 1


def test_one_update_at_a_time(tmp_path: Path) -> None:
    with a_library(tmp_path) as library:
        following.follow(library, discovered(*FIVE))
        with UpdateLock(library.folders.update_lock), pytest.raises(Locked):
            look(library, 1)


def test_a_page_with_several_serials_is_asked_for_ours(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({**five_pages(), HOME: index(*FIVE)})
    choices = Choices((Choice(1, "Another", 3, "A", "C"), Choice(2, "The ferry", 5, "Part 1", "Part 5")))
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        finds.answers = [choices, discovered(*FIVE)]
        (outcome,) = look(library, 1)
        assert finds.started == [(HOME, None), (HOME, 2)]
        assert outcome.error == ""
        lists.rename(library, 1, "My own name")
        web.pages[HOME] = Page("changed")
        finds.started.clear()
        finds.answers = [Choices((Choice(1, "X", 5, "Part 1", "Part 5"),)), discovered(*FIVE)]
        assert look(library, 1)[0].error == ""
        web.pages[HOME] = Page("changed again")
        finds.started.clear()
        finds.answers = [Choices((Choice(1, "X", 5, "Y", "Z"),))]
        assert "none is named like this one" in look(library, 1)[0].error


def test_a_feed_s_window_withdraws_nothing_and_keeps_the_better_titles(tmp_path: Path, finds: type[Finds]) -> None:
    feed = Source(SourceKind.FEED, f"{HOME}feed")
    web = FakeWeb({**five_pages(), feed.url: Page("<rss/>"), HOME: index(*FIVE), f"{HOME}6": page(6)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE, sources=(feed, Source(SourceKind.INDEX, HOME))))
        finds.answers = [discovered(found(5, title="The ferry: Part 5"), found(6), sources=(feed,))]
        (outcome,) = look(library, 1)
        assert (outcome.new, outcome.revised, outcome.withdrawn, outcome.error) == (1, 0, 0, "")
        assert [one.title for one in lists.episodes(library, 1)][3:] == ["Part 4", "Part 5", "Part 6"]
        assert library.store.sources.of(1) == [feed, Source(SourceKind.INDEX, HOME)]


def test_marks_survive_every_update(tmp_path: Path, finds: type[Finds]) -> None:
    web = FakeWeb({HOME: index(*FIVE)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        ids = [one.id for one in lists.episodes(library, 1)]
        reading.mark(library, ids[:3], State.READ)
        finds.answers = [discovered(*[found(n + 10, title=f"Part {n}", number=str(n)) for n in range(1, 6)])]
        look(library, 1)
        assert [(one.id, one.state) for one in lists.episodes(library, 1)] == [
            (number, State.READ if at < 3 else State.UNREAD) for at, number in enumerate(ids)
        ]


def test_a_frame_of_another_tsuzuki_is_learnt_again(tmp_path: Path) -> None:
    worker = Script({"learn": None, "extract": one_block})
    with a_library(tmp_path, FakeWeb(five_pages()), worker) as library:
        following.follow(library, discovered(*FIVE))
        library.store.frames.keep(1, "tales.example", {"shape": "unknown"}, library.now())
        assert fetch(library).saved == 5
        assert "learn" in [job for job, _, _ in worker.asked]


def test_a_page_tells_what_the_list_did_not(tmp_path: Path) -> None:
    dated = Extraction(Document((Block(Role.PARAGRAPH, "夜。"),), "ja"), published=NOW)
    with a_library(tmp_path, FakeWeb(five_pages()), Script({"extract": dated})) as library:
        following.follow(library, discovered(FIVE[0], language=""))
        fetch(library)
        assert lists.episodes(library, 1)[0].published == NOW
        assert lists.serials(library)[0].language == "ja"


def test_a_full_disk_is_not_taken_for_a_bad_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> bool:
        raise Full("no room")

    with a_library(tmp_path) as library:
        following.follow(library, discovered(found(1, content=prose(1))))
        monkeypatch.setattr(library.store.texts, "save", full)
        with pytest.raises(Full):
            fetch(library)


def test_an_interrupted_update_lets_go_and_goes_on(tmp_path: Path, finds: type[Finds]) -> None:
    other = "https://slow.example/"
    web = FakeWeb({**five_pages(), HOME: index(*FIVE), other: Page("slow")})
    finds.answers = [discovered(*FIVE)]
    told: list[refreshing.Outcome] = []

    async def hang(fetch: Fetch) -> None:
        if fetch.url == other:
            await asyncio.sleep(3600)

    async def interrupted(library: Library) -> None:
        first = asyncio.Event()

        def tell(outcome: refreshing.Outcome) -> None:
            told.append(outcome)
            first.set()

        task = asyncio.create_task(refreshing.update(library, [1, 2], tell=tell))
        await first.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1

    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        slow = found(1, url=f"{other}1")
        following.follow(library, discovered(slow, title="Slow", sources=(Source(SourceKind.INDEX, other),)))
        web.before = hang
        asyncio.run(interrupted(library))
        # What was told is done and kept; the other is due as before, and nothing holds the lock.
        assert [(one.serial_id, one.fetched) for one in told] == [(1, 5)]
        assert saved(library) == [1, 2, 3, 4, 5]
        checked = library.store.serials.one(1).checked_at
        web.before = None
        web.asked.clear()
        look(library, 2)
        assert other in web.urls
        assert library.store.serials.one(1).checked_at == checked
