"""Purchases on disk (``purchases.db``): the journal of each, what was delivered, the records, the balances.

Apart from ``leads.db``, which is restored from backups, and from ``leaddesk.db``, which is put aside when damaged: a
journal that goes back in time would buy twice. Commits are synchronous: what a method told as done survives the end of
the process and of the computer. Where the file is damaged, what can be read is read, and nothing is bought.

``schema`` has the tables and the rules that SQLite itself keeps: one blocking purchase of an account, a journal that is
only added to, a record once in a purchase. ``purchase_rows`` is one purchase and its steps, within a transaction;
``journal``, ``ledger`` and ``deliveries`` are what the actions and the receiver hold; ``records`` shows the records of
one purchase to a table; ``taking`` is what the working process does with a delivery; ``erasing`` takes a person out.
"""
