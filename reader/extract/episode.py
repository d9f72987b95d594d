"""One episode's page to its document.

Owns the order of the steps and the :class:`Extraction` that comes out; every decision lives in the module of its name.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from reader.addresses import resolve, without_fragment
from reader.document import TEXT_ROLES, Block, Document, Part, Role
from reader.extract import sections, siblings
from reader.extract.blocks import Apart, compose
from reader.extract.candidates import choose, described
from reader.extract.footnotes import Footnotes, find_footnotes
from reader.extract.lines import settle
from reader.extract.metadata import Metadata, Page, folded
from reader.extract.notes import marked_parts, perhaps_notes, set_apart
from reader.extract.outline import Outline
from reader.extract.pages import is_truncated, next_page
from reader.extract.pruning import cut_hidden, cut_machinery, drop_navigation, hidden_names, remove
from reader.extract.refusals import refuse_files, refuse_stand_ins
from reader.extract.roster import Roster
from reader.extract.trimming import cut_tail, is_byline, is_link_line, trim
from reader.hypertext.charset import decode
from reader.hypertext.tree import parse_plain, parse_plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from lxml.etree import _Element

    from reader.extract.siblings import Frame
    from reader.model import Resource

_EDGE: Final = 4
"""Blocks at an end of the text among which a title or a byline may stand."""


_LINES: Final = frozenset({Role.PARAGRAPH, Role.ITEM, Role.HEADING, Role.QUOTE})
_PASSED: Final = frozenset({Role.HEADING, Role.IMAGE, Role.SCENE_BREAK, Role.PAUSE})
"""Roles that may be a line of the site's, and those that may stand between such a line and the end."""

_ABOVE: Final = 160
"""Code points that may stand above a title: a breadcrumb, a date, a page's name."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """An episode's text and what its page says of it.

    ``container`` names the element that was chosen, ``why`` the reasons, ``cut`` what was left out of it.
    ``next_page`` is the next web page of the same episode.  ``truncated`` says that the page ends too early.
    ``frame_fits`` is ``None`` without a frame.  ``shown`` is the title that the page itself shows, whatever the table
    of contents calls it.
    """

    document: Document
    title: str = ""
    author: str = ""
    published: datetime | None = None
    language: str = ""
    next_page: str = ""
    container: str = ""
    why: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()
    truncated: bool = False
    canonical: str = ""
    frame_fits: bool | None = None
    shown: str = ""


def extract_page(
    resource: Resource, *, frame: Frame | None = None, title: str = "", others: Sequence[str] = ()
) -> Extraction:
    """The text of the episode that the resource holds.

    ``title`` is the episode's title as the table of contents gives it; ``others`` are addresses, with fragments, of
    further episodes on the same page.  Raises :class:`NoText` where there is no episode, :class:`TooComplex`.
    """
    with _uncollected():
        return _extract(resource, frame, title, others)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: a page makes thousands of small objects and not one cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _extract(resource: Resource, frame: Frame | None, title: str, others: Sequence[str]) -> Extraction:
    refuse_files(resource)
    root = _tree_of(resource)
    url = resource.final_url or resource.url
    base_url = _base_of(root, url)
    page = Page(root, base_url)
    hidden = hidden_names(root)
    cut_machinery(root)
    roster = Roster(root)
    metadata = page.read(roster)
    cut = list(cut_hidden(root, roster, hidden))
    next_url = next_page(root, url)
    drop_navigation(root)
    why: list[str] = []
    fragment = urlsplit(resource.url).fragment or urlsplit(url).fragment
    here = without_fragment(resource.url)
    fragments = [
        urlsplit(other).fragment for other in others if without_fragment(other) == here or other.startswith("#")
    ]
    if section := sections.narrow(root, fragment, fragments, title):
        why.append(section)
    elements, fits, reasons = _container(root, frame, metadata.heading)
    why.extend(reasons)
    if not elements:
        refuse_stand_ins(resource, page.lines, 0)
    blocks: list[Block] = []
    named = described(elements[0])
    authors = perhaps_notes(roster)
    for element in elements:
        notes = find_footnotes(element, root, url)
        cut.extend(_trimmed(element, frame if fits else None, notes))
        marked = marked_parts(element, authors)
        blocks.extend(_blocks(element, base_url, notes, marked))
    blocks = _with_outer_notes(root, elements, blocks, base_url, marked_parts(root, authors))
    blocks = _without_title(blocks, title, page, metadata)
    blocks = set_apart(_edges_trimmed(blocks, url, exact=fits), title)
    blocks = _edges_trimmed(blocks, url, exact=fits)
    size = sum(len(block.text.encode()) for block in blocks if block.role in TEXT_ROLES)
    refuse_stand_ins(resource, page.lines, size)
    return Extraction(
        document=Document(tuple(blocks), metadata.language),
        title=title or metadata.title,
        author=metadata.author,
        published=metadata.published,
        language=metadata.language,
        next_page=next_url,
        container=named,
        why=tuple(why),
        cut=tuple(dict.fromkeys(cut)),
        truncated=is_truncated(resource),
        canonical=metadata.canonical,
        frame_fits=fits if frame is not None else None,
        shown=metadata.title,
    )


def _tree_of(resource: Resource) -> _Element:
    """The page's tree; a plain text becomes lines."""
    content_type = resource.headers.get("content-type", "")
    if resource.content_type != "text/plain":
        return parse_plain(resource.body, content_type)
    text = decode(resource.body, content_type).text
    lines = "<br>\n".join(escape(line) for line in text.splitlines())
    return parse_plain_text(f"<html><body><div>{lines}</div></body></html>")


def _base_of(root: _Element, url: str) -> str:
    base = next(root.iter("base"), None)
    href = base.get("href", "") if base is not None else ""
    return resolve(url, href) or url if href else url


def _container(root: _Element, frame: Frame | None, heading: _Element | None) -> tuple[list[_Element], bool, list[str]]:
    if frame is not None:
        found = siblings.pieces(frame, root)
        if found:
            return found, True, [f"the frame of {frame.pages} pages of the serial: {' > '.join(frame.path)}"]
    choice = choose(Outline(root), heading)
    if choice is None:
        whole = next((found for tag in ("article", "main", "body") for found in root.iter(tag)), None)
        return ([whole], False, ["the page holds too little to choose from"]) if whole is not None else ([], False, [])
    for element in choice.clutter:
        remove(element)
    return list(choice.elements), False, list(choice.why)


def _trimmed(element: _Element, frame: Frame | None, notes: Footnotes) -> list[str]:
    cut = []
    if frame is not None:
        for recurring in siblings.cut_recurring(element, frame):
            if recurring not in notes.notes:
                cut.append(f"on every page: {described(recurring)}")
                remove(recurring)
    cut.extend(trim(element, exact=frame is not None))
    cut.extend(cut_tail(element))
    return cut


def _blocks(element: _Element, base_url: str, notes: Footnotes, marked: Mapping[_Element, Part]) -> list[Block]:
    inside = set(element.iter("*"))
    apart = Apart(references=notes.references, footnotes=notes.notes, parts=marked)
    blocks = compose(element, base_url, apart)
    for note in notes.notes:
        if note not in inside:
            blocks.extend(compose(note, base_url, apart))
    return blocks


def _with_outer_notes(
    root: _Element, elements: list[_Element], blocks: list[Block], base_url: str, marked: Mapping[_Element, Part]
) -> list[Block]:
    """The blocks with the notes that a platform sets outside its container, before or after it."""
    body = next(root.iter("body"), root)
    if not marked:
        return blocks
    inside = {inner for element in elements for inner in element.iter("*")}
    around = {outer for element in elements for outer in element.iterancestors()}
    first = elements[0]
    before: list[Block] = []
    after: list[Block] = []
    at = {element: order for order, element in enumerate(body.iter("*"))}
    for element, part in marked.items():
        if element in inside or element in around or element.tag in ("body", "nav", "a") or element not in at:
            continue
        here = Part.BEFORE if at[element] < at.get(first, 0) else Part.AFTER
        found = [
            block
            for block in compose(element, base_url, Apart(parts={element: here if part is not Part.AFTER else part}))
            if block.role is not Role.HEADING
        ]
        if not any(block.text for block in found):
            continue
        (before if here is Part.BEFORE else after).extend(found)
    return before + blocks + after


def _without_title(blocks: list[Block], title: str, page: Page, metadata: Metadata) -> list[Block]:
    """The blocks without the episode's title as first lines, and without what stands above it."""
    keys = {folded(text) for text in (title, metadata.title, page.title_element, page.meta.get("og:title", ""))} - {""}
    out = list(blocks)
    for _ in range(_EDGE):
        found = _title_line(out, keys)
        if found is None:
            break
        rest = out[found + 1 :]
        if not any(block.text for block in rest if block.role not in (Role.SCENE_BREAK, Role.PAUSE)):
            break
        out = [block for block in out[:found] if block.part is not Part.TEXT] + rest
    return out


def _title_line(blocks: Sequence[Block], keys: set[str]) -> int | None:
    """The index of a first line that is the title, or ``None``; above a heading a few short lines may stand."""
    above = 0
    for index, block in enumerate(blocks[: 2 * _EDGE]):
        if block.part is not Part.TEXT:
            continue
        key = folded(block.text)
        if (
            block.role is Role.HEADING
            and key
            and (key in keys or (len(key) > 1 and any(key in other for other in keys)))
        ):
            return index
        if block.role is Role.PARAGRAPH and not above and key and key in keys:
            return index
        if block.role is Role.HEADING and block.level == 1 and _is_alone(blocks, index):
            return index
        above += len(block.text)
        if above > _ABOVE:
            return None
    return None


def _is_alone(blocks: Sequence[Block], index: int) -> bool:
    """Whether no other heading of the text stands as high."""
    level = blocks[index].level
    return not any(
        block.role is Role.HEADING and block.level <= level for at, block in enumerate(blocks) if at != index
    )


def _edges_trimmed(blocks: list[Block], url: str, *, exact: bool) -> list[Block]:
    """Bylines, lines of links and empty headings at the ends of the text go."""
    texts = [index for index, block in enumerate(blocks) if block.part is Part.TEXT]
    doomed: set[int] = set()
    for order in (texts, texts[::-1]):
        for index in order[:_EDGE]:
            block = blocks[index]
            if block.role in _LINES and (is_byline(block.text) or is_link_line(block, url, exact=exact)):
                doomed.add(index)
            elif block.role not in _PASSED:
                break
    for index in reversed(texts):
        if index not in doomed and blocks[index].role not in (Role.HEADING, Role.SCENE_BREAK, Role.PAUSE):
            break
        doomed.add(index)
    kept = [block for index, block in enumerate(blocks) if index not in doomed]
    return kept if any(block.text.strip() for block in kept) else blocks


__all__ = ["Extraction", "extract_page", "settle"]
