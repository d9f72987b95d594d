"""What one resource may cost, in one table.

The deadline of the whole, the pace and the number of hosts are settings; these are not.
"""

from __future__ import annotations

from dataclasses import dataclass

from reader.model import Purpose

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds; a limit is the greatest value that passes."""

    page_bytes: int = 20 * MIB
    """Unpacked; also of what comes packed."""
    feed_bytes: int = 10 * MIB
    robots_bytes: int = 512 * KIB
    """The rest of a longer file is not read (RFC 9309 section 2.5 asks for 500 KiB)."""
    image_bytes: int = 5 * MIB
    header_bytes: int = 64 * KIB
    """Names and values of one answer together."""
    redirects: int = 10
    encodings: int = 5
    """Content encodings on top of each other."""
    connect_seconds: float = 10.0
    first_byte_seconds: float = 20.0
    """From the connection's beginning to the end of the headers, and between two pieces of the body."""
    attempts: int = 3
    """Of one request, where asking again may help."""
    patience_seconds: float = 60.0
    """The longest wait for a host's turn; one that asks for more is told of instead."""
    robots_fresh_seconds: float = 24 * 3600.0
    robots_retry_seconds: float = 3600.0
    """After a robots.txt that did not come."""
    open_lines: int = 32
    """Idle connections kept open, one a host."""

    def body_bytes(self, purpose: Purpose) -> int:
        """The largest body for this purpose."""
        return {
            Purpose.FEED: self.feed_bytes,
            Purpose.SITEMAP: self.feed_bytes,
            Purpose.ROBOTS: self.robots_bytes,
            Purpose.IMAGE: self.image_bytes,
        }.get(purpose, self.page_bytes)
