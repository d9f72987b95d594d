"""A screen as plain text, cell by cell, and its comparison with a kept one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App

SNAPSHOTS = Path(__file__).parent / "snapshots"


def screen_text(app: App[None]) -> str:
    """The rows of the screen; spaces at their ends left out."""
    strips = app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips) + "\n"


def matches_snapshot(app: App[None], name: str) -> None:
    """The screen is as it was kept; ``TSUZUKI_KEEP_SNAPSHOTS=1`` keeps it as it is now."""
    shown = screen_text(app)
    file = SNAPSHOTS / f"{name}.txt"
    if os.environ.get("TSUZUKI_KEEP_SNAPSHOTS"):
        file.write_text(shown, "utf-8")
    assert shown == file.read_text("utf-8")
