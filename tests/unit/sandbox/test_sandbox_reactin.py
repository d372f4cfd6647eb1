"""ReactIn's documented operation, and how strictly it is kept, over real HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from leaddesk.sandbox.clock import HandClock
from leaddesk.sandbox.reactin.smart_lists import ORGANIZATION
from leaddesk.sandbox.server import Sandbox

FIRST = "/api/{}/lists/{}/leads"
SECOND = "/api/v1/{}/lists/{}/leads"


def path(sandbox: Sandbox, number: int = 0, form: str = FIRST) -> str:
    return form.format(ORGANIZATION, sandbox.reactin.lists[number].list_id)


def all_pages(client: httpx.Client, address: str, size: int = 50) -> list[dict[str, Any]]:
    leads: list[dict[str, Any]] = []
    page: int | None = 1
    while page is not None:
        answer = client.get(address, params={"page": page, "pageSize": size}).raise_for_status().json()
        assert answer["page"] == page
        leads += answer["data"]
        page = answer["nextPage"]
    return leads


def test_a_list_is_read_page_by_page(reactin: httpx.Client, sandbox: Sandbox) -> None:
    answer = reactin.get(path(sandbox)).json()
    assert answer.keys() == {"data", "page", "nextPage"}
    assert (len(answer["data"]), answer["page"], answer["nextPage"]) == (10, 1, 2)
    assert list(answer["data"][0]) == ["First Name", "Last Name", "Email", "Profile", "Company"]
    leads = all_pages(reactin, path(sandbox))
    assert len(leads) == 48
    assert leads == all_pages(reactin, path(sandbox), 10) == sandbox.reactin.leads(sandbox.reactin.lists[0].list_id)


def test_sizes_and_columns_differ_from_list_to_list(sandbox: Sandbox) -> None:
    leads = [sandbox.reactin.leads(smart_list.list_id) for smart_list in sandbox.reactin.lists]
    assert [len(some) for some in leads][:2] == [48, 1210]
    assert 50 in map(len, leads)
    assert 0 in map(len, leads)
    assert len({tuple(some[0]) for some in leads if some}) == 4
    texts = [lead["My AI Column"] for lead in leads[1]]
    assert max(map(len, texts)) > 2000
    assert any("🎉" in (lead["Icebreaker ✨"] or "") for lead in leads[1])
    assert {type(lead["Fit Score"]) for lead in leads[1]} == {int, str, type(None)}
    assert {None, ""} <= {lead["Email"] for lead in leads[1]}


def test_people_are_in_several_lists_and_with_reachstream_under_another_spelling(sandbox: Sandbox) -> None:
    first, second = (sandbox.reactin.leads(sandbox.reactin.lists[number].list_id) for number in (0, 1))
    handles = [{lead["Profile"].split("/in/")[1].strip("/").split("?")[0] for lead in some} for some in (first, second)]
    assert handles[0] & handles[1]
    names = {(lead["First Name"], lead["Last Name"]) for lead in second}
    world = sandbox.reachstream.world
    theirs = {(world.contact(n).name.first, world.contact(n).name.last) for n in range(len(world))}
    assert 20 < len(names - theirs) < len(names)


def test_behind_the_last_page_there_is_nothing(reactin: httpx.Client, sandbox: Sandbox) -> None:
    answer = reactin.get(path(sandbox), params={"page": 99, "pageSize": 50})
    assert answer.json() == {"data": [], "page": 99, "nextPage": None}
    exact = reactin.get(path(sandbox, 3), params={"pageSize": 50}).json()
    assert (len(exact["data"]), exact["nextPage"]) == (50, None)


@pytest.mark.parametrize(
    "query",
    ["?page=0", "?page=x", "?page=-1", "?page=", "?pageSize=9", "?pageSize=51", "?pageSize=ten", "?page=1&page=2",
     "?limit=50"],
)  # fmt: skip
def test_other_parameters_are_a_bad_request(reactin: httpx.Client, sandbox: Sandbox, query: str) -> None:
    answer = reactin.get(path(sandbox) + query)
    assert (answer.status_code, answer.json()) == (400, {"error": "Bad Request"})


def test_the_content_type_is_required_for_reads_too(reactin: httpx.Client, sandbox: Sandbox) -> None:
    assert reactin.get(path(sandbox), headers={"Content-Type": "application/json; charset=utf-8"}).status_code == 200
    del reactin.headers["Content-Type"]
    assert reactin.get(path(sandbox)).status_code == 400


@pytest.mark.parametrize(("taken", "bare", "bearer"), [("both", 200, 200), ("bare", 200, 401), ("bearer", 401, 200)])
def test_how_the_key_is_written(reactin: httpx.Client, sandbox: Sandbox, taken: str, bare: int, bearer: int) -> None:
    sandbox.reactin.authorization = taken
    key = sandbox.reactin.key
    for text, status in ((key, bare), (f"Bearer {key}", bearer), ("Bearer wrong", 401), ("", 401), (key + "x", 401)):
        assert reactin.get(path(sandbox), headers={"Authorization": text}).status_code == status
    logged = [(received.key, received.scheme) for received in sandbox.reactin.requests]
    assert logged[:4] == [("right", "bare"), ("right", "bearer"), ("wrong", "bearer"), ("absent", "")]


@pytest.mark.parametrize(
    ("open_paths", "first", "second"), [("both", 200, 200), ("first", 200, 404), ("second", 404, 200)]
)
def test_which_path_answers(reactin: httpx.Client, sandbox: Sandbox, open_paths: str, first: int, second: int) -> None:
    sandbox.reactin.paths = open_paths
    assert reactin.get(path(sandbox)).status_code == first
    assert reactin.get(path(sandbox, form=SECOND)).status_code == second
    assert [received.dialect for received in sandbox.reactin.requests] == [0, 1]


def test_lists_that_are_not_there_or_not_ours(reactin: httpx.Client, sandbox: Sandbox) -> None:
    ours = sandbox.reactin.lists[0].list_id
    assert reactin.get(FIRST.format(ORGANIZATION, sandbox.reactin.foreign_list)).status_code == 403
    assert reactin.get(FIRST.format("another", ours)).status_code == 403
    assert reactin.get(FIRST.format(ORGANIZATION, "nothing")).status_code == 404
    sandbox.reactin.delete(ours)
    assert reactin.get(path(sandbox)).status_code == 404
    sandbox.reactin.reset()
    assert reactin.get(path(sandbox)).status_code == 200


def test_five_requests_in_a_second(reactin: httpx.Client, sandbox: Sandbox, clock: HandClock) -> None:
    clock.step = 0.0
    assert [reactin.get(path(sandbox)).status_code for _ in range(6)] == [200] * 5 + [429]
    clock.now += 1.0
    assert reactin.get(path(sandbox)).status_code == 200


def test_writes_are_not_there_but_logged(reactin: httpx.Client, sandbox: Sandbox) -> None:
    address = f"/api/{ORGANIZATION}/webhooks/reactin/{sandbox.reactin.lists[0].list_id}"
    assert reactin.post(address, json={"email": "a@b.example"}).status_code == 404
    assert reactin.delete(path(sandbox)).status_code == 404
    logged = sandbox.reactin.requests
    assert [(received.method, received.operation) for received in logged] == [("POST", None), ("DELETE", None)]
    assert logged[0].body == {"email": "a@b.example"}


def test_the_log_says_list_and_page_and_finds_every_stray_key(reactin: httpx.Client, sandbox: Sandbox) -> None:
    reactin.get(path(sandbox), params={"page": 2})
    reactin.get(path(sandbox), headers={"X-Other": sandbox.leadsopedia.key})
    reactin.get(path(sandbox), headers={"Authorization": sandbox.key})
    logged = sandbox.reactin.requests
    assert (logged[0].operation, logged[0].list_id, logged[0].page) == ("leads", sandbox.reactin.lists[0].list_id, 2)
    assert [received.stray_key for received in logged] == [False, True, True]
    assert not {sandbox.key, sandbox.reactin.key, sandbox.leadsopedia.key} & set(str(logged).split("'"))


def test_what_is_pasted(sandbox: Sandbox) -> None:
    number = sandbox.reactin.lists[1].list_id
    snippet = sandbox.reactin.snippet(number)
    assert all(part in snippet for part in (ORGANIZATION, number, sandbox.reactin.key, "${page}"))
    assert sandbox.reactin.page_address(number).endswith(f"/lists/{number}")


def test_a_list_changes_between_two_reads(reactin: httpx.Client, sandbox: Sandbox) -> None:
    number = sandbox.reactin.lists[0].list_id
    before = all_pages(reactin, path(sandbox))
    sandbox.reactin.change(
        number, update={0: {"Company": "Other"}}, remove=[1, 2], add=[{"Email": "n@x.example"}], at=0
    )
    sandbox.reactin.change(number, add=2)
    after = all_pages(reactin, path(sandbox))
    assert after[0] == {"Email": "n@x.example"}
    assert after[1] == {**before[0], "Company": "Other"}
    assert after[2:47] == before[3:]
    assert len(after) == 49
    assert all(lead not in before for lead in after[47:])
    wrongs: list[dict[str, Any]] = [{"remove": [99]}, {"update": {-1: {}}}, {"add": 1, "at": 50}]
    for wrong in wrongs:
        with pytest.raises(ValueError, match="49 records"):
            sandbox.reactin.change(number, **wrong)
    sandbox.reactin.reset()
    assert all_pages(reactin, path(sandbox)) == before


def test_lists_and_switches_over_http(reactin: httpx.Client, sandbox: Sandbox) -> None:
    listed = reactin.get("/sandbox/lists").json()
    assert [(one["id"], one["name"]) for one in listed] == [(one.list_id, one.name) for one in sandbox.reactin.lists]
    control = f"/sandbox/lists/{listed[0]['id']}"
    change = {"add": 3, "at": 0, "remove": [0], "update": {"1": {"Company": "Z"}}}
    assert reactin.put(control, json=change).json()["records"] == 50
    assert sandbox.reactin.leads(listed[0]["id"])[3]["Company"] == "Z"
    assert reactin.put(control, json={"deleted": True}).json()["deleted"] is True
    assert reactin.get(path(sandbox)).status_code == 404
    assert reactin.delete(control).json() == listed[0]
    wrongs: list[Any] = [
        {},
        [],
        {"sort": 1},
        {"add": "x"},
        {"add": [5]},
        {"remove": 5},
        {"update": []},
        {"update": {"x": {}}},
    ]
    for wrong in wrongs:
        assert reactin.put(control, json=wrong).status_code == 400
    assert reactin.get("/sandbox/lists/nothing").status_code == 400
    assert reactin.put("/sandbox/reactin", json={"paths": "second"}).json()["paths"] == "second"
    assert reactin.get(path(sandbox)).status_code == 404
    assert reactin.put("/sandbox/reactin", json={"paths": "none"}).status_code == 400
