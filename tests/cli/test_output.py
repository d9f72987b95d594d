from __future__ import annotations

import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.cli.output import Output, cut
from reader.errors import NotASerial
from reader.typeset.width import cells

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_nothing_from_outside_steers_the_terminal() -> None:
    out, err = io.StringIO(), io.StringIO()
    output = Output(out=out, err=err)
    hostile = "\x1b]52;c;aGk=\x07\x9b31m\u202e題"
    output.data(hostile)
    output.say(hostile)
    output.error(NotASerial(hostile, subject=hostile, hint=hostile))
    output.table([(hostile, hostile)])
    for text in (out.getvalue(), err.getvalue()):
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
        assert "題" in text


def test_columns_line_up_in_cells() -> None:
    out = io.StringIO()
    Output(out=out).table([("1", "灯台守の娘", "x"), ("12", "Salt", "y")], right=(0,))
    assert out.getvalue() == " 1  灯台守の娘  x\n12  Salt        y\n"


def test_a_row_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = Terminal()
    Output(out=out).table([("1", "灯台守の娘とその長い長い長い長い題名", "12/42")], flexible=1)
    assert cells(out.getvalue().rstrip("\n")) == 40
    assert "…" in out.getvalue()


def test_progress_shows_on_a_terminal_only() -> None:
    quiet = io.StringIO()
    Output(err=quiet).progress(1, 2, "題")
    assert quiet.getvalue() == ""
    loud = Terminal()
    output = Output(err=loud, out=io.StringIO())
    output.progress(1, 2, "灯台守の娘")
    assert "[##########..........] 1/2 灯台守の娘" in loud.getvalue()
    output.say("done")
    assert loud.getvalue().endswith("\rdone\n")
    silent = Terminal()
    Output(err=silent, quiet=True).progress(1, 2, "題")
    assert silent.getvalue() == ""


def test_an_old_encoding_gets_question_marks_and_no_crash() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    output = Output(out=stream)
    output.data("つづき ok")
    output.finish()
    assert stream.buffer.getvalue() == b"??? ok\n"


@given(st.text("aあ👨‍👩‍👧e\u0301…", max_size=20), st.integers(0, 12))
def test_cut_fits_and_keeps_what_fits(text: str, width: int) -> None:
    shown = cut(text, width)
    assert cells(shown) <= width
    assert shown == text if cells(text) <= width else shown.rstrip("…") in text
