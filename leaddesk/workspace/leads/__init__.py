"""My Leads on disk: one SQLite file for what is true (``leads.db``) and one beside it for what is only quick.

What is true: leads, what each source says of them, lists, tags, notes, suppression, the history that undo walks. Every
change is one transaction, recorded as a changeset, so that all of it can be taken back, also after a restart.
What is only quick (``leads-index.db``): search, orders, counts. It can be thrown away at any time and is built again,
by a process of its own, because a busy Python thread starves the painting of the window.

Functions over a connection do the work here, so that the window's thread and the working process share them.
"""
