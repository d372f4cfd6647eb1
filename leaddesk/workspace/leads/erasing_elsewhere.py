"""What follows an erasing in the other files. Each part may be done again: a power cut in between loses nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leaddesk.domain.identity import LINKEDIN, Mark
from leaddesk.workspace import list_erasing
from leaddesk.workspace.database import Database
from leaddesk.workspace.leads import erasing

if TYPE_CHECKING:
    import apsw

_APART = re.compile(r"[-_.@+%~]")


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

    async def forget(self, marks: Collection[Mark] | None) -> None:
        """Finish it. ``marks`` of those who were erased last; None: not known any more, it takes longer then."""
        teller = await self.leads.read(erasing.teller)
        hints = _hints(marks) if marks else ()

        def forget_in_lists(connection: apsw.Connection) -> int:
            return list_erasing.forget(connection, teller, hints)

        await self.forget_index()
        if marks is None or marks:
            await self.main.write(forget_in_lists)
        await self.main.wipe()
        await self.leads.wipe()
        await self.renew_backups()
        await self.leads.write(erasing.finished)


def _hints(marks: Collection[Mark]) -> tuple[str, ...]:
    """A part of each mark that its row holds in every spelling; nothing where one has no such part."""
    parts = [_APART.split(mark.value.rpartition("/")[2] if mark.kind == LINKEDIN else mark.value)[0] for mark in marks]
    return tuple(part.casefold() for part in parts) if all(part.isascii() and len(part) > 1 for part in parts) else ()
