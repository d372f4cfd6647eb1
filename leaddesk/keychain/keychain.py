"""The one owner of API keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from leaddesk.domain.errors import KeychainError, KeychainNotAnswering, KeychainRefused, KeyUnusable, NoKeychain
from leaddesk.domain.keys import KeptKey, KeyPlace
from leaddesk.domain.secret import Secret
from leaddesk.keychain.backend import safe_backend
from leaddesk.keychain.one_at_a_time import NotAnsweringError, OneAtATime

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

T = TypeVar("T")

SERVICE = "LeadDesk"
"""The service name of our entries; the user name is the account (a provider's id)."""

_PATIENCE = 10.0


class Keychain:
    """Keeps one key per account. What was read once is remembered, so that not every request asks the keychain."""

    def __init__(
        self,
        *,
        only_memory: bool = False,
        seconds: float = _PATIENCE,
        backend: Callable[[], KeyringBackend] = safe_backend,
    ) -> None:
        """``only_memory``: for the demo; no keychain is ever touched. ``seconds``: time limit of each call."""
        self._only_memory = only_memory
        self._seconds = seconds
        self._find_backend = backend
        self._backend: KeyringBackend | None = None
        self._calls = OneAtATime(seconds)
        self._in_memory: dict[str, Secret] = {}
        self._remembered: dict[str, Secret] = {}

    async def read(self, account: str) -> KeptKey | None:
        """The key of ``account``, None if there is none; one in memory wins. Raises KeychainError."""
        known = self._known(account)
        if known is not None or self._only_memory:
            return known
        found = await self._ask(lambda backend: backend.get_password(SERVICE, account))
        known = self._known(account)  # what was stored meanwhile is newer
        if known is not None or not found:
            return known
        self._remembered[account] = _usable(found)
        return self._known(account)

    async def store(self, account: str, secret: Secret) -> KeptKey:
        """Puts the key into the keychain, in the place of any other; with ``only_memory``, into memory.

        Raises KeychainError; kind ``"NotKept"`` where the keychain said yes but does not give the key back.
        """
        if self._only_memory:
            return await self.keep_until_quit(account, secret)

        def put(backend: KeyringBackend) -> bool:
            backend.set_password(SERVICE, account, secret.reveal())
            found = backend.get_password(SERVICE, account)
            return found is not None and Secret(found) == secret

        try:
            is_kept = await self._ask(put)
        finally:
            self._remembered.pop(account, None)  # also after a failure: the old one may be gone
        if not is_kept:
            raise KeychainRefused("NotKept")
        self._in_memory.pop(account, None)
        self._remembered[account] = secret
        return KeptKey(secret, KeyPlace.KEYCHAIN)

    async def keep_until_quit(self, account: str, secret: Secret) -> KeptKey:
        """Keeps the key in memory only; what is in the keychain stays there, unused."""
        self._in_memory[account] = secret
        return KeptKey(secret, KeyPlace.MEMORY)

    async def remove(self, account: str) -> None:
        """Removes the key from memory and from the keychain; no error if there is none. Raises KeychainError."""
        self._in_memory.pop(account, None)
        if self._only_memory:
            return

        def take_away(backend: KeyringBackend) -> bool:
            if backend.get_password(SERVICE, account) is not None:
                backend.delete_password(SERVICE, account)
            return backend.get_password(SERVICE, account) is None

        try:
            is_gone = await self._ask(take_away)
        except NoKeychain:  # so there was nothing to remove
            return
        finally:
            self._remembered.pop(account, None)
        if not is_gone:
            raise KeychainRefused("NotRemoved")

    def _known(self, account: str) -> KeptKey | None:
        if account in self._in_memory:
            return KeptKey(self._in_memory[account], KeyPlace.MEMORY)
        if account in self._remembered:
            return KeptKey(self._remembered[account], KeyPlace.KEYCHAIN)
        return None

    async def _ask(self, question: Callable[[KeyringBackend], T]) -> T:
        def answer() -> T:
            """In the worker thread. What a backend raises may hold the key in its text, so only its type goes on."""
            try:
                if self._backend is None:
                    self._backend = self._find_backend()
                return question(self._backend)
            except KeychainError:
                raise
            except Exception as error:  # noqa: BLE001 - backends raise what they like
                refused = type(error).__name__
            raise NoKeychain if refused == "NoKeyringError" else KeychainRefused(refused)

        try:
            return await self._calls.run(answer)
        except NotAnsweringError:
            pass
        raise KeychainNotAnswering(self._seconds)


def _usable(found: str) -> Secret:
    """Another program may have put anything there."""
    try:
        return Secret.typed(found)
    except KeyUnusable:
        raise KeychainRefused(KeyUnusable.__name__) from None
