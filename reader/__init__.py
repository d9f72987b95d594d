"""Tsuzuki: a terminal reader for multi-part serials.

The package is a functional core with a thin imperative shell.  Floors, from top to bottom; each imports only
from floors below it (the contract stands in pyproject.toml):

``__main__``
    composition root: arguments, settings, which front end
``cli``, ``tui``
    two front ends over one library
``library``
    use cases: follow, refresh, read, list, care
``web``, ``store``, ``files``, ``entries``, ``worker``, ``demo``
    every side effect: the network, SQLite, user folders, a path to read, the parsing process, the sample web
``discover``, ``extract``, ``local``, ``update``, ``wayback``, ``pacing``, ``session``, ``sync``, ``export``,
``anchoring``
    pure decisions
``typeset``
    text to terminal cells
``hypertext``, ``queries``, ``orders``
    bytes to text, markup to trees; how serials are asked for and sorted
``document``, ``settings``, ``model``
    values
``addresses``, ``cleaning``, ``errors``
    what a URL is to us, what text from outside may contain, what can go wrong
"""

__version__ = "0.1.0"
