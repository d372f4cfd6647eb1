"""What the readers of files give: rows in blocks, and between them the rows that could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from leaddesk.domain.imports import Reject

LARGEST_CELL = 1 << 20
"""Characters of a cell."""


@dataclass(frozen=True)
class Rows:
    """Rows that stand one behind the other, each a list of cells, none of them without cells."""

    first: int
    """The number of the first one, from 1, with the header counted where there is one."""
    rows: Sequence[list[str]]
    """Of a CSV file perhaps ``JoinedRows``, if those are asked for."""
    done: int
    """How much of the file was read for it: bytes of a CSV file, rows of a spreadsheet."""


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken, whatever its columns mean."""

    number: int
    """Counted like the others."""
    line: int
    """The line of the file that it begins on, from 1."""
    reject: Reject
    """UNREADABLE or TOO_LARGE."""
    cells: list[str]
    """What can be said of it; of one that is too large only the beginning of its cells."""


FileRows = Iterator[Rows | BadRow]
