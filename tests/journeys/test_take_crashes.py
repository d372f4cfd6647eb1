"""kill -9 at any moment while deliveries become leads, or while somebody who was bought is erased.

What was paid for is there once, whatever was killed and begun again: no record, lead or source twice, and none lost.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import apsw
import pytest

from leaddesk.domain.backups import Why
from leaddesk.domain.deliveries import DeliveredBy
from leaddesk.workspace.leads.backups import Backups
from tests.journeys.forked import Fork, Forks, killed, took
from tests.unit.workspace.leads.keeping import Kept
from tests.unit.workspace.purchases.buying import Computer, payload, record

pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are forked")

LIVES = "tests.journeys.takes_at_risk"
KILLS, TOGETHER, ERASE_KILLS = 24, 4, 8
PEOPLE, KNOWN, AT_ONCE = 240, 20, 16
JANE = {"name": "Jane Doe", "email": "jane.doe@acme.example", "company": "Acme"}
JANES = record(900, contact_name="Jane Doe", contact_email_1="Jane.Doe@acme.example")
TRACES = (b"jane", b"Jane")


@pytest.fixture(scope="module")
def takes() -> Iterator[Forks]:
    with Forks("leaddesk.app.work.take_job", LIVES) as forks:
        yield forks


@pytest.fixture
def bought(tmp_path: Path) -> Path:
    """A folder with a few leads, two purchases, and raw deliveries: repeated, shuffled, somebody else's, torn."""
    asyncio.run(_buy(tmp_path / "first"))
    return tmp_path / "first"


async def _buy(folder: Path) -> None:
    kept, computer = Kept(folder), Computer(folder / "purchases.db")
    known = [{"email": f"p{number}@example.com", "title": "Known"} for number in range(KNOWN)]
    await kept.add(JANE, *known)
    draw = Random(5)
    for number, first in (("77", 0), ("78", PEOPLE // 2)):
        await computer.buy(number, asked=PEOPLE // 2 + 1)
        people = [*map(record, range(first, first + PEOPLE // 2)), JANES]
        people += draw.sample(people, len(people) // 3)
        draw.shuffle(people)
        for start in range(0, len(people), 40):
            await _keep(computer, payload(number, people[start : start + 40]))
    await _keep(computer, payload("99", [record(901), JANES]))
    await _keep(computer, b'{"data": [{"id": 902, "contact_email_1": "jane.doe@acme.example"')
    await kept.close()
    await computer.aclose()


async def _keep(computer: Computer, body: bytes) -> None:
    await computer.deliveries.keep(body, DeliveredBy.WEBHOOK, arrived_at=computer.now)


def rows(database: Path, question: str) -> list[tuple[Any, ...]]:
    with closing(apsw.Connection(str(database))) as connection:
        assert connection.pragma("integrity_check") == "ok"
        return list(connection.execute(question))


def everything(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All of it but the moments at which it was done."""
    purchases = "number, state, reason, received, with_email, with_phone, new_leads, kept_out, processing_id"
    bought = {
        "purchases": f"SELECT {purchases} FROM purchases",  # noqa: S608 - ours
        "records": "SELECT * FROM records",
        "deliveries": "SELECT id, state, purchase, records FROM deliveries",
        "bodies": "SELECT * FROM bodies",
        "charges": "SELECT delivery, purchase, credits FROM charges",
        "steps": "SELECT purchase, state, reason, facts FROM steps ORDER BY id",
    }
    own = ("sources", "leads", "records", "identities", "likenesses", "history")
    found = {name: sorted(rows(folder / "purchases.db", question), key=repr) for name, question in bought.items()}
    # When My Leads got them is told by a clock that stands still.
    return found | {
        f"leads.{name}": sorted(rows(folder / "leads.db", f"SELECT * FROM {name}"), key=repr)  # noqa: S608 - ours
        for name in own
    }


def test_taking(takes: Forks, bought: Path, tmp_path: Path) -> None:
    """It ends as if nobody had been killed."""
    whole, work, draw = tmp_path / "whole", tmp_path / "work", Random(21)
    shutil.copytree(bought, whole)
    usual = took(takes.start(f"{LIVES}:take", str(whole), AT_ONCE))
    expected = everything(whole)
    assert len(expected["leads.sources"]) == 3, "the import, and one of each purchase"
    assert len(expected["records"]) == PEOPLE + 2

    def begin_again() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(bought, work)

    begin_again()
    starts = 0

    def start() -> Fork:
        nonlocal starts
        starts += 1
        return takes.start(f"{LIVES}:take", str(work), AT_ONCE)

    in_a_row = 0
    for number, _ in enumerate(killed(KILLS, draw, start, usual, begin_again)):
        in_a_row += 1
        if in_a_row == 1 + number % 4:  # killed again and again before it may come to an end
            assert takes.start(f"{LIVES}:take", str(work), AT_ONCE).end() == 0
            assert everything(work) == expected, f"kill {number}"
            in_a_row = 0
            begin_again()


def test_two_leaddesks_at_once(takes: Forks, bought: Path, tmp_path: Path) -> None:
    """Both take the same deliveries, and one of them is killed."""
    draw = Random(22)
    for number in range(TOGETHER):
        work = tmp_path / f"work {number}"
        shutil.copytree(bought, work)
        one, other = (takes.start(f"{LIVES}:take", str(work), AT_ONCE) for _ in range(2))
        one.hear(draw.random() / 2)
        one.kill()
        assert other.end() == 0
        assert takes.start(f"{LIVES}:take", str(work), AT_ONCE).end() == 0
        found = everything(work)
        assert len(found["records"]) == PEOPLE + 2
        assert {row[5] for row in rows(work / "purchases.db", "SELECT * FROM records")} == {1}, "all are in My Leads"
        assert len(found["leads.leads"]) == PEOPLE + 1
        ids = rows(work / "leads.db", "SELECT reachstream_id, count(*) FROM leads GROUP BY 1 HAVING count(*) > 1")
        assert ids == [], "nobody is there twice"
        assert sum(row[6] for row in found["purchases"]) == PEOPLE - KNOWN
        doubled = rows(work / "leads.db", "SELECT lead, source, said FROM records GROUP BY 1, 2, 3 HAVING count(*) > 1")
        assert doubled == []


def test_erasing_somebody_who_was_bought(takes: Forks, bought: Path, tmp_path: Path) -> None:
    """Not begun, or finished by the next start: then no file holds a byte of her, and what was paid for is counted."""
    ready, work, draw = tmp_path / "ready", tmp_path / "work", Random(23)
    shutil.copytree(bought, ready)
    assert takes.start(f"{LIVES}:take", str(ready), 100).end() == 0
    asyncio.run(_kept_raw(ready))
    before = everything(ready)

    def begin_again() -> None:
        shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(ready, work)
        asyncio.run(_back_up(work))

    def files_with_her() -> set[str]:
        files = [path for path in work.rglob("*") if path.is_file()]
        return {path.name for path in files if any(trace in path.read_bytes() for trace in TRACES)}

    begin_again()
    assert files_with_her() == {"leads.db", "purchases.db"}
    usual = took(takes.start(f"{LIVES}:erase", str(work), [1]))
    assert files_with_her() == set()
    begin_again()
    killing = killed(ERASE_KILLS, draw, lambda: takes.start(f"{LIVES}:erase", str(work), [1]), usual, begin_again)
    for number, fork in enumerate(killing):
        assert takes.start(f"{LIVES}:erase", str(work), []).end() == 0
        if fork.lines or everything(work) != before:
            assert files_with_her() == set(), f"kill {number}"
            assert rows(work / "purchases.db", "SELECT received, kept_out FROM purchases") == [(PEOPLE // 2 + 1, 1)] * 2
            copies = [place / "purchases.db" for place in (work / "backups").iterdir()]
            assert [copy.is_file() for copy in copies] == [True]
            begin_again()


async def _kept_raw(folder: Path) -> None:
    """A body with her that nobody has looked at yet."""
    computer = Computer(folder / "purchases.db")
    await _keep(computer, payload("78", [JANES, record(903)]))
    await computer.aclose()


async def _back_up(folder: Path) -> None:
    backups = Backups(folder / "leads.db", [folder / "purchases.db"])
    await backups.make(Why.BY_HAND)
    await backups.aclose()
