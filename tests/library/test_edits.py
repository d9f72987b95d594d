"""Edits by their author become the text, and nothing that stands in for a text replaces it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from tests.evaluation.edits import BAD, HONEST, WORDS, look

if TYPE_CHECKING:
    from pathlib import Path

EPISODES = 5
UNSEEN = {"a new title", "the note gone", "another note", "another template", "the same"}
"""What changes nothing of the text."""


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", HONEST)
def test_an_honest_edit_becomes_the_text(tmp_path: Path, kind: str, language: str) -> None:
    told = look(tmp_path, language, HONEST[kind], EPISODES)
    assert told["set aside"] == 0
    assert told["revised"] == (0 if kind in UNSEEN else EPISODES)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", BAD)
def test_what_stands_in_for_a_text_is_set_aside(tmp_path: Path, kind: str, language: str) -> None:
    assert look(tmp_path, language, BAD[kind], EPISODES) == Counter({"set aside": EPISODES})
