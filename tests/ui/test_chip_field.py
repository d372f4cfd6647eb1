"""Typing, suggestions, pasting: how values get into a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QAction, QContextMenuEvent, QDropEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from leaddesk.ui import theme
from leaddesk.ui.widgets import chips
from tests.ui.chip_bench import CITY, Bench
from tests.ui.gone import destroy

Key = Qt.Key


@pytest.fixture
def bench(qapp: QApplication) -> Iterator[Bench]:
    made = Bench()
    yield made
    destroy(made.window)


def test_values_are_looked_up_when_typing_rests(bench: Bench) -> None:
    bench.type("bo")
    assert bench.heard == []
    bench.rest()
    bench.rest()
    assert bench.heard == [("look up", "bo")]
    bench.type("s")
    bench.rest()
    assert bench.heard[-1] == ("look up", "bos")


def test_white_space_is_nothing_to_look_up(bench: Bench) -> None:
    bench.type("   ")
    bench.rest()
    assert bench.heard == []
    bench.press(Key.Key_Return)
    assert bench.heard == []


def test_suggestions_appear_and_enter_takes_the_first(bench: Bench) -> None:
    bench.look_up("bos", "Boston", "East Boston")
    assert bench.suggested == ["Boston", "East Boston"]
    assert bench.footer == "2 of 2"
    bench.press(Key.Key_Return)
    assert bench.heard[-1] == ("added", ["Boston"])
    assert bench.field.values == ("Boston",)
    assert bench.suggested == []
    assert bench.input.text() == ""
    assert bench.input.hasFocus()


def test_the_exact_value_comes_first_and_chosen_ones_are_left_out(bench: Bench) -> None:
    bench.show("Boston Heights")
    bench.look_up("boston", "Boston Heights", "East Boston", "Boston")
    assert bench.suggested == ["Boston", "East Boston"]
    assert bench.footer == "2 of 3"


def test_an_older_answer_never_overwrites_a_newer_one(bench: Bench) -> None:
    bench.type("bo")
    bench.rest()
    bench.type("s")
    bench.rest()
    bench.offer("bos", "Boston")
    bench.offer("bo", "Bogota")
    assert bench.suggested == ["Boston"]
    bench.field.offer_nothing("bo", "No answer.")
    assert bench.suggested == ["Boston"]


def test_an_answer_that_comes_after_the_text_was_typed_again_is_that_of_the_question(bench: Bench) -> None:
    bench.type("bo")
    bench.rest()
    bench.type("s")
    bench.press(Key.Key_Backspace)
    bench.offer("bo", "Bogota")
    assert bench.suggested == [], "the question was dropped, and is asked again when typing rests"
    bench.rest()
    bench.offer("bo", "Bogota")
    assert bench.suggested == ["Bogota"]


def test_while_a_newer_answer_is_on_its_way_only_what_fits_is_offered(bench: Bench) -> None:
    bench.look_up("bo", "Bogota", "Boston")
    bench.type("s")
    assert bench.suggested == ["Boston"]
    bench.type("x")
    assert bench.suggested == []
    bench.press(Key.Key_Return)
    assert bench.heard[-1] == ("added", ["bosx"])


def test_enter_without_suggestions_adds_what_was_typed(bench: Bench) -> None:
    bench.type("  Atlantis ")
    bench.press(Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert bench.heard == [("added", ["Atlantis"])]
    bench.rest()
    assert bench.heard == [("added", ["Atlantis"])], "nothing is looked up any more"


def test_ctrl_enter_belongs_to_the_page(bench: Bench) -> None:
    bench.type("Atlantis")
    bench.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bench.heard == []


def test_arrows_go_round_the_suggestions(bench: Bench) -> None:
    bench.look_up("b", "Berlin", "Boston", "Bremen")
    bench.press(Key.Key_Down)
    bench.press(Key.Key_Down)
    bench.press(Key.Key_Down)
    bench.press(Key.Key_Up)
    bench.press(Key.Key_Return)
    assert bench.heard[-1] == ("added", ["Bremen"])


def test_down_asks_at_once_where_nothing_is_shown(bench: Bench) -> None:
    bench.type("bo")
    bench.press(Key.Key_Down)
    bench.rest()
    assert bench.heard == [("look up", "bo")]


def test_escape_closes_the_suggestions_and_enter_then_takes_the_typed_text(bench: Bench) -> None:
    bench.look_up("bos", "Boston")
    bench.type("t")
    bench.press(Key.Key_Escape)
    bench.rest()
    assert bench.suggested == []
    assert bench.heard == [("look up", "bos")], "nor does it come back when typing rests"
    assert bench.input.text() == "bost"
    bench.press(Key.Key_Return)
    assert bench.heard[-1] == ("added", ["bost"])


def test_a_click_on_a_suggestion_takes_it_and_the_input_keeps_the_keyboard(bench: Bench) -> None:
    bench.look_up("b", "Berlin", "Boston")
    assert bench.frame is not None
    place = bench.frame.list.visualRect(bench.frame.list.model().index(1, 0)).center()
    QTest.mouseClick(bench.frame.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert bench.heard[-1] == ("added", ["Boston"])
    assert bench.input.hasFocus()


def test_no_value_found_is_told_and_enter_adds_the_text(bench: Bench) -> None:
    bench.type("zz")
    bench.rest()
    bench.field.offer_nothing("zz", "ReachStream took longer than 20 s.")
    assert bench.footer == "ReachStream took longer than 20 s."
    assert bench.suggested == []
    bench.press(Key.Key_Down)
    bench.press(Key.Key_Return)
    assert bench.heard[-1] == ("added", ["zz"])


def test_leaving_the_field_drops_the_question_and_keeps_the_text(bench: Bench) -> None:
    dropped: list[None] = []
    bench.look_up("bos", "Boston")
    bench.field.look_up_dropped.connect(lambda: dropped.append(None))
    bench.press(Key.Key_Tab)
    assert bench.below.hasFocus()
    assert bench.suggested == []
    assert dropped
    bench.offer("bos", "Boston")
    assert bench.suggested == [], "an answer that comes now is not shown over another field"
    assert bench.input.text() == "bos"


def test_a_field_that_goes_out_of_sight_takes_its_suggestions_along(bench: Bench) -> None:
    """Assistive technology sets a text without the keyboard being there."""
    bench.below.setFocus()
    bench.input.setText("bos")
    bench.rest()
    bench.offer("bos", "Boston")
    assert bench.suggested == ["Boston"]
    page = bench.field.parentWidget()
    assert page is not None
    page.hide()
    assert bench.suggested == []
    page.show()
    bench.offer("bos", "Boston")
    assert bench.suggested == []


# -- paste


def test_a_column_becomes_many_values_at_once(bench: Bench) -> None:
    bench.paste("Boston\r\nAustin\r\n\r\nBoston\r\n02139\r\n")
    assert bench.heard == [("added", ["Boston", "Austin", "02139"])]
    assert bench.input.text() == ""
    assert bench.field.values == ("Boston", "Austin", "02139")


def test_a_row_with_quoted_cells(bench: Bench) -> None:
    bench.paste('"say ""hi"""\t"two\nlines"\tplain')
    assert bench.heard == [("added", ['say "hi"', "two lines", "plain"])]


def test_a_paste_keeps_what_is_being_typed(bench: Bench) -> None:
    bench.type("bo")
    bench.paste("Austin\nDenver")
    assert bench.input.text() == "bo"


def test_a_single_value_goes_into_the_input(bench: Bench) -> None:
    bench.paste("Boston")
    assert (bench.input.text(), bench.heard) == ("Boston", [])


@pytest.mark.parametrize("text", ["Boston\r\n", "\tBoston", '"Boston"\n', " Boston "])
def test_a_single_cell_goes_into_the_input_without_its_ends(bench: Bench, text: str) -> None:
    bench.type("x")
    bench.paste(text)
    assert (bench.input.text(), bench.heard) == ("xBoston", [])


def test_a_paste_replaces_what_is_selected(bench: Bench) -> None:
    bench.type("old")
    bench.input.selectAll()
    bench.paste("Boston\n")
    assert bench.input.text() == "Boston"


def test_a_clipboard_without_text_changes_nothing(bench: Bench) -> None:
    QApplication.clipboard().setMimeData(QMimeData())
    bench.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert (bench.input.text(), bench.heard) == ("", [])


def _menu_paste(bench: Bench) -> QAction:
    place = QPoint(3, 3)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, bench.input.mapToGlobal(place))
    QApplication.sendEvent(bench.input, event)
    (menu,) = bench.input.findChildren(QMenu)
    return next(action for action in menu.actions() if action.objectName() == "edit-paste")


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_context_menu_pastes_in_the_same_way(bench: Bench) -> None:
    bench.copy("Boston\nAustin")
    paste = _menu_paste(bench)
    paste.trigger()
    assert bench.heard == [("added", ["Boston", "Austin"])]
    bench.copy("Denver")
    paste.trigger()
    assert bench.input.text() == "Denver"


def test_a_dropped_column_becomes_many_values(bench: Bench) -> None:
    data = QMimeData()
    data.setText("Boston\nAustin")
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(5, 5), copy, data, left, none)
    bench.input.dropEvent(event)
    assert bench.heard == [("added", ["Boston", "Austin"])]
    assert event.isAccepted()


def test_very_many_values(bench: Bench) -> None:
    column = [f"{number:05}" for number in range(5000)]
    bench.paste("\n".join(column))
    assert list(bench.field.values) == column


# -- undo


@pytest.fixture
def undone(bench: Bench) -> list[str]:
    """What the window's own undo and redo were asked for."""
    asked: list[str] = []
    for name, keys in (("undo", "Ctrl+Z"), ("redo", "Ctrl+Shift+Z")):
        action = QAction(name, bench.window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda *_, name=name: asked.append(name))
        bench.window.addAction(action)
    return asked


def test_undo_in_an_empty_input_is_that_of_the_filter(bench: Bench, undone: list[str]) -> None:
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    bench.type("Boston")
    bench.press(Key.Key_Return)
    bench.press(Key.Key_Z, control)
    bench.press(Key.Key_Z, control | shift)
    assert undone == ["undo", "redo"]
    assert bench.input.text() == ""


def test_undo_while_typing_is_that_of_the_text(bench: Bench, undone: list[str]) -> None:
    bench.type("Boston")
    bench.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == []
    assert bench.input.text() == ""
    bench.press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["undo"]


# -- layout


def geometry_of_input_is_inside(bench: Bench) -> bool:
    return bench.field.rect().contains(bench.input.geometry())


def test_the_input_has_room_while_it_is_used(bench: Bench) -> None:
    """At rest the field stays compact: a last line for the input alone is opened with the keyboard only."""
    bench.show("Boston", "A rather long value that fills the line")
    assert bench.input.width() > 100
    opened = bench.field.height()
    bench.below.setFocus()
    QApplication.processEvents()
    assert bench.field.height() < opened
    bench.input.setFocus()
    QApplication.processEvents()
    assert bench.field.height() == opened
    assert bench.input.width() > 100
    assert geometry_of_input_is_inside(bench)


def test_a_text_set_without_the_keyboard_has_room_too(bench: Bench) -> None:
    bench.show("Boston", "A rather long value that fills the line")
    bench.below.setFocus()
    bench.input.setText("x")
    QApplication.processEvents()
    assert bench.input.width() > 100
    bench.input.clear()
    QApplication.processEvents()
    assert bench.input.width() < 100


def test_a_very_long_value_is_elided_within_the_field(bench: Bench) -> None:
    bench.show("x" * 5000, "Boston")
    chips = bench.field.chips
    assert chips.visualRect(chips.model().index(0, 0)).width() <= chips.width()
    assert bench.window.width() == 300
    assert chips.model().index(0, 0).data() == "x" * 5000
    assert bench.field.grab().width() <= 300


def test_a_narrower_field_has_more_lines(bench: Bench) -> None:
    bench.window.resize(600, 640)
    bench.show("Boston", "Austin", "Denver", "Chicago", "Philadelphia")
    wide = bench.field.height()
    bench.window.resize(260, 640)
    QApplication.processEvents()
    assert bench.field.height() > wide
    bench.window.resize(600, 640)
    QApplication.processEvents()
    assert bench.field.height() == wide


def test_the_field_grows_with_the_text_size(bench: Bench, qapp: QApplication) -> None:
    bench.show("Boston", "Austin", "Denver")
    before = bench.field.height()
    try:
        theme.apply(qapp, "light", 150)
        QApplication.processEvents()
        assert bench.field.height() > before
        chips = bench.field.chips
        last = chips.visualRect(chips.model().index(2, 0))
        assert last.width() > chips.fontMetrics().horizontalAdvance("Denver")
        assert last.bottom() < bench.field.height()
        assert geometry_of_input_is_inside(bench)
        bench.show()
        assert bench.field.height() > 28
    finally:
        theme.apply(qapp, "light", 100)
    QApplication.processEvents()
    bench.show("Boston", "Austin", "Denver")
    assert bench.field.height() == before


def test_many_values_scroll_within_the_field(bench: Bench) -> None:
    bench.show(*(f"{number:05}" for number in range(300)))
    assert bench.field.height() < 250
    chips = bench.field.chips
    assert chips.visualRect(chips.model().index(299, 0)).bottom() <= chips.viewport().height() + 2, "the newest is seen"
    assert geometry_of_input_is_inside(bench)
    chips.verticalScrollBar().setValue(0)
    bench.show(*(f"{number:05}" for number in range(299)))
    assert chips.verticalScrollBar().value() == 0, "what is being looked at does not move"
    bench.show("Boston")
    assert bench.field.height() < 40


def test_a_change_among_many_values_is_little_work(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """5 ms when this was written, against 45 before: sizes are kept, and only what is seen is painted."""
    calls = Counter[str]()

    def counted(name: str, method: Callable[..., object]) -> Callable[..., object]:
        def call(*facts: object) -> object:
            calls[name] += 1
            return method(*facts)

        return call

    for name in ("sizeHint", "paint"):  # before the first is made: PySide looks a method up once
        monkeypatch.setattr(chips._ChipDelegate, name, counted(name, getattr(chips._ChipDelegate, name)))
    bench = Bench()
    values = [f"a value of usual length {number}" for number in range(300)]
    bench.show(*values)
    calls.clear()
    bench.show(*values, "one more")
    destroy(bench.window)
    assert 0 < calls["paint"] < 60
    assert 0 < calls["sizeHint"] < 4 * 301


def test_showing_what_is_shown_costs_nothing(bench: Bench) -> None:
    bench.show("Boston", "Austin")
    bench.field.chips.setCurrentIndex(bench.field.chips.model().index(0, 0))
    resets: list[None] = []
    bench.field.chips.model().modelReset.connect(lambda: resets.append(None))
    bench.show("Boston", "Austin")
    assert resets == []
    assert bench.field.chips.selected_values() == ["Boston"]


def test_values_of_all_scripts_are_painted_and_kept(bench: Bench) -> None:
    values = ("שלום עולם", "🦄👩‍👩‍👧", "東京都", "e\u0301te", "%1 <b>&amp;", "a\u202eb")
    bench.unknown = frozenset(values[:2])
    bench.show(*values)
    bench.field.grab()
    assert bench.field.values == values
    bench.press(Key.Key_Left)
    bench.press(Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert bench.field.chips.selected_values() == list(values)


def test_half_a_character_is_shown_without_it_and_pasted_as_a_mark(bench: Bench) -> None:
    bench.show("a\ud800b", "c")
    bench.field.grab()
    bench.click(bench.cross(1))
    assert bench.heard == [("removed", ["c"])]


# -- names


def test_the_parts_have_the_names_that_others_rely_on(bench: Bench) -> None:
    bench.look_up("bos", "Boston")
    assert bench.input.objectName() == f"{CITY}-input"
    assert bench.field.chips.objectName() == f"{CITY}-values"
    assert bench.frame is not None
    assert bench.frame.list.objectName() == f"{CITY}-suggestions"
    names = [QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name) for part in (
        bench.input, bench.field.chips, bench.frame.list
    )]  # fmt: skip
    assert names == ["City", "City: chosen values", "City: suggestions"]


def test_the_placeholder_goes_with_the_first_value(bench: Bench) -> None:
    assert bench.input.placeholderText() == "Any"
    bench.show("Boston")
    assert bench.input.placeholderText() == ""
    bench.show()
    assert bench.input.placeholderText() == "Any"


def test_tab_goes_through_the_chips_only_where_there_are_some(bench: Bench) -> None:
    bench.below.setFocus()
    bench.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert bench.input.hasFocus()
    bench.show("Boston")
    bench.press(Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert bench.field.chips.hasFocus()


def test_it_is_told_where_the_keyboard_came_in_without_a_click(bench: Bench) -> None:
    told: list[None] = []
    bench.field.entered.connect(lambda: told.append(None))
    bench.below.setFocus()
    QTest.mouseClick(bench.input, Qt.MouseButton.LeftButton)
    assert bench.input.hasFocus()
    assert told == [], "where one clicks one sees already"
    bench.below.setFocus()
    bench.input.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert len(told) == 1
    bench.paste("\n".join(str(number) for number in range(40)))
    QApplication.processEvents()
    assert len(told) > 1, "a field that grew may have pushed its input out of sight"
