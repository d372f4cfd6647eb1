"""One purchase whole, everything that arrived, and what filters brought: the dialogs of Activity."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox, QTabWidget, QWidget

from leaddesk.domain.deliveries import DeliveredBy
from leaddesk.domain.errors import DiskFull, PurchasesDamaged
from leaddesk.domain.purchases import Purchase, Reason, Ruling
from leaddesk.ui import theme
from leaddesk.ui.activity.deliveries_dialog import DeliveriesDialog
from leaddesk.workspace.purchases import erasing
from tests.ui.activity_bench import ActivityBench, activity
from tests.ui.until import until
from tests.unit.workspace.purchases.buying import payload, record

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection

pytestmark = pytest.mark.usefixtures("qapp")


async def looked_at(here: ActivityBench, purchase: Purchase) -> None:
    """Its dialog is open."""
    await here.open()
    here.page.show_purchase(purchase.id)
    await here.at_rest()


async def unknown(here: ActivityBench, asked: int = 250) -> Purchase:
    return await here.computer.journal.unknown((await here.computer.send(asked)).id, Reason.TIMEOUT)


async def test_every_step_is_told_in_words(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=3)
        await here.computer.receive(payload(1300, [record(1), record(2)]))
        await here.computer.journal.short(purchase.id, Reason.PROVIDER_DONE)
        await looked_at(here, purchase)
        assert here.text("purchase-title") == "Purchase 1: Short by 1"
        assert here.text("purchase-outcome") == "Asked 3, received 2. What it cost shows at the next look."
        assert here.text("purchase-reason").startswith("ReachStream said that this is all.")
        assert "Country is Germany." in here.text("purchase-filter")
        assert here.text("purchase-filter").endswith("ReachStream calls it 1300.")
        assert [row[1:] for row in here.rows("purchase-steps")] == [
            ["You pressed the button", "3 asked for, 1000 match, balance 1000"],
            ["Written down, ready to be sent", "balance 1000"],
            ["Sending begins", "try 1"],
            ["ReachStream accepted it", "its number is 1300"],
            ["Records came", "2 records, 2 new"],
            [
                "No more records are expected",
                "ReachStream said that this is all. Only contacts with a valid e-mail are delivered. (2 received)",
            ],
        ]


async def test_records_are_listed_and_more_come_while_it_is_open(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=5)
        await looked_at(here, purchase)
        tabs = here.find(QTabWidget, "purchase-tabs")
        tabs.setCurrentIndex(1)
        assert tabs.tabText(1) == "Records (0)"
        assert here.text("purchase-records-empty-title") == "No records yet"
        assert not here.sees("purchase-export")
        for part in ([record(1), record(2)], [record(2), record(3)]):
            await here.computer.receive(payload(1300, part))
            await here.changed()
        assert tabs.tabText(1) == "Records (3)"
        assert [row[0] for row in here.rows("purchase-records")] == ["Name 00001", "Name 00002", "Name 00003"]
        await here.press("purchase-export")
        assert here.sees("export-dialog")


async def test_who_was_erased_is_not_shown_and_still_counted(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=3)
        await here.computer.receive(payload(1300, [record(1), record(2), record(3)]))

        def forget(connection: Connection) -> None:
            second = connection.execute("SELECT id FROM records WHERE record LIKE '%Name 00002%'").get
            erasing.keep_out(connection, second, "somebody")

        await here.computer.database.write(forget)
        await looked_at(here, purchase)
        here.find(QTabWidget, "purchase-tabs").setCurrentIndex(1)
        assert [row[0] for row in here.rows("purchase-records")] == ["Name 00001", "Name 00003"]
        assert here.text("purchase-outcome").startswith("Asked 3, received 3")
        assert here.text("purchase-filter").endswith("1 person of it was erased and is not shown.")


async def test_a_look_that_finds_nothing_says_so(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=2)
        await looked_at(here, purchase)
        await here.press("purchase-look")
        assert here.text("purchase-message") == "Nothing has changed yet."

        async def come() -> None:
            await here.computer.receive(payload(1300, [record(1), record(2)]))

        here.on_look = come
        await here.press("purchase-look")
        assert here.text("purchase-message") == ""
        assert here.text("purchase-title") == "Purchase 1: Complete"
        assert not here.sees("purchase-look"), "there is nothing to look for any more"


async def test_of_one_bought_at_another_address_it_is_said_that_nothing_is_asked(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=2)
        here.account = "https://elsewhere.example"
        await looked_at(here, purchase)
        assert here.text("purchase-reason").startswith(f"It was bought at {purchase.account}.")
        assert not here.sees("purchase-look")


async def test_enter_asks_and_takes_back_but_never_rules(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await looked_at(here, await unknown(here))
        await here.key(here.button("purchase-not-bought"), Qt.Key.Key_Return)
        assert here.sees("purchase-question")
        await here.key(here.button("purchase-question-cancel"), Qt.Key.Key_Return)
        assert not here.sees("purchase-question")
        assert here.dialog.isVisible()
        assert here.ruled == []


async def test_a_balance_that_fell_is_evidence(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await unknown(here)
        await looked_at(here, purchase)
        fell = "Your balance fell by 15 credits since it was sent."
        assert fell not in here.text("purchase-reason")

        async def fall() -> None:
            later = here.computer.later(minutes=1)
            await here.computer.journal.looked(purchase.id, later, {"balance": 985, "before": 1000})

        here.on_look = fall
        here.button("purchase-look").setFocus()
        await here.press("purchase-look")
        assert here.text("purchase-message") == "No records have come yet."
        assert fell in here.text("purchase-reason")
        assert here.dialog.focusWidget() is here.button("purchase-look"), "not on a ruling beside it"
        await here.press("purchase-not-bought")
        assert here.text("purchase-question-advice").startswith(fell), "before somebody says that it was not bought"


async def test_a_look_that_fails_is_told_in_the_dialog(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=2)
        await looked_at(here, purchase)

        async def fail() -> None:
            raise DiskFull(tmp_path, "full")

        here.on_look = fail
        await here.press("purchase-look")
        assert here.text("purchase-message").startswith("There is no room for")
        assert here.button("purchase-look").isEnabled()
        assert here.desk.notices.problems == []


async def test_a_ruling_is_asked_once_more_and_taken_back_by_escape(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await looked_at(here, await unknown(here))
        await here.press("purchase-not-bought")
        assert here.text("purchase-question") == "Did ReachStream tell you that it was not bought?"
        assert "up to 250 credits will be missing in the ledger" in here.text("purchase-question-advice")
        assert "Records that come all the same are still taken." in here.text("purchase-question-advice")
        assert here.button("purchase-question-confirm").text() == "It was not bought"
        no = here.button("purchase-question-cancel")
        assert here.dialog.focusWidget() is no, "Enter changes nothing"
        await here.key(no, Qt.Key.Key_Escape)
        assert not here.sees("purchase-question")
        assert here.dialog.isVisible()
        assert here.ruled == []
        await here.key(here.dialog, Qt.Key.Key_Escape)
        assert here.dialogs == []


@pytest.mark.parametrize(
    ("name", "ruling", "title"),
    [
        ("purchase-not-bought", Ruling.NOT_BOUGHT, "Purchase 1: Closed by you"),
        ("purchase-bought-elsewhere", Ruling.BOUGHT_ELSEWHERE, "Purchase 1: Closed by you"),
    ],
)
async def test_a_ruling_is_kept_and_told(tmp_path: Path, name: str, ruling: Ruling, title: str) -> None:
    async with activity(tmp_path) as here:
        await looked_at(here, await unknown(here))
        await here.press(name)
        await here.press("purchase-question-confirm")
        assert here.ruled == [ruling]
        assert here.text("purchase-title") == title
        assert here.text("purchase-reason").startswith("You said: ")
        assert here.rows("purchase-steps")[-1][1:] == ["You closed it", here.text("purchase-reason")]
        assert not here.sees("purchase-unknown")
        assert not here.sees(name)


async def test_that_is_all_ends_a_purchase_that_receives(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=5)
        await here.computer.receive(payload(1300, [record(1)]))
        await looked_at(here, purchase)
        await here.press("purchase-that-is-all")
        await here.press("purchase-question-confirm")
        assert here.text("purchase-title") == "Purchase 1: Short by 4"


async def test_a_question_goes_when_the_answer_came_by_itself(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await looked_at(here, await unknown(here, 1))
        await here.press("purchase-not-bought")
        here.computer.later(seconds=1)
        await here.computer.receive(payload("9", [record(1)]))
        await here.changed()
        assert not here.sees("purchase-question")
        assert here.text("purchase-title") == "Purchase 1: Complete"


async def test_a_ruling_that_cannot_be_kept_is_told_in_the_dialog(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await looked_at(here, await unknown(here))
        here.rule_trouble = PurchasesDamaged(tmp_path / "purchases.db")
        await here.press("purchase-not-bought")
        await here.press("purchase-question-confirm")
        assert here.text("purchase-message") == "The file of your purchases is damaged."
        assert here.text("purchase-title") == "Purchase 1: No answer: may be charged"


async def test_steps_that_cannot_be_read_are_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=2)
        await here.open()
        whole = here.see.steps

        async def damaged(_: object) -> None:
            raise PurchasesDamaged(tmp_path / "purchases.db")

        monkeypatch.setattr(here.see, "steps", damaged)
        here.page.show_purchase(purchase.id)
        await here.at_rest()
        assert here.text("purchase-steps-empty-title") == "The file of your purchases is damaged."
        monkeypatch.setattr(here.see, "steps", whole)
        await here.press("purchase-steps-empty-action")
        assert len(here.rows("purchase-steps")) == 4
        assert here.text("purchase-message") == "", "what is over is not told any more"


async def test_the_evidence_of_one_purchase_is_told_in_its_dialog(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await looked_at(here, await here.computer.buy("1300", asked=2))
        await here.press("purchase-evidence")
        path = tmp_path / "one.json"
        await here.choose_file("evidence-file", path)
        assert [one["number"] for one in json.loads(path.read_text())["purchases"]] == [1]
        assert here.text("purchase-message") == "The evidence is saved."
        assert here.text("purchase-message-advice").startswith("“one.json”")
        assert here.button("purchase-message-button").text() == "Show in folder"


async def test_a_hundred_thousand_records_are_shown(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        purchase = await here.computer.buy("1300", asked=200_000, most=200_000)
        await here.computer.receive(payload(1300, [record(1)]))

        def many(connection: Connection) -> None:
            connection.execute(
                "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
                " INSERT INTO records (purchase, identity, delivery, record)"
                " SELECT purchase, CAST(printf('%032d', i) AS BLOB), delivery, record FROM records, n"
            )

        await here.computer.database.write(many)
        await looked_at(here, purchase)
        here.find(QTabWidget, "purchase-tabs").setCurrentIndex(1)
        await here.at_rest()
        assert here.view("purchase-records").rows_model.rowCount() == 100_000


async def arrivals(here: ActivityBench) -> DeliveriesDialog:
    """One of each kind, and the dialog about them."""
    await here.computer.buy("1300", asked=3)
    await here.computer.receive(payload(1300, [record(1), record(2)]))
    await here.computer.receive(payload(7, [record(5)]), DeliveredBy.POLLING)
    await here.computer.receive(b"<html>", DeliveredBy.HAND)
    await here.open()
    await here.press("deliveries-open")
    dialog = here.dialog
    assert isinstance(dialog, DeliveriesDialog)
    return dialog


async def test_everything_that_arrived_is_listed_with_what_became_of_it(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await arrivals(here)
        rows = [row[1:] for row in here.rows("deliveries-table")]
        assert [(how, number, theirs, state) for how, state, number, _, theirs, _ in rows] == [
            ("Given by hand", "", "", "Not readable"),
            ("Polling", "", "7", "Of no purchase we know"),
            ("Webhook", "1", "1300", "Taken in"),
        ]
        assert here.view("deliveries-table").accessibleName() == "Deliveries"


Way = Callable[[ActivityBench, DeliveriesDialog, Path], Awaitable[None]]


async def _by_button(here: ActivityBench, dialog: DeliveriesDialog, path: Path) -> None:
    del dialog
    await here.press("delivery-give")
    await here.choose_file("delivery-file", path)


async def _by_drop(here: ActivityBench, dialog: DeliveriesDialog, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    held = (data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, *held)
    QApplication.sendEvent(dialog, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(dialog, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, *held))
    await here.at_rest()


@pytest.mark.parametrize("way", [_by_button, _by_drop])
async def test_a_delivery_is_given_by_hand(tmp_path: Path, way: Way) -> None:
    async with activity(tmp_path) as here:
        dialog = await arrivals(here)
        path = tmp_path / "third.json"
        path.write_bytes(payload(1300, [record(3)]))
        await way(here, dialog, path)
        assert here.text("deliveries-message") == "The delivery is taken in."
        assert here.text("deliveries-message-advice") == "1 record for purchase 1."
        assert len(here.rows("deliveries-table")) == 4
        assert here.rows("deliveries-table")[0][2] == "Taken in"
        await way(here, dialog, path)
        assert here.text("deliveries-message") == "This delivery was here already."
        assert len(here.rows("deliveries-table")) == 4


@pytest.mark.parametrize(
    ("body", "title"),
    [
        (b"no JSON {{", "This is no delivery that we can read."),
        (payload(777, [record(9)]), "It belongs to no purchase that we know."),
    ],
)
async def test_what_became_of_a_given_file_is_told(tmp_path: Path, body: bytes, title: str) -> None:
    """Not that its records appear in a moment: none do."""
    async with activity(tmp_path) as here:
        dialog = await arrivals(here)
        path = tmp_path / "given.json"
        path.write_bytes(body)
        await _by_button(here, dialog, path)
        assert here.text("deliveries-message") == title
        assert "Nothing was added." in here.text("deliveries-message-advice")


async def test_a_delivery_in_quarantine_is_given_to_a_purchase(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await arrivals(here)
        assert not here.sees("delivery-assign")
        here.view("deliveries-table").setCurrentIndex(here.view("deliveries-table").rows_model.index(1, 0))
        await here.at_rest()
        await until(lambda: here.sees("delivery-assign"))
        assert here.find(QComboBox, "delivery-purchase").currentText().startswith("Purchase 1: ")
        await here.press("delivery-assign")
        assert here.text("deliveries-message") == "The delivery is taken in."
        assert [row[2] for row in here.rows("deliveries-table")] == ["Not readable", "Taken in", "Taken in"]
        await until(lambda: not here.sees("delivery-assign"))


async def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        dialog = await arrivals(here)
        await _by_button(here, dialog, tmp_path / "gone.json")
        assert here.text("deliveries-message") != ""
        assert here.desk.notices.problems == []


async def test_deliveries_that_cannot_be_read_are_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with activity(tmp_path) as here:
        await here.open()
        whole = here.see.deliveries

        async def damaged() -> None:
            raise PurchasesDamaged(tmp_path / "purchases.db")

        monkeypatch.setattr(here.see, "deliveries", damaged)
        await here.press("deliveries-open")
        assert here.text("deliveries-table-empty-title") == "The file of your purchases is damaged."
        monkeypatch.setattr(here.see, "deliveries", whole)
        await here.press("deliveries-table-empty-action")
        assert here.text("deliveries-table-empty-title") == "Nothing has arrived yet"


async def test_what_filters_brought(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        await here.open()
        await here.press("ledger-yields")
        assert here.text("yields-table-empty-title") == "Nothing was bought yet"
        await here.press("yields-close")
        await here.computer.buy("1300", asked=2)
        await here.computer.receive(payload(1300, [record(1), record(2)]))
        await here.press("ledger-yields")
        assert here.rows("yields-table") == [["Germans", "1", "2", "2", "2", "0", "0", "2", ""]]


@pytest.mark.parametrize("percent", [100, 150])
async def test_no_word_is_cut(tmp_path: Path, qapp: QApplication, percent: int) -> None:
    async with activity(tmp_path) as here:
        theme.apply(qapp, "dark", percent)
        try:
            await here.open(1000, 640)
            here.page.show_purchase((await unknown(here)).id)
            await here.at_rest()
            await here.press("purchase-not-bought")
            assert here.cut() == []
            buttons = [part for part in here.dialog.findChildren(QWidget) if part.objectName() == "purchase-close"]
            assert here.dialog.rect().contains(buttons[0].geometry()), "all buttons are in the dialog"
        finally:
            theme.apply(qapp, "light", 100)
