"""A list that is another one than before, or becomes another one while it is read: told exactly, nothing twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from leaddesk.sandbox.reactin.smart_lists import SmartList
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import shows
from tests.journeys.conftest import Desktops
from tests.journeys.list_acts import (
    LAUNCH,
    PLAYGROUND,
    Record,
    asked_pages,
    count_of_rows,
    open_reactin,
    read_in_full,
    refreshed,
    rows,
    status,
    truth,
    was_well_behaved,
)

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")

REPEATED = "Some came more than once while the list was read; each is shown once."
READ_AGAIN = "The list changed while it was read, so it was read again."
MAYBE_MISSING = "Some may be missing: the list changed while it was read. Refresh to be sure."
ODD_LINKS = "ReactIn named odd next pages; the pages were read in their own order."
ENDLESS = "ReactIn went on without an end; reading stopped when nothing new came."


SIZE = 290
"""Leads on six pages."""


def six_pages(sandbox: Sandbox) -> SmartList:
    """The beginning of a longer list."""
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.change(wanted.list_id, remove=range(SIZE, 1210))
    return wanted


async def only(visitor: Visitor, chip: str, expected: int) -> list[Record]:
    """Press a chip; the leads that are shown then. Pressed again, all are back."""
    everything = count_of_rows(visitor)
    visitor.click(chip)
    assert visitor.find(chip, QPushButton).isChecked()
    await visitor.wait(lambda: count_of_rows(visitor) == expected, f"{expected} rows")
    found = rows(visitor)
    visitor.click(chip)
    await visitor.wait(lambda: count_of_rows(visitor) == everything, "all rows again")
    return found


def chips(visitor: Visitor) -> list[str]:
    return [shows(visitor, f"reactin-{name}") for name in ("new", "changed", "gone")]


async def test_refresh_tells_exactly_what_is_new_changed_and_gone(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = six_pages(sandbox)
    before = sandbox.reactin.leads(wanted.list_id)
    known = [place for place, lead in enumerate(before) if lead["Email"]]
    changed, gone = (known[3], known[70], known[-5]), (known[0], known[133])
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        assert "since" not in await read_in_full(visitor, SIZE)
        assert chips(visitor) == ["", "", ""], "a first reading has nothing to compare with"

        sandbox.reactin.change(wanted.list_id, add=2, at=100, remove=gone)
        sandbox.reactin.change(wanted.list_id, add=2)
        after = sandbox.reactin.leads(wanted.list_id)
        moved = [after.index(before[place]) for place in changed]
        sandbox.reactin.change(wanted.list_id, update={place: {"Company": "Another"} for place in moved})
        after = sandbox.reactin.leads(wanted.list_id)
        assert "4 new, 3 changed, 2 gone since today" in await refreshed(visitor, 292)
        assert rows(visitor) == truth(after), "in ReactIn's order"
        assert chips(visitor) == ["4 new", "3 changed", "2 gone"]
        new = truth([after[100], after[101], *after[-2:]])

        async def are_told(visitor: Visitor) -> None:
            assert await only(visitor, "reactin-new", 4) == new
            assert await only(visitor, "reactin-changed", 3) == truth(after[place] for place in moved)
            assert await only(visitor, "reactin-gone", 2) == truth(before[place] for place in gone)

        await are_told(visitor)
        await desktop.session.close()
        desktop, visitor = await open_reactin(open_desktop, settings=None)
        assert "4 new, 3 changed, 2 gone since today" in await read_in_full(visitor, 292)
        assert rows(visitor) == truth(after)
        await are_told(visitor)

        assert "Nothing new, changed or gone since today" in await refreshed(visitor, 292)
        assert chips(visitor) == ["", "", "2 gone earlier"], "they can still be looked at"
        assert await only(visitor, "reactin-gone", 2) == truth(before[place] for place in gone)
        sandbox.reactin.change(wanted.list_id, add=[before[gone[0]]], at=0)
        assert "1 new since today" in await refreshed(visitor, 293), "one that comes back is new again"
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))
    assert was_well_behaved(sandbox)


async def test_what_is_shown_narrowed_stays_so_while_another_refresh_goes_on(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 137)
        sandbox.reactin.change(wanted.list_id, add=5)
        await refreshed(visitor, 142)
        visitor.click("reactin-new")
        await visitor.wait(lambda: count_of_rows(visitor) == 5, "only the new ones")
        await refreshed(visitor)
        await visitor.wait(lambda: count_of_rows(visitor) == 142, "none is new any more, so all are shown")
        assert not visitor.sees("reactin-new")


@pytest.mark.parametrize(
    ("fault", "settings", "told"),
    [
        ("insert-at-front", {"leads": 2, "page": 3, "times": 1}, {READ_AGAIN, REPEATED}),
        ("insert-at-front", {"leads": 60, "page": 3, "times": 1}, {READ_AGAIN, REPEATED}),
        ("remove-at-front", {"leads": 5, "page": 3, "times": 1}, {READ_AGAIN}),
        ("remove-at-front", {"leads": 1, "page": 5, "times": 1}, {READ_AGAIN}),
        ("repeated-record", {"page": 2}, {REPEATED}),
        ("repeated-record", {"at": 49}, {REPEATED}),
        ("repeated-page", {"page": 3, "times": 1}, {READ_AGAIN, REPEATED}),
        ("next-page-loops", {"page": 3}, {ODD_LINKS}),
        ("next-page-loops", {"to": 1}, {ODD_LINKS, ENDLESS}),
        ("next-page-loops", {"to": 4}, {ODD_LINKS, ENDLESS}),
        ("never-ends", {"records": True}, {REPEATED, ENDLESS}),
        ("never-ends", {"records": False}, {ENDLESS}),
        ("grow", {"leads": 3, "times": 4}, set()),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else None,
)
async def test_each_lead_is_shown_once_and_none_is_missing(
    desktops: Desktops, sandbox: Sandbox, fault: str, settings: dict[str, Any], told: set[str]
) -> None:
    wanted = six_pages(sandbox)
    sandbox.reactin.fault(fault, **settings)
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        said = await read_in_full(visitor)
        leads = truth(sandbox.reactin.leads(wanted.list_id))
        await visitor.wait(lambda: count_of_rows(visitor) == len(leads), f"{len(leads)} rows, but: {said}")
        assert rows(visitor) == leads
        assert {words for words in _sentences(said) if "leads, read in full" not in words} == told
        assert len(asked_pages(sandbox)) < 40
        await desktop.session.close()
        _, visitor = await open_reactin(open_desktop, settings=None)
        assert await read_in_full(visitor, len(leads)) == said
        assert rows(visitor) == leads


def _sentences(said: str) -> Sequence[str]:
    known = (REPEATED, READ_AGAIN, MAYBE_MISSING, ODD_LINKS, ENDLESS)
    rest = said
    for words in known:
        rest = rest.replace(words, "").strip()
    return [*(words for words in known if words in said), *([rest] if rest else [])]


async def test_a_list_that_never_rests_is_told_until_it_does(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = six_pages(sandbox)
    sandbox.reactin.fault("remove-at-front")
    sandbox.reactin.fault("hold", page=4, times=1)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) == 150, "three pages")
        sandbox.reactin.clear_faults()
        sandbox.reactin.fault("remove-at-front")
        said = await read_in_full(visitor)
        assert MAYBE_MISSING in said
        shown = rows(visitor)
        assert len({repr(row) for row in shown}) == len(shown), "nobody twice"
        assert len(asked_pages(sandbox)) < 40, "it is not read for ever"

        sandbox.reactin.clear_faults()
        leads = truth(sandbox.reactin.leads(wanted.list_id))
        said = await refreshed(visitor, len(leads))
        assert MAYBE_MISSING not in said
        assert rows(visitor) == leads


@pytest.mark.parametrize("page", [3, 6])
async def test_a_page_that_shows_another_ones_leads_for_good_is_told(
    desktops: Desktops, sandbox: Sandbox, page: int
) -> None:
    wanted = six_pages(sandbox)
    leads = truth(sandbox.reactin.leads(wanted.list_id))
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, SIZE)
        sandbox.reactin.fault("repeated-page", page=page)
        said = await refreshed(visitor)
        assert REPEATED in said
        assert "Some may be missing" in said
        assert chips(visitor) == ["", "", ""], "nobody knows whether any is gone"
        await visitor.wait(lambda: count_of_rows(visitor) == SIZE, "what is not known to be gone stays")
        shown = rows(visitor)
        assert sorted(map(repr, shown)) == sorted(map(repr, leads))
        sandbox.reactin.clear_faults()
        assert "Nothing new, changed or gone" in await refreshed(visitor, SIZE)
        assert rows(visitor) == leads


async def test_while_it_is_read_again_the_window_says_why(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = six_pages(sandbox)
    sandbox.reactin.fault("insert-at-front", page=2, times=1)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await visitor.wait(lambda: count_of_rows(visitor) >= 100, "two pages")
        sandbox.reactin.fault("hold", page=2)
        said = await status(visitor, "The list changed while it was read, so it is read again.")
        assert said.startswith("Reading page ")
        sandbox.reactin.clear_faults()
        await read_in_full(visitor, SIZE + 1)
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))
