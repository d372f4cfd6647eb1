"""Where a lead stands. Only kept ones are shown, counted, searched and taken for duplicates."""

from __future__ import annotations

from enum import IntEnum


class Standing(IntEnum):
    """The value of ``leads.standing``."""

    KEPT = 0
    TRASH = 1
    MERGED = 2
    """Into ``leads.merged_into``; its records stand there."""
    WITHDRAWN = 3
    """The adding that brought it was undone."""
    ERASED = 4
    """Nothing but the id is left, so that it is never given again."""
