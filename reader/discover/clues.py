"""What was gathered on the way to a serial beside its rows.

Owns the values alone; :mod:`naming` and :mod:`credits` weigh them, :mod:`contents` puts the answer together.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.discover.facts import PageFacts
    from reader.discover.rows import Row
    from reader.model import Evidence, Feed, Source


@dataclass(slots=True)
class Clues:
    """What pages and feeds said, lists from the best guess to the worst."""

    titles: list[str] = field(default_factory=list)
    """Names of the serial: a topic's, a contents page's."""
    languages: list[str] = field(default_factory=list)
    pages: list[PageFacts] = field(default_factory=list)
    """Every page that was seen, in the order of asking."""
    feeds: list[Feed] = field(default_factory=list)
    listed: list[Row] = field(default_factory=list)
    """Rows of the lists that were looked at: the serial's among a blog's other posts."""
    warnings: list[str] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
