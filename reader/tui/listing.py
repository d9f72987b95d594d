"""What the two screens with lists share: moving, filtering, marking after a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import State
from reader.tui.bars import Prompt
from reader.tui.pane import PaneScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model import Serial
    from reader.tui.rows import Rows


class ListScreen(PaneScreen):
    """A screen with a list and a filter."""

    words = ""
    """What the filter lets through has these words."""

    @property
    def rows(self) -> Rows:
        """The list."""
        raise NotImplementedError

    def filtered(self) -> None:
        """Show what the filter lets through now."""
        raise NotImplementedError

    def matches(self, text: str) -> bool:
        """Whether the filter lets a text through: every word in it, whatever the case, kana or width."""
        if not self.words:
            return True
        from reader.session import fold  # noqa: PLC0415 - after the first paint

        folded = fold(text)
        return all(word in folded for word in fold(self.words).split())

    def ask(self, question: str, act: Callable[[], None]) -> None:
        """Do it if the reader says yes."""
        from reader.tui.asking import Ask  # noqa: PLC0415 - after the first paint

        def answered(answer: bool | None) -> None:
            if answer:
                self.trying(act)

        self.app.push_screen(Ask(question), answered)

    def ask_read_all(self, serial: Serial) -> None:
        """Mark all episodes of a serial read, after a question."""
        from reader.library import reading  # noqa: PLC0415 - after the first paint

        def mark() -> None:
            listed = self.stage.library.store.episodes.all(serial.id)
            self.marked(reading.mark(self.stage.library, [one.id for one in listed], State.READ), State.READ)

        self.ask(self.say("mark.ask-all", n=serial.counts.episodes, title=serial.title), mark)

    def marked(self, count: int, state: State) -> None:
        """Say how many were marked, and show it."""
        self.library_changed()
        self.tell(self.say(f"mark.{state}", n=count) if count else self.say("mark.none"))

    # --- moving ---

    def action_down(self) -> None:
        """A row down."""
        self.rows.move(1)

    def action_up(self) -> None:
        """A row up."""
        self.rows.move(-1)

    def action_page_down(self) -> None:
        """A window down."""
        self.rows.page(1)

    def action_page_up(self) -> None:
        """A window up."""
        self.rows.page(-1)

    def action_top(self) -> None:
        """To the first row."""
        self.rows.go(0)

    def action_bottom(self) -> None:
        """To the last row."""
        self.rows.go(self.rows.count() - 1)

    # --- the filter ---

    @property
    def prompt(self) -> Prompt:
        """The filter's field."""
        return self.query_one(Prompt)

    def action_filter(self) -> None:
        """Narrow the list."""
        self.prompt.open(self.words)

    def on_prompt_changed(self, event: Prompt.Changed) -> None:
        """Narrow it as the reader types."""
        self.words = event.text
        self.filtered()

    def on_prompt_entered(self) -> None:
        """Keep the list narrow, and go back to it."""
        self.prompt.close()
        self.rows.focus()

    def end_filter(self) -> bool:
        """Show all rows again; whether they were not."""
        if not self.prompt.is_open and not self.words:
            return False
        self.prompt.close()
        self.words = ""
        self.rows.focus()
        self.filtered()
        return True
