"""The chosen values as chips: reached, selected, copied and removed with keys and mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leaddesk.ui import theme
from tests.ui.chip_bench import Bench
from tests.ui.gone import destroy

Key, Modifier = Qt.Key, Qt.KeyboardModifier
CITIES = ("Boston", "Austin", "Denver")


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    made.show(*CITIES)
    yield made
    destroy(made.window)


def selected(bench: Bench) -> list[str]:
    return bench.field.chips.selected_values()


@pytest.mark.parametrize("key", [Key.Key_Left, Key.Key_Backspace])
def test_from_the_beginning_of_the_input_one_comes_to_the_last_chip(bench: Bench, key: Qt.Key) -> None:
    bench.press(key)
    assert bench.field.chips.hasFocus()
    assert selected(bench) == ["Denver"]
    assert bench.field.values == CITIES, "nothing is removed before it is seen to be selected"


def test_within_a_text_these_keys_belong_to_the_text(bench: Bench) -> None:
    bench.type("ab")
    bench.press(Key.Key_Left)
    bench.press(Key.Key_Backspace)
    assert bench.input.text() == "b"
    assert bench.input.hasFocus()
    bench.input.selectAll()
    bench.press(Key.Key_Backspace)
    assert bench.input.text() == ""
    assert bench.input.hasFocus()


@pytest.mark.parametrize("key", [Key.Key_Delete, Key.Key_Backspace])
def test_delete_removes_and_goes_to_the_neighbour(bench: Bench, key: Qt.Key) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_Left)
    assert selected(bench) == ["Austin"]
    bench.press(key)
    assert bench.heard == [("removed", ["Austin"])]
    assert selected(bench) == ["Denver"]
    bench.press(key)
    bench.press(key)
    assert bench.field.values == ()
    assert bench.input.hasFocus(), "after the last one the keyboard is back in the input"


def test_several_are_removed_at_once(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_Left, Modifier.ShiftModifier)
    assert selected(bench) == ["Austin", "Denver"]
    bench.press(Key.Key_Delete)
    assert bench.heard == [("removed", ["Austin", "Denver"])]
    assert selected(bench) == ["Boston"]


def test_all_are_selected_and_copied_one_a_line(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_A, Modifier.ControlModifier)
    bench.press(Key.Key_C, Modifier.ControlModifier)
    assert QApplication.clipboard().text() == "Boston\nAustin\nDenver"
    assert bench.field.values == CITIES


def test_what_was_copied_can_be_pasted_into_another_field(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_A, Modifier.ControlModifier)
    bench.press(Key.Key_C, Modifier.ControlModifier)
    bench.show()
    bench.input.setFocus()
    bench.press(Key.Key_V, Modifier.ControlModifier)
    assert bench.field.values == CITIES


@pytest.mark.parametrize("key", [Key.Key_Right, Key.Key_Down, Key.Key_End, Key.Key_Escape])
def test_past_the_last_chip_is_the_input(bench: Bench, key: Qt.Key) -> None:
    bench.press(Key.Key_Left)
    bench.press(key)
    assert bench.input.hasFocus()


def test_shift_extends_at_the_end_instead_of_leaving(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_Right, Modifier.ShiftModifier)
    assert bench.field.chips.hasFocus()


def test_home_goes_to_the_first(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_Home)
    assert selected(bench) == ["Boston"]


def test_a_letter_goes_to_the_input(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.press(Key.Key_D)
    assert bench.input.hasFocus()
    assert bench.input.text() == "d"


def test_a_letter_written_with_altgr_goes_to_the_input(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    altgr = Modifier.ControlModifier | Modifier.AltModifier
    QApplication.sendEvent(bench.field.chips, QKeyEvent(QEvent.Type.KeyPress, Key.Key_Q, altgr, "@"))
    assert bench.input.text() == "@"


def test_other_keys_with_control_stay_commands(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    QApplication.sendEvent(bench.field.chips, QKeyEvent(QEvent.Type.KeyPress, Key.Key_J, Modifier.ControlModifier, "j"))
    assert bench.field.chips.hasFocus()
    assert bench.input.text() == ""


def test_a_column_pasted_on_the_chips_is_added(bench: Bench) -> None:
    bench.press(Key.Key_Left)
    bench.paste("Erie\nWaco")
    assert bench.heard == [("added", ["Erie", "Waco"])]
    assert bench.input.hasFocus()


def test_tabbing_in_selects_so_that_one_sees_where_one_is(bench: Bench) -> None:
    bench.press(Key.Key_Backtab, Modifier.ShiftModifier)
    assert bench.field.chips.hasFocus()
    assert selected(bench) == ["Denver"]
    bench.press(Key.Key_Delete)
    assert bench.heard == [("removed", ["Denver"])]


def test_a_click_on_a_cross_removes_that_one(bench: Bench) -> None:
    bench.click(bench.cross(1))
    assert bench.heard == [("removed", ["Austin"])]
    assert selected(bench) == [], "no other is selected: the next Delete would remove it"


def test_a_click_on_a_chip_selects_it_and_control_adds_to_it(bench: Bench) -> None:
    bench.click(bench.chip(0))
    assert selected(bench) == ["Boston"]
    bench.click(bench.chip(2), Modifier.ControlModifier)
    assert selected(bench) == ["Boston", "Denver"]
    bench.press(Key.Key_Delete)
    assert bench.heard == [("removed", ["Boston", "Denver"])]


def test_a_click_between_the_chips_goes_to_the_input(bench: Bench) -> None:
    bench.below.setFocus()
    QTest.mouseClick(bench.field, Qt.MouseButton.LeftButton, pos=bench.field.rect().bottomRight())
    assert bench.input.hasFocus()


def test_the_cross_of_an_elided_chip_can_be_hit(bench: Bench) -> None:
    bench.show("x" * 500)
    assert bench.field.chips.rect().contains(bench.cross(0))
    bench.click(bench.cross(0))
    assert bench.field.values == ()


def _text(bench: Bench, row: int) -> str:
    interface = QAccessible.queryAccessibleInterface(bench.field.chips)
    return interface.child(row).text(QAccessible.Text.Name)


def test_a_screen_reader_hears_which_values_are_unknown(bench: Bench) -> None:
    bench.unknown = frozenset({"Austin"})
    bench.show(*CITIES)
    assert _text(bench, 0) == "Boston"
    assert _text(bench, 1) == "Austin, not in the provider’s vocabulary"


@pytest.mark.parametrize("value", ["<b>x</b>", "%1", "&amp;", "<img src='x'>"])
def test_names_and_tooltips_tell_the_value_literally(bench: Bench, value: str) -> None:
    bench.unknown = frozenset({value})
    bench.show(value)
    index = bench.field.chips.model().index(0, 0)
    assert _text(bench, 0) == f"{value}, not in the provider’s vocabulary"
    shown = str(index.data(Qt.ItemDataRole.ToolTipRole))
    assert "<b>" not in shown
    assert "<img" not in shown
    assert "not in the provider" in shown


def _colours(bench: Bench) -> set[str]:
    picture = bench.field.chips.grab().toImage()
    return {
        picture.pixelColor(x, y).name().upper() for x in range(picture.width()) for y in range(0, picture.height(), 3)
    }


def test_the_colours_tell_known_unknown_and_selected_in_both_themes(bench: Bench, qapp: QApplication) -> None:
    bench.unknown = frozenset({"Austin"})
    bench.show(*CITIES)
    try:
        for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
            theme.apply(qapp, name, 100)
            bench.input.setFocus()
            QApplication.processEvents()
            assert {tokens.accent_soft, tokens.warning_soft} <= _colours(bench)
            assert tokens.accent not in _colours(bench)
            bench.press(Key.Key_Left)
            assert tokens.accent in _colours(bench)
    finally:
        theme.apply(qapp, "light", 100)
