"""What the network takes, imported beside the keys: its modules take longer than a reader waits for a key."""

from __future__ import annotations

import asyncio
import importlib
import sys
from typing import Final

NETWORK: Final = ("reader.library.doors", "reader.library.refreshing", "reader.library.rescuing")
"""For fetching."""

DISCOVERY: Final = (*NETWORK, "reader.library.following", "reader.library.shelving", "reader.discover.plan")
"""For looking what stands behind an address."""


async def imported(names: tuple[str, ...]) -> None:
    """Import these modules in another thread, if they are not there yet."""
    absent = [name for name in names if name not in sys.modules]
    if absent:
        await asyncio.to_thread(lambda: [importlib.import_module(name) for name in absent])
