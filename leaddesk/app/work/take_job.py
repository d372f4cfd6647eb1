"""The job ``take``: what was delivered becomes records of its purchase, and the records become leads.

What is asked: ``purchases`` and ``leads``, the files. Everything is done in steps that may be done again: killed
anywhere and begun again, it ends the same. First the deliveries, some in each transaction of ``purchases.db``; then the
records that are not in My Leads yet, some at a time as well: into ``leads.db``, and only then is that written down
beside them. Who was added and not written down is added again, which changes nothing: it says what its source has said
already.

What is told: ``added``, how many records are in My Leads so far. The result: ``deliveries`` by what became of them,
``records`` and ``leads`` that are new, and ``waits``: ``leads`` where somebody else writes there for long, so that some
are left for the next time, else empty. What was done before it was cancelled stays.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaddesk.domain.deliveries import TEST_EVENT, DeliveryState, Payload, PayloadUnreadableError, read_payload
from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.identity import is_masked
from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.lead_fields import provider_columns
from leaddesk.domain.leads import SourceKind
from leaddesk.domain.purchases import Purchase
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.leads import adding, history
from leaddesk.workspace.leads.erasing import Teller, teller
from leaddesk.workspace.leads.history import Recording
from leaddesk.workspace.leads.schema import LEADS
from leaddesk.workspace.purchases import erasing, taking
from leaddesk.workspace.purchases.purchase_rows import one
from leaddesk.workspace.purchases.records import flat
from leaddesk.workspace.purchases.schema import PURCHASES

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection

_AT_ONCE = 200
"""Records that are added in one transaction: whoever else wants to write My Leads waits for some ten milliseconds."""
_DELIVERIES_AT_ONCE, _BYTES_AT_ONCE = 50, 256 << 10
"""That are read in one transaction; a larger one alone. The receiver waits as long before it keeps what arrives."""
_MOST_ASIDE = 0.11
"""Seconds after each, which are as long as it took itself: others have their turn. Whoever waits for SQLite's lock asks
every 0.1 s at least, so on a slow disk everybody gets it.
"""
_BUSY_AFTER = 5000
"""Milliseconds that somebody else may be writing."""
_TELL_EVERY = 0.1
"""Seconds."""
_SOMEBODY = "somebody"
"""Who was not taken, if nothing can stand for them."""
_ACT = "collect"
"""What the history calls it, as where rows of any other provider are collected."""


def run(
    job: Mapping[str, Any], tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
) -> dict[str, Any]:
    """As ``domain.work.Job``. Raises WorkspaceError, DiskFull."""
    return asyncio.run(_taken(Path(job["purchases"]), Path(job["leads"]), tell, cancelled))


async def _taken(
    purchases: Path, leads: Path, tell: Callable[[Mapping[str, Any]], None], cancelled: Callable[[], bool]
) -> dict[str, Any]:
    bought = Database(purchases, schema=lambda: PURCHASES, damaged_stays=True)
    own = Database(leads, schema=lambda: LEADS, damaged_stays=True, busy_after=_BUSY_AFTER)
    job = _Taking(bought, own, tell, cancelled)
    try:
        await job.read_deliveries()
        try:
            await job.add_to_leads()
        except LeadsBusy:
            return job.result(waits="leads")
        finally:
            await job.forget_again()
        return job.result()
    finally:
        await own.aclose()
        await bought.aclose()


class _Taking:
    def __init__(
        self,
        purchases: Database,
        leads: Database,
        tell: Callable[[Mapping[str, Any]], None],
        cancelled: Callable[[], bool],
    ) -> None:
        self._purchases, self._leads = purchases, leads
        self._tell, self._cancelled = tell, cancelled
        self._erased: Teller = _nobody
        self._erasings = 0
        self._deliveries: Counter[str] = Counter()
        self._records = self._new_leads = 0
        self._told = 0.0

    def result(self, waits: str = "") -> dict[str, Any]:
        return {
            "deliveries": dict(self._deliveries),
            "records": self._records,
            "leads": self._new_leads,
            "waits": waits,
        }

    # -- deliveries

    async def read_deliveries(self) -> None:
        """Each becomes records of its purchase, or is put where a person sees it."""
        self._erased, self._erasings = await self._leads.read(_who_was_erased)
        after = 0
        while not self._cancelled():
            some = await self._purchases.read(partial(_next_raw, after=after))
            if not some:
                return
            after = some[-1].id
            # Read before the transaction: whoever keeps the next body waits for that.
            payloads = [(raw, self._payload(raw)) for raw in some]
            began = time.monotonic()
            became = await self._purchases.write(partial(self._take, payloads=payloads))
            self._deliveries.update(state.value for state in became)
            await asyncio.sleep(min(_MOST_ASIDE, time.monotonic() - began))

    def _payload(self, raw: taking.Raw) -> Payload | PayloadUnreadableError:
        try:
            return self._to_be_kept(read_payload(raw.body))
        except PayloadUnreadableError as error:
            return error

    def _take(
        self, connection: Connection, *, payloads: Sequence[tuple[taking.Raw, Payload | PayloadUnreadableError]]
    ) -> list[DeliveryState]:
        """In a write transaction of the purchases: what became of each."""
        return [
            self._unreadable(connection, raw, str(payload.args[0]))
            if isinstance(payload, PayloadUnreadableError)
            else self._belongs(connection, raw, payload)
            for raw, payload in payloads
        ]

    def _unreadable(self, connection: Connection, raw: taking.Raw, trouble: str) -> DeliveryState:
        taking.unreadable(connection, raw.id, trouble)
        erasing.from_body(connection, raw.id, self._erased)
        return DeliveryState.UNREADABLE

    def _belongs(self, connection: Connection, raw: taking.Raw, payload: Payload) -> DeliveryState:
        if payload.event == TEST_EVENT and not payload.records:
            taking.dismiss(connection, raw.id)
            return DeliveryState.TAKEN
        purchase = taking.buyer(connection, raw, payload)
        if purchase is None:
            taking.quarantine(connection, raw, payload)
            erasing.from_body(connection, raw.id, self._erased)
            return DeliveryState.QUARANTINED
        self._records += taking.take(connection, raw, payload, purchase.id, datetime.now(UTC)).fresh
        return DeliveryState.TAKEN

    def _to_be_kept(self, payload: Payload) -> Payload:
        """With a stand-in for each record of somebody who was erased: what is not kept need not be taken out again."""
        told = ((record, erasing.who_is(record, self._erased)) for record in payload.records)
        return replace(
            payload, records=tuple(erasing.stand_in_for(person) if person else record for record, person in told)
        )

    async def forget_again(self) -> None:
        """Somebody may have been erased between the look at who was, and what was written then."""
        erased, erasings = await self._leads.read(_who_was_erased)
        if erasings != self._erasings:
            await self._purchases.write(partial(erasing.forget, erased=erased))
            await self._purchases.wipe()

    # -- leads

    async def add_to_leads(self) -> None:
        """All records that are not in My Leads yet. Raises LeadsBusy."""
        added = 0
        for purchase in await self._purchases.read(taking.untold):
            while not self._cancelled():
                some = await self._purchases.read(partial(taking.waiting, purchase=purchase.number, limit=_AT_ONCE))
                if not some:
                    break
                began = time.monotonic()
                await self._add(purchase, some)
                added += len(some)
                self._say(added)
                await asyncio.sleep(min(_MOST_ASIDE, time.monotonic() - began))

    async def _add(self, purchase: Purchase, some: Sequence[taking.Waiting]) -> None:
        known = {one.id: erasing.who_is(one.record, self._erased) for one in some}
        rows = [(one.row, _values(one.record)) for one in some if not known[one.id]]
        added = await self._leads.write(partial(_add, purchase=purchase, rows=rows, at=time.time()))
        if added.erased:  # since the look at who was
            self._erased, _ = await self._leads.read(_who_was_erased)
            out = [one for one in some if one.row in added.erased]
            known.update({one.id: erasing.who_is(one.record, self._erased) or _SOMEBODY for one in out})
        self._new_leads += await self._purchases.write(
            partial(_written_down, purchase=purchase, known=known, leads=added.leads_of_source)
        )

    def _say(self, added: int) -> None:
        now = time.monotonic()
        if now - self._told >= _TELL_EVERY:
            self._told = now
            self._tell({"added": added})


@dataclass(frozen=True)
class _Added:
    leads_of_source: int
    """New ones of this purchase, those of earlier times too."""
    erased: frozenset[int]
    """Rows that were not taken."""


def _next_raw(connection: Connection, *, after: int) -> list[taking.Raw]:
    """Those that are read in one transaction next; none where no delivery after this one is raw."""
    found: list[taking.Raw] = []
    while len(found) < _DELIVERIES_AT_ONCE and sum(len(raw.body) for raw in found) < _BYTES_AT_ONCE:
        raw = taking.next_raw(connection, after=found[-1].id if found else after)
        if raw is None:
            break
        found.append(raw)
    return found


def _add(
    connection: Connection, *, purchase: Purchase, rows: Sequence[tuple[int, Mapping[str, str]]], at: float
) -> _Added:
    """In a write transaction of My Leads: one source for all of a purchase, and one step of the history where nothing
    else was done in between.
    """
    name = source_name(purchase)
    source = adding.source_called(connection, SourceKind.REACHSTREAM, name)
    erased: set[int] = set()

    def refused(row: int | None, _: Mapping[str, str], reject: Reject) -> None:
        if reject is Reject.ERASED and row is not None:
            erased.add(row)

    def change(recording: Recording) -> Imported:
        return adding.add(
            connection, recording, SourceKind.REACHSTREAM, name, rows, at=at, source=source, rejected=refused
        )

    history.record(connection, _ACT, change, at=at, more_of=source)
    source = adding.source_called(connection, SourceKind.REACHSTREAM, name)
    return _Added(adding.leads_of(connection, source), frozenset(erased))


def _written_down(connection: Connection, *, purchase: Purchase, known: Mapping[int, str], leads: int) -> int:
    """In a write transaction of the purchases: these records are in My Leads. How many new leads that are, counted by
    what is there: whoever was killed before writing it down has counted nobody.
    """
    for record, person in known.items():
        if person:
            erasing.keep_out(connection, record, person)
    new = max(0, leads - one(connection, purchase.id).new_leads)
    taking.added(connection, purchase.number, [id_ for id_, person in known.items() if not person], new=new)
    return new


def source_name(purchase: Purchase) -> str:
    """What its leads say of where they come from."""
    name = f"Purchase {purchase.number}"
    return f"{name}, {purchase.filter_name}" if purchase.filter_name else name


def _values(record: Mapping[str, Any]) -> dict[str, str]:
    """By column of My Leads; what is masked is not taken."""
    cells = flat(record)
    columns = provider_columns(SourceKind.REACHSTREAM, tuple(cells))
    told = zip(columns, cells.values(), strict=True)
    values = {column: str(value) for column, value in told if column is not None and value is not None}
    return {storable(column): storable(value) for column, value in values.items() if not is_masked(value)}


def _who_was_erased(connection: Connection) -> tuple[Teller, int]:
    """And how many marks are known of them."""
    return teller(connection) or _nobody, int(connection.execute("SELECT count(*) FROM erased").get)


def _nobody(values: Mapping[str, str]) -> str:
    del values
    return ""
