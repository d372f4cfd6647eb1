"""Every fault, as a client meets it."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import zlib
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.faults import FAULTS
from leaddesk.sandbox.server import Sandbox

LOOKUP = "/api/v2/predefined/records/preset-values?job_title=dev"
CREDITS = "/api/v2/retrive/users/active/credits"
COUNT = "/api/v2/request/records/count"
OTHER_COUNT = "/api/v2/async/records/filter/count"

Fault = Callable[..., None]


@pytest.fixture
def fault(sandbox: Sandbox) -> Fault:
    return sandbox.reachstream.fault


def balance(client: httpx.Client) -> httpx.Response:
    return client.post(CREDITS)


def count(client: httpx.Client, *fields: str, path: str = COUNT) -> httpx.Response:
    values = {"job_title_level": "Manager", "company_address_country": "United States"}
    return client.post(path, json={"filter": {field: {"0": values[field]} for field in fields}})


def beginning(client: httpx.Client, length: int) -> bytes:
    """The first ``length`` bytes that come, still packed if they were; then the client leaves."""
    with client.stream("POST", CREDITS) as answer:
        for piece in answer.iter_raw(length):
            return piece
    return b""


def test_all_faults_are_tested_here() -> None:
    text = Path(__file__).read_text(encoding="utf-8")
    assert [name for name in FAULTS if f'fault("{name}"' not in text] == []


def test_slow_comes_later_and_at_once_when_cleared(client: httpx.Client, sandbox: Sandbox, fault: Fault) -> None:
    fault("slow", seconds=0.01, times=1)
    assert balance(client).status_code == 200
    fault("slow", seconds=600)
    assert answers_when(sandbox.reachstream.clear_faults, client, sandbox).status_code == 200


def test_hold_waits_for_the_clearing(client: httpx.Client, sandbox: Sandbox, fault: Fault) -> None:
    fault("hold", operation="credits")
    assert client.get(LOOKUP).status_code == 200
    assert answers_when(sandbox.reachstream.clear_faults, client, sandbox).status_code == 200


def test_a_new_set_of_faults_lets_go_what_the_old_one_held(
    client: httpx.Client, sandbox: Sandbox, fault: Fault
) -> None:
    fault("hold", operation="credits")
    change = {"name": "html"}
    with httpx.Client(trust_env=False) as other:
        released = answers_when(lambda: other.put(f"{sandbox.address}/sandbox/faults", json=change), client, sandbox)
    assert released.json()["data"] == {"available_credit": 720}
    assert balance(client).text.startswith("<!DOCTYPE")


def answers_when(release: Callable[[], Any], client: httpx.Client, sandbox: Sandbox) -> httpx.Response:
    """The answer to a request that only comes after ``release``."""
    sandbox.reachstream.forget_requests()
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(balance(client)))
    asking.start()
    sandbox.reachstream.wait_for(1)
    assert answers == []
    release()
    asking.join()
    return answers[0]


def test_drip_comes_in_pieces(client: httpx.Client, fault: Fault) -> None:
    fault("drip", seconds=0.001, size=7)
    with client.stream("POST", CREDITS) as answer:
        pieces = list(answer.iter_raw())
    assert len(pieces) > 2
    assert json.loads(b"".join(pieces))["data"] == {"available_credit": 720}


@pytest.mark.parametrize(
    ("status", "message"),
    [
        (400, "Bad Request"), (401, "Unauthorized"), (403, "Forbidden"), (404, "Page Not Found"),
        (429, "Too many requests"), (500, "Server Error"), (502, "Bad Gateway"), (503, "Service Unavailable"),
        (418, "Error"),
    ],
)  # fmt: skip
def test_status(client: httpx.Client, fault: Fault, status: int, message: str) -> None:
    fault("status", status=status)
    answer = balance(client)
    assert answer.status_code == status
    assert answer.json() == {"status": status, "message": message, "data": None}
    assert "retry-after" not in answer.headers


def test_status_with_data_message_and_retry_after(client: httpx.Client, fault: Fault) -> None:
    fault("status", status=402, times=1)
    fault("status", status=429, message="Slow down", retry_after=3)
    poor, slow_down = balance(client), balance(client)
    # Both faults met the first request; the later one had the last word.
    assert poor.status_code == slow_down.status_code == 429
    assert slow_down.json()["message"] == "Slow down"
    assert slow_down.headers["retry-after"] == "3"


def test_not_enough_credits(client: httpx.Client, fault: Fault) -> None:
    fault("status", status=402)
    assert balance(client).json() == {
        "status": 402,
        "message": "Insufficient credit balance",
        "data": {"available_credit": 720, "requested_fetch_count": 2000},
    }


def test_retry_after_as_a_date(client: httpx.Client, fault: Fault) -> None:
    fault("status", status=503, retry_after_date=3600)
    date = parsedate_to_datetime(balance(client).headers["retry-after"])
    assert 3500 < date.timestamp() - time.time() <= 3600


def test_html(client: httpx.Client, fault: Fault) -> None:
    fault("html", status=502)
    answer = balance(client)
    assert answer.status_code == 502
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.text.startswith("<!DOCTYPE html>")


def test_broken_and_missing_json(client: httpx.Client, fault: Fault) -> None:
    fault("broken-json", times=1)
    answer = balance(client)
    assert answer.status_code == 200
    with pytest.raises(json.JSONDecodeError):
        answer.json()
    fault("empty-body")
    assert balance(client).content == b""


def test_truncated(client: httpx.Client, fault: Fault) -> None:
    fault("truncated")
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete"):
        balance(client)


def test_cut(client: httpx.Client, sandbox: Sandbox, fault: Fault) -> None:
    assert balance(client).status_code == 200
    fault("cut", times=1)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        balance(client)
    assert sandbox.reachstream.requests[-1].status is None
    assert balance(client).status_code == 200


def order(client: httpx.Client) -> httpx.Response:
    """Buys, which leaves a trace."""
    return client.post("/api/v2/async/records/filter/data", json={"fetchCount": 3, "filter": {}})


@pytest.mark.parametrize("reset", [False, True])
def test_cut_when_all_is_done(client: httpx.Client, sandbox: Sandbox, fault: Fault, reset: bool) -> None:
    fault("cut", operation="polled-fetch", reset=reset)
    with pytest.raises(httpx.ReadError if reset else httpx.RemoteProtocolError):
        order(client)
    assert len(sandbox.reachstream.books.submissions) == 1


@pytest.mark.parametrize("reset", [False, True])
def test_cut_before_anything_is_done(client: httpx.Client, sandbox: Sandbox, fault: Fault, reset: bool) -> None:
    fault("cut-before", operation="polled-fetch", reset=reset)
    with pytest.raises(httpx.ReadError if reset else httpx.RemoteProtocolError):
        order(client)
    assert sandbox.reachstream.requests[-1].status is None
    assert sandbox.reachstream.books.submissions == []


@pytest.mark.parametrize("reset", [False, True])
def test_cut_midway(client: httpx.Client, sandbox: Sandbox, fault: Fault, reset: bool) -> None:
    whole = len(balance(client).content)
    fault("cut-midway", reset=reset)
    arrived: list[bytes] = []
    with client.stream("POST", CREDITS) as answer:
        assert int(answer.headers["content-length"]) == whole
        with pytest.raises(httpx.ReadError if reset else httpx.RemoteProtocolError):
            arrived.extend(answer.iter_raw())
    assert len(b"".join(arrived)) == whole // 2
    with pytest.raises((httpx.ReadError, httpx.RemoteProtocolError)):
        order(client)
    assert len(sandbox.reachstream.books.submissions) == 1


@pytest.mark.parametrize("reset", [False, True])
def test_cut_after(client: httpx.Client, sandbox: Sandbox, fault: Fault, reset: bool) -> None:
    fault("cut-after", reset=reset)
    with contextlib.suppress(*[httpx.ReadError] if reset else []):
        assert order(client).json()["status"] == 200
    assert len(sandbox.reachstream.books.submissions) == 1


@pytest.mark.parametrize("status", [400, 402, 429, 500, 503])
def test_status_before_and_after(client: httpx.Client, sandbox: Sandbox, fault: Fault, status: int) -> None:
    fault("status-before", status=status, operation="polled-fetch", times=1)
    fault("status", status=status, operation="polled-fetch", times=2)
    one, two, three = order(client), order(client), order(client)
    assert (one.status_code, two.status_code, three.status_code) == (status, status, 200)
    assert one.json() == two.json()
    # The first was not processed, whatever else was wrong with its answer.
    assert len(sandbox.reachstream.books.submissions) == 2


def test_early_faults_do_not_count_for_the_limit(client: httpx.Client, fault: Fault, clock: HandClock) -> None:
    clock.step = 0.0
    fault("status-before", times=10)
    assert [balance(client).status_code for _ in range(20)] == [503] * 10 + [200] * 10


def test_endless(client: httpx.Client, fault: Fault) -> None:
    fault("endless")
    assert len(beginning(client, 10_000_000)) == 10_000_000


def test_endless_ends_when_cleared(client: httpx.Client, sandbox: Sandbox, fault: Fault) -> None:
    fault("endless")
    with client.stream("POST", CREDITS) as answer:
        pieces = answer.iter_raw()
        assert next(pieces)
        sandbox.reachstream.clear_faults()
        for _ in pieces:
            pass


def test_gzip_bomb(client: httpx.Client, fault: Fault) -> None:
    fault("gzip-bomb", megabytes=20, times=1)
    with client.stream("POST", CREDITS) as answer:
        assert answer.headers["content-encoding"] == "gzip"
        packed = b"".join(answer.iter_raw())
    unpacked = zlib.decompress(packed, 31)
    assert len(packed) * 500 < len(unpacked)
    assert len(unpacked) > 20 << 20
    assert json.loads(unpacked)["status"] == 200
    fault("gzip-bomb")
    assert beginning(client, 1000)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirect(client: httpx.Client, fault: Fault, status: int) -> None:
    fault("redirect", to="http://127.0.0.1:9/elsewhere", status=status)
    answer = balance(client)
    assert answer.status_code == status
    assert answer.headers["location"] == "http://127.0.0.1:9/elsewhere"


def test_data_in_a_string(client: httpx.Client, fault: Fault) -> None:
    fault("data-in-string")
    assert balance(client).json()["data"] == '{"available_credit": 720}'
    assert client.get(LOOKUP.replace("dev", "zzzz")).json() == {"status": 404, "message": "Not Found", "data": "null"}


def test_numbers_and_strings_change_places(client: httpx.Client, fault: Fault) -> None:
    right = count(client).json()["data"]
    fault("numbers-as-strings", times=1)
    wrong = count(client).json()["data"]
    assert wrong["counts"] == str(right["counts"])
    assert [record["id"] for record in wrong["records"]] == [str(record["id"]) for record in right["records"]]
    fault("strings-as-numbers")
    codes = [record["company_address_zipcode"] for record in count(client).json()["data"]["records"]]
    expected = [record["company_address_zipcode"] for record in right["records"]]
    assert codes == [int(code) if code is not None and code.isdecimal() else code for code in expected]
    assert any(isinstance(code, int) for code in codes)


def test_null_lists(client: httpx.Client, fault: Fault) -> None:
    fault("null-lists")
    assert count(client).json()["data"]["records"] is None
    assert client.get(LOOKUP).json()["data"] is None
    assert balance(client).json()["data"] == {"available_credit": 720}


def test_unknown_fields(client: httpx.Client, fault: Fault) -> None:
    fault("unknown-fields")
    answer = count(client).json()
    assert answer["paging"] == {"next": None, "sizes": [25, 50]}
    assert answer["data"]["currency"] == "credits"
    assert answer["data"]["records"][0]["scores"] == {"fit": [0.4, {"why": "size"}]}
    assert client.get(LOOKUP).json()["request_id"]


def test_content_type(client: httpx.Client, fault: Fault) -> None:
    fault("content-type", value="application/octet-stream")
    answer = balance(client)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.json()["status"] == 200


@pytest.mark.parametrize("status", [500, "200", "500"])
def test_body_status(client: httpx.Client, fault: Fault, status: int | str) -> None:
    fault("body-status", status=status)
    answer = balance(client)
    assert answer.status_code == 200
    assert answer.json() == {"status": status, "message": "success", "data": {"available_credit": 720}}


def test_awkward_names(client: httpx.Client, fault: Fault) -> None:
    fault("awkward-names")
    names = [record["contact_name"] for record in count(client).json()["data"]["records"]]
    assert len(names) == 25
    assert any("\ud83d" in name for name in names), "half a character"
    assert any("\u202e" in name for name in names), "right to left"
    assert any("👩🏽‍💻" in name for name in names)


def test_second_path_only(client: httpx.Client, fault: Fault) -> None:
    fault("second-path-only")
    assert count(client).status_code == 404
    assert count(client, path=OTHER_COUNT).status_code == 200
    assert balance(client).status_code == 200


def test_big_sample(client: httpx.Client, fault: Fault) -> None:
    fault("big-sample", records=1234)
    records = count(client).json()["data"]["records"]
    assert [record["id"] for record in records] == list(range(1, 1235))
    assert len(records[0]) == 28


def test_limited_to_an_operation(client: httpx.Client, fault: Fault) -> None:
    fault("status", operation="preset-values")
    assert client.get(LOOKUP).status_code == 500
    assert balance(client).status_code == 200


def test_limited_to_the_next_requests(client: httpx.Client, fault: Fault) -> None:
    fault("status", times=2)
    assert [balance(client).status_code for _ in range(3)] == [500, 500, 200]


def test_limited_by_a_field_of_the_filter(client: httpx.Client, fault: Fault) -> None:
    fault("status", status=502, with_field="job_title_level")
    fault("status", status=503, operation="count", without_field="job_title_level")
    assert count(client, "job_title_level", "company_address_country").status_code == 502
    assert count(client, "company_address_country").status_code == 503
    assert balance(client).status_code == 200


def test_several_faults_add_up(client: httpx.Client, fault: Fault) -> None:
    fault("numbers-as-strings")
    fault("data-in-string")
    fault("content-type")
    answer = balance(client)
    assert answer.json()["data"] == '{"available_credit": "720"}'
    assert answer.headers["content-type"] == "text/plain"


def test_a_fault_does_not_spare_from_the_limit(client: httpx.Client, fault: Fault, clock: HandClock) -> None:
    fault("html", operation="credits")
    clock.step = 0.0
    for _ in range(10):
        balance(client)
    assert client.get(LOOKUP).status_code == 429


@pytest.mark.parametrize(
    ("name", "limits"),
    [
        ("explode", {}),
        ("slow", {"minutes": 1}),
        ("slow", {"seconds": "soon"}),
        ("redirect", {}),
        ("html", {"operation": "counting"}),
        ("html", {"with_field": "website"}),
        ("html", {"without_field": "shoe_size"}),
        ("html", {"times": "3"}),
    ],
)
def test_a_fault_that_could_not_work_is_refused(fault: Fault, name: str, limits: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        fault(name, **limits)
