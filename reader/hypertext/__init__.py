"""Bytes to text as browsers do it (``charset``), and markup to trees within limits (``tree``)."""
