"""Files that a person takes home: CSV in two kinds.

Imports ``disk`` (a file appears whole or not at all) and ``domain``. Everything here blocks and is meant for a worker
thread; it gives way to the thread with the window all the time, because Python runs one of them at once.
"""
