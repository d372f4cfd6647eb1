"""Edits one cell of a table where it stands: Enter saves and goes down, Tab to the next cell, Escape takes it back.

What was typed is never lost: it stays in its cell until it is saved or taken back, also where saving fails, and follows
its row when others come before it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.table import Column, RowSource
from leaddesk.ui import theme
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.notices import Notices
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.pasted_values import whole
from leaddesk.ui.widgets.table.model import RowModel
from leaddesk.ui.widgets.table.view import RowView

_NARROWEST = 16
"""Letters; a narrower cell is typed in beyond its edge."""
_STAYS = {
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
}


class CellEdits(Protocol):
    """What a page lets be edited in its table, and what becomes of it."""

    def can_edit(self, column: Column) -> bool: ...

    def save(self, source: RowSource, number: int, column: str, text: str) -> Coroutine[Any, Any, object]:
        """Keep ``text`` as the value of ``column`` in this row of ``source``; empty for no value.

        Called at once and awaited later, so the row is found out at once: the table may show another source by then.
        May raise LeadDeskError; nothing is changed then.
        """
        ...


class Step(Enum):
    """Where the keyboard goes after a cell."""

    STAY = "stay"
    DOWN = "down"
    NEXT = "next"
    BACK = "back"


@dataclass
class _Edited:
    """The cell that is edited."""

    source: RowSource
    number: int
    column: Column
    before: str
    row: int
    """Its place on screen; -1 where it is not there any more."""


class CellEditor(QLineEdit):
    """Lies over its cell."""

    accepted = Signal(object)
    """A Step."""
    cancelled = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrame(False)
        self.setStyleSheet("background: transparent; border: 0; padding: 0 6px; min-height: 0")
        self._is_wrong = False

    def tell_wrong(self, *, wrong: bool) -> None:
        """Whether its text could not be saved."""
        self._is_wrong = wrong
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = theme.tokens(), QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QPen(QColor(colours.danger if self._is_wrong else colours.accent), 2))
        painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.accepted.emit(Step.DOWN)
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab."""
        self.accepted.emit(Step.NEXT if next else Step.BACK)
        return True

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _STAYS:
            self.accepted.emit(Step.STAY)


class CellEditing(QObject):
    """At most one cell at a time."""

    def __init__(self, view: RowView, edits: CellEdits, notices: Notices) -> None:
        super().__init__(view)
        self._view, self._edits, self._notices = view, edits, notices
        self._background = Background(self, notices)
        self._edited: _Edited | None = None
        self._editor: CellEditor | None = None
        self._problem: Words | None = None
        self._saving: asyncio.Task[object] | None = None
        self._error: LeadDeskError | None = None
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._place)
        view.head.sectionResized.connect(self._place)
        view.rows_model.modelReset.connect(self._lose_sight)
        view.widened.connect(self._place)

    @property
    def is_open(self) -> bool:
        """Whether a cell is edited now, or holds what could not be saved."""
        return self._edited is not None

    def can_begin(self) -> bool:
        """Whether the current cell can be edited."""
        index = self._view.currentIndex()
        return index.isValid() and self._edits.can_edit(self._model.columns[index.column()])

    def begin(self) -> None:
        """Edit the current cell; where another one waits to be saved, that one."""
        index = self._view.currentIndex()
        if self._editor is not None:
            self._return_to_editor()
        elif self.can_begin():
            self._view.scrollTo(index)
            column, value = self._model.columns[index.column()], self._model.row_values(index.row())[index.column()]
            before = "" if value is None else str(value)
            number = self._model.numbers[index.row()]
            self._edited = _Edited(self._model.source, number, column, before, index.row())
            self._open_editor(index, before)

    async def keep(self) -> LeadDeskError | None:
        """Save what is being typed, now. None, or what kept it from that: it stays in its cell then."""
        self._save(Step.STAY)
        if self._saving is not None:
            await asyncio.wait({self._saving})
            await asyncio.sleep(0)
        return self._error if self.is_open else None

    def follow(self) -> None:
        """Other rows are on screen: the editor goes where its row is, or saves its text if that is nowhere."""
        edited = self._edited
        if edited is None or edited.row >= 0:
            self._place()
            return
        edited.row = self._row_now(edited)
        if edited.row < 0:
            self._save(Step.STAY)
        else:
            self._place()

    @property
    def _model(self) -> RowModel:
        return self._view.rows_model

    def _open_editor(self, index: QModelIndex, text: str) -> None:
        holder = self._view.frozen if self._view.is_frozen(index.column()) else self._view
        editor = CellEditor(f"{self._view.objectName()}-editor", holder.viewport())
        editor.setFont(theme.font())
        editor.setText(text)
        editor.selectAll()
        editor.setAccessibleName(self._model.title(index.column()))
        editor.accepted.connect(self._save)
        editor.cancelled.connect(self._cancel)
        editor.textEdited.connect(self._hide_problem)
        self._editor = editor
        self._place()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _return_to_editor(self) -> None:
        edited, editor = self._edited, self._editor
        if edited is not None and editor is not None:
            self._view.scrollTo(self._index_of(edited))
            editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self, step: Step) -> None:
        edited, editor = self._edited, self._editor
        if edited is None or editor is None or editor.isReadOnly():
            return
        if editor.text() == edited.before:
            self._leave(step)
            return
        text = whole(editor.text()).strip()
        editor.setReadOnly(True)
        work = self._edits.save(edited.source, edited.number, edited.column.name, text)
        self._saving = self._background.run(work, lambda _: self._saved(edited, text, step), self._failed, self._ended)

    def _saved(self, edited: _Edited, text: str, step: Step) -> None:
        if edited.row >= 0:
            self._model.put(edited.row, edited.column.name, text or None)
        self._leave(step)

    def _failed(self, error: LeadDeskError) -> None:
        editor = self._editor
        if editor is None:
            return
        self._error, words = error, explain(error)
        editor.tell_wrong(wrong=True)
        if self._problem is None:
            self._problem = Words(name=f"{editor.objectName()}-problem", wrap=True, parent=self._view.viewport())
            self._problem.setContentsMargins(8, 4, 8, 4)
            self._problem.setAutoFillBackground(True)
        colours = theme.tokens()
        self._problem.setStyleSheet(f"background: {colours.danger_soft}; color: {colours.text}")
        self._problem.setText(words.plain)
        self._place()
        self._problem.show()
        self._problem.raise_()
        self._problem.announce()
        if not editor.hasFocus():
            self._notices.problem(error)

    def _ended(self) -> None:
        if self._editor is not None:
            self._editor.setReadOnly(False)

    def _cancel(self) -> None:
        if self._editor is not None and not self._editor.isReadOnly():
            self._leave(Step.STAY, cancelled=True)

    def _leave(self, step: Step, *, cancelled: bool = False) -> None:
        edited, editor = self._edited, self._editor
        self._edited = self._editor = None
        self._hide_problem()
        if edited is None or editor is None:
            return
        had_keyboard = editor.hasFocus()
        editor.hide()
        editor.deleteLater()
        if had_keyboard or cancelled:
            self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        if had_keyboard and edited.row >= 0:
            self._go(step, edited)

    def _go(self, step: Step, edited: _Edited) -> None:
        here = self._index_of(edited)
        if step is Step.DOWN:
            below = here.siblingAtRow(here.row() + 1)
            self._select(below if below.isValid() else here)
        elif step in {Step.NEXT, Step.BACK}:
            order = [
                column
                for visual in range(self._view.head.count())
                if not self._view.isColumnHidden(column := self._view.head.logicalIndex(visual))
                and (column == here.column() or self._edits.can_edit(self._model.columns[column]))
            ]
            at = order.index(here.column()) + (1 if step is Step.NEXT else -1)
            if 0 <= at < len(order):
                self._select(here.siblingAtColumn(order[at]))
                self.begin()

    def _select(self, index: QModelIndex) -> None:
        flags = self._view.selectionModel().SelectionFlag
        self._view.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._view.scrollTo(index)

    def _lose_sight(self) -> None:
        if self._edited is not None:
            self._edited.row = -1

    def _row_now(self, edited: _Edited) -> int:
        model, current = self._model, self._view.currentIndex()
        if model.source is edited.source:
            try:
                return model.numbers.index(edited.number)
            except ValueError:
                return -1
        # Another source has other numbers; the table carries the current row over to it.
        return current.row() if current.isValid() and edited.column in model.columns else -1

    def _index_of(self, edited: _Edited) -> QModelIndex:
        if edited.column not in self._model.columns:
            return QModelIndex()
        return self._model.index(edited.row, self._model.columns.index(edited.column))

    def _place(self) -> None:
        edited, editor = self._edited, self._editor
        if edited is None or editor is None or edited.row < 0:
            return
        room = self._view.viewport().rect()
        cell = self._view.visualRect(self._index_of(edited))
        least = QFontMetrics(theme.font()).averageCharWidth() * _NARROWEST
        width = max(cell.width(), min(least, room.width() - cell.left()))
        editor.setGeometry(QRect(cell.left(), cell.top(), width, cell.height()))
        if self._problem is not None:
            wide = min(room.width() - 16, max(width, 2 * least))
            tall = self._problem.heightForWidth(wide)
            left = max(0, min(cell.left(), room.width() - wide))
            under = cell.bottom() + 1 if cell.bottom() + tall < room.height() else cell.top() - tall
            self._problem.setGeometry(QRect(left, under, wide, tall))

    def _hide_problem(self) -> None:
        if self._problem is not None:
            self._problem.hide()
            self._problem.deleteLater()
            self._problem = None
        if self._editor is not None:
            self._editor.tell_wrong(wrong=False)
