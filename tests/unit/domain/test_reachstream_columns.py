"""The kinds of ReachStream's fields."""

from __future__ import annotations

from leaddesk.domain.reachstream import RECORD_FIELDS
from leaddesk.domain.reachstream_columns import KNOWN_FIELDS, columns_of, table_of
from leaddesk.domain.records import Records
from leaddesk.domain.table import Column, Kind

RECORDS = Records.gather([{"sic_code": "0111", "company_employee_size": "51-200", "new_thing": 7}], RECORD_FIELDS)


def test_columns_keep_order_and_take_unknown_fields_as_text() -> None:
    assert columns_of(RECORDS) == (
        Column("company_employee_size", Kind.RANGE),
        Column("sic_code", Kind.CODE),
        Column("new_thing", Kind.TEXT),
    )
    assert table_of(RECORDS).row(0) == ("51-200", "0111", 7)


def test_known_fields_are_each_known_once() -> None:
    assert len(set(KNOWN_FIELDS)) == len(KNOWN_FIELDS) == 31
