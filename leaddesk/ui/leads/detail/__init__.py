"""One lead whole, beside the table of My Leads: what is known of it, who says so, and what a person keeps beside it.

``pane`` joins the parts and loads what they show: ``head`` (name, what to do), ``field_list`` (values and where each
comes from, edited in place by ``field_editor``; ``values_panel`` shows all that its sources say), ``chip_line`` (lists
and tags), ``note_edit``, ``origins``; ``several`` stands in their place while more than one lead is chosen.
``lead_facts`` turns a ``Lead`` into what is shown. ``saves`` keeps what was typed until the database has it.
"""
