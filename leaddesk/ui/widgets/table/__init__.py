"""The table that every tab shows: rows of any ``domain.table.RowSource``, arranged, copied, read in detail.

It is a state (which columns, how wide, what is frozen; remembered by the table's name, or by that of what it shows), a
model (Qt's view of the rows that are shown) and views (the rows, the frozen columns over them, the detail pane beside
them). ``showing`` decides what is on screen and keeps it in its place when it becomes other or more: ``arranging`` asks
the source for an order, ``fetching`` for the rows that are to be painted; nothing waits for a database while it paints.
Where a page lets it, ``cell_editing`` edits a cell where it stands, and selected rows are dragged out of the rows.
``lead_table`` joins them, ``table_bar`` is what stands above. It imports the domain and the ui floor's foundation,
never a page: a page hands in a name, titles and a source, and connects to the signals.
"""
