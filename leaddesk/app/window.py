"""One session's window: its pages, its commands, and what they hear from the parts below."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from leaddesk.actions.connect_provider import KeyKind
from leaddesk.app.arrivals import Arrivals
from leaddesk.app.backup_words import BackupWords
from leaddesk.app.commands import add_commands, menus
from leaddesk.app.connections import Connections
from leaddesk.app.leaving import Leaving
from leaddesk.app.parts import Parts
from leaddesk.app.saving import SavingState
from leaddesk.domain.changes import Changes
from leaddesk.domain.errors import LeadDeskError, LeadsDamaged
from leaddesk.domain.preferences import CURRENT_TAB, TEXT_SIZE, THEME, WELCOME_DONE, WINDOW_GEOMETRY
from leaddesk.domain.providers import LEADSOPEDIA, REACHSTREAM, REACTIN
from leaddesk.ui import theme, wording
from leaddesk.ui.background import Background, end_background_work
from leaddesk.ui.commands import Commands
from leaddesk.ui.desk import Desk
from leaddesk.ui.main_window import MainWindow, TabPlan
from leaddesk.ui.notices import Notice, Notices
from leaddesk.ui.reachstream.page import ReachStreamPage
from leaddesk.ui.running import Running
from leaddesk.ui.widgets.collecting.collecting import Collector
from leaddesk.ui.widgets.collecting.drops import accept_leads
from leaddesk.ui.widgets.collecting.tab_drops import TabDrops

if TYPE_CHECKING:
    from leaddesk.ui.leads.page import LeadsPage
    from leaddesk.ui.leadsopedia.page import LeadsopediaPage
    from leaddesk.ui.reactin.page import ReactInPage
    from leaddesk.ui.tab_page import TabPage

_log = logging.getLogger(__name__)

_FILTER = "filter"


class SessionEnd(Enum):
    """What comes after a session."""

    QUIT = auto()
    TO_DEMO = auto()
    TO_REAL = auto()


class Session(QObject):
    """From the first picture to the last part closed."""

    def __init__(self, app: QApplication, window: MainWindow, parts: Parts, settings_kept_aside: Path | None) -> None:
        """``window`` is painted already; it is furnished here."""
        super().__init__()
        self.window = window
        self._app, self._parts = app, parts
        self._ends: asyncio.Queue[SessionEnd] = asyncio.Queue()
        self.is_closed = self._is_kept = False
        self.notices = Notices(self.open_settings, self)
        self.commands = Commands(self)
        self.desk = Desk(
            parts.actions, parts.announcer, parts.saving, self.notices, self.commands, Running(self), parts.is_demo
        )
        self._background = Background(self, self.notices)
        self._connections = Connections(window, self.desk, self)
        self._arrivals = Arrivals(window, self.desk, self.open_settings, self)
        self._backups = BackupWords(self.desk, self.open_settings, self._tell_saving, self)
        self._welcome: QStackedWidget | None = None
        self._settings_dialog: Any = None
        add_commands(self)
        window.closing.connect(self._window_closed)
        window.tab_shown.connect(self._tab_shown)
        window.furnish(self.desk, self._tabs(), menus(), parts.saving.get(CURRENT_TAB))
        self._app.styleHints().colorSchemeChanged.connect(self._dress)
        self._app.applicationStateChanged.connect(self._come_back)
        parts.on_queue = self.desk.queues.tell
        parts.on_damaged = self._database_damaged
        parts.announcer.subscribe(self._changed)
        if settings_kept_aside is not None:
            self._settings_damaged(settings_kept_aside)
        self._connections.tab_shown(window.current_tab)
        parts.saving.on_change = self._tell_saving
        parts.saving.on_problem = self.notices.problem
        self._tell_saving()
        self._leaving = Leaving(
            window,
            {
                self.tr("Your filter"): self._keep_filter,
                self.tr("What you typed in My Leads"): self._keep_leads,
                self.tr("Your settings"): parts.saving.flush,
            },
        )
        self._take_drops()

    # -- life

    def wake(self) -> None:
        """Begin the slow half of the parts, behind the picture."""
        self._background.run(self._parts.wake(), self._awake, self._awake_in_trouble)

    async def ended(self) -> SessionEnd:
        """Waits for the window to be closed, or for the other kind of session to be asked for.

        Everything is on disk then, as far as that can be; what cannot be saved the person has given up.
        """
        while True:
            end = await self._ends.get()
            if await self._leaving.may_leave():
                self._is_kept = True
                return end

    async def close(self) -> None:
        """The window goes at once; then the parts close in order."""
        self._connections.stop()
        self.desk.preferences.set(WINDOW_GEOMETRY, self.window.geometry_now())
        self._app.styleHints().colorSchemeChanged.disconnect(self._dress)
        self._app.applicationStateChanged.disconnect(self._come_back)
        self.window.put_away()
        if not self._is_kept:
            await self._keep_filter()
        await end_background_work(self.notices)
        self._parts.announcer.fall_silent()  # the parts announce to their end, and no page may ask them anything then
        self.is_closed = True
        await self._parts.close()
        focused = self._app.focusWidget()
        if focused is not None:
            # Else Qt tells it while it is being destroyed, when Python's half of the window is gone: a crash.
            focused.clearFocus()
        if self._settings_dialog is not None:
            self._settings_dialog.deleteLater()
        self.window.deleteLater()
        self.deleteLater()

    async def _keep_filter(self) -> LeadDeskError | None:
        """What kept the filter in the window from being saved, or None."""
        if self.page is None:
            return None
        try:
            await self.page.keep_draft()
        except LeadDeskError as error:
            return error
        except Exception:  # noqa: BLE001 - whatever it is, it is logged and the rest is closed
            _log.exception("the filter in the window could not be kept")
        return None

    async def _keep_leads(self) -> LeadDeskError | None:
        page = None if self.is_closed else cast("LeadsPage | None", self.window.page("leads-tab"))
        return None if page is None else await page.keep()

    def quit(self) -> None:
        self.window.close()

    def quit_unasked(self) -> None:
        """As ``quit``, but what cannot be saved is only logged."""
        self._leaving.ask_no_more()
        self.window.close()

    def _window_closed(self) -> None:
        self._ends.put_nowait(SessionEnd.QUIT)

    def _tab_shown(self, tab: str) -> None:
        self.commands.show_tab(tab)
        self._connections.tab_shown(tab)
        history = self.shown_page.history if self.shown_page is not None else None
        self.commands.tell_target("undo", history.undoText() if history is not None else "")
        self.desk.preferences.set(CURRENT_TAB, tab)

    def to_demo(self) -> None:
        self._ends.put_nowait(SessionEnd.TO_DEMO)

    def to_real(self) -> None:
        self._ends.put_nowait(SessionEnd.TO_REAL)

    def _awake(self, alone: bool) -> None:
        self._connections.awake()
        self._background.run(self._parts.wake_leads(), lambda _: self._backups.begin(), self._leads_in_trouble)
        self._arrivals.listen(self._parts.purchase_parts())
        self._background.run(self._parts.wake_purchases(), lambda _: self._arrivals.tell_unknown())
        if not alone:
            title = self.tr("LeadDesk is open a second time with the same data.")
            text = self.tr("Both work. What you arrange in the window that is closed last is kept.")
            self.notices.say(Notice("warning", title, text))

    def _leads_in_trouble(self, error: LeadDeskError) -> None:
        if isinstance(error, LeadsDamaged):
            self._backups.tell_damaged()
        else:
            self.notices.problem(error)

    def _awake_in_trouble(self, error: LeadDeskError) -> None:
        self._awake(alone=True)
        self.notices.problem(error)

    # -- pages

    def _tabs(self) -> list[TabPlan]:
        return [
            TabPlan("reachstream-tab", "ReachStream", "filter", self._build_reachstream),
            TabPlan("reactin-tab", "ReactIn", "chat", self._build_reactin),
            TabPlan("leadsopedia-tab", "Leadsopedia", "list", self._build_leadsopedia),
            TabPlan("leads-tab", self.tr("My Leads"), "people", self._build_leads),
            TabPlan("activity-tab", self.tr("Activity"), "activity", self._build_activity),
        ]

    def _build_activity(self) -> QWidget:
        from leaddesk.ui.activity.page import ActivityPage  # noqa: PLC0415 - built when it is first shown

        return ActivityPage(self.desk)

    def _build_reachstream(self) -> QWidget:
        if self._parts.is_demo or self.desk.preferences.get(WELCOME_DONE):
            return self._reachstream_page()
        from leaddesk.ui.first_start import FirstStartPage  # noqa: PLC0415 - shown once in a life

        welcome = FirstStartPage(self.desk)
        welcome.demo_wanted.connect(self.to_demo)
        welcome.go_on.connect(self.leave_welcome)
        welcome.settings_wanted.connect(self.open_settings)
        self._welcome = QStackedWidget()
        self._welcome.addWidget(welcome)
        # A keychain that cannot be asked is told by the page's own rows.
        self._background.run(self._leave_welcome_with_a_key(), failed=lambda _: None)
        return self._welcome

    def _reachstream_page(self) -> ReachStreamPage:
        page = ReachStreamPage(self.desk)
        self._listen_to(page, REACHSTREAM.id)
        self._arrivals.follow(page.buying)
        saving = self._parts.saving
        page.saving.connect(lambda: saving.begin(_FILTER))
        page.saved.connect(lambda: saving.end(_FILTER))
        page.not_saved.connect(lambda error: saving.fail(_FILTER, error))
        return page

    async def _leave_welcome_with_a_key(self) -> None:
        """Who has a key in the keychain already has been here before."""
        state = await self.desk.actions.connect_provider.key_state(provider=REACHSTREAM.id)
        if state.kind is not KeyKind.NONE:
            self.leave_welcome()

    def _build_reactin(self) -> QWidget:
        from leaddesk.ui.reactin.page import ReactInPage  # noqa: PLC0415 - built when it is first shown

        page = ReactInPage(self.desk)
        self._listen_to(page, REACTIN.id)
        page.settings_wanted.connect(self.open_settings)
        return page

    def _build_leadsopedia(self) -> QWidget:
        from leaddesk.ui.leadsopedia.page import LeadsopediaPage  # noqa: PLC0415 - built when it is first shown

        page = LeadsopediaPage(self.desk)
        self._listen_to(page, LEADSOPEDIA.id)
        page.settings_wanted.connect(self.open_settings)
        page.real_wait_wanted.connect(
            lambda real: self._background.run(self._parts.keep_real_wait(real=real), lambda _: page.tell_pace())
        )
        return page

    def _build_leads(self) -> QWidget:
        from leaddesk.ui.leads.page import LeadsPage  # noqa: PLC0415 - built when it is first shown
        from leaddesk.ui.leads.rooms import all_rooms  # noqa: PLC0415 - as above

        return LeadsPage(self.desk, all_rooms())

    def _take_drops(self) -> None:
        """Rows dropped on the tab of My Leads are added there; files dropped anywhere are imported."""
        tabs = self.window.tabs
        names = [plan.name for plan in self._tabs()]
        TabDrops(tabs, names.index("leads-tab"), Collector(self.desk, self.window), self.import_files)
        accept_leads(self.window, None, lambda files, _: self.import_files(files))

    def import_files(self, files: Sequence[Path]) -> None:
        """Show My Leads, and look into these files."""
        self.window.show_tab("leads-tab")
        cast("LeadsPage", self.window.page("leads-tab")).doors.import_files(files)

    def _listen_to(self, page: ReachStreamPage | ReactInPage | LeadsopediaPage, provider: str) -> None:
        """What the provider's answers mean for the status bar."""
        page.answered.connect(lambda words: self._connections.connected(provider, words))
        page.troubled.connect(lambda words: self._connections.troubled(provider, words))

    def leave_welcome(self) -> None:
        """To the work; the first-start page does not come back."""
        self.desk.preferences.set(WELCOME_DONE, True)
        if self._welcome is not None and self._welcome.count() == 1:
            self._welcome.addWidget(self._reachstream_page())
            self._welcome.setCurrentIndex(1)
            self.commands.refresh()

    @property
    def shown_page(self) -> TabPage | None:
        """The page of the tab that is shown, where it has something to command."""
        if self.is_closed:
            return None
        shown = self.window.page(self.window.current_tab)
        if isinstance(shown, QStackedWidget):
            shown = shown.currentWidget()
        return cast("TabPage", shown) if hasattr(shown, "panes") else None

    @property
    def page(self) -> ReachStreamPage | None:
        """The ReachStream page, once it was shown."""
        if self.is_closed:
            return None
        shown = self.window.page("reachstream-tab")
        if isinstance(shown, QStackedWidget):
            shown = shown.currentWidget()
        return shown if isinstance(shown, ReachStreamPage) else None

    # -- what the commands need

    def open_settings(self, page: str = "") -> None:
        if self._settings_dialog is None:
            from leaddesk.ui.settings.dialog import SettingsDialog  # noqa: PLC0415 - built when first asked for

            folders = self._parts.folders
            self._settings_dialog = SettingsDialog(
                self.desk,
                data_folder=folders.data,
                log_folder=folders.logs,
                settings_folder=folders.config,
                parent=self.window,
            )
        if page:
            self._settings_dialog.open_page(page)
        else:
            self._settings_dialog.open()

    def open_folder(self, folder: Path) -> None:
        from PySide6.QtCore import QUrl  # noqa: PLC0415 - rarely used

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    @property
    def log_folder(self) -> Path:
        return self._parts.folders.logs

    def run(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], None]) -> None:
        self._background.run(work, done)

    def set_appearance(self, *, chosen: str | None = None, text_size: int | None = None) -> None:
        preferences = self.desk.preferences
        if chosen is not None:
            preferences.set(THEME, chosen)
        if text_size is not None:
            preferences.set(TEXT_SIZE, text_size)
        self._dress()

    def _dress(self) -> None:
        theme.apply(self._app, self.desk.preferences.get(THEME), self.desk.preferences.get(TEXT_SIZE))

    def _come_back(self, state: Qt.ApplicationState) -> None:
        """From another program, which may have been a second LeadDesk."""
        if state is Qt.ApplicationState.ApplicationActive:
            self._background.run(self._parts.look_again(), failed=lambda _: None)  # whoever needs the file tells

    # -- what is heard from below

    def _changed(self, changes: Changes) -> None:
        self._connections.changed(changes)
        if REACHSTREAM.id in changes.keys:
            self._background.run(self._leave_welcome_with_a_key())

    def _tell_saving(self) -> None:
        words = {
            SavingState.NOTHING: self.tr("Everything is kept on this computer"),
            SavingState.SAVING: self.tr("Saving…"),
            SavingState.SAVED: self.tr("All changes saved"),
            SavingState.FAILED: self.tr("Not saved: your last changes are in memory only"),
        }
        said, last = words[self._parts.saving.state], self._backups.words
        end = "" if said.endswith("…") else "."
        self.window.tell_saved(f"{said}{end} {last}" if last else said)

    def _database_damaged(self, kept: Path) -> None:
        title = self.tr("LeadDesk’s data file was damaged.")
        text = self.tr("It was kept as “%1” and a new one was begun. Saved filters are not shown until it is mended.")
        self.notices.say(Notice("danger", title, wording.filled(text, kept.name)))

    def _settings_damaged(self, kept: Path) -> None:
        title = self.tr("The settings file was damaged.")
        text = self.tr(
            "It was kept as “%1”. LeadDesk begins with its default settings; your keys and filters are safe."
        )
        self.notices.say(Notice("warning", title, wording.filled(text, kept.name)))
