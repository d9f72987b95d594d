"""The reader's place and marks: where reading goes on, and how each change is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.errors import NotFound
from reader.model import State
from reader.session import minutes_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.document import Document
    from reader.library.shelf import Library
    from reader.model import Episode, Locator, Progress, Serial
    from reader.store.log import Step


@dataclass(frozen=True, slots=True)
class Remaining:
    """Minutes of reading left; ``unsaved`` episodes of the serial are counted with the mean of the saved ones."""

    episode_minutes: float
    serial_minutes: float
    episodes: int
    """Unread and unfinished episodes from here on, this one among them."""
    unsaved: int


def resume(library: Library, serial_id: int | None = None) -> tuple[Serial, Episode] | None:
    """Where reading goes on, in a serial or, without one, where the reader stopped last.

    In a serial: the unfinished episode last read; else the first unread after the furthest read; else the first
    unread; notices are passed over.  ``None`` where nothing is left.
    """
    store = library.store
    for number in store.serials.by_reading(archived=False) if serial_id is None else [serial_id]:
        episode = store.episodes.to_continue(number)
        if episode is not None:
            return store.serials.one(number), episode
    return None


def document(library: Library, episode_id: int) -> Document:
    """The saved text.  Raises :class:`NotFound`, with the reason, where there is none."""
    episode = library.store.episodes.one(episode_id)
    if episode.saved:
        return library.store.texts.current(episode_id)
    reason = f"is missing: {episode.missing}" if episode.missing else "is not saved yet"
    hint = library.store.episodes.hint(episode_id) or "`tsuzuki update` fetches what is missing."
    raise NotFound(f"the text {reason}", subject=episode.title, hint=hint)


def place(library: Library, episode_id: int) -> Progress:
    """State, place and furthest place in an episode.  Raises :class:`NotFound`."""
    return library.store.log.progress(episode_id)


def keep_place(library: Library, episode_id: int, locator: Locator, fraction: float) -> None:
    """Write where the reader is; ``fraction`` (0 to 1) of the text lies behind.  On the disk when this returns.

    An unread episode becomes one that is being read; a read one stays read.
    """
    library.store.log.keep_place(episode_id, locator, fraction, library.now())


def mark(library: Library, episode_ids: Iterable[int], state: State) -> int:
    """Mark episodes as one step that ``undo`` takes back; how many changed.  On the disk when this returns."""
    return library.store.log.mark(episode_ids, state, library.now())


def mark_up_to(library: Library, episode_id: int) -> int:
    """Mark an episode and all before it in its serial as read; how many changed."""
    here = library.store.episodes.one(episode_id)
    before = [one.id for one in library.store.episodes.all(here.serial_id) if one.position <= here.position]
    return mark(library, before, State.READ)


def undo(library: Library) -> str | None:
    """Take back the last change of marks (or title, tags, order, removal); what it was, or ``None``."""
    step = take_back(library)
    return None if step is None else step.what


def take_back(library: Library) -> Step | None:
    """As :func:`undo`; the step with its parts, for a front end that words it itself."""
    return library.store.log.undo(library.now())


def undo_list(library: Library, limit: int = 100) -> list[Step]:
    """What ``undo`` would take back (``at``, ``what``), the next one first."""
    return library.store.log.steps(limit)


def remaining(library: Library, episode_id: int, fraction: float | None = None) -> Remaining:
    """How long reading takes from here, at the speed that was learnt from this reader.

    ``fraction`` of the episode lies behind (by default as it was kept).
    """
    from reader.library.habits import speeds  # noqa: PLC0415 - going on reading does without

    here = library.store.episodes.one(episode_id)
    speed = speeds(library).reading(library.store.serials.one(here.serial_id).language)
    if fraction is None:
        fraction = here.fraction
    ahead = [
        one
        for one in library.store.episodes.all(here.serial_id)
        if one.position > here.position and one.state is not State.READ
    ]
    known = [minutes_left(one, 0, speed) for one in (here, *ahead) if one.saved]
    mean = sum(known) / len(known) if known else 0.0
    rest = minutes_left(here, fraction, speed) if here.saved else mean
    behind = {one.id: one.fraction if one.state is State.READING else 0.0 for one in ahead}
    later = sum(minutes_left(one, behind[one.id], speed) if one.saved else mean for one in ahead)
    return Remaining(rest, rest + later, 1 + len(ahead), sum(not one.saved for one in (here, *ahead)))
