"""The latest answer of a provider to each question about the account."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from leaddesk.domain.leadsopedia import Facts
from leaddesk.workspace.database import Database, storable


class KeptAnswers:
    """Every method raises what ``Database`` raises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, provider: str, what: str) -> Facts | None:
        """What was put last; None before the first time. ``what``: such as ``"credits"``."""
        row = await self._database.read(
            lambda connection: connection.execute(
                "SELECT facts, raw, read_at FROM kept_answers WHERE (provider, what) = (?, ?)", (provider, what)
            ).fetchone()
        )
        return Facts(json.loads(row[0]), row[1], datetime.fromtimestamp(row[2], UTC)) if row else None

    async def put(self, provider: str, what: str, facts: Facts) -> None:
        """In place of the one before; it is on the disk when this returns."""
        values = storable(json.dumps(dict(facts.values), ensure_ascii=False))
        row = (provider, what, values, storable(facts.raw), facts.read_at.timestamp())
        await self._database.write(
            lambda connection: connection.execute("REPLACE INTO kept_answers VALUES (?, ?, ?, ?, ?)", row).close()
        )
