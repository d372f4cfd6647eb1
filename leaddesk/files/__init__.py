"""Files that a person takes home: CSV in two kinds, spreadsheets, vCards, filled templates.

Imports ``disk`` (a file appears whole or not at all) and ``domain``. Everything here blocks and is meant for a worker
thread; it gives way to the thread with the window all the time, because Python runs one of them at once.

What a person brings is read through ``lead_files``: the beginning of a file and how it is to be read (``recognition``),
or all its rows (``csv_reading``, ``xlsx_reading``; ``joined_rows`` are not taken apart) in memory that does not grow
with it; ``rejects`` writes down those that are not taken. All rows are read in a process of
their own, so that gives way to nobody.

What leaves My Leads is made into a destination's rows by ``profile_rows`` and looked at by ``export_check`` before;
``csv_joined`` is the short way for values that are written as they are, ``files_together`` lets several files appear at
once. That happens in a process of its own, too.
"""
