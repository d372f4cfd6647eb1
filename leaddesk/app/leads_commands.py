"""The commands of My Leads: about the leads that are chosen, the lists kept by hand, and what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from leaddesk.domain.lead_views import Scope
from leaddesk.ui.commands import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaddesk.app.commanded import Commanded
    from leaddesk.ui.leads.page import LeadsPage

LEADS = "leads-tab"
_Keys = QKeySequence.StandardKey


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


class _OnPage:
    """Builds commands for the page of My Leads; they rest while it was never shown."""

    def __init__(self, session: Commanded) -> None:
        self._session = session

    def page(self) -> LeadsPage | None:
        shown = None if self._session.is_closed else self._session.window.page(LEADS)
        return cast("LeadsPage | None", shown)

    def command(
        self,
        id_: str,
        title: str,
        act: Callable[[LeadsPage], object],
        can: Callable[[LeadsPage], bool] = lambda _: True,
        *,
        menu: str = "leads",
        keys: tuple[str | QKeySequence.StandardKey, ...] = (),
        icon: str = "",
        hint: str = "",
        separated: bool = False,
    ) -> Command:
        def run() -> None:
            page = self.page()
            if page is not None:
                act(page)

        def enabled() -> bool:
            page = self.page()
            return page is not None and can(page)

        return Command(id_, title, menu, run, keys, icon, tab=LEADS, enabled=enabled, hint=hint, separated=separated)


def _chosen(page: LeadsPage) -> bool:
    return page.has_rows and page.doing.count > 0


def _in_trash(page: LeadsPage) -> bool:
    return page.viewing.view.scope is Scope.TRASH


def _has_list(page: LeadsPage) -> bool:
    return page.list_id is not None


def leads_commands(session: Commanded) -> list[Command]:
    """In the menus "leads" and "list"."""
    on = _OnPage(session)
    return [*_about_leads(on), *_about_views(on), *_about_lists(on)]


def _about_leads(on: _OnPage) -> list[Command]:
    return [
        on.command(
            "leads-import",
            _tr("&Import a file…"),
            lambda page: page.import_files(),
            keys=("Ctrl+I",),
            icon="import",
            hint=_tr("CSV or Excel; nothing is taken before you have seen it"),
        ),
        on.command(
            "leads-duplicates",
            _tr("Re&view duplicates…"),
            lambda page: page.review_duplicates(),
            icon="merge",
            hint=_tr("Pairs that are likely one person"),
        ),
        on.command(
            "leads-suppression",
            _tr("&Suppression list…"),
            lambda page: page.open_suppression(),
            icon="shield",
            hint=_tr("Who is left out of exports"),
        ),
        on.command(
            "leads-add-to-list",
            _tr("&Add to a list…"),
            lambda page: page.doing.pick_list(),
            _chosen,
            keys=("Ctrl+L",),
            icon="list",
            hint=_tr("The selected leads, to a list or a new one"),
            separated=True,
        ),
        on.command(
            "leads-new-list",
            _tr("&New list from the selection…"),
            lambda page: page.doing.new_list(),
            _chosen,
            keys=("Ctrl+Shift+N",),
            icon="plus",
        ),
        on.command(
            "leads-off-list",
            _tr("Take &off this list"),
            lambda page: page.doing.remove_from_list(),
            lambda page: _chosen(page) and _has_list(page),
            icon="minus",
            hint=_tr("They stay in My Leads"),
        ),
        on.command(
            "leads-tag", _tr("&Tag…"), lambda page: page.doing.pick_tag(), _chosen, keys=("Ctrl+T",), icon="tag"
        ),
        on.command(
            "leads-set-field",
            _tr("Set a &field…"),
            lambda page: page.doing.set_field(),
            _chosen,
            icon="edit",
            hint=_tr("One value for all selected leads"),
        ),
        on.command(
            "leads-copy-emails", _tr("&Copy e-mails"), lambda page: page.doing.copy_emails(), _chosen, icon="mail"
        ),
        on.command(
            "leads-suppress",
            _tr("S&uppress…"),
            lambda page: page.doing.suppress(),
            _chosen,
            icon="shield",
            hint=_tr("Leave the selected people out of exports from now on"),
            separated=True,
        ),
        on.command(
            "leads-trash",
            _tr("Move to the t&rash"),
            lambda page: page.doing.to_trash(),
            lambda page: _chosen(page) and not _in_trash(page),
            icon="trash",
            hint=_tr("Delete in the table; Undo brings them back"),
        ),
        on.command(
            "leads-restore",
            _tr("R&estore from the trash"),
            lambda page: page.doing.restore(),
            lambda page: _chosen(page) and _in_trash(page),
            icon="undo",
        ),
        on.command(
            "leads-purge",
            _tr("&Delete for good…"),
            lambda page: page.doing.purge(),
            lambda page: _chosen(page) and _in_trash(page),
            icon="trash",
        ),
        on.command(
            "leads-empty-trash",
            _tr("E&mpty the trash…"),
            lambda page: page.empty_trash(),
            lambda page: bool(page.beside.shelves.trash),
            icon="trash",
        ),
        on.command(
            "leads-erase",
            _tr("Erase this &person…"),
            lambda page: page.doing.erase(),
            _chosen,
            icon="clear",
            hint=_tr("Every trace goes, backups too; they never come back by an import"),
        ),
    ]


def _about_views(on: _OnPage) -> list[Command]:
    return [
        on.command(
            "leads-condition",
            _tr("Add a co&ndition…"),
            lambda page: page.add_condition(),
            menu="filter",
            keys=("Ctrl+Shift+F",),
            icon="plus",
            hint=_tr("Show only leads whose column says something"),
        ),
        on.command(
            "leads-clear",
            _tr("C&lear search and conditions"),
            lambda page: page.clear(),
            lambda page: page.viewing.is_narrowed,
            menu="filter",
            keys=("Ctrl+Shift+Backspace",),
            icon="clear",
        ),
        on.command(
            "leads-view-open",
            _tr("&Open a saved view…"),
            lambda page: page.open_views(),
            menu="filter",
            keys=(_Keys.Open,),
            icon="open",
            hint=_tr("Open, rename or delete"),
            separated=True,
        ),
        on.command(
            "leads-view-save",
            _tr("&Save the view…"),
            lambda page: page.open_views(to_save=True),
            menu="filter",
            keys=(_Keys.Save,),
            icon="save",
            hint=_tr("Keep search, conditions and order under a name"),
        ),
    ]


def _about_lists(on: _OnPage) -> list[Command]:
    def step(page: LeadsPage, by: int) -> None:
        page.rail.lists.step(by)

    def can_step(page: LeadsPage, by: int) -> bool:
        ids = [kept.id for kept in page.lists.lists]
        return page.list_id in ids and 0 <= ids.index(page.list_id) + by < len(ids)

    return [
        on.command(
            "leads-list-create",
            _tr("&New list…"),
            lambda page: page.lists.create(),
            menu="list",
            keys=("Ctrl+N",),
            icon="plus",
            hint=_tr("An empty one, kept by hand"),
        ),
        on.command(
            "leads-list-edit",
            _tr("&Rename and colour…"),
            lambda page: page.lists.edit(page.list_id),
            _has_list,
            menu="list",
            icon="edit",
            hint=_tr("F2 in the rail"),
        ),
        on.command(
            "leads-list-duplicate",
            _tr("D&uplicate the list"),
            lambda page: page.lists.duplicate(page.list_id),
            _has_list,
            menu="list",
            icon="copy",
        ),
        on.command(
            "leads-list-mix",
            _tr("&Combine two lists…"),
            lambda page: page.lists.mix(page.list_id),
            lambda page: len(page.lists.lists) > 1,
            menu="list",
            icon="merge",
            hint=_tr("In A but not in B, in both, or in either"),
        ),
        on.command(
            "leads-list-up",
            _tr("Move the list u&p"),
            lambda page: step(page, -1),
            lambda page: can_step(page, -1),
            menu="list",
            icon="chevron-up",
            hint=_tr("Ctrl+Up in the rail"),
            separated=True,
        ),
        on.command(
            "leads-list-down",
            _tr("Move the list d&own"),
            lambda page: step(page, 1),
            lambda page: can_step(page, 1),
            menu="list",
            icon="chevron-down",
            hint=_tr("Ctrl+Down in the rail"),
        ),
        on.command(
            "leads-list-delete",
            _tr("D&elete the list"),
            lambda page: page.lists.delete(page.list_id),
            _has_list,
            menu="list",
            icon="trash",
            hint=_tr("Its leads stay; Undo brings it back"),
            separated=True,
        ),
    ]
