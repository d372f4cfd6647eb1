"""How bought records reach this computer: the receiver of webhooks, the way to it, and a test from end to end."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.receiver import ReceiverState
from leaddesk.domain.secret import Secret
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.settings.saved_field import SavedField
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

_TESTING, _SWITCHING, _READING, _SHOWING = "testing", "switching", "reading", "showing"
_SHOWN_FOR = 60_000
"""Milliseconds; the address lets in whoever knows it."""


class DeliveryPage(SettingsPage):
    """The steps in the order in which they are taken."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Delivery"), "delivery-settings")
        self._receive = desk.actions.purchases().receive_deliveries
        self._background = Background(self, desk.notices)
        self._state: ReceiverState | None = None
        self.add_wide(
            hint(
                self.tr(
                    "Bought records are collected by polling, or ReachStream sends them: by webhook. Polling needs "
                    "nothing here. A webhook needs a way to this computer."
                )
            )
        )
        self._on = QCheckBox(self.tr("Receive webhooks while LeadDesk runs"))
        self._on.setObjectName("receiver-on")
        self._icon = Icon("webhook", "muted")
        self._words = Words(name="receiver-state", wrap=True)
        self._words.be_a_stop()
        self._trouble = Message("receiver-message")
        state = line(self._icon, self._words, stretch=1)
        self.add_row(self.tr("Receiver"), column(self._on, state, self._trouble))
        self._port = SavedField(
            self,
            self._background,
            name="receiver-port",
            label=self.tr("Port"),
            save=self._set_port,
            about=self.tr("Only this computer itself can reach it; a tunnel leads to it."),
        )
        self.add_line()
        self._tunnel = Words(name="receiver-tunnel", wrap=True)
        self._tunnel.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.add_row(self.tr("1. Tunnel"), self._tunnel)
        self._address = SavedField(
            self,
            self._background,
            name="receiver-address",
            label=self.tr("2. Its address"),
            save=lambda typed: self._receive.set_public_address(address=typed),
            placeholder="https://leads.example.com",
            about=self.tr("The public address that your tunnel or proxy shows."),
        )
        self._add_account()
        self.add_line()
        self._test = Button(self.tr("Test delivery"), name="receiver-test", cost=Cost.FREE)
        self._result = Message("receiver-test-result")
        asks = hint(self.tr("Sends a small test through the public address and waits until it arrives here."))
        self.add_row(self.tr("Test"), column(line(self._test), asks))
        self.add_wide(self._result)
        self.add_line()
        self._add_inbox()
        self.add_rest()
        self._hiding = QTimer(self)
        self._hiding.setSingleShot(True)
        self._hiding.setInterval(_SHOWN_FOR)
        self._hiding.timeout.connect(self._hide_address)
        self._on.clicked.connect(self._switch)
        self._test.clicked.connect(self._run_test)
        self.destroyed.connect(desk.announcer.subscribe(self._changed))

    def _add_account(self) -> None:
        """What goes into the ReachStream account, and what comes from it."""
        self._paste = Words(name="receiver-paste", size=theme.BODY, wrap=True)
        self._paste.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._show = Button(self.tr("Show"), name="receiver-paste-show")
        self._copy = Button(self.tr("Copy"), name="receiver-paste-copy", icon="copy")
        self._new_path = Button(self.tr("Make a new one…"), name="receiver-path-new", look="link")
        self._no = Button(self.tr("Cancel"), name="receiver-path-cancel")
        self._yes = Button(self.tr("Make a new address"), name="receiver-path-confirm", look="danger")
        self._question = Message("receiver-path-question", self._no, self._yes)
        about = hint(
            self.tr(
                "Paste it into your ReachStream account, under Webhook, and set the webhook to active. Whoever knows "
                "this address can deliver, so treat it as a password."
            )
        )
        buttons = line(self._show, self._copy, self._new_path)
        self.add_row(self.tr("3. Account"), column(self._paste, buttons, about, self._question))
        self._secret = SavedField(
            self,
            self._background,
            name="receiver-secret",
            label=self.tr("Secret"),
            save=lambda typed: self._receive.store_secret(typed=typed),
            placeholder=self.tr("Paste the webhook secret that ReachStream made"),
            is_secret=True,
        )
        self._secret_state = hint("")
        self._secret_state.setObjectName("receiver-secret-state")
        self._remove = Button(self.tr("Remove"), name="receiver-secret-remove", look="link")
        self.add_row("", line(self._secret_state, self._remove, stretch=0))
        self._show.clicked.connect(lambda: self._ask_for_address(self._show_address))
        self._copy.clicked.connect(lambda: self._ask_for_address(self._copy_address))
        self._new_path.clicked.connect(self._ask_for_new_path)
        self._no.clicked.connect(self.take_back_question)
        self._yes.clicked.connect(self._draw_path)
        self._remove.clicked.connect(lambda: self._run(self._receive.remove_secret()))

    def _add_inbox(self) -> None:
        """A receiver on a server that is always on."""
        self.add_wide(
            hint(
                self.tr(
                    "Instead of a tunnel: “leaddesk inbox” on a server that is always on keeps what arrives, and "
                    "LeadDesk collects it from there."
                )
            )
        )
        self._inbox = SavedField(
            self,
            self._background,
            name="inbox-address",
            label=self.tr("Inbox"),
            save=lambda typed: self._receive.set_inbox(address=typed, key=None),
            placeholder="https://inbox.example.com",
        )
        self._inbox_key = SavedField(
            self,
            self._background,
            name="inbox-key",
            label=self.tr("Its key"),
            save=self._set_inbox_key,
            placeholder=self.tr("The key that the inbox was started with"),
            is_secret=True,
        )
        self._inbox_state = hint("")
        self._inbox_state.setObjectName("inbox-state")
        self.add_row("", self._inbox_state)

    def refresh(self) -> None:
        self._background.run(self._receive.state(), self._came, self._unreadable, replacing=_READING)

    def focus_first(self) -> None:
        self._on.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back_question(self) -> bool:
        """Close an open question, as Esc does before it closes the dialog; False if there is none."""
        if self._question.isHidden():
            return False
        self._question.clear()
        self._new_path.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # -- what is changed

    async def _set_port(self, typed: str) -> None:
        if not typed.isdecimal() or not 1024 <= int(typed) <= 65_535:
            raise ValueError(self.tr("A port is a number from 1024 to 65535."))
        await self._receive.set_port(port=int(typed))

    async def _set_inbox_key(self, typed: str) -> None:
        address = self._state.inbox_address if self._state is not None else ""
        if not address:
            raise ValueError(self.tr("Save the inbox’s address first."))
        await self._receive.set_inbox(address=address, key=typed)

    def _switch(self, on: bool) -> None:
        self._run(self._receive.switch(on=on))

    def _run(self, work: object) -> None:
        self._trouble.clear()
        self._background.run(work, self._came, self._failed, self.refresh, replacing=_SWITCHING)  # type: ignore[arg-type]

    def _run_test(self) -> None:
        self._result.say("info", self.tr("A test is on its way…"))
        self._test.setEnabled(False)
        self._background.run(
            self._receive.test(),
            self._passed,
            lambda error: self._result.say("danger", explain(error).plain),
            lambda: self._test.setEnabled(True),
            replacing=_TESTING,
        )

    def _passed(self, state: ReceiverState) -> None:
        host = state.public_address or state.inbox_address
        told = wording.filled(self.tr("A test came through %1 and arrived. Purchases can be delivered."), host)
        self._result.say("success", told)
        self._came(state)

    # -- the address to paste

    def _ask_for_address(self, then: object) -> None:
        self._background.run(self._receive.address_to_paste(), then, self._failed, replacing=_SHOWING)  # type: ignore[arg-type]

    def _show_address(self, address: Secret | None) -> None:
        if address is not None:
            self._paste.setText(address.reveal())
            self._hiding.start()

    def _copy_address(self, address: Secret | None) -> None:
        if address is not None:
            QGuiApplication.clipboard().setText(address.reveal())
            self._copy.setText(self.tr("Copied"))

    def _hide_address(self) -> None:
        state = self._state
        self._copy.setText(self.tr("Copy"))
        base = (state.public_address or state.inbox_address) if state is not None else ""
        self._paste.setText(f"{base}/••••••••" if base else self.tr("First save the address of your tunnel above."))
        for button in (self._show, self._copy, self._new_path):
            button.setEnabled(bool(base))

    def _ask_for_new_path(self) -> None:
        ask = self.tr("The address that is in your ReachStream account will not be let in any more. Paste the new one.")
        self._question.say("danger", ask, self._no, self._yes)
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)

    def _draw_path(self) -> None:
        self._question.clear()
        self._run(self._receive.new_path())

    # -- how things stand

    def _changed(self, changes: Changes) -> None:
        if changes.receiver and self.isVisible():
            self.refresh()

    def _came(self, state: ReceiverState) -> None:
        self._state = state
        self._on.setChecked(state.is_on)
        self._tell_receiver(state)
        self._port.show_kept(str(state.port))
        self._address.show_kept(state.public_address)
        self._inbox.show_kept(state.inbox_address)
        told = self.tr("Start a tunnel to this computer, such as: cloudflared tunnel --url %1, or: ngrok http %2")
        self._tunnel.setText(wording.filled(told, f"http://127.0.0.1:{state.port}", str(state.port)))
        if not self._hiding.isActive():
            self._hide_address()
        self._secret_state.setText(self._secret_words(state))
        self._remove.setVisible(state.secret_ending is not None)
        self._inbox_state.setText(self._inbox_words(state))
        self._test.setEnabled(not self._background.is_running(_TESTING))

    def _tell_receiver(self, state: ReceiverState) -> None:
        if state.trouble is not None:
            self._icon.show_icon("warning", "warning")
            self._words.tell(self.tr("It does not listen"))
            self._trouble.say("warning", explain(state.trouble).plain)
            return
        self._trouble.clear()
        if not state.is_listening:
            self._icon.show_icon("webhook", "muted")
            self._words.tell(self.tr("Starting…") if state.is_on else self.tr("Not running"))
            return
        self._icon.show_icon("check", "success")
        listening = wording.filled(self.tr("Listening on this computer, port %1"), str(state.port))
        if state.tested_at is not None:
            listening = f"{listening}. {wording.filled(self.tr('Tested %1'), wording.age(state.tested_at))}"
        refused = sum(state.refused.values())
        if refused:
            listening = f"{listening}. {self.tr('%Ln {request|requests} turned away.', '', refused)}"
        self._words.tell(listening)

    def _secret_words(self, state: ReceiverState) -> str:
        if state.secret_ending is None:
            return self.tr("No secret yet.")
        kept = self.tr("In the system keychain, ends in %1.") if state.secret_ending else self.tr("In the keychain.")
        told = wording.filled(kept, state.secret_ending)
        if state.old_secret_until is not None:
            until = wording.filled(self.tr("The one before is accepted until %1."), wording.day(state.old_secret_until))
            told = f"{told} {until}"
        return told

    def _inbox_words(self, state: ReceiverState) -> str:
        if not state.inbox_address:
            return ""
        if state.inbox_trouble is not None:
            return explain(state.inbox_trouble).plain
        if state.inbox_key_ending is None:
            return self.tr("Its key is missing.")
        if state.collected_at is None:
            return self.tr("Not collected yet.")
        return wording.filled(self.tr("Collected %1."), wording.age(state.collected_at))

    def _failed(self, error: LeadDeskError) -> None:
        self._trouble.say("danger", explain(error).plain)

    def _unreadable(self, error: LeadDeskError) -> None:
        self._words.tell(explain(error).title)
        self._icon.show_icon("warning", "warning")
        self._trouble.say("warning", explain(error).advice)
