"""The actions of My Leads together, loaded after the first picture: ``catalogue.Actions`` asks for them late."""

from __future__ import annotations

from dataclasses import dataclass

from leaddesk.actions.collect_leads import CollectLeads
from leaddesk.actions.export_leads import ExportLeads
from leaddesk.actions.find_leads import FindLeads
from leaddesk.actions.import_leads import ImportLeads
from leaddesk.actions.keep_backups import KeepBackups
from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.actions.review_duplicates import ReviewDuplicates
from leaddesk.actions.suppress_people import SuppressPeople


@dataclass(frozen=True)
class LeadActions:
    """What a person can do with leads of their own."""

    find_leads: FindLeads
    keep_leads: KeepLeads
    collect_leads: CollectLeads
    import_leads: ImportLeads
    review_duplicates: ReviewDuplicates
    suppress_people: SuppressPeople
    export_leads: ExportLeads
    keep_backups: KeepBackups
