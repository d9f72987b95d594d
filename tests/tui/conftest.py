"""A library with the sample serials, and the application over it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import pytest

from reader.tui.imports import DISCOVERY
from tests.tui import samples

for _name in DISCOVERY:
    importlib.import_module(_name)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.library.shelf import Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """Two serials, in the English interface."""
    with samples.open_library(tmp_path) as opened:
        samples.follow_lamp(opened)
        samples.follow_tide(opened)
        yield opened


@pytest.fixture
def empty_library(tmp_path: Path) -> Iterator[Library]:
    """Nothing on the shelf."""
    with samples.open_library(tmp_path / "empty") as opened:
        yield opened
