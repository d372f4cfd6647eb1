"""The page with the real client, over HTTP, against the strict demo provider."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import stamina
from PySide6.QtWidgets import QFileDialog

from leaddesk.app.late import LateLeadsopedia, fetch_file
from leaddesk.domain.lists import KeptList
from leaddesk.domain.queue import QueueState
from leaddesk.domain.secret import Secret
from leaddesk.providers import leadsopedia
from leaddesk.providers.pacing import Pace
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World
from tests.fakes.leadsopedia_at_hand import LeadsopediaDesk
from tests.fakes.virtual_time import JumpingTimers
from tests.ui.gone import destroy
from tests.ui.leadsopedia_bench import Bench
from tests.ui.until import settled, until

if TYPE_CHECKING:
    from tests.fakes.leadsopedia_at_hand import LeadsopediaAtHand

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def _no_waiting_between_tries() -> Iterator[None]:
    with stamina.set_testing(True, attempts=100, cap=True):
        yield


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(World(seed=1, people=6000), clock=itertools.count(step=10).__next__) as server:
        yield server


class OverHttp(LateLeadsopedia):
    """The client as ``app`` has it; files are fetched beside it."""

    book = None
    fetch = staticmethod(fetch_file)

    def let_go(self) -> None:
        """Nothing is held back here."""


@asynccontextmanager
async def over_http(home: Path, sandbox: Sandbox) -> AsyncIterator[Bench]:
    ready: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    ready.set_result(True)
    key, states = Secret(sandbox.leadsopedia.key), list[QueueState]()
    client = OverHttp(
        ready=ready,
        connect=lambda: leadsopedia.connect(
            lambda: sandbox.leadsopedia.address,
            lambda: asyncio.sleep(0, key),
            pace=Pace(10, 1.0, timers=JumpingTimers(), jitter=lambda: 0.0),
        ),
        on_queue=states.append,
    )
    place = LeadsopediaDesk(home, cast("LeadsopediaAtHand", client))
    here = Bench(place)
    try:
        yield here
    finally:
        destroy(here.page)
        await settled()
        await client.aclose()
        await place.aclose()


def told(here: Bench, list_id: str) -> KeptList:
    return next(kept for kept in here.page.rail.lists.lists if kept.list_id == list_id)


async def save(here: Bench, row: int, path: Path) -> None:
    """The file of this row of the downloads, to ``path``."""
    downloads = here.page.pages.downloads
    assert downloads is not None
    downloads.browser.table.view.selectRow(row)
    await settled()
    here.press("download-save")
    dialog = here.page.findChild(QFileDialog, "download-browser")
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()


async def test_lists_contacts_account_and_files(tmp_path: Path, sandbox: Sandbox) -> None:
    sandbox.reset()
    demo = sandbox.leadsopedia
    async with over_http(tmp_path / "home", sandbox) as here:
        await here.known()
        assert [(kept.list_id, kept.name, kept.told) for kept in here.page.rail.lists.lists] == demo.lists
        await here.read()
        list_id, _, total = demo.lists[0]
        await until(lambda: len(here.rows()) == total)
        assert [row[1] for row in here.rows()[:5]] == [
            str(record["email"] or "–") for record in demo.contacts(list_id)[:5]
        ]
        here.choose(demo.lists[1][0])
        known = next(record for record in demo.contacts(demo.lists[1][0]) if record["email"])
        here.type("leadsopedia-lookup", str(known["email"]))
        await until(lambda: len(here.rows()) == 1)
        assert told(here, demo.lists[1][0]).told == demo.lists[1][2]
        for what in ("activity", "history", "downloads"):
            here.page.show_account(what)
            await here.read()
            await until(lambda what=what: len(here.rows(f"{what}-table")) > 0)  # type: ignore[misc]  # a default
        assert len(here.rows("activity-table")) > 200
        await save(here, 0, tmp_path / "scans.csv")
        await until(lambda: "Saved “scans.csv”." in here.place.notices.titles)
        assert (tmp_path / "scans.csv").read_bytes().startswith(b"id,email,first_name")
        assert not any(request.stray_key for request in demo.files.requests), "the key stays with the provider"
        await save(here, 5, tmp_path / "removed.csv")
        title = "“removed-after-90-days.csv” is not under its address any more."
        await until(lambda: here.text("download-message") == title)
        assert not (tmp_path / "removed.csv").exists()
