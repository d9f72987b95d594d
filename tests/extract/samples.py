"""Small pages of our own, and short ways to read them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.document import Block, Part, Role
from reader.extract.blocks import compose
from reader.hypertext.tree import parse_plain_text
from reader.model import Resource

if TYPE_CHECKING:
    from lxml import etree

    from reader.document import Document

SENTENCES = (
    "雨は夜半に上がり、屋根の端から最後のしずくが落ちた。",
    "灯台の階段は百と八段あって、祖父は毎晩それを数えながら上った。",
    "「だれかいるの」と、エナは暗がりに向かって声をかけた。",
    "返事はなく、かわりに錆びた蝶番が長い息のように鳴った。",
    "彼女は手すりに片手を置き、もう片方の手でランプを高く掲げた。",
    "階段の途中で、足もとの石がひとつだけ温かいことに気づいた。",
)
ENGLISH = (
    "The rain stopped before midnight, and the last of it ran along the gutter and was gone.",
    "There were a hundred and eight steps in the lighthouse, and her grandfather counted them every night.",
    "“Is anyone there?” Ena called into the dark, although she had promised herself that she would not.",
    "Nobody answered; instead a rusted hinge let out a long breath, as if the door had been asleep.",
)


def resource(
    markup: str | bytes, url: str = "https://serial.example/3", content_type: str = "text/html; charset=utf-8"
) -> Resource:
    """A page as it came."""
    body = markup.encode() if isinstance(markup, str) else markup
    return Resource(url, url, 200, {"content-type": content_type}, body, datetime(2026, 1, 1, tzinfo=UTC))


def paragraphs(*texts: str) -> str:
    """``<p>`` each."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def page(
    main: str, *, title: str = "第三話　灯台 - 港の本棚", head: str = "", before: str = "", after: str = ""
) -> str:
    """A page with a site's usual frame around ``main``."""
    return f"""<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<header class="site-header"><a href="/">港の本棚</a>
<nav><ul><li><a href="/">ホーム</a></li><li><a href="/about">このサイトについて</a></li></ul></nav></header>
{before}<main>{main}</main>{after}
<aside class="sidebar"><h2>最近の投稿</h2>
<ul><li><a href="/9">第九話　市場</a></li><li><a href="/8">第八話　潮</a></li></ul></aside>
<footer>© 2026 港の本棚</footer></body></html>"""


def element(markup: str) -> etree._Element:
    """The one element of a stretch of markup."""
    body = parse_plain_text(f"<html><body>{markup}</body></html>").find("body")
    assert body is not None
    return body[0] if len(body) == 1 else body


def blocks(markup: str, base_url: str = "https://serial.example/a/") -> list[Block]:
    """What a stretch of markup says, nothing cut."""
    body = parse_plain_text(f"<html><body>{markup}</body></html>").find("body")
    assert body is not None
    return compose(body, base_url)


def shown(found: list[Block]) -> list[tuple[str, str]]:
    """Role and text."""
    return [(block.role.value, block.text) for block in found]


def texts(document: Document, part: Part = Part.TEXT) -> list[str]:
    """The paragraphs of one part."""
    return [block.text for block in document.blocks if block.part is part and block.role is Role.PARAGRAPH]
