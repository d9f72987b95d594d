"""The states of an episode's text: the one that was read beside the one that is there, and what was set aside.

Owns which two states a comparison is of, and the reader's word that a text set aside is the right one after all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import NotFound

if TYPE_CHECKING:
    from reader.document import Document
    from reader.library.shelf import Library
    from reader.model import Episode
    from reader.store.texts import Revision


@dataclass(frozen=True, slots=True)
class States:
    """Two states of one text."""

    old: Revision
    new: Revision
    before: Document
    after: Document


def states(library: Library, episode: Episode, *, aside: bool = False) -> States:
    """What the reader read and what is there now; or (``aside``) what is there and what was set aside last.

    The state that was read is the last one fetched before the last reading, else the one before the current.
    Raises :class:`NotFound` where there are no two.
    """
    kept = library.store.texts.revisions(episode.id)
    current = next((one for one in kept if one.current), None)
    if current is None:
        raise NotFound("the text is not saved", subject=episode.title, hint="`tsuzuki update` fetches what is missing.")
    if aside:
        new = next((one for one in reversed(kept) if one.suspect), None)
        if new is None:
            hint = f"What was last seen: {episode.suspect}." if episode.suspect else ""
            raise NotFound("no text of it was set aside", subject=episode.title, hint=hint)
        return _states(library, current, new)
    earlier = [one for one in kept if not one.suspect and one.id != current.id]
    if not earlier:
        raise NotFound("its text was never changed", subject=episode.title, hint="`tsuzuki update` looks for edits.")
    read = [one for one in earlier if episode.read_at and one.fetched_at <= episode.read_at]
    return _states(library, (read or earlier)[-1], current)


def _states(library: Library, old: Revision, new: Revision) -> States:
    texts = library.store.texts
    return States(old, new, texts.revision(old.id), texts.revision(new.id))


def accept(library: Library, episode: Episode) -> Revision:
    """Make the text that was set aside last the current one; the other stays beside it.  Raises :class:`NotFound`."""
    new = states(library, episode, aside=True).new
    library.store.texts.save(
        episode.id,
        library.store.texts.revision(new.id),
        origin=new.origin,
        url=new.url,
        fetched_at=library.now(),
        words=new.words,
    )
    return new
