"""Composition root: reads the arguments and picks a front end.

The only place that knows both front ends; the terminal UI is imported when it is opened.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.cli.run import run

if TYPE_CHECKING:
    from reader.library.shelf import Library


def _open_ui(
    library: Library, serial_id: int | None, episode_id: int | None, at: tuple[int, int] | None = None
) -> None:
    from reader.tui.app import run as run_ui  # noqa: PLC0415 - textual takes a quarter of a second

    run_ui(library, serial=serial_id, episode=episode_id, at=at)


def main() -> None:
    """Run one call of ``tsuzuki`` and leave with its exit status."""
    sys.exit(run(sys.argv[1:], _open_ui))


if __name__ == "__main__":
    main()
