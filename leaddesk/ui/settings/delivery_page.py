"""How bought records reach this computer: the receiver of webhooks, the way to it, and a test from end to end."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent
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
from leaddesk.ui.settings import delivery_words
from leaddesk.ui.settings.saved_field import SavedField
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Icon, Words

_TESTING, _READING, _SHOWING = "testing", "reading", "showing"
_SHOWN_FOR = 60_000
"""Milliseconds; the address lets in whoever knows it."""


class DeliveryPage(SettingsPage):
    """The steps in the order in which they are taken."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self.tr("Delivery"), "delivery-settings")
        self._receive = desk.actions.purchases().receive_deliveries
        self._background = Background(self, desk.notices)
        self._state: ReceiverState | None = None
        self._is_demo = desk.is_demo
        if desk.is_demo:
            demo = Message("delivery-demo-message")
            self.add_wide(demo)
            demo.say(
                "info",
                self.tr(
                    "This is the demo: all of this is set up already. Its secret is kept in memory, and nothing leaves "
                    "this computer."
                ),
            )
        self.add_wide(
            hint(
                self.tr(
                    "Bought records reach you in one of two ways. By polling, LeadDesk asks ReachStream for them: that "
                    "needs nothing here. By webhook, ReachStream sends them to this computer when they are ready: that "
                    "needs the receiver and the three steps below."
                )
            )
        )
        self._on = QCheckBox(self.tr("Receive webhooks while LeadDesk runs"))
        self._on.setObjectName("receiver-on")
        self._icon = Icon("webhook", "muted")
        self._words = Words(name="receiver-state", wrap=True)
        self._words.be_a_stop()
        self._facts = Words(name="receiver-facts", size=theme.CAPTION, muted=True, wrap=True)
        self._facts.be_a_stop()
        self._trouble = Message("receiver-message")
        state = line(self._icon, self._words, stretch=1)
        self.add_row(self.tr("Receiver"), column(self._on, state, self._facts, self._trouble))
        self._port = SavedField(
            self,
            self._background,
            name="receiver-port",
            label=self.tr("Port"),
            save=self._set_port,
            about=self.tr("The door of the receiver. Only this computer itself can reach it."),
        )
        self.add_line()
        self._tunnel = Words(name="receiver-tunnel", wrap=True)
        self._tunnel.be_a_stop()
        self.add_row(self.tr("1. Tunnel"), self._tunnel)
        self._address = SavedField(
            self,
            self._background,
            name="receiver-address",
            label=self.tr("2. Its address"),
            save=lambda typed: self._receive.set_public_address(address=typed),
            placeholder="https://leads.example.com",
            about=self.tr("That the tunnel shows when it has started; it begins with https://."),
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
        self._paste.be_a_stop()
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
        self._paste_message = Message("receiver-paste-message")
        self.add_row(self.tr("3. Account"), column(self._paste, buttons, about, self._paste_message, self._question))
        self._secret = SavedField(
            self,
            self._background,
            name="receiver-secret",
            label=self.tr("Secret"),
            save=lambda typed: self._receive.store_secret(typed=typed),
            placeholder=self.tr("Paste the webhook secret that ReachStream made"),
            about=self.tr("Kept in your keychain only. A new one replaces it; the one before is accepted for 7 days."),
            is_secret=True,
        )
        self._secret_state = hint("")
        self._secret_state.setObjectName("receiver-secret-state")
        self._remove = Button(self.tr("Remove"), name="receiver-secret-remove", look="link")
        self._secret_state.be_a_stop()
        self._secret_message = Message("receiver-secret-trouble")
        self.add_row("", column(line(self._secret_state, self._remove, stretch=0), self._secret_message))
        self._show.clicked.connect(self._show_or_hide)
        self._copy.clicked.connect(lambda: self._ask_for_address(self._copy_address))
        self._new_path.clicked.connect(self._ask_for_new_path)
        self._no.clicked.connect(self.take_back_question)
        self._yes.clicked.connect(self._draw_path)
        self._remove.clicked.connect(self._remove_secret)

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
        self._inbox_state.be_a_stop()
        self.add_row("", self._inbox_state)

    def refresh(self) -> None:
        self._background.run(self._receive.state(), self._came, self._unreadable, replacing=_READING)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is secret does not wait for whoever comes back."""
        super().hideEvent(event)
        self._background.cancel(_SHOWING)
        if self._hiding.isActive():
            self._hide_address()

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
        self._trouble.clear()
        if on:
            self._words.tell(self.tr("Starting…"))
        # One after the other: a start that is cut off would leave its process behind. What failed, the state tells.
        self._background.run(self._receive.switch(on=on), self._came, lambda _: self.refresh())

    def _remove_secret(self) -> None:
        self._secret_message.clear()
        self._remove.setEnabled(False)
        self._background.run(
            self._receive.remove_secret(),
            self._secret_removed,
            lambda error: self._secret_message.say("danger", explain(error).plain),
            lambda: self._remove.setEnabled(True),
        )

    def _secret_removed(self, state: ReceiverState) -> None:
        self._secret.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._secret_message.say("success", self.tr("The secret is removed. Webhooks are turned away from now on."))
        self._came(state)

    def _run_test(self) -> None:
        self._result.say("info", self.tr("A test is on its way…"))
        self.bring_into_view(self._result)
        self._background.run(
            self._receive.test(),
            self._passed,
            self._not_passed,
            replacing=_TESTING,
        )

    def _passed(self, state: ReceiverState) -> None:
        host = _paste_base(state)
        told = wording.filled(self.tr("A test came through %1 and arrived. Purchases can be delivered."), host)
        self._came(state)
        self._result.say("success", told)
        self.bring_into_view(self._result)

    def _not_passed(self, error: LeadDeskError) -> None:
        self._result.say("danger", explain(error).plain)
        self.bring_into_view(self._result)

    # -- the address to paste

    def _ask_for_address(self, then: Callable[[Secret | None], None]) -> None:
        self._paste_message.clear()
        self._background.run(self._receive.address_to_paste(), then, self._not_shown, replacing=_SHOWING)

    def _not_shown(self, error: LeadDeskError) -> None:
        self._paste_message.say("danger", explain(error).plain)

    def _show_or_hide(self) -> None:
        if self._hiding.isActive():
            self._hide_address()
        else:
            self._ask_for_address(self._show_address)

    def _show_address(self, address: Secret | None) -> None:
        if address is not None and self.isVisible():
            self._paste.setText(address.reveal())
            self._show.setText(self.tr("Hide"))
            self._hiding.start()

    def _copy_address(self, address: Secret | None) -> None:
        if address is not None:
            QGuiApplication.clipboard().setText(address.reveal())
            self._paste_message.say(
                "success", self.tr("The address is copied. Paste it into your ReachStream account.")
            )

    def _hide_address(self) -> None:
        self._hiding.stop()
        self._show.setText(self.tr("Show"))
        base = _paste_base(self._state) if self._state is not None else ""
        hidden, missing = f"{base}/••••••••", self.tr("First save the address of your tunnel above.")
        self._paste.setText(hidden if base else missing)
        for button in (self._show, self._copy, self._new_path):
            button.setEnabled(bool(base))

    def _ask_for_new_path(self) -> None:
        self._paste_message.clear()
        ask = self.tr(
            "Make a new secret address? The one that is in your ReachStream account will not be let in any more: "
            "deliveries are turned away until you paste the new one there."
        )
        self._question.say("danger", ask, self._no, self._yes)
        self._no.setFocus(Qt.FocusReason.OtherFocusReason)
        self.bring_into_view(self._yes)

    def _draw_path(self) -> None:
        self._question.clear()
        self._new_path.setFocus(Qt.FocusReason.OtherFocusReason)
        self._background.run(self._receive.new_path(), self._path_drawn, self._not_shown)

    def _path_drawn(self, state: ReceiverState) -> None:
        self._hide_address()
        self._came(state)
        told = self.tr("There is a new address. Copy it and paste it into your ReachStream account.")
        self._paste_message.say("success", told)

    # -- how things stand

    def _changed(self, changes: Changes) -> None:
        if changes.receiver and self.isVisible():
            self.refresh()

    def _came(self, state: ReceiverState) -> None:
        moved = self._state is not None and _paste_base(self._state) != _paste_base(state)
        self._state = state
        self._on.setChecked(state.is_on)
        self._tell_receiver(state)
        self._port.show_kept(str(state.port))
        self._address.show_kept(state.public_address)
        self._inbox.show_kept(state.inbox_address)
        told = self.tr(
            "Start a tunnel: a program that leads from the internet to this computer. In a terminal, with cloudflared:"
            "\n%1\nor with ngrok:\n%2\nA reverse proxy of your own works too: let it pass requests on to port %3."
        )
        here = f"http://127.0.0.1:{state.port}"
        commands = f"cloudflared tunnel --url {here}", f"ngrok http {state.port}"
        self._tunnel.setText(wording.filled(told, *commands, str(state.port)))
        if moved or not self._hiding.isActive():
            self._hide_address()
        self._secret_state.setText(delivery_words.secret_words(state, is_demo=self._is_demo))
        self._remove.setVisible(state.secret_ending is not None)
        self._inbox_state.setText(delivery_words.inbox_words(state))
        self._inbox_state.setVisible(bool(self._inbox_state.text()))
        self._tell_test(state)

    def _tell_test(self, state: ReceiverState) -> None:
        """What a test found is over when anything was changed since."""
        if self._background.is_running(_TESTING):
            return
        if state.test_trouble is not None:
            self._result.say("danger", explain(state.test_trouble).plain)
        elif state.tested_at is None:
            self._result.clear()

    def _tell_receiver(self, state: ReceiverState) -> None:
        self._facts.setText(self._fact_words(state))
        self._facts.setVisible(bool(self._facts.text()))
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
        self._words.tell(wording.filled(self.tr("Listening on this computer, port %1"), str(state.port)))

    def _fact_words(self, state: ReceiverState) -> str:
        """What changes by itself; a screen reader is not told."""
        told = []
        if state.tested_at is not None:
            told.append(wording.filled(self.tr("Tested %1."), wording.age(state.tested_at)))
        refused = sum(state.refused.values())
        if state.is_listening and refused:
            told.append(self.tr("%Ln {request was|requests were} turned away since it runs.", "", refused))
        return " ".join(told)

    def _unreadable(self, error: LeadDeskError) -> None:
        self._words.tell(explain(error).title)
        self._icon.show_icon("warning", "warning")
        self._trouble.say("warning", explain(error).advice)


def _paste_base(state: ReceiverState) -> str:
    """What the address to paste begins with; empty where there is none."""
    return state.public_address or state.inbox_address
