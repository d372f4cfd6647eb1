"""From a filter to leads that were paid for, by polling: what is told before, and what comes of it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import (
    DIRECTORS,
    count,
    notice,
    replace_text,
    shows,
)
from tests.journeys.buying_acts import (
    balance,
    booked,
    close_details,
    ledger,
    no_difference,
    open_desk,
    open_fetch,
    order,
    purchases,
    records,
    result,
    steps,
)
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import DETAILS, to_leads
from tests.journeys.lead_acts import count as leads_count
from tests.journeys.lead_acts import open_details as lead_details

pytestmark = pytest.mark.usefixtures("quick")


async def save_filter(visitor: Visitor, name: str) -> None:
    visitor.click("filter-save")
    await visitor.wait_for("filter-name")
    replace_text(visitor, "filter-name", name)
    visitor.click("filter-name-accept")
    await notice(visitor, "Saved as")


async def test_fifty_contacts_from_the_filter_to_my_leads(desktops: Desktops, sandbox: Sandbox) -> None:
    matches = sandbox.reachstream.world.search.matches(DIRECTORS).count
    async with desktops() as open_desktop:
        desktop, visitor = await open_desk(open_desktop)
        await save_filter(visitor, "Directors")
        assert await count(visitor) == matches
        await open_fetch(visitor)
        visitor.find("fetch-number", QLineEdit).setText("50")
        assert visitor.text("fetch-price") == "50 credits"
        assert visitor.text("fetch-balance") == "720 credits"
        assert visitor.text("fetch-afterwards") == "670 credits"
        await visitor.wait(lambda: shows(visitor, "fetch-known"), "who is known already")
        await order(visitor, 50)
        await result(visitor, "preparing up to 50 contacts")
        visitor.click("fetch-activity")
        await visitor.wait_for("purchase-dialog")
        assert desktop.session.window.current_tab == "activity-tab"
        await visitor.wait(lambda: shows(visitor, "purchase-outcome", "charged"), "the records and what they cost")
        received = booked(sandbox).charged
        assert received is not None
        assert 0 < received < 50, "only contacts with a valid e-mail are delivered"
        assert visitor.text("purchase-outcome") == f"Asked 50, received {received}, charged {received}."
        assert shows(visitor, "purchase-reason", "ReachStream said that this is all.")
        assert steps(visitor)[:4] == [
            "You pressed the button",
            "Written down, ready to be sent",
            "Sending begins",
            "ReachStream accepted it",
        ]
        names = await records(visitor, "contact_name")
        assert len(names) == received
        await close_details(visitor)
        await notice(visitor, f"{received} contacts arrived: Directors")

        (bought,) = purchases(visitor)
        told = {name: bought[name] for name in ("filter", "asked", "received", "charged", "state")}
        assert told == {
            "filter": "Directors",
            "asked": 50,
            "received": received,
            "charged": received,
            "state": f"Short by {50 - received}",
        }
        assert bought["new_leads"] == received
        assert balance(visitor) == 720 - received == sandbox.reachstream.credits
        assert no_difference(visitor)
        assert ledger(visitor)[0] == ("Balance read", 720 - received)
        assert ("Purchase, Directors", -received) in ledger(visitor)

        await to_leads(visitor)
        await leads_count(visitor, f"{received} of {received} leads")
        someone = next(name for name in sorted(names) if names.count(name) == 1)
        await lead_details(visitor, str(someone))
        origin = visitor.text(f"{DETAILS}-origins")
        assert "Purchase 1, Directors" in origin, "where everything about them comes from"

        desktop.session.window.show_tab("reachstream-tab")
        await open_fetch(visitor)
        before = await visitor.wait(lambda: shows(visitor, "fetch-before"), "that it was bought before")
        assert f"You bought {received} of these today" in before
        assert "Purchase 1" in visitor.text("fetch-before-advice") or "purchase 1" in visitor.text(
            "fetch-before-advice"
        )
