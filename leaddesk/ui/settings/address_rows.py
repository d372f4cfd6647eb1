"""The rows about one provider's address: where its calls, and with them the key, go."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QLineEdit

from leaddesk.actions.connect_provider import AddressSource, AddressState, ConnectProvider
from leaddesk.domain.errors import AddressRefused
from leaddesk.domain.providers import Provider
from leaddesk.ui import wording
from leaddesk.ui.error_texts import explain
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line, mark_wrong
from leaddesk.ui.widgets.buttons import Button


class AddressRows(QObject):
    """Adds its rows to ``page``. Nothing is kept before it was checked, and a host that is new is asked about once."""

    def __init__(self, page: SettingsPage, provider: Provider, connect: ConnectProvider, *, is_demo: bool) -> None:
        super().__init__(page)
        self._provider, self._connect, self._is_demo = provider, connect, is_demo
        self._state = connect.address(provider=provider.id)
        name = provider.id
        self.field = QLineEdit()
        self.field.setObjectName(f"{name}-address-field")
        self.field.setAccessibleName(wording.filled(self.tr("%1 address"), provider.title))
        self._save = Button(self.tr("Save"), name=f"{name}-address-save")
        self._save.setAccessibleName(wording.filled(self.tr("Save the %1 address"), provider.title))
        self._default = Button(self.tr("Use default"), name=f"{name}-address-default", look="link")
        self._source = hint("")
        self._source.setObjectName(f"{name}-address-state")
        self._cancel = Button(self.tr("Cancel"), name=f"{name}-address-cancel")
        self._confirm = Button(self.tr("Use this address"), name=f"{name}-address-confirm", look="danger")
        self._message = Message(f"{name}-address-message", self._cancel, self._confirm)
        controls = line(self.field, self._save, self._default, stretch=0)
        page.add_row(self.tr("Address"), column(controls, self._source, self._message))
        self.field.textChanged.connect(self._edited)
        self.field.returnPressed.connect(self.save)
        self._save.clicked.connect(self.save)
        self._default.clicked.connect(self._use_default)
        self._cancel.clicked.connect(self.take_back_question)
        self._confirm.clicked.connect(self._keep)
        self.show_state()

    def show_state(self) -> None:
        """Show the address in force, unless somebody is about to change it."""
        if self.field.text().strip() in {"", self._state.address}:
            self._show(self._connect.address(provider=self._provider.id))

    def save(self) -> None:
        """Use what is typed, once it is checked; a new host is asked about first."""
        if self.field.isReadOnly() or not self._save.isEnabled():
            return
        try:
            host = self._connect.new_destination(provider=self._provider.id, address=self.field.text())
        except AddressRefused as refused:
            self._refuse(refused)
            return
        if not host:
            self._keep()
            return
        ask = wording.filled(self.tr("Your %1 key will be sent to %2 from now on."), self._provider.title, host)
        self._message.say("warning", ask, self._cancel, self._confirm)
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back_question(self) -> bool:
        """Close the question about a new host; False if it is not there."""
        if self._message.isHidden() or self._confirm.isHidden():
            return False
        self._message.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _keep(self) -> None:
        try:
            state = self._connect.change_address(provider=self._provider.id, address=self.field.text())
        except AddressRefused as refused:
            self._refuse(refused)
            return
        self._show(state)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use_default(self) -> None:
        self._show(self._connect.use_default_address(provider=self._provider.id))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, refused: AddressRefused) -> None:
        self._message.say("danger", explain(refused).plain)
        mark_wrong(self.field, wrong=True)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._message.clear()
        mark_wrong(self.field, wrong=False)
        self._offer()

    def _offer(self) -> None:
        fixed = self._state.source is AddressSource.ENVIRONMENT
        self._save.setEnabled(not fixed and self.field.text().strip() != self._state.address)

    def _show(self, state: AddressState) -> None:
        self._state = state
        fixed = state.source is AddressSource.ENVIRONMENT
        self.field.setText(state.address)
        self.field.setCursorPosition(0)
        self.field.setReadOnly(fixed)
        self.field.setToolTip(self._why_fixed() if fixed else "")
        self._save.setVisible(not fixed)
        self._default.setVisible(state.source is AddressSource.SETTINGS)
        self._source.tell(self._told_source(state))
        self._message.clear()
        mark_wrong(self.field, wrong=state.refused is not None)
        if state.refused is not None:
            self._message.say("danger", explain(state.refused).plain)
        self._offer()

    def _told_source(self, state: AddressState) -> str:
        if state.source is AddressSource.ENVIRONMENT:
            if self._is_demo:
                return self.tr("The demo answers here, on this computer.")
            return wording.filled(self.tr("Set by %1"), self._provider.address_variable)
        if state.source is AddressSource.SETTINGS:
            return wording.filled(self.tr("Changed from %1. Your key goes to this address."), state.default)
        return self.tr(
            "The default. Change it only for a proxy or a test server: your key goes to this address. "
            "Secure addresses only, except on this computer."
        )

    def _why_fixed(self) -> str:
        if self._is_demo:
            return self.tr("The demo uses its own address.")
        why = self.tr(
            "The environment variable %1 names this address and wins over Settings. Unset it to change it here."
        )
        return wording.filled(why, self._provider.address_variable)
