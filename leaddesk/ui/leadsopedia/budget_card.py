"""What Leadsopedia's limits leave: the month's calls, the credits, the wait for the next call, the calls that wait."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHideEvent, QPainter, QPaintEvent, QPalette, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.call_budget import SECONDS_BETWEEN_CALLS, MonthState
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.queue import QueueState
from leaddesk.ui import theme, wording
from leaddesk.ui.leadsopedia.call_words import day_words
from leaddesk.ui.leadsopedia.figures import Amount, QueueLine, QueueList, ShareBar, WaitRing
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.labels import Words

_BESIDE = 16
"""Pixels on either side of the line between two cells."""
_QUEUE_STRETCH = 2
"""Its words are the only ones that may be of any length."""


class BudgetCard(Card):
    """Four cells side by side; where there is less room the queue is one line below, then the cells go in pairs."""

    credits_wanted = Signal()
    real_wait_wanted = Signal(bool)
    """In the demo: whether it shall keep the real wait between two calls."""

    def __init__(self, *, is_demo: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: the one of ``QueueState.next_at``, in seconds."""
        super().__init__("leadsopedia-budget", spacing=8)
        self._is_demo, self._clock = is_demo, clock
        self._month: MonthState | None = None
        self._credits: Facts | None = None
        self._queue, self._reading = QueueState(), False
        self._seconds = SECONDS_BETWEEN_CALLS
        self.quota, self.credits = Amount("leadsopedia-quota"), Amount("leadsopedia-credits")
        self.queue = QueueList("leadsopedia-queue")
        self.ring = WaitRing()
        self.refresh_credits = Button("", name="leadsopedia-credits-refresh", icon="refresh", calls=1, look="quiet")
        self.refresh_credits.setAccessibleName(self.tr("Read the credits, 1 call"))
        self.refresh_credits.setToolTip(self.tr("Read the credits (1 call)"))
        self.refresh_credits.clicked.connect(self.credits_wanted)
        self.real_wait = QCheckBox(self.tr("Keep the real 10 s"))
        self.real_wait.setObjectName("leadsopedia-real-wait")
        self.real_wait.setToolTip(
            self.tr("Leadsopedia wants 10 s between two calls. The demo waits less, unless asked.")
        )
        self.real_wait.setVisible(is_demo)
        self.real_wait.toggled.connect(self.real_wait_wanted)
        self._build_cells()
        self._second = QTimer(self)
        self._second.setSingleShot(True)
        self._second.timeout.connect(self._tell_wait)
        self.refresh()

    @property
    def month(self) -> MonthState | None:
        return self._month

    def show_month(self, month: MonthState | None) -> None:
        """None while that is not known."""
        self._month = month
        self.refresh()

    def show_credits(self, credits_read: Facts | None) -> None:
        """None for never read."""
        self._credits = credits_read
        self.refresh()

    def set_reading_credits(self, *, reading: bool) -> None:
        self._reading = reading
        self.refresh()

    def show_queue(self, state: QueueState, lines: Sequence[QueueLine]) -> None:
        """``lines``: the calls of ``state`` in words."""
        self._queue = state
        self.queue.tell(lines, state.waiting)
        self._tell_wait()

    def show_pace(self, seconds: float) -> None:
        """How far two calls are apart now."""
        self._seconds = seconds
        self._tell_wait()

    def show_real_wait(self, *, real: bool) -> None:
        """What is kept of the switch."""
        self.real_wait.blockSignals(True)
        self.real_wait.setChecked(real)
        self.real_wait.blockSignals(False)

    def refresh(self) -> None:
        """Tell everything anew; also called as time goes by, for the ages."""
        self._tell_month()
        self._tell_credits()
        self._tell_wait()
        self.refresh_credits.setEnabled(not self._reading)
        self._arrange()

    # -- what is told

    def _tell_month(self) -> None:
        month = self._month
        if month is None:
            self._month_note.setText("")
            self._month_bar.show_share(0, 1)
            return
        self._month_bar.show_share(month.made, month.limit)
        again = wording.filled(self.tr("Starts again on %1"), day_words(month.until))
        used_up = self.tr("Used up until %1")
        self._month_note.setText(wording.filled(used_up, day_words(month.until)) if month.is_used_up else again)
        self._month_note.setForegroundRole(
            QPalette.ColorRole.BrightText if month.is_used_up else QPalette.ColorRole.PlaceholderText
        )
        self._month_note.setToolTip(wording.exactly(month.until))

    def _tell_credits(self) -> None:
        kept = self._credits
        if kept is None:
            words = self.tr("Reading the credits…") if self._reading else self.tr("Credits not read yet")
            self.credits.tell("–", "", words)
            self._credits_bar.show_share(0, 1)
            self._credits_note.setText(words)
            return
        total, used, left = (kept.number(f"credits_{name}") for name in ("total", "used", "left"))
        if left is None and total is not None and used is not None:
            left = total - used
        if used is None and total is not None and left is not None:
            used = total - left
        figure = "–" if left is None else wording.number(left)
        rest = self.tr("left") if total is None else wording.filled(self.tr("left of %1"), wording.number(total))
        when = self.tr("Reading…") if self._reading else wording.filled(self.tr("Read %1."), wording.age(kept.read_at))
        note = when if used is None else wording.filled(self.tr("%1 used. %2"), wording.number(used), when)
        self._credits_note.setText(note)
        self._credits_note.setToolTip(wording.exactly(kept.read_at))
        self._credits_bar.show_share(used or 0, total or 0)
        whole = self.tr("%1 credits left. %2") if total is None else self.tr("%1 of %3 credits left. %2")
        self.credits.tell(figure, rest, wording.filled(whole, figure, note, wording.number(total or 0)))

    def _tell_wait(self) -> None:
        """The wait is told anew when the second that it shows is over; nothing ticks while nothing waits."""
        left, waiting = self._left(), self._queue.waiting
        is_slowed = self._queue.resumes_at is not None and left > 0
        self.ring.show_wait(left if waiting or is_slowed else 0, self._seconds)
        if is_slowed:
            told = self.tr("slowed down")
        elif waiting and left > 0:
            told = self.tr("{second|seconds}", "", math.ceil(left))
        elif left > 0:  # who asks now still waits for the rest of it
            told = self.tr("none waits")
        else:
            told = self.tr("at once")
        is_counted = left > 0 and (waiting > 0 or is_slowed)
        self._wait_title.setText(self.tr("Next call in") if is_counted else self.tr("Next call"))
        self._wait_words.setText(told)
        self._waiting_words.setText(self.tr("%Ln waiting", "", waiting) if waiting else "")
        self._pace_words.setText(self._pace())
        self._tell_quota(left, waiting, is_slowed=is_slowed)
        self._second.stop()
        if (waiting or is_slowed) and left > 0 and self.isVisible():
            self._second.start(max(20, round((left - math.floor(left) or 1) * 1000)))

    def _tell_quota(self, left: float, waiting: int, *, is_slowed: bool) -> None:
        month, parts = self._month, []
        if month is not None and month.is_used_up:
            words = self.tr("All %1 calls of this month are made. It starts again on %2.")
            parts.append(wording.filled(words, wording.number(month.limit), day_words(month.until)))
        elif month is not None:
            words = self.tr("%1 of %2 calls this month.")
            parts.append(wording.filled(words, wording.number(month.made), wording.number(month.limit)))
        if is_slowed:
            slowed = self.tr("Leadsopedia asks us to slow down. Going on in %1, %Ln waiting.", "", waiting)
            parts.append(wording.filled(slowed, self._seconds_words(left)))
        elif waiting and left > 0:
            following = self.tr("Next call in %1, %Ln waiting.", "", waiting)
            parts.append(wording.filled(following, self._seconds_words(left)))
        elif waiting:
            parts.append(self.tr("Next call now, %Ln waiting.", "", waiting))
        else:
            parts.append(self.tr("No call waits."))
        figure = "–" if month is None else wording.number(month.made)
        rest = "" if month is None else wording.filled(self.tr("of %1"), wording.number(month.limit))
        self.quota.tell(figure, rest, " ".join(parts))

    def _pace(self) -> str:
        seconds = wording.duration(self._seconds)
        if self._seconds < SECONDS_BETWEEN_CALLS:
            real = wording.duration(SECONDS_BETWEEN_CALLS)
            return wording.filled(self.tr("%1 in the demo, %2 for real"), seconds, real)
        return wording.filled(self.tr("%1 between calls"), seconds)

    def _left(self) -> float:
        """Seconds until the next call may go."""
        moments = [moment for moment in (self._queue.next_at, self._queue.resumes_at) if moment is not None]
        return max(0.0, max(moments) - self._clock()) if moments else 0.0

    @staticmethod
    def _seconds_words(left: float) -> str:
        return wording.duration(max(1, math.ceil(left)))

    # -- how it is laid out

    def _build_cells(self) -> None:
        self._month_bar, self._credits_bar = ShareBar(0), ShareBar(1)
        self._month_note, self._credits_note, self._pace_words = (_note() for _ in range(3))
        self._wait_words = _Steady(
            [
                self.tr("at once"),
                self.tr("none waits"),
                self.tr("slowed down"),
                self.tr("{second|seconds}", "", 2),
            ],
            muted=True,
        )
        self._waiting_words = _Steady([self.tr("%Ln waiting", "", 99)], weight=600)
        self._waiting_words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        credits_row = QHBoxLayout()
        credits_row.setSpacing(4)
        credits_row.addWidget(self.credits, 1)
        credits_row.addWidget(self.refresh_credits, 0, Qt.AlignmentFlag.AlignVCenter)
        wait_row = QHBoxLayout()
        wait_row.setSpacing(8)
        wait_row.addWidget(self.ring)
        wait_row.addWidget(self._wait_words, 1)
        wait_row.addWidget(self._waiting_words)
        self._wait_title = _title("")
        month, balance = _Cell(_title(self.tr("Calls this month"))), _Cell(_title(self.tr("Credits")))
        wait, queue = _Cell(self._wait_title), _Cell(None)
        month.column.addWidget(self.quota)
        month.column.addWidget(self._month_bar)
        month.column.addWidget(self._month_note)
        balance.column.addLayout(credits_row)
        balance.column.addWidget(self._credits_bar)
        balance.column.addWidget(self._credits_note)
        wait.column.addLayout(wait_row)
        wait.column.addWidget(self._pace_words)
        wait.column.addWidget(self.real_wait)
        queue.column.addWidget(self.queue)
        for cell in (month, balance, wait, queue):
            cell.column.addStretch(1)
        self._cells, self._queue_cell = (month, balance, wait), queue
        self._below = Hairline()
        self._arranged: list[list[_Cell]] = []
        # As many as can be needed, for good: PySide crashes where layouts come and go while the text size changes.
        self._rows = [QHBoxLayout() for _ in range(4)]
        for row in self._rows:
            row.setSpacing(0)
            self.column.addLayout(row)
            if row is self._rows[0]:
                self.column.addWidget(self._below)

    def _arrange(self) -> None:
        margins = self.column.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2
        self.queue.set_one_line(one_line=False)
        everything = [*self._cells, self._queue_cell]
        if _needed(everything) <= room:
            lines = [everything]
        elif _needed(self._cells) <= room:
            self.queue.set_one_line(one_line=True)
            lines = [list(self._cells), [self._queue_cell]]
        elif max(_needed(everything[:2]), _needed(everything[2:], at_least=True)) <= room:
            lines = [everything[:2], everything[2:]]
        else:
            lines = [[cell] for cell in everything]
        self._below.setVisible(len(lines) == 2)
        if lines != self._arranged:
            self._arranged = lines
            for row, cells in zip(self._rows, lines, strict=False):
                for place, cell in enumerate(cells):
                    cell.stand(is_first=place == 0, is_last=cell is cells[-1])
                    row.insertWidget(place, cell, _QUEUE_STRETCH if cell is self._queue_cell else 1)

    def minimumSizeHint(self) -> QSize:
        """As narrow as one cell a line: the lines as they are now must not keep a window from getting smaller."""
        margins = self.column.contentsMargins()
        widest = max(cell.sizeHint().width() for cell in self._cells)
        return QSize(widest + margins.left() + margins.right() + 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._tell_wait()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._second.stop()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_arranged"):
            QTimer.singleShot(0, self, self.refresh)  # the parts hear of their font after this


class _Cell(QWidget):
    """One column of the card, with a line at its left where it stands beside another."""

    def __init__(self, title: Words | None) -> None:
        super().__init__()
        self._is_divided = False
        self.column = QVBoxLayout(self)
        self.column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        if title is not None:
            self.column.addWidget(title)
        self.stand(is_first=True, is_last=True)

    def stand(self, *, is_first: bool, is_last: bool) -> None:
        """Where it is in its line."""
        self._is_divided = not is_first
        self.column.setContentsMargins(0 if is_first else _BESIDE, 0, 0 if is_last else _BESIDE, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if self._is_divided:
            QPainter(self).fillRect(0, 0, 1, self.height(), self.palette().color(QPalette.ColorRole.Mid))


class _Steady(Words):
    """As wide as the longest that it may say: the cells must not move each time a call begins to wait, or goes."""

    def __init__(self, may_say: Sequence[str], *, weight: int = 400, muted: bool = False) -> None:
        super().__init__(weight=weight, muted=muted)
        self._may_say, self._strength = tuple(may_say), weight

    def sizeHint(self) -> QSize:
        # Not by the font of the label, which may follow a change of the text size later.
        metrics = QFontMetrics(theme.font(theme.BODY, self._strength))
        return QSize(max(metrics.horizontalAdvance(words) for words in self._may_say) + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _needed(cells: Sequence[_Cell], *, at_least: bool = False) -> int:
    """Pixels that they would like side by side, or need ``at_least``."""
    widths = [(cell.minimumSizeHint() if at_least else cell.sizeHint()).width() for cell in cells]
    margins = [cell.column.contentsMargins() for cell in cells]
    return sum(widths) - sum(each.left() + each.right() for each in margins) + 2 * _BESIDE * (len(cells) - 1)


def _title(words: str) -> Words:
    return Words(words, size=theme.CAPTION, weight=600, muted=True)


def _note() -> Words:
    return Words(size=theme.CAPTION, muted=True)
