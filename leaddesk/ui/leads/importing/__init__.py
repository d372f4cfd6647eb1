"""Taking a file into My Leads: how it is read, what its columns mean, what becomes of its rows, and how it went.

``opening.import_files`` is the door. ``dialog`` does what was chosen in ``choices``, whose parts know nothing of each
other: ``shape_row`` (encoding, delimiter, header, sheet), ``columns_table`` and ``mapping_bar`` (what each column
becomes), ``preview`` (the first rows as they would be kept) and ``target`` (list, suppressed people, rejected rows).
"""
