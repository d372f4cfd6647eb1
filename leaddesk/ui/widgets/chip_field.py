"""A field of chosen values: chips, an input after the last chip, and suggestions under it.

It knows no provider. Whoever owns it answers ``look_up_wanted`` with ``offer`` (or ``offer_nothing``), and ``added`` /
``removed`` with ``show_values``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QClipboard,
    QColor,
    QContextMenuEvent,
    QDropEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy
from shiboken6 import isValid

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.chips import SPACING, ChipList, ChipModel
from leaddesk.ui.widgets.pasted_values import pasted_values, whole
from leaddesk.ui.widgets.suggestions import Suggestions

TYPING_RESTS = 250
"""Milliseconds after the last key before values are looked up."""
_SMALLEST_INPUT = 70
_MOST_ROWS = 7
"""Of chips; more of them scroll, so that a pasted column does not push the other fields out of sight."""


def line_height() -> int:
    """Of a field without chips, in pixels: what a label beside it is centred on."""
    return max(theme.CONTROL_HEIGHT, QFontMetrics(theme.font()).height() + 11)


class _Input(QLineEdit):
    """The line edit inside: many lines at once become many values; undo goes to the window when it is empty."""

    many = Signal(list)

    def __init__(self, field: ChipField) -> None:
        super().__init__(field)
        self._field = field
        self.setFrame(False)
        self.setStyleSheet("background: transparent; border: 0; padding: 0 4px")
        self.setAcceptDrops(True)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and not self.text()
            and (event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo))
        ):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and self._take(QGuiApplication.clipboard().mimeData()):
            return
        if not self._field.handle_key(event):
            super().keyPressEvent(event)

    def paste_clipboard(self) -> None:
        """What the context menu's Paste does."""
        if not self._take(QGuiApplication.clipboard().mimeData()):
            self.paste()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_clipboard)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The middle button pastes what is selected elsewhere, where the system has that."""
        clipboard = QGuiApplication.clipboard()
        middle = event.button() == Qt.MouseButton.MiddleButton and clipboard.supportsSelection()
        if not (middle and self._take(clipboard.mimeData(QClipboard.Mode.Selection))):
            super().mouseReleaseEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        if self._take(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dropEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._field.input_entered(by_mouse=event.reason() == Qt.FocusReason.MouseFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # Qt takes the keyboard away while it destroys the field: PySide would call into what is half gone, and crash.
        if isValid(self._field):
            self._field.input_left()

    def _take(self, data: QMimeData) -> bool:
        """Whether it was dealt with: many values become chips, a single cell is put in without its line end."""
        text = data.text() if data.hasText() else ""
        values = pasted_values(text)
        if len(values) > 1:
            self.many.emit(values)
        elif values and values[0] != text:
            self.insert(values[0])
        else:
            return False
        return True


class ChipField(QFrame):
    """See the module."""

    added = Signal(list)
    """Texts, typed, suggested or pasted."""
    removed = Signal(list)
    look_up_wanted = Signal(str)
    """Typing rests; answer with ``offer``."""
    look_up_dropped = Signal()
    """The last question is of no interest any more."""
    entered = Signal()
    """The keyboard is in the input, which was moved or not clicked on: it may be out of sight."""

    def __init__(self, name: str, title: str, placeholder: str, example: str) -> None:
        """``name``: what the objectNames begin with (``filter-job_title``); ``title``: its accessible name."""
        super().__init__()
        self._name, self._title, self._placeholder = name, title, placeholder
        self._values: tuple[str, ...] = ()
        self._suggestions: Suggestions | None = None
        self._asked: str | None = None
        self._is_typed_in = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._model = ChipModel(self)
        self.chips = ChipList(self._model, self)
        self.chips.setObjectName(f"{name}-values")
        self.chips.setAccessibleName(wording.filled(self.tr("%1: chosen values"), title))
        self.chips.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.chips.removed.connect(self.removed)
        self.chips.left.connect(self._back_to_input)
        self.chips.typed.connect(self._typed_on_chips)
        self.input = _Input(self)
        self.input.setObjectName(f"{name}-input")
        self.input.setAccessibleName(title)
        self.input.setPlaceholderText(placeholder)
        self.input.setToolTip(
            wording.filled(self.tr("Type to look up values, or paste a column of them. For example: %1"), example)
        )
        self.input.many.connect(self._added_many)
        # Not textEdited: assistive technology sets the text without a key.
        self.input.textChanged.connect(self._typed)
        self.setFocusProxy(self.input)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_RESTS)
        self._rest.timeout.connect(self._look_up)
        self._arrange()

    @property
    def values(self) -> tuple[str, ...]:
        return self._values

    def show_values(self, values: Sequence[str], unknown: frozenset[str]) -> None:
        """Show exactly these chips, the unknown ones marked."""
        if not self._model.would_change(values, unknown):
            return
        had_focus = self.chips.hasFocus()
        row, offset = self.chips.currentIndex().row(), self.chips.verticalScrollBar().value()
        grown = len(values) > len(self._values)
        self._values = tuple(values)
        self._model.show_values(values, unknown)
        self.chips.setFocusPolicy(Qt.FocusPolicy.StrongFocus if values else Qt.FocusPolicy.NoFocus)
        self.input.setPlaceholderText("" if values else self._placeholder)
        self._arrange()
        bar = self.chips.verticalScrollBar()
        bar.setValue(bar.maximum() if grown else offset)
        if had_focus and not values:
            self._back_to_input()
        elif had_focus and row >= 0:
            self.chips.setCurrentIndex(self._model.index(min(row, len(values) - 1), 0))

    def offer(self, typed: str, values: Sequence[str], footer: Callable[[int, int], str]) -> None:
        """The answer for ``typed``. ``footer`` is given how many values are shown and how many there are.

        An answer to any but the last question is dropped: an older one never overwrites a newer one.
        """
        if typed != self._asked:
            return
        left = [value for value in values if value not in self._values]
        exact = [value for value in left if value.casefold() == typed.casefold()]
        ordered = exact + [value for value in left if value not in exact]
        self._suggestions_frame().show_values(ordered, typed, footer(len(ordered), len(values)))

    def offer_nothing(self, typed: str, words: str) -> None:
        """There is no answer for ``typed``; ``words`` tell why under the field."""
        if typed == self._asked:
            self._suggestions_frame().show_values([], typed, words)

    def hide_suggestions(self) -> None:
        if self._suggestions is not None:
            self._suggestions.hide()

    def input_entered(self, *, by_mouse: bool) -> None:
        """The keyboard came into the input."""
        self._arrange()
        self.update()
        if not by_mouse:
            self.entered.emit()

    def input_left(self) -> None:
        """The keyboard went elsewhere; the typed text stays, the suggestions go."""
        self._drop_question()
        self._arrange()
        self.update()

    def _drop_question(self) -> None:
        """No look-up is wanted, and none that is on its way."""
        self._rest.stop()
        self._asked = None
        self.look_up_dropped.emit()
        self.hide_suggestions()

    def handle_key(self, event: QKeyEvent) -> bool:
        """Keys of the input that mean something to the field. Whether it was one."""
        frame = self._suggestions
        shown = frame is not None and frame.isVisible()
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return self._accept(frame.current() if frame is not None else "")
        if frame is not None and shown and key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            frame.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if key == Qt.Key.Key_Down and self.input.text().strip():
            self._look_up()
            return True
        if key == Qt.Key.Key_Escape and shown:
            self._drop_question()
            return True
        at_start = self.input.cursorPosition() == 0 and not self.input.hasSelectedText()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Backspace} and at_start and self._values:
            self.chips.select_last()
            return True
        return False

    def _accept(self, suggested: str) -> bool:
        value = suggested or whole(self.input.text()).strip()
        if not value:
            return False
        self.input.clear()
        self._drop_question()
        self.added.emit([value])
        return True

    def _added_many(self, values: list[str]) -> None:
        self._drop_question()
        self.added.emit(values)

    def _back_to_input(self) -> None:
        self.input.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed_on_chips(self, event: QKeyEvent) -> None:
        self._back_to_input()
        QCoreApplication.sendEvent(self.input, event)

    def _typed(self, text: str) -> None:
        typed = text.strip()
        if bool(text) != self._is_typed_in:
            self._is_typed_in = bool(text)
            self._arrange()
        if not typed:
            self._drop_question()
            return
        self._asked = None
        self.look_up_dropped.emit()
        self._rest.start()
        frame = self._suggestions
        if frame is not None and frame.isVisible():
            # What is shown was the answer to an earlier text: only what fits the new one may be taken with Enter.
            fitting = [value for value in frame.values if typed.casefold() in value.casefold()]
            if fitting:
                frame.show_values(fitting, typed, self.tr("Looking up…"))
            else:
                frame.hide()

    def _look_up(self) -> None:
        self._rest.stop()
        self._asked = whole(self.input.text()).strip()
        self.look_up_wanted.emit(self._asked)

    def _suggestions_frame(self) -> Suggestions:
        if self._suggestions is None or self._suggestions.parent() is not self.window():
            self._suggestions = Suggestions(
                self, f"{self._name}-suggestions", wording.filled(self.tr("%1: suggestions"), self._title)
            )
            self._suggestions.chosen.connect(self._accept)
        return self._suggestions

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()
        if self._suggestions is not None:
            self._suggestions.place()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._drop_question()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_rest"):
            self.chips.forget_sizes()
            self._arrange()

    def _arrange(self) -> None:
        """Chips flow; the input comes after the last one, or below where too little room is left."""
        line, inside = line_height(), QRect(2, 2, max(0, self.width() - 4), 0)
        if not self._values:
            self.chips.hide()
            self.input.setGeometry(QRect(4, 1, max(0, self.width() - 8), line - 2))
            self._set_height(line)
            return
        self.chips.show()
        most = _MOST_ROWS * self.chips.row_height + SPACING
        self.chips.setGeometry(QRect(inside.left(), inside.top(), inside.width(), most))
        self.chips.doItemsLayout()
        last = self.chips.visualRect(self._model.index(len(self._values) - 1, 0))
        end = min(last.bottom() + self.chips.verticalScrollBar().value(), most - SPACING)
        scrolls = self.chips.verticalScrollBar().maximum() > 0
        left, top, row = last.right() + SPACING + 2, last.top(), last.height()
        if scrolls or inside.width() - left < _SMALLEST_INPUT:
            # A last row for the input alone is only opened while it is used: at rest the field stays compact.
            if self.input.hasFocus() or self.input.text():
                left, top = 2, end + 2 * SPACING + 1
            else:
                left, top = max(2, inside.width() - 8), end + 1 - row
        bottom = max(end, top + row - 1)
        self.chips.setGeometry(QRect(inside.left(), inside.top(), inside.width(), end + SPACING + 2))
        self.input.setGeometry(QRect(left + 2, top + 2, max(4, inside.width() - left), row))
        self._set_height(bottom + 2 * SPACING + 3)

    def _set_height(self, height: int) -> None:
        if self.minimumHeight() != height or self.maximumHeight() != height:
            self.setFixedHeight(height)
            if self.input.hasFocus():
                # After the layout that this asks for: then the place of the input is known.
                QTimer.singleShot(0, self, self.entered.emit)

    def sizeHint(self) -> QSize:
        return QSize(220, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        focused = self.input.hasFocus() or self.chips.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2 if focused else 1
        painter.setPen(QPen(QColor(colours.accent if focused else colours.outline), width))
        painter.setBrush(QColor(colours.surface))
        inset = width / 2
        painter.drawRoundedRect(self.rect().toRectF().adjusted(inset, inset, -inset, -inset), 5, 5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        del event
        self.input.setFocus(Qt.FocusReason.MouseFocusReason)
