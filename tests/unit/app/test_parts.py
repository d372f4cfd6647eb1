"""The parts below the window: a half that does not come up, and keys that are tested."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import apsw
import pytest
import pytest_asyncio

from leaddesk.actions.ask_leadsopedia import CREDITS
from leaddesk.app.demo_process import DemoList, DemoProcess, DemoProvider
from leaddesk.app.parts import Parts
from leaddesk.app.saving import Saving
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import NoListToAsk, NothingThere, Unreachable, WorkspaceNewer
from leaddesk.domain.leads import LeadId
from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.lists import KeptList
from leaddesk.domain.pages import Entry, Page
from leaddesk.domain.providers import LEADSOPEDIA, REACHSTREAM, REACTIN
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.keychain.keychain import Keychain
from leaddesk.workspace.folders import folders_of


@pytest.fixture
def unused_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Demo(DemoProcess):
    """Started already; nobody listens where it says."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._port = port

    async def start(self) -> dict[str, DemoProvider]:
        lists = (DemoList("Webinar guests", "org", "list"),)
        address = f"http://127.0.0.1:{self._port}"
        return {
            about.id: DemoProvider(address, Secret("demo-key-1234"), lists if about is REACTIN else (), 0.5)
            for about in (REACHSTREAM, REACTIN, LEADSOPEDIA)
        }

    async def set_wait(self, seconds: float) -> None:
        del seconds


async def test_a_demo_whose_database_cannot_be_used_can_still_be_asked(
    tmp_path: Path, unused_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("leaddesk.app.demo.DemoProcess", lambda: Demo(unused_port))
    folders = folders_of(tmp_path, demo=True)
    folders.data.mkdir(parents=True)
    newer = apsw.Connection(str(folders.data / "leaddesk.db"))
    newer.pragma("user_version", 99)
    newer.close()
    parts = Parts(folders, Saving(folders.config / "settings.json"), Keychain(only_memory=True), demo=True)
    with pytest.raises(WorkspaceNewer):
        await parts.wake()
    async with asyncio.timeout(20):
        with pytest.raises(Unreachable):
            await parts.reachstream.credits(urgency=Urgency.CLICK)
    await parts.close()


@pytest_asyncio.fixture
async def parts(tmp_path: Path) -> AsyncIterator[Parts]:
    folders = folders_of(tmp_path, demo=False)
    parts = Parts(folders, Saving(folders.config / "settings.json"), Keychain(only_memory=True), demo=False)
    yield parts
    await parts.close()


async def test_a_month_that_is_being_opened_again_is_waited_for_before_the_database_closes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = folders_of(tmp_path, demo=False)
    parts = Parts(folders, Saving(folders.config / "settings.json"), Keychain(only_memory=True), demo=False)
    may_end, order = asyncio.Event(), []

    async def reopen() -> None:
        await may_end.wait()
        order.append("month")

    monkeypatch.setattr(parts.book, "reopen", reopen)
    monkeypatch.setattr(parts.dialects, "flush", may_end.set)
    monkeypatch.setattr(parts.actions.look_up_values, "flush", lambda: order.append("next"))
    parts.announcer.announce(Changes(keys=frozenset({LEADSOPEDIA.id})))
    await parts.close()
    assert order == ["month", "next"]


async def test_what_testing_a_key_of_leadsopedia_brings_is_kept(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Facts({"credits_left": 640}, '{"credits_left":640}', datetime(2026, 11, 21, tzinfo=UTC))

    async def answer(*, urgency: Urgency) -> Facts:
        del urgency
        return told

    monkeypatch.setattr(parts.leadsopedia, "credits", answer)
    assert (await parts.actions.connect_provider.test(provider=LEADSOPEDIA.id)).credits == 640
    assert await parts.actions.ask_leadsopedia.kept(CREDITS) == told


async def test_a_key_of_reactin_is_tested_with_a_list_that_is_there(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    there: set[str] = set()

    async def answer(kept: KeptList, number: int, *, urgency: Urgency) -> Page:
        del urgency
        if kept.list_id not in there:
            raise NothingThere(REACTIN.id, 404)
        return Page(number, (), None, None, None, datetime(2026, 11, 21, tzinfo=UTC))

    monkeypatch.setattr(parts.reactin, "page", answer)
    test = parts.actions.connect_provider.test
    with pytest.raises(NoListToAsk):
        await test(provider=REACTIN.id)
    for name in ("deleted", "alive"):
        await parts.lists.add(REACTIN.id, "org", name, name)
    with pytest.raises(NothingThere):
        await test(provider=REACTIN.id)
    there.add("alive")
    await test(provider=REACTIN.id)


async def test_who_was_erased_is_not_kept_with_a_list_that_is_read_again(parts: Parts) -> None:
    kept = await parts.lists.add(REACTIN.id, "org", "list", "Leads")
    jane = {"First Name": "Jane", "Email": "jane@acme.example"}
    await parts.actions.leads().keep_leads.add_by_hand({"name": "Jane", "email": "jane@acme.example"})
    await parts.actions.leads().keep_leads.erase([LeadId(1)])
    page = Page(1, (Entry(jane, json.dumps(jane)),), None, 1, 1, datetime(2026, 11, 20, tzinfo=UTC))
    _, _, turn = await parts.lists.begin(kept.id)
    kept, _ = await parts.lists.take(kept.id, page, checks=False, turn=turn)
    assert kept.rows == 0
    files = [path for path in parts.folders.data.rglob("*") if path.is_file()]
    assert not [path.name for path in files if b"jane" in path.read_bytes().lower()]
