"""What makes My Leads quick: arrays by lead id, sorted ids for each sort column, and a search index over trigrams.

Everything here is worked out from ``leads.db`` and can be thrown away at any time: where something is missing or too
far behind, the same answer comes from ``leads.db`` itself, only later. Each part is stamped with the edition
(``facts.edition``) that it was worked out from; what changed since (``touched``) is read anew and put in, if it is
little. ``preparing`` works everything out in a process of its own; numpy lives here. ``comparing`` tells how many leads
a filter of ReachStream would find.
"""
