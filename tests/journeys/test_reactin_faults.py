"""What ReactIn, the way to it or the keychain may do wrong: nothing that was read is lost, and reading goes on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from keyring.errors import KeyringLocked
from PySide6.QtWidgets import QLineEdit

from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.reactin.smart_lists import SmartList
from leaddesk.sandbox.server import Sandbox
from tests.fakes.keyring_backends import Hanging, Obedient
from tests.journeys.acts import close_notice, close_settings, notice, shows
from tests.journeys.conftest import Desktops
from tests.journeys.list_acts import (
    LAUNCH,
    PLAYGROUND,
    WEBINAR,
    accept,
    asked_pages,
    choose_list,
    count_of_rows,
    fill_in,
    open_reactin,
    open_tab,
    rail,
    read_in_full,
    refreshed,
    rows,
    status,
    truth,
    was_well_behaved,
)

pytestmark = pytest.mark.usefixtures("quick", "reactin_in_haste")


@pytest.fixture(autouse=True)
def _all_is_well_behaved(sandbox: Sandbox) -> Iterator[None]:
    """Whatever happens, no key goes astray."""
    yield
    assert was_well_behaved(sandbox)


async def test_a_wrong_key_is_told_and_reading_goes_on_with_the_right_one(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted, chain = sandbox.reactin.lists[WEBINAR], Obedient()
    chain.entries["LeadDesk", "reactin"] = "not-the-right-key-4711"
    async with desktops() as open_desktop:
        keys: dict[str, Any] = {"also": (), "key": None, "keychain": Keychain(backend=lambda: chain)}
        _, visitor = await open_reactin(open_desktop, wanted, **keys)
        assert "It answered 401." in await notice(visitor, "ReactIn does not accept this key.")
        assert [request.scheme for request in sandbox.reactin.requests] == ["bare", "bearer"], "it was tried both ways"
        assert {request.key for request in sandbox.reactin.requests} == {"wrong"}
        assert rail(visitor) == {wanted.name: "Key not accepted (401)"}
        visitor.click("reactin-table-empty-action")
        line = await visitor.wait_for("reactin-key-field")
        assert isinstance(line, QLineEdit)
        line.setText(sandbox.reactin.key)
        visitor.click("reactin-key-save")
        await visitor.wait(lambda: shows(visitor, "reactin-key-state", sandbox.reactin.key[-4:]), "it is kept")
        await close_settings(visitor)
        await read_in_full(visitor, 48)
        assert not visitor.sees("notice"), "what is mended is taken back"


async def test_a_key_that_is_refused_in_the_middle(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[LAUNCH]
    sandbox.reactin.fault("status", status=401, page=4)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await notice(visitor, "ReactIn does not accept this key.")
        assert "150 leads kept. Check the key in Settings, then go on." in await status(visitor, "Stopped at page 4:")
        await visitor.wait(lambda: rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))[:150], "they stay")
        sandbox.reactin.clear_faults()
        sandbox.reactin.forget_requests()
        visitor.click("reactin-resume")
        await read_in_full(visitor, 1210)
        assert asked_pages(sandbox) == [*range(4, 26), 1]
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))


async def test_somebody_elses_list_is_told_and_can_be_corrected(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    foreign = SmartList("Of others", wanted.organization_id, sandbox.reactin.foreign_list)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, foreign)
        await notice(visitor, "This key has no access to this list.")
        assert "(403)" in rail(visitor)["Of others"]
        visitor.click("reactin-table-empty-action")
        await visitor.wait_for("smartlist-dialog")
        fill_in(visitor, name=wanted.name, list_id=wanted.list_id)
        await accept(visitor)
        await read_in_full(visitor, 48)
        assert not visitor.sees("notice")


async def test_a_list_that_is_deleted_before_it_is_read(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    sandbox.reactin.delete(wanted.list_id)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await notice(visitor, "ReactIn has no such list, or no longer.")
        assert [request.dialect for request in sandbox.reactin.requests] == [0, 1], "under neither path"
        assert rail(visitor) == {wanted.name: "No such list any more (404)"}
        assert "404" in await status(visitor, "Stopped at page 1:")


async def test_a_list_that_is_deleted_while_it_is_read_or_later_keeps_its_leads(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    launch, webinar = sandbox.reactin.lists[LAUNCH], sandbox.reactin.lists[WEBINAR]
    leads = {wanted.list_id: truth(sandbox.reactin.leads(wanted.list_id)) for wanted in (launch, webinar)}
    sandbox.reactin.fault("delete-list", list_id=launch.list_id, page=3)
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, launch, webinar)
        await notice(visitor, "ReactIn has no such list, or no longer.")
        assert "150 leads kept." in await status(visitor, "Stopped at page 4:")
        await visitor.wait(lambda: rows(visitor) == leads[launch.list_id][:150], "they stay")
        await close_notice(visitor)

        await choose_list(visitor, webinar.name)
        await read_in_full(visitor, 48)
        sandbox.reactin.delete(webinar.list_id)
        visitor.click("reactin-refresh")
        await notice(visitor, "ReactIn has no such list, or no longer.")
        await visitor.wait(lambda: "(404)" in rail(visitor)[webinar.name], "at the left, too")
        assert rows(visitor) == leads[webinar.list_id]
        await desktop.session.close()

        _, visitor = await open_reactin(open_desktop, settings=None)
        await choose_list(visitor, launch.name)
        await visitor.wait(lambda: rows(visitor) == leads[launch.list_id][:150], "also after a restart")
        assert set(rail(visitor).values()) == {"No such list any more (404)"}
        assert "ReactIn has no such list any more (404)." in await status(visitor, "Stopped at page 4:")


@pytest.mark.parametrize(
    ("fault", "settings", "told"),
    [
        ("status", {"status": 500}, "ReactIn has a problem of its own (500)."),
        ("status", {"status": 400, "message": "no good"}, "ReactIn did not take this request (400)."),
        ("html", {}, "ReactIn sent an answer that we cannot read."),
        ("html", {"status": 502}, "ReactIn has a problem of its own (502)."),
        ("broken-json", {}, "ReactIn sent an answer that we cannot read."),
        ("empty-body", {}, "ReactIn sent an answer that we cannot read."),
        ("truncated", {}, "We cannot reach ReactIn."),
        ("cut", {}, "We cannot reach ReactIn."),
        ("gzip-bomb", {}, "ReactIn sent far too much data."),
        ("redirect", {"to": "http://localhost:9/elsewhere", "status": 307}, "ReactIn points to another address."),
    ],
    ids=lambda value: " ".join(map(str, value.values())) if isinstance(value, dict) else None,
)
async def test_a_fault_in_the_middle_is_told_and_reading_goes_on_from_that_page(
    desktops: Desktops, sandbox: Sandbox, fault: str, settings: dict[str, Any], told: str
) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    leads = truth(sandbox.reactin.leads(wanted.list_id))
    sandbox.reactin.fault(fault, page=2, **settings)
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await notice(visitor, told)
        said = await status(visitor, "Stopped at page 2:")
        assert told in said
        assert "50 leads kept." in said
        await visitor.wait(lambda: rows(visitor) == leads[:50], "they stay")
        assert rail(visitor) == {wanted.name: "Stopped at page 2"}
        await desktop.session.close()

        desktop, visitor = await open_reactin(open_desktop, settings=None)
        await status(visitor, "Stopped at page 2:")
        await visitor.wait(lambda: rows(visitor) == leads[:50], "also after a restart")
        sandbox.reactin.clear_faults()
        sandbox.reactin.forget_requests()
        visitor.click("reactin-resume")
        await read_in_full(visitor, 137)
        assert asked_pages(sandbox) == [2, 3, 1]
        assert rows(visitor) == leads
        assert not visitor.sees("notice")


@pytest.mark.parametrize("fault", ["unknown-fields", "content-type", "null-lists", "numbers-as-strings"])
async def test_what_is_only_written_oddly_is_read(desktops: Desktops, sandbox: Sandbox, fault: str) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    sandbox.reactin.fault(fault)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor)
        assert not visitor.sees("notice")
        sandbox.reactin.clear_faults()
        await refreshed(visitor, 137)
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))


async def test_a_moment_of_trouble_is_not_worth_a_word(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    for page, fault in enumerate(("cut", "truncated", "status"), start=1):
        sandbox.reactin.fault(fault, page=page, times=1)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 137)
        assert asked_pages(sandbox) == [1, 1, 2, 2, 3, 3, 1]
        assert not visitor.sees("notice")
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))


@pytest.mark.parametrize("settings", [{"retry_after": 1, "times": 2}, {"times": 12}], ids=["wait told", "not told"])
async def test_a_storm_of_429_is_sat_out(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, settings: dict[str, Any]
) -> None:
    monkeypatch.setattr("leaddesk.providers.pacing.LONGEST_GROWN_PAUSE", 0.02)
    wanted = sandbox.reactin.lists[PLAYGROUND]
    sandbox.reactin.fault("status", status=429, page=2, **settings)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 137)
        assert rows(visitor) == truth(sandbox.reactin.leads(wanted.list_id))
        assert [request.status for request in sandbox.reactin.requests].count(429) == settings["times"]
        assert not visitor.sees("notice")


async def test_a_storm_of_429_without_an_end_is_told(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.providers.pacing.LONGEST_GROWN_PAUSE", 0.02)
    wanted = sandbox.reactin.lists[PLAYGROUND]
    sandbox.reactin.fault("status", status=429, page=2)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        assert "We waited and tried again, without luck." in await notice(visitor, "ReactIn asks us to slow down.")
        await status(visitor, "Stopped at page 2:")
        sandbox.reactin.clear_faults()
        visitor.click("reactin-resume")
        await read_in_full(visitor, 137)
        assert not visitor.sees("notice")


async def test_a_long_wait_is_told_and_nothing_is_asked_meanwhile(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[PLAYGROUND]
    sandbox.reactin.fault("status", status=429, retry_after=300, page=2)
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted)
        assert "Try again in 5 min. Nothing is lost." in await notice(visitor, "ReactIn asks us to slow down.")
        await status(visitor, "Stopped at page 2:")
        await visitor.wait(lambda: count_of_rows(visitor) == 50, "the first page stays")
        sandbox.reactin.clear_faults()
        sandbox.reactin.forget_requests()
        await close_notice(visitor)
        visitor.click("reactin-resume")
        await notice(visitor, "ReactIn asks us to slow down.")
        assert not sandbox.reactin.requests, "ReactIn is left alone"


class Locked(Obedient):
    """Says no until somebody unlocks it."""

    is_locked = True

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringLocked(service)
        return super().get_password(service, username)


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_keychain_that_is_locked_at_start_holds_up_nothing_that_was_read(
    desktops: Desktops, sandbox: Sandbox, *, hangs: bool
) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    leads = truth(sandbox.reactin.leads(wanted.list_id))
    async with desktops() as open_desktop:
        desktop, visitor = await open_reactin(open_desktop, wanted)
        await read_in_full(visitor, 48)
        await desktop.session.close()
        sandbox.reactin.forget_requests()

        chain = Hanging() if hangs else Locked()
        chain.entries["LeadDesk", "reactin"] = sandbox.reactin.key
        desktop = await open_desktop(key=None, keychain=Keychain(seconds=0.2, backend=lambda: chain))
        visitor = await open_tab(desktop)
        await visitor.wait(lambda: rows(visitor) == leads, "what was read is here")
        assert not visitor.sees("notice"), "its key is not needed for that"
        visitor.click("reactin-refresh")
        await notice(visitor, "The keychain does not answer." if hangs else "The keychain said no.")
        await status(visitor, "Stopped at page 1:")
        assert rows(visitor) == leads
        assert not sandbox.reactin.requests, "nothing is sent without the key"

        if isinstance(chain, Hanging):
            chain.let_go.set()
            await visitor.wait(lambda: not any(thread.is_alive() for thread in chain.threads), "it answers")
        else:
            chain.is_locked = False
        await close_notice(visitor)
        visitor.click("reactin-resume")
        assert "Nothing new, changed or gone" in await read_in_full(visitor, 48)
        assert not visitor.sees("notice")


async def test_without_a_key_the_tab_says_where_it_goes(desktops: Desktops, sandbox: Sandbox) -> None:
    wanted = sandbox.reactin.lists[WEBINAR]
    async with desktops() as open_desktop:
        _, visitor = await open_reactin(open_desktop, wanted, also=())
        await visitor.wait(lambda: shows(visitor, "reactin-table-empty-title", "Add your ReactIn key"), "it is told")
        assert not sandbox.reactin.requests
        assert not visitor.sees("notice"), "nobody has asked for anything yet"
        visitor.click("reactin-table-empty-action")
        line = await visitor.wait_for("reactin-key-field")
        assert isinstance(line, QLineEdit)
        line.setText(sandbox.reactin.key)
        visitor.click("reactin-key-save")
        await close_settings(visitor)
        await read_in_full(visitor, 48)
