"""What may go wrong with a purchase, over real HTTP: how it ends, what is told of it, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import READY, close_settings, shows
from tests.journeys.buying_acts import (
    balance,
    booked,
    buy,
    close_details,
    close_fetch,
    ledger,
    newest,
    no_difference,
    open_desk,
    open_details,
    open_fetch,
    order,
    orders,
    result,
    rule,
    set_up_webhook,
    stands,
    steps,
    to_activity,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")

FETCH = "polled-fetch"
SENT_ONCE = ["You pressed the button", "Written down, ready to be sent", "Sending begins"]
NO_ANSWER = "We sent your request for 9 contacts and got no answer."
MAY_BE_CHARGED = "You may have been charged up to 9 credits. We will not send it again. Watching for the delivery."


async def test_a_large_purchase_wants_its_number_typed(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop, settings={**READY, "purchase_limit": 20})
        await open_fetch(visitor)
        number, confirm = visitor.find("fetch-number", QLineEdit), visitor.find("fetch-confirm")
        assert number.text() == "20", "the limit is what is offered"
        number.setText("21")
        assert "above your limit of 20" in visitor.text("fetch-limit")
        for typed in ("", "20", "2"):
            visitor.find("fetch-typed", QLineEdit).setText(typed)
            assert not confirm.isEnabled()
            assert visitor.text("fetch-reason") == "Type the number to go on."
        visitor.find("fetch-typed", QLineEdit).setText("21")
        visitor.press(Qt.Key.Key_Return, on=visitor.find("fetch-typed"))
        assert orders(sandbox) == 0
        visitor.press(Qt.Key.Key_Space, on=confirm)
        await result(visitor, "preparing up to 21 contacts")
        assert booked(sandbox).number == 21


@pytest.mark.parametrize("status", [400, 401, 402, 403])
async def test_a_refusal(desktops: Desktops, sandbox: Sandbox, status: int) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await open_fetch(visitor)
        sandbox.reachstream.fault("status-before", operation=FETCH, status=status)
        await order(visitor, 9)
        missing = status == 402
        told = "There are not enough credits." if missing else "ReachStream refused this purchase."
        assert await result(visitor) == told
        assert visitor.text("fetch-result-advice").startswith(f"Nothing was charged. It answered: {status}")
        await close_fetch(visitor)
        await to_activity(visitor)
        await stands(visitor, "Rejected: too few credits" if missing else "Rejected")
        assert await open_details(visitor) == "Asked 9, received 0, charged 0."
        assert steps(visitor) == [*SENT_ONCE, "ReachStream refused it"]
        assert orders(sandbox) == 1
        assert sandbox.reachstream.books.submissions == []
        assert balance(visitor) == 720
        assert no_difference(visitor)


@dataclass(frozen=True)
class Silence:
    """Something that leaves it open whether the order was taken."""

    fault: str
    settings: Mapping[str, Any]
    why: str
    """That is told in Activity."""
    was_bought: bool

    def __str__(self) -> str:
        return " ".join([self.fault, *map(str, self.settings.values())])


BROKE, ERROR, GARBAGE = "The connection broke", "answered with an error", "not readably"


@pytest.mark.parametrize(
    "silence",
    [
        Silence("cut-before", {}, BROKE, was_bought=False),
        Silence("cut-before", {"reset": True}, BROKE, was_bought=False),
        Silence("cut", {}, BROKE, was_bought=True),
        Silence("cut-midway", {"reset": True}, BROKE, was_bought=True),
        Silence("truncated", {}, BROKE, was_bought=True),
        Silence("status", {"status": 500}, ERROR, was_bought=True),
        Silence("status-before", {"status": 503}, ERROR, was_bought=False),
        Silence("redirect", {"to": "http://127.0.0.1:9/"}, ERROR, was_bought=True),
        Silence("html", {}, GARBAGE, was_bought=True),
        Silence("broken-json", {}, GARBAGE, was_bought=True),
    ],
    ids=str,
)
async def test_an_answer_that_says_nothing(desktops: Desktops, sandbox: Sandbox, silence: Silence) -> None:
    """Whether it was bought or not, nobody knows; it is told as it is, and never sent again."""
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await open_fetch(visitor)
        sandbox.reachstream.fault(silence.fault, operation=FETCH, **silence.settings)
        await order(visitor, 9)
        assert await result(visitor) == NO_ANSWER
        assert visitor.text("fetch-result-advice") == MAY_BE_CHARGED
        await close_fetch(visitor)
        await to_activity(visitor)
        await stands(visitor, "No answer: may be charged")
        assert visitor.text("purchase-unknown") == NO_ANSWER
        assert visitor.text("purchase-unknown-advice").startswith(MAY_BE_CHARGED)
        await open_details(visitor)
        assert silence.why in visitor.text("purchase-reason")
        assert steps(visitor) == [*SENT_ONCE, "It is not known whether it was taken"]
        assert orders(sandbox) == 1
        assert len(sandbox.reachstream.books.submissions) == silence.was_bought


async def test_reachstream_that_asks_to_wait_gets_it_once_more_after_that(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await open_fetch(visitor)
        sandbox.reachstream.fault("status-before", operation=FETCH, status=429, retry_after=1, times=1)
        await order(visitor, 9)
        await visitor.wait(lambda: shows(visitor, "progress-text", "slow down"), "it is told")
        await result(visitor, "preparing up to 9 contacts")
        assert booked(sandbox).number == 9
        assert orders(sandbox) == 2


async def test_reachstream_that_is_gone_when_the_button_is_pressed(desktops: Desktops, sandbox: Sandbox) -> None:
    with Sandbox(key=sandbox.key) as own:
        async with desktops() as open_desktop:
            _, visitor = await open_desk(open_desktop, address=own.address)
            await open_fetch(visitor)
            own.stop()
            await order(visitor, 9)
            await visitor.wait(lambda: shows(visitor, "fetch-problem", "Nothing was sent"), "it is told")
            assert visitor.find("fetch-number", QLineEdit).text() == "9", "what was typed stands"
            await close_fetch(visitor)
            await to_activity(visitor)
            await stands(visitor, "Not sent")
            await open_details(visitor)
            assert "nothing was sent and nothing was charged" in visitor.text("purchase-reason")


async def unanswered(visitor: Visitor, way: str = "polling") -> None:
    """Nine contacts, of which nobody knows; the dialog is closed."""
    await open_fetch(visitor)
    await order(visitor, 9, way)
    assert await result(visitor) == NO_ANSWER
    await close_fetch(visitor)


async def test_one_without_an_answer_is_adopted_by_its_delivery(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        _, visitor = await open_desk(open_desktop)
        await set_up_webhook(visitor, sandbox)
        await close_settings(visitor)
        sandbox.reachstream.fault("cut", operation="fetch", times=1)
        await unanswered(visitor, "webhook")
        await to_activity(visitor)
        bought = booked(sandbox)
        await visitor.wait(lambda: newest(visitor).get("received") == len(bought.records), "its records are taken")
        await visitor.wait(lambda: newest(visitor).get("charged") == len(bought.records), "what it cost")
        assert not visitor.sees("purchase-unknown")
        assert no_difference(visitor)
        assert orders(sandbox) == 1


async def test_one_that_was_not_taken_is_ruled_and_the_next_can_be_bought(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop, visitor = await open_desk(open_desktop)
        sandbox.reachstream.fault("status-before", operation=FETCH, status=503, times=1)
        await unanswered(visitor)
        await open_fetch(visitor)
        await visitor.wait(lambda: shows(visitor, "fetch-blocked", "Purchase 1 must be settled first"), "it blocks")
        visitor.click("fetch-blocked-action")
        await visitor.wait_for("purchase-dialog")
        assert desktop.session.window.current_tab == "activity-tab"
        visitor.click("purchase-not-bought")
        await visitor.wait_for("purchase-question")
        visitor.click("purchase-question-cancel")
        await rule(visitor, "not-bought")
        await close_details(visitor)
        await stands(visitor, "Closed by you")
        desktop.session.window.show_tab("reachstream-tab")
        await buy(visitor, 9)
        assert [entry.number for entry in sandbox.reachstream.books.submissions] == [9]
        assert orders(sandbox) == 2, "each button once"


async def test_a_difference_is_confirmed_before_the_next_purchase(desktops: Desktops, sandbox: Sandbox) -> None:
    """It was taken and charged, but nothing will come; the person knows from ReachStream's own pages."""
    async with desktops() as open_desktop:
        desktop, visitor = await open_desk(open_desktop)
        sandbox.reachstream.switch({"charged": "at-acceptance", "never": True})
        sandbox.reachstream.fault("cut", operation=FETCH, times=1)
        await unanswered(visitor)
        cost = booked(sandbox).charged
        assert cost
        await to_activity(visitor)
        await open_details(visitor)
        await rule(visitor, "bought-elsewhere")
        await close_details(visitor)
        desktop.session.window.show_tab("reachstream-tab")
        await open_fetch(visitor)
        told = await visitor.wait(lambda: shows(visitor, "fetch-blocked", "no purchase explains"), "the difference")
        assert told.startswith(f"{cost} credits are gone")
        assert not visitor.find("fetch-confirm").isEnabled()
        visitor.click("fetch-blocked-action")
        await visitor.wait(lambda: shows(visitor, "ledger-difference", f"{cost} credits are gone"), "the ledger")
        visitor.click("ledger-acknowledge")
        await visitor.wait(lambda: no_difference(visitor), "it is confirmed")
        assert ledger(visitor)[0] == ("Difference you confirmed", -cost)
        sandbox.reachstream.switch({"never": False, "charged": "when-processed"})
        desktop.session.window.show_tab("reachstream-tab")
        await buy(visitor, 5)
        assert len(sandbox.reachstream.books.submissions) == 2
        assert orders(sandbox) == 2
