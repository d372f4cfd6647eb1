"""A keychain in a dictionary, which can be told to fail."""

from __future__ import annotations

from leaddesk.domain.errors import KeychainError
from leaddesk.domain.keys import KeptKey, KeyPlace
from leaddesk.domain.secret import Secret


class MemoryKeychain:
    """What is "stored" says that it is in the system's keychain."""

    def __init__(self, failing: KeychainError | None = None) -> None:
        """While ``failing`` is set, everything raises it but ``keep_until_quit``."""
        self.failing = failing
        self.kept: dict[str, KeptKey] = {}

    async def read(self, account: str) -> KeptKey | None:
        self._fail()
        return self.kept.get(account)

    async def store(self, account: str, secret: Secret) -> KeptKey:
        self._fail()
        self.kept[account] = KeptKey(secret, KeyPlace.KEYCHAIN)
        return self.kept[account]

    async def keep_until_quit(self, account: str, secret: Secret) -> KeptKey:
        self.kept[account] = KeptKey(secret, KeyPlace.MEMORY)
        return self.kept[account]

    async def remove(self, account: str) -> None:
        self._fail()
        self.kept.pop(account, None)

    def _fail(self) -> None:
        if self.failing is not None:
            raise self.failing
