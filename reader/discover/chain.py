"""What a link is to the page on which it stands: next, previous, contents, archive, home, or a topic of the page.

Owns the reading of words (次の話, Next chapter, 목차), relations (``rel``) and class names, each with how far it is
to be trusted.  Refuses to walk: :mod:`routes` does, within the budget.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.addresses import host
from reader.discover.dates import MONTH
from reader.discover.neighbours import neighbours_by_number
from reader.discover.pairs import by_days, paired_neighbours
from reader.discover.rows import page_key
from reader.discover.words import (
    ARCHIVE,
    CONTENTS,
    FICTION_TOPICS,
    GENERIC_TOPICS,
    HOME,
    NEXT,
    PREVIOUS,
    READ_MORE,
    TOPIC_HINT,
    TOPIC_PATH,
    bare,
    folded,
    phrase_role,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.discover.facts import Link, PageFacts

_TABLES: Final = (("next", NEXT), ("previous", PREVIOUS), ("contents", CONTENTS), ("archive", ARCHIVE), ("home", HOME))
_ROLES: Final = {word: role for role, words in reversed(_TABLES) for word in words}
"""Words to what they name; where two tables hold one, the first of them."""
_WAYS: Final = frozenset({"next", "previous"})
_LED_BY_WORDS: Final = frozenset({"next", "previous", "contents"})
_BY_NUMBER: Final = 2.2
_BY_ARROW: Final = 2.4
_BY_LONE_ARROW: Final = 1.7
_BY_PLACE: Final = 1.5
_NAME_LEAST: Final = 2
_HEAD: Final = re.compile(r"^([^:：|｜»«>＞]{1,24})\s*[:：|｜»>＞]")
_PART: Final = re.compile(r"[話章回編篇화장节節]|chapter|episode|part|kapitel|chapitre|cap[íi]tulo", re.IGNORECASE)
_HINTS: Final = (
    (
        "next",
        re.compile(
            r"(?:^|[\s_/-])(?:next|newer|forward|tsugi|tugi|susumu|new(?=[_-](?:title|post|link|entry))|(?<=pager[\s-])right)"
            r"\d{0,2}(?:$|[\s_.-])",
            re.IGNORECASE,
        ),
    ),
    (
        "previous",
        re.compile(
            r"(?:^|[\s_/-])(?:prev|previous|older|back|mae|modoru|old(?=[_-](?:title|post|link|entry))|(?<=pager[\s-])left)"
            r"\d{0,2}(?:$|[\s_.-])",
            re.IGNORECASE,
        ),
    ),
)
_RELATIONS: Final = {
    "next": "next",
    "prev": "previous",
    "previous": "previous",
    "contents": "contents",
    "toc": "contents",
    "index": "contents",
    "up": "contents",
    "chapter": "contents",
    "collection": "contents",
    "start": "home",
    "first": "first",
    "begin": "first",
    "last": "last",
    "archives": "archive",
}
_BACK: Final = re.compile(r"\s*[«←‹＜≪⇐⬅◀◄❮⟨⟪⏪⏮⇠⟵⇦↤⇤👈🡐🠔<]")
_ONWARD: Final = re.compile(r"[»→›＞≫⇒➡▶►❯⟩⟫⏩⏭⇢⟶⇨↦⇥👉🡒🠖>]\s*$")
_ARROWS_ONLY: Final = re.compile(r"\s*[»→›＞≫⇒➡▶►❯⟩⟫⏩⏭⇢⟶⇨↦⇥👉🡒🠖>]+\s*[|｜/／・\]）)]?\s*$")
_ARROW_BEFORE: Final = re.compile(r"(?:^|[|｜/／・\[（(\s])[«←‹＜≪⇐⬅◀◄❮⟨⟪⏪⏮⇠⟵⇦↤⇤👈🡐🠔<]+\s*$")
_CRUMB: Final = re.compile(r"crumb|topicpath|pankuzu", re.IGNORECASE)
_MANY_ALIKE: Final = 3
"""Different pages from which a word no longer means the neighbour: "read more", the arrows of a menu."""
_AROUND: Final = "|｜/／・ \u3000"
_DIVIDER: Final = re.compile(r"[|｜/／・\]\[]")
_LAST_WORD: Final = 24
"""Code points before a link that may be a word of its own."""


@dataclass(frozen=True, slots=True)
class Step:
    """A link with its role on the page, and how far that is to be trusted (from 0 to 5)."""

    role: str
    url: str
    trust: float
    text: str = ""


def steps(page: PageFacts) -> list[Step]:
    """Every link of the page that says what it leads to, most trusted first; one per role and address."""
    found: dict[tuple[str, str], Step] = {}
    for step in (*_advertised(page), *_linked(page)):
        key = (step.role, page_key(step.url))
        if page_key(step.url) == page_key(page.url) and step.role != "contents":
            continue
        if key not in found or found[key].trust < step.trust:
            found[key] = step
    if not any(role in ("next", "previous") for role, _ in found):
        for url, role in paired_neighbours(page).items():
            found[(role, page_key(url))] = Step(role, url, _BY_PLACE)
    return sorted(found.values(), key=lambda step: -step.trust)


def _advertised(page: PageFacts) -> Iterator[Step]:
    for link in page.advertised:
        for relation in link.rel:
            role = _RELATIONS.get(relation)
            if role and "alternate" not in link.rel and "search" not in link.rel:
                yield Step(role, link.url, 2.0, relation)


def _linked(page: PageFacts) -> Iterator[Step]:
    found: list[Step] = []
    numbers = neighbours_by_number(page)
    for link in page.links:
        if "option" in link.rel or not link.url.startswith("http"):
            continue
        named = role_of(link)
        if (
            named
            and named[0] == "contents"
            and ("tag" in link.rel or TOPIC_PATH.search(link.url))
            and bare(link.text) in FICTION_TOPICS
        ):
            continue
        if named is None and link.place in numbers:
            named = numbers[link.place], _BY_NUMBER
        if named:
            found.append(Step(_in_time(page.url, link.url, *named), link.url, named[1], link.text))
    targets: dict[tuple[str, float], set[str]] = defaultdict(set)
    for step in found:
        targets[(step.role, step.trust)].add(page_key(step.url))
    paired = {step.role for step in found if step.trust == _BY_ARROW} >= {"next", "previous"}
    for step in found:
        if step.role in ("next", "previous") and len(targets[(step.role, step.trust)]) > _MANY_ALIKE:
            continue
        # "Subscribe »" has no counterpart; a first episode's arrow has none either, so it counts a little.
        yield step if paired or step.trust != _BY_ARROW else replace(step, trust=_BY_LONE_ARROW)


def _in_time(here: str, url: str, role: str, trust: float) -> str:
    """The role of a link, turned round where only an arrow or a class names it and the days in the addresses differ."""
    if role in ("next", "previous") and trust <= _BY_ARROW:
        return by_days(here, url) or role
    return role


def role_of(link: Link) -> tuple[str, float] | None:
    """The role and the trust of one link, or None: by its words, its relation, the words before it, its class."""
    return _by_words(link) or _by_relation(link) or _by_words_before(link) or _by_hint(link)


def _by_words(link: Link) -> tuple[str, float] | None:
    said = _said(link.text)
    if said is None:
        return None
    role, inside, outside = said
    if role in ("archive", "home"):
        return role, inside if link.region in ("nav", "header", "") else outside
    if inside == _BY_ARROW and MONTH.search(link.url):
        return None
    return role, inside if link.region in ("main", "") else outside


@lru_cache(maxsize=8192)
def _said(text: str) -> tuple[str, float, float] | None:
    """The role that a link's text names, and the trust in it inside the page's main part and outside."""
    word = bare(text)
    role = _ROLES.get(word, "")
    if role in ("archive", "home"):
        return role, 3.0, 2.5
    if role:
        more = 0.6 if _PART.search(word) else 0.0
        return role, 4.0 + more, 3.0 + more
    head = _HEAD.match(text)
    role = _ROLES.get(bare(head[1]), "") if head else ""
    if role in _LED_BY_WORDS:
        return role, 3.5, 2.8
    role = phrase_role(word)
    if role:
        return role, 3.4, 3.0
    arrow = _arrow(text)
    return (arrow, _BY_ARROW, _BY_ARROW) if arrow and word not in READ_MORE else None


def _by_relation(link: Link) -> tuple[str, float] | None:
    roles = (_RELATIONS.get(relation, "") for relation in link.rel)
    return next(((role, 2.6) for role in roles if role and role != "home"), None)


def _by_words_before(link: Link) -> tuple[str, float] | None:
    role = _said_before(link.before) if link.before else ""
    if role:
        return role, 3.0
    role = _arrow_beside(link)
    if not role or link.prose or _CRUMB.search(link.shape) or _CRUMB.search(link.hint) or MONTH.search(link.url):
        return None
    return role, 1.9


@lru_cache(maxsize=4096)
def _said_before(before: str) -> str:
    """The role that the last words before a link name."""
    word = bare(_DIVIDER.split(bare(before.rstrip(_AROUND))[-_LAST_WORD:])[-1])
    role = _ROLES.get(word, "")
    return role if role in _WAYS else phrase_role(word, whole=True)


def _arrow_beside(link: Link) -> str:
    if link.before and _ARROW_BEFORE.search(link.before):
        return "previous"
    return "next" if link.after and _ARROWS_ONLY.match(link.after) and not _ONWARD.search(link.before) else ""


def _by_hint(link: Link) -> tuple[str, float] | None:
    role = _hinted(link.hint) if link.hint else ""
    return (role, 1.8) if role else None


@lru_cache(maxsize=8192)
def _hinted(hint: str) -> str:
    found = [role for role, words in _HINTS if words.search(hint)]
    return found[0] if len(found) == 1 else ""


def _arrow(text: str) -> str:
    """What an arrow says: "« Title" leads back and "Title »" on; an arrow alone says as much."""
    back, onward = bool(_BACK.match(text)), bool(_ONWARD.search(text))
    return "" if back == onward else "previous" if back else "next"


def of_role(found: Sequence[Step], *roles: str) -> list[Step]:
    """The steps of these roles, most trusted first."""
    return [step for step in found if step.role in roles]


@dataclass(frozen=True, slots=True)
class Topic:
    """A category, tag, label or series in which the page files itself."""

    name: str
    url: str
    worth: float


_OWN: Final = re.compile(r"\s+|　")


def topics(page: PageFacts, title: str = "") -> list[Topic]:
    """The topics of a page, likeliest to be the serial first.

    A name that its title begins with or holds, a category more than a tag, and never a topic such as "diary" unless
    nothing else is there.
    """
    own = folded(title or page.name or page.title)
    here = host(page.url)
    found: dict[str, Topic] = {}
    for name, url in (*page.series, *page.trail):
        if url and page_key(url) != page_key(page.url) and urlsplit(url).path.strip("/") and folded(name) not in HOME:
            found[page_key(url)] = Topic(name, url, 5.0 + _likeness(folded(name), own))
    for link in page.links:
        if host(link.url) != here or "option" in link.rel:
            continue
        named = _begins(own, bare(link.text))
        if link.region in ("aside", "footer") and not named:
            continue
        by_rel = "tag" in link.rel or "category" in link.rel
        by_path = bool(TOPIC_PATH.search(link.url))
        by_hint = bool(TOPIC_HINT.search(link.hint))
        if urlsplit(link.url).path in ("", "/"):
            continue
        if not (by_rel or by_path or by_hint or named) or not link.text or page_key(link.url) == page_key(page.url):
            continue
        if link.prose and not (by_rel or by_hint):
            continue
        worth = 1.0 + 1.0 * by_rel + 0.7 * by_path + 0.5 * by_hint
        worth += 0.8 * ("category" in link.rel or "categor" in link.hint.lower() or "/categor" in link.url.lower())
        worth -= 0.9 * (link.region in ("nav", "header"))
        worth += _likeness(folded(link.text), own)
        key = page_key(link.url)
        if key not in found or found[key].worth < worth:
            found[key] = Topic(link.text.lstrip("#＃ \u3000") or link.text, link.url, worth)
    return sorted(found.values(), key=lambda topic: -topic.worth)


def _begins(title: str, name: str) -> bool:
    """Whether a title begins with a name and goes on; "part 1" is no beginning of "part 16"."""
    if len(name) < _NAME_LEAST or not title.startswith(name) or bare(title) == name:
        return False
    return not (name[-1].isdigit() and title[len(name) : len(name) + 1].isdigit())


def _likeness(name: str, own: str) -> float:
    if not name:
        return 0.0
    plain = bare(name)
    if plain in GENERIC_TOPICS:
        return -2.5
    if plain in FICTION_TOPICS:
        return 0.6
    if len(plain) > 1 and own.startswith(plain):
        return 3.0
    return 2.0 if len(plain) > 1 and plain in own else 0.0
