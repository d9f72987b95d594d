"""Every element of a page and what it is called, read once, asked often.

Owns the one pass over a tree before anything is cut, and the questions by class, id and property.  The elements stay
alive with it, which makes every later walk of the tree cheaper.  Refuses to judge a name.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeAlias

    from lxml.etree import _Element

    _Index: TypeAlias = tuple[list[str], list[int], str]


class Roster:
    """A page's elements in document order, with what they are called."""

    def __init__(self, root: _Element) -> None:
        self.elements: list[_Element] = list(root.iter("*"))
        self.by_class: dict[str, list[int]] = {}
        """Places in ``elements``, ascending, by the whole class attribute."""
        self.by_id: dict[str, list[int]] = {}
        self.styled: list[int] = []
        """Places of elements with a style of their own or the attribute ``hidden``; some stand twice."""
        self.properties: dict[str, list[_Element]] = {}
        """Elements by ``itemprop``; those that are ``rel=author`` as "author"."""
        self._read()

    def _read(self) -> None:
        by_class, by_id, styled, properties = self.by_class, self.by_id, self.styled, self.properties
        for at, element in enumerate(self.elements):
            for name, value in cast("list[tuple[str, str]]", element.items()):
                if name == "class":
                    by_class.setdefault(value, []).append(at)
                elif name == "id":
                    by_id.setdefault(value, []).append(at)
                elif name in ("style", "hidden"):
                    styled.append(at)
                elif name == "itemprop" or (name == "rel" and value == "author"):
                    properties.setdefault(value, []).append(element)

    def names(self, at: int) -> str:
        """Class and id of the element at that place, a space between them."""
        element = self.elements[at]
        return f"{element.get('class', '')} {element.get('id', '')}"

    def holding(self, stems: Iterable[str], *, ids: bool) -> list[str]:
        """The classes, or ids, in which one of these stands (in lower case)."""
        names, starts, spelled = self._ids if ids else self._classes
        found: set[int] = set()
        for stem in stems:
            at = spelled.find(stem)
            while at >= 0:
                index = bisect_right(starts, at) - 1
                found.add(index)
                at = spelled.find(stem, starts[index + 1])
        return [names[index] for index in sorted(found)]

    @cached_property
    def _classes(self) -> _Index:
        return _indexed(self.by_class)

    @cached_property
    def _ids(self) -> _Index:
        return _indexed(self.by_id)

    def called(self, is_named: Callable[[str], bool], stems: Iterable[str]) -> list[_Element]:
        """The elements whose class, or else id, has a name that holds one of the stems, in document order."""
        elements = self.elements
        found = [at for names in self.holding(stems, ids=False) if is_named(names) for at in self.by_class[names]]
        for identity in self.holding(stems, ids=True):
            if is_named(identity):
                found.extend(at for at in self.by_id[identity] if not elements[at].get("class"))
        return [elements[at] for at in sorted(found)]


def _indexed(known: Iterable[str]) -> _Index:
    """Names, where each begins in all of them together, and these in lower case."""
    names = list(known)
    spelled = "\n".join(names)
    lower = spelled.lower()
    starts = list(accumulate((len(name) + 1 for name in names), initial=0))
    return names, starts, lower if len(lower) == len(spelled) else spelled
