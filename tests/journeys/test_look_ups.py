"""Typing into a field looks values up: the newest answer counts, and nothing is asked twice."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import apsw
import pytest
from PySide6.QtWidgets import QLineEdit

from leaddesk.domain.filter import FIELDS
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from tests.journeys.acts import (
    READY,
    asked,
    chips,
    count,
    enter,
    items,
    no_more_than_ten_a_second,
    offered,
    replace_text,
    requests,
    shows,
)
from tests.journeys.conftest import Desktops

SUGGESTIONS = "filter-job_title-suggestions"
FOOTER = f"{SUGGESTIONS}-footer"


async def footer(visitor: Visitor, words: str) -> str:
    return await visitor.wait(lambda: shows(visitor, FOOTER, words), f"“{words}” under the suggestions")


async def test_a_word_typed_in_one_go_is_one_question(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        visitor.type_into("filter-job_title-input", "marketing")
        found = await offered(visitor, "job_title", "marketing")
        assert found == sandbox.reachstream.world.search.lookup("job_title", "marketing", 100)
        assert [request.query for request in requests(sandbox)] == [[("job_title", "marketing")]]
        assert shows(visitor, "status-connection", "ReachStream connected")


@pytest.mark.usefixtures("quick")
async def test_an_older_answer_never_overwrites_a_newer_one(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        sandbox.reachstream.fault("hold", operation="preset-values", times=1)
        visitor.type_into("filter-job_title-input", "dev")
        await asked(sandbox, 1)
        replace_text(visitor, "filter-job_title-input", "marketing")
        newer = await offered(visitor, "job_title", "marketing")
        sandbox.reachstream.clear_faults()
        # A third answer that comes after the first one was let go: by then the first would have been shown.
        visitor.type_into("filter-company_type-input", "p")
        await offered(visitor, "company_type", "p")
        visitor.find("filter-job_title-input").setFocus()
        replace_text(visitor, "filter-job_title-input", "marketing")
        assert await offered(visitor, "job_title", "marketing") == newer
        assert [request.query[0][1] for request in requests(sandbox)] == ["dev", "marketing", "p"]


@pytest.mark.usefixtures("quick")
async def test_an_answer_is_kept_for_the_session_and_with_its_age_on_disk(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings=READY)
        first.visitor.type_into("filter-job_title-input", "marketing")
        found = await offered(first.visitor, "job_title", "marketing")
        replace_text(first.visitor, "filter-job_title-input", "dev")
        await offered(first.visitor, "job_title", "dev")
        replace_text(first.visitor, "filter-job_title-input", "Marketing ")
        assert await offered(first.visitor, "job_title", "marketing") == found
        assert len(requests(sandbox)) == 2
        await first.session.close()
        _let_pass(first.parts.folders.data / "leaddesk.db", hours=3)

        second = await open_desktop()
        second.visitor.type_into("filter-job_title-input", "marketing")
        words = await footer(second.visitor, "old")
        assert words.endswith("from ReachStream, 3 h old")
        assert items(second.visitor, SUGGESTIONS) == found
        assert len(requests(sandbox)) == 2, "nothing was asked again"
        await second.session.close()
        _let_pass(first.parts.folders.data / "leaddesk.db", hours=22)

        third = await open_desktop()
        third.visitor.type_into("filter-job_title-input", "marketing")
        assert (await footer(third.visitor, "from")).endswith("from ReachStream")
        assert len(requests(sandbox)) == 3, "an answer is kept for a day"


def _let_pass(database: Path, hours: float) -> None:
    connection = apsw.Connection(str(database))
    connection.execute("UPDATE preset_answers SET read_at = read_at - ?", (hours * 3600,))
    connection.close()


@pytest.mark.usefixtures("quick")
async def test_every_field_looks_up_under_its_parameter(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        began = time.monotonic()
        for field in FIELDS:
            first = sandbox.reachstream.world.search.vocabulary(field.name)[0]
            visitor.type_into(f"filter-{field.name}-input", first[:3])
            assert first[:3].casefold() in (await offered(visitor, field.name, first[:3]))[0].casefold()
        asked_under = [request.query[0][0] for request in requests(sandbox)]
        assert asked_under == [field.preset_parameter for field in FIELDS]
        assert {request.status for request in requests(sandbox)} == {200}
        assert no_more_than_ten_a_second(sandbox), f"in {time.monotonic() - began:.1f} s"


@pytest.mark.usefixtures("quick")
async def test_what_nobody_knows_can_be_entered_all_the_same(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        visitor.type_into("filter-job_title-input", "Zzyzx")
        assert await footer(visitor, "no such") == "ReachStream knows no such value. Enter adds it all the same."
        line = visitor.find("filter-job_title-input", QLineEdit)
        line.clear()
        enter(visitor, "job_title", "Zzyzx")
        assert chips(visitor, "job_title") == ["Zzyzx"]
        await visitor.wait(lambda: shows(visitor, "filter-job_title-note", "1 value is not in"), "it is marked")
        assert len(requests(sandbox)) == 1, "the check takes the answer that is there"
        assert await count(visitor) == 0


@pytest.mark.usefixtures("quick")
async def test_a_failed_look_up_is_told_under_the_field(desktops: Desktops, sandbox: Sandbox) -> None:
    faults: list[tuple[str, dict[str, Any], str]] = [
        ("status", {"status": 401}, "ReachStream does not accept this key."),
        ("status", {"status": 500}, "ReachStream has a problem of its own (500)."),
        ("html", {}, "ReachStream sent an answer that we cannot read."),
        ("truncated", {}, "We cannot reach ReachStream."),
        ("status", {"status": 429, "retry_after": 300}, "ReachStream asks us to slow down."),
    ]
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        line = visitor.find("filter-job_title-input", QLineEdit)
        for fault, settings, words in faults:
            sandbox.reachstream.fault(fault, operation="preset-values", **settings)
            line.clear()
            visitor.type_into("filter-job_title-input", "dev")
            assert await footer(visitor, words)
            assert not visitor.sees(SUGGESTIONS), "nothing is offered"
            assert line.text() == "dev", "what was typed stays"
            sandbox.reachstream.clear_faults()
        assert items(visitor, SUGGESTIONS) == []


@pytest.mark.usefixtures("quick")
async def test_null_means_that_there_are_no_values(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        sandbox.reachstream.fault("null-lists")
        visitor.type_into("filter-job_title-input", "dev")
        assert await footer(visitor, "no such")
        enter(visitor, "job_title_level", "Director")
        assert await count(visitor) > 0
        assert shows(visitor, "sample-table-empty-title", "ReachStream sent no sample")
