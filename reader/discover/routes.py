"""How a serial is found from whatever page the reader pasted: the ladder of sources.

Owns the order of questions.  Each route is a generator: it yields fetches and ends with a result.  What a page is
(contents, list of posts, episode, feed) is decided by what stands on it, never by its host.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from reader.addresses import host
from reader.discover.archive import months, walk_calendar
from reader.discover.chain import Topic, of_role, steps, topics
from reader.discover.collect import collect, likely_listing, whole_lists
from reader.discover.contents import Clues, assemble
from reader.discover.facts import ApiFacts, FeedFacts, PageFacts, SitemapFacts
from reader.discover.follow import walk_chain
from reader.discover.links import Listing, listings
from reader.discover.numerals import fold
from reader.discover.paging import varies
from reader.discover.rows import Row, common_folders, folders_of, joined, page_key
from reader.discover.select import Anchor, Serial, fits, serials_in, squeezed, unclaimed
from reader.discover.strands import forms_of
from reader.discover.verdicts import anchor_of, choices, dominant, episode_likeness, own_title, refusal
from reader.discover.wishes import wish_of
from reader.discover.words import CONTENTS, GENERIC_TOPICS, TOPIC_PATH, bare
from reader.errors import NotASerial, TsuzukiError
from reader.model import Choices, Discovered, Evidence, Purpose, Source, SourceKind

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from reader.discover.facts import Facts
    from reader.discover.look import Look
    from reader.model import Fetch

    Result = Discovered | Choices
    Route = Generator[tuple[Fetch, ...], None, Result | None]

_UPS: Final = 6
_TOPICS: Final = 4
_SAMPLES: Final = 3
_CHAIN_RESERVE: Final = 2
_REST_SHARE: Final = 1.2
_SAID: Final = 2.5
_LONG: Final = 500


@dataclass(slots=True)
class Found:
    """A candidate for the answer, with what is known about it."""

    serial: Serial
    page: PageFacts | None
    evidence: Evidence
    source: Source
    title: str = ""
    cut: bool = False
    newest_first: bool = False
    sure: bool = False
    """Its list is whole, or a topic that holds nothing else."""


def search(look: Look, url: str, pick: int | None) -> Generator[tuple[Fetch, ...], None, Result]:
    """The serial behind an address.  Raises :class:`NotASerial`, or what befell the first fetch."""
    (answer,) = yield from look.ask([url], Purpose.PAGE, "the address you gave")
    if isinstance(answer, TsuzukiError):
        raise answer
    hunt = _Hunt(look, url, pick)
    result = yield from hunt.run(answer)
    return result


class _Hunt:
    """One search: the clues gathered and the best candidate so far."""

    def __init__(self, look: Look, url: str, pick: int | None) -> None:
        self.look = look
        self.url = url
        self.pick = pick
        self.clues = Clues()
        self.best: Found | None = None
        self.fragment = urlsplit(url).fragment

    # --- the entrance ------------------------------------------------------------------------------------------

    def run(self, answer: Facts | None) -> Generator[tuple[Fetch, ...], None, Result]:
        wish = wish_of(self.url)
        if wish:
            self.look.budget = self.look.spent
            self.clues.warnings.append(wish.sentence)
        if isinstance(answer, FeedFacts):
            result = yield from self.from_feed(answer)
        elif isinstance(answer, PageFacts):
            result = yield from self.from_page(answer)
        elif isinstance(answer, (ApiFacts, SitemapFacts)):
            result = yield from self.from_other(answer)
        else:
            raise NotASerial("nothing came from this address", subject=self.url)
        if result is None and self.best is not None:
            result = self.finish(self.best)
        if result is None:
            raise self.no_serial(answer)
        return result

    def no_serial(self, answer: Facts) -> NotASerial:
        if isinstance(answer, PageFacts):
            return refusal(answer, listings(answer))
        return NotASerial(
            "nothing in it looks like the parts of one work",
            subject=self.url,
            hint="Try the page that lists the episodes, or an episode.",
            found="a feed" if isinstance(answer, FeedFacts) else "data",
        )

    # --- pages -------------------------------------------------------------------------------------------------

    def note_page(self, page: PageFacts) -> None:
        self.clues.authors.append(page.author)
        self.clues.languages.append(page.language)
        self.clues.sites.append(page.site or page.title)

    def from_page(self, page: PageFacts) -> Route:
        if page.trouble:
            raise refusal(page, ())
        if page.frames and not page.links:
            page = yield from self.through_frames(page)
        elif page.refresh and page.weight < 200:
            other = yield from self.look.page(page.refresh, "where the page leads")
            page = other or page
        self.note_page(page)
        tables = listings(page)
        own = anchor_of(page)
        likeness = episode_likeness(page, tables)
        self.look.notes.append(f"{page.url} reads as {'an episode' if likeness > 0 else 'a list'}")
        here = whole_lists(page, tables, own)
        anchored = [pair for pair in here if pair[1].kind not in ("anchors", "headings")]
        if anchored and (likeness > 0 or len(whole_lists(page, tables)) == 1):
            result = yield from self.settle_contents(page, anchored[:1], own)
            return result
        lists = [pair for pair in whole_lists(page, tables) if self.may_be_contents(page, pair, likeness)]
        lists = [pair for pair in lists if not buried(pair)]
        if lists:
            result = yield from self.settle_contents(page, lists, Anchor())
            if result:
                return result
        routes = (self.from_episode, self.from_listing) if likeness > 0 else (self.from_listing, self.from_episode)
        for route in routes:
            result = yield from route(page)
            if result is not None:
                return result
        return None

    def may_be_contents(self, page: PageFacts, pair: tuple[Serial, Listing], likeness: float) -> bool:
        serial, listing = pair
        if listing.kind in ("anchors", "headings"):
            return page.weight > 60 * len(serial.rows)
        if likeness <= 0 or serial.given:
            return True
        title = own_title(page)
        if listing.region in ("main", "") and not (forms_of(fold(title)) and fits(serial, title) and serial.name):
            return True
        return False

    def through_frames(self, page: PageFacts) -> Generator[tuple[Fetch, ...], None, PageFacts]:
        answers = yield from self.look.ask(page.frames[:4], Purpose.PAGE, "a frame of the page")
        pages = [answer for answer in answers if isinstance(answer, PageFacts)]
        return max(pages, key=lambda frame: max((table.worth for table in listings(frame)), default=0.0), default=page)

    def settle_contents(self, page: PageFacts, lists: Sequence[tuple[Serial, Listing]], own: Anchor) -> Route:
        serials = sorted((serial for serial, _ in lists), key=lambda serial: -len(serial.rows))
        chosen = self.choose(serials)
        if chosen is None:
            return self.name_choices(serials, lists, page)
        listing = next(listing for serial, listing in lists if serial is chosen)
        collected = yield from collect(self.look, page, listing, patient=False)
        if collected.pages > 1:
            again = [
                serial
                for serial in serials_in(collected.rows)
                if serial.holds(Anchor(own.keys | {page_key(chosen.rows[0].url), page_key(chosen.rows[-1].url)}))
            ]
            if again and len(again[0].rows) > len(chosen.rows):
                chosen = again[0]
        others = [serial for serial in serials if serial is not chosen and len(serial.rows) >= 3]
        kind = {
            "options": "a drop-down list",
            "parts": "the list that the page hands to its scripts",
            "anchors": "headings on one page",
            "headings": "headings on one page",
        }.get(listing.kind, "a list of links")
        where = {"nav": " in the menu", "aside": " in the side bar"}.get(listing.region, "")
        evidence = Evidence(
            page.url,
            len(collected.rows),
            len(chosen.rows),
            f"{kind}{where}: {span_of(chosen)}",
        )
        found = Found(
            chosen, page, evidence, Source(SourceKind.INDEX, page.url), cut=collected.cut, newest_first=False, sure=True
        )
        found.title = self.page_title(page, listing, chosen)
        if others and not own:
            self.tell_others(others)
        return self.finish(found)

    def page_title(self, page: PageFacts, listing: Listing, serial: Serial) -> str:
        own = next((row for row in serial.rows if page_key(row.url) == page_key(page.url)), None)
        name = squeezed(page.name)
        if own is None:
            return own_title(page) if listing.kind != "options" else page.name
        # A page that is one of the parts and names something else names the work.
        title = squeezed(own.title)
        return page.name if name and name not in title and title not in name and listing.kind == "options" else ""

    def choose(self, serials: Sequence[Serial]) -> Serial | None:
        if self.pick is not None and 1 <= self.pick <= len(serials):
            return serials[self.pick - 1]
        return dominant(serials)

    def name_choices(
        self, serials: Sequence[Serial], lists: Sequence[tuple[Serial, Listing]], page: PageFacts
    ) -> Choices:
        named = []
        for serial in serials:
            section = Counter(row.section for row in serial.rows).most_common(1)[0][0]
            named.append(serial if serial.name else replace(serial, name=section))
        return choices(named, own_title(page))

    def tell_others(self, others: Sequence[Serial]) -> None:
        for other in others[:3]:
            name = other.name or other.rows[0].title
            self.clues.warnings.append(
                f"the same place lists another serial, {name} ({len(other.rows)} episodes); it was left out"
            )

    # --- lists of posts ------------------------------------------------------------------------------------------

    def from_listing(self, page: PageFacts, *, topic: str = "", anchor: Anchor | None = None) -> Route:
        tables = listings(page)
        listing = likely_listing(tables)
        pure = bool(topic) or is_topic(page)
        if listing is None or (len(listing.rows) < 5 and not pure and not listing.strands):
            result = yield from self.from_doors(page)
            return result
        collected = yield from collect(self.look, page, listing)
        rows = list(collected.rows)
        mixed = listing.titled or urlsplit(page.url).path in ("", "/")
        serials = serials_in(rows, pure=pure, mixed=mixed)
        if pure and not serials and len(rows) >= 3:
            serials = [Serial(tuple(rows), topic)]
        if not pure and not any(serial.whole for serial in serials) and months(page):
            rows = joined([*(yield from walk_calendar(self.look, page)), *reversed(rows)])
            serials = serials_in(rows, mixed=True)
        evidence = Evidence(
            page.url,
            len(rows),
            0,
            f"a list of {len(rows)} posts" + (f" over {collected.pages} pages" if collected.pages > 1 else ""),
        )
        rest = unclaimed(rows, serials)
        largest = max((len(serial.rows) for serial in serials), default=0)
        if not pure and len(rest) >= max(8, _REST_SHARE * largest):
            more = yield from self.by_topics(rest)
            serials = sorted([*serials, *more], key=lambda serial: -len(serial.rows))
        if not serials and not pure:
            proven = yield from self.prove(page, listing)
            serials = [proven] if proven else []
        if not serials:
            if self.contents_like(page, listing):
                serials = [Serial(tuple(rows))]
                self.clues.titles.append(own_title(page))
            else:
                result = yield from self.from_doors(page)
                return result
        chosen = self.choose(serials)
        if chosen is None:
            return choices(serials, page.site or own_title(page))
        title = topic or (own_title(page) if pure else chosen.name)
        found = Found(
            chosen,
            page,
            replace(evidence, used=len(chosen.rows)),
            Source(SourceKind.INDEX, page.url),
            title,
            collected.cut,
            newest_first=True,
            sure=chosen.whole or pure,
        )
        if not found.sure:
            wider = yield from self.widen(chosen, page)
            if wider is not None:
                return wider
        if len(serials) > 1:
            self.tell_others([serial for serial in serials if serial is not chosen])
        return self.finish(found)

    def contents_like(self, page: PageFacts, listing: Listing) -> bool:
        """A list of parts without numbers, on a page that calls itself contents."""
        names = (page.name, page.title, listing.heading, urlsplit(page.url).path.rpartition("/")[2].partition(".")[0])
        said = any(
            bare(name) in CONTENTS
            or any(
                word in fold(name)
                for word in (
                    "目次",
                    "もくじ",
                    "まとめ",
                    "table of contents",
                    "chapters",
                    "목차",
                    "目录",
                    "インデックス",
                )
            )
            for name in names
            if name
        )
        return said and listing.region in ("main", "") and listing.alone > 0.7 and len(listing.rows) >= 3

    def by_topics(self, rest: Sequence[Row]) -> Generator[tuple[Fetch, ...], None, list[Serial]]:
        """Serials without numbers: topics in which sampled posts file themselves."""
        step = max(1, len(rest) // (_SAMPLES + 1))
        samples = [rest[index].url for index in range(step // 2, len(rest), step)][: _SAMPLES + 1]
        answers = yield from self.look.ask(samples, Purpose.PAGE, "a post, to see what it belongs to")
        votes: Counter[str] = Counter()
        named: dict[str, Topic] = {}
        for answer in answers:
            if isinstance(answer, PageFacts):
                for topic in topics(answer):
                    if bare(topic.name) not in GENERIC_TOPICS:
                        votes[page_key(topic.url)] += 1
                        named[page_key(topic.url)] = topic
        found = []
        for key, _ in votes.most_common(2):
            page = yield from self.look.page(named[key].url, f"the topic {named[key].name}")
            if page is None:
                continue
            listing = likely_listing(listings(page))
            if listing is None:
                continue
            collected = yield from collect(self.look, page, listing)
            if len(collected.rows) >= 3:
                name = named[key].name
                inner = serials_in(collected.rows, pure=True)
                found.append(replace(inner[0], name=name) if inner else Serial(collected.rows, name))
        return found

    def widen(self, serial: Serial, page: PageFacts) -> Route:
        """From some episodes of a serial to all of them, by way of one of its pages."""
        rows = [row for row in serial.rows if host(row.url) == host(page.url)] or list(serial.rows)
        for row in dict.fromkeys((rows[0], rows[-1])):
            episode = yield from self.look.page(row.url, "an episode, to see what it belongs to")
            if episode is not None:
                result = yield from self.from_episode(episode, title=row.title, sought=serial, asked=row.url)
                if result is not None:
                    return result
                break
        return None

    # --- doors: a page that lists nothing, but leads somewhere -----------------------------------------------------

    def from_doors(self, page: PageFacts) -> Route:
        found = steps(page)
        doors = [step.url for step in of_role(found, "contents", "archive", "first")]
        here = host(page.url)
        inner = [
            link.url
            for link in page.links
            if link.region in ("main", "") and host(link.url) == here and not TOPIC_PATH.search(link.url)
        ]
        feeds = [
            link.url
            for link in page.advertised
            if "alternate" in link.rel
            and ("rss" in link.type or "atom" in link.type or "feed+json" in link.type)
            and "comment" not in link.url
        ]
        tried: set[str] = {page_key(page.url)}
        candidates: list[tuple[Serial, Listing]] = []
        behind: dict[int, PageFacts] = {}
        for url in [*doors, *inner]:
            if page_key(url) in tried or len(tried) > _UPS + 1:
                continue
            tried.add(page_key(url))
            other = yield from self.look.page(url, "a page that may list the episodes")
            if other is None:
                continue
            tables = listings(other)
            lists = [
                pair
                for pair in whole_lists(other, tables)
                if pair[1].kind not in ("anchors", "headings")
                and not buried(pair)
                and not any(
                    len(set(row.url for row in pair[0].rows) & set(row.url for row in known.rows)) > 2
                    for known, _ in candidates
                )
            ]
            for pair in lists:
                candidates.append(pair)
                behind[id(pair[0])] = other
            if not lists and url in doors and likely_listing(tables):
                self.note_page(other)
                result = yield from self.from_listing(other) if self.look.left > 3 else iter(())
                if result is not None:
                    return result
        if candidates:
            candidates.sort(key=lambda pair: -len(pair[0].rows))
            serials = [serial for serial, _ in candidates]
            chosen = self.choose(serials)
            if chosen is None:
                named = [replace(serial, name=serial.name or own_title(behind[id(serial)])) for serial in serials]
                return choices(named)
            place = next(index for index, serial in enumerate(serials) if serial is chosen)
            result = yield from self.settle_contents(behind[id(chosen)], [candidates[place]], Anchor())
            if len(serials) > 1:
                self.tell_others([serial for serial in serials if serial is not chosen])
            return result
        for url in feeds[:2]:
            answer = yield from self.look.one(url, Purpose.FEED, "the site's feed")
            if isinstance(answer, FeedFacts) and answer.feed.entries:
                result = yield from self.from_feed(answer)
                if result is not None:
                    return result
        return None

    # --- episodes ---------------------------------------------------------------------------------------------------

    def from_episode(self, page: PageFacts, *, title: str = "", sought: Serial | None = None, asked: str = "") -> Route:
        own = anchor_of(page, asked)
        title = title or own_title(page)
        known = [row.title for row in sought.rows] if sought else [title]
        own = Anchor(own.keys, frozenset(filter(None, map(squeezed, known))))
        tables = listings(page)
        here = whole_lists(page, tables, own)
        if here and here[0][1].kind not in ("anchors", "headings"):
            self.note_page(page)
            result = yield from self.settle_contents(page, here[:1], own)
            return result
        self.note_page(page)
        for url, name, pure in self.ways_up(page, title):
            if self.look.left <= 1:
                break
            found = yield from self.look_up(url, name, own, pure=pure, sought=sought)
            if found is None:
                continue
            if found.sure:
                return self.finish(found)
            if self.best is None or len(found.serial.rows) > len(self.best.serial.rows):
                self.best = found
        if months(page):
            rows = yield from walk_calendar(self.look, page)
            serials = [serial for serial in serials_in(rows, mixed=True) if serial.holds(own)]
            if serials:
                self.note_page(page)
                found = Found(
                    serials[0],
                    page,
                    Evidence(page.url, len(rows), len(serials[0].rows), f"{len(months(page))} months of the archive"),
                    Source(SourceKind.ARCHIVE, page.url),
                    serials[0].name,
                )
                if self.best is None or len(found.serial.rows) > len(self.best.serial.rows):
                    return self.finish(found)
        if self.best is None or not self.best.serial.whole:
            found_chain = yield from self.by_chain(page, title)
            if found_chain is not None:
                return self.finish(found_chain)
        if self.best is None:
            guessed = yield from self.by_sitemap(page)
            return self.finish(guessed) if guessed else None
        return None

    def by_sitemap(self, page: PageFacts) -> Generator[tuple[Fetch, ...], None, Found | None]:
        """Pages of the site's map whose addresses differ from the episode's in one number."""
        answer = yield from self.look.one(urljoin(page.url, "/sitemap.xml"), Purpose.SITEMAP, "the site's map")
        if not isinstance(answer, SitemapFacts):
            return None
        listed = list(answer.pages)
        for url in sorted(answer.maps, key=lambda url: not _POSTS_MAP.search(url))[:3]:
            part = yield from self.look.one(url, Purpose.SITEMAP, "a part of the site's map")
            if isinstance(part, SitemapFacts):
                listed.extend(part.pages)
        kin = [url for url, _ in listed if url == page.url or varies(page.url, url)]
        kin = sorted({page_key(url): url for url in [page.url, *kin]}.values(), key=_numbers_in)
        if len(kin) < 3:
            return None
        rows = [Row(url, urlsplit(url).path.rstrip("/").rpartition("/")[2]) for url in kin]
        self.clues.warnings.append(
            "the episodes are guessed from the addresses in the site's map; their titles are not known yet"
        )
        evidence = Evidence(
            answer.url,
            len(listed),
            len(rows),
            "addresses in the site's map that differ from the episode's in one number",
        )
        return Found(Serial(tuple(rows), page.site), page, evidence, Source(SourceKind.SITEMAP, answer.url), page.site)

    def by_chain(self, page: PageFacts, title: str) -> Generator[tuple[Fetch, ...], None, Found | None]:
        """The serial along the page's next and previous links, where that is more than is known."""
        chain = yield from walk_chain(self.look, page, title)
        if chain is None or (self.best is not None and len(chain.serial.rows) <= len(self.best.serial.rows)):
            return None
        why = f"next and previous links, {chain.walked} pages walked"
        evidence = Evidence(page.url, chain.walked, len(chain.serial.rows), why)
        return Found(
            chain.serial,
            page,
            evidence,
            Source(SourceKind.CHAIN, chain.serial.rows[-1].url),
            chain.serial.name or page.site,
            chain.cut,
            sure=True,
        )

    def prove(self, page: PageFacts, listing: Listing) -> Generator[tuple[Fetch, ...], None, Serial | None]:
        """A list without numbers as a serial: its first pages name each other, or the list, as their neighbours."""
        rows = listing.rows
        common = common_folders(rows)
        kept = [row for row in rows if folders_of(row.url)[: len(common)] == common and not row.prose]
        if len(kept) < 3 or listing.alone < 0.6 or listing.region in ("header", "footer"):
            return None
        first = yield from self.look.page(kept[0].url, "the first that the list names, to see what it is")
        if first is None:
            return None
        listed = {page_key(row.url) for row in kept}
        found = steps(first)
        onward = [step for step in of_role(found, "next", "previous") if page_key(step.url) in listed]
        back = [step for step in of_role(found, "contents") if page_key(step.url) == page_key(page.url)]
        if any(step.trust >= _SAID for step in (*onward, *back)):
            return Serial(tuple(kept), given=True)
        if (
            len(common) < 2
            or folders_of(page.url)[: len(common)] != common
            or sum(bool(row.published) for row in kept) * 2 > len(kept)
        ):
            return None
        last = yield from self.look.page(kept[-1].url, "the last that the list names, to see what it is")
        texts = [
            other
            for other in (first, last)
            if other is not None and other.weight > _LONG and other.linked * 4 < other.weight
        ]
        return Serial(tuple(kept), given=True) if len(texts) == 2 else None

    def ways_up(self, page: PageFacts, title: str) -> list[tuple[str, str, bool]]:
        """Addresses that may list the episodes, likeliest first: (address, name, whether it is a topic)."""
        found = steps(page)
        ups: list[tuple[float, str, str, bool]] = []
        for step in of_role(found, "contents"):
            ups.append((step.trust + 1.0, step.url, "", bool(TOPIC_PATH.search(step.url))))
        for topic in topics(page, title)[: _TOPICS + 2]:
            ups.append((topic.worth + 0.5, topic.url, topic.name, True))
        for step in of_role(found, "archive"):
            ups.append((step.trust - 1.2, step.url, "", False))
        for step in of_role(found, "home"):
            ups.append((0.6, step.url, "", False))
        ups.append((0.5, urljoin(page.url, "/"), "", False))
        parent = urljoin(page.url, "." if not page.url.endswith("/") else "..")
        ups.append((0.7, parent, "", False))
        ups.sort(key=lambda up: -up[0])
        seen = {page_key(page.url)}
        ways = []
        for _, url, name, pure in ups:
            if page_key(url) not in seen and url.startswith("http"):
                seen.add(page_key(url))
                ways.append((url, name, pure))
        return ways[: _UPS + 2]

    def look_up(
        self, url: str, name: str, own: Anchor, *, pure: bool, sought: Serial | None
    ) -> Generator[tuple[Fetch, ...], None, Found | None]:
        page = yield from self.look.page(url, "a page that may list the episodes")
        if page is None:
            return None
        tables = listings(page)
        lists = whole_lists(page, tables, own)
        if lists and lists[0][1].kind not in ("anchors", "headings"):
            serial, listing = lists[0]
            collected = yield from collect(self.look, page, listing, patient=False)
            if collected.pages > 1:
                again = [other for other in serials_in(collected.rows) if other.holds(own)]
                serial = again[0] if again and len(again[0].rows) >= len(serial.rows) else serial
            evidence = Evidence(
                page.url,
                len(collected.rows),
                len(serial.rows),
                f"a list of links that holds the episode: {span_of(serial)}",
            )
            self.note_page(page)
            return Found(
                serial,
                page,
                evidence,
                Source(SourceKind.INDEX, page.url),
                name or own_title(page),
                collected.cut,
                sure=True,
            )
        pure = pure or is_topic(page)
        for listing in [table for table in tables if table.kind != "calendar"][:2]:
            if listing.partial and listing.region in ("aside", "nav", "footer"):
                continue
            collected = yield from collect(self.look, page, listing)
            mixed = listing.titled or urlsplit(page.url).path in ("", "/")
            serials = serials_in(collected.rows, pure=pure, mixed=mixed)
            holding = [serial for serial in serials if serial.holds(own)]
            if not holding and pure and any(page_key(row.url) in own.keys for row in collected.rows):
                holding = [
                    Serial(
                        tuple(
                            row
                            for row in collected.rows
                            if not any(serial.holds(Anchor(frozenset({page_key(row.url)}))) for serial in serials)
                        ),
                        name,
                    )
                ]
            if holding:
                serial = holding[0]
                self.note_page(page)
                evidence = Evidence(
                    page.url,
                    len(collected.rows),
                    len(serial.rows),
                    f"{'the topic ' + name if name else 'a list of posts'}, {collected.pages} page{'s' if collected.pages > 1 else ''}",
                )
                sure = serial.whole or (pure and len(serial.rows) >= 3 and bare(name) not in GENERIC_TOPICS)
                return Found(
                    serial,
                    page,
                    evidence,
                    Source(SourceKind.INDEX, page.url),
                    name or serial.name,
                    collected.cut,
                    newest_first=True,
                    sure=sure,
                )
        return None

    # --- feeds ------------------------------------------------------------------------------------------------------

    def from_feed(self, facts: FeedFacts) -> Route:
        feed = facts.feed
        rows = [
            Row(
                entry.url or entry.id,
                entry.title,
                entry.published,
                topics=entry.categories,
                id=entry.id,
                content=entry.content,
            )
            for entry in feed.entries
            if entry.url or entry.content
        ]
        url, pages = feed.next_url, 1
        while url and self.look.left > 3 and pages < 30:
            answer = yield from self.look.one(url, Purpose.FEED, "an older page of the feed")
            if not isinstance(answer, FeedFacts):
                break
            rows.extend(
                Row(
                    entry.url or entry.id,
                    entry.title,
                    entry.published,
                    topics=entry.categories,
                    id=entry.id,
                    content=entry.content,
                )
                for entry in answer.feed.entries
            )
            pages += 1
            url = answer.feed.next_url if answer.feed.next_url != url else ""
        rows = joined(rows)
        self.clues.sites.append(feed.title)
        self.clues.authors.append(feed.author)
        self.clues.languages.append(feed.language)
        pure = bool(feed.home and TOPIC_PATH.search(feed.home)) or bool(TOPIC_PATH.search(feed.url))
        serials = serials_in(rows, pure=pure, mixed=True)
        evidence = Evidence(feed.url, len(rows), 0, f"the feed's {len(rows)} entries")
        source = Source(SourceKind.FEED, feed.url)
        chosen = self.choose(serials)
        if chosen and (chosen.whole or feed.complete):
            found = Found(chosen, None, replace(evidence, used=len(chosen.rows)), source, chosen.name, sure=True)
            return self.finish(found)
        if chosen:
            self.best = Found(
                chosen, None, replace(evidence, used=len(chosen.rows)), source, chosen.name, cut=True, newest_first=True
            )
        self.clues.sources.append(source)
        doors = [feed.home, topic_page(feed.url)] if pure else []
        for url in doors:
            if TOPIC_PATH.search(url) and page_key(url) != page_key(feed.url):
                home = yield from self.look.page(url, "the page of the feed")
                if home is not None:
                    self.note_page(home)
                    result = yield from self.from_listing(home, topic=feed.title)
                    if result is not None:
                        return result
        if chosen:
            result = yield from self.widen(chosen, PageFacts(feed.home or feed.url, feed.url))
            if result is not None:
                return result
        if feed.home:
            home = yield from self.look.page(feed.home, "the page of the feed")
            if home is not None:
                self.note_page(home)
                result = yield from self.from_listing(home)
                if result is not None:
                    return result
        if self.best is None and rows and len(rows) >= 2:
            self.clues.warnings.append("only the feed was found; older episodes may be missing")
            return self.finish(
                Found(
                    Serial(tuple(rows)), None, replace(evidence, used=len(rows)), source, feed.title, newest_first=True
                )
            )
        return None

    def from_other(self, facts: ApiFacts | SitemapFacts) -> Route:
        home = urljoin(facts.url, "/")
        page = yield from self.look.page(home, "the site of this address")
        if page is None:
            return None
        self.note_page(page)
        result = yield from self.from_listing(page)
        return result

    # --- the end ------------------------------------------------------------------------------------------------------

    def finish(self, found: Found) -> Discovered:
        clues = self.clues
        if found.title:
            clues.titles.insert(0, found.title)
        clues.evidence.append(found.evidence)
        clues.sources.insert(0, found.source)
        if not found.sure:
            clues.warnings.append("no list of all episodes was found; there may be more")
        if found.cut:
            clues.warnings.append("the list goes on; not all of its pages could be read")
        return assemble(
            found.page.url if found.page else self.url, found.serial.rows, clues, newest_listed_first=found.newest_first
        )


_POSTS_MAP: Final = re.compile(r"post|article|entry|chapter|episode|novel|story", re.IGNORECASE)


def _numbers_in(url: str) -> list[int]:
    return [int(number[:12]) for number in re.findall(r"\d+", urlsplit(url).path)]


def span_of(serial: Serial) -> str:
    """What a serial holds, in words."""
    if not serial.values:
        return f"{len(serial.rows)} parts without numbers"
    return f"{len(serial.rows)} parts, numbers {min(serial.values)} to {max(serial.values)}"


def buried(pair: tuple[Serial, Listing]) -> bool:
    """Whether a serial is the smaller part of its list: a thread in a blog, not a table of contents."""
    serial, listing = pair
    rest = len(unclaimed(listing.rows, serials_in(listing.rows)))
    return rest >= max(8, _REST_SHARE * len(serial.rows))


def topic_page(feed_url: str) -> str:
    """The page to which the feed of a topic belongs, by its address; ``""`` for feeds of no topic."""
    if not TOPIC_PATH.search(feed_url):
        return ""
    url = re.sub(r"/(?:feed|rss|atom|rss2)(?=/)", "", feed_url.partition("?")[0])
    url = re.sub(r"(?:feed|rss2?|atom)/?$|(?:index|feed|rss|atom)\.(?:xml|rss|atom|rdf)$", "", url)
    return url if TOPIC_PATH.search(url) and url != feed_url else ""


def is_topic(page: PageFacts) -> bool:
    """Whether the page is the list of one topic: a category, tag, label, series."""
    return bool(TOPIC_PATH.search(page.url))
