"""Numbers that a provider writes as it likes."""

from __future__ import annotations

import pytest

from leaddesk.domain.leadsopedia import whole_number
from leaddesk.domain.records import Value


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        (" 12400 ", 12_400),
        ("12,400", 12_400),
        ("-5", -5),
        (None, None),
        ("", None),
        ("many", None),
        ("--5", None),
        ("-", None),
        ("1,24", None),
        ("9" * 5000, None),
        (7.5, None),
    ],
)
def test_a_whole_number_or_none(value: Value, number: int | None) -> None:
    assert whole_number(value) == number
