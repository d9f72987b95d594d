"""Titles that lists cut to a number ("3", 第3話) or break off, made whole by what the episodes' own pages say.

Owns the rule that a page's title only ever extends a listed one: it has to hold the same number, and beside it words
that are no name of the serial or the site and that no other episode has.  Refuses to touch a listed title that names
its episode.  Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from reader.discover.dates import without_dates
from reader.discover.mentions import mentions_of
from reader.discover.numerals import fold
from reader.discover.tokens import TITLE_CAP, mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.discover.mention import Mention

_MARKS: Final = " \t\u3000:：|｜-–—―・·•«»<>/,、.．　~〜"
_JOINT: Final = re.compile(r"\s+[|｜–—―\-/»«:：·・•<>]+\s+|\s*[|｜«»]\s*|\s*[:：]\s+|\u3000")
_WORD: Final = re.compile(r"[^\W\d_]")
_CUT: Final = re.compile(r"\s*(?:…|\.{3}|‥)+$")
_GENERAL: Final = re.compile(
    r"(?:page|chapter|episode|part|read|online|web|novel|chapters?|prev(?:ious)?|next|小説|連載|話|章|回|目次|本文|\W|\d|_)+",
    re.IGNORECASE,
)
_LEAST: Final = 2
_STEM_LEAST: Final = 6
_AGREEING: Final = 2
"""Episodes that have to differ before any of their pages' titles is believed."""


class Seen(NamedTuple):
    """An episode's title as its list gives it, and as its own page shows it."""

    listed: str
    shown: str


def is_bare(title: str) -> bool:
    """Whether a title is a number and nothing more, in any form."""
    text, mentions = _read(title)
    rest = text
    for mention in reversed(mentions):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    return bool(mentions) and not re.search(r"[^\W_]", rest)


def is_cut(title: str) -> bool:
    """Whether a list broke the title off."""
    return bool(_CUT.search(title)) and len(_CUT.sub("", title)) >= _STEM_LEAST


def extends(fuller: str, listed: str) -> bool:
    """Whether ``fuller`` may stand for what a source lists: a bare number that it holds, or its beginning."""
    if is_bare(listed):
        return _numbered_as(fuller, listed) is not None
    return is_cut(listed) and _squeezed(fuller).startswith(_squeezed(_CUT.sub("", listed)))


def fuller_titles(seen: Sequence[Seen], names: Iterable[str] = (), known: Sequence[Seen] = ()) -> list[str]:
    """For each episode the title that its page gives it, or ``""`` where the listed one stays.

    ``names`` are those of the serial and its site; ``known`` are episodes whose titles were learnt before.
    """
    names = [name for name in names if name]
    wanted = [place for place, one in enumerate(seen) if one.shown and (is_bare(one.listed) or is_cut(one.listed))]
    plain = _without_shared([_without_names(seen[place].shown[:TITLE_CAP], names) for place in wanted])
    found = {
        place: (title, extra)
        for place, title in zip(wanted, plain, strict=True)
        if (extra := _extra(title, seen[place].listed)) and _squeezed(extra) not in {_squeezed(name) for name in names}
    }
    before = [extra for one in known if (extra := _extra(one.shown, one.listed))]
    counts = Counter(_squeezed(extra) for extra in (*before, *(extra for _, extra in found.values())))
    good = {place: title for place, (title, extra) in found.items() if counts[_squeezed(extra)] == 1}
    if len(good) + len(before) < _AGREEING:
        return [""] * len(seen)
    return [good.get(place, "") for place in range(len(seen))]


def _read(title: str) -> tuple[str, list[Mention]]:
    text = mask(fold(title[:TITLE_CAP]))
    if not re.search(r"\s", text):
        # chapter-03, as an address ends
        text = re.sub(r"[-_]", " ", text)
    return text, list(mentions_of(text))


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", fold(text))


def _extra(title: str, listed: str) -> str:
    """What a page's title says beyond the listed one; ``""`` where it does not extend it."""
    if is_cut(listed) and not is_bare(listed):
        stem = _squeezed(_CUT.sub("", listed))
        rest = _squeezed(title)
        return rest[len(stem) :] if rest.startswith(stem) else ""
    mention = _numbered_as(title, listed)
    if mention is None:
        return ""
    extra = f"{title[: mention.start]} {title[mention.end :]}".strip(_MARKS)
    telling = len(_WORD.findall(without_dates(extra))) >= _LEAST and not _GENERAL.fullmatch(extra)
    return extra if telling else ""


def _numbered_as(title: str, listed: str) -> Mention | None:
    """The number of ``listed`` where ``title`` begins or ends with it."""
    own = _read(listed)[1]
    text, mentions = _read(title)
    if len(own) > 1:
        stands = _squeezed(title).startswith(_squeezed(listed))
        last = own[-1].value
        return next((one for one in mentions if stands and one.value == last), None)
    for mention in mentions:
        leads = not text[: mention.start].strip(_MARKS + "(（[【#")
        at_edge = leads or not text[mention.end :].strip(_MARKS + ")）]】")
        if own and at_edge and (mention.value, mention.dotted) == (own[0].value, own[0].dotted):
            return mention
    return None


def _without_names(title: str, names: Sequence[str]) -> str:
    """The title without the serial's or the site's name at either end."""
    for _ in range(2):
        for name in names:
            if title.startswith(name) and len(title) > len(name) and not title[len(name)].isalnum():
                title = title[len(name) :].strip(_MARKS)
            elif title.endswith(name) and (joint := _JOINT.search(title[: -len(name)] + " ", _last_joint(title, name))):
                title = title[: joint.start()].strip(_MARKS)
    return title.strip(_MARKS)


def _last_joint(title: str, name: str) -> int:
    """Where the joint before a name at the end begins."""
    joints = [found for found in _JOINT.finditer(title) if found.end() == len(title) - len(name)]
    return joints[-1].start() if joints else len(title)


def _without_shared(titles: list[str]) -> list[str]:
    """The titles without what all of them begin or end with, as far as a mark sets it apart."""
    if len(set(titles)) < _AGREEING:
        return titles
    ending = _common([title[::-1] for title in titles])[::-1]
    joint = _JOINT.search(ending)
    if joint and _WORD.search(ending[joint.end() :]):
        titles = [title[: len(title) - len(ending) + joint.start()].strip(_MARKS) for title in titles]
    opening = _common(titles)
    joints = list(_JOINT.finditer(opening))
    if joints and _WORD.search(opening[: joints[-1].start()]) and not _read(opening)[1]:
        titles = [title[joints[-1].end() :].strip(_MARKS) for title in titles]
    return titles


def _common(texts: Sequence[str]) -> str:
    """What all texts begin with."""
    first, last = min(texts), max(texts)
    return next((first[:at] for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), first)
