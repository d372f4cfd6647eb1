"""One provider's page: its key, a free test of it, its address."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import Qt

from leaddesk.actions.connect_provider import KeyKind, KeyTested
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.providers import Provider
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.commands import Cost
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.settings.address_rows import AddressRows
from leaddesk.ui.settings.key_rows import KeyRows
from leaddesk.ui.settings.settings_page import Message, SettingsPage, column, hint, line
from leaddesk.ui.widgets.buttons import Button

_TESTING = "testing"


class ProviderPage(SettingsPage):
    """The same for all three providers."""

    def __init__(self, desk: Desk, provider: Provider) -> None:
        super().__init__(provider.title, f"{provider.id}-settings")
        self._provider, self._connect = provider, desk.actions.connect_provider
        self._background = Background(self, desk.notices)
        self._can_test = self._connect.can_test(provider=provider.id)
        if desk.is_demo:
            demo = Message(f"{provider.id}-demo-message")
            self.add_wide(demo)
            told = self.tr("This is the demo: its key is made up and kept in memory, and nothing leaves this computer.")
            demo.say("info", told)
        self._key = KeyRows(self, provider, self._connect, self._background, is_demo=desk.is_demo)
        self._test = Button(self.tr("Test"), name=f"{provider.id}-key-test", cost=Cost.FREE)
        self._result = Message(f"{provider.id}-test-result")
        test_line = line(self._test)
        self.add_row(self.tr("Test"), test_line if self._can_test else column(test_line, hint(self._why_no_test())))
        self.add_wide(self._result)
        self.add_line()
        self._address = AddressRows(self, provider, self._connect, is_demo=desk.is_demo)
        self.add_rest()
        self._test.clicked.connect(self._run_test)
        self._key.changed.connect(self._offer_test)
        self.destroyed.connect(desk.announcer.subscribe(self._heed))
        self._offer_test()

    def refresh(self) -> None:
        if not self._background.is_running(_TESTING):
            self._result.clear()
        self._address.show_state()
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

    def _why_no_test(self) -> str:
        later = self.tr("Comes with the %1 tab. You can keep the key and the address here already.")
        return wording.filled(later, self._provider.title)

    def _offer_test(self) -> None:
        no_key = self._key.state is not None and self._key.state.kind is KeyKind.NONE
        self._test.setEnabled(self._can_test and not no_key)
        if not self._can_test:
            self._test.setToolTip(wording.filled(self.tr("Comes with the %1 tab"), self._provider.title))
        elif no_key:
            self._test.setToolTip(self.tr("Save a key first."))
        else:
            self._test.setToolTip(
                wording.filled(self.tr("Asks %1 for your credits, free of charge."), self._provider.title)
            )

    def _run_test(self) -> None:
        if self._key.field.text().strip():
            self._result.say("info", self.tr("The new key is not saved yet. Save it first, then test it."))
            return
        self._result.say("info", wording.filled(self.tr("Asking %1…"), self._provider.title))
        testing = self._connect.test(provider=self._provider.id)
        self._background.run(testing, self._passed, self._failed, replacing=_TESTING)

    def _passed(self, tested: KeyTested) -> None:
        words = self.tr("%1 answered in %2: the key is good, %Ln {credit|credits}.", "", tested.credits.available)
        words = wording.filled(words, self._provider.title, wording.duration(tested.seconds))
        self._result.say("success", words, aside=wording.day(datetime.now(UTC)))

    def _failed(self, error: LeadDeskError) -> None:
        self._result.say("danger", explain(error).plain, aside=wording.day(datetime.now(UTC)))
