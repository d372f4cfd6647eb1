"""The frame: menus, tabs, the newest message, the status bar. It holds pages and knows nothing of their insides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QMainWindow, QTabWidget, QVBoxLayout, QWidget

from leaddesk.domain.preferences import CURRENT_TAB, WINDOW_GEOMETRY
from leaddesk.ui import icons, theme
from leaddesk.ui.command_palette import CommandPalette
from leaddesk.ui.desk import Desk
from leaddesk.ui.notices import NoticeBar
from leaddesk.ui.widgets.buttons import Button, IconButton
from leaddesk.ui.widgets.labels import Icon, Words

SMALLEST = QSize(1000, 640)
FIRST_SIZE = QSize(1280, 800)


@dataclass(frozen=True)
class TabPlan:
    """One tab, before its page is built."""

    name: str
    """The objectName of its page."""
    title: str
    icon: str
    build: Callable[[], QWidget]
    """Called when it is shown for the first time: the first picture pays for one page only."""


class _TabPage(QWidget):
    """Holds a page, and above it the newest message while the tab is shown."""

    def __init__(self, plan: TabPlan) -> None:
        super().__init__()
        self.setObjectName(plan.name)
        self.setAccessibleName(plan.title)
        self._plan = plan
        self.page: QWidget | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)

    def build(self) -> None:
        if self.page is None:
            self.page = self._plan.build()
            self.column.addWidget(self.page, 1)


class MainWindow(QMainWindow):
    """The window. It ends its life through ``closing``, which lets ``app`` close the parts in order."""

    closing = Signal()
    tab_shown = Signal(str)

    def __init__(self, desk: Desk, tabs: list[TabPlan], menus: list[tuple[str, str]]) -> None:
        """``menus``: id and title of each menu, in order; their commands are those of ``desk.commands``."""
        super().__init__()
        self._desk = desk
        self._plans = tabs
        self._palette: CommandPalette | None = None
        self.setObjectName("main-window")
        self.setWindowTitle(self.tr("LeadDesk, demo data") if desk.is_demo else "LeadDesk")
        self.setMinimumSize(SMALLEST)
        desk.commands.fill_menu_bar(self.menuBar(), menus)
        for _, action in desk.commands.all():
            self.addAction(action)
        self.notice_bar = NoticeBar()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.setIconSize(QSize(16, 16))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setCornerWidget(self._corner(), Qt.Corner.TopRightCorner)
        for plan in tabs:
            self.tabs.addTab(_TabPage(plan), plan.title)
        self.setCentralWidget(self.tabs)
        self._add_status_bar()
        self._restore()
        self._tab_changed()
        self.tabs.currentChanged.connect(self._tab_changed)
        desk.notices.listen(self._show_notice)

    def show_tab(self, name: str) -> None:
        """Raises KeyError where there is no such tab."""
        names = [plan.name for plan in self._plans]
        if name not in names:
            raise KeyError(name)
        self.tabs.setCurrentIndex(names.index(name))

    def step_tab(self, step: int) -> None:
        """To the next (1) or previous (-1) tab, around the ends."""
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    @property
    def current_tab(self) -> str:
        return self._plans[self.tabs.currentIndex()].name

    def page(self, name: str) -> QWidget | None:
        """The page of a tab; None while it was never shown."""
        for index, plan in enumerate(self._plans):
            if plan.name == name:
                holder = self.tabs.widget(index)
                return holder.page if isinstance(holder, _TabPage) else None
        raise KeyError(name)

    def open_palette(self) -> None:
        if self._palette is None:
            self._palette = CommandPalette(self._desk.commands, self)
        self._palette.open()

    def tell_connection(self, words: str, icon: str, colour: str) -> None:
        """The left end of the status bar; ``colour`` is the name of a token."""
        self._connection_icon.show_icon(icon, colour)
        self._connection.setText(words)

    def tell_saved(self, words: str) -> None:
        """The right end of the status bar."""
        self._saved.setText(words)

    def step_pane(self, step: int, panes: list[QWidget]) -> None:
        """Move the keyboard to the next (1) or previous (-1) of ``panes``."""
        focused = QApplication.focusWidget()
        here = [index for index, pane in enumerate(panes) if focused is not None and pane.isAncestorOf(focused)]
        target = panes[((here[0] if here else -1 if step > 0 else 0) + step) % len(panes)]
        chain: QWidget | None = target
        for _ in range(400):
            if chain is None:
                return
            tabbable = bool(chain.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if tabbable and chain.isVisibleTo(target) and chain.isEnabled() and target.isAncestorOf(chain):
                chain.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return
            chain = chain.nextInFocusChain()

    def _corner(self) -> QWidget:
        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(8, 4, 10, 4)
        row.setSpacing(10)
        self._demo_mark = QLabel(self.tr("Demo data"))
        self._demo_mark.setObjectName("demo-mark")
        self._demo_mark.setToolTip(self.tr("Everything you see is made up. Nothing can be bought for real."))
        self._demo_mark.setVisible(self._desk.is_demo)
        self._jobs = Button("", name="jobs-indicator", icon="refresh", look="quiet")
        self._jobs.clicked.connect(lambda: self.show_tab("activity-tab"))
        self._desk.running.changed.connect(self._tell_jobs)
        palette = self._desk.commands.action("palette")
        search = Button(
            self.tr("Commands  Ctrl+K").replace("Ctrl+K", palette.shortcut().toString(palette.shortcut().SequenceFormat.NativeText)),
            name="palette-button",
            icon="search",
            hint=self.tr("Find any command by its name"),
        )
        search.clicked.connect(self.open_palette)
        settings = self._desk.commands.action("settings")
        gear = IconButton("settings", self.tr("Settings"), name="settings-button", keys=settings.shortcut())
        gear.clicked.connect(settings.trigger)
        for widget in (self._demo_mark, self._jobs, search, gear):
            row.addWidget(widget)
        self._tell_jobs()
        return corner

    def _add_status_bar(self) -> None:
        bar = QFrame()
        bar.setObjectName("status")
        row = QHBoxLayout(bar)
        row.setContentsMargins(14, 2, 14, 2)
        row.setSpacing(6)
        self._connection_icon = Icon("info", "muted", 14)
        self._connection = Words(name="status-connection", size=theme.CAPTION, muted=True)
        self._saved = Words(name="status-saved", size=theme.CAPTION, muted=True)
        row.addWidget(self._connection_icon)
        row.addWidget(self._connection, 1)
        row.addWidget(self._saved)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(0, 0, 0, 0)
        self.statusBar().addWidget(bar, 1)

    def _tell_jobs(self) -> None:
        titles = self._desk.running.titles
        self._jobs.setText(self.tr("%Ln running", "", len(titles)) if titles else self.tr("Nothing running"))
        self._jobs.setToolTip("\n".join(titles))
        self._jobs.setVisible(bool(titles))

    def _show_notice(self, notice: object) -> None:
        self.notice_bar.show_notice(notice)  # type: ignore[arg-type]  # Qt's signal carries an object

    def _tab_changed(self) -> None:
        holder = self.tabs.currentWidget()
        if isinstance(holder, _TabPage):
            holder.build()
            holder.column.insertWidget(0, self.notice_bar)
        self._desk.commands.show_tab(self.current_tab)
        self._desk.preferences.set(CURRENT_TAB, self.current_tab)
        self._dress()
        self.tab_shown.emit(self.current_tab)

    def _dress(self) -> None:
        colours = theme.tokens()
        for index, plan in enumerate(self._plans):
            chosen = index == self.tabs.currentIndex()
            self.tabs.setTabIcon(index, icons.icon(plan.icon, colours.accent if chosen else colours.muted))
        self._demo_mark.setStyleSheet(
            f"background: {colours.accent_soft}; color: {colours.accent}; border-radius: 4px; padding: 3px 8px;"
            "font-weight: 600"
        )
        self._desk.commands.dress()

    def _restore(self) -> None:
        saved = self._desk.preferences.get(WINDOW_GEOMETRY)
        if not (saved and self.restoreGeometry(QByteArray.fromBase64(saved.encode("ascii", "ignore")))):
            self.resize(FIRST_SIZE)
        screen = self.screen() or QGuiApplication.primaryScreen()
        if screen is not None and not screen.availableGeometry().intersects(self.geometry()):
            self.move(screen.availableGeometry().topLeft())
        names = [plan.name for plan in self._plans]
        last = self._desk.preferences.get(CURRENT_TAB)
        if last in names:
            self.tabs.setCurrentIndex(names.index(last))

    def _remember(self) -> None:
        self._desk.preferences.set(WINDOW_GEOMETRY, bytes(self.saveGeometry().toBase64().data()).decode("ascii"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._palette is not None:
            self._palette.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_demo_mark"):
            self._dress()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window hides at once; ``app`` ends what still runs and closes the parts."""
        self._remember()
        self.closing.emit()
        event.accept()
