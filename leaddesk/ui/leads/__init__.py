"""My Leads: every lead in one table, narrowed by search, conditions and lists kept by hand.

``page`` joins the rail (``rail``: shelves, lists, facets), what narrows (``narrowing``: search and condition chips) and
the table (``table``); ``viewing`` is the view that they all speak of. What is done to chosen leads stands in
``doing``, the dialogs beside it ask for what it needs. The rooms ``importing``, ``exporting``, ``review``,
``suppression``, ``backups`` and ``detail`` are opened by ``rooms`` when they are asked for. Nothing here waits for the
database: each answer comes through ``Background``, and one that was overtaken is dropped.
"""
