"""Adding, looking at a lead, and the review, through the front door of the window."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
import pytest_asyncio

from leaddesk.actions.collect_leads import CollectLeads
from leaddesk.actions.review_duplicates import ReviewDuplicates
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadsBusy
from leaddesk.domain.imports import Reject
from leaddesk.domain.leads import LeadId, SourceKind
from leaddesk.domain.likely import PairGone, Reason, Ruling
from leaddesk.domain.records import Row
from leaddesk.workspace.leads import likely
from leaddesk.workspace.leads.lead_store import LeadStore
from tests.fakes.table_of_rows import TableOfRows
from tests.unit.workspace.leads.keeping import Kept

COLUMNS = ("id", "contact_name", "contact_email_1", "company_company_name", "contact_job_title_1", "intent")
ROWS: list[Row] = [
    ("1", "Anna Berg", "anna@acme.example", "Acme GmbH", "CEO", 7),
    ("2", "xxxxx", None, "North", None, None),
    ("3", "Anna Berg", "a.berg@acme.example", "ACME", "Chief", None),
    ("4", "Carl Dunn", "xxxxx@xxx.xx", "Elm", "CTO", None),
]


class House:
    """My Leads with the two actions at its door."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.store = LeadStore(kept.leads, kept.reader, clock=kept.now)
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.collect = CollectLeads(self.store, self.announcer)
        self.review = ReviewDuplicates(self.store, self.announcer)
        self.index = apsw.Connection(":memory:")

    async def search(self) -> None:
        """Look for likely pairs, as the working process does."""
        own = apsw.Connection(str(self.kept.path))
        assert likely.find(own, self.index) is not None
        own.close()


@pytest_asyncio.fixture
async def house(kept: Kept) -> AsyncIterator[House]:
    house = House(kept)
    yield house
    house.index.close()


async def test_rows_of_a_provider_become_leads(house: House) -> None:
    done = await house.collect(
        source=TableOfRows(COLUMNS, ROWS),
        numbers=[3, 0],
        provider=SourceKind.REACHSTREAM,
        source_name="Sample",
        new_list="Fair",
    )
    assert (done.read, done.new, done.rejected) == (2, 2, {})
    assert house.heard == [Changes(leads=True, lead_lists=True)]
    carl, anna = [await house.store.lead(LeadId(number)) for number in (1, 2)]
    assert carl is not None
    assert anna is not None
    assert dict(carl.values) == {"reachstream_id": "4", "name": "Carl Dunn", "company": "Elm", "title": "CTO"}
    assert anna.values["custom:intent"] == "7"
    assert (anna.records[0].source.kind, anna.records[0].source.name) == (SourceKind.REACHSTREAM, "Sample")
    assert anna.records[0].row == 1
    assert anna.lists == (done.list,)


async def test_what_is_masked_is_nobody(house: House) -> None:
    done = await house.collect(
        source=TableOfRows(["contact_name", "contact_email_1"], [("xxxxx", None)]),
        numbers=[0],
        provider=SourceKind.REACHSTREAM,
        source_name="Sample",
    )
    assert done.rejected == {Reject.EMPTY: 1}
    assert house.heard == []


async def _two(house: House) -> None:
    await house.collect(
        source=TableOfRows(COLUMNS, ROWS), numbers=[0, 2], provider=SourceKind.REACHSTREAM, source_name="Sample"
    )
    await house.search()
    house.heard.clear()


async def test_a_likely_pair_is_merged_and_parted_again(house: House) -> None:
    await _two(house)
    assert await house.review.count() == 1
    (pair,) = await house.review.pairs()
    assert pair.reasons == {Reason.SAME_NAME_AND_COMPANY, Reason.OTHER_ID}
    assert pair.left.values["title"] == "CEO"
    kept = await house.review.merge(pair=pair, choose={"title": "Chief"})
    assert kept == pair.left.id
    assert house.heard == [Changes(leads=True)]
    lead = await house.store.lead(kept)
    assert lead is not None
    assert lead.values["title"] == "Chief"
    assert lead.values["email"] == "anna@acme.example"
    assert lead.others_of("email") == ("a.berg@acme.example",)
    assert await house.store.lead(pair.right.id) is None
    assert await house.review.count() == 0
    with pytest.raises(PairGone):
        await house.review.merge(pair=pair)
    assert await house.kept.keeping.undo() is not None
    assert list(await house.review.pairs()) == [pair]


async def test_the_right_one_can_be_kept(house: House) -> None:
    await _two(house)
    (pair,) = await house.review.pairs()
    assert await house.review.merge(pair=pair, keep_left=False) == pair.right.id
    lead = await house.store.lead(pair.right.id)
    assert lead is not None
    assert lead.values["title"] == "Chief"


async def test_apart_is_for_ever_and_later_is_at_the_end(house: House) -> None:
    await _two(house)
    (pair,) = await house.review.pairs()
    await house.review.later(pair=pair)
    (pair,) = await house.review.pairs()
    assert pair.verdict is Ruling.LATER
    await house.review.keep_apart(pair=pair)
    assert await house.review.count() == 0
    await house.search()
    assert await house.review.count() == 0
    await house.kept.keeping.undo()
    assert await house.review.count() == 1


async def test_who_is_suppressed_or_was_erased_is_told(house: House) -> None:
    await house.collect(
        source=TableOfRows(COLUMNS, ROWS), numbers=[0], provider=SourceKind.REACHSTREAM, source_name="Sample"
    )
    await house.kept.keeping.erase([LeadId(1)])
    rows = [{"email": "anna@acme.example"}, {"name": "Ben Moss"}]
    assert await house.store.known_as(rows) == (Reject.ERASED, None)
    done = await house.store.add(SourceKind.FILE, "a.csv", enumerate(rows, 1))
    assert (done.new, done.rejected) == (1, {Reject.ERASED: 1})


async def test_while_an_import_writes_nothing_else_does(house: House, tmp_path: Path) -> None:
    await house.store.add(SourceKind.FILE, "a.csv", [(1, {"name": "Anna Berg"})])
    other = apsw.Connection(str(house.kept.path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LeadsBusy):
        await house.store.add(SourceKind.FILE, "a.csv", [(1, {"name": "Ben Moss"})])
    other.execute("ROLLBACK")
    other.close()
    assert (await house.store.add(SourceKind.FILE, "a.csv", [(1, {"name": "Ben \ud800"})])).new == 1


async def test_every_value_knows_when_it_came(house: House) -> None:
    await house.store.add(SourceKind.FILE, "a.csv", [(1, {"email": "a@x.example", "title": "CEO"})])
    await house.store.add(SourceKind.FILE, "b.csv", [(1, {"email": "a@x.example", "title": "CTO"})])
    await house.kept.keeping.edit([LeadId(1)], "title", "Boss")
    lead = await house.store.lead(LeadId(1))
    assert lead is not None
    assert [record.source.kind for record in lead.records] == [SourceKind.HAND, SourceKind.FILE, SourceKind.FILE]
    assert [record.source.name for record in lead.sources_of("email")] == ["b.csv", "a.csv"]
    assert lead.others_of("title") == ("CTO", "CEO")
    assert all(record.source.at.tzinfo is not None for record in lead.records)
    assert lead.records[0].source.at > datetime(2026, 11, 2, 9, tzinfo=UTC)
