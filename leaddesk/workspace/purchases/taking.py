"""What becomes of a delivery: functions over a connection, each in a transaction of the caller's (``Database.write``).

The working process takes one raw delivery after the other (``next_raw``): it is ``unreadable``, its records belong to a
purchase (``buyer``, ``take``), or it waits in ``quarantine``. Then it adds to My Leads what is not there yet
(``untold``, ``waiting``) and says so (``added``). Killed anywhere and begun again, it ends the same: a record is in a
purchase once, whoever is a lead already is not added twice, and a delivery stays raw until all of it is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from leaddesk.domain.adoption import CLOCKS_DIFFER, fits
from leaddesk.domain.deliveries import NO_CREDITS, READY, DeliveredBy, DeliveryId, Payload, identity_of
from leaddesk.domain.purchases import Purchase, PurchaseId, PurchaseState, Reason
from leaddesk.domain.reachstream import RECORD_FIELDS
from leaddesk.workspace.database import storable
from leaddesk.workspace.purchases.purchase_rows import found, moment, one, stay, take_step

if TYPE_CHECKING:
    import apsw


class RecordStanding(Enum):
    """What became of a record; the value stands in the database."""

    WAITS = 0
    """It is not in My Leads yet."""
    ADDED = 1
    KEPT_OUT = 2
    """Somebody who was erased; its text is not kept."""


@dataclass(frozen=True)
class Raw:
    """A delivery that nobody has looked at, or that is to be looked at again."""

    id: DeliveryId
    body: bytes
    by: DeliveredBy
    arrived_at: datetime
    processing_id: str
    """What it was polled by, or what was read in it before; empty where only the body can tell."""
    assigned: PurchaseId | None = None
    """Whose it is, as the person says."""


@dataclass(frozen=True)
class Taken:
    """What a delivery brought."""

    purchase: Purchase
    """As it stands now."""
    fresh: int
    """Records that it had not yet."""
    repeated: int


@dataclass(frozen=True)
class Waiting:
    """A record that is not in My Leads yet."""

    id: int
    row: int
    """Which of its purchase it is, from 1."""
    record: Mapping[str, Any]
    """As ReachStream sent it."""


def next_raw(connection: apsw.Connection, after: int = 0) -> Raw | None:
    """The oldest raw delivery with an id above ``after``; None where there is none."""
    row = connection.execute(
        "SELECT deliveries.id, bodies.body, delivered_by, arrived_at, deliveries.processing_id, purchases.id"
        " FROM deliveries JOIN bodies ON delivery = deliveries.id LEFT JOIN purchases ON number = purchase"
        " WHERE deliveries.state = 'raw' AND deliveries.id > ? ORDER BY deliveries.id LIMIT 1",
        (after,),
    ).fetchone()
    if row is None:
        return None
    id_, body, by, arrived_at, processing_id, assigned = row
    return Raw(DeliveryId(id_), body, DeliveredBy(by), moment(arrived_at), processing_id, assigned)


def unreadable(connection: apsw.Connection, id_: DeliveryId, trouble: str) -> None:
    """It stays as it came. ``trouble``: the word of PayloadUnreadableError."""
    connection.execute(
        "UPDATE deliveries SET state = 'unreadable', trouble = ? WHERE id = ? AND state = 'raw'", (trouble, id_)
    )


def quarantine(connection: apsw.Connection, raw: Raw, payload: Payload) -> None:
    """It stays as it came, until the purchase with its number is accepted, or one that it may be of is unknown."""
    connection.execute(
        "UPDATE deliveries SET state = 'quarantined', processing_id = ?, records = ? WHERE id = ? AND state = 'raw'",
        (number_of(raw, payload), len(payload.records), raw.id),
    )


def dismiss(connection: apsw.Connection, id_: DeliveryId) -> None:
    """There is nothing in it for anybody, such as in our own test: its body goes."""
    connection.execute("UPDATE deliveries SET state = 'taken' WHERE id = ? AND state = 'raw'", (id_,))
    connection.execute("DELETE FROM bodies WHERE delivery = ?", (id_,))


def number_of(raw: Raw, payload: Payload) -> str:
    """The processing id: what it was polled by, else what it says; empty for none."""
    return storable(raw.processing_id or payload.processing_id)


def buyer(connection: apsw.Connection, raw: Raw, payload: Payload) -> Purchase | None:
    """Whose records they are: as the person says; the purchase of that number (the latest one, should there be
    several); else the only unknown purchase, if they fit it and none is on its way. None: quarantine.
    """
    if raw.assigned is not None:
        return one(connection, raw.assigned)
    number = number_of(raw, payload)
    if number:
        for purchase in found(connection, "WHERE processing_id = ? ORDER BY number DESC LIMIT 1", number):
            return purchase
    # Of two (of two accounts) it would be open whose they are, even where they fit one alone.
    unsettled = found(connection, "WHERE state IN ('sending', 'unknown')")
    arrived_at = raw.arrived_at + (CLOCKS_DIFFER if raw.by is DeliveredBy.INBOX else timedelta())
    fitting = [purchase for purchase in unsettled if fits(purchase, payload.records, arrived_at)]
    return fitting[0] if fitting and len(unsettled) == 1 else None


def take(connection: apsw.Connection, raw: Raw, payload: Payload, id_: PurchaseId, now: datetime) -> Taken:
    """Put its records into the purchase, each once, and bring that to where it is by them. The body goes, unless there
    are none in it.

    A delivery that is not raw any more (another LeadDesk took it) changes nothing. People who were erased are out of
    ``payload`` already (``erasing.stand_in_for``).
    """
    purchase, number = one(connection, id_), number_of(raw, payload)
    connection.execute(
        "UPDATE deliveries SET state = 'taken', processing_id = ?, purchase = ?, records = ?"
        " WHERE id = ? AND state = 'raw'",
        (number, purchase.number, len(payload.records), raw.id),
    )
    if not connection.changes():
        return Taken(purchase, 0, 0)
    if payload.records:  # else it may say something that nobody understood
        connection.execute("DELETE FROM bodies WHERE delivery = ?", (raw.id,))
    fresh = _insert(connection, purchase, raw.id, payload.records)
    columns: dict[str, object] = {}
    if fresh:
        arrived = max(raw.arrived_at, purchase.sent_at or raw.arrived_at)  # the clock of another computer
        connection.execute(
            "INSERT INTO charges (delivery, purchase, at, credits) VALUES (?, ?, ?, ?)",
            (raw.id, purchase.number, arrived.timestamp(), len(fresh)),
        )
        columns = {
            "received": purchase.received + len(fresh),
            "with_email": purchase.with_email + _with(fresh, "contact_email_1"),
            "with_phone": purchase.with_phone + _with(fresh, "contact_phone_1"),
            "last_record_at": max(arrived, purchase.last_record_at or arrived),
            "charged": None,  # until the balance is read again
        }
    facts: dict[str, str | int | None] = {
        "delivery": raw.id, "by": raw.by.value, "records": len(payload.records), "new": len(fresh),
    }  # fmt: skip
    if number and not purchase.processing_id:
        columns["processing_id"] = facts["processing id"] = number
        facts["adopted"] = 1
    if raw.assigned is not None:
        facts["assigned"] = 1
    if payload.state:
        facts["said"] = payload.state
    state, reason = _after(purchase, purchase.received + len(fresh), payload, is_new=bool(fresh))
    if state is purchase.state:
        moved = stay(connection, purchase, at=now, facts=facts, **columns)
    else:
        moved = take_step(connection, purchase, state, reason, at=now, facts=facts, **columns)
    return Taken(moved, len(fresh), len(payload.records) - len(fresh))


def untold(connection: apsw.Connection) -> tuple[Purchase, ...]:
    """Purchases with records that are not in My Leads yet, oldest first."""
    return found(
        connection,
        "WHERE EXISTS (SELECT 1 FROM records WHERE purchase = number AND standing = 0) ORDER BY number",
    )


def waiting(connection: apsw.Connection, purchase: int, limit: int) -> tuple[Waiting, ...]:
    """The next records of the purchase of this number that are not in My Leads yet, in the order in which they came."""
    rows: list[tuple[int, str]] = list(
        connection.execute(
            "SELECT id, record FROM records"
            " WHERE purchase = ? AND standing = 0 AND record IS NOT NULL ORDER BY id LIMIT ?",
            (purchase, limit),
        )
    )
    if not rows:
        return ()
    first, last = rows[0][0], rows[-1][0]
    before = connection.execute("SELECT count(*) FROM records WHERE purchase = ? AND id < ?", (purchase, first)).get
    there = connection.execute(
        "SELECT id FROM records WHERE purchase = ? AND id BETWEEN ? AND ? ORDER BY id", (purchase, first, last)
    )
    row_of = {id_: row for row, (id_,) in enumerate(there.fetchall(), start=int(before) + 1)}
    return tuple(Waiting(id_, row_of[id_], json.loads(record)) for id_, record in rows)


def added(connection: apsw.Connection, purchase: int, ids: Sequence[int], *, new: int) -> None:
    """The records ``ids`` of the purchase of this number are in My Leads, ``new`` of them as new leads."""
    moved = 0
    for id_ in ids:
        connection.execute(
            "UPDATE records SET standing = ? WHERE id = ? AND purchase = ? AND standing = ?",
            (RecordStanding.ADDED.value, id_, purchase, RecordStanding.WAITS.value),
        )
        moved += connection.changes()
    if moved:  # else another LeadDesk has said so before
        connection.execute("UPDATE purchases SET new_leads = new_leads + ? WHERE number = ?", (new, purchase))


def _insert(
    connection: apsw.Connection, purchase: Purchase, delivery: DeliveryId, records: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Those that the purchase had not yet."""
    fresh: list[Mapping[str, Any]] = []
    unknown: dict[str, None] = {}
    for record in records:
        connection.execute(
            "INSERT INTO records (purchase, identity, delivery, record) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (purchase.number, identity_of(record), delivery, storable(json.dumps(record, ensure_ascii=False))),
        )
        if connection.changes():
            fresh.append(record)
            unknown.update({name: None for name in record if name not in _DOCUMENTED})
    if unknown:
        met: list[str] = json.loads(
            connection.execute("SELECT columns FROM purchases WHERE number = ?", (purchase.number,)).get
        )
        columns = [*dict.fromkeys([*met, *map(storable, unknown)])]
        if len(columns) > len(met):
            connection.execute(
                "UPDATE purchases SET columns = ? WHERE number = ?", (json.dumps(columns), purchase.number)
            )
    return fresh


_DOCUMENTED = frozenset(RECORD_FIELDS)


def _with(records: Iterable[Mapping[str, Any]], field: str) -> int:
    return sum(bool(str(record.get(field) or "").strip()) for record in records)


def _after(purchase: Purchase, received: int, payload: Payload, *, is_new: bool) -> tuple[PurchaseState, Reason]:
    """Where the purchase is by this delivery, and why."""
    state = purchase.state
    if state is PurchaseState.COMPLETE or (received >= purchase.asked and is_new):
        return PurchaseState.COMPLETE, Reason.NONE
    if not is_new and state not in {PurchaseState.ACCEPTED, PurchaseState.RECEIVING}:
        return state, purchase.reason
    if payload.state == NO_CREDITS:
        if received:
            return PurchaseState.SHORT, Reason.NO_CREDITS
        return PurchaseState.REJECTED, Reason.NO_CREDITS
    if payload.state == READY and len(payload.records) >= (payload.total or 0):
        return PurchaseState.SHORT, Reason.PROVIDER_DONE
    if state is PurchaseState.SHORT:
        return state, purchase.reason
    return (PurchaseState.RECEIVING, Reason.NONE) if received else (state, purchase.reason)
