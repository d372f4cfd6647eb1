"""The words about Leadsopedia's lists: of contacts, and of what belongs to the account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.call_budget import MonthState, ReadingPrice
from leaddesk.domain.lists import ACCOUNT, ACTIVITY, DOWNLOADS, HISTORY, KeptList, Reading
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.ui import wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.leadsopedia.call_words import day_words, price_words, told_day
from leaddesk.ui.widgets.lists.list_texts import ListTexts, Told
from leaddesk.ui.widgets.lists.list_times import when

_CONTEXT = "LeadsopediaTexts"

ABOUT_ACCOUNT = "account-and-usage"
"""The ``list_id`` of the rail's entry that is no list: the account's own page."""


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


class ContactTexts(ListTexts):
    """Lists of contacts."""

    cost = Cost.NONE
    tells_rate = False

    def __init__(self, month: Callable[[], MonthState | None], read: Callable[[], object]) -> None:
        """``month`` as it is known now; ``read`` is what the button in the place of rows does."""
        super().__init__(LEADSOPEDIA)
        self._month, self._read = month, read

    def about(self, kept: KeptList) -> str:
        parts = [] if kept.told is None else [self.counted(kept.told)]
        created = told_day(kept.details.get("date_created"))
        if created:
            parts.append(wording.filled(_tr("created %1"), created))
        return ", ".join(parts)

    def counted(self, count: int) -> str:
        return _tr("%Ln {contact|contacts}", count)

    def progress(self, kept: KeptList, reading: Reading, price: ReadingPrice) -> tuple[str, str]:
        """Before the first page is in, the list of lists has told how many there are."""
        total = reading.total if reading.total is not None else kept.told
        title, detail = super().progress(kept, replace(reading, total=total), price)
        return title, detail if total is not None else _tr("Its first page tells how many there are.")

    def unread(self, kept: KeptList, price: ReadingPrice) -> Told:
        text = _tr("What is read stays here, offline as well.")
        if kept.told == 0:
            text = _tr("Leadsopedia says that it is empty.")
        return Told("list", _tr("Not read yet"), text, self.read_words(kept), self._read, calls=price.calls)

    def unread_price(self, price: ReadingPrice) -> str:
        return wording.filled(_tr("Reading it takes %1."), price_words(price))

    def read_words(self, kept: KeptList) -> str:
        """The words of the button that reads the list from its first page."""
        if kept.reading is not None and kept.reading.can_go_on:
            return _tr("Begin anew")
        if kept.read_at is not None or kept.rows:
            return _tr("Read again")
        return _tr("Read") if kept.told is None else wording.filled(_tr("Read %1"), self.counted(kept.told))

    def way_on(self, trouble: str) -> str:
        month = self._month()
        if trouble == "MonthUsedUp" and month is not None:
            return wording.filled(_tr("They start again on %1; go on then."), day_words(month.until))
        return super().way_on(trouble)


class AccountTexts(ContactTexts):
    """Downloads, activity and search history; in the rail also the account's own page."""

    def name(self, kept: KeptList) -> str:
        return {
            DOWNLOADS: _tr("Downloads"),
            ACTIVITY: _tr("Activity"),
            HISTORY: _tr("Search history"),
            ABOUT_ACCOUNT: _tr("Account and usage"),
        }.get(kept.list_id, kept.name)

    def icon(self, kept: KeptList) -> str:
        return {DOWNLOADS: "import", ACTIVITY: "activity", HISTORY: "clock"}.get(kept.list_id, "chart")

    def about(self, kept: KeptList) -> str:
        return {
            DOWNLOADS: _tr("Files that Leadsopedia made for you"),
            ACTIVITY: _tr("What was done in your account"),
            HISTORY: _tr("What was searched in your account"),
        }.get(kept.list_id, "")

    def counted(self, count: int) -> str:
        return _tr("%Ln {entry|entries}", count)

    def size(self, kept: KeptList) -> str:
        return super().size(kept) if kept.list_id != ABOUT_ACCOUNT else ""

    def state(self, kept: KeptList, *, is_reading: bool) -> tuple[str, bool]:
        if kept.list_id == ABOUT_ACCOUNT and kept.read_at is not None:
            return wording.filled(_tr("Read %1"), when(kept.read_at)), False
        return super().state(kept, is_reading=is_reading)

    def unread(self, kept: KeptList, price: ReadingPrice) -> Told:
        told = super().unread(kept, price)
        return Told(self.icon(kept), told.title, told.text, told.button, told.act, calls=told.calls)

    def unread_price(self, price: ReadingPrice) -> str:
        words = super().unread_price(price)
        return f"{words} {_tr('It takes a call for each hundred entries.')}" if price.is_least else words


def account_entry(list_id: str) -> KeptList:
    """What the rail shows of the account before anything of it is kept."""
    return KeptList(_PLACES[list_id], LEADSOPEDIA.id, ACCOUNT, list_id, list_id)


_PLACES: Mapping[str, int] = {DOWNLOADS: -1, ACTIVITY: -2, HISTORY: -3, ABOUT_ACCOUNT: -4}
"""Ids that no kept list has."""
