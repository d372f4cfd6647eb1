"""How many to buy: a number, a few that are often wanted, and what is wrong with the one that is typed."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.purchases import Offer
from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

OFTEN = (100, 250)
_LETTERS = 9
_NUMBER = re.compile(r"[0-9]{1,9}|[0-9]{1,3}([,.'’\u00a0\u202f ][0-9]{3}){1,2}")
_BETWEEN = re.compile(r"[^0-9]")


def read_number(text: str) -> int | None:
    """``500``, ``1,000`` or ``1 000`` as a number; None for anything else, ``1.5`` and ``5e2`` too."""
    plain = text.strip()
    return int(_BETWEEN.sub("", plain)) if _NUMBER.fullmatch(plain) else None


class NumberEdit(QLineEdit):
    """A number at the right. Enter goes on to the next field: it neither buys nor closes the dialog."""

    def __init__(self, name: str, words: str, *, size: float = theme.BODY) -> None:
        super().__init__()
        self._size = size
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setMaxLength(20)
        self.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def number(self) -> int | None:
        return read_number(self.text())

    def tell_wrong(self, *, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * _LETTERS + 22, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
            self.focusNextChild()
        else:
            super().keyPressEvent(event)


class NumberChoice(QWidget):
    """``Buy [500] contacts or 100 250 All 720``, and below it what is wrong."""

    changed = Signal()
    budget_wanted = Signal()
    """The budget slicer is to be opened."""

    def __init__(self) -> None:
        super().__init__()
        self._offer: Offer | None = None
        self.edit = NumberEdit("fetch-number", self.tr("How many contacts to buy"))
        self.edit.textChanged.connect(self._typed)
        self._quick = [Button("", name=f"fetch-number-{count}", look="link") for count in OFTEN]
        self._all = Button("", name="fetch-number-all", look="link")
        for button, count in zip(self._quick, OFTEN, strict=True):
            button.setText(wording.number(count))
            button.clicked.connect(lambda _=False, count=count: self.choose(count))
        self._all.clicked.connect(self._choose_all)
        self._budget = Button(self.tr("Fit a budget…"), name="fetch-budget", look="link")
        self._budget.clicked.connect(self.budget_wanted)
        for button in (*self._quick, self._all, self._budget):
            button.answer_enter()
        self._or = Words(self.tr("or"), muted=True)
        self._icon = Icon("error", "danger")
        self._problem = Words(name="fetch-number-problem", size=theme.CAPTION, wrap=True)
        self._problem.be_a_stop()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Words(self.tr("Buy"), size=1.2, weight=600))
        head.addWidget(self.edit)
        head.addWidget(Words(self.tr("contacts"), size=1.2, weight=600))
        head.addSpacing(8)
        head.addWidget(self._or)
        for button in (*self._quick, self._all):
            head.addWidget(button)
        head.addStretch(1)
        head.addWidget(self._budget)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        below.addWidget(self._problem, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(below)
        self._typed()

    @property
    def number(self) -> int | None:
        """How many, where that can be bought; None while it cannot, or that is not known yet."""
        return None if self._offer is None or self._trouble() else self.edit.number

    def offer(self, offer: Offer, suggested: int) -> None:
        """What can be bought now. What was typed stays; ``suggested`` fills an empty field."""
        self._offer = offer
        if not self.edit.text() and offer.most:
            self.choose(min(suggested, offer.most))
        self._typed()

    def choose(self, count: int) -> None:
        self.edit.setText(wording.number(count))

    def _choose_all(self) -> None:
        if self._offer is not None:
            self.choose(self._offer.most)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_problem"):
            self._dress()

    def _dress(self) -> None:
        self._problem.setStyleSheet(f"color: {theme.tokens().danger}")

    def _typed(self) -> None:
        most = self._offer.most if self._offer is not None else 0
        for button, count in zip(self._quick, OFTEN, strict=True):
            button.setVisible(count < most)
        self._all.setVisible(most > 0)
        self._all.setText(wording.filled(self.tr("All %1"), wording.number(most)))
        self._or.setVisible(most > 0)
        trouble = self._trouble()
        self._icon.setVisible(bool(trouble))
        self._problem.setVisible(bool(trouble))
        self._dress()
        self._problem.tell(trouble)
        self.edit.tell_wrong(wrong=bool(trouble))
        self.changed.emit()

    def _trouble(self) -> str:
        if self._offer is None or not self._offer.most:
            return ""
        count, most = self.edit.number, self._offer.most
        if count is None:
            return self.tr("Type how many contacts to buy, as a whole number.")
        if count == 0:
            return self.tr("At least 1.")
        if count <= most:
            return ""
        limit = wording.number(most)
        if most == self._offer.matches:
            return wording.filled(self.tr("At most %1: so many match."), limit)
        return wording.filled(self.tr("At most %1: that is your balance."), limit)
