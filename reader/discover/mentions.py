"""The numbers mentioned in one title, each with the words around it.

Owns the walk from tokens to mentions: value, level, place.  Refuses to choose between mentions; a single title cannot
know which of its numbers is its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reader.discover import keywords
from reader.discover.figures import Numeral, Scan
from reader.discover.forms import BEFORE, GLUED_ONLY, PIECES, PLURALS, SAFE_SUFFIXES, VOLUME_HALVES, Level
from reader.discover.joins import extend, extend_behind
from reader.discover.kinds import kind_at
from reader.discover.mention import Mention
from reader.discover.numerals import LETTERS, NUMBER_WORDS, SIGNS, SUPERSCRIPTS
from reader.discover.tokens import BLANK, CLOSING, NUMERIC, OPENING, PAIRS, SEPARATORS, is_boundary, touches

if TYPE_CHECKING:
    from reader.discover.keywords import Keyword
    from reader.discover.tokens import Token

_WALKED: Final = NUMERIC | {"latin"}
_ROMAN_LETTERS: Final = "ivxlcdm"
_STRONG_AFTER_LEAD: Final = frozenset(".,:：;、。)|・-_~") | frozenset(OPENING)
_MENTIONS_CAP: Final = 40
"""Numbers of one title that are looked at; a title with more is a list of figures."""
_WHOLE: Final = "全"
_NOTHING_BEHIND: Final = SEPARATORS + CLOSING + "".join(SIGNS) + "".join(SUPERSCRIPTS)
"""Marks behind a number that leave it the last word; an enclosed sign counts its pieces (12③)."""
_BEFORE_OWN: Final = frozenset(".:：-_#・~") | frozenset(OPENING)


def mentions_of(text: str) -> list[Mention]:
    """The numbers of a folded, masked title, from left to right; they do not overlap."""
    scan = Scan(text)
    tokens = scan.tokens
    found: list[Mention] = []
    at = floor = 0
    while at < len(tokens) and len(found) < _MENTIONS_CAP:
        if not _may_begin(tokens[at]):
            at += 1
            continue
        mention, after = _mention_at(scan, at, floor)
        if mention:
            found.append(mention)
            floor = mention.end
            after = max(after, scan.token_at(floor))
        at = after
    return found


def _may_begin(token: Token) -> bool:
    """Whether a mention can begin with a token: most are words and marks, and looking around them is dear."""
    kind, text = token.kind, token.text
    if kind == "latin":
        return text in NUMBER_WORDS or text in LETTERS or not text.strip(_ROMAN_LETTERS)
    if kind == "cjk":
        return "巻" in text or "卷" in text
    return kind in NUMERIC


def _mention_at(scan: Scan, at: int, floor: int) -> tuple[Mention | None, int]:
    """The mention that token ``at`` begins, and the token to go on with."""
    token = scan.tokens[at]
    if token.kind == "cjk":
        return _volume_half(scan, at), at + 1
    numeral = scan.numeral(at) if token.kind in _WALKED and not _is_keyword(scan, at) else None
    if numeral is None:
        return _letter_numeral(scan, at, floor) if token.kind == "latin" else None, at + 1
    mention = _mention(scan, at, numeral, floor)
    return mention, numeral.after if mention or token.kind != "latin" else at + 1


def _is_keyword(scan: Scan, at: int) -> bool:
    """Whether a word that could be a Roman numeral stands before a number as its keyword: Lv.12."""
    word = scan.word(at)
    if word not in BEFORE or word in GLUED_ONLY:
        return False
    step = at + 1
    while scan.kind(step) == "space" or scan.word(step) == ".":
        step += 1
    return scan.kind(step) in NUMERIC


def _volume_half(scan: Scan, at: int) -> Mention | None:
    token = scan.tokens[at]
    for mark, place in VOLUME_HALVES.items():
        if token.text == mark or (token.text.endswith(mark) and is_boundary(scan.text, token.end)):
            return Mention(token.end - len(mark), token.end, Level.VOLUME, place, str(place), "half", "巻")
    return None


def _letter_numeral(scan: Scan, at: int, floor: int) -> Mention | None:
    """Part B: a letter behind a keyword that counts pieces."""
    token = scan.tokens[at]
    is_letter = token.text in LETTERS and is_boundary(scan.text, token.end)
    keyword = keywords.before(scan, at, floor) if is_letter else None
    tail = scan.text[token.end : token.end + 2]
    if keyword is None or keyword.level is not Level.PART or tail[1:].isalnum():
        return None
    value = LETTERS.index(token.text) + 1
    return Mention(keyword.edge, token.end, Level.PART, value, str(value), "letter", keyword.name)


def _mention(scan: Scan, at: int, numeral: Numeral, floor: int) -> Mention | None:
    """The numeral at token ``at`` with its words, or None where it counts nothing."""
    start, end = scan.tokens[at].start, scan.tokens[numeral.after - 1].end
    keyword = keywords.before(scan, at, floor)
    mention = Mention(start, end, Level.BARE, numeral.value, numeral.text, numeral.script, dotted=numeral.dotted)
    after = extend(scan, numeral, mention, keyword=keyword is not None)
    prefixed = keyword is not None and keyword.is_ordinal_mark
    suffix = keywords.suffix(scan, after, prefixed=prefixed)
    if suffix and _suffix_counts(scan, mention, suffix, keyword, follows_on=0 < floor == start):
        _take_suffix(scan, mention, suffix, keyword)
        return _signed(scan, at, mention)
    if keyword and prefixed:
        return _signed(scan, at, _ordinal(scan, mention, keyword))
    if keyword:
        return _keyworded(scan, at, mention, keyword)
    noun = keywords.follower(scan, after, ordinal=numeral.ordinal)
    if noun and (noun.level is not Level.NONE or numeral.script == "words") and _opens_phrase(scan, start):
        mention.level, mention.end = noun.level, noun.edge
        mention.shape = "ordinal" if noun.level is not Level.NONE else f"?{noun.name}"
        if scan.text[:start].endswith("the "):
            mention.start -= len("the ")
        return mention
    return None if numeral.ordinal and numeral.script == "digits" else _bare(scan, mention)


def _opens_phrase(scan: Scan, start: int) -> bool:
    """Whether an ordinal begins what it stands in: the second part, my first stage, but not "of the second part"."""
    left = scan.text[:start].rstrip(" ")
    for article in ("the", "my"):
        left = left.removesuffix(article).rstrip(" ")
    return not left or left[-1] in SEPARATORS or left[-1] in OPENING


# --- with words --------------------------------------------------------------------------------------------------


def _suffix_counts(scan: Scan, mention: Mention, suffix: Keyword, keyword: Keyword | None, *, follows_on: bool) -> bool:
    """Whether a counter makes a part number: always behind 第, else where nothing touches it."""
    if keyword and keyword.is_ordinal_mark:
        return True
    left = scan.text[mention.start - 1 : mention.start]
    if left and (left in "全計約毎数総" or left.isdecimal()):
        return False
    step = scan.token_at(suffix.edge)
    if scan.text[suffix.edge : suffix.edge + 1] == "の" and scan.kind(step) not in NUMERIC:
        return False
    if suffix.name in SAFE_SUFFIXES and mention.script != "kanji":
        return True
    if keyword is None and not follows_on and not is_boundary(scan.text, mention.start - 1):
        return False
    goes_on = scan.kind(step) in NUMERIC or scan.word(step) == "第" or kind_at(scan.text, suffix.edge) is not None
    return is_boundary(scan.text, suffix.edge) or suffix.name in SAFE_SUFFIXES or goes_on


def _take_suffix(scan: Scan, mention: Mention, suffix: Keyword, keyword: Keyword | None) -> None:
    mention.level, mention.end = suffix.level, suffix.edge
    mention.shape = f"第{suffix.name}"
    if keyword:
        mention.start = keyword.edge
        if not keyword.is_ordinal_mark:
            mention.level, mention.shape = keyword.level, keyword.name
    elif suffix.name not in SAFE_SUFFIXES:
        mention.shape = f"?{suffix.name}"
    extend_behind(scan, mention)


def _ordinal(scan: Scan, mention: Mention, keyword: Keyword) -> Mention:
    """第N before a word that the table lacks: its first sign is the counter, if the set repeats it."""
    mention.start = keyword.edge
    if is_boundary(scan.text, mention.end):
        mention.level, mention.shape = Level.EPISODE, "第"
    else:
        mention.level, mention.shape = Level.NONE, f"?第{scan.text[mention.end]}"
        mention.end += 1
    return mention


def _signed(scan: Scan, at: int, mention: Mention) -> Mention:
    if scan.word(at - 1) == "-" and scan.tokens[at - 1].start > mention.start:
        mention.negative = True
        mention.text = f"-{mention.text}"
    return mention


def _keyworded(scan: Scan, at: int, mention: Mention, keyword: Keyword) -> Mention | None:
    follow = scan.text[mention.end : mention.end + 1]
    touched = touches(follow)
    if touched and keyword.name in GLUED_ONLY and follow not in "cevpbs第":
        return None
    if touched and mention.script == "kanji" and keyword.name in PIECES and follow != "の":
        return None
    mention.level, mention.shape, mention.start = keyword.level, keyword.name, keyword.edge
    if keyword.name in PLURALS:
        mention.shape, mention.ranges = keyword.name[:-1], mention.minor is not None
    if keyword.level is Level.PART and mention.script == "roman" and (letter := scan.word(at)) in {"c", "d"}:
        mention.value = LETTERS.index(letter) + 1
        mention.text = str(mention.value)
    _close_frame(scan, mention)
    return _signed(scan, at, mention)


def _close_frame(scan: Scan, mention: Mention) -> None:
    """Take the closing bracket of a bracket that opened between keyword and number, or right before the keyword."""
    between = scan.text[mention.start : mention.end]
    closing = scan.text[mention.end : mention.end + 1]
    if closing and any(PAIRS[sign] == closing for sign in between if sign in PAIRS):
        mention.end += 1
    else:
        _frame(scan, mention)


def number_behind(text: str, offset: int) -> Mention | None:
    """The number right behind the offset, for the words of a special: 番外編1 犬, Interlude II."""
    scan = Scan(text)
    step = scan.token_at(offset)
    while scan.kind(step) == "space" or scan.word(step) in _BEFORE_OWN:
        step += 1
    numeral = scan.numeral(step)
    if numeral is None or scan.tokens[step].start < offset:
        return None
    start, end = scan.tokens[step].start, scan.tokens[numeral.after - 1].end
    loose = numeral.script in {"roman", "words"} and text[end : end + 1] == " " and text[end + 1 : end + 2].isalnum()
    if loose or not is_boundary(text, end):
        return None
    mention = Mention(start, end, Level.BARE, numeral.value, numeral.text, numeral.script, "own", numeral.dotted)
    extend(scan, numeral, mention, keyword=True)
    _frame(scan, mention)
    return mention


# --- without words -----------------------------------------------------------------------------------------------


def _bare(scan: Scan, mention: Mention) -> Mention | None:
    """A number without a word: where it stands is all there is."""
    left, right = scan.text[: mention.start], scan.text[mention.end :]
    if mention.script in {"sign", "super"}:
        mention.shape = "sign" if left.strip(SEPARATORS) else "lead"
        return mention if left.strip(SEPARATORS) or right.strip(SEPARATORS) else _placed(scan, mention)
    touched_left, touched_right = touches(left[-1:]), touches(right[:1])
    if mention.script in {"roman", "words"} and (touched_left or touched_right):
        return None
    if touched_right:
        return _day_alone(scan, mention) or _whole(scan, mention)
    hangs_on_letter = left[-1:] in {".", "-", "'"} and left[-2:-1].isalpha() and left[-2:-1].isascii()
    if mention.script == "digits" and ((touched_left and left[-1].isascii()) or (hangs_on_letter and left[-1] != "-")):
        return None
    return _placed(scan, mention)


def _day_alone(scan: Scan, mention: Mention) -> Mention | None:
    """三日 as a whole title is a day of a diary."""
    if (
        scan.text[mention.end :].strip(SEPARATORS) == "日"
        and not scan.text[: mention.start].strip(SEPARATORS)
        and BLANK not in scan.text
    ):
        mention.level, mention.shape, mention.end = Level.WEAK, "?日", len(scan.text)
        return mention
    return None


def _whole(scan: Scan, mention: Mention) -> Mention | None:
    """全7回 and 全7回の3: how many there are, and which this is."""
    if scan.text[mention.start - 1 : mention.start] != _WHOLE:
        return None
    suffix = keywords.suffix(scan, scan.token_at(mention.end), prefixed=False)
    if suffix is None:
        return None
    end, step = suffix.edge, scan.token_at(suffix.edge)
    total = Mention(
        mention.start - 1, end, Level.TOTAL, mention.value, mention.text, mention.script, "全", total=mention.value
    )
    run = scan.text[end : end + 4]
    skip = next((len(word) for word in ("のうち第", "の第", "中の", "のうち", "の", "中") if run.startswith(word)), 0)
    step = scan.token_at(end + skip)
    numeral = scan.numeral(step) if skip else None
    if numeral is None:
        return total
    total.level, total.value, total.text = Level.FRAGMENT, numeral.value, numeral.text
    total.end = scan.tokens[numeral.after - 1].end
    return total


def _placed(scan: Scan, mention: Mention) -> Mention | None:
    """Name the place of a bare number: sole, lead, trail, framed at the end; in the midst it hardly counts."""
    _frame(scan, mention)
    left, right = scan.text[: mention.start], scan.text[mention.end :]
    left_empty, right_empty = not left.strip(SEPARATORS + OPENING), not right.strip(_NOTHING_BEHIND)
    if left_empty and right_empty:
        mention.shape = "sole"
    elif left_empty:
        strong = mention.framed or right[0] in _STRONG_AFTER_LEAD or right[1:2] in {"-", "|", ":", "~"}
        if mention.script == "words" and not strong:
            return None
        mention.shape = "lead" if strong else "lead "
    elif right_empty:
        mention.shape = "end()" if mention.framed else "trail" if left[-1] in SEPARATORS else "trail glued"
    elif mention.framed:
        mention.shape = "mid()"
    elif left[-1] in SEPARATORS and mention.script in {"digits", "kanji"}:
        mention.shape = "mid"
    else:
        return None
    if mention.script == "roman":
        mention.shape += " roman"
    return mention


def _frame(scan: Scan, mention: Mention) -> None:
    """Widen a mention over the brackets that touch it."""
    opening = scan.text[mention.start - 1 : mention.start]
    closing = scan.text[mention.end : mention.end + 1]
    if opening and closing and PAIRS.get(opening) == closing:
        mention.start -= 1
        mention.end += 1
        mention.framed = True
