"""How many cells text takes, and where one perceived character ends.

Owns the policy for what terminals disagree on: characters of ambiguous width, and clusters that one terminal draws as
one picture and another as several (:class:`Risk`).  Under the default policy every measure is that of ``rich.cells``,
which is what Textual measures by; a property holds the two together.  Refuses to know about lines.
Sources: UAX #11 (width), UAX #29 (clusters, by ``wcwidth``), Rich's table of Unicode 17.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Risk(StrEnum):
    """A kind of cluster that terminals draw, and count, in different ways."""

    PRESENTATION = "presentation"
    """A narrow sign made an emoji by VS16: ❤️."""
    KEYCAP = "keycap"
    """0️⃣."""
    TONE = "tone"
    """An emoji with a skin tone: 👍🏽."""
    JOINED = "joined"
    """Emoji joined by ZWJ: 👨‍👩‍👧."""
    FLAG = "flag"
    """A pair of regional indicators: 🇯🇵."""
    INDIC = "indic"
    """A base with spacing vowel signs or a conjunct: कि, क्ष."""


@dataclass(frozen=True, slots=True)
class WidthPolicy:
    """What the terminal was found to do; the default is what Rich and Textual count."""

    ambiguous: int = 1
    """Cells of East Asian Ambiguous characters (“ … ─ ①): 1 or 2."""
    whole: frozenset[Risk] = frozenset(Risk)
    """Kinds of risky cluster that the terminal draws as one; the others are shown by their base alone."""

    def __post_init__(self) -> None:
        if self.ambiguous not in {1, 2}:
            raise ValueError("an ambiguous character takes 1 or 2 cells")


NARROW: Final = WidthPolicy()
"""The policy of Rich and Textual."""

WIDE: Final = WidthPolicy(ambiguous=2)
"""The policy of a terminal set for East Asian text."""

_ZWJ: Final = "\u200d"
_VS16: Final = "\ufe0f"

# What makes more of a text than code points side by side: marks, joiners, selectors, Jamo, flags, tones, Indic signs.
# A text without any of them has one cluster for each code point, and needs no further look.
_COMPOSING: Final = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05cf\u0600-\u0605\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u070f-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0890-\u109f\u1100-\u11ff\u135d-\u135f\u1712-\u1734"
    "\u1752-\u1773\u17b4-\u17dd\u180b-\u180f\u1885-\u18a9\u1920-\u1cff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff"
    "\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802-\uabff"
    "\ud7b0-\ud7fb\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f\uff9e\uff9f\U000101fd-\U00011fff\U00013430-\U0001345f"
    "\U00016100-\U00016fff\U0001bc00-\U0001bcff\U0001cf00-\U0001cfff\U0001d125-\U0001d2ff\U0001da00-\U0001e94f"
    "\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff\r]"
)


def is_simple(text: str) -> bool:
    """Whether every code point of ``text`` is a cluster of its own (``False`` promises nothing)."""
    return text.isascii() or _COMPOSING.search(text) is None


def clusters(text: str) -> Iterator[str]:
    """The grapheme clusters of ``text`` in order; joined they are ``text``.  Source: UAX #29, extended clusters."""
    if is_simple(text):
        return iter(text)
    # Loaded where needed: its tables take longer to import than everything else in this package.
    from wcwidth import iter_graphemes  # noqa: PLC0415 - see above

    found: Iterator[str] = iter_graphemes(text)
    return found


def cluster_spans(text: str) -> list[tuple[int, int]]:
    """Start and end, in code points, of each cluster of ``text``."""
    spans, start = [], 0
    for cluster in clusters(text):
        spans.append((start, start + len(cluster)))
        start += len(cluster)
    return spans


@lru_cache(maxsize=8192)
def character_cells(character: str, ambiguous: int = 1) -> int:
    """Cells of one code point alone: 0, 1 or 2."""
    size = get_character_cell_size(character)
    return ambiguous if size == 1 and unicodedata.east_asian_width(character) == "A" else size


def cells(text: str, policy: WidthPolicy = NARROW) -> int:
    """Cells that ``text`` takes once shown under ``policy``."""
    if text.isascii() and text.isprintable():
        return len(text)
    if is_simple(text):
        ambiguous = policy.ambiguous
        return sum(character_cells(character, ambiguous) for character in text)
    return sum(cluster_cells(cluster, policy) for cluster in clusters(text))


@lru_cache(maxsize=8192)
def cluster_cells(cluster: str, policy: WidthPolicy = NARROW) -> int:
    """Cells of one cluster once shown under ``policy``."""
    if len(cluster) == 1:
        return character_cells(cluster, policy.ambiguous)
    seen = shown(cluster, policy)
    if len(seen) == 1:
        return character_cells(seen, policy.ambiguous)
    size: int = cell_len(seen)
    if policy.ambiguous == 2 and seen and _VS16 not in seen:  # noqa: PLR2004 - cells
        size = max(size, character_cells(seen[0], 2))
    return size


@lru_cache(maxsize=8192)
def shown(cluster: str, policy: WidthPolicy = NARROW) -> str:
    """The cluster as it goes to the terminal: whole, or its base alone where the terminal would not keep it whole.

    A joiner with nothing to join is dropped always: Rich takes it to swallow the character that follows.
    """
    if len(cluster) == 1:
        return "" if cluster == _ZWJ else cluster
    if cluster[1] in "\u3099\u309a":
        cluster = unicodedata.normalize("NFC", cluster)  # few fonts set a combining voicing mark well
    risk = risk_of(cluster)
    if risk is not None and risk not in policy.whole:
        return cluster[0]
    return cluster.rstrip(_ZWJ)


def risk_of(cluster: str) -> Risk | None:
    """Which kind of risk the cluster is, or ``None`` for one on which terminals agree."""
    if len(cluster) == 1:
        return None
    return next((risk for risk, holds in _RISKS if holds(cluster)), None)


def _is_indic(cluster: str) -> bool:
    if _is_hangul(ord(cluster[0])):
        return False
    return any(unicodedata.category(sign) in {"Mc", "Lo"} for sign in cluster[1:])


def _is_hangul(point: int) -> bool:
    return 0x1100 <= point <= 0x11FF or 0xA960 <= point <= 0xA97F or 0xAC00 <= point <= 0xD7FF  # noqa: PLR2004 - blocks


def display(text: str, policy: WidthPolicy = NARROW) -> str:
    """``text`` as it goes to the terminal under ``policy``, cluster by cluster (see :func:`shown`)."""
    return text if is_simple(text) else "".join(shown(cluster, policy) for cluster in clusters(text))


_RISKS: Final[tuple[tuple[Risk, Callable[[str], bool]], ...]] = (
    (Risk.KEYCAP, lambda cluster: "\u20e3" in cluster),
    (Risk.FLAG, lambda cluster: "\U0001f1e6" <= cluster[0] <= "\U0001f1ff"),
    (Risk.JOINED, lambda cluster: _ZWJ in cluster[1:-1] and cluster[0] >= "\u2190"),
    (Risk.TONE, lambda cluster: any("\U0001f3fb" <= sign <= "\U0001f3ff" for sign in cluster[1:])),
    (Risk.PRESENTATION, lambda cluster: _VS16 in cluster),
    (Risk.INDIC, _is_indic),
)
"""How each kind is told, the first that holds."""
