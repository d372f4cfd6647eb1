"""ReactIn in each of its dialects: found out once, remembered, shown in Settings, and forgotten when that is wanted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from leaddesk.sandbox.server import Sandbox
from tests.journeys.acts import close_settings, open_settings, shows
from tests.journeys.conftest import Desktops
from tests.journeys.list_acts import (
    PLAYGROUND,
    WEBINAR,
    asked_pages,
    open_reactin,
    read_in_full,
    refreshed,
    rows,
    truth,
    was_well_behaved,
)

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")

NOTHING_KNOWN = "Nothing known yet: it is learnt with the first answer."


def statuses(sandbox: Sandbox) -> list[int | None]:
    return [request.status for request in sandbox.reactin.requests]


@pytest.mark.parametrize("authorization", ["bare", "bearer"])
@pytest.mark.parametrize("paths", ["first", "second"])
async def test_a_dialect_is_found_out_remembered_told_and_forgotten(
    desktops: Desktops, sandbox: Sandbox, authorization: str, paths: str
) -> None:
    sandbox.reactin.switch({"authorization": authorization, "paths": paths})
    wanted = sandbox.reactin.lists[PLAYGROUND]
    leads = truth(sandbox.reactin.leads(wanted.list_id))
    refusals = {("bare", "first"): [], ("bare", "second"): [404], ("bearer", "first"): [401]}
    refused = refusals.get((authorization, paths), [404, 401])
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 137)
        assert rows(visitor) == leads
        assert statuses(sandbox) == [*refused, 200, 200, 200, 200], "each refusal came once"
        assert not visitor.sees("notice")
        await desktop.session.close()

        sandbox.reactin.forget_requests()
        desktop, visitor = await open_reactin(open_desktop, settings=None)
        await refreshed(visitor, 137)
        assert statuses(sandbox) == [200] * 4, "also after a restart nothing has to be found out again"
        assert asked_pages(sandbox) == [1, 2, 3, 1]

        await open_settings(visitor, "reactin")
        told = await visitor.wait(lambda: shows(visitor, "reactin-dialects"), "the details")
        key = {"bare": "Takes the bare key.", "bearer": "Takes the key after the word Bearer."}[authorization]
        path = {"first": "Answers under /api.", "second": "Answers under /api/v1."}[paths]
        assert told == f"{path}\n{key}"
        visitor.click("reactin-dialects-forget")
        await visitor.wait(lambda: shows(visitor, "reactin-dialects", NOTHING_KNOWN), "it is forgotten")
        assert not visitor.find("reactin-dialects-forget", QPushButton).isEnabled()
        await close_settings(visitor)
        sandbox.reactin.forget_requests()
        await refreshed(visitor, 137)
        assert statuses(sandbox) == [*refused, 200, 200, 200, 200], "and found out again"
    assert was_well_behaved(sandbox)


async def test_a_dialect_that_changes_is_learnt_anew_without_a_word(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    sandbox.reactin.switch({"authorization": "bearer", "paths": "second"})
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 48)
        sandbox.reactin.switch({"authorization": "bare", "paths": "first"})
        for _ in range(2):
            sandbox.reactin.forget_requests()
            await refreshed(visitor, 48)
        assert statuses(sandbox) == [200]
        assert not visitor.sees("notice")
        await open_settings(visitor, "reactin")
        told = "Answers under /api.\nTakes the bare key."
        await visitor.wait(lambda: shows(visitor, "reactin-dialects") == told, "Settings tell the new one")


async def test_settings_test_the_key_with_a_list(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop)
        await open_settings(visitor, "reactin")
        await visitor.wait(lambda: shows(visitor, "reactin-key-state", "ends in"), "there is a key")
        assert shows(visitor, "reactin-dialects") == NOTHING_KNOWN
        visitor.click("reactin-key-test")
        words = "There is no list to ask ReactIn for."
        await visitor.wait(lambda: shows(visitor, "reactin-test-result", words), words)
        assert not sandbox.reactin.requests
        await close_settings(visitor)
        await desktop.parts.lists.add("reactin", wanted.organization_id, wanted.list_id, wanted.name)
        await open_settings(visitor, "reactin")
        visitor.click("reactin-key-test")
        await visitor.wait(lambda: shows(visitor, "reactin-test-result", "the key is good"), "it is tested")
        assert "Takes the bare key." in shows(visitor, "reactin-dialects")
