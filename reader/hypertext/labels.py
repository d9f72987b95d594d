"""Names of encodings: what pages and servers write, and which encoding they mean by it.

Owns the table of labels.  A label is compared without its dashes, dots and spaces, so ``Shift JIS``, ``x-sjis`` and
``utf_8`` are found as well.  Source: WHATWG Encoding section 4.2; added are encodings that browsers gave up and old
pages have (UTF-32, IBM855, Johab, ISO-2022-KR, HZ).
"""

from __future__ import annotations

import re
from typing import Final

_LABELS: Final = {
    "UTF-8": "utf8 unicode11utf8 unicode20utf8 xunicode20utf8 utf8n",
    "UTF-16LE": "utf16 utf16le csunicode iso10646ucs2 ucs2 unicode unicodefeff",
    "UTF-16BE": "utf16be unicodefffe",
    "UTF-32LE": "utf32 utf32le ucs4",
    "UTF-32BE": "utf32be",
    "Shift_JIS": "shiftjis sjis xsjis ms932 mskanji windows31j csshiftjis cswindows31j cp932 windows932 sjiswin",
    "EUC-JP": "eucjp xeucjp cseucpkdfmtjapanese ujis cp51932 eucjpms eucjpwin xeuc",
    "ISO-2022-JP": "iso2022jp csiso2022jp jis iso2022jp1 iso2022jpms cp50220 cp50221",
    "GBK": "gbk gb2312 gb231280 chinese csgb2312 csiso58gb231280 isoir58 xgbk cp936 ms936 windows936 euccn xeuccn",
    "gb18030": "gb18030 gb180302022",
    "Big5": "big5 big5hkscs cnbig5 csbig5 xxbig5 xbig5 cp950 ms950 windows950 big5eten",
    "EUC-KR": "euckr cseuckr csksc56011987 isoir149 korean ksc56011987 ksc56011989 ksc5601 windows949 cp949 ms949 uhc",
    "ISO-2022-KR": "iso2022kr csiso2022kr",
    "HZ-GB-2312": "hzgb2312 hz",
    "Johab": "johab cp1361 ms1361 ksc56011992",
    "windows-874": "windows874 dos874 iso885911 tis620 cp874",
    "windows-1250": "windows1250 cp1250 xcp1250",
    "windows-1251": "windows1251 cp1251 xcp1251",
    "windows-1252": "windows1252 cp1252 xcp1252 ascii ansix341968 usascii cp819 ibm819 csisolatin1 iso88591 isoir100"
    " iso885911987 l1 latin1",
    "windows-1253": "windows1253 cp1253 xcp1253",
    "windows-1254": "windows1254 cp1254 xcp1254 csisolatin5 iso88599 isoir148 iso885991989 l5 latin5",
    "windows-1255": "windows1255 cp1255 xcp1255",
    "windows-1256": "windows1256 cp1256 xcp1256",
    "windows-1257": "windows1257 cp1257 xcp1257",
    "windows-1258": "windows1258 cp1258 xcp1258",
    "ISO-8859-2": "iso88592 csisolatin2 isoir101 iso885921987 l2 latin2",
    "ISO-8859-3": "iso88593 csisolatin3 isoir109 iso885931988 l3 latin3",
    "ISO-8859-4": "iso88594 csisolatin4 isoir110 iso885941988 l4 latin4",
    "ISO-8859-5": "iso88595 csisolatincyrillic cyrillic isoir144 iso885951988",
    "ISO-8859-6": "iso88596 arabic asmo708 csiso88596e csiso88596i csisolatinarabic ecma114 iso88596e iso88596i"
    " isoir127 iso885961987",
    "ISO-8859-7": "iso88597 csisolatingreek ecma118 elot928 greek greek8 isoir126 iso885971987 suneugreek",
    "ISO-8859-8": "iso88598 csiso88598e csisolatinhebrew hebrew iso88598e isoir138 iso885981988 visual",
    "ISO-8859-8-I": "iso88598i csiso88598i logical",
    "ISO-8859-10": "iso885910 csisolatin6 isoir157 l6 latin6",
    "ISO-8859-13": "iso885913",
    "ISO-8859-14": "iso885914",
    "ISO-8859-15": "iso885915 csisolatin9 l9 latin9",
    "ISO-8859-16": "iso885916",
    "KOI8-R": "koi8r cskoi8r koi koi8",
    "KOI8-U": "koi8u koi8ru",
    "macintosh": "macintosh csmacintosh mac xmacroman macroman",
    "x-mac-cyrillic": "xmaccyrillic xmacukrainian maccyrillic",
    "IBM855": "ibm855 cp855 855 csibm855",
    "IBM866": "ibm866 cp866 866 csibm866",
}

_NAMES: Final = {label: name for name, labels in _LABELS.items() for label in labels.split()}
_UNIMPORTANT: Final = re.compile(r"[-_.:()\s]")

ENCODINGS: Final = tuple(_LABELS)
"""Every encoding that a label can mean."""


def encoding_of(label: str) -> str:
    """The encoding's name, or ``""`` for a label that nobody knows."""
    return _NAMES.get(_UNIMPORTANT.sub("", label[:60].lower()), "")
