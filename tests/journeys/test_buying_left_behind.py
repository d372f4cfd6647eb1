"""LeadDesk was ended while a purchase was on its way: whoever starts it again is told, wherever they look."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaddesk.sandbox.server import Sandbox
from leaddesk.workspace.folders import folders_of
from tests.journeys.acts import notice
from tests.journeys.buying_acts import open_desk, orders
from tests.journeys.conftest import Desktops
from tests.unit.workspace.purchases.buying import Computer

pytestmark = pytest.mark.usefixtures("quick")


async def test_the_next_start_tells_that_it_may_have_been_charged(
    desktops: Desktops, sandbox: Sandbox, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    data = folders_of(home, demo=False).data
    data.mkdir(parents=True)
    computer = Computer(data / "purchases.db")
    await computer.send(7, account=sandbox.address)
    await computer.aclose()
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop, home=home)
        told = await notice(visitor, "We sent your request for 7 contacts and got no answer.")
        assert "You may have been charged up to 7 credits. We will not send it again." in told
        visitor.click("notice-action")
        await visitor.wait_for("purchase-dialog")
        assert visitor.text("purchase-title") == "Purchase 1: No answer: may be charged"
        assert "LeadDesk ended while it was sending." in visitor.text("purchase-reason")
        assert orders(sandbox) == 0, "it is never sent again"
