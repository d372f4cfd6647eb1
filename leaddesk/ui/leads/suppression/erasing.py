"""*Erase this person*: says what goes and what stays, and asks for a word before it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui import theme, wording
from leaddesk.ui.desk import Desk
from leaddesk.ui.leads.asking import Asking
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.fitting import fit
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.progress_row import ThinBar

_WORD, _LETTERS = "ERASE", 72


class EraseDialog(Asking):
    """Of one person the word is ``ERASE``, of more their number. It cannot be closed while it works."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, count: int, erase: Callable[[], Awaitable[object]], name: str = ""
    ) -> None:
        """``erase`` does it; ``name`` is who it is, where that is one and known."""
        number = wording.plural(count)
        who = wording.shortened(name) if name and count == 1 else self.tr("%Ln {person|people}", "", number)
        super().__init__(
            desk,
            parent,
            name="erase",
            title=self.tr("Erase this person") if count == 1 else self.tr("Erase people"),
            accept=self.tr("Erase %Ln {person|people}", "", number),
            is_danger=True,
        )
        for button in self.findChildren(Button):
            button.setDefault(False)  # Enter belongs to the word
        self._erase, self._wanted = erase, _WORD if count == 1 else str(count)
        self._add(wording.filled(self.tr("Erase every trace of %1?"), who), "title", size=theme.SECTION, weight=600)
        self._add(self.tr("What goes, here and for good:"), "goes-head", weight=600)
        self._add(
            "\n".join(
                f"•  {line}"
                for line in (
                    self.tr("their values with lists, tags and note, in the trash as well"),
                    self.tr("what every source said of them, and their rows in lists read from providers"),
                    self.tr("their entries in the suppression list, and their places in the history of undo"),
                    self.tr("all backups made so far; a new one is made without them"),
                )
            ),
            "goes",
        )
        self._add(self.tr("What stays:"), "stays-head", weight=600)
        self._add(
            "\n".join(
                f"•  {line}"
                for line in (
                    self.tr("a keyed hash of each address, profile and id, so that no import brings them back"),
                    self.tr("files that you exported before, and what providers keep themselves"),
                )
            ),
            "stays",
        )
        label = self.tr("This cannot be undone. Type %1 to go on")
        self.field = QLineEdit()
        self.field.setObjectName("erase-word")
        self.field.setPlaceholderText(self._wanted)
        self.field.textChanged.connect(self._tell)
        self.field.returnPressed.connect(self.accept_button.click)
        self.labelled(wording.filled(label, self._wanted), self.field)
        self._bar = ThinBar(name="progress-bar")
        self._bar.setAccessibleName(self.tr("Progress"))
        self._bar.hide()
        self.column.addWidget(self._bar)
        self._tell()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        fit(self, _LETTERS)

    def _add(self, text: str, name: str, *, size: float = theme.BODY, weight: int = 400) -> None:
        words = Words(text, name=f"erase-{name}", size=size, weight=weight, wrap=True)
        words.be_a_stop()
        if weight > 400:
            self.column.addSpacing(4)
        self.column.addWidget(words)

    def _tell(self) -> None:
        typed = self.field.text().strip().replace(",", "").replace(".", "")
        is_busy = self._background.is_running("finish")
        self.accept_button.setEnabled(typed.upper() == self._wanted and not is_busy)
        self.field.setEnabled(not is_busy)
        self._bar.setVisible(is_busy)

    def answered(self) -> None:
        self.finish(self._erase)
        self._tell()
        fit(self, _LETTERS)

    def _failed(self, error: LeadDeskError) -> None:
        super()._failed(error)
        self._tell()
        fit(self, _LETTERS)

    def reject(self) -> None:
        if not self._background.is_running("finish"):
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._background.is_running("finish"):
            event.ignore()
        else:
            super().closeEvent(event)
