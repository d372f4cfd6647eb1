"""My Leads on disk: one SQLite file for what is true (``leads.db``) and one beside it for what is only quick.

What is true: leads, what each source says of them, lists, tags, notes, suppression, the history that undo walks.
Every change is one transaction, recorded as a changeset, so that all of it can be taken back, also after a restart.
What is only quick (``leads-index.db``): search, orders, counts. It can be thrown away at any time and is built again,
by a process of its own, because a busy Python thread starves the painting of the window.

Functions over a connection do the work here, so that the window's thread and the working process share them.

What comes in: ``adding`` (some rows) and ``bulk`` (a million; ``row_blocks``, ``sifting``, ``adding_known``), both past
the ``gate``, both with the same result; ``records`` is what sources say and what is shown of it, ``merging`` joins two
leads, ``likely`` finds pairs for the review. What is done by hand: ``edits``, ``lists``, ``tags``, ``trash``,
``suppression``, ``erasing`` (``scrubbing`` the history, ``erasing_elsewhere`` the rest), each by its name in
``acts``, over many leads in the working process (``acts_elsewhere``). What finds: ``index`` and ``lead_rows``. What
goes out: ``reading_out``. ``backups``, ``backup_files`` and ``restoring`` keep the file safe. ``lead_store`` and
``lead_keeping`` are what the actions hold.
"""
