"""The lower edge of the fetch dialog: the number typed a second time, what keeps from buying, and the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.ui import theme, wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.reachstream import fetch_words
from leaddesk.ui.reachstream.fetch_number import NumberEdit
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.card import Hairline
from leaddesk.ui.widgets.labels import Icon, Words


class ConfirmButton(Button):
    """The one button that spends. Enter never presses it, on any desktop; the space bar and a click do."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.accept()
        else:
            super().keyPressEvent(event)


class TypedNumber(QWidget):
    """``This is above your limit of 250. Type 500 to go on.`` Hidden for what is not."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._asked: int | None = None
        self._words = Words(name="fetch-limit")
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.be_a_stop()
        self.edit = NumberEdit("fetch-typed", self.tr("Type the number again"))
        self.edit.textChanged.connect(self.changed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(Icon("shield"))
        row.addWidget(self._words)
        row.addWidget(self.edit)
        row.addStretch(1)
        self.hide()

    def show_asked(self, asked: int | None, limit: int) -> None:
        """None, or a number up to ``limit``: nothing is to be typed."""
        self._asked = asked if asked is not None and asked > limit else None
        self.setVisible(self._asked is not None)
        if self._asked is None:
            self.edit.clear()
            return
        words = self.tr("This is above your limit of %1. Type <b>%2</b> to go on.")
        self._words.setText(wording.filled(words, wording.number(limit), wording.number(self._asked)))

    @property
    def is_right(self) -> bool:
        return self._asked is None or self.edit.number == self._asked


class Foot(QWidget):
    """Which buttons there are depends on how far the purchase is."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = TypedNumber()
        self._words = Words(name="fetch-reason", size=theme.CAPTION, muted=True, wrap=True)
        self._words.be_a_stop()
        self.cancel = Button("", name="fetch-cancel")
        self.cancel.setDefault(True)
        self.take_back = Button(self.tr("Cancel the purchase"), name="fetch-take-back")
        self.again = Button(self.tr("Change and try again"), name="fetch-again")
        self.activity = Button(self.tr("Show in Activity"), name="fetch-activity")
        self.following = Button("", name="fetch-next", look="primary")
        for button in (self.again, self.activity, self.following):
            button.answer_enter()
        self.confirm = ConfirmButton("", name="fetch-confirm", cost=Cost.SPENDS, look="primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._words, 1)
        for button in (self.cancel, self.take_back, self.again, self.activity, self.following, self.confirm):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 0, 20, 18)
        column.setSpacing(12)
        column.addWidget(Hairline())
        column.addWidget(self.typed)
        column.addLayout(buttons)

    def show_asking(self, asked: int | None, reason: str) -> None:
        """Before it: ``reason`` is why nothing can be bought; empty where it can."""
        self.cancel.setText(self.tr("Cancel"))
        words = self.tr("Buy up to %Ln {contact|contacts}", "", asked) if asked else self.tr("Buy contacts")
        self.confirm.setText(words)
        self.confirm.setEnabled(not reason)
        self.confirm.setToolTip(wording.tooltip(reason or self.tr("A click or the space bar buys. Enter never does.")))
        self._say(reason or self.tr("Sent once, never repeated."))
        self._show(self.cancel, self.confirm)

    def show_sending(self, *, can_take_back: bool) -> None:
        """While it is on its way."""
        self.cancel.setText(self.tr("Hide"))
        self.take_back.setEnabled(can_take_back)
        self._say(self.tr("If you close this, the purchase goes on; you are told how it ends."))
        self.typed.hide()
        self._show(self.cancel, self.take_back)

    def show_ended(self, *, can_try_again: bool, is_kept: bool, following: str) -> None:
        """``is_kept``: whether Activity has it. ``following``: the name of the next slice; empty for none."""
        self.cancel.setText(self.tr("Close"))
        self.following.setText(fetch_words.following(following))
        self._say("")
        shown = [self.cancel]
        if can_try_again:
            shown.append(self.again)
        if is_kept:
            shown.append(self.activity)
        if following:
            shown.append(self.following)
        self._show(*shown)

    def _say(self, words: str) -> None:
        """With nothing to say it is no stop of the Tab key."""
        self._words.setText(words)
        self._words.setFocusPolicy(Qt.FocusPolicy.StrongFocus if words else Qt.FocusPolicy.NoFocus)

    def _show(self, *buttons: Button) -> None:
        for button in (self.cancel, self.take_back, self.again, self.activity, self.following, self.confirm):
            button.setVisible(button in buttons)
