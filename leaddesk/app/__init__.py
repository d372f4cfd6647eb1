"""Builds every part, joins them, and closes them in order; nothing else does.

A session of LeadDesk (real, or the demo) is: settings are read; the window is painted as a sketch; only then everything
else is loaded and the window furnished; the slow parts (keychain, database, HTTP) follow in threads. At the end what
the person changed is saved, the window goes, what runs is cancelled, the last settings are flushed, the HTTP
connections closed, the database closed, the demo's process ended, the lock released.

``start`` has the first picture, ``sessions`` one session after the other, ``qt_loop`` the event loop, ``parts`` what
stands below the window (``lead_parts``: below My Leads, ``purchase_parts``: below buying), ``late`` what is imported
after the picture, ``saving`` what is not on disk yet, ``leaving`` what is asked where that cannot be helped, ``window``
the window with its pages, ``connections``, ``receiver_words`` and ``backup_words`` the two ends of its status bar,
``arrivals`` what is told when bought records are here, ``commands`` and the other ``_commands`` all commands, which ask
a session for no more than ``commanded`` says, ``work`` the jobs that have a process of their own, ``inbox`` the
receiver's process and the command of that name, ``demo``, ``demo_process`` and ``guest_house`` the demo providers and
their process, ``key_tests`` how a key is tried, ``collecting`` the garbage collector, ``logs`` the log files. It may
import every floor; only ``tour`` and ``__main__`` import it.
"""
