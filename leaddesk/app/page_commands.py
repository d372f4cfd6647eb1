"""The commands about ReachStream's filter, and those about the table of whatever page is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from leaddesk.domain.preferences import COUNT_BY_ITSELF
from leaddesk.ui.commands import Command, Cost

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.app.commanded import Commanded
    from leaddesk.ui.reachstream.page import ReachStreamPage
    from leaddesk.ui.tab_page import TabPage
    from leaddesk.ui.widgets.table.lead_table import LeadTable
    from leaddesk.ui.widgets.table.table_actions import TableAction

REACHSTREAM = "reachstream-tab"
_Keys = QKeySequence.StandardKey


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def on_page(session: Commanded, act: Callable[[ReachStreamPage], None]) -> Callable[[], None]:
    """A command for the ReachStream page; it does nothing while that was never shown."""

    def run() -> None:
        if session.page is not None:
            act(session.page)

    return run


def on_shown_page(session: Commanded, act: Callable[[TabPage], object]) -> Callable[[], None]:
    """A command for whatever page is shown; it does nothing where that has nothing to command."""

    def run() -> None:
        page = session.shown_page
        if page is not None:
            act(page)

    return run


def on_table(session: Commanded, act: Callable[[LeadTable], object]) -> Callable[[], None]:
    """A command for the table of the page that is shown."""

    def run() -> None:
        table = session.shown_page.table if session.shown_page is not None else None
        if table is not None:
            act(table)

    return run


def filter_commands(session: Commanded) -> list[Command]:
    def filled() -> bool:
        return session.page is not None and not session.page.editing.filter.is_empty

    def there() -> bool:
        return session.page is not None

    keys = ("Ctrl+Return", "Ctrl+Enter")
    return [
        Command(
            "count",
            _tr("&Count"),
            "filter",
            on_page(session, lambda page: page.count()),
            keys,
            "filter",
            Cost.FREE,
            REACHSTREAM,
            filled,
            hint=_tr("How many contacts match"),
        ),
        Command(
            "explain",
            _tr("&Explain the count"),
            "filter",
            on_page(session, lambda page: page.explain()),
            ("Ctrl+Shift+X",),
            "explain",
            Cost.FREE,
            REACHSTREAM,
            filled,
            hint=_tr("Which field cuts how much"),
        ),
        Command(
            "credits",
            _tr("Read the c&redits"),
            "filter",
            on_page(session, lambda page: page.read_credits()),
            (),
            "credits",
            Cost.FREE,
            REACHSTREAM,
            there,
            hint=_tr("The balance of your account"),
        ),
        Command(
            "fetch",
            _tr("&Buy contacts…"),
            "filter",
            on_page(session, lambda page: page.fetch()),
            ("Ctrl+Shift+B",),
            "credits",
            Cost.SPENDS,
            REACHSTREAM,
            filled,
            hint=_tr("Choose how many; nothing is bought before you confirm it"),
            separated=True,
        ),
        Command(
            "fit-budget",
            _tr("&Fit a budget…"),
            "filter",
            on_page(session, lambda page: page.fit_budget()),
            (),
            "split",
            Cost.FREE,
            REACHSTREAM,
            filled,
            hint=_tr("Parts of the filter whose counts fit your credits"),
        ),
        Command(
            "count-by-itself",
            _tr("Count by &itself when typing rests"),
            "filter",
            on_page(session, lambda page: page.rail.switch.toggle()),
            cost=Cost.FREE,
            tab=REACHSTREAM,
            enabled=there,
            checked=lambda: session.desk.preferences.get(COUNT_BY_ITSELF),
        ),
        Command(
            "filter-open",
            _tr("&Open a saved filter…"),
            "filter",
            on_page(session, lambda page: page.open_filters()),
            (_Keys.Open,),
            "open",
            tab=REACHSTREAM,
            enabled=there,
            hint=_tr("Open, rename, duplicate or delete"),
            separated=True,
        ),
        Command(
            "filter-save",
            _tr("&Save the filter…"),
            "filter",
            on_page(session, lambda page: page.save_filter()),
            (_Keys.Save,),
            "save",
            tab=REACHSTREAM,
            enabled=filled,
            hint=_tr("Keep the filter under a name"),
        ),
        Command(
            "filter-copy",
            _tr("Co&py the filter as JSON"),
            "filter",
            on_page(session, lambda page: page.copy_filter()),
            ("Ctrl+Shift+C",),
            "copy",
            tab=REACHSTREAM,
            enabled=filled,
            hint=_tr("The body of a request, for a colleague or a program"),
            separated=True,
        ),
        Command(
            "filter-paste",
            _tr("P&aste a filter"),
            "filter",
            on_page(session, lambda page: page.paste_filter()),
            ("Ctrl+Shift+V",),
            "import",
            tab=REACHSTREAM,
            enabled=there,
            hint=_tr("Take a filter as JSON from the clipboard"),
        ),
        Command(
            "filter-clear",
            _tr("C&lear the filter"),
            "filter",
            on_page(session, lambda page: page.clear_filter()),
            ("Ctrl+Shift+Backspace",),
            "clear",
            tab=REACHSTREAM,
            enabled=filled,
            hint=_tr("Begin anew; Undo brings it back"),
        ),
    ]


def table_commands(session: Commanded) -> list[Command]:
    """What the context menus of a table offer: assistive technology does not see those on Linux."""

    def offered(name: str) -> TableAction | None:
        page = session.shown_page
        if page is None or page.table is None or not page.has_rows:
            return None
        return next((action for action in page.table.actions_for_menu() if action.id == name), None)

    def run(name: str) -> None:
        action = offered(name)
        if action is not None and action.enabled():
            action.run()

    def can(name: str) -> bool:
        action = offered(name)
        return action is not None and action.enabled()

    titles = [
        ("open-details", _tr("&Open details"), "detail"),
        ("edit-cell", _tr("Ed&it this cell"), "edit"),
        ("collect-rows", _tr("Add to &My Leads…"), "people"),
        ("copy-rows", _tr("&Copy rows as a table"), "copy"),
        ("copy-cell", _tr("Copy this c&ell"), ""),
        ("open-link", _tr("Open &link"), "external"),
        ("sort-ascending", _tr("Sort &ascending"), "sort"),
        ("sort-descending", _tr("Sort &descending"), "sort"),
        ("sort-original", _tr("O&riginal order"), ""),
        ("freeze-columns", _tr("&Freeze up to here"), "freeze"),
        ("unfreeze-columns", _tr("&Unfreeze columns"), ""),
        ("fit-column", _tr("Fit &width"), ""),
        ("hide-column", _tr("&Hide column"), ""),
    ]
    hint = _tr("About the cell that the keyboard is on")
    return [
        Command(
            f"table-{name}",
            title,
            "table",
            lambda name=name: run(name),  # type: ignore[misc]  # a default, not an argument
            icon=icon,
            enabled=lambda name=name: can(name),  # type: ignore[misc]  # a default, not an argument
            hint=hint,
            separated=name in {"sort-ascending", "freeze-columns"},
        )
        for name, title, icon in titles
    ]
