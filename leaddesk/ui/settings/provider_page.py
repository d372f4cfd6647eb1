"""One provider's page: its key, a test of it that spends no credits, its address, and how it answers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer

from leaddesk.actions.connect_provider import KeyKind, KeyTested
from leaddesk.domain.call_budget import CALLS_A_MONTH, SECONDS_BETWEEN_CALLS
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError, NoListToAsk
from leaddesk.domain.providers import LEADSOPEDIA, REACTIN, Provider
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.settings.address_rows import AddressRows
from leaddesk.ui.settings.dialect_rows import DialectRows
from leaddesk.ui.settings.key_rows import KeyRows
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line
from leaddesk.ui.widgets.buttons import Button

_TESTING = "testing"


class ProviderPage(SettingsPage):
    """The same for all three providers."""

    def __init__(self, desk: Desk, provider: Provider) -> None:
        super().__init__(provider.title, f"{provider.id}-settings")
        self._provider, self._connect = provider, desk.actions.connect_provider
        self._is_demo, self._queues = desk.is_demo, desk.queues
        self._background = Background(self, desk.notices)
        if desk.is_demo:
            demo = Message(f"{provider.id}-demo-message")
            self.add_wide(demo)
            told = self.tr("This is the demo: its key is made up and kept in memory, and nothing leaves this computer.")
            demo.say("info", told)
        self._key = KeyRows(self, provider, self._connect, self._background, is_demo=desk.is_demo)
        cost, calls = (Cost.NONE, 1) if provider == LEADSOPEDIA else (Cost.FREE, 0)
        self._test = Button(self.tr("Test"), name=f"{provider.id}-key-test", cost=cost, calls=calls)
        self._result = Message(f"{provider.id}-test-result")
        self.add_row(self.tr("Test"), column(line(self._test), hint(self._what_is_asked())))
        self.add_wide(self._result)
        self.add_line()
        self._address = AddressRows(self, provider, self._connect, is_demo=desk.is_demo)
        self.add_line()
        self._dialects = DialectRows(self, provider, self._connect)
        self.add_rest()
        self._clock = QTimer(self)
        self._clock.setInterval(250)
        self._clock.timeout.connect(self._show_wait)
        self._test.clicked.connect(self._run_test)
        self._key.changed.connect(self._offer_test)
        self.destroyed.connect(desk.announcer.subscribe(self._heed))
        self._offer_test()

    def refresh(self) -> None:
        if not self._background.is_running(_TESTING):
            self._result.clear()
        self._address.show_state()
        self._dialects.show_known()
        self._key.read()

    def focus_first(self) -> None:
        self._key.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_back_question(self) -> bool:
        """Close an open question, as Esc does before it closes the dialog; False if there is none."""
        return self._key.take_back_question() or self._address.take_back_question()

    def _heed(self, changes: Changes) -> None:
        # What the test said was about another key or another address.
        if self._provider.id in changes.keys | changes.addresses:
            self._background.cancel(_TESTING)
            self._result.clear()
        # Whatever was asked, its answer may have taught something. A hidden page is refreshed when it is shown.
        if self.isVisible():
            self._dialects.show_known()

    def _what_is_asked(self) -> str:
        if self._provider == LEADSOPEDIA:
            asks = self.tr("Asks for your credits: 1 call of this month’s %1.")
            return wording.filled(asks, wording.number(CALLS_A_MONTH))
        if self._provider == REACTIN:
            return self.tr("Reads the first page of a SmartList.")
        return wording.filled(self.tr("Asks %1 for your credits, free of charge."), self._provider.title)

    def _offer_test(self) -> None:
        no_key = self._key.state is not None and self._key.state.kind is KeyKind.NONE
        self._test.setEnabled(not no_key)
        self._test.setToolTip(self.tr("Save a key first.") if no_key else "")

    def _run_test(self) -> None:
        if self._key.field.text().strip():
            self._result.say("info", self.tr("The new key is not saved yet. Save it first, then test it."))
            return
        self._result.say("info", self._asking())
        testing = self._connect.test(provider=self._provider.id)
        self._background.run(testing, self._passed, self._failed, self._rest, replacing=_TESTING)
        self._clock.start()

    def _asking(self) -> str:
        asking = wording.filled(self.tr("Asking %1…"), self._provider.title)
        if self._provider != LEADSOPEDIA:
            return asking
        apart = self.tr("It takes one call at a time, so this one may have to wait for its turn.")
        if not self._is_demo:  # which is quicker
            apart = self.tr("It takes one call every %1, so this one may have to wait for its turn.")
        return f"{asking} {wording.filled(apart, wording.duration(SECONDS_BETWEEN_CALLS))}"

    def _show_wait(self) -> None:
        """How long until the next call may go; beside the words, which a screen reader would say every second."""
        queue, now = self._queues.state(self._provider.id), time.monotonic()
        wait = max(moment - now for moment in (queue.next_at, queue.resumes_at, now) if moment is not None)
        waits = queue.waiting > 0 and wait >= 1
        self._result.say_aside(wording.filled(self.tr("in %1"), wording.duration(wait)) if waits else "")

    def _rest(self) -> None:
        if not self._background.is_running(_TESTING):
            self._clock.stop()

    def _passed(self, tested: KeyTested) -> None:
        words = self.tr("%1 answered in %2: the key is good.")
        if tested.credits is not None:
            words = self.tr(
                "%1 answered in %2: the key is good, %3 {credit|credits}.", "", wording.plural(tested.credits)
            )
        left = wording.number(tested.credits or 0)
        words = wording.filled(words, self._provider.title, wording.duration(tested.seconds), left)
        self._result.say("success", words, aside=wording.day(datetime.now(UTC)))

    def _failed(self, error: LeadDeskError) -> None:
        kind = "warning" if isinstance(error, NoListToAsk) else "danger"  # of the key nothing is known yet
        self._result.say(kind, explain(error).plain, aside=wording.day(datetime.now(UTC)))
