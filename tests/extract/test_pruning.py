from __future__ import annotations

import pytest

from reader.extract.content import text_of
from reader.extract.pruning import drop_navigation, hidden_names, prune
from reader.hypertext.tree import parse_plain_text
from tests.extract.samples import ENGLISH, paragraphs

DECOY = "This text was stolen from its author."


def pruned(body: str, head: str = "") -> str:
    root = parse_plain_text(f"<html><head>{head}</head><body>{paragraphs(*ENGLISH)}{body}</body></html>")
    prune(root)
    return text_of(root)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f"<p hidden>{DECOY}</p>", ""),
        (f'<p style="color:red; display : none">{DECOY}</p>', ""),
        (f'<p style="position:absolute;left:-9999px">{DECOY}</p>', ""),
        (f'<p class="cnM4x">{DECOY}</p>', "<style>p{color:#000}.cnM4x{display:none;speak:never}</style>"),
        (f'<p class="a cnM4x">{DECOY}</p>', "<style>/* x */ .b, p.cnM4x { visibility: hidden }</style>"),
        (f'<p id="decoy">{DECOY}</p>', "<style>#decoy{display:none!important}</style>"),
        (f'<span class="sr-only">{DECOY}</span>', ""),
        (f"<script>{DECOY}</script>", ""),
        (f"<noscript>{DECOY}</noscript>", ""),
        (f"<template>{DECOY}</template>", ""),
        (f"<!-- {DECOY} -->", ""),
    ],
)
def test_what_no_reader_sees_is_cut(body: str, head: str) -> None:
    found = pruned(body, head)
    assert DECOY not in found
    assert ENGLISH[-1] in found


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (f'<p class="n">{DECOY}</p>', "<style>@media print { .n { display: none } }</style>"),
        (f'<p class="n">{DECOY}</p>', "<style>.m .n { display: none }</style>"),
        (f'<p class="n">{DECOY}</p>', "<style>.n { display: block }</style>"),
        (f'<p style="display:block">{DECOY}</p>', ""),
    ],
)
def test_what_shows_stays(body: str, head: str) -> None:
    assert DECOY in pruned(body, head)


def test_a_page_that_hides_its_whole_body_keeps_it() -> None:
    root = parse_plain_text(
        f"<html><head><style>.all{{display:none}}</style></head><body><div class='all' "
        f"style='display:none'>{paragraphs(*ENGLISH)}</div></body></html>"
    )
    prune(root)
    assert ENGLISH[0] in text_of(root)


def test_a_page_that_is_all_noscript_is_read() -> None:
    root = parse_plain_text(
        f"<html><body><script>draw()</script><noscript>{paragraphs(*ENGLISH * 4)}</noscript></body></html>"
    )
    prune(root)
    assert ENGLISH[0] in text_of(root)


def test_rules_in_many_shapes() -> None:
    style = (
        "<style>@font-face{src:url(x)} .a{display:none} @media "
        "screen{.b{display:none}.c{color:red}} .d,.e{display:none}</style>"
    )
    assert hidden_names(parse_plain_text(f"<html><head>{style}</head><body></body></html>")) == {".a", ".d", ".e"}


def test_navigation_goes_and_a_nav_of_sentences_stays() -> None:
    root = parse_plain_text(
        f"<html><body><nav><a href=a>次の話</a></nav><nav>{paragraphs(*ENGLISH)}</nav></body></html>"
    )
    drop_navigation(root)
    assert text_of(root).startswith(ENGLISH[0])
