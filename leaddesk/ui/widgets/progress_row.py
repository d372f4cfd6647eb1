"""How far long work is: what it does, what is left, a bar, Pause and Cancel.

Where the end is not known the bar slides instead of showing a made-up percentage, and stands still where the system
asks for no motion. The time to go is said only after a second of measuring.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QSizePolicy, QStyle, QVBoxLayout, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import Button

_MEASURE_FOR = 1.0
"""Seconds of work before a guess about the rest means anything."""
_FRAME = 33
"""Milliseconds between two pictures of the sliding bar."""
_ROUND_TRIP = 1.8
"""Seconds that the sliding part takes from left to right."""


class ProgressRow(QWidget):
    """One piece of long work. Its owner says how far it is and does what the buttons ask for.

    The parts are called ``progress-text``, ``progress-detail``, ``progress-bar``, ``progress-pause`` and
    ``progress-cancel``.
    """

    cancel_wanted = Signal()
    pause_wanted = Signal(bool)
    """True for a pause, False for going on."""

    def __init__(
        self,
        *,
        can_pause: bool = False,
        clock: Callable[[], float] = time.monotonic,
        parent: QWidget | None = None,
    ) -> None:
        """``clock`` counts seconds from anywhere."""
        super().__init__(parent)
        self._estimate = _Estimate(clock)
        self._is_paused = False
        self._title = ElidedLabel(name="progress-text", weight=600)
        self._detail = ElidedLabel(name="progress-detail")
        theme.muted(self._detail)
        self._pause = Button(self.tr("Pause"), name="progress-pause", icon="pause", look="quiet")
        self._pause.setVisible(can_pause)
        self._pause.clicked.connect(lambda: self.pause_wanted.emit(not self._is_paused))
        self._cancel = Button(self.tr("Cancel"), name="progress-cancel", icon="close", look="quiet")
        self._cancel.clicked.connect(self.cancel_wanted)
        self._bar = ThinBar(name="progress-bar")
        self._bar.setAccessibleName(self.tr("Progress"))
        words = QHBoxLayout()
        words.setSpacing(8)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        words.addStretch(1)
        words.addWidget(self._pause)
        words.addWidget(self._cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(words)
        column.addWidget(self._bar)

    def begin(self, title: str, detail: str = "") -> None:
        """Work starts: how long it takes is measured from here, and its end is not known yet."""
        self._estimate.restart(0)
        self._cancel.setEnabled(True)
        self._pause.setEnabled(True)
        self._set_paused(paused=False)
        self.show_progress(title, 0, None, detail)

    def show_progress(self, title: str, done: int, total: int | None, detail: str = "") -> None:
        """``done`` of ``total`` are ready, None for an unknown end. The time to go is added to ``detail``."""
        seconds = None if self._is_paused else self._estimate.seconds_left(done, total)
        left = wording.filled(self.tr("about %1 to go"), wording.duration(seconds)) if seconds else ""
        self._bar.show_progress(done, total)
        self._title.setText(title)
        self._detail.setText(", ".join(part for part in (detail, left) if part))

    def show_paused(self, *, paused: bool) -> None:
        """The work stands still, or goes on; the estimate starts anew."""
        self._set_paused(paused=paused)
        self._estimate.restart(self._bar.value())

    def show_cancelling(self) -> None:
        """Cancel was heard: the work winds down and its buttons rest."""
        self._title.setText(self.tr("Cancelling…"))
        self._detail.setText("")
        self._cancel.setEnabled(False)
        self._pause.setEnabled(False)

    def focus_cancel(self) -> None:
        """Put the keyboard on *Cancel*."""
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_paused(self, *, paused: bool) -> None:
        self._is_paused = paused
        self._pause.setText(self.tr("Go on") if paused else self.tr("Pause"))
        self._pause.set_icon("play" if paused else "pause")
        self._bar.stand_still(still=paused)


class _Estimate:
    """The time to go, from how fast it went so far."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began, self._done_then = clock(), 0

    def restart(self, done: int) -> None:
        """Measure from now, with ``done`` ready."""
        self._began, self._done_then = self._clock(), done

    def seconds_left(self, done: int, total: int | None) -> int | None:
        """None before a second has passed, without progress or a known end, and where less than a second is left."""
        passed, done_since = self._clock() - self._began, done - self._done_then
        if total is None or done_since <= 0 or passed < _MEASURE_FOR:
            return None
        seconds = (total - done) * passed / done_since
        if seconds < 1:
            return None
        # Whole tens above a minute: a guess that counts single seconds only flickers.
        return round(seconds) if seconds < 60 else round(seconds / 10) * 10


class ThinBar(QProgressBar):
    """The bar alone, 4 px high. With an unknown end a part of it slides, or rests in the middle where motion is off."""

    def __init__(self, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextVisible(False)
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._is_still = False
        self._began = time.monotonic()
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME)
        self._frames.timeout.connect(self.update)
        self.show_progress(0, None)

    def show_progress(self, done: int, total: int | None) -> None:
        """``done`` of ``total``; None for an unknown end."""
        if total is None:
            self.setRange(0, 0)
        else:
            # Qt takes a range of nothing for an unknown end; nothing to do is done.
            self.setRange(0, max(1, total))
            self.setValue(done if total else 1)
        self._move()

    def stand_still(self, *, still: bool) -> None:
        """Stop the sliding, for work that rests."""
        self._is_still = still
        self._move()

    @property
    def is_sliding(self) -> bool:
        return self._frames.isActive()

    def sizeHint(self) -> QSize:
        return QSize(160, 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 4)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._move()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._move()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        painter.setBrush(QColor(colours.fill))
        painter.drawRoundedRect(whole, 2, 2)
        painter.setBrush(QColor(colours.accent))
        painter.setClipRect(whole)
        painter.drawRoundedRect(self._filled(whole), 2, 2)

    def _filled(self, whole: QRectF) -> QRectF:
        if self.maximum() > 0:
            return QRectF(0, 0, whole.width() * self.value() / self.maximum(), whole.height())
        part = whole.width() * 0.22
        if not self.is_sliding:
            return QRectF((whole.width() - part) / 2, 0, part, whole.height())
        along = (time.monotonic() - self._began) / _ROUND_TRIP % 1
        return QRectF(along * (whole.width() + part) - part, 0, part, whole.height())

    def _move(self) -> None:
        may_move = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) > 0
        if self.maximum() == 0 and self.isVisible() and may_move and not self._is_still:
            if not self._frames.isActive():
                self._began = time.monotonic()
                self._frames.start()
        else:
            self._frames.stop()
        self.update()


class ElidedLabel(QLabel):
    """A label of one line that ends in an ellipsis where there is no room; its text stays whole for screen readers.

    Its digits all have the same width, so that a number that counts up does not tremble.
    """

    def __init__(self, *, name: str = "", weight: int = 400, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._weight = weight
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.setFont(theme.font(theme.BODY, weight, tabular=True))

    def minimumSizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance("…") if self.text() else 0
        return QSize(width, super().minimumSizeHint().height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            wanted = theme.font(theme.BODY, self._weight, tabular=True)
            if (wanted.pixelSize(), wanted.pointSizeF()) != (self.font().pixelSize(), self.font().pointSizeF()):
                self.setFont(wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(wording.tooltip(self.text()) if self.width() < self.sizeHint().width() else "")
