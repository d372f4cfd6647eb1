"""ReactIn's part of the guest house: ``service`` answers as its documentation says, ``smart_lists`` are what it keeps.

Reads only so far: what adds a lead is answered as any unknown method is, and logged.
"""
