"""Work for a widget: cancelled with it, replaced by newer work, and never failing unseen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from leaddesk.domain.errors import TooSlow
from leaddesk.ui.background import Background, end_background_work
from tests.fakes.connected_desk import NoticesHeard
from tests.ui.until import settled, until

pytestmark = pytest.mark.usefixtures("qapp")


class Work:
    """Coroutines that wait until the test lets them go on; ``heard`` tells every callback in its order."""

    def __init__(self, owner: QObject | None = None) -> None:
        self.owner = owner or QObject()
        self.reporter = NoticesHeard()
        self.background = Background(self.owner, self.reporter)
        self.heard: list[tuple[str, Any]] = []
        self.gates: dict[str, asyncio.Future[Any]] = {}
        self.cancelled: list[str] = []

    async def _wait(self, name: str) -> Any:
        gate = self.gates[name] = asyncio.get_running_loop().create_future()
        try:
            return await gate
        except asyncio.CancelledError:
            self.cancelled.append(name)
            raise

    def start(self, name: str, *, place: str = "", failed: bool = True, ended: bool = True) -> asyncio.Task[Any]:
        return self.background.run(
            self._wait(name),
            self.hear(f"{name} done"),
            self.hear(f"{name} failed") if failed else None,
            (lambda: self.heard.append((f"{name} ended", None))) if ended else None,
            place,
        )

    def hear(self, what: str) -> Callable[[object], None]:
        return lambda fact: self.heard.append((what, fact))

    async def begun(self, *names: str) -> None:
        await until(lambda: all(name in self.gates for name in names))


async def test_a_result_is_handed_over_and_then_the_end_is_told() -> None:
    work = Work()
    task = work.start("a", place="here")
    assert work.background.is_running("here")
    await work.begun("a")
    work.gates["a"].set_result(7)
    await task
    await settled()
    assert work.heard == [("a done", 7), ("a ended", None)]
    assert not work.background.is_running("here")


async def test_an_expected_error_goes_to_whoever_asked() -> None:
    work, error = Work(), TooSlow("reachstream", 20)
    work.start("a")
    await work.begun("a")
    work.gates["a"].set_exception(error)
    await settled()
    assert work.heard == [("a failed", error), ("a ended", None)]
    assert work.reporter.problems == []


async def test_an_expected_error_that_nobody_asked_for_is_a_notice() -> None:
    work, error = Work(), TooSlow("reachstream", 20)
    work.start("a", failed=False)
    await work.begun("a")
    work.gates["a"].set_exception(error)
    await settled()
    assert work.reporter.problems == [error]
    assert work.heard == [("a ended", None)]


async def test_any_other_error_is_a_bug() -> None:
    work, error = Work(), ZeroDivisionError()
    work.start("a")
    await work.begun("a")
    work.gates["a"].set_exception(error)
    await settled()
    assert work.reporter.bugs == [error]
    assert work.heard == [("a ended", None)]


@pytest.mark.parametrize("callback", ["done", "failed", "ended"])
async def test_a_callbacks_mistake_is_a_bug_and_the_rest_goes_on(callback: str) -> None:
    work = Work()
    bug = RuntimeError(callback)

    def mistaken(*facts: object) -> None:
        raise bug

    async def answer() -> int:
        if callback == "failed":
            raise TooSlow("reachstream", 20)
        return 7

    callbacks: dict[str, Any] = {"ended": lambda: work.heard.append(("ended", None)), callback: mistaken}
    work.background.run(answer(), **callbacks)
    await until(lambda: bool(work.reporter.bugs))
    await settled()
    assert work.reporter.bugs == [bug]
    assert (work.heard == []) == (callback == "ended")


async def test_newer_work_replaces_older_work() -> None:
    work = Work()
    work.start("old", place="here")
    await work.begun("old")
    work.start("new", place="here")
    await work.begun("new")
    work.gates["new"].set_result(2)
    await settled()
    assert work.cancelled == ["old"]
    assert work.heard == [("old ended", None), ("new done", 2), ("new ended", None)]
    assert work.reporter.bugs == []


async def test_an_older_answer_that_is_there_already_does_not_overwrite_a_newer_one() -> None:
    """Cancelling comes too late for work that has ended: only its callback has not been called yet."""
    work = Work()

    async def answer() -> str:
        asyncio.get_running_loop().call_soon(replace)  # runs after the task's end, before its callbacks
        return "old"

    def replace() -> None:
        assert old.done()
        work.start("new", place="here")

    old = work.background.run(answer(), work.hear("old done"), replacing="here")
    old_callbacks = asyncio.get_running_loop().create_future()
    old.add_done_callback(lambda _: old_callbacks.set_result(None))
    await old_callbacks
    await work.begun("new")
    work.gates["new"].set_result("new")
    await settled()
    assert work.heard == [("new done", "new"), ("new ended", None)]


async def test_other_places_are_left_alone() -> None:
    work = Work()
    work.start("a", place="here")
    work.start("b", place="there")
    await work.begun("a", "b")
    work.background.cancel("here")
    assert not work.background.is_running("here")
    assert work.background.is_running("there")
    work.gates["b"].set_result(None)
    await settled()
    assert work.heard == [("a ended", None), ("b done", None), ("b ended", None)]


async def test_everything_can_be_cancelled() -> None:
    work = Work()
    work.start("a", place="here")
    work.start("b")
    await work.begun("a", "b")
    work.background.cancel_all()
    await settled()
    assert work.cancelled == ["a", "b"]
    assert work.heard == [("a ended", None), ("b ended", None)]


async def test_work_ends_with_its_widget_and_touches_nothing_of_it() -> None:
    parent = QWidget()
    work = Work(QWidget(parent))
    work.start("a")
    await work.begun("a")
    parent.deleteLater()
    await until(lambda: work.cancelled == ["a"])
    await settled()
    assert work.heard == []
    assert work.reporter.bugs == []


async def test_work_ends_with_an_owner_that_python_lets_go() -> None:
    work = Work(QObject())
    work.start("a")
    await work.begun("a")
    del work.owner
    await until(lambda: work.cancelled == ["a"])
    await settled()
    assert work.heard == []


@pytest.mark.parametrize("error", [TooSlow("reachstream", 20), ZeroDivisionError()], ids=["expected", "bug"])
async def test_an_error_that_came_just_before_the_owner_went_is_not_lost(error: Exception) -> None:
    work = Work(QObject())

    def owner_goes() -> None:
        assert task.done()
        del work.owner

    async def fail() -> None:
        asyncio.get_running_loop().call_soon(owner_goes)
        raise error

    task = work.background.run(fail(), failed=work.hear("failed"), ended=lambda: work.heard.append(("ended", None)))
    await until(lambda: bool(work.reporter.problems or work.reporter.bugs))
    assert [*work.reporter.problems, *work.reporter.bugs] == [error]
    await settled()
    assert work.heard == []


async def test_work_is_kept_alive_without_anybody_holding_it() -> None:
    work = Work()
    work.start("a")
    await work.begun("a")
    gc.collect()
    work.gates["a"].set_result(1)
    await settled()
    assert work.heard[0] == ("a done", 1)


async def test_the_end_of_a_session_ends_all_its_work_and_no_other() -> None:
    mine, other = Work(), Work()
    for work in (mine, other):
        work.start("a")
        await work.begun("a")
    await end_background_work(mine.reporter)
    assert mine.cancelled == ["a"]
    assert other.cancelled == []
    other.background.cancel_all()
    await settled()


async def test_work_may_take_its_time_to_end() -> None:
    work = Work()
    tidied: list[str] = []

    async def tidy() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            tidied.append("tidied")

    work.background.run(tidy())
    await settled()
    await end_background_work(work.reporter)
    assert tidied == ["tidied"]
