"""The Settings dialog, as a person uses it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QListWidget, QWidget

from leaddesk.actions.connect_provider import Tester
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import KeychainNotAnswering, KeychainRefused, KeyRefused, NoKeychain, NoListToAsk
from leaddesk.domain.preferences import ADDRESSES, SETTINGS_PAGE, TEXT_SIZE, THEME
from leaddesk.domain.queue import QueueState
from leaddesk.ui import theme, wording
from leaddesk.ui.settings.dialog import SettingsDialog
from tests.fakes.connected_desk import ConnectedDesk
from tests.fakes.hanging_keychain import HangingKeychain
from tests.ui.until import settled, until

KEY = "rs_live_0123456789abcdef4f2a"
OTHER = "https://proxy.example.com"
VARIABLE = "LEADDESK_REACHSTREAM_URL"


class Room:
    """The open dialog, and how a person reaches into it."""

    def __init__(self, around: ConnectedDesk, page: str = "reachstream", *, can_open: bool = True) -> None:
        self.around = around
        self.opened: list[Path] = []

        def open_folder(folder: Path) -> bool:
            self.opened.append(folder)
            return can_open

        self.dialog = SettingsDialog(
            around.desk, data_folder=Path("data"), log_folder=Path("log"), open_folder=open_folder
        )
        self.dialog.open_page(page)

    def find(self, name: str) -> QWidget:
        found = self.dialog.findChildren(QWidget, name)
        assert len(found) == 1, name
        return found[0]

    def field(self, name: str) -> QLineEdit:
        found = self.find(name)
        assert isinstance(found, QLineEdit)
        return found

    def text(self, name: str) -> str:
        """What is to be read there; empty while it is hidden."""
        found = self.find(name)
        assert isinstance(found, QLabel)
        return found.text() if found.isVisible() else ""

    def button(self, name: str) -> QAbstractButton:
        found = self.find(name)
        assert isinstance(found, QAbstractButton)
        return found

    def press(self, name: str) -> None:
        button = self.button(name)
        assert button.isVisible(), name
        assert button.isEnabled(), name
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def write(self, name: str, text: str) -> None:
        field = self.field(name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)

    async def state_is(self, text: str, provider: str = "reachstream") -> None:
        await until(lambda: self.text(f"{provider}-key-state") == text)


def shown_anywhere(widget: QWidget) -> str:
    """Every text, tooltip and accessible text under ``widget``."""
    said = []
    for child in [widget, *widget.findChildren(QWidget)]:
        said += [child.toolTip(), child.accessibleName(), child.accessibleDescription()]
        if isinstance(child, QLabel | QAbstractButton):
            said.append(child.text())
        if isinstance(child, QLineEdit):
            said += [child.displayText(), child.placeholderText()]
    return "\n".join(said)


@pytest.fixture
def around(qapp: QApplication) -> Iterator[ConnectedDesk]:
    yield ConnectedDesk()
    for window in qapp.topLevelWidgets():
        if isinstance(window, SettingsDialog):
            # Left open it would stand in the way of whatever comes next.
            window.reject()


async def test_a_key_is_saved_with_enter_and_leaves_the_field(around: ConnectedDesk) -> None:
    room = Room(around)
    await room.state_is("No key yet")
    assert not room.button("reachstream-key-test").isEnabled()

    room.write("reachstream-key-field", KEY)
    QTest.keyClick(room.field("reachstream-key-field"), Qt.Key.Key_Return)
    await room.state_is("In the system keychain, ends in 4f2a")

    assert room.field("reachstream-key-field").text() == ""
    assert not room.field("reachstream-key-field").isUndoAvailable()
    assert around.keychain.kept["reachstream"].secret.reveal() == KEY
    assert room.button("reachstream-key-test").isEnabled()
    assert around.notices.bugs == []


async def test_a_key_is_never_readable(around: ConnectedDesk) -> None:
    room = Room(around)
    await room.state_is("No key yet")
    room.write("reachstream-key-field", KEY)
    assert KEY not in shown_anywhere(room.dialog)

    room.press("reachstream-key-save")
    await room.state_is("In the system keychain, ends in 4f2a")

    assert KEY not in shown_anywhere(room.dialog)
    assert KEY[-5:] not in shown_anywhere(room.dialog)


async def test_what_cannot_be_a_key_is_told_beside_the_field(around: ConnectedDesk) -> None:
    room = Room(around)
    await room.state_is("No key yet")

    room.write("reachstream-key-field", "two words")
    room.press("reachstream-key-save")
    await until(lambda: "does not look like a key" in room.text("reachstream-key-message"))

    assert room.field("reachstream-key-field").property("wrong") is True
    assert room.field("reachstream-key-field").text() == "two words"
    assert not room.button("reachstream-key-memory").isVisible()

    room.write("reachstream-key-field", KEY)
    assert room.field("reachstream-key-field").property("wrong") is False


async def test_the_test_tells_credits_and_time(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")
    assert room.button("reachstream-key-test").accessibleName() == "Test, Free"

    room.press("reachstream-key-test")
    await until(lambda: "the key is good" in room.text("reachstream-test-result"))

    told = room.text("reachstream-test-result")
    assert told.startswith("ReachStream answered in ")
    assert told.endswith(" ms: the key is good, 720 credits.")


async def test_a_refused_key_is_told_in_the_words_of_errors(qapp: QApplication) -> None:
    async def refuse() -> int | None:
        raise KeyRefused("reachstream", 403)

    around = ConnectedDesk(tester=refuse)
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")

    room.press("reachstream-key-test")
    await until(lambda: "403" in room.text("reachstream-test-result"))

    assert room.text("reachstream-test-result").startswith("ReachStream does not accept this key.")
    assert around.notices.problems == []


async def test_a_key_that_is_only_typed_is_not_tested(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")

    room.write("reachstream-key-field", "rs_live_another_0123456789")
    room.press("reachstream-key-test")

    assert "Save it first" in room.text("reachstream-test-result")


async def test_a_new_key_takes_the_old_answer_away(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")
    room.press("reachstream-key-test")
    await until(lambda: "720" in room.text("reachstream-test-result"))

    room.write("reachstream-key-field", "rs_live_another_0123456789")
    room.press("reachstream-key-save")
    await room.state_is("In the system keychain, ends in 6789")

    assert room.text("reachstream-test-result") == ""


async def test_a_late_answer_about_the_old_key_is_not_shown(qapp: QApplication) -> None:
    answer = asyncio.Event()
    asked: list[bool] = []

    async def slow() -> int | None:
        asked.append(True)
        await answer.wait()
        raise KeyRefused("reachstream", 401)

    tester: Tester = slow
    around = ConnectedDesk(tester=tester)
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")
    room.press("reachstream-key-test")
    await until(lambda: bool(asked))
    assert room.text("reachstream-test-result") == "Asking ReachStream…"

    await around.connect.store_key(provider="reachstream", typed="rs_live_another_0123456789")
    answer.set()
    await settled()

    assert room.text("reachstream-test-result") == ""


async def test_removing_asks_first_and_cancel_keeps_the_key(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")

    room.press("reachstream-key-remove")
    question = room.text("reachstream-key-question")
    assert question.startswith("Remove the ReachStream key from the keychain?")
    room.press("reachstream-key-remove-cancel")

    assert room.text("reachstream-key-question") == ""
    assert "reachstream" in around.keychain.kept


async def test_escape_takes_the_question_back_before_it_closes(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")
    room.press("reachstream-key-remove")

    QTest.keyClick(room.dialog, Qt.Key.Key_Escape)
    assert room.dialog.isVisible()
    assert room.text("reachstream-key-question") == ""

    QTest.keyClick(room.dialog, Qt.Key.Key_Escape)
    assert not room.dialog.isVisible()
    assert "reachstream" in around.keychain.kept


async def test_a_key_is_removed(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("In the system keychain, ends in 4f2a")

    room.press("reachstream-key-remove")
    room.press("reachstream-key-remove-confirm")
    await room.state_is("No key yet")

    assert around.keychain.kept == {}
    assert not room.button("reachstream-key-remove").isEnabled()


async def test_without_a_keychain_a_key_can_be_kept_until_quitting(around: ConnectedDesk) -> None:
    around.keychain.failing = NoKeychain()
    room = Room(around)
    await room.state_is("This computer has no keychain that we can use.")

    room.write("reachstream-key-field", KEY)
    room.press("reachstream-key-save")
    await until(lambda: "no keychain" in room.text("reachstream-key-message"))
    assert room.field("reachstream-key-field").text() == KEY

    room.press("reachstream-key-memory")
    await room.state_is("Kept until you quit, ends in 4f2a")
    assert room.field("reachstream-key-field").text() == ""
    assert room.text("reachstream-key-message") == ""
    assert room.button("reachstream-key-test").isEnabled()


async def test_a_hanging_keychain_leaves_the_window_alive(qapp: QApplication) -> None:
    keychain = HangingKeychain()
    around = ConnectedDesk(keychain=keychain)
    room = Room(around)
    assert room.text("reachstream-key-state") == "Looking in the keychain…"

    room.write("reachstream-key-field", KEY)
    room.press("reachstream-key-save")
    assert room.text("reachstream-key-message") == "Waiting for the keychain…"
    assert room.field("reachstream-key-field").text() == KEY
    assert not room.button("reachstream-key-save").isEnabled()
    room.dialog.open_page("appearance")
    room.dialog.open_page("reachstream")
    assert room.text("reachstream-key-message") == "Waiting for the keychain…"

    keychain.failing = KeychainNotAnswering(20.0)
    keychain.unlocked.set()
    await until(lambda: "does not answer" in room.text("reachstream-key-message"))
    assert room.field("reachstream-key-field").text() == KEY

    room.press("reachstream-key-memory")
    await room.state_is("Kept until you quit, ends in 4f2a")


async def test_a_keychain_is_asked_again_when_it_was_unlocked(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="reachstream", typed=KEY)
    around.keychain.failing = KeychainRefused("KeyringLocked")
    room = Room(around)
    await room.state_is("The keychain said no.")

    around.keychain.failing = None
    room.press("reachstream-key-retry")
    await room.state_is("In the system keychain, ends in 4f2a")
    assert room.text("reachstream-key-message") == ""


async def after_a_test(around: ConnectedDesk, provider: str) -> Room:
    """The page of a provider whose key was tested just now, to the end."""
    await around.connect.store_key(provider=provider, typed=KEY)
    room = Room(around, provider)
    await room.state_is("In the system keychain, ends in 4f2a", provider)
    room.press(f"{provider}-key-test")
    await until(lambda: not room.text(f"{provider}-test-result").startswith("Asking "))
    return room


@pytest.mark.parametrize(
    ("provider", "price", "asks"),
    [
        ("reachstream", "Test, Free", "Asks ReachStream for your credits, free of charge."),
        ("reactin", "Test, Free", "Reads the first page of a SmartList."),
        ("leadsopedia", "Test, 1 call", "Asks for your credits: 1 call of this month’s "),
    ],
)
async def test_each_provider_says_what_its_test_costs(
    around: ConnectedDesk, provider: str, price: str, asks: str
) -> None:
    room = await after_a_test(around, provider)
    assert room.button(f"{provider}-key-test").accessibleName() == price
    assert asks in shown_anywhere(room.dialog)
    assert room.text(f"{provider}-test-result").endswith("the key is good, 720 credits.")


async def test_a_provider_without_credits_says_that_the_key_is_good(qapp: QApplication) -> None:
    async def good() -> int | None:
        return None

    room = await after_a_test(ConnectedDesk(tester=good), "reactin")
    assert room.text("reactin-test-result").startswith("ReactIn answered in ")
    assert room.text("reactin-test-result").endswith(": the key is good.")


async def test_without_a_list_a_test_says_to_add_one(qapp: QApplication) -> None:
    async def no_list() -> int | None:
        raise NoListToAsk("reactin")

    room = await after_a_test(ConnectedDesk(tester=no_list), "reactin")
    assert room.text("reactin-test-result") == (
        "There is no list to ask ReactIn for. "
        "It can only be asked for a SmartList. Add one in its tab, then test again."
    )


@pytest.mark.parametrize("is_demo", [False, True])
async def test_a_test_that_waits_for_its_turn_says_so(qapp: QApplication, *, is_demo: bool) -> None:
    answer = asyncio.Event()

    async def slow() -> int | None:
        await answer.wait()
        return 4000

    around = ConnectedDesk(tester=slow, is_demo=is_demo)
    await around.connect.store_key(provider="leadsopedia", typed=KEY)
    room = Room(around, "leadsopedia")
    await room.state_is("In the system keychain, ends in 4f2a", "leadsopedia")
    around.queues.tell("leadsopedia", QueueState(waiting=1, next_at=time.monotonic() + 1000))
    room.press("leadsopedia-key-test")

    told = room.text("leadsopedia-test-result")
    assert told.startswith("Asking Leadsopedia… It takes one call ")
    assert told.endswith(", so this one may have to wait for its turn.")
    assert ("every 10 s" in told) is not is_demo
    await until(lambda: "in 16 min" in shown_anywhere(room.dialog))

    around.queues.tell("leadsopedia", QueueState(in_flight=1))
    await until(lambda: "in 16 min" not in shown_anywhere(room.dialog))
    answer.set()
    await until(lambda: f"{wording.number(4000)} credits" in room.text("leadsopedia-test-result"))


@pytest.mark.parametrize(
    ("provider", "learnt", "words"),
    [
        ("reachstream", {"count": "/api/v2/request/records/count"}, ["Counts under /api/v2/request/records/count."]),
        (
            "reactin",
            {"authorization": "bare", "leads": "/api/v1"},
            ["Answers under /api/v1.", "Takes the bare key."],
        ),
        ("reactin", {"authorization": "Bearer"}, ["Takes the key after the word Bearer."]),
        (
            "leadsopedia",
            {
                "pages": "wrong",
                "next": "link",
                "total": "total",
                "download": "/downloads",
                "downloads": "/mydownloads",
                "contact": "/contacts/{list_id}",
            },
            [
                "Looks up a contact under /contacts/{list_id}.",
                "Lists downloads under /mydownloads.",
                "Tells of one download under /downloads.",
                "Calls its counts “total”.",
                "Names the next page by a link.",
                "Its pagesCount cannot be trusted.",
            ],
        ),
        (
            "leadsopedia",
            {"next": "text", "pages": "right", "zeal": "%2 & <b>x</b>", "total": "count"},
            [
                "Calls its counts “count”.",
                "Names the next page by a number, written as text.",
                "Its pagesCount is right.",
                "zeal: %2 & <b>x</b>",
            ],
        ),
        ("leadsopedia", {"next": "by post", "pages": ""}, ["next: by post", "pages: "]),
    ],
)
async def test_what_was_learnt_is_told_in_words(
    around: ConnectedDesk, provider: str, learnt: dict[str, str], words: list[str]
) -> None:
    around.dialects.learnt[provider] = learnt
    room = Room(around, provider)
    assert room.text(f"{provider}-dialects").split("\n") == words


@pytest.mark.parametrize("provider", ["reachstream", "reactin", "leadsopedia"])
async def test_what_was_learnt_is_forgotten(around: ConnectedDesk, provider: str) -> None:
    nothing = "Nothing known yet: it is learnt with the first answer."
    room = Room(around, provider)
    assert room.text(f"{provider}-dialects") == nothing
    assert not room.button(f"{provider}-dialects-forget").isEnabled()

    around.dialects.learnt[provider] = {"authorization": "bare"}
    around.announcer.announce(Changes(answered=frozenset({provider})))
    assert room.text(f"{provider}-dialects") == "Takes the bare key."
    assert "learnt again" in shown_anywhere(room.dialog)

    forget = room.button(f"{provider}-dialects-forget")
    forget.setFocus()
    QTest.keyClick(forget, Qt.Key.Key_Space)

    assert around.dialects.learnt == {}
    assert room.text(f"{provider}-dialects") == nothing
    assert room.dialog.focusWidget() is room.find(f"{provider}-dialects")
    assert around.heard[-1] == Changes(dialects=frozenset({provider}))


async def test_what_was_learnt_meanwhile_is_told_when_the_page_is_shown_again(around: ConnectedDesk) -> None:
    room = Room(around, "reactin")
    room.dialog.open_page("appearance")
    around.dialects.learnt["reactin"] = {"leads": "/api"}
    around.announcer.announce(Changes(lists=frozenset({"reactin"})))
    room.dialog.open_page("reactin")
    assert room.text("reactin-dialects") == "Answers under /api."


async def test_a_new_host_is_asked_about_before_it_gets_the_key(around: ConnectedDesk) -> None:
    room = Room(around)
    room.write("reachstream-address-field", OTHER)
    room.press("reachstream-address-save")

    assert room.text("reachstream-address-message") == (
        "Your ReachStream key will be sent to proxy.example.com from now on."
    )
    assert around.preferences.get(ADDRESSES) == {}

    room.press("reachstream-address-cancel")
    assert room.text("reachstream-address-message") == ""
    room.press("reachstream-address-save")
    room.press("reachstream-address-confirm")

    assert around.preferences.get(ADDRESSES) == {"reachstream": OTHER}
    assert room.field("reachstream-address-field").text() == OTHER
    assert "Your key goes to this address" in room.text("reachstream-address-state")

    room.press("reachstream-address-default")
    assert around.preferences.get(ADDRESSES) == {}
    assert room.field("reachstream-address-field").text() == "https://api-prd.reachstream.com"


async def test_an_address_on_this_computer_needs_no_question(around: ConnectedDesk) -> None:
    room = Room(around)
    room.write("reachstream-address-field", "http://127.0.0.1:8080/")
    QTest.keyClick(room.field("reachstream-address-field"), Qt.Key.Key_Return)
    assert around.preferences.get(ADDRESSES) == {"reachstream": "http://127.0.0.1:8080"}


async def test_an_address_set_from_outside_can_be_saved(around: ConnectedDesk) -> None:
    """Assistive technology sets the text of a field without a key stroke."""
    room = Room(around)
    room.field("reachstream-address-field").setText("http://127.0.0.1:8080")
    room.press("reachstream-address-save")
    assert around.preferences.get(ADDRESSES) == {"reachstream": "http://127.0.0.1:8080"}


async def test_an_unsafe_address_is_refused_in_its_place(around: ConnectedDesk) -> None:
    room = Room(around)
    room.write("reachstream-address-field", "http://example.com")
    room.press("reachstream-address-save")

    assert "must begin with https://" in room.text("reachstream-address-message")
    assert room.field("reachstream-address-field").property("wrong") is True
    assert around.preferences.get(ADDRESSES) == {}


async def test_an_address_from_the_environment_cannot_be_changed_here(qapp: QApplication) -> None:
    around = ConnectedDesk(environment={VARIABLE: "http://127.0.0.1:4711"})
    room = Room(around)

    assert room.text("reachstream-address-state") == f"Set by {VARIABLE}"
    assert room.field("reachstream-address-field").isReadOnly()
    assert room.field("reachstream-address-field").text() == "http://127.0.0.1:4711"
    assert VARIABLE in room.field("reachstream-address-field").toolTip()
    assert not room.button("reachstream-address-save").isVisible()


async def test_an_unusable_address_from_the_environment_is_told(qapp: QApplication) -> None:
    room = Room(ConnectedDesk(environment={VARIABLE: "http://example.com"}))
    assert "must begin with https://" in room.text("reachstream-address-message")


async def test_the_demo_says_so(qapp: QApplication) -> None:
    around = ConnectedDesk(is_demo=True, environment={VARIABLE: "http://127.0.0.1:4711"})
    await around.connect.keep_key_until_quit(provider="reachstream", typed=KEY)
    room = Room(around)
    await room.state_is("Kept until you quit, ends in 4f2a")

    assert "made up and kept in memory" in room.text("reachstream-demo-message")
    assert room.text("reachstream-address-state") == "The demo answers here, on this computer."


async def test_pages_are_built_when_they_are_looked_at_and_the_last_one_is_remembered(around: ConnectedDesk) -> None:
    room = Room(around)
    assert room.dialog.windowTitle() == "Settings"
    assert room.dialog.findChild(QWidget, "leadsopedia-key-field") is None
    pages = room.find("settings-pages")
    assert isinstance(pages, QListWidget)
    titles = [pages.item(row).text() for row in range(pages.count())]
    providers, rest = titles[:3], titles[3:]
    assert providers == ["ReachStream", "ReactIn", "Leadsopedia"]
    assert rest == ["Delivery", "Spending limits", "Appearance", "Backups", "Folders and logs"]

    pages.setFocus()
    QTest.keyClick(pages, Qt.Key.Key_Down)
    QTest.keyClick(pages, Qt.Key.Key_Down)
    assert room.find("leadsopedia-key-field").isVisible()

    room.dialog.reject()
    room.dialog.open()
    assert room.find("leadsopedia-key-field").isVisible()


async def test_appearance_is_in_force_at_once(around: ConnectedDesk, qapp: QApplication) -> None:
    room = Room(around, "appearance")
    try:
        room.press("appearance-dark")
        assert around.preferences.get(THEME) == "dark"
        assert theme.tokens().is_dark
        size = room.find("appearance-text-size")
        assert isinstance(size, QComboBox)
        before = qapp.font().pixelSize()
        size.setFocus()
        QTest.keyClick(size, Qt.Key.Key_Down)
        assert around.preferences.get(TEXT_SIZE) == 115
        assert qapp.font().pixelSize() > before
        assert around.heard[-1].preferences
    finally:
        theme.apply(qapp, "light", 100)


@pytest.mark.parametrize("provider", ["reachstream", "leadsopedia"])
async def test_no_word_is_cut_at_the_largest_text(around: ConnectedDesk, qapp: QApplication, provider: str) -> None:
    await around.connect.store_key(provider=provider, typed=KEY)
    around.dialects.learnt[provider] = {"contact": "/contacts/{list_id}", "count": "/api/v2/request/records/count"}
    theme.apply(qapp, "light", 150)
    try:
        room = Room(around, provider)
        await room.state_is("In the system keychain, ends in 4f2a", provider)
        room.dialog.resize(room.dialog.minimumSize())
        room.press(f"{provider}-key-remove")
        await settled()
        for label in room.dialog.findChildren(QLabel):
            if label.isVisible():
                needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= needed, label.text()
                assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()
    finally:
        theme.apply(qapp, "light", 100)


async def test_folders_can_be_opened(around: ConnectedDesk) -> None:
    room = Room(around, "folders")
    room.press("folders-open-data")
    room.press("folders-open-logs")
    assert room.opened == [Path("data"), Path("log")]
    assert room.field("folders-data").text() == "data"


async def test_a_folder_that_cannot_be_opened_is_told(around: ConnectedDesk) -> None:
    room = Room(around, "folders", can_open=False)
    room.press("folders-open-logs")
    assert "cannot show the folder" in room.text("folders-message")


async def test_it_opens_where_it_was_left_after_a_restart_too(around: ConnectedDesk) -> None:
    first = Room(around, "appearance")
    assert around.desk.preferences.get(SETTINGS_PAGE) == "appearance"
    first.dialog.reject()
    for kept, expected in (("appearance", "appearance"), ("a page of a later version", "reachstream")):
        around.desk.preferences.set(SETTINGS_PAGE, kept)
        again = SettingsDialog(around.desk, data_folder=Path("data"), log_folder=Path("log"))
        again.open()
        rail = again.findChild(QListWidget, "settings-pages")
        assert isinstance(rail, QListWidget)
        titles = {"appearance": "Appearance", "reachstream": "ReachStream"}
        assert rail.item(rail.currentRow()).text() == titles[expected]
        assert around.desk.preferences.get(SETTINGS_PAGE) == expected
        again.reject()
