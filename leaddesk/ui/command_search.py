"""Find commands by what is typed: for the palette and the shortcut sheet."""

from __future__ import annotations

import re

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

_WORD = re.compile(r"\w+")


def rank(typed: str, title: str, menu: str) -> int | None:
    """How well a command fits ``typed``; lower is better, None if it does not. No typed words fit everything.

    Every typed word must occur in the title or, at its worst, begin a word of the menu's name; or the typed letters are
    the first letters of the title's words ("ec" for "Export CSV").
    """
    wanted, whole = typed.casefold().split(), title.casefold()
    words = _WORD.findall(whole)
    if not wanted or whole.startswith(" ".join(wanted)):
        return 0
    if all(any(word.startswith(part) for word in words) for part in wanted):
        return 1
    if "".join(word[0] for word in words).startswith("".join(wanted)):
        return 2
    if all(part in whole for part in wanted):
        return 3
    menu_words = _WORD.findall(menu.casefold())
    if all(part in whole or any(word.startswith(part) for word in menu_words) for part in wanted):
        return 4
    return None


def menu_of(action: QAction) -> QMenu | None:
    """The menu that an action stands in."""
    return next((holder for holder in action.associatedObjects() if isinstance(holder, QMenu)), None)


def menu_title(action: QAction) -> str:
    """The name of the menu that an action stands in, without its mnemonic; empty for none."""
    menu = menu_of(action)
    return "" if menu is None else menu.title().replace("&", "")


def menu_place(action: QAction) -> int:
    """Where in the menu bar that menu stands, counted from 0; past the last one for none."""
    menu = menu_of(action)
    bar = None if menu is None else menu.parentWidget()
    menus = [] if bar is None else bar.actions()
    return menus.index(menu.menuAction()) if menu is not None and menu.menuAction() in menus else 1000


def keys_of(action: QAction) -> list[str]:
    """An action's shortcuts as this system writes them, without those for keys that hardly any keyboard has.

    Qt names Sun's F14 for undo and the browser keys of some keyboards beside the usual ones, and Shift+Tab Backtab.
    """
    shown = [_shown(keys) for keys in action.shortcuts() if all(_is_usual(each.key()) for each in _pressed(keys))]
    return list(dict.fromkeys(shown))


def _pressed(keys: QKeySequence) -> list[QKeyCombination]:
    return [keys[place] for place in range(keys.count())]  # type: ignore[index]  # missing in PySide's stubs


def _is_usual(key: Qt.Key) -> bool:
    return key <= Qt.Key.Key_PageDown or Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12


def _shown(keys: QKeySequence) -> str:
    """``keys`` in the system's words; Backtab is what Qt makes of Shift and Tab."""
    pressed = [_with_tab(each) if each.key() == Qt.Key.Key_Backtab else each for each in _pressed(keys)]
    return QKeySequence(*pressed).toString(QKeySequence.SequenceFormat.NativeText)


def _with_tab(pressed: QKeyCombination) -> QKeyCombination:
    return QKeyCombination(pressed.keyboardModifiers() | Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_Tab)
