"""Add rows of any provider's table to My Leads, and to a list there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.identity import is_masked
from leaddesk.domain.imports import Imported
from leaddesk.domain.lead_fields import provider_columns
from leaddesk.domain.leads import LeadListId, SourceKind
from leaddesk.domain.table import RowSource

_ROWS_AT_ONCE = 500
"""Few enough that taking them from the source never holds up the other threads for long."""


class AddLeads(Protocol):
    """``workspace.leads.lead_store``. Returns when the disk has all of it, or raises and has none."""

    async def add(
        self,
        kind: SourceKind,
        source_name: str,
        rows: Iterable[tuple[int | None, Mapping[str, str]]],
        /,
        *,
        into: LeadListId | None = None,
        new_list: str = "",
    ) -> Imported: ...


class CollectLeads:
    """From a table into My Leads."""

    def __init__(self, store: AddLeads, announcer: Announcer) -> None:
        self._store = store
        self._announcer = announcer

    async def __call__(
        self,
        *,
        source: RowSource,
        numbers: Sequence[int],
        provider: SourceKind,
        source_name: str,
        into: LeadListId | None = None,
        new_list: str = "",
    ) -> Imported:
        """Add the rows ``numbers`` of ``source``, whose columns have the names that ``provider`` gives them.

        ``source_name`` is what the person knows it by: a list's name, "sample of ...". Whoever is a lead already is
        not added twice. All of them, the known ones too, also go into the list ``into``, or into a new one called
        ``new_list`` (numbered where the name is taken). Masked values (``xxxxx``) are not taken.
        Raises WorkspaceError, DiskFull; nothing is added then.
        """
        columns = provider_columns(provider, [column.name for column in source.columns])
        rows = await asyncio.to_thread(_read, source, list(numbers), columns)
        done = await self._store.add(provider, source_name, rows, into=into, new_list=new_list)
        self._announcer.announce(
            Changes(leads=bool(done.new or done.merged or done.known), lead_lists=done.list is not None)
        )
        return done


def _read(
    source: RowSource, numbers: Sequence[int], columns: Sequence[str | None]
) -> list[tuple[int | None, Mapping[str, str]]]:
    """The rows with their numbers from 1, as values by column of My Leads."""
    taken = [(at, column) for at, column in enumerate(columns) if column is not None]
    rows: list[tuple[int | None, Mapping[str, str]]] = []
    for chunk in source.chunks(numbers, _ROWS_AT_ONCE):
        for row in chunk:
            told = {column: str(value) for at, column in taken if (value := row[at]) is not None}
            values = {column: value for column, value in told.items() if not is_masked(value)}
            rows.append((numbers[len(rows)] + 1, values))
    return rows
