"""The records of a purchase as a table asks for them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.purchases import Purchase
from leaddesk.domain.reachstream import RECORD_FIELDS
from leaddesk.domain.table import Arrangement, Kind
from leaddesk.workspace.purchases.records import KeptRecords, flat
from tests.unit.workspace.purchases.buying import Computer, payload, record

MANY = 1_000


async def bought(computer: Computer, *records: dict[str, Any]) -> Purchase:
    purchase = await computer.buy("1300")
    await computer.receive(payload(1300, records))
    return purchase


def held(source: KeptRecords) -> HeldRows:
    return HeldRows(source.columns, [source.row(number) for number in range(len(source))])


async def test_documented_fields_come_first_and_then_the_others(computer: Computer) -> None:
    purchase = await bought(
        computer, record(2, mood="fine"), {"zeta": 1, "contact_name": "Anna", "contact_address_city": "Bonn"}
    )
    source = await computer.journal.rows(purchase.id)
    assert [column.name for column in source.columns] == [*RECORD_FIELDS, "mood", "zeta", "contact_address_city"]
    kinds = {column.name: column.kind for column in source.columns}
    assert (kinds["contact_email_1"], kinds["company_address_zipcode"], kinds["mood"]) == (
        Kind.EMAIL,
        Kind.CODE,
        Kind.TEXT,
    )
    first = dict(zip([column.name for column in source.columns], source.row(0), strict=True))
    assert {name: value for name, value in first.items() if value is not None} == {
        "id": 2,
        "contact_name": "Name 00002",
        "contact_email_1": "p2@example.com",
        "company_address_country": "Germany",
        "mood": "fine",
    }


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("", None),
        ("0111", "0111"),
        (7, 7),
        (2**70, str(2**70)),
        (1.5, 1.5),
        (float("nan"), None),
        (True, "true"),
        (["SAP", "Jira", None, 3], "SAP, Jira, 3"),
        ([], None),
        ({"a": [1]}, '{"a":[1]}'),
        ([{"a": 1}], '[{"a":1}]'),
    ],
)
def test_cells(value: object, cell: object) -> None:
    assert flat({"field": value}) == {"field": cell}


async def test_a_window_over_many(computer: Computer) -> None:
    purchase = await bought(computer, *(record(number) for number in range(MANY)))
    source = await KeptRecords.open(computer.database, purchase.id)
    assert len(source) == MANY
    assert source.at_hand(150) is not None
    assert source.at_hand(600) is None
    await source.fetch(range(590, 620))
    assert source.at_hand(600) is not None
    assert source.row(900)[1] == "Name 00900"
    assert source.at_hand(901) is not None, "it came with its neighbours"
    chunks = await asyncio.to_thread(lambda: list(source.chunks([650, 0, 333], 2)))
    assert [[row[1] for row in chunk] for chunk in chunks] == [["Name 00650", "Name 00000"], ["Name 00333"]]
    assert list(source.chunks([], 2)) == []


async def test_arranges_as_rows_in_memory_do(computer: Computer) -> None:
    people = [record(number, size=(number * 7919) % 613, mood="gut" if number % 3 else None) for number in range(MANY)]
    source = await computer.journal.rows((await bought(computer, *people)).id)
    memory = held(source)
    for arrangement in (
        Arrangement(),
        Arrangement("name gut", "size", descending=True),
        Arrangement(sort_by="mood"),
        Arrangement("0049"),
        Arrangement(sort_by="no such"),
    ):
        order = list(await asyncio.to_thread(source.arrange, arrangement))
        assert order == list(memory.arrange(arrangement))
        assert list(source.arrange(arrangement)) == order, "what it keeps changes nothing"


async def test_more_came(computer: Computer) -> None:
    purchase = await bought(computer, record(1), record(2))
    other = await computer.buy("1301")
    before = await computer.journal.rows(purchase.id)
    await computer.receive(payload(1301, [record(8)]))
    await computer.receive(payload(1300, [record(3)]))
    after = await computer.journal.rows(purchase.id)
    assert (len(before), len(after)) == (2, 3)
    assert after.take_over(before)
    assert not before.take_over(after)
    elsewhere = await computer.journal.rows(other.id)
    assert not after.take_over(elsewhere)
    assert list(await after.find(before, [1, 0])) == [1, 0]
    assert list(await before.find(after, [2, 1])) == [-1, 1]
    assert list(await after.find(elsewhere, [0])) == [-1]
    assert list(await after.find(held(before), [0])) == [-1]


async def test_who_was_erased_leaves_an_empty_row(computer: Computer) -> None:
    purchase = await bought(computer, record(1), record(2))
    source = await computer.journal.rows(purchase.id)
    await computer.database.write(lambda connection: connection.execute("UPDATE records SET record = NULL").close())
    (chunk,) = source.chunks([0, 1], 2)
    assert {value for row in chunk for value in row} == {None}
    assert list(source.arrange(Arrangement("name"))) == []


async def test_nothing_came_yet(computer: Computer) -> None:
    source = await computer.journal.rows((await computer.confirm()).id)
    assert (len(source), len(source.columns)) == (0, len(RECORD_FIELDS))
    assert list(source.arrange(Arrangement("x", "id"))) == []
