"""What is never an episode's text, whatever the page: scripts, forms' fields, hidden decoys, what only screens read.

Owns the removal from the tree (in place) and the reading of the page's own style rules for what they hide.  Refuses to
remove what holds most of the page's letters: a page that hides its whole body does so until a script shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from reader.extract.content import raw_text
from reader.extract.roster import Roster
from reader.extract.vocabulary import named

if TYPE_CHECKING:
    from collections.abc import Iterator

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

_CUT: Final = tuple(sorted(NEVER_TEXT - {"meta", "link", "base", "frame", "frameset"}))
_NEVER_HIDDEN: Final = frozenset({"html", "body", "head"})

_SELECTOR: Final = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#])([A-Za-z_-][\w-]*)\s*", re.IGNORECASE)
_HIDES: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:!|;|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,}px)",
    re.IGNORECASE,
)
_HIDING: Final = {
    "none": re.compile(r"display\s*:\s*$"),
    "hidden": re.compile(r"visibility\s*:\s*$"),
}
"""Values that hide, and the property before them."""

_FAR_AWAY: Final = re.compile(r"-\d{4,}px")
_PLACED: Final = re.compile(r"(?:left|top|text-indent)\s*:\s*$")
_DECLARATION: Final = 40
"""Code points from a property to its value, at most."""

_STYLE_LIMIT: Final = 500_000
"""Code points of a style element that are read."""

_FOR_SCREEN_READERS: Final = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader-(?:text|only)|a11y-hidden|offscreen|"
    r"assistive-text|vpskiplink)(?:\s|$)"
)
_SCREEN_STEMS: Final = ("sr-only", "hidden", "screen", "assistive-text", "vpskiplink")
"""What stands in every name of what only screen readers say."""

_PAGEFUL: Final = 1000
"""Code points in a ``noscript`` that can be a page."""

_TOO_MUCH: Final = 0.3
"""Share of the page's letters that nothing hidden by a rule may hold: scripts show it again (tabs, accordions)."""

_NEARLY_ALL: Final = 0.8
"""Share of the page's letters that nothing hidden by itself may hold."""


_for_screen_readers = named(_FOR_SCREEN_READERS)


def prune(root: _Element) -> tuple[str, ...]:
    """Cut, in place, what no reader sees; the answer says what was cut, for those who ask why."""
    hidden = hidden_names(root)
    cut_machinery(root)
    return cut_hidden(root, Roster(root), hidden)


def cut_machinery(root: _Element) -> None:
    """Cut, in place, what is never text."""
    for stand_in in list(root.iter("noscript")):
        if _is_the_page(stand_in, root):
            stand_in.tag = "div"
    etree.strip_elements(root, *_CUT, with_tail=False)


def cut_hidden(root: _Element, roster: Roster, hidden: frozenset[str]) -> tuple[str, ...]:
    """Cut, in place, what the page hides, by itself or by the names in ``hidden``; what was cut, and why."""
    cut: dict[str, None] = {}
    whole = 0
    for element, reason in _hidden(roster, hidden):
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


def _hidden(roster: Roster, hidden: frozenset[str]) -> list[tuple[_Element, str]]:
    """What is hidden, in document order, and by what."""
    found = dict(_by_itself(roster))
    for names in roster.holding(_SCREEN_STEMS, ids=False):
        if _for_screen_readers(names):
            found.update((at, "for screen readers") for at in roster.by_class[names] if at not in found)
    for names, places in roster.by_class.items() if hidden else ():
        for name in names.split():
            if "." + name in hidden:
                found.update((at, f"hidden by the page's style: .{name}") for at in places if at not in found)
    for name in hidden:
        for at in roster.by_id.get(name[1:], ()) if name[0] == "#" else ():
            found.setdefault(at, f"hidden by the page's style: {name}")
    elements = roster.elements
    return [(elements[at], found[at]) for at in sorted(found) if elements[at].tag not in _NEVER_HIDDEN]


def _by_itself(roster: Roster) -> Iterator[tuple[int, str]]:
    for at in roster.styled:
        element = roster.elements[at]
        if element.get("hidden") is not None:
            yield at, "hidden"
        elif _HIDES.search(element.get("style", "")):
            yield at, "hidden by its own style"


def hidden_names(root: _Element) -> frozenset[str]:
    """``.class`` and ``#id`` that the page's own style elements hide in every medium."""
    hidden: set[str] = set()
    for style in root.iter("style"):
        rules = (style.text or "")[:_STYLE_LIMIT]
        if "/*" in rules:
            rules = "".join(_uncommented(rules))
        at = depth = 0
        for place in sorted(_hiding(rules)):
            opened = rules.rfind("{", 0, place)
            if opened < 0 or rules.find("}", opened, place) >= 0:
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


def _uncommented(rules: str) -> Iterator[str]:
    first, *others = rules.split("/*")
    yield first
    for other in others:
        yield other.partition("*/")[2]


def _hiding(rules: str) -> Iterator[int]:
    """Where a declaration hides something: the rare word of each is looked for first, then what is before it."""
    lower = rules if len(lower := rules.lower()) != len(rules) else lower
    for value, declared in _HIDING.items():
        at = lower.find(value)
        while at >= 0:
            if declared.search(lower, max(0, at - _DECLARATION), at):
                yield at
            at = lower.find(value, at + 1)
    for found in _FAR_AWAY.finditer(lower):
        if _PLACED.search(lower, max(0, found.start() - _DECLARATION), found.start()):
            yield found.start()


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
