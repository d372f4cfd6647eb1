"""A page of a dialog that scrolls: exactly as high as its sentences are at its width."""

from __future__ import annotations

from PySide6.QtCore import QSize

from leaddesk.ui.widgets.scrolled import Shrinking


class Sheet(Shrinking):
    """Qt reckons the least height at the narrowest width, where every sentence takes many lines, and would scroll."""

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), 0)
