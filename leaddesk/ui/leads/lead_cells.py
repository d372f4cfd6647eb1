"""The cells of My Leads: the lists of a lead as chips with their colours, and a shield for who is suppressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from leaddesk.domain.leads import LISTS, SOURCES, SUPPRESSED
from leaddesk.domain.records import Row
from leaddesk.ui import icons, theme
from leaddesk.ui.leads.condition_words import value_words
from leaddesk.ui.widgets.table.cells import PADDING, CellPainter
from leaddesk.ui.widgets.table.model import RowModel

_INSIDE, _DOT, _GAP, _BETWEEN, _SHIELD = 6, 6, 4, 6, 14
_HIGHEST = 20
_KEPT = 2_000
_CHIP_OPACITY = 0.08


def names_in(text: str, known: Mapping[str, int]) -> list[str]:
    """The names that are joined in ``text`` by ", "; a known name may hold that itself."""
    names, parts = list[str](), text.split(", ")
    while parts:
        length = next((n for n in range(len(parts), 0, -1) if ", ".join(parts[:n]) in known), 1)
        names.append(", ".join(parts[:length]))
        parts = parts[length:]
    return [name for name in names if name]


class LeadCells(CellPainter):
    """As every table's, but for two columns, whose texts stay what they are."""

    def __init__(self, model: RowModel, main_column: str) -> None:
        self._rows = model
        self._colours: Mapping[str, int] = {}
        self._split: dict[str, list[str]] = {}
        super().__init__(model, main_column)

    def dress(self) -> None:
        super().dress()
        # The theme's "fill" on the rows' ground, but seen on a selected row as well.
        self._chip = QColor(theme.tokens().text)
        self._chip.setAlphaF(_CHIP_OPACITY)

    def tell_lists(self, colours: Mapping[str, int]) -> None:
        """The colour number of each list by its name."""
        self._colours = colours
        self._split.clear()

    def paint_column(
        self, painter: QPainter, column: int, place: QRect, rows: Iterable[Row | None], *, enabled: bool
    ) -> None:
        name = self._rows.columns[column].name
        if name == SOURCES:
            rows = (None if row is None else _told(row, column) for row in rows)
        if name not in {LISTS, SUPPRESSED}:
            super().paint_column(painter, column, place, rows, enabled=enabled)
            return
        cell = QRect(place)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for values in rows:
            if values is None:
                self.paint_bone(painter, cell, column)
            elif text := str(values[column] or ""):
                (self._paint_chips if name == LISTS else self._paint_shield)(painter, cell, text)
            cell.translate(0, cell.height())
        painter.restore()

    def needed_width(self, row: int, column: int) -> int:
        name = self._rows.columns[column].name
        if name == SUPPRESSED:
            return _SHIELD + 2 * PADDING
        if name != LISTS:
            return super().needed_width(row, column)
        widths = [self._chip_width(chip) + _BETWEEN for chip in self._names(self._rows.text(row, column))]
        return sum(widths) + 2 * PADDING

    def _names(self, text: str) -> list[str]:
        found = self._split.get(text)
        if found is None:
            if len(self._split) >= _KEPT:
                self._split.clear()
            found = self._split[text] = names_in(text, self._colours)
        return found

    def _chip_width(self, name: str) -> int:
        return QFontMetrics(theme.font(theme.CAPTION)).horizontalAdvance(name) + 2 * _INSIDE + _DOT + _GAP

    def _paint_chips(self, painter: QPainter, cell: QRect, text: str) -> None:
        """As many as there is room for; ``+2`` tells how many more there are."""
        colours, names = theme.tokens(), self._names(text)
        font = theme.font(theme.CAPTION)
        metrics = QFontMetrics(font)
        height = min(max(_HIGHEST, metrics.height() + 4), cell.height() - 4)
        left, end = cell.left() + PADDING, cell.right() - PADDING
        painter.setFont(font)
        for at, name in enumerate(names):
            rest = f"+{len(names) - at}"
            is_last = at == len(names) - 1
            room = end - left - (0 if is_last else metrics.horizontalAdvance("+9") + _BETWEEN)
            width = self._chip_width(name)
            if width > room and at:
                painter.setPen(QColor(colours.muted))
                painter.drawText(
                    QRect(left, cell.top(), end - left + 1, cell.height()), Qt.AlignmentFlag.AlignVCenter, rest
                )
                return
            width = min(width, room)
            chip = QRect(left, cell.center().y() - height // 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._chip)
            painter.drawRoundedRect(QRectF(chip), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
            painter.setBrush(QColor(colours.series[self._colours.get(name, 5) % len(colours.series)]))
            painter.drawEllipse(QRect(left + _INSIDE, cell.center().y() - _DOT // 2 + 1, _DOT, _DOT))
            words = chip.adjusted(_INSIDE + _DOT + _GAP, 0, -_INSIDE + 2, 0)
            painter.setPen(QColor(colours.text))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
            left += width + _BETWEEN

    @staticmethod
    def _paint_shield(painter: QPainter, cell: QRect, text: str) -> None:
        del text
        shield = icons.pixmap("shield", theme.tokens().danger, _SHIELD, painter.device().devicePixelRatio())
        painter.drawPixmap(QPoint(cell.left() + PADDING, cell.center().y() - _SHIELD // 2), shield)


def _told(row: Row, column: int) -> Row:
    """With the sources in words."""
    words = ", ".join(value_words(SOURCES, kind) for kind in str(row[column] or "").split(", ") if kind)
    return (*row[:column], words or None, *row[column + 1 :])
