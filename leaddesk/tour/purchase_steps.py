"""Buying in the demo: the price before, one button, the records by webhook, and where every credit went."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QRadioButton, QTabWidget

from leaddesk.tour.walk import Step, Walk, number_in
from leaddesk.ui.widgets.table.view import RowView

_HOW_MANY = 60


class PurchaseWalk(Walk):
    """In the demo, after the walk through the filter: the one that it left is bought by."""

    @property
    def steps(self) -> list[Step]:
        return [
            ("Before anything is bought its price is told, and who is known already", self._open),
            ("The button is pressed once, and each step is told", self._buy),
            ("Activity tells what was asked, received and charged", self._see),
            ("A purchase whole: what happened, and its records", self._look_into),
            ("The records are in My Leads", self._find),
        ]

    async def _open(self) -> None:
        visitor = self._visitor
        await self._close_dialogs()
        await self._show_tab(Qt.Key.Key_1)
        await visitor.wait_for("fetch-button")
        await visitor.wait(lambda: visitor.find("fetch-button").isEnabled(), "there is something to buy")
        visitor.click("fetch-button")
        await visitor.wait(lambda: self._result("fetch-balance-age", "Read just now"), "the balance")
        visitor.find("fetch-number", QLineEdit).setText(str(_HOW_MANY))
        visitor.find("fetch-delivery-webhook", QRadioButton).click()
        await visitor.wait(lambda: self._result("fetch-known", "masked"), "who is known already")
        await visitor.wait(lambda: visitor.find("fetch-confirm").isEnabled(), "it can be bought")
        for name in ("fetch-price", "fetch-balance", "fetch-afterwards", "fetch-delivery-state"):
            self._found.append(f"{name.removeprefix('fetch-')}: {visitor.text(name)}")
        self._check(number_in(visitor.text("fetch-price")) == _HOW_MANY, "the price is another one")

    async def _buy(self) -> None:
        visitor = self._visitor
        visitor.click("fetch-confirm")
        self._found.append(await visitor.wait(lambda: self._result("fetch-result", "preparing"), "it is accepted"))

    async def _see(self) -> None:
        visitor = self._visitor
        visitor.click("fetch-cancel")
        await visitor.wait(lambda: not visitor.sees("fetch-dialog"), "the dialog is closed")
        await self._show_tab(Qt.Key.Key_5)
        await visitor.wait_for("purchases-table")
        await visitor.wait(lambda: self._cell("received") and self._cell("charged"), "the records, and what they cost")
        self._check(self._cell("received") == self._cell("charged"), "another number was charged")
        self._check(not visitor.sees("ledger-difference"), "the balance is not as it should be")
        self._found.append(visitor.text("ledger-balance"))

    async def _look_into(self) -> None:
        visitor = self._visitor
        visitor.click("purchase-details")
        self._found.append(await visitor.wait(lambda: self._result("purchase-outcome", "charged"), "what came of it"))
        visitor.find("purchase-tabs", QTabWidget).setCurrentIndex(1)
        await visitor.wait(lambda: self._rows("purchase-records") == self._cell("received"), "its records")

    async def _find(self) -> None:
        visitor = self._visitor
        received = self._cell("received")
        visitor.click("purchase-close")
        await visitor.wait(lambda: not visitor.sees("purchase-dialog"), "the details are closed")
        await self._show_tab(Qt.Key.Key_4)
        await visitor.wait_for("leads-shelves")
        visitor.find("leads-shelves", QAbstractItemView).setCurrentIndex(self._first_of("leads-shelves"))
        words = await visitor.wait(lambda: self._more_leads_than(received), "the leads")
        self._found.append(words)

    async def _show_tab(self, key: Qt.Key) -> None:
        """By its shortcut, which counts in the active window alone."""
        self._window.activateWindow()
        await self._visitor.wait(self._window.isActiveWindow, "the window is the active one")
        self._visitor.press(key, Qt.KeyboardModifier.ControlModifier, self._window)

    def _first_of(self, rail: str) -> QModelIndex:
        return self._visitor.find(rail, QAbstractItemView).model().index(0, 0)

    def _more_leads_than(self, count: object) -> str:
        words = self._result("leads-count", "of")
        return words if words and number_in(words) > int(str(count)) else ""

    def _cell(self, name: str) -> object:
        """Of the newest purchase; None while there is none."""
        if not self._visitor.sees("purchases-table"):
            return None
        model = self._visitor.find("purchases-table", RowView).rows_model
        names = [column.name for column in model.columns]
        return model.row_values(0)[names.index(name)] if model.rowCount() else None
