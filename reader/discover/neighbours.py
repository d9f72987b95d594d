"""Neighbours of an episode named by their numbers: 第二話へ, 3へ進む, "Part 2 →", on the page of the first part.

Owns reading a link's text as a number and nothing else.  Refuses lists: where many links are numbers, the page has a
contents list, and its order is known from there.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

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
def _alone(text: str) -> int | None:
    """The number of which a link's text says nothing but that one may go there; None for any other text."""
    if len(text) > _SHORT:
        return None
    written = fold(text).strip(_MARKS)
    folded = _INVITING.sub("", written).strip(_MARKS)
    if not folded or (folded == written and folded.isdecimal()) or PAGE_WORD.fullmatch(written):
        return None
    if folded.isdecimal():
        return int(folded[:9])
    forms = forms_of(folded)
    if len(forms) != 1 or not _ASIDE.fullmatch(folded[: forms[0].start].strip(_MARKS)):
        return None
    part = read_titles([folded[forms[0].start :]])[0]
    return forms[0].value if part.number and not part.rest.strip(_MARKS) else None


def neighbours_by_number(page: PageFacts) -> dict[int, str]:
    """Places of links that name the number before or behind the page's own, with the role of each."""
    found: dict[int, int] = {}
    values: set[int] = set()
    for link in page.links:
        if len(link.text) > _SHORT or "option" in link.rel or link.region in ("aside", "header"):
            continue
        value = _alone(link.text)
        if value is not None:
            found[link.place] = value
            values.add(value)
            if len(values) >= _LIST:
                return {}
    if not found:
        return {}
    inner = [heading.text for heading in page.headings[:_HEADINGS] if heading.region in ("main", "")]
    own = {form.value for text in (page.name, page.title, *inner) for form in forms_of(fold(text))}
    roles = {}
    for place, value in found.items():
        if value not in own and (value - 1 in own) != (value + 1 in own):
            roles[place] = "next" if value - 1 in own else "previous"
    return roles
