"""The right encoding by mark, declaration and content; a wrong declaration seen; never an exception."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.hypertext import letters
from reader.hypertext.charset import Decoded, decode
from reader.hypertext.decoders import REPLACEMENT, decode_as
from reader.hypertext.labels import ENCODINGS

JAPANESE = (
    "峠の茶屋に着いたのは、日が傾きかけた頃だった。「今夜はここに泊まろう」と兄が言った。囲炉裏の火が揺れていた。"
)
CHINESE = "他走到门口，回头看了我一眼，说：“明天我们还在这里见面吧。”我点了点头，没有说话，心里却很高兴。"
CHINESE_FULL = "他走到門口，回頭看了我一眼，說：「明天我們還在這裡見面吧。」我點了點頭，沒有說話，心裡卻很高興。"
KOREAN = "그는 문 앞에서 나를 한번 돌아보고 말했다. 내일도 여기서 만나자. 나는 고개를 끄덕였지만 아무 말도 하지 않았다."
RUSSIAN = "Он остановился у двери и сказал: «Завтра мы снова встретимся здесь». Я ничего не ответил, но был рад."
BULGARIAN = "Той спря пред вратата и каза: утре пак ще се видим тук. Аз не отговорих нищо, но бях много щастлив."
GREEK = "Στάθηκε μπροστά στην πόρτα και είπε: αύριο θα συναντηθούμε πάλι εδώ. Δεν απάντησα τίποτα, αλλά χάρηκα."
HEBREW = "הוא עמד ליד הדלת ואמר: מחר ניפגש כאן שוב. לא עניתי דבר, אבל שמחתי מאוד בלב."
ARABIC = "وقف عند الباب وقال: غدا سنلتقي هنا مرة أخرى. لم أجب بشيء لكنني كنت سعيدا جدا."
THAI = "เขายืนอยู่หน้าประตูแล้วพูดว่าพรุ่งนี้เราจะพบกันที่นี่อีกครั้ง ฉันไม่ได้ตอบอะไรแต่ก็ดีใจมาก"
TURKISH = "Kapının önünde durdu ve şöyle dedi: yarın yine burada buluşacağız. Hiçbir şey söylemedim ama çok sevindim."
HUNGARIAN = "Megállt az ajtó előtt, és azt mondta: holnap újra itt találkozunk. Nem szóltam semmit, de örültem, hű!"
POLISH = "Stanął przed drzwiami i powiedział: jutro znów się tu spotkamy. Nie odpowiedziałem nic, ale byłem szczęśliwy."
CZECH = "Zastavil se přede dveřmi a řekl: zítra se tu zase setkáme. Nic jsem neodpověděl, ale byl jsem šťastný."
FRENCH = (
    "Il s'arrêta devant la porte et dit : demain, nous nous reverrons ici. Je n'ai rien répondu ; j'étais très ému."
)
GERMAN = "Er blieb vor der Tür stehen und sagte: „Morgen sehen wir uns hier wieder.“ Ich schwieg, überglücklich."
ENGLISH = "He stopped at the door and said: “We’ll meet here again tomorrow.” I said nothing — but I was glad…"

SPOKEN = [
    ("Shift_JIS", JAPANESE),
    ("EUC-JP", JAPANESE),
    ("ISO-2022-JP", JAPANESE),
    ("GBK", CHINESE),
    ("gb18030", CHINESE),
    ("Big5", CHINESE_FULL),
    ("EUC-KR", KOREAN),
    ("Johab", KOREAN),
    ("ISO-2022-KR", KOREAN),
    ("HZ-GB-2312", CHINESE),
    ("windows-1251", RUSSIAN),
    ("KOI8-R", RUSSIAN),
    ("ISO-8859-5", RUSSIAN),
    ("IBM866", RUSSIAN),
    ("IBM855", RUSSIAN),
    ("x-mac-cyrillic", RUSSIAN),
    ("windows-1251", BULGARIAN),
    ("ISO-8859-5", BULGARIAN),
    ("windows-1253", GREEK),
    ("ISO-8859-7", GREEK),
    ("windows-1255", HEBREW),
    ("windows-1256", ARABIC),
    ("ISO-8859-6", ARABIC),
    ("windows-874", THAI),
    ("windows-1254", TURKISH),
    ("windows-1250", HUNGARIAN),
    ("windows-1250", POLISH),
    ("ISO-8859-2", POLISH),
    ("windows-1250", CZECH),
    ("ISO-8859-2", CZECH),
    ("windows-1252", FRENCH),
    ("windows-1252", GERMAN),
    ("windows-1252", ENGLISH),
    ("UTF-8", JAPANESE),
    ("UTF-16LE", JAPANESE + " and a few words of English, as is usual"),
    ("UTF-16BE", ENGLISH),
    ("UTF-32LE", JAPANESE),
    ("UTF-32BE", JAPANESE),
]

CODECS = {
    "Shift_JIS": "cp932",
    "GBK": "gbk",
    "EUC-KR": "cp949",
    "ISO-2022-KR": "iso2022_kr",
    "HZ-GB-2312": "hz",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
}


def packed(encoding: str, text: str) -> bytes:
    if encoding.startswith(("IBM", "ISO-8859", "x-mac")):
        text = text.replace("“", '"').replace("”", '"')
    return text.encode(CODECS.get(encoding, encoding), "ignore")


def page(encoding: str, text: str, head: str = "") -> bytes:
    return packed(encoding, f"<html><head>{head}<title>{text[:8]}</title></head><body><p>{text}</p></body></html>")


# --- what is declared --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "text"), SPOKEN)
def test_a_declared_encoding_is_believed(encoding: str, text: str) -> None:
    body = page(encoding, text)
    found = decode(body, f'text/html; charset="{encoding}"')
    assert found.text == decode_as(encoding, body)
    if not encoding.startswith(("UTF-16", "UTF-32")):
        assert (found.encoding, found.decided_by) == (encoding, "header")


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="euc-jp">',
        "<META CHARSET=x-EUC-JP >",
        '<meta http-equiv="Content-Type" content="text/html; charset=EUC-JP">',
        "<meta content='text/html;charset=eucjp' http-equiv=content-type>",
        f"<script>{'//' * 9000}</script><meta charset=euc-jp>",
        '<!-- <meta charset="utf-8"> --><meta charset="euc-jp">',
        '<meta name="x" content="charset=utf-8"><meta charset="euc-jp">',
        '<meta charset="nonsense"><meta charset="euc-jp">',
    ],
)
def test_a_page_may_say_it_itself(head: str) -> None:
    found = decode(page("EUC-JP", JAPANESE, head))
    assert (found.encoding, found.decided_by) == ("EUC-JP", "declaration")
    assert JAPANESE in found.text


def test_an_xml_declaration_counts() -> None:
    body = packed("Shift_JIS", f"<?xml version='1.0' encoding='Shift_JIS'?><rss><title>{JAPANESE}</title></rss>")
    assert (decode(body).encoding, decode(body).decided_by) == ("Shift_JIS", "declaration")


def test_the_header_comes_before_the_page() -> None:
    body = page("windows-1252", FRENCH, "<meta charset=iso-8859-2>")
    assert decode(body, "text/html; charset=iso-8859-1").encoding == "windows-1252"
    assert decode(page("ISO-8859-2", POLISH, "<meta charset=iso-8859-2>"), "text/html").encoding == "ISO-8859-2"


@pytest.mark.parametrize(
    ("mark", "codec", "encoding"),
    [
        (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
        (b"\xff\xfe", "utf-16-le", "UTF-16LE"),
        (b"\xfe\xff", "utf-16-be", "UTF-16BE"),
        (b"\xff\xfe\0\0", "utf-32-le", "UTF-32LE"),
        (b"\0\0\xfe\xff", "utf-32-be", "UTF-32BE"),
    ],
)
def test_a_mark_decides_before_all(mark: bytes, codec: str, encoding: str) -> None:
    found = decode(mark + "<meta charset=euc-jp>猫".encode(codec), "text/html; charset=shift_jis")
    assert found == Decoded("<meta charset=euc-jp>猫", encoding, "bom")


@pytest.mark.parametrize(
    "charset", ["bz2", "hex", "rot13", "idna", "undefined", "unicode_escape", "", "\x00", "é", "-"]
)
def test_what_is_no_encoding_is_passed_over(charset: str) -> None:
    found = decode(page("UTF-8", JAPANESE), f"text/html; charset={charset}")
    assert (found.encoding, found.decided_by) == ("UTF-8", "content")


def test_ascii_is_what_it_is_said_to_be() -> None:
    assert decode(b"plain").encoding == "UTF-8"
    assert decode(b"plain", "text/plain; charset=Shift_JIS") == decode(
        b"<meta charset=sjis>"[:0] + b"plain", "a; charset=sjis"
    )
    assert decode(b"") == Decoded("", "UTF-8", "fallback")


# --- what is not declared ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("encoding", "text"), SPOKEN)
def test_an_undeclared_encoding_is_found_by_its_text(encoding: str, text: str) -> None:
    for body in (page(encoding, text), packed(encoding, text), page(encoding, text * 90)):
        found = decode(body)
        assert found.text == decode_as(encoding, body), found.encoding
        assert found.decided_by == "content"


@pytest.mark.parametrize("encoding", ["Shift_JIS", "EUC-JP", "ISO-2022-JP"])
@pytest.mark.parametrize(
    "text", ["こんにちは", "第一話", "目次へ戻る", "ー・。", "アイウエオ", "雪のあと", "星をさがして（一）"]
)
def test_a_few_japanese_words_are_enough(encoding: str, text: str) -> None:
    assert decode(packed(encoding, text)).text == text


@pytest.mark.parametrize(("encoding", "text"), [one for one in SPOKEN if one[0] not in {"ISO-2022-KR", "HZ-GB-2312"}])
def test_text_in_cdata_and_far_down_is_seen(encoding: str, text: str) -> None:
    body = packed(encoding, f"<rss>{'<item/>' * 10_000}<title><![CDATA[{text}]]></title></rss>")
    assert decode(body).text == decode_as(encoding, body)


# --- what is declared wrongly ------------------------------------------------------------------------------------

WRONG = ["iso-8859-1", "utf-8", "shift_jis", "euc-jp", "iso-2022-jp", "us-ascii", "utf-16"]


@pytest.mark.parametrize("said", WRONG)
@pytest.mark.parametrize("encoding", ["Shift_JIS", "EUC-JP", "UTF-8"])
def test_a_wrong_declaration_over_japanese_is_noticed(encoding: str, said: str) -> None:
    body = page(encoding, JAPANESE)
    for found in (
        decode(body, f"text/html; charset={said}"),
        decode(page(encoding, JAPANESE, f"<meta charset={said}>")),
    ):
        assert found.encoding == encoding
        assert JAPANESE in found.text


@pytest.mark.parametrize(
    ("encoding", "text"), [("GBK", CHINESE), ("Big5", CHINESE_FULL), ("EUC-KR", KOREAN), ("windows-1251", RUSSIAN)]
)
def test_a_servers_default_is_overruled(encoding: str, text: str) -> None:
    body = page(encoding, text)
    assert decode(body, "text/html; charset=ISO-8859-1").text == decode_as(encoding, body)


def test_a_page_is_believed_where_the_header_is_wrong() -> None:
    found = decode(page("EUC-JP", JAPANESE, "<meta charset=euc-jp>"), "text/html; charset=utf-8")
    assert (found.encoding, found.decided_by) == ("EUC-JP", "declaration")


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("windows-1252", "Ã© is what a broken page shows for é"),
        ("windows-1252", "£825 – £2"),
        ("windows-1252", "naïve"),
        ("windows-1251", "Ё"),
        ("ISO-8859-3", "ĉu vi parolas ĝin"),
        ("windows-1258", "đơn"),
        ("Shift_JIS", "①②③"),
        ("Shift_JIS", "ﾊﾝｶｸ ｶﾅ"),
        ("EUC-KR", "漢"),
        ("Big5", "ㄅㄆㄇ"),
    ],
)
def test_an_unusual_text_does_not_overrule_what_is_said(encoding: str, text: str) -> None:
    body = text.encode({"Shift_JIS": "cp932", "EUC-KR": "cp949"}.get(encoding, encoding))
    assert decode(body, f"text/html; charset={encoding}").encoding == encoding


def test_one_broken_character_is_no_reason_to_doubt() -> None:
    body = page("UTF-8", JAPANESE).replace("兄".encode(), "兄".encode()[:2])
    found = decode(body, "text/html; charset=utf-8")
    assert (found.encoding, found.text.count(REPLACEMENT)) == ("UTF-8", 1)
    assert (decode(body).encoding, decode(body).text.count(REPLACEMENT)) == ("UTF-8", 1)
    cut = page("Shift_JIS", JAPANESE)[:-60]
    assert decode(cut, "text/html; charset=shift_jis").encoding == "Shift_JIS"


def test_what_the_author_wrote_as_a_replacement_is_not_broken() -> None:
    assert decode(f"?{REPLACEMENT}?{REPLACEMENT}".encode(), "text/html; charset=utf-8").decided_by == "header"


def test_bytes_that_make_no_sense_come_out_somehow() -> None:
    noise = bytes(range(256)) * 8
    assert decode(noise).decided_by in {"content", "fallback"}
    assert decode(noise, "text/html; charset=euc-jp").text
    assert decode(b"Blanchard\xd5s") == Decoded("Blanchard’s", "macintosh", "content")


# --- any bytes ---------------------------------------------------------------------------------------------------


@given(st.binary(max_size=300), st.sampled_from(["", *ENCODINGS, "no such"]))
@example(b"\xff\xfe", "")
@example(b"\x1b$B", "")
@example(b"\x1b$)C\x0e", "")
@example(b"\0\0\0\0\0", "")
@example(b"<meta charset=", "")
@example(b"<!--", "")
def test_any_bytes_under_any_name_give_text(body: bytes, said: str) -> None:
    found = decode(body, f"text/html; charset={said}")
    assert isinstance(found.text, str)
    assert found.encoding in ENCODINGS


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b"), max_size=200))
def test_utf8_is_always_read_back(text: str) -> None:
    body = f"本{text}文".encode()
    assert decode(body, "text/html; charset=utf-8").text == f"本{text}文"


def test_the_tables_of_letters_list_nothing_twice() -> None:
    for languages in letters.LANGUAGES.values():
        for language in languages:
            assert len(set(language)) == len(language), language
