"""Steps that are taken back, and queries that mean nothing, in the reader's language: real ones, told in Japanese."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.locale import Say
from reader.model import State
from reader.queries import parse
from tests.store.shelves import NOW, a_serial, opened

if TYPE_CHECKING:
    from pathlib import Path

SAY = Say("ja")


def test_every_step_of_the_shelf_is_told(tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        serial_id, ids = a_serial(store, 4, title="灯台")
        log = store.log
        log.mark(ids[:3], State.READ, NOW)
        log.mark(ids[:1], State.UNREAD, NOW)
        log.reorder(serial_id, ids[::-1], NOW)
        log.hide(ids[:2], NOW)
        log.hide(ids[:1], NOW, hidden=False)
        edits: dict[str, list[str | None]] = {
            "title": ["灯台守"],
            "author": ["森", ""],
            "status": ["complete", "paused", "complete", "ongoing"],
            "tags": ["海\n夜", ""],
            "archived_at": [NOW.isoformat(), None],
            "removed_at": [NOW.isoformat(), None],
        }
        for field, values in edits.items():
            for value in values:
                log.edit(serial_id, field, value, NOW)
        steps = [one.what for one in log.steps()]
        assert len(steps) == 18
        told = [SAY.told(what) for what in steps]
        assert [one for one in told if re.search("[a-z]", one)] == []
        assert told[0] == "「灯台守」を本棚に戻す"
        assert told[-1] == "「灯台守」3話を既読に"
        assert Say("en").told(steps[0]) == steps[0]


@pytest.mark.parametrize("text", ["unread>x", "read>x", "id:x", "title>1", "complete:x", "autor:x"])
def test_what_means_nothing_is_told(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    for sentence in (str(caught.value), caught.value.hint):
        assert SAY.told(sentence) != sentence
        assert re.search("[\u3041-\u30f6]", SAY.told(sentence))
