"""What is running now."""

from __future__ import annotations

import pytest

from leaddesk.ui.running import Running

pytestmark = pytest.mark.usefixtures("qapp")


def test_work_is_told_in_the_order_of_beginning_and_ends_once() -> None:
    running = Running()
    heard: list[tuple[str, ...]] = []
    running.changed.connect(lambda: heard.append(running.titles))
    first, second = running.begin("Count"), running.begin("Export")
    assert running.titles == ("Count", "Export")
    running.end(first)
    running.end(first)
    running.end(0)
    running.end(second)
    assert heard == [("Count",), ("Count", "Export"), ("Export",), ()]
