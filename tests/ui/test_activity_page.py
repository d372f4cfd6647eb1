"""The Activity tab: what was bought, what waits for a decision, and where every credit went."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from leaddesk.domain.errors import DiskFull, PurchasesDamaged
from leaddesk.domain.purchases import Reason
from leaddesk.ui import theme
from leaddesk.ui.widgets.readable import Readable
from tests.ui.activity_bench import ActivityBench, activity
from tests.ui.until import until
from tests.unit.workspace.purchases.buying import ACCOUNT, payload, record

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection

pytestmark = pytest.mark.usefixtures("qapp")

SENT = "We sent your request for 250 contacts and got no answer."
ADVICE = "You may have been charged up to 250 credits. We will not send it again. Watching for the delivery."


async def bought(here: ActivityBench, number: str = "1300", balance: int = 1000) -> None:
    """3 contacts, delivered and charged."""
    computer, received = here.computer, 3
    await computer.ledger.note_balance(ACCOUNT, balance, computer.now, "offer")
    computer.later(seconds=1)
    await computer.buy(number, asked=received)
    await computer.receive(payload(number, [record(at) for at in range(received)]))
    computer.later(seconds=1)
    await computer.ledger.note_balance(ACCOUNT, balance - received, computer.now, "delivered")


async def without_an_answer(here: ActivityBench, asked: int = 250) -> None:
    await here.computer.journal.unknown((await here.computer.send(asked)).id, Reason.TIMEOUT)


async def test_nothing_was_bought_yet(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await here.open()
        assert here.text("purchases-table-empty-title") == "Nothing was bought yet"
        assert here.text("ledger-table-empty-title") == "No balance of this account was read yet"
        assert not here.button("purchase-details").isEnabled()
        assert not here.page.has_rows
        assert not here.sees("ledger-chart")
        await here.press("ledger-table-empty-action")
        assert [row[2] for row in here.rows("ledger-table")] == ["Balance read"]


async def test_a_purchase_stands_there_with_its_numbers_and_its_charge(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here)
        await here.open()
        when, *rest = here.rows("purchases-table")[0]
        assert when.startswith("Today, ")
        assert rest == ["Germans", "3", "3", "3", "Complete"]
        assert here.text("purchases-about") == "3 contacts for 3 credits in 30 days"
        assert here.text("ledger-balance") == "997 credits, read just now"
        assert [row[1:] for row in here.rows("ledger-table")] == [
            ["997", "Balance read", ""],
            ["", "Purchase, Germans", "−3"],
            ["1000", "Balance read", ""],
        ]
        chart = here.find(QWidget, "ledger-chart")
        assert "balance 997" in chart.accessibleName()
        assert "3 charged" in chart.accessibleName()
        assert here.view("purchases-table").accessibleName() == "Purchases"
        assert here.view("ledger-table").accessibleName() == "Credit ledger"


async def test_what_happens_meanwhile_is_shown_and_the_place_is_kept(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here, "1")
        await bought(here, "2", 997)
        await here.open()
        view = here.view("purchases-table")
        view.selectRow(1)
        waiting = await here.computer.buy("3", asked=5)
        await here.changed()
        assert [row[-1] for row in here.rows("purchases-table")] == ["Waiting for records", "Complete", "Complete"]
        assert here.view("purchases-table").currentIndex().row() == 2, "the same purchase"
        assert list(here.page.purchases.table.selected_rows()) == [2]
        await here.computer.receive(payload("3", [record(1)]))
        await here.changed()
        assert here.rows("purchases-table")[0][3:] == ["1", "", "4 to come at most"]
        await here.computer.journal.short(waiting.id, Reason.SILENCE)
        await here.changed()
        assert here.rows("purchases-table")[0][-1] == "Short by 4"


async def test_enter_and_the_button_open_the_chosen_purchase(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here, "1")
        await bought(here, "2", 997)
        await here.open()
        await here.press("purchase-details")
        assert here.text("purchase-title") == "Purchase 2: Complete", "without a choice the newest"
        await here.press("purchase-close")
        view = here.view("purchases-table")
        view.setFocus()
        view.selectRow(1)
        await here.key(view, Qt.Key.Key_Return)
        assert here.text("purchase-title") == "Purchase 1: Complete"
        assert not here.page.purchases.table.details_shown
        await here.key(here.dialog, Qt.Key.Key_Escape)
        assert here.dialogs == []
        assert here.window.focusWidget() is view, "the keyboard is where it was"
        actions = {action.id: action for action in here.page.purchases.table.actions_for_menu()}
        actions["open-details"].run()
        await here.at_rest()
        assert here.text("purchase-title") == "Purchase 1: Complete"


async def test_no_answer_is_told_word_for_word_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with activity(tmp_path) as here:
        await without_an_answer(here)
        announced: list[str] = []
        monkeypatch.setattr(Readable, "announce", lambda label: announced.append(label.text()))
        await here.open()
        assert here.text("purchase-unknown") == SENT
        assert here.text("purchase-unknown-advice") == f"{ADVICE} Next look at the balance in 1 min."
        assert announced.count(SENT) == 1
        for _ in range(5):
            here.page.purchases.tell_time()
        await here.changed()
        assert announced.count(SENT) == 1, "a screen reader hears it once"
        await here.press("purchase-unknown-details")
        assert here.text("purchase-outcome") == SENT
        assert here.text("purchase-reason") == f"{ADVICE} No answer came in time."


async def test_the_time_goes_by_in_the_banner_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with activity(tmp_path) as here:
        here.computer.now -= timedelta(hours=3)
        await without_an_answer(here)
        await here.open()
        assert here.text("purchase-unknown-advice").endswith("Next look at the balance in less than a minute.")
        announced: list[str] = []
        monkeypatch.setattr(Readable, "announce", lambda label: announced.append(label.text()))
        purchase = here.page.purchases.chosen()
        assert purchase is not None
        await here.computer.journal.looked(purchase.id, datetime.now(UTC) + timedelta(hours=6))
        await here.changed()
        assert here.text("purchase-unknown-advice").endswith("Next look at the balance in 6 h.")
        assert announced == []


async def test_a_delivery_settles_what_was_unknown(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await without_an_answer(here, 2)
        await here.open()
        here.computer.later(seconds=5)
        await here.computer.receive(payload("77", [record(1), record(2)]))
        await here.changed()
        assert not here.sees("purchase-unknown")
        assert here.rows("purchases-table")[0][-1] == "Complete"


async def test_a_difference_is_explained_and_confirmed(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here)
        here.computer.later(seconds=1)
        await here.computer.ledger.note_balance(ACCOUNT, 977, here.computer.now, "page")
        await here.open()
        assert here.text("ledger-difference") == "20 credits are gone that LeadDesk knows nothing of."
        assert here.text("ledger-difference-advice").startswith("It should be 997, and is 977. Perhaps somebody")
        here.page.show_ledger()
        await here.at_rest()
        assert here.window.focusWidget() is here.button("ledger-acknowledge")
        await here.press("ledger-acknowledge")
        assert not here.sees("ledger-difference")
        assert (await here.see.standing()).difference == 0
        assert "Difference you confirmed" in [row[2] for row in here.rows("ledger-table")]


async def test_a_difference_adds_up_beside_an_open_purchase(tmp_path: Path) -> None:
    """What it may still have taken explains a part: 1,000 less 250 at most, less 20."""
    async with activity(tmp_path) as here:
        await here.computer.ledger.note_balance(ACCOUNT, 1000, here.computer.now, "offer")
        here.computer.later(seconds=1)
        await without_an_answer(here, 250)
        here.computer.later(seconds=1)
        await here.computer.ledger.note_balance(ACCOUNT, 730, here.computer.now, "page")
        await here.open()
        assert here.text("ledger-difference") == "20 credits are gone that LeadDesk knows nothing of."
        assert here.text("ledger-difference-advice").startswith("It should be at least 750, and is 730.")


async def test_more_credits_than_known_are_a_difference_too(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here)
        here.computer.later(days=2)
        await here.computer.ledger.note_balance(ACCOUNT, 998, here.computer.now, "page")
        await here.open()
        assert here.text("ledger-difference") == "There is 1 credit more than LeadDesk knows of."


async def test_another_difference_by_now_is_not_confirmed_unseen(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here)
        for available in (977, 950):
            here.computer.later(seconds=1)
            await here.computer.ledger.note_balance(ACCOUNT, available, here.computer.now, "page")
            if available == 977:
                await here.open()
        await here.press("ledger-acknowledge")
        assert [type(error).__name__ for error in here.desk.notices.problems] == ["PurchaseBlocked"]
        assert here.text("ledger-difference").startswith("47 credits are gone")
        assert (await here.see.standing()).difference == 47


async def test_refresh_reads_the_balance(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await here.open()
        here.page.refresh()
        await here.at_rest()
        assert here.text("ledger-balance") == "720 credits, read just now"
        here.balance = DiskFull(tmp_path, "full")
        here.page.refresh()
        await here.at_rest()
        assert here.desk.notices.problems == [here.balance]


async def test_what_cannot_be_read_is_told_in_its_place_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with activity(tmp_path) as here:
        await bought(here)
        whole = here.see.all

        async def damaged() -> None:
            raise PurchasesDamaged(tmp_path / "purchases.db")

        monkeypatch.setattr(here.see, "all", damaged)
        await here.open()
        for table in ("purchases-table", "ledger-table"):
            assert here.text(f"{table}-empty-title") == "The file of your purchases is damaged."
        monkeypatch.setattr(here.see, "all", whole)
        await here.press("purchases-table-empty-action")
        assert len(here.rows("purchases-table")) == 1
        monkeypatch.setattr(here.see, "all", damaged)
        await here.changed()
        assert len(here.rows("purchases-table")) == 1, "what was read stays"
        assert len(here.desk.notices.problems) == 1


async def test_days_sort_by_time_and_leave_as_dates(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        start = here.computer.now
        for days in (400, 40, 3):
            here.computer.now = start - timedelta(days=days)
            await here.computer.journal.closed((await here.computer.confirm()).id, Reason.CANCELLED)
        await here.open()
        table = here.page.purchases.table
        newest_first = [row[0] for row in here.rows("purchases-table")]
        table.sort("when")
        await here.at_rest()
        assert [row[0] for row in here.rows("purchases-table")] == newest_first[::-1]
        path = tmp_path / "purchases.csv"
        here.page.export()
        await here.at_rest()
        assert here.sees("export-dialog")
        here.find(QLineEdit, "export-path").setText(str(path))
        await here.at_rest()
        await here.press("export-start")
        await until(path.exists)
        oldest = (start - timedelta(days=400)).astimezone()
        lines = path.read_text("utf-8-sig").splitlines()
        assert lines[0].startswith("When,Filter,Asked")
        assert lines[1].startswith(f"{oldest:%Y-%m-%d %H:%M:%S},Germans,10")


async def test_the_evidence_is_written_and_told(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here)
        await here.open()
        await here.press("ledger-evidence")
        path = tmp_path / "100%1 evidence.json"
        await here.choose_file("evidence-file", path)
        assert path.exists()
        assert path.with_suffix(".csv").exists()
        notice = here.desk.notices.said[-1]
        assert notice.title == "The evidence is saved."
        assert notice.text.startswith("“100%1 evidence.json”, and a table beside it.")


async def test_a_purchase_is_shown_from_elsewhere(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await here.open()
        later = await here.computer.buy("5", asked=4)
        here.page.show_purchase(later.id)
        await here.at_rest()
        assert here.text("purchase-title") == "Purchase 1: Waiting for records"


async def test_the_tab_key_passes_everything_in_the_order_of_the_page(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await without_an_answer(here)
        await here.computer.ledger.note_balance(ACCOUNT, 700, here.computer.now, "page")
        await here.open()
        here.button("deliveries-open").setFocus(Qt.FocusReason.TabFocusReason)
        passed = []
        for _ in range(9):
            focused = here.window.focusWidget()
            assert focused is not None
            passed.append(focused.objectName())
            here.window.focusNextChild()
        assert passed == [
            "deliveries-open",
            "purchase-details",
            "purchases-table",
            "purchase-unknown",
            "purchase-unknown-advice",
            "purchase-unknown-details",
            "ledger-balance",
            "ledger-yields",
            "ledger-evidence",
        ]


async def test_what_happens_while_nobody_looks_is_read_when_somebody_does(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        page = await here.open()
        page.hide()
        await bought(here)
        await here.changed()
        page.show()
        await here.at_rest()
        assert [row[1] for row in here.rows("purchases-table")] == ["Germans"]


async def test_a_page_that_nobody_sees_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with activity(tmp_path) as here:
        page = await here.open()
        page.hide()
        reading = AsyncMock(side_effect=here.see.all)
        monkeypatch.setattr(here.see, "all", reading)
        for _ in range(3):
            await here.changed()
        assert reading.await_count == 0
        page.show()
        await here.at_rest()
        page.hide()
        page.show()
        await here.at_rest()
        assert reading.await_count == 1


@pytest.mark.parametrize(("width", "height", "percent"), [(1280, 720, 100), (1000, 560, 100), (1000, 640, 150)])
async def test_no_word_is_cut(tmp_path: Path, qapp: QApplication, width: int, height: int, percent: int) -> None:
    async with activity(tmp_path) as here:
        await without_an_answer(here)
        for available in (700, 400):
            here.computer.later(seconds=1)
            await here.computer.ledger.note_balance(ACCOUNT, available, here.computer.now, "page")
        theme.apply(qapp, "dark", percent)
        try:
            await here.open(width, height)
            assert here.sees("ledger-difference")
            assert here.cut() == []
            assert here.window.width() == width, "it fits the smallest window"
        finally:
            theme.apply(qapp, "light", 100)


async def test_ten_thousand_purchases_are_shown(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await bought(here)

        def many(connection: Connection) -> None:
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
                " INSERT INTO purchases (id, account, filter, filter_name, slice_name, asked, way,"
                " matches, confirmed_at, state, received, charged, ended_at)"
                " SELECT printf('%032x', i), account, filter, 'Filter ' || i, '', 10, way,"
                " 10, confirmed_at, 'closed', 9, 9, confirmed_at FROM purchases, n WHERE number = 1"
            )

        await here.computer.database.write(many)
        await here.open()
        model = here.view("purchases-table").rows_model
        assert model.rowCount() == 10_000
        assert model.text(0, 1) == "Filter 10000"
        assert here.text("purchases-about").startswith("89994 contacts for 89994 credits")
