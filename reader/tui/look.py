"""Colours and signs: two palettes of our own, and what follows from them (or from any theme of Textual's) for cells.

Owns every colour and every sign that is no letter.  Paper and ink first; one accent, used for what matters now;
meaning never by colour alone.  Refuses to paint.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.style import Style
from textual.color import Color
from textual.theme import Theme

if TYPE_CHECKING:
    from collections.abc import Mapping

DARK: Final = "tsuzuki-dark"
LIGHT: Final = "tsuzuki-light"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``, from the ground up."""

    paper: str
    shade: str
    """Paper under the cursor."""
    rule: str
    """Lines, empty bars."""
    faint: str
    """What is there only when looked for."""
    muted: str
    """What stands beside the text."""
    ink: str
    bright: str
    """Titles."""
    accent: str
    """What matters now."""
    good: str
    link: str
    hit: str
    """Paper under a search hit."""
    chosen: str
    """Paper under selected text."""


PALETTES: Final[Mapping[str, Palette]] = {
    DARK: Palette(
        paper="#191817",
        shade="#262320",
        rule="#39352f",
        faint="#686056",
        muted="#978d7f",
        ink="#d9d2c5",
        bright="#f1ebdf",
        accent="#e2795b",
        good="#93b37c",
        link="#8fb4d0",
        hit="#5d4a17",
        chosen="#35475c",
    ),
    LIGHT: Palette(
        paper="#f9f5ec",
        shade="#efe7d7",
        rule="#ddd3c0",
        faint="#a99d8a",
        muted="#7d7263",
        ink="#2f2a24",
        bright="#16120e",
        accent="#b5432a",
        good="#56753c",
        link="#2a5c85",
        hit="#f5d982",
        chosen="#c9d9ea",
    ),
}


def theme(name: str) -> Theme:
    """The palette as a theme, for what Textual paints itself (fields, scroll bars)."""
    palette = PALETTES[name]
    return Theme(
        name=name,
        primary=palette.accent,
        secondary=palette.muted,
        accent=palette.accent,
        warning=palette.accent,
        error=palette.accent,
        success=palette.good,
        foreground=palette.ink,
        background=palette.paper,
        surface=palette.shade,
        panel=palette.shade,
        dark=name == DARK,
        variables={
            "input-cursor-background": palette.ink,
            "input-cursor-foreground": palette.paper,
            "input-selection-background": palette.chosen,
        },
    )


def palette_of(one: Theme) -> Palette:
    """The palette of ours, or one made of any other theme's colours."""
    if one.name in PALETTES:
        return PALETTES[one.name]
    colors = one.to_color_system().generate()
    paper, ink, accent = (Color.parse(colors[name]) for name in ("background", "foreground", "accent"))

    def between(amount: float, tint: Color = ink) -> str:
        return paper.blend(tint, amount, alpha=1.0).hex6

    return Palette(
        paper=paper.hex6,
        shade=between(0.08),
        rule=between(0.2),
        faint=between(0.4),
        muted=between(0.6),
        ink=between(0.9),
        bright=between(1.0),
        accent=accent.hex6,
        good=Color.parse(colors["success"]).hex6,
        link=Color.parse(colors["primary"]).hex6,
        hit=between(0.35, accent),
        chosen=between(0.35, Color.parse(colors["primary"])),
    )


MARKERS: Final[Mapping[str, tuple[str, str]]] = {
    "yellow": ("#4b4218", "#f7e7a1"),
    "green": ("#2c4325", "#cfe6bb"),
    "blue": ("#1f3f54", "#c3dff3"),
    "red": ("#57292c", "#f6cac6"),
}
"""Paper under what the reader marked, on dark and on light paper."""

_MIDDLE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Look:
    """Styles of cells; each but :attr:`over` stands on paper."""

    palette: Palette
    paper: Style
    ink: Style
    bright: Style
    strong: Style
    muted: Style
    faint: Style
    rule: Style
    accent: Style
    good: Style
    link: Style

    @classmethod
    def of(cls, palette: Palette) -> Look:
        """The styles of a palette."""

        def on_paper(color: str, *, bold: bool = False, underline: bool = False) -> Style:
            return Style(color=color, bgcolor=palette.paper, bold=bold or None, underline=underline or None)

        return cls(
            palette=palette,
            paper=Style(bgcolor=palette.paper, color=palette.ink),
            ink=on_paper(palette.ink),
            bright=on_paper(palette.bright),
            strong=on_paper(palette.bright, bold=True),
            muted=on_paper(palette.muted),
            faint=on_paper(palette.faint),
            rule=on_paper(palette.rule),
            accent=on_paper(palette.accent),
            good=on_paper(palette.good),
            link=on_paper(palette.link, underline=True),
        )

    @property
    def under_cursor(self) -> Style:
        """Laid over a row that the cursor is on."""
        return Style(bgcolor=self.palette.shade)

    @property
    def hit(self) -> Style:
        """Laid over what a search found."""
        return Style(bgcolor=self.palette.hit, color=self.palette.bright)

    @property
    def hit_now(self) -> Style:
        """Laid over the hit that the reader is at."""
        return Style(bgcolor=self.palette.accent, color=self.palette.paper, bold=True)

    @property
    def bookmark(self) -> Style:
        """Laid over the first letter of a place that is kept."""
        return Style(color=self.palette.accent, bold=True, underline=True)

    def marked(self, color: str | None) -> Style:
        """Laid over text that the reader marked with a colour."""
        is_dark = Color.parse(self.palette.paper).brightness < _MIDDLE
        return Style(bgcolor=MARKERS[color or "yellow"][not is_dark], color=self.palette.bright)

    @property
    def chosen(self) -> Style:
        """Laid over selected text."""
        return Style(bgcolor=self.palette.chosen, color=self.palette.bright)


@dataclass(frozen=True, slots=True)
class Signs:
    """Signs that are no letters; every one takes the same cells in every terminal of its kind."""

    cursor: str
    full: str
    """A cell of a bar that is done."""
    empty: str
    read: str
    reading: str
    unread: str
    missing: str
    more: str
    """After what was cut."""
    dot: str
    """Between two facts."""
    rule: str
    ticked: str
    unticked: str
    down: str
    """Being fetched."""


NARROW_SIGNS: Final = Signs("▌", "━", "─", "✓", "◐", "●", "✗", "…", "·", "─", "[x]", "[ ]", "⇣")
PLAIN_SIGNS: Final = Signs("|", "=", "-", "✓", "~", "*", "✗", "..", "|", "-", "[x]", "[ ]", "⇣")
"""For terminals that draw ambiguous characters wide: nothing in it is ambiguous."""


def signs(ambiguous_cells: int) -> Signs:
    """The signs for a terminal that draws ambiguous characters that wide."""
    return NARROW_SIGNS if ambiguous_cells == 1 else PLAIN_SIGNS
