"""How a document is to be set: what the reader chose, and what follows from it for one text and one width.

Owns the defaults that depend on the language (indent or gap, quotes, line pitch).  Source: JLREQ 3.1 and 3.5 for
Japanese paragraphs; otherwise the custom of printed books.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reader.document import Mark, Part, Role
from reader.typeset.hyphens import hyphenator
from reader.typeset.linebreak import SOFT_HYPHEN, Breaking
from reader.typeset.pairs import Rules, primary
from reader.typeset.width import NARROW, WidthPolicy, cells, cluster_cells, clusters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.document import Block, Document

IDEOGRAPHIC_SPACE: Final = "\u3000"

_INDENTING: Final = frozenset({"ja", "zh", "yue"})
"""Languages whose paragraphs begin with an indent by custom."""

OWN_INDENT_SHARE: Final = 0.2
"""Share of paragraphs with an indent of their own from which on the author is taken to have set them all."""


_SAMPLE_BLOCKS: Final = 400
"""Blocks by which a document's habits are told."""


class RubyMode(StrEnum):
    """Where readings stand."""

    ABOVE = "above"
    INLINE = "inline"
    HIDDEN = "hidden"
    ON_DEMAND = "on-demand"
    """Nowhere, until the reader asks for one; laid out as hidden."""


class Paragraphs(StrEnum):
    """What sets paragraphs apart."""

    AUTO = "auto"
    INDENT = "indent"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class Layout:
    """What the reader chose; the default suits both Japanese and English."""

    measure: int = 80
    """Cells of the longest line; a narrower window has its own width."""
    pitch: int = 0
    """Rows a line: 1, 2, or 0 for two where the text has readings to be set above, else one."""
    paragraphs: Paragraphs = Paragraphs.AUTO
    justify: bool = False
    ruby: RubyMode = RubyMode.ABOVE
    notes: bool = True
    """The author's notes before and after the text."""
    hanging: bool = False
    """、 and 。 may hang in a margin of two cells, which is taken from the measure."""
    strictness: str = "strict"
    language: str = ""
    """BCP 47; empty for the document's own."""
    keep_all: bool | None = None
    """Korean by words (``True``) or syllables; ``None`` for words in Korean text."""
    hyphenate: bool = False
    """Part long words with a hyphen, where the optional patterns are installed."""
    wide_quotes: bool = True
    """Show “ ” beside CJK two cells wide where the terminal has them narrow."""
    policy: WidthPolicy = NARROW
    figures: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Width and height in pixels of the pictures that can be shown, by address; the others are told by their words."""
    figure_rows: int = 16
    """Rows of the highest picture."""
    figure_cells: int = 60
    """Cells of the widest picture where lines run down."""
    image_label: str = "image"
    """Stands before an image's alternative text, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One document's layout, all choices made; made by :func:`settle`, and equal for equal causes."""

    width: int
    """Cells of a line, the hanging margin not counted."""
    layout: Layout
    language: str
    pitch: int
    indent: int
    """Cells before the first line of a paragraph."""
    gap: int
    """Blank rows between two paragraphs."""
    breaking: Breaking = field(default_factory=Breaking)
    between: int = 0
    """Cells between two columns, where readings stand; 0 where lines run across."""

    @property
    def vertical(self) -> bool:
        """Whether lines are columns, and what a line's ``cells`` count are rows."""
        return self.breaking.vertical

    @property
    def page(self) -> int:
        """Cells in which a short line is centred, or pushed to the right: the line's, unless that has no bound."""
        return min(self.width, UNBOUNDED_PAGE) if self.width >= UNBOUNDED else self.width

    def measure(self, text: str) -> int:
        """Cells of a text as shown, a tab as one space; in vertical writing its rows, one a visible cluster."""
        text = text.translate(_SHOWN)
        policy = self.layout.policy
        if not self.vertical:
            return cells(text, policy)
        rows = _rows_of_clusters(policy)
        return sum([rows[cluster] for cluster in clusters(text)])

    @property
    def cjk(self) -> bool:
        """Whether the text is Chinese or Japanese."""
        return primary(self.language) in _INDENTING


class _Rows(dict[str, bool]):
    """Whether a cluster takes a row of its column, each looked up once."""

    def __init__(self, policy: WidthPolicy) -> None:
        super().__init__()
        self._policy = policy

    def __missing__(self, cluster: str) -> bool:
        seen = cluster_cells(cluster, self._policy) > 0
        if len(self) < _ROWS_KEPT:
            self[cluster] = seen
        return seen


_ROWS_KEPT: Final = 20_000
"""Clusters that are remembered; a text has some thousands."""

_rows_of_clusters: Final = lru_cache(maxsize=4)(_Rows)

_SHOWN: Final = str.maketrans({"\t": " ", SOFT_HYPHEN: None})

HANGING_CELLS: Final = 2

UNBOUNDED: Final = 1 << 20
"""A width that stands for no limit."""

UNBOUNDED_PAGE: Final = 80


def settle(document: Document, layout: Layout, width: int) -> Setting:
    """What ``layout`` means for ``document`` in a window ``width`` cells wide (at least 1)."""
    if width < 1 or layout.measure < 1:
        raise ValueError("a line is at least one cell wide")
    measure = min(width, layout.measure)
    hang = layout.hanging and measure > 4 * HANGING_CELLS
    language = (layout.language or document.language or guess_language(document)).lower()
    rules = Rules(
        strictness=layout.strictness,
        language=language,
        keep_all=language.startswith("ko") if layout.keep_all is None else layout.keep_all,
    )
    breaking = Breaking(rules, layout.policy, hang=hang, hyphenate=hyphenator(language) if layout.hyphenate else None)
    pitch = layout.pitch or (2 if layout.ruby is RubyMode.ABOVE and _has_readings(document) else 1)
    indent, gap = _paragraphs(document, layout.paragraphs, cjk=primary(language) in _INDENTING)
    if measure < 8:  # noqa: PLR2004 - no room to spare
        indent = 0
    return Setting(measure - HANGING_CELLS * hang, layout, language, pitch, indent, gap * pitch, breaking)


def _has_readings(document: Document) -> bool:
    return any(span.mark is Mark.RUBY for block in document.blocks if block.spans for span in block.spans)


def _paragraphs(document: Document, wish: Paragraphs, *, cjk: bool) -> tuple[int, int]:
    """Cells of indent and blank lines between paragraphs."""
    if wish is Paragraphs.GAP or (wish is Paragraphs.AUTO and not cjk):
        return 0, 1
    own = [block.text[0] in " \u00a0\u3000" for block in document.blocks[:_SAMPLE_BLOCKS] if is_paragraph(block)]
    if sum(own) > OWN_INDENT_SHARE * len(own):
        return 0, 0
    return 2, 0


def is_paragraph(block: Block) -> bool:
    """Whether the block is a paragraph of prose with words in it."""
    return block.role is Role.PARAGRAPH and bool(block.text) and block.part is not Part.FOOTNOTE


def takes_indent(block: Block) -> bool:
    """Whether a paragraph is indented where paragraphs are: not what begins with a space or an opening bracket."""
    return is_paragraph(block) and not block.text[0].isspace() and unicodedata.category(block.text[0]) != "Ps"


_SAMPLE: Final = 4000
"""Code points by which a language is guessed."""


def guess_language(document: Document) -> str:
    """The likeliest language by script alone: "ja", "ko", "zh" or ""."""
    sample = "".join(block.text for block in document.blocks[:_SAMPLE_BLOCKS])[:_SAMPLE]
    return _language_of(sample)


@lru_cache(maxsize=8)
def _language_of(sample: str) -> str:
    kana = sum("\u3041" <= character <= "\u30ff" for character in sample)
    hangul = sum("\uac00" <= character <= "\ud7a3" for character in sample)
    han = sum("\u4e00" <= character <= "\u9fff" for character in sample)
    if kana + hangul + han <= len(sample) / 10:
        return ""
    if kana * 20 > han + hangul:
        return "ja"
    return "ko" if hangul > han else "zh"


RTL_SCAN: Final = 400


def is_right_to_left(text: str) -> bool:
    """Whether the first strong character is of a right-to-left script (UAX #9, P2 and P3)."""
    for character in text[:RTL_SCAN]:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False
