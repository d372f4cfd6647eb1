"""How many leads a filter of ReachStream finds: as reading every lead one by one would tell."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.comparison import Fit, Question
from leaddesk.domain.filter import Filter
from tests.unit.workspace.leads.index.lead_book import Kept, LeadBook

WORDS = ("Go", "go", "C", "Köln", "KÖLN", "Straße", "strasse", "Kelvin", "\u212aelvin", "USA", "United States")
FIELDS = ("title", "industry", "country", "city", "technologies", "level", "company")
FILTERED = {
    "title": "job_title",
    "industry": "company_industry_categories_list",
    "country": "company_address_country",
    "city": "company_address_city",
    "technologies": "tech_keywords",
    "level": "job_title_level",
    "company": "company_name",
}
_words = st.sampled_from(WORDS)
_values = st.dictionaries(
    st.sampled_from(FIELDS), st.one_of(_words, st.tuples(_words, _words).map(", ".join)), max_size=4
)
_leads = st.builds(
    lambda values, id_, kinds, standing: Kept(
        {**values, **({"reachstream_id": "r1"} if id_ else {})}, frozenset(kinds), standing
    ),
    _values,
    st.booleans(),
    st.sets(st.sampled_from(["reachstream", "file"]), min_size=1),
    st.sampled_from([0, 0, 0, 1]),
)
_filters = st.dictionaries(
    st.sampled_from([*FILTERED.values(), "company_type"]),
    st.lists(_words, min_size=1, max_size=2),
    min_size=1,
    max_size=3,
).map(Filter.of)


def expected(book: LeadBook, wanted: Filter) -> tuple[int, int]:
    question, certain, likely = Question(wanted), 0, 0
    for lead in book.leads.values():
        fit = question.fit(lead.values) if lead.standing == 0 else Fit.NO
        is_certain = fit is Fit.ALL and "reachstream_id" in lead.values
        certain += is_certain
        likely += fit is not Fit.NO and not is_certain
    return certain, likely


@given(st.lists(_leads, max_size=12), _filters, st.booleans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
async def test_as_if_every_lead_were_read(leads: list[Kept], wanted: Filter, is_prepared: bool) -> None:
    with TemporaryDirectory() as folder:
        book = LeadBook(Path(folder))
        await book.begin()
        await book.put(dict(enumerate(leads[:6], 1)))
        if is_prepared:
            await book.prepare()
        await book.put(dict(enumerate(leads[6:], 7)))
        try:
            assert await book.finder.known(wanted) == expected(book, wanted)
        finally:
            await book.aclose()


async def _say(book: LeadBook, lead: int, **said: str) -> None:
    """ReachStream says something newer of this lead than what is shown."""

    def change(connection: apsw.Connection) -> None:
        connection.execute(
            "INSERT INTO records (lead, origin, source, at, said) VALUES (?, ?, 1, 9e9, ?)",
            (lead, lead, json.dumps({"reachstream_id": f"r{lead}", **said})),
        )

    await book.writer.write(change)


async def test_for_certain_is_what_reachstream_said_last_whatever_is_shown(tmp_path: Path) -> None:
    book = LeadBook(tmp_path)
    await book.begin()
    both = frozenset({"reachstream", "file"})
    shown: Mapping[str, str] = {"reachstream_id": "r1", "title": "CTO"}
    await book.put({1: Kept(shown, both), 2: Kept({**shown, "title": "CEO"}, both), 3: Kept(shown, both)})
    await _say(book, 1, title="Chief")
    await _say(book, 2, title="cto")
    await _say(book, 3)
    assert await book.finder.known(Filter.of({"job_title": ["CTO"]})) == (1, 0)
    assert await book.finder.known(Filter.of({"job_title": ["CTO"], "company_address_country": ["Chile"]})) == (0, 1)
    await book.aclose()
