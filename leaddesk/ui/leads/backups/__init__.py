"""Backups in the window: the page in Settings, the question before going back, and what is made by itself.

``page`` lists them; ``restore_dialog`` asks before My Leads is put back; ``keeper`` makes one when it is due, and tells
what is wrong. ``words`` has the sentences.
"""
