"""Asks a source how its rows are arranged, without holding up the window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from leaddesk.domain.table import Arrangement, RowSource
from leaddesk.ui.background import Background

AT_ONCE = 2_000
"""Up to so many rows a source is asked on the window's thread: it answers within a frame, so nothing flickers."""

_Question = tuple[RowSource, Arrangement]


class Arranging:
    """One question at a time: while a worker thread is busy, only the newest question waits.

    A thread cannot be cancelled; starting one for each letter typed would have them all compute what nobody wants.
    """

    def __init__(
        self, background: Background, arranged: Callable[[RowSource, Arrangement, Sequence[int]], None]
    ) -> None:
        """``arranged`` gets the answer to the newest question; those that were overtaken are never told."""
        self._background, self._arranged = background, arranged
        self._wanted: _Question | None = None
        self._running = False

    @property
    def is_busy(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None

    def ask(self, source: RowSource, arrangement: Arrangement) -> None:
        if len(source) <= AT_ONCE:
            self._wanted = None
            self._arranged(source, arrangement, source.arrange(arrangement))
            return
        self._wanted = (source, arrangement)
        if not self._running:
            self._start(self._wanted)

    def _start(self, question: _Question) -> None:
        self._running = True
        source, arrangement = question
        self._background.run(
            asyncio.to_thread(source.arrange, arrangement),
            done=lambda numbers: self._answered(question, numbers),
            ended=lambda: self._ended(question),
        )

    def _answered(self, question: _Question, numbers: Sequence[int]) -> None:
        if self._wanted is question:
            self._wanted = None
            self._arranged(*question, numbers)

    def _ended(self, question: _Question) -> None:
        self._running = False
        if self._wanted is question:
            # It failed, and was reported.
            self._wanted = None
        elif self._wanted is not None:
            self._start(self._wanted)
