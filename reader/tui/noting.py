"""Keys that keep something of the text that is read: a place, a stretch, words; and how those are shown in it.

Owns what lies over the text for each note.  What a note is and where it stands is :mod:`reader.library.notes`'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style

from reader import session as sessions
from reader.errors import TsuzukiError
from reader.library import notes as noting
from reader.model import NoteKind, Sight
from reader.session import Phase
from reader.tui import picking
from reader.tui.ink import Overlay
from reader.tui.keys import name
from reader.tui.pane import error_line
from reader.tui.setting import SettingScreen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.document import Document
    from reader.export.notes_list import Seen
    from reader.tui.look import Look
    from reader.tui.picking import Place


def layer(document: Document, notes: Sequence[Seen], look: Look) -> Mapping[int, list[Overlay]]:
    """What is laid over each block for the notes that stand in a text.

    A highlight is marked by its colour, one with words underlined as well; a bookmark by its first letter.
    """
    out: dict[int, list[Overlay]] = {}
    for seen in notes:
        now = seen.now
        if now is None or now.sight is Sight.GONE:
            continue
        if seen.note.kind is NoteKind.BOOKMARK:
            stretch = picking.cluster_at(document, now.block, now.offset)
            out.setdefault(now.block, []).append(Overlay(*stretch, look.bookmark))
            continue
        style = look.marked(seen.note.color) + (Style(underline=True) if seen.note.words else Style())
        for block in range(now.block, now.end_block + 1):
            found = now.within(block, len(document.blocks[block].text))
            if found is not None:
                out.setdefault(block, []).append(Overlay(*found, style))
    return out


class NotingScreen(SettingScreen):
    """A text, and what the reader keeps of it."""

    _laid: Document | None = None
    """The text whose notes are shown."""
    _draft: tuple[object, str] | None = None
    """Words that were not kept, and what they were about."""

    # --- showing ---

    def _show(self, *, lead: bool = False) -> None:
        if self.session.phase is Phase.READING and self.session.text.document is not self._laid:
            self._lay()
        super()._show(lead=lead)

    def _lay(self) -> None:
        """Look up the notes of the text and lay them over it."""
        episode, document = self.session.episode, self.session.text.document
        if episode is None or self.session.phase is not Phase.READING:
            return
        try:
            found = noting.of_episode(self.stage.library, episode.id, document)
        except TsuzukiError as error:
            self.tell(error_line(self.say, error))
            return
        self._laid = document
        self.page.set_notes(layer(document, found, self.stage.brush.look))

    def library_changed(self) -> None:
        """Notes may have changed too."""
        super().library_changed()
        self._lay()

    def on_screen_resume(self) -> None:
        """From a list in which notes may have been changed."""
        if self.is_mounted:
            self._lay()

    def repaint(self) -> None:
        """Other colours."""
        self._lay()
        super().repaint()

    # --- keeping ---

    def action_keep(self) -> None:
        """Mark what is selected; else keep this place, or keep it no longer."""
        if self.session.phase is not Phase.READING or self.session.episode is None:
            return
        library, episode, chosen = self.stage.library, self.session.episode, self.page.chosen

        def keep() -> None:
            undo = name("u")
            if chosen is not None:
                noting.highlight(library, episode.id, *chosen)
                self._kept(self.say("note.highlighted", undo=undo))
                return
            place = (self.session.block, self.session.offset)
            here = noting.bookmark_at(library, episode.id, place)
            if here is None:
                noting.bookmark(library, episode.id, place)
                self._kept(self.say("note.bookmarked", undo=undo, list=name("B")))
            else:
                noting.remove(library, here)
                self._kept(self.say("note.unmarked", undo=undo))

        self.trying(keep)

    def action_note(self) -> None:
        """Write words on what is selected; else on the whole episode."""
        if self.session.phase is not Phase.READING or self.session.episode is None:
            return
        from reader.tui.wording import Wording  # noqa: PLC0415 - seldom wanted

        library, episode, chosen = self.stage.library, self.session.episode, self.page.chosen
        about = (episode.id, chosen)
        before = self._draft[1] if self._draft is not None and self._draft[0] == about else ""

        def answered(answer: tuple[bool, str] | None) -> None:
            keep, words = answer or (False, "")
            self._draft = (about, words) if words.strip() else None
            if keep and (words.strip() or chosen is not None):
                self.trying(lambda: written(words))

        def written(words: str) -> None:
            if chosen is None:
                noting.remark(library, episode.id, words)
            else:
                noting.highlight(library, episode.id, *chosen, words=words)
            self._draft = None
            self._kept(self.say("note.written", undo=name("u"), list=name("B")))

        title = self.say("note.on-text") if chosen else self.say("note.on-episode", title=episode.title)
        self.app.push_screen(Wording(title, before), answered)

    def _kept(self, line: str) -> None:
        """Something was kept: the selection has served, the text shows it."""
        self.page.end_caret()
        self._lay()
        self.tell(line)

    def action_kept(self) -> None:
        """The list of what was kept of this serial; from there to the place."""
        from reader.tui.notes import NotesScreen  # noqa: PLC0415 - it is a pane itself, and seldom wanted

        episode = self.session.episode
        at = None if episode is None else (episode.id, self.session.block, self.session.offset)
        self.app.push_screen(NotesScreen(self.serial_here, at, self._go_to))

    def _go_to(self, episode_id: int, at: Place | None) -> None:
        """To a place in this serial; a jump, so that the way back is kept."""
        here = self.session.episode
        if at is not None and here is not None and here.id == episode_id and self.session.phase is Phase.READING:
            self.do(sessions.Jump(*at, lead=True))
        else:
            self.do(sessions.Open(episode_id, at))
