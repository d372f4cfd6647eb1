"""The fields of a lead: read with the arrows, edited in place, and asked where their values come from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDesktopServices,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QToolTip

from leaddesk.ui import theme
from leaddesk.ui.leads.detail.fact_rows import SOURCE, TITLE, VALUE, FactDelegate, FactModel
from leaddesk.ui.leads.detail.field_editor import FieldEditor
from leaddesk.ui.leads.detail.lead_facts import Fact
from leaddesk.ui.leads.detail.saves import Draft

_TITLES_PART, _SOURCES_PART = 0.34, 0.42
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class LeadFields(QTableView):
    """As high as its fields: what is around it scrolls. F2, Enter or a double click edits, Ctrl+Enter opens a link."""

    edited = Signal(str, str)
    """Column and new text; empty for no value."""
    taken_back = Signal(str)
    """What was typed into this column is not wanted any more."""
    values_wanted = Signal(str, QRect)
    """All values of this column are to be shown, at this place of the viewport."""
    escaped = Signal()
    seen = Signal(QRect)
    """This part of it is to be in sight."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(self.tr("Fields of this lead"))
        self.model_of_facts = FactModel(self)
        self._painter = FactDelegate(self.model_of_facts, self)
        self._editor: FieldEditor | None = None
        self._edited_column = ""
        self._drafts: Mapping[str, Draft] = {}
        self.setModel(self.model_of_facts)
        self.setItemDelegate(self._painter)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAutoScroll(False)
        self.setMouseTracking(True)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.hide()
            header.setMinimumSectionSize(1)
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentChanged.connect(self._show_current)
        self.doubleClicked.connect(self._double_clicked)

    # -- what is shown

    def show_facts(self, facts: Sequence[Fact], drafts: Mapping[str, Draft]) -> None:
        """``drafts``: texts by column that are not saved; those that failed are shown as such."""
        self._drafts = drafts
        failed = {column for column, draft in drafts.items() if draft.problem}
        shown = [_as_drafted(fact, drafts) for fact in facts]
        self.model_of_facts.show(shown, frozenset(failed))
        self.fit()

    def fit(self) -> None:
        """Titles and sources as wide as they are, values in the rest, each row as high as it needs."""
        facts, width = self.model_of_facts.facts, self.viewport().width()
        measure = QFontMetrics(theme.font(theme.CAPTION))
        titles = max((measure.horizontalAdvance(fact.title) for fact in facts), default=0) + 14
        titles = min(titles, round(width * _TITLES_PART))
        needed = max((self._painter.source_width(row) for row in range(len(facts))), default=0)
        sources = min(needed, round(width * _SOURCES_PART))
        values = max(1, width - titles - sources)
        for column, wide in ((TITLE, titles), (VALUE, values), (SOURCE, sources)):
            self.setColumnWidth(column, wide)
        edited = self.model_of_facts.row_of(self._edited_column) if self._editor is not None else -1
        for row in range(len(facts)):
            tall = self._painter.height(row, titles, values + sources, sources)
            if row == edited and self._editor is not None:
                tall = max(tall, self._editor.needed_height(values + sources))
            self.setRowHeight(row, tall)
        self.setFixedHeight(max(1, self.verticalHeader().length()))
        self._place_editor()
        self.viewport().update()

    def current_fact(self) -> Fact | None:
        index = self.currentIndex()
        return self.model_of_facts.facts[index.row()] if index.isValid() else None

    # -- editing

    def edit_field(self, column: str) -> None:
        """Open the editor over this field, with what was typed before if that is not saved, and why it is not."""
        row = self.model_of_facts.row_of(column)
        if row < 0 or (self._editor is not None and self._edited_column == column):
            return
        self.leave_editor()
        fact, draft = self.model_of_facts.facts[row], self._drafts.get(column)
        text, problem = (draft.text, draft.problem) if draft is not None else (fact.text, "")
        editor = FieldEditor(f"{self.objectName()}-editor", fact.title, text, problem, self.viewport())
        editor.accepted.connect(self._accept)
        editor.cancelled.connect(self._cancel)
        editor.left.connect(self.leave_editor)
        editor.grown.connect(self.fit)
        self._editor, self._edited_column = editor, column
        self.setCurrentIndex(self.model_of_facts.index(row, VALUE))
        self.fit()
        if draft is not None:
            editor.put_cursor_at_end()
        editor.show()
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.announce_problem()
        self.seen.emit(editor.geometry())

    def leave_editor(self) -> None:
        """Save what was typed, if anything, and close the editor."""
        editor, column = self._editor, self._edited_column
        if editor is None:
            return
        self._close_editor()
        if editor.is_changed:
            self.edited.emit(column, editor.text)

    @property
    def edited_column(self) -> str:
        """Empty while nothing is edited."""
        return self._edited_column if self._editor is not None else ""

    def _accept(self, step: int) -> None:
        row = self.currentIndex().row()
        self.leave_editor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        follows = row + step
        if step and 0 <= follows < len(self.model_of_facts.facts):
            self.edit_field(self.model_of_facts.facts[follows].column)

    def _cancel(self) -> None:
        column = self._edited_column
        self._close_editor()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.taken_back.emit(column)

    def _close_editor(self) -> None:
        editor, self._editor, self._edited_column = self._editor, None, ""
        if editor is not None:
            if editor.input.hasFocus():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            editor.hide()
            editor.deleteLater()
            self.fit()

    def _place_editor(self) -> None:
        row = self.model_of_facts.row_of(self._edited_column)
        if self._editor is None or row < 0:
            return
        cell = self.visualRect(self.model_of_facts.index(row, VALUE))
        self._editor.setGeometry(QRect(cell.left(), cell.top(), self.viewport().width() - cell.left(), cell.height()))

    # -- what a person does

    def open_current(self) -> None:
        """Edit the current value, or show where it comes from."""
        fact, index = self.current_fact(), self.currentIndex()
        if fact is None:
            return
        if index.column() != SOURCE:
            self.edit_field(fact.column)
        elif fact.is_said:
            self.values_wanted.emit(fact.column, self.visualRect(index))

    def show_values(self) -> None:
        """All values of the current field."""
        fact = self.current_fact()
        if fact is not None and fact.is_said:
            place = self.visualRect(self.currentIndex().siblingAtColumn(SOURCE))
            self.values_wanted.emit(fact.column, place)

    def copy_current(self) -> None:
        fact = self.current_fact()
        if fact is not None and fact.text:
            QGuiApplication.clipboard().setText(fact.text)
            cell = self.visualRect(self.currentIndex())
            QToolTip.showText(self.viewport().mapToGlobal(cell.topLeft()), self.tr("Copied"), self)

    def open_link(self) -> None:
        fact = self.current_fact()
        if fact is not None and fact.link is not None:
            QDesktopServices.openUrl(fact.link)

    def empty_current(self) -> None:
        fact = self.current_fact()
        if fact is not None and fact.text:
            self.edited.emit(fact.column, "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_current()
        elif key in _OPENS and control:
            self.open_link()
        elif key in _OPENS:
            self.open_current()
        elif key == Qt.Key.Key_F2 and (fact := self.current_fact()) is not None:
            self.edit_field(fact.column)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.empty_current()
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._show_menu(self._below_current())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or index != self.currentIndex():
            return
        if index.column() == SOURCE:
            self.show_values()
        elif self._is_on_link(index, place):
            self.open_link()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        self._show_menu(self._below_current() if by_keys else event.globalPos())

    def _double_clicked(self, index: QModelIndex) -> None:
        if index.column() != SOURCE:
            self.edit_field(self.model_of_facts.facts[index.row()].column)

    def _is_on_link(self, index: QModelIndex, place: QPoint) -> bool:
        if index.column() != VALUE or self.model_of_facts.facts[index.row()].link is None:
            return False
        return self._painter.is_on_text(index.row(), self._place_of(index), place.x())

    def _below_current(self) -> QPoint:
        return self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())

    def _show_menu(self, place: QPoint) -> None:
        fact = self.current_fact()
        if fact is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Edit"), lambda: self.edit_field(fact.column))
        menu.addAction(self.tr("Copy value"), self.copy_current).setEnabled(bool(fact.text))
        menu.addAction(self.tr("Open link"), self.open_link).setEnabled(fact.link is not None)
        menu.addAction(self.tr("Show all values"), self.show_values).setEnabled(fact.is_said)
        menu.addAction(self.tr("Empty this field"), self.empty_current).setEnabled(bool(fact.text))
        menu.popup(place)

    # -- Qt

    def _show_current(self, index: QModelIndex) -> None:
        if index.isValid() and self.hasFocus():
            self.seen.emit(self.visualRect(index))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self.model_of_facts.rowCount():
            self.setCurrentIndex(self.model_of_facts.index(0, VALUE))
        self._show_current(self.currentIndex())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """A value reaches to where the source of its own row begins."""
        index = super().indexAt(point)
        if index.isValid() and index.column() == SOURCE and not self._place_of(index).contains(point):
            return index.siblingAtColumn(VALUE)
        return index

    def _place_of(self, index: QModelIndex) -> QRect:
        """The cell as it is painted."""
        most, room = self.columnWidth(SOURCE), self.columnWidth(VALUE) + self.columnWidth(SOURCE)
        return self._painter.parted(index.row(), index.column(), self.visualRect(index), most, room)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            place = event.position().toPoint()
            index = self.indexAt(place)
            points = index.column() == SOURCE or self._is_on_link(index, place)
            self._hover(index, points=index.isValid() and points)
        elif event.type() == QEvent.Type.Leave:
            self._hover(QModelIndex(), points=False)
        return super().viewportEvent(event)

    def _hover(self, index: QModelIndex, *, points: bool) -> None:
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if points else Qt.CursorShape.ArrowCursor)
        hovered = (index.row(), index.column())
        if hovered != self._painter.hovered:
            self._painter.hovered = hovered
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_painter"):
            self._painter.dress()
            self.fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 1)


def _as_drafted(fact: Fact, drafts: Mapping[str, Draft]) -> Fact:
    draft = drafts.get(fact.column)
    return fact if draft is None else replace(fact, text=draft.text)
