"""Hands and eyes for a window: find a widget by its name, type, click, wait for what is to be seen, take a picture."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar, overload

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QPainter, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

T = TypeVar("T")
W = TypeVar("W", bound=QWidget)

PATIENCE = 30.0
"""Seconds to wait for something to be seen."""
_LOOK_AGAIN = 0.01


class NotSeenError(AssertionError):
    """What was waited for did not come."""


class Visitor:
    """One person at one window."""

    def __init__(self, window: QWidget) -> None:
        self.window = window

    @overload
    def find(self, name: str) -> QWidget: ...

    @overload
    def find(self, name: str, kind: type[W]) -> W: ...

    def find(self, name: str, kind: type[QWidget] = QWidget) -> QWidget:
        """The visible widget called ``name``, in the window or a dialog over it. Raises NotSeenError."""
        found = self._named(name, kind)
        if found is None:
            raise NotSeenError(f"there is no visible {kind.__name__} called {name}")
        return found

    def sees(self, name: str) -> bool:
        """Whether a visible widget is called so."""
        return self._named(name, QWidget) is not None

    def text(self, name: str) -> str:
        """What a label, an input or a button says."""
        widget = self.find(name)
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            return widget.text()
        raise NotSeenError(f"{name} has no text")

    def click(self, name: str) -> None:
        """A click in the middle; the widget must be enabled."""
        widget = self.find(name)
        if not widget.isEnabled():
            raise NotSeenError(f"{name} cannot be pressed now")
        self._must_be_reachable(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())

    def type_into(self, name: str, text: str) -> QLineEdit:
        """Put the keyboard into the input and type, key by key."""
        self.window.activateWindow()
        line = self.find(name, QLineEdit)
        self._must_be_reachable(line)
        line.setFocus(Qt.FocusReason.OtherFocusReason)
        QTest.keyClicks(line, text)
        return line

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        on: QWidget | None = None,
    ) -> None:
        """A key for ``on``, or for whoever has the keyboard."""
        QTest.keyClick(on or QApplication.focusWidget() or self.window, key, modifier)

    def drop_files(self, paths: Sequence[Path]) -> None:
        """Drag these files over the middle of the window, and let go."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place, copy = QPointF(self.window.rect().center()), Qt.DropAction.CopyAction
        held = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.window, QDragEnterEvent(place.toPoint(), copy, *held))
        QApplication.sendEvent(self.window, QDropEvent(place, copy, *held))

    async def wait(self, condition: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
        """The first true answer of ``condition``. Raises NotSeenError with ``what`` was waited for."""
        end = time.monotonic() + patience
        while True:
            answer = condition()
            if answer:
                return answer
            if time.monotonic() > end:
                raise NotSeenError(f"waited {patience:.0f} s in vain: {what}")
            await asyncio.sleep(_LOOK_AGAIN)

    async def wait_for(self, name: str) -> QWidget:
        """Until a visible widget is called so."""
        return await self.wait(lambda: self._named(name, QWidget), f"{name} is shown")

    async def settle(self) -> None:
        """Let what was clicked have its effect and be painted."""
        for _ in range(3):
            await asyncio.sleep(_LOOK_AGAIN)

    def picture(self) -> QPixmap:
        """The window, with the dialogs that stand over it."""
        shown = self.window.grab()
        painter = QPainter(shown)
        for dialog in self.dialogs():
            over = dialog.grab()
            corner = QPoint((self.window.width() - dialog.width()) // 2, (self.window.height() - dialog.height()) // 2)
            painter.fillRect(self.window.rect(), QColor(0, 0, 0, 60))
            painter.fillRect(QRect(corner, dialog.size()).adjusted(-1, -1, 1, 1), QColor(0, 0, 0, 90))
            painter.drawPixmap(corner, over)
        painter.end()
        return shown

    def _must_be_reachable(self, widget: QWidget) -> None:
        """Made-up clicks go through a dialog that stands in the way; a person's do not."""
        modal = QApplication.activeModalWidget()
        if modal is not None and modal is not widget.window() and self._is_over(modal):
            raise NotSeenError(f"{modal.objectName()} stands in the way of {widget.objectName()}")

    def dialogs(self) -> list[QWidget]:
        """The dialogs over this window, in no order; one without a parent stands over every window."""
        return [
            widget
            for widget in QApplication.topLevelWidgets()
            if widget.isVisible() and widget.windowType() == Qt.WindowType.Dialog and self._is_over(widget)
        ]

    def _is_over(self, dialog: QWidget) -> bool:
        parent = dialog.parentWidget()
        return parent is None or parent is self.window or self.window.isAncestorOf(parent)

    def _named(self, name: str, kind: type[W]) -> W | None:
        for place in [*reversed(self.dialogs()), self.window]:
            if place.objectName() == name and isinstance(place, kind):
                return place
            for widget in place.findChildren(kind, name):
                if widget.isVisible():
                    return widget
        return None
