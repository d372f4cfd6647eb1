"""Settings > Delivery: how bought records reach this computer, told to somebody who is no programmer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import KeychainRefused, PortTaken
from leaddesk.domain.preferences import INBOX_ADDRESS, RECEIVER_ADDRESS, RECEIVER_ON, RECEIVER_PORT
from leaddesk.ui import theme
from leaddesk.ui.background import end_background_work
from leaddesk.ui.settings import delivery_words
from leaddesk.ui.settings.delivery_page import DeliveryPage
from leaddesk.ui.settings.dialog import SettingsDialog
from leaddesk.ui.widgets.readable import Readable
from leaddesk.workspace.purchases.deliveries import Deliveries
from tests.fakes.buying_bench import Clock
from tests.fakes.delivery_desk import DeliveryDesk
from tests.fakes.desk_of_actions import DeskOfActions
from tests.fakes.purchases_at_hand import receiver
from tests.ui.gone import destroy
from tests.ui.until import settled, until
from tests.unit.workspace.purchases.buying import opened

pytestmark = pytest.mark.usefixtures("qapp")

W = TypeVar("W", bound=QWidget)
SECRET, PUBLIC = "whsec-0123456789-4f2a", "https://leads.example.com"


class Room:
    """The page in the Settings dialog."""

    def __init__(self, folder: Path) -> None:
        self.database = opened(folder / "purchases.db")
        announcer = Announcer()
        self.here = DeliveryDesk(Deliveries(self.database), announcer, clock=Clock())
        self.made = DeskOfActions(
            announcer, purchases=lambda: SimpleNamespace(receive_deliveries=self.here.receive)
        )  # fmt: skip
        self.dialog = SettingsDialog(self.made.desk, data_folder=folder, log_folder=folder)

    async def open(self) -> None:
        self.dialog.open_page("delivery")
        await self.at_rest()

    async def ready(self) -> None:
        """Everything is set up."""
        await self.here.receive.store_secret(typed=SECRET)
        await self.here.receive.set_public_address(address=PUBLIC)
        await self.here.receive.switch(on=True)
        await self.open()

    async def at_rest(self) -> None:
        await settled()
        while self._works():
            await until(lambda: not self._works())
            await settled()  # what is done may begin something else

    def _works(self) -> bool:
        name = f"background work of {id(self.made.notices)}"
        return any(task.get_name() == name for task in asyncio.all_tasks())

    @property
    def page(self) -> DeliveryPage:
        return self.find(DeliveryPage, "delivery-settings")

    def find(self, kind: type[W], name: str) -> W:
        found = [part for part in self.dialog.findChildren(kind) if part.objectName() == name]
        assert len(found) == 1, name
        return found[0]

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if label.isVisible() else ""

    async def press(self, name: str) -> None:
        button = self.find(QAbstractButton, name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        button.click()
        await self.at_rest()

    async def save(self, name: str, typed: str) -> None:
        field = self.find(QLineEdit, f"{name}-field")
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        await self.at_rest()

    def everything(self) -> str:
        """Whatever is to be read or heard."""
        said = []
        for part in self.dialog.findChildren(QWidget):
            said += [part.toolTip(), part.accessibleName(), part.accessibleDescription()]
            if isinstance(part, QLabel | QAbstractButton):
                said.append(part.text())
            if isinstance(part, QLineEdit):
                said += [part.displayText(), part.text()]
        return "\n".join(said)


@asynccontextmanager
async def room(folder: Path) -> AsyncIterator[Room]:
    assert QApplication.instance() is not None
    made = Room(folder)
    try:
        yield made
    finally:
        destroy(made.dialog)
        await end_background_work(made.made.notices)
        await settled()
        await made.here.receive.aclose()
        await made.database.aclose()
        assert made.made.notices.bugs == []


async def test_at_first_it_says_what_is_to_be_done(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.open()
        assert here.text("receiver-state") == "Not running"
        assert "cloudflared tunnel --url http://127.0.0.1:47811" in here.text("receiver-tunnel")
        assert "ngrok http 47811" in here.text("receiver-tunnel")
        assert here.text("receiver-paste") == "First save the address of your tunnel above."
        assert here.text("receiver-secret-state") == "No secret yet."
        for name in ("receiver-paste-show", "receiver-paste-copy", "receiver-path-new"):
            assert not here.find(QAbstractButton, name).isEnabled()


async def test_the_steps_one_by_one_and_a_test_from_end_to_end(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.open()
        await here.press("receiver-on")
        assert here.text("receiver-state") == "Listening on this computer, port 47811"
        await here.save("receiver-address", PUBLIC)
        assert here.made.desk is not None
        assert here.here.preferences.get(RECEIVER_ADDRESS) == PUBLIC
        assert here.text("receiver-address-message") == "Saved."
        assert here.text("receiver-paste") == f"{PUBLIC}/••••••••"
        await here.press("receiver-test")
        assert here.text("receiver-test-result").startswith("There is no webhook secret yet.")
        await here.save("receiver-secret", SECRET)
        assert here.text("receiver-secret-state") == "In the system keychain, ends in 4f2a."
        assert here.text("receiver-test-result") == "", "what was found before is over"
        await here.press("receiver-test")
        assert here.text("receiver-test-result").startswith(f"A test came through {PUBLIC} and arrived.")
        assert here.text("receiver-facts").startswith("Tested ")
        assert here.here.trips == [f"{PUBLIC}/{here.here.process.token}"]
        await here.save("receiver-port", "47812")
        assert here.text("receiver-test-result") == "", "it is not known any more"
        assert "http://127.0.0.1:47812" in here.text("receiver-tunnel")


async def test_what_a_test_found_is_on_the_screen(tmp_path: Path) -> None:
    """It stands below the button, which is below the edge of a small dialog."""
    async with room(tmp_path) as here:
        await here.ready()
        here.dialog.resize(here.dialog.width(), 300)
        here.find(QAbstractButton, "receiver-test").setFocus()
        await here.press("receiver-test")
        result = here.find(QLabel, "receiver-test-result")
        await until(lambda: result.visibleRegion().boundingRect().size() == result.size())


async def test_the_secret_is_never_shown(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.open()
        field = here.find(QLineEdit, "receiver-secret-field")
        assert field.echoMode() is QLineEdit.EchoMode.Password
        await here.save("receiver-secret", SECRET)
        assert SECRET not in here.everything()
        field.undo()
        assert field.text() == ""


async def test_the_address_is_shown_when_asked_for_and_hides_again(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        token = here.here.process.token
        assert token not in here.everything()
        await here.press("receiver-paste-show")
        assert here.text("receiver-paste") == f"{PUBLIC}/{token}"
        show = here.find(QAbstractButton, "receiver-paste-show")
        assert show.text() == "Hide"
        await here.press("receiver-paste-show")
        assert token not in here.everything()
        await here.press("receiver-paste-show")
        here.page._hiding.timeout.emit()
        assert token not in here.everything(), "after a while, by itself"
        await here.press("receiver-paste-show")
        here.dialog.open_page("spending")
        await here.at_rest()
        assert token not in here.everything(), "nobody looks at it"


async def test_it_is_copied_without_being_shown(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        await here.press("receiver-paste-copy")
        assert QGuiApplication.clipboard().text() == f"{PUBLIC}/{here.here.process.token}"
        assert here.here.process.token not in here.everything()
        assert here.text("receiver-paste-message").startswith("The address is copied.")
        QGuiApplication.clipboard().clear()


async def test_a_new_address_is_asked_about_first(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        before = here.here.process.token
        await here.press("receiver-path-new")
        assert "will not be let in any more" in here.text("receiver-path-question")
        no = here.find(QAbstractButton, "receiver-path-cancel")
        assert here.dialog.focusWidget() is no
        QTest.keyClick(no, Qt.Key.Key_Escape)
        assert here.dialog.isVisible()
        assert here.text("receiver-path-question") == ""
        assert here.here.process.token == before
        await here.press("receiver-path-new")
        await here.press("receiver-path-confirm")
        assert here.here.process.token != before
        assert here.text("receiver-paste-message").startswith("There is a new address.")
        QTest.keyClick(here.dialog, Qt.Key.Key_Escape)
        assert not here.dialog.isVisible()


async def test_a_port_that_is_taken_is_told_where_it_was_typed_and_stays_told(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        here.here.process.failing = PortTaken(5000)
        await here.save("receiver-port", "5000")
        assert here.text("receiver-port-message").startswith("Another program listens on port 5000.")
        assert here.text("receiver-state") == "It does not listen"
        assert here.text("receiver-message").startswith("Another program listens on port 5000.")
        here.here.process.failing = None
        await here.save("receiver-port", "5001")
        assert here.text("receiver-message") == ""
        assert here.here.preferences.get(RECEIVER_PORT) == 5001


@pytest.mark.parametrize("typed", ["80", "70000", "http", ""])
async def test_what_is_no_port_is_refused(tmp_path: Path, typed: str) -> None:
    async with room(tmp_path) as here:
        await here.open()
        field = here.find(QLineEdit, "receiver-port-field")
        field.setText(typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        await here.at_rest()
        assert here.text("receiver-port-message") == "A port is a number from 1024 to 65535."
        assert here.dialog.focusWidget() is field
        QTest.keyClicks(field, "1")
        assert here.text("receiver-port-message") == ""


async def test_an_address_that_is_not_safe_is_refused_in_its_place(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.open()
        await here.save("receiver-address", "http://leads.example.com")
        assert here.text("receiver-address-message") != ""
        assert here.here.preferences.get(RECEIVER_ADDRESS) == ""
        assert here.text("receiver-message") == ""


async def test_a_test_that_does_not_come_back_says_what_was_found(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        await here.here.receive.switch(on=False)
        await here.press("receiver-test")
        told = "A test delivery did not come back to this computer. The receiver does not run."
        assert here.text("receiver-test-result").startswith(told)
        here.dialog.open_page("spending")
        here.dialog.open_page("delivery")
        await here.at_rest()
        assert here.text("receiver-test-result").startswith(told), "it is still so"


async def test_a_keychain_that_refuses_is_told(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        here.here.keychain.failing = KeychainRefused("locked")
        await here.open()
        assert "keychain" in here.text("receiver-state").casefold()
        here.here.keychain.failing = None
        await here.ready()
        here.here.keychain.failing = KeychainRefused("locked")
        await here.press("receiver-paste-show")
        assert "keychain" in here.text("receiver-paste-message").casefold()
        await here.press("receiver-secret-remove")
        assert "keychain" in here.text("receiver-secret-trouble").casefold()


async def test_the_secret_is_removed(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        await here.press("receiver-secret-remove")
        assert here.text("receiver-secret-state") == "No secret yet."
        assert here.text("receiver-secret-trouble").startswith("The secret is removed.")
        assert here.here.process.accepted == []


async def test_requests_turned_away_are_counted_without_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with room(tmp_path) as here:
        await here.ready()
        announced: list[str] = []
        monkeypatch.setattr(Readable, "announce", lambda label: announced.append(label.text()))
        for count in (1, 2, 3):
            here.here.receive.heard_refused({"secret": count})
            await here.at_rest()
        assert here.text("receiver-facts") == "3 requests were turned away since it runs."
        assert announced == []


async def test_an_inbox_elsewhere_needs_its_address_first(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.open()
        await here.save("inbox-key", "key-of-the-inbox-9999")
        assert here.text("inbox-key-message") == "Save the inbox’s address first."
        await here.save("inbox-address", "https://inbox.example.com")
        assert here.here.preferences.get(INBOX_ADDRESS) == "https://inbox.example.com"
        assert here.text("inbox-state") == "Its key is missing."
        await here.save("inbox-key", "key-of-the-inbox-9999")
        assert here.text("inbox-state") == "Not collected yet."
        assert "key-of-the-inbox-9999" not in here.everything()


async def test_switched_off_and_on_in_a_hurry_it_ends_as_it_was_left(tmp_path: Path) -> None:
    async with room(tmp_path) as here:
        await here.open()
        on = here.find(QAbstractButton, "receiver-on")
        for _ in range(3):
            on.click()
        await here.at_rest()
        assert here.here.preferences.get(RECEIVER_ON)
        assert here.here.process.port == 47_811
        assert on.isChecked()


@pytest.mark.parametrize("percent", [100, 150])
async def test_no_word_is_cut(tmp_path: Path, qapp: QApplication, percent: int) -> None:
    async with room(tmp_path) as here:
        theme.apply(qapp, "dark", percent)
        try:
            await here.ready()
            await here.press("receiver-path-new")
            for label in here.page.findChildren(QLabel):
                if label.isVisible() and label.text():
                    needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                    assert label.height() >= needed, label.text()
            assert here.page.horizontalScrollBar().maximum() == 0
        finally:
            theme.apply(qapp, "light", 100)


def test_the_demo_says_that_its_secret_is_in_memory() -> None:
    state = receiver(secret_ending="4f2a")
    assert delivery_words.secret_words(state, is_demo=False) == "In the system keychain, ends in 4f2a."
    assert delivery_words.secret_words(state, is_demo=True) == "Kept until you quit, ends in 4f2a."
