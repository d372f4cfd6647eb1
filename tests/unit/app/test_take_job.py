"""Deliveries become records of their purchase, and the records become leads: once each, whatever is done again."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import apsw
import pytest
import pytest_asyncio

from leaddesk.app.work import take_job
from leaddesk.app.work.worker import Worker
from leaddesk.domain.deliveries import TEST_EVENT, DeliveredBy, DeliveryState
from leaddesk.domain.errors import LeadsDamaged, PurchasesDamaged
from leaddesk.domain.lead_history import Step
from leaddesk.domain.leads import Field, LeadId, SourceKind
from leaddesk.domain.purchases import Purchase, PurchaseState, Reason
from leaddesk.domain.suppression import parsed
from tests.unit.workspace.leads.keeping import JANE, Kept
from tests.unit.workspace.purchases.buying import Computer, payload, record

JANES = {
    "id": 4711,
    "contact_name": "Jane Doe",
    "contact_email_1": "Jane@ACME.example",
    "contact_social_linkedin": "linkedin.com/in/jane-doe",
}


class Both:
    """Purchases and My Leads of one person, and the job between them."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.computer, self.kept = Computer(home / "purchases.db"), Kept(home)

    async def deliver(self, *bodies: bytes) -> None:
        for body in bodies:
            await self.computer.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=self.computer.now)

    async def take(self, *, cancelled_after: int = 1 << 30) -> dict[str, Any]:
        asked = iter(range(cancelled_after))
        job = json.loads(json.dumps({"purchases": f"{self.home / 'purchases.db'}", "leads": f"{self.kept.path}"}))
        done = await asyncio.to_thread(take_job.run, job, lambda _: None, lambda: next(asked, None) is None)
        return dict(json.loads(json.dumps(done)))

    async def taken(self, purchase: Purchase) -> Purchase:
        return await self.computer.journal.one(purchase.id)

    async def sources(self) -> list[tuple[Any, ...]]:
        return await self.kept.rows("SELECT kind, name FROM sources ORDER BY id")

    async def standings(self) -> list[int]:
        question = "SELECT standing FROM records ORDER BY id"
        rows = await self.computer.database.read(lambda connection: list(connection.execute(question)))
        return [int(str(standing)) for (standing,) in rows]

    async def everything(self) -> object:
        tables = "purchases", "records", "charges", "steps"
        return await self.kept.tables(), {
            table: await self.computer.database.read(
                lambda connection, table=table: list(connection.execute(f"SELECT * FROM {table}"))  # type: ignore[misc]  # noqa: S608 - ours
            )
            for table in tables
        }

    async def close(self) -> None:
        await self.computer.aclose()
        await self.kept.close()


@pytest_asyncio.fixture
async def both(tmp_path: Path) -> AsyncIterator[Both]:
    made = Both(tmp_path)
    yield made
    await made.close()


def people(*numbers: int, **more: Any) -> list[Mapping[str, Any]]:
    return [record(number, **more) for number in numbers]


async def test_the_records_are_leads_with_their_purchase_as_the_source(both: Both) -> None:
    purchase = await both.computer.buy("77", asked=3)
    body = payload(77, [*people(1, 2), record(3, contact_job_title_1="CTO", company_tech_keywords_list=["Go", "C"])])
    await both.deliver(body)
    assert await both.take() == {"deliveries": {"taken": 1}, "records": 3, "leads": 3, "waits": ""}
    third = await both.kept.shown(LeadId(3))
    assert third[Field.REACHSTREAM_ID.value] == "3"
    assert (third["email"], third["title"], third["technologies"]) == ("p3@example.com", "CTO", "Go, C")
    assert await both.sources() == [("reachstream", "Purchase 1, Germans")]
    taken = await both.taken(purchase)
    assert (taken.state, taken.received, taken.with_email, taken.new_leads) == (PurchaseState.COMPLETE, 3, 3, 3)
    assert [str(one["id"]) for one in await both.computer.journal.records(purchase.id)] == ["1", "2", "3"]
    lead = await both.kept.lead(LeadId(2))
    assert lead is not None
    assert [(one.source.kind, one.row) for one in lead.records] == [(SourceKind.REACHSTREAM, 2)]


async def test_several_deliveries_are_one_source_and_nothing_is_taken_twice(both: Both) -> None:
    purchase = await both.computer.buy("77", asked=5)
    await both.deliver(payload(77, people(1, 2)))
    await both.take()
    await both.deliver(payload(77, people(2, 3)), payload(77, people(4, 1)))
    assert (await both.take())["records"] == 2
    before = await both.everything()
    assert await both.take() == {"deliveries": {}, "records": 0, "leads": 0, "waits": ""}
    assert await both.everything() == before
    assert await both.sources() == [("reachstream", "Purchase 1, Germans")]
    taken = await both.taken(purchase)
    assert (taken.state, taken.received, taken.new_leads) == (PurchaseState.RECEIVING, 4, 4)
    assert await both.kept.ask("SELECT count(*) FROM leads") == 4


async def test_many_deliveries_at_once_large_and_small_and_broken_ones(both: Both) -> None:
    """More than are read in one transaction: by their number, and by their size."""
    purchase = await both.computer.buy("77", asked=1000)
    large = [payload(77, [record(number, note="x" * 200_000)]) for number in (500, 501, 502)]
    small = [payload(77, people(number, number + 1)) for number in range(120)]
    await both.deliver(*small[:60], b"{", payload(78, people(900)), *large, *small[60:])
    done = await both.take()
    assert done == {
        "deliveries": {"taken": 123, "unreadable": 1, "quarantined": 1},
        "records": 124,
        "leads": 124,
        "waits": "",
    }
    assert [int(one["id"]) for one in await both.computer.journal.records(purchase.id, limit=200)] == [
        *range(61),
        *(500, 501, 502),
        *range(61, 121),
    ]
    assert (await both.taken(purchase)).received == 124
    kept = [one.id for one in await both.computer.deliveries.all() if await both.computer.deliveries.raw(one.id)]
    assert sorted(kept) == [61, 62], "the bodies that nobody understood stay"


async def test_known_people_get_the_record_and_are_not_counted_as_new(both: Both) -> None:
    await both.kept.add(JANE)
    purchase = await both.computer.buy("77", asked=2)
    await both.deliver(payload(77, [JANES, record(2)]))
    assert (await both.take())["leads"] == 1
    assert (await both.taken(purchase)).new_leads == 1
    lead = await both.kept.lead(LeadId(1))
    assert lead is not None
    assert [one.source.kind for one in lead.records] == [SourceKind.REACHSTREAM, SourceKind.FILE]


async def test_who_was_erased_stays_out_and_leaves_no_byte(both: Both) -> None:
    (jane,) = await both.kept.add(JANE)
    await both.kept.keeping.erase([jane])
    purchase = await both.computer.buy("77", asked=3)
    await both.deliver(
        payload(77, [record(1), JANES]), payload(77, [JANES, record(2)]), payload(99, [JANES]), b'{"Jane@acme.example'
    )
    done = await both.take()
    assert done["deliveries"] == {"taken": 2, "quarantined": 1, "unreadable": 1}
    taken = await both.taken(purchase)
    assert (taken.received, taken.kept_out, taken.new_leads, taken.state) == (3, 1, 2, PurchaseState.COMPLETE)
    assert await both.standings() == [1, 2, 1]
    await both.computer.database.wipe()
    await both.kept.leads.wipe()
    for path in both.home.iterdir():
        assert not any(trace in path.read_bytes().lower() for trace in (b"jane", b"4711")), path.name


async def test_who_is_erased_between_the_two_files_stays_out_as_well(both: Both) -> None:
    purchase = await both.computer.buy("77", asked=2)
    await both.deliver(payload(77, [JANES, record(2)]))
    assert (await both.take(cancelled_after=2))["leads"] == 0, "the records are there, nobody is a lead"
    (jane,) = await both.kept.add(JANE)
    await both.kept.keeping.erase([jane])
    assert (await both.take())["leads"] == 1
    taken = await both.taken(purchase)
    assert (taken.received, taken.kept_out, taken.new_leads) == (2, 1, 1)


async def test_suppressed_people_are_kept_and_marked(both: Both) -> None:
    await both.kept.keeping.suppress(parsed("acme.example"))
    await both.computer.buy("77", asked=2)
    await both.deliver(payload(77, [JANES, record(2)]))
    assert (await both.take())["leads"] == 2
    assert await both.kept.rows("SELECT lead FROM suppressed") == [(1,)]


async def test_a_delivery_is_one_step_of_the_history(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_job, "_AT_ONCE", 3)
    await both.kept.add(JANE)
    await both.computer.buy("77", asked=20)
    await both.deliver(payload(77, [*people(*range(8)), JANES]))
    await both.take()
    await both.deliver(payload(77, people(*range(8, 12))))
    await both.kept.keeping.tag([LeadId(1)], "Hot")
    await both.take()
    before = await both.kept.tables()
    steps = [(step.act, step.facts.get("new")) for step in await steps_of(both)]
    assert steps == [("import", 1), ("collect", 8), ("tag", None), ("collect", 4)]
    left = [await undone(both) for _ in range(3)]
    assert left == [9, 9, 1]
    for _ in range(3):
        await both.kept.keeping.redo()
    assert await both.kept.tables() == before


async def steps_of(both: Both) -> list[Step]:
    def look(connection: apsw.Connection) -> list[Step]:
        rows = connection.execute("SELECT id, act, facts, at, undone FROM history ORDER BY id")
        return [Step(id_, act, json.loads(facts), at, bool(is_undone)) for id_, act, facts, at, is_undone in rows]

    return await both.kept.leads.read(look)


async def undone(both: Both) -> int:
    """How many leads are left after another step back."""
    await both.kept.keeping.undo()
    return int(await both.kept.ask("SELECT count(*) FROM leads WHERE standing = 0"))


async def test_while_somebody_else_writes_my_leads_the_records_are_safe_and_wait(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_job, "_BUSY_AFTER", 10)
    await both.kept.add(JANE)
    purchase = await both.computer.buy("77", asked=2)
    await both.deliver(payload(77, people(1, 2)))
    other = apsw.Connection(str(both.kept.path))
    other.execute("BEGIN IMMEDIATE")
    assert await both.take() == {"deliveries": {"taken": 1}, "records": 2, "leads": 0, "waits": "leads"}
    assert (await both.taken(purchase)).received == 2
    other.close()
    assert await both.take() == {"deliveries": {}, "records": 0, "leads": 2, "waits": ""}


async def test_a_damaged_my_leads_keeps_what_was_paid_for_waiting(both: Both) -> None:
    await both.computer.buy("77", asked=2)
    await both.deliver(payload(77, people(1, 2)))
    both.kept.path.write_bytes(b"no database" * 1000)
    with pytest.raises(LeadsDamaged):
        await both.take()
    (delivery,) = await both.computer.deliveries.all()
    assert delivery.state is DeliveryState.RAW


async def test_what_belongs_to_nobody_stays_as_it_came(both: Both) -> None:
    strange, torn = payload(99, people(1)), b'{"data": ['
    await both.deliver(strange, torn, json.dumps({"event": TEST_EVENT, "nonce": "n"}).encode())
    assert (await both.take())["deliveries"] == {"quarantined": 1, "unreadable": 1, "taken": 1}
    bodies = {one.state: await both.computer.deliveries.raw(one.id) for one in await both.computer.deliveries.all()}
    assert bodies == {DeliveryState.QUARANTINED: strange, DeliveryState.UNREADABLE: torn, DeliveryState.TAKEN: None}
    await both.computer.buy("99", asked=1)
    assert await both.take() == {"deliveries": {"taken": 1}, "records": 1, "leads": 1, "waits": ""}


async def test_an_unknown_purchase_adopts_what_fits_it(both: Both) -> None:
    purchase = await both.computer.send(asked=2)
    await both.computer.journal.unknown(purchase.id, Reason.CUT)
    both.computer.later(minutes=1)
    await both.deliver(payload(1300, people(1, 2)))
    assert (await both.take())["leads"] == 2
    taken = await both.taken(purchase)
    assert (taken.state, taken.processing_id) == (PurchaseState.COMPLETE, "1300")


async def test_masked_values_are_not_taken(both: Both) -> None:
    await both.computer.buy("77", asked=1)
    await both.deliver(payload(77, [record(1, contact_phone_1="xxxxx", company_company_name="Acme")]))
    await both.take()
    shown = await both.kept.shown(LeadId(1))
    assert "phone" not in shown
    assert shown["company"] == "Acme"


async def test_a_stop_leaves_what_was_done(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_job, "_AT_ONCE", 2)
    await both.computer.buy("77", asked=9)
    await both.deliver(payload(77, people(*range(5))))
    assert (await both.take(cancelled_after=3))["leads"] == 2
    assert (await both.take())["leads"] == 3
    assert await both.sources() == [("reachstream", "Purchase 1, Germans")]


async def test_the_working_process_does_it_and_tells_what_became_of_it(both: Both) -> None:
    await both.computer.buy("77", asked=2)
    await both.deliver(payload(77, people(1, 2)))
    worker = Worker()
    job = {"purchases": str(both.home / "purchases.db"), "leads": str(both.kept.path)}
    done = await worker.run("take", job)
    assert done == {"deliveries": {"taken": 1}, "records": 2, "leads": 2, "waits": ""}
    assert await both.kept.ask("SELECT count(*) FROM leads") == 2
    (both.home / "purchases.db").write_bytes(b"no database" * 1000)
    for ending in ("-wal", "-shm"):
        (both.home / f"purchases.db{ending}").unlink(missing_ok=True)
    with pytest.raises(PurchasesDamaged):
        await worker.run("take", job)
    await worker.aclose()
