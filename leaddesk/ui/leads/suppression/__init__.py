"""Who is not written to, and who is forgotten: the suppression list and *Erase this person*.

``dialog`` shows the list, with ``adding`` above it (paste, type, or a file) and ``entries`` as its rows. ``erasing``
asks before every trace of somebody goes.
"""
