"""The container that holds the main text of one page, chosen by structure and density.

The element that gathers most (``scores``) and is not made of links wins, unless what is around it holds clearly more
sentences; neighbours of the same kind join it.  Names of tags and classes are weak evidence beside that (``asides``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reader.cleaning import clean_line
from reader.extract.asides import unlikely
from reader.extract.content import raw_text
from reader.extract.notes import opens_note
from reader.extract.scores import scored
from reader.extract.tags import BLOCKS, HEADINGS
from reader.extract.vocabulary import BODY, named

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.extract.outline import Measure, Outline

_NEARLY: Final = 0.8
"""Share of the best score from which a candidate inside the best one is preferred."""

_MOST: Final = 0.7
"""Share of the best candidate's sentences that the preferred one must hold."""

_HELD: Final = 0.85
"""Share of the pieces' sentences that must be left in what is around them, its links deducted."""

_GAIN: Final = 1.25
"""How many times more sentences what is around must hold to be the text."""

_GAIN_OUTSIDE: Final = 1.6
"""The same, where the page itself says that the text ends here."""

_ENOUGH: Final = 250
"""Bytes of text with which a page is content; with less, nothing is ruled out by its name."""

_GAIN_BODY: Final = 4.0
"""The same for the whole page."""

_LABEL: Final = 3.0
"""What a short line without links takes from an element's value."""

_SENTENCE: Final = 80
"""Bytes of a block that is a sentence even without a comma."""

_WORDS: Final = 12
"""Spaces in a headline that is a sentence without a full stop."""

_FEW_LINKS: Final = 0.25
_LINKS: Final = 0.6
"""Shares of links in a sentence, at most, and in a list of links, at least."""

_LABELS: Final = 30
"""Bytes of a list that is worth cutting."""

_LEAD_SHARE: Final = 0.4
"""Share of the text that its lead, or a list of links in it, may hold."""

_LEADS: Final = 3
"""Paragraphs that lead a text, at most."""

_LEAD_TAGS: Final = frozenset({"p", "div", "h2", "h3", "h4", "section", "strong", "header", "td"})

SENTENCE_END: Final = re.compile(r"[。．！？!?.…」』）)”’\"』】〉》—―～♪♡♥☆]\s*$")
"""How a sentence ends."""

_LISTS: Final = frozenset({"ul", "ol", "dl", "div", "section", "table", "aside", "nav", "footer"})

_is_body: Final = named(BODY)


@dataclass(frozen=True, slots=True)
class Choice:
    """Elements in document order that hold the main text together, and why they were chosen."""

    elements: tuple[_Element, ...]
    why: tuple[str, ...]
    clutter: tuple[_Element, ...]
    """What stands in them beside the text."""


def choose(outline: Outline, heading: _Element | None = None) -> Choice | None:
    """The best container of the page; ``None`` where nothing on it reads like text.

    ``heading`` is the element that shows the page's title: sentences between it and the container lead the text.
    """
    body = outline.body
    for strict in (True, False):
        cut = unlikely(outline) if strict else frozenset()
        candidates = scored(outline, cut)
        if not candidates:
            continue
        _weigh(outline, cut)
        peak = _narrowed(candidates[0], candidates)
        top = _widened(peak, candidates)
        found = _joined(outline, top, cut) or [top]
        size = sum(measure.text - measure.links for measure in found)
        if size >= _ENOUGH or size >= 0.5 * (body.text - body.links) or not strict:
            why = [
                f"{described(peak.element)} gathers the most text (score {peak.score:.0f}, {peak.link_share:.0%} links)"
            ]
            if top is not peak:
                why.append(f"{described(top.element)} around it holds more of it")
            if len(found) > 1:
                why.append(f"{len(found) - 1} neighbours joined it")
            if lead := _lead(outline, found, cut, outline.of.get(heading) if heading is not None else None):
                why.append(f"{len(lead)} paragraphs between the title and it lead it")
                found = lead + found
            return Choice(tuple(measure.element for measure in found), tuple(why), _clutter(outline, found, cut))
    return None


def _weigh(outline: Outline, cut: frozenset[Measure]) -> None:
    """Give every element its value: bytes of sentences in it, less what reads as lists of links and labels."""
    for measure in outline.measures:
        measure.value, measure.prose = 0.0, 0
    for measure in reversed(outline.measures):
        if measure.flow and measure.tag in BLOCKS:
            value = _value(measure)
            measure.value += value
            if value > 0:
                measure.prose += measure.flow
        parent = measure.parent
        if parent is not None and measure not in cut:
            parent.value += measure.value
            parent.prose += measure.prose


def _value(measure: Measure) -> float:
    flow, links = measure.flow, measure.flow_links
    if measure.tag in HEADINGS:
        return -0.5 * links
    if links > flow / 2:
        return -1.5 * min(links, 200)
    if flow >= _SENTENCE or measure.flow_commas:
        return flow - 1.5 * links - 20
    return -_LABEL


def _widened(peak: Measure, candidates: list[Measure]) -> Measure:
    """What is around the peak, where that holds more sentences than it adds links."""
    best = node = _with_pieces(peak, candidates)
    needed = _GAIN
    while node.parent is not None and node.tag != "body":
        if (
            node.tag in ("article", "main")
            or node.element.get("itemprop") == "articleBody"
            or _is_body(node.element.get("class", ""))
        ):
            needed = _GAIN_OUTSIDE
        node = node.parent
        if node.tag == "html":
            break
        enough = needed if node.tag != "body" else _GAIN_BODY
        if node.value > best.value * enough + 100 and node.value > 0:
            best = node
    return best


def _with_pieces(peak: Measure, candidates: list[Measure]) -> Measure:
    """What is around the peak and its likes, where the text was set into several containers of one name."""
    inside = set(_ancestors(peak))
    pieces = [
        other
        for other in candidates
        if other is not peak
        and _alike(peak, other)
        and other.value > 0
        and other not in inside
        and peak not in _ancestors(other)
    ]
    if not pieces:
        return peak
    shared = _ancestors(peak)
    for piece in pieces:
        around = set(_ancestors(piece))
        shared = [ancestor for ancestor in shared if ancestor in around]
    whole = peak.value + sum(piece.value for piece in pieces if not any(other in _ancestors(piece) for other in pieces))
    if not shared or shared[0].tag in ("html", "body") or shared[0].value < _HELD * whole:
        return peak
    return shared[0]


def _is_sentence(text: str) -> bool:
    return bool(SENTENCE_END.search(text)) or text.strip().count(" ") >= _WORDS


def _alike(one: Measure, other: Measure) -> bool:
    """Whether two containers bear the same name: pieces of one text.  Articles are wholes of their own."""
    if one.tag != other.tag or one.tag == "article" or not other.prose:
        return False
    mine, its = one.element.get("class", ""), other.element.get("class", "")
    return bool(mine) and (mine == its or any(_is_body(name) for name in set(mine.split()) & set(its.split())))


def _lead(outline: Outline, found: list[Measure], cut: frozenset[Measure], heading: Measure | None) -> list[Measure]:
    """Sentences that stand between the title and the container."""
    if heading is None or heading.order >= found[0].order:
        return []
    around = set(_ancestors(found[0]))
    shown = heading in cut  # the title's own header is cut by its name
    out = [
        measure
        for measure in outline.measures[heading.order + 1 : found[0].order]
        if measure.flow >= _SENTENCE
        and measure.flow == measure.text
        and measure.tag in _LEAD_TAGS
        and (measure not in cut or shown)
        and measure not in around
        and heading not in _ancestors(measure)
        and measure.link_share < _FEW_LINKS
        and _is_sentence(raw_text(measure.element))
    ]
    size = sum(measure.text for measure in out)
    return out if len(out) <= _LEADS and size < _LEAD_SHARE * sum(measure.text for measure in found) else []


def _clutter(outline: Outline, found: list[Measure], cut: frozenset[Measure]) -> tuple[_Element, ...]:
    """What stands in the container beside the text: asides by name, and lists of links without a sentence."""
    inside: set[Measure] = set(found)
    whole = sum(measure.text for measure in found)
    out: list[_Element] = []
    gone: set[Measure] = set()
    for measure in outline.measures:
        parent = measure.parent
        if measure in inside or parent is None or parent not in inside:
            continue
        inside.add(measure)
        if parent in gone:
            gone.add(measure)
        elif measure in cut or (
            measure.tag in _LISTS
            and not measure.prose
            and measure.link_share > _LINKS
            and _LABELS < measure.text < _LEAD_SHARE * whole
        ):
            gone.add(measure)
            out.append(measure.element)
    return tuple(out)


def described(element: _Element) -> str:
    """The element as a short selector: ``div#main.post``."""
    names = "".join(f".{name}" for name in element.get("class", "").split()[:3])
    identity = f"#{element.get('id')}" if element.get("id") else ""
    return f"{element.tag}{identity}{names}"


def _narrowed(top: Measure, candidates: list[Measure]) -> Measure:
    """A candidate inside the top one that is nearly as good, holds most of its sentences and leaves its links out."""
    for other in candidates[1:6]:
        if (
            other.score >= _NEARLY * top.score
            and top in _ancestors(other)
            and other.text - other.links >= _MOST * (top.text - top.links)
            and other.link_share < top.link_share
        ):
            return _narrowed(other, candidates[candidates.index(other) :])
    return top


def _ancestors(measure: Measure) -> list[Measure]:
    out = []
    parent = measure.parent
    while parent is not None:
        out.append(parent)
        parent = parent.parent
    return out


def _joined(outline: Outline, top: Measure, cut: frozenset[Measure]) -> list[Measure]:
    """The container and those neighbours that read as parts of the same text, in document order."""
    if top.parent is None or top.tag in ("body", "html"):
        return [top]
    threshold = max(10.0, top.score * 0.2)
    names = top.element.get("class", "")
    out = []
    for sibling in outline.children(top.parent):
        if sibling is top:
            out.append(sibling)
            continue
        if sibling in cut or not sibling.text:
            continue
        if sibling.order > top.order and _opens_note(out[-1] if out else None, sibling):
            out.append(sibling)
            continue
        if sibling.order < top.order and (
            sibling.tag in ("header", "figure") or next(sibling.element.iter("h1"), None) is not None
        ):
            continue
        bonus = top.score * 0.2 if names and sibling.element.get("class", "") == names else 0.0
        if (sibling.scored and sibling.score + bonus >= threshold) or (
            sibling.tag == "p"
            and (
                (sibling.flow > _SENTENCE and sibling.link_share < _FEW_LINKS)
                or (sibling.flow and not sibling.links and sibling.commas)
            )
        ):
            out.append(sibling)
    return out


def _opens_note(before: Measure | None, sibling: Measure) -> bool:
    """Whether the sibling is a heading such as "Author's note", or follows one that was taken."""
    if sibling.tag in HEADINGS:
        return opens_note(clean_line(raw_text(sibling.element)))
    return before is not None and before.tag in HEADINGS
