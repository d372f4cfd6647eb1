"""A list that changes while it is read, repeats itself or never ends: nothing shown twice, nothing missed silently.

Calls are dear here, so a list is not gone through a second time by itself: what may be missing is said instead.
"""

from __future__ import annotations

import pytest

from leaddesk.sandbox.server import Sandbox
from tests.journeys.acts import shows
from tests.journeys.conftest import Desktops
from tests.journeys.leadsopedia_acts import (
    SCANS,
    contacts,
    open_leadsopedia,
    open_with_lists,
    pages_asked,
    press,
    read,
    read_in_full,
    truth,
    was_polite,
)

pytestmark = pytest.mark.usefixtures("quick")

CHANGED = "Some may be missing: the list changed while it was read. Refresh to be sure."
REPEATED = "Some came more than once while the list was read; each is shown once."
IN_ORDER = list(range(1, 9))


@pytest.mark.parametrize(
    ("fault", "rows", "remarks"),
    [
        ("grow", 735, [CHANGED]),
        ("insert-at-front", 733, [REPEATED, CHANGED]),
        ("remove-at-front", 731, [CHANGED]),
    ],
)
async def test_a_list_that_changes_while_it_is_read_is_told_and_read_again_whole(
    desktops: Desktops, sandbox: Sandbox, fault: str, rows: int, remarks: list[str]
) -> None:
    """By two contacts, behind the third page."""
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        before = truth(sandbox, SCANS)
        sandbox.leadsopedia.fault(fault, operation="contacts", page=3, times=1, leads=2)
        said = await read(visitor, rows)
        for remark in remarks:
            assert remark in said
        assert pages_asked(sandbox, SCANS) == IN_ORDER
        shown = contacts(visitor)
        assert all(shown.count(record) == 1 for record in shown), "nothing is shown twice"
        after = truth(sandbox, SCANS)
        assert all(record in before or record in after for record in shown)
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        said = await read_in_full(visitor, rows)
        assert CHANGED in said, "it is still known after a restart"
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: len(pages_asked(sandbox, SCANS)) == 16, "it is read again")
        said = await read_in_full(visitor, len(truth(sandbox, SCANS)))
        assert "missing" not in said
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert was_polite(sandbox)


async def test_what_may_only_be_missing_is_not_called_gone(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await read(visitor, 733)
        hidden = truth(sandbox, SCANS)[300]
        sandbox.leadsopedia.fault("remove-at-front", operation="contacts", page=3, times=1, leads=1)
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: CHANGED in shows(visitor, "leadsopedia-status"), "it is told")
        assert hidden in contacts(visitor), "it slipped between two pages, and stays"
        assert not visitor.sees("leadsopedia-gone")
        after = truth(sandbox, SCANS)
        assert len([record for record in contacts(visitor) if record not in after]) == 1, "nor is the one that is gone"
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-gone", "1 gone"), "now it is sure")
        await read_in_full(visitor, 732)
        assert contacts(visitor) == truth(sandbox, SCANS)


async def test_a_record_that_comes_twice_is_shown_once(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("repeated-record", operation="contacts", at=7)
        said = await read(visitor, 733)
        assert REPEATED in said
        assert "missing" not in said
        assert contacts(visitor) == truth(sandbox, SCANS)


async def test_a_page_that_comes_twice_is_told_and_its_own_records_are_missed(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("repeated-page", operation="contacts", page=4)
        said = await read(visitor, 633)
        assert "Some may be missing: Leadsopedia says there are 733." in said
        assert REPEATED in said
        assert contacts(visitor) == [*truth(sandbox, SCANS)[:300], *truth(sandbox, SCANS)[400:]]
        sandbox.leadsopedia.clear_faults()
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: len(pages_asked(sandbox, SCANS)) == 16, "it is read again")
        assert "100 new" in await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)


@pytest.mark.parametrize(("page", "to"), [(3, 1), (None, 1), (5, 5), (2, 7)])
async def test_next_pages_that_lead_in_a_circle_are_read_in_their_own_order(
    desktops: Desktops, sandbox: Sandbox, page: int | None, to: int
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("next-page-loops", operation="contacts", page=page, to=to)
        said = await read(visitor, 733)
        assert "Leadsopedia named odd next pages; the pages were read in their own order." in said
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS)[:8] == IN_ORDER
        assert len(pages_asked(sandbox, SCANS)) <= 8 + 3, "and not for ever"


@pytest.mark.parametrize("records", [True, False])
async def test_a_list_without_an_end_is_ended_when_nothing_new_comes(
    desktops: Desktops, sandbox: Sandbox, records: bool
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("never-ends", operation="contacts", records=records)
        said = await read(visitor, 733)
        assert "Leadsopedia went on without an end; reading stopped when nothing new came." in said
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS) == list(range(1, 12))


async def test_columns_that_come_in_the_middle_are_taken_in(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("changed-columns", operation="contacts", from_page=3, renamed={"title": "job_title"})
        said = await read(visitor, 733)
        assert "It has columns that it did not have before." in said
        shown = contacts(visitor)
        assert all("Intent Score" in record for record in shown[200:])
        assert not any("Intent Score" in record for record in shown[:200])
        expected = [record.get("title") for record in truth(sandbox, SCANS)]
        assert [record.get("title" if place < 200 else "job_title") for place, record in enumerate(shown)] == expected


async def test_awkward_names_are_shown_as_they_are(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("awkward-names", operation="contacts")
        sandbox.leadsopedia.fault("unknown-fields", operation="contacts")
        await read(visitor, 733)
        visitor.window.grab()  # every cell is painted
        assert contacts(visitor)[0]["first_name"] == "ليلى xxxxx"
        assert {record["email"] for record in contacts(visitor) if "email" in record} == {
            record["email"] for record in truth(sandbox, SCANS) if "email" in record
        }
