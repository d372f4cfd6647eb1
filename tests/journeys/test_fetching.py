"""From a filter to an accepted purchase, by keyboard, over HTTP: nothing is bought by accident, or a second time."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from leaddesk.sandbox.server import Sandbox
from tests.journeys.acts import CONTROL_SHIFT, READY, enter, items, requests, shortcut, shows
from tests.journeys.conftest import Desktop, Desktops


def fetches(sandbox: Sandbox) -> int:
    """How many requests that cost credits arrived."""
    return len(requests(sandbox, "fetch")) + len(requests(sandbox, "polled-fetch"))


async def opened(desktop: Desktop) -> None:
    """The dialog, ready to buy."""
    visitor = desktop.visitor
    enter(visitor, "job_title_level", "Director")
    await shortcut(visitor, Qt.Key.Key_B, CONTROL_SHIFT)
    await visitor.wait(lambda: shows(visitor, "fetch-balance-age", "Read just now"), "the balance")


async def test_a_purchase_by_polling(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await opened(desktop)
        number = visitor.find("fetch-number", QLineEdit)
        number.setText("3")
        assert visitor.text("fetch-price") == "3 credits"
        visitor.press(Qt.Key.Key_Return, on=number)
        confirm = visitor.find("fetch-confirm", QWidget)
        await visitor.wait(confirm.isEnabled, "it can be bought")
        visitor.press(Qt.Key.Key_Return, on=confirm)
        assert fetches(sandbox) == 0, "Enter buys nothing"
        visitor.press(Qt.Key.Key_Space, on=confirm)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "preparing up to 3 contacts"), "it is accepted")
        assert fetches(sandbox) == 1
        visitor.click("fetch-activity")
        await visitor.wait(lambda: not visitor.sees("fetch-dialog"), "the dialog makes room")


async def _buy(desktop: Desktop, number: int) -> None:
    visitor = desktop.visitor
    visitor.find("fetch-number", QLineEdit).setText(str(number))
    confirm = visitor.find("fetch-confirm", QWidget)
    await visitor.wait(confirm.isEnabled, "it can be bought")
    visitor.press(Qt.Key.Key_Space, on=confirm)


async def test_an_answer_that_says_nothing_blocks_the_next_purchase(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await opened(desktop)
        sandbox.reachstream.fault("status", operation="polled-fetch", status=500)
        await _buy(desktop, 5)
        title = "We sent your request for 5 contacts and got no answer."
        assert await visitor.wait(lambda: shows(visitor, "fetch-result", "no answer"), "it is unknown") == title
        assert visitor.text("fetch-result-advice") == (
            "You may have been charged up to 5 credits. We will not send it again. Watching for the delivery."
        )
        sandbox.reachstream.clear_faults()
        visitor.click("fetch-cancel")
        await visitor.wait(lambda: not visitor.sees("fetch-dialog"), "the dialog is closed")
        visitor.click("fetch-button")
        await visitor.wait(lambda: shows(visitor, "fetch-blocked", "Purchase 1 must be settled first"), "it is blocked")
        assert not visitor.find("fetch-confirm", QWidget).isEnabled()
        assert fetches(sandbox) == 1


async def test_a_refusal_costs_nothing_and_keeps_the_number(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await opened(desktop)
        inactive = "Webhook feature is inactive"
        sandbox.reachstream.fault("status-before", operation="polled-fetch", status=400, message=inactive)
        await _buy(desktop, 5)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "refused"), "it is refused")
        told = visitor.text("fetch-result-advice")
        assert told.startswith("Nothing was charged. It answered: 400")
        assert inactive in told
        sandbox.reachstream.clear_faults()
        visitor.click("fetch-again")
        assert visitor.find("fetch-number", QLineEdit).text() == "5"
        confirm = visitor.find("fetch-confirm", QWidget)
        await visitor.wait(confirm.isEnabled, "it can be bought")
        visitor.press(Qt.Key.Key_Space, on=confirm)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "preparing up to 5 contacts"), "it is accepted")


async def test_reachstream_that_asks_to_slow_down_is_waited_for(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        await opened(desktop)
        sandbox.reachstream.fault("status-before", operation="polled-fetch", status=429)
        await _buy(desktop, 5)
        await visitor.wait(lambda: shows(visitor, "progress-text", "asks us to slow down"), "it waits")
        waits = await visitor.wait(lambda: shows(visitor, "progress-detail", "Going on in"), "it says how long")
        assert waits.endswith("Nothing was bought.")
        visitor.click("fetch-take-back")
        await visitor.wait(lambda: shows(visitor, "fetch-result", "You took the purchase back."), "it is taken back")
        assert fetches(sandbox) == 1


async def test_a_budget_is_sliced_and_the_slices_are_bought_one_by_one(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        for country in ("Austria", "Switzerland", "Germany"):
            enter(visitor, "company_address_country", country)
        await opened(desktop)
        visitor.click("fetch-budget")
        await visitor.wait_for("budget-dialog")
        visitor.click("budget-propose")
        told = await visitor.wait(lambda: shows(visitor, "budget-sum", "of your 720 credits"), "a plan")
        assert fetches(sandbox) == 0
        first = items(visitor, "budget-slices")[0]
        assert told.startswith(("1 slice", "2 slices", "3 slices"))
        visitor.click("budget-buy")
        await visitor.wait(lambda: shows(visitor, "fetch-filter", f"country is {first}"), "the first slice")
        await visitor.wait(lambda: shows(visitor, "fetch-balance-age", "Read just now"), "the balance")
        await _buy(desktop, 2)
        await visitor.wait(lambda: shows(visitor, "fetch-result", "preparing up to 2 contacts"), "it is accepted")
        assert fetches(sandbox) == 1
