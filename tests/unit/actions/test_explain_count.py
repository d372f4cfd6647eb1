"""Which field cuts how much: side by side, with progress, and with an end when it is cancelled or fails."""

from __future__ import annotations

import asyncio

import pytest

from leaddesk.actions.count_matches import CountMatches
from leaddesk.actions.explain_count import ExplainCount
from leaddesk.actions.read_credits import ReadCredits
from leaddesk.domain.errors import AskedToSlowDown, ProviderFailed
from leaddesk.domain.filter import FIELDS, Filter
from leaddesk.domain.reachstream import Cut, Explanation
from leaddesk.domain.urgency import Urgency
from tests.fakes.reachstream_at_hand import NOON, ReachStreamAtHand
from tests.ui.until import until

THREE = Filter.of({"job_title": ["VP"], "sic_code": ["0111"], "company_address_zipcode": ["02139"]})


def matches(wanted: Filter) -> int:
    """ZIP makes it zero; without the title nothing changes."""
    if "company_address_zipcode" not in wanted.used:
        return 500 if "sic_code" in wanted.used else 900
    return 0


def explainer(reachstream: ReachStreamAtHand) -> ExplainCount:
    return ExplainCount(CountMatches(reachstream))


def unheard(there: int, total: int) -> None:
    pass


async def test_each_field_is_left_out_in_turn() -> None:
    reachstream = ReachStreamAtHand(matches=matches)
    explained = await explainer(reachstream)(filter=THREE, progress=unheard)
    assert explained.count.matches == 0
    assert explained.count.filter == THREE
    assert explained.cuts == (Cut("company_address_zipcode", 500), Cut("job_title", 0), Cut("sic_code", 0))
    assert explained.culprits == ("company_address_zipcode",)
    assert set(map(repr, reachstream.asked)) == {repr(THREE), *(repr(THREE.without(name)) for name in THREE.used)}
    assert set(reachstream.urgencies) == {Urgency.BACKGROUND}


async def test_the_counts_are_asked_for_side_by_side() -> None:
    every = Filter.of({field.name: ["x"] for field in FIELDS})
    reachstream = ReachStreamAtHand()
    reachstream.hold()
    heard: list[tuple[int, int]] = []
    asking = asyncio.ensure_future(explainer(reachstream)(filter=every, progress=lambda *facts: heard.append(facts)))
    await until(lambda: len(reachstream.waiting) == 17)
    for question in reversed(reachstream.waiting):
        reachstream.answer(question)
    explained = await asking
    assert heard == [(there, 17) for there in range(1, 18)]
    assert [cut.field for cut in explained.cuts] == [field.name for field in FIELDS], "equal ones in their order"


async def test_a_filter_of_one_field_has_no_cuts() -> None:
    reachstream = ReachStreamAtHand(matches=lambda _: 0)
    explained = await explainer(reachstream)(filter=Filter.of({"sic_code": ["0111", "0112"]}), progress=unheard)
    assert explained == Explanation(explained.count, ())
    assert explained.culprits == ()
    assert len(reachstream.asked) == 1


async def test_cancelling_stops_what_still_waits() -> None:
    reachstream = ReachStreamAtHand()
    reachstream.hold()
    asking = asyncio.ensure_future(explainer(reachstream)(filter=THREE, progress=unheard))
    await until(lambda: len(reachstream.waiting) == 4)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    assert reachstream.waiting == []


async def test_the_first_error_ends_it_and_is_told_alone() -> None:
    reachstream = ReachStreamAtHand()
    reachstream.hold()
    asking = asyncio.ensure_future(explainer(reachstream)(filter=THREE, progress=unheard))
    await until(lambda: len(reachstream.waiting) == 4)
    reachstream.fail(THREE.without("sic_code"), AskedToSlowDown("reachstream", 429))
    reachstream.fail(THREE, ProviderFailed("reachstream", 503))
    with pytest.raises(AskedToSlowDown) as raised:
        await asking
    assert raised.value.__cause__ is None
    assert reachstream.waiting == []


async def test_an_empty_filter_is_a_mistake_of_the_code() -> None:
    with pytest.raises(ValueError, match="without values"):
        await explainer(ReachStreamAtHand())(filter=Filter(), progress=unheard)


async def test_a_mistake_in_the_progress_is_not_swallowed() -> None:
    def mistaken(there: int, total: int) -> None:
        raise RuntimeError("mistaken")

    with pytest.raises(RuntimeError, match="mistaken"):
        await explainer(ReachStreamAtHand())(filter=THREE, progress=mistaken)


async def test_a_count_is_refused_for_an_empty_filter_and_passed_on_for_any_other() -> None:
    reachstream = ReachStreamAtHand(matches=lambda _: 7)
    count = CountMatches(reachstream)
    with pytest.raises(ValueError, match="without values"):
        await count(filter=Filter())
    assert reachstream.asked == []
    assert (await count(filter=THREE)).matches == 7
    await count(filter=THREE, urgency=Urgency.TYPING)
    assert reachstream.urgencies == [Urgency.CLICK, Urgency.TYPING]


async def test_credits_are_read() -> None:
    reachstream = ReachStreamAtHand()
    read = ReadCredits(reachstream)
    balance = await read()
    assert (balance.available, balance.read_at) == (720, NOON)
    await read(urgency=Urgency.BACKGROUND)
    assert reachstream.urgencies == [Urgency.CLICK, Urgency.BACKGROUND]
