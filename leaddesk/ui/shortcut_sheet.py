"""The shortcut sheet (F1): every command with its keys, menu by menu."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import theme
from leaddesk.ui.command_search import keys_of, menu_place, menu_title, rank
from leaddesk.ui.commands import Commands
from leaddesk.ui.screen_room import room_on_screen
from leaddesk.ui.widgets.buttons import Button
from leaddesk.ui.widgets.labels import Words


class ShortcutSheet(QDialog):
    """Read from the commands when it is built; ``open()`` it."""

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("shortcut-sheet")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self._search = QLineEdit()
        self._search.setObjectName("shortcut-search")
        self._search.setAccessibleName(self.tr("Find a command or a key"))
        self._search.setPlaceholderText(self.tr("Find a command or a key"))
        self._search.setClearButtonEnabled(True)
        self._tree = QTreeWidget()
        self._tree.setObjectName("shortcut-list")
        self._tree.setAccessibleName(self.tr("Commands and their keys"))
        self._tree.setProperty("rail", "true")
        self._tree.setColumnCount(2)
        self._tree.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setItemsExpandable(False)
        self._tree.setIndentation(12)
        self._tree.setFrameShape(QFrame.Shape.NoFrame)
        self._tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._tree.setItemDelegate(_RoomyRows(self._tree))
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.header().setStretchLastSection(False)
        self._empty = Words(self.tr("No command matches."), name="shortcut-empty", muted=True)
        close = Button(self.tr("Close"), name="shortcut-close")
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 20)
        column.setSpacing(12)
        column.addWidget(self._search)
        column.addWidget(self._empty)
        column.addWidget(self._tree, 1)
        column.addLayout(foot)
        self._menus: dict[str, QTreeWidgetItem] = {}
        self._rows: list[tuple[QTreeWidgetItem, str]] = []
        """Each with the name of its menu."""
        self._fill(commands)
        self._find()
        self._search.textChanged.connect(self._find)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font())
        wanted = QSize(70 * metrics.averageCharWidth(), 40 * metrics.height())
        return wanted.boundedTo(room_on_screen(self))

    def _fill(self, commands: Commands) -> None:
        for command, action in sorted(commands.all(), key=lambda entry: menu_place(entry[1])):
            title = menu_title(action)
            if title not in self._menus:
                self._menus[title] = QTreeWidgetItem(self._tree, [title or self.tr("Everywhere")])
                self._menus[title].setFont(0, theme.font(theme.BODY, 600))
                self._menus[title].setFlags(Qt.ItemFlag.ItemIsEnabled)
            row = QTreeWidgetItem(self._menus[title], [command.plain_title, ", ".join(keys_of(action)) or "–"])
            row.setToolTip(0, command.hint)
            self._rows.append((row, title))
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._tree.expandAll()

    def _find(self) -> None:
        typed = self._search.text()
        shown: set[str] = set()
        for row, menu in self._rows:
            by_name = rank(typed, row.text(0), menu) is not None
            row.setHidden(not (by_name or typed.strip().casefold() in row.text(1).casefold()))
            if not row.isHidden():
                shown.add(menu)
        for menu, item in self._menus.items():
            item.setHidden(menu not in shown)
        self._tree.setVisible(bool(shown))
        self._empty.setVisible(not shown)


class _RoomyRows(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        own = super().sizeHint(option, index)
        return QSize(own.width() + 12, max(26, QFontMetrics(theme.font()).height() + 8))
