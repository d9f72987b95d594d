"""The reader's settings: their names, defaults and bounds, validated from a plain mapping.

Owns what a key may be; reading the TOML file is ``reader.files``' business.  An unknown key or a value out of bounds
is a :class:`~reader.errors.ConfigError` that names the key and the nearest known one.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, Literal, get_args, get_origin

from reader.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the greatest value of a number."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Fetching:
    """``[fetch]``: how Tsuzuki behaves towards sites."""

    pace_seconds: Annotated[float, Bounds(0, 3600)] = 1.0
    """Between two requests to one host; 0 for none."""
    hosts_at_once: Annotated[int, Bounds(1, 64)] = 8
    """Hosts asked side by side; one host is always asked one thing after the other."""
    deadline_seconds: Annotated[float, Bounds(1, 3600)] = 60.0
    """For one resource, from the first byte asked to the last byte read."""
    allow_private: tuple[str, ...] = ()
    """Hosts on private networks that may be fetched."""
    archive: Literal["never", "ask", "always"] = "ask"
    """May the Wayback Machine be asked for lost episodes?"""
    images: bool = False
    """Save the images of an episode with its text."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``[reading]``: how a text is set."""

    direction: Literal["horizontal", "vertical"] = "horizontal"
    """Lines across, or columns down from the right."""
    ruby: Literal["above", "inline", "hidden", "on-demand"] = "above"
    """Where readings (furigana) stand."""
    measure: Annotated[int | Literal["auto"], Bounds(10, 400)] = "auto"
    """Cells of the longest line; auto for 40 full-width characters, or 66 others."""
    column: Annotated[int | Literal["auto"], Bounds(5, 200)] = "auto"
    """Rows of the longest column, where lines run down; auto for as many as the window has."""
    margin: Annotated[int, Bounds(0, 40)] = 2
    """Cells that stay free on both sides, where the window has room."""
    pitch: Literal["auto", 1, 2] = "auto"
    """Rows a line; auto for two where readings stand above, else one."""
    two_columns: bool = False
    """Two pages side by side, where the window is wide enough."""
    ambiguous: Literal["auto", "narrow", "wide"] = "auto"
    """How wide the terminal draws “ … ①; auto asks it."""
    kinsoku: Literal["strict", "normal", "loose"] = "strict"
    """How much may not stand at a line's start or end."""
    hanging: bool = False
    """May 、 and 。 hang in the margin?"""
    justify: bool = False
    """Spread the rest of a line over its gaps."""
    paragraphs: Literal["auto", "indent", "gap"] = "auto"
    """How paragraphs are set apart: by an indent, by a blank line, or as the language has it."""
    notes: Literal["shown", "hidden"] = "shown"
    """The author's notes before and after an episode."""
    characters_per_minute: Annotated[int, Bounds(50, 5000)] = 500
    """Reading speed for languages without spaces between words, until yours is learnt."""
    words_per_minute: Annotated[int, Bounds(20, 2000)] = 230
    """Reading speed for the other languages, until yours is learnt."""


@dataclass(frozen=True, slots=True)
class Interface:
    """``[interface]``: language and looks."""

    language: Literal["auto", "en", "ja"] = "auto"
    """Of the screens; auto takes the locale's."""
    theme: str = "auto"
    """auto, dark, light, or the name of one of Textual's themes."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings; every one has a default."""

    fetch: Fetching = field(default_factory=Fetching)
    reading: Reading = field(default_factory=Reading)
    interface: Interface = field(default_factory=Interface)
    languages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """``[reading.ja]``, ``[reading.en]`` ...: by language tag, what holds for its texts alone."""

    def reading_for(self, language: str) -> Reading:
        """How a text of that language (BCP 47, ``""`` for unknown) is set; ``zh-tw``'s table goes over ``zh``'s."""
        parts = language.lower().split("-")
        tags = ["-".join(parts[: count + 1]) for count in range(len(parts))]
        own = {name: value for tag in tags for name, value in self.languages.get(tag, {}).items()}
        return dataclasses.replace(self.reading, **own)


_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_OF_THE_TERMINAL: Final = frozenset({"ambiguous"})
"""Keys of :class:`Reading` that no text can have for itself."""


def from_mapping(values: Mapping[str, Any], *, file: str = "") -> Settings:
    """Settings from parsed TOML.  Raises :class:`ConfigError`, naming ``file`` and the key."""
    reading = values.get("reading", {})
    languages: dict[str, Mapping[str, Any]] = {}
    if isinstance(reading, Mapping):
        tables = {name: value for name, value in reading.items() if isinstance(value, Mapping) and _TAG.fullmatch(name)}
        languages = {name.lower(): _own(value, f"reading.{name}.", file) for name, value in tables.items()}
        values = {**values, "reading": {name: value for name, value in reading.items() if name not in tables}}
    settings = typing.cast("Settings", _section(Settings, values, "", file))
    return dataclasses.replace(settings, languages=languages)


def overridden(reading: Reading, values: Mapping[str, Any]) -> Reading:
    """``reading`` with those of ``values`` that are keys of it and have a value it may have; others do not count."""
    for name, value in values.items():
        try:
            reading = dataclasses.replace(reading, **_own({name: value}, "reading.", ""))
        except ConfigError:
            continue  # kept by another version of ours
    return reading


def keys() -> list[str]:
    """Every key as ``section.name``, in the order of the README."""
    return [f"{section}.{one.name}" for section, kind in _sections().items() for one in dataclasses.fields(kind)]


def _sections() -> dict[str, type[Any]]:
    hints = typing.get_type_hints(Settings)
    return {name: hint for name, hint in hints.items() if dataclasses.is_dataclass(hint) and isinstance(hint, type)}


def _own(values: Mapping[str, Any], prefix: str, file: str) -> dict[str, Any]:
    """The given values of a table for one language or one serial, validated."""
    for name in _OF_THE_TERMINAL.intersection(values):
        hint = f"Set it in [reading]: '{name}' is the terminal's."
        raise ConfigError(f"'{prefix}{name}' is the same for all texts", subject=file, hint=hint)
    whole = _section(Reading, values, prefix, file)
    return {name: getattr(whole, name) for name in values}


def _section(kind: type[Any], values: Mapping[str, Any], prefix: str, file: str) -> object:
    hints = typing.get_type_hints(kind, include_extras=True)
    if kind is Settings:
        hints = {name: hints[name] for name in _sections()}
    for name in values:
        if name not in hints:
            near = difflib.get_close_matches(name, hints, 1) or difflib.get_close_matches(prefix + name, keys(), 1)
            hint = f"Did you mean '{near[0]}'?" if near else f"Known keys: {', '.join(sorted(hints))}."
            raise ConfigError(f"unknown key '{prefix}{name}'", subject=file, hint=hint)
    out: dict[str, object] = {}
    for name, value in values.items():
        hint = hints[name]
        if dataclasses.is_dataclass(hint):
            if not isinstance(value, Mapping):
                raise ConfigError(
                    f"'{prefix}{name}' is a section", subject=file, hint=f"Write [{name}] on a line of its own."
                )
            out[name] = _section(typing.cast("type[Any]", hint), value, f"{name}.", file)
        else:
            out[name] = _value(hint, value, f"{prefix}{name}", file)
    return kind(**out)


def _value(hint: object, value: object, key: str, file: str) -> object:
    if get_origin(hint) is Annotated:
        base, bounds = get_args(hint)
        return _number(base, bounds, value, key, file)
    if get_origin(hint) is Literal:
        if (type(value), value) not in [(type(choice), choice) for choice in get_args(hint)]:
            allowed = ", ".join(repr(choice) for choice in get_args(hint))
            raise ConfigError(f"'{key}' is {value!r}", subject=file, hint=f"Use one of {allowed}.")
    elif hint is bool:
        if not isinstance(value, bool):
            raise ConfigError(f"'{key}' is {value!r}", subject=file, hint="Use true or false.")
    elif isinstance(hint, types.GenericAlias):
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise ConfigError(f"'{key}' is a list of texts", subject=file, hint=f'Write {key} = ["one", "two"].')
        return tuple(value)
    elif not isinstance(value, str):
        raise ConfigError(f"'{key}' is a text, not {value!r}", subject=file, hint="Put it in quotes.")
    return value


def _number(base: Any, bounds: Bounds, value: object, key: str, file: str) -> object:  # noqa: ANN401 - a type form
    hint = f"Use {bounds.low} to {bounds.high}."
    if get_origin(base) is typing.Union:
        base, word = get_args(base)
        if value in get_args(word):
            return value
        hint = f"Use {bounds.low} to {bounds.high}, or {get_args(word)[0]!r}."
    if isinstance(value, bool) or not isinstance(value, int if base is int else (int, float)):
        raise ConfigError(f"'{key}' is a number, not {value!r}", subject=file, hint=hint)
    if not bounds.low <= typing.cast("float", value) <= bounds.high:
        raise ConfigError(f"'{key}' is {value}", subject=file, hint=hint)
    return base(value)
