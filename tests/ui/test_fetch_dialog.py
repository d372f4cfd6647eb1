"""Buying contacts: what is told before, what keeps from buying, and that one press is one purchase."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import KeyRefused, LeadsBusy, NoKey, NoRoundTrip, Unreachable
from leaddesk.domain.filter import Filter
from leaddesk.domain.ledger import Standing
from leaddesk.domain.preferences import DELIVERY_WAY, PURCHASE_LIMIT
from leaddesk.domain.purchases import DeliveryWay, PurchaseState
from leaddesk.domain.reachstream import Credits
from leaddesk.domain.receiver import ReceiverState
from leaddesk.ui import theme
from tests.fakes.purchases_at_hand import HEADS, NOT_SET_UP, NOW, PurchaseDesk, purchase, receiver
from tests.ui.fetch_bench import fetch_bench
from tests.ui.until import settled, until

S = PurchaseState
Key = Qt.Key


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    theme.apply(qapp, "light", 100)
    QLocale.setDefault(before)


def by_webhook(here: PurchaseDesk) -> None:
    here.desk.preferences.set(DELIVERY_WAY, "webhook")


async def test_it_tells_everything_before_anything_is_bought() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        assert bench.find(QLineEdit, "fetch-number").text() == "250", "as many as need no second thought"
        assert bench.text("fetch-price") == "It can cost at most: 250 credits"
        assert bench.text("fetch-balance") == "Balance now: 720 credits"
        assert bench.text("fetch-afterwards") == "Balance afterwards, at least: 470 credits"
        assert bench.text("fetch-balance-age") == "Read just now"
        assert bench.text("fetch-filter").endswith("and 5 more fields.")
        assert "312 certainly" in bench.text("fetch-known")
        assert "about 1,150 likely" in bench.text("fetch-known")
        assert "the rest unknown: the sample is masked" in bench.text("fetch-known")
        assert bench.text("fetch-confirm") == "Buy up to 250 contacts, Spends credits"
        assert bench.text("fetch-delivery") == "How they arrive: Collect by polling"
        assert bench.here.counted == [HEADS], "nobody had counted it"
        assert bench.here.buying.bought == []


async def test_the_price_follows_the_number() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        await bench.press("fetch-number-100")
        assert bench.text("fetch-price") == "It can cost at most: 100 credits"
        await bench.press("fetch-number-all")
        assert bench.text("fetch-price") == "It can cost at most: 720 credits"
        assert bench.text("fetch-afterwards") == "Balance afterwards, at least: 0 credits"
        await bench.type("fetch-number", "2,100")
        assert bench.text("fetch-number-problem") == "At most 720: that is your balance."
        assert bench.text("fetch-price") == "It can cost at most: –"
        assert not bench.can("fetch-confirm")
        await bench.type("fetch-number", "1.5")
        assert bench.text("fetch-number-problem") == "Type how many contacts to buy, as a whole number."


async def test_no_more_can_be_bought_than_match() -> None:
    async with fetch_bench(lambda here: setattr(here.buying, "matches", 40)) as bench:
        await bench.fetch()
        assert bench.find(QLineEdit, "fetch-number").text() == "40"
        await bench.type("fetch-number", "41")
        assert bench.text("fetch-number-problem") == "At most 40: so many match."


async def test_what_earlier_purchases_may_still_take_is_reckoned_in() -> None:
    async with fetch_bench(lambda here: setattr(here, "standing", Standing(720, NOW, 720, 120))) as bench:
        await bench.fetch()
        assert bench.text("fetch-outstanding") == "Earlier purchases may still take: 120 credits"
        assert bench.text("fetch-afterwards") == "Balance afterwards, at least: 350 credits"


async def test_all_of_a_long_filter_can_be_read() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        await bench.press("fetch-filter-show")
        assert "SIC code is 7372" in bench.text("fetch-filter")


async def test_one_press_is_one_purchase() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        button = bench.find(QPushButton, "fetch-confirm")
        QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
        button.click()
        await settled()
        assert len(bench.here.buying.bought) == 1
        assert bench.bought.asked == 250
        assert bench.bought.offer is bench.here.buying.offers[0]
        assert bench.bought.way is DeliveryWay.POLLING


async def test_enter_never_buys() -> None:
    async with fetch_bench() as bench:
        dialog = await bench.fetch()
        confirm = bench.find(QPushButton, "fetch-confirm")
        assert not confirm.autoDefault()
        assert not confirm.isDefault()
        assert bench.find(QPushButton, "fetch-cancel").isDefault()
        confirm.setFocus()
        for key in (Key.Key_Return, Key.Key_Enter):
            QTest.keyClick(confirm, key)
            QTest.keyClick(bench.find(QLineEdit, "fetch-number"), key)
        await settled()
        assert bench.here.buying.bought == []
        assert dialog.isVisible(), "what was typed is not thrown away either"
        QTest.keyClick(confirm, Key.Key_Space)
        await settled()
        assert len(bench.here.buying.bought) == 1


async def test_enter_presses_what_has_the_keyboard_and_not_cancel() -> None:
    async with fetch_bench() as bench:
        dialog = await bench.fetch()
        await bench.type("fetch-number", "40")
        quick = bench.find(QPushButton, "fetch-number-100")
        quick.setFocus()
        QTest.keyClick(quick, Key.Key_Return)
        await settled()
        assert dialog.isVisible()
        assert bench.find(QLineEdit, "fetch-number").text() == "100"
        assert bench.here.buying.bought == []


async def test_above_the_limit_the_number_is_typed_a_second_time() -> None:
    async with fetch_bench() as bench:
        bench.here.desk.preferences.set(PURCHASE_LIMIT, 100)
        await bench.fetch()
        assert not bench.is_shown("fetch-typed"), "what is suggested needs no second thought"
        await bench.type("fetch-number", "500")
        assert bench.text("fetch-limit") == "This is above your limit of 100. Type 500 to go on."
        assert not bench.can("fetch-confirm")
        assert bench.text("fetch-reason") == "Type the number to go on."
        await bench.type("fetch-typed", "50")
        assert not bench.can("fetch-confirm")
        await bench.type("fetch-typed", "500")
        assert bench.can("fetch-confirm")
        await bench.type("fetch-number", "600")
        assert not bench.can("fetch-confirm"), "another number was meant"


async def test_what_was_bought_before_is_named() -> None:
    same = purchase(3, state=S.SHORT, received=463, confirmed_at=NOW - timedelta(days=400))
    part = purchase(5, state=S.COMPLETE, received=20, filter=HEADS.without("sic_code"))
    async with fetch_bench(lambda here: setattr(here.buying, "before", (part, same))) as bench:
        await bench.fetch()
        assert bench.text("fetch-before").startswith("You bought 463 of these on ")
        assert "purchase 3, “Marketing heads”" in bench.text("fetch-before-advice")
        assert "1 more purchase may share contacts with it." in bench.text("fetch-before-advice")
        assert bench.can("fetch-confirm"), "it is a warning"
        await bench.press("fetch-before-action")
        assert bench.links == [("purchase", same.id)]
        assert bench.dialogs == []


@pytest.mark.parametrize(
    ("matches", "told"),
    [
        (5408, "You bought 34 contacts on 20 Nov 2025 with a wider filter: some may be among these."),
        (40, "You bought these on 20 Nov 2025, with a wider filter."),
    ],
)
async def test_a_purchase_of_a_wider_filter_is_not_one_of_all_of_these(matches: int, told: str) -> None:
    day = datetime(2025, 11, 20, 12, tzinfo=UTC)
    wide = HEADS.without("sic_code")
    wider = purchase(5, state=S.SHORT, asked=40, received=34, matches=matches, filter=wide, confirmed_at=day)
    async with fetch_bench(lambda here: setattr(here.buying, "before", (wider,))) as bench:
        await bench.fetch()
        assert bench.text("fetch-before") == told


@pytest.mark.parametrize(
    ("blocked_by", "title"),
    [(S.UNKNOWN, "Purchase 6 must be settled first."), (S.ARMED, "Purchase 6 is under way.")],
)
async def test_another_purchase_comes_first(blocked_by: PurchaseState, title: str) -> None:
    blocker = purchase(6, state=blocked_by)
    async with fetch_bench(lambda here: setattr(here.buying, "blocked_by", blocker)) as bench:
        await bench.fetch()
        assert bench.text("fetch-blocked") == title
        assert not bench.can("fetch-confirm")
        bench.here.buying.blocked_by = None
        bench.here.desk.announcer.announce(Changes(purchases=True))
        await settled()
        assert not bench.is_shown("fetch-blocked"), "it was settled meanwhile"
        assert bench.can("fetch-confirm")
        bench.here.buying.blocked_by = blocker
        await bench.press("fetch-balance-refresh")
        await bench.press("fetch-blocked-action")
        assert bench.links == [("purchase", blocker.id)]


@pytest.mark.parametrize(
    ("gone", "title"),
    [(120, "120 credits are gone that no purchase explains."), (-1, "There is 1 credit more than we know of.")],
)
async def test_a_difference_is_acknowledged_first(gone: int, title: str) -> None:
    async with fetch_bench(lambda here: setattr(here.buying, "difference", gone)) as bench:
        await bench.fetch()
        assert bench.text("fetch-blocked") == title
        assert not bench.can("fetch-confirm")
        await bench.press("fetch-blocked-action")
        assert bench.links == [("ledger",)]


async def test_without_credits_or_matches_nothing_can_be_bought() -> None:
    async with fetch_bench(lambda here: setattr(here.buying, "available", 0)) as bench:
        await bench.fetch()
        assert bench.text("fetch-blocked") == "You have no credits left."
        bench.here.buying.available = 30
        await bench.press("fetch-blocked-action")
        assert bench.find(QLineEdit, "fetch-number").text() == "30"
        assert bench.can("fetch-confirm")
    async with fetch_bench(lambda here: setattr(here.buying, "matches", 0)) as bench:
        await bench.fetch()
        assert bench.text("fetch-blocked") == "No contact matches this filter."
        assert not bench.can("fetch-confirm")


async def test_without_a_key_it_leads_to_settings_and_goes_on_when_there_is_one() -> None:
    async with fetch_bench(lambda here: setattr(here, "count_error", NoKey("reachstream"))) as bench:
        await bench.fetch()
        assert bench.text("fetch-blocked") == "There is no ReachStream key yet."
        await bench.press("fetch-blocked-action")
        assert bench.links == [("settings", "reachstream")]
        assert bench.dialog.isVisible(), "what was typed is still there"
        bench.here.count_error = None
        bench.here.desk.announcer.announce(Changes(keys=frozenset({"reachstream"})))
        await settled()
        assert bench.can("fetch-confirm")


async def test_offline_it_says_so_and_tries_again() -> None:
    async with fetch_bench(lambda here: setattr(here, "count_error", Unreachable("reachstream", "x", "name"))) as bench:
        await bench.fetch()
        await bench.type("fetch-number", "77")
        assert bench.text("fetch-blocked") == "We cannot reach ReachStream."
        assert not bench.can("fetch-confirm")
        bench.here.count_error = None
        await bench.press("fetch-blocked-action")
        assert bench.find(QLineEdit, "fetch-number").text() == "77"
        assert bench.can("fetch-confirm")


async def test_my_leads_that_cannot_be_read_hold_nothing_up() -> None:
    async with fetch_bench(lambda here: setattr(here, "known", LeadsBusy())) as bench:
        await bench.fetch()
        assert bench.text("fetch-known").startswith("This could not be compared.")
        assert bench.can("fetch-confirm")


async def test_what_is_typed_while_the_balance_is_read_stays() -> None:
    async with fetch_bench(lambda here: setattr(here.buying, "held", asyncio.Event())) as bench:
        await bench.fetch()
        assert bench.text("fetch-reason") == "Reading the balance…"
        assert "312 certainly" in bench.text("fetch-known"), "it does not wait for the balance"
        await bench.type("fetch-number", "33")
        assert not bench.can("fetch-confirm")
        assert bench.here.buying.held is not None
        bench.here.buying.held.set()
        await settled()
        assert bench.find(QLineEdit, "fetch-number").text() == "33"
        assert bench.can("fetch-confirm")


async def test_how_they_arrive_is_remembered() -> None:
    async with fetch_bench() as bench:
        await bench.fetch()
        await bench.choose("fetch-delivery-webhook")
        assert bench.text("fetch-delivery") == "How they arrive: Webhook"
        assert bench.text("fetch-delivery-host") == "leads.northbeam.example"
        assert bench.text("fetch-delivery-state") == "Tested 4 min ago"
        await bench.press("fetch-cancel")
        assert bench.here.desk.preferences.get(DELIVERY_WAY) == "polling", "nothing was bought that way"
        await bench.fetch()
        await bench.choose("fetch-delivery-webhook")
        assert (await bench.buy()).way is DeliveryWay.WEBHOOK
        assert bench.here.desk.preferences.get(DELIVERY_WAY) == "webhook"


@pytest.mark.parametrize(
    ("state", "told", "ready"),
    [
        (NOT_SET_UP, "Not set up", False),
        (receiver(is_listening=False), "Not listening", False),
        (receiver(tested_at=None), "Not tested yet", True),
        (receiver(test_trouble=NoRoundTrip("leads.northbeam.example", "refused")), "The last test failed", True),
        (receiver(is_listening=False, inbox_address="https://inbox.example"), "Tested 4 min ago", True),
        (KeyRefused("reachstream", 401), "Not ready", False),
    ],
)
async def test_the_webhook_says_how_far_it_is(state: object, told: str, *, ready: bool) -> None:
    if isinstance(state, ReceiverState) and state.tested_at is not None:
        state = replace(state, tested_at=receiver().tested_at)  # the parameters are as old as this run of all tests
    async with fetch_bench(lambda here: setattr(here, "receiver", state)) as bench:
        by_webhook(bench.here)
        await bench.fetch()
        assert bench.text("fetch-delivery-state") == told
        assert bench.can("fetch-confirm") is ready
        if not ready:
            assert bench.text("fetch-reason") == "The webhook is not ready. Set it up, or collect by polling."
            await bench.press("fetch-delivery-settings")
            assert bench.links == [("settings", "delivery")]
            await bench.choose("fetch-delivery-polling")
            assert bench.can("fetch-confirm")


async def test_a_receiver_that_begins_to_listen_is_seen() -> None:
    async with fetch_bench(lambda here: setattr(here, "receiver", NOT_SET_UP)) as bench:
        by_webhook(bench.here)
        await bench.fetch()
        assert not bench.can("fetch-confirm")
        bench.here.receiver = receiver()
        bench.here.desk.announcer.announce(Changes(receiver=True))
        await settled()
        assert bench.can("fetch-confirm")


def _stops(dialog: QWidget) -> list[str]:
    """The objectNames that Tab goes through, from the number on."""
    first = dialog.findChild(QLineEdit, "fetch-number")
    assert isinstance(first, QLineEdit)
    names, part = [], first
    while True:
        if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            names.append(part.objectName())
        part = part.nextInFocusChain()  # type: ignore[assignment]  # a QWidget, and it goes round
        if part is first:
            return names


async def test_the_keyboard_reaches_everything_from_above() -> None:
    async with fetch_bench() as bench:
        by_webhook(bench.here)
        dialog = await bench.fetch()
        await bench.type("fetch-number", "300")
        await bench.type("fetch-typed", "300")
        order = [
            "fetch-number", "fetch-number-100", "fetch-number-250", "fetch-number-all", "fetch-budget", "fetch-filter",
            "fetch-filter-show", "fetch-price", "fetch-balance-refresh", "fetch-balance", "fetch-afterwards",
            "fetch-price-note", "fetch-known", "fetch-delivery-webhook", "fetch-delivery-host", "fetch-delivery-state",
            "fetch-delivery-polling", "fetch-limit", "fetch-typed", "fetch-reason", "fetch-cancel", "fetch-confirm",
        ]  # fmt: skip
        assert [name for name in _stops(dialog) if name] == order


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("size", [100, 150])
async def test_nothing_is_cut_in_a_small_window(qapp: QApplication, look: str, size: int) -> None:
    theme.apply(qapp, look, size)
    long = Filter.of(
        {
            "job_title": [f"Vice President of Something Rather Long Number {number}" for number in range(9)],
            "company_name": ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"],
            "sic_code": ["0111", "0112"],
            "company_address_city": ["Llanfairpwllgwyngyll"],
        }
    )
    async with fetch_bench(width=1000, height=640) as bench:
        by_webhook(bench.here)
        dialog = await bench.fetch(long)
        await bench.press("fetch-filter-show")
        await bench.type("fetch-number", "500")
        await settled()
        assert dialog.height() <= 640
        for name in (
            "fetch-confirm",
            "fetch-cancel",
            "fetch-typed",
            "fetch-filter-show",
            "fetch-price",
            "fetch-budget",
        ):
            part = bench.find(QWidget, name)
            right = part.mapTo(dialog, part.rect().topRight()).x()
            assert right < dialog.width(), name
            assert part.width() >= part.minimumSizeHint().width(), name


async def test_a_count_that_is_fresh_is_not_taken_again() -> None:
    async with fetch_bench() as bench:
        count = await bench.here._count(filter=HEADS)
        bench.here.counted.clear()
        await bench.fetch(count=count)
        assert bench.here.counted == []
        await bench.press("fetch-cancel")
        await bench.fetch(count=replace(count, taken_at=NOW - timedelta(minutes=6)))
        await until(lambda: bench.here.counted == [HEADS])


async def test_a_balance_that_was_read_for_a_purchase_is_told_to_the_page() -> None:
    async with fetch_bench(lambda here: setattr(here, "standing", Standing(257, NOW, 257, 0))) as bench:
        told: list[object] = []
        bench.door.balance_read.connect(told.append)
        bench.here.desk.announcer.announce(Changes(purchases=True))
        await settled()
        assert told == [Credits(257, NOW)]
