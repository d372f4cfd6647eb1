"""What the lines of the ledger come to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from leaddesk.domain.ledger import Day, Entry, EntryKind, Standing, Yield, by_day

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("available", "expected", "outstanding", "difference"),
    [
        (None, None, 0, 0),
        (700, 700, 0, 0),
        (237, 700, 500, 0),
        (100, 700, 500, 100),
        (237, 250, 0, 13),
        (800, 700, 500, -100),
    ],
)
def test_what_nothing_explains(available: int | None, expected: int | None, outstanding: int, difference: int) -> None:
    assert Standing(available, NOON, expected, outstanding).difference == difference


def test_days_are_those_of_the_person() -> None:
    tokyo = timezone(timedelta(hours=9))
    evening = datetime(2026, 11, 21, 23, tzinfo=tokyo)
    entries = [
        Entry(evening + timedelta(hours=2), EntryKind.PURCHASE, -5),
        Entry(evening + timedelta(minutes=1), EntryKind.BALANCE, 0, 690),
        Entry(evening, EntryKind.BALANCE, 0, 700),
        Entry(evening, EntryKind.PURCHASE, -10),
        Entry(evening, EntryKind.DIFFERENCE, -3),
    ]
    assert by_day(entries) == (Day(date(2026, 11, 21), 690, 10), Day(date(2026, 11, 22), None, 5))
    assert by_day([]) == ()


def test_the_cost_of_somebody_new() -> None:
    assert Yield("", 1, 500, 463, 463, 100, 200, 463).cost_of_a_new_lead == pytest.approx(2.315)
    assert Yield("", 1, 500, 463, 463, 100, 0, 463).cost_of_a_new_lead is None
