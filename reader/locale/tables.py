"""What a message table is made of."""

from __future__ import annotations

from typing import TypeAlias

Phrase: TypeAlias = str | tuple[str, str]
"""A message with ``{fields}``, or two of it: for the field ``n`` equal to one, and for every other number."""
