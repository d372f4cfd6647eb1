"""The page of My Leads: what is shown, searched, narrowed and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.leads_bench import bench, people

pytestmark = pytest.mark.usefixtures("qapp")


async def test_all_leads_are_there_with_their_counts(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.has(people(40))
        await here.open()
        assert here.count == "40 of 40 leads"
        assert here.entries(shelves=True)[0] == ("All leads", 40)

        assert len(here.rows()) == 40
        here.page.grab().save("/tmp/page/first.png")
