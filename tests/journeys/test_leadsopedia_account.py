"""What Leadsopedia tells about the account, with paging, and the look-up of one contact."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from leaddesk.sandbox.leadsopedia.account import ACCOUNT as OWNER
from leaddesk.sandbox.leadsopedia.account import activities, history
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.ui.widgets.table.field_list import FieldList
from tests.journeys import list_acts
from tests.journeys.acts import close_settings, notice, open_settings, shows
from tests.journeys.conftest import Desktops
from tests.journeys.leadsopedia_acts import (
    ACCOUNT,
    PROSPECTS,
    SCANS,
    at_rest,
    choose,
    contacts,
    entry,
    look_up,
    message,
    open_leadsopedia,
    open_with_lists,
    operations,
    press,
    read,
    requests,
    selected,
    truth,
    was_polite,
)
from tests.journeys.list_acts import count_of_rows, rows

pytestmark = pytest.mark.usefixtures("quick")


def fields(visitor: Visitor, name: str) -> dict[str, str]:
    """What a card shows, field by field."""
    model = visitor.find(name, FieldList).model()
    return {str(model.index(row, 0).data()): str(model.index(row, 1).data()) for row in range(model.rowCount())}


def as_shown(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record whose nested values are JSON, as in a table's cell."""
    nested = {name: value for name, value in record.items() if isinstance(value, dict)}
    return {**record, **{name: json.dumps(value, separators=(",", ":")) for name, value in nested.items()}}


async def test_account_and_usage_are_shown_field_by_field(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await choose(visitor, "Account", ACCOUNT)
        assert shows(visitor, "leadsopedia-account-nothing", "Not read yet.")
        await press(visitor, "leadsopedia-account-refresh")
        await press(visitor, "leadsopedia-usage-refresh")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-account-age", "Read just now"), "the account")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-usage-age", "Read just now"), "the usage")
        assert list(fields(visitor, "leadsopedia-account").values()) == [str(value) for value in OWNER.values()]
        usage = fields(visitor, "leadsopedia-usage")
        assert list(usage) == ["month", "api_calls", "exports", "searches", "seats"], "as it comes"
        assert usage["api_calls"] == '{"total":15000,"used":4,"left":14996}'
        assert operations(sandbox) == {"lists": 1, "credits": 1, "account": 1, "usage": 1}
        assert was_polite(sandbox)
        sandbox.leadsopedia.fault("numbers-as-strings")
        await press(visitor, "leadsopedia-credits-refresh")
        await visitor.wait(lambda: len(requests(sandbox, "credits")) == 2, "asked again")
        await at_rest(visitor)
        assert visitor.text("leadsopedia-credits").startswith("6,658 of 25,000 credits left.")


async def test_activity_and_search_history_come_with_all_their_pages(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await choose(visitor, "Activity", ACCOUNT)
        said = await list_acts.status(visitor, "Not read yet.", "activity-status")
        assert "at least 1 call" in said
        await read(visitor, 231, "activity")
        assert rows(visitor, "activity-table") == list_acts.truth(map(as_shown, activities()))
        await choose(visitor, "Search history", ACCOUNT)
        await read(visitor, 142, "history")
        assert rows(visitor, "history-table") == list_acts.truth(history())
        assert [request.page for request in requests(sandbox, "activity")] == [1, 2, 3]
        assert [request.page for request in requests(sandbox, "history")] == [1, 2]
        assert entry(visitor, "Activity").startswith("Activity, 231, Read today")
        assert was_polite(sandbox)


async def test_a_contact_is_looked_up_by_its_address_or_its_id(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        person, other = truth(sandbox, SCANS)[456], truth(sandbox, SCANS)[7]
        look_up(visitor, str(person["email"]).upper())
        assert "is in Conference 2026 – badge scans." in await message(visitor, "is in")
        await visitor.wait(lambda: selected(visitor) == [person], "it is selected")
        assert contacts(visitor) == [person]
        look_up(visitor, str(other["id"]))
        await visitor.wait(lambda: selected(visitor) == [other], "the other one")
        assert len(contacts(visitor)) == 2
        assert operations(sandbox)["contact"] == 2
        assert entry(visitor, "Conference").endswith("733, Not read yet"), "that is no reading of the list"

        look_up(visitor, str(other["email"]))
        words = await message(visitor, "Kept already")
        assert "is selected below" in words
        assert operations(sandbox)["contact"] == 2, "what is kept costs nothing"
        visitor.click("leadsopedia-message-action")
        await message(visitor, "is in")
        assert operations(sandbox)["contact"] == 3, "unless one asks again"
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: len(contacts(visitor)) == 2, "both are kept")
        await read(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS), "each is there once, in its place"
        look_up(visitor, str(person["id"]))
        await message(visitor, "Kept already")
        await visitor.wait(lambda: selected(visitor) == [person], "scrolled to and selected")
        assert operations(sandbox)["contact"] == 3
        assert was_polite(sandbox)


@pytest.mark.parametrize("paths", ["both", "first", "second"])
async def test_a_look_up_finds_its_path_and_tells_what_is_not_there(
    desktops: Desktops, sandbox: Sandbox, paths: str
) -> None:
    sandbox.leadsopedia.paths = paths
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await choose(visitor, "All prospects")
        person, other = truth(sandbox, PROSPECTS)[4000], truth(sandbox, PROSPECTS)[4001]
        look_up(visitor, str(person["id"]))
        await visitor.wait(lambda: selected(visitor) == [person], "found")
        first = [(request.dialect, request.status) for request in requests(sandbox, "contact")]
        assert first == ([(0, 404), (1, 200)] if paths == "second" else [(0, 200)])
        look_up(visitor, str(other["id"]))
        await visitor.wait(lambda: selected(visitor) == [other], "found")
        assert len(requests(sandbox, "contact")) == len(first) + 1, "the path is remembered"

        look_up(visitor, "nobody@nowhere.example")
        words = await message(visitor, "is not in All prospects.")
        assert words.startswith("“nobody@nowhere.example” is not in All prospects.")
        assert len(contacts(visitor)) == 2
        assert not visitor.sees("notice"), "that is no trouble"
        path = "/contacts/{list_id}" if paths == "second" else "/contacts"
        await open_settings(visitor, "leadsopedia")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-dialects", "Looks up a contact under"), "Details")
        assert f"Looks up a contact under {path}." in visitor.text("leadsopedia-dialects")
        await close_settings(visitor)
        assert was_polite(sandbox)


async def test_a_look_up_that_fails_is_told_and_can_be_repeated(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        person = truth(sandbox, SCANS)[1]
        sandbox.leadsopedia.fault("status", operation="contact", status=500)
        look_up(visitor, str(person["id"]))
        await notice(visitor, "Leadsopedia has a problem of its own (500).")
        sandbox.leadsopedia.clear_faults()
        look_up(visitor, str(person["id"]))
        await visitor.wait(lambda: selected(visitor) == [person], "found")
        await visitor.wait(lambda: not visitor.sees("notice"), "the trouble is over")
        assert count_of_rows(visitor, "leadsopedia-table") == 1
