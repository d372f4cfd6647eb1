"""Records as a provider sent them: rows under columns, nothing dropped, order kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Value = str | int | float | None
"""A cell. None is "no value"; ``null`` and ``""`` of a provider both become None (providers.md)."""

Row = tuple[Value, ...]


@dataclass(frozen=True)
class Records:
    """Rows under columns; every row is as long as ``columns``."""

    columns: tuple[str, ...]
    """The provider's own field names."""
    rows: tuple[Row, ...]

    @classmethod
    def gather(cls, records: Iterable[Mapping[str, Value]], first: Sequence[str] = ()) -> Records:
        """Rows out of flat records: the columns of ``first`` that occur, then any other in the order of meeting it."""
        kept = list(records)
        met = dict.fromkeys(name for record in kept for name in record)
        columns = tuple(dict.fromkeys([name for name in first if name in met] + list(met)))
        return cls(columns, tuple(tuple(record.get(name) for name in columns) for record in kept))

    def __len__(self) -> int:
        return len(self.rows)


NOTHING = Records((), ())
