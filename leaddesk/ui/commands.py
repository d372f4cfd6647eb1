"""Each command once: title, shortcuts, icon, menu, cost, and when it can be used.

Menus, toolbars, the palette (Ctrl+K) and the shortcut sheet (F1) are read from here, so that whatever one of them
offers the others offer too, under the same words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from leaddesk.ui import icons, theme

Keys = str | QKeySequence.StandardKey


class Cost(Enum):
    """What using a command costs."""

    NONE = "none"
    """It does not leave this computer."""
    FREE = "free"
    """It asks a provider, free of charge."""
    SPENDS = "spends"
    """It spends credits."""


@dataclass(frozen=True)
class Command:
    """One thing that a person can do."""

    id: str
    """Also the objectName of its action, with ``action-`` before it."""
    title: str
    """Translated, with its mnemonic (``&Count``)."""
    menu: str
    """The id of the menu that it stands in."""
    run: Callable[[], object]
    keys: Sequence[Keys] = ()
    icon: str = ""
    cost: Cost = Cost.NONE
    tab: str = ""
    """The page that must be shown for it to make sense; empty for everywhere."""
    enabled: Callable[[], bool] = lambda: True
    checked: Callable[[], bool] | None = None
    """For a command that switches something: whether it is on."""
    hint: str = ""
    """One sentence for tooltips: what it does, or why one would."""
    separated: bool = False
    """Whether a line stands before it in its menu."""

    @property
    def plain_title(self) -> str:
        """The title without its mnemonic."""
        return self.title.replace("&&", "\0").replace("&", "").replace("\0", "&")


class Commands(QObject):
    """All commands, as Qt's actions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._actions: dict[str, QAction] = {}
        self._commands: dict[str, Command] = {}
        self._tab = ""

    def add(self, *commands: Command) -> None:
        """Raises ValueError where an id is taken."""
        for command in commands:
            if command.id in self._commands:
                raise ValueError(f"two commands called {command.id}")
            self._commands[command.id] = command
            self._actions[command.id] = self._action_for(command)
        self._set_keys()

    def action(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def command(self, command_id: str) -> Command:
        return self._commands[command_id]

    def all(self) -> Iterable[tuple[Command, QAction]]:
        """In the order of adding."""
        return ((command, self._actions[name]) for name, command in self._commands.items())

    def show_tab(self, tab: str) -> None:
        """``tab`` is the page now shown; commands of other pages rest, and leave its menus."""
        self._tab = tab
        self._choose_visible()
        self.refresh()

    def refresh(self) -> None:
        """Ask every command again whether it can be used."""
        for name, command in self._commands.items():
            action = self._actions[name]
            action.setEnabled(command.tab in {"", self._tab} and command.enabled())
            if command.checked is not None:
                action.setChecked(command.checked())

    def tell_target(self, command_id: str, target: str) -> None:
        """Add to a title what it is about now: ``Undo: Add VP to Level``. An empty ``target`` takes it away."""
        title = self._commands[command_id].title
        self._actions[command_id].setText(f"{title}: {target.replace('&', '&&')}" if target else title)

    def dress(self) -> None:
        """Icons in the colours of the theme."""
        colours = theme.tokens()
        for name, command in self._commands.items():
            if command.icon:
                self._actions[name].setIcon(icons.icon(command.icon, colours.text, colours.disabled))

    def fill_menu_bar(self, bar: QMenuBar, menus: Sequence[tuple[str, str]]) -> None:
        """One menu for each ``(id, title)``, with its commands in the order of adding."""
        for menu_id, title in menus:
            menu = QMenu(title, bar)
            menu.setObjectName(f"menu-{menu_id}")
            menu.setToolTipsVisible(True)
            bar.addMenu(menu)
            for name, command in self._commands.items():
                if command.menu == menu_id:
                    if command.separated:
                        menu.addSeparator()
                    menu.addAction(self._actions[name])
            menu.aboutToShow.connect(self.refresh)

    def _choose_visible(self) -> None:
        """A menu that several pages share holds the commands of the page that is shown, so that no two look alike."""
        pages: dict[str, set[str]] = {}
        for command in self._commands.values():
            pages.setdefault(command.menu, set()).add(command.tab)
        for name, command in self._commands.items():
            is_shared = self._tab in pages[command.menu]
            self._actions[name].setVisible(not is_shared or command.tab in {"", self._tab})

    def _action_for(self, command: Command) -> QAction:
        action = QAction(command.title, self)
        action.setObjectName(f"action-{command.id}")
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(command.checked is not None)
        action.setMenuRole(QAction.MenuRole.NoRole)
        action.triggered.connect(lambda *_: command.run())
        return action

    def _set_keys(self) -> None:
        """A key that a command names is not another's by custom alone: KDE's keys for the next tab hold Ctrl+comma."""
        named: dict[QKeySequence, set[str]] = {}
        for command in self._commands.values():
            for key in command.keys:
                if isinstance(key, str):
                    named.setdefault(QKeySequence(key), set()).add(command.id)
        for command, action in self.all():
            free = [keys for keys in _sequences(command.keys) if command.id in named.get(keys, {command.id})]
            action.setShortcuts(free)
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(" · ".join(part for part in (command.hint or command.plain_title, keys) if part))


def _sequences(keys: Sequence[Keys]) -> list[QKeySequence]:
    made: list[QKeySequence] = []
    for key in keys:
        if isinstance(key, QKeySequence.StandardKey):
            made.extend(QKeySequence.keyBindings(key))
        else:
            made.append(QKeySequence(key))
    return list(dict.fromkeys(made)) if QApplication.instance() is not None else []
