"""``cat`` and ``extract``: texts on stdout, from the library or straight from a page."""

from __future__ import annotations

import asyncio
import shutil
import sys
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.addresses import is_web
from reader.cli import forms
from reader.errors import NotFound, TsuzukiError, UsageError
from reader.export.text_html import text_html
from reader.export.text_markdown import text_markdown
from reader.library import lists, reading
from reader.library.choosing import chosen
from reader.model import Fetch, Purpose, Resource
from reader.typeset.choices import View
from reader.typeset.columns import print_columns
from reader.typeset.printing import render_text
from reader.typeset.setting import RubyMode, guess_language

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from reader.cli.run import Call
    from reader.document import Document
    from reader.extract.episode import Extraction
    from reader.model import Serial
    from reader.web.protocol import Web


UNLIMITED = 1_000_000
"""Cells of a line that is not to be broken."""


def cat(call: Call) -> int:
    """Serve ``tsuzuki cat``: with JSON one document a line; exit status 2 where none of the texts is saved."""
    library, arguments, output = call.library(), call.arguments, call.output
    serial = lists.serial_named(library, arguments.serial)
    status = 0
    for at, episode in enumerate(lists.episodes_named(library, serial, arguments.episodes)):
        try:
            document = reading.document(library, episode.id)
        except NotFound as error:
            output.error(error)
            status = error.exit_status
            continue
        if arguments.format == "json":
            output.document(
                {"serial": serial.id, "episode": episode.id, "position": episode.position, "title": episode.title}
                | forms.document_form(document)
            )
        else:
            output.raw(("\n\n" if at else "") + _shown(call, episode.title, document, serial))
    return status


def _shown(call: Call, title: str, document: Document, serial: Serial | None = None) -> str:
    arguments = call.arguments
    if arguments.format == "markdown":
        return f"# {title}\n\n{text_markdown(document)}"
    if arguments.format == "html":
        from html import escape  # noqa: PLC0415 - one format of four

        return f"<article>\n<h1>{escape(title)}</h1>\n{text_html(document)}</article>\n"
    language = document.language or (serial.language if serial else "") or guess_language(document)
    view = View.of(chosen(call.library(), serial, language) if serial else call.settings.reading_for(language))
    if getattr(arguments, "vertical", None):
        width = _width(call, view, language) or 80
        return print_columns(document, rows=arguments.vertical, width=width, layout=view.layout(language))
    return "\n".join([title, "", *_lines(document, view, language, _width(call, view, language))]) + "\n"


def _lines(document: Document, view: View, language: str, width: int) -> Iterator[str]:
    """The rows of a text, ``width`` cells wide; 0: a paragraph a line."""
    if not width:
        # There is no row above: readings stand beside their words.
        ruby = RubyMode.INLINE if view.ruby is RubyMode.ABOVE else view.ruby
        view = replace(view, ruby=ruby, pitch=1, justify=False, hanging=False)
    layout = replace(view.layout(language), measure=width or UNLIMITED, wide_quotes=False)
    return render_text(document, width or UNLIMITED, layout)


def _width(call: Call, view: View, language: str) -> int:
    """Cells of the longest line: as asked; on a terminal the measure or the screen; in a pipe no limit (0)."""
    asked = getattr(call.arguments, "width", None)
    if asked is not None:
        if asked < 0:
            raise UsageError("--width counts cells", hint="Use 20 or more, or 0 for no limit.")
        return int(asked)
    if not sys.stdout.isatty():
        return 0
    return min(view.measure_for(language), shutil.get_terminal_size().columns)


def extract(call: Call) -> int:
    """Serve ``tsuzuki extract``: every page gives its text or its error, and the rest goes on."""
    arguments = call.arguments
    if arguments.url and len(arguments.pages) > 1:
        raise UsageError("--url is the address of one page", hint="Give one PAGE with it.")
    return asyncio.run(_extract(call))


async def _extract(call: Call) -> int:
    from reader.worker import Worker  # noqa: PLC0415 - starts processes

    status = 0
    worker = Worker()
    try:
        async with _web(call) as web:
            for at, page in enumerate(call.arguments.pages):
                try:
                    resource = await _resource(call, page, web)
                    extraction: Extraction = await worker.run("extract", resource)
                except TsuzukiError as error:
                    error.subject = error.subject or page
                    status = max(status, error.exit_status)
                    _tell(call, page, error)
                    continue
                _print(call, at, page, resource, extraction)
    finally:
        await worker.close()
    return status


def _tell(call: Call, page: str, error: TsuzukiError) -> None:
    if call.arguments.format == "json":
        call.output.document({"page": page, "error": {"kind": error.kind, "message": str(error), "hint": error.hint}})
    else:
        call.output.error(error)


def _print(call: Call, at: int, page: str, resource: Resource, extraction: Extraction) -> None:
    if call.arguments.format == "json":
        form: dict[str, Any] = {
            "page": page,
            "url": resource.final_url,
            "title": extraction.title or None,
            "author": extraction.author or None,
            "published": forms.moment(extraction.published),
            **forms.document_form(extraction.document),
        }
        if call.arguments.explain:
            form["explain"] = {
                "container": extraction.container,
                "why": list(extraction.why),
                "cut": list(extraction.cut),
            }
        call.output.document(form)
        return
    if call.arguments.explain:
        for line in [f"container: {extraction.container}", *extraction.why, *(f"cut: {one}" for one in extraction.cut)]:
            call.output.say(line)
    call.output.raw(("\n\n" if at else "") + _shown(call, extraction.title or page, extraction.document))


async def _resource(call: Call, page: str, web: Web | None) -> Resource:
    if not is_web(page):
        return _saved(page, call.arguments.url or "file:///page.html")
    if web is None:
        raise UsageError("a URL cannot be fetched with --offline", subject=page)
    return await web.fetch(Fetch(page, Purpose.EPISODE))


def _saved(page: str, url: str) -> Resource:
    try:
        body = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise UsageError(reason, subject=page, hint="Give a file, a URL, or - for stdin.") from error
    return Resource(url, url, 200, {"content-type": "text/html"}, body, datetime.now(UTC))


@asynccontextmanager
async def _web(call: Call) -> AsyncIterator[Web | None]:
    if call.arguments.offline or not any(is_web(page) for page in call.arguments.pages):
        yield None
        return
    from reader.web.client import Client  # noqa: PLC0415 - files need no network

    async with Client(call.settings.fetch) as client:
        yield client
