"""The left end of the status bar: how the provider of the shown tab stands, and its queue; of My Leads, a comfort; of
Activity, how deliveries come.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from leaddesk.actions.connect_provider import KeyKind, KeyState
from leaddesk.app.receiver_words import ReceiverWords
from leaddesk.domain.changes import Changes
from leaddesk.domain.providers import LEADSOPEDIA, PROVIDERS, REACHSTREAM, REACTIN
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.main_window import MainWindow

_BY_TAB = {f"{provider.id}-tab": provider.id for provider in PROVIDERS}
_LEADS_TAB, _ACTIVITY_TAB = "leads-tab", "activity-tab"
_TITLES = {provider.id: provider.title for provider in PROVIDERS}


@dataclass
class _Standing:
    """What is known of one provider."""

    words: str = ""
    trouble: str = ""
    """Empty while none is known; then ``words`` are empty."""
    has_key: bool = False
    slowed: bool = False
    """Whether it asked for a pause that is not over."""


class Connections(QObject):
    """Hears of answers and troubles from the pages, of queues from the desk."""

    def __init__(self, window: MainWindow, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._desk = window, desk
        self._background = Background(self, desk.notices)
        self._standing = {provider.id: _Standing() for provider in PROVIDERS}
        self._shown = REACHSTREAM.id
        """Empty for a tab of no provider."""
        self._words = ""
        """What is said there."""
        self._receiver = ReceiverWords(desk, self.tell, self)
        self._is_of_receiver = False
        self._is_awake = False
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self.tell)
        desk.queues.changed.connect(self._queue_changed)

    def awake(self) -> None:
        """The slow half of the parts is there."""
        self._is_awake = True
        self._look_at_receiver()
        self.tell()

    def stop(self) -> None:
        self._tick.stop()

    def tab_shown(self, tab: str) -> None:
        self._shown = _BY_TAB.get(tab, "")
        self._words = self.tr("Changes can be undone, also after a restart") if tab == _LEADS_TAB else ""
        self._is_of_receiver = tab == _ACTIVITY_TAB
        if self._shown:
            self._look_for_key(self._shown)
        self._look_at_receiver()
        self.tell()

    def connected(self, provider: str, words: str = "") -> None:
        """It answered well; ``words`` say so."""
        standing = self._standing[provider]
        standing.words = words or wording.filled(self.tr("%1 connected"), _TITLES[provider])
        standing.trouble = ""
        self.tell()

    def troubled(self, provider: str, words: str) -> None:
        self._standing[provider].words, self._standing[provider].trouble = "", words
        self.tell()

    def key_known(self, provider: str, *, kept: bool) -> None:
        self._standing[provider].has_key = kept
        self.tell()

    def changed(self, changes: Changes) -> None:
        """Keys, addresses, and tests that went well; and that My Leads can be written to."""
        if changes.leads:
            self._desk.notices.leads_changed()
        for provider, standing in self._standing.items():
            if provider in changes.keys | changes.addresses:
                standing.words = standing.trouble = ""
            if provider in changes.answered:
                self.connected(provider)
            if provider in changes.keys:
                self._look_for_key(provider)
        if changes.receiver or changes.purchases:
            self._look_at_receiver()
        self.tell()

    def tell(self) -> None:
        """Say it anew."""
        if not self._shown:
            self._tick.stop()
            said = self._receiver.standing if self._is_of_receiver else (self._words, "undo", "muted")
            self._window.tell_connection(*said)
            return
        standing, state = self._standing[self._shown], self._desk.queues.state(self._shown)
        title = _TITLES[self._shown]
        wait = state.resumes_at - time.monotonic() if state.resumes_at is not None else 0
        if wait > 0:
            words = self.tr("%1 asks us to slow down. Going on in %2. Nothing is lost.")
            left = wording.duration(max(1.0, wait))
            self._window.tell_connection(wording.filled(words, title, left), "clock", "warning")
            self._tick.start()
            return
        self._tick.stop()
        if standing.trouble:
            self._window.tell_connection(standing.trouble, "error", "danger")
        elif standing.words:
            self._window.tell_connection(f"{standing.words} · {self._queue_words()}", "check", "success")
        elif state.waiting or state.in_flight:
            self._window.tell_connection(self._queue_words(), "clock", "muted")
        elif self._desk.is_demo and not self._is_awake:
            self._window.tell_connection(self.tr("Starting the demo…"), "clock", "muted")
        elif self._desk.is_demo:
            self._window.tell_connection(self.tr("The demo is ready"), "check", "success")
        elif standing.has_key:
            words = wording.filled(self.tr("%1 key kept, not used yet"), title)
            self._window.tell_connection(words, "key", "muted")
        else:
            self._window.tell_connection(self.tr("Not connected yet"), "info", "muted")

    def _look_at_receiver(self) -> None:
        """Only while somebody sees it: it asks the keychain."""
        if self._is_of_receiver and self._is_awake:
            self._receiver.refresh()

    def _queue_words(self) -> str:
        state = self._desk.queues.state(self._shown)
        if self._shown == REACTIN.id:
            return self.tr("at most 2 requests a second, %Ln waiting", "", state.waiting)
        if self._shown == LEADSOPEDIA.id:
            return self.tr("one call at a time, %Ln waiting", "", state.waiting)
        return self.tr("10 requests a second, %Ln waiting", "", state.waiting)

    def _queue_changed(self, provider: str) -> None:
        standing, slowed = self._standing[provider], self._desk.queues.state(provider).resumes_at is not None
        if standing.slowed and not slowed:
            standing.trouble = ""  # that it should slow down is over
        standing.slowed = slowed
        if provider == self._shown:
            self.tell()

    def _look_for_key(self, provider: str) -> None:
        """A keychain that cannot be asked is told by whoever needs its key."""

        def found(state: KeyState) -> None:
            self.key_known(provider, kept=state.kind is not KeyKind.NONE)

        ask = self._desk.actions.connect_provider.key_state(provider=provider)
        self._background.run(ask, found, lambda _: None, replacing=provider)
