"""Texts that were edited, or that something else stands in place of: asked for with a reason, never lost."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import HttpStatus, Unreachable
from reader.library import following, lists, news, reading, refreshing, rereading
from reader.model import Entry, Feed, Locator, Source, SourceKind, State
from reader.typeset.locate import locate, resolve

from .fakes import FIVE, HOME, NOW, FakeWeb, Page, a_library, discovered, page, prose

if TYPE_CHECKING:
    from pathlib import Path

    from reader.library.shelf import Library
    from reader.model import FoundEpisode

FEED = Source(SourceKind.FEED, f"{HOME}feed")
LOGIN = Page(
    "<html><head><title>Sign in</title></head><body><main><form action='/login' method=post><h1>Sign in</h1>"
    "<input name=user><input type=password name=password><button>Sign in</button></form></main></body></html>"
)


def atom(
    *episodes: FoundEpisode, edited: dict[str, datetime] | None = None, texts: dict[str, str] | None = None
) -> Page:
    entries = "".join(
        f"<entry><id>{one.url}</id><title>{one.title}</title><link href='{one.url}'/>"
        f"<published>{NOW.isoformat()}</published><updated>{(edited or {}).get(one.url, NOW).isoformat()}</updated>"
        + (f"<content type='html'><![CDATA[{texts[one.url]}]]></content>" if texts and one.url in texts else "")
        + "</entry>"
        for one in episodes
    )
    return Page(
        f"<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'><title>The ferry</title>"
        f"<id>{HOME}</id><updated>{NOW.isoformat()}</updated>{entries}</feed>",
        {"content-type": "application/atom+xml"},
    )


def look(library: Library, *, texts: bool = False) -> refreshing.Outcome:
    (outcome,) = asyncio.run(refreshing.update(library, [1], texts=texts))
    return outcome


def with_etags(pages: dict[str, Page]) -> dict[str, Page]:
    return {url: replace(one, headers={"etag": f'"{hash(one.body)}"'}) for url, one in pages.items()}


def a_shelf(folder: Path) -> tuple[Library, FakeWeb]:
    """Five saved episodes of a serial that has a feed, all read, looked at once, ten days ago."""
    web = FakeWeb(with_etags({one.url: page(int(one.number or 0)) for one in FIVE}) | {FEED.url: atom(*FIVE)})
    library = a_library(folder, web)
    following.follow(library, discovered(*FIVE, sources=(FEED,)))
    assert look(library).fetched == 5
    reading.mark(library, [one.id for one in lists.episodes(library, 1)], State.READ)
    library.now.turn(days=10)  # type: ignore[attr-defined]
    web.asked.clear()
    return library, web


def edit(web: FakeWeb, library: Library, part: int, body: str) -> FoundEpisode:
    """The author edits an episode a moment ago, and the feed says so."""
    one = FIVE[part - 1]
    web.pages |= with_etags({one.url: page(part, body)})
    web.pages[FEED.url] = atom(*FIVE, edited={one.url: library.now()})
    return one


def test_an_edit_is_noticed_and_the_old_text_stays(tmp_path: Path) -> None:
    library, web = a_shelf(tmp_path)
    with library:
        before = lists.episodes(library, 1)[1]
        old = reading.document(library, before.id)
        at = next(n for n, block in enumerate(old.blocks) if "9 o'clock" in block.text)
        place = locate(old, at, old.blocks[at].text.index("9 o'clock"))
        reading.keep_place(library, before.id, place, 0.6)
        one = edit(web, library, 2, "<p>A new beginning, long before the ferry.</p>" + prose(2).replace("red", "green"))
        outcome = look(library)
        assert (outcome.edited, outcome.suspect, outcome.new, outcome.error) == (1, 0, 0, "")
        # One question for the feed, one for the page that it named, and that one conditional.
        assert web.urls == [FEED.url, one.url]
        assert web.asked[1].etag
        after = lists.episodes(library, 1)[1]
        assert (after.changed, after.state, after.suspect) == (True, State.READ, "")
        new = reading.document(library, after.id)
        assert "green umbrella" in new.paragraphs()[1]
        assert library.store.texts.revision(library.store.texts.revisions(after.id)[0].id) == old
        # The place is found again, one paragraph further on.
        kept = reading.place(library, after.id).locator
        assert kept == place
        there = resolve(new, kept)
        assert there.exact
        assert there.block == at + 1
        assert new.blocks[there.block].text.startswith("9 o'clock", there.offset)
        # Reading it clears the sign.
        reading.keep_place(library, after.id, Locator(0, 0), 0.0)
        assert not lists.episodes(library, 1)[1].changed


def test_what_was_not_edited_is_not_asked_for_again(tmp_path: Path) -> None:
    library, web = a_shelf(tmp_path)
    with library:
        edit(web, library, 2, prose(2))
        assert look(library).edited == 0
        assert [one.url for one in web.asked if one.etag] == [FIVE[1].url]
        web.asked.clear()
        web.pages[FEED.url] = replace(web.pages[FEED.url], body=str(web.pages[FEED.url].body) + "<!-- -->")
        assert look(library).edited == 0
        assert web.urls == [FEED.url]
        assert not lists.episodes(library, 1)[1].changed


@pytest.mark.parametrize(
    ("instead", "reason"),
    [
        (LOGIN, "login page"),
        (page(2, "<p>On day 2 the ferry left the pier at 5 o'clock. The rest is for members.</p>" * 2), "far shorter"),
        (page(9), "hardly a phrase"),
        (page(4), "same text as episode 4"),
        (Page(error=HttpStatus("there is no such page (404)", status=404)), "no such page"),
    ],
    ids=["login", "stub", "another text", "another episode", "gone"],
)
def test_what_is_no_later_state_is_set_aside(tmp_path: Path, instead: Page, reason: str) -> None:
    library, web = a_shelf(tmp_path)
    with library:
        if reason == "hardly a phrase":
            lines = [
                f"<p>In year {n} no ship came, and the harbour was {n * 3} metres deep in sand.</p>" for n in range(9)
            ]
            instead = page(77, "".join(lines))
        episode = lists.episodes(library, 1)[1]
        old = reading.document(library, episode.id)
        edit(web, library, 2, prose(2))
        web.pages[episode.url] = instead
        outcome = look(library)
        assert (outcome.edited, outcome.suspect) == (0, 1)
        after = lists.episodes(library, 1)[1]
        assert reason in after.suspect.lower()
        assert (after.saved, after.changed, after.state) == (True, False, State.READ)
        assert reading.document(library, episode.id) == old
        # When the page is itself again, the remark goes.
        edit(web, library, 2, prose(2))
        library.now.turn(hours=1)  # type: ignore[attr-defined]
        edit(web, library, 2, prose(2) + "<p>P.S.</p>")
        assert look(library).edited == 1
        assert lists.episodes(library, 1)[1].suspect == ""


def test_a_site_out_of_reach_says_nothing_of_its_texts(tmp_path: Path) -> None:
    library, web = a_shelf(tmp_path)
    with library:
        one = edit(web, library, 2, prose(2))
        web.pages[one.url] = Page(error=Unreachable("no answer", subject=one.url))
        outcome = look(library)
        assert (outcome.edited, outcome.suspect) == (0, 0)
        assert lists.episodes(library, 1)[1].suspect == ""


def test_every_text_is_asked_for_when_the_reader_says_so(tmp_path: Path) -> None:
    library, web = a_shelf(tmp_path)
    with library:
        web.pages |= with_etags({FIVE[3].url: page(4, prose(4) + "<p>One line more.</p>")})
        assert look(library).edited == 0
        web.asked.clear()
        assert look(library, texts=True).edited == 1
        assert web.urls == [FEED.url, *[one.url for one in FIVE]]
        assert all(one.etag for one in web.asked[1:])


def test_a_feed_s_new_text_needs_no_page(tmp_path: Path) -> None:
    texts = {one.url: prose(int(one.number or 0)) for one in FIVE}
    web = FakeWeb({FEED.url: atom(*FIVE, texts=texts)})
    with a_library(tmp_path, web) as library:
        listed = [replace(one, content=texts[one.url]) for one in FIVE]
        following.follow(library, discovered(*listed, sources=(FEED,)))
        assert look(library).fetched == 5
        reading.mark(library, [lists.episodes(library, 1)[2].id], State.READ)
        web.asked.clear()
        texts[FIVE[2].url] += "<p>And that was all.</p>"
        web.pages[FEED.url] = atom(*FIVE, texts=texts)
        assert look(library).edited == 1
        assert web.urls == [FEED.url]
        changed = lists.episodes(library, 1)[2]
        assert changed.changed
        assert reading.document(library, changed.id).paragraphs()[-1] == "And that was all."
        assert look(library).edited == 0


# --- signs of an edit --------------------------------------------------------------------------------------------


class Facts:
    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)


def feed(**edited: datetime) -> Facts:
    entries = tuple(Entry(one.url, one.url, one.title, updated=edited.get(f"p{one.number}")) for one in FIVE)
    return Facts(feed=Feed(HOME, entries=entries))


def test_signs(tmp_path: Path) -> None:
    library, _ = a_shelf(tmp_path)
    with library:
        ids = [one.id for one in lists.episodes(library, 1)]
        now, old = library.now(), NOW - timedelta(days=1)

        def said(*facts: object) -> list[int]:
            return [ids.index(number) + 1 for number in rereading.edited(library, 1, facts)]

        assert said(feed(p2=now, p4=now - timedelta(hours=1), p5=old)) == [4, 2]
        assert said(feed(p2=now + timedelta(days=400))) == []
        assert said(Facts(pages=((FIVE[0].url, now), ("https://else.example/", now), (FIVE[1].url, None)))) == [1]
        wordpress = [
            {"link": FIVE[4].url, "modified_gmt": now.isoformat()[:19]},
            {"link": FIVE[3].url, "modified_gmt": 5},
            {"link": 7},
            "text",
        ]
        assert said(Facts(value=wordpress), Facts(value={"no": "list"})) == [5]


def test_a_site_built_anew_was_not_edited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, _ = a_shelf(tmp_path)
    with library:
        built = {f"p{n}": library.now() for n in range(1, 6)}
        assert len(rereading.edited(library, 1, [feed(**dict.fromkeys(built, library.now()))])) == 5
        monkeypatch.setattr(rereading, "REBUILT", 4)
        assert rereading.edited(library, 1, [feed(**dict.fromkeys(built, library.now()))]) == []
        monkeypatch.setattr(rereading, "AT_ONCE", 2)
        each = {name: library.now() for name in built}
        assert len(rereading.edited(library, 1, [feed(**each)])) == 2


def test_a_remark_or_a_later_date_in_the_list_is_a_sign_and_a_title_is_none(tmp_path: Path) -> None:
    library, web = a_shelf(tmp_path)
    with library:
        dated = [replace(one, published=NOW) for one in FIVE]
        contents = discovered(
            replace(dated[0], note="(revised)"),
            replace(dated[1], title="Part 2, again"),
            replace(dated[2], published=NOW + timedelta(days=5)),
            *dated[3:],
            sources=(Source(SourceKind.INDEX, HOME),),
        ).contents
        for one in dated:
            library.store.episodes.learn(
                next(each.id for each in lists.episodes(library, 1) if each.url == one.url), published=NOW
            )
        look_once = news.NewsLook(library, lists.serial_named(library, "1"), web)
        told = look_once._take_in(contents)
        assert [lists.episodes(library, 1)[at].id for at in (2, 0)] == list(told.edited)


def test_a_page_with_a_new_token_and_the_old_links_is_no_news(tmp_path: Path) -> None:
    index = Source(SourceKind.INDEX, HOME)

    def listing(token: str) -> Page:
        rows = "".join(f"<li><a href='{one.url}'>{one.title}</a></li>" for one in FIVE)
        return Page(
            f"<html><head><title>The ferry</title></head><body><main><h1>The ferry</h1><ul>{rows}</ul></main>"
            f"<aside><a href='/ads/{token}'>Buy {token}</a></aside><script>var token='{token}'</script></body></html>"
        )

    web = FakeWeb({one.url: page(int(one.number or 0)) for one in FIVE})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE, sources=(index,)))
        for token in ("one", "two", "three"):
            web.pages[HOME] = listing(token)
            web.asked.clear()
            assert look(library).error == ""
        assert web.urls == [HOME]


def test_a_serial_out_of_the_archive_asks_nothing(tmp_path: Path) -> None:
    web = FakeWeb()
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(sources=(Source(SourceKind.ARCHIVE, HOME),)))
        assert look(library).error == ""
        assert web.asked == []
