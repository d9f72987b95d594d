"""``check``: the health of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.cli.output import sentence
from reader.library import care

if TYPE_CHECKING:
    from reader.cli.run import Call

BAD = 3


def check(call: Call) -> int:
    """Serve ``tsuzuki check``; exit status 3 where something is bad."""
    findings = care.check(call.library())
    if call.output.as_json:
        call.output.document(
            {
                "findings": [
                    {"name": one.name, "level": one.level, "text": one.text, "hint": one.hint or None}
                    for one in findings
                ]
            }
        )
    else:
        call.output.table([(one.level, one.name, sentence(one.text, one.hint)) for one in findings], flexible=2)
    return BAD if any(one.level == "bad" for one in findings) else 0
