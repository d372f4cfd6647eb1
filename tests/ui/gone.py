"""Ending a window with its test: what the next one dresses, or what a leak would keep, is gone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


def destroy(window: QWidget) -> None:
    """Close it and delete it with all that it holds, at once. Nothing if it is gone already."""
    if isValid(window):
        window.close()
        window.deleteLater()
        QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
