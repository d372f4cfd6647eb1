"""My Leads: every lead in one table, narrowed by search, conditions and lists kept by hand.

``page`` joins the rail (``rail``: shelves, lists, ``facets``), what narrows (``narrowing``: search and chips), the bar
over the table (``head``) and the table (``lead_table``, with its own ``lead_cells``). ``viewing`` holds the view that
they all speak of; ``rows`` brings its leads to the table and ``beside`` the counts. What is done to chosen leads stands
in ``doing``, what is done to lists in ``list_doing``, how it is taken back in ``history``; the dialogs are ``Asking``
ones. ``doors`` opens the other rooms (``rooms``): ``importing``, ``exporting``, ``review``, ``suppression``;
``one_lead`` joins ``detail`` with the table. Nothing here waits for the database: each answer comes through
``Background``, and one that was overtaken is dropped (``newest``).
"""
