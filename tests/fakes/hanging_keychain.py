"""A keychain that does not answer before it is let go, as a locked one whose prompt nobody sees."""

from __future__ import annotations

import asyncio

from leaddesk.domain.keys import KeptKey
from leaddesk.domain.secret import Secret
from tests.fakes.memory_keychain import MemoryKeychain


class HangingKeychain(MemoryKeychain):
    """``unlocked`` lets it answer, or fail if ``failing`` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.unlocked = asyncio.Event()

    async def read(self, account: str) -> KeptKey | None:
        await self.unlocked.wait()
        return await super().read(account)

    async def store(self, account: str, secret: Secret) -> KeptKey:
        await self.unlocked.wait()
        return await super().store(account, secret)

    async def remove(self, account: str) -> None:
        await self.unlocked.wait()
        await super().remove(account)
