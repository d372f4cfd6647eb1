"""Asks a source how its rows are arranged, and where the chosen ones are then, without holding up the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from leaddesk.domain.table import Arrangement, RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.widgets.table.chosen import Chosen, Standing

AT_ONCE = 2_000
"""Up to so many rows a source is asked on the window's thread: it answers within a frame, so nothing flickers."""


@dataclass(frozen=True)
class Arranged:
    """What to show."""

    source: RowSource
    arrangement: Arrangement
    numbers: Sequence[int]
    """The source's row numbers, as they stand on screen."""
    chosen: Chosen
    number_of_current: int
    """The row that the keyboard was on; -1 for none."""
    standing: Standing
    """Where those two are among ``numbers``."""


@dataclass(frozen=True, eq=False)
class _Question:
    source: RowSource
    arrangement: Arrangement


class Arranging:
    """One question at a time: while a worker thread is busy, only the newest question waits.

    A thread cannot be cancelled; starting one for each letter typed would have them all compute what nobody wants.
    """

    def __init__(
        self,
        background: Background,
        chosen: Callable[[RowSource], tuple[Chosen, int]],
        arranged: Callable[[Arranged], None],
    ) -> None:
        """``chosen`` tells which rows are chosen now (the same object until others are), and the current one.

        ``arranged`` gets the answer to the newest question; those that were overtaken are never told.
        """
        self._background, self._chosen, self._arranged = background, chosen, arranged
        self._wanted: _Question | None = None
        self._known: Arranged | None = None
        """The answer to what is wanted, but other rows have been chosen since."""
        self._running = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None

    def ask(self, source: RowSource, arrangement: Arrangement) -> None:
        question = _Question(source, arrangement)
        self._known = None
        if len(source) <= AT_ONCE:
            self._wanted = None
            self._arranged(_answer(question, *self._chosen(source)))
            return
        self._wanted = question
        if not self._running:
            self._start(question)

    def _start(self, question: _Question) -> None:
        self._running = True
        numbers = self._known.numbers if self._known is not None else None
        self._background.run(
            asyncio.to_thread(_answer, question, *self._chosen(question.source), numbers),
            done=lambda answer: self._answered(question, answer),
            ended=lambda: self._ended(question),
        )

    def _answered(self, question: _Question, answer: Arranged) -> None:
        if self._wanted is not question:
            return
        if self._chosen(question.source)[0] is answer.chosen:
            self._wanted = self._known = None
            self._arranged(answer)
        else:
            self._known = answer

    def _ended(self, question: _Question) -> None:
        self._running = False
        if self._wanted is question and self._known is None:
            # It failed, and was reported.
            self._wanted = None
        elif self._wanted is not None:
            self._start(self._wanted)


def _answer(
    question: _Question, chosen: Chosen, number_of_current: int, numbers: Sequence[int] | None = None
) -> Arranged:
    """``numbers`` where they are known already."""
    if numbers is None:
        numbers = question.source.arrange(question.arrangement)
    standing = chosen.standing(numbers, number_of_current)
    return Arranged(question.source, question.arrangement, numbers, chosen, number_of_current, standing)
