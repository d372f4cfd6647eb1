"""Receive deliveries by webhook: the receiver, its secret and its path, how it is reached, and whether it works."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from leaddesk.actions.collect_deliveries import INBOX_KEY, PATH, CollectDeliveries
from leaddesk.actions.connect_provider import Keychain
from leaddesk.actions.purchase_books import Deliveries
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.deliveries import DeliveredBy, DeliveryId
from leaddesk.domain.errors import (
    FileUnreadable,
    LeadDeskError,
    NoRoundTrip,
    NoWebhookSecret,
    PortTaken,
    WorkBroken,
)
from leaddesk.domain.preferences import (
    INBOX_ADDRESS,
    OLD_SECRET_UNTIL,
    RECEIVER_ADDRESS,
    RECEIVER_ON,
    RECEIVER_PORT,
    PreferenceStore,
)
from leaddesk.domain.providers import checked_address
from leaddesk.domain.purchases import PurchaseId
from leaddesk.domain.receiver import OLD_SECRET_LIVES, AcceptedSecret, ReceiverState
from leaddesk.domain.secret import Secret

_log = logging.getLogger(__name__)

WEBHOOK, OLD_WEBHOOK = "reachstream-webhook", "reachstream-webhook:old"
"""Accounts of the keychain."""
LARGEST = 32 << 20
"""Bytes of a payload."""
_LOWEST_PORT, _HIGHEST_PORT = 1024, 65_535
_PATIENCE = 10.0
"""Seconds from the answer of a test to the word of our receiver that it was there."""
_BEFORE_LISTENING_AGAIN = timedelta(minutes=5)
_BEFORE_STARTING_AGAIN = 2.0
"""Seconds after the receiver's process ended by itself."""


class ReceiverProcess(Protocol):
    """``app.inbox.inbox_process``."""

    async def start(
        self, port: int, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = ""
    ) -> int: ...

    async def change(
        self, *, token: Secret, secrets: Sequence[AcceptedSecret], public_host: str = ""
    ) -> None: ...  # fmt: skip

    async def stop(self) -> None: ...


class RoundTrip(Protocol):
    """``providers.round_trip``."""

    def __call__(self, address: Secret, nonce: str, secret: Secret | None, /) -> Awaitable[None]: ...


class ReceiveDeliveries:
    """Every change of how it is reached forgets the last test, and announces ``Changes(receiver=True)``."""

    def __init__(
        self,
        *,
        preferences: PreferenceStore,
        keychain: Keychain,
        process: ReceiverProcess,
        round_trip: RoundTrip,
        collect: CollectDeliveries,
        deliveries: Deliveries,
        look_soon: Callable[[], None],
        announcer: Announcer,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``process`` tells ``heard_test``, ``heard_refused`` and ``heard_end``. ``look_soon``: a delivery is kept."""
        self._preferences, self._keychain, self._process = preferences, keychain, process
        self._round_trip, self._collect, self._deliveries = round_trip, collect, deliveries
        self._look_soon, self._announcer, self._clock, self._sleep = look_soon, announcer, clock, sleep
        self._is_listening = False
        self._trouble: LeadDeskError | None = None
        self._tried_at: datetime | None = None
        """When it was last to listen."""
        self._tested_at: datetime | None = None
        self._test_trouble: LeadDeskError | None = None
        self._refused: Mapping[str, int] = {}
        self._nonces: dict[str, asyncio.Event] = {}
        self._changing = asyncio.Lock()
        self._starting_again: asyncio.Task[None] | None = None

    async def state(self) -> ReceiverState:
        """How things stand. Raises KeychainError."""
        get = self._preferences.get
        old, until = await self._keychain.read(OLD_WEBHOOK), self._old_until()
        return ReceiverState(
            is_on=get(RECEIVER_ON),
            port=get(RECEIVER_PORT),
            is_listening=self._is_listening,
            trouble=self._trouble,
            public_address=get(RECEIVER_ADDRESS),
            has_path=await self._keychain.read(PATH) is not None,
            secret_ending=await self._ending(WEBHOOK),
            old_secret_until=until if old is not None else None,
            inbox_address=get(INBOX_ADDRESS),
            inbox_key_ending=await self._ending(INBOX_KEY),
            collected_at=self._collect.collected_at,
            inbox_trouble=self._collect.trouble,
            tested_at=self._tested_at,
            test_trouble=self._test_trouble,
            refused=dict(self._refused),
        )

    async def start(self) -> None:
        """At LeadDesk's start: listen, where that was chosen. What stands in the way is told by ``state``."""
        try:
            await self._listen()
        except LeadDeskError as error:
            _log.warning("the receiver does not listen: %s", type(error).__name__)

    async def listen_again(self) -> None:
        """Now and then: where it should listen and does not, for another LeadDesk had the port, it is tried again."""
        is_due = abs(self._clock() - self._tried_at) >= _BEFORE_LISTENING_AGAIN if self._tried_at else True
        if isinstance(self._trouble, PortTaken | WorkBroken) and is_due and not self._changing.locked():
            await self.start()
            if self._is_listening:
                self._announcer.announce(Changes(receiver=True))

    async def switch(self, *, on: bool) -> ReceiverState:
        """Raises PortTaken, WorkBroken: it stays chosen, and is tried again at the next start; KeychainError."""
        self._preferences.set(RECEIVER_ON, on)
        return await self._changed(self._listen)

    async def set_port(self, *, port: int) -> ReceiverState:
        """Raises ValueError outside of 1024 to 65535; else as ``switch``."""
        if not _LOWEST_PORT <= port <= _HIGHEST_PORT:
            raise ValueError(port)
        self._preferences.set(RECEIVER_PORT, port)
        return await self._changed(self._listen)

    async def set_public_address(self, *, address: str) -> ReceiverState:
        """Empty for none. Raises AddressRefused: a secret travels to it; else as ``switch``."""
        self._preferences.set(RECEIVER_ADDRESS, checked_address(address) if address.strip() else "")
        return await self._changed(self._admit)

    async def store_secret(self, *, typed: str) -> ReceiverState:
        """In the keychain. The one before it is accepted for OLD_SECRET_LIVES. Raises KeyUnusable, KeychainError."""
        secret = Secret.typed(typed)
        before = await self._keychain.read(WEBHOOK)
        if before is not None and before.secret != secret:
            await self._keychain.store(OLD_WEBHOOK, before.secret)
            self._preferences.set(OLD_SECRET_UNTIL, (self._clock() + OLD_SECRET_LIVES).isoformat())
        await self._keychain.store(WEBHOOK, secret)
        return await self._changed(self._admit)

    async def remove_secret(self) -> ReceiverState:
        """And the one before it. Raises KeychainError."""
        for account in (WEBHOOK, OLD_WEBHOOK):
            await self._keychain.remove(account)
        self._preferences.set(OLD_SECRET_UNTIL, "")
        return await self._changed(self._admit)

    async def new_path(self) -> ReceiverState:
        """Another secret path: whoever knew the address before is not let in any more. Raises KeychainError."""
        await self._draw_path()
        return await self._changed(self._admit)

    async def address_to_paste(self) -> Secret | None:
        """Public address and secret path together, for the ReachStream account; None without a public address.

        It authenticates by itself, so it is shown on demand alone. Raises KeychainError.
        """
        get = self._preferences.get
        base = get(RECEIVER_ADDRESS) or get(INBOX_ADDRESS)
        return Secret(f"{base}/{(await self._path()).reveal()}") if base else None

    async def set_inbox(self, *, address: str, key: str | None) -> ReceiverState:
        """Of a ``leaddesk inbox`` elsewhere; an empty address for none, which forgets the key. ``key`` None leaves it.

        Raises AddressRefused, KeyUnusable, KeychainError.
        """
        checked = checked_address(address) if address.strip() else ""
        if key is not None and checked:
            await self._keychain.store(INBOX_KEY, Secret.typed(key))
        elif not checked:
            await self._keychain.remove(INBOX_KEY)
        self._preferences.set(INBOX_ADDRESS, checked)
        self._collect.collected_at = self._collect.trouble = None
        return await self._changed(self._path)

    async def test(self) -> ReceiverState:
        """A real round trip through the public address. Raises as ``check`` does."""
        await self.check()
        return await self.state()

    async def check(self) -> Secret:
        """For a purchase that is to be armed: a real round trip, and then the secret to send along.

        Raises NoWebhookSecret, NoRoundTrip, InboxRefused, KeychainError.
        """
        try:
            kept = await self._keychain.read(WEBHOOK)
            if kept is None:
                raise NoWebhookSecret
            await self._go_round(kept.secret)
        except LeadDeskError as error:
            self._tested_at, self._test_trouble = None, error
            raise
        else:
            self._tested_at, self._test_trouble = self._clock(), None
            return kept.secret
        finally:
            self._announcer.announce(Changes(receiver=True))

    async def give(self, *, path: Path) -> tuple[DeliveryId, bool]:
        """Keep a payload by hand; whether it is new. Raises FileUnreadable (too-large: over 32 MiB), WorkspaceError."""
        body = await asyncio.to_thread(_read, path)
        kept = await self._deliveries.keep(body, DeliveredBy.HAND, arrived_at=self._clock())
        self._announcer.announce(Changes(purchases=True))
        self._look_soon()
        return kept

    async def assign(self, *, id: DeliveryId, purchase: PurchaseId) -> bool:  # noqa: A002
        """A delivery in quarantine is of this purchase, says the person. False where it is not in quarantine any more.

        Raises ValueError for a purchase that was not sent; WorkspaceError.
        """
        is_assigned = await self._deliveries.assign(id, purchase)
        self._announcer.announce(Changes(purchases=True))
        self._look_soon()
        return is_assigned

    def heard_test(self, nonce: str) -> None:
        """Our receiver has seen a test."""
        if nonce in self._nonces:
            self._nonces[nonce].set()

    def heard_refused(self, counts: Mapping[str, int]) -> None:
        """Our receiver has turned so many away since it began, by a word for why."""
        self._refused = dict(counts)
        self._announcer.announce(Changes(receiver=True))

    def heard_end(self) -> None:
        """Our receiver ended although nobody stopped it: it is started again."""
        self._is_listening = False
        self._announcer.announce(Changes(receiver=True))
        self._starting_again = asyncio.get_running_loop().create_task(self._start_again())

    async def aclose(self) -> None:
        """The receiver ends."""
        if self._starting_again is not None:
            self._starting_again.cancel()
            await asyncio.wait([self._starting_again])
        async with self._changing:
            self._is_listening, self._trouble = False, None
            await self._process.stop()

    async def _changed(self, change: Callable[[], Awaitable[object]]) -> ReceiverState:
        self._tested_at = self._test_trouble = None
        try:
            await change()
        finally:
            self._announcer.announce(Changes(receiver=True))
        return await self.state()

    async def _listen(self) -> None:
        """As chosen, at the chosen port."""
        async with self._changing:
            self._is_listening, self._trouble, self._refused = False, None, {}
            self._tried_at = self._clock()
            await self._process.stop()
            if not self._preferences.get(RECEIVER_ON):
                return
            try:
                path, accepted = await self._path(), await self._accepted()
                await self._process.start(
                    self._preferences.get(RECEIVER_PORT), token=path, secrets=accepted, public_host=self._public_host()
                )
            except LeadDeskError as error:
                self._trouble = error
                raise
            self._is_listening = True

    async def _admit(self) -> None:
        """Others are let in from now on."""
        async with self._changing:
            if self._is_listening:
                await self._process.change(
                    token=await self._path(), secrets=await self._accepted(), public_host=self._public_host()
                )

    async def _start_again(self) -> None:
        await self._sleep(_BEFORE_STARTING_AGAIN)
        await self.start()
        self._announcer.announce(Changes(receiver=True))

    async def _go_round(self, secret: Secret) -> None:
        address = await self.address_to_paste()
        if address is None:
            raise NoRoundTrip("", "no-address")
        host = urlsplit(address.reveal()).hostname or ""
        is_elsewhere = bool(self._preferences.get(INBOX_ADDRESS))
        if not (self._is_listening or is_elsewhere):
            raise NoRoundTrip(host, "not-listening")
        nonce = secrets.token_hex(16)
        seen = self._nonces[nonce] = asyncio.Event()
        try:
            await self._round_trip(address, nonce, secret)
            if is_elsewhere and not seen.is_set():
                await self._collect()  # it answered 200 to the path and the secret; and it lets us collect
                return
            async with asyncio.timeout(_PATIENCE):
                await seen.wait()
        except TimeoutError:
            raise NoRoundTrip(host, "not-ours") from None
        finally:
            del self._nonces[nonce]

    async def _accepted(self) -> Sequence[AcceptedSecret]:
        """Those that a delivery may name. The old one is forgotten when its time is over."""
        present, old, until = (
            await self._keychain.read(WEBHOOK),
            await self._keychain.read(OLD_WEBHOOK),
            self._old_until(),
        )
        accepted = [AcceptedSecret(present.secret)] if present is not None else []
        if old is not None and until is not None:
            accepted.append(AcceptedSecret(old.secret, until))
        elif old is not None:
            await self._keychain.remove(OLD_WEBHOOK)
        return accepted

    def _old_until(self) -> datetime | None:
        """None where it is over, or no such moment is kept."""
        try:
            until = datetime.fromisoformat(self._preferences.get(OLD_SECRET_UNTIL))
        except ValueError:
            return None
        return until if until.tzinfo is not None and until > self._clock() else None

    async def _path(self) -> Secret:
        """Drawn where there is none."""
        kept = await self._keychain.read(PATH)
        return kept.secret if kept is not None else await self._draw_path()

    async def _draw_path(self) -> Secret:
        return (await self._keychain.store(PATH, Secret(secrets.token_hex(16)))).secret

    async def _ending(self, account: str) -> str | None:
        kept = await self._keychain.read(account)
        return kept.secret.ending if kept is not None else None

    def _public_host(self) -> str:
        return urlsplit(self._preferences.get(RECEIVER_ADDRESS)).hostname or ""


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(path, "gone") from error
    except OSError as error:
        raise FileUnreadable(path, error.strerror or type(error).__name__) from error
    if len(body) > LARGEST:
        raise FileUnreadable(path, "too-large")
    if not body.strip():
        raise FileUnreadable(path, "empty")
    return body
