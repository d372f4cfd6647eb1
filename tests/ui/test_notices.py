"""The banner and the dialog for bugs: what stays, what goes by itself, and what a screen reader hears."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leaddesk.domain.errors import KeyRefused, LeadsBusy, TooSlow
from leaddesk.ui import theme
from leaddesk.ui.notices import Notice, NoticeBar, Notices
from tests.ui.gone import destroy

DONE = Notice("success", "Written.", "4,102 rows.")
TROUBLE = Notice("danger", "We cannot reach ReachStream.", "Try again.")


class Place:
    """A window with the bar over a field."""

    def __init__(self) -> None:
        self.window = QWidget()
        self.bar = NoticeBar()
        self.field = QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.bar)
        column.addWidget(self.field)
        self.window.resize(600, 200)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()

    def time_passes(self) -> None:
        """Eight seconds, without waiting for them."""
        (timer,) = self.bar.findChildren(QTimer)
        assert timer.isSingleShot()
        assert timer.interval() == 8000
        if timer.isActive():
            timer.stop()
            timer.timeout.emit()

    def heard(self) -> str:
        """What a screen reader reads."""
        label = self.bar.findChild(QLabel, "notice")
        assert isinstance(label, QLabel)
        interface = QAccessible.queryAccessibleInterface(label)
        return interface.text(QAccessible.Text.Name).replace("\u00a0", " ")

    @property
    def action(self) -> QPushButton:
        found = self.bar.findChild(QPushButton, "notice-action")
        assert isinstance(found, QPushButton)
        return found

    @property
    def close(self) -> QToolButton:
        found = self.bar.findChild(QToolButton, "notice-close")
        assert isinstance(found, QToolButton)
        return found


@pytest.fixture
def place(qapp: QApplication) -> Iterator[Place]:
    made = Place()
    yield made
    destroy(made.window)


@pytest.fixture
def notices(qapp: QApplication) -> Iterator[tuple[Notices, list[str]]]:
    opened: list[str] = []
    made = Notices(opened.append)
    yield made, opened
    for box in _bug_dialogs():
        box.close()
        box.deleteLater()


def _bug_dialogs() -> list[QMessageBox]:
    return [box for box in QApplication.topLevelWidgets() if isinstance(box, QMessageBox) and box.isVisible()]


def test_nothing_is_shown_where_there_is_nothing_to_say(place: Place) -> None:
    assert not place.bar.isVisible()


def test_good_news_leaves_after_eight_seconds(place: Place) -> None:
    place.bar.show_notice(DONE)
    assert place.bar.isVisible()
    assert place.heard() == "Written.  4,102 rows."
    assert not place.action.isVisible()
    place.time_passes()
    assert not place.bar.isVisible()


def test_good_news_waits_behind_a_dialog(place: Place) -> None:
    dialog = QDialog(place.window)
    dialog.open()
    place.bar.show_notice(DONE)
    place.time_passes()
    assert place.bar.isVisible()
    dialog.close()
    place.time_passes()
    assert not place.bar.isVisible()


@pytest.mark.parametrize("kind", ["danger", "warning"])
def test_errors_and_warnings_stay(place: Place, kind: str) -> None:
    place.bar.show_notice(Notice(kind, "It failed."))
    place.time_passes()
    assert place.bar.isVisible()
    place.close.click()
    assert not place.bar.isVisible()


@pytest.mark.parametrize("name", ["action", "close"])
def test_good_news_stays_while_the_keyboard_is_on_it(place: Place, name: str) -> None:
    place.bar.show_notice(Notice("success", "Written.", action="Show in folder", act=lambda: None))
    getattr(place, name).setFocus()
    place.time_passes()
    assert place.bar.isVisible()
    place.field.setFocus()
    place.time_passes()
    assert not place.bar.isVisible()


def test_good_news_stays_while_the_pointer_moves_on_it_alone(place: Place) -> None:
    """The bar comes under a pointer that has been there before."""
    at = place.window.mapToGlobal(QPoint(20, 20))
    QCursor.setPos(at)
    place.bar.show_notice(DONE)
    place.bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    QCursor.setPos(at + QPoint(9, 0))
    place.time_passes()
    assert place.bar.isVisible()
    place.time_passes()
    assert not place.bar.isVisible()


def test_an_error_takes_the_place_of_good_news_and_stays(place: Place) -> None:
    place.bar.show_notice(DONE)
    place.bar.show_notice(TROUBLE)
    place.time_passes()
    assert place.heard().startswith("We cannot reach")


def test_an_error_that_good_news_covered_is_seen_again(place: Place) -> None:
    place.bar.show_notice(TROUBLE)
    place.bar.show_notice(DONE)
    place.bar.show_notice(Notice("info", "Copied."))
    assert place.heard() == "Copied."
    place.time_passes()
    assert place.heard().startswith("We cannot reach")
    place.time_passes()
    place.close.click()
    assert not place.bar.isVisible()


def test_an_error_takes_the_place_of_an_earlier_one(place: Place) -> None:
    place.bar.show_notice(TROUBLE)
    place.bar.show_notice(DONE)
    place.bar.show_notice(Notice("warning", "Two fields were left out."))
    place.close.click()
    assert not place.bar.isVisible(), "closed is closed"


def test_the_action_is_done_once_and_closes_the_message(place: Place) -> None:
    done: list[str] = []
    place.bar.show_notice(Notice("success", "Written.", action="Show in folder", act=lambda: done.append("shown")))
    assert place.action.text() == "Show in folder"
    place.action.click()
    assert done == ["shown"]
    assert not place.bar.isVisible()


def test_an_action_that_says_something_new_is_not_closed_with_the_old(place: Place) -> None:
    place.bar.show_notice(Notice("danger", "Failed.", action="Again", act=lambda: place.bar.show_notice(DONE)))
    place.action.click()
    assert place.heard().startswith("Written.")


def test_names_and_messages_are_shown_literally(place: Place) -> None:
    place.bar.show_notice(Notice("success", "Saved as “<b>A & B</b> %1”.", "<img src='x'> &lt;"))
    assert place.heard() == "Saved as “<b>A & B</b> %1”.  <img src='x'> &lt;"


def test_everything_can_be_reached_by_keyboard_and_has_a_name(place: Place) -> None:
    place.bar.show_notice(Notice("danger", "Failed.", action="Open Settings", act=lambda: None))
    place.action.setFocus()
    QTest.keyClick(place.action, Qt.Key.Key_Tab)
    assert place.close.hasFocus()
    assert place.close.accessibleName()


def test_long_messages_are_read_whole_in_a_narrow_window(place: Place) -> None:
    place.window.resize(420, 100)
    place.bar.show_notice(Notice("danger", "Word " * 20, "word " * 60, "Open Settings", lambda: None))
    QApplication.processEvents()
    label = place.bar.findChild(QLabel, "notice")
    assert isinstance(label, QLabel)
    assert label.height() >= label.heightForWidth(label.width())


def test_the_bar_follows_the_theme(place: Place, qapp: QApplication) -> None:
    place.bar.show_notice(TROUBLE)
    try:
        for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
            theme.apply(qapp, name, 100)
            QApplication.processEvents()
            picture = place.bar.grab().toImage()
            assert picture.pixelColor(picture.width() // 2, 2).name().upper() == tokens.danger_soft
    finally:
        theme.apply(qapp, "light", 100)


def test_what_is_said_before_there_is_a_window_is_shown_by_it(notices: tuple[Notices, list[str]]) -> None:
    said, heard = notices[0], list[Notice]()
    said.say(TROUBLE)
    said.say(DONE)
    said.listen(heard.append)
    assert heard == [TROUBLE, DONE]
    said.say(DONE)
    assert heard == [TROUBLE, DONE, DONE]


def test_an_expected_error_is_told_in_its_words_with_the_way_to_settings(notices: tuple[Notices, list[str]]) -> None:
    said, opened = notices
    heard: list[Notice] = []
    said.listen(heard.append)
    said.problem(KeyRefused("reachstream", 401))
    said.problem(TooSlow("reachstream", 20))
    first, second = heard
    assert (first.kind, first.title) == ("danger", "ReachStream does not accept this key.")
    assert first.action == "Open Settings"
    assert first.act is not None
    first.act()
    assert opened == ["reachstream"]
    assert (second.action, second.act) == ("", None)


def _bug(notices: Notices, text: str) -> None:
    try:
        raise ZeroDivisionError(text)
    except ZeroDivisionError as error:
        notices.bug(error)


def test_a_bug_is_logged_whole_and_told_without_a_traceback(
    notices: tuple[Notices, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        _bug(notices[0], "first")
        _bug(notices[0], "second")
    assert [record.getMessage().count("Traceback") for record in caplog.records] == [1, 1]
    assert "second" in caplog.text
    (dialog,) = _bug_dialogs()
    assert "Traceback" not in dialog.text() + dialog.informativeText()
    copy = next(button for button in dialog.buttons() if button.text() == "Copy details")
    copy.click()
    assert "ZeroDivisionError: first" in QApplication.clipboard().text()
    assert _bug_dialogs() == []
    _bug(notices[0], "third")
    assert len(_bug_dialogs()) == 1, "the next one is told again"


def test_a_good_test_takes_back_what_was_said_of_the_key_alone(notices: tuple[Notices, list[str]]) -> None:
    made, _ = notices
    gone: list[Notice] = []
    made.taken_back.connect(gone.append)
    made.problem(KeyRefused("reachstream", 401), "count")
    made.problem(TooSlow("reachstream", 30), "credits")
    made.connected("leadsopedia")
    assert gone == []
    made.connected("reachstream")
    assert ["key" in notice.title for notice in gone] == [True]


def test_that_my_leads_cannot_be_changed_now_is_over_with_the_next_change(
    notices: tuple[Notices, list[str]], place: Place
) -> None:
    """Good news of the import that was in the way would uncover it again."""
    made, _ = notices
    made.taken_back.connect(place.bar.take_back)
    made.listen(place.bar.show_notice)
    made.problem(LeadsBusy())
    made.say(DONE)
    made.leads_changed()
    place.time_passes()
    assert not place.bar.isVisible()
