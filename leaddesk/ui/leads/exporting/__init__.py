"""Taking leads out: for which destination, what its columns hold, what it would refuse, and where the file goes.

``opening.export_dialog`` is the door. The dialog (``dialog``) is made of parts that know nothing of each other:
``profile_list`` (the destinations and own profiles), ``columns_page`` (what the columns hold), ``forms_row`` (kind of
file, phones, dates), ``checks`` (what would be refused). ``own_profile`` edits an own profile. The words stand in
``words``; path, preview and rows are those of every export (``ui/widgets``).
"""
