"""What an import did, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.domain.imports import Imported
from leaddesk.ui import theme, wording
from leaddesk.ui.leads.importing.reject_words import outcome_words, rejected_words
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words


class Outcome(QWidget):
    """In place of the choices, once it is done."""

    show_wanted = Signal()
    rejects_wanted = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Words(name="import-result", size=theme.SECTION, weight=600, wrap=True)
        self._reasons = Words(name="import-result-rejected", wrap=True)
        self._place = Words(name="import-result-file", muted=True, wrap=True)
        for words in (self._title, self._reasons, self._place):
            words.be_a_stop()
        self._show = Button(self.tr("Show them"), name="import-show", icon="list")
        self._rejects = Button(self.tr("Open the rejected rows"), name="import-rejects-open", icon="open")
        self._undo = Button(self.tr("Undo the import"), name="import-undo", icon="undo")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._show, self._rejects, self._undo):
            button.setAutoDefault(True)  # Enter presses the one that has the keyboard
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 14)
        column.setSpacing(8)
        for words in (self._title, self._reasons, self._place):
            column.addWidget(words)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch(1)
        self._show.clicked.connect(self.show_wanted)
        self._rejects.clicked.connect(self.rejects_wanted)
        self._undo.clicked.connect(self.undo_wanted)

    def tell(self, imported: Imported, *, can_show: bool) -> None:
        """How it went."""
        self._title.setText(outcome_words(imported))
        rejected = rejected_words(imported)
        self._reasons.setText(f"{self.tr('Rejected:')}\n{rejected}" if rejected else "")
        self._reasons.setVisible(bool(rejected))
        written = imported.rejects is not None
        place = wording.filled(self.tr("The rejected rows, each with its reason: %1"), str(imported.rejects))
        self._place.setText(place if written else "")
        self._place.setVisible(written)
        changed_something = bool(imported.source)
        self._show.setVisible(can_show and changed_something)
        self._rejects.setVisible(written)
        self._undo.setVisible(changed_something)
        self._title.announce()

    def tell_undone(self) -> None:
        """It was taken back."""
        self._title.tell(self.tr("The import was undone. Your leads are as they were before."))
        for widget in (self._reasons, self._show, self._undo):
            widget.hide()

    def focus(self) -> None:
        """Put the keyboard on the first button that is there."""
        for button in (self._show, self._rejects, self._undo):
            if not button.isHidden():
                button.setFocus()
                return
