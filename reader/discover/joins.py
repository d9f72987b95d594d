"""What goes on from a numeral: a second number, a letter.

Owns ranges, pairs, totals and letter suffixes as they are written (6-7, 24-3, 一の二, 3/7, 12a).  Refuses to say
whether N-M is a range or a piece where the form leaves it open; the set decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.discover import keywords
from reader.discover.numerals import LETTERS
from reader.discover.tokens import CLOSING, OPENING, is_boundary

if TYPE_CHECKING:
    from reader.discover.figures import Numeral, Scan
    from reader.discover.mention import Mention

_JOINS: Final = {
    "-": "-", "~": "~", "から": "~", "to": "~", "&": "&", "+": "&", "and": "&", "と": "&",
    "の": "の", "ノ": "の", "之": "の", "/": "/", "of": "of",
}  # fmt: skip
"""What may stand between two numbers of one mention, to what it means."""
_AFTER_SPACED: Final = frozenset(":：,、-") | frozenset(CLOSING) | frozenset(OPENING)
"""What may follow a range with spaces in it; before a word, the second number is the word's."""
_STAGES: Final = 2
_PAGES: Final = 10
"""N-M from here on is a range while M is higher: 191-200; below it is rather a stage: 1-12."""


def extend(scan: Scan, numeral: Numeral, mention: Mention, *, keyword: bool) -> int:
    """Take what goes on from the numeral: a letter, a second number.  Returns the token after it all."""
    after = numeral.after
    if mention.script == "digits" and _take_letter(scan, after, mention, keyword=keyword):
        after = scan.token_at(mention.end)
    spaced = scan.kind(after) == "space"
    join = _JOINS.get(scan.word(after + spaced))
    if join is None:
        return after
    second_at = after + spaced + 1
    second_at += scan.kind(second_at) == "space"
    second_at += scan.word(second_at) == "第"
    second = scan.numeral(second_at)
    if second is None or second.ordinal or not _joins(scan, mention, second, join, spaced=spaced):
        return after
    mention.end, mention.join = scan.tokens[second.after - 1].end, join
    if join in {"of", "/"}:
        mention.total = second.value
    elif join in {"の", "-"}:
        mention.minor = second.value
        adjacent = second.value == mention.value + 1 > _STAGES or (spaced and join == "-")
        like = second.script == mention.script and join == "-"
        mention.ranges = like and (adjacent or _PAGES <= mention.value < second.value)
    else:
        mention.upto = second.value
    return second.after


def _joins(scan: Scan, mention: Mention, second: Numeral, join: str, *, spaced: bool) -> bool:
    """Whether a second number belongs to the first: a like script, nothing glued to it, a join that makes sense."""
    mixed = join == "-" and not spaced and (mention.script, second.script) == ("roman", "digits")
    if second.script != mention.script and not mixed:
        return False
    end = scan.tokens[second.after - 1].end
    tail = scan.text[end:].lstrip(" ")
    if join == "of" or (spaced and join in {"-", "&"}):
        ends = not tail[:1].isalnum() if join == "of" else not tail or tail[0] in _AFTER_SPACED
        return ends and (join == "of" or second.value > mention.value)
    if join == "/":
        return is_boundary(scan.text, end) and 0 < mention.value <= second.value
    if not is_boundary(scan.text, end):
        return keywords.suffix(scan, second.after, prefixed=True) is not None or (
            join == "の" and scan.text[end] in "上中下"
        )
    return join in {"-", "の"} or second.value > mention.value


def _take_letter(scan: Scan, after: int, mention: Mention, *, keyword: bool) -> bool:
    """12a, 12-a, 300,a: one letter that ends there."""
    step = after + (keyword and scan.word(after) in {"-", ","})
    word = scan.word(step)
    if (
        scan.kind(step) != "latin"
        or word not in LETTERS
        or len(word) != 1
        or not is_boundary(scan.text, scan.tokens[step].end)
    ):
        return False
    mention.letter = LETTERS.index(word) + 1
    mention.end = scan.tokens[step].end
    return True


def extend_behind(scan: Scan, mention: Mention) -> None:
    """第3話~第5話, 12話-2 and 三章の二: a second number stands behind the counter."""
    if scan.text[mention.end : mention.end + 1] not in {"~", "-", "の"}:
        return
    step = scan.token_at(mention.end + 1)
    step += scan.word(step) == "第"
    second = scan.numeral(step)
    if second is None or second.script != mention.script:
        return
    suffix = keywords.suffix(scan, second.after, prefixed=True)
    end = scan.tokens[second.after - 1].end
    if suffix and second.value > mention.value:
        mention.upto, mention.end = second.value, suffix.edge
    elif not suffix and is_boundary(scan.text, end):
        mention.minor, mention.join, mention.end = second.value, "の", end
