"""What the rail chooses from: a browser for each kind of list, and the account's own page. One is shown at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.lists import DOWNLOADS
from leaddesk.ui.desk import Desk
from leaddesk.ui.leadsopedia.asking import Asking
from leaddesk.ui.leadsopedia.contacts import ContactsBrowser
from leaddesk.ui.leadsopedia.downloads import DownloadsPage
from leaddesk.ui.leadsopedia.facts_page import FactsPage
from leaddesk.ui.leadsopedia.priced_browser import PricedBrowser
from leaddesk.ui.leadsopedia.texts import ABOUT_ACCOUNT, AccountTexts, ContactTexts
from leaddesk.ui.widgets.scrolled import Shrinking

_CONTACTS = ""


class Pages(Shrinking):
    """Those of the account are built when they are first shown."""

    answered = Signal(str)
    troubled = Signal(str)
    reading_changed = Signal(object)
    """As ``ListBrowser``."""
    too_dear = Signal(object, object, int, bool)
    """The PricedBrowser, and what its own signal of this name says."""

    built = Signal(object)
    """This PricedBrowser stands in the page now."""

    def __init__(self, desk: Desk, asking: Asking, contacts: ContactTexts, account: AccountTexts) -> None:
        super().__init__()
        self._desk, self._asking, self._account_texts = desk, asking, account
        self._pages: dict[str, QWidget] = {}
        """By the ``list_id`` of the account's entries."""
        self._browsers: dict[str, PricedBrowser] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._facts: FactsPage | None = None
        self.downloads: DownloadsPage | None = None
        """None until it was shown."""
        self.contacts = ContactsBrowser(desk, contacts, self._month)
        self._take_in(_CONTACTS, self.contacts, self.contacts)
        self._shown = _CONTACTS

    @property
    def shown(self) -> PricedBrowser | None:
        """The browser that is shown; None for the account's own page."""
        return self._browsers.get(self._shown)

    @property
    def shown_downloads(self) -> DownloadsPage | None:
        return self.downloads if self._shown == DOWNLOADS else None

    @property
    def panes(self) -> list[QWidget]:
        """For F6."""
        return self.shown.panes if self.shown is not None else [self._pages[self._shown]]

    def show_page(self, what: str) -> None:
        """``what``: DOWNLOADS, ACTIVITY, HISTORY, ABOUT_ACCOUNT; empty for the lists of contacts."""
        if what not in self._pages:
            self._build(what)
        self._shown = what
        for name, page in self._pages.items():
            page.setVisible(name == what)

    def running(self) -> set[int]:
        """LeadDesk's ids of the lists that are being read."""
        found: set[int] = set()
        for browser in self._browsers.values():
            found |= browser.readings.running
        return found

    def refresh_offers(self) -> None:
        """What reading costs, or whether it can be paid, is another now."""
        for browser in self._browsers.values():
            browser.refresh_offer()

    def tell_facts(self) -> None:
        """What is known of the account, its ages, and what is being asked for."""
        for what, card in self._facts.cards.items() if self._facts is not None else ():
            card.show_facts(self._asking.known.facts.get(what))
            card.set_reading(reading=self._asking.is_asking(what))

    def _build(self, what: str) -> None:
        if what == ABOUT_ACCOUNT:
            self._facts = FactsPage()
            self._facts.asked.connect(self._asking.read_facts)
            self._take_in(what, self._facts)
            self.tell_facts()
        elif what == DOWNLOADS:
            self.downloads = DownloadsPage(self._desk, self._account_texts, self._month)
            self._take_in(what, self.downloads, self.downloads.browser)
        else:
            browser = PricedBrowser(
                self._desk,
                self._account_texts,
                self._month,
                prefix=what,
                table_name=f"{what}-table",
                export_name=f"{what}-export",
            )
            self._take_in(what, browser, browser)

    def _take_in(self, what: str, page: QWidget, browser: PricedBrowser | None = None) -> None:
        self._pages[what] = page
        self._column.addWidget(page, 1)
        if browser is not None:
            self._browsers[what] = browser
            browser.answered.connect(self.answered)
            browser.troubled.connect(self.troubled)
            browser.reading_changed.connect(self.reading_changed)
            browser.too_dear.connect(lambda *facts: self.too_dear.emit(browser, *facts))
            self.built.emit(browser)

    def _month(self) -> MonthState | None:
        return self._asking.month
