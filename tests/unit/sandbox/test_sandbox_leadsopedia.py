"""Leadsopedia's documented reads, and how strictly they are kept, over real HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.leadsopedia.my_lists import COLUMNS
from leaddesk.sandbox.server import Sandbox


def pages(client: httpx.Client, path: str, field: str, **query: str) -> list[dict[str, Any]]:
    """All records, by page numbers, until ``next`` is null."""
    found: list[dict[str, Any]] = []
    for page in range(1, 100):
        answer = client.get(path, params={**query, "page": page}).raise_for_status().json()
        assert (answer["page"], answer["limit"]) == (page, 100)
        found += answer[field]
        if answer["next"] is None:
            assert (answer["total"], answer["pagesCount"]) == (len(found), -(-len(found) // 100))
            break
    return found


def test_the_account(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    account = leadsopedia.get("/account").json()
    assert list(account) == ["id", "name", "address", "phone", "email", "company", "status", "date_created"]
    credit = leadsopedia.get("/account/credits").json()
    assert credit["credits_total"] - credit["credits_used"] == credit["credits_left"]
    assert leadsopedia.get("/account/usage").json()["api_calls"] == {"total": 15_000, "used": 3, "left": 14_997}
    assert sandbox.leadsopedia.calls_this_month == 3


def test_activity_history_lists_and_downloads_are_paged(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    assert len(pages(leadsopedia, "/account/activity", "activities")) == 231
    assert {found["type"] for found in pages(leadsopedia, "/account/history", "history")} == {
        "contacts",
        "company",
        "email",
    }
    lists = pages(leadsopedia, "/mylists", "lists")
    assert [(found["id"], found["name"], found["total_contacts"]) for found in lists] == sandbox.leadsopedia.lists
    assert leadsopedia.get(f"/mylists/{lists[0]['id']}").json() == lists[0]
    assert pages(leadsopedia, "/downloads", "downloads") == pages(leadsopedia, "/mydownloads", "downloads")


def test_contacts(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    for number, _, size in sandbox.leadsopedia.lists:
        contacts = pages(leadsopedia, "/contacts", "contacts", list_id=number)
        assert len(contacts) == size
        assert contacts == sandbox.leadsopedia.contacts(number)
        assert all(tuple(contact) == COLUMNS for contact in contacts)
    assert [size for *_, size in sandbox.leadsopedia.lists][2:] == [100, 1, 0]


def test_one_contact_under_both_paths(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    number = sandbox.leadsopedia.lists[0][0]
    contact = next(found for found in sandbox.leadsopedia.contacts(number) if found["email"])
    for by in ({"email": contact["email"].upper()}, {"id": contact["id"]}):
        assert leadsopedia.get("/contacts", params={"list_id": number, **by}).json() == contact
        assert leadsopedia.get(f"/contacts/{number}", params=by).json() == contact
    assert leadsopedia.get("/contacts", params={"list_id": number, "id": 5}).status_code == 404
    assert [received.dialect for received in sandbox.leadsopedia.requests] == [0, 1, 0, 1, 0]
    assert {received.operation for received in sandbox.leadsopedia.requests} == {"contact"}
    sandbox.leadsopedia.paths = "second"
    assert leadsopedia.get("/contacts", params={"list_id": number, "id": contact["id"]}).status_code == 404
    assert leadsopedia.get(f"/contacts/{number}", params={"id": contact["id"]}).status_code == 200
    assert leadsopedia.get("/downloads").status_code == 404
    sandbox.leadsopedia.paths = "first"
    assert leadsopedia.get("/mydownloads").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/contacts", "/contacts?page=1", "/contacts?list_id=", "/contacts?list_id=1&page=0",
        "/contacts?list_id=1&page=x", "/contacts?list_id=1&email=", "/contacts?list_id=1&email=a&id=1", "/contacts/1",
        "/contacts/1?page=1", "/contacts/1?list_id=1&id=1", "/account?page=1", "/mylists?limit=101",
        "/mylists?page=1&page=2", "/mylists?q=a",
    ],
)  # fmt: skip
def test_bad_requests(leadsopedia: httpx.Client, path: str) -> None:
    answer = leadsopedia.get(path)
    assert (answer.status_code, answer.json()) == (400, {"code": 400, "message": "Bad Request"})


def test_refusals(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    assert leadsopedia.get(f"/mylists/{sandbox.leadsopedia.foreign_list}").status_code == 403
    assert leadsopedia.get("/contacts", params={"list_id": sandbox.leadsopedia.foreign_list}).status_code == 403
    assert leadsopedia.get("/mylists/1").status_code == 404
    assert leadsopedia.get("/downloads/1").status_code == 404
    assert leadsopedia.get("/nothing").status_code == 404
    assert leadsopedia.get(sandbox.leadsopedia.address.removesuffix("/v1") + "/account").status_code == 404
    assert leadsopedia.get("/account", headers={"X-Api-Key": "other"}).status_code == 401
    del leadsopedia.headers["X-Api-Key"]
    assert leadsopedia.get("/account").status_code == 401


def test_writes_are_not_there_but_logged(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    for method in ("POST", "DELETE"):
        assert leadsopedia.request(method, "/mylists").status_code == 404
    assert [(one.method, one.operation) for one in sandbox.leadsopedia.requests] == [("POST", None), ("DELETE", None)]


def test_ten_seconds_between_calls(leadsopedia: httpx.Client, sandbox: Sandbox, clock: HandClock) -> None:
    assert leadsopedia.get("/account").status_code == 200
    clock.step = 9.99
    assert leadsopedia.get("/account").status_code == 429
    assert leadsopedia.get("/account").status_code == 429
    clock.step = 10.0
    assert leadsopedia.get("/account").status_code == 200
    sandbox.leadsopedia.seconds_between_calls = 0
    clock.step = 0.0
    assert leadsopedia.get("/account").status_code == 200
    assert sandbox.leadsopedia.calls_this_month == 3


def test_the_month_ends_half_way(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    sandbox.leadsopedia.calls_per_month = 2
    assert [leadsopedia.get("/account").status_code for _ in range(3)] == [200, 200, 429]
    assert "Monthly limit of 2 " in leadsopedia.get("/account").json()["message"]
    sandbox.leadsopedia.calls_this_month = 0
    assert leadsopedia.get("/account").status_code == 200


def test_dialects_of_paging(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    number = sandbox.leadsopedia.lists[0][0]
    host = sandbox.leadsopedia.address
    query = f"?list_id={number}&page=%d&limit=100"

    def second() -> dict[str, Any]:
        found: dict[str, Any] = leadsopedia.get("/contacts", params={"list_id": number, "page": 2}).json()
        return found

    answer = second()
    assert answer["next"] == f"{host}/contacts{query % 3}"
    assert answer["previous"] == f"{host}/contacts{query % 1}"
    assert len(leadsopedia.get(answer["next"]).json()["contacts"]) == 100
    sandbox.leadsopedia.next_form = "number"
    assert (second()["next"], second()["previous"]) == (3, 1)
    sandbox.leadsopedia.next_form = "path"
    assert second()["next"] == f"/v1/contacts{query % 3}"
    sandbox.leadsopedia.next_form = "other-host"
    assert second()["next"] == f"{sandbox.leadsopedia.files.address}/v1/contacts{query % 3}"
    sandbox.leadsopedia.total_field = "count"
    assert second()["count"] == 733
    assert "total" not in second()
    for form, told in (("too-small", 4), ("too-large", 11), ("absent", None)):
        sandbox.leadsopedia.pages_count = form
        assert second().get("pagesCount") == told
    sandbox.leadsopedia.country_form = "number"
    assert {type(contact["country"]) for contact in second()["contacts"]} == {int}
    sandbox.leadsopedia.limit = 2
    assert len(leadsopedia.get("/mylists").json()["lists"]) == 2


@pytest.mark.parametrize("place", ["other-port", "same-port"])
def test_files_are_served_to_anybody_but_never_with_a_key(
    leadsopedia: httpx.Client, sandbox: Sandbox, place: str
) -> None:
    sandbox.leadsopedia.downloads_on = place
    listed = leadsopedia.get("/downloads").json()["downloads"]
    assert leadsopedia.get(f"/downloads/{listed[0]['id']}").json() == listed[0]
    url = httpx.URL(listed[0]["url"])
    assert (url.port == httpx.URL(sandbox.leadsopedia.address).port) == (place == "same-port")
    key = sandbox.leadsopedia.key
    with httpx.Client(trust_env=False) as stranger:
        answer = stranger.get(url)
        assert answer.headers["content-type"] == "text/csv; charset=utf-8"
        assert answer.text.startswith(",".join(COLUMNS) + "\r\n")
        assert len(answer.text.split("\r\n")) > 700
        for headers in ({"X-Api-Key": key}, {"Authorization": key}, {"X-Api-Key": "x"}, {"X-Any": sandbox.key}):
            assert stranger.get(url, headers=headers).status_code == 400
        assert stranger.get(url, params={"key": key}).status_code == 400
        assert stranger.get(listed[-1]["url"]).status_code == 404
        assert stranger.get(url.join("/files/1")).status_code == 404
        assert stranger.post(url).status_code == 404
    logged = sandbox.leadsopedia.files.requests
    assert [received.stray_key for received in logged] == [False, True, True, False, True, True, False, False, False]
    assert key not in str(logged)
    assert len(sandbox.leadsopedia.requests) == 2
    sandbox.leadsopedia.files.fault("status", status=403)
    assert httpx.get(url, trust_env=False).status_code == 403


def test_a_list_changes_between_two_reads(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    number = sandbox.leadsopedia.lists[3][0]
    sandbox.leadsopedia.change(number, add=2, update={0: {"title": "Other"}})
    answer = leadsopedia.get("/contacts", params={"list_id": number}).json()
    assert (answer["total"], answer["contacts"][0]["title"]) == (3, "Other")
    sandbox.leadsopedia.delete(number)
    assert leadsopedia.get(f"/mylists/{number}").status_code == 404
    assert leadsopedia.get("/mylists").json()["total"] == 4


def test_switches_over_http(leadsopedia: httpx.Client, sandbox: Sandbox) -> None:
    control = sandbox.leadsopedia.address.removesuffix("/v1") + "/sandbox/leadsopedia"
    told = leadsopedia.get(control).json()
    assert (told["seconds_between_calls"], told["next_form"]) == (10.0, "link")
    assert leadsopedia.put(control, json={"seconds_between_calls": 0.5, "limit": 7}).json()["limit"] == 7
    for wrong in ({"seconds_between_calls": -1}, {"limit": 0}, {"calls_per_month": True}, {"x": 1}, {"next_form": 3}):
        assert leadsopedia.put(control, json=wrong).status_code == 400
    assert sandbox.leadsopedia.seconds_between_calls == 0.5
