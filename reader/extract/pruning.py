"""What is never an episode's text, whatever the page: scripts, forms' fields, hidden decoys, what only screens read.

Owns the removal from the tree (in place) and the reading of the page's own style rules for what they hide.  Refuses to
remove what holds most of the page's letters: a page that hides its whole body does so until a script shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from reader.extract.content import raw_text
from reader.extract.vocabulary import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

NEVER_TEXT: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "applet",
        "svg",
        "canvas",
        "audio",
        "video",
        "source",
        "track",
        "map",
        "area",
        "link",
        "meta",
        "base",
        "button",
        "select",
        "input",
        "textarea",
        "datalist",
        "meter",
        "progress",
        "dialog",
        "menu",
        "search",
        "portal",
        "frame",
        "frameset",
        "noframes",
    ]
)

_COMMENT: Final = re.compile(r"/\*.{0,20000}?\*/", re.DOTALL)
_SELECTOR: Final = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#])([A-Za-z_-][\w-]*)\s*", re.IGNORECASE)
_HIDES: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:!|;|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,}px)",
    re.IGNORECASE,
)
_HIDING: Final = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{4,}px")
_STYLE_LIMIT: Final = 500_000
"""Code points of a style element that are read."""

_FOR_SCREEN_READERS: Final = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader-(?:text|only)|a11y-hidden|offscreen|"
    r"assistive-text|VPSkipLink)(?:\s|$)",
    re.IGNORECASE,
)
_PAGEFUL: Final = 1000
"""Code points in a ``noscript`` that can be a page."""

_TOO_MUCH: Final = 0.3
"""Share of the page's letters that nothing hidden by a rule may hold: scripts show it again (tabs, accordions)."""

_NEARLY_ALL: Final = 0.8
"""Share of the page's letters that nothing hidden by itself may hold."""


_for_screen_readers = named(_FOR_SCREEN_READERS)


class Named(NamedTuple):
    """An element with its class, id, style and property, each ``""`` where it has none."""

    element: _Element
    names: str
    identity: str
    style: str
    hidden: bool
    property: str
    """``itemprop``, or "author" for an element that is ``rel=author``."""


def named_elements(root: _Element) -> list[Named]:
    """Every element that has a class, an id or a style, in document order: read once, asked often."""
    out = []
    for element in root.iter("*"):
        attributes = element.attrib
        if not attributes:
            continue
        given = cast("dict[str, str]", dict(attributes.items()))
        named = given.get("itemprop") or ("author" if given.get("rel") == "author" else "")
        if named or "class" in given or "id" in given or "style" in given or "hidden" in given:
            entry = Named(
                element, given.get("class", ""), given.get("id", ""), given.get("style", ""), "hidden" in given, named
            )
            out.append(entry)
    return out


def prune(root: _Element, roster: Sequence[Named] | None = None) -> tuple[str, ...]:
    """Cut, in place, what no reader sees; the answer says what was cut, for those who ask why."""
    hidden = hidden_names(root)
    doomed: list[tuple[_Element, str]] = []
    for element in list(root.iter(*NEVER_TEXT)):
        if element.tag == "noscript" and _is_the_page(element, root):
            element.tag = "div"
        elif element.tag not in ("meta", "link", "base", "frame", "frameset"):
            remove(element)
    doomed.extend(
        (entry.element, reason)
        for entry in (named_elements(root) if roster is None else roster)
        if (reason := _hidden(entry, hidden)) and entry.element.tag not in ("html", "body", "head")
    )
    cut: dict[str, None] = {}
    whole = 0
    for element, reason in doomed:
        if reason:
            whole = whole or len(raw_text(root))
            limit = _TOO_MUCH if reason.startswith("hidden by the page") else _NEARLY_ALL
            if len(raw_text(element)) > limit * whole:
                continue
            cut[reason] = None
        remove(element)
    return tuple(cut)


def _is_the_page(noscript: _Element, root: _Element) -> bool:
    """Whether what stands in for a script is the page itself: its sentences are there and nowhere else."""
    mine = len(raw_text(noscript))
    if mine < _PAGEFUL:
        return False
    whole = sum(
        len(element.text or "") + len(element.tail or "") for element in root.iter("*") if element.tag not in NEVER_TEXT
    )
    return mine > whole / 2


def _hidden(named: Named, hidden: frozenset[str]) -> str:
    if named.hidden:
        return "hidden"
    if named.style and _HIDES.search(named.style):
        return "hidden by its own style"
    if named.names and _for_screen_readers(named.names):
        return "for screen readers"
    if hidden:
        for name in named.names.split():
            if "." + name in hidden:
                return f"hidden by the page's style: .{name}"
        if "#" + named.identity in hidden:
            return f"hidden by the page's style: #{named.identity}"
    return ""


def hidden_names(root: _Element) -> frozenset[str]:
    """``.class`` and ``#id`` that the page's own style elements hide in every medium."""
    hidden: set[str] = set()
    for style in root.iter("style"):
        rules = (style.text or "")[:_STYLE_LIMIT]
        if "/*" in rules:
            rules = _COMMENT.sub("", rules)
        at = depth = 0
        for found in _HIDING.finditer(rules):
            opened = rules.rfind("{", 0, found.start())
            if opened < 0 or rules.find("}", opened, found.start()) >= 0:
                continue
            depth += rules.count("{", at, opened) - rules.count("}", at, opened)
            at = opened
            if depth > 0:  # within @media, @supports and their like
                continue
            began = max(rules.rfind("}", 0, opened), rules.rfind(";", 0, opened), rules.rfind("{", 0, opened)) + 1
            for selector in rules[began:opened].split(","):
                if match := _SELECTOR.fullmatch(selector):
                    hidden.add(match[1] + match[2])
    return frozenset(hidden)


def remove(element: _Element) -> None:
    """Take the element out of its tree; what follows it stays where it was."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
        element.tail = None
    parent.remove(element)


def drop_navigation(root: _Element) -> None:
    """Cut ``nav`` elements that are links: what only leads elsewhere need not be measured."""
    for element in list(root.iter("nav")):
        text = len(raw_text(element).split())
        links = sum(len(raw_text(link).split()) for link in element.iter("a"))
        if 2 * links >= text:
            remove(element)
