"""A step of the history of My Leads, as the window tells it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """One change that can be taken back, or was and can be made again."""

    id: int
    act: str
    """What was done: a word that the window has a sentence for, such as ``edit``."""
    facts: Mapping[str, Any]
    """What that sentence needs: ``count`` of the leads (or entries) concerned, and a ``name`` where there is one."""
    at: float
    """Seconds since 1970."""
    is_undone: bool
