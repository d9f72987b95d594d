"""What a reader does with Tsuzuki, one use case a module, over one :class:`~reader.library.shelf.Library`.

``following`` finds a serial and puts it on the shelf, ``refreshing`` fetches its texts and looks for news, ``reading``
keeps places and marks, ``lists`` answers what there is, ``exporting`` writes it out, ``care`` looks after the file.
Both front ends stand on these modules and on nothing below them that has effects.
"""
