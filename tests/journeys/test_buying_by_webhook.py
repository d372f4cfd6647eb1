"""The receiver of this LeadDesk, set up in Settings step by step; ReachStream delivers to it, in every way it knows."""

from __future__ import annotations

import pytest

from leaddesk.sandbox.server import Sandbox
from tests.journeys.acts import close_settings, open_settings, shows
from tests.journeys.buying_acts import (
    balance,
    buy,
    close_details,
    close_fetch,
    delivered,
    deliveries,
    newest,
    no_difference,
    open_deliveries,
    open_desk,
    open_details,
    open_fetch,
    order,
    result,
    rule,
    save,
    set_up_webhook,
    stands,
    to_activity,
    try_delivery,
)
from tests.journeys.conftest import Desktops
from tests.journeys.lead_acts import count, to_leads

pytestmark = pytest.mark.usefixtures("quick")


async def test_it_is_set_up_tried_and_used(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await open_fetch(visitor)
        assert visitor.text("fetch-delivery-state") == "Not set up"
        visitor.click("fetch-cancel")
        address = await set_up_webhook(visitor, sandbox)
        assert len(address.rpartition("/")[2]) == 32, "128 random bits"
        await try_delivery(visitor)
        await open_fetch(visitor)
        await visitor.wait(lambda: shows(visitor, "fetch-delivery-state", "Tested"), "how far it can be relied on")
        visitor.click("fetch-cancel")
        await buy(visitor, 40, "webhook")
        await to_activity(visitor)
        bought = await delivered(sandbox)
        received = len(bought.records)
        await visitor.wait(lambda: newest(visitor).get("charged") == received, "what it cost")
        shown = newest(visitor)
        assert (shown["received"], shown["state"]) == (received, f"{40 - received} to come at most")
        assert bought.way == "webhook"
        assert bought.answers == (200,)
        assert balance(visitor) == sandbox.reachstream.credits == 720 - received
        assert no_difference(visitor)
        assert await open_details(visitor) == f"Asked 40, received {received}, charged {received}."
        await rule(visitor, "that-is-all")
        await close_details(visitor)
        await stands(visitor, f"Short by {40 - received}")
        await to_leads(visitor)
        await count(visitor, f"{received} of {received} leads")


@pytest.mark.parametrize("way", ["hyphens", "x-prefix", "body", "nowhere"])
async def test_the_secret_may_travel_in_any_way(desktops: Desktops, sandbox: Sandbox, way: str) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await set_up_webhook(visitor, sandbox)
        await close_settings(visitor)
        sandbox.reachstream.switch({"secret_travels": way})
        await buy(visitor, 3, "webhook")
        received = len((await delivered(sandbox)).records)
        await to_activity(visitor)
        await visitor.wait(lambda: newest(visitor).get("received") == received, "the records")
        assert newest(visitor)["new_leads"] == received


async def test_batches_that_overlap_come_twice_and_late(desktops: Desktops, sandbox: Sandbox) -> None:
    """Late ones are taken too, when the person has said already that no more are expected."""
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await set_up_webhook(visitor, sandbox)
        await close_settings(visitor)
        sandbox.reachstream.switch(
            {"batch_size": 7, "overlap": 0.4, "deliver_twice": True, "late": 0.4, "seconds_late": 3.0}
        )
        await buy(visitor, 60, "webhook")
        await to_activity(visitor)
        await visitor.wait(lambda: newest(visitor).get("received"), "the first records")
        await open_details(visitor)
        await rule(visitor, "that-is-all")
        await close_details(visitor)
        bought = await delivered(sandbox)
        received = len(bought.records)
        await visitor.wait(lambda: newest(visitor).get("received") == received, "the late ones too")
        await stands(visitor, f"Short by {60 - received}")
        await visitor.wait(lambda: newest(visitor).get("charged") == received, "what it cost")
        assert no_difference(visitor)
        assert set(bought.answers) == {200}
        await open_deliveries(visitor)
        kept = await visitor.wait(lambda: deliveries(visitor), "what arrived")
        assert len(kept) == len(bought.answers) / 2, "what came again adds nothing"
        assert {row["state"] for row in kept} == {"Taken in"}
        visitor.click("deliveries-close")
        await to_leads(visitor)
        await count(visitor, f"{received} of {received} leads")


def answers(sandbox: Sandbox) -> set[int | None]:
    """What ReachStream was answered when it delivered."""
    return {status for order in sandbox.reachstream.books.submissions for status in order.answers}


async def test_whoever_does_not_know_the_secret_is_turned_away(desktops: Desktops, sandbox: Sandbox) -> None:
    """The account's secret is another one; it is put right in Settings, and the next try of ReachStream succeeds."""
    sandbox.reachstream.terms.seconds_between_retries = 0.2
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        address = await set_up_webhook(visitor, sandbox)
        await close_settings(visitor)
        await open_fetch(visitor)
        await order(visitor, 3, "webhook")
        await result(visitor, "preparing")
        sandbox.reachstream.switch({"webhook": {"url": address, "secret": "another-secret", "active": True}})
        await close_fetch(visitor)
        await visitor.wait(lambda: 401 in answers(sandbox), "ReachStream is turned away")
        await open_settings(visitor, "delivery")
        await visitor.wait(lambda: shows(visitor, "receiver-facts", "turned away"), "it is told")
        await save(visitor, "receiver-secret", "another-secret")
        await visitor.wait(lambda: shows(visitor, "receiver-secret-state", "accepted until"), "for a week, both are")
        await close_settings(visitor)
        bought = await delivered(sandbox)
        await to_activity(visitor)
        await visitor.wait(lambda: newest(visitor).get("received") == len(bought.records), "the records")
