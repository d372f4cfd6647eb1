"""The cells of My Leads: the lists of a lead as chips with their colours, and a shield for who is suppressed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QStaticText

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


@dataclass(frozen=True)
class _Chip:
    """One chip, laid out."""

    left: int
    width: int
    words: QStaticText
    colour: int


class LeadCells(CellPainter):
    """As every table's, but for a few columns, whose texts stay what they are."""

    def __init__(self, model: RowModel, main_column: str) -> None:
        self._rows = model
        self._colours: Mapping[str, int] = {}
        self._laid: dict[tuple[str, int], tuple[list[_Chip], QStaticText | None]] = {}
        super().__init__(model, main_column)

    def dress(self) -> None:
        super().dress()
        colours = theme.tokens()
        self._ink, self._quiet = QColor(colours.text), QColor(colours.muted)
        # The theme's "fill" on the rows' ground, but seen on a selected row as well.
        self._ground = QColor(colours.text)
        self._ground.setAlphaF(_CHIP_OPACITY)
        self._dots = [QColor(colour) for colour in colours.series]
        self._font = theme.font(theme.CAPTION)
        self._metrics = QFontMetrics(self._font)
        self._laid.clear()

    def tell_lists(self, colours: Mapping[str, int]) -> None:
        """The colour number of each list by its name."""
        self._colours = colours
        self._laid.clear()

    def paint_column(
        self, painter: QPainter, column: int, place: QRect, rows: Iterable[Row | None], *, enabled: bool
    ) -> None:
        name = self._rows.columns[column].name
        if name == SOURCES:
            rows = (None if row is None else _told(row, column) for row in rows)
        if name not in {LISTS, SUPPRESSED}:
            super().paint_column(painter, column, place, rows, enabled=enabled)
            return
        cell, paint = QRect(place), self._paint_chips if name == LISTS else self._paint_shield
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._font)
        for values in rows:
            if values is None:
                self.paint_bone(painter, cell, column)
            elif values[column]:
                paint(painter, cell, str(values[column]))
            cell.translate(0, cell.height())
        painter.restore()

    def needed_width(self, row: int, column: int) -> int:
        name = self._rows.columns[column].name
        if name == SUPPRESSED:
            return _SHIELD + 2 * PADDING
        if name != LISTS:
            return super().needed_width(row, column)
        names = names_in(self._rows.text(row, column), self._colours)
        return sum(self._chip_width(name) + _BETWEEN for name in names) + 2 * PADDING

    def _chip_width(self, name: str) -> int:
        return self._metrics.horizontalAdvance(name) + 2 * _INSIDE + _DOT + _GAP

    def _lay_out_chips(self, text: str, room: int) -> tuple[list[_Chip], QStaticText | None]:
        """As many as there is room for, and what tells how many more there are."""
        found = self._laid.get((text, room))
        if found is None:
            if len(self._laid) >= _KEPT:
                self._laid.clear()
            found = self._laid[text, room] = self._chips_in(names_in(text, self._colours), room)
        return found

    def _chips_in(self, names: list[str], room: int) -> tuple[list[_Chip], QStaticText | None]:
        chips, left, for_rest = list[_Chip](), 0, self._metrics.horizontalAdvance("+9") + _BETWEEN
        for at, name in enumerate(names):
            free = room - left - (0 if at == len(names) - 1 else for_rest)
            width = self._chip_width(name)
            if at and width > free:
                return chips, self._static(f"+{len(names) - at}")
            width = min(width, free)
            inside = width - 2 * _INSIDE - _DOT - _GAP
            shown = self._metrics.elidedText(name, Qt.TextElideMode.ElideRight, max(0, inside + 2))
            chips.append(_Chip(left, width, self._static(shown), self._colours.get(name, -1)))
            left += width + _BETWEEN
        return chips, None

    def _static(self, text: str) -> QStaticText:
        made = QStaticText(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.prepare(font=self._font)
        return made

    def _paint_chips(self, painter: QPainter, cell: QRect, text: str) -> None:
        chips, rest = self._lay_out_chips(text, cell.width() - 2 * PADDING)
        left, middle = cell.left() + PADDING, cell.center().y()
        high = min(max(_HIGHEST, self._metrics.height() + 4), cell.height() - 4)
        line = middle - self._metrics.height() // 2
        painter.setPen(Qt.PenStyle.NoPen)
        for chip in chips:
            place = QRectF(left + chip.left, middle - high // 2, chip.width, high)
            painter.setBrush(self._ground)
            painter.drawRoundedRect(place, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
            painter.setBrush(self._dots[chip.colour % len(self._dots)])
            painter.drawEllipse(QRect(left + chip.left + _INSIDE, middle - _DOT // 2 + 1, _DOT, _DOT))
        painter.setPen(self._ink)
        for chip in chips:
            painter.drawStaticText(left + chip.left + _INSIDE + _DOT + _GAP, line, chip.words)
        if rest is not None:
            painter.setPen(self._quiet)
            painter.drawStaticText(left + chips[-1].left + chips[-1].width + _BETWEEN, line, rest)

    @staticmethod
    def _paint_shield(painter: QPainter, cell: QRect, text: str) -> None:
        del text
        shield = icons.pixmap("shield", theme.tokens().danger, _SHIELD, painter.device().devicePixelRatio())
        painter.drawPixmap(QPoint(cell.left() + PADDING, cell.center().y() - _SHIELD // 2), shield)


def _told(row: Row, column: int) -> Row:
    """With the sources in words."""
    words = ", ".join(value_words(SOURCES, kind) for kind in str(row[column] or "").split(", ") if kind)
    return (*row[:column], words or None, *row[column + 1 :])
