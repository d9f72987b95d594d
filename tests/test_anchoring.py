"""Stretches of a text that are found again after an edit, or known to be gone: never another one for them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.anchoring import AROUND, EXCERPT, GONE, QUOTE_MOST, anchor, find, point
from reader.document import Block, Document, Role
from reader.model import Sight, Sighting

TOWN = (
    "海霧の町に、灯台守の娘が住んでいた。名をしおりという。",
    "朝になると、娘は窓をあけて沖を見る。船は来ない。",
    "「また明日」と娘は言った。",
    "夜の波は黒く、灯だけが数を数えるようにまわっていた。",
    "「また明日」と娘は言った。",
    "ある日、見知らぬ男が坂をのぼってきて、灯台の鍵をくれと言った。",
)


def text(*paragraphs: str) -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, one) for one in paragraphs), "ja")


def quoted(document: Document, found: Sighting) -> str:
    lines = [
        block.text[slice(*stretch)]
        for index, block in enumerate(document.blocks)
        if (stretch := found.within(index, len(block.text))) is not None
    ]
    return "\n".join(lines)


def test_a_stretch_over_several_paragraphs() -> None:
    document = text(*TOWN)
    kept = anchor(document, (1, 10), (3, 4))
    assert kept is not None
    assert kept.quote == f"{TOWN[1][10:]}\n{TOWN[2]}\n{TOWN[3][:4]}"
    assert (kept.block, kept.offset, kept.end_block, kept.end_offset) == (1, 10, 3, 4)
    found = find(document, kept)
    assert found == Sighting(Sight.HERE, 1, 10, 3, 4)
    assert quoted(document, found) == kept.quote
    assert found.within(0, 9) is None
    assert found.within(2, len(TOWN[2])) == (0, len(TOWN[2]))
    assert GONE.within(0, 9) is None


def test_no_letter_is_no_stretch_and_white_space_stays_out() -> None:
    document = text("  海  ", "", "霧")
    assert anchor(document, (0, 0), (0, 2)) is None
    assert anchor(document, (1, 0), (1, 0)) is None
    assert anchor(Document(), (0, 0), (9, 9)) is None
    whole = anchor(document, (9, 9), (-3, -3))
    assert whole is not None
    assert (whole.quote, whole.block, whole.offset, whole.end_block, whole.end_offset) == ("海  \n\n霧", 0, 2, 2, 1)
    long = anchor(text("字" * (QUOTE_MOST + 9)), (0, 0), (0, QUOTE_MOST + 9))
    assert long is not None
    assert len(long.quote) == QUOTE_MOST


def test_a_place_quotes_what_follows() -> None:
    document = text(*TOWN, "", "終")
    kept = point(document, 0, 3)
    assert kept is not None
    assert kept.quote == "\n".join(TOWN)[3 : 3 + EXCERPT].rstrip()
    assert find(document, kept).offset == 3
    at_end = point(document, 99, 0)
    assert at_end is not None
    assert at_end.quote.endswith("終")
    space = point(document, 0, len(TOWN[0]))
    assert space is not None
    assert (space.block, space.offset) == (1, 0)
    assert point(text("", " "), 0, 0) is None
    assert point(Document(), 0, 0) is None


def edited(**changes: str) -> Document:
    lines = list(TOWN)
    for place, line in changes.items():
        lines[int(place[1:])] = line
    return text(*lines)


LAMP = anchor(text(*TOWN), (3, 0), (3, len(TOWN[3])))
FIRST = anchor(text(*TOWN), (2, 0), (2, len(TOWN[2])))
SECOND = anchor(text(*TOWN), (4, 0), (4, len(TOWN[4])))
KEY = anchor(text(*TOWN), (5, TOWN[5].index("鍵を")), (5, TOWN[5].index("鍵を") + 2))


@pytest.mark.parametrize(
    ("kept", "now", "sight", "words"),
    [
        (LAMP, text("まえがき。", *TOWN), Sight.HERE, TOWN[3]),
        (LAMP, text(*TOWN[3:], *TOWN[:3]), Sight.HERE, TOWN[3]),
        (LAMP, edited(_2="娘は黙った。", _4="娘は笑った。"), Sight.HERE, TOWN[3]),
        (LAMP, edited(_3=TOWN[3].replace("黒く", "青く")), Sight.DOUBTFUL, TOWN[3].replace("黒く", "青く")),
        (LAMP, edited(_3=f"ふと、{TOWN[3]}"), Sight.HERE, TOWN[3]),
        (LAMP, edited(_3="雨。"), Sight.GONE, ""),
        # Where what is around it was edited with it, its pieces tell; they do not where there are too few of them.
        (
            LAMP,
            edited(_2="娘は黙った。", _3=TOWN[3].replace("黒く", "青く"), _4="娘は笑った。"),
            Sight.DOUBTFUL,
            TOWN[3].replace("黒く", "青く"),
        ),
        (LAMP, edited(_2="娘は黙った。", _3="灯だけが数を数えるように、娘は息をした。", _4="。"), Sight.GONE, ""),
        (LAMP, text(*TOWN[:3], *TOWN[4:]), Sight.GONE, ""),
        (LAMP, Document(), Sight.GONE, ""),
        # Of two alike, each is itself, and where one is gone the other is never taken for it.
        (FIRST, text("あ", *TOWN), Sight.HERE, TOWN[2]),
        (SECOND, text("あ", *TOWN), Sight.HERE, TOWN[4]),
        (FIRST, edited(_2="娘は黙って灯を見ていた。"), Sight.GONE, ""),
        (SECOND, edited(_4="娘は黙って灯を見ていた。"), Sight.GONE, ""),
        (SECOND, edited(_5="男は来なかった。"), Sight.DOUBTFUL, TOWN[4]),
        # A short one whose surroundings are others is in doubt at best.
        (KEY, edited(_5="鍵を、と言った。"), Sight.DOUBTFUL, "鍵を"),
        (KEY, edited(_5="男は鍵を見て、鍵を置いた。"), Sight.GONE, ""),
    ],
)
def test_after_an_edit(kept: object, now: Document, sight: Sight, words: str) -> None:
    assert kept is not None
    found = find(now, kept)  # type: ignore[arg-type]
    assert (found.sight, quoted(now, found)) == (sight, words)


def test_two_alike_are_told_apart() -> None:
    now = text("あ", *TOWN)
    assert FIRST is not None
    assert SECOND is not None
    assert find(now, FIRST).block == 3
    assert find(now, SECOND).block == 5


def test_the_beginning_and_the_end_are_surroundings_too() -> None:
    document = text("はい。", *TOWN)
    kept = anchor(document, (0, 0), (0, 3))
    assert kept is not None
    assert find(text("はい。", "いいえ。", *TOWN), kept).sight is Sight.DOUBTFUL
    assert find(text("はい！", *TOWN), kept).sight is Sight.DOUBTFUL
    short = anchor(text("はい"), (0, 0), (0, 2))
    assert short is not None
    assert find(text("はい"), short).sight is Sight.HERE
    assert find(text("いいえ、はいはい"), short).sight is Sight.GONE
    assert find(text("いいえ"), short).sight is Sight.GONE


def test_what_is_the_same_everywhere() -> None:
    document = text(*["波の音。"] * 400)
    kept = anchor(document, (200, 0), (200, 4))
    assert kept is not None
    assert find(document, kept) == Sighting(Sight.HERE, 200, 0, 200, 4)
    # All around it is as it was, far and wide: nobody could tell that it is its neighbour.
    assert find(text("序。", *["波の音。"] * 400), kept) == Sighting(Sight.HERE, 200, 0, 200, 4)
    assert find(text("序。", *["波の音。"] * 250), kept).sight is Sight.DOUBTFUL
    many = text("のの" * 15_000)
    far = anchor(many, (0, 29_000), (0, 29_001))
    assert far is not None
    assert find(many, far) == Sighting(Sight.HERE, 0, 29_000, 0, 29_001)


def test_a_long_one_is_compared_by_its_ends() -> None:
    body = "".join(random.Random(7).choices("あいうえおかきくけこさしすせそ", k=5000))
    document = text(TOWN[0] + TOWN[1], body, TOWN[3] + TOWN[5])
    kept = anchor(document, (1, 0), (1, 5000))
    assert kept is not None
    changed = text(TOWN[0] + TOWN[1], f"{body[:2500]}X{body[2500:]}", TOWN[3] + TOWN[5])
    assert find(changed, kept) == Sighting(Sight.DOUBTFUL, 1, 0, 1, 5001)


# --- properties --------------------------------------------------------------------------------------------------

Letter = tuple[str, int]
"""A letter, and which one of the text it was; new ones are -1."""

POOL = [*TOWN, "「はい」", "「はい」", "……", "", "風が吹いた。", "風が吹いた。船が来た。"]


def written(seed: int, count: int) -> list[list[Letter]]:
    chance, out, number = random.Random(seed), list[list[Letter]](), 0
    for _ in range(count):
        line = chance.choice(POOL)
        out.append([(letter, number + at) for at, letter in enumerate(line)])
        number += len(line)
    return out


def rewritten(lines: list[list[Letter]], seed: int, edits: int) -> list[list[Letter]]:
    """Paragraphs cut, grown, parted, joined, moved; what comes new is in letters that no text has."""
    chance = random.Random(seed)
    lines = [list(one) for one in lines]
    for _ in range(edits):
        at = chance.randrange(len(lines)) if lines else 0
        kind = chance.choice(["cut", "grow", "drop", "new", "part", "join", "move"])
        if kind == "new" or not lines:
            lines.insert(at, [(chance.choice("XYZ"), -1) for _ in range(chance.randrange(30))])
            continue
        line = lines[at]
        low, high = sorted([chance.randrange(len(line) + 1), chance.randrange(len(line) + 1)])
        if kind == "cut":
            del line[low:high]
        elif kind == "grow":
            line[low:low] = [(chance.choice("XYZ"), -1) for _ in range(chance.randrange(6))]
        elif kind == "drop":
            del lines[at]
        elif kind == "part":
            lines[at : at + 1] = [line[:low], line[low:]]
        elif kind == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [line + lines[at + 1]]
        elif kind == "move":
            lines.insert(chance.randrange(len(lines)), lines.pop(at))
    return lines


def document_of(lines: list[list[Letter]]) -> Document:
    return text(*("".join(letter for letter, _ in line) for line in lines))


def flat_of(lines: list[list[Letter]]) -> list[Letter]:
    return [one for at, line in enumerate(lines) for one in ([("\n", -2)] if at else []) + line]


def numbers(letters: list[Letter]) -> list[int]:
    return [number for letter, number in letters if number != -2]


def index_of(lines: list[list[Letter]], block: int, offset: int) -> int:
    return sum(len(one) + 1 for one in lines[:block]) + offset


@settings(max_examples=600, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 40), st.integers(0, 8), st.booleans())
def test_never_another_passage_for_it(seed: int, count: int, edits: int, as_point: bool) -> None:
    chance = random.Random(seed)
    lines = written(seed, count)
    document = document_of(lines)
    block = chance.randrange(count)
    offset = chance.randrange(len(lines[block]) + 1)
    end = min(count - 1, block + chance.choice([0, 0, 1, 3]))
    until = chance.randrange(len(lines[end]) + 1)
    kept = point(document, block, offset) if as_point else anchor(document, (block, offset), (end, until))
    if kept is None:
        return
    assert find(document, kept) == Sighting(Sight.HERE, kept.block, kept.offset, kept.end_block, kept.end_offset)
    low = index_of(lines, kept.block, kept.offset)
    was = flat_of(lines)[low : low + len(kept.quote)]

    after = rewritten(lines, seed + 1, edits)
    now, flat = document_of(after), flat_of(after)
    found = find(now, kept)
    string = "".join(letter for letter, _ in flat)
    if found.sight is Sight.HERE:
        here = index_of(after, found.block, found.offset)
        stretch = flat[here : index_of(after, found.end_block, found.end_offset)]
        assert "".join(letter for letter, _ in stretch) == kept.quote
        all_around = kept.before + kept.quote + kept.after
        same_around = string.startswith(all_around, here - len(kept.before))
        # The same words may have come together from elsewhere: if they stood once and stand once, they are the passage.
        stands_once = kept.once and string.count(kept.quote) == 1
        assert set(numbers(stretch)) & set(numbers(was)) or same_around or stands_once
    # Where neither it nor what was around it was touched, it is found, there.
    untouched = flat_of(lines)[max(0, low - len(kept.before)) : low + len(kept.quote) + len(kept.after)]
    at = next((at for at in range(len(flat)) if flat[at : at + len(untouched)] == untouched), -1)
    at_edge = len(kept.before) < AROUND or len(kept.after) < AROUND
    if at >= 0 and string.count(kept.before + kept.quote + kept.after) == 1 and not at_edge:
        assert found.sight is Sight.HERE
        assert index_of(after, found.block, found.offset) == at + len(kept.before)
