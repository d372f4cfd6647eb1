"""Where every credit went: balances as they were read, a credit for each record, differences that were acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.errors import PurchaseBlocked
from leaddesk.domain.ledger import CHARGED_WITHIN, Entry, EntryKind, Standing, Yield
from leaddesk.domain.purchases import OPEN, PurchaseId
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.purchases.purchase_rows import moment

if TYPE_CHECKING:
    import apsw

_OPEN = ", ".join(sorted(f"'{state.value}'" for state in OPEN))


class Ledger:
    """Every method raises what ``Database`` raises; those that write, PurchasesDamaged."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database, self._clock = database, clock

    async def note_balance(self, account: str, available: int, read_at: datetime, why: str) -> None:
        """``available`` was read at ``read_at``, an aware moment; ``why`` is a word, such as ``offer``. A moment that
        is noted already is not noted again. Purchases that it shows the charge of get it.
        """

        def change(connection: apsw.Connection) -> None:
            connection.execute(
                "INSERT INTO balances (account, read_at, available, why) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                (account, read_at.timestamp(), available, storable(why)),
            )
            if connection.changes():
                _settle_charges(connection, account)

        await self._database.write(change)

    async def standing(self, account: str) -> Standing:
        """How the balance and what is known fit together, at the latest reading."""
        return await self._database.read(lambda connection: standing_of(connection, account))

    async def entries(self, account: str) -> tuple[Entry, ...]:
        """Newest first, in the computer's own time zone. What came of one purchase on one day is one line."""
        rows = await self._database.read(lambda connection: _all(connection, _ENTRIES, account))
        return tuple(
            Entry(
                moment(at).astimezone(),
                EntryKind(kind),
                credits_,
                balance,
                None if purchase is None else PurchaseId(purchase),
                what,
                number,
            )
            for at, kind, credits_, balance, purchase, what, number in rows
        )

    async def acknowledge(self, account: str, difference: int, note: str) -> None:
        """The person has seen this difference: it is explained from now on.

        Raises PurchaseBlocked where there is another one by now, which they have not seen.
        """
        now = self._clock()

        def change(connection: apsw.Connection) -> None:
            if standing_of(connection, account).difference != difference:
                raise PurchaseBlocked(None)
            if difference:
                connection.execute(
                    "INSERT INTO acknowledgements (account, at, difference, note) VALUES (?, ?, ?, ?)",
                    (account, now.timestamp(), difference, storable(note)),
                )

        await self._database.write(change)

    async def yields(self) -> tuple[Yield, ...]:
        """What was bought by each saved filter, the latest one first; one without a name for those that were not
        saved. ``charged`` is a credit for each record where the balance has not shown it.
        """
        rows = await self._database.read(lambda connection: _all(connection, _YIELDS))
        return tuple(Yield(*row) for row in rows)


def standing_of(connection: apsw.Connection, account: str) -> Standing:
    """See ``Ledger.standing``.

    A record that came after the latest reading may have been charged before it or after it: it is not expected to have
    been, and explains a difference as an open purchase does.
    """
    first, read_at, available = connection.execute(_READINGS, (account,)).fetchone() or (None, None, None)
    asked = {"account": account, "read_at": read_at, "lag": CHARGED_WITHIN.total_seconds()}
    acknowledged, charged, late, recent, open_ = connection.execute(_KNOWN, asked).get
    return Standing(
        available=available,
        read_at=None if read_at is None else moment(read_at),
        expected=None if first is None else first - charged - acknowledged,
        outstanding=open_ + late,
        recent=recent,
    )


def _settle_charges(connection: apsw.Connection, account: str) -> None:
    """What the latest reading shows of purchases that are over: where the balance is as it should be, a credit for each
    record, also of those that may receive more; where more is gone and only one purchase can be the reason, that as
    well. Else nobody knows: where less is gone, it may be charged late, or credits were added.
    """
    standing = standing_of(connection, account)
    if standing.available is None or standing.expected is None or standing.read_at is None:
        return
    gone = standing.expected - standing.available
    if not gone:
        connection.execute(_RECEIVING, (account, standing.read_at.timestamp()))
    over = _all(connection, _OVER, account, standing.read_at.timestamp())
    if gone < 0 or (gone and (standing.outstanding or len(over) != 1)):
        return
    for number, received, asked in over:
        if received + gone <= max(asked, received):
            connection.execute("UPDATE purchases SET charged = ? WHERE number = ?", (received + gone, number))


def _all(connection: apsw.Connection, question: str, *values: object) -> list[tuple[Any, ...]]:
    return list(connection.execute(question, values))


_READINGS = """
SELECT (SELECT available FROM balances WHERE account = ?1 ORDER BY id LIMIT 1), read_at, available
FROM balances WHERE account = ?1 ORDER BY id DESC LIMIT 1"""
"""The first balance, and the latest one with its moment: as they were noted, for the clock may be put back."""

_KNOWN = f"""
SELECT
    (SELECT coalesce(sum(difference), 0) FROM acknowledgements WHERE account = :account),
    (SELECT coalesce(sum(credits), 0) FROM charges JOIN purchases ON number = purchase
        WHERE account = :account AND at <= :read_at),
    (SELECT coalesce(sum(credits), 0) FROM charges JOIN purchases ON number = purchase
        WHERE account = :account AND at > :read_at),
    (SELECT coalesce(sum(credits), 0) FROM charges JOIN purchases ON number = purchase
        WHERE account = :account AND at <= :read_at AND at > :read_at - :lag),
    (SELECT coalesce(sum(max(0, asked - received)), 0) FROM purchases
        WHERE account = :account AND state IN ({_OPEN}))"""  # noqa: S608 - ours
"""Credits that were acknowledged; of records by the latest reading; of later ones; of those shortly before it; that may
still be charged.
"""

_OVER = f"""
SELECT number, received, asked FROM purchases
WHERE account = ?1 AND charged IS NOT received AND state NOT IN ('confirmed', 'armed', {_OPEN})
    AND max(ended_at, coalesce(last_record_at, 0)) <= ?2
    AND ended_at > coalesce((SELECT max(at) FROM acknowledgements WHERE account = ?1), 0)"""  # noqa: S608 - ours
"""Purchases that were over at the reading, and of which a credit for each record has not been seen. Not those whose
charge may have been part of a difference that was acknowledged.
"""

_RECEIVING = """
UPDATE purchases SET charged = received WHERE account = ?1 AND state = 'receiving' AND last_record_at <= ?2"""

_ENTRIES = """
SELECT read_at AS at, 'balance' AS kind, 0 AS credits, available, NULL, '', NULL FROM balances WHERE account = ?1
UNION ALL
SELECT max(at), 'purchase', -sum(credits), NULL, purchases.id, filter_name, number
    FROM charges JOIN purchases ON number = purchase WHERE account = ?1
    GROUP BY number, date(at, 'unixepoch', 'localtime')
UNION ALL
SELECT at, 'difference', -difference, NULL, NULL, note, NULL FROM acknowledgements WHERE account = ?1
ORDER BY at DESC, kind"""

_YIELDS = """
SELECT filter_name, count(*), sum(asked), sum(received), sum(with_email), sum(with_phone), sum(new_leads),
    sum(coalesce(charged, received))
FROM purchases WHERE accepted_at IS NOT NULL OR received > 0 GROUP BY filter_name ORDER BY max(number) DESC"""
