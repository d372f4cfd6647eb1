"""The tab itself: joins the budget of calls, the rail and what is chosen there with what a person can do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leaddesk.actions.ask_leadsopedia import ACCOUNT_FACTS, CREDITS, USAGE
from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.changes import Changes
from leaddesk.domain.lists import ACCOUNT, KeptList
from leaddesk.domain.preferences import DEMO_REAL_WAIT
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.urgency import Urgency
from leaddesk.ui import wording
from leaddesk.ui.desk import Desk
from leaddesk.ui.error_texts import explain
from leaddesk.ui.leadsopedia.asking import LISTS, Asking
from leaddesk.ui.leadsopedia.budget_card import BudgetCard
from leaddesk.ui.leadsopedia.call_words import call_words, calls_words, day_words
from leaddesk.ui.leadsopedia.figures import QueueLine
from leaddesk.ui.leadsopedia.message_place import MessagePlace
from leaddesk.ui.leadsopedia.pages import Pages
from leaddesk.ui.leadsopedia.priced_browser import PricedBrowser
from leaddesk.ui.leadsopedia.rail import LeadsopediaRail
from leaddesk.ui.leadsopedia.texts import AccountTexts, ContactTexts
from leaddesk.ui.tab_order import follow
from leaddesk.ui.tab_page import Undoing
from leaddesk.ui.widgets.lists.chosen_list import last_chosen, remember_chosen
from leaddesk.ui.widgets.lists.list_texts import Told
from leaddesk.ui.widgets.rail_splitter import RailSplitter
from leaddesk.ui.widgets.scrolled import Scrolled, Shrinking
from leaddesk.ui.widgets.table.lead_table import LeadTable

_RAIL = 252
_AGES_AGAIN = 20_000


class LeadsopediaPage(QWidget):
    """Browse the lists and the account, within the calls that a month has."""

    answered = Signal(str)
    """Leadsopedia answered well: the words for the status bar."""
    troubled = Signal(str)
    """It did not."""
    real_wait_wanted = Signal(bool)
    """In the demo: whether it shall keep the real wait between two calls. ``tell_pace`` when it does."""
    settings_wanted = Signal(str)
    """Settings are to be opened at this page, which is the provider's."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.asking = Asking(desk, self)
        self.budget = BudgetCard(is_demo=desk.is_demo)
        self.message = MessagePlace(name="leadsopedia-message", button="leadsopedia-message-action")
        self._build()
        self._connect()
        self._ages = QTimer(self)
        self._ages.setInterval(_AGES_AGAIN)
        self._ages.timeout.connect(self._grow_older)
        self._show_chosen()
        self._tell_queue(LEADSOPEDIA.id)
        self.tell_pace()
        self.destroyed.connect(desk.announcer.subscribe(self._heed))
        self.asking.begin()

    # -- TabPage

    @property
    def panes(self) -> list[QWidget]:
        """For F6: the parts that the keyboard goes through, in order."""
        return [self.rail.lists, self.rail.account, self.budget, *self.pages.panes]

    @property
    def table(self) -> LeadTable | None:
        return self._shown.table if self._shown is not None else None

    @property
    def has_rows(self) -> bool:
        return self._shown is not None and self._shown.has_rows

    @property
    def history(self) -> Undoing | None:
        """Nothing here can be undone yet."""
        return None

    def focus_search(self) -> None:
        if self._shown is not None:
            self._shown.focus_filter()

    def export(self) -> None:
        if self._shown is not None:
            self._shown.export()

    def refresh(self) -> None:
        """Ask again for what is shown: the lists, or what was chosen of the account."""
        kept = self.rail.kept
        if kept is None or kept.organization != ACCOUNT:
            self.read_lists()
        elif self._shown is None:
            for what in (ACCOUNT_FACTS, USAGE):
                self.asking.read_facts(what)
        elif self.can_read:
            self.read()

    @property
    def _shown(self) -> PricedBrowser | None:
        return self.pages.shown

    # -- what else the commands ask for

    @property
    def is_reading(self) -> bool:
        """Whether the chosen list is being read."""
        return self._shown is not None and self._shown.is_reading

    @property
    def can_read(self) -> bool:
        return self._shown is not None and self._shown.kept is not None and not self._shown.is_reading

    @property
    def can_go_on(self) -> bool:
        return self._shown is not None and self._shown.can_go_on

    @property
    def can_look_up(self) -> bool:
        return self._shown is self.contacts and self.contacts.kept is not None

    @property
    def can_save_download(self) -> bool:
        return self.pages.shown_downloads is not None and self.pages.shown_downloads.can_save

    def read(self) -> None:
        """Read the chosen list from its first page."""
        if self._shown is not None:
            self._shown.read(anew=True)

    def go_on(self) -> None:
        """Go on with its reading."""
        if self._shown is not None:
            self._shown.read()

    def pause(self) -> None:
        if self._shown is not None:
            self._shown.pause()

    def cancel(self) -> None:
        if self._shown is not None:
            self._shown.cancel()

    def save_download(self) -> None:
        """The file of the chosen row."""
        if self.pages.shown_downloads is not None:
            self.pages.shown_downloads.save()

    def focus_look_up(self) -> None:
        self.contacts.look_up.focus()

    def show_account(self, what: str) -> None:
        """DOWNLOADS, ACTIVITY, HISTORY or ABOUT_ACCOUNT."""
        entry = next((kept for kept in self.rail.account.lists if kept.list_id == what), None)
        if entry is not None:
            self.rail.account.choose(entry.id)
            self.rail.account.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_lists(self) -> None:
        """A call for each hundred of them."""
        self.asking.read_lists()

    def read_credits(self) -> None:
        """One call."""
        self.asking.read_facts(CREDITS)

    def tell_pace(self) -> None:
        """How far two calls are apart may be another now."""
        self.budget.show_pace(self._desk.actions.read_list.seconds_between(LEADSOPEDIA.id))
        self.budget.show_real_wait(real=self._desk.preferences.get(DEMO_REAL_WAIT))
        self.pages.refresh_offers()

    def _order_tab(self, browser: PricedBrowser) -> None:
        follow(follow(self.budget.queue, self.message), browser.read_button)

    def _heed(self, changes: Changes) -> None:
        if LEADSOPEDIA.id in changes.addresses:  # the demo has started, and its waits are shorter
            self.tell_pace()

    # -- parts

    def _build(self) -> None:
        contacts = ContactTexts(lambda: self.asking.month, self.read)
        account = AccountTexts(lambda: self.asking.month, self.read)
        self.rail = LeadsopediaRail(contacts, account)
        self.rail.show_account(self.asking.known.account)
        self.pages = Pages(self._desk, self.asking, contacts, account)
        self.contacts = self.pages.contacts
        indented = QHBoxLayout()
        indented.setContentsMargins(16, 12, 12, 0)
        indented.addWidget(self.budget)
        work = Shrinking()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(indented)
        column.addWidget(self.message)
        column.addWidget(self.pages, 1)
        splitter = RailSplitter(
            "leadsopedia-splitter", self.rail, Scrolled(work), width=_RAIL, preferences=self._desk.preferences
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)

    def _connect(self) -> None:
        self._order_tab(self.contacts)
        self.pages.built.connect(self._order_tab)
        self.rail.chosen.connect(self._chosen)
        self.rail.refresh_wanted.connect(self.read_lists)
        self.budget.credits_wanted.connect(self.read_credits)
        self.asking.changed.connect(self._tell_known)
        self.asking.month_changed.connect(self._tell_month)
        self.asking.asking_changed.connect(self._tell_asking)
        self.asking.answered.connect(self.answered)
        self.asking.troubled.connect(self.troubled)
        self.budget.real_wait_wanted.connect(self.real_wait_wanted)
        self.contacts.said.connect(self.message.say)
        self.pages.answered.connect(self.answered)
        self.pages.troubled.connect(self.troubled)
        self.pages.reading_changed.connect(self._tell_reading)
        self.pages.too_dear.connect(self._tell_too_dear)
        self._desk.queues.changed.connect(self._tell_queue)

    # -- what is shown

    def _chosen(self, kept: KeptList | None) -> None:
        if kept is not None and kept.organization != ACCOUNT:
            remember_chosen(self._desk.preferences, kept)
        self.message.clear()
        self._show_chosen()

    def _show_chosen(self) -> None:
        kept = self.rail.kept
        what = kept.list_id if kept is not None and kept.organization == ACCOUNT else ""
        self.pages.show_page(what)
        if self._shown is not None and kept is not None and kept.id > 0:
            self._shown.show_list(kept)
        elif self._shown is not None:
            self._shown.show_nothing(self._why_nothing())
        self._desk.commands.refresh()

    def _why_nothing(self) -> Told:
        asking = self.asking
        if not asking.has_key:
            text = self.tr("It goes into the keychain, never into a file.")
            go = partial(self.settings_wanted.emit, LEADSOPEDIA.id)
            return Told("key", self.tr("Add your Leadsopedia key"), text, self.tr("Open Settings"), go)
        if asking.is_asking(LISTS):
            text = self.tr("Leadsopedia takes one call at a time, so this may take a moment.")
            return Told("list", self.tr("Asking for your lists…"), text)
        again = self.tr("Ask for the lists")
        if asking.error is not None:
            words = explain(asking.error)
            return Told("warning", words.title, words.advice, again, self.read_lists, calls=1)
        if asking.known.lists:
            return Told("list", self.tr("Choose a list at the left"))
        if not asking.is_known:
            return Told("list", "")
        text = self.tr("Lists that you make at Leadsopedia are shown here.")
        return Told("list", self.tr("No lists yet"), text, again, self.read_lists, calls=1)

    def _tell_known(self) -> None:
        known = self.asking.known
        self.rail.show_lists(known.lists)
        self.rail.show_account(known.account)
        self.budget.show_credits(known.facts.get(CREDITS))
        self.pages.tell_facts()
        if self.rail.kept is None and known.lists:
            self.rail.lists.choose(last_chosen(self._desk.preferences, known.lists))
        self._show_chosen()
        self._tell_queue(LEADSOPEDIA.id)

    def _tell_month(self) -> None:
        before, month = self.budget.month, self.asking.month
        self.budget.show_month(month)
        if month is not None and (before is None or before.is_used_up != month.is_used_up):
            self.pages.refresh_offers()

    def _tell_asking(self, what: str, asking: bool) -> None:
        if what == LISTS:
            self.rail.tell_refresh(asking=asking)
            self._show_chosen()
        elif what == CREDITS:
            self.budget.set_reading_credits(reading=asking)
        else:
            self.pages.tell_facts()

    def _tell_reading(self, kept: KeptList) -> None:
        self.rail.show_again(kept)
        self.asking.look_at_month()
        self.rail.tell_reading(self.pages.running())

    def _tell_queue(self, provider: str) -> None:
        if provider != LEADSOPEDIA.id:
            return
        state, names = self._desk.queues.state(provider), self.asking.known.names
        lines = [QueueLine(call_words(call, names), call.urgency is Urgency.CLICK) for call in state.calls]
        self.budget.show_queue(state, lines)
        self.asking.look_at_month()

    # -- what is said

    def _tell_too_dear(self, browser: PricedBrowser, price: ReadingPrice, left: int, anew: bool) -> None:
        month = self.asking.month
        if month is None:
            return
        again = day_words(month.until)
        if left == 0:
            title = wording.filled(self.tr("All %1 calls of this month are made."), wording.number(month.limit))
            self.message.say("warning", title, wording.filled(self.tr("Nothing was asked. Read it from %1 on."), again))
            return
        title = wording.filled(
            self.tr("Reading it takes %1, and %2 are left this month."), calls_words(price.calls), wording.number(left)
        )
        advice = wording.filled(self.tr("What is read is kept, and reading goes on from %1."), again)
        button = wording.filled(self.tr("Read as far as it goes (%1)"), calls_words(left))
        self.message.say("warning", title, advice, button, lambda: browser.read_as_far_as_it_goes(anew=anew))

    # -- Qt

    def _grow_older(self) -> None:
        self.budget.refresh()
        self.asking.look_at_month()
        self.pages.tell_facts()
        self.rail.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._ages.start()
        self._grow_older()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._ages.stop()
