"""Lets the tab of My Leads take rows and files; whoever waits over it is shown the page, to drop on a list there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QPoint, QTimer
from PySide6.QtWidgets import QTabWidget

from leaddesk.ui.widgets.collecting.carried_rows import CarriedRows
from leaddesk.ui.widgets.collecting.drops import accept_leads

_OPENS_AFTER = 700
"""Milliseconds over the tab."""


class TakesRows(Protocol):
    """``collecting.Collector``."""

    def add(self, rows: CarriedRows, /) -> None: ...


class TakesFiles(Protocol):
    """What begins an import."""

    def __call__(self, files: Sequence[Path], /) -> object: ...


class TabDrops(QObject):
    """For as long as the tabs live."""

    def __init__(self, tabs: QTabWidget, index: int, rows: TakesRows, files: TakesFiles) -> None:
        """``index`` is that of the tab of My Leads."""
        super().__init__(tabs)
        self._bar, self._index = tabs.tabBar(), index
        self._opens = QTimer(self)
        self._opens.setSingleShot(True)
        self._opens.setInterval(_OPENS_AFTER)
        self._opens.timeout.connect(lambda: tabs.setCurrentIndex(index))
        accept_leads(
            self._bar,
            lambda taken, _: rows.add(taken),
            lambda taken, _: files(taken),
            at=lambda place: self._bar.tabAt(place) == index,
            over=self._hovered,
        )

    def _hovered(self, place: QPoint | None) -> None:
        if place is None:
            self._opens.stop()
        elif not self._opens.isActive():
            self._opens.start()
