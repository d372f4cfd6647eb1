"""The demo buys both ways as it is, with made-up people and credits."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.programs import driven

WAYS = ("polling", "webhook")


@pytest.mark.parametrize("way", WAYS)
def test_both_ways_work_without_any_setting_up(tmp_path: Path, way: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "settings.json").write_text('{"welcome_done": true}')
    acts = f"demo , enter Director , fetch 9 {way} , accepted , purchase records"
    with driven(home, acts, place=tmp_path) as program:
        assert program.until("accepted") == "ReachStream is preparing up to 9 contacts."
        bought = program.until("purchase")
        assert 0 < bought["received"] <= 9
        assert bought["new_leads"] == bought["received"]
