"""The command line: one front end over the library, made for people, pipes and programs.

``arguments`` is the table of commands and options, ``run`` turns a call into an exit status, ``output`` is the only
way to stdout and stderr, ``forms`` are the JSON shapes that other programs rely on, and each remaining module holds
the commands around one noun.  Never imports textual; imports what reads the web only when a command needs it.
"""
