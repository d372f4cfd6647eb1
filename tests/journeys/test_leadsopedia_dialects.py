"""Leadsopedia contradicts its own documentation: however it answers, the list comes whole, and Settings say how."""

from __future__ import annotations

import pytest

from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import close_settings, open_settings, shows
from tests.journeys.conftest import Desktops
from tests.journeys.leadsopedia_acts import (
    SCANS,
    choose,
    contacts,
    entries,
    look_up,
    message,
    open_leadsopedia,
    open_with_lists,
    pages_asked,
    press,
    read,
    requests,
    selected,
    truth,
    was_polite,
)

pytestmark = pytest.mark.usefixtures("quick")

UNKNOWN = "Nothing known yet: it is learnt with the first answer."


async def details(visitor: Visitor, words: str) -> str:
    """What Settings say about how Leadsopedia answers, once it holds ``words``."""
    await open_settings(visitor, "leadsopedia")
    told = await visitor.wait(lambda: shows(visitor, "leadsopedia-dialects", words), f"Details say “{words}”")
    await close_settings(visitor)
    return told


@pytest.mark.parametrize(
    ("total", "following", "pages", "told"),
    [
        ("total", "link", "right", ["“total”", "Names the next page by a link.", "Its pagesCount is right."]),
        ("count", "path", "too-small", ["“count”", "by a link.", "Its pagesCount cannot be trusted."]),
        ("total", "number", "too-large", ["“total”", "by a number.", "Its pagesCount cannot be trusted."]),
        ("count", "other-host", "absent", ["“count”", "by a link."]),
    ],
)
async def test_however_pages_are_written_the_list_comes_whole(  # noqa: PLR0917 - one for each of its forms
    desktops: Desktops, sandbox: Sandbox, total: str, following: str, pages: str, told: list[str]
) -> None:
    sandbox.leadsopedia.switch({"total_field": total, "next_form": following, "pages_count": pages})
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        said = await read(visitor, 733)
        assert said.startswith("733 contacts, read in full today")
        assert "missing" not in said
        assert contacts(visitor) == truth(sandbox, SCANS)
        assert pages_asked(sandbox, SCANS) == list(range(1, 9))
        assert not sandbox.leadsopedia.files.requests, "a link to another host is not followed"
        assert was_polite(sandbox)
        shown = (await details(visitor, told[0])).splitlines()
        assert len(shown) == len(told)
        assert all(words in line for words, line in zip(told, shown, strict=True))


@pytest.mark.parametrize("form", ["name", "number"])
async def test_a_country_is_shown_as_a_name_or_as_a_number(desktops: Desktops, sandbox: Sandbox, form: str) -> None:
    sandbox.leadsopedia.country_form = form
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        await choose(visitor, "Partners")
        await read(visitor, 100)
        countries = {row["country"] for row in contacts(visitor)}
        assert countries
        assert {type(country) for country in countries} == {str if form == "name" else int}


async def test_what_was_learnt_is_kept_after_a_restart_and_can_be_forgotten(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    sandbox.leadsopedia.switch({"paths": "second", "next_form": "number", "pages_count": "too-small"})
    person, other, third = truth(sandbox, SCANS)[700:703]
    async with desktops() as open_desktop:
        desktop, visitor = await open_leadsopedia(open_desktop, also=())
        assert await details(visitor, "Nothing") == UNKNOWN
        await desktop.session.close()

        desktop, visitor = await open_with_lists(open_desktop, settings=None)
        look_up(visitor, str(person["id"]))
        await visitor.wait(lambda: selected(visitor) == [person], "found")
        await read(visitor, 733)
        sandbox.leadsopedia.delete(SCANS)
        told = await details(visitor, "Looks up")
        assert told.splitlines() == [
            "Looks up a contact under /contacts/{list_id}.",
            "Calls its counts “total”.",
            "Names the next page by a number.",
            "Its pagesCount cannot be trusted.",
        ]
        await desktop.session.close()
        sandbox.leadsopedia.reset()
        sandbox.leadsopedia.switch({"paths": "second", "seconds_between_calls": 0})

        _, visitor = await open_leadsopedia(open_desktop, settings=None)
        assert await details(visitor, "Looks up") == told
        await choose(visitor, "All prospects")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-title", "All prospects"), "a list that was not read")
        look_up(visitor, str(other["id"]))
        await visitor.wait(lambda: len(requests(sandbox, "contact")) >= 1, "asked")
        await message(visitor, "All prospects")
        assert requests(sandbox, "contact")[0].dialect == 1, "the path that it knows comes first"

        await open_settings(visitor, "leadsopedia")
        await press(visitor, "leadsopedia-dialects-forget")
        await visitor.wait(lambda: shows(visitor, "leadsopedia-dialects", UNKNOWN), "it is forgotten")
        assert not visitor.find("leadsopedia-dialects-forget").isEnabled()
        await close_settings(visitor)
        sandbox.leadsopedia.forget_requests()
        look_up(visitor, str(third["id"]))
        await visitor.wait(lambda: len(requests(sandbox, "contact")) >= 1, "asked again")
        assert requests(sandbox, "contact")[0].dialect == 0, "as documented first"


@pytest.mark.parametrize("fault", ["numbers-as-strings", "strings-as-numbers", "unknown-fields", "content-type"])
async def test_values_of_another_type_are_read_all_the_same(desktops: Desktops, sandbox: Sandbox, fault: str) -> None:
    sandbox.leadsopedia.fault(fault)
    async with desktops() as open_desktop:
        _, visitor = await open_with_lists(open_desktop)
        assert [words.split(", Not read")[0] for words in entries(visitor)][:2] == [
            "Conference 2026 – badge scans, 733",
            "All prospects, 4,987",
        ]
        assert visitor.text("leadsopedia-credits").startswith("6,658 of 25,000 credits left.")
        said = await read(visitor, 733)
        assert "missing" not in said
        mails = [record.get("email") for record in truth(sandbox, SCANS)]
        assert [record.get("email") for record in contacts(visitor)] == mails
        look_up(visitor, str(truth(sandbox, SCANS)[500]["id"]))
        await message(visitor, "Kept already")
        assert [record.get("email") for record in selected(visitor)] == mails[500:501]
