"""All actions together, as ``app`` builds them and the window is handed them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.actions.ask_leadsopedia import AskLeadsopedia
from leaddesk.actions.connect_provider import ConnectProvider
from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.explain_count import ExplainCount
from leaddesk.actions.export_rows import ExportRows
from leaddesk.actions.keep_filters import KeepFilters
from leaddesk.actions.keep_smartlists import KeepSmartLists
from leaddesk.actions.look_up_values import LookUpValues
from leaddesk.actions.open_rows import OpenRows
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.actions.read_list import ReadList
from leaddesk.actions.report_diagnostics import ReportDiagnostics
from leaddesk.actions.save_download import SaveDownload

if TYPE_CHECKING:
    from leaddesk.actions.collect_leads import CollectLeads
    from leaddesk.actions.export_leads import ExportLeads
    from leaddesk.actions.find_leads import FindLeads
    from leaddesk.actions.import_leads import ImportLeads
    from leaddesk.actions.keep_backups import KeepBackups
    from leaddesk.actions.keep_leads import KeepLeads
    from leaddesk.actions.lead_catalogue import LeadActions
    from leaddesk.actions.purchase_catalogue import PurchaseActions
    from leaddesk.actions.review_duplicates import ReviewDuplicates
    from leaddesk.actions.suppress_people import SuppressPeople


@dataclass(frozen=True)
class Actions:
    """What a person can do."""

    connect_provider: ConnectProvider
    look_up_values: LookUpValues
    count_matches: CountMatches
    explain_count: ExplainCount
    read_credits: ReadCredits
    keep_filters: KeepFilters
    keep_smartlists: KeepSmartLists
    read_list: ReadList
    open_rows: OpenRows
    ask_leadsopedia: AskLeadsopedia
    save_download: SaveDownload
    export_rows: ExportRows
    report_diagnostics: ReportDiagnostics
    leads: Callable[[], LeadActions]
    """Those of My Leads, which are loaded when the first of them is asked for."""
    purchases: Callable[[], PurchaseActions]
    """Those around buying; as above."""

    @property
    def find_leads(self) -> FindLeads:
        return self.leads().find_leads

    @property
    def keep_leads(self) -> KeepLeads:
        return self.leads().keep_leads

    @property
    def collect_leads(self) -> CollectLeads:
        return self.leads().collect_leads

    @property
    def import_leads(self) -> ImportLeads:
        return self.leads().import_leads

    @property
    def review_duplicates(self) -> ReviewDuplicates:
        return self.leads().review_duplicates

    @property
    def suppress_people(self) -> SuppressPeople:
        return self.leads().suppress_people

    @property
    def export_leads(self) -> ExportLeads:
        return self.leads().export_leads

    @property
    def keep_backups(self) -> KeepBackups:
        return self.leads().keep_backups
