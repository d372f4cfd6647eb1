"""A field that is kept only when it is saved, with what is wrong about it in its place."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line, mark_wrong
from leaddesk.ui.widgets.buttons import Button

_SAVING = "saving"


class SavedField(QObject):
    """Adds its row to ``page``."""

    def __init__(
        self,
        page: SettingsPage,
        background: Background,
        *,
        name: str,
        label: str,
        save: Callable[[str], Coroutine[Any, Any, object]],
        about: str = "",
        placeholder: str = "",
        is_secret: bool = False,
    ) -> None:
        """``name`` begins the objectNames. ``save`` raises LeadDeskError, or ValueError with the words for it."""
        super().__init__(page)
        self._background, self._save_it, self._is_secret = background, save, is_secret
        self._place = f"{_SAVING}-{name}"
        self._kept = ""
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}-field")
        self.field.setAccessibleName(label)
        self.field.setPlaceholderText(placeholder)
        if is_secret:
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.button = Button(self.tr("Save"), name=f"{name}-save")
        self._message = Message(f"{name}-message")
        told = [hint(about)] if about else []
        page.add_row(label, column(line(self.field, self.button, stretch=0), *told, self._message))
        self.field.textChanged.connect(self._edited)
        self.field.returnPressed.connect(self.save)
        self.button.clicked.connect(self.save)
        self._edited()

    def show_kept(self, kept: str) -> None:
        """What is in force, unless somebody is about to change it. Of a secret nothing is shown."""
        untouched = self.field.text().strip() in {"", self._kept}
        self._kept = "" if self._is_secret else kept
        if untouched and not self._is_secret:
            self.field.setText(kept)
            self.field.setCursorPosition(0)
        self._offer()

    def save(self) -> None:
        """Keep what is typed."""
        if not self.button.isEnabled():
            return
        typed = self.field.text().strip()
        if self.button.hasFocus():
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)  # the button rests from now on
        self.button.setEnabled(False)
        self._background.run(
            self._saving(typed), lambda problem: self._saved(typed, problem), self._refused, replacing=self._place
        )

    async def _saving(self, typed: str) -> str:
        """The words for what is wrong, or nothing."""
        try:
            await self._save_it(typed)
        except ValueError as wrong:
            return str(wrong)
        return ""

    def _saved(self, typed: str, problem: str) -> None:
        if problem:
            self._tell(problem)
            return
        self._kept = "" if self._is_secret else typed
        if self._is_secret:
            self.field.setText("")  # not clear(), which could be undone
        mark_wrong(self.field, wrong=False)
        self._message.say("success", self.tr("Saved."))
        self._offer()

    def _refused(self, error: LeadDeskError) -> None:
        self._tell(explain(error).plain)

    def _tell(self, problem: str) -> None:
        self._message.say("danger", problem)
        mark_wrong(self.field, wrong=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._offer()

    def _edited(self) -> None:
        self._message.clear()
        mark_wrong(self.field, wrong=False)
        self._offer()

    def _offer(self) -> None:
        typed = self.field.text().strip()
        self.button.setEnabled(bool(typed) if self._is_secret else typed != self._kept)
