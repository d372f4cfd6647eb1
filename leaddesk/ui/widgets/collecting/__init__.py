"""Adding rows of any provider's table to My Leads: by button, menu and palette (``collecting``), or by dragging them.

``carried_rows`` is what a drag carries: our rows for this LeadDesk, and a table as text for other programs. ``drops``
lets any widget take them, and files too. ``result_words`` tells what came of it.
"""
