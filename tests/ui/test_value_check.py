"""Which chosen values the provider does not know: marked, told, and decided about by a person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from leaddesk.domain.errors import TooSlow
from leaddesk.domain.filter import Filter
from leaddesk.domain.reachstream import PresetValues
from leaddesk.domain.urgency import Urgency
from leaddesk.ui.reachstream.filter_editing import FilterEditing
from leaddesk.ui.reachstream.filter_rail import FilterRail
from leaddesk.ui.reachstream.value_check import ValueCheck
from tests.fakes.reachstream_at_hand import HERE, NOON, FilterDesk, ReachStreamAtHand
from tests.ui.gone import destroy
from tests.ui.until import settled, until

CITY, SIC = "company_address_city", "sic_code"
KNOWN = tuple(f"{number:04}" for number in range(30))


class Check:
    """A rail whose values are looked up; ``add`` is what a person does."""

    def __init__(self) -> None:
        self.reachstream = ReachStreamAtHand({CITY: ("Boston", "Austin"), SIC: KNOWN})
        self.place = FilterDesk(self.reachstream)
        self.editing = FilterEditing()
        self.rail = FilterRail(self.editing, [], count_by_itself=False)
        self.check = ValueCheck(self.place.desk, self.editing, self.rail)
        self.rail.show()

    def add(self, field: str, *values: str) -> None:
        before = self.editing.filter.values(field)
        self.editing.change(self.editing.filter.with_values(field, [*before, *values]), "Add")
        self.check.check(field, [value for value in values if value not in before])

    def note(self, field: str) -> str:
        found = self.rail.findChild(QLabel, f"filter-{field}-note")
        return found.text() if isinstance(found, QLabel) and found.isVisible() else ""

    def button(self, field: str, name: str) -> QPushButton:
        found: list[QPushButton] = self.rail.findChildren(QPushButton, f"filter-{field}-{name}")
        (shown,) = (button for button in found if button.isVisible())
        return shown

    async def done(self) -> None:
        await until(lambda: not self.check._rounds)
        await settled()


@pytest.fixture
def check(qapp: QApplication) -> Iterator[Check]:
    made = Check()
    yield made
    destroy(made.rail)


async def test_known_values_say_nothing(check: Check) -> None:
    check.add(CITY, "Boston")
    await check.done()
    assert check.note(CITY) == ""
    assert check.editing.unknown(CITY) == frozenset()
    assert check.reachstream.urgencies == [Urgency.TYPING]


async def test_a_value_is_written_as_the_provider_writes_it(check: Check) -> None:
    check.add(CITY, "bOsToN")
    await check.done()
    assert check.editing.filter.values(CITY) == ("Boston",)
    assert check.editing.history.count() == 1, "which is no step of its own"


async def test_unknown_values_stay_marked_and_are_told(check: Check) -> None:
    check.add(CITY, "Boston", "Atlantis", "Utopia")
    await check.done()
    assert check.editing.unknown(CITY) == {"Atlantis", "Utopia"}
    assert check.editing.filter.values(CITY) == ("Boston", "Atlantis", "Utopia")
    assert check.note(CITY) == "2 values are not in ReachStream’s vocabulary."


async def test_unknown_values_can_be_kept(check: Check) -> None:
    check.add(CITY, "Atlantis")
    await check.done()
    assert check.note(CITY) == "1 value is not in ReachStream’s vocabulary."
    check.button(CITY, "keep-unknown").click()
    assert check.note(CITY) == ""
    assert check.editing.unknown(CITY) == {"Atlantis"}
    assert check.editing.filter.values(CITY) == ("Atlantis",)


async def test_unknown_values_can_be_removed_and_brought_back_by_undo(check: Check) -> None:
    check.add(CITY, "Boston", "Atlantis")
    await check.done()
    check.button(CITY, "remove-unknown").click()
    assert check.editing.filter.values(CITY) == ("Boston",)
    assert check.note(CITY) == ""
    check.editing.history.undo()
    assert check.editing.filter.values(CITY) == ("Boston", "Atlantis")
    assert check.note(CITY) == "1 value is not in ReachStream’s vocabulary."


async def test_the_decision_goes_when_the_value_is_removed_by_hand(check: Check) -> None:
    check.add(CITY, "Atlantis")
    await check.done()
    check.editing.change(Filter(), "Remove")
    assert check.note(CITY) == ""


async def test_a_pasted_column_tells_how_far_it_is_and_goes_behind_clicks(check: Check) -> None:
    check.reachstream.hold()
    check.add(SIC, *KNOWN[:12], "9999")
    assert check.note(SIC) == "Checking 0 of 13 values…"
    await until(lambda: len(check.reachstream.waiting) == 10)
    assert set(check.reachstream.urgencies) == {Urgency.BACKGROUND}
    check.reachstream.answer(check.reachstream.waiting[0])
    await until(lambda: check.note(SIC) == "Checking 1 of 13 values…")
    assert check.button(SIC, "check-stop").isVisible()
    while check.check._rounds:
        for question in check.reachstream.waiting:
            check.reachstream.answer(question)
        await settled()
    assert check.note(SIC) == "1 value is not in ReachStream’s vocabulary."


async def test_the_check_can_be_stopped(check: Check) -> None:
    check.reachstream.hold()
    check.add(SIC, *KNOWN[:20])
    await until(lambda: len(check.reachstream.waiting) == 10)
    check.button(SIC, "check-stop").click()
    await check.done()
    assert check.note(SIC) == ""
    assert check.reachstream.waiting == []
    assert len(check.reachstream.asked) == 10, "the others were never asked"
    assert check.editing.filter.values(SIC) == KNOWN[:20]


async def test_a_second_paste_does_not_forget_the_first(check: Check) -> None:
    check.reachstream.hold()
    check.add(SIC, *KNOWN[:8], "9998")
    await until(lambda: len(check.reachstream.waiting) == 9)
    check.reachstream.answer((SIC, KNOWN[0]))
    await until(lambda: check.note(SIC) == "Checking 1 of 9 values…")
    check.add(SIC, *KNOWN[20:25], "9999")
    assert check.note(SIC) == "Checking 1 of 15 values…"
    while check.check._rounds:
        for question in check.reachstream.waiting:
            check.reachstream.answer(question)
        await settled()
    assert check.editing.unknown(SIC) == {"9998", "9999"}


async def test_a_value_typed_while_a_column_is_checked_leaves_its_progress(check: Check) -> None:
    check.reachstream.hold()
    check.add(SIC, *KNOWN[:8])
    await until(lambda: len(check.reachstream.waiting) == 8)
    check.add(SIC, KNOWN[9])
    await settled()
    assert check.note(SIC) == "Checking 0 of 9 values…"
    assert check.button(SIC, "check-stop").isEnabled()
    check.check._background.cancel_all()
    await settled()


async def test_values_that_were_removed_meanwhile_are_not_asked_for(check: Check) -> None:
    check.reachstream.hold()
    check.add(SIC, *KNOWN[:20])
    await until(lambda: len(check.reachstream.waiting) == 10)
    check.editing.history.undo()
    for question in check.reachstream.waiting:
        check.reachstream.answer(question)
    await check.done()
    assert len(check.reachstream.asked) == 10
    assert check.note(SIC) == ""


async def test_an_error_is_told_under_the_field_once(check: Check) -> None:
    check.reachstream.error = TooSlow("reachstream", 20)
    check.add(CITY, "Boston", "Atlantis")
    await check.done()
    assert check.note(CITY) == "These values were not checked. ReachStream took longer than 20 s."
    assert check.editing.unknown(CITY) == frozenset()
    assert check.place.notices.problems == []
    check.reachstream.error = None
    check.add(CITY, "Austin")
    await check.done()
    assert check.note(CITY) == ""


async def test_an_error_goes_with_the_values(check: Check) -> None:
    check.reachstream.error = TooSlow("reachstream", 20)
    check.add(CITY, "Boston")
    await check.done()
    check.editing.change(Filter(), "Remove")
    assert check.note(CITY) == ""


async def test_a_filter_that_comes_back_is_checked_without_asking(check: Check) -> None:
    await check.place.kept.put(HERE, PresetValues(CITY, "Atlantis", (), NOON))
    check.editing.change(Filter.of({CITY: ["Atlantis", "Boston"], SIC: KNOWN[:10]}), "Open")
    check.check.check_all(ask=False)
    assert check.note(SIC) == "", "nothing is shown of a check that asks nobody"
    await check.done()
    assert check.reachstream.asked == []
    assert check.editing.unknown(CITY) == {"Atlantis"}


async def test_a_pasted_filter_is_checked_in_all_its_fields(check: Check) -> None:
    check.editing.change(Filter.of({CITY: ["Atlantis"], SIC: ["9999", "0001"]}), "Paste")
    check.check.check_all(ask=True)
    await check.done()
    assert check.editing.unknown(CITY) == {"Atlantis"}
    assert check.editing.unknown(SIC) == {"9999"}
    assert check.place.notices.bugs == []


async def test_the_check_ends_with_its_page(check: Check) -> None:
    check.reachstream.hold()
    check.add(SIC, *KNOWN[:20])
    await until(lambda: len(check.reachstream.waiting) == 10)
    check.rail.deleteLater()
    await until(lambda: check.reachstream.waiting == [])
    await settled()
    assert check.place.notices.bugs == []
