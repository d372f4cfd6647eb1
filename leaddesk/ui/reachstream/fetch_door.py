"""Opens the fetch dialog and the budget slicer for the ReachStream page, one at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.filter import Filter
from leaddesk.domain.ledger import Standing
from leaddesk.domain.reachstream import Count, Credits
from leaddesk.domain.slices import Slice
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk

if TYPE_CHECKING:
    from leaddesk.ui.reachstream.budget_dialog import BudgetDialog
    from leaddesk.ui.reachstream.fetch_choices import Wanted
    from leaddesk.ui.reachstream.fetch_dialog import FetchDialog


class FetchDoor(QObject):
    """A purchase that is on its way keeps its dialog, hidden or not: asked for again, it is shown again."""

    settings_wanted = Signal(str)
    """A page of Settings."""
    purchase_wanted = Signal(str)
    """This purchase in Activity, by its id."""
    ledger_wanted = Signal()
    """The credit ledger in Activity."""
    balance_read = Signal(object)
    """Credits: a balance that was read for a purchase, or after one."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        """The dialogs lie over the window of ``parent``."""
        super().__init__(parent)
        self._desk, self._over = desk, parent
        self._fetch: FetchDialog | None = None
        self._budget: BudgetDialog | None = None
        self._slices: list[Slice] = []
        """To be offered one after the other; the first is the one in the dialog."""
        self._named = ""
        self._background = Background(self, desk.notices)
        self.destroyed.connect(desk.announcer.subscribe(self._changed))

    def fetch(self, wanted: Filter, filter_name: str, count: Count | None) -> None:
        """``count``: of this filter; None where it was not counted."""
        if not self._shown_again():
            self._slices = []
            self._open(wanted, filter_name, count)

    def fit_budget(self, wanted: Filter, filter_name: str, available: int | None) -> None:
        """``available``: the balance, as far as it is known."""
        if self._shown_again():
            return
        from leaddesk.ui.reachstream.budget_dialog import BudgetDialog  # noqa: PLC0415 - after the first picture

        if self._budget is None:
            self._named = filter_name
            self._budget = BudgetDialog(self._desk, wanted, available, self._over.window())
            self._budget.buying.connect(self._buy_slices)
            self._budget.purchase_wanted.connect(self.purchase_wanted)
            self._budget.settings_wanted.connect(self.settings_wanted)
            self._budget.finished.connect(self._budget_closed)
        self._budget.open()

    def _buy_slices(self, slices: Sequence[Slice]) -> None:
        self._slices = list(slices)
        self._offer_slice()

    def _offer_slice(self) -> None:
        first = self._slices[0]
        following = self._slices[1].name if len(self._slices) > 1 else ""
        self._open(first.filter, self._named, None, first.name, following)

    def _offer_following(self) -> None:
        self._slices = self._slices[1:]
        if self._slices:
            self._offer_slice()

    def _open(
        self, wanted: Filter, filter_name: str, count: Count | None, slice_name: str = "", following: str = ""
    ) -> None:
        from leaddesk.ui.reachstream.fetch_choices import Links, Wanted  # noqa: PLC0415 - after the first picture
        from leaddesk.ui.reachstream.fetch_dialog import FetchDialog  # noqa: PLC0415 - as above

        buying = Wanted(wanted, filter_name, count, slice_name, following)
        links = Links(
            settings=self.settings_wanted.emit,
            purchase=self.purchase_wanted.emit,
            ledger=self.ledger_wanted.emit,
            following=self._offer_following,
            budget=self._fit_this_budget,
        )
        self._fetch = dialog = FetchDialog(self._desk, buying, links, self._over.window())
        dialog.finished.connect(lambda: self._fetch_closed(dialog))
        dialog.open()

    def _fit_this_budget(self, buying: Wanted, available: int | None) -> None:
        self.fit_budget(buying.filter, buying.filter_name, available)

    def _shown_again(self) -> bool:
        """Whether there is a dialog already; it is in sight now."""
        if self._fetch is None:
            return False
        self._fetch.open()
        self._fetch.activateWindow()
        return True

    def _changed(self, changes: Changes) -> None:
        if changes.purchases and self._over.window().isVisible():  # not while LeadDesk closes, and its database with it
            work = self._desk.actions.purchases().see_purchases.standing()
            self._background.run(work, self._tell_balance, lambda _: None, replacing="standing")  # Activity tells

    def _tell_balance(self, found: Standing) -> None:
        if found.available is not None and found.read_at is not None:
            self.balance_read.emit(Credits(found.available, found.read_at))

    def _fetch_closed(self, dialog: FetchDialog) -> None:
        if self._fetch is dialog:
            self._fetch = None

    def _budget_closed(self) -> None:
        self._budget = None
