"""A computer on which contacts are bought: the store of purchases with a clock of its own, and a provider's words."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaddesk.domain.deliveries import DeliveredBy, PayloadUnreadableError, read_payload
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import DeliveryWay, Offer, Purchase, PurchaseId, body_of
from leaddesk.workspace.database import Database
from leaddesk.workspace.purchases import taking
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.journal import Journal
from leaddesk.workspace.purchases.ledger import Ledger
from leaddesk.workspace.purchases.schema import PURCHASES

if TYPE_CHECKING:
    import apsw

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ACCOUNT = "https://reachstream.example"
GERMANY = Filter.of({"company_address_country": ["Germany"]})


def opened(path: Path) -> Database:
    return Database(path, schema=lambda: PURCHASES, damaged_stays=True)


def offer(most: int = 1000, wanted: Filter = GERMANY, id: str = "") -> Offer:  # noqa: A002 - as its field is called
    return Offer(PurchaseId(id or secrets.token_hex(16)), wanted, "Germans", most, most, NOON, most)


def record(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "contact_name": f"Name {number:05}",
        "contact_email_1": f"p{number}@example.com",
        "contact_phone_1": None,
        "company_address_country": "Germany",
        **more,
    }


def payload(processing_id: str | int, records: Iterable[Mapping[str, Any]], **more: Any) -> bytes:
    said = {"unique_processing_id": processing_id, "event": "data_notification", "data": [*records], **more}
    return json.dumps(said).encode()


class Computer:
    """One LeadDesk on ``path``; several can have the same. ``now`` is its clock."""

    def __init__(self, path: Path) -> None:
        self.now, self.path = NOON, path
        self.database = opened(path)
        self.journal = Journal(self.database, clock=lambda: self.now)
        self.ledger = Ledger(self.database, clock=lambda: self.now)
        self.deliveries = Deliveries(self.database)

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    async def confirm(
        self, asked: int = 10, way: DeliveryWay = DeliveryWay.WEBHOOK, account: str = ACCOUNT, **more: Any
    ) -> Purchase:
        return await self.journal.begin(offer(**more), asked=asked, way=way, account=account)

    async def arm(self, purchase: Purchase, balance: int = 1000) -> Purchase:
        body = body_of(purchase.filter, purchase.asked)
        return await self.journal.arm(purchase.id, body=body, balance=balance, balance_read_at=self.now)

    async def send(self, asked: int = 10, **more: Any) -> Purchase:
        return await self.journal.sending((await self.arm(await self.confirm(asked, **more))).id)

    async def buy(self, processing_id: str, asked: int = 10, **more: Any) -> Purchase:
        return await self.journal.accepted((await self.send(asked, **more)).id, processing_id)

    async def receive(self, body: bytes, by: DeliveredBy = DeliveredBy.WEBHOOK, processing_id: str = "") -> bool:
        """Keeps it and takes it in; whether it was new."""
        _, is_new = await self.deliveries.keep(body, by, arrived_at=self.now, processing_id=processing_id)
        await self.take_all()
        return is_new

    async def take_all(self) -> list[taking.Taken]:
        """What the working process does with everything that is raw."""
        done: list[taking.Taken] = []
        while await self.database.write(lambda connection: self._take_next(connection, done)):
            pass
        return done

    def _take_next(self, connection: apsw.Connection, done: list[taking.Taken]) -> bool:
        raw = taking.next_raw(connection)
        if raw is None:
            return False
        try:
            said = read_payload(raw.body)
        except PayloadUnreadableError as error:
            taking.unreadable(connection, raw.id, str(error))
            return True
        buyer = taking.buyer(connection, raw, said)
        if buyer is None:
            taking.quarantine(connection, raw, said)
        else:
            done.append(taking.take(connection, raw, said, buyer.id, self.now))
        return True

    async def identities(self, purchase: Purchase) -> list[Any]:
        question = "SELECT identity FROM records WHERE purchase = ? ORDER BY identity"
        rows = await self.database.read(lambda connection: list(connection.execute(question, (purchase.number,))))
        return [identity for (identity,) in rows]

    async def aclose(self) -> None:
        await self.database.aclose()


def names(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return [row["contact_name"] for row in rows]
