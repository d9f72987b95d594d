"""What a reader can choose about the setting of a text, as one value: from settings, from keys, and back.

Owns the way from :class:`~reader.settings.Reading` to :class:`~reader.typeset.setting.Layout`, for every front end, and
the measure that suits a language (Bringhurst's 66 for Latin letters; 40 full-width ones, as in a Japanese paperback).
Refuses to know where the settings came from.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from reader.typeset.pairs import primary
from reader.typeset.setting import Layout, Paragraphs, RubyMode

if TYPE_CHECKING:
    from reader.settings import Reading

MEASURE_STEP: Final = 4
"""Cells by which one key widens or narrows the text; even, as full-width text wants it."""

MEASURE_BOUNDS: Final = (10, 400)

COLUMN_STEP: Final = 2
"""Rows by which one key lengthens or shortens the columns."""

COLUMN_BOUNDS: Final = (5, 200)

MARGIN_STEP: Final = 2

MARGIN_BOUNDS: Final = (0, 40)

FULL_WIDTH_MEASURE: Final = 80
"""Cells of a line of full-width text, if the reader does not say otherwise: forty characters."""

LATIN_MEASURE: Final = 66
"""The same for all other text: the classical length."""

_FULL_WIDTH_LANGUAGES: Final = frozenset({"ja", "zh", "ko", "yue"})


class Direction(StrEnum):
    """How lines run."""

    HORIZONTAL = "horizontal"
    VERTICAL = "vertical"


@dataclass(frozen=True, slots=True)
class View:
    """How the text is set; a change of it never moves the reader."""

    direction: Direction = Direction.HORIZONTAL
    ruby: RubyMode = RubyMode.ABOVE
    measure: int | None = None
    """Cells of the longest line; ``None`` for what suits the language."""
    column: int | None = None
    """Rows of the longest column; ``None`` for as many as the window has."""
    notes: bool = True
    """Are the author's notes shown?"""
    margin: int = 2
    """Cells that stay free on both sides, where there is room."""
    pitch: int = 0
    """Rows a line; 0 for what suits the text."""
    paragraphs: Paragraphs = Paragraphs.AUTO
    justify: bool = False
    hanging: bool = False
    strictness: str = "strict"
    two_columns: bool = False
    zen: bool = False
    """Nothing but the text; of the moment, never kept."""

    @classmethod
    def of(cls, reading: Reading) -> View:
        """As the settings have it."""
        return cls(
            direction=Direction(reading.direction),
            ruby=RubyMode(reading.ruby),
            measure=reading.measure if isinstance(reading.measure, int) else None,
            column=reading.column if isinstance(reading.column, int) else None,
            notes=reading.notes == "shown",
            margin=reading.margin,
            pitch=reading.pitch if isinstance(reading.pitch, int) else 0,
            paragraphs=Paragraphs(reading.paragraphs),
            justify=reading.justify,
            hanging=reading.hanging,
            strictness=reading.kinsoku,
            two_columns=reading.two_columns,
        )

    def values(self) -> dict[str, Any]:
        """The same in the settings' own words: what :meth:`of` reads back."""
        return {
            "direction": self.direction.value,
            "ruby": self.ruby.value,
            "measure": self.measure or "auto",
            "column": self.column or "auto",
            "notes": "shown" if self.notes else "hidden",
            "margin": self.margin,
            "pitch": self.pitch or "auto",
            "paragraphs": self.paragraphs.value,
            "justify": self.justify,
            "hanging": self.hanging,
            "kinsoku": self.strictness,
            "two_columns": self.two_columns,
        }

    def beside(self, other: View) -> dict[str, Any]:
        """Those values of this view that ``other`` has otherwise."""
        theirs = other.values()
        return {name: value for name, value in self.values().items() if value != theirs[name]}

    def bounded(self) -> View:
        """The view, its numbers within what the settings may say."""
        return replace(
            self,
            measure=None if self.measure is None else _within(self.measure, MEASURE_BOUNDS),
            column=None if self.column is None else _within(self.column, COLUMN_BOUNDS),
            margin=_within(self.margin, MARGIN_BOUNDS),
        )

    def measure_for(self, language: str) -> int:
        """Cells of the longest line of a text of that language."""
        if self.measure is not None:
            return self.measure
        return FULL_WIDTH_MEASURE if primary(language) in _FULL_WIDTH_LANGUAGES else LATIN_MEASURE

    def layout(self, language: str) -> Layout:
        """What the typesetter is to do with a text of that language; the terminal's part is the caller's to add."""
        return Layout(
            measure=self.measure_for(language),
            pitch=self.pitch,
            paragraphs=self.paragraphs,
            justify=self.justify,
            ruby=self.ruby,
            notes=self.notes,
            hanging=self.hanging,
            strictness=self.strictness,
        )


def _within(number: int, bounds: tuple[int, int]) -> int:
    return min(bounds[1], max(bounds[0], number))
