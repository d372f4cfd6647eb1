"""The words about ReactIn's SmartLists."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from leaddesk.domain import errors as e
from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList
from leaddesk.domain.providers import REACTIN
from leaddesk.ui import wording
from leaddesk.ui.commands import Cost
from leaddesk.ui.error_texts import explain
from leaddesk.ui.widgets.lists.list_texts import ListTexts, Told

_CONTEXT = "ReactInTexts"
_LONGEST_ID, _CUT = 14, 8
"""Letters of an id in a sentence, and of one that is longer; the whole one is in the list's dialog."""

OF_SETTINGS = frozenset(
    kind.__name__
    for kind in (
        e.NoKey,
        e.KeyRefused,
        e.AddressRefused,
        e.NoKeychain,
        e.KeychainNotAnswering,
        e.KeychainRefused,
    )
)
"""Types of ``domain.errors`` that another key or address mends: reading goes on when there is one."""
_OF_THE_LIST = {e.NoAccess.__name__, e.NothingThere.__name__}


def _tr(text: str) -> str:
    return QCoreApplication.translate(_CONTEXT, text)


class ReactInTexts(ListTexts):
    """Reading is free, and ReactIn never says how many leads there are."""

    def __init__(
        self,
        *,
        has_key: Callable[[], bool],
        read: Callable[[], object],
        edit: Callable[[], object],
        settings: Callable[[], object],
    ) -> None:
        """What the buttons in the place of rows do: read the shown list, edit it, open ReactIn's page of Settings."""
        super().__init__(REACTIN)
        self._has_key = has_key
        self._read, self._edit, self._settings = read, edit, settings

    def about(self, kept: KeptList) -> str:
        list_id, organization = (_short(text) for text in (kept.list_id, kept.organization))
        words = wording.filled(_tr("SmartList %1 of organization %2."), list_id, organization)
        return words.replace("….", "…")

    def unread(self, kept: KeptList, price: ReadingPrice) -> Told:
        del kept, price
        if not self._has_key():
            text = _tr("This list can be read as soon as it is there. It goes into the keychain, never into a file.")
            return Told("key", _tr("Add your ReactIn key"), text, _tr("Open Settings"), self._settings)
        text = _tr("Its leads come page by page, and are then here offline as well.")
        return Told("list", _tr("Not read yet"), text, _tr("Read"), self._read, Cost.FREE)

    def empty(self, kept: KeptList) -> Told:
        del kept
        return Told("list", _tr("This SmartList is empty"), _tr("ReactIn has no leads in it yet. Refresh asks again."))

    def stopped(self, kept: KeptList, error: LeadDeskError | None) -> Told:
        trouble = type(error).__name__ if error is not None else kept.reading.trouble if kept.reading else ""
        words = explain(error) if error is not None else None
        title = words.title if words is not None else self.trouble(trouble)
        advice = words.advice if words is not None else ""
        if trouble in OF_SETTINGS:
            return Told("key", title, advice, _tr("Open Settings"), self._settings)
        if trouble in _OF_THE_LIST:
            icon = "lock" if trouble == e.NoAccess.__name__ else "search"
            advice = advice or _tr("Check the two ids of the list, and that it belongs to the same account as the key.")
            return Told(icon, title, advice, _tr("Edit the SmartList"), self._edit)
        is_offline = trouble in {e.Unreachable.__name__, e.TooSlow.__name__}
        return Told("cloud-off" if is_offline else "warning", title, advice)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_ID else f"{text[:_CUT]}…"
