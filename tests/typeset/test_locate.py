from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document import Block, Document, Role
from reader.model import Locator
from reader.typeset.locate import Place, locate, resolve

PROSE = [
    "朝の市場はまだ静かで、魚を並べる音だけが聞こえていた。",
    "「おはよう」と少年は言った。",
    "The lamp was lit, and nobody knew by whom.",
    "返事はなかった。彼はもう一度、今度は少し大きな声で言った。",
]


def document(*texts: str) -> Document:
    return Document(tuple(Block(Role.PARAGRAPH, text) for text in texts))


texts = st.lists(st.text("あい「」。ab ", max_size=40), min_size=1, max_size=6)


@given(texts, st.data())
def test_a_place_in_an_unchanged_text_is_found_exactly(blocks: list[str], data: st.DataObject) -> None:
    whole = document(*blocks)
    block = data.draw(st.integers(0, len(blocks) - 1))
    offset = data.draw(st.integers(0, len(blocks[block])))
    assert resolve(whole, locate(whole, block, offset)) == Place(block, offset, exact=True)


@given(st.lists(st.text("かきく。", max_size=30), max_size=4), st.integers(0, 3), st.data())
def test_blocks_put_before_or_after_move_no_place(added: list[str], block: int, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, len(PROSE[block])))
    locator = locate(document(*PROSE), block, offset)
    found = resolve(document(*added, *PROSE, *added), locator)
    assert found == Place(block + len(added), offset, exact=True)


@settings(max_examples=60)
@given(st.integers(0, 3), st.data())
def test_after_a_small_edit_the_place_is_near(block: int, data: st.DataObject) -> None:
    text = PROSE[block]
    offset = data.draw(st.integers(0, len(text)))
    at = data.draw(st.integers(0, len(text)))
    removed = data.draw(st.integers(0, 3))
    put = data.draw(st.text("新しX", max_size=5))
    edited = [*PROSE]
    edited[block] = text[:at] + put + text[at + removed :]
    found = resolve(document(*edited), locate(document(*PROSE), block, offset))
    assert found.block == block
    true = offset if offset <= at else max(at + len(put), offset + len(put) - removed)
    assert abs(found.offset - true) <= len(put) + removed + 4


def test_the_nearest_of_equal_words_is_meant() -> None:
    old = document("「はい」", "ひとつ", "「はい」", "ふたつ", "「はい」")
    new = document("序", "「はい」", "ひとつ", "「はい」", "ふたつ", "「はい」")
    assert resolve(new, locate(old, 2, 1)).block == 3


def test_words_that_are_gone_leave_the_old_place_as_a_guess() -> None:
    old = document(*PROSE)
    found = resolve(document("全く別の話。", "短い。"), locate(old, 1, 9))
    assert found == Place(1, 3, exact=False)


def test_places_outside_are_moved_inside() -> None:
    whole = document("ab")
    assert locate(whole, 9, 9) == Locator(0, 2, "ab", "")
    assert locate(whole, -1, -1) == Locator(0, 0, "", "ab")
    assert locate(Document(), 3, 3) == Locator(0, 0)
    assert resolve(Document(), Locator(3, 3, "a", "b")) == Place(0, 0, exact=False)
    assert resolve(whole, Locator(7, 7)) == Place(0, 2, exact=False)


def test_an_empty_block_is_found_only_where_one_is() -> None:
    old = Document((Block(Role.PARAGRAPH, "a"), Block(Role.SCENE_BREAK)))
    assert resolve(old, locate(old, 1, 0)) == Place(1, 0, exact=True)
    assert resolve(document("a", "b"), locate(old, 1, 0)) == Place(1, 0, exact=False)
