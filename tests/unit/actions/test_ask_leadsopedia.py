"""What is asked of Leadsopedia is kept: lists, facts, contacts that were looked up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from leaddesk.actions.ask_leadsopedia import CREDITS, AskLeadsopedia
from leaddesk.domain.call_budget import MonthState
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import NothingThere, ProviderFailed
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.lists import DOWNLOADS, HISTORY
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.records import Value
from leaddesk.domain.urgency import Urgency
from leaddesk.workspace.database import Database
from leaddesk.workspace.kept_answers import KeptAnswers
from leaddesk.workspace.kept_lists import KeptLists
from tests.fakes.paged_list import entry

MONTH = MonthState(12, 15_000, datetime(2026, 12, 1, tzinfo=UTC))


class Leadsopedia:
    """Two lists a page, and one contact."""

    def __init__(self) -> None:
        self.lists_there: list[dict[str, Value]] = [
            {"id": str(number), "name": f"List {number}", "total_contacts": number, "color": "red"}
            for number in range(1, 6)
        ]
        self.asked: list[tuple[str, Any]] = []
        self.fails_on = 0
        self.goes_on_for_ever = False
        self.total: int | None = None
        self.repeats = 0
        """The page that shows what is on the one before it."""

    async def account(self, *, urgency: Urgency) -> Facts:
        raise AssertionError(f"nobody wants this here, {urgency}")

    async def usage(self, *, urgency: Urgency) -> Facts:
        raise AssertionError(f"nobody wants this here, {urgency}")

    async def credits(self, *, urgency: Urgency) -> Facts:
        self.asked.append(("credits", urgency))
        return Facts({"credits_left": "12400"}, '{"credits_left":"12400"}', datetime(2026, 11, 1, tzinfo=UTC))

    async def lists(self, number: int, *, urgency: Urgency) -> Page:
        self.asked.append(("lists", number))
        if number == self.fails_on:
            raise ProviderFailed("leadsopedia", 500)
        shown = number - 1 if number == self.repeats else number
        part = self.lists_there[2 * shown - 2 : 2 * shown]
        following = number + 1 if 2 * number < len(self.lists_there) or self.goes_on_for_ever else None
        del urgency
        return Page(number, tuple(map(entry, part)), following, self.total, None, datetime.now(UTC))

    async def contact(self, list_id: str, *, email: str = "", contact_id: str = "", urgency: Urgency) -> Entry:
        self.asked.append((list_id, email or contact_id))
        del urgency
        if email == "nobody@example.org":
            raise NothingThere("leadsopedia", 404)
        return entry({"id": contact_id or "7", "email": email or "kb@alpwerk.example"})


class Book:
    async def state(self) -> MonthState:
        return MONTH


class Place:
    def __init__(self, database: Database) -> None:
        self.announcer = Announcer()
        self.heard: list[Changes] = []
        self.announcer.subscribe(self.heard.append)
        self.client = Leadsopedia()
        self.lists = KeptLists(database, clock=lambda: datetime.now(UTC))
        self.ask = AskLeadsopedia(self.client, self.lists, KeptAnswers(database), Book(), self.announcer)

    async def names(self) -> Sequence[str]:
        return [kept.name for kept in await self.ask.kept_lists()]


@pytest_asyncio.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    database = Database(tmp_path / "leaddesk.db")
    yield Place(database)
    await database.aclose()


async def test_all_pages_of_lists_are_asked_for_and_kept(place: Place) -> None:
    kept = await place.ask.read_lists()
    assert [number for _, number in place.client.asked] == [1, 2, 3]
    assert [(one.name, one.list_id, one.told) for one in kept] == [(f"List {n}", str(n), n) for n in range(1, 6)]
    assert kept[0].details["color"] == "red"
    assert await place.ask.kept_lists() == kept
    assert place.heard == [Changes(lists=frozenset({"leadsopedia"}))] * 3


async def test_a_list_that_was_deleted_goes_and_an_error_half_way_takes_none_away(place: Place) -> None:
    await place.ask.read_lists()
    place.client.fails_on = 2
    with pytest.raises(ProviderFailed):
        await place.ask.read_lists()
    assert len(await place.names()) == 5
    place.client.fails_on = 0
    del place.client.lists_there[1]
    await place.ask.read_lists()
    assert await place.names() == ["List 1", "List 3", "List 4", "List 5"]


async def test_lists_that_never_end_are_ended(place: Place) -> None:
    place.client.goes_on_for_ever = True
    assert len(await place.ask.read_lists()) == 5
    assert len(place.client.asked) == 6


async def test_a_page_of_lists_that_repeats_the_one_before_hides_none_behind_it(place: Place) -> None:
    place.client.repeats = 2
    await place.ask.read_lists()
    assert await place.names() == ["List 1", "List 2", "List 5"]


async def test_lists_that_did_not_come_though_they_are_counted_are_not_taken_for_deleted(place: Place) -> None:
    place.client.total = 5
    await place.ask.read_lists()
    place.client.repeats = 2
    await place.ask.read_lists()
    assert set(await place.names()) == {f"List {number}" for number in range(1, 6)}


async def test_facts_are_kept_with_their_time(place: Place) -> None:
    assert await place.ask.kept(CREDITS) is None
    read = await place.ask.read(CREDITS)
    assert read.number("credits_left") == 12_400
    assert await place.ask.kept(CREDITS) == read
    assert place.heard == [Changes(account=frozenset({"leadsopedia"}))]
    assert await place.ask.month() == MONTH


async def test_a_contact_is_looked_up_by_address_or_id_and_kept(place: Place) -> None:
    lists = await place.ask.read_lists()
    kept, row = await place.ask.look_up(id=lists[0].id, wanted=" kb@alpwerk.example ")
    assert (kept.rows, row) == (1, 0)
    kept, row = await place.ask.look_up(id=lists[0].id, wanted="9")
    assert (kept.rows, row) == (2, 1)
    kept, row = await place.ask.look_up(id=lists[0].id, wanted="7")
    assert (kept.rows, row) == (2, 0)
    assert place.client.asked[-3:] == [("1", "kb@alpwerk.example"), ("1", "9"), ("1", "7")]
    with pytest.raises(NothingThere):
        await place.ask.look_up(id=lists[0].id, wanted="nobody@example.org")


async def test_the_lists_of_the_account_are_made_once_and_are_no_lists_of_contacts(place: Place) -> None:
    made = await place.ask.account_list(DOWNLOADS)
    assert await place.ask.account_list(DOWNLOADS) == made
    assert len({kept.id for kept in await asyncio.gather(*[place.ask.account_list(HISTORY) for _ in range(3)])}) == 1
    assert await place.names() == []
