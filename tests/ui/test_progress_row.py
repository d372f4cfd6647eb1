"""The progress row says what is known, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QProxyStyle, QPushButton, QStyle, QWidget
from pytestqt.qtbot import QtBot

from leaddesk.ui.widgets.progress_row import ProgressRow, ThinBar


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Unmoving(QProxyStyle):
    """A system that asks for no motion."""

    def styleHint(self, hint: QStyle.StyleHint, *rest: object) -> int:
        if hint == QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, *rest)  # type: ignore[arg-type]  # passed on as it came


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def row(qtbot: QtBot, clock: Clock) -> Iterator[ProgressRow]:
    row = ProgressRow(can_pause=True, clock=clock)
    qtbot.addWidget(row)
    row.resize(600, 60)
    row.show()
    yield row
    row.hide()


def label(row: QWidget, name: str) -> str:
    found = row.findChild(QLabel, name)
    assert found is not None
    return found.text()


def button(row: QWidget, name: str) -> QPushButton:
    found = row.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def bar(row: QWidget) -> ThinBar:
    found = row.findChild(QProgressBar, "progress-bar")
    assert isinstance(found, ThinBar)
    return found


def test_title_detail_and_bar_show_how_far_it_is(row: ProgressRow) -> None:
    row.begin("0 of 4,102 contacts read")
    row.show_progress("300 of 4,102 contacts read", 300, 4102, "39 calls")
    assert label(row, "progress-text") == "300 of 4,102 contacts read"
    assert label(row, "progress-detail") == "39 calls"
    assert (bar(row).value(), bar(row).maximum()) == (300, 4102)
    assert bar(row).height() == 4


def test_the_time_to_go_is_a_guess_only_after_a_second(row: ProgressRow, clock: Clock) -> None:
    row.begin("Writing")
    clock.now += 0.9
    row.show_progress("Writing", 100, 1000)
    assert label(row, "progress-detail") == ""
    clock.now += 0.1
    row.show_progress("Writing", 100, 1000)
    assert label(row, "progress-detail") == "about 9 s to go"
    row.show_progress("Writing", 10, 4000, "2 calls")
    assert label(row, "progress-detail") == "2 calls, about 6 min 40 s to go"
    row.show_progress("Writing", 950, 1000)
    assert label(row, "progress-detail") == ""


def test_nothing_is_guessed_without_progress(row: ProgressRow, clock: Clock) -> None:
    row.begin("Waiting")
    clock.now += 20
    row.show_progress("Waiting", 0, 1000)
    assert label(row, "progress-detail") == ""


def test_an_unknown_end_slides_and_is_no_percentage(row: ProgressRow) -> None:
    row.begin("Reading page 15", "700 so far")
    assert label(row, "progress-detail") == "700 so far"
    assert bar(row).maximum() == 0
    assert bar(row).is_sliding
    row.show_progress("Reading page 16", 1, 2)
    assert not bar(row).is_sliding


def test_nothing_to_do_is_done_and_not_unknown(row: ProgressRow) -> None:
    row.show_progress("Nothing to read", 0, 0)
    assert (bar(row).value(), bar(row).maximum()) == (1, 1)


def test_a_hidden_bar_costs_nothing(row: ProgressRow) -> None:
    row.begin("Reading")
    row.hide()
    assert not bar(row).is_sliding
    row.show()
    assert bar(row).is_sliding


def test_the_bar_stands_still_where_the_system_asks_for_no_motion(row: ProgressRow) -> None:
    style = Unmoving("Fusion")
    bar(row).setStyle(style)
    row.begin("Reading")
    assert not bar(row).is_sliding
    bar(row).setStyle(QApplication.style())


def test_a_pause_stops_the_bar_and_the_guess(row: ProgressRow, clock: Clock) -> None:
    wanted: list[bool] = []
    row.pause_wanted.connect(wanted.append)
    row.begin("Reading")
    pause = button(row, "progress-pause")
    pause.click()
    row.show_paused(paused=True)
    assert pause.text() == "Go on"
    assert not bar(row).is_sliding
    clock.now += 600
    row.show_progress("Reading", 10, 1000)
    assert label(row, "progress-detail") == ""
    pause.click()
    row.show_paused(paused=False)
    assert wanted == [True, False]
    clock.now += 2
    row.show_progress("Reading", 30, 1000)
    assert label(row, "progress-detail") == "about 1 min 40 s to go"


def test_cancel_is_heard_once(row: ProgressRow, qtbot: QtBot) -> None:
    row.begin("Reading")
    with qtbot.waitSignal(row.cancel_wanted):
        button(row, "progress-cancel").click()
    row.show_cancelling()
    assert label(row, "progress-text") == "Cancelling…"
    assert not button(row, "progress-cancel").isEnabled()
    assert not button(row, "progress-pause").isEnabled()
    row.begin("Reading again")
    assert button(row, "progress-cancel").isEnabled()


def test_a_long_title_gives_way_and_stays_whole_for_screen_readers(row: ProgressRow) -> None:
    title = "A very long title " * 20
    row.begin(title)
    row.resize(400, 60)
    assert label(row, "progress-text") == title
    assert row.width() == 400
    cancel = button(row, "progress-cancel")
    assert cancel.geometry().right() <= 400
    assert cancel.width() >= cancel.sizeHint().width()


def test_without_a_pause_there_is_no_button_for_it(qtbot: QtBot) -> None:
    row = ProgressRow()
    qtbot.addWidget(row)
    row.show()
    assert not button(row, "progress-pause").isVisible()
