"""What each saved filter brought for its credits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.ledger import Yield
from leaddesk.domain.table import Column, Kind
from leaddesk.ui import theme
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.screen_room import room_for
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.table.lead_table import LeadTable

_COLUMNS = (
    Column("name"),
    Column("purchases", Kind.NUMBER),
    Column("asked", Kind.NUMBER),
    Column("records", Kind.NUMBER),
    Column("with_email", Kind.NUMBER),
    Column("with_phone", Kind.NUMBER),
    Column("new_leads", Kind.NUMBER),
    Column("charged", Kind.NUMBER),
    Column("cost", Kind.NUMBER),
)
_LETTERS = 124
"""How wide it opens: what a new lead cost is the last column."""


class YieldsDialog(QDialog):
    """Non-blocking."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._see = desk.actions.purchases().see_purchases
        self._background = Background(self, desk.notices)
        self.setObjectName("yields-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What your filters brought"))
        title = Words(self.tr("What your filters brought"), size=theme.PAGE_TITLE, weight=600)
        about = Words(
            self.tr("A new lead is one that was not in My Leads before."), name="yields-about", muted=True, wrap=True
        )
        self._table = LeadTable(
            "yields-table",
            preferences=desk.preferences,
            notices=desk.notices,
            titles=self._title,
            main_column="name",
            first_columns=[column.name for column in _COLUMNS],
        )
        close = Button(self.tr("Close"), name="yields-close")
        close.setDefault(True)
        close.clicked.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(about)
        column.addWidget(self._table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column.addLayout(foot)
        self.resize(QSize(self.fontMetrics().averageCharWidth() * _LETTERS, 420).boundedTo(room_for(self)))
        self._table.view.setAccessibleName(self.tr("What your filters brought"))
        self._table.show_loading()
        self._table.setFocus()
        self._read()

    def _read(self) -> None:
        self._background.run(self._see.yields(), self._came, self._unreadable, replacing="read")

    def _unreadable(self, error: LeadDeskError) -> None:
        told = explain(error)
        self._table.show_empty("warning", told.title, told.advice, self.tr("Try again"), self._read)

    def _came(self, yields: Sequence[Yield]) -> None:
        if not yields:
            text = self.tr("After a purchase it says what a new lead cost, filter by filter.")
            self._table.show_empty("chart", self.tr("Nothing was bought yet"), text)
            return
        self._table.show_source(HeldRows(_COLUMNS, [self._row(one) for one in yields]))

    def _row(self, one: Yield) -> tuple[str | int | float | None, ...]:
        cost = one.cost_of_a_new_lead
        return (
            one.name or self.tr("Unsaved filters"),
            one.purchases,
            one.asked,
            one.records,
            one.with_email,
            one.with_phone,
            one.new_leads,
            one.charged,
            round(cost, 2) if cost is not None else None,
        )

    def _title(self, name: str) -> str:
        return {
            "name": self.tr("Filter"),
            "purchases": self.tr("Purchases"),
            "asked": self.tr("Asked"),
            "records": self.tr("Records"),
            "with_email": self.tr("With e-mail"),
            "with_phone": self.tr("With phone"),
            "new_leads": self.tr("New"),
            "charged": self.tr("Charged"),
            "cost": self.tr("Credits for a new lead"),
        }[name]
