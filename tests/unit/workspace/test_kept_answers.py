"""What a provider answered about the account, kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.leadsopedia import Facts
from leaddesk.domain.records import Value
from leaddesk.workspace.database import Database, storable
from leaddesk.workspace.kept_answers import KeptAnswers

AT = datetime(2026, 11, 20, 9, 0, 30, 250_000, tzinfo=UTC)


async def test_the_latest_answer_is_kept(database: Database) -> None:
    answers = KeptAnswers(database)
    assert await answers.get("leadsopedia", "credits") is None
    first = Facts({"credits_total": 500, "credits_left": "20", "note": None}, '{"credits_total":500}', AT)
    await answers.put("leadsopedia", "credits", first)
    await answers.put("leadsopedia", "usage", Facts({}, "{}", AT))
    kept = await answers.get("leadsopedia", "credits")
    assert kept == first
    assert list(kept.values) == ["credits_total", "credits_left", "note"]
    second = Facts({"credits_total": 400}, '{"credits_total":400}', AT + timedelta(days=1))
    await answers.put("leadsopedia", "credits", second)
    assert await KeptAnswers(database).get("leadsopedia", "credits") == second
    assert await answers.get("other", "credits") is None


VALUES: st.SearchStrategy[Value] = st.one_of(
    st.text(), st.none(), st.integers(), st.floats(allow_nan=False, allow_infinity=False)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(values=st.dictionaries(st.text(), VALUES), raw=st.text(st.characters()))
async def test_whatever_it_holds(database: Database, values: dict[str, Value], raw: str) -> None:
    answers = KeptAnswers(database)
    await answers.put("leadsopedia", "usage", Facts(values, raw, AT))
    assert await answers.get("leadsopedia", "usage") == Facts(values, storable(raw), AT)
