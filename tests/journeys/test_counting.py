"""Counting by a click and by itself, explaining a count, and taking a filter from here to there."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from leaddesk.domain.urgency import Urgency
from leaddesk.sandbox.server import Sandbox
from leaddesk.tour.visitor import Visitor
from leaddesk.tour.walk import number_in
from tests.journeys.acts import (
    CONTROL_SHIFT,
    DIRECTORS,
    READY,
    chips,
    close_notice,
    count,
    counts_asked,
    enter,
    notice,
    requests,
    shortcut,
    shows,
)
from tests.journeys.conftest import Desktops

pytestmark = pytest.mark.usefixtures("quick")

IMPOSSIBLE = {"job_title_level": ("Director",), "company_address_city": ("Atlantis",)}


def matches(sandbox: Sandbox, wanted: Mapping[str, tuple[str, ...]]) -> int:
    return sandbox.reachstream.world.search.matches(wanted).count


def fields_of(body: object) -> list[str]:
    assert isinstance(body, dict)
    return list(body["filter"])


async def counted(visitor: Visitor, number: int) -> None:
    def there() -> bool:
        text = shows(visitor, "count-result", "Counted")
        return text.startswith(f"{number:,} contacts match")

    await visitor.wait(there, f"{number} match")


# -- by itself


async def test_it_counts_once_by_itself_after_typing_rests(
    desktops: Desktops, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desktops() as open_desktop:
        desktop = await open_desktop(settings=READY)
        visitor = desktop.visitor
        urgencies: list[Urgency] = []
        count_matches = desktop.session.desk.actions.count_matches
        real = type(count_matches).__call__

        async def watched(self: object, *, filter: object, urgency: Urgency = Urgency.CLICK) -> object:  # noqa: A002
            urgencies.append(urgency)
            return await real(count_matches, filter=filter, urgency=urgency)  # type: ignore[arg-type]  # a Filter

        monkeypatch.setattr(type(count_matches), "__call__", watched)
        visitor.click("count-by-itself")
        enter(visitor, "job_title_level", "Director")
        enter(visitor, "job_title_level", "Manager")
        enter(visitor, "company_type", "Private")
        wanted = {"job_title_level": ("Director", "Manager"), "company_type": ("Private",)}
        await counted(visitor, matches(sandbox, wanted))
        assert len(requests(sandbox, "count")) == 1, "three changes in a row are one question"
        assert urgencies == [Urgency.TYPING], "a click would go before it"

        visitor.click("count-by-itself")
        enter(visitor, "company_type", "Public")
        assert shows(visitor, "count-result", "before your last change")
        visitor.click("count-by-itself")
        await counted(visitor, matches(sandbox, {**wanted, "company_type": ("Private", "Public")}))
        assert len(requests(sandbox, "count")) == 2, "switching it on counts what has changed"


async def test_the_switch_is_remembered_and_what_was_left_is_counted(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        first = await open_desktop(settings={**READY, "count_by_itself": True})
        enter(first.visitor, "job_title_level", "Director")
        await counted(first.visitor, matches(sandbox, DIRECTORS))
        await first.session.close()
        second = await open_desktop()
        await second.visitor.wait(lambda: chips(second.visitor, "job_title_level"), "the filter is back")
        assert second.visitor.find("count-by-itself").isChecked()  # type: ignore[attr-defined]  # a check box
        await counted(second.visitor, matches(sandbox, DIRECTORS))
        assert len(requests(sandbox, "count")) == 2


async def test_a_newer_count_overtakes_an_older_one(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        sandbox.reachstream.fault("hold", operation="count", times=1)
        visitor.click("count-button")
        await counts_asked(sandbox, 1)
        enter(visitor, "job_title_level", "Manager")
        await shortcut(visitor, Qt.Key.Key_Return)
        newer = matches(sandbox, {"job_title_level": ("Director", "Manager")})
        await counted(visitor, newer)
        sandbox.reachstream.clear_faults()
        enter(visitor, "company_type", "Private")
        await count(visitor)
        visitor.click("filter-undo")
        assert await count(visitor) == newer


async def test_an_explanation_that_comes_late_does_not_undo_a_newer_count(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        enter(visitor, "company_type", "Private")
        sandbox.reachstream.fault("hold", operation="count", without_field="company_type")
        visitor.click("count-explain")
        await counts_asked(sandbox, 3)
        enter(visitor, "company_type", "Public")
        newer = await count(visitor)
        sandbox.reachstream.clear_faults()
        await visitor.wait(lambda: visitor.sees("explain-chart"), "the explanation is there")
        assert number_in(visitor.text("count-result")) == newer
        assert shows(visitor, "count-result", "Counted just now")
        assert visitor.text("explain-caption") == "before your last change"


# -- explain


async def test_an_explanation_can_be_cancelled(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        enter(visitor, "company_type", "Private")
        enter(visitor, "company_address_country", "Germany")
        earlier = await count(visitor)
        sandbox.reachstream.fault("hold", operation="count")
        visitor.click("count-explain")
        await counts_asked(sandbox, 5)
        assert shows(visitor, "progress-text", "Counting with each field left out") or shows(visitor, "progress-text")
        assert visitor.text("jobs-indicator") == "1 running"
        visitor.click("progress-cancel")
        await visitor.wait(lambda: not visitor.sees("progress-text"), "it is over")
        assert not visitor.sees("jobs-indicator")
        assert not visitor.sees("explain-chart")
        assert not visitor.sees("notice"), "about what was cancelled nothing is said"
        assert number_in(visitor.text("count-result")) == earlier
        sandbox.reachstream.clear_faults()
        visitor.click("count-explain")
        await visitor.wait(lambda: visitor.sees("explain-chart"), "it works again")


async def test_a_failed_explanation_is_told_once(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        enter(visitor, "company_type", "Private")
        sandbox.reachstream.fault("status", operation="count", status=403)
        visitor.click("count-explain")
        assert "It answered 403." in await notice(visitor, "ReachStream does not accept this key.")
        assert not visitor.sees("progress-text")
        sandbox.reachstream.clear_faults()
        await close_notice(visitor)
        visitor.click("count-explain")
        await visitor.wait(lambda: visitor.sees("explain-chart"), "it works again")
        assert not visitor.sees("notice")


async def test_where_nothing_matches_the_guilty_field_is_named_and_can_be_left_out(
    desktops: Desktops, sandbox: Sandbox
) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        for field, (value,) in IMPOSSIBLE.items():
            enter(visitor, field, value)
        assert await count(visitor) == 0
        assert shows(visitor, "sample-table-empty-title", "No contact matches")
        visitor.click("sample-table-empty-action")
        without = matches(sandbox, DIRECTORS)
        words = f"City makes it zero: without it, {without:,} match."
        await visitor.wait(lambda: shows(visitor, "explain-result", words), "the field is named")
        assert shows(visitor, "sample-table-empty-text", words), "where one looks for the rows, too"
        assert visitor.text("explain-leave-out") == "Leave city out"
        visitor.click("explain-leave-out")
        await counted(visitor, without)
        assert chips(visitor, "company_address_city") == []
        visitor.click("filter-undo")
        assert chips(visitor, "company_address_city") == ["Atlantis"], "it can be taken back"


async def test_with_one_field_there_is_nothing_to_explain(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        visitor.click("count-explain")
        await visitor.wait(lambda: shows(visitor, "explain-result", "one field only"), "it says so")
        assert not visitor.sees("explain-chart")
        assert number_in(visitor.text("count-result")) == matches(sandbox, DIRECTORS), "and the count is there"
        assert len(requests(sandbox, "count")) == 1


async def test_each_field_is_left_out_once(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        enter(visitor, "company_type", "Private")
        enter(visitor, "company_address_country", "Germany")
        visitor.click("count-explain")
        await visitor.wait(lambda: visitor.sees("explain-chart"), "the chart")
        everything = ["job_title_level", "company_type", "company_address_country"]
        asked = sorted(fields_of(request.body) for request in requests(sandbox, "count"))
        assert asked == sorted([everything, *([name for name in everything if name != left] for left in everything)])


# -- copy and paste


async def test_a_filter_travels_through_the_clipboard(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "sic_code", "0111")
        enter(visitor, "company_address_zipcode", "02139")
        visitor.click("filter-copy")
        await notice(visitor, "The filter was copied as JSON.")
        copied = QGuiApplication.clipboard().text()
        body = {"sic_code": {"0": "0111"}, "company_address_zipcode": {"0": "02139"}}
        assert json.loads(copied) == {"filter": body}
        visitor.click("filter-clear")
        assert chips(visitor, "sic_code") == []
        await shortcut(visitor, Qt.Key.Key_V, CONTROL_SHIFT)
        await notice(visitor, "The filter was pasted.")
        assert chips(visitor, "sic_code") == ["0111"]
        assert chips(visitor, "company_address_zipcode") == ["02139"], "no digit is lost"
        visitor.click("filter-undo")
        assert chips(visitor, "sic_code") == []


DOCUMENTED = """curl --location 'https://api-prd.reachstream.com/api/v2/async/records/filter' \\
--header 'X-API-Key: <your key>' \\
--data '{"fetchCount": 25, "filter": {"job_title": {"0": "CEO", "1": "CTO"}, "employee_size": {"0": "51 to 200"},
"favourite_colour": {"0": "blue"}}}'"""


async def test_a_documented_request_is_a_filter_too(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        QGuiApplication.clipboard().setText(DOCUMENTED)
        await shortcut(visitor, Qt.Key.Key_V, CONTROL_SHIFT)
        words = await notice(visitor, "1 field was left out.")
        assert "ReachStream has no favourite_colour." in words
        assert chips(visitor, "job_title") == ["CEO", "CTO"]
        assert chips(visitor, "company_employee_size") == ["51 to 200"]


NO_FILTERS = {
    "": "The clipboard holds no text.",
    "Dear colleague": "The clipboard holds no filter as JSON. Copy the whole text, from { to }.",
    '{"filter": {"job_title"': "The clipboard holds no filter as JSON.",
    '{"filter": ["CEO"]}': "The filter is not built as ReachStream documents it.",
    '{"colour": {"0": "blue"}}': "None of its fields is one of ReachStream’s.",
}


async def test_what_is_no_filter_is_told_and_changes_nothing(desktops: Desktops, sandbox: Sandbox) -> None:
    async with desktops() as open_desktop:
        visitor = (await open_desktop(settings=READY)).visitor
        enter(visitor, "job_title_level", "Director")
        for text, words in NO_FILTERS.items():
            QGuiApplication.clipboard().setText(text)
            await shortcut(visitor, Qt.Key.Key_V, CONTROL_SHIFT)
            told = await notice(visitor, words)
            assert told.startswith("This is not a filter.")
            assert told.endswith("Your filter is unchanged.")
            assert chips(visitor, "job_title_level") == ["Director"]
        assert await count(visitor) == matches(sandbox, DIRECTORS)
