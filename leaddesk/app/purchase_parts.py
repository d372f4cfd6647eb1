"""What stands below buying: the journal, the receiver of webhooks, who watches over both, and the actions on top.

Imported in a thread behind the first picture, as ``lead_parts``.
"""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.actions.buy_contacts import BuyContacts
from leaddesk.actions.catalogue import Actions
from leaddesk.actions.collect_deliveries import CollectDeliveries
from leaddesk.actions.compare_matches import CompareMatches
from leaddesk.actions.purchase_catalogue import PurchaseActions
from leaddesk.actions.purchase_preflight import Preflight
from leaddesk.actions.purchase_sending import Means
from leaddesk.actions.receive_deliveries import ReceiveDeliveries
from leaddesk.actions.see_purchases import SeePurchases
from leaddesk.actions.slice_budget import SliceBudget
from leaddesk.actions.take_deliveries import TakeDeliveries
from leaddesk.actions.watch_purchases import WatchPurchases
from leaddesk.app.inbox.inbox_process import Heard, InboxProcess
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.preferences import RECEIVER_PORT, PreferenceStore
from leaddesk.domain.purchases import Purchase, PurchaseId
from leaddesk.domain.secret import Secret
from leaddesk.domain.table import RowSource
from leaddesk.files.evidence import write_evidence
from leaddesk.keychain.keychain import Keychain
from leaddesk.workspace.database import Database
from leaddesk.workspace.lock import BUYING, HomeLock
from leaddesk.workspace.purchases.deliveries import Deliveries
from leaddesk.workspace.purchases.journal import Journal
from leaddesk.workspace.purchases.ledger import Ledger
from leaddesk.workspace.purchases.schema import PURCHASES

if TYPE_CHECKING:
    from leaddesk.app.late import LateReachStream
    from leaddesk.app.lead_parts import LeadParts
    from leaddesk.providers.inbox_client import InboxClient

_log = logging.getLogger(__name__)


class PurchaseParts:
    """Buying, of one session. Needs a running loop."""

    def __init__(
        self,
        data: Path,
        *,
        reachstream: LateReachStream,
        account: Callable[[], str],
        actions: Actions,
        leads: LeadParts,
        keychain: Keychain,
        preferences: PreferenceStore,
        announcer: Announcer,
        clock: Callable[[], datetime],
    ) -> None:
        """``account``: ReachStream's address. ``leads``: the records that come become leads there.

        Of ``actions`` those that are free of charge are used.
        """
        read_credits, count_matches = actions.read_credits, actions.count_matches
        self.arrived: Callable[[Purchase, int], None] = lambda _purchase, _records: None
        """Hears of a purchase of which so many records came just now; the window joins in later."""
        self.on_trouble: Callable[[Purchase, LeadDeskError], None] = lambda _purchase, _error: None
        """Hears that the outcome of a purchase could not be written down yet."""
        self.on_left_behind: Callable[[], None] = lambda: None
        """Hears that purchases were settled whose LeadDesk ended while they were under way."""
        path = data / "purchases.db"
        self._announcer, self._preferences = announcer, preferences
        self._database = Database(path, schema=lambda: PURCHASES, damaged_stays=True)
        self._journal = Journal(self._database, clock=clock)
        self.ledger = Ledger(self._database, clock=clock)
        deliveries = Deliveries(self._database)
        process = InboxProcess(data)
        collect = CollectDeliveries(
            preferences=preferences,
            keychain=keychain,
            deliveries=deliveries,
            connect=_inbox,
            announcer=announcer,
            clock=clock,
        )
        receive = ReceiveDeliveries(
            preferences=preferences,
            keychain=keychain,
            process=process,
            round_trip=_round_trip,
            collect=collect,
            deliveries=deliveries,
            look_soon=self._delivered,
            announcer=announcer,
            clock=clock,
        )
        process.heard = Heard(
            arrived=lambda _: self._delivered(),
            tested=receive.heard_test,
            refused=receive.heard_refused,
            ended=receive.heard_end,
        )
        means = Means(
            journal=self._journal,
            ledger=self.ledger,
            sender=reachstream,
            read_credits=read_credits,
            account=account,
            announcer=announcer,
            clock=clock,
            on_trouble=lambda purchase, error: self.on_trouble(purchase, error),  # noqa: PLW0108 - the window sets another
        )
        preflight = Preflight(webhook=receive, read_credits=read_credits, ledger=self.ledger, folder=data)
        buy = BuyContacts(means=means, preflight=preflight, lock=HomeLock(data, BUYING), count=count_matches)
        take = TakeDeliveries(
            journal=self._journal,
            deliveries=deliveries,
            work=leads,
            job={"purchases": str(path), "leads": str(data / "leads.db")},
            read_credits=read_credits,
            announcer=announcer,
            arrived=lambda purchase, records: self.arrived(purchase, records),  # noqa: PLW0108 - as above
        )
        watch = WatchPurchases(
            journal=self._journal,
            deliveries=deliveries,
            batches=reachstream,
            take=take,
            read_credits=read_credits,
            recover=self._put_right,
            collect=collect,
            account=account,
            announcer=announcer,
            clock=clock,
        )
        self.actions = PurchaseActions(
            buy_contacts=buy,
            watch_purchases=watch,
            receive_deliveries=receive,
            see_purchases=SeePurchases(
                self._journal,
                self.ledger,
                deliveries,
                announcer,
                records=self._records,
                write=write_evidence,
                account=account,
                clock=clock,
            ),
            slice_budget=SliceBudget(count_matches, actions.look_up_values, self._journal.all),
            compare_matches=CompareMatches(leads.known),
        )

    async def wake(self, *, register: Callable[[str, str], Awaitable[bool]] | None = None) -> None:
        """What a session begins with: purchases that were left behind, the watch, the receiver.

        ``register``: the demo's account is told the receiver's address and a made-up secret.
        """
        self.actions.watch_purchases.start()
        if register is None:
            await self.actions.receive_deliveries.start()
        else:
            await self._receive_for_demo(register)
        self._announcer.announce(Changes(purchases=True, receiver=True))

    async def close(self) -> None:
        """What is being sent is waited for; then nothing is received or watched any more, and the file is closed."""
        await self.actions.buy_contacts.aclose()
        await self.actions.watch_purchases.aclose()
        await self.actions.receive_deliveries.aclose()
        await self._database.aclose()

    async def _receive_for_demo(self, register: Callable[[str, str], Awaitable[bool]]) -> None:
        receive, secret = self.actions.receive_deliveries, secrets.token_urlsafe(24)
        self._preferences.set(RECEIVER_PORT, _free_port())  # the usual one may be the real LeadDesk's
        try:
            await receive.store_secret(typed=secret)
            state = await receive.switch(on=True)
            await receive.set_public_address(address=f"http://127.0.0.1:{state.port}")
            address = await receive.address_to_paste()
        except LeadDeskError as error:  # polling is left
            _log.warning("the demo receives no webhooks: %s", type(error).__name__)
            return
        if address is not None:
            await register(address.reveal(), secret)

    async def _put_right(self) -> None:
        """Now and then: what another LeadDesk left behind, a purchase or the receiver's port."""
        if await self.actions.buy_contacts.recover():
            self.on_left_behind()
        await self.actions.receive_deliveries.listen_again()

    def _delivered(self) -> None:
        self.actions.watch_purchases.look_soon()

    async def _records(self, purchase: PurchaseId) -> RowSource:
        return await self._journal.rows(purchase)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _inbox(address: str, key: Secret) -> InboxClient:
    from leaddesk.providers.inbox_client import InboxClient  # noqa: PLC0415 - few have one

    return InboxClient(address, key)


async def _round_trip(address: Secret, nonce: str, secret: Secret | None) -> None:
    from leaddesk.providers.round_trip import round_trip  # noqa: PLC0415 - with HTTP, which is loaded by then

    await round_trip(address, nonce, secret)
