"""LeadDesk's own folders: settings, the local database, the lock that tells a second LeadDesk.

``database`` and ``schema`` hold the file; ``saved_filters``, ``preset_cache``, ``dialects``, ``kept_answers`` and
``call_book`` keep one thing each. ``kept_lists`` keeps providers' lists as they are read (``stored_list`` is one row of
them, ``list_rows`` takes their leads in), and ``kept_rows`` shows the leads of one to a table.

The only room with SQLite in it. The database belongs to one worker thread, which opens it at the first question;
settings are a small file, read before the window is painted and written in the background. Imports ``disk`` and
``domain``; APSW and platformdirs are imported where they are used, because the first painted window does not wait.

What is damaged is never thrown away: it is put aside beside the new one, and whoever asked is told where.
"""
