"""A rail at the left, the page's work at the right, and between them a line that can be dragged and stays there."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from leaddesk.domain.preferences import SPLITTERS, PreferenceStore

_WHOLE = 1280
"""Pixels of the first window: Qt shares out what there is in this proportion."""


class RailSplitter(QSplitter):
    """Remembers its sizes by its name."""

    def __init__(self, name: str, rail: QWidget, work: QWidget, *, width: int, preferences: PreferenceStore) -> None:
        """``width`` of the rail before anybody drags the line, in pixels."""
        super().__init__(Qt.Orientation.Horizontal)
        self._preferences = preferences
        self.setObjectName(name)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(rail)
        self.addWidget(work)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        sizes = preferences.get(SPLITTERS).get(name)
        known = isinstance(sizes, list) and len(sizes) == 2 and all(isinstance(size, int) for size in sizes)
        self.setSizes(list(sizes) if known and sizes else [width, _WHOLE - width])
        self.splitterMoved.connect(self._remember)

    def _remember(self) -> None:
        kept = self._preferences.get(SPLITTERS)
        self._preferences.set(SPLITTERS, {**kept, self.objectName(): self.sizes()})
