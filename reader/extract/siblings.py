"""What the pages of one serial share: blocks that recur are the frame, the container of what differs is the text.

Owns learning a :class:`Frame` from two or more episodes' pages and finding its container on another page.  A page that
does not fit is for the caller to read alone.
"""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reader.cleaning import clean_line
from reader.errors import ParseError
from reader.extract.asides import is_aside
from reader.extract.candidates import SENTENCE_END
from reader.extract.content import raw_text
from reader.extract.metadata import folded, heading_text
from reader.extract.notes import opens_note
from reader.extract.outline import Measure, Outline
from reader.extract.pruning import prune
from reader.extract.scores import rank
from reader.extract.tags import BLOCKS, HEADINGS
from reader.extract.trimming import is_byline, is_navigation
from reader.hypertext.tree import parse_plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from reader.model import Resource

RECURRING_LIMIT: Final = 200
"""Texts that a frame remembers, at most."""

_TEXT_LIMIT: Final = 300
"""Code points of a text that can be part of a frame."""

_NUMBER: Final = re.compile(r"\d+")
_SENTENCE: Final = 30
"""Bytes of a sentence."""

_LONG: Final = 200
"""Bytes of a block that is prose even without a sentence's end."""


_LEAST: Final = 2
"""Pages to learn from."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a serial's pages share.

    ``path`` leads from the body to the container, a step each: ``tag#id.class.class`` with only those names that every
    page has.  ``recurring`` are texts (folded) that stand on most pages.  ``pages`` is how many it was learnt from.
    """

    path: tuple[str, ...]
    recurring: frozenset[str] = frozenset()
    pages: int = 0

    def to_json(self) -> dict[str, Any]:
        """The frame as JSON values."""
        return {"path": list(self.path), "recurring": sorted(self.recurring), "pages": self.pages}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Frame:
        """A frame from :meth:`to_json`'s values.  Raises ``KeyError``, ``TypeError`` or ``ValueError`` on others."""
        path, recurring = value["path"], value["recurring"]
        if not isinstance(path, list) or not isinstance(recurring, list) or not path:
            raise ValueError("not a frame")
        return cls(tuple(map(str, path)), frozenset(map(str, recurring)), int(value.get("pages", 0)))


def learn_frame(pages: Sequence[Resource], titles: Sequence[str] = ()) -> Frame | None:
    """The frame of a serial from some of its episodes' pages, their titles beside them; ``None`` where none shows.

    Pages that cannot be parsed are passed over.
    """
    outlines: list[Outline] = []
    known: list[str] = []
    bodies: set[bytes] = set()
    for at, page in enumerate(pages):
        if page.body in bodies:
            continue
        bodies.add(page.body)
        with contextlib.suppress(ParseError):
            root = parse_plain(page.body, page.headers.get("content-type", ""))
            prune(root)
            outlines.append(Outline(root))
            known.append(folded(titles[at]) if at < len(titles) else "")
    if len(outlines) < _LEAST:
        return None
    recurring = _recurring(outlines)
    stable = _stable_names(outlines)
    totals: Counter[tuple[str, ...]] = Counter()
    present: Counter[tuple[str, ...]] = Counter()
    chosen: list[dict[tuple[str, ...], Measure]] = []
    for outline in outlines:
        by_path: dict[tuple[str, ...], Measure] = {}
        for measure in rank(outline, ignored=recurring)[:12]:
            path = path_of(measure.element, stable)
            if path not in by_path:
                by_path[path] = measure
                totals[path] += measure.score  # type: ignore[assignment]
                present[path] += 1
        chosen.append(by_path)
    needed = max(_LEAST, (2 * len(outlines) + 2) // 3)
    best = max((path for path in totals if present[path] >= needed), key=lambda path: totals[path], default=None)
    if best is None:
        return None
    best = _widened(best, outlines, recurring, known)
    return Frame(best, recurring, len(outlines))


def _recurring(outlines: Sequence[Outline]) -> frozenset[str]:
    seen: Counter[str] = Counter()
    for outline in outlines:
        seen.update({text for measure in outline.measures if (text := flow_text(measure))})
    needed = max(_LEAST, (2 * len(outlines) + 2) // 3)
    return frozenset(text for text, count in seen.most_common(2000) if count >= needed)


def flow_text(measure: Measure) -> str:
    """The folded text of a block that holds no other block, ``""`` for others."""
    if measure.tag not in BLOCKS or not measure.flow > 0 or measure.flow != measure.text:
        return ""
    text = clean_line(raw_text(measure.element), _TEXT_LIMIT + 1)
    return text if len(text) <= _TEXT_LIMIT else ""


def _stable_names(outlines: Sequence[Outline]) -> frozenset[str]:
    common: set[str] | None = None
    for outline in outlines:
        names: set[str] = set()
        for measure in outline.measures:
            names.update("." + name for name in measure.element.get("class", "").split())
            if identity := measure.element.get("id"):
                names.add("#" + identity)
        common = names if common is None else common & names
    return frozenset(common or ())


def path_of(element: _Element, stable: frozenset[str]) -> tuple[str, ...]:
    """The steps from below the body to the element, with the names that are stable."""
    steps: list[str] = []
    node: _Element | None = element
    while node is not None and node.tag not in ("body", "html"):
        identity = f"#{node.get('id')}" if f"#{node.get('id')}" in stable else ""
        names = "".join(sorted("." + name for name in set(node.get("class", "").split()) if "." + name in stable))
        steps.append(f"{node.tag}{identity}{names}")
        node = node.getparent()
    return tuple(reversed(steps)) or ("body",)


def find(frame: Frame, root: _Element) -> _Element | None:
    """The frame's container on a page, the one with most text where several fit; ``None`` where none does."""
    body = next(root.iter("body"), root)
    if frame.path == ("body",):
        return body
    level = [body]
    for step in frame.path:
        tag, names = _parsed(step)
        level = [child for parent in level for child in parent if child.tag == tag and _has(child, names)]
        if not level:
            return None
    return max(level, key=lambda element: len(raw_text(element).strip()))


def pieces(frame: Frame, root: _Element) -> list[_Element]:
    """The frame's container with what stands beside it and reads as more of the same text; empty where none fits.

    The pages that taught the frame may have had no author's note, or no second section.
    """
    container = find(frame, root)
    parent = container.getparent() if container is not None else None
    if container is None or parent is None or not raw_text(container).strip():
        return []
    out: list[_Element] = []
    for child in parent:
        if child is container or (not is_aside(child, str(child.tag)) and _goes_on(child, container, out, frame)):
            out.append(child)
    return out


def _goes_on(child: _Element, container: _Element, before: Sequence[_Element], frame: Frame) -> bool:
    text = clean_line(raw_text(child), _TEXT_LIMIT)
    if not text or text in frame.recurring or is_byline(text) or is_navigation(child):
        return False
    if child.tag in HEADINGS:
        return opens_note(text)
    if before and before[-1].tag in HEADINGS:
        return True
    alike = child.tag == container.tag and bool(child.get("class")) and _stem(child) == _stem(container)
    plain = child.tag in ("p", "blockquote") and len(text.encode()) >= _SENTENCE and bool(SENTENCE_END.search(text))
    return (alike or plain) and next(child.iter("a"), None) is None


def _stem(element: _Element) -> str:
    return _NUMBER.sub("", element.get("class", ""))


def _parsed(step: str) -> tuple[str, list[str]]:
    tag, names, current = "", [], ""
    for letter in step:
        if letter in "#.":
            if tag:
                names.append(current)
            else:
                tag = current
            current = letter
        else:
            current += letter
    if tag:
        names.append(current)
    else:
        tag = current
    return tag, names


def _has(element: _Element, names: list[str]) -> bool:
    classes = element.get("class", "").split()
    return all((element.get("id") == name[1:]) if name[0] == "#" else (name[1:] in classes) for name in names)


def _widened(
    path: tuple[str, ...],
    outlines: Sequence[Outline],
    recurring: frozenset[str],
    titles: Sequence[str],
) -> tuple[str, ...]:
    """The path to the outermost container around which still stands text that is the episode's."""
    while len(path) > 1:
        outer = path[:-1]
        gained = 0
        for outline, title in zip(outlines, titles, strict=True):
            inner_element = find(Frame(path), outline.measures[0].element)
            if inner_element is None:
                continue
            parent = inner_element.getparent()
            for child in () if parent is None else parent:
                if child is inner_element or not isinstance(child.tag, str):
                    continue
                beside = outline.of.get(child)
                gained += beside is not None and any(True for _ in _prose(outline, beside, recurring, title))
        if not gained:
            break
        path = outer
    return path


def _prose(outline: Outline, measure: Measure, recurring: frozenset[str], title: str) -> Iterator[Measure]:
    """Blocks under ``measure`` that read as an episode's own sentences."""
    element = measure.element
    if is_aside(element, measure.tag) or element.tag in ("header", "h1", "h2", "form"):
        return
    if measure.flow and element.tag in BLOCKS:
        text = flow_text(measure) or clean_line(raw_text(element), 1000)
        plain = (
            text not in recurring
            and measure.flow_links < 0.3 * measure.flow
            and measure.flow >= _SENTENCE
            and (measure.flow >= _LONG or SENTENCE_END.search(text))
            and not is_byline(text)
            and not is_navigation(element)
            and folded(text) != title
        )
        if plain:
            yield measure
    for child in outline.children(measure):
        yield from _prose(outline, child, recurring, title)


def cut_recurring(container: _Element, frame: Frame) -> list[_Element]:
    """Elements of the container that hold only what recurs on the serial's pages, and stand where a frame stands."""
    outline = Outline(container)
    leaves = [measure for measure in outline.measures if measure.flow and measure.tag in BLOCKS]
    out: list[_Element] = []
    for order in (leaves, leaves[::-1]):
        for measure in order:
            if measure.element is container:
                break
            text = flow_text(measure)
            if text not in frame.recurring or not any(letter.isalnum() for letter in text) or opens_note(text):
                break
            if frame.pages > _LEAST or measure.links or measure.tag not in ("p", "blockquote"):
                out.append(measure.element)
    for measure in leaves:
        text = flow_text(measure)
        if (
            text in frame.recurring
            and any(letter.isalnum() for letter in text)
            and (
                measure.links
                or measure.tag
                in ("dt", "dd", "td", "th", "li", "div", "ul", "dl", "footer", "header", "nav", "section")
            )
        ):
            out.append(measure.element)
    return out


def title_in(container: _Element) -> str:
    """The first heading of a container."""
    heading = next(container.iter("h1", "h2", "h3"), None)
    return heading_text(heading) if heading is not None else ""


__all__ = ["Frame", "cut_recurring", "learn_frame", "pieces"]
