"""Columns of moments sort by time and leave as dates; rows in memory are known again by their keys."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.known_rows import KnownRows
from leaddesk.domain.sort_keys import sort_key
from leaddesk.domain.table import MOMENTS, Arrangement, Column, Kind, moment_in_files

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
NEVER_BEFORE, NEVER_AFTER = datetime(1971, 1, 1), datetime(2200, 1, 1)  # noqa: DTZ001 - hypothesis adds the zones
SOME = st.datetimes(NEVER_BEFORE, NEVER_AFTER, timezones=ZONES)


@given(st.lists(SOME, max_size=12), st.sampled_from(sorted(MOMENTS, key=str)), st.booleans())
def test_they_sort_by_time_whatever_their_zones(moments: list[datetime], kind: Kind, descending: bool) -> None:
    rows = HeldRows((Column("at", kind),), [(moment.isoformat(),) for moment in moments])
    order = rows.arrange(Arrangement(sort_by="at", descending=descending))
    sizes = [moments[number].timestamp() for number in order]
    assert sizes == sorted(sizes, reverse=descending)


@pytest.mark.parametrize("kind", [Kind.DAY, Kind.MOMENT])
def test_no_moment_is_an_empty_cell(kind: Kind) -> None:
    assert sort_key(None, kind) is None
    assert sort_key("", kind) is None


@given(SOME)
def test_a_file_says_the_same_moment_in_the_time_of_this_computer(moment: datetime) -> None:
    told = moment_in_files(moment.isoformat())
    assert datetime.fromisoformat(told) == moment.astimezone().replace(tzinfo=None, microsecond=0)
    assert "T" not in told
    assert "+" not in told


COLUMNS = (Column("name"),)


def known(*keys: str) -> KnownRows:
    return KnownRows(COLUMNS, [(key.upper(),) for key in keys], keys)


async def test_rows_are_found_again_among_newer_ones() -> None:
    assert list(await known("c", "a", "b").find(known("a", "b", "gone"), [0, 1, 2])) == [1, 2, -1]
    assert list(await known("a").find(HeldRows(COLUMNS, [("A",)]), [0])) == [-1]


def test_only_the_same_rows_and_more_are_taken_over() -> None:
    assert known("a", "b").take_over(known("a"))
    assert known("a", "b").take_over(known("a", "b"))
    assert not known("b", "a").take_over(known("a"))
    assert not known("a").take_over(known("a", "b"))
    assert not known("a").take_over(HeldRows(COLUMNS, ()))


def test_they_are_arranged_as_other_rows() -> None:
    rows = known("b", "a")
    assert list(rows.arrange(Arrangement(sort_by="name"))) == [1, 0]
    assert rows.at_hand(0) == ("B",)
