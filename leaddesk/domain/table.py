"""A table of records, whatever it comes from: columns of a kind, and how they are arranged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol

from leaddesk.domain.records import Row


class Kind(Enum):
    """How the values of a column are shown and sorted."""

    TEXT = "text"
    NUMBER = "number"
    """Right-aligned, sorted by size."""
    RANGE = "range"
    """``51-200``, ``$5m to $10m``: sorted by its first number with its unit."""
    CODE = "code"
    """Digits that are no number (ZIP, SIC, phone): text, left-aligned."""
    LINK = "link"
    """Opens in the browser."""
    EMAIL = "email"
    DAY = "day"
    """An aware moment as ISO 8601 text; sorted by time, and shown as its day, today with the time."""
    MOMENT = "moment"
    """As DAY, shown to the second."""


MOMENTS = frozenset({Kind.DAY, Kind.MOMENT})
"""Kinds whose values are moments."""


def moment_in_files(value: str) -> str:
    """A value of MOMENTS as every spreadsheet reads a date: ``2026-11-21 13:04:05``, in the computer's own time."""
    return datetime.fromisoformat(value).astimezone().strftime("%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    """The provider's own field name; the window knows a title for the known ones."""
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Arrangement:
    """Which rows are shown, and in what order."""

    needle: str = ""
    """Rows that hold this text (case folded) in any column; several words must all occur. Empty: all rows."""
    sort_by: str = ""
    """A column's name; empty for the order in which the records came."""
    descending: bool = False


class RowSource(Protocol):
    """Where a table gets its rows from. Row numbers count from 0 in the order in which the records came.

    It may be asked from several threads at once. What lies in a database is asked for there, which may take a moment
    and raise WorkspaceError; ``at_hand`` and ``fetch`` let a table paint without ever waiting for it.
    """

    @property
    def columns(self) -> Sequence[Column]: ...

    @property
    def waits(self) -> bool:
        """Whether rows that are not at hand, and orders, have to be waited for."""
        ...

    def __len__(self) -> int:
        """All rows there are."""
        ...

    def row(self, number: int) -> Row:
        """As long as ``columns``. Waits where the row is not at hand."""
        ...

    def at_hand(self, number: int) -> Row | None:
        """The row, if it can be had without waiting."""
        ...

    async def fetch(self, numbers: Sequence[int]) -> None:
        """Bring these rows (about a screenful) to hand."""
        ...

    def take_over(self, previous: RowSource) -> bool:
        """Whether the rows of ``previous`` are the first ones here, with the same numbers; their values may be others.

        What ``previous`` knows of where they lie is taken over.
        """
        ...

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        """The numbers that these rows of ``previous`` have here, -1 for each that is not here or cannot be found."""
        ...

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        """Row numbers in the order to show. May take long, and is then called in a worker thread.

        Neither filtered nor sorted they are ``range(len(self))``, at once.
        """
        ...

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        """The rows of these numbers, in their order, ``size`` at a time; for an export, called in a worker thread."""
        ...
