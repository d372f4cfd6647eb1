"""Add a file of a million rows: what ``adding.add`` does, for nearly all rows without looking at them one by one.

A row none of whose marks was met before is somebody new: it goes straight into ``leads``. A row that says what a lead
of the same source says already is known. All others wait until the end, and are then sorted in one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import TYPE_CHECKING

from leaddesk.domain.import_rows import judge_for, values_of
from leaddesk.domain.imports import Imported, Mapping, Reject
from leaddesk.domain.leads import SourceKind
from leaddesk.workspace.leads.adding import Adding
from leaddesk.workspace.leads.gate import Gate
from leaddesk.workspace.leads.sifting import Sieve

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.history import Recording

Row = Sequence[str]


def import_rows(
    connection: apsw.Connection,
    recording: Recording,
    kind: SourceKind,
    name: str,
    *,
    mapping: Mapping,
    blocks: Iterable[tuple[int, Sequence[Row]]],
    at: float,
    into: int | None = None,
    new_list: str = "",
    skip_suppressed: bool = False,
    rejected: Callable[[int, Row, Reject], None] = lambda *_: None,
    tell: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Imported | None:
    """Add the rows of ``blocks`` (the number of the first, and rows of cells) as one source, as ``adding.add`` does.

    Rows may be shorter or longer than the columns of ``mapping``.

    ``rejected`` hears of each row that is not taken, in order: its number, its cells, and why. ``tell`` hears how many
    rows were read so far, once a block; ``cancelled`` is asked as often: the result is None then, and the caller has to
    roll back. Raises ListGone, and what ``blocks`` raises.
    """
    adding = Adding(connection, recording, kind, name, at)
    sieve = Sieve(connection, recording, adding, mapping)
    gate = Gate(connection, refuses_suppressed=skip_suppressed)
    judge = judge_for(mapping)
    refused: Counter[Reject] = Counter()
    read = 0
    width = len(mapping.columns)
    for first, given in blocks:
        if cancelled():
            return None
        rows = [row if len(row) >= width else [*row, *repeat("", width - len(row))] for row in given]
        verdicts = [judge(row) for row in rows]
        if not gate.is_open:
            turned_away = gate.verdicts([values_of(row, mapping) for row in rows])
            verdicts = [verdict or other for verdict, other in zip(verdicts, turned_away, strict=True)]
        numbers: Sequence[int] = range(first, first + len(rows))
        if any(verdicts):
            for number, row, verdict in zip(numbers, given, verdicts, strict=True):
                if verdict:
                    refused[verdict] += 1
                    rejected(number, row, verdict)
            numbers = [number for number, verdict in zip(numbers, verdicts, strict=True) if not verdict]
        sieve.take(numbers, [rows[number - first] for number in numbers])
        read += len(rows)
        tell(read)
    for _ in sieve.sort_in_the_rest():
        tell(read)
        if cancelled():
            return None
    return adding.finished(read, refused, into, new_list)
