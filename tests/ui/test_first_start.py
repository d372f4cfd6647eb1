"""The first picture, and About."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from leaddesk import __version__
from leaddesk.domain.errors import NoKeychain
from leaddesk.ui import theme
from leaddesk.ui.about import AboutDialog
from leaddesk.ui.first_start import FirstStartPage
from tests.fakes.connected_desk import ConnectedDesk
from tests.ui.until import settled, until

KEY = "lsp_0123456789abcdef91c0"


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QAbstractButton, name)
    assert isinstance(button, QAbstractButton)
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def text(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found.text() if found.isVisible() else ""


def all_texts(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel))


@pytest.fixture
def around(qapp: QApplication) -> ConnectedDesk:
    return ConnectedDesk()


async def test_it_offers_two_ways(around: ConnectedDesk) -> None:
    page = FirstStartPage(around.desk)
    page.show()
    chosen: list[str] = []
    page.demo_wanted.connect(lambda: chosen.append("demo"))
    page.go_on.connect(lambda: chosen.append("go on"))
    page.settings_wanted.connect(chosen.append)

    press(page, "first-start-demo")
    press(page, "first-start-add-reactin")
    press(page, "first-start-go-on")

    assert chosen == ["demo", "reactin", "go on"]
    assert "Import" not in all_texts(page)


async def test_it_shows_what_is_connected_and_follows_changes(around: ConnectedDesk) -> None:
    await around.connect.store_key(provider="leadsopedia", typed=KEY)
    page = FirstStartPage(around.desk)
    page.show()
    await until(lambda: text(page, "first-start-state-leadsopedia") == "Connected, ends in 91c0")
    assert text(page, "first-start-state-reachstream") == ""

    await around.connect.store_key(provider="reachstream", typed="rs_live_0123456789abcdef4f2a")
    await until(lambda: text(page, "first-start-state-reachstream") == "Connected, ends in 4f2a")
    await around.connect.remove_key(provider="leadsopedia")
    await until(lambda: text(page, "first-start-state-leadsopedia") == "")

    assert KEY not in all_texts(page)


async def test_a_failing_keychain_is_told_and_a_key_can_still_be_added(around: ConnectedDesk) -> None:
    around.keychain.failing = NoKeychain()
    page = FirstStartPage(around.desk)
    page.show()
    await until(lambda: "This computer has no keychain that we can use." in all_texts(page))
    wanted: list[str] = []
    page.settings_wanted.connect(wanted.append)

    press(page, "first-start-add-reachstream")

    assert wanted == ["reachstream"]
    assert around.notices.bugs == []


@pytest.mark.parametrize(("width", "percent"), [(1280, 100), (1000, 150), (420, 150)])
async def test_no_word_is_cut(around: ConnectedDesk, qapp: QApplication, width: int, percent: int) -> None:
    theme.apply(qapp, "dark", percent)
    try:
        page = FirstStartPage(around.desk)
        page.resize(width, 640)
        page.show()
        await settled()
        for label in page.findChildren(QLabel):
            if label.isVisible():
                needed = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                assert label.height() >= needed, label.text()
        assert page.horizontalScrollBar().maximum() == 0
    finally:
        theme.apply(qapp, "light", 100)


def test_about_tells_the_versions(qapp: QApplication) -> None:
    about = AboutDialog()
    about.open()
    assert text(about, "about-version") == f"Version {__version__}"
    assert "Qt 6" in text(about, "about-versions")
    assert "LGPL 3" in text(about, "about-licences")
    QTest.keyClick(about, Qt.Key.Key_Escape)
    assert not about.isVisible()
