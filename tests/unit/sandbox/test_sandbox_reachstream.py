"""ReachStream's documented operations, and how strictly they are kept, over real HTTP."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.reachstream.filters import PRESET_PARAMETERS
from leaddesk.sandbox.reachstream.records import RECORD_FIELDS
from leaddesk.sandbox.server import Sandbox
from leaddesk.sandbox.world import World

LOOKUP = "/api/v2/predefined/records/preset-values"
CREDITS = "/api/v2/retrive/users/active/credits"
COUNT = "/api/v2/request/records/count"
OTHER_COUNT = "/api/v2/async/records/filter/count"


def refused(answer: httpx.Response, status: int, message: str) -> None:
    assert answer.status_code == status
    assert answer.json() == {"status": status, "message": message, "data": None}


def test_credits(client: httpx.Client, sandbox: Sandbox) -> None:
    assert client.post(CREDITS).json() == {"status": 200, "message": "success", "data": {"available_credit": 720}}
    sandbox.reachstream.credits = 3
    assert client.post(CREDITS).json()["data"] == {"available_credit": 3}


def test_preset_values_begin_with_what_was_typed_before_they_contain_it(client: httpx.Client) -> None:
    answer = client.get(LOOKUP, params={"job_title": "DEV"}).json()
    assert (answer["status"], answer["message"]) == (200, "Success")
    values = [value.casefold() for value in answer["data"]]
    assert all("dev" in value for value in values)
    begins = [value.startswith("dev") for value in values]
    assert True in begins
    assert False in begins
    assert begins == sorted(begins, reverse=True)


@pytest.mark.parametrize(("parameter", "field"), PRESET_PARAMETERS.items())
def test_every_field_can_be_looked_up_and_filtered_by(
    client: httpx.Client, small_world: World, parameter: str, field: str
) -> None:
    some = small_world.search.vocabulary(field)[0]
    values = client.get(LOOKUP, params={parameter: some}).json()["data"]
    assert values[0] == some
    answer = client.post(COUNT, json={"filter": {field: {"0": some.upper()}}}).json()
    assert answer["data"]["counts"] == small_world.search.matches({field: [some]}).count > 0


def test_at_most_a_hundred_preset_values(client: httpx.Client, small_world: World) -> None:
    assert len(client.get(LOOKUP, params={"company_name": "a"}).json()["data"]) == 100
    assert len(small_world.search.lookup("company_name", "a", 10_000)) > 100


def test_no_preset_value_matches(client: httpx.Client) -> None:
    refused(client.get(LOOKUP, params={"job_title": "zzzz"}), 404, "Not Found")


@pytest.mark.parametrize(
    "query", ["", "?job_title=", "?job_title=%20", "?job_title=a&job_title=b", "?job_title=a&sic_code=1", "?title=a"]
)
def test_a_lookup_needs_exactly_one_known_parameter(client: httpx.Client, query: str) -> None:
    refused(client.get(LOOKUP + query), 400, "Bad Request")


def test_the_names_of_filter_fields_are_no_preset_parameters(client: httpx.Client) -> None:
    refused(client.get(LOOKUP, params={"company_website": "www"}), 400, "Bad Request")


@pytest.mark.parametrize("path", [COUNT, OTHER_COUNT])
def test_count_under_both_paths(client: httpx.Client, small_world: World, path: str) -> None:
    wanted = {"job_title_level": ["C-Suite", "Director"], "company_address_country": ["united states"]}
    body = {field: {str(index): value for index, value in enumerate(values)} for field, values in wanted.items()}
    answer = client.post(path, json={"filter": body}).json()
    assert (answer["status"], answer["message"]) == (200, "success")
    matches = small_world.search.matches(wanted)
    assert answer["data"]["counts"] == matches.count > 25
    records = answer["data"]["records"]
    assert [record["id"] for record in records] == [small_world.contact(n).id for n in matches.first(25)]
    assert {record["company_address_country"] for record in records} == {"United States"}


def test_count_of_everybody_and_of_nobody(client: httpx.Client, small_world: World) -> None:
    assert client.post(COUNT, json={"filter": {}}).json()["data"]["counts"] == len(small_world)
    nobody = client.post(COUNT, json={"filter": {"job_title": {"0": "Alchemist"}}}).json()
    assert nobody == {"status": 200, "message": "success", "data": {"counts": 0, "records": []}}


def test_the_sample_hides_whatever_is_sold(client: httpx.Client, small_world: World) -> None:
    records = client.post(COUNT, json={"filter": {}}).json()["data"]["records"]
    assert len(records) == 25
    for number, record in enumerate(records):
        contact = small_world.contact(number)
        assert tuple(record) == RECORD_FIELDS
        assert record["contact_job_title_1"] == contact.position.title
        assert record["company_address_zipcode"] == contact.company.postal_code
        assert record["contact_name"] in {"xxxxx", f"{contact.name.first} xxxxx"}
        assert record["contact_email_1"] == ("xxxxx@xxxxx" if contact.email else None)
        text = json.dumps(record, ensure_ascii=False)
        for secret in (contact.email, contact.phone, contact.linkedin, contact.company.website, contact.company.street):
            assert secret is None or secret not in text
        hidden = {"contact_first_name", "contact_last_name", "contact_phone_1", "company_website", "npi_number"}
        assert {record[field] for field in hidden} == {None}
        assert record["company_company_name"] == "xxxxx"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"filter": None},
        {"filter": []},
        {"filter": "job_title"},
        {"filter": {"job_title": ["CEO"]}},
        {"filter": {"job_title": "CEO"}},
        {"filter": {"job_title": {}}},
        {"filter": {"job_title": None}},
        {"filter": {"job_title": {"0": 5}}},
        {"filter": {"job_title": {"0": None}}},
        {"filter": {"job_title": {"0": ["CEO"]}}},
        {"filter": {"job_title": {"1": "CEO"}}},
        {"filter": {"job_title": {"0": "CEO", "2": "CFO"}}},
        {"filter": {"job_title": {"a": "CEO"}}},
        {"filter": {"shoe_size": {"0": "44"}}},
        {"filter": {"website": {"0": "www.acme.example"}}},
        {"filter": {"job_title": {"0": "CEO"}}, "fetchCount": 5},
        {"job_title": {"0": "CEO"}},
        [],
        "filter",
    ],
)
def test_a_filter_of_another_shape_is_refused(client: httpx.Client, body: Any) -> None:
    refused(client.post(COUNT, json=body), 400, "Missing parameter filter")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"filter": {"job_title": {"0": "\xff"}}}', b"[" * 100_000])
def test_a_body_that_is_no_json_is_refused(client: httpx.Client, content: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    refused(client.post(COUNT, content=content, headers=headers), 400, "Missing parameter filter")


def test_a_filter_under_another_content_type_is_not_seen(client: httpx.Client) -> None:
    body = json.dumps({"filter": {}})
    refused(client.post(COUNT, content=body), 400, "Missing parameter filter")
    answer = client.post(COUNT, content=body, headers={"Content-Type": "application/json; charset=utf-8"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("method", "path"), [("GET", LOOKUP + "?job_title=dev"), ("POST", CREDITS), ("POST", COUNT)])
def test_the_key_is_asked_for(client: httpx.Client, method: str, path: str) -> None:
    del client.headers["X-API-Key"]
    refused(client.request(method, path), 401, "Unauthorized")
    refused(client.request(method, path, headers={"X-API-Key": ""}), 401, "Unauthorized")
    refused(client.request(method, path, headers={"Authorization": "Bearer x"}), 401, "Unauthorized")
    refused(client.request(method, path, headers={"X-API-Key": "guess"}), 403, "Forbidden")


def test_two_keys_are_one_too_many(client: httpx.Client, sandbox: Sandbox) -> None:
    keys = [("X-API-Key", sandbox.key), ("X-API-Key", "guess")]
    refused(httpx.post(sandbox.address + CREDITS, headers=keys, trust_env=False), 403, "Forbidden")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", LOOKUP + "?job_title=dev"),
        ("HEAD", LOOKUP),
        ("GET", CREDITS),
        ("GET", COUNT),
        ("PUT", COUNT),
        ("POST", COUNT + "/"),
        ("GET", "/"),
        ("GET", "/api/v2/async/records/filter"),
        ("GET", "/api/v2/async/records/filter/data"),
        ("POST", "/api/v2/records/batch-process"),
        ("GET", "/api/v2/records/batch-process/1300"),
        ("GET", "/sandbox"),
    ],
)
def test_another_path_or_method_is_not_found(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 404
    if method != "HEAD":
        refused(answer, 404, "Page Not Found")


def test_ten_requests_in_any_second(client: httpx.Client, clock: HandClock) -> None:
    clock.step = 0.0
    assert [client.post(CREDITS).status_code for _ in range(10)] == [200] * 10
    refused(client.post(CREDITS), 429, "Too many requests")
    clock.now += 0.999
    refused(client.get("/anything"), 429, "Too many requests")
    clock.now += 1.0
    assert client.post(CREDITS).status_code == 200


def test_the_second_slides(client: httpx.Client, clock: HandClock) -> None:
    """Five late in one second and six early in the next are eleven in one second."""
    clock.step = 0.0
    assert [client.post(CREDITS).status_code for _ in range(5)] == [200] * 5
    clock.now += 0.6
    assert [client.post(CREDITS).status_code for _ in range(5)] == [200] * 5
    clock.now += 0.39
    assert client.post(CREDITS).status_code == 429
    clock.now += 0.02
    assert [client.post(CREDITS).status_code for _ in range(3)] == [200] * 3


def test_ten_a_second_for_long_is_never_too_fast(client: httpx.Client, clock: HandClock) -> None:
    clock.step = 0.1 + 1e-9
    assert {client.post(CREDITS).status_code for _ in range(50)} == {200}


def test_requests_are_remembered_without_the_key(client: httpx.Client, sandbox: Sandbox) -> None:
    client.get(LOOKUP, params={"website": "www"})
    client.post(OTHER_COUNT, json={"filter": {"job_title": {"0": "CEO"}}}, headers={"X-API-Key": "guess"})
    client.post(f"/nowhere/{sandbox.key}?key={sandbox.key}", json={"key": sandbox.key})
    looked_up, counted, leaked = sandbox.reachstream.requests
    assert (looked_up.method, looked_up.path, looked_up.query) == ("GET", LOOKUP, [("website", "www")])
    assert (looked_up.operation, looked_up.key, looked_up.status) == ("preset-values", "right", 200)
    assert looked_up.filter_fields == ["company_website"]
    assert "x-api-key" in looked_up.headers
    assert (counted.operation, counted.dialect, counted.key, counted.status) == ("count", 1, "wrong", 403)
    assert counted.body == {"filter": {"job_title": {"0": "CEO"}}}
    assert counted.filter_fields == ["job_title"]
    assert counted.arrived > looked_up.arrived
    assert (leaked.operation, leaked.status, leaked.stray_key) == (None, 404, True)
    assert not looked_up.stray_key
    assert sandbox.key not in repr(sandbox.reachstream.requests)


def test_waiting_for_requests(client: httpx.Client, sandbox: Sandbox) -> None:
    client.post(CREDITS)
    sandbox.reachstream.wait_for(1)
    sandbox.reachstream.wait_for(1, operation="credits")
    with pytest.raises(TimeoutError):
        sandbox.reachstream.wait_for(1, operation="count", timeout=0.01)
