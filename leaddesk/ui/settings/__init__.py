"""The Settings dialog: one file per kind of page.

``dialog`` is the frame: the rail of pages, built when they are first looked at. ``provider_page`` is one class for all
three providers, made of ``key_rows`` and ``address_rows``. Every change is in force at once; there is no OK and no
Apply. Pages know the desk and what ``settings_page`` gives them, never each other or the window.
"""
