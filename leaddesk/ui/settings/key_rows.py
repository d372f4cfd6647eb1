"""The rows about one provider's key: where it is, a new one, and removing it.

The kept key itself is never on screen. A typed key stays in its field, unreadable, until it is kept somewhere.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLineEdit

from leaddesk.actions.connect_provider import ConnectProvider, KeyKind, KeyState
from leaddesk.domain.errors import KeychainError, KeyUnusable, LeadDeskError
from leaddesk.domain.providers import Provider
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.error_texts import explain
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line, mark_wrong
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

_KEEPING, _READING = "keeping", "reading"


class KeyRows(QObject):
    """Adds its rows to ``page`` and keeps them true."""

    changed = Signal()
    """The state is another one, or was read again."""
    edited = Signal()
    """The typed key is another one."""

    def __init__(
        self,
        page: SettingsPage,
        provider: Provider,
        connect: ConnectProvider,
        background: Background,
        *,
        is_demo: bool,
    ) -> None:
        super().__init__(page)
        self._provider, self._connect, self._background = provider, connect, background
        self.state: KeyState | None = None
        """None while it is not known."""
        name, title = provider.id, provider.title
        self._icon = Icon("lock", "muted")
        self._state_words = Words(name=f"{name}-key-state", wrap=True)
        self._state_words.be_a_stop()
        self._remove = Button(self.tr("Remove…"), name=f"{name}-key-remove", look="danger")
        self._remove.setAccessibleName(wording.filled(self.tr("Remove the %1 key"), title))
        self._cancel = Button(self.tr("Cancel"), name=f"{name}-key-remove-cancel")
        self._confirm = Button(self.tr("Remove key"), name=f"{name}-key-remove-confirm", icon="trash", look="danger")
        self._question = Message(f"{name}-key-question", self._cancel, self._confirm)
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}-key-field")
        self.field.setAccessibleName(wording.filled(self.tr("New %1 key"), title))
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._save = Button(self.tr("Save"), name=f"{name}-key-save", look="primary")
        self._save.setAccessibleName(wording.filled(self.tr("Save the %1 key"), title))
        self._retry = Button(self.tr("Try again"), name=f"{name}-key-retry", icon="refresh")
        self._memory = Button(self.tr("Keep until I quit"), name=f"{name}-key-memory")
        self._message = Message(f"{name}-key-message", self._retry, self._memory)
        state_line = line(self._icon, self._state_words, self._remove, stretch=1)
        page.add_row(self.tr("Key now"), column(state_line, self._question))
        kept_where = self.tr("Kept in your keychain only. LeadDesk never writes it into a file.")
        kept_in_demo = self.tr("The demo keeps keys in memory only. Your own belongs into LeadDesk without the demo.")
        place = hint(kept_in_demo if is_demo else kept_where)
        page.add_row(self.tr("New key"), column(line(self.field, self._save, stretch=0), place, self._message))
        self.field.textChanged.connect(self._typed)
        self.field.returnPressed.connect(self.save)
        self._save.clicked.connect(self.save)
        self._memory.clicked.connect(self._keep_until_quit)
        self._retry.clicked.connect(self.read)
        self._remove.clicked.connect(self._ask_to_remove)
        self._cancel.clicked.connect(self.take_back_question)
        self._confirm.clicked.connect(self._remove_key)
        self._typed()
        self._show_state()

    def read(self) -> None:
        """Ask the keychain. A key that is just being kept is not disturbed."""
        if self._background.is_running(_KEEPING):
            return
        self._question.clear()
        self._message.clear()
        self._state_words.setText(self.tr("Looking in the keychain…"))
        asked = self._connect.key_state(provider=self._provider.id)
        self._background.run(asked, self._now, self._not_read, replacing=_READING)

    def save(self) -> None:
        """Put what is typed into the keychain."""
        self._keep(self._connect.store_key(provider=self._provider.id, typed=self.field.text()))

    def take_back_question(self) -> bool:
        """Close the question whether to remove the key; False if it is not there."""
        if self._question.isHidden():
            return False
        self._question.clear()
        self._remove.setEnabled(self._has_key)
        self._remove.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def _has_key(self) -> bool:
        return self.state is not None and self.state.kind is not KeyKind.NONE

    def _keep_until_quit(self) -> None:
        self._keep(self._connect.keep_key_until_quit(provider=self._provider.id, typed=self.field.text()))

    def _keep(self, work: Coroutine[Any, Any, KeyState]) -> None:
        if self._background.is_running(_KEEPING):
            work.close()
            return
        self._background.cancel(_READING)
        self._wait()
        self._background.run(work, self._kept, self._not_kept, self._rest, _KEEPING)

    def _kept(self, state: KeyState) -> None:
        # Not clear(), which could be undone: nothing of the key may stay behind in the field.
        self.field.setText("")
        self._message.clear()
        self._now(state)

    def _not_kept(self, error: LeadDeskError) -> None:
        offers = [self._memory] if isinstance(error, KeychainError) else []
        self._message.say("danger", explain(error).plain, *offers)
        mark_wrong(self.field, wrong=isinstance(error, KeyUnusable))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_to_remove(self) -> None:
        in_memory = self.state is not None and self.state.kind is KeyKind.MEMORY
        ask = (
            self.tr("Forget the %1 key? It is kept only until you quit. All else stays.")
            if in_memory
            else self.tr("Remove the %1 key from the keychain? All else stays.")
        )
        self._remove.setEnabled(False)
        self._question.say("danger", wording.filled(ask, self._provider.title), self._cancel, self._confirm)
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove_key(self) -> None:
        self._question.clear()
        self._background.cancel(_READING)
        self._wait()
        removing = self._connect.remove_key(provider=self._provider.id)
        # A failed removal may have removed something: what is left is as little known as after a failed reading.
        self._background.run(removing, lambda _: self._removed(), self._not_read, self._rest, _KEEPING)

    def _removed(self) -> None:
        self._message.clear()
        self._now(KeyState(KeyKind.NONE))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_read(self, error: LeadDeskError) -> None:
        words = explain(error)
        self.state = None
        self._state_words.tell(words.title)
        self._icon.show_icon("warning", "warning")
        self._message.say("warning", words.advice, self._retry, self._memory)
        self._remove.setEnabled(False)
        self.changed.emit()

    def _wait(self) -> None:
        self.field.setReadOnly(True)
        self._save.setEnabled(False)
        self._memory.setEnabled(False)
        self._remove.setEnabled(False)
        self._message.say("info", self.tr("Waiting for the keychain…"))

    def _rest(self) -> None:
        self.field.setReadOnly(False)
        self._remove.setEnabled(self._has_key and self._question.isHidden())
        self._offer()

    def _typed(self) -> None:
        self._offer()
        mark_wrong(self.field, wrong=False)
        self.edited.emit()

    def _offer(self) -> None:
        something = bool(self.field.text().strip())
        for button in (self._save, self._memory):
            button.setEnabled(something)
            button.setToolTip("" if something else self.tr("Paste the key first."))

    def _now(self, state: KeyState) -> None:
        self.state = state
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        state = self.state or KeyState(KeyKind.NONE)
        kept = {
            KeyKind.NONE: (self.tr("No key yet"), self.tr("No key yet")),
            KeyKind.KEYCHAIN: (self.tr("In the system keychain"), self.tr("In the system keychain, ends in %1")),
            KeyKind.MEMORY: (self.tr("Kept until you quit"), self.tr("Kept until you quit, ends in %1")),
        }
        short, long = kept[state.kind]
        self._state_words.tell(wording.filled(long, state.ending) if state.ending else short)
        look = {
            KeyKind.NONE: ("key", "muted"),
            KeyKind.KEYCHAIN: ("lock", "success"),
            KeyKind.MEMORY: ("clock", "warning"),
        }
        self._icon.show_icon(*look[state.kind])
        self._remove.setEnabled(self._has_key and self._question.isHidden())
        paste = self.tr("Paste a new key to replace it") if self._has_key else self.tr("Paste your key")
        self.field.setPlaceholderText(paste)
