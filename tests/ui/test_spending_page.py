"""Settings > Spending limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from leaddesk.domain.preferences import PURCHASE_LIMIT
from leaddesk.ui.settings.dialog import SettingsDialog
from tests.fakes.desk_of_actions import DeskOfActions
from tests.ui.gone import destroy


class Room:
    """The page in the Settings dialog."""

    def __init__(self, folder: Path) -> None:
        self.made = DeskOfActions()
        self.dialog = SettingsDialog(self.made.desk, data_folder=folder, log_folder=folder)
        self.dialog.open_page("spending")
        found = self.dialog.findChild(QLineEdit, "purchase-limit")
        assert isinstance(found, QLineEdit)
        self.limit = found

    @property
    def kept(self) -> int:
        return self.made.desk.preferences.get(PURCHASE_LIMIT)


@pytest.fixture
def room(qapp: QApplication, tmp_path: Path) -> Iterator[Room]:
    del qapp
    made = Room(tmp_path)
    yield made
    destroy(made.dialog)


def test_the_limit_is_kept_as_it_is_typed(room: Room) -> None:
    assert room.limit.text() == str(room.kept)
    assert room.limit.accessibleName() == "Purchases above this many contacts must be typed"
    assert room.dialog.focusWidget() is room.limit
    QTest.keyClicks(room.limit, "1200")
    assert room.kept == 1_200


@pytest.mark.parametrize(("typed", "kept"), [("", 250), ("abc", 250), ("-5", 5), ("1000001", 100_000), ("0", 0)])
def test_what_is_no_number_of_contacts_changes_nothing(room: Room, typed: str, kept: int) -> None:
    room.made.desk.preferences.set(PURCHASE_LIMIT, 250)
    room.limit.selectAll()
    QTest.keyClick(room.limit, Qt.Key.Key_Delete)
    QTest.keyClicks(room.limit, typed)
    assert room.kept == kept
    room.dialog.open_page("appearance")
    assert room.limit.text() == str(kept), "what is left empty is as before"


def test_it_follows_what_is_kept(room: Room) -> None:
    room.made.desk.preferences.set(PURCHASE_LIMIT, 42)
    room.dialog.open_page("appearance")
    room.dialog.open_page("spending")
    assert room.limit.text() == "42"
