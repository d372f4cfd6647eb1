"""The real actions of receiving, with keychain and settings in memory, and a process and a tunnel as they are told."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from leaddesk.actions.collect_deliveries import CollectDeliveries
from leaddesk.actions.receive_deliveries import ReceiveDeliveries
from leaddesk.domain.changes import Announcer
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.receiver import AcceptedSecret
from leaddesk.domain.secret import Secret
from leaddesk.workspace.purchases.deliveries import Deliveries
from tests.fakes.memory_keychain import MemoryKeychain
from tests.fakes.memory_preferences import MemoryPreferences


@dataclass
class ReceiverProcessAsTold:
    """The receiver's own process."""

    failing: LeadDeskError | None = None
    port: int | None = None
    token: str = ""
    accepted: list[str] = field(default_factory=list)

    async def start(self, port: int, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = "") -> int:
        if self.failing is not None:
            raise self.failing
        self.port = port
        await self.change(token=token, secrets=secrets, public_host=public_host)
        return port

    async def change(self, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = "") -> None:
        del public_host
        self.token, self.accepted = token.reveal(), [one.secret.reveal() for one in secrets]

    async def stop(self) -> None:
        self.port = None


class EmptyInbox:
    """An inbox elsewhere, where nothing arrived."""

    async def collect(self, after: int = 0) -> AsyncGenerator[tuple[int, datetime, bytes], None]:
        del after
        nothing: tuple[tuple[int, datetime, bytes], ...] = ()
        for delivery in nothing:
            yield delivery

    async def acknowledge(self, up_to: int) -> None:
        del up_to

    async def aclose(self) -> None:
        """Nothing is open."""


class DeliveryDesk:
    """``receive`` is what the window is handed; the rest is what a test looks at."""

    def __init__(
        self,
        deliveries: Deliveries,
        announcer: Announcer,
        *,
        clock: Callable[[], datetime],
        look_soon: Callable[[], None] = lambda: None,
    ) -> None:
        self.preferences, self.keychain = MemoryPreferences(), MemoryKeychain()
        self.process = ReceiverProcessAsTold()
        self.trips: list[str] = []
        """Addresses that a test went through."""
        self.way_back: Callable[[str], Awaitable[None]] = self._comes_through
        collect = CollectDeliveries(
            preferences=self.preferences,
            keychain=self.keychain,
            deliveries=deliveries,
            connect=lambda _address, _key: EmptyInbox(),
            announcer=announcer,
            clock=clock,
        )
        self.receive = ReceiveDeliveries(
            preferences=self.preferences,
            keychain=self.keychain,
            process=self.process,
            round_trip=self._round_trip,
            collect=collect,
            deliveries=deliveries,
            look_soon=look_soon,
            announcer=announcer,
            clock=clock,
        )

    async def _comes_through(self, nonce: str) -> None:
        self.receive.heard_test(nonce)

    async def _round_trip(self, address: Secret, nonce: str, secret: Secret | None) -> None:
        del secret
        self.trips.append(address.reveal())
        await self.way_back(nonce)
