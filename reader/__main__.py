"""Composition root."""


def main() -> None:
    """Start."""
