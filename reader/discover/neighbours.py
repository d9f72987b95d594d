"""Neighbours of an episode named by their numbers: 第二話へ, 3へ進む, "Part 2 →", on the page of the first part.

Owns reading a link's text as a number and nothing else.  Refuses lists: where many links are numbers, the page has a
contents list, and its order is known from there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.discover.halves import half_of
from reader.discover.strands import fold, forms_of
from reader.discover.titles import read_titles
from reader.discover.words import PAGE_WORD

if TYPE_CHECKING:
    from reader.discover.facts import PageFacts

_SHORT: Final = 24
_LIST: Final = 4
_INVITING: Final = re.compile(
    r"(?:へ|に|を)(?:進む|進みます|戻る|もどる|すすむ|読む|どうぞ|続く|つづく|行く)?[。!]?$|로 ?(?:가기|이동)?$"
)
_ASIDE: Final = re.compile(
    r"(?:(?:go|on|back|continue|proceed|read|forward|return)\s*)?(?:(?:to|with|on)\s*)?(?:the)?|次[はのへ]?|前[はのへ]?|→|←"
)
_MARKS: Final = " \t\u3000:：|｜-–—―・·«»<>＜＞‹›→←⇒⇐▶◀►◄(（)）[]【】「」…."
_HEADINGS: Final = 6


@lru_cache(maxsize=8192)
def _candidate(text: str) -> tuple[int, str] | None:
    """The number that a link's text may say, and the title in which to find nothing else; None for other texts."""
    written = fold(text).strip(_MARKS)
    folded = _INVITING.sub("", written).strip(_MARKS)
    if not folded or (folded == written and folded.isdecimal()) or PAGE_WORD.fullmatch(written):
        return None
    if folded.isdecimal():
        return int(folded[:9]), ""
    forms = forms_of(folded)
    if len(forms) != 1 or not _ASIDE.fullmatch(folded[: forms[0].start].strip(_MARKS)):
        return None
    # A title that goes on behind its number, be it not with "second half", says more; that needs no reading.
    if any(map(str.isalnum, folded[forms[0].end :])) and half_of(folded) is None:
        return None
    return forms[0].value, folded[forms[0].start :]


@lru_cache(maxsize=8192)
def _says_nothing_else(title: str) -> bool:
    part = read_titles([title])[0]
    return bool(part.number) and not part.rest.strip(_MARKS)


def neighbours_by_number(page: PageFacts) -> dict[int, str]:
    """Places of links that name the number before or behind the page's own, with the role of each."""
    inner = [heading.text for heading in page.headings[:_HEADINGS] if heading.region in ("main", "")]
    own = {form.value for text in (page.name, page.title, *inner) for form in forms_of(fold(text))}
    near = {value + step for value in own for step in (-1, 1)} - own
    candidates = [
        (link.place, *found)
        for link in (page.links if near else ())
        if len(link.text) <= _SHORT
        and "option" not in link.rel
        and link.region not in ("aside", "header")
        and (found := _candidate(link.text))
    ]
    # Reading titles is dear: not before one of them is a neighbour, and not beyond what makes a list.
    if not any(value in near for _, value, _ in candidates):
        return {}
    values: dict[int, int] = {}
    for place, value, title in candidates:
        if not title or _says_nothing_else(title):
            values[place] = value
            if len(set(values.values())) >= _LIST:
                return {}
    return {
        place: "next" if value - 1 in own else "previous"
        for place, value in values.items()
        if value in near and (value - 1 in own) != (value + 1 in own)
    }
