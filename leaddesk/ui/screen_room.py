"""How large a dialog may be."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

_FRAME = QSize(40, 60)
"""Left for the window's frame and a little of what lies behind."""


def room_on_screen(widget: QWidget) -> QSize:
    """The size that a window at the place of ``widget`` can have without leaving its screen.

    Not through ``QWidget.screen()``: PySide 6.11 makes that screen a child of the widget, and the screen dies with it.
    """
    screen = QGuiApplication.screenAt(widget.window().geometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableSize() - _FRAME
