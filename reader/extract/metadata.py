"""What a page says about itself: title, author, date, language, canonical address.

Owns the order of witnesses: embedded data (JSON-LD), meta elements, the headings, marked elements, plain words last.
Sources: schema.org, Open Graph, Dublin Core, microformats2.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from reader.addresses import resolve
from reader.cleaning import clean_line
from reader.extract.content import raw_text, text_of
from reader.extract.vocabulary import named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from lxml.etree import _Element

    from reader.extract.roster import Roster

AUTHOR_LIMIT: Final = 100
"""Code points of an author's name; what is longer is a sentence."""

_SEPARATOR: Final = re.compile(r"\s+[|｜\-–—―\\/>»·:]\s+|\s*[|｜»]\s*|\s+[@＠]\s+|[：]\s*|\s*::\s*")
_ARTICLE: Final = re.compile(
    r"(?:Article|BlogPosting|NewsArticle|Report|TechArticle|ScholarlyArticle|Chapter|CreativeWork|"
    r"WebPage|SocialMediaPosting|Book|ShortStory)$"
)
_ENTRY_TITLE: Final = re.compile(
    r"(?:^|\s)(?:entry-title|post-title|p-name|article-title|article__title|headline|"
    r"posttitle|novel_subtitle|p-novel__title|widget-episodetitle|chapter-title|chapter-name|"
    r"title)(?:\s|$)"
)
_AUTHOR_CLASS: Final = re.compile(
    r"(?:^|[\s_-])(?:authors?|byline|writer|vcard|novel_writername)(?:$|[\s_-]+(?:name|link|text|author|writer|title)?(?:$|\s))"
)
_DATE_CLASS: Final = re.compile(
    r"(?:^|\s)(?:published|dt-published|entry-date|post-date|date|dateline|pubdate|timestamp|"
    r"posted-on|article-date|article__date)(?:\s|$)"
)
_BY: Final = re.compile(
    r"(?i)^\s*(?:by|written\s+by|posted\s+by|von|par|por|di|av|著者?|作者?|文|投稿者|작가|글쓴이)\s*[:：]?\s+|"
    r"^\s*(?:著者|作者|投稿者|文|writer|author)\s*[:：]\s*"
)
_HEADING_LIMIT: Final = 1000
"""Code points, white space included, of an element that may show a title."""

_LINES: Final = 8
"""First headings of a page that say what it is."""

_HEADINGS_SEEN: Final = 16
"""Lesser headings among which a title is looked for."""

_TITLE_TAGS: Final = frozenset({"h4", "p", "div", "span"})
_AUTHOR_TAGS: Final = frozenset({"a", "span", "div", "p", "address", "cite", "li", "h2", "h4"})
_DATE_TAGS: Final = frozenset({"abbr", "span", "p", "div", "li", "dd", "h2"})
_AFTER_NAME: Final = re.compile(
    r"(?i)\s*[|·•]\s*|\s+[/–—-]\s+|\s*\(?(?:posted|updated|published|last\s+updated)\b|\s+(?:on|in|at)\s+|\s*\d{4}\s*[-/.年]"
    r"|\s*\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4}|\s*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+\d{4}"
    r"|\s+(?:\d+\s+(?:hours?|minutes?|days?)\s+ago|před\s)|,\s+(?:senior|staff|the\s)"
)
"""What follows a name in a byline."""

_NO_NAME: Final = re.compile(
    r"(?i)see\s+full\s+bio|admin(?:istrator)?|editor|view\s+all.*|more\s+.*|about.*|follow.*|share.*|comments?"
)
_LETTER: Final = re.compile(r"[^\W\d_]")
_NO_LETTER: Final = re.compile(r"[\W_]+")
_ISO: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_PLAIN: Final = re.compile(r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})")
_MONTHS: Final = {
    name: month
    for month, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_DAY_FIRST: Final = re.compile(r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+([a-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST: Final = re.compile(r"(?i)\b([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")

_TITLE_STEMS: Final = ("title", "headline", "-name")
_AUTHOR_STEMS: Final = ("author", "byline", "writer", "vcard")
_DATE_STEMS: Final = ("date", "publish", "time", "posted-on")
"""What stands in every name of a title, an author, a date."""

_entry_title_named: Final = named(_ENTRY_TITLE)
_author_class_named: Final = named(_AUTHOR_CLASS)
_date_class_named: Final = named(_DATE_CLASS)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says; unknown fields are empty."""

    title: str = ""
    author: str = ""
    published: datetime | None = None
    language: str = ""
    site: str = ""
    canonical: str = ""
    heading: _Element | None = None
    """The element that shows the title, where one was found."""


class Page:
    """The witnesses of one page: what scripts and ``meta`` elements say is read at once, before they are cut."""

    def __init__(self, root: _Element, url: str) -> None:
        self.root = root
        self.url = url
        self.meta: dict[str, str] = {}
        for element in root.iter("meta"):
            name = (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
            content = element.get("content", "").strip()
            if name and content:
                self.meta.setdefault(name, content)
        self.linked = list(_linked_data(root))
        self.headings = list(islice(root.iter("h1", "h2", "h3"), _LINES))
        title = next(root.iter("title"), None)
        self.title_element = clean_line(raw_text(title)) if title is not None else ""

    def read(self, roster: Roster) -> Metadata:
        """Everything at once, with the page's elements as they are now."""
        self.roster = roster
        site = clean_line(self.meta.get("og:site_name", "") or _name_of(self._first("publisher")))
        title, heading = self._title(site)
        return Metadata(
            title=title,
            author=self._author(site),
            published=self._published(),
            language=self._language(),
            site=site,
            canonical=self._canonical(),
            heading=heading,
        )

    def lines(self) -> list[str]:
        """The page's title and its first headings, as they stand."""
        return [self.title_element, *(clean_line(raw_text(heading), 200) for heading in self.headings)]

    # --- title ------------------------------------------------------------------------------------------------

    def _title(self, site: str) -> tuple[str, _Element | None]:
        stated = [
            clean_line(text)
            for text in (
                _text(self._first("headline")),
                self.meta.get("dc.title", "") or self.meta.get("dcterms.title", ""),
                self.meta.get("og:title", ""),
                self.meta.get("twitter:title", ""),
            )
            if text and text.strip()
        ]
        whole = [*stated, self.title_element]
        heading = self._heading(whole)
        shown = heading_text(heading) if heading is not None else ""
        if stated:
            best = stated[0] if not stated[0].endswith(("...", "…")) or not shown else shown
            return without_site(best, site), heading
        if shown and (folded(shown) in folded(self.title_element) or not self.title_element):
            return shown, heading
        return without_site(self.title_element, site) or shown, heading

    def _perhaps_titles(self) -> list[_Element]:
        properties = self.roster.properties
        return [
            *self.root.iter("h1"),
            *islice(self.root.iter("h2", "h3"), _HEADINGS_SEEN),
            *self._of(_entry_title_named, _TITLE_STEMS, _TITLE_TAGS),
            *properties.get("headline", ()),
            *properties.get("name", ()),
        ]

    def _of(self, is_named: Callable[[str], bool], stems: Sequence[str], tags: frozenset[str]) -> Iterator[_Element]:
        """Elements of some tags whose class, or else id, has a name."""
        return (element for element in self.roster.called(is_named, stems) if element.tag in tags)

    def _heading(self, whole: list[str]) -> _Element | None:
        """The heading that the page's title contains; the longest, the first among equals."""
        keys = [folded(text) for text in whole if text]
        best: _Element | None = None
        best_score = 0.0
        for element in self._perhaps_titles():
            tag = element.tag
            names = element.get("class", "")
            is_named = bool(names and _entry_title_named(names)) or element.get("itemprop") in ("headline", "name")
            if tag in ("p", "div", "span", "h4") and not is_named:
                continue
            text = raw_text(element)
            text = folded(text) if len(text) < _HEADING_LIMIT else ""
            if not text or len(text) > 200:  # noqa: PLR2004 - a heading
                continue
            inside = any(text in key or key in text for key in keys)
            score = (
                (4.0 if inside else 0.0) + {"h1": 1.5, "h2": 1.0, "h3": 0.5}.get(tag, 0.0) + (1.0 if is_named else 0.0)
            )
            score += min(len(text), 40) / 40 * (2.0 if inside else 0.0)
            if score > best_score and score >= 1.5:  # noqa: PLR2004 - a bare h1 at least
                best, best_score = element, score
        return best

    # --- author, date, language --------------------------------------------------------------------------------

    def _author(self, site: str) -> str:
        for name in (
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "og:author",
            "twitter:creator:name",
            "article:author_name",
        ):
            if found := _person(self.meta.get(name, "")):
                return found
        if found := _person(_name_of(self._first("author"))):
            return found
        for element in self.roster.properties.get("author", ()):
            inner = next((inner for inner in element.iter("*") if inner.get("itemprop") == "name"), element)
            if found := _person(_BY.sub("", text_of(inner))):
                return found
        for element in self._of(_author_class_named, _AUTHOR_STEMS, _AUTHOR_TAGS):
            names = element.get("class", "") or element.get("id", "")
            if names and _author_class_named(names):
                text = text_of(element)
                if (found := _person(_BY.sub("", text))) and found != site:
                    return found
        return ""

    def _published(self) -> datetime | None:
        stated = (
            _text(self._first("datePublished")),
            *(
                self.meta.get(name, "")
                for name in (
                    "article:published_time",
                    "og:published_time",
                    "datepublished",
                    "dc.date.issued",
                    "dc.date",
                    "dcterms.created",
                    "dcterms.issued",
                    "date",
                    "pubdate",
                    "publishdate",
                    "publish-date",
                    "parsely-pub-date",
                    "sailthru.date",
                    "article.published",
                    "created",
                )
            ),
        )
        for text in stated:
            if found := read_date(text):
                return found
        marked = [
            element
            for element in self.roster.properties.get("datePublished", ())
            if element.tag in ("time", "abbr", "span", "meta")
        ]
        marked += [element for element in self.root.iter("time") if element.get("datetime")][:1]
        marked += [
            element
            for element in self._of(_date_class_named, _DATE_STEMS, _DATE_TAGS)
            if _date_class_named(element.get("class", ""))
        ][:3]
        for element in marked:
            text = element.get("datetime") or element.get("content") or element.get("title") or raw_text(element)
            if found := read_date(text) or read_date(raw_text(element)):
                return found
        return None

    def _language(self) -> str:
        html = self.root if self.root.tag == "html" else next(self.root.iter("html"), self.root)
        for value in (
            html.get("lang", ""),
            html.get("{http://www.w3.org/XML/1998/namespace}lang", "") or html.get("xml:lang", ""),
            self.meta.get("content-language", ""),
            _text(self._first("inLanguage")),
            self.meta.get("og:locale", ""),
        ):
            if found := re.match(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)", value):
                return found[1].lower()
        return ""

    def _canonical(self) -> str:
        for element in self.root.iter("link"):
            if "canonical" in element.get("rel", "").lower().split():
                return resolve(self.url, element.get("href", ""))
        return resolve(self.url, self.meta.get("og:url", "")) if self.meta.get("og:url") else ""

    def _first(self, key: str) -> Any:  # noqa: ANN401 - JSON
        for item in self.linked:
            if item.get(key):
                return item[key]
        return None


def _linked_data(root: _Element) -> Iterator[dict[str, Any]]:
    """The page's JSON-LD items that describe an article, outermost first."""
    for script in root.iter("script"):
        if "ld+json" not in script.get("type", ""):
            continue
        try:
            value = json.loads(
                (script.text or "").strip().removeprefix("<!--").removesuffix("-->")[:500_000], strict=False
            )
        except (ValueError, RecursionError):
            continue
        queue = [value]
        for _ in range(200):
            if not queue:
                break
            item = queue.pop(0)
            if isinstance(item, list):
                queue = item + queue
            elif isinstance(item, dict):
                kinds = item.get("@type") or ""
                kinds = kinds if isinstance(kinds, list) else [kinds]
                if any(isinstance(kind, str) and _ARTICLE.search(kind) for kind in kinds):
                    yield item
                if isinstance(item.get("@graph"), list):
                    queue = item["@graph"] + queue


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        value = value[0] if value else ""
    return value if isinstance(value, str) else ""


def _name_of(value: Any) -> str:  # noqa: ANN401 - JSON
    if isinstance(value, list):
        return ", ".join(filter(None, (_name_of(item) for item in value[:4])))
    if isinstance(value, dict):
        return _text(value.get("name"))
    return _text(value)


def _person(text: str) -> str:
    """The name in a byline, or ``""`` for what is no name."""
    text = _AFTER_NAME.split(_BY.sub("", clean_line(text)))[0].strip(" ,、·|:：-–—/")
    if not text or len(text) > AUTHOR_LIMIT or "://" in text or text.startswith(("@", "http")):
        return ""
    return text if _LETTER.search(text) and not _NO_NAME.fullmatch(text) else ""


def heading_text(element: _Element) -> str:
    """A heading's words, without the mark that links to itself."""
    text = clean_line(raw_text(element))
    return re.sub(r"\s*[¶#\u200b§🔗]+\s*$", "", re.sub(r"^[_#¶]\s+", "", text))


def folded(text: str) -> str:
    """A title for comparing: compatibility forms, letters and digits only, one case."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def without_site(title: str, site: str) -> str:
    """The title without the site's name before or behind it."""
    pieces = _SEPARATOR.split(title)
    if len(pieces) < 2:  # noqa: PLR2004 - nothing to part
        return title
    if site:
        key = folded(site)
        for at in (len(pieces) - 1, 0):
            if folded(pieces[at]) == key:
                return _between(title, pieces, at)
    return title


def _between(title: str, pieces: list[str], drop: int) -> str:
    if drop == 0:
        rest = title[len(pieces[0]) :]
        return _SEPARATOR.sub("", rest, count=1).strip() if _SEPARATOR.match(rest) else rest.strip()
    rest = title[: len(title) - len(pieces[-1])]
    found = list(_SEPARATOR.finditer(rest))
    return rest[: found[-1].start()].strip() if found else rest.strip()


def read_date(text: str) -> datetime | None:
    """The first date in a text, in UTC; one without a zone is taken as UTC.  ``None`` where there is none."""
    text = text.strip()[:200]
    if found := _ISO.search(text):
        return _moment(found)
    if found := _PLAIN.search(text):
        return _day(found[1], found[2], found[3])
    for pattern, year, month, day in ((_DAY_FIRST, 3, 2, 1), (_MONTH_FIRST, 3, 1, 2)):
        found = pattern.search(text)
        if found and found[month].lower() in _MONTHS:
            return _day(found[year], str(_MONTHS[found[month].lower()]), found[day])
    return None


def _moment(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    zone = (found[7] or "+00:00").replace("Z", "+00:00")
    try:
        stamp = datetime(year, month, day, min(hour, 23), minute, min(second, 59), tzinfo=UTC)
        moved = datetime.strptime(zone, "%z").tzinfo
        return stamp.replace(tzinfo=moved).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(year: str, month: str, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC)
    except ValueError:
        return None
