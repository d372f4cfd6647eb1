"""The lowest room with a door to the disk: a file is written whole or not at all (``atomic_file``).

What a killed process left half written is tidied away by the next writing into the same folder (``unfinished``).

``files`` (exports) and ``workspace`` (settings) both need both, and neighbours on one floor never import each other; so
it stands one floor below them. It imports ``domain`` alone, for the errors, and never an event loop: its callers bring
the thread.
"""
