"""Of questions that come while one is being answered, only the newest is asked."""

from __future__ import annotations

import asyncio

import pytest
from PySide6.QtCore import QObject

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.background import Background
from leaddesk.ui.leads.newest import Newest
from tests.fakes.connected_desk import NoticesHeard
from tests.ui.until import until

pytestmark = pytest.mark.usefixtures("qapp")


class Asked:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.owner, self.notices = QObject(), NoticesHeard()
        self.asked: list[str] = []
        self.heard: list[str] = []
        self.error: LeadDeskError | None = None
        self._gates: list[asyncio.Event] = []
        self.questions: Newest[str, str] = Newest(
            Background(self.owner, self.notices), self._ask, self._answered, self._failed
        )

    async def _ask(self, question: str) -> str:
        self.asked.append(question)
        self._gates.append(asyncio.Event())
        await self._gates[-1].wait()
        if self.error is not None:
            raise self.error
        return question.upper()

    async def answer(self) -> None:
        """The question that is being asked."""
        count = len(self.heard)
        gate = self._gates[-1]
        gate.set()
        await until(lambda: len(self.heard) > count or self._gates[-1] is not gate)

    def _answered(self, question: str, answer: str) -> None:
        self.heard.append(f"{question} {answer}")

    def _failed(self, question: str, error: LeadDeskError) -> None:
        self.heard.append(f"{question} {type(error).__name__}")


async def test_only_the_newest_is_asked_after_the_one_under_way() -> None:
    here = Asked()
    for question in "abcd":
        here.questions.ask(question)
    await until(lambda: here.asked == ["a"])
    await here.answer()
    assert here.asked == ["a", "d"]
    assert here.heard == [], "nobody wants to know about a any more"
    await here.answer()
    assert here.heard == ["d D"]


async def test_the_same_question_again_is_answered_twice_and_never_starves() -> None:
    here = Asked()
    here.questions.ask("a")
    await until(lambda: here.asked == ["a"])
    here.questions.ask("a")
    await here.answer()
    assert here.heard == ["a A"]
    await until(lambda: here.asked == ["a", "a"])
    await here.answer()
    assert here.heard == ["a A", "a A"]


async def test_trouble_is_told_and_ends_nothing() -> None:
    here = Asked()
    here.error = LeadDeskError()
    here.questions.ask("a")
    await until(lambda: here.asked == ["a"])
    await here.answer()
    assert here.heard == ["a LeadDeskError"]
    here.error = None
    here.questions.ask("b")
    await until(lambda: here.asked == ["a", "b"])
    await here.answer()
    assert here.heard[-1] == "b B"
