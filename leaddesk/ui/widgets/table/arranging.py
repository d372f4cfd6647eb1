"""Asks a source how its rows are arranged, and where the chosen ones are then, without holding up the window."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from leaddesk.domain.table import Arrangement, RowSource
from leaddesk.ui.background import Background
from leaddesk.ui.widgets.table.chosen import Chosen, Standing

AT_ONCE = 2_000
"""Up to so many rows a source is asked on the window's thread: it answers within a frame, so nothing flickers."""


@dataclass(frozen=True, eq=False)
class Question:
    """What is to be shown."""

    source: RowSource
    arrangement: Arrangement
    numbering: object
    """The same object for questions whose row numbers mean the same rows."""
    memory: str = ""
    """By what name the columns are remembered; empty for the name in use."""
    keep_place: bool = False
    """Whether the rows stay where they were scrolled to."""

    @property
    def is_natural(self) -> bool:
        """Whether all rows are asked for, in the order in which they came: that costs nothing."""
        return not self.arrangement.sort_by and not self.arrangement.needle.strip()


@dataclass(frozen=True)
class Arranged:
    """What to show."""

    question: Question
    numbers: Sequence[int]
    """The source's row numbers, as they stand on screen."""
    chosen: Chosen
    number_of_current: int
    """The row that the keyboard was on; -1 for none."""
    standing: Standing
    """Where those two are among ``numbers``."""


class Arranging:
    """One question at a time: while a worker thread is busy, only the newest question waits.

    A thread cannot be cancelled; starting one for each letter typed would have them all compute what nobody wants.
    """

    def __init__(
        self,
        background: Background,
        chosen: Callable[[Question], tuple[Chosen, int]],
        bring: Callable[[Question, Sequence[int]], Awaitable[None]],
        arranged: Callable[[Arranged], None],
    ) -> None:
        """``chosen`` tells which rows are chosen now (the same object until others are), and the current one.

        ``bring`` gets the answer first, and brings the rows to hand that will be on screen; then ``arranged`` gets it.
        An answer that was overtaken is never told.
        """
        self._background, self._chosen, self._bring, self._arranged = background, chosen, bring, arranged
        self._running: Question | None = None
        self._is_wanted = False
        """Whether the answer to the running question is to be told."""
        self._waiting: Question | None = None
        self._took = 0.0
        """Seconds, until the latest answer."""
        self._known: Arranged | None = None
        """The answer to the running question, but other rows have been chosen since."""

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._waiting is not None or (self._running is not None and self._is_wanted)

    def ask(self, question: Question) -> None:
        """Whatever was asked before is overtaken."""
        self._is_wanted, self._known, self._waiting = False, None, None
        self._ask(question)

    def ask_again(self, question: Question) -> None:
        """There are more rows: the answer that is on its way is still good, and this one comes after it.

        Between the two it rests as long as the first one took: pages may come all the time.
        """
        if self._waiting is not None:
            question = replace(question, keep_place=self._waiting.keep_place and question.keep_place)
        if self.is_busy:
            self._waiting = question
        else:
            self._ask(question)

    def _ask(self, question: Question) -> None:
        if self._is_at_once(question):
            self._arranged(_answer(question, *self._chosen(question)))
        elif self._running is None:
            self._start(question)
        else:
            self._waiting = question

    def _is_at_once(self, question: Question) -> bool:
        is_small = len(question.source) <= AT_ONCE
        if question.is_natural:
            return is_small or self._chosen(question)[0].is_none
        return is_small and not question.source.waits

    def _start(self, question: Question) -> None:
        numbers = self._known.numbers if self._known is not None else None
        self._running, self._is_wanted, self._known = question, True, None
        self._background.run(
            self._answered_with_rows(question, numbers),
            done=lambda answer: self._answered(question, answer),
            ended=self._ended,
        )

    async def _answered_with_rows(self, question: Question, numbers: Sequence[int] | None) -> Arranged:
        began = time.monotonic()
        answer = await asyncio.to_thread(_answer, question, *self._chosen(question), numbers)
        self._took = time.monotonic() - began
        if self._is_wanted:
            await self._bring(question, answer.numbers)
        return answer

    def _answered(self, question: Question, answer: Arranged) -> None:
        if not self._is_wanted:
            return
        if self._chosen(question)[0] is answer.chosen:
            self._is_wanted = False
            self._arranged(answer)
        else:
            self._known = answer

    def _ended(self) -> None:
        """Where it failed, that was reported."""
        question, self._running = self._running, None
        if self._known is not None and question is not None:
            self._start(question)
        elif self._waiting is not None and self._waiting.keep_place:
            self._background.run(asyncio.sleep(self._took), done=lambda _: self._start_waiting(), replacing="rest")
        else:
            self._start_waiting()

    def _start_waiting(self) -> None:
        if self._waiting is not None and self._running is None:
            question, self._waiting = self._waiting, None
            self._start(question)


def _answer(
    question: Question, chosen: Chosen, number_of_current: int, numbers: Sequence[int] | None = None
) -> Arranged:
    """``numbers`` where they are known already."""
    if numbers is None:
        numbers = question.source.arrange(question.arrangement)
    standing = chosen.standing(numbers, len(question.source), number_of_current)
    return Arranged(question, numbers, chosen, number_of_current, standing)
