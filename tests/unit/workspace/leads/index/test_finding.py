"""What a view shows is what the plainest of means finds: with an index, without one, and with one that is behind."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaddesk.domain.lead_views import Condition, Scope, Test, View
from leaddesk.domain.leads import LeadListId, SourceKind
from leaddesk.domain.table import Arrangement
from leaddesk.workspace.leads import history, lists
from leaddesk.workspace.leads.index.index_file import IndexFile
from tests.unit.workspace.leads.index.lead_book import START, Kept, LeadBook

WORDS = st.sampled_from(
    ["Anna", "anna", "Müller", "mul", "Weiß", "ss", "Ø", "a", "n", "na", '"', "*", "10", "9", "51-200", "x\0y", "李明"]
)
TEXTS = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
SIZES = st.sampled_from(["1-10", "51-200", "10,001+", "many", "<5"])
COLUMNS = ("name", "company", "country", "email", "size", "city", "zip", "custom:Fair")
SORTED = (*COLUMNS, "@lists", "@tags", "@note", "@added", "@sources")
VALUES = st.fixed_dictionaries(
    {}, optional={column: SIZES if column == "size" else TEXTS for column in (*COLUMNS, "first_name", "website")}
)
LEADS = st.builds(
    Kept,
    VALUES,
    st.frozensets(st.sampled_from([kind.value for kind in SourceKind]), min_size=1, max_size=3),
    st.sampled_from([0, 0, 0, 0, 1, 2, 3]),
    st.sets(st.sampled_from([1, 2])),
    st.sets(st.sampled_from([1, 2])),
    st.sampled_from(["", "", "call Anna"]),
    st.booleans(),
    st.sampled_from([START, START + 90_000]),
)
BOOKS = st.dictionaries(st.integers(1, 30), LEADS, max_size=14)
CONDITIONS = st.builds(
    Condition,
    st.sampled_from([*SORTED, "@suppressed"]),
    st.sampled_from(list(Test)),
    st.lists(
        st.one_of(WORDS, SIZES, st.sampled_from(["Berlin", "hot", "file", "yes", " "])), min_size=1, max_size=2
    ).map(tuple),
    st.booleans(),
).filter(lambda condition: condition.column != "@added")
VIEWS = st.builds(
    View,
    st.sampled_from(list(Scope)),
    st.sampled_from([None, LeadListId(1), LeadListId(2)]),
    st.one_of(st.just(""), TEXTS),
    st.lists(CONDITIONS, max_size=2).map(tuple),
)
LOOKS = st.lists(st.tuples(VIEWS, st.sampled_from(["", *SORTED]), st.booleans()), min_size=1, max_size=4)
STEPS = st.lists(
    st.one_of(BOOKS, st.integers(0, 60), st.sampled_from(["prepare", "delete", "damage", "look", "forget"])),
    min_size=1,
    max_size=6,
)


async def looked(book: LeadBook, view: View, sort_by: str, *, descending: bool) -> None:
    source = await book.finder.open(view, whole=True)
    expected = book.expected(view)
    assert list(await book.finder.ids_of(source, range(len(source)))) == expected
    order = await asyncio.to_thread(source.arrange, Arrangement(sort_by=sort_by, descending=descending))
    found = list(await book.finder.ids_of(source, order))
    columns = {column.name for column in source.columns}
    if sort_by in columns:
        assert found == book.expected(view, sort_by, descending=descending)
    at = [column.name for column in source.columns]
    for number, id_ in enumerate(expected):
        row = dict(zip(at, source.row(number), strict=True))
        for column in SORTED:
            assert (row.get(column) or "") == ", ".join(book.cell(book.leads[id_], column)), column


@given(BOOKS, STEPS, LOOKS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_a_view_shows_what_the_plainest_means_find(
    leads: dict[int, Kept], steps: list[dict[int, Kept] | int | str], looks: list[tuple[View, str, bool]]
) -> None:
    async def run(folder: Path) -> None:
        book = LeadBook(folder)
        await book.begin()
        await book.put(leads)
        for step in [*steps, "look"]:
            if isinstance(step, dict):
                await book.put(step)
            elif isinstance(step, int):
                await book.prepare(until=step)
            elif step == "prepare":
                await book.prepare(("size", "city"))
            elif step == "damage" and book.index.exists():
                book.index.write_bytes(b"nothing of the kind" * 500)
            elif step == "delete":
                await asyncio.to_thread(book.finder.forget)
                IndexFile(book.index).drop()
            elif step == "forget":
                await asyncio.to_thread(book.finder.forget)
            elif step == "look":
                for view, sort_by, descending in looks:
                    await looked(book, view, sort_by, descending=descending)
        await book.aclose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(Path(folder)))


async def test_a_list_that_is_renamed_is_found_by_its_new_name(book: LeadBook) -> None:
    await book.put({1: Kept({"name": "Anna"}, frozenset({"file"}), lists={1})})
    view = View(conditions=(Condition("@lists", Test.IS, ("Fair, Vienna",)),))
    assert len(await book.finder.open(view)) == 0
    await book.writer.write(
        lambda connection: history.record(
            connection,
            "list-rename",
            lambda recording: lists.rename(connection, recording, 1, "Fair, Vienna"),
            at=START,
        )
    )
    assert len(await book.finder.open(view)) == 1
