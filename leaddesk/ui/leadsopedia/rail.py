"""The rail: the lists of contacts, and what belongs to the account."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QSize, QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from leaddesk.domain.lists import KeptList
from leaddesk.ui import theme
from leaddesk.ui.commands import Cost
from leaddesk.ui.leadsopedia.texts import AccountTexts, ContactTexts
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.lists.list_rail import ListRail

_NARROWEST_LETTERS = 22
_FEWEST_ROWS = 2
_PAGE = 100
"""Lists in a page of the list of lists (providers.md)."""


class LeadsopediaRail(QWidget):
    """Two lists below each other, of which one entry is chosen."""

    chosen = Signal(object)
    """The KeptList that is to be shown now; None for none."""
    refresh_wanted = Signal()
    """The lists are to be asked for again."""

    def __init__(self, contact_texts: ContactTexts, account_texts: AccountTexts) -> None:
        super().__init__()
        self.setObjectName("leadsopedia-rail")
        self._is_asking = False
        self.lists = _AsHighAsItsRows("leadsopedia-lists", contact_texts, title=self.tr("Lists"))
        self.account = _AsHighAsItsRows("leadsopedia-account-entries", account_texts, title=self.tr("Account"))
        self.refresh_button = Button("", name="leadsopedia-refresh", icon="refresh", calls=1, look="quiet")
        self.refresh_button.clicked.connect(self.refresh_wanted)
        self._note = Words(name="leadsopedia-lists-note", size=theme.CAPTION, muted=True, wrap=True)
        self.lists.chosen.connect(lambda kept: self._chosen(kept, self.account))
        self.account.chosen.connect(lambda kept: self._chosen(kept, self.lists))
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 0)
        head.addWidget(Words(self.tr("Lists"), weight=600, muted=True), 1)
        head.addWidget(self.refresh_button)
        below = QHBoxLayout()
        below.setContentsMargins(16, 4, 12, 4)
        below.addWidget(self._note)
        second = QHBoxLayout()
        second.setContentsMargins(16, 8, 8, 2)
        second.addWidget(Words(self.tr("Account"), weight=600, muted=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 8)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.lists, 1000)
        column.addLayout(second)
        column.addWidget(self.account)
        column.addStretch(1)
        column.addLayout(below)  # at the end: what comes and goes must not move the lists
        self.tell_refresh(asking=False)

    @property
    def kept(self) -> KeptList | None:
        """The entry that is chosen."""
        return self.lists.chosen_list or self.account.chosen_list

    def show_lists(self, lists: Sequence[KeptList]) -> None:
        self.lists.show_lists(lists)
        self.lists.fit()
        self.tell_refresh(asking=self._is_asking)

    def show_account(self, entries: Sequence[KeptList]) -> None:
        self.account.show_lists(entries)
        self.account.fit()

    def show_again(self, kept: KeptList) -> None:
        """One of them is another now."""
        for entries in (self.lists, self.account):
            if any(known.id == kept.id for known in entries.lists):
                entries.show_lists([kept if known.id == kept.id else known for known in entries.lists])

    def tell_reading(self, ids: Collection[int]) -> None:
        self.lists.tell_reading(ids)
        self.account.tell_reading(ids)

    def tell_refresh(self, *, asking: bool) -> None:
        """Whether the lists are being asked for; the button says how many calls that takes."""
        self._is_asking = asking
        calls = max(1, -(-len(self.lists.lists) // _PAGE))
        self.refresh_button.set_cost(Cost.NONE, calls)
        self.refresh_button.setEnabled(not asking)
        words = self.tr("Ask for the lists again (%Ln {call|calls})", "", calls)
        self.refresh_button.setAccessibleName(words)
        self.refresh_button.setToolTip(words)
        self._tell_note()

    def _tell_note(self) -> None:
        words = self.tr("Asking for the lists…") if self._is_asking else ""
        self._note.setText(words)
        self._note.setVisible(bool(words))

    def minimumSizeHint(self) -> QSize:
        letters = QFontMetrics(theme.font()).averageCharWidth() * _NARROWEST_LETTERS
        return QSize(letters, super().minimumSizeHint().height())

    def _chosen(self, kept: KeptList | None, other: ListRail) -> None:
        if kept is not None:
            other.choose(None)
        self.chosen.emit(self.kept)


class _AsHighAsItsRows(ListRail):
    """So that the second one stands right below the first; where there is less room it scrolls."""

    def __init__(self, name: str, texts: ContactTexts, *, title: str) -> None:
        super().__init__(name, texts, title=title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def fit(self) -> None:
        row = self.sizeHintForRow(0) if self.lists else 0
        self.setMaximumHeight(row * len(self.lists))
        self.setMinimumHeight(row * min(_FEWEST_ROWS, len(self.lists)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            QTimer.singleShot(0, self, self.fit)
