"""The actions around purchases together, loaded after the first picture: ``catalogue.Actions`` asks for them late."""

from __future__ import annotations

from dataclasses import dataclass

from leaddesk.actions.buy_contacts import BuyContacts
from leaddesk.actions.compare_matches import CompareMatches
from leaddesk.actions.receive_deliveries import ReceiveDeliveries
from leaddesk.actions.see_purchases import SeePurchases
from leaddesk.actions.slice_budget import SliceBudget
from leaddesk.actions.watch_purchases import WatchPurchases


@dataclass(frozen=True)
class PurchaseActions:
    """What a person can do about buying."""

    buy_contacts: BuyContacts
    watch_purchases: WatchPurchases
    receive_deliveries: ReceiveDeliveries
    see_purchases: SeePurchases
    slice_budget: SliceBudget
    compare_matches: CompareMatches
