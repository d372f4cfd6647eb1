"""The commands of the Activity page: about the purchase that is chosen, about deliveries, and about the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from leaddesk.app.tab_commands import OnPage
from leaddesk.ui.commands import Command, Cost

if TYPE_CHECKING:
    from leaddesk.app.commanded import Commanded
    from leaddesk.ui.activity.page import ActivityPage

ACTIVITY = "activity-tab"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def activity_commands(session: Commanded) -> list[Command]:
    on: OnPage[ActivityPage] = OnPage(session, ACTIVITY)
    return [
        Command(
            "purchase-details",
            _tr("&Details of the purchase…"),
            "purchases",
            on.run(lambda page: page.open_chosen()),
            icon="detail",
            tab=ACTIVITY,
            enabled=on.able(lambda page: page.can_open),
            hint=_tr("What happened step by step, and its records; Enter in the table"),
        ),
        Command(
            "purchase-evidence",
            _tr("Save the &evidence…"),
            "purchases",
            on.run(lambda page: page.save_evidence()),
            icon="export",
            tab=ACTIVITY,
            enabled=on.able(),
            hint=_tr("What ReachStream’s support needs; no key is in it"),
        ),
        Command(
            "deliveries",
            _tr("De&liveries…"),
            "purchases",
            on.run(lambda page: page.open_deliveries()),
            icon="webhook",
            tab=ACTIVITY,
            enabled=on.able(),
            hint=_tr("Everything that arrived, whatever became of it"),
            separated=True,
        ),
        Command(
            "delivery-give",
            _tr("&Give a delivery file…"),
            "purchases",
            on.run(lambda page: page.give_delivery()),
            icon="import",
            tab=ACTIVITY,
            enabled=on.able(),
            hint=_tr("Records that you have as a JSON file"),
        ),
        Command(
            "ledger-balance",
            _tr("Read the &balance"),
            "purchases",
            on.run(lambda page: page.refresh()),
            icon="credits",
            cost=Cost.FREE,
            tab=ACTIVITY,
            enabled=on.able(),
            hint=_tr("The credits that are left, for the ledger"),
            separated=True,
        ),
        Command(
            "ledger-yields",
            _tr("&Yield of your filters…"),
            "purchases",
            on.run(lambda page: page.open_yields()),
            icon="chart",
            tab=ACTIVITY,
            enabled=on.able(),
            hint=_tr("What each saved filter brought, and what a new lead cost"),
        ),
    ]
