"""List arithmetic is set arithmetic; whatever is done and undone leaves nothing behind."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leaddesk.domain.errors import ListGone, NameTaken
from leaddesk.domain.leads import LeadId, LeadListId, ListMix
from leaddesk.domain.suppression import SuppressedBy, parsed
from leaddesk.workspace.leads import suppression
from leaddesk.workspace.leads.records import work_out
from tests.unit.workspace.leads.keeping import Kept

PEOPLE = [
    {"name": f"P {n}", "email": f"p{n}@x{n % 3}.example", "linkedin": f"linkedin.com/in/p{n}", "custom:N": str(n)}
    for n in range(6)
]
Leads = st.sets(st.integers(1, len(PEOPLE) + 1).map(LeadId))

MIXES: dict[ListMix, Callable[[set[LeadId], set[LeadId]], set[LeadId]]] = {
    ListMix.IN_A_NOT_B: lambda a, b: a - b,
    ListMix.IN_BOTH: lambda a, b: a & b,
    ListMix.IN_EITHER: lambda a, b: a | b,
}


def with_people(test: Callable[[Kept], Awaitable[None]]) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            kept = Kept(Path(folder))
            try:
                await kept.add(*PEOPLE)
                await test(kept)
            finally:
                await kept.close()

    asyncio.run(run())


@settings(max_examples=15, deadline=None)
@given(Leads, Leads)
def test_list_arithmetic_is_set_arithmetic(a: set[LeadId], b: set[LeadId]) -> None:
    async def check(kept: Kept) -> None:
        there = {LeadId(n + 1) for n in range(len(PEOPLE))}
        one = await kept.keeping.create_list("A", None, a)
        other = await kept.keeping.create_list("B", None, b)
        for how, expected in MIXES.items():
            mixed = await kept.keeping.mix_lists(one.id, other.id, how, how.value)
            rows = await kept.rows("SELECT lead FROM list_leads WHERE list = ?", mixed.id)
            assert {row[0] for row in rows} == expected(a & there, b & there)
            assert mixed.leads == len(rows)

    with_people(check)


lists = st.integers(1, 3).map(LeadListId)
columns = st.sampled_from(["title", "email", "linkedin", "website", "custom:N", "custom:New"])
values = st.sampled_from(["", "x", "p1@x1.example", "linkedin.com/in/p2", "x1.example"])
entries = st.sampled_from(["p1@x1.example", "x1.example\nx2.example", "linkedin.com/in/p2", "nonsense"])
kinds = st.sampled_from(SuppressedBy)
names = st.sampled_from(["One", "two", "TWO", "Three"])
acts = st.one_of(
    st.tuples(st.just("edit"), Leads, columns, values),
    st.tuples(st.just("set_note"), Leads, values),
    st.tuples(st.just("tag"), Leads, names),
    st.tuples(st.just("untag"), Leads, names),
    st.tuples(st.just("create_list"), names, st.none(), Leads),
    st.tuples(st.just("rename_list"), lists, names),
    st.tuples(st.just("duplicate_list"), lists),
    st.tuples(st.just("delete_list"), lists),
    st.tuples(st.just("move_list"), lists, st.integers(0, 3)),
    st.tuples(st.just("mix_lists"), lists, lists, st.sampled_from(ListMix), names),
    st.tuples(st.just("add_to_list"), Leads, lists),
    st.tuples(st.just("remove_from_list"), Leads, lists),
    st.tuples(st.just("to_trash"), Leads),
    st.tuples(st.just("restore"), Leads),
    st.tuples(st.just("suppress"), entries.map(parsed)),
    st.tuples(st.just("suppress_leads"), Leads, kinds),
    st.tuples(st.just("unsuppress"), st.sets(st.integers(1, 4))),
)


@settings(max_examples=30, deadline=None)
@given(st.lists(acts, max_size=8))
def test_whatever_is_done_is_undone_and_done_again(sequence: list[tuple[Any, ...]]) -> None:
    async def check(kept: Kept) -> None:
        states = [await kept.tables()]
        for name, *values_ in sequence:
            before = await kept.keeping.steps()
            try:
                await getattr(kept.keeping, name)(*values_)
            except (ListGone, NameTaken):
                assert await kept.tables() == states[-1]
            if await kept.keeping.steps() != before:
                states.append(await kept.tables())
            else:
                assert await kept.tables() == states[-1]
        for state in reversed(states[:-1]):
            await kept.keeping.undo()
            assert await kept.tables() == state
        for state in states[1:]:
            await kept.keeping.redo()
            assert await kept.tables() == state

    with_people(check)


@settings(max_examples=15, deadline=None)
@given(st.lists(acts, max_size=6), Leads)
def test_suppression_by_and_by_is_that_of_all_at_once(sequence: list[tuple[Any, ...]], leads: set[LeadId]) -> None:
    async def check(kept: Kept) -> None:
        await kept.keeping.suppress(parsed("x1.example\np2@x2.example"))
        for name, *values_ in sequence:
            try:
                await getattr(kept.keeping, name)(*values_)
            except (ListGone, NameTaken):
                continue
        assert await kept.leads.write(lambda connection: suppression.recompute(connection, None)) == set()
        assert await kept.leads.write(lambda connection: suppression.recompute(connection, leads)) == set()

    with_people(check)


edits = st.tuples(Leads, columns, values)


@settings(max_examples=15, deadline=None)
@given(st.lists(edits, max_size=6))
def test_many_edited_at_once_are_as_if_each_was_worked_out_by_itself(sequence: list[tuple[Any, ...]]) -> None:
    async def check(kept: Kept) -> None:
        for number, (leads, column, value) in enumerate(sequence):
            await kept.keeping.edit(leads, column, value)
            if number % 2:
                await kept.add({**PEOPLE[number % len(PEOPLE)], "title": str(number)})
        before = await kept.tables()
        for lead in range(1, len(PEOPLE) + 1):
            assert not await kept.leads.write(lambda connection, lead=lead: work_out(connection, lead))  # type: ignore[misc]  # a default
        assert await kept.tables() == before

    with_people(check)


@settings(max_examples=30, deadline=None)
@given(st.lists(acts, max_size=8), Leads, st.booleans())
def test_whoever_goes_for_good_does_not_hinder_undoing(
    sequence: list[tuple[Any, ...]], leads: set[LeadId], is_erased: bool
) -> None:
    async def check(kept: Kept) -> None:
        for name, *values_ in sequence:
            try:
                await getattr(kept.keeping, name)(*values_)
            except (ListGone, NameTaken):
                continue
        if is_erased:
            await kept.keeping.erase(leads)
        else:
            await kept.keeping.to_trash(leads)
            await kept.keeping.purge(leads)
        after, tags, count = await kept.tables(), await kept.keeping.tags(), 0
        while await kept.keeping.undo():
            count += 1
        for _ in range(count):
            assert await kept.keeping.redo() is not None
        assert await kept.keeping.tags() == tags
        assert {**await kept.tables(), "tags": after["tags"]} == after

    with_people(check)
