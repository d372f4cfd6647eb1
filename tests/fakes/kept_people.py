"""Lists of the local database with made-up leads in them, for tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from leaddesk.domain.lists import KeptList
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Row, Value
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_lists import KeptLists

AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def lists_in(database: Database) -> KeptLists:
    return KeptLists(database, clock=lambda: AT)


def person(number: int, **values: Value) -> dict[str, Value]:
    """Number 7 is ``Name 0007`` of ``Company 7``."""
    return {"id": f"p{number}", "Name": f"Name {number:04}", "Company": f"Company-{number % 50}", **values}


def page_of(number: int, records: Sequence[Mapping[str, Value]], *, last: bool = True) -> Page:
    entries = tuple(Entry(record, json.dumps(record)) for record in records)
    return Page(number, entries, None if last else number + 1, None, None, AT)


async def list_with(
    lists: KeptLists, records: Sequence[Mapping[str, Value]], *, list_id: str = "people", last: bool = True
) -> tuple[KeptList, int]:
    """A new list into which one page was read, and the turn to read on with."""
    made = await lists.add("reactin", "organization", list_id, list_id.title())
    _, _, turn = await lists.begin(made.id)
    kept, _ = await lists.take(made.id, page_of(1, records, last=last), checks=False, turn=turn)
    return kept, turn


async def read_anew(lists: KeptLists, id_: int, records: Sequence[Mapping[str, Value]]) -> KeptList:
    """A whole new reading, which found these."""
    _, _, turn = await lists.begin(id_)
    kept, _ = await lists.take(id_, page_of(1, records), checks=False, turn=turn)
    return kept


def records_of(names: Sequence[str], rows: Sequence[Row]) -> list[dict[str, Value]]:
    """``rows`` as records that are all different leads, in their order."""
    records: list[dict[str, Value]] = []
    for number, row in enumerate(rows):
        records.append({"id": f"r{number}", **dict(zip(names, row, strict=True))})
    return records
