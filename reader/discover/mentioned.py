"""The work's name in the titles of other posts: "Cast list for X", "X: poll results", 『X』人物紹介.

Owns finding a name that titles of different make have in common.  Refuses a phrase that only one kind of title repeats.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from reader.discover.strands import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUOTED: Final = re.compile(r"[『《「【“]([^『』《》「」【】“”]{2,60})[』》」】”]")
_WORD: Final = re.compile(r"[^\W\d_][\w’'-]*")
_PHRASE: Final = 7
_TITLES: Final = 400
_FRAMES: Final = 2
_TIMES: Final = 3


def mentioned(titles: Sequence[str], sites: Sequence[str] = ()) -> str:
    """The name that titles outside the serial give it, or ``""``."""
    known = {fold(site) for site in sites}
    frames: dict[str, set[str]] = defaultdict(set)
    times: dict[str, int] = defaultdict(int)
    for title in titles[:_TITLES]:
        for found in _QUOTED.finditer(title):
            name = found[1].strip()
            if fold(name) not in known:
                frames[name].add(_frame(title, found.start(), found.end()))
                times[name] += 1
    quoted = [name for name in frames if len(frames[name]) >= _FRAMES or times[name] >= _TIMES]
    if quoted:
        return max(quoted, key=lambda name: times[name])
    return _phrase(titles[:_TITLES], known)


def _frame(title: str, start: int, end: int) -> str:
    """What stands around a name, numbers left out."""
    return re.sub(r"[\d\W_]+", "", fold(title[:start] + "\x00" + title[end:]))


def _phrase(titles: Sequence[str], known: set[str]) -> str:
    """A phrase in capitals that closes some titles and opens others."""
    opening: dict[str, set[str]] = defaultdict(set)
    closing: dict[str, set[str]] = defaultdict(set)
    for title in titles:
        words = list(_WORD.finditer(title))
        for first in range(len(words)):
            for last in range(first + 1, min(len(words), first + _PHRASE)):
                start, end = words[first].start(), words[last].end()
                if not (title[start].isupper() and title[words[last].start()].isupper()):
                    continue
                frame = _frame(title, start, end)
                if not frame:
                    continue
                (opening if first == 0 else closing)[title[start:end]].add(frame)
    both = [phrase for phrase in opening if phrase in closing and fold(phrase) not in known]
    return max(both, key=lambda phrase: (len(opening[phrase]) + len(closing[phrase]), len(phrase)), default="")
