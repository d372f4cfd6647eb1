"""Add a file of a million rows: what ``adding.add`` does, for nearly all rows without looking at them one by one.

A row none of whose marks was met before is somebody new: it goes straight into ``leads``. A row that says what a lead
of the same source says already is known. All others wait until the end, and are then sorted in one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.domain.imports import Imported, Reject
from leaddesk.domain.leads import SourceKind
from leaddesk.workspace.leads.adding import Adding
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.row_blocks import Row, RowBlock, Table, values_at
from leaddesk.workspace.leads.sifting import Sieve

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording


def import_rows(
    connection: apsw.Connection,
    recording: Recording,
    kind: SourceKind,
    name: str,
    *,
    columns: Sequence[str],
    blocks: Iterable[RowBlock],
    at: float,
    into: int | None = None,
    new_list: str = "",
    gate: Gate,
    rejected: Callable[[int, Row, Reject], None] = lambda *_: None,
    tell: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Imported | None:
    """Add the rows of ``blocks`` as one source, as ``adding.add`` does. ``columns``: ``RowBlocks.columns``.

    Where ``gate`` is not open the blocks have what the file gave.

    ``rejected`` hears of each row that is not taken, in order: its number, its cells, and why. ``tell`` hears how many
    rows were read so far, once a block; ``cancelled`` is asked as often: the result is None then, and the caller has to
    roll back. Raises ListGone, and what ``blocks`` raises.
    """
    adding = Adding(connection, recording, kind, name, at)
    sieve = Sieve(connection, recording, adding, columns)
    refused: Counter[Reject] = Counter()
    read = 0
    for given in blocks:
        if cancelled():
            return None
        block = given if gate.is_open else _let_in(given, gate, columns)
        for number, row, reject in block.refused:
            refused[reject] += 1
            rejected(number, row, reject)
        sieve.take(block)
        read += block.total
        tell(read)
    for _ in sieve.sort_in_the_rest():
        tell(read)
        if cancelled():
            return None
    return adding.finished(read, refused, into, new_list)


def _let_in(block: RowBlock, gate: Gate, columns: Sequence[str]) -> RowBlock:
    """``block`` without those that the gate turns away."""
    apart = block.table.apart()
    verdicts = gate.verdicts([values_at(columns, apart, at) for at in range(len(block.numbers))])
    if not any(verdicts):
        return block
    turned_away = [
        (number, row, verdict)
        for number, row, verdict in zip(block.numbers, block.given, verdicts, strict=True)
        if verdict
    ]
    may_pass = np.array([verdict is None for verdict in verdicts], bool)
    places = np.cumsum(may_pass) - 1
    stays = may_pass[block.owners]
    return block._replace(
        numbers=[*compress(block.numbers, may_pass)],
        table=Table([cells and [*compress(cells, may_pass)] for cells in apart]),
        keys=block.keys[stays],
        owners=places[block.owners[stays]],
        refused=sorted([*block.refused, *turned_away], key=itemgetter(0)),
    )
