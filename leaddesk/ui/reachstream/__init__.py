"""The ReachStream tab: build a filter, see what matches and what it costs, take the sample home.

``page`` joins the parts: ``filter_editing`` (the filter, its marks, undo), the rail of sixteen fields, and the cards
with the facts, the explanation and the sample. The parts know the desk's actions and each other's signals, never the
window.
"""
