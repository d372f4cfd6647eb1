"""The price line, and what an explanation says."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import Count, Cut, Explanation, affordable
from leaddesk.domain.records import NOTHING, Records

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@given(st.integers(0, 10**9), st.integers(-10, 10**9))
def test_one_never_buys_more_than_matches_or_than_one_can_pay(matches: int, available: int) -> None:
    could = affordable(matches, available)
    assert 0 <= could <= matches
    assert could <= max(0, available)


def test_only_a_field_without_which_something_matches_is_to_blame() -> None:
    chosen = Filter.of({"job_title": ["CEO"], "sic_code": ["0111"]})
    cuts = (Cut("sic_code", 7), Cut("job_title", 0))
    assert Explanation(Count(chosen, 0, NOTHING, NOW), cuts).culprits == ("sic_code",)
    assert Explanation(Count(chosen, 3, NOTHING, NOW), cuts).culprits == ()


def test_records_keep_unknown_columns_and_the_order_of_the_documented_ones() -> None:
    gathered = Records.gather([{"x": 1, "b": "B"}, {"a": None, "y": "Y"}], first=("a", "b", "c"))
    assert gathered.columns == ("a", "b", "x", "y")
    assert gathered.rows == ((None, "B", 1, None), (None, None, None, "Y"))


def test_changes_reach_every_subscriber_until_it_leaves() -> None:
    announcer, heard = Announcer(), list[Changes]()
    leave = announcer.subscribe(heard.append)
    announcer.announce(Changes())
    announcer.announce(Changes(saved_filters=True))
    leave()
    announcer.announce(Changes(preferences=True))
    assert heard == [Changes(saved_filters=True)]
