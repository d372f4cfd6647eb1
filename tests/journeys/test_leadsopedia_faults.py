"""Whatever Leadsopedia answers: what was read stays, what happened is said, and reading goes on from there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from leaddesk.domain.secret import Secret
from leaddesk.keychain.keychain import Keychain
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.fakes.keyring_backends import Hanging
from tests.journeys.acts import close_notice, close_settings, notice, shows
from tests.journeys.conftest import Desktops
from tests.journeys.leadsopedia_acts import (
    SCANS,
    choose,
    contacts,
    entries,
    entry,
    look_up,
    open_leadsopedia,
    open_with_lists,
    operations,
    pages_asked,
    press,
    read,
    read_in_full,
    requests,
    status,
    truth,
)

pytestmark = pytest.mark.usefixtures("quick")


@pytest.mark.parametrize(
    ("fault", "settings", "told"),
    [
        ("status", {"status": 500}, "Leadsopedia has a problem of its own (500)."),
        ("status", {"status": 401}, "Leadsopedia did not accept the key (401)."),
        ("status", {"status": 403}, "Leadsopedia does not let this key at the list (403)."),
        ("status", {"status": 404}, "Leadsopedia has no such list any more (404)."),
        ("html", {}, "Leadsopedia sent an answer that we cannot read."),
        ("html", {"status": 502}, "Leadsopedia has a problem of its own (502)."),
        ("broken-json", {}, "Leadsopedia sent an answer that we cannot read."),
        ("empty-body", {}, "Leadsopedia sent an answer that we cannot read."),
        ("cut", {}, "We cannot reach Leadsopedia."),
        ("truncated", {}, "We cannot reach Leadsopedia."),
        ("redirect", {"to": "http://localhost:9/v1"}, "Leadsopedia points to another address."),
    ],
)
async def test_a_page_that_does_not_come_stops_the_reading_and_it_goes_on_there(
    desktops: Desktops, sandbox: Sandbox, fault: str, settings: dict[str, Any], told: str
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault(fault, operation="contacts", page=4, **settings)
        await press(visitor, "leadsopedia-read")
        said = await status(visitor, f"Stopped at page 4: {told}")
        assert "300 contacts kept." in said
        await visitor.wait_for("notice")
        assert contacts(visitor) == truth(sandbox, SCANS)[:300]
        assert all(request.key == "right" and not request.stray_key for request in requests(sandbox))
        await goes_on(visitor, sandbox, 4)


async def goes_on(visitor: Visitor, sandbox: Sandbox, page: int) -> None:
    """Leadsopedia is well again: the rest comes from ``page`` on."""
    sandbox.leadsopedia.clear_faults()
    sandbox.leadsopedia.forget_requests()
    await press(visitor, "leadsopedia-resume")
    await read_in_full(visitor, 733)
    assert contacts(visitor) == truth(sandbox, SCANS)
    assert pages_asked(sandbox, SCANS) == list(range(page, 9))
    await visitor.wait(lambda: not visitor.sees("notice"), "the trouble is over")


async def test_a_long_pause_that_is_asked_for_is_told_and_kept(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("status", operation="contacts", page=4, status=429, retry_after=400)
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 4: Leadsopedia asks us to slow down.")
        assert "Try again in 6 min" in await notice(visitor, "Leadsopedia asks us to slow down.")
        words = "Leadsopedia asks us to slow down. Going on in 6 min"
        await visitor.wait(lambda: shows(visitor, "leadsopedia-quota", words), "the card says so")
        sandbox.leadsopedia.clear_faults()
        before = len(requests(sandbox))
        await press(visitor, "leadsopedia-resume")
        await visitor.wait(lambda: not visitor.sees("leadsopedia-pause"), "it stops again")
        await press(visitor, "leadsopedia-credits-refresh")
        await visitor.settle()
        assert len(requests(sandbox)) == before, "nothing is sent before that is over"
        await desktop.session.close()
        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await goes_on(visitor, sandbox, 4)


async def test_what_stopped_a_reading_is_still_told_after_a_restart(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("status", operation="contacts", page=4, status=500)
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 4:")
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        said = await status(visitor, "Stopped at page 4:")
        assert "Leadsopedia had a problem of its own. 300 contacts kept." in said
        assert await visitor.wait(lambda: contacts(visitor), "what was read") == truth(sandbox, SCANS)[:300]
        await goes_on(visitor, sandbox, 4)


@pytest.mark.parametrize("fault", [("status", {"status": 500}), ("cut", {}), ("truncated", {})])
async def test_what_fails_once_in_the_middle_is_asked_again_and_nobody_has_to_hear_of_it(
    desktops: Desktops, sandbox: Sandbox, fault: tuple[str, dict[str, Any]]
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault(fault[0], operation="contacts", page=4, times=1, **fault[1])
        await read(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert not visitor.sees("notice")
        assert pages_asked(sandbox, SCANS) == [1, 2, 3, 4, 4, 5, 6, 7, 8]


async def test_a_storm_of_slow_downs_is_sat_out_while_somebody_is_told(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        monkeypatch.setattr("leaddesk.providers.pacing.FIRST_PAUSE", 0.05)
        monkeypatch.setattr("leaddesk.providers.pacing.LONGEST_GROWN_PAUSE", 0.3)
        sandbox.leadsopedia.fault("status", operation="contacts", page=3, status=429, times=8)
        await press(visitor, "leadsopedia-read")
        await visitor.wait(
            lambda: shows(
                visitor, "leadsopedia-quota", "Leadsopedia asks us to slow down. Going on in 1 s, 1 waiting."
            ),
            "the card says why nothing moves",
        )
        await read_in_full(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert len(requests(sandbox, "contacts")) == 8 + 8
        assert not visitor.sees("notice")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-quota", "No call waits."), "it is over")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-quota", "18 of 15,000"), "each of them counts")


async def test_a_wrong_key_is_told_and_mended_in_settings(desktops: Desktops, sandbox: Sandbox) -> None:
    chain = Keychain(only_memory=True)
    await chain.store("leadsopedia", Secret("not-the-right-key"))
    async with desktops() as open_desktop:
        _, visitor = await open_leadsopedia(open_desktop, keychain=chain, also=())
        words = await notice(visitor, "Leadsopedia does not accept this key.")
        assert "It answered 401." in words
        await visitor.wait(lambda: shows(visitor, "leadsopedia-table-empty-title", "does not accept"), "here too")
        assert all(request.key == "wrong" and not request.scheme for request in requests(sandbox))
        assert len(requests(sandbox)) <= 2, "a key that was refused is not tried again"
        visitor.click("notice-action")
        await visitor.wait_for("leadsopedia-key-field")
        visitor.find("leadsopedia-key-field", QLineEdit).setText(sandbox.leadsopedia.key)
        await press(visitor, "leadsopedia-key-save")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-key-state", "ends in"), "it is kept")
        await press(visitor, "leadsopedia-key-test")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-test-result", "the key is good"), "tested")
        await close_settings(visitor)
        await visitor.wait(lambda: len(entries(visitor)) == 5, "the lists come now")
        await visitor.wait(lambda: not visitor.sees("notice"), "and the trouble is over")
        await read(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS)


async def test_a_list_of_somebody_else_is_refused_with_words(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        await desktop.parts.lists.add("leadsopedia", "", sandbox.leadsopedia.foreign_list, "Borrowed")
        await desktop.session.close()
        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: entry(visitor, "Borrowed"), "it is listed")
        await choose(visitor, "Borrowed")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-title", "Borrowed"), "it is shown")
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 1: Leadsopedia does not let this key at the list (403).")
        assert "It answered 403." in await notice(visitor, "does not let this key")
        await visitor.wait(lambda: "No access to this list (403)" in entry(visitor, "Borrowed"), "the rail says it")
        await choose(visitor, "Conference")
        await read(visitor, 733)
        assert contacts(visitor) == truth(sandbox, SCANS), "the other lists are as they were"


async def test_a_list_that_was_deleted_keeps_what_was_read(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        before = truth(sandbox, SCANS)
        await read(visitor, 733)
        sandbox.leadsopedia.delete(SCANS)
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 1: Leadsopedia has no such list any more (404).")
        await visitor.wait(lambda: "No such list any more (404)" in entry(visitor, "Conference"), "the rail says it")
        assert contacts(visitor) == before
        await press(visitor, "leadsopedia-refresh")
        await visitor.wait(lambda: "Not in your account any more" in entry(visitor, "Conference"), "nor is it listed")
        assert len(entries(visitor)) == 5
        await desktop.session.close()

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        await visitor.wait(lambda: entry(visitor, "Conference"), "it is kept")
        await choose(visitor, "Conference")
        assert await visitor.wait(lambda: contacts(visitor), "with its rows") == before


async def test_a_list_that_is_deleted_while_it_is_read(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        before = truth(sandbox, SCANS)
        sandbox.leadsopedia.fault("delete-list", operation="contacts", page=3)
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 4: Leadsopedia has no such list any more (404).")
        assert contacts(visitor) == before[:300]


async def test_a_keychain_that_is_locked_at_start_hides_nothing(desktops: Desktops, sandbox: Sandbox) -> None:
    chain = Hanging()
    async with desktops() as open_desktop:
        desktop, visitor = await open_with_lists(open_desktop)
        await read(visitor, 733)
        await desktop.session.close()
        sandbox.leadsopedia.forget_requests()

        locked = Keychain(seconds=0.2, backend=lambda: chain)
        _, visitor = await open_leadsopedia(open_desktop, settings=None, keychain=locked, also=())
        assert await visitor.wait(lambda: contacts(visitor), "what is kept is shown") == truth(sandbox, SCANS)
        assert not visitor.sees("notice"), "nobody has asked for anything yet"
        await press(visitor, "leadsopedia-credits-refresh")
        await notice(visitor, "The keychain does not answer.")
        await press(visitor, "leadsopedia-read")
        await status(visitor, "Stopped at page 1:")
        assert not requests(sandbox), "nothing is sent without the key"
        assert contacts(visitor) == truth(sandbox, SCANS)

        chain.entries["LeadDesk", "leadsopedia"] = sandbox.leadsopedia.key
        chain.let_go.set()  # somebody has unlocked it
        await visitor.wait(lambda: not any(thread.is_alive() for thread in chain.threads), "it answers")
        await close_notice(visitor)
        await press(visitor, "leadsopedia-resume")
        await visitor.wait(lambda: len(requests(sandbox, "contacts")) == 8, "it is read again")
        assert "Nothing new, changed or gone" in await read_in_full(visitor, 733)


async def test_the_lists_themselves_may_fail(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        sandbox.leadsopedia.fault("status", operation="lists", status=500)
        _, visitor = await open_leadsopedia(open_desktop)
        await visitor.wait(
            lambda: shows(visitor, "leadsopedia-table-empty-title", "a problem of its own (500)"), "told"
        )
        await visitor.wait(lambda: shows(visitor, "leadsopedia-credits", "6,658 of 25,000"), "the credits came")
        sandbox.leadsopedia.clear_faults()
        await press(visitor, "leadsopedia-table-empty-action")
        await visitor.wait(lambda: len(entries(visitor)) == 5, "the lists")
        await visitor.wait(lambda: not visitor.sees("notice"), "the trouble is over")
        sandbox.leadsopedia.fault("cut", operation="lists")
        await press(visitor, "leadsopedia-refresh")
        await notice(visitor, "We cannot reach Leadsopedia.")
        assert len(entries(visitor)) == 5, "those that are known stay"


async def test_a_look_up_while_a_page_hangs(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        sandbox.leadsopedia.fault("hold", operation="contacts", page=2)
        await press(visitor, "leadsopedia-read")
        await visitor.wait(lambda: len(contacts(visitor)) == 100, "the first page")
        look_up(visitor, str(truth(sandbox, SCANS)[700]["id"]))
        await visitor.wait(lambda: "Look-up in" in shows(visitor, "leadsopedia-queue"), "it waits, and is seen to")
        sandbox.leadsopedia.clear_faults()
        await read_in_full(visitor, 733)
        assert operations(sandbox)["contact"] == 1
        assert contacts(visitor) == truth(sandbox, SCANS), "once, in its place"
