"""One question at a time, and of those that come meanwhile only the newest.

A thread cannot be cancelled: starting one for each letter typed would have them all compute what nobody wants.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.background import Background

Q = TypeVar("Q")
A = TypeVar("A")


class Newest(Generic[Q, A]):
    """Questions of one kind."""

    def __init__(
        self,
        background: Background,
        ask: Callable[[Q], Coroutine[Any, Any, A]],
        answered: Callable[[Q, A], None],
        failed: Callable[[Q, LeadDeskError], None],
    ) -> None:
        """``answered`` and ``failed`` are told of the newest question alone, or of one that is the same."""
        self._background, self._ask, self._answered, self._failed = background, ask, answered, failed
        self._newest: Q | None = None
        self._is_running = self._is_waiting = False

    def ask(self, question: Q) -> None:
        self._newest, self._is_waiting = question, True
        self._go_on()

    def _go_on(self) -> None:
        question = self._newest
        if self._is_running or not self._is_waiting or question is None:
            return
        self._is_running, self._is_waiting = True, False

        def answered(answer: A) -> None:
            if question == self._newest:
                self._answered(question, answer)

        def failed(error: LeadDeskError) -> None:
            if question == self._newest:
                self._failed(question, error)

        self._background.run(self._ask(question), answered, failed, self._ended)

    def _ended(self) -> None:
        self._is_running = False
        self._go_on()
