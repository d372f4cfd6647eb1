"""What is kept is shown at once and nothing is asked by itself, but for the very first look."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import KeychainNotAnswering, KeyRefused, MonthUsedUp, NoKeychain, Unreachable
from leaddesk.domain.keys import KeptKey, KeyPlace
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.queue import QueueState, WaitingCall
from leaddesk.domain.secret import Secret
from leaddesk.domain.urgency import Urgency
from leaddesk.ui import theme
from leaddesk.ui.leadsopedia.texts import ABOUT_ACCOUNT
from tests.fakes.leadsopedia_at_hand import NOW, LeadsopediaAtHand
from tests.ui.leadsopedia_bench import bench
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")
HERE = frozenset({LEADSOPEDIA.id})


@pytest.fixture(autouse=True)
def _numbers_as_in_leaddesk() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


async def test_the_first_look_asks_for_lists_and_credits_in_the_background(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        answered: list[str] = []
        here.page.answered.connect(answered.append)
        await here.known()
        assert here.hand.asked == [("lists", 1), ("credits",)]
        assert set(here.hand.urgencies) == {Urgency.BACKGROUND}
        assert here.rail() == [
            "DACH manufacturing, 250, Not read yet",
            "Dentists, Ontario, 3, Not read yet",
            "Test import, 0, Not read yet",
        ]
        assert here.text("leadsopedia-credits").startswith("12,400 of 20,000 credits left.")
        assert here.text("leadsopedia-quota").startswith("2 of 15,000 calls this month.")
        assert here.text("leadsopedia-title") == "DACH manufacturing"
        assert here.text("leadsopedia-about") == "250 contacts, created 9 September"
        assert answered[-1] == "Leadsopedia connected"


async def test_every_stop_of_the_keyboard_has_a_name(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
        nameless: dict[str, list[str]] = {}
        for what in ("", "downloads", "activity", "history", ABOUT_ACCOUNT):
            if what:
                here.page.show_account(what)
                await settled()
            if what not in ("", ABOUT_ACCOUNT):
                await here.read()
            nameless[what] = [
                part.objectName() or type(part).__name__
                for part in here.page.findChildren(QWidget)
                if part.isVisible()
                and part.focusPolicy() & Qt.FocusPolicy.TabFocus
                and part.focusProxy() is None
                and not QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
            ]
        assert not any(nameless.values()), nameless


async def test_the_next_start_shows_what_is_kept_and_asks_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
    quiet = LeadsopediaAtHand()
    async with bench(tmp_path, quiet) as here:
        await here.known()
        await until(lambda: len(here.rows()) == 250)
        assert quiet.asked == []
        assert "Read just now" in here.text("leadsopedia-credits")
        assert here.text("leadsopedia-quota").startswith("5 of 15,000 calls this month.")
        assert here.rail()[0].startswith("DACH manufacturing, 250, Read today")


async def test_without_a_key_the_way_to_settings_is_shown(tmp_path: Path) -> None:
    async with bench(tmp_path, has_key=False) as here:
        await until(lambda: here.text("leadsopedia-table-empty-title") == "Add your Leadsopedia key")
        opened: list[str] = []
        here.page.settings_wanted.connect(opened.append)
        here.press("leadsopedia-table-empty-action")
        assert opened == [LEADSOPEDIA.id]
        assert here.hand.asked == []
        here.place.keychain.kept[LEADSOPEDIA.id] = KeptKey(Secret("key-of-nobody"), KeyPlace.KEYCHAIN)
        here.place.announcer.announce(Changes(keys=HERE))
        await here.known()
        assert here.hand.asked == [("lists", 1), ("credits",)]


async def test_another_key_asks_for_its_lists_and_its_balance(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        before = len(here.hand.asked)
        here.place.keychain.kept[LEADSOPEDIA.id] = KeptKey(Secret("key-of-another"), KeyPlace.KEYCHAIN)
        here.place.announcer.announce(Changes(keys=HERE))
        await until(lambda: len(here.hand.asked) == before + 2)
        assert {asked[0] for asked in here.hand.asked[before:]} == {"lists", "credits"}


async def test_a_locked_keychain_keeps_nothing_from_being_shown(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
    async with bench(tmp_path) as here:
        here.place.keychain.failing = KeychainNotAnswering(5)
        await here.known()
        await until(lambda: len(here.rows()) == 250)
        assert here.place.notices.titles == []


async def test_where_there_is_no_keychain_nothing_is_asked_before_there_is_a_key(tmp_path: Path) -> None:
    async with bench(tmp_path, has_key=False) as here:
        here.place.keychain.failing = NoKeychain()
        await until(lambda: here.text("leadsopedia-table-empty-title") == "Add your Leadsopedia key")
        await here.rests()
        assert here.hand.asked == []
        assert here.place.notices.titles == [], "nobody has done anything yet"
        here.place.keychain.failing = None
        await here.place.keychain.keep_until_quit(LEADSOPEDIA.id, Secret("key-of-nobody"))
        here.place.announcer.announce(Changes(keys=HERE))
        await here.known()


async def test_lists_that_do_not_come_are_told_with_a_way_to_try_again(tmp_path: Path) -> None:
    hand = LeadsopediaAtHand()
    hand.error = Unreachable(LEADSOPEDIA.id, "api.example", "network")
    async with bench(tmp_path, hand) as here:
        troubled: list[str] = []
        here.page.troubled.connect(troubled.append)
        await here.rests()
        await until(lambda: "We cannot reach Leadsopedia." in here.text("leadsopedia-table-empty-title"))
        assert "We cannot reach Leadsopedia." in here.place.notices.titles
        assert troubled == ["We cannot reach Leadsopedia."] * 2
        hand.error = None
        assert here.button("leadsopedia-table-empty-action").accessibleName() == "Ask for the lists, 1 call"
        here.press("leadsopedia-table-empty-action")
        await here.known()
        assert len(here.rail()) == 3
        assert hand.urgencies[-1] is Urgency.CLICK


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (KeyRefused(LEADSOPEDIA.id, 401), "Leadsopedia does not accept this key."),
        (MonthUsedUp(LEADSOPEDIA.id, 15_000, NOW), "All 15,000 Leadsopedia calls of this month are made."),
    ],
)
async def test_what_keeps_lists_from_coming_is_told_in_plain_words(
    tmp_path: Path, error: KeyRefused | MonthUsedUp, words: str
) -> None:
    hand = LeadsopediaAtHand()
    hand.error = error
    async with bench(tmp_path, hand) as here:
        await here.rests()
        await until(lambda: here.text("leadsopedia-table-empty-title") == words)
        assert words in here.place.notices.titles


async def test_an_account_without_lists(tmp_path: Path) -> None:
    hand = LeadsopediaAtHand()
    hand.names.clear()
    async with bench(tmp_path, hand) as here:
        await here.rests()
        await until(lambda: here.text("leadsopedia-table-empty-title") == "No lists yet")
        assert here.hand.asked == [("lists", 1), ("credits",)]


async def test_while_the_lists_are_asked_for_that_is_said(tmp_path: Path) -> None:
    hand = LeadsopediaAtHand()
    hand.hold()
    async with bench(tmp_path, hand) as here:
        await here.waits("lists", 1)
        await settled()
        assert here.text("leadsopedia-table-empty-title") == "Asking for your lists…"
        assert not here.button("leadsopedia-refresh").isEnabled()


async def test_refreshing_asks_again_and_tells_how_many_calls_that_takes(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        assert here.button("leadsopedia-refresh").accessibleName() == "Ask for the lists again (1 call)"
        here.hand.names["d4"], here.hand.shelves["d4"] = "New one", []
        del here.hand.names["b2"]
        here.page.refresh()
        await until(lambda: len(here.rail()) == 3 and not here.page.asking.is_asking("lists"))
        await here.rests()
        assert here.hand.asked[2:] == [("lists", 1)]
        assert [name.split(",")[0] for name in here.rail()] == ["DACH manufacturing", "Test import", "New one"]


async def test_refreshing_asks_for_what_is_shown(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.page.show_account(ABOUT_ACCOUNT)
        await here.rests()
        here.page.refresh()
        await until(lambda: here.hand.asked[2:] == [("account",), ("usage",)])
        here.page.show_account("activity")
        await here.rests()
        here.page.refresh()
        await until(lambda: here.hand.asked[4:] == [("page", "activity", 1)])
        await until(lambda: not here.page.is_reading)


async def test_a_list_that_was_read_stays_when_it_is_not_listed_any_more(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
        del here.hand.names["a1"]
        here.page.refresh()
        await until(lambda: not here.page.asking.is_asking("lists"))
        await here.rests()
        assert here.rail()[-1] == "DACH manufacturing, 250, Not in your account any more"
        assert len(here.rows()) == 250


async def test_the_queue_is_told_with_the_names_of_lists(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        calls = (
            WaitingCall("contacts", "a1", 4, Urgency.CLICK),
            WaitingCall("credits", urgency=Urgency.BACKGROUND),
            WaitingCall("contact", "b2"),
        )
        here.place.desk.queues.tell("reactin", QueueState(7))
        here.place.desk.queues.tell(LEADSOPEDIA.id, QueueState(3, calls=calls))
        assert here.text("leadsopedia-queue") == (
            "1 DACH manufacturing, page 4 (you asked); 2 Credits (background); "
            "3 Look-up in Dentists, Ontario (you asked)"
        )


async def test_calls_of_another_leaddesk_are_counted(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.place.another_book().claim()
        here.place.desk.queues.tell(LEADSOPEDIA.id, QueueState(in_flight=1))
        await until(lambda: here.text("leadsopedia-quota").startswith("3 of 15,000"))


async def test_credits_are_read_for_a_call_when_asked_for(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.hand.balance["credits_left"] = 12_000
        here.press("leadsopedia-credits-refresh")
        await here.rests()
        assert here.hand.asked[-1] == ("credits",)
        assert here.hand.urgencies[-1] is Urgency.CLICK
        assert here.text("leadsopedia-credits").startswith("12,000 of 20,000")


async def test_account_and_usage_are_shown_as_they_come(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.page.show_account("account-and-usage")
        await settled()
        assert here.page.table is None
        assert here.text("leadsopedia-account-nothing") == "Not read yet."
        here.press("leadsopedia-account-refresh")
        here.press("leadsopedia-usage-refresh")
        await here.rests()
        assert here.hand.asked[2:] == [("account",), ("usage",)]
        assert here.rows("leadsopedia-account") == [
            ["Leadsopedia id", "48211"],
            ["Name", "Robin Quill"],
            ["E-mail", "robin@quill.example"],
            ["plan.seats", "3"],
        ]
        assert here.rows("leadsopedia-usage") == [["month", "2026-11"], ["api_calls.used", "12"]]
        assert here.text("leadsopedia-account-age") == "Read just now"
        assert here.rail("leadsopedia-account-entries")[-1].startswith("Account and usage, Read today")


async def test_one_entry_of_the_rail_is_chosen_at_a_time(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.page.show_account("history")
        await settled()
        assert here.page.rail.lists.chosen_list is None
        assert here.text("history-title") == "Search history"
        assert here.text("leadsopedia-title") == ""
        here.choose("b2")
        await settled()
        assert here.page.rail.account.chosen_list is None
        assert here.text("leadsopedia-title") == "Dentists, Ontario"


async def test_f6_goes_through_what_is_shown(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        rail = here.page.rail
        assert here.page.panes[:3] == [rail.lists, rail.account, here.page.budget], "never a button that makes a call"
        assert all(pane.isVisible() for pane in here.page.panes)
        here.page.show_account("account-and-usage")
        await settled()
        assert here.page.panes[-1].objectName() == "leadsopedia-account-page"


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("size", [100, 150])
async def test_the_smallest_window_shows_rows(tmp_path: Path, qapp: QApplication, mode: str, size: int) -> None:
    async with bench(tmp_path) as here:
        try:
            theme.apply(qapp, mode, size)
            here.hand.names["a1"] = "An unusually long name of a list that nobody would want to read twice " * 2
            here.page.resize(1900, 900)
            await here.known()
            await here.read()
            for _ in range(3):  # as the parts give way to somebody who drags the edge
                here.page.resize(1000, 548)
                await settled()
            table = here.page.findChild(QTableView, "leadsopedia-table")
            assert isinstance(table, QTableView)
            assert table.viewport().height() >= 4 * table.rowHeight(0)
            assert here.page.width() == 1000, "nothing keeps the window from being so narrow"
            assert not here.page.grab().isNull()
        finally:
            theme.apply(qapp, "light", 100)
