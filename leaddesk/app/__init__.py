"""Builds every part, joins them, and closes them in order; nothing else does.

A session of LeadDesk (real, or the demo) is: settings are read; the window is built and painted; only then the slow parts
(keychain, database, HTTP) are loaded, in threads. At the end the window closes first, then what runs is cancelled, then
the settings are flushed, the HTTP connections closed, the database closed, the demo's process ended, the lock released.

``start`` has Qt's loop and the sessions, ``parts`` what stands below the window, ``window`` the window with its pages and
commands, ``demo_process`` the demo providers' own process, ``logs`` the log files. It may import every floor; only
``tour`` and ``__main__`` import it.
"""
