"""The foundation: what LeadDesk is about, in plain Python.

Filters, records, lists and how they are read, prices, secrets, changes and the family of errors live here. It imports
nothing of the other floors, no Qt, no network and no disk, so every rule about money, filters or limits can be read and
tested on its own.
"""
