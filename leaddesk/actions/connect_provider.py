"""Connect a provider: keep, test and remove its key, choose the address that the key goes to, and see its dialects.

The key is kept by the keychain alone (or in memory until LeadDesk quits); the address is a setting, and an environment
variable wins over it (providers.md, "Common rules"). Nothing that is handed out here holds more of a key than its
ending.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import AddressRefused
from leaddesk.domain.keys import KeptKey, KeyPlace
from leaddesk.domain.preferences import ADDRESSES, PreferenceStore
from leaddesk.domain.providers import PROVIDERS, Provider, checked_address, is_loopback
from leaddesk.domain.secret import Secret


class Keychain(Protocol):
    """Where keys are kept. An account is a provider's id. Every call may raise KeychainError."""

    async def read(self, account: str) -> KeptKey | None: ...

    async def store(self, account: str, secret: Secret) -> KeptKey: ...

    async def keep_until_quit(self, account: str, secret: Secret) -> KeptKey: ...

    async def remove(self, account: str) -> None: ...


class Dialects(Protocol):
    """What was learnt of how a provider answers at the address in force."""

    def known(self, provider: str, /) -> Mapping[str, str]:
        """Operations (``"count"``) to what was learnt of each (a path, a spelling)."""
        ...

    def forget_all(self, provider: str, /) -> None: ...


Tester = Callable[[], Awaitable[int | None]]
"""A call that spends no credits and that only a good key gets an answer to.

It returns the credits that are left, None where the provider has none.
"""


class KeyKind(Enum):
    """Where a provider's key is."""

    NONE = "none"
    KEYCHAIN = "keychain"
    MEMORY = "memory"
    """Until LeadDesk quits."""


@dataclass(frozen=True)
class KeyState:
    """What may be shown of a key."""

    kind: KeyKind
    ending: str = ""
    """At most its last four characters; empty for a short key, or for none."""


class AddressSource(StrEnum):
    """Who said where a provider is."""

    DEFAULT = "default"
    SETTINGS = "settings"
    ENVIRONMENT = "environment"


@dataclass(frozen=True)
class AddressState:
    """Where a provider's calls go."""

    address: str
    default: str
    source: AddressSource
    refused: AddressRefused | None = None
    """Why no key can be sent there: a hand-written setting or variable may hold anything."""


@dataclass(frozen=True)
class KeyTested:
    """The provider took the key."""

    credits: int | None
    """Those that are left; None where the provider has none."""
    seconds: float
    """From asking to the answer, waiting in the queue included."""


_KINDS = {KeyPlace.KEYCHAIN: KeyKind.KEYCHAIN, KeyPlace.MEMORY: KeyKind.MEMORY}
_PROVIDERS = {provider.id: provider for provider in PROVIDERS}


class ConnectProvider:
    """Everything about keys and addresses. ``provider`` is an id, such as ``"reachstream"``; KeyError for another."""

    def __init__(
        self,
        *,
        keychain: Keychain,
        preferences: PreferenceStore,
        environment: Mapping[str, str],
        testers: Mapping[str, Tester],
        dialects: Dialects,
        announcer: Announcer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``testers`` by provider id, one for each that will be tested. ``clock`` counts seconds."""
        self._keychain = keychain
        self._preferences = preferences
        self._environment = environment
        self._testers = testers
        self._dialects = dialects
        self._announcer = announcer
        self._clock = clock

    async def key_state(self, *, provider: str) -> KeyState:
        """Raises KeychainError."""
        return _state(await self._keychain.read(_PROVIDERS[provider].id))

    async def store_key(self, *, provider: str, typed: str) -> KeyState:
        """Put ``typed`` into the keychain, in the place of the key that is there.

        Raises KeyUnusable, before the keychain is asked, and KeychainError; in both cases the old key stays.
        """
        kept = await self._keychain.store(_PROVIDERS[provider].id, Secret.typed(typed))
        self._announcer.announce(Changes(keys=frozenset({provider})))
        return _state(kept)

    async def keep_key_until_quit(self, *, provider: str, typed: str) -> KeyState:
        """Keep ``typed`` in memory alone. Raises KeyUnusable."""
        kept = await self._keychain.keep_until_quit(_PROVIDERS[provider].id, Secret.typed(typed))
        self._announcer.announce(Changes(keys=frozenset({provider})))
        return _state(kept)

    async def remove_key(self, *, provider: str) -> None:
        """Forget the key, wherever it is. Raises KeychainError."""
        await self._keychain.remove(_PROVIDERS[provider].id)
        self._announcer.announce(Changes(keys=frozenset({provider})))

    async def test(self, *, provider: str) -> KeyTested:
        """Ask the provider something that spends no credits; with Leadsopedia it is one of the month's calls.

        Raises ProviderError (NoListToAsk among them), KeychainError, AddressRefused, WorkspaceError.
        """
        began = self._clock()
        credits_ = await self._testers[provider]()
        seconds = self._clock() - began
        self._announcer.announce(Changes(answered=frozenset({provider})))
        return KeyTested(credits_, seconds)

    def dialects(self, *, provider: str) -> Mapping[str, str]:
        """What was learnt of how the provider answers at the address in force, by operation; empty for nothing."""
        return self._dialects.known(_PROVIDERS[provider].id)

    def forget_dialects(self, *, provider: str) -> None:
        """Forget it all, for every address. The next calls learn it again, at one call too many now and then."""
        self._dialects.forget_all(_PROVIDERS[provider].id)
        self._announcer.announce(Changes(dialects=frozenset({provider})))

    def address(self, *, provider: str) -> AddressState:
        """The address in force: the environment's, else that of Settings, else the default."""
        about = _PROVIDERS[provider]
        by_environment = self._environment.get(about.address_variable, "").strip()
        by_settings = self._preferences.get(ADDRESSES).get(provider)
        if by_environment:
            return _address_state(about, by_environment, AddressSource.ENVIRONMENT)
        if isinstance(by_settings, str) and by_settings.strip():
            return _address_state(about, by_settings, AddressSource.SETTINGS)
        return _address_state(about, about.default_address, AddressSource.DEFAULT)

    def new_destination(self, *, provider: str, address: str) -> str:
        """The host that would get the key from now on; empty where nobody new would.

        Nobody new is the provider itself, this computer, and the host in force. A host with letters beyond ASCII is
        told in its encoded form, so that a look-alike name shows. Raises AddressRefused.
        """
        host = _host(checked_address(address))
        in_force = self.address(provider=provider)
        known = {_host(in_force.default)} | ({_host(in_force.address)} if in_force.refused is None else set())
        return "" if is_loopback(host) or host in known else _encoded(host)

    def change_address(self, *, provider: str, address: str) -> AddressState:
        """Use ``address`` from now on; the default one is not kept, so that a later default can follow.

        Raises AddressRefused before anything is kept. Where the environment names an address, that one stays in force.
        """
        about = _PROVIDERS[provider]
        checked = checked_address(address)
        kept = {name: text for name, text in self._preferences.get(ADDRESSES).items() if name != provider}
        if checked != about.default_address:
            kept[provider] = checked
        self._preferences.set(ADDRESSES, kept)
        self._announcer.announce(Changes(addresses=frozenset({provider})))
        return self.address(provider=provider)

    def use_default_address(self, *, provider: str) -> AddressState:
        """Forget the address of Settings."""
        return self.change_address(provider=provider, address=_PROVIDERS[provider].default_address)


def _state(kept: KeptKey | None) -> KeyState:
    return KeyState(KeyKind.NONE) if kept is None else KeyState(_KINDS[kept.place], kept.secret.ending)


def _address_state(about: Provider, address: str, source: AddressSource) -> AddressState:
    try:
        return AddressState(checked_address(address), about.default_address, source)
    except AddressRefused as refused:
        return AddressState(address.strip(), about.default_address, source, refused)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()


def _encoded(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host
