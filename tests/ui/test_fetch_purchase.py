"""After the button: the steps as they are taken, how it ended, and that closing the dialog gives no wrong picture."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import DiskFull, NoRoundTrip
from leaddesk.domain.purchases import PurchaseState, Reason
from leaddesk.ui.reachstream.fetch_steps import StepsPane
from tests.ui.fetch_bench import fetch_bench
from tests.ui.until import settled, until

S = PurchaseState


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    del qapp
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


async def test_the_steps_are_told_as_they_are_taken() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy(200)
        assert bench.text("fetch-title") == "Buying up to 200 contacts"
        assert bench.text("progress-text") == "Preparing: trying the delivery, reading the balance…"
        assert bench.text("fetch-step-1").startswith("Now: ")
        assert list(bench.here.desk.running.titles) == ["Buying up to 200 contacts"]
        assert not bench.is_shown("fetch-confirm")
        bought.step(S.ARMED)
        assert bench.text("fetch-step-2") == "Now: Writing down exactly what is sent"
        bought.step(S.SENDING, tries=1)
        assert bench.text("progress-text") == "Asking ReachStream…"
        assert bench.text("fetch-step-1").startswith("Done: ")
        assert not bench.can("fetch-take-back"), "it may be on its way"
        bought.ends(S.ACCEPTED)
        await settled()
        assert bench.text("fetch-result") == "ReachStream is preparing up to 200 contacts."
        assert bench.text("fetch-result-advice") == "They arrive by themselves; you can go on working."
        assert list(bench.here.desk.running.titles) == []
        await bench.press("fetch-activity")
        assert bench.links == [("purchase", bought.offer.id)]
        assert bench.dialogs == []


async def test_records_that_come_while_it_is_open_are_told_in_it() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy(200)
        bought.step(S.SENDING, tries=1)
        bought.ends(S.ACCEPTED)
        await settled()
        for state, charged, cost in (
            (S.RECEIVING, None, "What it cost shows at the next look."),
            (S.SHORT, None, "What it cost shows at the next look."),
            (S.SHORT, 180, "charged 180."),
        ):
            bought.purchase = replace(bought.purchase, state=state, received=180, charged=charged)
            bench.here.made.announcer.announce(Changes(purchases=True))
            await settled()
            assert bench.text("fetch-result") == "180 contacts arrived."
            assert cost in bench.text("fetch-result-advice")


async def test_unknown_is_told_as_it_is() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy(200)
        bought.step(S.SENDING, tries=1)
        bought.ends(S.UNKNOWN, reason=Reason.TIMEOUT)
        await settled()
        told = f"{bench.text('fetch-result')} {bench.text('fetch-result-advice')}"
        assert told == (
            "We sent your request for 200 contacts and got no answer. You may have been charged up to 200 credits. "
            "We will not send it again. Watching for the delivery."
        )
        assert not bench.is_shown("fetch-again"), "nothing invites to buy it twice"


@pytest.mark.parametrize(
    ("state", "facts", "title", "advice"),
    [
        (
            S.REJECTED,
            {"reason": Reason.REFUSED, "trouble": "400 Webhook feature is inactive"},
            "ReachStream refused this purchase.",
            "Nothing was charged. It answered: 400 Webhook feature is inactive",
        ),
        (S.REJECTED, {"reason": Reason.NO_CREDITS}, "There are not enough credits.", "Nothing was charged."),
        (
            S.CLOSED,
            {"reason": Reason.NOT_CONNECTED},
            "We could not reach ReachStream.",
            "Nothing was sent, and nothing was charged.",
        ),
    ],
)
async def test_what_came_to_nothing_can_be_tried_again_with_what_was_typed(
    state: PurchaseState, facts: dict[str, object], title: str, advice: str
) -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy(123)
        bought.ends(state, **facts)
        await settled()
        assert (bench.text("fetch-result"), bench.text("fetch-result-advice")) == (title, advice)
        await bench.press("fetch-again")
        assert bench.find(QLineEdit, "fetch-number").text() == "123"
        await bench.press("fetch-confirm")
        assert [one.asked for one in bench.here.buying.bought] == [123, 123]
        assert bench.bought.offer.id != bought.offer.id, "it is another purchase"


async def test_a_preflight_that_fails_leads_back_to_what_was_typed() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy(123)
        bought.fails(NoRoundTrip("leads.northbeam.example", "refused"))
        await settled()
        assert bench.text("fetch-problem") == "Nothing was sent, and nothing was charged."
        assert "A test delivery did not come back to this computer." in bench.text("fetch-problem-advice")
        assert bench.find(QLineEdit, "fetch-number").text() == "123"
        await bench.press("fetch-problem-action")
        assert bench.links == [("settings", "delivery")]
        await bench.press("fetch-confirm")
        assert len(bench.here.buying.bought) == 2


async def test_an_outcome_that_could_not_be_written_down_is_not_told_as_nothing() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy()
        bought.step(S.SENDING, tries=1)
        bought.fails(DiskFull(Path("purchases.db")))
        await settled()
        assert "may have been charged" in bench.text("fetch-result-advice")
        assert not bench.is_shown("fetch-again")


async def test_a_mistake_of_ours_sends_nobody_to_buy_again() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        (await bench.buy()).fails(RuntimeError("a bug"))
        await settled()
        assert "Look there before you buy the same again." in bench.text("fetch-result-advice")
        assert not bench.is_shown("fetch-confirm")
        assert [str(bug) for bug in bench.here.made.notices.bugs] == ["a bug"]
        bench.here.made.notices.bugs.clear()


async def test_while_reachstream_asks_to_wait_it_can_be_taken_back() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy()
        bench.here.buying.wait = 24.0
        bought.step(S.ARMED, reason=Reason.SLOW_DOWN, tries=1)
        assert bench.text("progress-text") == "ReachStream asks us to slow down."
        assert bench.text("progress-detail") == "Going on in 24 s. Nothing was bought."
        bench.here.buying.wait = 23.0
        bench.find(StepsPane, "fetch-steps").ticked.emit()
        assert bench.text("progress-detail") == "Going on in 23 s. Nothing was bought."
        await bench.press("fetch-take-back")
        await until(lambda: bench.is_shown("fetch-result"))
        assert bench.text("fetch-result") == "You took the purchase back."
        assert bench.here.buying.cancelled == [bought.offer.id]


async def test_without_a_connection_the_tries_are_told() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy()
        bought.step(S.ARMED, reason=Reason.NOT_CONNECTED, tries=1)
        assert bench.text("progress-text") == "We cannot reach ReachStream."
        assert bench.text("progress-detail") == "Nothing was sent. It was tried 1 of 3 times."


async def test_closing_it_hides_a_purchase_and_ends_none() -> None:
    async with fetch_bench() as bench:
        dialog = await bench.fetch()
        bought = await bench.buy()
        bought.step(S.SENDING, tries=1)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        await settled()
        assert not dialog.isVisible()
        assert [notice.title for notice in bench.here.made.notices.said] == ["The purchase goes on."]
        assert not bought.end.done()
        assert await bench.fetch() is dialog, "asked for again, it is the same one"
        assert len(bench.here.buying.bought) == 1
        await bench.press("fetch-cancel")
        bought.ends(S.ACCEPTED)
        await settled()
        last = bench.here.made.notices.said[-1]
        assert (last.kind, last.title) == ("success", "ReachStream is preparing up to 200 contacts.")
        assert last.act is not None
        last.act()
        assert bench.links == [("purchase", bought.offer.id)]
        assert await bench.fetch() is not dialog, "the next purchase has a dialog of its own"


async def test_hidden_it_still_tells_what_failed() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        bought = await bench.buy()
        await bench.press("fetch-cancel")
        bought.fails(NoRoundTrip("leads.northbeam.example", "refused"))
        await settled()
        last = bench.here.made.notices.said[-1]
        assert (last.kind, last.title) == ("danger", "Nothing was sent, and nothing was charged.")


async def test_the_window_may_go_while_it_is_sent() -> None:
    async with fetch_bench() as bench:
        dialog = await bench.fetch()
        bought = await bench.buy()
        bench.window.close()
        dialog.deleteLater()
        await settled()
        bought.step(S.SENDING, tries=1)
        bought.ends(S.ACCEPTED)
        await settled()


async def test_enter_on_the_buttons_after_it_only_hides_or_closes() -> None:
    async with fetch_bench() as bench:
        dialog = await bench.fetch()
        bought = await bench.buy()
        assert bench.find(QPushButton, "fetch-cancel").isDefault()
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        await settled()
        assert not dialog.isVisible()
        assert not bought.end.done()
