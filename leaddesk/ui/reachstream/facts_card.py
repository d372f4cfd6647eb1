"""What the filter means, how many match, what that could cost: numbers first, with their age."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count, Credits, affordable
from leaddesk.ui import wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.reachstream.filter_words import sentence
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.card import Card, Hairline
from leaddesk.ui.widgets.figure import Figure
from leaddesk.ui.widgets.labels import Words

_FIELDS_WHEN_SHORT = 2
_ALL = 16
_SLOW = 500
"""Milliseconds after which a count can be stopped."""
_GAP = 24


class FactsCard(Card):
    """The sentence, the count, the credits, the price, and the buttons for them."""

    count_wanted = Signal()
    stop_wanted = Signal()
    credits_wanted = Signal()
    fetch_wanted = Signal()
    """The dialog that buys is to be opened."""

    def __init__(self) -> None:
        super().__init__("reachstream-facts")
        self._filter, self._whole = Filter(), False
        self._count: Count | None = None
        self._credits: Credits | None = None
        self._counting = self._reading = False
        self.summary = Words(name="filter-summary", wrap=True)
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.summary.be_a_stop()
        self.summary.linkActivated.connect(self._show_whole)
        self.count_result = Figure("count-result")
        self.credits_result = Figure("credits-result")
        self.refresh_credits = IconButton("refresh", self.tr("Read the credits (free)"), name="credits-refresh")
        self.refresh_credits.clicked.connect(self.credits_wanted)
        self.price = Words(name="price-result")
        self.price.setTextFormat(Qt.TextFormat.RichText)
        self.price.be_a_stop()
        self.count_button = Button(
            self.tr("Count"),
            name="count-button",
            cost=Cost.FREE,
            hint=self.tr("Asks ReachStream how many contacts match. Free of charge."),
        )
        self.count_button.clicked.connect(self.count_wanted)
        self.stop_button = Button(self.tr("Stop"), name="count-cancel", icon="close", look="quiet")
        self.stop_button.setToolTip(self.tr("Stop counting"))
        self.stop_button.clicked.connect(self.stop_wanted)
        self.stop_button.hide()
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW)
        self._slow.timeout.connect(self._offer_to_stop)
        self.fetch_button = Button(self.tr("Fetch…"), name="fetch-button", cost=Cost.SPENDS, look="primary")
        self.fetch_button.setToolTip(self.tr("Choose how many to buy. Nothing is bought before you confirm it."))
        self.fetch_button.clicked.connect(self.fetch_wanted)
        self.column.addWidget(self.summary)
        self.column.addWidget(Hairline())
        self.column.addLayout(self._facts())
        self.refresh()

    def _facts(self) -> QVBoxLayout:
        balance, self._actions = QWidget(), QWidget()
        for part, spacing, widgets in (
            (balance, 6, (self.credits_result, self.refresh_credits)),
            (self._actions, 8, (self.stop_button, self.count_button, self.fetch_button)),
        ):
            inside = QHBoxLayout(part)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(spacing)
            for widget in widgets:
                inside.addWidget(widget)
        self._parts: tuple[QWidget, ...] = (self.count_result, balance, self.price, self._actions)
        self._arranged: list[list[QWidget]] = []
        lines = QVBoxLayout()
        lines.setSpacing(10)
        # As many as can be needed, for good: PySide crashes where layouts come and go while the text size changes.
        self._rows = [QHBoxLayout() for _ in self._parts]
        for row in self._rows:
            row.setSpacing(_GAP)
            row.addStretch(1)
            lines.addLayout(row)
        return lines

    def show_filter(self, filter: Filter) -> None:
        self._filter, self._whole = filter, False
        self.refresh()

    def show_count(self, count: Count | None) -> None:
        self._count = count
        self.refresh()

    def show_credits(self, credits_read: Credits | None) -> None:
        self._credits = credits_read
        self.refresh()

    def set_counting(self, *, counting: bool) -> None:
        self._counting = counting
        if counting:
            self._slow.start()
        else:
            self._slow.stop()
            if self.stop_button.hasFocus():
                self.count_button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.stop_button.hide()
        self.refresh()

    def _offer_to_stop(self) -> None:
        self.stop_button.show()
        self._arrange()

    def set_reading_credits(self, *, reading: bool) -> None:
        self._reading = reading
        self.refresh()

    @property
    def is_stale(self) -> bool:
        """Whether the count shown belongs to an earlier filter."""
        return self._count is not None and self._count.filter != self._filter

    def refresh(self) -> None:
        """Tell everything anew; also called as time goes by, for the ages."""
        self._tell_summary()
        self._tell_count()
        self._tell_credits()
        self._tell_price()
        # Also while one runs: a new count replaces it, and the keyboard stays where it is.
        for button in (self.count_button, self.fetch_button):
            button.setEnabled(not self._filter.is_empty)
        self.count_button.setText(self.tr("Count again") if self.is_stale else self.tr("Count"))
        self.refresh_credits.setEnabled(not self._reading)
        self._arrange()

    def _tell_summary(self) -> None:
        roomy = not self.isVisible() or self.window().height() >= 700
        short = not roomy and not self._whole and len(self._filter.used) > _FIELDS_WHEN_SHORT + 1
        words = sentence(self._filter, rich=True, most_fields=_FIELDS_WHEN_SHORT if short else _ALL)
        if short:
            words += f' <a href="all">{self.tr("Show all")}</a>'
        if words != self.summary.text():
            self.summary.setText(words)
            flags = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            if short:
                flags |= (
                    Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
                )
            self.summary.select_by(flags)

    def _tell_count(self) -> None:
        count = self._count
        if count is None:
            first = self.tr("Counting…") if self._counting else self.tr("Not counted yet")
            second = "" if self._filter.is_empty or self._counting else self.tr("Counting is free")
            self.count_result.tell("–", first, second)
            return
        exact, n = wording.exactly(count.taken_at), count.matches
        figure = wording.number(n)
        if self._counting or self.is_stale:
            words = self.tr("{contact matched|contacts matched}", "", wording.plural(n))
            second = self.tr("Counting…") if self._counting else self.tr("before your last change")
            self.count_result.tell(figure, words, second, stale=True, tooltip=exact)
        else:
            words = self.tr("{contact matches|contacts match}", "", wording.plural(n))
            when = wording.filled(self.tr("Counted %1"), wording.age(count.taken_at))
            self.count_result.tell(figure, words, when, tooltip=exact)

    def _tell_credits(self) -> None:
        balance = self._credits
        if balance is None:
            first = self.tr("Reading the credits…") if self._reading else self.tr("Credits not read yet")
            self.credits_result.tell("–", first, "")
            return
        when = (
            self.tr("Reading…") if self._reading else wording.filled(self.tr("Read %1"), wording.age(balance.read_at))
        )
        words = self.tr("{credit|credits}", "", wording.plural(balance.available))
        exact = wording.exactly(balance.read_at)
        self.credits_result.tell(wording.number(balance.available), words, when, tooltip=exact)

    def _tell_price(self) -> None:
        known = self._count is not None and self._credits is not None
        self.price.setVisible(known)
        if self._count is None or self._credits is None:
            self.price.clear()
            return
        could = wording.number(affordable(self._count.matches, self._credits.available))
        of = wording.number(self._count.matches)
        self.price.tell(wording.filled(self.tr("You could buy<br><b>%1</b> of %2"), could, of))
        self.price.setToolTip(self.tr("One credit buys one contact."))
        self.price.setEnabled(not self.is_stale)

    def _show_whole(self) -> None:
        self._whole = True
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_summary()
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_arranged"):
            QTimer.singleShot(0, self, self.refresh)  # the parts hear of their font after this

    def minimumSizeHint(self) -> QSize:
        """As narrow as one part a line: the lines as they are now must not keep a window from getting smaller."""
        margins = self.column.contentsMargins()
        widest = max(part.sizeHint().width() for part in self._parts)
        return QSize(widest + margins.left() + margins.right() + 2, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        """The parts side by side, in as many lines as they need; on the first line the buttons stand at its end."""
        margins = self.column.contentsMargins()
        room = self.width() - margins.left() - margins.right() - 2
        lines: list[list[QWidget]] = [[]]
        left = room
        for part in self._parts:
            needed = part.sizeHint().width() + _GAP
            if lines[-1] and (needed - _GAP > left):
                lines.append([])
                left = room
            lines[-1].append(part)
            left -= needed
        if lines != self._arranged:
            self._arranged = lines
            self._lay_out(lines)

    def _lay_out(self, lines: list[list[QWidget]]) -> None:
        for row, parts in zip(self._rows, lines, strict=False):
            for place, part in enumerate(parts):
                is_last = part is self._actions and row is self._rows[0]
                row.insertWidget(row.count() if is_last else place, part)
