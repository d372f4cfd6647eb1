"""The frame: menus, tabs, the newest message, the status bar. It holds pages and knows nothing of their insides.

It is painted before anything else is loaded, with a sketch of what comes; ``furnish`` does the rest. So whatever the
first picture does not need is imported there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import theme
from leaddesk.ui.sketch import Sketch

if TYPE_CHECKING:
    from leaddesk.ui.command_palette import CommandPalette
    from leaddesk.ui.desk import Desk

SMALLEST = QSize(1000, 640)
FIRST_SIZE = QSize(1280, 800)


class TabPlan(NamedTuple):
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


def _first_stop(pane: QWidget) -> QWidget | None:
    """``pane`` or what Tab would reach first inside it; None where nothing can have the keyboard."""
    if _is_stop(pane):
        return pane
    chain = pane.nextInFocusChain()
    while chain is not None and chain is not pane:
        if pane.isAncestorOf(chain) and _is_stop(chain):
            return chain
        chain = chain.nextInFocusChain()
    return None


def _is_in(widget: QWidget, pane: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _is_stop(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()
    return takes and widget.isVisible() and widget.focusProxy() is None


class MainWindow(QMainWindow):
    """The window. It ends its life through ``closing``, which lets ``app`` close the parts in order."""

    closing = Signal()
    tab_shown = Signal(str)

    def __init__(self, geometry: str = "") -> None:
        """A frame with a sketch inside. ``geometry``: ``geometry_now`` of the last time; empty for the first."""
        super().__init__()
        self._desk: Desk | None = None
        self._plans: list[TabPlan] = []
        self._palette: CommandPalette | None = None
        self.setObjectName("main-window")
        self.setWindowTitle("LeadDesk")
        self.setMinimumSize(SMALLEST)
        self._sketch = Sketch()
        self.setCentralWidget(self._sketch)
        self._restore(geometry)

    def furnish(self, desk: Desk, tabs: list[TabPlan], menus: list[tuple[str, str]], tab: str) -> None:
        """Put everything in. ``menus``: id and title of each, their commands are those of ``desk.commands``.

        ``tab``: the one to begin with; any other text means the first.
        """
        from leaddesk.ui.notices import NoticeBar  # noqa: PLC0415 - after the first picture

        self._desk, self._plans = desk, tabs
        self.setWindowTitle(self.tr("LeadDesk, demo data") if desk.is_demo else "LeadDesk")
        desk.commands.fill_menu_bar(self.menuBar(), menus)
        for _, action in desk.commands.all():
            self.addAction(action)
        self.notice_bar = NoticeBar()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("tabs")
        self.tabs.setAccessibleName(self.tr("Pages"))
        self.tabs.setDocumentMode(True)
        self.tabs.setIconSize(QSize(16, 16))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setExpanding(False)
        self.tabs.setCornerWidget(self._corner(desk), Qt.Corner.TopRightCorner)
        for plan in tabs:
            self.tabs.addTab(_TabPage(plan), plan.title)
        names = [plan.name for plan in tabs]
        self.tabs.setCurrentIndex(names.index(tab) if tab in names else 0)
        self._tell_jobs(())
        self._add_status_bar()
        self.setCentralWidget(self.tabs)
        self._dress()
        self._tab_changed()
        self.tabs.currentChanged.connect(self._tab_changed)
        desk.notices.taken_back.connect(self.notice_bar.take_back)
        desk.notices.listen(self.notice_bar.show_notice)

    @property
    def is_painted(self) -> bool:
        """Whether the first picture was there."""
        return self._sketch.is_painted

    def geometry_now(self) -> str:
        """Size and place, for the next start."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii")

    def put_away(self) -> None:
        """Out of sight with all dialogs over it, while what they remember can still be kept."""
        self.hide()
        for dialog in self.findChildren(QDialog):
            dialog.hide()

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
        if not hasattr(self, "tabs"):
            return None
        for index, plan in enumerate(self._plans):
            if plan.name == name:
                holder = self.tabs.widget(index)
                return holder.page if isinstance(holder, _TabPage) else None
        raise KeyError(name)

    def open_palette(self) -> None:
        if self._palette is None and self._desk is not None:
            from leaddesk.ui.command_palette import CommandPalette  # noqa: PLC0415 - built when asked for

            self._palette = CommandPalette(self._desk.commands, self)
        if self._palette is not None:
            self._palette.open()

    def tell_connection(self, words: str, icon: str, colour: str) -> None:
        """The left end of the status bar; ``colour`` is the name of a token. Empty words: nothing at all."""
        self._connection_icon.show_icon(icon, colour)
        self._connection_icon.setVisible(bool(words))
        self._connection.setText(words)

    def tell_saved(self, words: str) -> None:
        """The right end of the status bar."""
        self._saved.setText(words)

    def step_pane(self, step: int, panes: list[QWidget]) -> None:
        """Move the keyboard to the next (1) or previous (-1) of ``panes``."""
        focused = QApplication.focusWidget()
        here = [index for index, pane in enumerate(panes) if focused is not None and _is_in(focused, pane)]
        first = here[-1] if here else -1 if step > 0 else 0  # a pane inside another comes after it
        for distance in range(1, len(panes) + 1):
            found = _first_stop(panes[(first + distance * step) % len(panes)])
            if found is not None:
                found.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _corner(self, desk: Desk) -> QWidget:
        from leaddesk.ui.widgets.buttons import Button, IconButton  # noqa: PLC0415 - after the first picture
        from leaddesk.ui.widgets.labels import Words  # noqa: PLC0415

        corner = QWidget()
        row = QHBoxLayout(corner)
        row.setContentsMargins(8, 4, 10, 4)
        row.setSpacing(10)
        self._demo_mark = Words(self.tr("Demo data"), name="demo-mark", size=theme.CAPTION, weight=600)
        self._demo_mark.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._demo_mark.setToolTip(self.tr("Everything you see is made up. Nothing can be bought for real."))
        self._demo_mark.setVisible(desk.is_demo)
        self._jobs = Button("", name="jobs-indicator", icon="refresh", look="quiet")
        self._jobs.clicked.connect(lambda: self.show_tab("activity-tab"))
        desk.running.changed.connect(lambda: self._tell_jobs(desk.running.titles))
        palette = desk.commands.action("palette")
        keys = palette.shortcut().toString(palette.shortcut().SequenceFormat.NativeText)
        self._search_words = (self.tr("Commands"), f"{self.tr('Commands')}  {keys}")
        hint = f"{self.tr('Find any command by its name')} · {keys}"
        self._search = Button(self._search_words[1], name="palette-button", icon="search", hint=hint)
        self._search.clicked.connect(self.open_palette)
        settings = desk.commands.action("settings")
        gear = IconButton("settings", self.tr("Settings"), name="settings-button", keys=settings.shortcut())
        gear.clicked.connect(settings.trigger)
        for widget in (self._demo_mark, self._jobs, self._search, gear):
            row.addWidget(widget)
        return corner

    def _fit_corner(self) -> None:
        """The tabs come first: where there is no room for all, the corner says less. All of it stays to be pressed."""
        corner = self.tabs.cornerWidget(Qt.Corner.TopRightCorner)
        name, whole = self._search_words
        for mark, words in ((self.tr("Demo data"), whole), (self.tr("Demo data"), ""), (self.tr("Demo"), "")):
            self._demo_mark.setText(mark)
            self._search.setText(words)
            self._search.setAccessibleName(words or name)
            if self.tabs.tabBar().sizeHint().width() + corner.sizeHint().width() <= self.width():
                return

    def _add_status_bar(self) -> None:
        from leaddesk.ui.widgets.labels import Icon, Words  # noqa: PLC0415 - after the first picture

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

    def _tell_jobs(self, titles: tuple[str, ...]) -> None:
        from leaddesk.ui import wording  # noqa: PLC0415 - after the first picture

        self._jobs.setText(self.tr("%Ln running", "", len(titles)) if titles else self.tr("Nothing running"))
        self._jobs.setToolTip(wording.tooltip("\n".join(titles)))
        self._jobs.setVisible(bool(titles))
        self._fit_corner()

    def _tab_changed(self) -> None:
        holder = self.tabs.currentWidget()
        if isinstance(holder, _TabPage):
            holder.build()
            holder.column.insertWidget(0, self.notice_bar)
        self._dress_tabs()
        self.tab_shown.emit(self.current_tab)

    def _dress_tabs(self) -> None:
        from leaddesk.ui import icons  # noqa: PLC0415 - after the first picture

        colours = theme.tokens()
        for index, plan in enumerate(self._plans):
            chosen = index == self.tabs.currentIndex()
            self.tabs.setTabIcon(index, icons.icon(plan.icon, colours.accent if chosen else colours.muted))

    def _dress(self) -> None:
        self._dress_tabs()
        colours = theme.tokens()
        self._demo_mark.setStyleSheet(
            f"background: {colours.accent_soft}; color: {colours.accent}; border-radius: 4px; padding: 3px 8px"
        )
        if self._desk is not None:
            self._desk.commands.dress()

    def _restore(self, geometry: str) -> None:
        if not (geometry and self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "ignore")))):
            self.resize(FIRST_SIZE)
        places = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if places and not any(place.intersects(self.geometry()) for place in places):
            self.move(places[0].topLeft())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._desk is not None:
            self._fit_corner()
        if self._palette is not None:
            self._palette.place()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_demo_mark"):
            self._dress()
        elif event.type() == QEvent.Type.FontChange and self._desk is not None:
            QTimer.singleShot(0, self, self._fit_corner)  # the tabs hear of their font after this

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window hides at once; ``app`` ends what still runs and closes the parts."""
        self.closing.emit()
        event.accept()
