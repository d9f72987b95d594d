"""How much each element gathers of the page's text: the score of a candidate for the container.

Each paragraph gives its worth (length, punctuation, few links) to the elements around it, less with each step.  Source
of the principle: Kohlschütter et al., "Boilerplate Detection using Shallow Text Features" (2010), and the readability
family of scripts.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.extract.asides import unlikely
from reader.extract.content import raw_text
from reader.extract.tags import BLOCKS
from reader.extract.vocabulary import BODY, NEGATIVE, POSITIVE

if TYPE_CHECKING:
    from collections.abc import Collection

    from lxml.etree import _Element

    from reader.extract.outline import Measure, Outline

_SHORTEST: Final = 25
"""Bytes of a paragraph that counts."""

_TAG_SCORE: Final = {
    "article": 10.0,
    "main": 5.0,
    "div": 5.0,
    "section": 4.0,
    "pre": 3.0,
    "td": 3.0,
    "blockquote": 3.0,
    "address": -3.0,
    "ol": -3.0,
    "ul": -3.0,
    "dl": -3.0,
    "dd": -3.0,
    "dt": -3.0,
    "li": -3.0,
    "form": -3.0,
    "h1": -5.0,
    "h2": -5.0,
    "h3": -5.0,
    "h4": -5.0,
    "h5": -5.0,
    "h6": -5.0,
    "th": -5.0,
    "aside": -15.0,
    "footer": -15.0,
    "nav": -25.0,
    "header": -5.0,
}
_STEPS: Final = (1.0, 0.5, 1 / 6, 1 / 9, 1 / 12)
"""Share of a paragraph's worth for its parent, the parent's parent, and so on."""

_LIST: Final = 0.4
"""What a list's score is worth beside other containers'."""


def rank(outline: Outline, ignored: Collection[str] = ()) -> list[Measure]:
    """All candidates, best first, their score in them; texts in ``ignored`` (of whole blocks) are worth nothing."""
    return scored(outline, unlikely(outline), ignored)


@lru_cache(maxsize=4096)
def name_score(names: str) -> float:
    """What class and id add to a score."""
    score, names = 0.0, names.lower()
    if BODY.search(names):
        score += 40.0
    if POSITIVE.search(names):
        score += 25.0
    if NEGATIVE.search(names):
        score -= 25.0
    return score


def scored(outline: Outline, cut: frozenset[Measure], ignored: Collection[str] = ()) -> list[Measure]:
    """As :func:`rank`, with what stands beside the text known."""
    candidates: list[Measure] = []
    for measure in outline.measures:
        measure.score, measure.scored = 0.0, False
    for measure in outline.measures:
        if measure.flow < _SHORTEST or measure in cut or measure.tag not in BLOCKS:
            continue
        worth = _worth(measure)
        if worth <= 0 or (ignored and _whole_text(measure) in ignored):
            continue
        target: Measure | None = (
            measure if measure.tag not in ("p", "pre", "li", "dd", "dt", "font") else measure.parent
        )
        for step in _STEPS:
            if target is None or target.tag == "html":
                break
            if not target.scored:
                target.scored = True
                candidates.append(target)
            target.score += worth * step
            target = target.parent
    for measure in candidates:
        start = _start(measure.element)
        measure.score = (measure.score + min(start, measure.score)) * (1 - measure.link_share)
        if measure.tag in ("ul", "ol", "dl"):
            measure.score *= _LIST
    candidates.sort(key=lambda measure: -measure.score)
    return candidates


def _whole_text(measure: Measure) -> str:
    return clean_line(raw_text(measure.element), 301) if measure.flow == measure.text else ""


def _worth(measure: Measure) -> float:
    share = measure.flow_links / measure.flow
    plain = (1 - share) ** 2
    worth = (1 + measure.flow_commas + min(measure.flow / 100, 3 + measure.flow / 1000)) * plain
    if measure.tag in ("li", "dd", "dt", "td", "th", "figcaption", "caption"):
        worth *= 0.5
    return worth


def _start(element: _Element) -> float:
    names = f"{element.get('class', '')} {element.get('id', '')}"
    score = _TAG_SCORE.get(element.tag, 0.0) + (name_score(names) if len(names) > 1 else 0.0)
    if element.get("itemprop") == "articleBody":
        score += 60.0
    return score
