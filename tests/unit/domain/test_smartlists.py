"""What is taken out of what ReactIn shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaddesk.domain.smartlists import PastedSmartList, checked_id, read_pasted

ORGANIZATION, LIST, KEY = "6650aa1f0c2d", "665f-0b12-77", "rk_live_9f8e7d6c5b4a"
KEYS = st.from_regex(r"[A-Za-z0-9_]{8,40}", fullmatch=True).filter(lambda key: "key" not in key.casefold())
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9-]{0,35}", fullmatch=True)

SNIPPET = f"""
const response = await fetch(
  `https://app.reactin.io/api/v1/{ORGANIZATION}/lists/{LIST}/leads?page=${{page}}&pageSize=${{pageSize}}`,
  {{ method: 'GET', headers: {{ 'Authorization': '{KEY}', 'Content-Type': 'application/json' }} }}
);
"""


def told(pasted: PastedSmartList) -> tuple[str, str, str | None]:
    return pasted.organization, pasted.list_id, pasted.key.reveal() if pasted.key else None


@pytest.mark.parametrize(
    "text",
    [
        SNIPPET,
        SNIPPET.replace("/v1", ""),
        SNIPPET.replace(f"'{KEY}'", f"'Bearer {KEY}'"),
        f"curl -H 'Authorization: {KEY}' https://app.reactin.io/api/{ORGANIZATION}/lists/{LIST}/leads",
        f'curl -H "authorization: Bearer {KEY}" "https://app.reactin.io/api/{ORGANIZATION}/webhooks/reactin/{LIST}"',
        f'organizationId = "{ORGANIZATION}"\nlistId = "{LIST}"\napi_key = "{KEY}"',
        f'{{"organizationId": "{ORGANIZATION}", "listId": "{LIST}", "apiKey": "{KEY}"}}',
        f"Organization ID: {ORGANIZATION}\nList ID: {LIST}\nAPI key: {KEY}",
    ],
)
def test_a_snippet_holds_everything(text: str) -> None:
    assert told(read_pasted(text)) == (ORGANIZATION, LIST, KEY)


def test_the_address_of_a_page_names_the_organization_but_not_its_id() -> None:
    pasted = read_pasted(f" https://app.reactin.io/Acme%20Sales/lists/{LIST}?tab=leads ")
    assert told(pasted) == ("", LIST, None)
    assert pasted.organization_name == "Acme Sales"


@pytest.mark.parametrize("text", ["app.reactin.io/acme/lists/{}", "See https://app.reactin.io/acme/lists/{}. Thanks"])
def test_an_address_as_people_write_it(text: str) -> None:
    pasted = read_pasted(text.format(LIST))
    assert (pasted.organization_name, pasted.list_id) == ("acme", LIST)


STAND_INS = ["YOUR_API_KEY", "your-api-key", "<API_KEY>", "${API_KEY}", "********", "apiKey_here", "YOUR_TOKEN_1"]
FROM_ELSEWHERE = ["process.env.REACTIN_KEY", "os.environ[KEY]", "os.getenv(KEY)", "import.meta.env.KEY", "getKey()"]


@pytest.mark.parametrize("key", ["key-3ax6xnjp29jd6fds4gc373sgvjxteol0", "keyABCDEFGH1234", "api_key_live_8h2k"])
def test_a_key_may_be_called_one(key: str) -> None:
    assert told(read_pasted(SNIPPET.replace(KEY, key))) == (ORGANIZATION, LIST, key)


@pytest.mark.parametrize("stand_in", [*STAND_INS, *FROM_ELSEWHERE])
def test_a_stand_in_is_no_key(stand_in: str) -> None:
    assert told(read_pasted(SNIPPET.replace(KEY, stand_in))) == (ORGANIZATION, LIST, None)


def test_the_key_is_in_no_repr() -> None:
    assert KEY not in repr(read_pasted(SNIPPET))


@given(IDS, IDS, KEYS)
def test_whatever_the_ids_are(organization: str, list_id: str, key: str) -> None:
    text = f"GET https://app.reactin.io/api/{organization}/lists/{list_id}/leads\nAuthorization: {key}"
    if not (organization.startswith("v") and organization[1:].isdecimal()):
        assert told(read_pasted(text)) == (organization, list_id, key)


@given(st.text(max_size=500))
def test_any_text_can_be_pasted(text: str) -> None:
    pasted = read_pasted(text)
    for part in (pasted.organization, pasted.list_id):
        assert not part or checked_id(part) == part


@pytest.mark.parametrize("text", ["", " ", "..", "a/b", "a b", "?x=1", "%2e%2e", "é", "a" * 201])
def test_what_could_lead_elsewhere_is_no_id(text: str) -> None:
    with pytest.raises(ValueError, match="not an id"):
        checked_id(text)
