"""The command palette and the shortcut sheet: every command by its name, from the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QTreeWidget, QVBoxLayout, QWidget

from leaddesk.ui.command_palette import CommandPalette
from leaddesk.ui.command_search import keys_of, rank
from leaddesk.ui.commands import Command, Commands, Cost
from leaddesk.ui.shortcut_sheet import ShortcutSheet

MENUS = [("file", "&File"), ("filter", "Fi&lter"), ("leads", "&Leads")]


class Workplace:
    """A window with a field and some commands; ``ran`` tells what was done."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.commands = Commands()
        for name, title, menu, keys, cost, enabled in (
            ("count", "&Count", "filter", ["Ctrl+Return"], Cost.FREE, True),
            ("fetch", "&Fetch…", "leads", ["Ctrl+Shift+B"], Cost.SPENDS, True),
            ("undo", "&Undo", "filter", ["Ctrl+Z"], Cost.NONE, False),
            ("explain", "E&xplain the count", "filter", [], Cost.FREE, True),
            ("export", "Export &CSV…", "file", ["Ctrl+E"], Cost.NONE, True),
            ("settings", "Settings", "file", ["Ctrl+,"], Cost.NONE, True),
        ):
            self.commands.add(
                Command(
                    name,
                    title,
                    menu,
                    partial(self.ran.append, name),
                    keys,
                    cost=cost,
                    enabled=partial(bool, enabled),
                )
            )
        self.window = QMainWindow()
        self.commands.fill_menu_bar(self.window.menuBar(), MENUS)
        self.middle = middle = QWidget()
        self.field = QLineEdit()
        column = QVBoxLayout(middle)
        column.addWidget(self.field)
        column.addStretch(1)
        self.window.setCentralWidget(middle)
        self.window.resize(1000, 640)
        self.window.show()
        self.window.activateWindow()
        self.field.setFocus()
        self.palette = CommandPalette(self.commands, self.window)

    def rows(self) -> list[str]:
        return [found.text for found in self.palette.found.rows]

    def titles(self) -> list[str]:
        return [row.split(" · ")[0] for row in self.rows()]

    def current(self) -> str:
        return str(self.palette.list.currentIndex().data()).split(" · ")[0]

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.palette.input, key)


@pytest.fixture
def place(qapp: QApplication) -> Iterator[Workplace]:
    made = Workplace()
    yield made
    made.palette.dismiss()
    made.window.close()


def test_it_lists_every_command_with_menu_keys_and_price(place: Workplace) -> None:
    place.palette.open()

    assert place.rows() == [
        "Count · Filter · Ctrl+Return · Free",
        "Fetch… · Leads · Ctrl+Shift+B · Spends credits",
        "Explain the count · Filter · Free",
        "Export CSV… · File · Ctrl+E",
        "Settings · File · Ctrl+,",
        "Undo · Filter · Ctrl+Z",
    ]
    assert place.palette.objectName() == "palette"
    assert place.palette.input.objectName() == "palette-input"
    assert place.palette.list.objectName() == "palette-list"
    assert place.palette.input.hasFocus()
    assert place.palette.windowType() is Qt.WindowType.Widget, "a popup would be invisible to assistive technology"


def test_it_finds_by_words_and_initials(place: Workplace) -> None:
    place.palette.open()
    for typed, found in (
        ("count", ["Count", "Explain the count"]),
        ("the ex", ["Explain the count"]),
        ("ec", ["Export CSV…"]),
        ("leads", ["Fetch…"]),
        ("set", ["Settings"]),
    ):
        place.palette.input.setText(typed)
        assert place.titles() == found, typed


def test_enter_runs_the_chosen_command_and_the_keyboard_goes_back(place: Workplace) -> None:
    place.palette.open()
    QTest.keyClicks(place.palette.input, "exp")
    assert place.titles() == ["Explain the count", "Export CSV…"]
    place.press(Qt.Key.Key_Down)
    place.press(Qt.Key.Key_Return)

    assert place.ran == ["export"]
    assert not place.palette.isVisible()
    assert place.field.hasFocus()


def test_the_arrows_go_around_and_pass_over_what_cannot_be_used(place: Workplace) -> None:
    place.palette.open()
    assert place.current() == "Count"
    place.press(Qt.Key.Key_Up)
    assert place.current() == "Settings", "the greyed last row is passed over"
    place.press(Qt.Key.Key_Down)
    assert place.current() == "Count"
    assert place.palette.input.accessibleDescription().startswith("Count")


def test_a_greyed_command_does_not_run(place: Workplace) -> None:
    place.palette.open()
    place.palette.input.setText("undo")
    place.press(Qt.Key.Key_Return)
    item = place.palette.list.visualRect(place.palette.found.index(0, 0)).center()
    QTest.mouseClick(place.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=item)

    assert place.titles() == ["Undo"]
    assert place.ran == []
    assert place.palette.isVisible()


def test_a_click_runs(place: Workplace) -> None:
    place.palette.open()
    place.palette.input.setText("settings")
    middle = place.palette.list.visualRect(place.palette.found.index(0, 0)).center()
    QTest.mouseClick(place.palette.list.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert place.ran == ["settings"]


def test_escape_closes_and_the_keyboard_goes_back(place: Workplace) -> None:
    place.palette.open()
    place.press(Qt.Key.Key_Escape)
    assert not place.palette.isVisible()
    assert place.field.hasFocus()
    assert place.ran == []


def test_a_second_time_closes(place: Workplace) -> None:
    place.palette.open()
    place.palette.open()
    assert not place.palette.isVisible()


def test_a_click_outside_closes(place: Workplace) -> None:
    place.palette.open()
    QTest.mouseClick(place.middle, Qt.MouseButton.LeftButton, pos=QPoint(20, 400))
    assert not place.palette.isVisible()


def test_moving_the_keyboard_elsewhere_closes(place: Workplace) -> None:
    place.palette.open()
    place.field.setFocus()
    assert not place.palette.isVisible()
    assert place.field.hasFocus()


def test_tab_stays_inside(place: Workplace) -> None:
    place.palette.open()
    place.press(Qt.Key.Key_Tab)
    assert place.palette.isVisible()
    assert place.palette.input.hasFocus()


def test_it_says_when_nothing_matches(place: Workplace) -> None:
    place.palette.open()
    place.palette.input.setText("qqq")
    empty = place.palette.findChild(QLabel, "palette-empty")
    assert isinstance(empty, QLabel)
    assert empty.isVisible()
    assert empty.text() == "No command matches “qqq”."
    place.press(Qt.Key.Key_Return)
    assert place.ran == []


def test_it_starts_empty_each_time(place: Workplace) -> None:
    place.palette.open()
    place.palette.input.setText("count")
    place.palette.dismiss()
    place.palette.open()
    assert place.palette.input.text() == ""
    assert len(place.rows()) == 6


def test_it_stays_inside_a_small_window(place: Workplace) -> None:
    place.window.resize(500, 300)
    place.palette.open()
    place.palette.place()
    assert place.window.rect().contains(place.palette.geometry())


@pytest.mark.parametrize(
    ("typed", "title", "menu", "wanted"),
    [
        ("", "Count", "Filter", 0),
        ("cou", "Count", "Filter", 0),
        ("CSV", "Export CSV…", "File", 1),
        ("ec", "Export CSV…", "File", 2),
        ("ort", "Export CSV…", "File", 3),
        ("file export", "Export CSV…", "File", 4),
        ("zzz", "Export CSV…", "File", None),
        ("export zzz", "Export CSV…", "File", None),
        ("§", "Export CSV…", "File", None),
    ],
)
def test_rank(typed: str, title: str, menu: str, wanted: int | None) -> None:
    assert rank(typed, title, menu) == wanted


def sheet_rows(sheet: ShortcutSheet) -> dict[str, list[tuple[str, str]]]:
    tree = sheet.findChild(QTreeWidget, "shortcut-list")
    assert isinstance(tree, QTreeWidget)
    shown: dict[str, list[tuple[str, str]]] = {}
    for number in range(tree.topLevelItemCount()):
        menu = tree.topLevelItem(number)
        assert menu is not None
        rows = [menu.child(child) for child in range(menu.childCount())]
        kept = [(row.text(0), row.text(1)) for row in rows if row is not None and not row.isHidden()]
        if not menu.isHidden():
            shown[menu.text(0)] = kept
    return shown


def test_the_shortcut_sheet_lists_all_commands_by_menu(place: Workplace) -> None:
    sheet = ShortcutSheet(place.commands, place.window)
    assert sheet.objectName() == "shortcut-sheet"
    assert sheet_rows(sheet) == {
        "File": [("Export CSV…", "Ctrl+E"), ("Settings", "Ctrl+,")],
        "Filter": [("Count", "Ctrl+Return"), ("Undo", "Ctrl+Z"), ("Explain the count", "–")],
        "Leads": [("Fetch…", "Ctrl+Shift+B")],
    }


def test_the_shortcut_sheet_finds_names_and_keys(place: Workplace) -> None:
    sheet = ShortcutSheet(place.commands, place.window)
    search = sheet.findChild(QLineEdit, "shortcut-search")
    assert isinstance(search, QLineEdit)

    search.setText("ctrl+e")
    assert sheet_rows(sheet) == {"File": [("Export CSV…", "Ctrl+E")]}
    search.setText("fetch")
    assert sheet_rows(sheet) == {"Leads": [("Fetch…", "Ctrl+Shift+B")]}
    search.setText("qqq")
    assert sheet_rows(sheet) == {}


def test_keys_that_no_usual_keyboard_has_are_not_shown(place: Workplace) -> None:
    action = place.commands.action("undo")
    for written, shown in (
        (["Ctrl+Z", "F14", "Undo", "Alt+Backspace"], ["Ctrl+Z", "Alt+Backspace"]),
        (["Ctrl+Shift+Backtab", "Back", "Ctrl+Shift+Tab"], ["Ctrl+Shift+Tab"]),
        (["Ctrl+Tab", "Forward", "Ctrl+F6", "F12"], ["Ctrl+Tab", "Ctrl+F6", "F12"]),
        (["Ctrl++", "Ctrl+,", "Ctrl+K, Ctrl+Z"], ["Ctrl++", "Ctrl+,", "Ctrl+K, Ctrl+Z"]),
        (["Find"], []),
    ):
        action.setShortcuts([QKeySequence(keys) for keys in written])
        native = [QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in shown]
        assert keys_of(action) == native, written
