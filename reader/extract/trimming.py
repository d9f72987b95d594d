"""The site's own lines inside a container: navigation, share buttons, bylines, related articles, empty headings.

Owns what is cut from a container that was chosen, and the reasons, one line each, for those who ask.  An episode's
last words are worth more than a button: what holds a fair share of the text is never cut by its name alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reader.addresses import host
from reader.document import Block, Mark
from reader.extract.candidates import described
from reader.extract.content import raw_text, text_of
from reader.extract.pruning import remove
from reader.extract.vocabulary import ADVERT, LEAD_WORD, LEADS_ON, READ_MORE, TAIL_HEADING, is_clutter_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

_MARKS: Final = re.compile(
    r"[\s\u3000|"
    r"｜/／・:：<>＜＞≪≫«»‹›←→↑↓⇐⇒⇦⇨⬅➡◀▶◁▷◄►△▲▼▽\[\]【】（）()「」『』〈〉《》\-–—―~〜…·*＊.,、。■□◆◇●○★☆†!！&]+"
)
_LINK_LIMIT: Final = 60
_BLOCK_LIMIT: Final = 400
_RAW_LIMIT: Final = 120
"""Code points of a text node, with the white space in it, that may be a short heading's."""

_SMALL: Final = 0.2
"""Share of the container that a named piece of clutter may hold."""

_PROSE: Final = 800
"""Code points from which a named piece is text after all, unless a third of it is links."""

_DOUBT: Final = 2.5
"""How many times less than the whole the links of an element may seem that are half of it when counted exactly."""

_ARROWS: Final = "←→«»<>＜＞≪≫◀▶△▲"
_RELATIONS: Final = frozenset({"prev", "next", "previous", "contents", "index", "up"})
_BESIDE_LINKS: Final = 120
"""Code points beside the links of an element that is but links: a label without a neighbour, and the like."""

_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_INLINE: Final = frozenset({"p", "em", "strong", "b", "i", "ruby", "rt", "rb", "article", "main", "blockquote"})
"""Tags that no name condemns."""

_LINES: Final = _HEADINGS | frozenset(
    [
        "p",
        "div",
        "ul",
        "ol",
        "li",
        "td",
        "tr",
        "table",
        "center",
        "footer",
        "header",
        "section",
        "span",
        "dl",
        "small",
        "font",
        "form",
        "aside",
    ]
)
_SHORT_LINES: Final = _HEADINGS | frozenset({"p", "div", "strong", "li", "span"})
_EDGE_LIMIT: Final = 120
"""Code points of a line of links at an episode's end."""

_ALL: Final = 0.9
"""Share of a line's letters that are links where it is nothing else."""

_TAIL_TAGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "b", "strong", "dt")
_FEW: Final = 3
"""Children of an element that is a short heading, at most."""

_TAIL: Final = 0.35
_LINKED: Final = 0.3
_STUB: Final = 0.1
"""Shares: of the text that a tail may be, of it that is links then, and of the text below which it need not be."""

_NAME: Final = 30
"""Code points of a name in a byline."""

_ANCHOR_MARK: Final = re.compile(r"[¶#§\u200b\s🔗_]*")
_BYLINE: Final = re.compile(
    r"(?i)(?:posted|published|updated|written|filed)\s*(?:at|on|by|under|in)?\s*[:：]?.{0,120}|"
    r"(?:by|著者|作者|投稿者|文)\s*[:：]\s*.{1,40}|(?:投稿日時?|更新日時?|掲載日|公開日|日時|初出|"
    r"最終更新日?|date|time|时间|時間|分类|"
    r"分類|标签|標籤|カテゴリ[ー]?|category|tags?|タグ|テーマ)\s*[:：].{0,80}"
    r"|"
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[\s(（][^\s]{1,4}[)）]?)?(?:\s*\d{1,2}[:：時]\d{2}(?:[:：分]\d{2})?\s*(?:am|"
    r"pm|分|秒)?)?|(?:mon|tue|wed|thu|fri|sat|"
    r"sun)?[a-z]*,?\s*\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4}.{0,20}|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|"
    r"th)?,?\s+\d{4}.{0,20}|\d+\s*(?:min(?:ute)?s?)\s+read"
)

_PIECES: Final = re.compile(r"\s*[·•|｜／]\s*|\s+[-–—/]\s+")


def trim(element: _Element, *, exact: bool = False) -> tuple[str, ...]:
    """Cut, in place, what is the site's; ``exact`` says that the container was learnt from a serial's own pages.

    The answer says what was cut and why.
    """
    judge = _Judge(element, exact=exact)
    cut: dict[str, None] = {}
    gone: set[_Element | None] = set()
    for child in judge.elements[1:]:
        if child.getparent() in gone:
            gone.add(child)
        elif reason := judge.reason(child):
            cut[reason] = None
            gone.add(child)
            remove(child)
    return tuple(cut)


class _Judge:
    """What each element of a container holds, counted once, and what that says against it.

    An element is judged before anything in it is cut, so that the counts hold.
    """

    def __init__(self, container: _Element, *, exact: bool) -> None:
        self.exact = exact
        self.elements = list(container.iter("*"))
        self.size: dict[_Element, int] = dict.fromkeys(self.elements, 0)
        """Code points in each element, white space between its nodes left out."""
        self.links: dict[_Element, int] = {}
        """The same in the links of those that hold any."""
        self._count()
        self.whole = len(text_of(container)) or 1

    def _count(self) -> None:
        size, links = self.size, self.links
        for element in reversed(self.elements):
            if text := element.text:
                size[element] += _folded_size(text)
            if element.tag == "a":
                links[element] = size[element]
            above = element.getparent()
            if above not in size:  # the container itself
                continue
            size[above] += size[element] + (_folded_size(tail) if (tail := element.tail) else 0)
            if element in links:
                links[above] = links.get(above, 0) + links[element]

    def reason(self, element: _Element) -> str:
        """Why the element is the site's, ``""`` where it is not."""
        tag = element.tag
        if tag == "a":
            if not self.exact and _is_card(element) and self._is_small(element):
                return "a card that leads elsewhere"
            return _empty_anchor(element)
        if tag in ("nav", "button") or element.get("role") == "navigation":
            return "navigation"
        if self._has_clutter_name(element) and self._is_small(element):
            return described(element)
        if tag not in _LINES or self.size[element] > _BLOCK_LIMIT:
            return ""
        return self._by_its_links(element) or ("" if self.exact else self._by_its_words(element))

    def _by_its_links(self, element: _Element) -> str:
        linked = self.links.get(element)
        if linked is None or self.size[element] - linked > _BESIDE_LINKS or not is_navigation(element):
            return ""
        return "links to neighbours or contents"

    @staticmethod
    def _has_clutter_name(element: _Element) -> bool:
        if element.tag in _INLINE:
            return False
        names, identity = element.get("class", ""), element.get("id", "")
        return bool(names or identity) and is_clutter_name(f"{names} {identity}".strip())

    def _by_its_words(self, element: _Element) -> str:
        size, linked = self.size[element], self.links.get(element, 0)
        if not size or element.tag not in _SHORT_LINES or (size > _LINK_LIMIT and _DOUBT * linked < size):
            return ""
        text = text_of(element)
        size, linked = len(text), self._linked(element) if linked else 0
        if size > _BLOCK_LIMIT:
            return ""
        if size <= _LINK_LIMIT and ADVERT.fullmatch(text.lower()):
            reason = f"“{text}”"
        elif linked * 2 > size and READ_MORE.match(text.lower()):
            reason = "a link to another article"
        elif element.tag in _HEADINGS and linked >= size - 2 and not _is_permalink(element):
            reason = "a heading that leads elsewhere"
        else:
            reason = ""
        return reason

    def _is_small(self, element: _Element) -> bool:
        if self.size[element] >= _SMALL * self.whole:
            return False
        size = len(text_of(element))
        return size < _SMALL * self.whole and (size < _PROSE or 3 * self._linked(element) > size)

    def _linked(self, element: _Element) -> int:
        return sum(len(text_of(link)) for link in element.iter("a"))


def _folded_size(text: str) -> int:
    """Code points of a text node, a run of white space as one."""
    return len(" ".join(text.split()))


def _is_card(link: _Element) -> bool:
    """A link around a heading or a paragraph of its own: a teaser."""
    return (
        bool(len(link))
        and bool(link.get("href"))
        and next(link.iter("h1", "h2", "h3", "h4", "h5", "p", "li", "article"), None) is not None
    )


def _is_permalink(heading: _Element) -> bool:
    return any(link.get("href", "").startswith("#") or link.get("href") is None for link in heading.iter("a"))


def _empty_anchor(element: _Element) -> str:
    if element.get("href", "").startswith("#") and _ANCHOR_MARK.fullmatch(raw_text(element)):
        parent = element.getparent()
        if (
            parent is not None
            and parent.tag in _HEADINGS | {"dt", "span"}
            and not element.get("name")
            and element.get("id") is None
        ):
            return "heading anchor"
    return ""


def is_navigation(element: _Element) -> bool:
    """Whether the element holds nothing but links that lead to neighbours, contents or home."""
    links = [link for link in element.iter("a") if link.get("href") is not None]
    if not links or len(links) > 12:  # noqa: PLR2004 - a list of that length is contents
        return False
    text = text_of(element).lower()
    if len(text) > _BLOCK_LIMIT:
        return False
    found = says_so = False
    rest = text
    for link in links:
        words = text_of(link).lower()
        bare = _MARKS.sub(" ", words).strip()
        if bare:
            if not _leads(link, bare):
                says_so = says_so or (len(bare) <= _LINK_LIMIT and bool(LEAD_WORD.search(text)))
                if not says_so or len(bare) > _LINK_LIMIT:
                    return False
            found = True
        elif words and any(mark in words for mark in _ARROWS):
            found = True
        elif not words and next(link.iter("img"), None) is not None:
            return False
        rest = rest.replace(words, " ", 1)
    rest = _MARKS.sub(" ", rest).strip()
    return found and (
        not rest or all(LEADS_ON.fullmatch(word) for word in rest.split()) or bool(LEADS_ON.fullmatch(rest))
    )


def _leads(link: _Element, bare: str) -> bool:
    """Whether a link leads to a neighbour or to the contents, by its words or its relation."""
    return bool(LEADS_ON.fullmatch(bare)) or not _RELATIONS.isdisjoint(link.get("rel", "").lower().split())


def is_link_line(block: Block, url: str, *, exact: bool) -> bool:
    """Whether a block at an episode's end is short links and nothing else, none of them to another host.

    In a container learnt from siblings (``exact``) other hosts count too.
    """
    links = [span for span in block.spans if span.mark is Mark.LINK]
    if not links or len(block.text) > _EDGE_LIMIT:
        return False
    letters = len(_MARKS.sub("", block.text))
    linked = sum(len(_MARKS.sub("", block.text[span.start : span.end])) for span in links)
    rest = block.text
    for span in reversed(links):
        rest = rest[: span.start] + " " + rest[span.end :]
    words = _MARKS.sub(" ", rest.lower()).split()
    return (
        linked > 0
        and (linked >= _ALL * letters or all(LEADS_ON.fullmatch(word) for word in words))
        and all(exact or host(span.value) == host(url) for span in links)
    )


def cut_tail(element: _Element) -> tuple[str, ...]:
    """Cut what a heading such as "Related articles" opens at the container's end."""
    whole = 0
    for heading in element.iter(*_TAIL_TAGS):
        if heading is element or len(heading) > _FEW or len((heading.text or "").strip()) > _RAW_LIMIT:
            continue
        text = text_of(heading)
        if len(text) > _LINK_LIMIT or not TAIL_HEADING.fullmatch(text.strip(" :：■◆●▼▶★☆【】[]").lower()):
            continue
        whole = whole or len(text_of(element)) or 1
        following = list(_following(heading, element))
        size = sum(len(text_of(node)) for node in following)
        links = sum(len(text_of(link)) for node in following for link in node.iter("a"))
        if size <= _TAIL * whole and (links >= _LINKED * size or size < _STUB * whole):
            for node in [heading, *following]:
                remove(node)
            return (f"from the heading “{text}” on",)
    return ()


def _following(start: _Element, within: _Element) -> Iterable[_Element]:
    node: _Element | None = start
    while node is not None and node is not within:
        sibling = node.getnext()
        while sibling is not None:
            if isinstance(sibling.tag, str):
                yield sibling
            sibling = sibling.getnext()
        node = node.getparent()


def is_byline(text: str) -> bool:
    """Whether a line at an episode's edge says only who wrote it and when."""
    line = text.strip(" \u3000|｜・-–—[]()（）·•")
    if not line or len(line) > 160:  # noqa: PLR2004 - a line
        return False
    if _BYLINE.fullmatch(line):
        return True
    pieces = [piece.strip() for piece in _PIECES.split(line) if piece.strip()]
    dated = [bool(_BYLINE.fullmatch(piece)) for piece in pieces]
    return (
        len(pieces) > 1
        and any(dated)
        and all(ok or len(piece) <= _NAME for ok, piece in zip(dated, pieces, strict=True))
    )
