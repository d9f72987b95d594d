"""The numbers mentioned in one title, each with the words around it.

Owns the scan: a title becomes tokens, tokens become mentions (value, level, place).  Refuses to choose between
mentions; a single title cannot know which of its numbers is its own.  Offsets are code points of the folded title,
which are those of the title itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from reader.discover import numerals
from reader.discover.forms import (
    AFTER,
    BEFORE,
    CJK_BEFORE,
    GLUED_ONLY,
    SAFE_SUFFIXES,
    SUFFIX_LENGTHS,
    SUFFIXES,
    VOLUME_HALVES,
    Level,
)

TITLE_CAP: Final = 500
"""Code points of a title that are looked at."""

_DIGITS_CAP: Final = 9
_NUMERALS: Final = re.escape(numerals.KANJI)
_SIGNS: Final = re.escape("".join(numerals.SIGNS))
_TOKEN: Final = re.compile(
    r"(?P<keycap>[0-9]\ufe0f?\u20e3)"
    r"|(?P<digits>[0-9]+)"
    r"|(?P<space>\s+)"
    r"|(?P<latin>[a-z\u00df-\u024f\u1e00-\u1eff]+)"
    rf"|(?P<kanji>[{_NUMERALS}]+)"
    rf"|(?P<cjk>(?:(?![{_NUMERALS}])[\u3041-\u3096\u30a1-\u30fa\u30fc\u3005\u3400-\u9fff\uf900-\ufaff])+)"
    r"|(?P<hangul>[\uac00-\ud7a3]+)"
    rf"|(?P<sign>[{_SIGNS}])"
    r"|(?P<super>[⁰¹²³⁴-⁹₀-₉]+)"
    r"|(?P<roman>[\u2160-\u217f]+)"
    r"|(?P<fraction>[½¼¾])"
    r"|(?P<word>[\u0370-\u052f\u0e00-\u0e7f]+)"
    r"|(?P<punct>.)",
    re.DOTALL,
)
LETTERS: Final = frozenset({"latin", "cjk", "hangul", "word"})
_NUMERIC: Final = frozenset({"digits", "kanji", "sign", "super", "roman", "fraction", "keycap", "latin"})

# Dates, times and versions are blanked: they count nothing.
_KAN: Final = "[0-9〇零一二三四五六七八九十廿卅]{1,4}"
_DATE: Final = re.compile(
    rf"{_KAN}年(?:{_KAN}月(?:{_KAN}日)?|(?=[^目]|$))|{_KAN}月{_KAN}日|(?<![0-9])[0-9]{{4}}([-/.])[0-9]{{1,2}}(?:\1[0-9]{{1,2}})?(?![0-9])"
    r"|(?<![0-9])[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|(?<![0-9.])-?[0-9]{1,2}:[0-9]{1,3}(?::[0-9]{2})?(?![0-9])"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? [0-9]{1,2}(?:st|nd|rd|th)?(?:,? [0-9]{4})?(?![0-9.])"
    r"|(?<![0-9])[0-9]{1,2}(?:st|nd|rd|th)? (?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b(?:,? [0-9]{4})?|[0-9]{4}년 ?(?:[0-9]{1,2}월 ?(?:[0-9]{1,2}일)?)?|[0-9]{1,2}월 ?[0-9]{1,2}일"
)
FULL_DATE: Final = re.compile(
    r"(?<![0-9])([0-9]{4})(?:年 ?|[-/.])([0-9]{1,2})(?:月 ?|[-/.])([0-9]{1,2})(?![0-9])|([0-9]{4})([01][0-9])([0-3][0-9])(?![0-9])"
)
_VERSION: Final = re.compile(r"(?<=[0-9話话)\]）】 ])v[0-9]{1,2}\b(?![ ]?(?:c|ch)[0-9])")
_BLANK: Final = "\x1a"

_OPENING: Final = "([{<〈《「『【〔［（〖“\"'~‹«〘"
_CLOSING: Final = ")]}>〉》」』】〕］）〗”\"'~›»〙"
_PAIRS: Final = dict(zip(_OPENING, _CLOSING, strict=True))
SEPARATORS: Final = " .,:;|/\\_-・、。，：；│‖~☆★*+=§¶†\u30fb‥…◆◇■□●○▼▽▲△♪→⇒\x1a〓"
"""Marks that set a number off from a title."""


class Token(NamedTuple):
    """A run of one script: its kind (a group of the scanner), offsets and text."""

    kind: str
    start: int
    end: int
    text: str


class Numeral(NamedTuple):
    """A number as written: value, plain text, script, and the token after it; ``dotted`` keeps what follows a dot."""

    value: int
    text: str
    script: str
    after: int
    dotted: str = ""
    ordinal: bool = False


@dataclass(slots=True)
class Mention:
    """A number of a title, with what it counts and where it stands (offsets cover its words and brackets)."""

    start: int
    end: int
    level: Level
    value: int
    text: str
    script: str
    shape: str = ""
    """Keyword or place, the same for the same form; forms are compared over the set by it."""
    dotted: str = ""
    minor: int | None = None
    """The second of a pair: 24-3, 一の二."""
    upto: int | None = None
    total: int | None = None
    letter: int = 0
    negative: bool = False
    framed: bool = False
    """Whether brackets enclose it."""
    pair: str = ""
    """What joins the two numbers of a pair or range."""


def mask(folded: str) -> str:
    """The folded title with dates, times and version marks blanked, offsets kept."""
    blanked = _DATE.sub(lambda found: _BLANK * len(found[0]), folded)
    return _VERSION.sub(lambda found: _BLANK * len(found[0]), blanked)


def tokens_of(text: str) -> list[Token]:
    """The folded text as runs of one script."""
    return [Token(found.lastgroup or "punct", found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]


class _Scan:
    """One walk over the tokens of a title."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)

    # numerals

    def kind(self, at: int) -> str:
        return self.tokens[at].kind if 0 <= at < len(self.tokens) else ""

    def word(self, at: int) -> str:
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def numeral(self, at: int) -> Numeral | None:
        kind = self.kind(at)
        if kind == "digits":
            return self._digits(at)
        if kind == "kanji":
            value = numerals.kanji_number(self.word(at))
            return None if value is None else Numeral(value, str(value), "kanji", at + 1)
        if kind == "latin":
            return self._words(at) or self._roman(at)
        if kind == "roman":
            value = numerals.roman_number("".join(numerals.ROMAN_SIGNS[sign] for sign in self.word(at)))
            return None if value is None else Numeral(value, str(value), "roman", at + 1)
        if kind == "sign":
            value = numerals.SIGNS[self.word(at)]
            return Numeral(value, str(value), "sign", at + 1)
        if kind == "keycap":
            return self._keycaps(at)
        if kind == "super":
            text = "".join(numerals.SUPERSCRIPTS[sign] for sign in self.word(at))[:_DIGITS_CAP]
            return Numeral(int(text), str(int(text)), "super", at + 1)
        if kind == "fraction":
            dotted = str(numerals.FRACTIONS[self.word(at)])[2:]
            return Numeral(0, f"0.{dotted}", "fraction", at + 1, dotted)
        return None

    def _keycaps(self, at: int) -> Numeral:
        end = at
        while self.kind(end) == "keycap" and end - at < _DIGITS_CAP:
            end += 1
        value = int("".join(token.text[0] for token in self.tokens[at:end]))
        return Numeral(value, str(value), "sign", end)

    def _digits(self, at: int) -> Numeral | None:
        text, after = self.word(at), at + 1
        if len(text) > _DIGITS_CAP:
            return None
        if self.kind(after) == "kanji" and self.word(after)[0] in numerals.KANJI_UNITS:
            value = numerals.kanji_number(text + self.word(after))
            return None if value is None else Numeral(value, str(value), "kanji", after + 1)
        if self.word(after) == "," and self._grouped(at):
            return Numeral(int(text + self.word(after + 1)), text + self.word(after + 1), "digits", after + 2)
        value = int(text)
        plain = str(value)
        if self.word(after) == "." and self.kind(after + 1) == "digits" and len(self.word(after + 1)) <= _DIGITS_CAP:
            dotted = self.word(after + 1)
            return Numeral(value, f"{plain}.{dotted}", "digits", after + 2, dotted)
        if self.kind(after) == "fraction":
            dotted = str(numerals.FRACTIONS[self.word(after)])[2:]
            return Numeral(value, f"{plain}.{dotted}", "digits", after + 1, dotted)
        if self.kind(after) == "latin" and self.word(after) in {"st", "nd", "rd", "th"}:
            return Numeral(value, plain, "digits", after + 1, ordinal=True)
        if self.word(after) in {"ª", "º"}:
            return Numeral(value, plain, "digits", after + 1, ordinal=True)
        return Numeral(value, plain, "digits", after)

    def _grouped(self, at: int) -> bool:
        follow = self.word(at + 2)
        return len(self.word(at)) <= 3 and self.kind(at + 2) == "digits" and len(follow) == 3  # noqa: PLR2004 -- 1,000

    def _words(self, at: int) -> Numeral | None:
        words: list[str] = []
        after = at
        before = 0
        while True:
            step = after
            if words:
                if self.word(step) not in {" ", "-"}:
                    break
                step += 1
                if self.word(step) == "and" and before >= 100 and self.word(step + 1) == " ":  # noqa: PLR2004
                    step += 2
            word = self.word(step)
            if (
                not words
                and word == "a"
                and self.word(step + 1) == " "
                and self.word(step + 2) in {"hundred", "thousand"}
            ):
                step += 2
                word = self.word(step)
            if word not in numerals.NUMBER_WORDS or (words and not numerals.joins_words(before, word)):
                break
            words.append(word)
            before = numerals.NUMBER_WORDS[word]
            after = step + 1
            if word in numerals.ORDINAL_WORDS:
                break
        if not words:
            return None
        value = numerals.words_number(words)
        return Numeral(value, str(value), "words", after, ordinal=words[-1] in numerals.ORDINAL_WORDS)

    def _roman(self, at: int) -> Numeral | None:
        value = numerals.roman_number(self.word(at))
        if value is None or self.kind(at - 1) == "digits" or self.kind(at + 1) == "digits":
            return None
        if self.word(at + 1) == "'" and self.kind(at + 2) == "latin":
            return None
        return Numeral(value, str(value), "roman", at + 1)

    # what stands around

    def before(self, at: int) -> tuple[Level, str, int] | None:
        """The keyword before token ``at``: its level, its name, and the offset where it starts."""
        step = at - 1
        glued = True
        if self.word(step) == "-" and self.kind(at) == "digits" and self.tokens[step].end == self.tokens[at].start:
            ahead = step - 1
            if self.word(ahead)[-1:] == "第" or (self.kind(ahead) == "space" and self.word(ahead - 1) in BEFORE):
                step = ahead
        while step >= 0 and at - step <= 5:  # noqa: PLR2004 -- "Chapter - (the 12th"
            word, kind = self.word(step), self.kind(step)
            if kind == "space" or word in ".:-_,([<~#№" or (kind == "latin" and word == "the"):
                if word in "#№" and kind == "punct":
                    return self.before_sign(step) or (Level.SIGN, "#", self.tokens[step].start)
                glued = False
                step -= 1
                continue
            break
        if step < 0:
            return None
        word, kind, start = self.word(step), self.kind(step), self.tokens[step].start
        if kind in {"latin", "word"}:
            level = self._latin_before(step, word, glued=glued)
            if level is not None:
                return level, word.rstrip("s"), start
        if kind in {"cjk", "hangul"}:
            return self._cjk_before(step, word)
        return None

    def before_sign(self, step: int) -> tuple[Level, str, int] | None:
        """The keyword before a number sign: Issue #12."""
        at_sign = step - 1
        while inner >= 0 and (self.kind(inner) == "space" or self.word(inner) in ".:-"):
            inner -= 1
        word = self.word(inner)
        if inner >= 0 and word in BEFORE and word not in GLUED_ONLY:
            return BEFORE[word], word, self.tokens[inner].start
        return None

    def _latin_before(self, step: int, word: str, *, glued: bool) -> Level | None:
        level = BEFORE.get(word)
        if level is None and self.kind(step) == "word":
            level = next((BEFORE[key] for key in ("ตอนที่", "บทที่", "เล่ม") if word.endswith(key)), None)
        if level is None or (word in GLUED_ONLY and not glued):
            return None
        if word in GLUED_ONLY and self.kind(step - 1) in {"cjk", "hangul", "kanji"} and word != "p":
            return None
        return level

    def _cjk_before(self, step: int, word: str) -> tuple[Level, str, int] | None:
        end = self.tokens[step].end
        if word[-1] in "第제":
            inner = word[:-1]
            for key in ("巻", "卷", "幕", "話", "章", "部"):
                if inner.endswith(key):
                    return SUFFIXES[key][0], f"第{key}", end - 2
            return Level.BARE, "第", end - 1
        for size in range(min(6, len(word)), 0, -1):
            level = CJK_BEFORE.get(word[-size:])
            if level is not None:
                return level, word[-size:], end - size
        return None

    def suffix(self, after: int, *, prefixed: bool) -> tuple[Level, str, int] | None:
        """The counter after a numeral that ended before token ``after``: its level, its name, and its end offset."""
        if prefixed and self.kind(after) == "space":
            after += 1
        if self.kind(after) not in {"cjk", "hangul"}:
            return None
        run = self.word(after)
        for size in SUFFIX_LENGTHS:
            key = run[:size]
            if len(key) == size and key in SUFFIXES:
                level, excluded = SUFFIXES[key]
                follow = run[size : size + 1] or (self.word(after + 1)[:1] if self.kind(after + 1) == "kanji" else "")
                if follow and follow in excluded:
                    return None
                return level, key, self.tokens[after].start + size
        return None

    def is_boundary(self, offset: int) -> bool:
        """Whether no letter or numeral stands at the offset."""
        if not 0 <= offset < len(self.text):
            return True
        return not self.text[offset].isalnum()


def mentions_of(text: str) -> list[Mention]:
    """The numbers of a folded, masked title, from left to right; they do not overlap."""
    scan = _Scan(text)
    found: list[Mention] = []
    at = 0
    floor = 0
    while at < len(scan.tokens):
        token = scan.tokens[at]
        if token.kind not in _NUMERIC:
            mention = _volume_half(token) if token.kind == "cjk" else None
            if mention:
                found.append(mention)
                floor = mention.end
            at += 1
            continue
        numeral = scan.numeral(at)
        mention = numeral and _mention(scan, at, numeral, floor)
        if mention and numeral:
            found.append(mention)
            floor = mention.end
            at = numeral.after
            while at < len(scan.tokens) and scan.tokens[at].start < mention.end:
                at += 1
        else:
            at = numeral.after if numeral and numeral.script != "roman" and token.kind != "latin" else at + 1
    return found


def _volume_half(token: Token) -> Mention | None:
    for mark, place in VOLUME_HALVES.items():
        if token.text.startswith(mark) or token.text.endswith(mark):
            start = token.start if token.text.startswith(mark) else token.end - len(mark)
            return Mention(start, start + len(mark), Level.VOLUME, place, str(place), "half", shape="巻half")
    return None


def _mention(scan: _Scan, at: int, numeral: Numeral, floor: int) -> Mention | None:
    """The numeral at token ``at`` with its words, or None where it counts nothing."""
    start, end = scan.tokens[at].start, scan.tokens[numeral.after - 1].end
    keyword = scan.before(at)
    if keyword and keyword[2] < floor:
        keyword = None
    first = Mention(start, end, Level.BARE, numeral.value, numeral.text, numeral.script, dotted=numeral.dotted)
    after = _extend(scan, numeral, first, keyword=keyword is not None)
    prefixed = keyword is not None and keyword[1] == "第"
    suffix = scan.suffix(after, prefixed=prefixed)
    if suffix and _suffix_counts(scan, first, suffix, prefixed=prefixed, keyword=keyword is not None):
        level, name, first.end = suffix
        first.start = keyword[2] if prefixed and keyword else first.start
        first.level, first.shape = level, f"第{name}"
        if keyword and not prefixed and keyword[0] is not Level.BARE:
            first.level, first.start = keyword[0], keyword[2]
        _pair_after_suffix(scan, first)
        return _negative(scan, at, first)
    if prefixed and keyword:
        if not scan.is_boundary(first.end):
            return _ordinal_word(scan, first, keyword)
        first.level, first.shape, first.start = Level.EPISODE, "第", keyword[2]
        return _negative(scan, at, first)
    if keyword:
        return _keyworded(scan, at, first, keyword)
    if numeral.ordinal and (word := _ordinal_follower(scan, after)):
        level, last = word
        first.level, first.shape, first.end = level, "ordinal", last
        return first
    return _bare(scan, first)


def _suffix_counts(
    scan: _Scan, mention: Mention, suffix: tuple[Level, str, int], *, prefixed: bool, keyword: bool
) -> bool:
    if prefixed:
        return True
    _, name, end = suffix
    left = scan.text[mention.start - 1 : mention.start]
    if left in {"全", "計", "約", "毎", "数", "総", "第"} or (left and left.isdecimal()):
        return False
    if name in SAFE_SUFFIXES and (mention.script != "kanji" or scan.is_boundary(mention.start - 1)):
        return True
    return (keyword or scan.is_boundary(mention.start - 1)) and scan.is_boundary(end)


def _ordinal_word(scan: _Scan, mention: Mention, keyword: tuple[Level, str, int]) -> Mention | None:
    """第N before a word that the table lacks: its first sign is the counter, if the set repeats it."""
    mention.start = keyword[2]
    mention.shape = f"第?{scan.text[mention.end]}"
    mention.end += 1
    return mention


def _negative(scan: _Scan, at: int, mention: Mention) -> Mention:
    if scan.word(at - 1) == "-" and scan.tokens[at - 1].start > mention.start:
        mention.negative = True
        mention.text = f"-{mention.text}"
    return mention


def _keyworded(scan: _Scan, at: int, mention: Mention, keyword: tuple[Level, str, int]) -> Mention | None:
    level, name, start = keyword
    if mention.script == "roman" and not scan.is_boundary(mention.end) and scan.text[mention.end] not in "'":
        return None
    glued_text = mention.end < len(scan.text) and mention.script == "digits" and scan.text[mention.end].isalpha()
    if glued_text and mention.start - start == len(name) and name in GLUED_ONLY and level is not Level.VOLUME:
        follows = scan.text[mention.end]
        if follows not in "cevpbs":
            return None
    if level is Level.PART and name in {"その", "其の", "其", "其之", "其ノ", "そのノ"} and mention.script == "kanji":
        if not scan.is_boundary(mention.end) and scan.text[mention.end] not in "のー":
            return None
    mention.level, mention.shape, mention.start = level, name, start
    _close_frame(scan, mention)
    return _negative(scan, at, mention)


def _close_frame(scan: _Scan, mention: Mention) -> None:
    """Take the closing bracket of a bracket that opened between keyword and number."""
    between = scan.text[mention.start : mention.end]
    for opening, closing in _PAIRS.items():
        if opening in between and closing not in between and scan.text[mention.end : mention.end + 1] == closing:
            mention.end += 1
            return


def _ordinal_follower(scan: _Scan, after: int) -> tuple[Level, int] | None:
    if scan.word(after) == "." and scan.kind(after + 1) == "space":
        after += 1
    if scan.kind(after) != "space":
        return None
    level = AFTER.get(scan.word(after + 1))
    return None if level is None else (level, scan.tokens[after + 1].end)


_RANGE_JOINS: Final = {
    "-": "-",
    "~": "~",
    "&": "&",
    "+": "&",
    "and": "&",
    "to": "~",
    "の": "の",
    "ノ": "の",
    "之": "の",
    "/": "/",
    "と": "&",
    "of": "of",
    "から": "~",
    ":": ":",
}


def _extend(scan: _Scan, numeral: Numeral, mention: Mention, *, keyword: bool) -> int:
    """Take what goes on from the numeral: a letter, a second number.  Returns the token after it all."""
    after = numeral.after
    if mention.script == "digits" and _letter_suffix(scan, after, mention, keyword=keyword):
        after = next(
            i
            for i in range(after, len(scan.tokens) + 1)
            if i == len(scan.tokens) or scan.tokens[i].start >= mention.end
        )
    join = after
    spaced = scan.kind(join) == "space"
    join += spaced
    name = _RANGE_JOINS.get(scan.word(join))
    if name is None:
        return after
    second_at = join + 1
    if scan.kind(second_at) == "space":
        second_at += 1
    if scan.kind(second_at) == "cjk" and scan.word(second_at) == "第":
        second_at += 1
    second = scan.numeral(second_at)
    if second is None or not _joins(scan, mention, second, second_at, name):
        return after
    mention.end = scan.tokens[second.after - 1].end
    mention.pair = name
    if name in {"of", "/"}:
        mention.total = second.value
    elif name in {"の"} or name == "-":
        mention.minor = second.value
    else:
        mention.upto = second.value
    mention.pair = f" {name}" if spaced else name
    return second.after


def _joins(scan: _Scan, mention: Mention, second: Numeral, second_at: int, name: str) -> bool:
    """Whether a second number belongs to the first: same script, nothing glued to it, and a join that makes sense."""
    same = second.script == mention.script or {second.script, mention.script} <= {"digits", "roman", "words"}
    if not same or (mention.script == "roman") != (second.script == "roman") and name != "-":
        return False
    end = scan.tokens[second.after - 1].end
    if name == "の":
        return mention.script in {"kanji", "digits"} and (scan.is_boundary(end) or scan.text[end] in "上中下")
    if name == ":":
        return False
    if name == "of":
        tail = scan.text[end:].lstrip(" ")
        return not tail or not tail[0].isalnum()
    if scan.is_boundary(end):
        return name != "&" or second.value > mention.value
    return scan.suffix(second.after, prefixed=True) is not None or scan.kind(second.after) == "latin" and name == "-"


def _letter_suffix(scan: _Scan, after: int, mention: Mention, *, keyword: bool) -> bool:
    """12a, 12-a, 300,a: one letter that ends there."""
    step = after
    if scan.word(step) in {"-", ","} and keyword:
        step += 1
    word = scan.word(step)
    if scan.kind(step) != "latin" or len(word) != 1 or not "a" <= word <= "h":
        return False
    if not scan.is_boundary(scan.tokens[step].end):
        return False
    mention.letter = ord(word) - ord("a") + 1
    mention.end = scan.tokens[step].end
    return True


def _pair_after_suffix(scan: _Scan, mention: Mention) -> None:
    """第3話～第5話 and 12話の3: the second number stands behind the counter."""
    rest = scan.text[mention.end : mention.end + 4]
    if rest[:1] in {"~", "-"} and rest[1:2] and (rest[1] == "第" or rest[1].isdecimal()):
        step = next((i for i, token in enumerate(scan.tokens) if token.start == mention.end + 1), None)
        if step is None:
            return
        step += scan.word(step) == "第"
        second = scan.numeral(step)
        if second and second.value > mention.value and (suffix := scan.suffix(second.after, prefixed=True)):
            mention.upto, mention.end = second.value, suffix[2]


def _bare(scan: _Scan, mention: Mention) -> Mention | None:
    """A number without a word: where it stands is all there is."""
    left, right = scan.text[: mention.start], scan.text[mention.end :]
    glued_left = bool(left) and (left[-1].isalnum())
    glued_right = bool(right) and (right[0].isalnum())
    if mention.script in {"roman", "words"} and (glued_left or glued_right):
        return None
    if mention.script == "sign" or mention.script == "super":
        mention.shape = "sign"
        return mention if left.strip(SEPARATORS) or right.strip(SEPARATORS) else _place(scan, mention)
    if glued_right:
        return _day_alone(scan, mention) or _total_first(scan, mention)
    if glued_left and (mention.script == "digits" and left[-1].isascii()):
        return None
    return _place(scan, mention)


def _day_alone(scan: _Scan, mention: Mention) -> Mention | None:
    if scan.text[mention.end :].strip(SEPARATORS) == "日" and not scan.text[: mention.start].strip(SEPARATORS):
        mention.level, mention.shape, mention.end = Level.WEAK, "日", len(scan.text)
        return mention
    return None


_TOTAL_FIRST: Final = re.compile(r"(?:話|回|部|章|編)(?:の|中(?:の)?)?(?:第)?")


def _total_first(scan: _Scan, mention: Mention) -> Mention | None:
    """全7回の3: the total stands before the number."""
    if scan.text[mention.start - 1 : mention.start] != "全":
        return None
    found = _TOTAL_FIRST.match(scan.text, mention.end)
    step = found and next((i for i, token in enumerate(scan.tokens) if token.start == found.end()), None)
    numeral = None if step is None else scan.numeral(step)
    if numeral is None or not found:
        return None
    end = scan.tokens[numeral.after - 1].end
    return Mention(
        mention.start - 1,
        end,
        Level.FRAGMENT,
        numeral.value,
        numeral.text,
        numeral.script,
        "total",
        total=mention.value,
    )


def _place(scan: _Scan, mention: Mention) -> Mention | None:
    """Name the place of a bare number: sole, lead, trail, framed at the end; in the midst it counts nothing."""
    _frame(scan, mention)
    left, right = scan.text[: mention.start], scan.text[mention.end :]
    left_empty, right_empty = not left.strip(SEPARATORS), not right.strip(SEPARATORS)
    if left_empty and right_empty:
        mention.shape = "sole"
    elif left_empty:
        strong = bool(right[:1]) and (
            right[0] in ".,:;、。)：|・-_~" or right[:2] in {" -", " |", " :"} or mention.framed or right[0] in _OPENING
        )
        if mention.script == "words" and not strong:
            return None
        mention.shape = "lead" if strong else "lead "
    elif right_empty:
        mention.shape = "end()" if mention.framed else "trail" if left[-1:] in SEPARATORS else "trail glued"
    elif mention.framed:
        mention.shape = "mid()"
    else:
        return None
    if mention.script == "roman":
        mention.shape += " roman"
    return mention


def _frame(scan: _Scan, mention: Mention) -> None:
    """Widen a mention over the brackets that touch it."""
    opening = scan.text[mention.start - 1 : mention.start]
    closing = scan.text[mention.end : mention.end + 1]
    if opening and closing and _PAIRS.get(opening) == closing:
        mention.start -= 1
        mention.end += 1
        mention.framed = True


def exact(mention: Mention) -> Decimal:
    """The value with its sign."""
    return Decimal(-mention.value if mention.negative else mention.value)
