"""How long a text is, in the unit in which its language is read.

Owns the choice between characters and words.  Korean parts its words; Chinese, Japanese, Thai, Lao, Khmer and Burmese
do not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reader.document import Document

UNPARTED: Final = frozenset({"ja", "zh", "yue", "th", "lo", "km", "my", "bo"})
"""Languages without spaces between words."""

UNPARTED_SHARE: Final = 0.2
"""The share of letters of such scripts from which a text of unknown language is one."""

_UNPARTED_LETTERS = re.compile(
    r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]"
)


def words(document: Document) -> int:
    """Words of the text itself, notes left out; 0 for a language that does not part them."""
    text = "\n".join(document.paragraphs())
    language = document.language.partition("-")[0].lower()
    if language in UNPARTED:
        return 0
    # A page in Japanese often says that it is in English: the letters decide.
    if len(_UNPARTED_LETTERS.findall(text)) > UNPARTED_SHARE * sum(map(str.isalpha, text)):
        return 0
    return len(text.split())
