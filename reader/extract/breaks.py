"""What a scene break looks like: the shapes that authors set between two scenes.

Owns the decision for a line of text and for an image; refuses to know where in an episode it stands.  A line of
ellipses or a pair of dashes is silence, which is speech, and no break.
"""

from __future__ import annotations

import re
from typing import Final

LINE_LIMIT: Final = 60
"""Code points; a longer line of ornaments is a picture made of letters."""

_ORNAMENT: Final = (
    r"*＊∗⁎⁑⁂※☆★✩✪✫✬✭✮✯✰✶✴✵✷✸✹✺✱✲✳✽✾❀❁❃❄❅❆❇❈❉❊❋⋆"
    r"◇◆◈❖♢♦⬥⬦○●◎◉◯⚫⚪⬤⭕☉□■▢▣◻◼△▲▽▼▷▶◁◀▫▪"
    r"♠♣♥♡♤♧♪♫♬†‡§¶☾☽☀☁☂❦❧☙✿⚘✦✧✥✢✣✤❂"
    r"#＃=＝~～〜∼∽+＋^＾_＿\-−–—―─━‐╌┄┅┈┉═•·・‧⋅∙･.．…‥/／\\＼|｜><＞＜≫≪«»:：≡〇∞"
)
_SILENCE: Final = re.compile(r"[…‥.．。・･·\s]+|[—―─–\-ー]{1,2}|[?？!！~～〜]{2,}")
_LINE: Final = re.compile(rf"[{_ORNAMENT}\s\u3000]+")
_LETTERED: Final = re.compile(
    r"(?i)(?:[xｘ][\s\u3000]*){3,}|(?:o0o|oo0oo|oOo|xXx|0o0|xox|oxo)(?:[\s\u3000]*(?:o0o|oOo|xXx|"
    r"0o0))*|(?:o[\s\u3000]*){3,}"
)
_BULLETS: Final = re.compile(r"[・･·•‧⋅∙.．](?:[\s\u3000]+[・･·•‧⋅∙.．]){1,}")
_IMAGE: Final = re.compile(
    r"(?i)(?:^|[/_.-])(?:hr|line|rule|star|stars|divider?|divide|separat\w*|break|scene-?break|"
    r"ornament|asterisk|asterism"
    r"|flourish|fleuron|border|bar|kugiri|keisen|illust-?line)\d*(?:[_.-]\w*)?\.(?:png|gif|jpe?g|"
    r"svg|webp|bmp)(?:$|[?#])"
)


def is_break_line(text: str, *, centred: bool = False) -> bool:
    """Whether a paragraph's whole text sets two scenes apart; ``centred`` lets a single dash or tilde count."""
    line = text.strip()
    if not line or len(line) > LINE_LIMIT or "\n" in line:
        return False
    if _BULLETS.fullmatch(line):
        return True
    if _SILENCE.fullmatch(line):
        return centred and not re.fullmatch(r"[?？!！]+", line)
    return bool(_LINE.fullmatch(line) or _LETTERED.fullmatch(line))


def is_rule(text: str) -> bool:
    """Whether a break line is a plain rule of dashes, as notes are set off by."""
    return bool(re.fullmatch(r"[-−–—―─━‐_＿=＝═~～〜・･.．…\s\u3000]{3,}", text.strip())) or not text.strip()


def is_break_image(source: str, alt: str, width: int, height: int) -> bool:
    """Whether an image that stands alone is drawn ornaments: by its name, its alternative text or its flat shape."""
    if alt.strip() and not is_break_line(alt, centred=True):
        return False
    return bool(alt.strip()) or bool(_IMAGE.search(source)) or (0 < height <= 40 and width >= 6 * height)  # noqa: PLR2004 - a strip
