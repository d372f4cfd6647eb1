"""The command palette (Ctrl+K): every command by its name, found as one types.

A raised child of the window, not a popup: assistive technology on Linux does not see popups, and Wayland would take the
keyboard's focus away from the input.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import icons, theme, wording
from leaddesk.ui.command_search import keys_of, menu_title, rank
from leaddesk.ui.commands import Command, Commands, Cost
from leaddesk.ui.widgets.labels import Words

_ICON, _GAP, _PADDING, _MARK_PADDING = 16, 10, 10, 7
_TOP, _MOST_ROWS = 64, 12
_ARROWS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
_TAKEN = {*_ARROWS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab}


_Index = QModelIndex | QPersistentModelIndex


class Found(NamedTuple):
    """One row."""

    command: Command
    action: QAction
    menu: str
    keys: str
    mark: str

    @property
    def text(self) -> str:
        """Says everything; the delegate only arranges it."""
        return " · ".join(part for part in (self.command.plain_title, self.menu, self.keys, self.mark) if part)


class FoundModel(QAbstractListModel):
    """The commands that fit what was typed. (Items that hold Python's objects crash when a QListWidget clears them.)"""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Found] = []

    def show_rows(self, rows: list[Found]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.rows[index.row()].text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.rows[index.row()].command.hint
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags if self.rows[index.row()].action.isEnabled() else flags & ~Qt.ItemFlag.ItemIsEnabled


class CommandPalette(QFrame):
    """``open()`` shows it over ``window``; it goes by itself, and the keyboard is then where it was before."""

    def __init__(self, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self._commands, self._window = commands, window
        self._before: QWidget | None = None
        self.setObjectName("palette")
        self.setAccessibleName(self.tr("Commands"))
        self.setProperty("card", "raised")
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 6)
        shadow.setColor(QColor(0, 0, 0, 80))
        self.setGraphicsEffect(shadow)
        self.input = QLineEdit()
        self.input.setObjectName("palette-input")
        self.input.setAccessibleName(self.tr("Find a command"))
        self.input.setPlaceholderText(self.tr("Type a command"))
        self.input.textChanged.connect(self._find)
        self.found = FoundModel(self)
        self.list = QListView()
        self.list.setModel(self.found)
        self.list.setObjectName("palette-list")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setProperty("raised", "true")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._delegate = _CommandDelegate(self.found, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.entered.connect(lambda index: self._point_at(index.row()))
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self._empty = Words(name="palette-empty", muted=True)
        self._empty.setContentsMargins(_PADDING, 6, _PADDING, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.input)
        column.addWidget(self.list)
        column.addWidget(self._empty)
        self.hide()

    def open(self) -> None:
        """Show it, empty; a second time, let it go."""
        if self.isVisible():
            self.dismiss()
            return
        self._before = QApplication.focusWidget()
        self._commands.refresh()
        self.input.setText("")
        self._find()
        self.show()
        self.raise_()
        self.input.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.installEventFilter(self)
            app.focusChanged.connect(self._focus_went)

    def dismiss(self, *, give_back: bool = True) -> None:
        """``give_back`` returns the keyboard to where it was; not when a person has just put it elsewhere."""
        app = QApplication.instance()
        if self.isVisible() and isinstance(app, QApplication):
            app.removeEventFilter(self)
            app.focusChanged.disconnect(self._focus_went)
            before, self._before = self._before, None
            self.hide()
            if give_back and before is not None and before.isVisible():
                before.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Centred at the top of the window, as high as its rows."""
        window = self._window
        metrics = QFontMetrics(theme.font())
        width = min(max(560, 72 * metrics.averageCharWidth()), window.width() - 48)
        row = max(1, self.list.sizeHintForRow(0))
        room = window.height() - _TOP - self.input.sizeHint().height() - 48
        rows = min(self.found.rowCount(), _MOST_ROWS, max(1, room // row))
        self.list.setFixedHeight(rows * row + 2)
        self.list.setVisible(rows > 0)
        self._empty.setVisible(rows == 0)
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.setGeometry(QRect((window.width() - width) // 2, _TOP, width, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent) and isinstance(watched, QWidget):
            if not self._holds(watched) and watched.window() is self.window():
                self.dismiss(give_back=False)
        elif watched is self.input and isinstance(event, QKeyEvent) and event.key() in _TAKEN:
            if kind == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress:
                self._press(Qt.Key(event.key()))
                return True
        return False

    def _holds(self, widget: QWidget) -> bool:
        return widget is self or self.isAncestorOf(widget)

    def _focus_went(self, old: QWidget | None, new: QWidget | None) -> None:
        del old
        if new is not None and not self._holds(new):
            self.dismiss(give_back=False)

    def _press(self, key: Qt.Key) -> None:
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.row)
        elif key in _ARROWS:
            self._step(_ARROWS[key])

    @property
    def row(self) -> int:
        """The row that Enter runs; -1 for none."""
        return self.list.currentIndex().row()

    def _step(self, step: int) -> None:
        usable = [row for row, found in enumerate(self.found.rows) if found.action.isEnabled()]
        if not usable:
            self._tell_current()
            return
        here = usable.index(self.row) if self.row in usable else -1
        if abs(step) == 1:
            self._point_at(usable[(here + step) % len(usable)])
        else:
            self._point_at(usable[max(0, min(len(usable) - 1, here + step))])

    def _find(self) -> None:
        typed = self.input.text()
        fitting: list[tuple[bool, int, int, Found]] = []
        for number, (command, action) in enumerate(self._commands.all()):
            menu = menu_title(action)
            fits = rank(typed, command.plain_title, menu)
            if fits is not None:
                found = Found(command, action, menu, next(iter(keys_of(action)), ""), self._mark(command))
                fitting.append((not action.isEnabled(), fits, number, found))
        rows = [found for *_, found in sorted(fitting, key=lambda entry: entry[:3])]
        self._delegate.align_keys([found.keys for found in rows])
        self.found.show_rows(rows)
        self._empty.setText(wording.filled(self.tr("No command matches “%1”."), typed.strip()))
        self._step(1)
        self.list.scrollToTop()
        self.place()

    def _mark(self, command: Command) -> str:
        return {Cost.FREE: self.tr("Free"), Cost.SPENDS: self.tr("Spends credits")}.get(command.cost, "")

    def _usable(self, row: int) -> bool:
        return 0 <= row < len(self.found.rows) and self.found.rows[row].action.isEnabled()

    def _point_at(self, row: int) -> None:
        if self._usable(row):
            self.list.setCurrentIndex(self.found.index(row, 0))
        self._tell_current()

    def _tell_current(self) -> None:
        # The list never has the keyboard, so a screen reader hears the row as what the input is about.
        self.input.setAccessibleDescription(self.found.rows[self.row].text if self._usable(self.row) else "")

    def _run(self, row: int) -> None:
        if self._usable(row):
            action = self.found.rows[row].action
            # First away with it: a command may open a dialog, or look at what has the keyboard.
            self.dismiss()
            action.trigger()


class _CommandDelegate(QStyledItemDelegate):
    """Icon, title, menu; at the right, each in its column, the price and the keys."""

    def __init__(self, found: FoundModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found
        self._keys_width = 0

    def align_keys(self, keys: list[str]) -> None:
        """``keys`` of all rows: their column is as wide as the widest."""
        metrics = QFontMetrics(theme.font(theme.CAPTION))
        self._keys_width = max((metrics.horizontalAdvance(text) for text in keys), default=0)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(200, max(30, QFontMetrics(theme.font()).height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        command, action, menu, keys, mark = self._found.rows[index.row()]
        colours, place = theme.tokens(), QRect(option.rect)
        usable = bool(option.state & QStyle.StateFlag.State_Enabled)
        ink, quiet = (colours.text, colours.muted) if usable else (colours.disabled, colours.disabled)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if usable and option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(place, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        inner = place.adjusted(_PADDING, 0, -_PADDING, 0)
        ratio = painter.device().devicePixelRatio()
        icon = "check" if action.isCheckable() and action.isChecked() else command.icon
        if icon:
            tinted = icons.pixmap(icon, ink, _ICON, ratio)
            painter.drawPixmap(inner.left(), place.center().y() - _ICON // 2 + 1, tinted)
        inner.setLeft(inner.left() + _ICON + _GAP)
        painter.setFont(theme.font(theme.CAPTION))
        painter.setPen(QColor(quiet))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), keys)
        inner.setRight(inner.right() - self._keys_width - _GAP)
        if mark:
            self._paint_mark(painter, inner, command.cost, mark, usable)
        self._paint_words(painter, inner, (command.plain_title, menu), (ink, quiet))
        painter.restore()

    @staticmethod
    def _paint_mark(painter: QPainter, inner: QRect, cost: Cost, mark: str, usable: bool) -> None:
        colours = theme.tokens()
        free = cost is Cost.FREE
        ink, ground = (colours.success, colours.success_soft) if free else (colours.warning, colours.warning_soft)
        if not usable:
            ink, ground = colours.disabled, colours.fill
        painter.setFont(theme.font(theme.MARK, 600))
        width = painter.fontMetrics().horizontalAdvance(mark) + 2 * _MARK_PADDING
        height = max(18, painter.fontMetrics().height() + 2)
        place = QRect(inner.right() - width, inner.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place, 3, 3)
        painter.setPen(QColor(ink))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), mark)
        inner.setRight(place.left() - _GAP)

    @staticmethod
    def _paint_words(painter: QPainter, inner: QRect, words: tuple[str, str], inks: tuple[str, str]) -> None:
        (title, menu), (ink, quiet) = words, inks
        painter.setFont(theme.font())
        painter.setPen(QColor(ink))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), shown)
        left = metrics.horizontalAdvance(shown) + 8
        painter.setFont(theme.font(theme.CAPTION))
        painter.setPen(QColor(quiet))
        rest = inner.adjusted(left, 0, 0, 0)
        if menu and rest.width() > 24:
            shown = painter.fontMetrics().elidedText(menu, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), shown)
