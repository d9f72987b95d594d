from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.typeset.linebreak import SOFT_HYPHEN, Breaker, Breaking, line_starts
from reader.typeset.pairs import Rules
from reader.typeset.width import cells, cluster_spans, clusters

NEVER_STARTS = "」』）〕］｝〉》】。、．，！？・：；々ーゝヽっゃァヶ"
NEVER_ENDS = "「『（〔［｛〈《【"

prose = st.text("あいう漢字猫ァー。、「」『』（）！？…‥―“”々・ 　abz09-./é", max_size=60)
anything = st.text(max_size=40)
widths = st.integers(1, 30)


def lines_of(text: str, width: int, *, vertical: bool = False) -> list[str]:
    starts = line_starts(text, width, vertical=vertical)
    return [text[start:end] for start, end in zip([0, *starts], [*starts, len(text)], strict=True)]


@settings(max_examples=60, deadline=None)
@given(st.one_of(prose, anything), widths, st.booleans())
def test_lines_are_the_text_and_fit(text: str, width: int, vertical: bool) -> None:
    starts = line_starts(text, width, vertical=vertical)
    assert starts == sorted(set(starts))
    assert all(0 < start < len(text) for start in starts)
    for line in lines_of(text, width, vertical=vertical):
        seen = line.rstrip(" \u3000\n")
        if vertical:
            size = sum(cells(cluster) > 0 for cluster in clusters(seen) if cluster != SOFT_HYPHEN)
        else:
            size = cells(seen.replace(SOFT_HYPHEN, ""))
        assert size <= width or len(list(clusters(seen))) <= 1, line


@settings(max_examples=80, deadline=None)
@given(anything, widths, st.booleans())
def test_no_cluster_is_split(text: str, width: int, vertical: bool) -> None:
    borders = {start for start, _end in cluster_spans(text)}
    assert borders.issuperset(line_starts(text, width, vertical=vertical))


@settings(max_examples=60, deadline=None)
@given(st.text("あいう漢字猫ァー。、「」『』（）！？々・", max_size=60), st.integers(12, 40))
def test_no_line_begins_or_ends_with_what_may_not_stand_there(text: str, width: int) -> None:
    breaks = Breaker(text, Breaking())
    for start in line_starts(text, width):
        # A run of marks longer than a line has no good break, and is cut.
        run_before = len(text[:start]) - len(text[:start].rstrip(NEVER_STARTS + NEVER_ENDS))
        run_after = len(text[start:]) - len(text[start:].lstrip(NEVER_STARTS + NEVER_ENDS))
        if breaks.size(start - run_before, start + run_after) + 4 <= width:
            assert text[start] not in NEVER_STARTS
            assert text[start - 1] not in NEVER_ENDS


STRICT = "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿーｧｨｩｪｫｬｭｮｯｰ"
CENTRED = "・：；･‼⁇⁈⁉！？"
LEADERS = "․‥…⋯︙"
ITERATION = "々〻ゝゞヽヾ"
HYPHENS = {"‐": "strict normal", "–": "strict normal", "〜": "strict", "゠": "strict"}
POSTFIXES = "℃％￠‰′″"


@pytest.mark.parametrize(
    ("signs", "kept_in"),
    [
        (STRICT, "strict"),
        (CENTRED, "strict normal"),
        (LEADERS, "strict normal loose"),
        (ITERATION, "strict normal"),
        (POSTFIXES, "strict normal"),
        ("、。」）】”’", "strict normal loose"),
        *HYPHENS.items(),
    ],
)
@pytest.mark.parametrize("language", ["ja", "zh"])
@pytest.mark.parametrize("strictness", ["strict", "normal", "loose"])
def test_families_of_css_line_break(signs: str, kept_in: str, language: str, strictness: str) -> None:
    for sign in signs:
        starts = line_starts(f"{'文' * 6}{sign}字字", 12, language=language, strictness=strictness)
        assert starts == [5 if strictness in kept_in else 6], sign


@pytest.mark.parametrize("sign", "￥＄￡№€")
def test_a_prefix_stays_with_its_number_unless_loose(sign: str) -> None:
    text = f"{'文' * 5}{sign}字字"
    size = cells(sign) + 10
    assert line_starts(text, size) == [5]
    assert line_starts(text, size, strictness="loose") == [6]


def test_outside_east_asia_normal_and_loose_free_less() -> None:
    for sign in "・！〜":
        assert line_starts(f"{'文' * 6}{sign}字", 12, language="en", strictness="loose") == [5]
    assert line_starts(f"{'文' * 6}ー字", 12, language="en", strictness="normal") == [6]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("あいうえお。か", 10, ["あいうえ", "お。か"]),
        ("あいうえ「か」", 10, ["あいうえ", "「か」"]),
        ("あいうえabcか", 10, ["あいうえ", "abcか"]),
        ("あいうえおっか", 10, ["あいうえ", "おっか"]),
        ("ああ――いい", 6, ["ああ――", "いい"]),
        ("ああ―──いい", 6, ["ああ", "―──い", "い"]),
        ("ああああ……いい", 8, ["あああ", "あ……いい"]),
        ("これは“猫”だ", 8, ["これは", "“猫”だ"]),
        ("これは“猫”だ", 10, ["これは“猫”", "だ"]),
        ("it is a “quoted word”", 9, ["it is a ", "“quoted ", "word”"]),
        ("総額12,345.67円だ", 12, ["総額", "12,345.67円", "だ"]),
        ("値は（100%）だ", 8, ["値は", "（100%）", "だ"]),
        ("word and word", 8, ["word and ", "word"]),
        ("abcd \u0301ef", 4, ["abcd", " \u0301ef"]),
        ("word      and", 6, ["word      ", "and"]),
        ("あい　　　う", 4, ["あい　　　", "う"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("abcdefg〕h", 7, ["abcdef", "g〕h"]),
        ("あ！！！！！！", 6, ["あ！！", "！！！", "！"]),
        ("a/b or c/d", 4, ["a/b ", "or ", "c/d"]),
        ("well-known", 6, ["well-", "known"]),
        ("run -5 up", 5, ["run ", "-5 up"]),
        ("one . . . two", 6, ["one . ", ". . ", "two"]),
        ("non\u00a0breaking x", 8, ["non\u00a0brea", "king x"]),
        ("ab\u200bcd", 2, ["ab\u200b", "cd"]),
        ("か\u3099か\u3099か\u3099", 4, ["か\u3099か\u3099", "か\u3099"]),
        ("👨‍👩‍👧👨‍👩‍👧", 2, ["👨‍👩‍👧", "👨‍👩‍👧"]),
        ("🇯🇵🇫🇷🇩🇪", 4, ["🇯🇵🇫🇷", "🇩🇪"]),
        ("漢", 1, ["漢"]),
        ("漢字", 1, ["漢", "字"]),
        ("first\nsecond line", 7, ["first\n", "second ", "line"]),
        ("ends in newline\n", 40, ["ends in newline\n"]),
        ("", 10, [""]),
        ("   ", 1, ["   "]),
        ("한국어 문장", 6, ["한국어 ", "문장"]),
        ("สวัสดีชาวโลก", 5, ["สวัสดีช", "าวโลก"]),
        ("«Oui !»", 5, ["«Oui ", "!»"]),
    ],
)
def test_lines(text: str, width: int, lines: list[str]) -> None:
    assert lines_of(text, width) == lines


def test_an_address_wider_than_its_line_is_cut_after_a_mark() -> None:
    lines = lines_of("see https://example.org/one/two/three/four.html#five", 22)
    assert lines == ["see ", "https://example.org/", "one/two/three/", "four.html#five"]
    assert lines_of("http://example.org/one", 20, vertical=True) == ["http://example.org/o", "ne"]
    assert lines_of("www." + "a" * 20, 12) == ["www.aaaaaaaa", "a" * 12]


def test_columns_count_rows() -> None:
    assert lines_of("abcあい。う", 5, vertical=True) == ["abcあ", "い。う"]
    assert lines_of("か\u3099き\u3099く", 2, vertical=True) == ["か\u3099き\u3099", "く"]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        line_starts("a", 0)
    with pytest.raises(ValueError, match="at least one cell"):
        Breaker("a", Breaking()).starts(1, 0)
    with pytest.raises(ValueError, match="strictness"):
        line_starts("a", 1, strictness="fierce")


def test_korean_may_be_kept_by_words() -> None:
    text = "아버지가 방에 들어가신다"
    assert Breaker(text, Breaking(Rules(language="ko"))).starts(12) == [6, 12]
    assert Breaker(text, Breaking(Rules(language="ko", keep_all=True))).starts(12) == [5, 8]


def test_a_stop_may_hang_in_the_margin() -> None:
    breaking = Breaking(hang=True)
    assert Breaker("あいうえお。かき", breaking).starts(10) == [6]
    assert Breaker("あいうえお。", breaking).starts(10) == []
    assert Breaker("あいうえお。」か", breaking).starts(10) == [4]
    assert Breaker("あいうえお。 か", breaking).starts(10) == [7]
    assert Breaker("あいうえおか。", breaking).starts(10) == [5]


def test_words_are_parted_by_a_given_function() -> None:
    breaking = Breaking(hyphenate=lambda word: [len(word) // 2])
    breaker = Breaker("a considerable word", breaking)
    assert breaker.starts(11) == [8]
    assert breaker.hyphenated == {8}
    assert Breaker("considerable", Breaking(hyphenate=lambda _word: [])).starts(8) == [8]
    assert Breaker("a considerable", Breaking(hyphenate=lambda _word: [3, 7, 10])).starts(10) == [9]
    assert Breaker("a considerable", Breaking(hyphenate=lambda _word: [10])).starts(9) == [2, 11]
    assert Breaker("漢字漢字漢字", breaking).starts(8) == [4]


def test_a_soft_hyphen_needs_a_cell_where_it_is_seen() -> None:
    text = "regis\u00adtrier"
    breaker = Breaker(text, Breaking())
    assert breaker.starts(6) == [6]
    assert breaker.hyphenated == {6}
    assert lines_of(text, 5) == ["regi", "s\u00ad", "trier"]
    assert lines_of(text, 10) == [text]


def test_widened_and_glued_stretches() -> None:
    assert Breaker("あいうえお", Breaking(), widened=[(1, 2)]).starts(6) == [2]
    assert Breaker("あいうえお", Breaking(), glued=[(1, 4)]).starts(6) == [1, 4]
    assert Breaker("あいうえお", Breaking(), glued=[(0, 5)]).starts(6) == [3]


def test_the_first_line_may_have_a_width_of_its_own() -> None:
    assert Breaker("あいうえお", Breaking()).starts(6, 4) == [2]


def test_hostile_text_ends() -> None:
    for text in ("\u0301" * 3000, "🇯" * 3000, " " * 3000 + "あ", "/" * 3000 + "%", "a" + "\u200d" * 3000, "“" * 3000):
        assert len(line_starts(text, 10)) < len(text)
