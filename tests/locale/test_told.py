"""Sentences of the lower floors, told in another language: all that a reader of errors may see are known."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from reader.changes import doubt
from reader.document import Block, Document, Role
from reader.errors import HttpStatus
from reader.locale import Say
from reader.locale.told import knows, told
from reader.locale.told_ja import NAMES, SENTENCES
from reader.web import failures

READER = Path(__file__).parents[2] / "reader"
SAY = Say("ja")
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")

ROOMS = (
    *("web/archive.py", "web/client.py", "web/failures.py", "web/guard.py", "web/line.py", "web/protocol.py"),
    *("web/unpack.py", "library/news.py", "library/pages.py", "library/refreshing.py", "library/rereading.py"),
    *("discover/captures.py", "discover/verdicts.py", "extract/refusals.py"),
)
"""Whose errors, hints and doubts are all in the table."""

ERRORS = {
    *("FetchError", "Unreachable", "NoNetwork", "UnknownHost", "Untrusted", "NotAsked", "TimedOut", "HttpStatus"),
    *("Throttled", "TooLarge", "Disallowed", "NotASerial", "NoText", "Failure"),
}
UNTOLD = {"was not asked for", "not asked for", "redirects 7"}
"""What no reader sees, for it is caught before; and one that is put together of others."""


def sentence(node: ast.expr) -> str:
    """A literal, with what it names filled in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(one.value) if isinstance(one, ast.Constant) else "7" for one in node.values)
    return ""


def sentences() -> list[str]:
    found: dict[str, None] = {}
    for room in ROOMS:
        for node in ast.walk(ast.parse((READER / room).read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            values = [*node.args[:1]] if name in ERRORS else []
            values += [one.value for one in node.keywords if one.arg in {"hint", "warning"}]
            found |= dict.fromkeys(text for text in map(sentence, values) if " " in text and text not in UNTOLD)
    return list(found)


def test_there_are_sentences() -> None:
    assert len(sentences()) > 40


@pytest.mark.parametrize("text", sentences())
def test_every_sentence_is_known(text: str) -> None:
    assert told("ja", text) != text or knows("ja", text), text
    assert JAPANESE.search(told("ja", text))


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 406, 410, 418, 429, 451, 500, 502, 503, 504, 599, 305])
def test_every_status_is_known(status: int) -> None:
    error = failures.refusal(status, "https://a.example/", 300)
    assert isinstance(error, HttpStatus)
    for text in (error.message, error.hint):
        assert JAPANESE.search(told("ja", text)), text


@pytest.mark.parametrize(("message", "hint"), [(row[0], row[1]) for row in failures._SOCKET.values()])
def test_every_failure_of_a_connection_is_known(message: str, hint: str) -> None:
    assert JAPANESE.search(told("ja", message))
    assert JAPANESE.search(told("ja", hint))


def test_doubts_about_a_text_are_known() -> None:
    def text(words: str) -> Document:
        return Document((Block(Role.PARAGRAPH, words),), "en")

    long = text("The ferry left the pier before the bell, and nobody had seen it. " * 4)
    for other in (text("Gone."), text("Quite another story is told here, of a mill and of a miller's sister. " * 4)):
        assert JAPANESE.search(told("ja", doubt(long, other)))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_a_translation_names_what_the_sentence_names() -> None:
    for text, other in SENTENCES.items():
        assert fields(other) == fields(text), text
        assert JAPANESE.search(other), text
        assert "\n" not in other
    assert all(JAPANESE.search(word) or word.isascii() for word in NAMES.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "https://a.example/1: this is a login page, not an episode",
            "https://a.example/1: これはログインのページで、話の本文ではありません",
        ),
        (
            "https://a.example/: the site has no such page (404 Not Found); and 3 more",
            "https://a.example/: サイトにこのページはありません（404 Not Found）（ほか 3 件）",
        ),
        (
            "the source lists 0 episodes where it listed 8; the page is a login page",
            "目次が 8 話から 0 話に減っています。このページはログインのページです",
        ),
        (
            "its host does not answer. Check the connection, or try again later.",
            "ホストが応答しません。接続を確かめるか、時間をおいて試してください。",
        ),
        ("Try again in 2 hours.", "2 時間後に試してください。"),
        ("pages of one kind; the order is that of the numbers in the titles", "同じ種類のページ。題名の番号の順"),
        ("a list of links: 12 parts, numbers 1 to 12", "リンクの一覧：12 話（番号 1 から 12）"),
        # What nobody knows stays whole, and nothing of a title is taken for a sentence.
        ("lamp.example: the lamp is broken", "lamp.example: the lamp is broken"),
        ("", ""),
        ("larger than {size}" + "x" * 700, "larger than {size}" + "x" * 700),
    ],
)
def test_lines_are_taken_apart(text: str, expected: str) -> None:
    assert SAY.told(text) == expected
    assert Say("en").told(text) == text
