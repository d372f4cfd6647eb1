"""One purchase in the database, and the step that it takes: within a transaction of the caller's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from leaddesk.domain.adoption import CLOCKS_DIFFER
from leaddesk.domain.filter import FIELD_BY_NAME, Filter
from leaddesk.domain.purchases import (
    FOLLOWS,
    WATCH_ENDS,
    WATCH_LATER,
    DeliveryWay,
    Purchase,
    PurchaseId,
    PurchaseState,
    Reason,
    Ruling,
    Step,
    next_balance_look,
)
from leaddesk.workspace.database import storable

if TYPE_CHECKING:
    import apsw

Facts = Mapping[str, str | int | None]

_ENDED = frozenset({PurchaseState.COMPLETE, PurchaseState.SHORT, PurchaseState.REJECTED, PurchaseState.CLOSED})
_POLLED = frozenset({PurchaseState.ACCEPTED, PurchaseState.RECEIVING})
NOT_SENT = frozenset({PurchaseState.CONFIRMED, PurchaseState.ARMED})
_FIRST_LOOK, _SLOWER, _SLOWEST = 5.0, 1.5, 60.0
"""Seconds until a batch is asked for first, by what that grows each time, and how long at most."""

_COLUMNS = (
    "id, number, account, filter, filter_name, asked, way, state, confirmed_at, reason, trouble, slice_name, matches,"
    " body_hash, balance, balance_read_at, processing_id, tries, armed_at, sent_at, accepted_at, last_record_at,"
    " ended_at, next_look_at, looks, received, with_email, with_phone, new_leads, kept_out, charged, ruling"
)
_MOMENTS = frozenset(name for name in _COLUMNS.replace(",", "").split() if name.endswith("_at"))


def found(connection: apsw.Connection, where: str, *values: object) -> tuple[Purchase, ...]:
    """``where``: SQL after the table's name, such as ``WHERE number = ?``."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM purchases {where}", values)  # noqa: S608 - ours
    return tuple(_purchase(row) for row in rows.fetchall())


def one(connection: apsw.Connection, id_: PurchaseId) -> Purchase:
    """Raises LookupError: a purchase that was there stays."""
    for purchase in found(connection, "WHERE id = ?", id_):
        return purchase
    raise LookupError(id_)


def blocking(connection: apsw.Connection, account: str) -> Purchase | None:
    """The purchase of ``account`` that is armed, sending or unknown."""
    # As the index has it.
    where = "WHERE account = ? AND state IN ('armed', 'sending', 'unknown')"
    return next(iter(found(connection, where, account)), None)


def take_step(
    connection: apsw.Connection,
    purchase: Purchase,
    state: PurchaseState,
    reason: Reason = Reason.NONE,
    *,
    at: datetime,
    facts: Facts,
    **columns: object,
) -> Purchase:
    """Bring ``purchase`` to ``state`` and set ``columns``; both are in the journal.

    When it is looked at next follows from the state, unless ``columns`` say. Raises ValueError for a step that does
    not follow (``FOLLOWS``), one to where it is included: sending what is sending would be sending it twice.
    """
    if state not in FOLLOWS[purchase.state]:
        raise ValueError(f"{purchase.state.value} > {state.value}")
    values = {
        "state": state.value,
        "reason": reason.value,
        "next_look_at": _first_look(purchase, state, at),
        "ended_at": at if state in _ENDED else None,
        **columns,
    }
    _set(connection, purchase, values)
    write_step(connection, purchase.number, state, reason, at=at, facts=facts)
    return one(connection, purchase.id)


def stay(connection: apsw.Connection, purchase: Purchase, *, at: datetime, facts: Facts, **columns: object) -> Purchase:
    """Something happened to ``purchase``, and it stays where it is: set ``columns``, and a line in the journal."""
    _set(connection, purchase, columns)
    write_step(connection, purchase.number, purchase.state, purchase.reason, at=at, facts=facts)
    return one(connection, purchase.id)


def make_unknown(
    connection: apsw.Connection, purchase: Purchase, reason: Reason, now: datetime, trouble: str, *, number: str = ""
) -> Purchase:
    """What came since it was sent with a number that nobody knew is raw again: it may be of this one.

    ``number``: its processing id, where an answer named one although it did not say that it was accepted.
    """
    since = None if purchase.sent_at is None else (purchase.sent_at - CLOCKS_DIFFER).timestamp()
    connection.execute("UPDATE deliveries SET state = 'raw' WHERE state = 'quarantined' AND arrived_at >= ?", (since,))
    facts: dict[str, str | int | None] = {"said": trouble, "deliveries": connection.changes()}
    columns: dict[str, object] = {"trouble": storable(trouble)}
    if number:
        columns["processing_id"] = facts["processing id"] = number
    if purchase.state is PurchaseState.UNKNOWN:  # it was written, and whoever wrote it was told that it was not
        return stay(connection, purchase, at=now, facts=facts, **columns)
    return take_step(connection, purchase, PurchaseState.UNKNOWN, reason, at=now, facts=facts, **columns)


def close(connection: apsw.Connection, purchase: Purchase, reason: Reason, now: datetime, trouble: str) -> Purchase:
    """From where it is; nothing was charged where nothing was sent."""
    columns: dict[str, object] = {"trouble": storable(trouble)}
    if purchase.state in {*NOT_SENT, PurchaseState.SENDING}:
        columns["charged"] = 0  # for certain
    facts: Facts = {"said": trouble}
    return take_step(connection, purchase, PurchaseState.CLOSED, reason, at=now, facts=facts, **columns)


def write_step(
    connection: apsw.Connection, number: int, state: PurchaseState, reason: Reason, *, at: datetime, facts: Facts
) -> None:
    """Only into the journal."""
    told = json.dumps({name: storable(fact) if isinstance(fact, str) else fact for name, fact in facts.items()})
    connection.execute(
        "INSERT INTO steps (purchase, at, state, reason, facts) VALUES (?, ?, ?, ?, ?)",
        (number, at.timestamp(), state.value, reason.value, told),
    )


def steps_of(connection: apsw.Connection, id_: PurchaseId) -> tuple[Step, ...]:
    """Oldest first."""
    rows = connection.execute(
        "SELECT steps.at, steps.state, steps.reason, steps.facts FROM steps JOIN purchases ON number = purchase"
        " WHERE purchases.id = ? ORDER BY steps.id",
        (id_,),
    )
    return tuple(_step(*row) for row in rows.fetchall())


def next_look(connection: apsw.Connection, purchase: Purchase, now: datetime) -> datetime | None:
    """After a look that is made ``now``: at its batch where it is polled, at the balance where it is unknown."""
    if purchase.state is PurchaseState.UNKNOWN:
        since = connection.execute(
            "SELECT min(at) FROM steps WHERE purchase = ? AND state = 'unknown'", (purchase.number,)
        ).get
        return next_balance_look(moment(float(since)), now)
    if purchase.state is PurchaseState.SHORT:
        later = now + WATCH_LATER
        return later if _is_asked_for_late(purchase) and later <= (purchase.ended_at or now) + WATCH_ENDS else None
    if purchase.state in _POLLED and purchase.way is DeliveryWay.POLLING:
        # After so many looks it is as slow as it gets; a power of thousands would be too large.
        slower = _FIRST_LOOK * _SLOWER ** min(purchase.looks + 1, 20)
        return now + timedelta(seconds=min(_SLOWEST, slower))
    return None


def _set(connection: apsw.Connection, purchase: Purchase, columns: Mapping[str, object]) -> None:
    if columns:
        bound = [value.timestamp() if isinstance(value, datetime) else value for value in columns.values()]
        assignments = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE purchases SET {assignments} WHERE number = ?", (*bound, purchase.number))  # noqa: S608 - ours


def _step(at: Any, state: Any, reason: Any, facts: Any) -> Step:
    return Step(moment(at), PurchaseState(state), Reason(reason), json.loads(facts))


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _is_asked_for_late(purchase: Purchase) -> bool:
    """Late records are taken, and those of a batch come to nobody who does not ask."""
    return purchase.way is DeliveryWay.POLLING and bool(purchase.processing_id)


def _first_look(purchase: Purchase, state: PurchaseState, at: datetime) -> datetime | None:
    if state is PurchaseState.UNKNOWN:
        return next_balance_look(at, at)
    if state is PurchaseState.SHORT and _is_asked_for_late(purchase):
        return at + WATCH_LATER
    if state in _POLLED and purchase.way is DeliveryWay.POLLING:
        return at + timedelta(seconds=_FIRST_LOOK)
    return None


def _purchase(row: tuple[Any, ...]) -> Purchase:
    said = dict(zip(_COLUMNS.split(", "), row, strict=True))
    for name in _MOMENTS:
        said[name] = None if said[name] is None else moment(said[name])
    chosen = json.loads(said["filter"])
    said["filter"] = Filter.of({name: values for name, values in chosen.items() if name in FIELD_BY_NAME})
    said["way"], said["state"] = DeliveryWay(said["way"]), PurchaseState(said["state"])
    said["reason"] = Reason(said["reason"])
    said["ruling"] = None if said["ruling"] is None else Ruling(said["ruling"])
    return Purchase(**said)
