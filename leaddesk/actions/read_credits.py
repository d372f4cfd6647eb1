"""Read the balance. Free of charge (providers.md); every balance that is read goes into the ledger."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.reachstream import Credits
from leaddesk.domain.urgency import Urgency

_log = logging.getLogger(__name__)


class Purse(Protocol):
    """ReachStream's side."""

    async def credits(self, *, urgency: Urgency) -> Credits: ...


class BalanceBook(Protocol):
    """The ledger's side: ``workspace.purchases``."""

    async def note_balance(self, account: str, available: int, read_at: datetime, why: str, /) -> None: ...


class ReadCredits:
    """The credits that are left."""

    def __init__(
        self,
        purse: Purse,
        *,
        book: Callable[[], BalanceBook] | None = None,
        account: Callable[[], str] = lambda: "",
        announcer: Announcer | None = None,
    ) -> None:
        """``book`` is asked for at the first reading (its file is opened late). ``account``: ReachStream's address."""
        self._purse, self._book, self._account, self._announcer = purse, book, account, announcer
        self._noted: tuple[str, int] | None = None

    async def __call__(self, *, urgency: Urgency = Urgency.CLICK, why: str = "") -> Credits:
        """``why``: a word for the ledger, such as ``offer``. Raises ProviderError.

        A ledger that cannot be written does not hide the balance; whoever buys finds out when the journal is written.
        """
        account = self._account()
        read = await self._purse.credits(urgency=urgency)
        if self._book is not None:
            try:
                await self._book().note_balance(account, read.available, read.read_at, why)
            except LeadDeskError as error:
                _log.warning("a balance was not written down: %s", type(error).__name__)
            else:
                self._tell(account, read.available)
        return read

    def _tell(self, account: str, available: int) -> None:
        """Only of what is new, since whoever hears it may read the balance again."""
        before, self._noted = self._noted, (account, available)
        if before != self._noted and self._announcer is not None:
            self._announcer.announce(Changes(purchases=True))
