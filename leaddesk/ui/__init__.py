"""The window: the only floor with widgets (and, besides ``app``, the only one with Qt and qasync).

It imports ``actions`` and ``domain`` only: what a person can do and what that is about, never how it is done. Pages get
their collaborators through the constructor (``desk.Desk``); no page holds the main window, no page knows another.
What the window's commands ask of a page is ``tab_page.TabPage``. Everything with words goes through Qt's translation;
the words for errors stand in ``error_texts`` alone.
"""
