"""See what was bought: purchases, their steps and records, deliveries, the ledger; and take the evidence home."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.deliveries import Delivery
from leaddesk.domain.errors import PurchaseBlocked
from leaddesk.domain.evidence import HEADER, Case, document_of, table_of
from leaddesk.domain.ledger import Day, Entry, Standing, Yield, by_day
from leaddesk.domain.purchases import Purchase, PurchaseId, Step
from leaddesk.domain.records import Row
from leaddesk.domain.table import RowSource

_ROWS_AT_ONCE = 500


class PurchaseReader(Protocol):
    """``workspace.purchases.journal.Journal``, its side for reading."""

    async def all(self) -> tuple[Purchase, ...]: ...

    async def steps(self, id: PurchaseId, /) -> tuple[Step, ...]: ...  # noqa: A002


class LedgerBook(Protocol):
    """``workspace.purchases.ledger.Ledger``."""

    async def standing(self, account: str, /) -> Standing: ...

    async def entries(self, account: str, /) -> tuple[Entry, ...]: ...

    async def acknowledge(self, account: str, difference: int, note: str, /) -> None: ...

    async def yields(self) -> tuple[Yield, ...]: ...


class DeliveryReader(Protocol):
    """``workspace.purchases.deliveries.Deliveries``."""

    async def all(self) -> tuple[Delivery, ...]: ...


OpenRecords = Callable[[PurchaseId], Awaitable[RowSource]]
"""``workspace.purchases.records``: the records of a purchase under ReachStream's own field names."""


class WriteEvidence(Protocol):
    """``files.evidence.write_evidence``: both files or none; blocks. Returns the document's path and the table's."""

    def __call__(
        self, path: Path, document: Mapping[str, Any], header: Sequence[str], rows: Sequence[Row], /
    ) -> tuple[Path, Path]: ...


@dataclass(frozen=True)
class EvidenceFiles:
    """The two files, whole and in their places."""

    document: Path
    """JSON: everything."""
    table: Path
    """CSV beside it, of the same name: a line for each thing that happened."""


class SeePurchases:
    """All calls may raise WorkspaceError."""

    def __init__(
        self,
        journal: PurchaseReader,
        ledger: LedgerBook,
        deliveries: DeliveryReader,
        announcer: Announcer,
        *,
        records: OpenRecords,
        write: WriteEvidence,
        account: Callable[[], str],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``account`` tells the address of ReachStream that is used now."""
        self._journal, self._ledger, self._deliveries, self._records = journal, ledger, deliveries, records
        self._write, self._announcer, self._account, self._clock = write, announcer, account, clock

    async def all(self) -> tuple[Purchase, ...]:
        """Newest first."""
        return tuple(sorted(await self._journal.all(), key=lambda purchase: -purchase.number))

    def is_elsewhere(self, purchase: Purchase) -> bool:
        """Whether it was bought at another address than is used now: nothing is asked about it then."""
        return purchase.account != self._account()

    async def steps(self, id: PurchaseId) -> tuple[Step, ...]:  # noqa: A002
        """What the journal says of one purchase, oldest first."""
        return await self._journal.steps(id)

    async def records(self, id: PurchaseId) -> RowSource:  # noqa: A002
        """Its records in the order in which they came, under ReachStream's own field names."""
        return await self._records(id)

    async def deliveries(self) -> tuple[Delivery, ...]:
        """Newest first."""
        return tuple(sorted(await self._deliveries.all(), key=lambda delivery: -delivery.id))

    async def standing(self) -> Standing:
        """Of the account that is used now."""
        return await self._ledger.standing(self._account())

    async def entries(self) -> tuple[Entry, ...]:
        """Of the account that is used now, newest first."""
        return await self._ledger.entries(self._account())

    async def days(self) -> tuple[Day, ...]:
        """Oldest first; only those on which something happened."""
        return by_day(await self.entries())

    async def yields(self) -> tuple[Yield, ...]:
        """Per saved filter."""
        return await self._ledger.yields()

    async def acknowledge(self, note: str, *, difference: int | None = None) -> None:
        """Take the balance as it is from here on.

        ``difference``: what the person was shown; PurchaseBlocked is raised where it is another one by now, and nothing
        is acknowledged.
        """
        account = self._account()
        found = (await self._ledger.standing(account)).difference
        if difference not in {None, found}:
            raise PurchaseBlocked(None)
        if found:
            await self._ledger.acknowledge(account, found, note)
            self._announcer.announce(Changes(purchases=True))

    async def export_evidence(self, path: Path, id: PurchaseId | None = None) -> EvidenceFiles:  # noqa: A002
        """Write what the provider's support needs to ``path`` (``.json``) and a readable table beside it (``.csv``).

        Of one purchase and what the ledger says from then on, or (None) of all. What was asked and when, the exact body
        and its hash, the answers as they are in the journal, balances, counts, and ReachStream's ids of what came; no
        key, no secret, nothing else of any record. Both files appear whole or not at all.
        Raises CannotWrite, DiskFull.
        """
        account = self._account()
        wanted = [purchase for purchase in await self._journal.all() if id is None or purchase.id == id]
        wanted.sort(key=lambda purchase: purchase.number)
        delivered = await self._deliveries.all()
        cases = [await self._case(purchase, delivered) for purchase in wanted]
        entries = [entry for entry in await self._ledger.entries(account) if id is None or _concerns(entry, cases)]

        def written() -> EvidenceFiles:
            document = document_of(cases, entries, at=self._clock(), account=account)
            return EvidenceFiles(*self._write(path, document, HEADER, table_of(cases, entries)))

        return await asyncio.to_thread(written)

    async def _case(self, purchase: Purchase, delivered: Sequence[Delivery]) -> Case:
        rows = await self._records(purchase.id)
        ids = await asyncio.to_thread(_ids, rows)
        own = tuple(sorted((one for one in delivered if one.purchase == purchase.id), key=lambda one: one.id))
        told = [one for one in ids if one]
        return Case(purchase, await self._journal.steps(purchase.id), own, told, len(ids) - len(told))


def _ids(rows: RowSource) -> list[str]:
    """ReachStream's id of each record; empty for one without."""
    at = next((place for place, column in enumerate(rows.columns) if column.name == "id"), None)
    if at is None:
        return [""] * len(rows)
    return [str(row[at] or "") for chunk in rows.chunks(range(len(rows)), _ROWS_AT_ONCE) for row in chunk]


def _concerns(entry: Entry, cases: Sequence[Case]) -> bool:
    """Whether a line of the ledger says something about one of these: it is theirs, or a reading from then on."""
    return any(
        entry.purchase == case.purchase.id if entry.purchase else entry.at >= _from(case.purchase) for case in cases
    )


def _from(purchase: Purchase) -> datetime:
    return purchase.balance_read_at or purchase.confirmed_at
