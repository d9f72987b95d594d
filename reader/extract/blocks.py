"""From an element's tree to a document's blocks.

Owns the walk (without recursion: pages nest thousands deep) and what each element is: paragraph, heading, quote, item,
table, image, break.  What a block makes of its text is ``contexts``', how the text gathers ``flow``'s, inline markup
``inlines``', line ends are ``lines``', the shapes of breaks ``breaks``'.  Refuses to choose what belongs to an episode:
everything in the element is taken, but for what the caller names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reader.addresses import resolve
from reader.cleaning import clean, clean_line
from reader.document import Block, Mark, Part, Role
from reader.extract import tables
from reader.extract.breaks import is_break_image, is_break_line
from reader.extract.content import raw_text
from reader.extract.contexts import Context
from reader.extract.flow import Flow
from reader.extract.images import alternative_text, is_gaiji, is_ornament, size_of, source_of
from reader.extract.inlines import marks_of, read_notation
from reader.extract.lines import Blank, cut, part_run, settle
from reader.extract.pruning import NEVER_TEXT
from reader.extract.tags import BLOCKS
from reader.extract.vocabulary import CREDIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import TypeAlias

    from lxml.etree import _Element

    _Closer: TypeAlias = str | list[tuple[Mark, str, int]] | None

_CREDIT_LIMIT: Final = 200
"""Code points of a line that names a picture's maker."""

_WHOLE: Final = NEVER_TEXT | {"br", "img", "wbr", "hr", "table"}
"""Elements taken at once, or not at all."""

_IN_RUBY: Final = frozenset({"rb", "rt", "rp", "rtc"})
_EMPTY: Final = frozenset({Role.SCENE_BREAK, Role.PAUSE})
_GAIJI_NOTE: Final = re.compile(r"※?［＃(?P<what>[^］]*)］")
_REFERENCE_DIGITS: Final = re.compile(r"\d{1,3}")


@dataclass(frozen=True, slots=True)
class Apart:
    """Elements that are more than their tag says, found beforehand: see ``footnotes`` and ``notes``."""

    references: Mapping[_Element, str] = field(default_factory=dict)
    """Links to a footnote, with its label."""
    footnotes: Mapping[_Element, str] = field(default_factory=dict)
    """Elements that hold a footnote, with its label."""
    parts: Mapping[_Element, Part] = field(default_factory=dict)
    """Elements that hold an author's note."""
    skipped: frozenset[_Element] = frozenset()


def compose(element: _Element, base_url: str, apart: Apart | None = None) -> list[Block]:
    """The blocks of everything in ``element``, in order; addresses made absolute against ``base_url``."""
    composer = _Composer(base_url, apart or Apart(), bare_notation=next(element.iter("ruby"), None) is None)
    composer.walk(element)
    return settle(composer.items)


class _Composer:
    """The state of one walk: open blocks, and the text since the last one."""

    def __init__(self, base_url: str, apart: Apart, *, bare_notation: bool) -> None:
        self.base_url = base_url
        self.apart = apart
        self.set_apart = apart.footnotes.keys() | apart.parts.keys()
        self.bare_notation = bare_notation
        self.items: list[Block | Blank] = []
        self.contexts = [Context()]
        self.flow = Flow()

    # --- the walk ---------------------------------------------------------------------------------------------

    def walk(self, root: _Element) -> None:
        """Every node of ``root`` in document order; each element's own closing is kept until it ends."""
        passed = self.apart.skipped | self.apart.references.keys()
        opened: list[tuple[_Element, _Closer]] = []
        children: Iterator[_Element] = iter(root)
        element, closer = root, self._enter(root)
        above: list[Iterator[_Element]] = []
        while True:
            child = next(children, None)
            if child is None:
                if closer is not None:
                    self._leave(closer)
                if not above:
                    break
                tail = element.tail
                children = above.pop()
                element, closer = opened.pop()
            elif (child.tag in _WHOLE and self._whole(child)) or (child in passed and self._passes(child)):
                tail = child.tail
            else:
                above.append(children)
                opened.append((element, closer))
                children, element, closer = iter(child), child, self._enter(child)
                continue
            if tail:
                self._text(tail)
        self.flush()

    def _whole(self, element: _Element) -> bool:
        """Elements taken at once, without a look inside."""
        tag = element.tag
        if tag == "br":
            self.flow.newline()
        elif tag == "img":
            self.image(element)
        elif tag == "hr":
            self.flush()
            self.items.append(Block(Role.SCENE_BREAK, part=self.contexts[-1].part))
        elif tag == "table":
            rows = tables.rows_of(element)
            if not rows:
                return False
            self.flush()
            text = "\n".join("\t".join(clean_line(cell, 10_000) for cell in row) for row in rows)
            self.items.append(Block(Role.TABLE, text, part=self.contexts[-1].part))
        return True

    def _enter(self, element: _Element) -> _Closer:
        tag, flow = element.tag, self.flow
        closer: _Closer = None
        if tag in BLOCKS or element in self.set_apart:
            if flow.holds():
                self.flush()
            context = self.contexts[-1].opened(element)
            if element in self.set_apart or context.part is Part.FOOTNOTE:
                context.set_apart(self.apart.parts.get(element), self.apart.footnotes.get(element))
            self.contexts.append(context)
            closer = "block"
        elif tag == "ruby":
            flow.open_ruby()
            closer = "ruby"
        elif flow.rubies and tag in _IN_RUBY:
            flow.open_in_ruby(tag)
            closer = tag
        elif marks := self._marks(element):
            closer = [(mark, value, flow.place()) for mark, value in marks]
        if text := element.text:
            self._text(text)
        return closer

    def _leave(self, closer: str | list[tuple[Mark, str, int]]) -> None:
        if closer == "block":
            if self.flow.holds():
                self.flush()
            self.contexts.pop()
        elif closer == "ruby":
            self.flow.close_ruby()
        elif isinstance(closer, str):
            self.flow.close_in_ruby(closer)
        else:
            for mark, value, start in closer:
                self.flow.mark(start, mark, value)

    def _text(self, raw: str) -> None:
        context = self.contexts[-1]
        self.flow.add(raw, keeps_lines=context.keeps_lines, preformatted=context.role is Role.PREFORMATTED)

    # --- blocks -----------------------------------------------------------------------------------------------

    def flush(self) -> None:
        """End the block that is open, if any of it shows."""
        flow, context = self.flow, self.contexts[-1]
        text, images, blank = "".join(flow.pieces), flow.images, flow.blank
        spans = flow.spans
        flow.begin()
        if not text.strip(" \n\t"):
            if images:
                self.items.extend(replace(image, part=context.part) for image in images)
            elif blank and context.role is not Role.HEADING:
                self.items.append(Blank(max(1, text.count("\n") if not context.paragraph else 1)))
            return
        text, spans = read_notation(text, spans, bare=self.bare_notation)
        block = Block(context.role, text, tuple(spans), context.level, context.marker, part=context.part)
        trailing = len(text) - len(text.rstrip("\n "))
        block = cut(block, 0, len(text))
        if not block.text:
            self.items.append(Blank(1))
            return
        if context.marker and context.part is not Part.FOOTNOTE:
            context.marker = ""
        if context.role is Role.PREFORMATTED:
            self.items.append(block)
        else:
            for item in part_run(block, whole_paragraph=context.paragraph):
                self.items.append(item if isinstance(item, Blank) else _shaped(item, centred=context.centred))
            if trailing and (ends := text.rstrip(" ").count("\n", len(text) - trailing)) > 1:
                self.items.append(Blank(ends - 1))
        self.items.extend(replace(image, part=context.part) for image in images)

    # --- inline -----------------------------------------------------------------------------------------------

    def _marks(self, element: _Element) -> Iterable[tuple[Mark, str]]:
        tag = element.tag
        if tag == "a":
            href = element.get("href", "")
            if href and not href.startswith("#") and (address := resolve(self.base_url, href)):
                return ((Mark.LINK, address),)
            return ()
        references = self.apart.references
        if tag == "sup" and references and any(child in references for child in element.iter("a")):
            return ()
        return marks_of(element)

    def _passes(self, element: _Element) -> bool:
        """What is not looked into: what the caller skips, and a link to a footnote, for which its label stands."""
        label = self.apart.references.get(element)
        if label is None:
            return True
        shown = raw_text(element).strip()
        shown = clean_line(f"[{label}]" if _REFERENCE_DIGITS.fullmatch(shown) else shown or f"[{label}]", 20)
        self.flow.shown(shown, Mark.REFERENCE, label)
        return True

    def image(self, element: _Element) -> None:
        """An image: a character outside the encoding, an ornament that is a break, or a picture."""
        alt = clean(alternative_text(element))
        if is_gaiji(element):
            note = _GAIJI_NOTE.fullmatch(alt.strip())
            shown = "※" if note or not alt.strip() or len(alt.strip()) > 2 else alt.strip()  # noqa: PLR2004 - a cluster
            start = self.flow.place()
            self.flow.append(shown)
            self.flow.mark(start, Mark.GAIJI, clean_line(note["what"] if note else alt))
            return
        source = resolve(self.base_url, source_of(element))
        width, height = size_of(element)
        if is_ornament(source, alt, width, height):
            return
        alone = not "".join(self.flow.pieces).strip()
        if alone and is_break_image(source, alt, width, height) and self._stands_alone(element):
            self.flow.images.append(Block(Role.SCENE_BREAK, clean_line(alt)))
            return
        if source:
            self.flow.images.append(Block(Role.IMAGE, clean_line(alt, 1000), source=source))

    @staticmethod
    def _stands_alone(element: _Element) -> bool:
        return not (element.tail or "").strip()


def _shaped(block: Block, *, centred: bool) -> Block:
    """A paragraph whose text is ornaments is a break; one that names a picture's maker is its caption."""
    if block.role in (Role.PARAGRAPH, Role.QUOTE, Role.HEADING) and is_break_line(block.text, centred=centred):
        return Block(Role.SCENE_BREAK, block.text.strip(), part=block.part)
    if block.role is Role.PARAGRAPH and len(block.text) <= _CREDIT_LIMIT and CREDIT.fullmatch(block.text.lower()):
        return replace(block, role=Role.CAPTION)
    return block
