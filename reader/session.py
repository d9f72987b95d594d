"""One reading session: what is open, where the reader stands in it, and what a key does to both.

Prose before code.  A session is one serial with its episodes in order and at most one of them open.  An episode that
is opened is asked for (``WAITING``), and comes (``READING``) or does not (``MISSING``).  While it is read, the screen
tells where its window begins (:class:`Scrolled`); that place, a block and an offset and never a row, is what survives
a resize, another direction or another ruby mode, and it is written at each pause.  Turning past the end marks the
episode read and opens the next, which was asked for ahead of time and so is there at once; past the last one stands
``ENDED``.  Jumps (links, search, top and bottom, other episodes) leave a trail that can be walked back and forth.

Owns these rules; screens paint the state and send actions, a driver carries out effects.  Refuses I/O, time and
widgets: :func:`advance` is a function from state and action to state and effects, and :data:`TRANSITIONS` is the whole
of it.  An action that a phase does not list does nothing there.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from reader.document import Document
from reader.model import Episode, Kind, Locator, Progress, Serial, State
from reader.typeset.choices import View
from reader.typeset.locate import locate, resolve
from reader.typeset.setting import guess_language

if TYPE_CHECKING:
    from reader.settings import Reading

TRAIL_LIMIT: Final = 100
"""Places kept to jump back to."""


class Phase(StrEnum):
    """What the session is doing."""

    SHUT = "shut"
    WAITING = "waiting"
    READING = "reading"
    MISSING = "missing"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the serial."""

    episode_id: int
    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a block that a search found, in code points."""

    block: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Search:
    """What was looked for in the open episode; ``at`` indexes ``hits``, -1 where there are none."""

    words: str = ""
    hits: tuple[Hit, ...] = ()
    at: int = -1


@dataclass(frozen=True, slots=True)
class Text:
    """An open document, measured once."""

    document: Document
    starts: tuple[int, ...]
    """Code points before each block, and after the last the length of all."""

    @classmethod
    def of(cls, document: Document) -> Text:
        """The document, measured."""
        lengths = (len(block.text) for block in document.blocks)
        return cls(document, tuple(itertools.accumulate(lengths, initial=0)))

    @property
    def length(self) -> int:
        """Code points of all blocks."""
        return self.starts[-1]

    def behind(self, block: int, offset: int) -> float:
        """How much of the text lies before the place, 0 to 1."""
        return min(1.0, (self.starts[block] + offset) / self.length) if self.length else 0.0

    def at(self, fraction: float) -> tuple[int, int]:
        """The place that much of the text lies before."""
        point = min(max(0, self.length - 1), max(0, int(fraction * self.length)))
        block = max(0, bisect.bisect_right(self.starts, point, 0, len(self.starts) - 1) - 1)
        return block, point - self.starts[block]

    def within(self, block: int, offset: int) -> tuple[int, int]:
        """The place, moved into the document where it lies outside."""
        last = len(self.document.blocks) - 1
        if last < 0:
            return 0, 0
        block = min(max(0, block), last)
        return block, min(max(0, offset), len(self.document.blocks[block].text))


NOTHING: Final = Text(Document(), (0,))
"""What is open while nothing is."""


@dataclass(frozen=True, slots=True)
class Session:
    """The state.  ``index`` is the open episode's place in ``episodes``, -1 before any was opened."""

    serial: Serial
    episodes: tuple[Episode, ...]
    view: View = field(default_factory=View)
    phase: Phase = Phase.SHUT
    index: int = -1
    text: Text = NOTHING
    block: int = 0
    offset: int = 0
    """``block`` and ``offset``: the first letter of the window, the anchor of everything."""
    at_end: bool = False
    """The window shows the last line."""
    wanted: tuple[int, int] | None = None
    """Where to open the episode that was asked for, if not where it was left."""
    kept: Place | None = None
    """What was last written."""
    ahead: tuple[int, Text, Progress] | None = None
    """The next episode (its id), read from disk before it is needed, and the reader's place in it."""
    back: tuple[Place, ...] = ()
    forward: tuple[Place, ...] = ()
    search: Search = field(default_factory=Search)
    reason: str = ""
    """Why the text is missing; one line."""

    @property
    def episode(self) -> Episode | None:
        """The open episode."""
        return self.episodes[self.index] if self.index >= 0 else None

    @property
    def measure(self) -> int:
        """Cells of the longest line."""
        return self.view.measure_for(self.language)

    @property
    def language(self) -> str:
        """The open text's language: its own, its serial's, or what its script says."""
        document = self.text.document
        return document.language or self.serial.language or guess_language(document)

    @property
    def following(self) -> Episode | None:
        """What turning past the end opens; notices are passed over, ``None`` after the last."""
        index = _following(self)
        return None if index is None else self.episodes[index]

    @property
    def place(self) -> Place | None:
        """Where the reader stands, while an episode is read."""
        if self.phase is not Phase.READING or self.episode is None:
            return None
        return Place(self.episode.id, self.block, self.offset)

    @property
    def fraction(self) -> float:
        """How much of the open text lies behind, 0 to 1; 1 once its last line was in the window."""
        return 1.0 if self.at_end else self.text.behind(self.block, self.offset)


# --- actions: what a screen or the driver tells the session ------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Open:
    """Open the episode where it was left, or at ``block`` and ``offset``; a jump."""

    episode_id: int
    at: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The text that was asked for, ahead of time or not, and where the reader was in it."""

    episode_id: int
    document: Document
    progress: Progress = field(default_factory=Progress)


@dataclass(frozen=True, slots=True)
class Unavailable:
    """There is no text; ``reason`` in one line."""

    episode_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class Refreshed:
    """The library has changed: the serial and its episodes as they are now."""

    serial: Serial
    episodes: tuple[Episode, ...]


@dataclass(frozen=True, slots=True)
class Scrolled:
    """The window now begins here; ``at_end`` says that it shows the last line."""

    block: int
    offset: int
    at_end: bool = False


@dataclass(frozen=True, slots=True)
class Jump:
    """Go to a place in the open episode, and remember this one; ``lead`` as in :class:`Show`."""

    block: int
    offset: int
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Back:
    """To where the last jump began."""


@dataclass(frozen=True, slots=True)
class Forward:
    """Take back the last :class:`Back`."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Past the end: this one is read, on with the next."""


@dataclass(frozen=True, slots=True)
class Step:
    """To the episode after (+1) or before (-1), read or not, marking nothing."""

    by: int


@dataclass(frozen=True, slots=True)
class StepUnread:
    """To the nearest unread episode after (+1) or before (-1); notices are passed over."""

    by: int


@dataclass(frozen=True, slots=True)
class ToggleRead:
    """Mark the open episode read, or unread where it is read."""


@dataclass(frozen=True, slots=True)
class Seek:
    """Look for ``words`` in the open episode, from here on."""

    words: str


@dataclass(frozen=True, slots=True)
class StepHit:
    """To the next (+1) or last (-1) hit, round the ends."""

    by: int


@dataclass(frozen=True, slots=True)
class Adjust:
    """Set the text another way."""

    view: View


@dataclass(frozen=True, slots=True)
class Rest:
    """The reader has paused: write what is not written."""


@dataclass(frozen=True, slots=True)
class Shut:
    """The reader leaves."""


Action: TypeAlias = (
    Open
    | Loaded
    | Unavailable
    | Refreshed
    | Scrolled
    | Jump
    | Back
    | Forward
    | Turn
    | Step
    | StepUnread
    | ToggleRead
    | Seek
    | StepHit
    | Adjust
    | Rest
    | Shut
)


# --- effects: what the driver is to do, in order -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Load:
    """Read an episode's text and place from the library, and answer with :class:`Loaded` or :class:`Unavailable`."""

    episode_id: int


@dataclass(frozen=True, slots=True)
class Prefetch:
    """The same, in the next quiet moment; no answer where there is none."""

    episode_id: int


@dataclass(frozen=True, slots=True)
class Keep:
    """Write the reader's place."""

    episode_id: int
    locator: Locator
    fraction: float


@dataclass(frozen=True, slots=True)
class SetState:
    """Mark an episode."""

    episode_id: int
    state: State


@dataclass(frozen=True, slots=True)
class Show:
    """Paint the window anew, beginning at the state's anchor; ``lead``: with a few lines before it, for context."""

    lead: bool = False


@dataclass(frozen=True, slots=True)
class Tell:
    """Say one line: ``key`` of the message tables and its fields."""

    key: str
    fields: Mapping[str, object] = field(default_factory=dict)


Effect: TypeAlias = Load | Prefetch | Keep | SetState | Show | Tell
Outcome: TypeAlias = tuple[Session, tuple[Effect, ...]]


def advance(session: Session, action: Action) -> Outcome:
    """What the action makes of the session, and what is to be done for it, in order."""
    rule = TRANSITIONS[type(action)].get(session.phase)
    return rule(session, action) if rule else (session, ())


def minutes_left(episode: Episode, fraction: float, reading: Reading) -> float:
    """Minutes for what is left of an episode: by words where its language has them, else by characters."""
    whole = (
        episode.words / reading.words_per_minute
        if episode.words
        else episode.characters / reading.characters_per_minute
    )
    return whole * (1.0 - fraction)


def minutes_to_catch_up(session: Session, reading: Reading) -> float:
    """Minutes for what is left of the open episode and all saved ones after it that are not read."""
    here = session.episode
    ahead = sum(
        minutes_left(one, one.fraction if one.state is State.READING else 0.0, reading)
        for one in session.episodes[session.index + 1 :]
        if one.state is not State.READ
    )
    return ahead + (minutes_left(here, session.fraction, reading) if here else 0.0)


# --- rules -------------------------------------------------------------------------------------------------------


def _index_of(session: Session, episode_id: int) -> int:
    return next((index for index, one in enumerate(session.episodes) if one.id == episode_id), -1)


def _keep(session: Session) -> Outcome:
    """The session with its place written, if it is not written yet."""
    place = session.place
    if place is None or place == session.kept or not session.text.document.blocks:
        return session, ()
    locator = locate(session.text.document, place.block, place.offset)
    keep = Keep(place.episode_id, locator, session.fraction)
    return replace(session, kept=place), (keep,)


def _remember(session: Session) -> Session:
    """The session with the present place on its trail."""
    place = session.place
    if place is None or (session.back and session.back[-1] == place):
        return session
    return replace(session, back=(*session.back, place)[-TRAIL_LIMIT:], forward=())


def _enter(session: Session, index: int, at: tuple[int, int] | None = None) -> Outcome:
    """Leave what is open, its place written, and go to another episode: at once where it is loaded, else ask for it."""
    session, effects = _keep(session)
    episode = session.episodes[index]
    session = replace(
        session, index=index, wanted=at, search=Search(), text=NOTHING, block=0, offset=0, at_end=False, reason=""
    )
    if session.ahead is not None and session.ahead[0] == episode.id:
        _, text, progress = session.ahead
        session, more = _begin(session, text, progress)
        return session, (*effects, *more)
    return replace(session, phase=Phase.WAITING), (*effects, Load(episode.id))


def _begin(session: Session, text: Text, progress: Progress) -> Outcome:
    """The open episode's text is here: go to where it was left (one read to its end: to its beginning), look ahead."""
    episode = session.episodes[session.index]
    if session.wanted is not None:
        block, offset = text.within(*session.wanted)
    elif progress.locator is None or (progress.state is State.READ and progress.fraction >= 1.0):
        block, offset = 0, 0
    else:
        found = resolve(text.document, progress.locator)
        block, offset = found.block, found.offset
    place = Place(episode.id, block, offset)
    session = replace(
        session, phase=Phase.READING, text=text, block=block, offset=offset, wanted=None, kept=place, ahead=None
    )
    following = _following(session)
    ahead = (Prefetch(session.episodes[following].id),) if following is not None else ()
    return session, (Show(), *ahead)


def _following(session: Session) -> int | None:
    """Index of :attr:`Session.following`."""
    later = range(session.index + 1, len(session.episodes))
    return next((index for index in later if session.episodes[index].kind is not Kind.NOTICE), None)


def _with_state(session: Session, state: State) -> Session:
    here = session.episodes[session.index]
    changed = replace(here, state=state)
    return replace(
        session, episodes=(*session.episodes[: session.index], changed, *session.episodes[session.index + 1 :])
    )


def _open(session: Session, action: Open) -> Outcome:
    index = _index_of(session, action.episode_id)
    if index < 0:
        return session, ()
    return _enter(_remember(session), index, action.at)


def _loaded(session: Session, action: Loaded) -> Outcome:
    episode = session.episode
    text = Text.of(action.document)
    if session.phase is Phase.WAITING and episode is not None and episode.id == action.episode_id:
        return _begin(session, text, action.progress)
    return replace(session, ahead=(action.episode_id, text, action.progress)), ()


def _unavailable(session: Session, action: Unavailable) -> Outcome:
    episode = session.episode
    if episode is None or episode.id != action.episode_id:
        return session, ()
    return replace(session, phase=Phase.MISSING, reason=action.reason), (Show(),)


def _refreshed(session: Session, action: Refreshed) -> Outcome:
    here = session.episode
    session = replace(session, serial=action.serial, episodes=action.episodes, index=-1)
    index = _index_of(session, here.id) if here is not None else -1
    if here is None or index < 0:
        return replace(session, phase=Phase.SHUT, text=NOTHING), (Show(),)
    session = replace(session, index=index)
    if session.phase is Phase.MISSING and session.episodes[index].saved:
        return replace(session, phase=Phase.WAITING, reason=""), (Load(here.id),)
    return session, (Show(),)


def _scrolled(session: Session, action: Scrolled) -> Outcome:
    block, offset = session.text.within(action.block, action.offset)
    return replace(session, block=block, offset=offset, at_end=action.at_end), ()


def _jump(session: Session, action: Jump) -> Outcome:
    block, offset = session.text.within(action.block, action.offset)
    return replace(_remember(session), block=block, offset=offset), (Show(lead=action.lead),)


def _walk(session: Session, place: Place) -> Outcome:
    """Go to a place of the trail."""
    if session.phase is Phase.READING and session.index == (index := _index_of(session, place.episode_id)):
        return replace(session, block=place.block, offset=place.offset), (Show(),)
    index = _index_of(session, place.episode_id)
    return _enter(session, index, (place.block, place.offset)) if index >= 0 else (session, ())


def _back(session: Session, _action: Back) -> Outcome:
    if not session.back:
        return session, (Tell("trail.start"),)
    *rest, place = session.back
    here = session.place
    forward = (*session.forward, here) if here is not None else session.forward
    return _walk(replace(session, back=tuple(rest), forward=forward), place)


def _forward(session: Session, _action: Forward) -> Outcome:
    if not session.forward:
        return session, (Tell("trail.end"),)
    *rest, place = session.forward
    here = session.place
    back = (*session.back, here) if here is not None else session.back
    return _walk(replace(session, forward=tuple(rest), back=back), place)


def _turn(session: Session, _action: Turn) -> Outcome:
    here = session.episodes[session.index]
    effects: tuple[Effect, ...] = ()
    if session.phase is Phase.READING:
        session, effects = _keep(replace(session, at_end=True, kept=None))
        if here.state is not State.READ:
            session = _with_state(session, State.READ)
            effects = (*effects, SetState(here.id, State.READ))
    following = _following(session)
    if following is None:
        return replace(session, phase=Phase.ENDED), (*effects, Show())
    session, more = _enter(session, following)
    return session, (*effects, *more)


def _step(session: Session, action: Step) -> Outcome:
    index = session.index + action.by
    if not 0 <= index < len(session.episodes):
        return session, (Tell("episode.last" if action.by > 0 else "episode.first"),)
    return _enter(session, index)


def _step_unread(session: Session, action: StepUnread) -> Outcome:
    indexes = range(session.index + 1, len(session.episodes)) if action.by > 0 else range(session.index - 1, -1, -1)
    for index in indexes:
        one = session.episodes[index]
        if one.state is not State.READ and one.kind is not Kind.NOTICE:
            return _enter(session, index)
    return session, (Tell("episode.no-unread-after" if action.by > 0 else "episode.no-unread-before"),)


def _return_to_last(session: Session, action: Step) -> Outcome:
    """From behind the end, a step back opens the last episode again."""
    return _enter(session, session.index) if action.by < 0 else (session, (Tell("episode.last"),))


def _toggle_read(session: Session, _action: ToggleRead) -> Outcome:
    here = session.episodes[session.index]
    state = State.UNREAD if here.state is State.READ else State.READ
    key = "mark.unread" if state is State.UNREAD else "mark.read"
    return _with_state(session, state), (SetState(here.id, state), Tell(key, {"n": 1}), Show())


def _seek(session: Session, action: Seek) -> Outcome:
    if not action.words.strip():
        return replace(session, search=Search()), (Show(),)
    hits = find(session.text.document, action.words)
    if not hits:
        return replace(session, search=Search(action.words)), (Show(), Tell("search.none", {"words": action.words}))
    first = bisect.bisect_left(hits, (session.block, session.offset), key=lambda hit: (hit.block, hit.start))
    search = Search(action.words, hits, first % len(hits))
    return _at_hit(_remember(session), search)


def _step_hit(session: Session, action: StepHit) -> Outcome:
    search = session.search
    if not search.hits:
        return session, (Tell("search.none", {"words": search.words}),)
    return _at_hit(_remember(session), replace(search, at=(search.at + action.by) % len(search.hits)))


def _at_hit(session: Session, search: Search) -> Outcome:
    hit = search.hits[search.at]
    told = Tell("search.hit", {"at": search.at + 1, "of": len(search.hits), "words": search.words})
    return replace(session, search=search, block=hit.block, offset=hit.start), (Show(lead=True), told)


def _adjust(session: Session, action: Adjust) -> Outcome:
    return replace(session, view=action.view.bounded()), (Show(),)


def _rest(session: Session, _action: Rest) -> Outcome:
    return _keep(session)


def _shut(session: Session, _action: Shut) -> Outcome:
    session, effects = _keep(session)
    return replace(session, phase=Phase.SHUT, index=-1, text=NOTHING, ahead=None, search=Search()), effects


Rule: TypeAlias = Callable[[Session, Any], Outcome]

_OPEN: Final = (Phase.WAITING, Phase.READING, Phase.MISSING, Phase.ENDED)
_EVERY: Final = tuple(Phase)

TRANSITIONS: Final[Mapping[type[Action], Mapping[Phase, Rule]]] = {
    Open: dict.fromkeys(_EVERY, _open),
    Loaded: dict.fromkeys((Phase.WAITING, Phase.READING, Phase.MISSING), _loaded),
    Unavailable: {Phase.WAITING: _unavailable},
    Refreshed: dict.fromkeys(_EVERY, _refreshed),
    Scrolled: {Phase.READING: _scrolled},
    Jump: {Phase.READING: _jump},
    Back: dict.fromkeys(_OPEN, _back),
    Forward: dict.fromkeys(_OPEN, _forward),
    Turn: dict.fromkeys((Phase.READING, Phase.MISSING), _turn),
    Step: {**dict.fromkeys((Phase.WAITING, Phase.READING, Phase.MISSING), _step), Phase.ENDED: _return_to_last},
    StepUnread: dict.fromkeys(_OPEN, _step_unread),
    ToggleRead: dict.fromkeys((Phase.READING, Phase.MISSING), _toggle_read),
    Seek: {Phase.READING: _seek},
    StepHit: {Phase.READING: _step_hit},
    Adjust: dict.fromkeys(_EVERY, _adjust),
    Rest: {Phase.READING: _rest},
    Shut: dict.fromkeys(_EVERY, _shut),
}
"""What each action does in each phase."""


# --- search in the open text -------------------------------------------------------------------------------------

_KATAKANA: Final = range(0x30A1, 0x30F7)
_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_FOLDING: Final = {
    **{point: point - 0x60 for point in _KATAKANA},
    **{point: ord(chr(point - 0xFEE0).lower()) for point in _FULL_WIDTH},
    0x3000: 0x20,
}


def fold(text: str) -> str:
    """``text`` as search compares it, code point for code point: case, kana and full width make no difference."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return lowered.translate(_FOLDING)


def find(document: Document, words: str) -> tuple[Hit, ...]:
    """Every place of ``words`` in the document, in reading order; hits do not overlap."""
    needle = fold(words.strip())
    hits = []
    for index, block in enumerate(document.blocks):
        text = fold(block.text)
        at = text.find(needle)
        while at >= 0:
            hits.append(Hit(index, at, at + len(needle)))
            at = text.find(needle, at + len(needle))
    return tuple(hits)
