"""What stands beside the text, as its tag, its role or its names say.

Owns that weak evidence; refuses to cut what holds most of a page by its name alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.extract.vocabulary import BESIDE, NOTE_NAME, PERHAPS, UNLIKELY, named

if TYPE_CHECKING:
    from lxml.etree import _Element

    from reader.extract.outline import Measure, Outline

_MOST_OF_PAGE: Final = 0.5
"""Share of the page's text that nothing is cut with by its name alone."""

_BESIDE_MOST: Final = 0.75
"""The same for names that leave no doubt: readers' comments can be longer than what they are about."""

_SLUG: Final = 4
"""Hyphens of an id that is a heading's words and says nothing of the page."""

_NEVER_UNLIKELY: Final = frozenset(
    {"html", "body", "article", "main", "a", "p", "pre", "h1", "td", "tr", "tbody", "table"}
)
_ASIDE_TAGS: Final = frozenset({"nav", "aside", "footer"})
_ASIDE_ROLES: Final = frozenset(
    {
        "navigation",
        "banner",
        "complementary",
        "contentinfo",
        "search",
        "menu",
        "menubar",
        "alert",
        "dialog",
        "alertdialog",
    }
)


_is_beside: Final = named(BESIDE)


def unlikely(outline: Outline) -> frozenset[Measure]:
    """What stands beside the text by its name, with all that is in it; never what holds most of the page."""
    whole = outline.body.text - outline.body.links
    cut: set[Measure] = set()
    for measure in outline.measures:
        if measure.parent in cut or (
            measure.text
            and is_aside(measure.element, measure.tag)
            and measure.text - measure.links
            < (_BESIDE_MOST if _is_beside(_names(measure.element)) else _MOST_OF_PAGE) * whole
        ):
            cut.add(measure)
    return frozenset(cut)


def _names(element: _Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}"


def is_aside(element: _Element, tag: str) -> bool:
    """Whether tag, role or names say that the element stands beside the text."""
    if tag in _ASIDE_TAGS:
        return not NOTE_NAME.search(f"{_names(element)} {element.get('role', '')}".lower())
    if element.get("role") in _ASIDE_ROLES:
        return True
    if tag in _NEVER_UNLIKELY:
        return False
    names, identity = element.get("class", ""), element.get("id", "")
    if not names and not identity:
        return False
    return unlikely_name(f"{names} {identity if identity.count('-') < _SLUG else ''}")


@lru_cache(maxsize=8192)
def unlikely_name(names: str) -> bool:
    """Whether class and id say that this is probably not the text."""
    lower = names.lower()
    return bool(BESIDE.search(lower)) or (bool(UNLIKELY.search(lower)) and not PERHAPS.search(lower))
