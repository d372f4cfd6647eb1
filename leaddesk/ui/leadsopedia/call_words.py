"""What a call asks for and what reading costs, as a person reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.queue import WaitingCall
from leaddesk.domain.records import Value
from leaddesk.ui import wording
from leaddesk.ui.widgets.lists.list_texts import WORTH_A_WORD, share

_CONTEXT = "LeadsopediaCalls"
_LONGEST_NAME = 60


def _tr(text: str, n: int = -1) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, n if n < 0 else wording.plural(n))


_WORDS: Mapping[str, Callable[[], str]] = {
    "account": lambda: _tr("Account"),
    "credits": lambda: _tr("Credits"),
    "usage": lambda: _tr("Usage"),
    "lists": lambda: _tr("Lists"),
    "one_list": lambda: _tr("A list"),
    "activity": lambda: _tr("Activity"),
    "history": lambda: _tr("Search history"),
    "downloads": lambda: _tr("Downloads"),
    "one_download": lambda: _tr("Address of a download"),
}


def call_words(call: WaitingCall, names: Mapping[str, str]) -> str:
    """``DACH manufacturing, page 4``. ``names``: a list's name by the provider's id; the id where it has none."""
    name = wording.shortened(names.get(call.subject) or call.subject, _LONGEST_NAME)
    if call.operation == "contact":
        return wording.filled(_tr("Look-up in %1"), name)
    words = _WORDS[call.operation]() if call.operation in _WORDS else (name or call.operation)
    return wording.filled(_tr("%1, page %2"), words, wording.number(call.page)) if call.page else words


def calls_words(calls: int) -> str:
    """``42 calls``."""
    return _tr("%Ln {call|calls}", calls)


def price_words(price: ReadingPrice) -> str:
    """``42 calls, 7 min, 0.3% of the month``."""
    words = calls_words(price.calls)
    parts = [wording.filled(_tr("at least %1"), words) if price.is_least else words]
    if price.seconds >= 1:
        parts.append(wording.duration(price.seconds))
    if price.share is not None and price.share >= WORTH_A_WORD:
        parts.append(wording.filled(_tr("%1 of the month"), share(price.share)))
    return ", ".join(parts)


def day_words(moment: datetime) -> str:
    """``1 December``: the day of ``moment`` (aware) here; with its year where that is another one."""
    here = QDateTime.fromSecsSinceEpoch(int(moment.timestamp())).date()
    form = "d MMMM" if here.year() == QDateTime.currentDateTime().date().year() else "d MMMM yyyy"
    return QLocale().toString(here, form)


def told_day(value: Value) -> str:
    """The day of a moment that Leadsopedia tells; as it came where it cannot be read, empty for none."""
    text = "" if value is None else str(value).strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return wording.shortened(text, 30)
    return day_words(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))
