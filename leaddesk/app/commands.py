"""Every command of the window, declared once (``ui.commands`` says what is read from here)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QDialog

from leaddesk.app.activity_commands import activity_commands
from leaddesk.app.leads_commands import leads_commands
from leaddesk.app.leadsopedia_commands import leadsopedia_commands
from leaddesk.app.page_commands import filter_commands, on_shown_page, on_table, table_commands
from leaddesk.app.reactin_commands import reactin_commands
from leaddesk.domain.preferences import TEXT_SIZE, THEME
from leaddesk.ui.commands import Command
from leaddesk.ui.notices import Notice

if TYPE_CHECKING:
    from leaddesk.app.commanded import Commanded

_Keys = QKeySequence.StandardKey


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def menus() -> list[tuple[str, str]]:
    """Id and title of each menu, in order."""
    return [
        ("file", _tr("&File")),
        ("edit", _tr("&Edit")),
        ("view", _tr("&View")),
        ("filter", _tr("F&ilter")),
        ("list", _tr("&List")),
        ("leads", _tr("Lea&ds")),
        ("purchases", _tr("&Purchases")),
        ("table", _tr("Ta&ble")),
        ("tools", _tr("&Tools")),
        ("help", _tr("&Help")),
    ]


def add_commands(session: Commanded) -> None:
    """Declare them all for this session."""
    session.commands.add(*_file(session), *_edit(session), *_view(session))
    session.commands.add(*filter_commands(session), *reactin_commands(session), *leadsopedia_commands(session))
    session.commands.add(*leads_commands(session), *activity_commands(session))
    session.commands.add(*table_commands(session), *_tools(session), *_help(session))


def _file(session: Commanded) -> list[Command]:
    demo = session.desk.is_demo
    switch = session.to_real if demo else session.to_demo
    return [
        Command(
            "export",
            _tr("&Export…"),
            "file",
            on_shown_page(session, lambda page: page.export()),
            ("Ctrl+E",),
            "export",
            enabled=lambda: _has_rows(session),
            hint=_tr("Write the rows of the table to a file: CSV or a spreadsheet"),
        ),
        Command(
            "switch-demo",
            _tr("&Leave the demo") if demo else _tr("Open the &demo"),
            "file",
            switch,
            icon="spark",
            hint=_tr("Back to your own data") if demo else _tr("Every screen works, on made-up data"),
            separated=True,
        ),
        Command("quit", _tr("&Quit"), "file", session.quit, (_Keys.Quit, "Ctrl+Q"), separated=True),
    ]


def _edit(session: Commanded) -> list[Command]:
    def can(name: str) -> bool:
        history = session.shown_page.history if session.shown_page is not None else None
        return history is not None and bool(getattr(history, name)())

    def step(name: str) -> None:
        history = session.shown_page.history if session.shown_page is not None else None
        if history is not None:
            getattr(history, name)()

    return [
        Command(
            "undo",
            _tr("&Undo"),
            "edit",
            lambda: step("undo"),
            (_Keys.Undo,),
            "undo",
            enabled=lambda: can("canUndo"),
            hint=_tr("Take the last change back"),
        ),
        Command(
            "redo",
            _tr("&Redo"),
            "edit",
            lambda: step("redo"),
            (_Keys.Redo, "Ctrl+Y"),
            "redo",
            enabled=lambda: can("canRedo"),
            hint=_tr("Make the change again"),
        ),
        Command(
            "find",
            _tr("&Search this page"),
            "edit",
            on_shown_page(session, lambda page: page.focus_search()),
            (_Keys.Find,),
            "search",
            enabled=lambda: session.shown_page is not None,
            separated=True,
        ),
    ]


def _has_rows(session: Commanded) -> bool:
    return session.shown_page is not None and session.shown_page.has_rows


def _view(session: Commanded) -> list[Command]:
    sizes = TEXT_SIZE.choices

    def step(by: int) -> None:
        here = sizes.index(session.desk.preferences.get(TEXT_SIZE))
        session.set_appearance(text_size=sizes[max(0, min(len(sizes) - 1, here + by))])

    def appearance(name: str, title: str, *, separated: bool = False) -> Command:
        return Command(
            f"theme-{name}",
            title,
            "view",
            lambda: session.set_appearance(chosen=name),
            icon="appearance",
            checked=lambda: session.desk.preferences.get(THEME) == name,
            separated=separated,
        )

    titles = ("ReachStream", "ReactIn", "Leadsopedia", _tr("My Leads"), _tr("Activity"))
    names = ("reachstream-tab", "reactin-tab", "leadsopedia-tab", "leads-tab", "activity-tab")
    tabs = [
        Command(f"show-{name}", title, "view", lambda name=name: session.window.show_tab(name), (f"Ctrl+{number}",))  # type: ignore[misc]  # a default
        for number, (name, title) in enumerate(zip(names, titles, strict=True), start=1)
    ]
    return [
        *tabs,
        Command(
            "next-tab", _tr("&Next tab"), "view", lambda: session.window.step_tab(1), (_Keys.NextChild,), separated=True
        ),
        Command(
            "previous-tab", _tr("&Previous tab"), "view", lambda: session.window.step_tab(-1), (_Keys.PreviousChild,)
        ),
        Command("next-pane", _tr("Next p&ane"), "view", lambda: _step_pane(session, 1), ("F6",)),
        Command("previous-pane", _tr("Previous pan&e"), "view", lambda: _step_pane(session, -1), ("Shift+F6",)),
        Command(
            "refresh",
            _tr("&Refresh"),
            "view",
            on_shown_page(session, lambda page: page.refresh()),
            (_Keys.Refresh, "Ctrl+R"),
            "refresh",
            enabled=lambda: session.shown_page is not None,
            hint=_tr("Ask the provider again for what is shown"),
            separated=True,
        ),
        Command(
            "details",
            _tr("&Detail pane"),
            "view",
            on_table(session, lambda table: table.toggle_details()),
            ("Ctrl+Shift+D",),
            "detail",
            enabled=lambda: _has_rows(session),
            hint=_tr("All fields of one record"),
            separated=True,
        ),
        Command(
            "columns",
            _tr("&Columns…"),
            "view",
            on_table(session, lambda table: table.open_columns()),
            (),
            "columns",
            enabled=lambda: _has_rows(session),
            hint=_tr("Choose, order and freeze the columns of the table"),
        ),
        appearance("system", _tr("&System colours"), separated=True),
        appearance("light", _tr("&Light")),
        appearance("dark", _tr("Dar&k")),
        Command("larger", _tr("Lar&ger text"), "view", lambda: step(1), (_Keys.ZoomIn, "Ctrl+="), separated=True),
        Command("smaller", _tr("S&maller text"), "view", lambda: step(-1), (_Keys.ZoomOut,)),
        Command("normal", _tr("N&ormal text"), "view", lambda: session.set_appearance(text_size=100), ("Ctrl+0",)),
    ]


def _open(dialog: QDialog) -> None:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def _step_pane(session: Commanded, by: int) -> None:
    if session.shown_page is not None:
        session.window.step_pane(by, session.shown_page.panes)


def _tools(session: Commanded) -> list[Command]:
    return [
        Command("palette", _tr("&Commands…"), "tools", session.window.open_palette, ("Ctrl+K",), "search"),
        Command("settings", _tr("&Settings…"), "tools", session.open_settings, ("Ctrl+,",), "settings"),
    ]


def _help(session: Commanded) -> list[Command]:
    def shortcuts() -> None:
        from leaddesk.ui.shortcut_sheet import ShortcutSheet  # noqa: PLC0415 - built when asked for

        _open(ShortcutSheet(session.commands, session.window))

    def about() -> None:
        from leaddesk.ui.about import AboutDialog  # noqa: PLC0415 - built when asked for

        _open(AboutDialog(session.window))

    def copied(text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        title = QCoreApplication.translate("Commands", "The diagnostics were copied.")
        session.notices.say(Notice("success", title, _tr("No key is in them.")))

    def diagnostics() -> None:
        session.run(session.desk.actions.report_diagnostics(), copied)

    return [
        Command("shortcuts", _tr("&Keyboard shortcuts"), "help", shortcuts, ("F1",), "help"),
        Command(
            "logs",
            _tr("Open the &log folder"),
            "help",
            lambda: session.open_folder(session.log_folder),
            icon="folder",
            separated=True,
        ),
        Command(
            "diagnostics",
            _tr("Copy &diagnostics"),
            "help",
            diagnostics,
            icon="copy",
            hint=_tr("For a report to us; no key is in it"),
        ),
        Command("about", _tr("&About LeadDesk"), "help", about, icon="info", separated=True),
    ]
