"""Letters that count: a b c, α β γ, イ ロ ハ, 甲 乙 丙.

Owns the recognition of such a run over a set of titles; in a single title a letter is a letter.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.discover.forms import Level
from reader.discover.mention import Mention
from reader.discover.numerals import SEQUENCES

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEAST: Final = 3
_SIGNS: Final = re.escape("".join(sorted(set("".join(SEQUENCES)))))
_AT_HEAD: Final = re.compile(
    rf"[(\[【「〈〔《\s]*([{_SIGNS}])(?=$|[)\]】」〉〕》\s.、:・,-]|の?[巻章編篇部])[)\]】」〉〕》]?"
)
_AT_END: Final = re.compile(rf"[\s(\[【「・_-]([{_SIGNS}])[)\]】」]?\s*$")


def lettered(bodies: Sequence[str]) -> list[Mention | None]:
    """For each folded body the letter that counts it, or None for all when letters do not run on in this set."""
    nothing: list[Mention | None] = [None] * len(bodies)
    for form in (_AT_HEAD, _AT_END):
        found = [form.match(body) if form is _AT_HEAD else form.search(body) for body in bodies]
        letters = [match[1] for match in found if match]
        if len(letters) < _LEAST or len(letters) * 2 < len(bodies):
            continue
        order = max(SEQUENCES, key=lambda sequence: sum(letter in sequence[: len(letters) + 1] for letter in letters))
        if not _runs_on(letters, order):
            continue
        return [
            Mention(match.start(), match.end(), Level.EPISODE, place, str(place), "letter", "letter")
            if match and (place := order.find(match[1]) + 1)
            else None
            for match in found
        ]
    return nothing


def _runs_on(letters: Sequence[str], order: str) -> bool:
    """Whether the letters are the first of the order, each but a few there."""
    places = {order.find(letter) for letter in letters}
    return 0 in places and -1 not in places and len(places) >= 0.8 * (max(places) + 1) and len(places) >= _LEAST
