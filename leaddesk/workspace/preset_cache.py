"""Preset values that were looked up before, kept for a day."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.reachstream import PresetValues
from leaddesk.workspace.database import Database, storable

if TYPE_CHECKING:
    import apsw

KEPT_FOR = timedelta(days=1)
MOST = 5000
"""Answers; the oldest go first."""

_log = logging.getLogger(__name__)


class PresetCache:
    """Answers by provider address, field and typed text (upper and lower case, and white space around, being the same).

    It only saves time, so a database that cannot be used is noted in the log and otherwise counts as an empty cache.
    """

    def __init__(
        self, database: Database, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), most: int = MOST
    ) -> None:
        self._database = database
        self._clock = clock
        self._most = most

    async def get(self, address: str, field: str, typed: str) -> PresetValues | None:
        """The kept answer with its ``read_at``; None if there is none, or only one that is older than a day."""
        key = (storable(address), field, _folded(typed))
        try:
            row = await self._database.read(
                lambda connection: connection.execute(
                    "SELECT found, read_at FROM preset_answers WHERE (address, field, folded_typed) = (?, ?, ?)", key
                ).fetchone()
            )
        except LeadDeskError as error:
            _log.warning("kept preset values cannot be read: %s", type(error).__name__)
            return None
        if row is None:
            return None
        read_at = datetime.fromtimestamp(row[1], UTC)
        if abs(self._clock() - read_at) > KEPT_FOR:  # a clock that was set back would keep an answer for ever
            return None
        return PresetValues(field, typed, tuple(json.loads(row[0])), read_at)

    async def put(self, address: str, answer: PresetValues) -> None:
        """Keeps the answer, and drops what is too old or too much."""
        row = (
            storable(address),
            answer.field,
            _folded(answer.typed),
            json.dumps(answer.values),
            answer.read_at.timestamp(),
        )
        oldest = (self._clock() - KEPT_FOR).timestamp()

        def change(connection: apsw.Connection) -> None:
            connection.execute("REPLACE INTO preset_answers VALUES (?, ?, ?, ?, ?)", row)
            connection.execute("DELETE FROM preset_answers WHERE read_at < ?", (oldest,))
            connection.execute(
                "DELETE FROM preset_answers WHERE read_at <"
                " (SELECT read_at FROM preset_answers ORDER BY read_at DESC LIMIT 1 OFFSET ?)",
                (self._most - 1,),
            )

        try:
            await self._database.write(change)
        except LeadDeskError as error:
            _log.warning("preset values cannot be kept: %s", type(error).__name__)


def _folded(typed: str) -> str:
    return storable(typed).strip().casefold()
