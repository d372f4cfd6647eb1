"""Help > About."""

from __future__ import annotations

import platform

import PySide6
from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from leaddesk import __version__
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words

_MARK = 64


class AboutDialog(QDialog):
    """Name, versions, licences. ``open()`` it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("about-dialog")
        self.setWindowTitle(self.tr("About LeadDesk"))
        versions = self.tr("Python %1, Qt %2, PySide %3")
        versions = wording.filled(versions, platform.python_version(), qVersion(), PySide6.__version__)
        purpose = self.tr("Find leads, see what they cost before you pay, and take them where you need them.")
        licences = self.tr(
            "It stands on Qt for Python (LGPL 3), SQLite (public domain) and libraries under the MIT, BSD, "
            "Apache 2 and MPL 2 licences."
        )
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(Words("LeadDesk", size=theme.PAGE_TITLE, weight=600))
        words.addWidget(Words(wording.filled(self.tr("Version %1"), __version__), name="about-version"))
        words.addWidget(Words(purpose, wrap=True))
        words.addSpacing(6)
        words.addWidget(Words(versions, name="about-versions", size=theme.CAPTION, muted=True, wrap=True))
        words.addWidget(Words(licences, name="about-licences", size=theme.CAPTION, muted=True, wrap=True))
        for label in self._labels(words):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(_Mark(), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(words, 1)
        close = Button(self.tr("Close"), name="about-close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(16)
        column.addLayout(top, 1)
        column.addLayout(foot)
        # The layout's own least height is that of the narrowest dialog, where every sentence takes many lines.
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        wide = 64 * self.fontMetrics().averageCharWidth()
        self.resize(wide, column.totalHeightForWidth(wide))

    @staticmethod
    def _labels(box: QVBoxLayout) -> list[Words]:
        held = (item.widget() for item in (box.itemAt(place) for place in range(box.count())) if item is not None)
        return [widget for widget in held if isinstance(widget, Words)]


class _Mark(QWidget):
    """The program's own mark, in its own colours."""

    def sizeHint(self) -> QSize:
        return QSize(_MARK, _MARK)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        icons.app_icon().paint(QPainter(self), self.rect())
