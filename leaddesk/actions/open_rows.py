"""Open the leads that are kept of a list, as a table shows them. Works without a network."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Protocol

from leaddesk.domain.lists import KeptList, RowState
from leaddesk.domain.table import RowSource


class KeptListStore(Protocol):
    """Where lists are kept."""

    async def one(self, id_: int, /) -> KeptList: ...


class OpenKeptRows(Protocol):
    """Opens the rows of one list."""

    def __call__(self, id_: int, wanted: RowState, /) -> Awaitable[RowSource]: ...


class OpenRows:
    """May raise WorkspaceError, ListGone among them."""

    def __init__(self, store: KeptListStore, rows: OpenKeptRows) -> None:
        self._store = store
        self._rows = rows

    async def __call__(self, *, id: int, wanted: RowState = RowState.PRESENT) -> RowSource:  # noqa: A002
        """The leads as they are kept at this moment, those at the top ready to be painted."""
        return await self._rows(id, wanted)

    async def kept(self, *, id: int) -> KeptList:  # noqa: A002
        """The list itself."""
        return await self._store.one(id)
