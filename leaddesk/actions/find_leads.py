"""Find leads of one's own: shelves, search, column filters, counts per value, and views that are kept under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.lead_views import Facet, SavedView, Shelves, View
from leaddesk.domain.leads import Lead, LeadId
from leaddesk.domain.table import Column, RowSource

_VIEWS_CHANGED = Changes(lead_lists=True)


class Finder(Protocol):
    """What finds leads. Nothing of it holds up the event loop."""

    @property
    def is_prepared(self) -> bool: ...

    async def open(self, view: View, *, whole: bool = False) -> RowSource: ...

    def is_whole(self, source: RowSource, /) -> bool: ...

    async def whole(self, source: RowSource, /) -> RowSource: ...

    async def shelves(self) -> Shelves: ...

    async def facets(self, view: View, columns: Sequence[str], limit: int) -> tuple[Facet, ...]: ...

    async def columns(self) -> tuple[Column, ...]: ...

    async def ids_of(self, source: RowSource, numbers: Sequence[int], /) -> tuple[LeadId, ...]: ...

    async def values(self, column: str, typed: str, limit: int) -> tuple[str, ...]: ...

    async def prepare(self, progress: Callable[[float], None]) -> bool: ...


class LeadReader(Protocol):
    """Where one lead is read with everything that is known of it."""

    async def lead(self, id_: LeadId, /) -> Lead | None: ...


class ViewStore(Protocol):
    """Where views are kept. Every call returns when the disk has it."""

    async def views(self) -> tuple[SavedView, ...]: ...

    async def save_view(
        self, name: str, view: View, *, sort_by: str = "", descending: bool = False, replace: bool = False
    ) -> SavedView: ...

    async def rename_view(self, id_: int, name: str, /) -> SavedView: ...

    async def remove_view(self, id_: int, /) -> SavedView: ...


class FindLeads:
    """Everything that asks My Leads. All calls may raise WorkspaceError."""

    def __init__(self, finder: Finder, leads: LeadReader, views: ViewStore, announcer: Announcer) -> None:
        self._finder, self._leads, self._views, self._announcer = finder, leads, views, announcer

    @property
    def is_prepared(self) -> bool:
        """Whether search and orders are as quick as they can be.

        False while there are many new or changed leads that nothing was worked out for: everything is right then too,
        but slower. Known after the first ``open`` or ``shelves``; until then True.
        """
        return self._finder.is_prepared

    async def prepare(self, *, progress: Callable[[float], None] = lambda _: None) -> None:
        """Work out what is missing, in another process; announces ``leads`` when something was.

        ``progress`` hears 0.0 to 1.0. Returns soon where nothing is missing, and at once where it is under way already.
        """
        if await self._finder.prepare(progress):
            self._announcer.announce(Changes(leads=True))

    async def open(self, *, view: View, whole: bool = False) -> RowSource:
        """The leads of ``view``, newest first, those at the top ready to be painted.

        Its columns: every field that any lead fills, custom fields, ``@lists`` (names joined by ", "), ``@tags``,
        ``@note``, ``@added``, ``@changed`` ("2026-11-21 19:05", local time), ``@sources`` (``SourceKind`` values
        joined by ", "). Rows that go or change while it is shown stay in it, with their values as they are now;
        a newer one of the same view finds them again (``RowSource.find``).

        What takes long to be found comes with its first rows alone (``is_whole`` is False): ``whole`` brings all.
        ``whole=True`` waits for all: where the table is going to sort or all numbers are wanted.
        """
        return await self._finder.open(view, whole=whole)

    def is_whole(self, source: RowSource) -> bool:
        """Whether ``source``, which ``open`` returned, has all leads of its view."""
        return self._finder.is_whole(source)

    async def whole(self, source: RowSource) -> RowSource:
        """All leads of the view of ``source``, its own first, under the same numbers: for ``LeadTable.grow``.

        ``source`` itself where it is whole.
        """
        return await self._finder.whole(source)

    async def shelves(self) -> Shelves:
        """How many leads stand where."""
        return await self._finder.shelves()

    async def facets(self, *, view: View, columns: Sequence[str], limit: int = 50) -> tuple[Facet, ...]:
        """For each of ``columns`` (any field, ``@sources``, ``@lists``, ``@tags``), how many leads have each value.

        A facet leaves out what ``view`` asks of its own column, so that other values can be added. At most ``limit``
        values each. Those of lists are names, those of sources ``SourceKind`` values.
        """
        return await self._finder.facets(view, columns, limit)

    async def columns(self) -> tuple[Column, ...]:
        """Those that ``open`` gives."""
        return await self._finder.columns()

    async def ids_of(self, *, source: RowSource, numbers: Sequence[int]) -> tuple[LeadId, ...]:
        """The leads that these rows of ``source`` show, in the order of ``numbers``."""
        return await self._finder.ids_of(source, numbers)

    async def lead(self, *, lead_id: LeadId) -> Lead | None:
        """Everything that is known of one lead; None where it is gone for good."""
        return await self._leads.lead(lead_id)

    async def values(self, *, column: str, typed: str, limit: int = 20) -> tuple[str, ...]:
        """Values of ``column`` that begin with, or else hold, what was typed (without case), the most frequent first.

        For a condition. Empty where the values of that column are not counted (too many different ones).
        """
        return await self._finder.values(column, typed, limit)

    async def views(self) -> tuple[SavedView, ...]:
        """By name."""
        return await self._views.views()

    async def save_view(
        self, *, name: str, view: View, sort_by: str = "", descending: bool = False, replace: bool = False
    ) -> SavedView:
        """Raises NameTaken where the name is there and ``replace`` is off."""
        saved = await self._views.save_view(name, view, sort_by=sort_by, descending=descending, replace=replace)
        self._announcer.announce(_VIEWS_CHANGED)
        return saved

    async def rename_view(self, *, view_id: int, name: str) -> SavedView:
        """Raises NameTaken."""
        saved = await self._views.rename_view(view_id, name)
        self._announcer.announce(_VIEWS_CHANGED)
        return saved

    async def remove_view(self, *, view_id: int) -> SavedView:
        """What was removed; ``save_view`` puts it back."""
        removed = await self._views.remove_view(view_id)
        self._announcer.announce(_VIEWS_CHANGED)
        return removed
