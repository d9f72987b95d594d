"""One episode's text out of a page: the page alone (``episode``), pages together (``siblings``), a feed's own HTML.

``pruning`` cuts what is never text, ``outline`` measures, ``candidates`` chooses the container, ``sections`` narrows it
to one episode of several, ``trimming`` cuts the site's own lines inside it; ``blocks``, ``inlines``, ``lines`` and
``breaks`` turn what is left into a document, ``footnotes`` and ``notes`` set apart what is not the text itself;
``metadata`` reads title, author and date, ``refusals`` says what is no episode.  Pure: bytes in, values out.
"""
