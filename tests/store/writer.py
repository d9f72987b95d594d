"""A program beside others: marks one episode after the other and says so only when it is done.

Run as ``python -m tests.store.writer FOLDER FIRST STEP``; prints the id of each episode once its mark is on the disk.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from reader.model import Locator, State
from reader.store import Store


def main() -> None:
    """Mark until killed or done."""
    folder, first, step = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    with Store.open(folder / "library.sqlite3", now=datetime.now(UTC)) as store:
        for episode in store.episodes.all(1)[first::step]:
            with store.writing():
                store.log.mark([episode.id], State.READ, datetime.now(UTC))
                store.log.keep_place(episode.id, Locator(0, episode.id), 0.5, datetime.now(UTC))
            sys.stdout.write(f"{episode.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
