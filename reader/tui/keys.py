"""Every key in one table: which pane knows it, what it does, which one stands in the footer.

Owns the bindings; Textual's bindings, the help pane, the footer and the README's table of keys all derive from
:data:`KEYS`.  Help texts are messages: ``key.<id>`` in full, ``foot.<id>`` in a word for those in the footer.  Refuses
to do anything.  The map follows what terminal readers agree on; letter keys are never the only way, because they do
not arrive while a Japanese input method is on: arrows, Enter, Space, Esc, PgUp, PgDn and F-keys do everything, and
what has no such key of its own is reached through the help pane (F1), whose lines are commands.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.locale import Say


class Pane(StrEnum):
    """A screen, as far as its keys go."""

    SHELF = "shelf"
    CONTENTS = "contents"
    READING = "reading"
    ADD = "add"
    COMMANDS = "commands"
    EDITS = "edits"
    SEARCH = "search"
    STATISTICS = "statistics"
    NOTES = "notes"
    TAGS = "tags"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Key:
    """One thing that keys do.  ``keys`` are Textual's names, the one to show first; ``action`` is the pane's method."""

    id: str
    keys: tuple[str, ...]
    panes: frozenset[Pane]
    action: str = ""
    """Without the prefix; by default the id with underscores."""
    foot: frozenset[Pane] = frozenset()
    """Panes in whose footer it stands."""
    always: bool = False
    """Before any field that has the focus."""

    @property
    def method(self) -> str:
        """The action's name."""
        return self.action or self.id.replace("-", "_")


def _panes(*panes: Pane) -> frozenset[Pane]:
    return frozenset(panes)


_S, _C, _R, _A, _H = Pane.SHELF, Pane.CONTENTS, Pane.READING, Pane.ADD, Pane.COMMANDS
_LISTS = _panes(_S, _C)
_E = Pane.EDITS
_Q = Pane.SEARCH
_T = Pane.STATISTICS
_N = Pane.NOTES
_L, _W = Pane.TAGS, Pane.NAMES
_FIELDS = _panes(_A, _Q, _L, _W)
_MAIN = _panes(_S, _C, _R)
_SHOWN = _panes(_S, _C, _R, _E, _N, _T)
_ALL = frozenset(Pane)

KEYS: Final = (
    # lists
    Key("open", ("enter", "right", "l"), _panes(_C), foot=_panes(_C)),
    Key("continue", ("enter",), _panes(_S), foot=_panes(_S)),
    Key("resume", ("space",), _LISTS, foot=_LISTS),
    Key("contents", ("right", "l", "t"), _panes(_S), foot=_panes(_S)),
    Key("add", ("a", "f2"), _panes(_S), foot=_panes(_S)),
    Key("filter", ("slash", "f3"), _LISTS | {_N}, foot=_LISTS | {_N}),
    Key("search-all", ("S", "f12"), _MAIN),
    Key("kept", ("B",), _MAIN),
    Key("out", ("left", "h"), _panes(_C), action="back"),
    # reading
    Key("on", ("space", "pagedown", "ctrl+f"), _panes(_R)),
    Key("back-page", ("pageup", "b", "ctrl+b"), _panes(_R), action="page_up"),
    Key("down", ("down", "j"), _SHOWN),
    Key("up", ("up", "k"), _SHOWN),
    Key("page-down", ("pagedown", "ctrl+f"), _LISTS | {_E, _N, _T}),
    Key("page-up", ("pageup", "b", "ctrl+b"), _LISTS | {_E, _N, _T}),
    Key("first", ("home", "g"), _LISTS | {_N}, action="top"),
    Key("last", ("end", "G"), _LISTS | {_N}, action="bottom"),
    Key("half-down", ("ctrl+d",), _panes(_R)),
    Key("half-up", ("ctrl+u",), _panes(_R)),
    Key("top", ("home", "g"), _panes(_R, _E, _T)),
    Key("bottom", ("end", "G"), _panes(_R, _E, _T)),
    Key("earlier-year", ("left", "h"), _panes(_T), foot=_panes(_T)),
    Key("later-year", ("right", "l"), _panes(_T), foot=_panes(_T)),
    Key("rightwards", ("right", "l"), _panes(_R)),
    Key("leftwards", ("left", "h"), _panes(_R)),
    Key("next-episode", ("right_square_bracket",), _panes(_R)),
    Key("previous-episode", ("left_square_bracket",), _panes(_R)),
    Key("next-unread", ("n",), _panes(_C, _R)),
    Key("previous-unread", ("p",), _panes(_C, _R)),
    Key("table", ("t", "f9"), _panes(_R)),
    Key("search", ("slash", "f3"), _panes(_R)),
    Key("previous-hit", ("N",), _panes(_R)),
    Key("next-link", ("tab",), _panes(_R)),
    Key("previous-link", ("shift+tab",), _panes(_R)),
    Key("follow-link", ("enter",), _panes(_R)),
    Key("reading", ("F",), _panes(_R)),
    Key("picture", ("i",), _panes(_R)),
    Key("select", ("v",), _panes(_R)),
    Key("keep", ("s",), _panes(_R)),
    Key("note", ("a", "f2"), _panes(_R)),
    Key("jump-back", ("ctrl+o", "backspace"), _panes(_R)),
    Key("jump-forward", ("ctrl+n",), _panes(_R)),
    # how the text is set
    Key("direction", ("w", "f6"), _panes(_R)),
    Key("ruby", ("f", "f4"), _panes(_R)),
    Key("two-columns", ("2",), _panes(_R)),
    Key("pitch", ("L",), _panes(_R)),
    Key("paragraphs", ("P",), _panes(_R)),
    Key("justify", ("J",), _panes(_R)),
    Key("hanging", ("H",), _panes(_R)),
    Key("notes", ("x",), _panes(_R)),
    Key("wider", ("plus",), _panes(_R)),
    Key("narrower", ("minus",), _panes(_R)),
    Key("standard-width", ("equals_sign",), _panes(_R)),
    Key("more-margin", ("greater_than_sign",), _panes(_R)),
    Key("less-margin", ("less_than_sign",), _panes(_R)),
    Key("as-set", ("0",), _panes(_R)),
    Key("zen", ("z",), _panes(_R)),
    # marks
    Key("toggle-read", ("m", "f7"), _panes(_C, _R)),
    Key("read-up-to", ("M",), _panes(_C, _R)),
    Key("read-all", ("A",), _LISTS),
    Key("undo", ("u", "f8", "ctrl+z"), _MAIN | {_N}),
    # the web
    Key("refresh", ("r", "f5"), _MAIN, foot=_panes(_C)),
    Key("refresh-all", ("R",), _panes(_S)),
    Key("browse", ("o",), _MAIN),
    Key("copy", ("y",), _MAIN),
    Key("remove", ("delete",), _panes(_S)),
    # the shelf
    Key("sort", ("s",), _panes(_S)),
    Key("reverse", ("v",), _panes(_S)),
    Key("names", ("e",), _panes(_S)),
    Key("tags", ("T",), _panes(_S)),
    Key("archive", ("x",), _panes(_S)),
    Key("show-archived", ("full_stop",), _panes(_S)),
    Key("pause", ("P",), _panes(_S)),
    Key("tick-tag", ("space",), _panes(_L), action="tick", foot=_panes(_L)),
    Key("keep-words", ("enter",), _panes(_L, _W), action="keep", foot=_panes(_L, _W)),
    # adding
    Key("tick", ("space",), _panes(_A), foot=_panes(_A)),
    Key("tick-all", ("f4",), _panes(_A), foot=_panes(_A)),
    Key("place-up", ("shift+up", "K"), _panes(_C, _A)),
    Key("place-down", ("shift+down", "J"), _panes(_C, _A)),
    Key("leave-out", ("delete", "x"), _panes(_C)),
    Key("left-out", ("full_stop",), _panes(_C), action="show_left_out"),
    Key("rescue", ("W",), _panes(_C)),
    Key("drip", ("D",), _panes(_C)),
    Key("statistics", ("percent_sign",), _MAIN),
    Key("edits", ("d",), _panes(_C, _R)),
    Key("out-of-notes", ("left", "h"), _panes(_N), action="back"),
    Key("go-to-note", ("enter", "right", "l"), _panes(_N), action="open", foot=_panes(_N)),
    Key("reword", ("e", "f2"), _panes(_N), foot=_panes(_N)),
    Key("recolor", ("C", "f4"), _panes(_N)),
    Key("take-away", ("delete", "x"), _panes(_N), foot=_panes(_N)),
    Key("accept", ("enter",), _panes(_E), foot=_panes(_E)),
    Key("follow", ("enter",), _panes(_A), foot=_panes(_A)),
    Key("add-down", ("down",), _panes(_A, _L, _W), action="down"),
    Key("add-up", ("up",), _panes(_A, _L, _W), action="up"),
    Key("add-page-down", ("pagedown",), _panes(_A, _L), action="page_down"),
    Key("add-page-up", ("pageup",), _panes(_A, _L), action="page_up"),
    # commands
    Key("run", ("enter",), _panes(_H), foot=_panes(_H)),
    Key("go-there", ("enter",), _panes(_Q), foot=_panes(_Q)),
    Key("within", ("tab",), _panes(_Q), foot=_panes(_Q)),
    Key("kana", ("f4",), _panes(_Q), foot=_panes(_Q)),
    Key("run-down", ("down",), _panes(_H, _Q), action="down"),
    Key("run-up", ("up",), _panes(_H, _Q), action="up"),
    Key("run-page-down", ("pagedown",), _panes(_H, _Q), action="page_down"),
    Key("run-page-up", ("pageup",), _panes(_H, _Q), action="page_up"),
    # everywhere
    Key("theme", ("c", "f10"), _SHOWN),
    Key("help", ("question_mark", "f1", "colon", "ctrl+p"), _SHOWN, foot=_SHOWN),
    Key("help-add", ("f1",), _FIELDS, action="help", foot=_FIELDS),
    Key("back", ("q", "escape"), _SHOWN, foot=_panes(_C, _E, _N, _T)),
    Key("close", ("escape",), _FIELDS | {_H}, action="back", foot=_FIELDS | {_H}),
    Key("redraw", ("ctrl+l",), _ALL),
    Key("quit", ("ctrl+c", "ctrl+q"), _ALL, always=True),
)
"""In the order in which help shows them."""

_NAMES: Final = {
    "enter": "Enter",
    "space": "Space",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "tab": "Tab",
    "backspace": "Backspace",
    "delete": "Del",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "plus": "+",
    "percent_sign": "%",
    "minus": "-",
    "full_stop": ".",
    "equals_sign": "=",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
}


def keys_of(pane: Pane) -> tuple[Key, ...]:
    """What keys do in a pane, in the order of the table."""
    return tuple(key for key in KEYS if pane in key.panes)


def footer_of(pane: Pane) -> tuple[Key, ...]:
    """What the pane's footer names."""
    return tuple(key for key in KEYS if pane in key.foot)


def name(key: str) -> str:
    """A key as it is written on a keyboard: ``Ctrl+O``, ``PgDn``, ``F1``."""
    *held, last = key.split("+")
    shown = _NAMES.get(last) or (last.upper() if held or last[1:].isdigit() else last)
    return "+".join([*(one.capitalize() for one in held), shown])


def names(key: Key) -> str:
    """All keys of one line, the one to remember first."""
    return " ".join(name(one) for one in key.keys)


def table(say: Say) -> str:
    """The README's tables of keys: for each pane its title, then a Markdown row a key."""
    parts = []
    for pane in (one for one in Pane if one is not Pane.COMMANDS):
        rows = [f"| `{'` `'.join(name(one) for one in key.keys)}` | {say(f'key.{key.id}')} |" for key in keys_of(pane)]
        parts.append("\n".join([f"**{say(f'pane.{pane}')}**", "", "| keys | |", "| --- | --- |", *rows]))
    return "\n\n".join(parts)
