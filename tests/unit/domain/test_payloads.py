"""Reading what arrives: leniently, and never without saying so where it cannot be read."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.deliveries import (
    Payload,
    PayloadUnreadableError,
    digest_of,
    identity_of,
    read_payload,
    without_secrets,
)

ONE, OTHER = {"id": 1, "contact_name": "Anna"}, {"id": 2, "contact_name": "Berta"}
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KNOWN = st.sampled_from(["data", "records", "unique_processing_id", "status", "event", "total_records", "0"])


def read(document: object) -> Payload:
    return read_payload(json.dumps(document).encode())


@pytest.mark.parametrize(
    "document",
    [
        {"unique_processing_id": 1300, "event": "data_notification", "data": [ONE, OTHER]},
        {"unique_processing_id": "1300", "event": "data_notification", "data": json.dumps([ONE, OTHER])},
        {"event": "data_notification", "data": {"unique_processing_id": " 1300 ", "records": [ONE, OTHER]}},
        {"status": 200, "event": "data_notification", "data": {"batch_process_id": 1300, "data": [ONE, OTHER]}},
        {"batch_process_id": 1300, "event": "data_notification", "data": [], "records": [ONE, OTHER]},
        {"batch_process_id": 1300, "event": "data_notification", "data": None, "records": json.dumps([ONE, OTHER])},
        {"unique_processing_id": 1300, "event": "data_notification", "data": [None, ONE, None, OTHER]},
        {"unique_processing_id": 1300, "event": "data_notification", "data": {"0": ONE, "1": OTHER}},
    ],
)
def test_the_same_in_all_its_forms(document: object) -> None:
    assert read(document) == Payload("1300", "data_notification", (ONE, OTHER))


def test_a_file_with_nothing_but_the_records() -> None:
    assert read([ONE, OTHER]).records == (ONE, OTHER)
    assert read_payload(b"\xef\xbb\xbf[]").records == ()
    assert read_payload(b'[{"id": 1, "contact_name": "A\nB"}]').records[0]["contact_name"] == "A\nB"


@pytest.mark.parametrize(
    ("document", "state", "total"),
    [
        ({"status": "READY", "total_records": "463"}, "READY", 463),
        ({"status": 200, "data": {"record_status": "ready", "total_records": 463}}, "READY", 463),
        ({"status": 200, "record_status": "INSUFFICIENT_BALANCE", "data": "null"}, "INSUFFICIENT_BALANCE", None),
        ({"status": "200", "total_records": -1}, "", None),
        ({"status": True, "total_records": 10**12}, "", None),
    ],
)
def test_what_a_polled_batch_says(document: object, state: str, total: int | None) -> None:
    said = read(document)
    assert (said.state, said.total, said.records) == (state, total, ())


def test_our_own_test() -> None:
    said = read({"event": "leaddesk_test", "nonce": "abc", "webhook_secret_key": "hush"})
    assert (said.event, said.nonce, said.secret, said.records) == ("leaddesk_test", "abc", "hush", ())


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "json"),
        (b"<html>", "json"),
        (b"[" * 100_000, "json"),
        (b'{"data": [', "json"),
        (b"\xff\xfe[\0]\0", "text"),
        (b'"text"', "shape"),
        (b"7", "shape"),
        (b"[1]", "shape"),
        (b'{"data": [[]]}', "shape"),
        (b'{"data": "[{\\"id\\": 1}, {"}', "shape"),
    ],
)
def test_unreadable(body: bytes, word: str) -> None:
    with pytest.raises(PayloadUnreadableError, match=f"^{word}$"):
        read_payload(body)


@given(JSON | st.dictionaries(KNOWN, JSON, max_size=4))
def test_anything_is_read_or_refused(document: Any) -> None:
    try:
        said = read(document)
    except PayloadUnreadableError:
        return
    assert all(isinstance(record, dict) for record in said.records)
    for record in said.records:
        assert len(identity_of(record)) == 32


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(PayloadUnreadableError):
        read_payload(body)
    assert digest_of(body) == digest_of(bytes(body))


def test_one_record_is_one_however_it_comes() -> None:
    assert identity_of({"id": 7}) == identity_of({"id": " 7 ", "contact_name": "Anna"})
    assert identity_of({"id": 7}) != identity_of({"id": 8})
    assert identity_of({"id": "", "a": 1, "b": "ä"}) == identity_of({"b": "ä", "a": 1, "id": ""})
    assert identity_of({"a": 1}) != identity_of({"a": 2})
    assert identity_of({"id": "\ud800"}) != identity_of({"id": "\ud801"})


SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=40)


@given(SECRETS, st.sampled_from([None, 2]), st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9))))
def test_no_secret_is_left_in_a_body_and_nothing_else_is_touched(
    secret: str, indent: int | None, records: list[dict[str, str]]
) -> None:
    told = {"webhook_secret_key": secret, "unique_processing_id": 1300, "data": records}
    plain = json.dumps(told, indent=indent)
    for text in (plain, json.dumps({"data": plain, "event": "e"})):
        left = without_secrets(text.encode())
        assert len(left) == len(text.encode())
        assert without_secrets(left) == left
        found = json.loads(left)
        inner = json.loads(found["data"]) if "event" in found else found
        assert set(inner.pop("webhook_secret_key")) == {"x"}
        assert inner == {name: value for name, value in told.items() if name != "webhook_secret_key"}


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b'{"webhook_secret_key" : 12345678, "data": []}', b'{"webhook_secret_key" : 11111111, "data": []}'),
        (b'{"data": [{"webhook_secret_key":"abc', b'{"data": [{"webhook_secret_key":"xxx'),
        (b'{"webhook_secret_key": null, "a": "webhook_secret_key"}', None),
        (b"\xff\x00", None),
    ],
)
def test_secrets_in_odd_places(body: bytes, left: bytes | None) -> None:
    assert without_secrets(body) == (body if left is None else left)


@pytest.mark.parametrize(
    "body",
    [
        b'{"unique_processing_id": 1300, "contacts": [{"id": 1}]}',
        b'{"unique_processing_id": 1300, "data": {"leads": [{"id": 1}]}}',
        b'{"unique_processing_id": 1300, "data": [], "results": "[{\\"id\\": 1}]"}',
    ],
)
def test_records_under_an_unknown_name_are_not_taken_for_none(body: bytes) -> None:
    with pytest.raises(PayloadUnreadableError, match="shape"):
        read_payload(body)


def test_an_id_that_is_none_tells_nobody_apart() -> None:
    for none in (0, "0", " ", True, False, None):
        one, other = {"id": none, "contact_name": "A"}, {"id": none, "contact_name": "B"}
        assert identity_of(one) != identity_of(other)
    assert identity_of({"id": 10, "contact_name": "A"}) == identity_of({"id": "10", "contact_name": "B"})
