"""How a serial's texts are set: the settings, then its language's table, then what the reader's keys changed in it.

Owns that order.  What a key changes is kept for the serial alone, and only where it differs from the settings, so
that a change of the settings still reaches everything else; the settings file is the reader's and never written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.settings import overridden
from reader.typeset.choices import View

if TYPE_CHECKING:
    from reader.library.shelf import Library
    from reader.model import Serial
    from reader.settings import Reading


def chosen(library: Library, serial: Serial, language: str = "") -> Reading:
    """How the serial's texts are set, as settings; ``language`` where the serial has none of its own."""
    return overridden(library.settings.reading_for(serial.language or language), library.store.choices.of(serial.id))


def keep(library: Library, serial: Serial, view: View, language: str = "") -> None:
    """Keep what ``view`` has otherwise than the settings."""
    settings = View.of(library.settings.reading_for(serial.language or language))
    library.store.choices.keep(serial.id, view.beside(settings), library.now())
