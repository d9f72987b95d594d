"""What is never an episode's text, whatever the page: scripts, forms' fields, hidden decoys, what only screens read.

Owns the removal from the tree (in place) and the reading of the page's own style rules for what they hide.  Refuses to
remove what holds most of the page's letters: a page that hides its whole body does so until a script shows it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NEVER_TEXT: Final = frozenset(
    "script style noscript template iframe object embed applet svg canvas audio video source track map area link meta "
    "base button select input textarea datalist meter progress dialog menu search portal frame frameset noframes".split()
)

_RULE: Final = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_AT_BLOCK: Final = re.compile(
    r"@[a-z-]+[^{};]{0,300}\{(?:[^{}]{0,5000}\{[^{}]{0,5000}\}){0,500}[^{}]{0,5000}\}", re.IGNORECASE
)
_COMMENT: Final = re.compile(r"/\*.{0,20000}?\*/", re.DOTALL)
_SELECTOR: Final = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#])([A-Za-z_-][\w-]*)\s*", re.IGNORECASE)
_HIDES: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|rem|%)?\s*(?:!|;|$)"
    r"|(?:left|top|text-indent)\s*:\s*-\d{4,}px)",
    re.IGNORECASE,
)
_SHOWS: Final = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)", re.IGNORECASE)
_FOR_SCREEN_READERS: Final = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader-(?:text|only)|a11y-hidden|offscreen|assistive-text|VPSkipLink)(?:\s|$)",
    re.IGNORECASE,
)
_TOO_MUCH: Final = 0.5
"""Share of the body's letters that nothing hidden may hold."""


def prune(root: HtmlElement) -> tuple[str, ...]:
    """Cut, in place, what no reader sees; the answer says what was cut, for those who ask why."""
    hidden = hidden_names(root)
    doomed: list[tuple[HtmlElement, str]] = []
    comments = []
    for element in root.iter():
        tag = element.tag
        if not isinstance(tag, str):
            comments.append(element)
            continue
        if tag in NEVER_TEXT:
            if tag not in ("meta", "link", "base", "frame", "frameset"):
                doomed.append((element, ""))
            continue
        attributes = element.attrib
        if attributes and tag not in ("html", "body", "head") and (reason := _hidden(element, hidden)):
            doomed.append((element, reason))
    cut: dict[str, None] = {}
    whole = 0
    for element, reason in doomed:
        if reason:
            whole = whole or len("".join(root.itertext("*")))
            if len("".join(element.itertext("*"))) > _TOO_MUCH * whole:
                continue
            cut[reason] = None
        remove(element)
    for comment in comments:
        remove(comment)
    return tuple(cut)


def _hidden(element: HtmlElement, hidden: frozenset[str]) -> str:
    attributes = element.attrib
    if "hidden" in attributes:
        return "hidden"
    style = attributes.get("style", "")
    if style and _HIDES.search(style):
        return "hidden by its own style"
    names = attributes.get("class", "")
    if names and _FOR_SCREEN_READERS.search(names):
        return "for screen readers"
    if hidden:
        for name in names.split():
            if "." + name in hidden:
                return f"hidden by the page's style: .{name}"
        if "#" + attributes.get("id", "") in hidden:
            return f"hidden by the page's style: #{attributes['id']}"
    return ""


def hidden_names(root: HtmlElement) -> frozenset[str]:
    """``.class`` and ``#id`` that the page's own style elements hide in every medium; the last rule for a name wins."""
    hidden: dict[str, bool] = {}
    for style in root.iter("style"):
        rules = style.text or ""
        if "none" not in rules and "hidden" not in rules and "font-size" not in rules and "-9" not in rules:
            continue
        rules = _AT_BLOCK.sub("", _COMMENT.sub("", rules[:200_000]))
        for selectors, body in _RULE.findall(rules):
            hides = bool(_HIDES.search(body))
            if not hides and not _SHOWS.search(body):
                continue
            for selector in selectors.split(","):
                if match := _SELECTOR.fullmatch(selector):
                    hidden[match[1] + match[2]] = hides
    return frozenset(name for name, hides in hidden.items() if hides)


def remove(element: HtmlElement) -> None:
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


def is_element(node: etree._Element) -> bool:
    """Whether the node is an element and not a comment."""
    return isinstance(node.tag, str)
