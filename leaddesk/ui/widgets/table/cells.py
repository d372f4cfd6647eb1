"""The words of the cells, painted straight from the theme's tokens.

Not a ``QStyledItemDelegate``: Qt would cross into Python once a cell, and each crossing waits for whatever thread holds
the interpreter. One Python loop over laid-out text that is kept paints a full page in a third of the time.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QStaticText

from leaddesk.domain.records import Row
from leaddesk.domain.table import Kind
from leaddesk.ui import theme
from leaddesk.ui.widgets.table.model import MASK, RowModel, cell_text, is_right_aligned

PADDING = 10
EMPTY = "–"
_BONE = 8
"""Pixels, the height."""
_BONE_OPACITY = 0.14
_LONGEST = 400
"""Letters. No cell is wide enough for more, and eliding measures every one of them."""
_KEPT = 4096
_QUIET = {Kind.EMAIL, Kind.LINK, Kind.CODE, Kind.RANGE}


class CellPainter:
    """One line a cell: main column stronger, sizes at the right, masked and secondary values quiet, no value a dash."""

    def __init__(self, model: RowModel, main_column: str) -> None:
        self._model, self._main_column = model, main_column
        self._laid_out: dict[tuple[str, int, bool], tuple[QStaticText, int, int]] = {}
        self.dress()

    def dress(self) -> None:
        """Take the colours and fonts of the theme in force."""
        colours = theme.tokens()
        self._text, self._muted, self._disabled = (
            QColor(colour) for colour in (colours.text, colours.muted, colours.disabled)
        )
        # The theme's "fill" on the rows' ground, but seen on a selected row as well.
        self._bone = QColor(colours.muted)
        self._bone.setAlphaF(_BONE_OPACITY)
        self._outline = QPen(QColor(colours.accent), 2)
        self._outline.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        body, strong = theme.font(tabular=True), theme.font(theme.BODY, 500, tabular=True)
        self._fonts: dict[bool, QFont] = {False: body, True: strong}
        self._measures = {is_main: QFontMetrics(font) for is_main, font in self._fonts.items()}
        self._laid_out.clear()

    def paint_column(
        self, painter: QPainter, column: int, place: QRect, rows: Iterable[Row | None], *, enabled: bool
    ) -> None:
        """The cells of ``column`` in ``rows``; ``place`` is the first of them, the others stand below it, as high.

        None is a row that is still to come.
        """
        kind, is_main = self._model.columns[column].kind, self._is_main(column)
        painter.setFont(self._fonts[is_main])
        to_the_right, room = is_right_aligned(kind), place.width() - 2 * PADDING
        left, top, height = place.left() + PADDING, place.top(), place.height()
        for values in rows:
            if values is None:
                self.paint_bone(painter, QRect(place.left(), top, place.width(), height), column)
                top += height
                continue
            text = cell_text(values[column], kind)
            quiet = kind in _QUIET or not text or MASK in text
            painter.setPen((self._muted if quiet else self._text) if enabled else self._disabled)
            laid_out, width, lines = self._lay_out(text or EMPTY, room, is_main)
            x = left + room - width if to_the_right else left
            painter.drawStaticText(x, top + (height - lines) // 2, laid_out)
            top += height

    def paint_bone(self, painter: QPainter, cell: QRect, column: int = -1) -> None:
        """What stands in a cell of ``column`` (-1: of none yet) whose value is still to come."""
        bone = QRect(0, 0, (cell.width() - 2 * PADDING) * 3 // 4, _BONE)
        bone.moveCenter(cell.center())
        bone.moveLeft(cell.left() + PADDING)
        if column >= 0 and is_right_aligned(self._model.columns[column].kind):
            bone.moveRight(cell.right() - PADDING)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._bone)
        painter.drawRoundedRect(bone, _BONE / 2, _BONE / 2)
        painter.restore()

    def paint_outline(self, painter: QPainter, cell: QRect) -> None:
        """The mark of the current cell while the table has the keyboard."""
        painter.setPen(self._outline)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(cell.adjusted(1, 1, -1, -2))

    def is_elided(self, row: int, column: int, width: int) -> bool:
        """Whether a cell ``width`` pixels wide does not show its text whole."""
        text = self._model.text(row, column)
        return bool(text) and self._elided(text, width - 2 * PADDING, self._is_main(column)) != text

    def needed_width(self, row: int, column: int) -> int:
        """Pixels that a cell needs to show its text whole, padding included."""
        text = _one_line((self._model.text(row, column) or EMPTY)[:_LONGEST])
        return self._measures[self._is_main(column)].horizontalAdvance(text) + 2 * PADDING + 2

    def least_width(self, column: int) -> int:
        """Pixels below which ``column`` does not go by itself; 0 where its title is enough."""
        del column
        return 0

    def _is_main(self, column: int) -> bool:
        return self._model.columns[column].name == self._main_column

    def _lay_out(self, text: str, room: int, is_main: bool) -> tuple[QStaticText, int, int]:
        key = (text, room, is_main)
        found = self._laid_out.get(key)
        if found is None:
            if len(self._laid_out) >= _KEPT:
                self._laid_out.clear()
            laid_out = QStaticText(self._elided(text, room, is_main))
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self._fonts[is_main])
            size = laid_out.size()
            found = self._laid_out[key] = (laid_out, round(size.width()), round(size.height()))
        return found

    def _elided(self, text: str, room: int, is_main: bool) -> str:
        line = _one_line(text[:_LONGEST])
        return self._measures[is_main].elidedText(line, Qt.TextElideMode.ElideRight, max(0, room))


def _one_line(text: str) -> str:
    return " ".join(text.split()) if any(mark in text for mark in "\n\r\t\v\f") else text
