"""A table whose state column stands in marks of its colour, as the states of purchases do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from leaddesk.domain.known_rows import KnownRows
from leaddesk.domain.records import Row
from leaddesk.ui import theme
from leaddesk.ui.desk import Desk
from leaddesk.ui.widgets.table.cells import PADDING, CellPainter
from leaddesk.ui.widgets.table.lead_table import LeadTable
from leaddesk.ui.widgets.table.model import RowModel

STATE = "state"
"""The column with the words; the colours are told apart from them."""
_INSIDE = 7
_INKS = {"info": ("accent", "accent_soft"), "neutral": ("muted", "fill")}


class StateCells(CellPainter):
    """As every table's, but for the column STATE."""

    def __init__(self, model: RowModel, main_column: str) -> None:
        self._rows = model
        self._kinds: Mapping[str, str] = {}
        super().__init__(model, main_column)

    def dress(self) -> None:
        super().dress()
        self._mark_font = theme.font(theme.MARK, 600)
        self._mark_metrics = QFontMetrics(self._mark_font)

    def tell_kinds(self, kinds: Mapping[str, str]) -> None:
        """By the words of a state: ``success``, ``warning``, ``danger``, ``info`` or ``neutral``."""
        self._kinds = kinds

    def paint_column(
        self, painter: QPainter, column: int, place: QRect, rows: Iterable[Row | None], *, enabled: bool
    ) -> None:
        if self._rows.columns[column].name != STATE:
            super().paint_column(painter, column, place, rows, enabled=enabled)
            return
        cell = QRect(place)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._mark_font)
        for values in rows:
            if values is None:
                self.paint_bone(painter, cell, column)
            elif values[column]:
                self._paint_mark(painter, cell, str(values[column]))
            cell.translate(0, cell.height())
        painter.restore()

    def needed_width(self, row: int, column: int) -> int:
        if self._rows.columns[column].name != STATE:
            return super().needed_width(row, column)
        return self._mark_width(self._rows.text(row, column))

    def least_width(self, column: int) -> int:
        """A state is never cut: the others give way."""
        is_state = self._rows.columns[column].name == STATE
        return max(map(self._mark_width, self._kinds), default=0) if is_state else 0

    def is_elided(self, row: int, column: int, width: int) -> bool:
        is_state = self._rows.columns[column].name == STATE
        return self.needed_width(row, column) > width if is_state else super().is_elided(row, column, width)

    def _mark_width(self, text: str) -> int:
        return self._mark_metrics.horizontalAdvance(text) + 2 * _INSIDE + 2 * PADDING + 2

    def _paint_mark(self, painter: QPainter, cell: QRect, text: str) -> None:
        kind, colours = self._kinds.get(text, "neutral"), theme.tokens()
        ink, soft = _INKS.get(kind, (kind, f"{kind}_soft"))
        room = cell.width() - 2 * PADDING
        shown = self._mark_metrics.elidedText(text, Qt.TextElideMode.ElideRight, room - 2 * _INSIDE)
        width = min(room, self._mark_metrics.horizontalAdvance(shown) + 2 * _INSIDE)
        high = min(cell.height() - 6, self._mark_metrics.height() + 4)
        mark = QRectF(cell.left() + PADDING, cell.center().y() - high / 2 + 0.5, width, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(str(getattr(colours, soft))))
        painter.drawRoundedRect(mark, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        painter.setPen(QColor(str(getattr(colours, ink))))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, shown)


def follow(table: LeadTable, source: KnownRows) -> None:
    """Show what is kept now: rows that were there already stay where they are, and the keyboard with them."""
    if len(table.source):
        table.grow(source)
    else:
        table.show_source(source)


class StateTable(LeadTable):
    """A table with a column STATE."""

    opened_whole = Signal()
    """The current row is to be looked at, where ``whole``."""

    def __init__(
        self,
        name: str,
        desk: Desk,
        *,
        titles: Callable[[str], str],
        main_column: str,
        first_columns: Sequence[str],
        whole: bool = False,
    ) -> None:
        """As of ``LeadTable``. ``whole``: Enter and a double click go beyond the table, not to its pane of details."""
        self._whole = whole
        self._painters: list[StateCells] = []
        super().__init__(
            name,
            preferences=desk.preferences,
            notices=desk.notices,
            titles=titles,
            main_column=main_column,
            first_columns=first_columns,
            cells=self._painter_for,
        )

    def tell_kinds(self, kinds: Mapping[str, str]) -> None:
        """As ``StateCells.tell_kinds``."""
        for painter in self._painters:
            painter.tell_kinds(kinds)

    def open_details(self) -> None:
        if self._whole:
            self.opened_whole.emit()
        else:
            super().open_details()

    def _painter_for(self, model: RowModel, main_column: str) -> StateCells:
        self._painters.append(StateCells(model, main_column))
        return self._painters[-1]
