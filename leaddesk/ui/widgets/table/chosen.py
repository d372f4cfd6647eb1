"""Which rows are chosen, by their numbers, and where they stand among the rows on screen. Plain data without Qt.

Half of a million rows, chosen and then sorted by another column, lie scattered over the screen in a quarter of a
million runs. Qt's selection takes seconds for so many, so beyond ``MOST_SPANS`` runs the table leaves it empty and asks
a flag for each row that it paints.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, compress, islice
from typing import overload

from leaddesk.domain.turns import turns

MOST_SPANS = 200
"""Qt's selection takes about 20 microseconds a run, and some of it again with each change."""
_A_TURN = 16_384
"""Rows looked at in about a millisecond."""

Spans = Sequence[tuple[int, int]]
"""Places on screen as (first, last), rising; none touches the next."""


@dataclass(frozen=True)
class Standing:
    """Where chosen rows stand on screen."""

    count: int
    """Those on screen; a filter hides the others."""
    spans: Spans | None
    """None where they are too scattered to be listed."""
    current: int = -1
    """The place of the current row; -1 where it is not on screen."""


class Chosen:
    """Chosen rows of one source. Never changes; ``marked`` gives another.

    It is made from what was on screen when somebody chose, which costs nothing; the flags are made when they are first
    asked for, in the worker thread that arranges.
    """

    def __init__(self, total: int, numbers: Sequence[int] = (), spans: Spans = ()) -> None:
        """``total`` rows has the source; of ``numbers``, the rows on screen, those in ``spans`` are chosen."""
        self._total, self._numbers, self._spans = total, numbers, spans
        self._flags: bytes | bytearray | None = None if spans else b""

    def has(self, number: int) -> bool:
        """Whether the row of this number is chosen."""
        flags = self.flags()
        return number < len(flags) and flags[number] == 1

    @property
    def is_none(self) -> bool:
        """Whether none is chosen; False may also be where that is not known yet."""
        return self._flags is not None and not self._flags

    def flags(self, total: int = 0) -> bytes | bytearray:
        """A byte for each row of the source, 1 where it is chosen. Empty where none is.

        ``total`` is how many rows it has by now; of those that came later, none is chosen.
        """
        if self._flags is None:
            flags = bytearray(self._total)
            for first, last in self._spans:
                if last - first + 1 == self._total:
                    flags = bytearray(b"\1" * self._total)
                    continue
                for start, stop in turns(last - first + 1, _A_TURN):
                    for number in self._numbers[first + start : first + stop]:
                        flags[number] = 1
            self._flags = flags
        return self._flags.ljust(total, b"\0") if 0 < len(self._flags) < total else self._flags

    def marked(self, numbers: Iterable[int], *, chosen: bool) -> Chosen:
        """With these rows chosen, or without them."""
        changed = list(numbers)
        total = max(self._total, max(changed, default=-1) + 1)
        flags = bytearray(self.flags(total) or bytes(total))
        for number in changed:
            flags[number] = chosen
        made = Chosen(total)
        made._flags = flags
        return made

    def standing(self, numbers: Sequence[int], total: int, number_of_current: int = -1) -> Standing:
        """Where the chosen rows, and the row that the keyboard is on (-1: none), are among ``numbers``.

        ``numbers`` are the rows on screen from above, of ``total``. Steps aside in a worker thread.
        """
        flags, current = self.flags(total), -1
        if not flags and number_of_current < 0:
            return Standing(0, ())
        count, spans, open_since = 0, list[tuple[int, int]](), -1
        for start, stop in turns(len(numbers), _A_TURN):
            part = numbers[start:stop]
            if current < 0 <= number_of_current and number_of_current in part:
                current = start + part.index(number_of_current)
            if flags:
                marks = bytes(map(flags.__getitem__, part))
                count += marks.count(1)
                if len(spans) <= MOST_SPANS:
                    open_since = _collect(marks, start, open_since, spans)
        if open_since >= 0:
            spans.append((open_since, len(numbers) - 1))
        return Standing(count, spans if len(spans) <= MOST_SPANS else None, current)


def _collect(marks: bytes, start: int, open_since: int, spans: list[tuple[int, int]]) -> int:
    """Add the runs of 1 that end in ``marks`` to ``spans``; where the run that goes on began, -1 for none."""
    at = 0
    while at >= 0 and len(spans) <= MOST_SPANS:
        at = marks.find(0 if open_since >= 0 else 1, at)
        if at >= 0 and open_since >= 0:
            spans.append((open_since, start + at - 1))
            open_since = -1
        elif at >= 0:
            open_since = start + at
    return open_since


def picked(numbers: Sequence[int], total: int, standing: Standing, chosen: Chosen) -> Sequence[int]:
    """Of ``numbers``, the rows on screen (of ``total``), the chosen ones in the order of the screen."""
    spans = standing.spans
    if spans is None:
        flags = chosen.flags(total)
        return PickedRows(compress(numbers, map(flags.__getitem__, numbers)), standing.count)
    if len(spans) == 1:
        return numbers[spans[0][0] : spans[0][1] + 1]
    return PickedRows(chain.from_iterable(numbers[first : last + 1] for first, last in spans), standing.count)


class PickedRows(Sequence[int]):
    """Numbers that are gathered as far as they are asked for: whoever only wants to know how many never waits."""

    def __init__(self, numbers: Iterable[int], count: int) -> None:
        """``numbers`` gives exactly ``count``."""
        self._coming, self._count = iter(numbers), count
        self._found = array("I")
        self._one_at_a_time = threading.Lock()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[int]: ...

    def __getitem__(self, at: int | slice) -> int | Sequence[int]:
        if isinstance(at, slice):
            start, stop, step = at.indices(self._count)
            self._gather(stop if step == 1 else self._count)
            return self._found[start:stop] if step == 1 else self._found[at]
        self._gather(at + 1 if at >= 0 else self._count)
        return self._found[at]

    def _gather(self, wanted: int) -> None:
        with self._one_at_a_time:
            missing = min(wanted, self._count) - len(self._found)
            if missing > 0:
                self._found.extend(islice(self._coming, missing))
