"""Words that say a serial has ended here.

Owns the table of final notes (最終回, 完, The End) and the words that only look like them (finally, Finals, 未完).
Refuses to conclude that a serial is complete; that takes more evidence than one note.
"""

from __future__ import annotations

import re
from typing import Final

from reader.discover.numerals import fold

_CAP: Final = 500
_MARKS: Final = r"\s()\[\]{}<>【】〔〕《》〈〉「」『』・,.:;、。!?~_|/*★☆■◆-"
_EDGE: Final = f"(?:^|(?<=[{_MARKS}]))"
_TAIL: Final = f"(?=$|[{_MARKS}])"
_NUMBER: Final = "[0-9一二三四五六七八九十]"
_FINAL: Final = re.compile(
    "|".join(
        (
            r"最終(?:回|話|囘|夜|編|篇|巻|部|節|幕)(?!予告|直前|まで|前)",
            rf"最終章(?!予告|突入|開幕|開始|まで|前|[ ・:-]{{0,2}}第?{_NUMBER})",
            r"最終(?=[)\]】])|最后一[章话回]|大団円|大團圓|大结局|大結局|フィナーレ|全文完|全书完|全書完|完本(?!感)",
            r"(?<!未)完結(?!まで|間近|予定|に向|巻前|してない|していない|してませ|していませ|しない)|(?<!未)完结(?!倒)",
            r"本編終了|連載終了|마지막 ?[화회]|최종[화회]|완결(?! ?예정)|대단원",
            rf"{_EDGE}(?:完|終|終わり|おわり|おしまい|終劇|剧终|劇終|끝|완|fin|ende|конец){_TAIL}",
            rf"{_EDGE}the end{_TAIL}(?!\s+[a-z])",
            rf"{_EDGE}(?:final|last|concluding) (?:chapter|episode|part|installment|instalment|post|entry)\b",
            rf"{_EDGE}(?:series |grand |season )?finale{_TAIL}",
            r"\bchapter the last\b|\band last\b\.?$",
            r"[(\[【](?:end|the end|final|last|concluded|complete|completed)[)\]】]",
            r"^(?:end|final|last)$| [-:] (?:end|final)$|^final\s*[:-]",
            r"глава последняя|последняя глава|último capítulo|dernier chapitre|letztes kapitel",
        )
    )
)
_NOT_YET: Final = re.compile(
    r"(?:not|never|no) (?:the )?end\b|final(?:ly|s|ist)|most recent|未完|まだ終わ|第.{1,3}[部章編篇巻幕期] ?完"
)
"""What only looks like an end, or ends a volume alone."""


def is_final_note(text: str) -> bool:
    """Whether a title, or a note beside a link, says that this is the last part: 最終回!!, 完, The End."""
    folded = fold(text[:_CAP]).strip()
    return bool(_FINAL.search(folded)) and not _NOT_YET.search(folded)
