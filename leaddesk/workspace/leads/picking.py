"""Many leads handed to SQL at once: ids as an array, or put into a table of the connection's own."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import apsw


def ids(numbers: Iterable[int]) -> Any:
    """For ``carray(?)`` in SQL, whose rows have one column, ``value``. Nothing gives one row: 0, which no lead is."""
    import apsw  # noqa: PLC0415 - the first painted window does not wait for it

    return apsw.carray(array("q", numbers) or array("q", [0]))


def pick(
    connection: apsw.Connection, leads: Iterable[int], where: str = "standing IN (0, 1)", *values: int | str | None
) -> list[int]:
    """Put those of ``leads`` for which ``where`` holds into ``temp.picked (lead)``, and return them in order.

    ``where``: SQL about a row of ``leads``, with ``values`` for its question marks. By itself it passes over what is
    neither kept nor in the trash.
    """
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS picked (lead INTEGER PRIMARY KEY); DELETE FROM temp.picked")
    connection.execute(
        f"INSERT INTO temp.picked SELECT id FROM carray(?) CROSS JOIN leads ON id = value WHERE {where}",  # noqa: S608 - ours
        (ids(sorted(set(leads))), *values),
    )
    return [lead for (lead,) in connection.execute("SELECT lead FROM temp.picked ORDER BY lead")]
