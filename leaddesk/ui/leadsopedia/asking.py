"""What the page knows of Leadsopedia, and what it asks for: the lists, the credits, the account, the month's calls."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leaddesk.actions.ask_leadsopedia import CREDITS
from leaddesk.actions.connect_provider import KeyKind, KeyState
from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError, NoKeychain
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.urgency import Urgency
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leadsopedia.known import Known, what_is_kept

LISTS = "lists"
_KEPT, _MONTH, _KEY = "kept", "month", "key"


class Asking(QObject):
    """Every answer is kept by the actions; ``changed`` says that something is known anew."""

    changed = Signal()
    """``known``, ``has_key`` or ``error`` may be another."""
    month_changed = Signal()
    asking_changed = Signal(str, bool)
    """LISTS, or what is read of the account; whether it is being asked for."""
    answered = Signal(str)
    """Leadsopedia answered well: the words for the status bar."""
    troubled = Signal(str)
    """It did not."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._ask = desk, desk.actions.ask_leadsopedia
        self._background = Background(self, desk.notices)
        self.known = Known()
        self.is_known = False
        """Whether ``known`` was read from the disk."""
        self.has_key = True
        """Until the keychain says that there is none."""
        self.error: LeadDeskError | None = None
        """What kept the lists from being read."""
        self.month: MonthState | None = None
        self._is_new_key = False
        self.destroyed.connect(desk.announcer.subscribe(self._heed))

    def begin(self) -> None:
        """Look what is kept, and whether there is a key."""
        self._gather()
        self._look_for_key()
        self.look_at_month()

    def is_asking(self, what: str) -> bool:
        return self._background.is_running(what)

    def read_lists(self, urgency: Urgency = Urgency.CLICK) -> None:
        """A call for each hundred of them."""
        if self.is_asking(LISTS):
            return
        self.error = None
        ticket = self._desk.running.begin(self.tr("Reading the lists"))

        def failed(error: LeadDeskError) -> None:
            self.error = error
            self._failed(error, LISTS)

        def ended() -> None:
            self._desk.running.end(ticket)
            self.asking_changed.emit(LISTS, False)

        work = self._ask.read_lists(urgency=urgency)
        self._background.run(work, lambda _: self._succeeded(LISTS), failed, ended, LISTS)
        self.asking_changed.emit(LISTS, True)

    def read_facts(self, what: str, urgency: Urgency = Urgency.CLICK) -> None:
        """ACCOUNT_FACTS, CREDITS or USAGE: one call."""
        if self.is_asking(what):
            return
        self._background.run(
            self._ask.read(what, urgency=urgency),
            lambda _: self._succeeded(what),
            lambda error: self._failed(error, what),
            lambda: self.asking_changed.emit(what, False),
            what,
        )
        self.asking_changed.emit(what, True)

    def look_at_month(self) -> None:
        """Another LeadDesk may be making calls too, so it is looked up each time."""

        def found(month: MonthState) -> None:
            if month != self.month:
                self.month = month
                self.month_changed.emit()

        self._background.run(self._ask.month(), found, lambda _: None, replacing=_MONTH)

    def _heed(self, changes: Changes) -> None:
        here = LEADSOPEDIA.id
        if here in changes.lists | changes.account:
            self._gather()
        if here in changes.keys | changes.addresses:
            self._desk.notices.solved(here)
            self.error = None
            # What is kept may be another account's: the lists and the balance of this one are asked for.
            self._is_new_key = here in changes.keys and not self._desk.is_demo
            self._look_for_key()
        elif here in changes.answered:
            self._desk.notices.connected(here)

    def _gather(self) -> None:
        def found(known: Known) -> None:
            is_first, self.known, self.is_known = not self.is_known, known, True
            self.changed.emit()
            if is_first:
                self._ask_first()

        def failed(error: LeadDeskError) -> None:
            self.error = error
            self._desk.notices.problem(error)
            self.changed.emit()

        self._background.run(what_is_kept(self._ask), found, failed, replacing=_KEPT)

    def _look_for_key(self) -> None:
        """A keychain that cannot be asked is told when its key is needed."""

        def found(state: KeyState) -> None:
            self.has_key = state.kind is not KeyKind.NONE or self._desk.is_demo
            self.changed.emit()
            is_new, self._is_new_key = self._is_new_key, False
            if is_new and self.has_key:
                self._ask_for_account()
            else:
                self._ask_first()

        def failed(error: LeadDeskError) -> None:
            if isinstance(error, NoKeychain):  # so there is no key in it either
                self.has_key = False
                self.changed.emit()

        ask = self._desk.actions.connect_provider.key_state(provider=LEADSOPEDIA.id)
        self._background.run(ask, found, failed, replacing=_KEY)

    def _ask_first(self) -> None:
        """Who has a key and has never read anything sees the lists and the credits without asking; nobody else."""
        if self.is_known and self.has_key and self.known.is_nothing and not self.is_asking(_KEY):
            self._ask_for_account()

    def _ask_for_account(self) -> None:
        self.read_lists(Urgency.BACKGROUND)
        self.read_facts(CREDITS, Urgency.BACKGROUND)

    def _succeeded(self, task: str) -> None:
        self._desk.notices.solved(LEADSOPEDIA.id, task)
        self.answered.emit(self.tr("Leadsopedia connected"))

    def _failed(self, error: LeadDeskError, task: str) -> None:
        self.troubled.emit(explain(error).title)
        self._desk.notices.problem(error, task)
