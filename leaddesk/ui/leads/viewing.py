"""The view that the rail, the search, the chips and the table all speak of; whoever changes it tells it here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import LeadListId


class Viewing(QObject):
    """Holds one ``View``. Says ``changed`` only where it is another one than before."""

    changed = Signal(object)
    """The View."""

    def __init__(self, view: View, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view

    @property
    def view(self) -> View:
        return self._view

    @property
    def is_narrowed(self) -> bool:
        """Whether search or conditions hide leads of the shelf or list."""
        return bool(self._view.search.strip() or self._view.conditions)

    def show(self, view: View) -> None:
        if view != self._view:
            self._view = view
            self.changed.emit(view)

    def show_scope(self, scope: Scope, list_id: LeadListId | None = None) -> None:
        """Another shelf or list; search and conditions stay."""
        self.show(replace(self._view, scope=scope, list=list_id if scope is Scope.LIST else None))

    def search(self, text: str) -> None:
        self.show(replace(self._view, search=text))

    def put(self, condition: Condition, instead_of: Condition | None = None) -> None:
        """Add ``condition``, or put it in the place of another."""
        conditions = list(self._view.conditions)
        if instead_of in conditions:
            conditions[conditions.index(instead_of)] = condition
        else:
            conditions.append(condition)
        self._narrow(tuple(dict.fromkeys(conditions)))

    def remove(self, conditions: Sequence[Condition]) -> None:
        self._narrow(tuple(kept for kept in self._view.conditions if kept not in conditions))

    def clear(self) -> None:
        """All leads of the shelf or list."""
        self.show(replace(self._view, search="", conditions=()))

    def chosen_values(self, column: str) -> tuple[str, ...]:
        """The values that a facet shows as ticked: ``""`` stands for the leads without a value."""
        condition = self._of_facet(column)
        return () if condition is None else condition.values or ("",)

    def choose_value(self, column: str, value: str, *, chosen: bool) -> None:
        """Tick or untick a value of a facet. Leads without a value are asked for alone."""
        before = self._of_facet(column)
        values = [] if before is None or not value else [*before.values]
        values = [kept for kept in values if kept != value] + ([value] if chosen and value else [])
        if not value and chosen:
            self._put_facet(before, Condition(column, Test.EMPTY))
        else:
            self._put_facet(before, Condition(column, Test.IS, tuple(values)) if values else None)

    def _of_facet(self, column: str) -> Condition | None:
        kinds = {Test.IS, Test.EMPTY}
        fitting = (c for c in self._view.conditions if c.column == column and c.test in kinds and not c.negated)
        return next(fitting, None)

    def _put_facet(self, before: Condition | None, after: Condition | None) -> None:
        if after is not None:
            self.put(after, before)
        elif before is not None:
            self.remove([before])

    def _narrow(self, conditions: tuple[Condition, ...]) -> None:
        self.show(replace(self._view, conditions=conditions))
