"""Reading a list costs calls: that is told before, while and after, and nothing that came is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from leaddesk.domain.call_budget import CALLS_A_MONTH
from leaddesk.domain.errors import KeyRefused, MonthUsedUp, NoAccess, NothingThere
from leaddesk.domain.lists import ReadingState
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.urgency import Urgency
from tests.fakes.leadsopedia_at_hand import NOW, LeadsopediaAtHand, contact
from tests.ui.leadsopedia_bench import Bench, bench
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def _numbers_as_in_leaddesk() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


async def page_two_waits(here: Bench) -> None:
    """The first page of ``a1`` is shown, the second one is asked for."""
    here.hand.hold()
    here.press("leadsopedia-read")
    await here.waits("page", "a1", 1)
    here.hand.answer("page", "a1", 1)
    await here.waits("page", "a1", 2)
    await until(lambda: len(here.rows()) == 100)
    await settled()


async def use_up(here: Bench, left: int) -> None:
    """Only ``left`` calls are left in the month."""
    for _ in range(here.place.limit - left - (await here.place.book.state()).made):
        await here.place.book.claim()
    here.page.asking.look_at_month()
    await until(lambda: here.page.asking.month is not None and here.page.asking.month.made == here.place.limit - left)


async def test_the_price_is_told_before_anything_is_asked(tmp_path: Path) -> None:
    hand = LeadsopediaAtHand()
    hand.shelves["a1"] = [contact(number) for number in range(4102)]
    async with bench(tmp_path, hand) as here:
        await here.known()
        assert here.text("leadsopedia-price") == "42 calls, 6 min 50 s, 0.3% of the month"
        price = "42 calls, 6 min 50 s, 0.3% of the month"
        assert here.text("leadsopedia-status") == f"Not read yet. Reading it takes {price}."
        assert here.button("leadsopedia-read").text() == "Read 4,102 contacts"
        assert here.button("leadsopedia-read").accessibleName() == "Read 4,102 contacts, 42 calls"
        assert here.button("leadsopedia-table-empty-action").accessibleName() == "Read 4,102 contacts, 42 calls"
        assert ("page", "a1", 1) not in hand.asked


async def test_the_pace_of_the_demo_changes_the_price(tmp_path: Path) -> None:
    async with bench(tmp_path, is_demo=True) as here:
        await here.known()
        assert here.text("leadsopedia-price") == "3 calls, 20 s"
        here.place.seconds = 1.0
        here.page.tell_pace()
        assert here.text("leadsopedia-price") == "3 calls, 2 s"


async def test_a_reading_says_how_far_it_is(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.hand.hold()
        here.press("leadsopedia-read")
        await here.waits("page", "a1", 1)
        await here.says("leadsopedia-status", "0 of 250 contacts read. 3 calls to go, about 30 s")
        here.hand.answer("page", "a1", 1)
        await here.waits("page", "a1", 2)
        await until(lambda: len(here.rows()) == 100)
        await here.says("leadsopedia-status", "100 of 250 contacts read. 2 calls to go, about 20 s")
        await until(lambda: here.rail()[0] == "DACH manufacturing, 250, Reading: 100 of 250")
        assert here.place.desk.running.titles == ("Reading “DACH manufacturing”",)
        here.hand.let_go()
        await until(lambda: not here.page.is_reading)
        await here.says("leadsopedia-status", "250 contacts, read in full today")
        assert here.button("leadsopedia-read").accessibleName() == "Read again, 3 calls"
        assert here.hand.urgencies[2:] == [Urgency.CLICK, Urgency.BACKGROUND, Urgency.BACKGROUND]


async def test_the_contacts_have_their_titles_and_their_first_columns(tmp_path: Path) -> None:
    hand = LeadsopediaAtHand()
    hand.shelves["b2"] = [contact(1, score="A", phone="+49 1")]
    async with bench(tmp_path, hand) as here:
        await here.known()
        here.choose("b2")
        await here.read()
        await until(lambda: len(here.rows()) == 1)
        names = here.page.contacts.table.visible_columns()
        assert names == ["first_name", "last_name", "title", "company", "email", "city", "country", "score"]


async def test_pausing_and_going_on(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await page_two_waits(here)
        here.press("leadsopedia-pause")
        here.hand.answer("page", "a1", 2)
        await until(lambda: here.page.can_go_on)
        await here.says("leadsopedia-status", "Paused before page 3. 200 contacts kept. 1 call to go.")
        await until(lambda: here.rail()[0].endswith("First 200 kept, reading paused"))
        assert here.button("leadsopedia-resume").accessibleName() == "Go on, 1 call"
        assert here.button("leadsopedia-read").accessibleName() == "Begin anew, 3 calls"
        here.hand.let_go()
        await here.press_when_offered("leadsopedia-resume")
        await until(lambda: not here.page.is_reading)
        assert here.hand.asked[2:] == [("page", "a1", number) for number in (1, 2, 3)]
        await here.says("leadsopedia-status", "250 contacts, read in full")


async def test_a_restart_goes_on_from_the_page_where_it_stopped(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await page_two_waits(here)
    hand = LeadsopediaAtHand()
    async with bench(tmp_path, hand) as here:
        await here.known()
        await until(lambda: len(here.rows()) == 100)
        await here.says("leadsopedia-status", "LeadDesk was closed while it read page 2.")
        assert hand.asked == []
        await here.press_when_offered("leadsopedia-resume")
        await until(lambda: not here.page.is_reading)
        assert hand.asked == [("page", "a1", 2), ("page", "a1", 3)]
        await until(lambda: len(here.rows()) == 250)


async def test_cancelling_keeps_what_came_and_begins_with_page_one(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await page_two_waits(here)
        here.press("leadsopedia-cancel")
        here.hand.answer("page", "a1", 2)
        await until(lambda: not here.page.is_reading)
        await until(lambda: here.text("leadsopedia-status").startswith("Reading was cancelled."))
        assert len(here.rows()) == 200
        here.hand.let_go()
        here.page.read()
        await until(lambda: not here.page.is_reading)
        assert here.hand.asked[-3:] == [("page", "a1", number) for number in (1, 2, 3)]


async def test_another_list_is_looked_at_while_one_is_read(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await page_two_waits(here)
        here.choose("b2")
        await settled()
        assert here.button("leadsopedia-read").accessibleName() == "Read 3 contacts, 1 call"
        here.hand.let_go()
        here.page.read()
        await until(lambda: "Dentists, Ontario, 3, Read today" in here.rail()[1])
        await until(lambda: here.rail()[0].startswith("DACH manufacturing, 250, Read today"))
        await until(lambda: len(here.rows()) == 3)


async def test_a_reading_that_the_month_cannot_pay_does_not_begin_silently(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await use_up(here, left=2)
        here.press("leadsopedia-read")
        assert here.text("leadsopedia-message") == "Reading it takes 3 calls, and 2 are left this month."
        assert here.text("leadsopedia-message-advice").startswith("What is read is kept, and reading goes on from ")
        assert here.button("leadsopedia-message-action").text() == "Read as far as it goes (2 calls)"
        assert not here.page.is_reading
        assert here.hand.asked == [("lists", 1), ("credits",)]
        here.press("leadsopedia-message-action")
        await until(lambda: len(here.rows()) == 200 and not here.page.is_reading)
        await settled()
        assert here.text("leadsopedia-message") == ""
        stopped = "Stopped at page 3: All 15,000 Leadsopedia calls of this month are made."
        await until(lambda: here.text("leadsopedia-status").startswith(stopped))
        assert "200 contacts kept." in here.text("leadsopedia-status")
        assert here.kept.reading is not None
        assert here.kept.reading.state is ReadingState.STOPPED
        assert here.text("leadsopedia-quota").startswith("All 15,000 calls of this month are made. It starts again on ")
    async with bench(tmp_path) as here:
        await here.known()
        await until(lambda: "They start again on 1 December; go on then." in here.text("leadsopedia-status"))
        await here.press_when_offered("leadsopedia-resume")
        assert here.text("leadsopedia-message") == "All 15,000 calls of this month are made."
        assert here.text("leadsopedia-message-advice").startswith("Nothing was asked. Read it from ")
        assert not here.button("leadsopedia-message-action").isVisible()
        assert here.hand.asked == []


async def test_going_on_when_the_month_has_calls_again(tmp_path: Path) -> None:
    hand = LeadsopediaAtHand()
    async with bench(tmp_path, hand) as here:
        await here.known()
        await page_two_waits(here)
        here.hand.fail(MonthUsedUp(LEADSOPEDIA.id, CALLS_A_MONTH, NOW), "page", "a1", 2)
        await until(lambda: here.page.can_go_on)
        hand.let_go()
        await here.press_when_offered("leadsopedia-resume")
        await until(lambda: not here.page.is_reading)
        await here.says("leadsopedia-status", "250 contacts, read in full")


@pytest.mark.parametrize(
    ("error", "words", "in_status", "in_rail"),
    [
        (
            KeyRefused(LEADSOPEDIA.id, 401),
            "Leadsopedia does not accept this key.",
            "Leadsopedia did not accept the key (401).",
            "Key not accepted (401)",
        ),
        (
            NoAccess(LEADSOPEDIA.id, 403),
            "Leadsopedia does not let this key at what you asked for.",
            "Leadsopedia does not let this key at the list (403).",
            "No access to this list (403)",
        ),
        (
            NothingThere(LEADSOPEDIA.id, 404),
            "Leadsopedia has nothing like this, or no longer.",
            "Leadsopedia has no such list any more (404).",
            "No such list any more (404)",
        ),
    ],
)
async def test_what_stops_a_reading_is_told_where_it_is_looked_for(
    tmp_path: Path, error: KeyRefused | NoAccess | NothingThere, words: str, in_status: str, in_rail: str
) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.hand.error = error
        here.press("leadsopedia-read")
        await until(lambda: not here.page.is_reading)
        await here.says("leadsopedia-status", f"Stopped at page 1: {in_status}")
        name = "" if isinstance(error, KeyRefused) else "“DACH manufacturing”: "
        assert f"{name}{words}" in here.place.notices.titles, "it is read when another list is shown as well"
        await until(lambda: here.rail()[0].endswith(in_rail))
        assert here.text("leadsopedia-table-empty-title") == words


async def test_activity_is_read_page_by_page_for_its_price(tmp_path: Path, qapp: QApplication) -> None:
    del qapp
    async with bench(tmp_path) as here:
        await here.known()
        here.page.show_account("activity")
        await settled()
        assert here.text("activity-price") == "at least 1 call"
        here.press("activity-read")
        await until(lambda: len(here.rows("activity-table")) == 120 and not here.page.is_reading)
        assert here.hand.asked[2:] == [("page", "activity", 1), ("page", "activity", 2)]
        assert here.rail("leadsopedia-account-entries")[1].startswith("Activity, 120, Read today")
        await here.says("activity-status", "120 entries, read in full")
