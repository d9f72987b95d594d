# ruff: noqa: E501 - patterns read best in long lines
"""What the serial is called: the names that pages, topics and titles give it, weighed.

Owns telling the work's name from the site's.  What varies with the serial is the serial's (the stem of its titles, its
topic, the page that lists it, the crumbs above an episode); what a site also calls itself where the serial is not, is
the site's and serves only where nothing else does.  Refuses to fetch; pure.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import urlsplit

from reader.discover.chain import topics
from reader.discover.mentioned import mentioned
from reader.discover.rows import key_of, page_key
from reader.discover.strands import fold, forms_of
from reader.discover.titles import shared_stem
from reader.discover.words import ARCHIVE, CONTENTS, FICTION_TOPICS, GENERIC_TOPICS, HOME, TOPIC_PATH, bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.discover.clues import Clues
    from reader.discover.facts import PageFacts
    from reader.discover.rows import Row

_BRACKETED: Final = re.compile(r"[『《〈「【“]([^『』《》〈〉「」【】“”]{2,80})[』》〉」】”]")
_LIST_WORDS: Final = re.compile(
    r"(?:の)?(?:全話|全[0-9一二三四五六七八九十百]+話|各話|総)?(?:目次|もくじ|まとめ|一覧|インデックス|リンク集?|リスト)(?:ページ)?$|"
    r"(?:table of contents|contents|chapter (?:list|index)|chapters|index|toc|all (?:chapters|parts|episodes)|"
    r"archives?)\s*$|"
    r"(?:목차|전체 목록|目录|目錄|章节目录|最新章节)$|"
    r"^(?:category|categories|tag|tagged|archives?|label|series|posts (?:in|tagged|filed under)|カテゴリー?|タグ|分类|分類|카테고리|태그)"
    r"(?:\s+archives?)?\s*[:：]?\s*|(?:の?記事一覧|カテゴリの記事|下的文章)$",
    re.IGNORECASE,
)
_TAGS: Final = re.compile(
    r"^[\[【(（]\s*(?:story|stories|fic|fiction|serial|novel|original|wip|ongoing|complete[d]?|小説|連載小説?|連載中|創作|オリジナル|長編|短編|完結済?|완결|연재|连载|完本)\s*[\])】）]\s*|"
    r"\s*[\[【(（]\s*(?:wip|ongoing|complete[d]?|連載中|完結済?|完|완결|연재중|连载中|完本)\s*[\])】）]$",
    re.IGNORECASE,
)
"""What lists put beside a name to say what it is."""
_MARKS: Final = " \t\u3000:：|｜-–—―・·•«»<>/,、"
_QUOTES: Final = _MARKS + "“”\"'‘’"
_SEPARATOR: Final = re.compile(r"\s+[|｜–—―\-/»«:：·・•]+\s+|\s*[|｜«»]\s*|\s+[:：]\s*|\s*[〜~]\s*$")
_JOINT: Final = re.compile(
    r"\s*[:：|｜\-–—―・·•«»<>/,、]+\s*$|\s+(?:on|at|by|in|from|de|auf)\s+$|\u3000+$", re.IGNORECASE
)
_JOINT_AFTER: Final = re.compile(r"^\s*[:：|｜\-–—―・·•«»<>/,、]+\s*|^\u3000+")
_WORDS_ALONE: Final = re.compile(
    r"(?:第|chapter|episode|part|ep|ch|その|vol|volume|book|arc|no|部|章|#|\W)+", re.IGNORECASE
)
_PLACE: Final = re.compile(
    r"blog|diary|journal|home ?page|website|weblog|notebook|’s\b|'s\b|ブログ|日記|日誌|のページ|の部屋|ホームページ|サイト|"
    r"블로그|일기|博客|日记",
    re.IGNORECASE,
)
_BOOKLIKE: Final = re.compile(r"(?:books?|volumes?|parts?|arcs?|season|teil|第.{1,4}[部章巻編幕篇])\b", re.IGNORECASE)
_MOSTLY: Final = 0.6
_RARELY: Final = 0.2
_HANDFUL: Final = 0.05
_FILED: Final = 2.5
_LONGEST: Final = 120
_PAIR: Final = 2


class Name(NamedTuple):
    """A name and whether it is the work's; else it is the site's, for want of another."""

    text: str
    own: bool


def name_serial(rows: Sequence[Row], clues: Clues) -> Name:
    """The best name for the serial.

    A topic or contents page whose name the titles share, the stem they share, a name that a list, a crumb or the pages'
    titles give, a topic that parts it from the other posts, what the other posts call it, the site's.
    """
    sites = _site_names(rows, clues)
    claims = [name for title in clues.titles for name in _claims(title, sites)]
    stem = _trimmed(shared_stem([row.title for row in rows]))
    for name in (*claims, *(piece for claim in claims for piece in _SEPARATOR.split(claim) if len(piece) > 1)):
        if stem and (fold(name) in fold(stem) or _opens_titles(name, rows)):
            return Name(_as_spelled(name, stem), own=True)
    if stem and not _WORDS_ALONE.fullmatch(stem):
        return Name(stem, own=True)
    section = _sections(rows)
    firm = [name for name in (section, *claims, *_on_episodes(rows, clues, sites)) if name]
    if firm:
        return Name(firm[0], own=True)
    mixed = _others(rows, clues)
    site = next((site for site in sites if site), "")
    if site and not mixed and len(clues.pages) + _PAIR * len(clues.feeds) > 1 and not _is_place(site, clues):
        return Name(site, own=True)
    for name in (_topic(rows, clues), mentioned([row.title for row in mixed], sites)):
        if name and fold(name) not in {fold(other) for other in sites}:
            return Name(name, own=True)
    last = [page.title for page in (at_home(rows, clues) or clues.pages)[:1]] + [row.title for row in rows[:1]]
    return Name(site or _unnumbered(next(filter(None, last), "")), own=False)


# --- names of lists ----------------------------------------------------------------------------------------------


def _claims(text: str, sites: Sequence[str]) -> list[str]:
    """The names of works in the title of a page or feed about one, likeliest first."""
    text = _TAGS.sub("", _without_site(text.strip(), sites)).strip(_MARKS)
    if not text or any(fold(text) == fold(site) for site in sites):
        return []
    found = _BRACKETED.search(text)
    if found and found.end() - found.start() > 0.3 * len(text):
        return [found[1].strip()]
    name = text
    for _ in range(2):
        name = _LIST_WORDS.sub("", name).strip(_QUOTES)
    if name and name != text:
        return [] if _is_general(name) else [name]
    return [] if _is_general(_SEPARATOR.split(text)[0]) or _is_general(text) else [text]


def _is_general(text: str) -> bool:
    plain = bare(text)
    return not plain or any(plain in table for table in (GENERIC_TOPICS, CONTENTS, FICTION_TOPICS, ARCHIVE, HOME))


def _without_site(text: str, sites: Iterable[str]) -> str:
    """The text without the site's name at either end: "X – Site", "Site: X", "X on Site"."""
    for site in sites:
        if len(site) < _PAIR or text == site:
            continue
        if text.endswith(site) and (joint := _JOINT.search(text[: -len(site)])):
            return text[: joint.start()].strip(_MARKS) or text
        if text.startswith(site) and (joint := _JOINT_AFTER.search(text[len(site) :])):
            return text[len(site) + joint.end() :].strip(_MARKS) or text
    return text


def _trimmed(stem: str) -> str:
    whole = _BRACKETED.fullmatch(stem)
    return whole[1] if whole else stem


def _as_spelled(name: str, stem: str) -> str:
    """A name in the letters of the titles that hold it: tags are often written small."""
    place = fold(stem).find(fold(name))
    return stem[place : place + len(name)] if place >= 0 and len(fold(stem)) == len(stem) else name


def _opens_titles(name: str, rows: Sequence[Row]) -> bool:
    """Whether most titles begin with a name."""
    opening = fold(name)
    return sum(fold(row.title).startswith(opening) for row in rows) >= _MOSTLY * len(rows)


def _sections(rows: Sequence[Row]) -> str:
    """What the names of several sections share."""
    sections = list(dict.fromkeys(row.section for row in rows if row.section))
    shared = _trimmed(shared_stem(sections)) if len(sections) > 1 else ""
    return "" if not shared or _WORDS_ALONE.fullmatch(shared) or _BOOKLIKE.fullmatch(shared) else shared


# --- the site ----------------------------------------------------------------------------------------------------


def _host(url: str) -> str:
    # With its port: two blogs on one machine are two sites.
    return urlsplit(url).netloc.lower().rpartition("@")[2].removeprefix("www.")


def at_home(rows: Sequence[Row], clues: Clues) -> list[PageFacts]:
    """The pages of the serial's own site; a list elsewhere speaks for another."""
    counts = Counter(_host(row.url) for row in rows)
    home = counts.most_common(1)[0][0] if counts else ""
    return [page for page in clues.pages if _host(page.url) == home]


def _site_names(rows: Sequence[Row], clues: Clues) -> list[str]:
    """What the site calls itself, surest first."""
    pages = at_home(rows, clues)
    fronts = [page for page in pages if urlsplit(page.url).path in ("", "/")]
    found: list[str] = []
    for page in pages:
        pieces = [piece for piece in _SEPARATOR.split(page.site) if piece]
        found += [page.site] if len(pieces) < _PAIR else pieces[-1:]
    found += [feed.title for feed in clues.feeds if not TOPIC_PATH.search(f"{feed.url} {feed.home}")]
    for page in fronts:
        found += [page.title, *_SEPARATOR.split(page.title)[:1]]
    counts = Counter(name.strip(_MARKS) for name in found if name.strip(_MARKS))
    order = sorted(counts, key=lambda name: -counts[name])
    return [name for name in order if len(name) <= _LONGEST]


def _is_place(site: str, clues: Clues) -> bool:
    """Whether a site's name is that of a place or a person, and no work's."""
    words = set(re.findall(r"\w+", fold(site)))
    people = [*(page.author for page in clues.pages), *(feed.author for feed in clues.feeds)]
    return bool(_PLACE.search(site)) or any(set(re.findall(r"\w+", fold(name))) == words for name in people if name)


def _others(rows: Sequence[Row], clues: Clues) -> list[Row]:
    """The posts beside the serial's in the lists that were seen, where there are more than a few."""
    own = {key_of(row.url) for row in rows}
    found = list({key_of(row.url): row for row in clues.listed if key_of(row.url) not in own}.values())
    return found if len(found) >= max(_PAIR, _HANDFUL * len(rows)) else []


def _unnumbered(title: str) -> str:
    """A title that may be one part's, without its number and what follows."""
    forms = forms_of(fold(title))
    head = title[: forms[0].start].rstrip(_MARKS + "#(（[【第") if forms else ""
    return head if len(head) > 1 and not _WORDS_ALONE.fullmatch(head) else title


# --- what episodes say -------------------------------------------------------------------------------------------


def _on_episodes(rows: Sequence[Row], clues: Clues, sites: Sequence[str]) -> list[str]:
    """The names above or behind the title of an episode: what it is part of, crumbs, the inner part of its title."""
    own = {page_key(row.url) for row in rows}
    episodes = [page for page in clues.pages if page_key(page.url) in own]
    found: list[str] = []
    for page in episodes:
        crumbs = [name for name, url in page.trail if url and page_key(url) != page_key(page.url)]
        for name in (*(name for name, _ in page.series), *reversed(crumbs)):
            found += [] if urlsplit(name).scheme else _claims(name, sites)
    for page in episodes:
        pieces = [piece for piece in _SEPARATOR.split(page.title) if piece]
        inner = [piece for piece in pieces if piece not in page.name and page.name not in piece and piece not in sites]
        found += [name for piece in inner for name in _claims(piece, sites)] if page.name else []
    stem = _trimmed(shared_stem([page.title for page in episodes])) if len(episodes) > 1 else ""
    if stem and not _WORDS_ALONE.fullmatch(stem):
        found += _claims(stem, sites)
    found = [name for name in found if not _BOOKLIKE.match(name) and not forms_of(fold(name))]
    counts = Counter(found)
    return sorted(counts, key=lambda name: (-counts[name], found.index(name)))


def _topic(rows: Sequence[Row], clues: Clues) -> str:
    """The topic in which the serial's posts file themselves and the others do not."""
    own = {key_of(row.url) for row in rows}
    filed: dict[str, set[str]] = defaultdict(set)
    counted: set[str] = set()
    for key, names in (*_filed_entries(clues), *_filed_posts(clues, own)):
        counted.add(key)
        for name in names:
            filed[name].add(key)
    mine = counted & own
    found = [
        (len(keys & own), -place, name)
        for place, (name, keys) in enumerate(filed.items())
        if not _is_general(name)
        and len(keys & own) >= max(_PAIR, _MOSTLY * len(mine))
        and len(keys - own) <= _RARELY * len(keys)
    ]
    if found:
        return max(found)[2]
    for page in clues.pages:
        best = topics(page)[:1] if key_of(page.url) in own else []
        if best and best[0].worth >= _FILED and not _is_general(best[0].name):
            return best[0].name
    return ""


def _filed_entries(clues: Clues) -> Iterable[tuple[str, tuple[str, ...]]]:
    for feed in clues.feeds:
        for entry in feed.entries:
            if entry.categories:
                yield key_of(entry.url), entry.categories


def _filed_posts(clues: Clues, own: set[str]) -> Iterable[tuple[str, tuple[str, ...]]]:
    """Posts of list pages with the topics that stand between them and the next."""
    posts = {key_of(row.url) for row in clues.listed} | own
    for page in clues.pages:
        at = ""
        names: list[str] = []
        for link in page.links:
            if link.region not in ("main", "") or not link.text:
                continue
            key = key_of(link.url)
            if key in posts and key != at:
                if at and names:
                    yield at, tuple(names)
                at, names = key, []
            elif at and ("tag" in link.rel or "category" in link.rel or TOPIC_PATH.search(link.url)):
                names.append(link.text)
        if at and names:
            yield at, tuple(names)
