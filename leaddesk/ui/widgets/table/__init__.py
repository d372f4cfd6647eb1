"""The table that every tab shows: rows of any ``domain.table.RowSource``, arranged, copied, read in detail.

It is a state (which columns, how wide, what is frozen; remembered by the table's name), a model (Qt's view of the rows
that are shown) and views (the rows, the frozen columns over them, the detail pane beside them); ``lead_table`` joins
them, ``table_bar`` is what stands above. It imports the domain and the ui floor's foundation, never a page: a page
hands in a name, titles and a source, and connects to the signals.
"""
