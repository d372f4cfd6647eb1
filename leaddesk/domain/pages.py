"""A provider's list, page by page: records exactly as they came, and what the page says of the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from leaddesk.domain.records import Value


@dataclass(frozen=True)
class Entry:
    """One record."""

    values: Mapping[str, Value]
    """Flat, under the provider's own names, in its order."""
    raw: str
    """The record as compact JSON: what was nested, empty or ``null`` is still there."""
    has_own_id: bool = True
    """Whether a value called ``id`` is the provider's. ReactIn's columns are named by people, who may mean anything."""


@dataclass(frozen=True)
class Page:
    """What one call brought. A page's own claims may be wrong: providers.md, "pagesCount"."""

    number: int
    """The one that was asked for, counted from 1."""
    entries: tuple[Entry, ...]
    """In the provider's order; may be empty."""
    next: int | None
    """The page that the provider names as the next one; None for none. It may name this page again, or an earlier."""
    total: int | None
    """How many records the provider says there are in all; None where it does not say."""
    pages: int | None
    """How many pages the provider says there are; None where it does not say."""
    read_at: datetime
    """UTC."""
