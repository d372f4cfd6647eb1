"""What the context menu of the rows offers for leads; the menu bar and the palette offer the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leaddesk.domain.lead_views import Scope
from leaddesk.ui.widgets.table.table_actions import TableAction

if TYPE_CHECKING:
    from leaddesk.ui.leads.page import LeadsPage


def _tr(text: str) -> str:
    return QCoreApplication.translate("LeadActions", text)


def lead_actions(page: LeadsPage) -> list[TableAction]:
    """About the chosen leads, or else the one that the keyboard is on."""
    doing, scope = page.doing, page.viewing.view.scope

    def any_() -> bool:
        return page.has_rows and doing.count > 0

    def in_list() -> bool:
        return any_() and scope is Scope.LIST

    keeping = [
        TableAction("leads-copy-emails", _tr("Copy e-mails"), doing.copy_emails, any_),
        TableAction("leads-to-list", _tr("Add to a list…"), doing.pick_list, any_, "Ctrl+L", separated=True),
        TableAction("leads-new-list", _tr("New list from these…"), doing.new_list, any_),
        TableAction("leads-off-list", _tr("Take off this list"), doing.remove_from_list, in_list),
        TableAction("leads-tag-these", _tr("Tag…"), doing.pick_tag, any_, "Ctrl+T"),
        TableAction("leads-set-field", _tr("Set a field…"), doing.set_field, any_),
        TableAction("leads-suppress", _tr("Suppress…"), doing.suppress, any_),
        TableAction("leads-export-these", _tr("Export…"), page.export, any_, "Ctrl+E"),
    ]
    if scope is Scope.TRASH:
        going = [
            TableAction("leads-restore", _tr("Restore"), doing.restore, any_, separated=True),
            TableAction("leads-trash", _tr("Delete for good…"), doing.to_trash, any_, "Del"),
        ]
    else:
        going = [TableAction("leads-trash", _tr("Move to the trash"), doing.to_trash, any_, "Del", separated=True)]
    return [*keeping, *going, TableAction("leads-erase", _tr("Erase this person…"), doing.erase, any_)]
