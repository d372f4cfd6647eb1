"""The budget slicer: slices that fit, none bought before, and one purchase after the other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QTableView, QWidget

from leaddesk.domain.errors import NoKey
from leaddesk.domain.filter import Filter
from leaddesk.domain.purchases import PurchaseState
from leaddesk.ui import theme
from tests.fakes.purchases_at_hand import HEADS, NOW, PurchaseDesk, purchase
from tests.ui.fetch_bench import FetchBench, fetch_bench
from tests.ui.until import settled

S = PurchaseState
COUNTRY = "company_address_country"
EUROPE = HEADS.with_values(COUNTRY, ["Germany", "Austria", "Switzerland", "France", "Malta"])


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    theme.apply(qapp, "light", 100)
    QLocale.setDefault(before)


def swiss_before(here: PurchaseDesk) -> None:
    then = NOW - timedelta(days=400)
    swiss = EUROPE.with_values(COUNTRY, ["Switzerland"])
    here.slicing.before = (
        purchase(3, state=S.SHORT, received=240, filter=swiss, filter_name="", slice_name="Switzerland",
                 confirmed_at=then),
    )  # fmt: skip


def rows(bench: FetchBench) -> list[tuple[str, ...]]:
    """Checked or not (``-`` where it cannot be), name, contacts, reason."""
    model = bench.find(QTableView, "budget-slices").model()
    told = []
    for row in range(model.rowCount()):
        check = model.index(row, 0).data(Qt.ItemDataRole.CheckStateRole)
        mark = "-" if check is None else "x" if Qt.CheckState(check) == Qt.CheckState.Checked else " "
        told.append((mark, *(str(model.index(row, column).data()) for column in range(3))))
    return told


async def test_it_proposes_what_fits() -> None:
    async with fetch_bench() as bench:
        await bench.budget(800, EUROPE)
        assert bench.find(QLineEdit, "budget-credits").text() == "800"
        assert bench.find(QComboBox, "budget-field").currentText() == "Country"
        await bench.press("budget-propose")
        assert bench.here.slicing.asked == [(800, COUNTRY)]
        assert rows(bench) == [
            ("x", "Germany", "412", ""),
            ("x", "Switzerland", "240", ""),
            (" ", "France", "3,100", "More than the 148 credits that are left"),
            (" ", "Austria", "180", "More than the 148 credits that are left"),
            ("-", "Malta", "0", "Nobody matches"),
        ]
        assert bench.text("budget-sum") == "2 slices, 652 contacts: at most 652 of your 800 credits."
        assert bench.text("budget-buy") == "Buy 2 slices, one by one…, Spends credits"
        assert bench.text("budget-map") == "Nothing that shares contacts with this filter."
        assert bench.here.buying.bought == []


async def test_what_was_bought_before_is_shown_and_not_proposed() -> None:
    async with fetch_bench(swiss_before) as bench:
        await bench.budget(800, EUROPE)
        assert "240 contacts, a part of this filter (purchase 3, “Switzerland”)" in bench.text("budget-map")
        await bench.press("budget-propose")
        row = next(row for row in rows(bench) if row[1] == "Switzerland")
        assert row[0] == "-"
        assert row[3].startswith("Bought on ")
        assert row[3].endswith("purchase 3, “Switzerland”")
        await bench.press("budget-map-show")
        assert bench.links == [("purchase", bench.here.slicing.before[0].id)]


async def test_space_chooses_and_the_sum_follows() -> None:
    async with fetch_bench() as bench:
        await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        table = bench.find(QTableView, "budget-slices")
        assert table.hasFocus()
        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert bench.text("budget-sum") == "1 slice, 412 contacts: at most 412 of your 800 credits."
        assert bench.text("budget-buy") == "Buy this slice…, Spends credits"
        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.keyClick(table, Qt.Key.Key_Space)
        assert bench.text("budget-sum").endswith("That is too many.")
        assert not bench.can("budget-buy")
        QTest.keyClick(table, Qt.Key.Key_Return)
        await settled()
        assert bench.dialog.objectName() == "budget-dialog", "Enter neither buys nor closes it"


async def test_counting_can_be_cancelled() -> None:
    async with fetch_bench(lambda here: setattr(here.slicing, "held", asyncio.Event())) as bench:
        await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        assert bench.text("progress-text") == "1 of 5 slices counted"
        assert not bench.can("budget-propose")
        await bench.press("progress-cancel")
        assert not bench.is_shown("progress-text")
        assert bench.can("budget-propose")
        assert bench.find(QPushButton, "budget-propose").hasFocus(), "the keyboard is not lost"
        assert bench.here.desk.running.titles == ()


async def test_what_fails_is_told_with_the_way_to_settings() -> None:
    async with fetch_bench(lambda here: setattr(here.slicing, "error", NoKey("reachstream"))) as bench:
        await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        assert bench.text("budget-message") == "There is no ReachStream key yet."
        await bench.press("budget-message-action")
        assert bench.links == [("settings", "reachstream")]


async def test_an_unknown_balance_is_read() -> None:
    async with fetch_bench() as bench:
        await bench.budget(None, EUROPE)
        assert bench.find(QLineEdit, "budget-credits").text() == "720"


async def test_where_nothing_fits_it_says_why() -> None:
    async with fetch_bench(swiss_before) as bench:
        await bench.budget(50, EUROPE)
        await bench.press("budget-propose")
        assert bench.text("budget-message") == "No slice fits. Choose another field, or raise the budget."
        assert bench.text("budget-sum") == "No slice is chosen."
        assert not bench.can("budget-buy")


async def test_a_filter_that_cannot_be_cut_says_so() -> None:
    narrow = Filter.of({name: ["one"] for name in (COUNTRY, "company_address_state", "company_employee_size")})
    narrow = narrow.with_values("job_title_level", ["VP"]).with_values("job_dept_name", ["Marketing"])
    narrow = narrow.with_values("company_industry_categories_list", ["Software"])
    narrow = narrow.with_values("company_annual_revenue_amount", ["$5m"])
    async with fetch_bench() as bench:
        await bench.budget(800, narrow)
        assert bench.text("budget-sum").startswith("This filter cannot be cut")
        assert not bench.can("budget-propose")


async def test_slices_are_bought_one_after_the_other() -> None:
    async with fetch_bench() as bench:
        bench.here.buying.matches = 100
        await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        await bench.press("budget-buy")
        assert bench.dialog.objectName() == "fetch-dialog"
        assert bench.dialog.windowTitle().endswith(": Germany")
        assert bench.here.counted[-1] == EUROPE.with_values(COUNTRY, ["Germany"])
        first = await bench.buy(100)
        assert (first.slice_name, first.offer.filter_name) == ("Germany", "Marketing heads")
        assert len(bench.here.buying.bought) == 1
        first.ends(S.ACCEPTED)
        await settled()
        assert bench.find(QPushButton, "fetch-next").text() == "Next: Switzerland…"
        await bench.press("fetch-next")
        assert bench.dialog.windowTitle().endswith(": Switzerland")
        second = await bench.buy(50)
        assert second.slice_name == "Switzerland"
        second.ends(S.ACCEPTED)
        await settled()
        assert not bench.is_shown("fetch-next"), "it was the last"


async def test_the_next_slice_is_offered_behind_a_hidden_dialog_too() -> None:
    async with fetch_bench() as bench:
        await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        await bench.press("budget-buy")
        first = await bench.buy(100)
        await bench.press("fetch-cancel")
        first.ends(S.ACCEPTED)
        await settled()
        last = bench.here.made.notices.said[-1]
        assert last.other_action == "Next: Switzerland…"
        assert last.other_act is not None
        last.other_act()
        await settled()
        assert bench.dialog.windowTitle().endswith(": Switzerland")


async def test_a_slice_that_is_unknown_offers_no_other() -> None:
    async with fetch_bench() as bench:
        await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        await bench.press("budget-buy")
        (await bench.buy(100)).ends(S.UNKNOWN)
        await settled()
        assert not bench.is_shown("fetch-next")


async def test_the_fetch_dialog_leads_to_it() -> None:
    async with fetch_bench() as bench:
        await bench.fetch(EUROPE)
        await bench.press("fetch-budget")
        assert bench.dialog.objectName() == "budget-dialog"
        assert bench.find(QLineEdit, "budget-credits").text() == "720"


@pytest.mark.parametrize("size", [100, 150])
async def test_it_fits_a_small_window(qapp: QApplication, size: int) -> None:
    theme.apply(qapp, "dark", size)
    async with fetch_bench(swiss_before, width=1000, height=640) as bench:
        dialog = await bench.budget(800, EUROPE)
        await bench.press("budget-propose")
        assert dialog.height() <= 640
        for name in ("budget-propose", "budget-buy", "budget-slices", "budget-field"):
            part = bench.find(QWidget, name)
            assert part.mapTo(dialog, part.rect().topRight()).x() < dialog.width(), name
