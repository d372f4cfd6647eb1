"""The card that tells how far a list is read, with Pause, Go on and Cancel."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from leaddesk.domain.lists import Reading
from leaddesk.ui import theme, wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card
from leaddesk.ui.widgets.labels import Icon
from leaddesk.ui.widgets.lists.list_head import OneLine
from leaddesk.ui.widgets.lists.reading_status import Standing, Status
from leaddesk.ui.widgets.lists.status_words import StatusWords
from leaddesk.ui.widgets.progress_row import ThinBar

_PADDING, _AROUND, _BAR_UP = 12, 11, 8
"""The bar lies in the margin below."""
_ROOM_FOR_RATE = 105
"""Letters."""
_LOOK = {
    Standing.UNREAD: ("clock", "muted"),
    Standing.RESTS: ("pause", "warning"),
    Standing.STOPPED: ("error", "danger"),
    Standing.DONE: ("check", "success"),
    Standing.DOUBTFUL: ("warning", "warning"),
}


class ReadingCard(Card):
    """``<prefix>-status`` says everything; the bar and the rate only repeat a part of it."""

    pause_wanted = Signal()
    go_on_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, prefix: str) -> None:
        super().__init__(f"{prefix}-reading", padding=12, spacing=0)
        self.column.setContentsMargins(_PADDING, _AROUND, _PADDING, _AROUND)
        self._standing: Standing | None = None
        self._is_parked = False
        """Whether the keyboard was on a button that rests now, and waits on the words."""
        self._winding_down = ""
        self._icon = Icon("clock", "muted")
        self.status = StatusWords(f"{prefix}-status")
        self._rate = OneLine(name=f"{prefix}-rate", size=theme.CAPTION, muted=True)
        self.pause = Button(self.tr("Pause"), name=f"{prefix}-pause", icon="pause", look="quiet")
        self.go_on = Button(self.tr("Go on"), name=f"{prefix}-resume", icon="play")
        self.cancel = Button(self.tr("Cancel"), name=f"{prefix}-cancel", icon="close", look="quiet")
        self._bar = ThinBar(name=f"{prefix}-progress", parent=self)
        self._bar.setAccessibleName(self.tr("Progress"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStrut(self.pause.sizeHint().height())
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.status, 1)
        for part in (self._rate, self.go_on, self.pause, self.cancel):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
            part.hide()
        self.column.addLayout(row)
        self._bar.hide()
        self.pause.clicked.connect(self.pause_wanted)
        self.go_on.clicked.connect(self.go_on_wanted)
        self.cancel.clicked.connect(self.cancel_wanted)

    def show_status(self, status: Status, reading: Reading | None) -> None:
        """``reading`` moves the bar while the list is read."""
        is_news = status.standing is not self._standing
        self._standing = status.standing
        is_reading = status.standing is Standing.READING
        if is_reading and self._winding_down:
            self._tell_winding_down()
        else:
            self.status.tell(status.title, status.detail, aloud=is_news or not is_reading)
        self._icon.setVisible(not is_reading)
        if not is_reading:
            self._icon.show_icon(*_LOOK[status.standing])
            self.tell_rate(None)
        if is_news:
            self._park()
        self.go_on.setVisible(status.can_go_on)
        self.pause.setVisible(is_reading)
        self.cancel.setVisible(is_reading or status.can_go_on)
        self._bar.setVisible(is_reading)
        if is_reading:
            self._bar.show_progress(reading.read if reading else 0, reading.total if reading else None)
        if is_news:
            self.let_go()

    def tell_price(self, cost: Cost, calls: int) -> None:
        """What *Go on* costs."""
        self.go_on.set_cost(cost, calls)

    def tell_rate(self, rate: float | None) -> None:
        """``rate``: requests a second, as measured; None while that is not known."""
        words = wording.filled(self.tr("%1 requests a second"), QLocale().toString(rate, "f", 1)) if rate else ""
        self._rate.setText(words)
        self._show_rate()

    def wind_down(self, words: str) -> None:
        """Pause or Cancel was heard: until ``let_go`` a sentence, ``words``, says so; empty for no wait."""
        self._winding_down = words
        if words:
            self._tell_winding_down()
        self._park()
        for button in (self.pause, self.cancel):
            button.setEnabled(False)

    def let_go(self) -> None:
        """The buttons work again; who pressed *Pause* stands on *Go on* then, and the other way round."""
        for button in (self.pause, self.cancel):
            button.setEnabled(True)
        if self._is_parked and self.window().focusWidget() is self.status:
            heir = next((part for part in (self.go_on, self.pause) if not part.isHidden()), None)
            if heir is not None:
                heir.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_parked, self._winding_down = False, ""

    def _tell_winding_down(self) -> None:
        self.status.tell(self._winding_down, self.tr("A call that is under way is waited for."), aloud=True)

    def take_keyboard(self, *parts: QWidget) -> None:
        """A reading begins: who pressed a button in one of ``parts``, which rests or goes then, stands on *Pause*."""
        focused = self.window().focusWidget()
        if isinstance(focused, QAbstractButton) and any(part.isAncestorOf(focused) for part in parts):
            self._park(focused)

    def _park(self, *others: QWidget) -> None:
        """Qt would send the keyboard of a button that is hidden or disabled on to wherever comes next."""
        if self.window().focusWidget() in {self.pause, self.go_on, self.cancel, *others}:
            self._is_parked = True
            self.status.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The bar has no place in the column: the rows below must not move when a reading begins or ends."""
        super().resizeEvent(event)
        self._show_rate()
        self._bar.setGeometry(_PADDING, self.height() - _BAR_UP, self.width() - 2 * _PADDING, self._bar.height())

    def _show_rate(self) -> None:
        """The least that is said goes first where there is little room."""
        has_room = self.width() > self.fontMetrics().averageCharWidth() * _ROOM_FOR_RATE
        self._rate.setVisible(bool(self._rate.text()) and has_room)
