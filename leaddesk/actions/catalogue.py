"""All actions together, as ``app`` builds them and the window is handed them."""

from __future__ import annotations

from dataclasses import dataclass

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
