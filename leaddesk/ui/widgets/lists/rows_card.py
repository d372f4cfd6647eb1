"""The card with the rows of a list: a bar of one line over the table, and room in it for what a page adds."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leaddesk.ui import theme
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.lists.change_chips import ChangeChips
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.table_bar import TableBar

_LOWEST_LINES = 9
"""Lines of text that the table is high at least: its head and four rows."""


class RowsCard(Card):
    """``chips``, what was added, and ``bar`` stand side by side over the table."""

    def __init__(self, name: str, chips: ChangeChips, bar: TableBar, table: LeadTable) -> None:
        """``name`` is the objectName."""
        super().__init__(name, padding=0, spacing=0)
        self._chips, self._bar, self._table = chips, bar, table
        self._line = QWidget()
        self._row = QHBoxLayout(self._line)
        self._row.setContentsMargins(14, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addWidget(chips)
        self._row.addWidget(bar, 1)
        self._drop_title()
        self.column.setContentsMargins(1, 1, 1, 1)
        self.column.addWidget(self._line)
        self.column.addWidget(table, 1)

    def add(self, widget: QWidget) -> None:
        """At the left over the table, before the numbers of what has changed."""
        self._row.insertWidget(self._row.indexOf(self._chips), widget)
        policy = self._bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # what a page has put beside it stays where it is
        self._bar.setSizePolicy(policy)

    def show_line(self, *, shown: bool) -> None:
        """Everything over the table; it is not there where no list is shown."""
        self._line.setVisible(shown)

    def fit(self) -> None:
        """To the text size: some rows stay in any case."""
        self._table.setMinimumHeight(_LOWEST_LINES * QFontMetrics(theme.font()).height())

    def _drop_title(self) -> None:
        """The head says already what the rows are; in the place of the title are the chips and the page's own."""
        title, row = self._bar.findChild(Words), self._bar.layout()
        if title is not None and row is not None:
            title.hide()
            margins = row.contentsMargins()
            row.setContentsMargins(0, margins.top(), margins.right(), margins.bottom())
