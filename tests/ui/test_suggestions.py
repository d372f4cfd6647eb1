"""The frame under a field: where it stands, when it goes, and what is bold in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QVBoxLayout

from leaddesk.ui import theme
from leaddesk.ui.widgets.suggestions import Suggestions, matched
from tests.ui.chip_bench import Bench
from tests.ui.gone import destroy


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    yield made
    destroy(made.window)


def shown(bench: Bench, number: int = 8) -> Suggestions:
    if bench.input.text() != "b":
        bench.type("b")
    bench.rest()
    bench.field._look_up()
    bench.offer("b", *(f"b{value}" for value in range(number)))
    assert bench.frame is not None
    return bench.frame


def to_the_bottom(bench: Bench) -> None:
    middle = bench.window.centralWidget()
    assert middle is not None
    column = middle.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertStretch(0, 1)
    column.setStretch(3, 0)
    QApplication.processEvents()


def field_in_window(bench: Bench) -> QRect:
    return QRect(bench.field.mapTo(bench.window, QPoint(0, 0)), bench.field.size())


def test_it_is_a_child_of_the_window_and_no_popup(bench: Bench) -> None:
    frame = shown(bench)
    assert frame.parent() is bench.window
    assert not frame.isWindow()
    assert QApplication.activePopupWidget() is None
    assert bench.input.hasFocus()
    assert frame.focusPolicy() == frame.list.focusPolicy() == Qt.FocusPolicy.NoFocus
    role = QAccessible.queryAccessibleInterface(frame.list).role()
    assert role == QAccessible.Role.List


def test_it_stands_under_the_field(bench: Bench) -> None:
    frame, field = shown(bench), field_in_window(bench)
    assert frame.geometry().top() > field.bottom()
    assert frame.geometry().left() == field.left()
    assert frame.width() >= field.width()
    assert bench.window.rect().contains(frame.geometry())


def test_near_the_bottom_it_stands_over_the_field(bench: Bench) -> None:
    to_the_bottom(bench)
    frame, field = shown(bench), field_in_window(bench)
    assert frame.geometry().bottom() < field.top()
    assert bench.window.rect().contains(frame.geometry())


@pytest.mark.parametrize("size", [100, 150])
def test_where_neither_side_has_room_it_shows_fewer_rows_and_hides_no_field(
    bench: Bench, qapp: QApplication, size: int
) -> None:
    try:
        theme.apply(qapp, "light", size)
        bench.window.resize(300, 250)
        to_the_bottom(bench)
        frame, field = shown(bench), field_in_window(bench)
        assert not frame.geometry().intersects(field)
        assert bench.window.rect().contains(frame.geometry())
        assert frame.list.height() >= 2 * frame.list.sizeHintForRow(0)
    finally:
        theme.apply(qapp, "light", 100)


def test_few_values_take_little_room_and_many_scroll(bench: Bench) -> None:
    few = shown(bench, 2).height()
    many = shown(bench, 200)
    assert few < many.height() < bench.window.height()
    assert many.list.verticalScrollBar().maximum() > 0


def test_it_goes_when_the_window_changes_its_size(bench: Bench) -> None:
    frame = shown(bench)
    bench.window.resize(500, 600)
    QApplication.processEvents()
    assert not frame.isVisible()


def test_it_follows_a_field_that_changes_its_width(bench: Bench) -> None:
    frame = shown(bench)
    middle = bench.window.centralWidget()
    assert middle is not None
    middle.setContentsMargins(40, 0, 0, 0)
    QApplication.processEvents()
    assert frame.isVisible()
    assert frame.geometry().left() == field_in_window(bench).left()


def test_it_goes_when_the_keyboard_leaves(bench: Bench) -> None:
    frame = shown(bench)
    bench.below.setFocus()
    assert not frame.isVisible()


def test_it_ends_with_its_field(bench: Bench) -> None:
    shown(bench)
    bench.field.deleteLater()
    for _ in range(2):
        QApplication.sendPostedEvents(None, 52)  # QEvent.Type.DeferredDelete
        QApplication.processEvents()
    assert bench.window.findChildren(Suggestions) == []


def test_the_pointer_moves_the_cursor(bench: Bench) -> None:
    frame = shown(bench)
    assert frame.current() == "b0"
    frame.list.entered.emit(frame.list.model().index(3, 0))
    assert frame.current() == "b3"
    frame.hide()
    assert frame.current() == ""


def test_a_long_footer_is_read_whole(bench: Bench) -> None:
    bench.type("b")
    bench.rest()
    bench.field.offer_nothing("b", "ReachStream has a problem of its own (503), and tells it at some length.")
    QApplication.processEvents()
    assert bench.frame is not None
    label = next(child for child in bench.frame.children() if child.objectName().endswith("-footer"))
    assert label.height() >= label.heightForWidth(label.width())  # type: ignore[attr-defined]  # a QLabel


def test_it_is_painted_in_the_colours_of_the_theme(bench: Bench, qapp: QApplication) -> None:
    frame = shown(bench, 3)
    try:
        for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
            theme.apply(qapp, name, 100)
            QApplication.processEvents()
            picture = frame.list.grab().toImage()
            colours = {picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(0, 60, 2)}
            assert {tokens.accent_soft, tokens.raised} <= colours
    finally:
        theme.apply(qapp, "light", 100)


@pytest.mark.parametrize(
    ("text", "typed", "part"),
    [
        ("Boston", "bos", "Bos"),
        ("East Boston", "BOS", "Bos"),
        ("Boston", "", ""),
        ("Boston", "x", ""),
        ("Straße", "straße", ""),
        ("Strasse", "straße", "Strasse"),
        ("🦄 Unicornia", "uni", "Uni"),
        ("ביתbos", "bos", "bos"),
        ("İstanbul", "istanbul", ""),
    ],
)
def test_what_was_typed_is_found_in_the_value(text: str, typed: str, part: str) -> None:
    start, length = matched(text, typed)
    assert text[start : start + length] == part


@given(st.text(max_size=20), st.text(max_size=5))
def test_a_part_is_always_within_the_value(text: str, typed: str) -> None:
    start, length = matched(text, typed)
    assert 0 <= start <= start + length <= len(text)
    assert text[start : start + length].casefold() in {"", typed.casefold()}


@pytest.mark.parametrize("value", ["שלום עולם bos", "🦄bos🦄", "<b>bos</b>", "bos" * 500, "e\u0301bos", "%1bos"])
def test_any_value_can_be_painted(bench: Bench, value: str) -> None:
    bench.look_up("bos", value)
    assert bench.suggested == [value]
    assert bench.frame is not None
    assert bench.frame.grab().width() <= bench.window.width()
