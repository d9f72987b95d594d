"""What the program has said is done stays done, wherever it is killed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .killing import LOOKS, kill

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("operation", LOOKS)
def test_two_kills(tmp_path: Path, operation: str) -> None:
    done = kill(operation, tmp_path / "library", 2)
    assert (done.kills, done.broken) == (2, [])
    assert done.promises > 0


@pytest.mark.slow
@pytest.mark.parametrize("operation", LOOKS)
def test_twelve_kills(tmp_path: Path, operation: str) -> None:
    done = kill(operation, tmp_path / "library", 12, seed=1)
    assert (done.kills, done.broken) == (12, [])
