"""Bodies that arrived: kept as they came before anybody understands them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from leaddesk.domain.deliveries import DeliveredBy, Delivery, DeliveryId, DeliveryState, digest_of, without_secrets
from leaddesk.domain.purchases import PurchaseId
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.purchases.purchase_rows import moment

if TYPE_CHECKING:
    import apsw


class Deliveries:
    """Every method raises what ``Database`` raises; those that write, PurchasesDamaged."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(
        self,
        body: bytes,
        by: DeliveredBy,
        *,
        arrived_at: datetime,
        processing_id: str = "",
        remote_id: int | None = None,
    ) -> tuple[DeliveryId, bool]:
        """``body`` is on the disk when this returns: raw, and to be looked at. False: the same bytes were kept before
        (then the id is theirs), and nothing is added; by hand, what nobody could read or place is raw again.

        ``processing_id`` is what it was polled by; empty where only the body can tell. Two answers without records are
        alike to the byte: polled ones are the same only if they were polled by the same number. ``remote_id``: in the
        inbox that it was collected from. A webhook secret in the body is masked before.
        """
        return await self._database.write(_keeping(body, by, arrived_at, storable(processing_id), remote_id))

    async def keep_all(
        self, arrived: Sequence[tuple[bytes, datetime]], by: DeliveredBy
    ) -> tuple[tuple[DeliveryId, bool], ...]:
        """As ``keep`` for each body and its moment, in this order, but all or none: the disk is waited for once."""
        changes = [_keeping(body, by, arrived_at) for body, arrived_at in arrived]
        return await self._database.write(lambda connection: tuple(change(connection) for change in changes))

    async def all(self) -> tuple[Delivery, ...]:
        """Without their bodies, newest first."""
        return await self._database.read(lambda connection: _found(connection, "ORDER BY deliveries.id DESC"))

    async def raw(self, id: DeliveryId) -> bytes | None:  # noqa: A002 - as its field is called
        """The body as it came; None where it is not kept (any more), because its records were taken."""

        def look(connection: apsw.Connection) -> bytes | None:
            body: bytes | None = connection.execute("SELECT body FROM bodies WHERE delivery = ?", (id,)).get
            return body

        return await self._database.read(look)

    async def assign(self, id: DeliveryId, purchase: PurchaseId) -> bool:  # noqa: A002
        """The person says whose records they are, whatever number is on them: it is raw again, and will be taken for
        ``purchase``. False where it is not in quarantine (any more), and nothing is changed.

        Raises ValueError for a purchase that was never sent, or is being sent.
        """

        def change(connection: apsw.Connection) -> bool:
            row = connection.execute(
                "SELECT number FROM purchases WHERE id = ? AND tries > 0 AND state NOT IN ('armed', 'sending')",
                (purchase,),
            ).fetchone()
            if row is None:
                raise ValueError(purchase)
            connection.execute(
                "UPDATE deliveries SET (state, purchase) = ('raw', ?) WHERE id = ? AND state = 'quarantined'",
                (*row, id),
            )
            return bool(connection.changes())

        return await self._database.write(change)

    async def count_raw(self) -> int:
        """How many wait to be looked at."""
        return await self._database.read(
            lambda connection: int(connection.execute("SELECT count(*) FROM deliveries WHERE state = 'raw'").get)
        )

    async def after(self, id: int, limit: int) -> tuple[Delivery, ...]:  # noqa: A002
        """For whoever collects: the next ones by their ids, oldest first; 0 is before all."""
        where = "WHERE deliveries.id > ? ORDER BY deliveries.id LIMIT ?"
        return await self._database.read(lambda connection: _found(connection, where, id, limit))

    async def delete_up_to(self, id: int) -> int:  # noqa: A002
        """They are kept elsewhere now: all up to this id are deleted, that one too. Returns how many. Only for the
        inbox of a computer that buys nothing.
        """

        def change(connection: apsw.Connection) -> int:
            connection.execute("DELETE FROM deliveries WHERE id <= ? AND purchase IS NULL", (id,))
            return connection.changes()

        return await self._database.write(change)


def _keeping(
    body: bytes, by: DeliveredBy, arrived_at: datetime, number: str = "", remote_id: int | None = None
) -> Callable[[apsw.Connection], tuple[DeliveryId, bool]]:
    """See ``keep``; to be called in a transaction. ``number``: the processing id."""
    body = without_secrets(body)
    digest = digest_of(number.encode() + b"\x1f" + body if number else body)
    row = (digest, arrived_at.timestamp(), by.value, remote_id, len(body), number)

    def change(connection: apsw.Connection) -> tuple[DeliveryId, bool]:
        there = connection.execute("SELECT id FROM deliveries WHERE digest = ?", (digest,)).get
        if there is not None and by is DeliveredBy.HAND:  # somebody wants it looked at again
            connection.execute(
                "UPDATE deliveries SET (state, trouble) = ('raw', '')"
                " WHERE id = ? AND state IN ('unreadable', 'quarantined')",
                (there,),
            )
        if there is not None:
            return DeliveryId(there), False
        connection.execute(
            "INSERT INTO deliveries (digest, arrived_at, delivered_by, remote_id, size, processing_id)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            row,
        )
        id_ = connection.last_insert_rowid()
        connection.execute("INSERT INTO bodies VALUES (?, ?)", (id_, body))
        return DeliveryId(id_), True

    return change


def _found(connection: apsw.Connection, where: str, *values: object) -> tuple[Delivery, ...]:
    rows = connection.execute(
        "SELECT deliveries.id, arrived_at, delivered_by, size, deliveries.state, deliveries.processing_id,"  # noqa: S608 - ours
        " purchases.id, records, deliveries.trouble"
        f" FROM deliveries LEFT JOIN purchases ON number = purchase {where}",
        values,
    )
    return tuple(map(_delivery, rows.fetchall()))


def _delivery(row: tuple[Any, ...]) -> Delivery:
    id_, arrived_at, by, size, state, processing_id, purchase, records, trouble = row
    return Delivery(
        id=DeliveryId(id_),
        arrived_at=moment(arrived_at),
        by=DeliveredBy(by),
        size=size,
        state=DeliveryState(state),
        processing_id=processing_id,
        purchase=None if purchase is None else PurchaseId(purchase),
        records=records,
        trouble=trouble,
    )
