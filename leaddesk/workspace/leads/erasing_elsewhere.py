"""What follows an erasing in the other files. Each part may be done again: a power cut in between loses nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from leaddesk.workspace import list_erasing
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import erasing
from leaddesk.workspace.purchases import erasing as purchase_erasing


@dataclass(frozen=True)
class OtherFiles:
    """Where erased people are besides the rows of My Leads, and how they go there."""

    leads: Database
    main: Database
    """With the lists read from providers."""
    forget_index: Callable[[], Awaitable[None]]
    """Takes who was erased out of ``leads-index.db``, or drops that file; no byte of them is left in it then."""
    renew_backups: Callable[[], Awaitable[object]]
    """Makes a fresh backup and deletes all others."""
    purchases: Database | None = None
    """With what was bought and delivered; None where nothing ever was."""

    async def forget(self) -> None:
        """Finish it."""
        teller = await self.leads.read(erasing.teller)
        await self.forget_index()
        if teller is not None:
            await self.main.write(partial(list_erasing.forget, erased=teller))
        await self.main.wipe()
        await self.leads.wipe()
        if self.purchases is not None:
            if teller is not None:
                await self.purchases.write(partial(purchase_erasing.forget, erased=teller))
            await self.purchases.wipe()
        await self.renew_backups()
        await self.leads.write(erasing.finished)
