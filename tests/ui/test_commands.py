"""Commands: declared once, reachable by menu and by keys of their own, resting where they make no sense."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QMenu

from leaddesk.app.commands import add_commands, menus
from leaddesk.app.window import Session
from leaddesk.ui import icons, theme
from leaddesk.ui.commands import Command, Commands, Cost
from leaddesk.ui.main_window import MainWindow
from tests.fakes.memory_preferences import MemoryPreferences
from tests.ui.gone import destroy

pytestmark = pytest.mark.usefixtures("qapp")

Keys = QKeySequence.StandardKey


def of_the_window(*, is_demo: bool = False) -> Commands:
    """The commands of LeadDesk's own window, for a session that is not there yet."""

    def unwanted(*_: object, **__: object) -> None:
        raise AssertionError("no command is run here")

    commands = Commands()
    names = ("to_demo", "to_real", "quit", "open_settings", "open_folder", "set_appearance", "run", "notices")
    session: Any = SimpleNamespace(**dict.fromkeys(names, unwanted))
    session.commands, session.page, session.log_folder, session.window = commands, None, None, MainWindow()
    session.desk = SimpleNamespace(is_demo=is_demo, preferences=MemoryPreferences(), actions=None)
    add_commands(cast("Session", session))
    return commands


@pytest.fixture(params=[False, True], ids=["real", "demo"])
def window_commands(request: pytest.FixtureRequest) -> Commands:
    return of_the_window(is_demo=request.param)


def all_keys(commands: Commands) -> Iterator[tuple[Command, QKeySequence]]:
    for command, action in commands.all():
        for keys in action.shortcuts():
            yield command, keys


def test_no_two_commands_share_a_key_where_both_can_be_used(window_commands: Commands) -> None:
    bound = list(all_keys(window_commands))
    assert len(bound) > 20
    clashes = [
        (one.id, other.id, keys.toString())
        for place, (one, keys) in enumerate(bound)
        for other, other_keys in bound[place + 1 :]
        if keys == other_keys and (one.tab == other.tab or "" in (one.tab, other.tab))
    ]
    assert clashes == []


FORBIDDEN = {"Ctrl+H", "Ctrl+M", "Ctrl+W", "Ctrl+Shift+E", "Ctrl+Shift+U"}


def test_no_command_takes_keys_that_belong_to_others(window_commands: Commands) -> None:
    """look.md, Keys: AltGr, menus, macOS' window keys, IBus, and the keys that desktops keep."""
    for command, keys in all_keys(window_commands):
        text = keys.toString(QKeySequence.SequenceFormat.PortableText)
        assert text not in FORBIDDEN, command.id
        assert "Ctrl+Alt" not in text, command.id
        assert not re.fullmatch(r"Alt\+(Shift\+)?[A-Z]", text), command.id
        assert not re.search(r"\bF1[0-2]\b", text), command.id
        assert text != "Ctrl+Q" or command.id == "quit"


WANTED = {
    "count": ["Ctrl+Return", "Ctrl+Enter"],
    "palette": ["Ctrl+K"],
    "find": ["Ctrl+F"],
    "refresh": ["F5", "Ctrl+R"],
    "undo": ["Ctrl+Z"],
    "redo": ["Ctrl+Shift+Z"],
    "filter-save": ["Ctrl+S"],
    "filter-open": ["Ctrl+O"],
    "export": ["Ctrl+E"],
    "details": ["Ctrl+Shift+D"],
    "settings": ["Ctrl+,"],
    "shortcuts": ["F1"],
    "next-pane": ["F6"],
    "previous-pane": ["Shift+F6"],
    "next-tab": ["Ctrl+Tab"],
    "show-reachstream-tab": ["Ctrl+1"],
    "show-activity-tab": ["Ctrl+5"],
}


def test_the_keys_of_the_design_language_do_what_it_says(window_commands: Commands) -> None:
    bound: dict[str, list[str]] = {}
    for command, keys in all_keys(window_commands):
        bound.setdefault(command.id, []).append(keys.toString(QKeySequence.SequenceFormat.PortableText))
    assert {name: [keys for keys in wanted if keys in bound.get(name, [])] for name, wanted in WANTED.items()} == WANTED


def test_the_keys_for_counting_spend_nothing(window_commands: Commands) -> None:
    for command, keys in all_keys(window_commands):
        if keys.toString() in {"Ctrl+Return", "Ctrl+Enter"}:
            assert command.cost is Cost.FREE


def _mnemonic(title: str) -> str:
    found = re.search(r"&([^&])", title.replace("&&", ""))
    return found[1].lower() if found else ""


def test_every_command_stands_in_a_menu_under_a_mnemonic_of_its_own(window_commands: Commands) -> None:
    titles = dict(menus())
    assert max(Counter(map(_mnemonic, titles.values())).values()) == 1
    commands = [command for command, _ in window_commands.all()]
    for tab in {command.tab for command in commands}:
        by_menu: dict[str, list[str]] = {}
        for command in commands:
            assert command.menu in titles, command.id
            if command.tab in {"", tab}:
                by_menu.setdefault(command.menu, []).append(_mnemonic(command.title))
        for menu, letters in by_menu.items():
            used = [letter for letter in letters if letter]
            assert len(set(used)) == len(used), (tab, menu)


def test_a_menu_that_pages_share_holds_the_commands_of_the_page_that_is_shown(qapp: QApplication) -> None:
    del qapp
    commands = Commands()
    for name, tab in (("left", "left-tab"), ("right", "right-tab"), ("both", "")):
        commands.add(Command(name, name, "list", lambda: None, tab=tab))

    def seen() -> list[str]:
        return [command.id for command, action in commands.all() if action.isVisible()]

    commands.show_tab("left-tab")
    assert seen() == ["left", "both"]
    assert commands.action("left").isEnabled()
    commands.show_tab("right-tab")
    assert seen() == ["right", "both"]
    assert commands.action("right").isEnabled()
    commands.show_tab("elsewhere-tab")
    assert seen() == ["left", "right", "both"]
    assert not commands.action("right").isEnabled()


def test_every_command_has_words_a_name_and_an_icon_that_exists(window_commands: Commands) -> None:
    for command, action in window_commands.all():
        assert action.objectName() == f"action-{command.id}"
        assert command.plain_title
        assert "&" not in command.plain_title
        assert action.toolTip()
        assert not command.icon or command.icon in icons.names(), command.id
        assert not command.hint.endswith("."), command.id


class Small:
    """A window with a few commands of the test's own."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.usable = True
        self.on = False
        self.commands = Commands()

    def add(self, name: str, *keys: str | Keys, **more: Any) -> QAction:
        facts: dict[str, Any] = {"title": name.title(), "menu": "file", **more}
        self.commands.add(Command(name, run=lambda: self.ran.append(name), keys=keys, **facts))
        return self.commands.action(name)


@pytest.fixture
def small() -> Small:
    return Small()


def shortcuts(action: QAction) -> list[str]:
    return [keys.toString(QKeySequence.SequenceFormat.PortableText) for keys in action.shortcuts()]


def test_a_key_that_a_command_names_is_taken_from_another_that_has_it_by_custom(small: Small) -> None:
    """On KDE, Ctrl+comma is among the standard keys for the next tab; ambiguous keys would do nothing at all."""
    search = small.add("search", Keys.Find, "Ctrl+J")
    other = small.add("other", "Ctrl+F")
    again = small.add("again", Keys.Find)
    assert "Ctrl+F" not in shortcuts(search)
    assert "Ctrl+J" in shortcuts(search)
    assert shortcuts(other) == ["Ctrl+F"]
    assert "Ctrl+F" not in shortcuts(again)
    assert "Ctrl+F" not in search.toolTip() + again.toolTip()


def test_a_key_named_twice_by_one_command_is_one(small: Small) -> None:
    assert shortcuts(small.add("search", Keys.Find, "Ctrl+F")).count("Ctrl+F") == 1


def test_the_tooltip_tells_the_hint_and_the_key(small: Small) -> None:
    assert (
        small.add("count", "Ctrl+Return", title="&Count", hint="How many match")
        .toolTip()
        .startswith("How many match · ")
    )
    assert small.add("open", title="Open && &read").toolTip() == "Open & read"


def test_two_commands_of_one_name_are_a_mistake_of_the_code(small: Small) -> None:
    small.add("count")
    with pytest.raises(ValueError, match="count"):
        small.add("count")


def test_commands_of_other_pages_rest(small: Small) -> None:
    count = small.add("count", tab="reachstream-tab", enabled=lambda: small.usable)
    everywhere = small.add("settings")
    small.commands.show_tab("activity-tab")
    assert (count.isEnabled(), everywhere.isEnabled()) == (False, True)
    small.commands.show_tab("reachstream-tab")
    assert count.isEnabled()
    small.usable = False
    small.commands.refresh()
    assert not count.isEnabled()


def test_a_switch_shows_whether_it_is_on(small: Small) -> None:
    switch = small.add("switch", checked=lambda: small.on)
    plain = small.add("plain")
    assert (switch.isCheckable(), plain.isCheckable()) == (True, False)
    small.on = True
    small.commands.refresh()
    assert switch.isChecked()


def test_menus_hold_their_commands_and_ask_anew_when_they_open(small: Small) -> None:
    small.add("open")
    small.add("quit", separated=True, enabled=lambda: small.usable)
    small.add("about", menu="help")
    window = QMainWindow()
    small.commands.fill_menu_bar(window.menuBar(), [("file", "&File"), ("help", "&Help")])
    file, help_menu = window.menuBar().findChildren(QMenu)
    assert [action.text() for action in file.actions()] == ["Open", "", "Quit"]
    assert [action.text() for action in help_menu.actions()] == ["About"]
    assert file.objectName() == "menu-file"
    small.usable = False
    file.aboutToShow.emit()
    assert not small.commands.action("quit").isEnabled()


def test_keys_work_while_one_types_and_rest_with_their_page(small: Small) -> None:
    small.add("count", "Ctrl+Return", tab="here")
    small.add("next", Keys.NextChild)
    small.add("previous", Keys.PreviousChild)
    window = QMainWindow()
    field = QLineEdit()
    window.setCentralWidget(field)
    for _, action in small.commands.all():
        window.addAction(action)
    window.show()
    window.activateWindow()
    field.setFocus()
    QApplication.processEvents()
    small.commands.show_tab("here")
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(field, Qt.Key.Key_Return, control)
    QTest.keyClick(field, Qt.Key.Key_Tab, control)
    QTest.keyClick(field, Qt.Key.Key_Backtab, control | shift)
    assert small.ran == ["count", "next", "previous"]
    small.commands.show_tab("there")
    QTest.keyClick(field, Qt.Key.Key_Return, control)
    assert small.ran == ["count", "next", "previous"]
    destroy(window)


def test_icons_follow_the_theme(small: Small, qapp: QApplication) -> None:
    action = small.add("count", icon="filter")
    try:
        for name, tokens in (("dark", theme.DARK), ("light", theme.LIGHT)):
            theme.apply(qapp, name, 100)
            small.commands.dress()
            picture = action.icon().pixmap(16, 16).toImage()
            inks = {picture.pixelColor(x, y).name().upper() for x in range(16) for y in range(16)}
            assert tokens.text in inks
    finally:
        theme.apply(qapp, "light", 100)
