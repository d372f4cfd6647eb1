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


def room_for(dialog: QWidget) -> QSize:
    """The size that a dialog can have: no higher than the window below it, so that neither end is out of sight."""
    parent = dialog.parentWidget()
    room = room_on_screen(parent or dialog)
    return room if parent is None else QSize(room.width(), min(room.height(), parent.window().height()))
