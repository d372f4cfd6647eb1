"""What the review shows as merged is what the merged lead has, whatever is chosen."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.actions.review_duplicates import ReviewDuplicates
from leaddesk.domain.changes import Announcer
from leaddesk.domain.leads import Field, LeadId
from leaddesk.ui.leads.review.choosing import Choosing, Side, says_the_same
from leaddesk.workspace.leads.lead_store import LeadStore
from tests.unit.workspace.leads.keeping import Kept

COLUMNS = ("name", "title", "company", "phone", "email", "city", "country", "custom:Shoe", "custom:E-mail 2")
VALUES = st.sampled_from(
    ("", "Ada", "ada", "Austria", "AT", "a@x.example", "b@x.example", "+43 1 5550142", "0043 15550143")
)
PERSON = st.dictionaries(st.sampled_from(COLUMNS), VALUES).map(lambda values: {"name": "Ada", **values})
EMPTIED = st.lists(
    st.tuples(st.sampled_from(("left", "right")), st.sampled_from(("city", "phone", "title"))), max_size=2
)
CHOICES = st.lists(st.tuples(st.integers(0, 12), st.sampled_from(Side)), max_size=8)


@settings(max_examples=40, deadline=None)
@given(one=PERSON, other=PERSON, emptied=EMPTIED, choices=CHOICES)
def test_what_is_shown_is_what_is_merged(
    one: dict[str, str], other: dict[str, str], emptied: list[tuple[str, str]], choices: list[tuple[int, Side]]
) -> None:
    async def merged() -> None:
        with tempfile.TemporaryDirectory() as folder:
            kept = Kept(Path(folder))
            try:
                await check(kept)
            finally:
                await kept.close()

    async def check(kept: Kept) -> None:
        review = ReviewDuplicates(LeadStore(kept.leads, kept.reader, clock=kept.now), Announcer())
        ids = [(await kept.add(person))[:1] for person in (one, other)]
        if not all(ids):  # certainly one person, or nobody: there is no pair
            return
        left, right = ids[0][0], ids[1][0]
        for side, column in emptied:
            await kept.keeping.edit([left if side == "left" else right], column, "")
        await kept.leads.write(
            lambda c: c.execute("INSERT OR REPLACE INTO likenesses VALUES (?, ?, 1, 0, NULL)", (left, right))
        )
        (pair,) = await review.pairs()
        choosing = Choosing(pair, {})
        for number, chosen in choices:
            choosing.choose(choosing.rows[number % len(choosing.rows)], chosen)
        wanted = choosing.for_merging()
        await review.merge(pair=pair, choose=wanted)
        shown = await kept.shown(LeadId(left))
        for row in choosing.rows:
            assert shown.get(row.column, "") == choosing.merged(row)[0]
        assert {column: shown.get(column) for column in wanted} == wanted

    asyncio.run(merged())


@pytest.mark.parametrize(
    ("field", "one", "other", "same"),
    [
        (Field.PHONE, "+43 732 5550 142", "0732 5550142", True),
        (Field.PHONE, "+43 732 5550 142", "0732 5550143", False),
        (Field.COUNTRY, "Austria", "AT", True),
        (Field.COMPANY, "Alpwerk AG", "ALPWERK", True),
        (Field.EMAIL, "Ada@X.example", "mailto:ada@x.example", True),
        (Field.EMAIL, "ada@x.example", "ben@x.example", False),
        (Field.LINKEDIN, "https://www.linkedin.com/in/Ada/", "linkedin.com/in/ada", True),
        (Field.CITY, "Linz", " linz ", True),
        (Field.CITY, "Linz", "", False),
    ],
)
def test_values_that_say_the_same(field: Field, one: str, other: str, same: bool) -> None:
    assert says_the_same(field.value, one, other) is same
    assert says_the_same(field.value, other, one) is same
