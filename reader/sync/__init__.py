"""Several devices, one reader: what their logs add up to, and the files in which the logs travel.  Pure.

``events`` owns what an event is and what its device had seen when it was made; ``merging`` what a set of events adds up
to, whatever the order in which they came; ``logfile`` the lines of one device's file.  No wall clock counts here:
times are carried for eyes alone.
"""
