"""The cells of the ledger: what a line is about has room before the first purchase is there."""

from __future__ import annotations

from PySide6.QtGui import QFontMetrics

from leaddesk.ui import theme
from leaddesk.ui.widgets.table.cells import PADDING, CellPainter
from leaddesk.ui.widgets.table.model import RowModel

WHAT = "what"
"""The column."""
_LETTERS = 26


class LedgerCells(CellPainter):
    """As every table's, but for the least width of WHAT."""

    def __init__(self, model: RowModel, main_column: str) -> None:
        self._rows = model
        super().__init__(model, main_column)

    def dress(self) -> None:
        super().dress()
        self._least = QFontMetrics(theme.font(theme.BODY, 500)).averageCharWidth() * _LETTERS + 2 * PADDING

    def least_width(self, column: int) -> int:
        return self._least if self._rows.columns[column].name == WHAT else 0
