"""What the sample blogs share: a page as its server sends it, templates filled, lists of links."""

from __future__ import annotations

import html
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Template
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

HTML: Final = "text/html; charset=UTF-8"
RSS: Final = "application/rss+xml; charset=UTF-8"
ATOM: Final = "application/atom+xml; charset=UTF-8"
TEXT: Final = "text/plain; charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answers at one path."""

    body: bytes
    media_type: str = HTML


def escaped(text: str) -> str:
    """Text as HTML or XML, in an element or an attribute."""
    return html.escape(text)


def fill(template: str, **values: str) -> str:
    """``templates/<template>.html`` with its ``$names`` replaced by ``values``, which are HTML already."""
    return _template(template).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((resources.files(__package__) / "templates" / f"{name}.html").read_text("utf-8").rstrip("\n"))


def link(address: str, text: str) -> str:
    """An anchor; both arguments are plain text."""
    return f'<a href="{escaped(address)}">{escaped(text)}</a>'


def list_items(contents: Iterable[str]) -> str:
    """``<li>`` elements of contents that are HTML already."""
    return "\n".join(f"<li>{content}</li>" for content in contents)


def paragraphs(texts: Iterable[str]) -> str:
    """``<p>`` elements of plain texts."""
    return "\n".join(f"<p>{escaped(text)}</p>" for text in texts)


def japanese_date(moment: datetime) -> str:
    """As Japanese blogs write it: 2019年9月20日 17:00."""
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
