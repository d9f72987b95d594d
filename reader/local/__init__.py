"""Serials that lie on this machine: Aozora Bunko texts, EPUBs, folders of HTML, text or Markdown, zips of any of them.

Pure: bytes in, a :class:`~reader.local.work.LocalWork` out.  Runs in the worker process like everything that reads
untrusted bytes.  Also the way for sites that do not wish to be read by programs: what the reader saved by hand.
"""
