"""The reader's settings: their names, defaults and bounds, validated from a plain mapping.

Owns what a key may be; reading the TOML file is ``reader.files``' business.  An unknown key or a value out of bounds
is a :class:`~reader.errors.ConfigError` that names the key and the nearest known one.
"""

from __future__ import annotations

import dataclasses
import difflib
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args, get_origin

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


@dataclass(frozen=True, slots=True)
class Reading:
    """``[reading]``: how a text is set."""

    direction: Literal["horizontal", "vertical"] = "horizontal"
    """Lines across, or columns down from the right."""
    ruby: Literal["above", "inline", "hidden", "on-demand"] = "above"
    """Where readings (furigana) stand."""
    measure: Annotated[int, Bounds(10, 400)] = 80
    """Cells of the longest line."""
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
    """Reading speed for languages without spaces between words."""
    words_per_minute: Annotated[int, Bounds(20, 2000)] = 230
    """Reading speed for the other languages."""


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


def from_mapping(values: Mapping[str, Any], *, file: str = "") -> Settings:
    """Settings from parsed TOML.  Raises :class:`ConfigError`, naming ``file`` and the key."""
    return typing.cast("Settings", _section(Settings, values, "", file))


def keys() -> list[str]:
    """Every key as ``section.name``, in the order of the README."""
    return [
        f"{section.name}.{one.name}"
        for section in dataclasses.fields(Settings)
        for one in dataclasses.fields(typing.get_type_hints(Settings)[section.name])
    ]


def _section(kind: type[Any], values: Mapping[str, Any], prefix: str, file: str) -> object:
    hints = typing.get_type_hints(kind, include_extras=True)
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
        if value not in get_args(hint):
            allowed = ", ".join(f"'{choice}'" for choice in get_args(hint))
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


def _number(base: type, bounds: Bounds, value: object, key: str, file: str) -> object:
    hint = f"Use {bounds.low} to {bounds.high}."
    if isinstance(value, bool) or not isinstance(value, int if base is int else (int, float)):
        raise ConfigError(f"'{key}' is a number, not {value!r}", subject=file, hint=hint)
    if not bounds.low <= typing.cast("float", value) <= bounds.high:
        raise ConfigError(f"'{key}' is {value}", subject=file, hint=hint)
    return base(value)
