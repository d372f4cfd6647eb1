"""Preset values: out of the session, off the disk, or from the provider, and what counts as known."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from leaddesk.actions.look_up_values import LookUpValues
from leaddesk.domain.errors import ProviderFailed
from leaddesk.domain.reachstream import PresetValues
from leaddesk.domain.urgency import Urgency
from tests.fakes.reachstream_at_hand import HERE, NOON, KeptAnswersAtHand, ReachStreamAtHand
from tests.ui.until import until

CITY = "company_address_city"


class Place:
    """A look-up whose provider knows some cities; ``address`` may be changed."""

    def __init__(self) -> None:
        self.reachstream = ReachStreamAtHand({CITY: ("Boston", "East Boston", " Padded ", "MÜNCHEN")})
        self.kept = KeptAnswersAtHand()
        self.address = HERE
        self.look_up = LookUpValues(self.reachstream, self.kept, lambda: self.address)


@pytest.fixture
def place() -> Place:
    return Place()


async def test_an_answer_is_asked_for_once_a_session(place: Place) -> None:
    first = await place.look_up(field=CITY, typed="bos")
    assert first.values == ("Boston", "East Boston")
    assert await place.look_up(field=CITY, typed="bos") is first
    assert await place.look_up(field=CITY, typed=" BOS ") is first, "white space and case make no other question"
    assert place.reachstream.asked == [(CITY, "bos")]


async def test_the_urgency_is_passed_on(place: Place) -> None:
    await place.look_up(field=CITY, typed="a")
    await place.look_up(field=CITY, typed="b", urgency=Urgency.BACKGROUND)
    assert place.reachstream.urgencies == [Urgency.TYPING, Urgency.BACKGROUND]


async def test_an_answer_is_kept_for_the_next_session(place: Place) -> None:
    answer = await place.look_up(field=CITY, typed="bos")
    await place.look_up.flush()
    later = LookUpValues(place.reachstream, place.kept, lambda: HERE)
    assert await later(field=CITY, typed="bos") == answer
    assert len(place.reachstream.asked) == 1


async def test_a_kept_answer_has_its_age(place: Place) -> None:
    yesterday = NOON - timedelta(hours=20)
    await place.kept.put(HERE, PresetValues(CITY, "bos", ("Boston",), yesterday))
    assert (await place.look_up(field=CITY, typed="bos")).read_at == yesterday
    assert place.reachstream.asked == []


async def test_an_empty_answer_is_an_answer(place: Place) -> None:
    assert (await place.look_up(field=CITY, typed="zzz")).values == ()
    await place.look_up(field=CITY, typed="zzz")
    assert len(place.reachstream.asked) == 1


async def test_a_failure_is_not_kept(place: Place) -> None:
    place.reachstream.error = ProviderFailed("reachstream", 503)
    with pytest.raises(ProviderFailed):
        await place.look_up(field=CITY, typed="bos")
    place.reachstream.error = None
    assert (await place.look_up(field=CITY, typed="bos")).values
    await place.look_up.flush()
    assert place.kept.answers
    assert len(place.reachstream.asked) == 2


async def test_another_address_has_another_vocabulary(place: Place) -> None:
    await place.look_up(field=CITY, typed="bos")
    place.address = "http://127.0.0.1:2"
    await place.look_up(field=CITY, typed="bos")
    assert len(place.reachstream.asked) == 2


async def test_an_answer_belongs_to_the_address_that_was_asked(place: Place) -> None:
    place.reachstream.hold()
    asking = asyncio.ensure_future(place.look_up(field=CITY, typed="bos"))
    await until(lambda: bool(place.reachstream.waiting))
    place.address = "http://127.0.0.1:2"
    place.reachstream.answer((CITY, "bos"))
    await asking
    assert await place.look_up.already_known(field=CITY, typed="bos") is None
    assert [address for address, _, _ in place.kept.answers] == [HERE]


async def test_what_is_already_known_is_told_without_asking(place: Place) -> None:
    assert await place.look_up.already_known(field=CITY, typed="bos") is None
    answer = await place.look_up(field=CITY, typed="bos")
    assert await place.look_up.already_known(field=CITY, typed="Bos") is answer
    assert len(place.reachstream.asked) == 1


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        ("Boston", "Boston"),
        ("boston", "Boston"),
        ("BOSTON", "Boston"),
        ("east boston", "East Boston"),
        ("Bost", None),
        ("Padded", "Padded"),
        ("münchen", "MÜNCHEN"),
        ("Atlantis", None),
    ],
)
async def test_spellings(place: Place, value: str, spelling: str | None) -> None:
    assert await place.look_up.spelling(field=CITY, value=value) == spelling


async def test_without_asking_a_value_counts_as_known(place: Place) -> None:
    assert await place.look_up.spelling(field=CITY, value="Atlantis", ask=False) == "Atlantis"
    assert place.reachstream.asked == []
    await place.look_up(field=CITY, typed="Atlantis")
    assert await place.look_up.spelling(field=CITY, value="Atlantis", ask=False) is None
