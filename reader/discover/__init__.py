"""Where the episodes of a serial are, and in which order: decisions over what pages and feeds say.

Imports nothing; each module owns one noun.  ``titles`` is the door to part titles and their numbers.
"""
