"""Filters that are kept: under a name, and the one that was being built when LeadDesk ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from leaddesk.domain.errors import WorkspaceError
from leaddesk.domain.filter import Filter

SavedFilterId = NewType("SavedFilterId", int)


@dataclass(frozen=True)
class SavedFilter:
    """A filter under a name that no other has, upper and lower case being the same."""

    id: SavedFilterId
    """Never used again after it was deleted."""
    name: str
    filter: Filter
    changed_at: datetime
    """When it was saved or renamed last (UTC)."""


@dataclass(frozen=True)
class Draft:
    """What stood in the window."""

    filter: Filter
    name: str = ""
    """Of the saved filter that it began as; empty if it is none."""


class SavedFilterGone(WorkspaceError):
    """A saved filter that is not there any more: a second LeadDesk deleted it."""
