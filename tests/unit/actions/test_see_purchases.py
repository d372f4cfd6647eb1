"""Looking at what was bought, over the real store; and the evidence that is taken home."""

from __future__ import annotations

import csv
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from leaddesk.actions.see_purchases import SeePurchases
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import CannotWrite, PurchaseBlocked
from leaddesk.domain.purchases import Purchase, PurchaseState
from leaddesk.files.evidence import write_evidence
from tests.unit.workspace.purchases.buying import ACCOUNT, Computer, payload, record

PEOPLE = [record(1, contact_name="=Jane Doe"), record(2, contact_name="Bob Moss"), {"contact_name": "Ann Nobody"}]


class Seen:
    """``see`` over a store in which one purchase was bought and one refused."""

    def __init__(self, folder: Path) -> None:
        self.computer = Computer(folder / "purchases.db")
        self.announcer, self.announced = Announcer(), list[Changes]()
        self.announcer.subscribe(self.announced.append)
        self.see = SeePurchases(
            self.computer.journal,
            self.computer.ledger,
            self.computer.deliveries,
            self.announcer,
            records=self.computer.journal.rows,
            write=write_evidence,
            account=lambda: ACCOUNT,
            clock=lambda: self.computer.now,
        )

    async def shop(self) -> Purchase:
        computer = self.computer
        await computer.ledger.note_balance(ACCOUNT, 1000, computer.now, "offer")
        computer.later(minutes=1)
        bought = await computer.buy("1300", asked=3)
        computer.later(minutes=1)
        await computer.receive(payload(1300, PEOPLE))
        computer.later(minutes=1)
        await computer.ledger.note_balance(ACCOUNT, 990, computer.now, "delivered")
        return bought


@pytest_asyncio.fixture
async def seen(tmp_path: Path) -> AsyncIterator[Seen]:
    made = Seen(tmp_path / "home")
    yield made
    await made.computer.aclose()


async def test_everything_is_there_newest_first(seen: Seen) -> None:
    bought = await seen.shop()
    confirmed = await seen.computer.journal.one(bought.id)
    assert [one.number for one in await seen.see.all()] == [1]
    assert [step.state for step in await seen.see.steps(bought.id)][:2] == [
        PurchaseState.CONFIRMED,
        PurchaseState.ARMED,
    ]
    records = await seen.see.records(bought.id)
    assert [records.row(number)[1] for number in range(len(records))] == ["=Jane Doe", "Bob Moss", "Ann Nobody"]
    assert [one.records for one in await seen.see.deliveries()] == [3]
    assert confirmed.state is PurchaseState.COMPLETE
    assert [day.charged for day in await seen.see.days()] == [3]
    assert [one.records for one in await seen.see.yields()] == [3]
    assert len(await seen.see.entries()) == 3


async def test_a_difference_is_acknowledged_as_it_was_shown(seen: Seen) -> None:
    await seen.shop()
    assert (await seen.see.standing()).difference == 7
    with pytest.raises(PurchaseBlocked):
        await seen.see.acknowledge("as shown", difference=5)
    assert seen.announced == []
    await seen.see.acknowledge("Somebody else bought", difference=7)
    assert (await seen.see.standing()).difference == 0
    await seen.see.acknowledge("again")
    assert seen.announced == [Changes(purchases=True)]
    assert [entry.what for entry in await seen.see.entries() if entry.credits == -7] == ["Somebody else bought"]


async def test_the_evidence_is_whole_and_says_nothing_of_the_people(seen: Seen, tmp_path: Path) -> None:
    bought = await seen.shop()
    files = await seen.see.export_evidence(tmp_path / "evidence.json")
    assert (files.document.name, files.table.name) == ("evidence.json", "evidence.csv")
    document = json.loads(files.document.read_text("utf-8"))
    (told,) = document["purchases"]
    assert (told["processing_id"], told["record_ids"]) == ("1300", ["1", "2"])
    assert (told["counts"]["received"], told["counts"]["without_id"]) == (3, 1)
    assert [step["state"] for step in told["steps"]][:4] == ["confirmed", "armed", "sending", "accepted"]
    assert told["request"]["body"].encode() == await seen.computer.journal.body(bought.id)
    assert [one["balance"] for one in document["ledger"] if one["balance"]] == [1000, 990]
    with files.table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][0] == "purchase"
    assert any("sending" in row[2] for row in rows)
    for path in (files.document, files.table):
        text = path.read_text("utf-8")
        assert not any(private in text for private in ("Jane", "Moss", "Nobody", "p1@example.com"))


async def test_the_evidence_of_one_purchase_leaves_out_the_others(seen: Seen, tmp_path: Path) -> None:
    await seen.shop()
    seen.computer.later(minutes=1)
    await seen.computer.ledger.acknowledge(ACCOUNT, 7, "")
    seen.computer.later(minutes=1)
    other = await seen.computer.buy("1400", asked=2)
    files = await seen.see.export_evidence(tmp_path / "one.csv", other.id)
    assert (files.document.name, files.table.name) == ("one.json", "one.csv")
    document = json.loads(files.document.read_text("utf-8"))
    assert [told["number"] for told in document["purchases"]] == [2]
    assert not any(entry["purchase"] == 1 for entry in document["ledger"])


async def test_a_folder_that_cannot_be_written_leaves_nothing(seen: Seen, tmp_path: Path) -> None:
    await seen.shop()
    (tmp_path / "evidence.csv").mkdir()
    with pytest.raises(CannotWrite):
        await seen.see.export_evidence(tmp_path / "evidence.json")
    assert not (tmp_path / "evidence.json").exists()
