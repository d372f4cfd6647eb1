"""What happens after the button: the steps as they are taken, and then how it ended."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.purchases import Purchase
from leaddesk.ui import theme
from leaddesk.ui.reachstream import fetch_words
from leaddesk.ui.reachstream.fetch_sheet import Sheet
from leaddesk.ui.reachstream.fetch_words import Told
from leaddesk.ui.widgets.inline_message import InlineMessage
from leaddesk.ui.widgets.labels import Icon, Words
from leaddesk.ui.widgets.progress_row import ThinBar

_SECOND = 1000


class StepsPane(Sheet):
    """Three steps, a bar that slides while one is being taken, and a message."""

    ticked = Signal()
    """A second has passed while a purchase waits: tell it anew."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("fetch-steps")
        self._title = Words(name="fetch-title", size=theme.SECTION, weight=600, wrap=True)
        self._which = Words(name="fetch-what", muted=True, wrap=True)
        self._lines = [_Step(f"fetch-step-{number}") for number in (1, 2, 3)]
        self._bar = ThinBar(name="progress-bar")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._now = Words(name="progress-text", weight=600, wrap=True)
        self._detail = Words(name="progress-detail", muted=True, wrap=True)
        for words in (self._now, self._detail):
            words.be_a_stop()
        self.result = InlineMessage(name="fetch-result")
        self._tick = QTimer(self)
        self._tick.setInterval(_SECOND)
        self._tick.timeout.connect(self.ticked)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._which)
        column.addSpacing(4)
        for line in self._lines:
            column.addWidget(line)
        column.addSpacing(4)
        column.addWidget(self._bar)
        column.addWidget(self._now)
        column.addWidget(self._detail)
        column.addWidget(self.result)
        column.addStretch(1)

    def begin(self, title: str, which: str, asked: int) -> None:
        """The button was pressed; ``which``: the contacts, in a sentence."""
        self._title.setText(title)
        self._which.setText(which)
        self.result.clear()
        for line, words in zip(self._lines, fetch_words.step_titles(asked), strict=True):
            line.tell(words)
        self._show_at(0)
        self._say(fetch_words.preparing())
        for part in (self._bar, self._now, self._detail):
            part.show()
        self._bar.stand_still(still=False)

    def show_step(self, purchase: Purchase, told: Told) -> None:
        """While it waits to be tried again, ``ticked`` asks each second to be told how long."""
        waits = fetch_words.is_waiting(purchase)
        self._show_at(fetch_words.step_at(purchase))
        self._say(told)
        self._bar.stand_still(still=waits)
        if waits != self._tick.isActive():
            (self._tick.start if waits else self._tick.stop)()

    def show_result(self, told: Told, *, is_sent: bool) -> None:
        """It is decided. ``is_sent``: whether all three steps were taken."""
        self._tick.stop()
        if is_sent:
            self._show_at(len(self._lines))
        for part in (self._bar, self._now, self._detail):
            part.hide()
        self.result.say(told.kind, told.title, told.advice)

    def _say(self, told: Told) -> None:
        if self._now.text() != told.title:
            self._now.tell(told.title)
        self._detail.setText(told.advice)

    def _show_at(self, step: int) -> None:
        for number, line in enumerate(self._lines):
            line.show_state(0 if number > step else 1 if number == step else 2)


class _Step(QWidget):
    """One line: to come, being taken, taken."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text, self._state = "", 0
        self._icon = Icon("more", "muted")
        self._words = Words(name=name, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)

    def tell(self, text: str) -> None:
        self._text = text
        self._words.setText(text)

    def show_state(self, state: int) -> None:
        """0 for to come, 1 for now, 2 for done."""
        icon, colour = (("more", "muted"), ("chevron-right", "accent"), ("check", "success"))[state]
        self._icon.show_icon(icon, colour)
        self._words.setForegroundRole(self.palette().ColorRole.PlaceholderText if state == 0 else self.foregroundRole())
        said = (self.tr("To come"), self.tr("Now"), self.tr("Done"))[state]
        self._words.setAccessibleName(f"{said}: {self._text}")
