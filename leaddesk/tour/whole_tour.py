"""The whole tour: all three providers' tabs, My Leads, a purchase, then the looks of the window."""

from __future__ import annotations

from pathlib import Path

from leaddesk.tour.filter_steps import FilterWalk
from leaddesk.tour.lead_steps import LeadsWalk
from leaddesk.tour.leadsopedia_steps import LeadsopediaWalk
from leaddesk.tour.look_steps import LookWalk
from leaddesk.tour.purchase_steps import PurchaseWalk
from leaddesk.tour.reactin_steps import ReactInWalk
from leaddesk.tour.report import Seen
from leaddesk.ui.main_window import FIRST_SIZE, MainWindow


async def walk_through(window: MainWindow, out: Path) -> list[Seen]:
    """What was seen in each step; pictures and files go to ``out``."""
    window.resize(FIRST_SIZE)
    window.activateWindow()
    seen: list[Seen] = []
    for kind in (FilterWalk, ReactInWalk, LeadsopediaWalk, LeadsWalk, PurchaseWalk, LookWalk):
        walk = kind(window, out)
        seen += await walk.go(walk.steps, first=len(seen) + 1)
    return seen
