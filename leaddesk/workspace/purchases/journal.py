"""The journal of purchases: every step is on the disk before it is taken."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.errors import PurchaseBlocked
from leaddesk.domain.purchases import (
    SILENCE,
    WATCH_LATER,
    DeliveryWay,
    Offer,
    Purchase,
    PurchaseId,
    PurchaseState,
    Reason,
    Ruling,
    Step,
    hash_of,
)
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.purchases import ledger, purchase_rows
from leaddesk.workspace.purchases.purchase_rows import NOT_SENT, Facts, found, one, take_step
from leaddesk.workspace.purchases.records import KeptRecords

if TYPE_CHECKING:
    import apsw

_BEFORE_SENDING = frozenset({Reason.PREFLIGHT, Reason.CANCELLED, Reason.ENDED_BEFORE})
"""Reasons to close what was not sent, and nothing else."""
_RULED = {
    Ruling.NOT_BOUGHT: (PurchaseState.CLOSED, {PurchaseState.ACCEPTED, PurchaseState.UNKNOWN}),
    Ruling.BOUGHT_ELSEWHERE: (PurchaseState.CLOSED, {PurchaseState.ACCEPTED, PurchaseState.UNKNOWN}),
    Ruling.THAT_IS_ALL: (
        PurchaseState.SHORT,
        {PurchaseState.ACCEPTED, PurchaseState.RECEIVING, PurchaseState.UNKNOWN},
    ),
}
"""Where it brings a purchase, and from where."""


class Journal:
    """Every method raises what ``Database`` raises; those that write, PurchasesDamaged and nothing is written then.

    What a method returns is on the disk. Those that take an id raise LookupError for one that is not there, and
    ValueError for a step that does not follow: bugs both.
    """

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database, self._clock = database, clock

    async def begin(
        self, offer: Offer, *, asked: int, way: DeliveryWay, account: str, slice_name: str = ""
    ) -> Purchase:
        """Confirmed: the person pressed the button. An id that was used returns the purchase that it made, as it is.

        Raises ValueError where more is asked for than was offered, and PurchaseBlocked where the ledger of ``account``
        has a difference that nobody acknowledged.
        """
        if not 0 < asked <= offer.most:
            raise ValueError(asked)
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            for there in found(connection, "WHERE id = ?", offer.id):
                return there
            _refuse_difference(connection, account)
            connection.execute(
                "INSERT INTO purchases (id, account, filter, filter_name, slice_name, asked, way, matches,"
                " confirmed_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    offer.id,
                    account,
                    storable(json.dumps(dict(offer.filter.chosen))),
                    storable(offer.filter_name),
                    storable(slice_name),
                    asked,
                    way.value,
                    offer.matches,
                    now.timestamp(),
                    PurchaseState.CONFIRMED.value,
                ),
            )
            facts: Facts = {"asked": asked, "way": way.value, "matches": offer.matches, "available": offer.available}
            number = connection.last_insert_rowid()
            purchase_rows.write_step(connection, number, PurchaseState.CONFIRMED, Reason.NONE, at=now, facts=facts)
            return one(connection, offer.id)

        return await self._database.write(change)

    async def arm(
        self,
        id: PurchaseId,  # noqa: A002 - as its field is called
        *,
        body: bytes,
        balance: int,
        balance_read_at: datetime,
    ) -> Purchase:
        """What is to be sent is on the disk. The tables that guard it are looked through first.

        Raises PurchaseBlocked where another purchase of the account is armed, sending or unknown, or the ledger has a
        difference that nobody acknowledged; the purchase is confirmed as before then.
        """
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            _look_through(connection)
            purchase = one(connection, id)
            there = purchase_rows.blocking(connection, purchase.account)
            if there is not None and there.id != id:
                raise PurchaseBlocked(there.number)
            _refuse_unless(purchase, PurchaseState.CONFIRMED)
            _refuse_difference(connection, purchase.account)
            facts: Facts = {"balance": balance, "body": hash_of(body), "bytes": len(body)}
            return take_step(
                connection,
                purchase,
                PurchaseState.ARMED,
                at=now,
                facts=facts,
                body=body,
                body_hash=hash_of(body),
                balance=balance,
                balance_read_at=balance_read_at,
                armed_at=now,
            )

        return await self._database.write(change)

    async def sending(self, id: PurchaseId) -> Purchase:  # noqa: A002
        """The attempt is on the disk: now, and only now, the socket may open."""
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id)
            tries = purchase.tries + 1
            state, facts = PurchaseState.SENDING, {"try": tries}
            return take_step(connection, purchase, state, at=now, facts=facts, tries=tries, sent_at=now)

        return await self._database.write(change)

    async def accepted(self, id: PurchaseId, processing_id: str) -> Purchase:  # noqa: A002
        """ReachStream gave it this number. Deliveries with it that wait in quarantine are raw again.

        One that was taken for an orphan meanwhile (only where the file system has no locks) stays unknown, and is known
        by its number from now on.
        """
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            purchase, number = one(connection, id), storable(processing_id)
            connection.execute(
                "UPDATE deliveries SET state = 'raw' WHERE state = 'quarantined' AND processing_id = ?", (number,)
            )
            facts: Facts = {"processing id": number, "deliveries": connection.changes()}
            known: dict[str, Any] = {"processing_id": number, "accepted_at": now}
            if purchase.state is PurchaseState.UNKNOWN or purchase.processing_id == number:
                return purchase_rows.stay(connection, purchase, at=now, facts=facts, **known)
            return take_step(connection, purchase, PurchaseState.ACCEPTED, at=now, facts=facts, **known)

        return await self._database.write(change)

    async def back_to_armed(self, id: PurchaseId, reason: Reason, facts: Facts) -> Purchase:  # noqa: A002
        """Only where it is certain that nothing was sent, or nothing bought."""
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id)
            _refuse_unless(purchase, PurchaseState.SENDING)
            return take_step(connection, purchase, PurchaseState.ARMED, reason, at=now, facts=facts)

        return await self._database.write(change)

    async def rejected(self, id: PurchaseId, reason: Reason, trouble: str = "") -> Purchase:  # noqa: A002
        """ReachStream refused it, and the balance did not fall. One that is over by now is returned as it stands."""
        facts: Facts = {"said": trouble}
        return await self._end(id, PurchaseState.REJECTED, reason, facts, trouble=storable(trouble))

    async def unknown(
        self,
        id: PurchaseId,  # noqa: A002
        reason: Reason,
        trouble: str = "",
        processing_id: str = "",
    ) -> Purchase:
        """It was sent, and nobody knows. What came meanwhile with a number that nobody knew is looked at again.

        ``processing_id``: a number that an answer named which says nothing else for certain; empty for none.
        """
        now, number = self._clock(), storable(processing_id)

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id)
            return purchase_rows.make_unknown(connection, purchase, reason, now, trouble, number=number)

        return await self._database.write(change)

    async def closed(self, id: PurchaseId, reason: Reason, trouble: str = "") -> Purchase:  # noqa: A002
        """It was not sent at all, or came to nothing for certain.

        Raises ValueError where ``reason`` says that it was not sent, and it may have been.
        """
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id)
            if reason in _BEFORE_SENDING and purchase.state not in NOT_SENT:
                raise ValueError(f"{purchase.state.value}: {reason.value}")
            return purchase_rows.close(connection, purchase, reason, now, trouble)

        return await self._database.write(change)

    async def short(self, id: PurchaseId, reason: Reason) -> Purchase:  # noqa: A002
        """No more are expected. One that is over by now (complete, ruled, ...) is returned as it stands."""
        return await self._end(id, PurchaseState.SHORT, reason, {})

    async def rule(self, id: PurchaseId, ruling: Ruling) -> Purchase:  # noqa: A002
        """What the person says of it. One that it does not fit any more (records came) is returned as it stands."""
        now = self._clock()
        state, states = _RULED[ruling]

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id)
            if purchase.state not in states:
                return purchase
            facts: Facts = {"ruling": ruling.value, "was": purchase.state.value, "received": purchase.received}
            return take_step(connection, purchase, state, Reason.RULED, at=now, facts=facts, ruling=ruling.value)

        return await self._database.write(change)

    async def looked(self, id: PurchaseId, next_at: datetime | None, facts: Facts | None = None) -> Purchase:  # noqa: A002
        """Its batch, or the balance, was asked for; ``facts`` are what was seen. ``next_at``: None for never again."""
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id)
            looks = purchase.looks + 1
            told: Facts = {"look": looks, **(facts or {})}
            later = next_at if purchase.is_open else purchase.next_look_at
            return purchase_rows.stay(connection, purchase, at=now, facts=told, looks=looks, next_look_at=later)

        return await self._database.write(change)

    async def due(self, now: datetime) -> tuple[Purchase, ...]:
        """Those to look at now, the longest waiting first. Each is put off until its next look in the same moment, so
        that of two LeadDesks only one looks, and one that ends before ``looked`` loses nothing. Their ``next_look_at``
        is that next look.
        """
        if not await self._database.read(lambda connection: _due(connection, now)):
            return ()  # most of the time; a write would wait for others

        def change(connection: apsw.Connection) -> tuple[Purchase, ...]:
            claimed = []
            for purchase in _due(connection, now):
                later = purchase_rows.next_look(connection, purchase, now)
                connection.execute(
                    "UPDATE purchases SET next_look_at = ? WHERE number = ?",
                    (later and later.timestamp(), purchase.number),
                )
                claimed.append(one(connection, purchase.id))
            return tuple(claimed)

        return await self._database.write(change)

    async def settle_orphans(self) -> tuple[Purchase, ...]:
        """At a start, by whoever holds ``lock.BUYING``: purchases whose LeadDesk is gone. What was not sent is closed,
        what may have been is unknown. Returns these.
        """
        now = self._clock()

        def change(connection: apsw.Connection) -> tuple[Purchase, ...]:
            settled = []
            for purchase in found(connection, "WHERE state IN ('confirmed', 'armed', 'sending') ORDER BY number"):
                if purchase.state is PurchaseState.SENDING:
                    settled.append(purchase_rows.make_unknown(connection, purchase, Reason.CRASHED, now, ""))
                else:
                    settled.append(purchase_rows.close(connection, purchase, Reason.ENDED_BEFORE, now, ""))
            return tuple(settled)

        return await self._database.write(change)

    async def silent(self, now: datetime) -> tuple[Purchase, ...]:
        """Those of which nothing came for ``SILENCE``, not even what was not read yet, are short from now on: returned.

        What has to be asked for is silent only if it was asked for after that time: LeadDesk may not have run, or the
        clock was put forward.
        """
        since = (now - SILENCE).timestamp()
        last = "max(sent_at, coalesce(accepted_at, 0), coalesce(last_record_at, 0))"
        where = (
            f"WHERE state IN ('accepted', 'receiving') AND {last} <= ?1 AND (way <> 'polling' OR EXISTS ("  # noqa: S608 - ours
            f"SELECT 1 FROM steps WHERE purchase = number AND at - {SILENCE.total_seconds()} >= {last}"
            " AND facts ->> 'batch' IS NOT NULL))"
            " AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.state = 'raw')"
        )
        if not await self._database.read(lambda connection: found(connection, where, since)):
            return ()

        def change(connection: apsw.Connection) -> tuple[Purchase, ...]:
            return tuple(
                take_step(
                    connection,
                    purchase,
                    PurchaseState.SHORT,
                    Reason.SILENCE,
                    at=now,
                    facts={"received": purchase.received},
                )
                for purchase in found(connection, where, since)
            )

        return await self._database.write(change)

    async def all(self) -> tuple[Purchase, ...]:
        """Newest first."""
        return await self._database.read(lambda connection: found(connection, "ORDER BY number DESC"))

    async def one(self, id: PurchaseId) -> Purchase:  # noqa: A002
        return await self._database.read(lambda connection: one(connection, id))

    async def steps(self, id: PurchaseId) -> tuple[Step, ...]:  # noqa: A002
        """Oldest first."""
        return await self._database.read(lambda connection: purchase_rows.steps_of(connection, id))

    async def blocking(self, account: str) -> Purchase | None:
        """The purchase of ``account`` that has to be settled before the next one can be sent."""
        return await self._database.read(lambda connection: purchase_rows.blocking(connection, account))

    async def body(self, id: PurchaseId) -> bytes | None:  # noqa: A002
        """Exactly what was, or was to be, sent; None before it is armed."""

        def look(connection: apsw.Connection) -> bytes | None:
            body: bytes | None = connection.execute("SELECT body FROM purchases WHERE id = ?", (id,)).get
            return body

        return await self._database.read(look)

    async def records(self, id: PurchaseId, offset: int = 0, limit: int = 100) -> tuple[Mapping[str, Any], ...]:  # noqa: A002
        """As they came, in the order in which they were taken; without those of erased people."""

        def look(connection: apsw.Connection) -> tuple[Mapping[str, Any], ...]:
            rows = connection.execute(
                "SELECT record FROM records JOIN purchases ON number = purchase"
                " WHERE purchases.id = ? AND record IS NOT NULL ORDER BY records.id LIMIT ? OFFSET ?",
                (id, limit, offset),
            )
            return tuple(json.loads(str(record)) for (record,) in rows.fetchall())

        return await self._database.read(look)

    async def rows(self, id: PurchaseId) -> KeptRecords:  # noqa: A002
        """Its records for a table: as many as there are now."""
        return await KeptRecords.open(self._database, id)

    async def _end(
        self, id_: PurchaseId, state: PurchaseState, reason: Reason, facts: Facts, **columns: object
    ) -> Purchase:
        now = self._clock()

        def change(connection: apsw.Connection) -> Purchase:
            purchase = one(connection, id_)
            if purchase.ended_at is not None:
                return purchase
            told: Facts = {"received": purchase.received, **facts}
            return take_step(connection, purchase, state, reason, at=now, facts=told, **columns)

        return await self._database.write(change)


def _refuse_unless(purchase: Purchase, state: PurchaseState) -> None:
    if purchase.state is not state:
        raise ValueError(f"{purchase.state.value}, not {state.value}")


def _refuse_difference(connection: apsw.Connection, account: str) -> None:
    if ledger.standing_of(connection, account).difference:
        raise PurchaseBlocked(None)


def _look_through(connection: apsw.Connection) -> None:
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    for table in ("purchases", "steps"):
        if connection.execute(f"PRAGMA integrity_check({table})").get != "ok":
            raise apsw.CorruptError(table)


def _due(connection: apsw.Connection, now: datetime) -> tuple[Purchase, ...]:
    # Nothing is ever put off for longer than that: the clock was put back.
    where = (
        "WHERE (next_look_at <= ?1 OR next_look_at > ?1 + ?2)"
        " AND state IN ('accepted', 'receiving', 'unknown', 'short') ORDER BY next_look_at, number"
    )
    return found(connection, where, now.timestamp(), WATCH_LATER.total_seconds())
