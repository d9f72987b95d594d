"""The terminal UI: paints what the pure floors decided, forwards keys, and runs the network beside the reading.

keys       every key in one table
look       colours and signs
strips     cells in one row: fitting, padding, parts to the left and right
rows       a list of any length, painted by the line
bars       the line above and the line below
galley     the lines of one text around a place
leaf       a window of them as rows of cells, across or down
ink        laid-out lines to coloured cells
picking    stretches of text: selection, caret, links
page       the text itself
probe      what the terminal says of itself before the screen is taken
errands    what runs beside the reading: looking, fetching, asking the archive
imports    what the network takes, imported beside the keys
finds      the rows of a preview: evidence, choices, parts to tick and to put in order
episodes   the rows of a table of contents
driving    what the reading screen is under its keys
tagging, naming    the tags of a serial; its title and author
shelf, contents, reading, adding, edits, searching, commands, asking    the screens
app        the application, and :func:`~reader.tui.app.run`
"""
