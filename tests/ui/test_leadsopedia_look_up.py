"""One contact by its e-mail address or its id: first among what is kept, then for one call."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QTableView

from leaddesk.domain.errors import Unreachable
from leaddesk.domain.providers import LEADSOPEDIA
from leaddesk.domain.urgency import Urgency
from tests.fakes.leadsopedia_at_hand import contact
from tests.ui.leadsopedia_bench import Bench, bench
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")


def selected(here: Bench) -> list[str]:
    """The e-mail address of each selected row."""
    table = here.page.contacts.table
    names = [column.name for column in table.source.columns]
    if "email" not in names:
        return []
    place = names.index("email")
    return [str(table.source.row(number)[place]) for number in table.selected_rows()]


async def test_a_contact_of_a_list_that_was_not_read(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        assert here.button("leadsopedia-lookup-go").accessibleName() == "Look up, 1 call"
        here.type("leadsopedia-lookup", "  200@people.example ")
        await until(lambda: here.text("leadsopedia-message") == "“200@people.example” is in DACH manufacturing.")
        await until(lambda: selected(here) == ["200@people.example"])
        assert here.hand.asked[2:] == [("contact", "a1", "200@people.example")]
        assert here.hand.urgencies[-1] is Urgency.CLICK
        assert len(here.rows()) == 1


@pytest.mark.parametrize("wanted", ["150@people.example", "150@PEOPLE.example", "c150"])
async def test_what_is_kept_is_found_for_nothing_and_can_be_asked_again(tmp_path: Path, wanted: str) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
        calls = len(here.hand.asked)
        here.type("leadsopedia-lookup", wanted)
        await until(lambda: selected(here) == ["150@people.example"])
        assert here.text("leadsopedia-message").startswith("Kept already, read today")
        assert here.button("leadsopedia-message-action").text() == "Ask again (1 call)"
        assert len(here.hand.asked) == calls
        table = here.page.findChild(QTableView, "leadsopedia-table")
        assert isinstance(table, QTableView)
        assert table.viewport().rect().contains(table.visualRect(table.currentIndex())), "it is scrolled to"
        here.hand.shelves["a1"][150] = contact(150, city="Berlin")
        if wanted == "150@people.example":
            here.press("leadsopedia-message-action")
            await until(lambda: here.text("leadsopedia-message").endswith("is in DACH manufacturing."))
            await until(lambda: "Berlin" in here.rows()[150])
            assert here.hand.asked[calls:] == [("contact", "a1", wanted)]
            assert selected(here) == ["150@people.example"]


async def test_a_filter_does_not_hide_what_was_found(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        await here.read()
        here.page.contacts.bar.filter_edit.setText("Last12")
        await until(lambda: 0 < len(here.rows()) < 250)
        here.type("leadsopedia-lookup", "c249")
        await until(lambda: selected(here) == ["249@people.example"])
        assert len(here.rows()) == 250


async def test_a_contact_that_is_not_there_is_told(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.type("leadsopedia-lookup", "nobody@people.example")
        await until(lambda: here.text("leadsopedia-message") == "“nobody@people.example” is not in DACH manufacturing.")
        assert here.text("leadsopedia-message-advice") == "Leadsopedia answered 404 to both ways of asking: 2 calls."
        assert here.place.notices.titles == []


async def test_trouble_is_told_as_everywhere(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.hand.error = Unreachable(LEADSOPEDIA.id, "api.example", "network")
        here.type("leadsopedia-lookup", "c1")
        await until(lambda: here.place.notices.titles == ["We cannot reach Leadsopedia."])
        assert here.text("leadsopedia-message") == ""
        assert here.button("leadsopedia-lookup-go").isEnabled()


async def test_one_look_up_at_a_time(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        assert not here.button("leadsopedia-lookup-go").isEnabled()
        here.hand.hold()
        here.type("leadsopedia-lookup", "c1")
        await here.waits("contact", "a1", "c1")
        assert here.text("leadsopedia-message") == "Asking for “c1”…"
        assert not here.button("leadsopedia-lookup-go").isEnabled()
        here.type("leadsopedia-lookup", "c2")
        await settled()
        assert here.hand.waiting == [("contact", "a1", "c1")]
        here.hand.let_go()
        await until(lambda: here.text("leadsopedia-message") == "“c1” is in DACH manufacturing.")


async def test_an_answer_for_a_list_that_is_not_shown_any_more_selects_nothing(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.known()
        here.hand.hold()
        here.type("leadsopedia-lookup", "c1")
        await here.waits("contact", "a1", "c1")
        here.choose("b2")
        await settled()
        here.hand.let_go()
        await until(lambda: here.button("leadsopedia-lookup-go").isEnabled())
        await here.rests()
        assert here.text("leadsopedia-title") == "Dentists, Ontario"
        assert here.text("leadsopedia-message") == "“c1” is in DACH manufacturing."
        here.choose("a1")
        await until(lambda: len(here.rows()) == 1)
