"""Every exception that Tsuzuki raises on purpose.

The blame is in the type: :class:`YoursToFix` for what the reader typed or set, :class:`TheirsToFix` for a site or
the network, :class:`StorageError` for the library on disk.  A foreign exception is translated once, where it
arises.  An expected outcome ("nothing new", "not modified") is a value, never an exception.
"""

from __future__ import annotations

from typing import ClassVar


class TsuzukiError(Exception):
    """A failure that a reader sees as one line: ``subject: message``, and a hint of what to do.

    ``subject`` is what it is about (a URL, a file, a setting), ``hint`` a sentence in the imperative.
    ``exit_status`` is the command line's (command-line contract: 1 site, 2 usage, 3 storage).
    """

    exit_status: ClassVar[int] = 1

    def __init__(self, message: str, *, subject: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.subject = subject
        self.hint = hint

    @property
    def kind(self) -> str:
        """The class's name, as ``error.kind`` of the JSON output."""
        return type(self).__name__

    def __str__(self) -> str:
        line = f"{self.subject}: {self.message}" if self.subject else self.message
        cause = self.__cause__
        return f"{line} ({cause})" if isinstance(cause, TsuzukiError) else line

    def __reduce__(self) -> tuple[object, ...]:
        # The default keeps only positional arguments, and errors cross the worker's pipe.
        return (_rebuild, (type(self), self.message, self.subject, self.hint, dict(self.__dict__)))


def _rebuild(kind: type[TsuzukiError], message: str, subject: str, hint: str, state: dict[str, object]) -> TsuzukiError:
    error = kind.__new__(kind)
    TsuzukiError.__init__(error, message, subject=subject, hint=hint)
    error.__dict__.update(state)
    return error


class YoursToFix(TsuzukiError):
    """What the reader typed, named or set cannot be done as it stands."""

    exit_status = 2


class UsageError(YoursToFix):
    """Arguments that make no sense together or apart."""


class ConfigError(YoursToFix):
    """The settings file, or an environment variable, holds what cannot be used."""


class NotFound(YoursToFix):
    """No serial or episode answers to that name."""


class Ambiguous(YoursToFix):
    """More than one serial or episode answers to that name."""


class AlreadyFollowed(YoursToFix):
    """The serial is on the shelf already; ``serial_id`` says which."""

    def __init__(self, message: str, *, subject: str = "", hint: str = "", serial_id: int = 0) -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.serial_id = serial_id


class ExportError(YoursToFix):
    """The reading list cannot be written there, or in that format."""


class ImportRefused(YoursToFix):
    """A file that is no reading list, or holds what must not come in."""


class TheirsToFix(TsuzukiError):
    """A site, or the way to it, failed."""


class FetchError(TheirsToFix):
    """A resource did not come."""


class Unreachable(FetchError):
    """No connection: unknown host, refused, reset, TLS."""


class _HowUnreachable(Unreachable):
    """A difference that decides what we do next; other programs see none."""

    @property
    def kind(self) -> str:
        """As the JSON contract has it."""
        return Unreachable.__name__


class NotAsked(_HowUnreachable):
    """Nothing was asked, because the reader is offline by choice."""


class NoNetwork(_HowUnreachable):
    """As far as this machine can tell, it is itself without a way out; it says nothing of the host."""


class UnknownHost(_HowUnreachable):
    """No such name, says who should know."""


class Untrusted(_HowUnreachable):
    """The host is there, and not to be believed: its certificate."""


class TimedOut(FetchError):
    """The whole resource did not come before its deadline."""


class HttpStatus(FetchError):
    """The server answered with a status that is no success; ``status`` is its number."""

    def __init__(self, message: str, *, subject: str = "", hint: str = "", status: int = 0) -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.status = status


class Throttled(HttpStatus):
    """The server asks for patience (429, 503); ``retry_after_seconds`` where it said how much, else ``None``."""

    def __init__(
        self,
        message: str,
        *,
        subject: str = "",
        hint: str = "",
        status: int = 429,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, subject=subject, hint=hint, status=status)
        self.retry_after_seconds = retry_after_seconds


class TooLarge(FetchError):
    """More bytes, on the wire or unpacked, than a page or feed may have."""


class Disallowed(FetchError):
    """Not to be fetched: robots.txt, a site's wish, a private address, a scheme that is neither http nor https."""


class ParseError(TheirsToFix):
    """Bytes came, and are not what they should be."""


class NotASerial(ParseError):
    """Nothing on the page looks like the parts of one work; ``found`` says what it looks like instead."""

    def __init__(self, message: str, *, subject: str = "", hint: str = "", found: str = "") -> None:
        super().__init__(message, subject=subject, hint=hint)
        self.found = found


class FeedUnreadable(ParseError):
    """Said to be a feed, and no feed."""


class NoText(ParseError):
    """A page without an episode's text: a login page, a notice, a frame, a file that is no page."""


class TooComplex(ParseError):
    """The page costs more time or memory to parse than a page may."""


class StorageError(TsuzukiError):
    """The library on disk cannot be read or written."""

    exit_status = 3


class Locked(StorageError):
    """Another program has the library for longer than we wait."""


class Full(StorageError):
    """No room on the disk; nothing was changed."""


class Corrupt(StorageError):
    """The library's file is damaged, or is none."""


class SchemaTooNew(StorageError):
    """A newer Tsuzuki wrote this library; this one may only read."""
