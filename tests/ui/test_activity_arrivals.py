"""What is told when bought records are here, and what the status bar says of deliveries while Activity is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from leaddesk.app.activity_commands import ACTIVITY, activity_commands
from leaddesk.app.arrivals import Arrivals
from leaddesk.app.receiver_words import ReceiverWords
from leaddesk.domain.deliveries import DeliveredBy
from leaddesk.domain.errors import DiskFull, KeychainRefused, PortTaken
from leaddesk.domain.purchases import Reason
from leaddesk.ui.commands import Command, Cost
from leaddesk.ui.notices import Notice
from tests.fakes.purchases_at_hand import purchase
from tests.ui.activity_bench import ActivityBench, activity
from tests.ui.gone import destroy
from tests.ui.until import settled
from tests.unit.workspace.purchases.buying import payload, record

pytestmark = pytest.mark.usefixtures("qapp")


class Window(QWidget):
    """``MainWindow``, as far as it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.wanted: list[object] = []

    def show_tab(self, name: str) -> None:
        self.shown.append(name)

    def page(self, name: str) -> object:
        assert name == ACTIVITY
        return SimpleNamespace(
            show_purchase=self.wanted.append, show_ledger=lambda: self.wanted.append("ledger")
        )  # fmt: skip


class Told:
    """Arrivals over a window, and what it says."""

    def __init__(self, here: ActivityBench) -> None:
        self.window = Window()
        self.notices = here.desk.notices
        self.taken_back: list[Notice] = []
        self.notices.take_back = self.taken_back.append  # type: ignore[attr-defined]  # the test listens
        self.announcer = here.announcer
        self.arrivals = Arrivals(cast("Any", self.window), here.desk.desk, lambda _: None, self.window)
        self.alerted: list[QWidget] = []

    @property
    def titles(self) -> list[str]:
        return [notice.title for notice in self.notices.said]


@pytest.fixture
def alerts(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    found: list[object] = []
    monkeypatch.setattr(QApplication, "alert", staticmethod(lambda *window: found.append(window[0])))
    return found


@pytest.fixture
def notified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the system was asked to show."""
    found: list[str] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _: found.append("shown"))
    monkeypatch.setattr(QSystemTrayIcon, "hide", lambda _: found.append("hidden"))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", lambda _, title, text, *__: found.append(f"{title} / {text}"))
    return found


async def test_arrivals_are_told_with_a_way_to_the_purchase(tmp_path: Path, alerts: list[object]) -> None:
    async with activity(tmp_path) as here:
        told = Told(here)
        bought = purchase(7, asked=500, received=463)
        told.arrivals.arrived(bought, 463)
        notice = here.desk.notices.said[-1]
        assert notice.title == "463 contacts arrived: Marketing heads"
        assert notice.text == "Asked 500, received 463. What it cost shows at the next look."
        assert notice.kind == "success"
        assert alerts == [told.window]
        assert notice.act is not None
        notice.act()
        assert told.window.shown == [ACTIVITY]
        assert told.window.wanted == [bought.id]
        destroy(told.window)


async def test_what_comes_in_short_order_is_told_together(tmp_path: Path, alerts: list[object]) -> None:
    async with activity(tmp_path) as here:
        told = Told(here)
        told.arrivals.arrived(purchase(7, received=100), 100)
        told.arrivals.arrived(purchase(7, received=200), 100)
        told.arrivals.arrived(purchase(7, received=250), 50)
        told.arrivals.arrived(purchase(8, received=1, filter_name="Dentists"), 1)
        assert told.titles == ["100 contacts arrived: Marketing heads"]
        told.arrivals._together.timeout.emit()
        assert told.titles[1:] == ["150 contacts arrived: Marketing heads", "1 contact arrived: Dentists"]
        assert len(alerts) == 2
        destroy(told.window)


@pytest.mark.usefixtures("alerts")
async def test_the_system_tells_it_and_its_icon_goes_again(tmp_path: Path, notified: list[str]) -> None:
    async with activity(tmp_path) as here:
        told = Told(here)
        told.arrivals.arrived(purchase(7, received=463), 463)
        assert notified == [
            "shown",
            "463 contacts arrived: Marketing heads / Asked 500, received 463. What it cost shows at the next look.",
        ]
        assert told.arrivals._tray is not None
        told.arrivals._tray.messageClicked.emit()
        assert notified[-1] == "hidden"
        assert told.window.isActiveWindow() or told.window.wanted == [purchase(7).id]
        told.arrivals._tray_goes.timeout.emit()
        destroy(told.window)


@pytest.mark.usefixtures("alerts")
async def test_at_the_start_a_purchase_without_an_answer_is_told_until_it_is_settled(tmp_path: Path) -> None:
    """LeadDesk may have been ended while it was sent; nobody was told how that ended."""
    async with activity(tmp_path) as here:
        told = Told(here)
        told.arrivals.tell_unknown()
        await here.at_rest()
        assert told.titles == []
        bought = await here.computer.journal.unknown((await here.computer.send(2)).id, Reason.CRASHED)
        for _ in range(2):
            told.arrivals.tell_unknown()
            await here.at_rest()
        assert told.titles == ["We sent your request for 2 contacts and got no answer."]
        notice = here.desk.notices.said[-1]
        assert notice.kind == "warning", "it stays until somebody closes it"
        assert notice.act is not None
        notice.act()
        assert told.window.wanted == [bought.id]
        here.computer.later(seconds=5)
        await here.computer.receive(payload("77", [record(1), record(2)]))
        await here.changed()
        await here.at_rest()
        assert told.taken_back == [notice]
        destroy(told.window)


async def test_what_could_not_be_written_down_is_told_until_it_is(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        told = Told(here)
        for _ in range(2):
            told.arrivals.troubled(purchase(7), DiskFull(tmp_path, "full"))
        assert told.titles == ["What became of purchase 7 could not be written down yet."] * 2
        assert len(told.taken_back) == 1, "the newest word stands alone"
        await here.changed()
        assert told.taken_back == here.desk.notices.said
        destroy(told.window)


async def test_the_dialogs_that_buy_lead_here(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        from leaddesk.ui.reachstream.fetch_door import FetchDoor

        told = Told(here)
        door = FetchDoor(here.desk.desk, told.window)
        told.arrivals.follow(door)
        door.purchase_wanted.emit(purchase(7).id)
        door.ledger_wanted.emit()
        assert told.window.wanted == [purchase(7).id, "ledger"]
        assert told.window.shown == [ACTIVITY, ACTIVITY]
        destroy(told.window)


# -- the status bar


async def standing(here: ActivityBench) -> tuple[str, str, str]:
    owner = QWidget()
    words = ReceiverWords(here.desk.desk, lambda: None, owner)
    words.refresh()
    await here.at_rest()
    found = tuple(words.standing)
    destroy(owner)
    await settled()
    return cast("tuple[str, str, str]", found)


async def test_the_status_bar_says_how_deliveries_come(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        assert (await standing(here))[0] == "No receiver set up: records are collected by polling"
        await here.delivery.receive.switch(on=True)
        listening = "Receiver listening on this computer, "
        assert await standing(here) == (f"{listening}nothing was delivered yet", "check", "success")
        here.computer.now = datetime(datetime.now(UTC).year - 1, 11, 12, 12, tzinfo=UTC)
        await here.computer.receive(payload(1, [record(1)]))
        assert (await standing(here))[0] == f"{listening}last delivery 12 November {here.computer.now.year}"
        here.computer.now = datetime.now(UTC) - timedelta(minutes=5)
        await here.computer.receive(payload(2, [record(1)]), DeliveredBy.INBOX)
        here.computer.now = datetime.now(UTC)
        await here.computer.receive(payload(3, [record(1)]), DeliveredBy.POLLING)
        assert (await standing(here))[0] == f"{listening}last delivery 5 min ago"


async def test_the_status_bar_says_what_is_wrong(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        here.delivery.process.failing = PortTaken(47_811)
        with pytest.raises(PortTaken):
            await here.delivery.receive.switch(on=True)
        assert await standing(here) == ("Another program listens on port 47811.", "warning", "warning")
        await here.delivery.receive.switch(on=False)
        await here.delivery.receive.set_inbox(address="https://inbox.example.com", key="key-of-the-inbox")
        assert (await standing(here))[0] == "Collecting from inbox.example.com, nothing was delivered yet"
        here.delivery.keychain.failing = KeychainRefused("locked")
        assert "keychain" in (await standing(here))[0].casefold()


# -- commands


def commands(page: object) -> dict[str, Command]:
    session = SimpleNamespace(is_closed=False, window=SimpleNamespace(page=lambda _: page))
    return {command.id: command for command in activity_commands(cast("Any", session))}


def test_nothing_is_offered_while_the_page_was_never_shown() -> None:
    for command in commands(None).values():
        assert not command.enabled()
        command.run()
        assert (command.tab, command.menu) == (ACTIVITY, "purchases")


async def test_each_command_does_what_it_says(tmp_path: Path) -> None:
    async with activity(tmp_path) as here:
        page = await here.open()
        offered = commands(page)
        assert {name for name, command in offered.items() if not command.enabled()} == {"purchase-details"}
        await here.computer.buy("1300", asked=3)
        await here.changed()
        assert all(command.enabled() for command in offered.values())
        seen: dict[str, Callable[[], bool]] = {
            "purchase-details": lambda: here.sees("purchase-dialog"),
            "purchase-evidence": lambda: here.sees("evidence-file"),
            "deliveries": lambda: here.sees("deliveries-dialog"),
            "delivery-give": lambda: here.sees("delivery-file"),
            "ledger-yields": lambda: here.sees("yields-dialog"),
            "ledger-balance": lambda: here.text("ledger-balance").startswith("720 credits"),
        }
        assert set(seen) == set(offered)
        for name, is_done in seen.items():
            offered[name].run()
            await here.at_rest()
            assert is_done(), name
            for dialog in here.every_dialog:
                dialog.close()
            await here.at_rest()
        assert offered["ledger-balance"].cost is Cost.FREE
