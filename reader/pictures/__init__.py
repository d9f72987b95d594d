"""Pictures: what their bytes are, and how they look in the cells of a terminal.

:mod:`reader.pictures.kinds` reads headers and needs nothing; :mod:`reader.pictures.halves` decodes, needs Pillow (the
extra ``images``), and is imported in the worker's process alone.
"""
