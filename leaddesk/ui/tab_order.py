"""Where Tab goes for parts that were put into a page after those that stand behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def follow(before: QWidget, part: QWidget) -> QWidget:
    """Tab goes from ``before``, which takes the keyboard itself, to ``part`` or to what takes it inside.

    Both must be in the same window already. Returns the last stop, to be followed by the next part.
    """
    for stop in (part, *part.findChildren(QWidget)):
        if stop.focusPolicy() & Qt.FocusPolicy.TabFocus and stop.focusProxy() is None:
            QWidget.setTabOrder(before, stop)
            before = stop
    return before
