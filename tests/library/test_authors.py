"""Who wrote it, where only the episodes' own pages say so."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.library import following, lists, refreshing

from .fakes import FIVE, FakeWeb, Page, a_library, discovered, page

if TYPE_CHECKING:
    from pathlib import Path


def by(part: int, author: str) -> Page:
    plain = page(part)
    body = plain.body if isinstance(plain.body, str) else plain.body.decode()
    return Page(body.replace("<title>", f'<meta name="author" content="{author}"><title>')) if author else plain


@pytest.mark.parametrize(
    ("named", "learnt"),
    [
        (["Ada Pell"] * 5, "Ada Pell"),
        (["Ada Pell", "Ada Pell", "Ada Pell", "A Guest", ""], "Ada Pell"),
        (["Ada Pell", "", "", "", ""], ""),
        (["Ada Pell", "Ada Pell", "A Guest", "A Guest", "Another"], ""),
    ],
)
def test_the_name_that_most_pages_give(tmp_path: Path, named: list[str], learnt: str) -> None:
    web = FakeWeb({one.url: by(int(one.number or 0), author) for one, author in zip(FIVE, named, strict=True)})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE))
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert lists.serials(library)[0].author == learnt


def test_a_name_that_is_known_stays(tmp_path: Path) -> None:
    web = FakeWeb({one.url: by(int(one.number or 0), "A Guest") for one in FIVE})
    with a_library(tmp_path, web) as library:
        following.follow(library, discovered(*FIVE, author="Ada Pell"))
        asyncio.run(refreshing.fetch_missing(library, 1))
        assert lists.serials(library)[0].author == "Ada Pell"
