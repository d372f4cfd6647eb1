"""What the small dialogs of My Leads have in common: a question, two buttons, and the answer's trouble in its place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui import theme
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words

_LETTERS = 54
LONGEST_NAME = 120


class Asking(QDialog):
    """``finish`` runs what was asked for; it closes when that is done, and stays where it fails."""

    done_with = Signal(object)
    """What the work returned."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, name: str, title: str, accept: str, is_danger: bool = False
    ) -> None:
        """``name`` begins the objectNames: ``<name>-dialog``, ``-accept``, ``-cancel``, ``-problem``."""
        super().__init__(parent)
        self._background = Background(self, desk.notices)
        self.setObjectName(f"{name}-dialog")
        self.setWindowTitle(title)
        self._problem = Words(name=f"{name}-problem", wrap=True)
        self._problem.hide()
        cancel = Button(self.tr("Cancel"), name=f"{name}-cancel")
        cancel.clicked.connect(self.reject)
        cancel.setDefault(is_danger)
        self.accept_button = Button(accept, name=f"{name}-accept", look="danger" if is_danger else "primary")
        self.accept_button.clicked.connect(self.answered)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(cancel)
        buttons.addWidget(self.accept_button)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 16, 20, 16)
        whole.setSpacing(10)
        whole.addLayout(self.column, 1)
        whole.addWidget(self._problem)
        whole.addLayout(buttons)
        self.setMinimumWidth(_LETTERS * self.fontMetrics().averageCharWidth())

    def answered(self) -> None:
        """The accept button; each dialog says what that means."""
        raise NotImplementedError

    def labelled(self, label: str, part: QWidget) -> QWidget:
        """Put ``part`` below its ``label``, which has a mnemonic."""
        words = QLabel(label)
        words.setBuddy(part)
        part.setAccessibleName(label.replace("&", ""))
        self.column.addWidget(words)
        self.column.addWidget(part)
        return part

    def name_field(self, name: str, label: str, text: str = "") -> QLineEdit:
        """A line for a name; the dialog can only be accepted while it has one. Enter accepts."""
        field = QLineEdit(text)
        field.setObjectName(name)
        field.setMaxLength(LONGEST_NAME)
        field.selectAll()

        def edited(now: str) -> None:
            self.accept_button.setEnabled(bool(now.strip()))
            self._problem.hide()

        field.textChanged.connect(edited)
        field.returnPressed.connect(self.accept_button.click)
        self.labelled(label, field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        edited(text)
        return field

    def finish(self, work: Callable[[], Awaitable[Any]]) -> None:
        """Do ``work``, once; then close."""

        async def run() -> Any:
            return await work()

        if not self._background.is_running("finish"):
            self._background.run(run(), self._finished, self._failed, replacing="finish")

    def _finished(self, result: object) -> None:
        self.done_with.emit(result)
        self.accept()

    def _failed(self, error: LeadDeskError) -> None:
        self._problem.setStyleSheet(f"color: {theme.tokens().danger}")
        self._problem.tell(explain(error).plain)
        self._problem.show()


class Sure(Asking):
    """Says what is lost and what stays, before it is done. Cancel is the default."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, name: str, title: str, texts: tuple[str, ...], accept: str,
        work: Callable[[], Awaitable[Any]],
    ) -> None:  # fmt: skip
        super().__init__(desk, parent, name=name, title=title, accept=accept, is_danger=True)
        self._work = work
        self.column.addWidget(Words(title, name=f"{name}-title", size=theme.SECTION, weight=600, wrap=True))
        for at, text in enumerate(texts):
            words = Words(text, name=f"{name}-text-{at}", wrap=True)
            words.be_a_stop()
            self.column.addWidget(words)

    def answered(self) -> None:
        self.finish(self._work)
