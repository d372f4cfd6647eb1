"""The calls to a provider that counts them: how many a month, and how far apart (providers.md, Leadsopedia).

The book stands in the database, so that restarts and every other LeadDesk on this computer count together.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.errors import MonthUsedUp
from leaddesk.workspace.database import Database

if TYPE_CHECKING:
    import apsw

_SET_BACK = timedelta(days=2)
"""A clock that is set back by no more than this, over the end of a month, does not open the old month again."""


class CallBook:
    """Every method raises what ``Database`` raises.

    A month is one of the UTC calendar. Each has its own count, so that a clock that was wrong for a while and is put
    right finds what was counted before.
    """

    def __init__(
        self,
        database: Database,
        provider: str,
        *,
        limit: int,
        seconds: Callable[[], float],
        clock: Callable[[], datetime],
        monotonic: Callable[[], float],
    ) -> None:
        """``limit``: calls a month; ``seconds``: how far apart; ``clock``: aware; ``monotonic``: the seconds of
        ``time.monotonic``, which all programs of a computer share from its start on.
        """
        self._database = database
        self._provider = provider
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._monotonic = monotonic

    async def claim(self) -> float:
        """0.0: the call is counted, and may be sent now. Else how many seconds to wait before asking again.

        Raises MonthUsedUp; the call is not to be sent.
        """

        def change(connection: apsw.Connection) -> float:
            month = self._month(connection)
            state = self._state(connection, month)
            if state.is_used_up:
                raise MonthUsedUp(self._provider, self._limit, state.until)
            now = self._monotonic()
            last = connection.execute("SELECT at FROM last_calls WHERE provider = ?", (self._provider,)).fetchone()
            # A clock that stands before the last call counts from another start of the computer.
            if last is not None and 0 <= now - last[0] < self._seconds():
                return float(self._seconds() - (now - last[0]))
            connection.execute("REPLACE INTO last_calls VALUES (?, ?)", (self._provider, now))
            self._note(connection, month, made=1)
            return 0.0

        return await self._database.write(change)

    async def state(self) -> MonthState:
        return await self._database.read(lambda connection: self._state(connection, self._month(connection)))

    async def used_up(self) -> None:
        """The provider said that the month's calls are made, whatever was counted here."""
        await self._database.write(
            lambda connection: self._note(connection, self._month(connection), made=0, is_used_up=True)
        )

    async def reopen(self) -> None:
        """What the provider said of the month holds no more: there is another key, perhaps of another account."""
        await self._database.write(
            lambda connection: connection.execute(
                "UPDATE call_months SET is_used_up = 0 WHERE provider = ?", (self._provider,)
            ).close()
        )

    def _month(self, connection: apsw.Connection) -> int:
        """The one that is on, as the table counts them."""
        now = self._clock().astimezone(UTC)
        latest = connection.execute("SELECT max(month) FROM call_months WHERE provider = ?", (self._provider,)).get
        if latest is not None and latest > _number(now) and _beginning(latest) - now <= _SET_BACK:
            return int(latest)
        return _number(now)

    def _state(self, connection: apsw.Connection, month: int) -> MonthState:
        row = connection.execute(
            "SELECT made, is_used_up FROM call_months WHERE (provider, month) = (?, ?)", (self._provider, month)
        ).fetchone()
        made, is_used_up = row or (0, 0)
        return MonthState(made, self._limit, _beginning(month + 1), bool(is_used_up) or made >= self._limit)

    def _note(self, connection: apsw.Connection, month: int, *, made: int, is_used_up: bool = False) -> None:
        connection.execute(
            "INSERT INTO call_months VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET (made, is_used_up) = (made + excluded.made, max(is_used_up, excluded.is_used_up))",
            (self._provider, month, made, is_used_up),
        )


def _number(moment: datetime) -> int:
    return moment.year * 12 + moment.month - 1


def _beginning(month: int) -> datetime:
    return datetime(month // 12, month % 12 + 1, 1, tzinfo=UTC)
