"""From an element's tree to a document's blocks.

Owns the walk (without recursion: pages nest thousands deep), white space as a browser folds it, and what each element
is: paragraph, heading, quote, item, table, image, break.  Inline markup is ``inlines``', line ends are ``lines``',
the shapes of breaks ``breaks``'.  Refuses to choose what belongs to an episode: everything in the element is taken,
but for what the caller names.  Text is cleaned here, once, as it leaves the tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from reader.addresses import resolve
from reader.cleaning import clean, clean_line
from reader.document import Block, Mark, Part, Role, Span
from reader.extract import tables
from reader.extract.breaks import is_break_image, is_break_line
from reader.extract.content import raw_text
from reader.extract.images import alternative_text, is_gaiji, is_ornament, size_of, source_of
from reader.extract.inlines import Ruby, marks_of, read_notation
from reader.extract.lines import Blank, cut, part_run, settle
from reader.extract.pruning import NEVER_TEXT
from reader.extract.vocabulary import CREDIT, is_caption_name, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeAlias

    from lxml.etree import _Element

    _Closer: TypeAlias = str | list[tuple[Mark, str, int]] | None

BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "optgroup",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "xmp",
        "listing",
        "plaintext",
        "caption",
    ]
)
HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}

_SPACE: Final = re.compile(r"[ \t\r\f\n]+")
_WIDE: Final = "\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6"
_WIDE_LAST: Final = re.compile(f"[{_WIDE}]$")
_WIDE_FIRST: Final = re.compile(f"[{_WIDE}]")
_WIDE_BREAK: Final = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\f\n]*(?=[{_WIDE}])")
_KEEPS_LINES: Final = re.compile(r"(?i)white-space\s*:\s*(?:pre|break-spaces)")
_CENTRED: Final = re.compile(
    r"(?i)text-align\s*:\s*center|(?:^|\s)(?:center|centered|aligncenter|has-text-align-center|text-center)(?:\s|$)"
)
_BREAK_CLASS: Final = re.compile(
    r"(?i)(?:^|[\s_-])(?:scene-?break|section-?break|asterism|ornamental-break|wp-block-separator|"
    r"scenebreak)(?:$|[\s_-])"
)
_CREDIT_LIMIT: Final = 200
"""Code points of a line that names a picture's maker."""

_is_centred: Final = named(_CENTRED)
_PARAGRAPHS: Final = frozenset({"p", "li", "dd", "dt", "td", "th"})
_ENOUGH_SPACE: Final = 8
"""Code points of white space after which more of it says nothing."""

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


@dataclass(slots=True)
class _Context:
    """What an open element makes of the text in it."""

    role: Role = Role.PARAGRAPH
    level: int = 0
    part: Part = Part.TEXT
    marker: str = ""
    keeps_lines: bool = False
    paragraph: bool = False
    """The page says that this is one paragraph."""
    centred: bool = False
    counter: int = 0
    ordered: bool = False


def compose(element: _Element, base_url: str, apart: Apart | None = None) -> list[Block]:
    """The blocks of everything in ``element``, in order; addresses made absolute against ``base_url``."""
    composer = _Composer(base_url, apart or Apart(), bare_notation=next(element.iter("ruby"), None) is None)
    composer.walk(element)
    return settle(composer.items)


class _Composer:
    """The state of one walk: open blocks, open marks, the text since the last block."""

    def __init__(self, base_url: str, apart: Apart, *, bare_notation: bool) -> None:
        self.base_url = base_url
        self.apart = apart
        self.bare_notation = bare_notation
        self.items: list[Block | Blank] = []
        self.contexts = [_Context()]
        self._empty()

    def _empty(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.space = ""  # white space seen since the last letter
        self.spans: list[Span] = []
        self.rubies: list[Ruby] = []
        self.images: list[Block] = []
        self.blank = False  # a <br> or a non-breaking space: an empty paragraph that shows

    # --- the walk ---------------------------------------------------------------------------------------------

    def walk(self, root: _Element) -> None:
        """Every node of ``root`` in document order; each element's own closing is kept until it ends."""
        closers: list[_Closer] = [self._enter(root)]
        iterators = [iter(root)]
        elements = [root]
        while iterators:
            child = next(iterators[-1], None)
            if child is None:
                iterators.pop()
                element = elements.pop()
                self._leave(closers.pop())
            elif child.tag in NEVER_TEXT or child in self.apart.skipped or self._whole(child):
                element = child
            else:
                closers.append(self._enter(child))
                elements.append(child)
                iterators.append(iter(child))
                continue
            if iterators and element.tail:
                self.text(element.tail)
        self.flush()

    def _whole(self, element: _Element) -> bool:
        """Elements taken at once, without a look inside."""
        tag = element.tag
        if tag == "br":
            self.newline()
        elif tag == "img":
            self.image(element)
        elif tag == "wbr":
            pass
        elif tag == "hr":
            self.flush()
            self.items.append(Block(Role.SCENE_BREAK, part=self.contexts[-1].part))
        elif tag == "table" and (rows := tables.rows_of(element)):
            self.flush()
            text = "\n".join("\t".join(clean_line(cell, 10_000) for cell in row) for row in rows)
            self.items.append(Block(Role.TABLE, text, part=self.contexts[-1].part))
        else:
            return False
        return True

    def _enter(self, element: _Element) -> _Closer:
        tag = element.tag
        closer: _Closer = None
        if tag in BLOCKS or element in self.apart.footnotes or element in self.apart.parts:
            self.flush()
            self.contexts.append(self._context(element))
            closer = "block"
        elif tag == "ruby":
            self.rubies.append(Ruby(opened_at=self.length))
            closer = "ruby"
        elif self.rubies and tag in ("rb", "rt", "rp", "rtc"):
            self._enter_ruby(tag)
            closer = tag
        else:
            marks = list(self._marks(element))
            closer = [(mark, value, self._place()) for mark, value in marks] if marks else None
            if element in self.apart.references:
                self._reference(element)
                return closer
        if element.text:
            self.text(element.text)
        return closer

    def _leave(self, closer: _Closer) -> None:
        if closer == "block":
            self.flush()
            self.contexts.pop()
        elif closer == "ruby":
            if self.rubies:
                ruby = self.rubies.pop()
                ruby.close_group()
                self.spans.extend(ruby.spans)
                if self.rubies and not self.rubies[-1].in_reading:
                    self.rubies[-1].base(ruby.opened_at, self.length)
        elif isinstance(closer, str):
            self._leave_ruby(closer)
        else:
            self.spans.extend(
                Span(start, self.length, mark, value) for mark, value, start in closer or () if start < self.length
            )

    # --- blocks -----------------------------------------------------------------------------------------------

    def _context(self, element: _Element) -> _Context:
        tag, outer = element.tag, self.contexts[-1]
        new = replace(outer, paragraph=tag in _PARAGRAPHS, counter=0)
        names, style = element.get("class", ""), element.get("style", "")
        if style and _KEEPS_LINES.search(style):
            new.keeps_lines = True
        if tag == "center" or element.get("align", "").lower() == "center" or _is_centred(names) or _is_centred(style):
            new.centred = True
        if tag in HEADINGS:
            new.role, new.level, new.paragraph = Role.HEADING, HEADINGS[tag], True
        elif tag == "blockquote":
            new.role = Role.QUOTE
            new.level = outer.level + 1 if outer.role is Role.QUOTE else 1
        elif tag in ("ul", "ol", "dir", "li"):
            _list_context(element, outer, new)
        elif tag in ("pre", "xmp", "listing", "plaintext"):
            new.role, new.keeps_lines = Role.PREFORMATTED, True
        elif tag in ("figcaption", "caption") or (names and is_caption_name(names)):
            new.role = Role.CAPTION
        self._set_apart(element, new)
        return new

    def _set_apart(self, element: _Element, new: _Context) -> None:
        """What stands apart from the text is plain paragraphs there."""
        if element in self.apart.footnotes:
            new.role, new.part, new.marker, new.level = Role.PARAGRAPH, Part.FOOTNOTE, self.apart.footnotes[element], 0
        elif element in self.apart.parts and new.part is not Part.FOOTNOTE:
            new.part = self.apart.parts[element]
            if new.role in (Role.QUOTE, Role.ITEM):
                new.role, new.level, new.marker = Role.PARAGRAPH, 0, ""
        elif new.part is Part.FOOTNOTE and new.role is not Role.PREFORMATTED:
            new.role, new.level = Role.PARAGRAPH, 0

    def flush(self) -> None:
        """End the block that is open, if any of it shows."""
        context = self.contexts[-1]
        text, spans, images, blank = "".join(self.pieces), self.spans, self.images, self.blank
        self._empty()
        if not text.strip(" \n\t"):
            self.items.extend(self._shown(image, context) for image in images)
            if blank and not images and context.role is not Role.HEADING:
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
            self.items.append(replace(block, spans=block.spans))
        else:
            for item in part_run(block, whole_paragraph=context.paragraph):
                self.items.append(item if isinstance(item, Blank) else _shaped(item, centred=context.centred))
            if trailing and (ends := text.rstrip(" ").count("\n", len(text) - trailing)) > 1:
                self.items.append(Blank(ends - 1))
        self.items.extend(self._shown(image, context) for image in images)

    def _shown(self, image: Block, context: _Context) -> Block:
        return replace(image, part=context.part)

    # --- text -------------------------------------------------------------------------------------------------

    def text(self, raw: str) -> None:
        """A text node: folded as a browser folds it, unless the block keeps its lines."""
        if self.rubies and (self.rubies[-1].in_reading or self.rubies[-1].in_fallback):
            ruby = self.rubies[-1]
            if not ruby.in_fallback and ruby.readings:
                ruby.readings[-1].append(clean(raw))
            return
        text = clean(raw)
        context = self.contexts[-1]
        if context.keeps_lines:
            if context.role is not Role.PREFORMATTED and not text.strip():
                text = "\n" * text.count("\n")
            self._append(text)
            return
        if "\u00a0" in text or "\u3000" in text:
            self.blank = True  # an empty paragraph that shows
            text = text.replace("\u00a0", " ") if text.strip() else " "
        self._fold(text)

    def _fold(self, text: str) -> None:
        stripped = text.strip(" \t\r\f\n")
        if not stripped:
            self.space = self.space + text if len(self.space) < _ENOUGH_SPACE else self.space
            return
        gap = self.space + text[: text.find(stripped[0])]
        self.space = text[len(text.rstrip(" \t\r\f\n")) :]
        if len(stripped) > 1 and _SPACE.search(stripped):
            stripped = _SPACE.sub(" ", _WIDE_BREAK.sub("", stripped))
        if gap and self.length:
            last = self.pieces[-1][-1]
            both_wide = "\n" in gap and _WIDE_LAST.match(last) and _WIDE_FIRST.match(stripped)
            if last != "\n" and not both_wide:
                stripped = " " + stripped
        self._append(stripped)

    def _append(self, text: str) -> None:
        if not text:
            return
        start = self.length
        self.pieces.append(text)
        self.length += len(text)
        if self.rubies:
            lead = len(text) - len(text.lstrip())
            if text.strip():
                self.rubies[-1].base(start + lead, self.length)

    def _place(self) -> int:
        """Where a mark that opens now begins: a space before it is not part of it."""
        if self.space and self.length and self.pieces[-1][-1] != "\n" and not self.rubies:
            last = self.pieces[-1][-1]
            if not ("\n" in self.space and _WIDE_LAST.match(last)):
                self.pieces.append(" ")
                self.length += 1
                self.space = ""
        return self.length

    def newline(self) -> None:
        """A ``<br>``."""
        if self.rubies:
            return
        self.blank = True
        self.space = ""
        self.pieces.append("\n")
        self.length += 1

    # --- inline -----------------------------------------------------------------------------------------------

    def _marks(self, element: _Element) -> Iterator[tuple[Mark, str]]:
        if element.tag == "a":
            href = element.get("href", "")
            if href and element not in self.apart.references and not href.startswith("#"):
                address = resolve(self.base_url, href)
                if address:
                    yield Mark.LINK, address
            return
        if element.tag == "sup" and any(child in self.apart.references for child in element.iter("a")):
            return
        if element.tag in ("cite", "i", "b", "span", "em", "strong") and not element.attrib and element.tag == "span":
            return
        yield from marks_of(element)

    def _reference(self, element: _Element) -> None:
        label = self.apart.references[element]
        shown = raw_text(element).strip()
        shown = clean_line(f"[{label}]" if _REFERENCE_DIGITS.fullmatch(shown) else shown or f"[{label}]", 20)
        start = self.length
        self.pieces.append(shown)
        self.length += len(shown)
        self.spans.append(Span(start, self.length, Mark.REFERENCE, label))

    def _enter_ruby(self, tag: str) -> None:
        ruby = self.rubies[-1]
        if tag == "rb":
            if ruby.readings and not ruby.container:
                ruby.close_group()
            ruby.begin_base()
        elif tag == "rt":
            ruby.begin_reading()
        elif tag == "rtc":
            ruby.begin_container()
        else:
            ruby.in_fallback += 1

    def _leave_ruby(self, tag: str) -> None:
        if not self.rubies:
            return
        ruby = self.rubies[-1]
        if tag == "rp":
            ruby.in_fallback -= 1
        elif tag == "rt":
            ruby.in_reading = False
        elif tag == "rb":
            ruby.joined = False

    def image(self, element: _Element) -> None:
        """An image: a character outside the encoding, an ornament that is a break, or a picture."""
        alt = clean(alternative_text(element))
        if is_gaiji(element):
            note = _GAIJI_NOTE.fullmatch(alt.strip())
            shown = "※" if note or not alt.strip() or len(alt.strip()) > 2 else alt.strip()  # noqa: PLR2004 - a cluster
            start = self._place()
            self._append(shown)
            self.spans.append(Span(start, self.length, Mark.GAIJI, clean_line(note["what"] if note else alt)))
            return
        source = resolve(self.base_url, source_of(element))
        width, height = size_of(element)
        if is_ornament(source, alt, width, height):
            return
        alone = not "".join(self.pieces).strip()
        if alone and is_break_image(source, alt, width, height) and self._stands_alone(element):
            self.images.append(Block(Role.SCENE_BREAK, clean_line(alt)))
            return
        if source:
            self.images.append(Block(Role.IMAGE, clean_line(alt, 1000), source=source))

    @staticmethod
    def _stands_alone(element: _Element) -> bool:
        return not (element.tail or "").strip()


def _list_context(element: _Element, outer: _Context, new: _Context) -> None:
    if element.tag != "li":
        new.role = Role.ITEM if outer.role in (Role.PARAGRAPH, Role.ITEM, Role.QUOTE) else outer.role
        new.level = outer.level + 1 if outer.role is Role.ITEM else 1
        new.ordered = element.tag == "ol"
        new.counter = _integer(element.get("start"), 1) - 1
        new.marker = ""
    elif outer.role is Role.ITEM:
        outer.counter = _integer(element.get("value"), outer.counter + 1)
        new.marker = f"{outer.counter}." if outer.ordered else "•"
        parent = element.getparent()
        if parent is not None and "list-style" in parent.get("style", ""):
            new.marker = ""


def _shaped(block: Block, *, centred: bool) -> Block:
    """A paragraph whose text is ornaments is a break; one that names a picture's maker is its caption."""
    if block.role in (Role.PARAGRAPH, Role.QUOTE, Role.HEADING) and is_break_line(block.text, centred=centred):
        return Block(Role.SCENE_BREAK, block.text.strip(), part=block.part)
    if block.role is Role.PARAGRAPH and len(block.text) <= _CREDIT_LIMIT and CREDIT.fullmatch(block.text):
        return replace(block, role=Role.CAPTION)
    return block


def _integer(value: str | None, otherwise: int) -> int:
    try:
        return max(-9999, min(9999, int(value))) if value is not None else otherwise
    except ValueError:
        return otherwise
