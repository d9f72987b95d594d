"""``update``: news of the serials that are due, one outcome each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.cli.output import sentence
from reader.library import lists, refreshing

if TYPE_CHECKING:
    from reader.cli.run import Call
    from reader.library.refreshing import Fetched, Outcome


def update(call: Call) -> int:
    """Serve ``tsuzuki update``; exit status 1 where any serial failed."""
    library, arguments, output = call.library(), call.arguments, call.output
    offers = call.settings.fetch.archive == "ask"
    ids = [lists.serial_named(library, name).id for name in arguments.serials] or None
    if arguments.only:
        there = refreshing.chosen(library, everything=arguments.all) if ids is None else ids
        asked = {one.id for one in lists.shelf(library, arguments.only)}
        ids = [one for one in there if one in asked]

    def watch(fetched: Fetched) -> None:
        output.progress(fetched.done, fetched.total, fetched.title)

    def tell(outcome: Outcome) -> None:
        if not output.as_json:
            output.result(f"{outcome.title}: {_line(outcome, offers=offers)}")

    looking = refreshing.update(library, ids, all=arguments.all, texts=arguments.texts, watch=watch, tell=tell)
    outcomes = asyncio.run(looking)
    if output.as_json:
        output.document({"serials": [_form(one) for one in outcomes]})
    if not outcomes and not output.as_json:
        output.say("Nothing is due; --all looks at every serial.")
    return 1 if any(outcome.error for outcome in outcomes) else 0


def _form(outcome: Outcome) -> dict[str, object]:
    return {
        "serial": outcome.serial_id,
        "new": outcome.new,
        "revised": outcome.revised,
        "fetched": outcome.fetched,
        "withdrawn": outcome.withdrawn,
        "edited": outcome.edited,
        "suspect": outcome.suspect,
        "rescued": outcome.rescued,
        "lost": outcome.lost,
        "error": outcome.error or None,
        "hint": outcome.hint or None,
    }


def _line(outcome: Outcome, *, offers: bool) -> str:
    """What came of a look; with ``offers`` the archive is named for what is gone."""
    counts = {
        "new": outcome.new,
        "revised": outcome.revised,
        "edited": outcome.edited,
        "fetched": outcome.fetched,
        "rescued": outcome.rescued,
        "gone": outcome.withdrawn,
        "set aside": outcome.suspect,
    }
    news = ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nothing new"
    if not outcome.error:
        return news
    hint = outcome.hint
    if outcome.lost and offers:
        hint = f"'tsuzuki rescue {outcome.serial_id}' looks for what is gone in the Wayback Machine."
    return f"{news}; {sentence(outcome.error, hint)}"
