"""What the window shows of an export before anything is written. On the top floor because it joins neighbours."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leaddesk.domain.export_destinations import CARDS
from leaddesk.domain.export_profiles import Profile, Template
from leaddesk.domain.leads import LeadId
from leaddesk.workspace.database import Database

if TYPE_CHECKING:
    from leaddesk.workspace.database import Connection


class ExportSamples:
    """``actions.export_leads.Samples``."""

    def __init__(self, reader: Database) -> None:
        """``reader`` is a database on the file of My Leads."""
        self._reader = reader

    async def rows(self, profile: Profile, leads: Sequence[LeadId], *, with_suppressed: bool = True) -> list[list[str]]:
        """As the protocol says. Raises WorkspaceError."""
        from leaddesk.files.profile_rows import ProfileRows  # noqa: PLC0415 - after the first picture
        from leaddesk.workspace.leads.reading_out import read_wanted  # noqa: PLC0415 - as above

        made = ProfileRows(profile)

        def read(connection: Connection) -> list[tuple[str | float | None, ...]]:
            size = max(1, len(leads))
            chunks = read_wanted(connection, made.sources, leads, size, with_suppressed=with_suppressed)
            return [row for chunk in chunks for row in chunk]

        rows = made.rows(await self._reader.read(read))
        return [["" if cell is None else str(cell) for cell in row] for row in rows]

    async def cards(self, leads: Sequence[LeadId]) -> str:
        """As the protocol says. Raises WorkspaceError."""
        from leaddesk.files.vcard import vcard  # noqa: PLC0415 - as above

        rows = await self.rows(CARDS, leads)
        return b"".join(vcard(dict(zip(CARDS.header, row, strict=True))) for row in rows).decode()

    async def template(self, path: Path) -> Template:
        """As the protocol says. Raises FileUnreadable."""
        from leaddesk.files.linkedin_template import read_template  # noqa: PLC0415 - as above

        return await asyncio.to_thread(read_template, path)
